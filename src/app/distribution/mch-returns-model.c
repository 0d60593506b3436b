/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-returns-model.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/distribution/mch-session-question.h"
#include "documents/mch-receipt.h"

#define MAX_PROBLEMS 200

struct _MchReturnsModel
{
  GObject parent_instance;

  MchContext *context;
  GCancellable *cancellable;
  MchReceipt *receipt; /* NULL until loaded */
  guint n;
  GtkStringList *missing;
  GtkStringList *problems;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_NOT_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchReturnsModel, mch_returns_model, G_TYPE_OBJECT)

static gpointer
read_receipt (MchWork *work, gpointer data, GError **error)
{
  const MchSessionQuestion *question = data;

  return mch_receipt_new (mch_work_get_store (work), question->scope, question->session,
                          question->today, error);
}

static char *
dup_name (const MchCandidate *candidate)
{
  g_autofree char *name = mch_candidate_cells_dup_name (candidate);
  const char *division = mch_candidate_get (candidate, "division");

  return division != NULL ? g_strdup_printf ("%s (%s)", name, division) : g_strdup (name);
}

static void
show_missing (MchReturnsModel *self)
{
  g_autoptr (GPtrArray) rows = mch_receipt_list_missing (self->receipt);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (names, dup_name (rows->pdata[i]));
  g_ptr_array_add (names, NULL);
  gtk_string_list_splice (self->missing, 0, g_list_model_get_n_items (G_LIST_MODEL (self->missing)),
                          (const char *const *) names->pdata);
}

static guint
count_registered (MchReturnsModel *self)
{
  MchCandidateFilter filter = mch_context_get_filter (self->context);

  filter.state = MCH_STATE_REGISTERED;
  return mch_store_count_candidates (mch_context_get_store (self->context), &filter);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchReturnsModel) self = MCH_RETURNS_MODEL (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchReceipt) receipt = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (receipt == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_NOT_SAVED], 0, error->message);
      return;
    }
  g_clear_pointer (&self->receipt, mch_receipt_free);
  self->receipt = g_steal_pointer (&receipt);
  self->n = count_registered (self);
  show_missing (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
mch_returns_model_load (MchReturnsModel *self)
{
  MchSessionQuestion *question;

  g_return_if_fail (MCH_IS_RETURNS_MODEL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (mch_context_get_session (self->context) == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  question = mch_session_question_new (self->context);
  mch_worker_run_async (mch_context_get_worker (self->context), "returns", read_receipt, question,
                        mch_session_question_free, (GDestroyNotify) mch_receipt_free, NULL,
                        self->cancellable, on_read, g_object_ref (self));
}

static void
clear_list (GtkStringList *list)
{
  gtk_string_list_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), NULL);
}

void
mch_returns_model_clear (MchReturnsModel *self)
{
  g_return_if_fail (MCH_IS_RETURNS_MODEL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->receipt, mch_receipt_free);
  self->n = 0;
  clear_list (self->missing);
  clear_list (self->problems);
}

gboolean
mch_returns_model_is_loaded (MchReturnsModel *self)
{
  g_return_val_if_fail (MCH_IS_RETURNS_MODEL (self), FALSE);

  return self->receipt != NULL;
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchReturnsModel) self = MCH_RETURNS_MODEL (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (id == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_signal_emit (self, signals[SIGNAL_NOT_SAVED], 0, error->message);
      mch_returns_model_load (self);
    }
}

static void
send (MchReturnsModel *self, const MchCandidate *candidate)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autofree char *today = mch_context_dup_today ();
  MchChange *change = mch_change_new_update (MCH_KIND_CANDIDATURE, candidate->candidature->id,
                                             candidate->candidature->version);

  mch_change_set (change, "confirmation_received_on", NULL, today);
  g_ptr_array_add (changes, change);
  mch_context_send (self->context, changes, on_sent, g_object_ref (self));
}

static char *
dup_sentence (MchReceiptOutcome outcome, const char *name)
{
  switch (outcome)
    {
    case MCH_RECEIPT_TAKEN:
      return g_strdup_printf (_ ("%s: confirmation received."), name);
    case MCH_RECEIPT_ALREADY:
      return g_strdup_printf (_ ("%s: this confirmation was received before."), name);
    case MCH_RECEIPT_WRONG_VERSION:
      return g_strdup_printf (_ ("%s: an older version of the sheet. The data have changed since: "
                                 "print the confirmation again and have it signed."),
                              name);
    case MCH_RECEIPT_UNKNOWN:
      return g_strdup_printf (_ ("%s: of no registered candidate of this session."), name);
    case MCH_RECEIPT_UNREADABLE:
    case MCH_N_RECEIPTS:
    default:
      return g_strdup_printf (_ ("“%s” is no code of a confirmation, or it was misread: scan it "
                                 "again."),
                              name);
    }
}

static MchScanResult
get_result (MchReceiptOutcome outcome)
{
  return outcome == MCH_RECEIPT_TAKEN     ? MCH_SCAN_GOOD
         : outcome == MCH_RECEIPT_ALREADY ? MCH_SCAN_NOTICE
                                          : MCH_SCAN_WRONG;
}

static void
note_problem (MchReturnsModel *self, const char *text)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->problems));

  gtk_string_list_splice (self->problems, 0, 0, (const char *const[]){ text, NULL });
  if (n >= MAX_PROBLEMS)
    gtk_string_list_remove (self->problems, n);
}

MchScanResult
mch_returns_model_scan (MchReturnsModel *self, const char *typed, char **ret_text)
{
  const MchCandidate *candidate = NULL;
  MchReceiptOutcome outcome = MCH_RECEIPT_UNREADABLE;
  MchScanResult result;
  g_autofree char *name = NULL;

  g_return_val_if_fail (MCH_IS_RETURNS_MODEL (self), MCH_SCAN_WRONG);
  g_return_val_if_fail (typed != NULL && ret_text != NULL, MCH_SCAN_WRONG);

  if (self->receipt != NULL)
    outcome = mch_receipt_take (self->receipt, typed, &candidate);
  name = candidate != NULL ? dup_name (candidate) : g_strdup (typed);
  *ret_text = dup_sentence (outcome, name);
  result = get_result (outcome);
  if (outcome == MCH_RECEIPT_TAKEN)
    {
      send (self, candidate);
      show_missing (self);
    }
  if (result == MCH_SCAN_WRONG)
    note_problem (self, *ret_text);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return result;
}

GListModel *
mch_returns_model_get_missing (MchReturnsModel *self)
{
  g_return_val_if_fail (MCH_IS_RETURNS_MODEL (self), NULL);

  return G_LIST_MODEL (self->missing);
}

GListModel *
mch_returns_model_get_problems (MchReturnsModel *self)
{
  g_return_val_if_fail (MCH_IS_RETURNS_MODEL (self), NULL);

  return G_LIST_MODEL (self->problems);
}

guint
mch_returns_model_get_n (MchReturnsModel *self)
{
  g_return_val_if_fail (MCH_IS_RETURNS_MODEL (self), 0);

  return self->n;
}

guint
mch_returns_model_get_n_received (MchReturnsModel *self)
{
  guint n_missing;

  g_return_val_if_fail (MCH_IS_RETURNS_MODEL (self), 0);

  n_missing = g_list_model_get_n_items (G_LIST_MODEL (self->missing));
  return self->n > n_missing ? self->n - n_missing : 0;
}

MchReturnsModel *
mch_returns_model_new (MchContext *context)
{
  MchReturnsModel *self = g_object_new (MCH_TYPE_RETURNS_MODEL, NULL);

  self->context = g_object_ref (context);
  return self;
}

static void
mch_returns_model_dispose (GObject *object)
{
  MchReturnsModel *self = MCH_RETURNS_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->receipt, mch_receipt_free);
  g_clear_object (&self->missing);
  g_clear_object (&self->problems);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_returns_model_parent_class)->dispose (object);
}

static void
mch_returns_model_class_init (MchReturnsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_returns_model_dispose;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MCH_TYPE_RETURNS_MODEL, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_NOT_SAVED] = g_signal_new ("not-saved", MCH_TYPE_RETURNS_MODEL, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mch_returns_model_init (MchReturnsModel *self)
{
  self->missing = gtk_string_list_new (NULL);
  self->problems = gtk_string_list_new (NULL);
}
