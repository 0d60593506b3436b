/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-late-screen.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/office/mch-late-jobs.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-ask-window.h"
#include "app/widgets/mch-boxed-list.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-status-page.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-label.h"

#define MAX_SHOWN 30 /* values of one operation in its window */
#define LATE "mch-late"

struct _MchLateScreen
{
  MchListScreen parent_instance;

  GPtrArray *late; /* of MchLateOp; NULL until they have come */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (MchLateScreen, mch_late_screen, MCH_TYPE_LIST_SCREEN)

/* A look or a decision, until the server has answered. */
typedef struct
{
  MchLateScreen *screen; /* weak */
  GPtrArray *list;       /* keeps @late */
  const MchLateOp *late;
  gboolean accept;
} Act;

static Act *
act_new (MchLateScreen *self, const MchLateOp *late, gboolean accept)
{
  Act *act = g_new0 (Act, 1);

  g_set_weak_pointer (&act->screen, self);
  act->list = g_ptr_array_ref (self->late);
  act->late = late;
  act->accept = accept;
  return act;
}

static void
act_free (Act *act)
{
  g_clear_weak_pointer (&act->screen);
  g_ptr_array_unref (act->list);
  g_free (act);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static void
act_free_closure (gpointer act, GClosure *closure)
{
  act_free (act);
}

static char *
dup_title (const MchLateOp *late)
{
  return g_strdup_printf ("%s (%s)", late->establishment_name, late->establishment);
}

static char *
dup_detail (const MchLateOp *late)
{
  g_autofree char *made = mch_label_dup_moment (late->made_ms);
  g_autofree char *received = mch_label_dup_moment (late->received_ms);
  g_autofree char *size = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u record", "%u records", (gulong) late->changes),
      (guint) late->changes);
  g_autofree char *when = g_strdup_printf (_ ("typed on %s, received on %s"), made, received);
  const char *who = late->name != NULL && *late->name != '\0' ? late->name : late->login;

  return g_strjoin (" · ", who, size, when, late->file, NULL);
}

static void
on_decided (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Act) act = data;
  g_autoptr (GError) error = NULL;

  mch_late_jobs_decide_finish (MCH_WORKER (source), result, &error);
  if (act->screen == NULL)
    return;
  act->screen->busy = FALSE;
  if (error != NULL)
    mch_message_show (GTK_WIDGET (act->screen), _ ("It was not decided"), error->message);
  else
    mch_toast_show (GTK_WIDGET (act->screen), act->accept
                                                  ? _ ("What was typed is in force.")
                                                  : _ ("Refused; the establishment is told why."));
  mch_list_screen_reload (MCH_LIST_SCREEN (act->screen));
}

static void
decide (MchLateScreen *self, const MchLateOp *late, gboolean accept, const char *reason)
{
  if (self->busy)
    return;
  self->busy = TRUE;
  mch_late_jobs_decide_async (mch_screen_get_context (MCH_SCREEN (self)), late, accept, reason,
                              on_decided, act_new (self, late, accept));
}

static void
on_accept (GtkWidget *button, MchLateScreen *self)
{
  decide (self, g_object_get_data (G_OBJECT (button), LATE), TRUE, NULL);
}

static void
on_reason (MchAskWindow *window, const char *reason, Act *act)
{
  if (act->screen == NULL || act->screen->busy)
    return;
  decide (act->screen, act->late, FALSE, reason);
  mch_ask_window_done (window);
}

static void
on_refuse (GtkWidget *button, MchLateScreen *self)
{
  const MchLateOp *late = g_object_get_data (G_OBJECT (button), LATE);
  g_autofree char *title = dup_title (late);
  MchAskWindow *window = mch_ask_window_open (
      GTK_WINDOW (gtk_widget_get_root (button)), title,
      _ ("What was typed stays out, and the establishment keeps it in sight with your reason."),
      mch_field_entry_new (_ ("Rea_son")), _ ("_Refuse"));

  mch_ask_window_insist (window, _ ("Say why in a few words: who typed it has to know."));
  g_signal_connect_data (window, "answered", G_CALLBACK (on_reason), act_new (self, late, FALSE),
                         act_free_closure, 0);
}

/* "DUPONT Léa · Division : 3A → 3B" */
static void
add_value (GString *text, const MchLateItem *item, const MchLateValue *value)
{
  const MchField *field = mch_field_find (mch_kind_from_string (item->kind), value->name);
  g_autofree char *to = field != NULL ? mch_record_form_dup_display (field, value->to) : NULL;
  g_autofree char *now = field != NULL ? mch_record_form_dup_display (field, value->now) : NULL;
  g_autofree char *who = g_strjoin (" ", item->family_name, item->given_name, NULL);

  if (field == NULL || !field->editable)
    return;
  g_string_append_printf (text, "%s%s · ", text->len > 0 ? "\n" : "", who);
  g_string_append_printf (text, _ ("%s: %s → %s"), _ (field->label),
                          now != NULL && *now != '\0' ? now : "—",
                          to != NULL && *to != '\0' ? to : "—");
}

static char *
dup_items (const GPtrArray *items)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const MchLateItem *item = items->pdata[i];

      for (guint j = 0; j < item->values->len && n < MAX_SHOWN; j++, n++)
        add_value (text, item, item->values->pdata[j]);
    }
  if (n == MAX_SHOWN)
    g_string_append (text, "\n…");
  return g_string_free (text, FALSE);
}

static void
on_items (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Act) act = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = mch_late_jobs_list_finish (MCH_WORKER (source), result, &error);
  g_autofree char *title = dup_title (act->late);
  g_autofree char *text = items != NULL ? dup_items (items) : NULL;

  if (act->screen != NULL)
    mch_message_show (GTK_WIDGET (act->screen), title, text != NULL ? text : error->message);
}

static void
on_look (GtkWidget *button, MchLateScreen *self)
{
  const MchLateOp *late = g_object_get_data (G_OBJECT (button), LATE);

  mch_late_jobs_items_async (mch_screen_get_context (MCH_SCREEN (self)), late, on_items,
                             act_new (self, late, FALSE));
}

static void
add_button (GtkWidget *box, const char *label, GCallback act, MchLateScreen *self, MchLateOp *late,
            const char *about)
{
  GtkWidget *button = mch_button_new (label, NULL);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  mch_a11y_set_description (button, about);
  g_object_set_data (G_OBJECT (button), LATE, late);
  g_signal_connect (button, "clicked", act, self);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
row_new (MchListScreen *screen, gpointer item)
{
  MchLateScreen *self = MCH_LATE_SCREEN (screen);
  MchLateOp *late = item;
  g_autofree char *title = dup_title (late);
  g_autofree char *detail = dup_detail (late);
  GtkWidget *box;
  GtkWidget *row = mch_boxed_row_new (title, detail, &box);

  add_button (box, _ ("_Look…"), G_CALLBACK (on_look), self, late, title);
  add_button (box, _ ("_Refuse…"), G_CALLBACK (on_refuse), self, late, title);
  add_button (box, _ ("_Accept"), G_CALLBACK (on_accept), self, late, title);
  return row;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchLateScreen) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) late = mch_late_jobs_list_finish (MCH_WORKER (source), result, &error);
  g_autoptr (GPtrArray) before = NULL;

  if (late == NULL)
    {
      mch_list_screen_show_error (MCH_LIST_SCREEN (self), error);
      return;
    }
  before = g_steal_pointer (&self->late);
  self->late = g_steal_pointer (&late);
  mch_list_screen_show_rows (MCH_LIST_SCREEN (self), self->late, row_new);
}

static void
mch_late_screen_load (MchListScreen *screen)
{
  mch_late_jobs_list_async (mch_screen_get_context (MCH_SCREEN (screen)), on_loaded,
                            g_object_ref (screen));
}

static void
mch_late_screen_finalize (GObject *object)
{
  g_clear_pointer (&MCH_LATE_SCREEN (object)->late, g_ptr_array_unref);
  G_OBJECT_CLASS (mch_late_screen_parent_class)->finalize (object);
}

static void
mch_late_screen_class_init (MchLateScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_late_screen_finalize;
  MCH_LIST_SCREEN_CLASS (klass)->load = mch_late_screen_load;
}

static void
mch_late_screen_init (MchLateScreen *self)
{
  mch_list_screen_set_up (
      MCH_LIST_SCREEN (self), _ ("Typed offline before the closing"),
      mch_status_page_new ("object-select-symbolic", _ ("Nothing waits for you"),
                           _ ("What an establishment typed without network before the closing, and "
                              "sent after it, is listed here to be accepted or refused."),
                           NULL),
      "network-offline-symbolic", _ ("This list is kept on the server"));
}
