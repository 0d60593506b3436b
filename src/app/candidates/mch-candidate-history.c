/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-history.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/prints/mch-print-log-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-record-form.h"
#include "sync/mch-history.h"
#include "sync/mch-sync-error.h"

#define MAX_LINES 40

struct _MchCandidateHistory
{
  GtkBox parent_instance;

  MchContext *context;
  GCancellable *cancellable; /* while it is asked for */
  char *shown;               /* of whom, in which versions */
  char *name;                /* "AUBIN Antoine" */
  GtkLabel *status;
  GtkBox *lines;
};

G_DEFINE_FINAL_TYPE (MchCandidateHistory, mch_candidate_history, GTK_TYPE_BOX)

/* States are words of ours, everything else stands as it was typed. */
char *
mch_history_dup_value (const MchField *field, const char *value)
{
  const char *css;

  if (value == NULL || *value == '\0')
    return g_strdup (_ ("(empty)"));
  if (field != NULL && field->type == MCH_FIELD_STATE)
    return g_strdup (mch_candidate_cells_state (value, &css));
  return field != NULL ? mch_record_form_dup_display (field, value) : g_strdup (value);
}

char *
mch_history_dup_line (MchKind kind, const char *name, const char *from, const char *to)
{
  const MchField *field = mch_field_find (kind, name);
  g_autofree char *before = mch_history_dup_value (field, from);
  g_autofree char *after = mch_history_dup_value (field, to);

  return g_strdup_printf ("%s%s%s → %s", field != NULL ? _ (field->label) : name, _ (": "), before,
                          after);
}

char *
mch_history_dup_time (gint64 ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (ms / 1000);

  /* Translators: a day and a time, as in "04/11 17:52". */
  return g_date_time_format (time, _ ("%d/%m %H:%M"));
}

typedef struct
{
  MchKind kind;
  MchHistoryLine *line;
} Past;

static void
past_free (gpointer data)
{
  Past *past = data;

  mch_history_line_free (past->line);
  g_free (past);
}

static int
compare_pasts (gconstpointer a, gconstpointer b)
{
  const Past *x = *(const Past *const *) a;
  const Past *y = *(const Past *const *) b;

  return x->line->at_ms < y->line->at_ms ? 1 : x->line->at_ms > y->line->at_ms ? -1 : 0;
}

typedef struct
{
  char *scope;
  char *person;
  char *candidature;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->scope);
  g_free (question->person);
  g_free (question->candidature);
  g_free (question);
}

static gboolean
add_pasts (GPtrArray *pasts, MchWork *work, const char *scope, MchKind kind, const char *id,
           GError **error)
{
  g_autoptr (GPtrArray) lines = mch_history_fetch (mch_work_get_desk (work), scope, kind, id,
                                                   mch_work_get_cancellable (work), error);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      Past *past = g_new0 (Past, 1);

      past->kind = kind;
      past->line = g_steal_pointer (&lines->pdata[i]);
      g_ptr_array_add (pasts, past);
    }
  return lines != NULL;
}

static gpointer
fetch (MchWork *work, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (GPtrArray) pasts = g_ptr_array_new_with_free_func (past_free);

  if (!add_pasts (pasts, work, question->scope, MCH_KIND_CANDIDATURE, question->candidature, error)
      || !add_pasts (pasts, work, question->scope, MCH_KIND_PERSON, question->person, error))
    return NULL;
  g_ptr_array_sort (pasts, compare_pasts);
  return g_steal_pointer (&pasts);
}

/* A colleague's name where it is known; the server and candidates have no login. */
static char *
dup_author (MchCandidateHistory *self, const char *by)
{
  MchStore *store = mch_context_get_store (self->context);
  const char *scope = mch_context_get_scope (self->context);
  g_autoptr (MchRecord) member = NULL;
  const char *name;

  if (*by == '\0')
    return g_strdup (_ ("the server"));
  member = scope != NULL ? mch_store_dup_record (store, scope, MCH_KIND_MEMBER, by) : NULL;
  name = member != NULL ? mch_record_get (member, "name") : NULL;
  return g_strdup (name != NULL ? name : by);
}

static void
add_line (MchCandidateHistory *self, const Past *past)
{
  g_autofree char *time = mch_history_dup_time (past->line->at_ms);
  g_autofree char *author = dup_author (self, past->line->by);
  g_autofree char *change =
      mch_history_dup_line (past->kind, past->line->name, past->line->before, past->line->after);
  g_autofree char *text = g_strdup_printf (
      past->line->kept ? "%s · %s · %s" : _ ("%s · %s · not kept: %s"), time, author, change);

  gtk_box_append (self->lines, mch_text_new (text, !past->line->kept));
}

static void
show_status (MchCandidateHistory *self, const char *text)
{
  gtk_label_set_label (self->status, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
}

static void
clear (MchCandidateHistory *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->lines))) != NULL)
    gtk_box_remove (self->lines, child);
}

static void
show_pasts (MchCandidateHistory *self, GPtrArray *pasts)
{
  g_autofree char *more = NULL;

  clear (self);
  for (guint i = 0; i < MIN (pasts->len, MAX_LINES); i++)
    add_line (self, pasts->pdata[i]);
  if (pasts->len > MAX_LINES)
    more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u older change is not shown.",
                                         "%u older changes are not shown.", pasts->len - MAX_LINES),
                            pasts->len - MAX_LINES);
  show_status (self, pasts->len == 0 ? _ ("Nothing was changed since the registration.") : more);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchCandidateHistory) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pasts = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  /* Of somebody else meanwhile, or of nobody any more. */
  if (self->lines == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (pasts != NULL)
    show_pasts (self, pasts);
  else
    {
      g_clear_pointer (&self->shown, g_free);
      show_status (self, g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE)
                             ? _ ("The history is read from the server, which does not answer now.")
                             : error->message);
    }
}

static char *
dup_versions (const MchCandidate *candidate)
{
  return g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, candidate->candidature->id,
                          candidate->candidature->version, candidate->person->version);
}

/* What was put on paper for this one. */
static void
on_prints_clicked (MchCandidateHistory *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->context != NULL && GTK_IS_WINDOW (root))
    mch_print_log_window_open (GTK_WINDOW (root), self->context, self->name);
}

static char *
dup_name (const MchCandidate *candidate)
{
  const char *family = mch_candidate_get (candidate, "family_name");
  const char *given = mch_candidate_get (candidate, "given_name");

  return g_strdup_printf ("%s %s", family != NULL ? family : "", given != NULL ? given : "");
}

void
mch_candidate_history_show (MchCandidateHistory *self, MchContext *context,
                            const MchCandidate *candidate)
{
  g_autofree char *versions = candidate != NULL ? dup_versions (candidate) : NULL;
  Question *question;

  g_return_if_fail (MCH_IS_CANDIDATE_HISTORY (self));

  gtk_widget_set_visible (GTK_WIDGET (self), candidate != NULL);
  if (g_strcmp0 (versions, self->shown) == 0)
    return;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_free (self->shown);
  self->shown = g_steal_pointer (&versions);
  if (candidate == NULL)
    return;
  g_set_object (&self->context, context);
  g_free (self->name);
  self->name = dup_name (candidate);
  question = g_new0 (Question, 1);
  question->scope = g_strdup (candidate->scope);
  question->person = g_strdup (candidate->person->id);
  question->candidature = g_strdup (candidate->candidature->id);
  self->cancellable = g_cancellable_new ();
  clear (self);
  show_status (self, _ ("Reading the history…"));
  mch_worker_run_async (mch_context_get_worker (context), "history", fetch, question, question_free,
                        (GDestroyNotify) g_ptr_array_unref, NULL, self->cancellable, on_fetched,
                        g_object_ref (self));
}

GtkWidget *
mch_candidate_history_new (void)
{
  return g_object_new (MCH_TYPE_CANDIDATE_HISTORY, NULL);
}

static void
mch_candidate_history_dispose (GObject *object)
{
  MchCandidateHistory *self = MCH_CANDIDATE_HISTORY (object);

  self->lines = NULL;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->name, g_free);
  G_OBJECT_CLASS (mch_candidate_history_parent_class)->dispose (object);
}

static void
mch_candidate_history_class_init (MchCandidateHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_candidate_history_dispose;
}

static void
mch_candidate_history_init (MchCandidateHistory *self)
{
  GtkWidget *prints = mch_button_new (_ ("_What was printed for this candidate…"), NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->status = GTK_LABEL (mch_text_new ("", TRUE));
  self->lines = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  gtk_box_append (GTK_BOX (self), mch_heading_new (_ ("History")));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->lines));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->status));
  gtk_widget_set_halign (prints, GTK_ALIGN_START);
  g_signal_connect_object (prints, "clicked", G_CALLBACK (on_prints_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), prints);
}
