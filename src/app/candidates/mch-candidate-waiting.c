/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-waiting.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-history.h"
#include "app/sync/mch-conflict-words.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

typedef struct
{
  MchContext *context;
  char *scope;
  char *id;
  char *name;
} Conflict;

static void
conflict_free (gpointer data)
{
  Conflict *conflict = data;

  g_object_unref (conflict->context);
  g_free (conflict->scope);
  g_free (conflict->id);
  g_free (conflict->name);
  g_free (conflict);
}

static void
resolve (GtkWidget *row, gboolean keep_mine)
{
  Conflict *conflict = g_object_get_data (G_OBJECT (row), "conflict");
  g_autoptr (GError) error = NULL;

  if (!mch_store_resolve_conflict (mch_context_get_store (conflict->context), conflict->scope,
                                   conflict->id, conflict->name, keep_mine, &error))
    mch_message_show (row, _ ("Nothing was changed"), error->message);
  else
    mch_sync_state_sync (mch_context_get_sync (conflict->context));
}

static void
on_mine (GtkWidget *row)
{
  resolve (row, TRUE);
}

static void
on_theirs (GtkWidget *row)
{
  resolve (row, FALSE);
}

GtkWidget *
mch_conflict_row_new (MchContext *context, const MchStoreConflict *conflict)
{
  const MchField *field = mch_field_find (conflict->kind, conflict->name);
  g_autofree char *mine = mch_history_dup_value (field, conflict->mine);
  g_autofree char *theirs = mch_history_dup_value (field, conflict->theirs);
  g_autofree char *time = mch_conflict_dup_time (conflict);
  g_autofree char *by = mch_conflict_dup_author (mch_context_get_store (context), conflict);
  g_autofree char *text =
      g_strdup_printf (_ ("%s: you typed “%s”; %s wrote “%s” (%s)"),
                       field != NULL ? _ (field->label) : conflict->name, mine, by, theirs, time);
  g_autofree char *keep_theirs =
      mch_conflict_dup_keep_theirs (mch_context_get_store (context), conflict);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = mch_text_new (text, FALSE);
  GtkWidget *first = mch_button_new (_ ("Keep what I typed"), NULL);
  GtkWidget *second = mch_button_new (keep_theirs, NULL);
  Conflict *copy = g_new0 (Conflict, 1);

  copy->context = g_object_ref (context);
  copy->scope = g_strdup (conflict->scope);
  copy->id = g_strdup (conflict->id);
  copy->name = g_strdup (conflict->name);
  g_object_set_data_full (G_OBJECT (row), "conflict", copy, conflict_free);
  gtk_widget_set_hexpand (label, TRUE);
  mch_a11y_set_description (first, text);
  mch_a11y_set_description (second, text);
  g_signal_connect_swapped (first, "clicked", G_CALLBACK (on_mine), row);
  g_signal_connect_swapped (second, "clicked", G_CALLBACK (on_theirs), row);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), first);
  gtk_box_append (GTK_BOX (row), second);
  return row;
}

static gboolean
is_of (const MchCandidate *candidate, const char *id)
{
  return g_strcmp0 (candidate->candidature->id, id) == 0
         || g_strcmp0 (candidate->person->id, id) == 0;
}

static void
add_change (GtkBox *box, const MchStoreOp *op, const MchChange *change)
{
  g_autofree char *time = mch_history_dup_time (op->made_ms);
  const char *state =
      op->state == MCH_OP_REFUSED ? mch_sync_refusal_text (op->reason) : _ ("not sent yet");
  GHashTableIter iter;
  gpointer name, to;

  if (change->create)
    {
      g_autofree char *text = g_strdup_printf (_ ("%s · Registered here · %s"), time, state);

      gtk_box_append (box, mch_text_new (text, op->state != MCH_OP_REFUSED));
      return;
    }
  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, &name, &to))
    {
      g_autofree char *line =
          mch_history_dup_line (change->kind, name, g_hash_table_lookup (change->from, name), to);
      g_autofree char *text = g_strdup_printf ("%s · %s · %s", time, line, state);

      gtk_box_append (box, mch_text_new (text, op->state != MCH_OP_REFUSED));
    }
}

static void
add_op (GtkBox *box, MchStore *store, const char *op_id, const MchCandidate *candidate)
{
  g_autoptr (MchStoreOp) op = mch_store_dup_op (store, op_id, NULL);

  for (guint i = 0; op != NULL && op->changes != NULL && i < op->changes->len; i++)
    {
      const MchChange *change = op->changes->pdata[i];

      if (is_of (candidate, change->id))
        add_change (box, op, change);
    }
}

static void
add_ops (GtkBox *box, MchStore *store, const MchCandidate *candidate)
{
  g_autoptr (GPtrArray) ops = NULL;

  /* Reading every operation is for candidates on whom something waits. */
  if (candidate->pending == MCH_PENDING_NONE)
    return;
  ops = mch_store_list_ops (store, NULL);
  for (guint i = 0; ops != NULL && i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      if (op->state != MCH_OP_ACKNOWLEDGED)
        add_op (box, store, op->op_id, candidate);
    }
}

void
mch_candidate_waiting_show (GtkWidget *history, MchContext *context, const MchCandidate *candidate)
{
  MchStore *store = mch_context_get_store (context);
  g_autoptr (GPtrArray) conflicts = mch_store_list_conflicts (store, NULL);
  GtkWidget *child;
  GtkWidget *heading;

  while ((child = gtk_widget_get_first_child (history)) != NULL)
    gtk_box_remove (GTK_BOX (history), child);
  heading = mch_heading_new (_ ("What waits"));
  gtk_box_append (GTK_BOX (history), heading);
  for (guint i = 0; conflicts != NULL && i < conflicts->len; i++)
    {
      const MchStoreConflict *conflict = conflicts->pdata[i];

      if (is_of (candidate, conflict->id))
        gtk_box_append (GTK_BOX (history), mch_conflict_row_new (context, conflict));
    }
  add_ops (GTK_BOX (history), store, candidate);
  gtk_widget_set_visible (history, gtk_widget_get_next_sibling (heading) != NULL);
}

GtkWidget *
mch_candidate_waiting_new (void)
{
  GtkWidget *history = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_set_visible (history, FALSE);
  return history;
}
