/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of candidates: reading the rows of one page, once a query has found which they are. */
#include "store/mch-candidates.h"

#include "store/mch-store-private.h"

#include <string.h>

/* NULL when there is none; raises @pending to what waits on it. */
static MchRecord *
read_beside (MchStore *store, const char *scope, MchKind kind, const char *id, MchPending *pending,
             GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM %s WHERE id = ? AND scope = ?",
                       mch_view_columns (store->view, kind), mch_kind_to_string (kind));
  g_autoptr (MchStatement) row = mch_sql_query (store->memory, error, sql, "tt", id, scope);

  if (row == NULL || mch_statement_step (row, error) <= 0)
    return NULL;
  *pending = MAX (*pending, mch_view_row_pending (row));
  return mch_view_read_row (store->view, kind, row);
}

static MchCandidate *
read_candidate (MchStore *store, gint64 number, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM candidature WHERE row = ?",
                                          mch_view_columns (store->view, MCH_KIND_CANDIDATURE));
  g_autoptr (MchStatement) row = mch_sql_query (store->memory, error, sql, "i", number);
  g_autoptr (MchCandidate) candidate = NULL;
  const char *person;

  if (row == NULL || mch_statement_step (row, error) <= 0)
    return NULL;
  candidate = g_new0 (MchCandidate, 1);
  candidate->scope = g_strdup (mch_view_row_scope (row));
  candidate->pending = mch_view_row_pending (row);
  candidate->candidature = mch_view_read_row (store->view, MCH_KIND_CANDIDATURE, row);
  person = mch_record_get (candidate->candidature, "person");
  if (person != NULL)
    {
      candidate->person = read_beside (store, candidate->scope, MCH_KIND_PERSON, person,
                                       &candidate->pending, error);
      candidate->account = read_beside (store, candidate->scope, MCH_KIND_ACCOUNT, person,
                                        &candidate->pending, error);
    }
  if (candidate->person == NULL)
    candidate->person = mch_record_new (MCH_KIND_PERSON, person != NULL ? person : "");
  return g_steal_pointer (&candidate);
}

GPtrArray *
mch_store_query_candidates (MchStore *store, const MchCandidateFilter *filter, guint offset,
                            guint limit, guint *ret_total, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  GArray *matching;

  g_return_val_if_fail (store != NULL && filter != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  matching = mch_query_run (store, filter, error);
  if (matching == NULL)
    return NULL;
  candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);
  for (guint i = offset; i < matching->len && i - offset < limit; i++)
    {
      MchCandidate *candidate = read_candidate (store, g_array_index (matching, gint64, i), error);

      if (candidate == NULL)
        return NULL;
      g_ptr_array_add (candidates, candidate);
    }
  if (ret_total != NULL)
    *ret_total = matching->len;
  return g_steal_pointer (&candidates);
}

guint
mch_store_count_candidates (MchStore *store, const MchCandidateFilter *filter)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL && filter != NULL, 0);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = mch_query_prepare (store, filter, "SELECT count(*) FROM listing", "", NULL);
  if (row == NULL || mch_statement_step (row, NULL) <= 0)
    return 0;
  return (guint) sqlite3_column_int64 (row, 0);
}

GPtrArray *
mch_store_count_candidates_by (MchStore *store, const MchCandidateFilter *filter,
                               MchCandidateGroup group, GError **error)
{
  static const char *const columns[] = {
    [MCH_CANDIDATE_BY_STATE] = "state",
    [MCH_CANDIDATE_BY_DIVISION] = "division",
    [MCH_CANDIDATE_BY_SESSION] = "session",
    [MCH_CANDIDATE_BY_SCOPE] = "scope",
  };
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (GPtrArray) counts = NULL;
  g_autoptr (MchStatement) row = NULL;
  g_autofree char *select = NULL;
  int step;

  g_return_val_if_fail (store != NULL && filter != NULL, NULL);
  g_return_val_if_fail (group < G_N_ELEMENTS (columns), NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  counts = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_count_free);
  select =
      g_strdup_printf ("SELECT ifnull (%s, '') AS value, count(*) FROM listing", columns[group]);
  row = mch_query_prepare (store, filter, select,
                           group == MCH_CANDIDATE_BY_DIVISION
                               ? " GROUP BY 1 ORDER BY min (division_key)"
                               : " GROUP BY 1 ORDER BY 1",
                           error);
  if (row == NULL)
    return NULL;
  while ((step = mch_statement_step (row, error)) > 0)
    {
      MchCandidateCount *count = g_new0 (MchCandidateCount, 1);

      count->value = g_strdup (mch_statement_text (row, 0));
      count->n = (guint) sqlite3_column_int64 (row, 1);
      g_ptr_array_add (counts, count);
    }
  return step == 0 ? g_steal_pointer (&counts) : NULL;
}

void
mch_candidate_count_free (MchCandidateCount *count)
{
  if (count == NULL)
    return;
  g_free (count->value);
  g_free (count);
}

void
mch_candidate_free (MchCandidate *candidate)
{
  if (candidate == NULL)
    return;
  g_free (candidate->scope);
  g_clear_pointer (&candidate->candidature, mch_record_unref);
  g_clear_pointer (&candidate->person, mch_record_unref);
  g_clear_pointer (&candidate->account, mch_record_unref);
  g_free (candidate);
}

const char *
mch_candidate_get (const MchCandidate *candidate, const char *name)
{
  static const struct
  {
    const char *name;
    const char *of_account;
  } account_names[] = {
    { "login", "login" },         { "account_state", "state" }, { "account_owner", "owner" },
    { "account_email", "email" }, { "edition", "edition" },
  };

  g_return_val_if_fail (candidate != NULL && name != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (account_names); i++)
    if (strcmp (name, account_names[i].name) == 0)
      return candidate->account != NULL
                 ? mch_record_get (candidate->account, account_names[i].of_account)
                 : NULL;
  if (mch_field_find (MCH_KIND_PERSON, name) != NULL)
    return mch_record_get (candidate->person, name);
  return mch_record_get (candidate->candidature, name);
}
