/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-outbox-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/candidates/mch-candidate-history.h"
#include "app/candidates/mch-candidate-waiting.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

#define MAX_LISTED 200

static char *
dup_record_name (MchStore *store, const char *scope, MchKind kind, const char *id)
{
  const char *const ids[] = { id, NULL };
  MchCandidateFilter filter = { .scope = scope, .ids = ids };
  g_autoptr (GPtrArray) rows = NULL;

  if (kind == MCH_KIND_ESTABLISHMENT)
    return g_strdup (_ ("Contact details of the establishment"));
  rows = mch_store_query_candidates (store, &filter, 0, 1, NULL, NULL);
  if (rows != NULL && rows->len > 0)
    return mch_candidate_cells_dup_name (rows->pdata[0]);
  return g_strdup (_ ("A candidate"));
}

/* An import is one line; an edit is named by whom it is about. */
static char *
dup_op_title (MchStore *store, const MchStoreOp *op)
{
  g_autoptr (MchStoreOp) whole = NULL;
  const MchChange *change;

  if (g_strcmp0 (op->kind, "import") == 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Import of a file: %u change",
                                         "Import of a file: %u changes", op->n_changes),
                            op->n_changes);
  whole = mch_store_dup_op (store, op->op_id, NULL);
  if (whole == NULL || whole->changes == NULL || whole->changes->len == 0)
    return g_strdup (_ ("An entry of the register of acts"));
  change = whole->changes->pdata[0];
  if (whole->changes->len > 2)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u change", "%u changes", whole->changes->len),
        whole->changes->len);
  return dup_record_name (store, op->scope, change->kind, change->id);
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
  g_autofree char *subtitle = g_strdup_printf (
      "%s · %s", time, refused ? mch_sync_refusal_text (op->reason) : _ ("not sent yet"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  if (refused)
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
add_conflicts (GtkWidget *box, MchContext *context)
{
  MchStore *store = mch_context_get_store (context);
  g_autoptr (GPtrArray) conflicts = mch_store_list_conflicts (store, NULL);

  if (conflicts == NULL || conflicts->len == 0)
    return;
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("Changed by two people: choose")));
  for (guint i = 0; i < conflicts->len && i < MAX_LISTED; i++)
    {
      const MchStoreConflict *conflict = conflicts->pdata[i];
      g_autofree char *name =
          dup_record_name (store, conflict->scope, conflict->kind, conflict->id);

      gtk_box_append (GTK_BOX (box), mch_text_new (name, FALSE));
      gtk_box_append (GTK_BOX (box), mch_conflict_row_new (context, conflict));
    }
}

static void
add_ops (GtkWidget *box, MchContext *context, MchOpState state, const char *title)
{
  g_autoptr (GPtrArray) ops = mch_store_list_ops (mch_context_get_store (context), NULL);
  GtkWidget *group = NULL;
  guint n = 0;

  for (guint i = 0; ops != NULL && i < ops->len && n < MAX_LISTED; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      if (op->state != state)
        continue;
      if (group == NULL)
        group = group_new (box, title);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), op_row_new (context, op));
      n++;
    }
}

static void
refresh (GtkWidget *window)
{
  MchContext *context = g_object_get_data (G_OBJECT (window), "context");
  GtkWidget *box = g_object_get_data (G_OBJECT (window), "box");
  MchSyncState *sync = mch_context_get_sync (context);
  const char *detail = mch_sync_state_get_detail (sync);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
  gtk_box_append (GTK_BOX (box), mch_heading_new (mch_sync_state_get_text (sync)));
  if (detail != NULL)
    gtk_box_append (GTK_BOX (box), mch_text_new (detail, FALSE));
  if (mch_context_get_store (context) == NULL)
    return;
  add_conflicts (box, context);
  add_ops (box, context, MCH_OP_REFUSED, _ ("Refused, kept here"));
  add_ops (box, context, MCH_OP_PENDING, _ ("Waiting, will leave by itself"));
}

static void
on_sync_clicked (GtkWidget *window)
{
  MchContext *context = g_object_get_data (G_OBJECT (window), "context");

  mch_sync_state_sync (mch_context_get_sync (context));
}

static GtkWidget *
window_new (GtkWindow *parent, MchContext *context)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "title", _ ("What waits"), NULL);
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *footer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *button = mch_button_new (_ ("_Synchronise now"), NULL);

  mch_dialog_attach (GTK_WINDOW (window), parent);
  mch_dialog_set_size (GTK_WINDOW (window), 720, 560);
  gtk_widget_set_hexpand (button, TRUE);
  gtk_widget_set_halign (button, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (footer), button);
  gtk_widget_add_css_class (footer, "footer");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_sync_clicked), window);
  gtk_widget_add_css_class (box, "page");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  mch_a11y_set_label (scrolled, _ ("What waits"));
  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (window)));
  gtk_box_append (GTK_BOX (outer), scrolled);
  gtk_box_append (GTK_BOX (outer), footer);
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
