/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-outbox-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-history.h"
#include "app/sync/mch-conflict-words.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"
#include "app/window/mch-screen.h"
#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

#define MAX_LISTED 200
#define MAX_NAMED 3 /* of an act on many */

/* What a change says, in the words of whoever typed it: nothing of what was there before. */
static char *
dup_typed (const MchChange *change)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  guint n;
  const MchField *fields = mch_field_table (&n);

  for (guint i = 0; i < n && values->len < MAX_NAMED; i++)
    {
      const char *value =
          fields[i].kind == change->kind ? g_hash_table_lookup (change->to, fields[i].name) : NULL;
      g_autofree char *text = value != NULL ? mch_history_dup_value (&fields[i], value) : NULL;

      if (text != NULL)
        g_ptr_array_add (values, g_strdup_printf (_ ("%s: %s"), _ (fields[i].label), text));
    }
  g_ptr_array_add (values, NULL);
  return g_strjoinv (", ", (char **) values->pdata);
}

/* Whose record it is; where that is not on this computer any more, what was typed tells it. */
static char *
dup_change_name (MchStore *store, const char *scope, const MchChange *change)
{
  g_autofree char *name = mch_conflict_dup_record_name (store, scope, change->kind, change->id);
  g_autoptr (MchRecord) record = mch_store_dup_record (store, scope, change->kind, change->id);
  g_autofree char *typed = record == NULL ? dup_typed (change) : NULL;

  if (typed == NULL || *typed == '\0')
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s (%s)", name, typed);
}

/* The persons and establishments of @op, each once, as far as they are named. (transfer full) */
static GPtrArray *
list_names (MchStore *store, const MchStoreOp *op, guint *ret_n)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < op->changes->len; i++)
    {
      const MchChange *change = op->changes->pdata[i];
      g_autoptr (MchRecord) record =
          change->kind == MCH_KIND_CANDIDATURE
              ? mch_store_dup_record (store, op->scope, change->kind, change->id)
              : NULL;
      const char *person = record != NULL ? mch_record_get (record, "person") : NULL;

      if (!g_hash_table_add (seen, g_strdup (person != NULL ? person : change->id)))
        continue;
      if (names->len < MAX_NAMED)
        g_ptr_array_add (names, dup_change_name (store, op->scope, change));
    }
  *ret_n = g_hash_table_size (seen);
  return names;
}

/* An import is one line; an edit is named by whom it is about. */
static char *
dup_op_title (MchStore *store, const MchStoreOp *op)
{
  g_autoptr (MchStoreOp) whole = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (g_strcmp0 (op->kind, "import") == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Import of a file: %u change",
                                         "Import of a file: %u changes", op->n_changes),
                            op->n_changes);
  whole = mch_store_dup_op (store, op->op_id, NULL);
  if (whole == NULL || whole->changes == NULL || whole->changes->len == 0)
    return g_strdup (_ ("An entry of the register of acts"));
  names = list_names (store, whole, &n);
  if (n > names->len)
    g_ptr_array_add (names, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u other", "%u others",
                                                          n - names->len),
                                             n - names->len));
  g_ptr_array_add (names, NULL);
  text = g_strjoinv (", ", (char **) names->pdata);
  return g_steal_pointer (&text);
}

static void
drop (GtkWidget *button)
{
  MchContext *context = g_object_get_data (G_OBJECT (button), "context");
  g_autoptr (GError) error = NULL;

  if (!mch_store_drop_op (mch_context_get_store (context),
                          g_object_get_data (G_OBJECT (button), "op"), &error))
    mch_message_show (button, _ ("Nothing was changed"), error->message);
}

static void
retry (GtkWidget *button)
{
  MchContext *context = g_object_get_data (G_OBJECT (button), "context");
  g_autofree char *id = mch_desk_new_id ();
  g_autoptr (GError) error = NULL;

  if (!mch_store_retry_op (mch_context_get_store (context),
                           g_object_get_data (G_OBJECT (button), "op"), id, &error))
    mch_message_show (button, _ ("Nothing was changed"), error->message);
  else
    mch_sync_state_sync (mch_context_get_sync (context));
}

static void
on_drop_answered (AdwMessageDialog *dialog, const char *response, GtkWidget *button)
{
  if (g_strcmp0 (response, "drop") == 0)
    drop (button);
}

static void
on_drop_clicked (GtkWidget *button)
{
  GtkWidget *dialog =
      mch_dialog_new_message (GTK_WINDOW (gtk_widget_get_root (button)), _ ("Throw this away?"),
                              _ ("What was typed is lost; the server keeps what it has."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep it"), "drop",
                                    _ ("_Throw away"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "drop",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_drop_answered), button, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
op_button_new (MchContext *context, const MchStoreOp *op, const char *label, const char *title,
               GCallback clicked)
{
  GtkWidget *button = mch_button_new (label, NULL);

  mch_a11y_set_description (button, title);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (button), "context", g_object_ref (context), g_object_unref);
  g_object_set_data_full (G_OBJECT (button), "op", g_strdup (op->op_id), g_free);
  g_signal_connect (button, "clicked", clicked, NULL);
  return button;
}

static GtkWidget *
op_row_new (MchContext *context, const MchStoreOp *op)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = dup_op_title (mch_context_get_store (context), op);
  g_autoptr (GDateTime) made = g_date_time_new_from_unix_local (op->made_ms / 1000);
  g_autofree char *time = g_date_time_format (made, _ ("%d/%m %H:%M"));
  gboolean refused = op->state == MCH_OP_REFUSED;
  g_autofree char *state =
      refused ? mch_sync_refusal_dup_text (op->reason) : g_strdup (_ ("not sent yet"));
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", time, state);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  if (refused && !mch_sync_refusal_is_late (op->reason))
    {
      adw_action_row_add_suffix (
          ADW_ACTION_ROW (row),
          op_button_new (context, op, _ ("_Send again"), title, G_CALLBACK (retry)));
      adw_action_row_add_suffix (
          ADW_ACTION_ROW (row),
          op_button_new (context, op, _ ("_Throw away…"), title, G_CALLBACK (on_drop_clicked)));
    }
  return row;
}

static GtkWidget *
group_new (GtkWidget *box, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (GTK_BOX (box), group);
  return group;
}

static void
on_decide_clicked (GtkWidget *button)
{
  mch_screen_leave_for (GTK_WINDOW (gtk_widget_get_root (button)), "conflicts", NULL);
}

static void
add_conflicts (GtkWidget *box, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = mch_button_new (_ ("_Choose"), NULL);
  g_autofree char *title = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "%u value was changed by you and by somebody else: choose which one to keep.",
                   "%u values were changed by you and by somebody else: choose which ones to keep.",
                   n),
      n);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  mch_a11y_set_description (button, title);
  g_signal_connect (button, "clicked", G_CALLBACK (on_decide_clicked), NULL);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group_new (box, _ ("Changed by two people"))),
                             row);
}

static void
add_ops (GtkWidget *box, MchContext *context, MchOpState state, gboolean late, const char *title)
{
  g_autoptr (GPtrArray) ops = mch_store_list_ops (mch_context_get_store (context), NULL);
  GtkWidget *group = NULL;
  guint n = 0;

  for (guint i = 0; ops != NULL && i < ops->len && n < MAX_LISTED; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      if (op->state != state || mch_sync_refusal_is_late (op->reason) != late)
        continue;
      if (group == NULL)
        group = group_new (box, title);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), op_row_new (context, op));
      n++;
    }
}

static void
show_pause (GtkWidget *window, gboolean paused)
{
  GtkWidget *pause = g_object_get_data (G_OBJECT (window), "pause");
  const char *label = paused ? _ ("_Resume synchronisation") : _ ("_Pause synchronisation");

  gtk_button_set_label (GTK_BUTTON (pause), label);
  mch_a11y_set_label (pause, label);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (window), "now"), !paused);
}

static void
refresh (GtkWidget *window)
{
  MchContext *context = g_object_get_data (G_OBJECT (window), "context");
  GtkWidget *box = g_object_get_data (G_OBJECT (window), "box");
  MchSyncState *sync = mch_context_get_sync (context);
  const char *detail = mch_sync_state_get_detail (sync);
  g_autofree char *last = mch_sync_state_dup_last (sync);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  gtk_box_append (GTK_BOX (box), mch_heading_new (mch_sync_state_get_text (sync)));
  if (detail != NULL)
    gtk_box_append (GTK_BOX (box), mch_text_new (detail, FALSE));
  gtk_box_append (GTK_BOX (box), mch_text_new (last, TRUE));
  show_pause (window, mch_sync_state_get_paused (sync));
  if (mch_context_get_store (context) == NULL)
    return;
  if (mch_sync_state_get_n_conflicts (sync) > 0)
    add_conflicts (box, mch_sync_state_get_n_conflicts (sync));
  add_ops (box, context, MCH_OP_REFUSED, FALSE, _ ("Refused, kept here"));
  add_ops (box, context, MCH_OP_REFUSED, TRUE, _ ("Waiting for a decision of the exam office"));
  add_ops (box, context, MCH_OP_PENDING, FALSE, _ ("Waiting, will leave by itself"));
}

static void
on_sync_clicked (GtkWidget *window)
{
  MchContext *context = g_object_get_data (G_OBJECT (window), "context");

  mch_sync_state_sync (mch_context_get_sync (context));
}

static void
on_pause_clicked (GtkWidget *window)
{
  MchContext *context = g_object_get_data (G_OBJECT (window), "context");
  MchSyncState *sync = mch_context_get_sync (context);

  mch_sync_state_set_paused (sync, !mch_sync_state_get_paused (sync));
}

static GtkWidget *
footer_new (GtkWidget *window)
{
  GtkWidget *footer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *pause = mch_button_new (_ ("_Pause synchronisation"), NULL);
  GtkWidget *now = mch_button_new (_ ("_Synchronise now"), NULL);

  gtk_button_set_use_underline (GTK_BUTTON (pause), TRUE);
  gtk_widget_set_hexpand (now, TRUE);
  gtk_widget_set_halign (now, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (footer), pause);
  gtk_box_append (GTK_BOX (footer), now);
  gtk_widget_add_css_class (footer, "footer");
  g_signal_connect_swapped (pause, "clicked", G_CALLBACK (on_pause_clicked), window);
  g_signal_connect_swapped (now, "clicked", G_CALLBACK (on_sync_clicked), window);
  g_object_set_data (G_OBJECT (window), "pause", pause);
  g_object_set_data (G_OBJECT (window), "now", now);
  return footer;
}

static GtkWidget *
window_new (GtkWindow *parent, MchContext *context)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "title", _ ("What waits"), NULL);
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled;

  mch_dialog_attach (GTK_WINDOW (window), parent);
  mch_dialog_set_size (GTK_WINDOW (window), 720, 560);
  gtk_widget_add_css_class (box, "page");
  scrolled = mch_scroll_new (box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  mch_a11y_set_label (scrolled, _ ("What waits"));
  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (window)));
  gtk_box_append (GTK_BOX (outer), scrolled);
  gtk_box_append (GTK_BOX (outer), footer_new (window));
  adw_window_set_content (ADW_WINDOW (window), outer);
  g_object_set_data (G_OBJECT (window), "box", box);
  g_object_set_data_full (G_OBJECT (window), "context", g_object_ref (context), g_object_unref);
  return window;
}

void
mch_outbox_window_open (GtkWindow *parent, MchContext *context)
{
  GtkWidget *window = window_new (parent, context);

  mch_dialog_close_on_escape (GTK_WINDOW (window));
  g_signal_connect_object (mch_context_get_sync (context), "changed", G_CALLBACK (refresh), window,
                           G_CONNECT_SWAPPED);
  refresh (window);
  gtk_window_present (GTK_WINDOW (window));
}
