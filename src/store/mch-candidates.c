/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of candidates. A query first finds which rows match and in what order, from the listing
 * alone; only the rows of one page are then read. */
#include "store/mch-candidates.h"

#include "core/mch-text.h"
#include "store/mch-store-private.h"

#include <string.h>

#define MAX_WORDS 12
#define WANTED_IDS 1
#define WANTED_INES 2

/* A WHERE clause and what it binds, in order. */
typedef struct
{
  GString *sql;
  GPtrArray *texts; /* owned */
} Where;

static void
where_clear (Where *where)
{
  g_string_free (where->sql, TRUE);
  g_ptr_array_unref (where->texts);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Where, where_clear)

static void
add_equal (Where *where, const char *condition, const char *value)
{
  if (value == NULL)
    return;
  g_string_append (where->sql, condition);
  g_ptr_array_add (where->texts, g_strdup (value));
}

static void
add_search (Where *where, const char *search)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  guint n = 0;

  if (search == NULL)
    return;
  folded = mch_text_fold (search);
  g_strdelimit (folded, "'.", ' ');
  words = g_strsplit (folded, " ", -1);
  for (guint i = 0; words[i] != NULL && n < MAX_WORDS; i++)
    {
      if (*words[i] == '\0')
        continue;
      n++;
      g_string_append (where->sql, " AND instr (words, ?) > 0");
      g_ptr_array_add (where->texts, g_strconcat (" ", words[i], NULL));
    }
}

static void
build_where (Where *where, const MchCandidateFilter *filter)
{
  where->sql = g_string_new (" WHERE 1");
  where->texts = g_ptr_array_new_with_free_func (g_free);
  add_equal (where, " AND scope = ?", filter->scope);
  add_equal (where, " AND session = ?", filter->session);
  add_equal (where, " AND state = ?", filter->state);
  add_equal (where, " AND ifnull (division, '') = ?", filter->division);
  add_equal (where, " AND edition = ?", filter->edition);
  if (filter->account == MCH_CANDIDATE_ACCOUNT_WITH)
    g_string_append (where->sql, " AND account = 1");
  else if (filter->account == MCH_CANDIDATE_ACCOUNT_WITHOUT)
    g_string_append (where->sql, " AND account = 0");
  if (filter->ids != NULL)
    g_string_append (where->sql,
                     " AND (id IN (SELECT value FROM wanted WHERE list = 1) OR person IN "
                     "(SELECT value FROM wanted WHERE list = 1))");
  if (filter->ines != NULL)
    g_string_append (where->sql, " AND ine IN (SELECT value FROM wanted WHERE list = 2)");
  add_search (where, filter->search);
}

static const char *
order_by (const MchCandidateFilter *filter)
{
  static const char *const up[MCH_N_CANDIDATE_SORTS] = {
    [MCH_CANDIDATE_SORT_NAME] = " ORDER BY name_key, id, scope",
    [MCH_CANDIDATE_SORT_DIVISION] = " ORDER BY division_key, name_key, id, scope",
    [MCH_CANDIDATE_SORT_BIRTH_DATE] = " ORDER BY birth_date, name_key, id, scope",
    [MCH_CANDIDATE_SORT_STATE] = " ORDER BY state, name_key, id, scope",
    [MCH_CANDIDATE_SORT_LOGIN] = " ORDER BY login, name_key, id, scope",
  };
  static const char *const down[MCH_N_CANDIDATE_SORTS] = {
    [MCH_CANDIDATE_SORT_NAME] = " ORDER BY name_key DESC, id DESC, scope DESC",
    [MCH_CANDIDATE_SORT_DIVISION] = " ORDER BY division_key DESC, name_key, id, scope",
    [MCH_CANDIDATE_SORT_BIRTH_DATE] = " ORDER BY birth_date DESC, name_key, id, scope",
    [MCH_CANDIDATE_SORT_STATE] = " ORDER BY state DESC, name_key, id, scope",
    [MCH_CANDIDATE_SORT_LOGIN] = " ORDER BY login DESC, name_key, id, scope",
  };

  g_assert (filter->sort < MCH_N_CANDIDATE_SORTS);
  return filter->descending ? down[filter->sort] : up[filter->sort];
}

static gboolean
fill_wanted (MchStore *store, gint64 list, const char *const *values, GError **error)
{
  if (values == NULL)
    return TRUE;
  if (!mch_sql_run (store->memory, error, "DELETE FROM wanted WHERE list = ?", "i", list))
    return FALSE;
  for (gsize i = 0; values[i] != NULL; i++)
    if (!mch_sql_run (store->memory, error,
                      "INSERT OR IGNORE INTO wanted (list, value) VALUES (?, ?)", "it", list,
                      values[i]))
      return FALSE;
  return TRUE;
}

static MchStatement *
prepare_where (MchStore *store, const MchCandidateFilter *filter, const char *select,
               const char *after, GError **error)
{
  g_auto (Where) where = { NULL, NULL };
  g_autofree char *sql = NULL;
  MchStatement *statement;

  build_where (&where, filter);
  sql = g_strconcat (select, where.sql->str, after, NULL);
  if (!fill_wanted (store, WANTED_IDS, filter->ids, error)
      || !fill_wanted (store, WANTED_INES, filter->ines, error))
    return NULL;
  statement = mch_sql_query (store->memory, error, sql, "");
  for (guint i = 0; statement != NULL && i < where.texts->len; i++)
    sqlite3_bind_text (statement, (int) i + 1, g_ptr_array_index (where.texts, i), -1,
                       SQLITE_TRANSIENT);
  return statement;
}

static void
append_key (GString *key, const char *text)
{
  if (text == NULL)
    g_string_append (key, "-\n");
  else
    g_string_append_printf (key, "%" G_GSIZE_FORMAT ":%s\n", strlen (text), text);
}

static void
append_key_list (GString *key, const char *const *list)
{
  append_key (key, list != NULL ? "list" : NULL);
  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    append_key (key, list[i]);
}

/* Two filters of the same key ask for the same rows in the same order. */
static char *
make_key (const MchCandidateFilter *filter)
{
  GString *key = g_string_new (NULL);

  append_key (key, filter->scope);
  append_key (key, filter->session);
  append_key (key, filter->state);
  append_key (key, filter->division);
  append_key (key, filter->search);
  append_key (key, filter->edition);
  append_key_list (key, filter->ids);
  append_key_list (key, filter->ines);
  g_string_append_printf (key, "%d %d %d", (int) filter->account, (int) filter->sort,
                          filter->descending != FALSE);
  return g_string_free (key, FALSE);
}

static gboolean
run_query (MchStore *store, const MchCandidateFilter *filter, GError **error)
{
  g_autofree char *key = make_key (filter);
  g_autoptr (MchStatement) line = NULL;
  int step;

  if (store->query_serial == store->serial && g_strcmp0 (key, store->query_key) == 0)
    return TRUE;
  g_clear_pointer (&store->query_key, g_free);
  g_array_set_size (store->query_rows, 0);
  line = prepare_where (store, filter, "SELECT row FROM listing", order_by (filter), error);
  if (line == NULL)
    return FALSE;
  while ((step = mch_statement_step (line, error)) > 0)
    {
      gint64 row = sqlite3_column_int64 (line, 0);

      g_array_append_val (store->query_rows, row);
    }
  if (step < 0)
    return FALSE;
  store->query_key = g_steal_pointer (&key);
  store->query_serial = store->serial;
  return TRUE;
}

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
  guint total;

  g_return_val_if_fail (store != NULL && filter != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  if (!run_query (store, filter, error))
    return NULL;
  candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);
  total = store->query_rows->len;
  for (guint i = offset; i < total && i - offset < limit; i++)
    {
      MchCandidate *candidate =
          read_candidate (store, g_array_index (store->query_rows, gint64, i), error);

      if (candidate == NULL)
        return NULL;
      g_ptr_array_add (candidates, candidate);
    }
  if (ret_total != NULL)
    *ret_total = total;
  return g_steal_pointer (&candidates);
}

guint
mch_store_count_candidates (MchStore *store, const MchCandidateFilter *filter)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL && filter != NULL, 0);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = prepare_where (store, filter, "SELECT count(*) FROM listing", "", NULL);
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
  row =
      prepare_where (store, filter, select,
                     group == MCH_CANDIDATE_BY_DIVISION ? " GROUP BY 1 ORDER BY min (division_key)"
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
    { "login", "login" },
    { "account_state", "state" },
    { "account_owner", "owner" },
    { "edition", "edition" },
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
