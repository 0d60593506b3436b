/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-conflict-screen.h"

#include <glib/gi18n-lib.h>

#include "app/sync/mch-conflict-list.h"
#include "app/sync/mch-conflict-panel.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"

struct _MchConflictScreen
{
  MchScreen parent_instance;

  GtkStack *stack; /* "work" or "none" */
  MchConflictList *list;
  MchConflictPanel *panel;
  GtkWidget *all_mine;
  GtkWidget *all_theirs;
  const MchStoreConflict
      *settling; /* the one that is; NULL for none or many. Borrowed from @list */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (MchConflictScreen, mch_conflict_screen, MCH_TYPE_SCREEN)

static void
show_selected (MchConflictScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  guint n = mch_conflict_list_get_n_shown (self->list);
  guint position = 0;
  const MchStoreConflict *conflict = mch_conflict_list_get_selected (self->list, &position);
  g_autofree char *place = NULL;

  if (context == NULL)
    return;
  /* Translators: which of how many. */
  place = g_strdup_printf (_ ("%u of %u"), position + 1, n);
  mch_conflict_panel_show (self->panel, context, conflict, place);
  gtk_widget_set_visible (self->all_mine, n > 1);
  gtk_widget_set_visible (self->all_theirs, n > 1);
}

static void
show_list (MchConflictScreen *self)
{
  gboolean some;

  /* What is being settled stays until it is; then the list is one shorter. */
  if (self->busy)
    return;
  mch_conflict_list_refresh (self->list, mch_screen_get_context (MCH_SCREEN (self)));
  some = mch_conflict_list_get_n_all (self->list) > 0;
  gtk_stack_set_visible_child_name (self->stack, some ? "work" : "none");
}

static void
on_settled (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchConflictScreen) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mch_conflict_settle_finish (MCH_WORKER (source), result, &error);

  const MchStoreConflict *settled = g_steal_pointer (&self->settling);

  self->busy = FALSE;
  if (self->stack == NULL)
    return;
  if (done && settled != NULL)
    mch_conflict_list_take (self->list, settled);
  show_list (self);
  /* The store may have told of it before, and the row that had the keyboard is gone: the letters
   * must go on working. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && mch_conflict_list_get_n_all (self->list) > 0)
    mch_conflict_list_focus (self->list);
  mch_sync_state_sync (mch_context_get_sync (mch_screen_get_context (MCH_SCREEN (self))));
  if (!done)
    mch_message_show (GTK_WIDGET (self), _ ("Nothing was changed"), error->message);
  else if (mch_conflict_list_get_n_all (self->list) == 0)
    mch_toast_show (GTK_WIDGET (self), _ ("Everything is decided."));
}

static void
settle (MchConflictScreen *self, const GPtrArray *conflicts, MchConflictChoice choice,
        const char *value)
{
  if (self->busy || conflicts->len == 0)
    return;
  self->busy = TRUE;
  self->settling = conflicts->len == 1 ? conflicts->pdata[0] : NULL;
  mch_conflict_settle_async (mch_screen_get_context (MCH_SCREEN (self)), conflicts, choice, value,
                             on_settled, g_object_ref (self));
}

static void
on_chosen (MchConflictPanel *panel, int choice, const char *value, MchConflictScreen *self)
{
  const MchStoreConflict *conflict = mch_conflict_list_get_selected (self->list, NULL);
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  if (conflict == NULL)
    return;
  g_ptr_array_add (one, (gpointer) conflict);
  settle (self, one, (MchConflictChoice) choice, value);
}

static void
on_many_answered (AdwMessageDialog *dialog, const char *response, MchConflictScreen *self)
{
  g_autoptr (GPtrArray) shown = NULL;

  if (g_strcmp0 (response, "cancel") == 0)
    return;
  shown = mch_conflict_list_dup_shown (self->list);
  settle (self, shown, g_strcmp0 (response, "mine") == 0 ? MCH_CONFLICT_MINE : MCH_CONFLICT_THEIRS,
          NULL);
}

static void
ask_many (MchConflictScreen *self, gboolean mine)
{
  g_autoptr (GPtrArray) shown = mch_conflict_list_dup_shown (self->list);
  guint n = shown->len;
  g_autofree char *heading =
      g_strdup_printf (mine ? g_dngettext (GETTEXT_PACKAGE, "Keep the %u value that you typed?",
                                           "Keep the %u values that you typed?", n)
                            : g_dngettext (GETTEXT_PACKAGE, "Keep the %u value of the others?",
                                           "Keep the %u values of the others?", n),
                       n);
  GtkWidget *dialog = mch_dialog_new_message (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
      _ ("It counts for all that are listed. The values that are not kept stay in the history."));

  adw_message_dialog_add_responses (
      ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), mine ? "mine" : "theirs",
      mine ? _ ("_Keep all of mine") : _ ("_Keep all the others"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), mine ? "mine" : "theirs");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), mine ? "mine" : "theirs",
                                              ADW_RESPONSE_SUGGESTED);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_many_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_all_mine (MchConflictScreen *self)
{
  ask_many (self, TRUE);
}

static void
on_all_theirs (MchConflictScreen *self)
{
  ask_many (self, FALSE);
}

/* Whether @key is the letter that stands on the button. */
static gboolean
is_key (guint key, const char *letter)
{
  return gdk_keyval_to_unicode (gdk_keyval_to_upper (key)) == g_utf8_get_char (letter);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers,
        MchConflictScreen *self)
{
  if ((modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0)
    return FALSE;
  if (is_key (key, _ ("M")))
    mch_conflict_panel_choose (self->panel, MCH_CONFLICT_MINE);
  else if (is_key (key, _ ("T")))
    mch_conflict_panel_choose (self->panel, MCH_CONFLICT_THEIRS);
  else if (is_key (key, _ ("W")))
    mch_conflict_panel_choose (self->panel, MCH_CONFLICT_OTHER);
  else
    return FALSE;
  return TRUE;
}

static void
mch_conflict_screen_refresh (MchScreen *screen)
{
  show_list (MCH_CONFLICT_SCREEN (screen));
}

static void
mch_conflict_screen_shown (MchScreen *screen)
{
  MchConflictScreen *self = MCH_CONFLICT_SCREEN (screen);

  if (mch_conflict_list_get_n_all (self->list) > 0)
    mch_conflict_list_focus (self->list);
}

static void
mch_conflict_screen_dispose (GObject *object)
{
  MchConflictScreen *self = MCH_CONFLICT_SCREEN (object);

  self->stack = NULL;
  G_OBJECT_CLASS (mch_conflict_screen_parent_class)->dispose (object);
}

static void
mch_conflict_screen_class_init (MchConflictScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_conflict_screen_dispose;
  MCH_SCREEN_CLASS (klass)->refresh = mch_conflict_screen_refresh;
  MCH_SCREEN_CLASS (klass)->shown = mch_conflict_screen_shown;
}

static GtkWidget *
footer_new (MchConflictScreen *self)
{
  GtkWidget *footer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *help = mch_text_new (
      _ ("The arrows go from one to the next; the letters on the buttons choose."), TRUE);

  self->all_mine = mch_button_new (_ ("_Keep all of mine…"), NULL);
  self->all_theirs = mch_button_new (_ ("Keep all the _others…"), NULL);
  g_signal_connect_object (self->all_mine, "clicked", G_CALLBACK (on_all_mine), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->all_theirs, "clicked", G_CALLBACK (on_all_theirs), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (help, TRUE);
  gtk_widget_add_css_class (help, "caption");
  gtk_box_append (GTK_BOX (footer), help);
  gtk_box_append (GTK_BOX (footer), self->all_mine);
  gtk_box_append (GTK_BOX (footer), self->all_theirs);
  gtk_widget_add_css_class (footer, "footer");
  return footer;
}

static GtkWidget *
work_new (MchConflictScreen *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *scrolled;
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->list = MCH_CONFLICT_LIST (mch_conflict_list_new ());
  self->panel = MCH_CONFLICT_PANEL (mch_conflict_panel_new ());
  scrolled = mch_scroll_new (GTK_WIDGET (self->panel));
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_set_vexpand (box, TRUE);
  gtk_widget_add_css_class (box, "page");
  gtk_box_append (GTK_BOX (outer), box);
  gtk_box_append (GTK_BOX (outer), footer_new (self));
  g_signal_connect_object (self->list, "selected", G_CALLBACK (show_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "chosen", G_CALLBACK (on_chosen), self, 0);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (outer, keys);
  return outer;
}

static void
mch_conflict_screen_init (MchConflictScreen *self)
{
  GtkWidget *none = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (none), "object-select-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _ ("Nothing to decide"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (none),
      _ ("When a colleague changes the same value as you while you are offline, both are shown "
         "here and you choose."));
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (self->stack, none, "none");
  gtk_stack_add_named (self->stack, work_new (self), "work");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  mch_screen_set_title (MCH_SCREEN (self), _ ("Values to decide on"));
}
