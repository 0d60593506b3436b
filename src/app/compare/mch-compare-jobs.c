/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compare/mch-compare-jobs.h"

typedef struct
{
  MchImportQuestion *question;
  gboolean partial;
} Comparing;

static void
comparing_free (gpointer data)
{
  Comparing *comparing = data;

  mch_import_question_free (comparing->question);
  g_free (comparing);
}

static gpointer
compare (MchWork *work, gpointer data, GError **error)
{
  const Comparing *comparing = data;
  const MchImportQuestion *question = comparing->question;

  return mch_store_compare (mch_work_get_store (work), question->scope, question->session,
                            question->table, comparing->partial, question->today, question->now_ms,
                            error);
}

void
mch_compare_async (MchImportModel *model, gboolean partial, GAsyncReadyCallback callback,
                   gpointer user_data)
{
  MchContext *context = mch_import_model_get_context (model);
  Comparing *comparing = g_new0 (Comparing, 1);

  comparing->question = mch_import_model_dup_question (model);
  comparing->partial = partial;
  mch_worker_run_on_disk_async (mch_context_get_worker (context), "compare", compare, comparing,
                                comparing_free, (GDestroyNotify) g_ptr_array_unref, NULL, callback,
                                user_data);
}

GPtrArray *
mch_compare_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

typedef struct
{
  char *session;
  GHashTable *divisions; /* id of a candidature → new division */
} Moving;

static void
moving_free (gpointer data)
{
  Moving *moving = data;

  g_free (moving->session);
  g_hash_table_unref (moving->divisions);
  g_free (moving);
}

static gboolean
move (const MchAct *act, gpointer data, guint *ret_n, GError **error)
{
  const Moving *moving = data;
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GPtrArray) candidates = NULL;
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, moving->divisions);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, id);
  g_ptr_array_add (ids, NULL);
  candidates = mch_bulk_query (act, moving->session, (const char *const *) ids->pdata, error);
  return candidates != NULL
         && mch_candidates_move (act, candidates, moving->divisions, ret_n, error);
}

void
mch_compare_move_async (MchContext *context, const GPtrArray *pupils, GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Moving *moving = g_new0 (Moving, 1);

  moving->session = g_strdup (mch_context_get_session (context));
  moving->divisions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < pupils->len; i++)
    {
      const MchCompared *pupil = pupils->pdata[i];

      g_hash_table_insert (moving->divisions, g_strdup (pupil->candidature),
                           g_strdup (pupil->new_division));
    }
  mch_bulk_run_async (context, move, moving, moving_free, callback, user_data);
}
