/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-regenerate-job.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "sync/mch-generation.h"
#include "sync/mch-sync-error.h"

typedef struct
{
  char *scope;
  char *session;
  char *title;
  char **ids;
  gboolean despite_email;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->scope);
  g_free (question->session);
  g_free (question->title);
  g_strfreev (question->ids);
  g_free (question);
}

void
mch_regenerated_free (MchRegenerated *regenerated)
{
  if (regenerated == NULL)
    return;
  g_free (regenerated->edition);
  g_ptr_array_unref (regenerated->refused);
  g_free (regenerated);
}

static void
free_result (gpointer result)
{
  mch_regenerated_free (result);
}

/* Each person once; whoever was withdrawn is left out (ACC-38). @names: person → "AUBIN Antoine".
 */
static GPtrArray *
pick_persons (MchStore *store, const Question *question, GHashTable *names, GError **error)
{
  MchCandidateFilter filter = { .scope = question->scope,
                                .session = question->session,
                                .ids = (const char *const *) question->ids };
  g_autoptr (GPtrArray) rows =
      mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, error);
  g_autoptr (GPtrArray) persons = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];

      if (g_strcmp0 (mch_record_get (candidate->candidature, "state"), MCH_STATE_WITHDRAWN) != 0
          && g_hash_table_insert (names, g_strdup (candidate->person->id),
                                  mch_candidate_cells_dup_name (candidate)))
        g_ptr_array_add (persons, g_strdup (candidate->person->id));
    }
  if (rows == NULL || persons->len > 0)
    return rows != NULL ? g_steal_pointer (&persons) : NULL;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                       _ ("None of these pupils is registered or pre-registered any more."));
  return NULL;
}

static gpointer
regenerate (MchWork *work, gpointer data, GError **error)
{
  const Question *question = data;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) persons = NULL;
  g_autoptr (GPtrArray) results = NULL;
  g_autoptr (MchRegenerated) done = g_new0 (MchRegenerated, 1);

  done->refused = g_ptr_array_new_with_free_func (g_free);
  persons = pick_persons (mch_work_get_store (work), question, names, error);
  if (persons == NULL)
    return NULL;
  results = mch_generation_regenerate (mch_work_get_desk (work), question->scope, question->session,
                                       persons, question->title, question->despite_email,
                                       &done->edition, mch_work_get_cancellable (work), error);
  if (results == NULL)
    return NULL;
  for (guint i = 0; i < results->len; i++)
    {
      const MchRegenerationResult *result = results->pdata[i];
      const char *name = g_hash_table_lookup (names, result->person);

      if (result->message_key == NULL && result->mailed)
        done->n_links++;
      else if (result->message_key == NULL)
        done->n++;
      else
        /* TRANSLATORS: a name, and why there is no new password for it. */
        g_ptr_array_add (done->refused,
                         g_strdup_printf (_ ("%s: %s"), name != NULL ? name : result->person,
                                          mch_sync_refusal_text (result->message_key)));
    }
  return g_steal_pointer (&done);
}

MchRegenerateSizes
mch_regenerate_count (MchContext *context, const char *const *ids)
{
  MchRegenerateSizes sizes = { 0, 0 };
  MchStore *store = mch_context_get_store (context);
  Question question = { .scope = (char *) mch_context_get_scope (context),
                        .session = (char *) mch_context_get_session (context),
                        .ids = (char **) ids };
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) persons = pick_persons (store, &question, names, NULL);

  for (guint i = 0; persons != NULL && i < persons->len; i++)
    if (mch_generation_has_email (store, question.scope, persons->pdata[i]))
      sizes.n_links++;
    else
      sizes.n_slips++;
  return sizes;
}

void
mch_regenerate_async (MchContext *context, const char *const *ids, const char *title,
                      gboolean despite_email, GAsyncReadyCallback callback, gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->scope = g_strdup (mch_context_get_scope (context));
  question->session = g_strdup (mch_context_get_session (context));
  question->title = g_strdup (title);
  question->ids = g_strdupv ((char **) ids);
  question->despite_email = despite_email;
  mch_worker_run_async (mch_context_get_worker (context), "regenerate", regenerate, question,
                        question_free, free_result, NULL, NULL, callback, user_data);
}

MchRegenerated *
mch_regenerate_finish (GAsyncResult *result, GError **error)
{
  g_autoptr (GObject) worker = g_async_result_get_source_object (result);

  return mch_worker_run_finish (MCH_WORKER (worker), result, error);
}
