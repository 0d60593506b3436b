/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-actions.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-toast.h"
#include "app/window/mch-bulk.h"
#include "app/window/mch-screen.h"
#include "core/mch-person.h"
#include "core/mch-registration.h"
#include "store/mch-registrations.h"

#define MAX_NAMED 12

static gboolean
is_in_state (const MchCandidate *candidate, const char *state)
{
  return g_strcmp0 (mch_record_get (candidate->candidature, "state"), state) == 0;
}

char *
mch_candidate_dup_finalise_reason (const MchReference *reference, const MchCandidate *candidate)
{
  g_autoptr (GArray) faults = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (is_in_state (candidate, MCH_STATE_REGISTERED))
    return g_strdup (_ ("This registration is finished already."));
  if (is_in_state (candidate, MCH_STATE_WITHDRAWN))
    return g_strdup (_ ("This candidate was withdrawn from the session."));
  faults = mch_registration_blockers (reference, candidate->person, candidate->candidature);
  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *message = mch_fault_dup_message (&g_array_index (faults, MchFault, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", message);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
mch_candidate_dup_withdraw_reason (const MchCandidate *candidate)
{
  if (is_in_state (candidate, MCH_STATE_WITHDRAWN))
    return g_strdup (_ ("This candidate was withdrawn from the session."));
  return NULL;
}

static GPtrArray *
find_rows (MchContext *context, char **ids)
{
  MchCandidateFilter filter = mch_context_get_filter (context);

  filter.ids = (const char *const *) ids;
  return mch_store_query_candidates (mch_context_get_store (context), &filter, 0, G_MAXUINT, NULL,
                                     NULL);
}

/* What an act is given; it belongs to the job until it ends. */
typedef struct
{
  char *session;
  GStrv ids;
  MchRecord *typed; /* what was asked for; NULL where nothing is */
  char *today;
} Job;

static Job *
job_new (MchContext *context, const GPtrArray *rows)
{
  Job *job = g_new0 (Job, 1);

  job->session = g_strdup (mch_context_get_session (context));
  job->ids = g_new0 (char *, rows->len + 1);
  for (guint i = 0; i < rows->len; i++)
    job->ids[i] = g_strdup (((MchCandidate *) rows->pdata[i])->candidature->id);
  job->today = mch_context_dup_today ();
  return job;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->session);
  g_strfreev (job->ids);
  g_clear_pointer (&job->typed, mch_record_unref);
  g_free (job->today);
  g_free (job);
}

/* What is told once the act is on the disk. */
typedef struct
{
  GtkWidget *widget; /* weak */
  MchContext *context;
  char *(*dup_done) (guint n);
  gboolean undoable;
  char *left_out; /* NULL when nobody was */
} Telling;

static Telling *
telling_new (GtkWidget *widget, MchContext *context, char *(*dup_done) (guint n), gboolean undoable)
{
  Telling *telling = g_new0 (Telling, 1);

  g_set_weak_pointer (&telling->widget, widget);
  telling->context = g_object_ref (context);
  telling->dup_done = dup_done;
  telling->undoable = undoable;
  return telling;
}

static void
telling_free (Telling *telling)
{
  g_clear_weak_pointer (&telling->widget);
  g_object_unref (telling->context);
  g_free (telling->left_out);
  g_free (telling);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Telling, telling_free)

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Telling) telling = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchBulkDone) done = mch_bulk_run_finish (MCH_WORKER (source), result, &error);
  g_autofree char *text = NULL;

  if (telling->widget == NULL)
    return;
  if (done == NULL)
    {
      mch_message_show (telling->widget, _ ("Nothing was changed"), error->message);
      return;
    }
  text = telling->dup_done (done->n);
  if (!telling->undoable)
    g_ptr_array_set_size (done->undo, 0);
  if (telling->left_out != NULL)
    mch_message_show (telling->widget, text, telling->left_out);
  if (telling->left_out == NULL || done->undo->len > 0)
    mch_bulk_tell (telling->widget, telling->context, text, done->undo);
}

static void
note_left_out (GString *text, const MchCandidate *candidate, const char *reason, guint n)
{
  g_autofree char *name = mch_candidate_cells_dup_name (candidate);

  if (n < MAX_NAMED)
    g_string_append_printf (text, "%s%s%s%s", n > 0 ? "\n" : "", name, _ (": "), reason);
  else if (n == MAX_NAMED)
    g_string_append (text, "\n…");
}

static char *
dup_finalised (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u registration finished", "%u registrations finished", n), n);
}

/* Who has a blocker by now is left as he is, without a word: he was not in the list of those whom
 * nothing stood against. */
static gboolean
write_finalised (const MchAct *act, gpointer data, guint *ret_n, GError **error)
{
  const Job *job = data;
  g_autoptr (MchRecord) service =
      mch_store_dup_record (act->store, act->scope, MCH_KIND_SERVICE, job->session);
  g_autoptr (MchRegistrations) registrations = NULL;

  if (service != NULL)
    registrations = mch_registrations_new (act->store, act->scope, service,
                                           (const char *const *) job->ids, error);
  return registrations != NULL
         && mch_registrations_finalise_ready (registrations, act, ret_n, error);
}

void
mch_candidate_actions_finalise (GtkWidget *widget, MchContext *context, char **ids)
{
  g_autoptr (GPtrArray) rows = find_rows (context, ids);
  g_autoptr (GString) left_out = g_string_new (NULL);
  Telling *telling = telling_new (widget, context, dup_finalised, TRUE);
  guint n_left_out = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];
      g_autofree char *reason =
          mch_candidate_dup_finalise_reason (mch_context_get_reference (context), candidate);

      if (reason != NULL)
        note_left_out (left_out, candidate, reason, n_left_out++);
    }
  if (n_left_out > 0)
    telling->left_out = g_string_free (g_steal_pointer (&left_out), FALSE);
  mch_bulk_run_async (context, write_finalised, job_new (context, rows), job_free, on_written,
                      telling);
}

typedef struct
{
  GtkWidget *widget; /* weak */
  MchContext *context;
  GPtrArray *rows;     /* of MchCandidate: who has not withdrawn yet */
  MchRecordForm *form; /* why, and since when */
} Withdrawal;

static void
withdrawal_free (gpointer data, GClosure *closure)
{
  Withdrawal *withdrawal = data;

  g_clear_weak_pointer (&withdrawal->widget);
  g_object_unref (withdrawal->context);
  g_ptr_array_unref (withdrawal->rows);
  g_object_unref (withdrawal->form);
  g_free (withdrawal);
}

static char *
dup_withdrawn (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u candidate withdrawn", "%u candidates withdrawn", n), n);
}

static gboolean
write_withdrawn (const MchAct *act, gpointer data, guint *ret_n, GError **error)
{
  const Job *job = data;
  g_autoptr (GPtrArray) candidates =
      mch_bulk_query (act, job->session, (const char *const *) job->ids, error);

  return candidates != NULL
         && mch_candidates_withdraw (act, candidates,
                                     mch_record_get (job->typed, "withdrawal_reason"),
                                     mch_record_get (job->typed, "withdrawn_on"), ret_n, error);
}

static void
on_withdraw_answered (AdwMessageDialog *dialog, const char *response, Withdrawal *withdrawal)
{
  Job *job;

  if (g_strcmp0 (response, "withdraw") != 0 || withdrawal->widget == NULL)
    return;
  job = job_new (withdrawal->context, withdrawal->rows);
  job->typed = mch_record_form_dup_record (withdrawal->form, MCH_KIND_CANDIDATURE);
  mch_bulk_run_async (withdrawal->context, write_withdrawn, job, job_free, on_written,
                      telling_new (withdrawal->widget, withdrawal->context, dup_withdrawn, FALSE));
}

static void
on_withdrawal_typed (MchRecordForm *form, AdwMessageDialog *dialog)
{
  adw_message_dialog_set_response_enabled (dialog, "withdraw",
                                           mch_record_form_find_fault (form, NULL) == NULL);
}

/* Why, and since when: today, unless something else is typed. */
static GtkWidget *
withdrawal_fields_new (MchRecordForm *form, const MchRecord *candidature)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  g_autoptr (MchRecord) record = mch_record_copy (candidature);
  g_autofree char *today = mch_context_dup_today ();

  mch_record_set (record, "withdrawal_reason", NULL);
  mch_record_set (record, "withdrawn_on", today);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (mch_record_form_add (form, MCH_KIND_CANDIDATURE,
                                                                  "withdrawal_reason")));
  gtk_box_append (GTK_BOX (box),
                  GTK_WIDGET (mch_record_form_add (form, MCH_KIND_CANDIDATURE, "withdrawn_on")));
  mch_record_form_set_record (form, record, TRUE);
  return box;
}

static void
ask_withdrawal (GtkWidget *widget, Withdrawal *withdrawal)
{
  guint n = withdrawal->rows->len;
  g_autofree char *heading = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Withdraw %u candidate?", "Withdraw %u candidates?", n), n);
  const MchCandidate *first = withdrawal->rows->pdata[0];
  GtkWidget *dialog = mch_dialog_new_message (
      GTK_WINDOW (gtk_widget_get_root (widget)), heading,
      _ ("They stay in the list as withdrawn, and get neither account nor slip. To take it back, "
         "ask your exam officer."));

  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog),
                                      withdrawal_fields_new (withdrawal->form, first->candidature));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("_Keep them"),
                                    "withdraw", _ ("_Withdraw"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "withdraw",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (withdrawal->form, "edited", G_CALLBACK (on_withdrawal_typed), dialog, 0);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_withdraw_answered), withdrawal,
                         withdrawal_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
mch_candidate_actions_withdraw (GtkWidget *widget, MchContext *context, char **ids)
{
  g_autoptr (GPtrArray) rows = find_rows (context, ids);
  Withdrawal *withdrawal;

  for (guint i = rows != NULL ? rows->len : 0; i > 0; i--)
    if (is_in_state (rows->pdata[i - 1], MCH_STATE_WITHDRAWN))
      g_ptr_array_remove_index (rows, i - 1);
  if (rows == NULL || rows->len == 0)
    return;
  withdrawal = g_new0 (Withdrawal, 1);
  withdrawal->context = g_object_ref (context);
  withdrawal->rows = g_steal_pointer (&rows);
  withdrawal->form = mch_record_form_new ();
  g_set_weak_pointer (&withdrawal->widget, widget);
  ask_withdrawal (widget, withdrawal);
}

static gboolean
all_agreed (const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    if (mch_candidate_get (rows->pdata[i], "transfer_agreed_on") == NULL)
      return FALSE;
  return TRUE;
}

static char *
dup_not_agreed (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u transfer is not agreed to any more",
                                       "%u transfers are not agreed to any more", n),
                          n);
}

static char *
dup_agreed (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u transfer agreed to", "%u transfers agreed to", n), n);
}

static gboolean
write_agreed (const MchAct *act, gpointer data, guint *ret_n, GError **error)
{
  const Job *job = data;
  const MchField *field = mch_field_find (MCH_KIND_CANDIDATURE, "transfer_agreed_on");
  g_autoptr (GPtrArray) candidates =
      mch_bulk_query (act, job->session, (const char *const *) job->ids, error);

  return candidates != NULL
         && mch_candidates_set_column (act, NULL, candidates, field,
                                       all_agreed (candidates) ? "" : job->today, ret_n, error);
}

void
mch_candidate_actions_agree (GtkWidget *widget, MchContext *context, char **ids)
{
  g_autoptr (GPtrArray) rows = find_rows (context, ids);

  if (rows == NULL || rows->len == 0)
    return;
  mch_bulk_run_async (
      context, write_agreed, job_new (context, rows), job_free, on_written,
      telling_new (widget, context, all_agreed (rows) ? dup_not_agreed : dup_agreed, TRUE));
}

static gboolean
write_look (const MchAct *act, gpointer data, guint *ret_n, GError **error)
{
  const Job *job = data;
  g_autoptr (GPtrArray) candidates =
      mch_bulk_query (act, job->session, (const char *const *) job->ids, error);

  return candidates != NULL
         && (candidates->len == 0 || mch_candidates_note_health (act, candidates->pdata[0], error));
}

static void
on_look_written (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchBulkDone) done = mch_bulk_run_finish (MCH_WORKER (source), result, &error);

  if (done == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("candidates: a look at health was not written down: %s", error->message);
}

void
mch_candidate_actions_note_look (MchContext *context, const MchCandidate *candidate)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  if (!mch_candidate_tells_health (candidate))
    return;
  g_ptr_array_add (rows, (gpointer) candidate);
  mch_bulk_run_async (context, write_look, job_new (context, rows), job_free, on_look_written,
                      NULL);
}

const char *
mch_candidate_get_regenerate_reason (MchContext *context)
{
  return mch_context_is_office (context)
             ? _ ("Only the establishment gives its pupils new passwords: ask it to do so.")
             : NULL;
}

void
mch_candidate_actions_regenerate (GtkWidget *widget, MchContext *context, char **ids)
{
  g_autoptr (GPtrArray) rows = find_rows (context, ids);
  g_autoptr (GString) argument = g_string_new (NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];

      if (candidate->account != NULL)
        g_string_append_printf (argument, "%s%s", argument->len > 0 ? "," : "",
                                candidate->candidature->id);
    }
  if (argument->len == 0)
    mch_toast_show (widget, _ ("None of the ticked candidates has an account yet: generate the "
                               "accounts first."));
  else
    mch_screen_go (widget, "regenerate", argument->str);
}

char *
mch_candidate_dup_slip_reason (const MchCandidate *candidate)
{
  if (is_in_state (candidate, MCH_STATE_WITHDRAWN))
    return mch_candidate_dup_withdraw_reason (candidate);
  if (candidate->account == NULL)
    return g_strdup (_ ("There is no slip yet: generate the accounts first."));
  if (mch_candidate_get (candidate, "edition") == NULL)
    return g_strdup (_ ("The slip has served: a password of one's own was chosen, or its time is "
                        "over. “Regenerate” makes a new one."));
  return NULL;
}

void
mch_candidate_actions_show_slip (GtkWidget *widget, MchContext *context, char **ids)
{
  g_autoptr (GPtrArray) rows = find_rows (context, ids);
  const MchCandidate *candidate = rows != NULL && rows->len > 0 ? rows->pdata[0] : NULL;
  g_autofree char *reason = candidate != NULL ? mch_candidate_dup_slip_reason (candidate) : NULL;
  g_autofree char *argument = NULL;

  if (reason != NULL)
    mch_toast_show (widget, reason);
  if (candidate == NULL || reason != NULL)
    return;
  argument =
      g_strdup_printf ("%s/1/%s", mch_candidate_get (candidate, "edition"), candidate->person->id);
  mch_screen_go (widget, "preview", argument);
}
