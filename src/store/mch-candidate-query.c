/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which candidates match, and in what order. What a filter finds without its search is kept,
 * sorted, with the words of each line: a keystroke then only runs through these words. */
#include "store/mch-store-private.h"

#include "core/mch-text.h"

#include <string.h>

#define MAX_WORDS 12
#define WANTED_IDS 1
#define WANTED_INES 2

/* One line of the listing; @key and @words are offsets into the query's texts. */
typedef struct
{
  gint64 row;
  guint64 prefix; /* the key's first bytes, to compare most lines by */
  gsize key;
  gsize key_length;
  gsize words;
} Line;

struct _MchQuery
{
  char *key; /* what @lines answer; NULL: nothing */
  guint64 serial;
  GArray *lines;     /* of Line, in order */
  GByteArray *texts; /* keys, and words with their NUL */
  GArray *rows;      /* of gint64: the last answer */
};

MchQuery *
mch_query_new (void)
{
  MchQuery *query = g_new0 (MchQuery, 1);

  query->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  query->texts = g_byte_array_new ();
  query->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  return query;
}

void
mch_query_free (MchQuery *query)
{
  g_free (query->key);
  g_array_unref (query->lines);
  g_byte_array_unref (query->texts);
  g_array_unref (query->rows);
  g_free (query);
}

/* The words of a search, each as it stands in a line: after a space. */
static char **
split_search (const char *search)
{
  g_autofree char *folded = mch_text_fold (search != NULL ? search : "");
  g_auto (GStrv) words = g_strsplit (g_strdelimit (folded, "'.", ' '), " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0, n = 0; words[i] != NULL && n < MAX_WORDS; i++)
    if (*words[i] != '\0')
      {
        g_autofree char *word = g_strconcat (" ", words[i], NULL);

        g_strv_builder_add (builder, word);
        n++;
      }
  return g_strv_builder_end (builder);
}

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
build_where (Where *where, const MchCandidateFilter *filter)
{
  g_auto (GStrv) words = split_search (filter->search);

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
  for (guint i = 0; words[i] != NULL; i++)
    add_equal (where, " AND instr (words, ?) > 0", words[i]);
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

MchStatement *
mch_query_prepare (MchStore *store, const MchCandidateFilter *filter, const char *select,
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

/* Two filters of the same key find the same lines in the same order, but for their search. */
static char *
make_key (const MchCandidateFilter *filter)
{
  GString *key = g_string_new (NULL);

  append_key (key, filter->scope);
  append_key (key, filter->session);
  append_key (key, filter->state);
  append_key (key, filter->division);
  append_key (key, filter->edition);
  append_key_list (key, filter->ids);
  append_key_list (key, filter->ines);
  g_string_append_printf (key, "%d %d %d", (int) filter->account, (int) filter->sort,
                          filter->descending != FALSE);
  return g_string_free (key, FALSE);
}

static const char *
select_lines (MchCandidateSort sort)
{
  static const char *const selects[MCH_N_CANDIDATE_SORTS] = {
    [MCH_CANDIDATE_SORT_NAME] = "SELECT row, words, NULL FROM listing",
    [MCH_CANDIDATE_SORT_DIVISION] = "SELECT row, words, division_key FROM listing",
    [MCH_CANDIDATE_SORT_BIRTH_DATE] = "SELECT row, words, birth_date FROM listing",
    [MCH_CANDIDATE_SORT_STATE] = "SELECT row, words, state FROM listing",
    [MCH_CANDIDATE_SORT_LOGIN] = "SELECT row, words, login FROM listing",
  };

  g_assert (sort < MCH_N_CANDIDATE_SORTS);
  return selects[sort];
}

static guint64
make_prefix (const guint8 *key, gsize length)
{
  guint64 prefix = 0;

  for (gsize i = 0; i < sizeof prefix; i++)
    prefix = prefix << 8 | (i < length ? key[i] : 0);
  return prefix;
}

static void
add_line (MchQuery *query, MchStatement *row)
{
  const guint8 *key = sqlite3_column_blob (row, 2);
  Line line = { .row = sqlite3_column_int64 (row, 0) };

  line.words = query->texts->len;
  g_byte_array_append (query->texts, sqlite3_column_text (row, 1),
                       (guint) sqlite3_column_bytes (row, 1) + 1);
  line.key = query->texts->len;
  line.key_length = key != NULL ? (gsize) sqlite3_column_bytes (row, 2) : 0;
  if (line.key_length > 0)
    g_byte_array_append (query->texts, key, (guint) line.key_length);
  line.prefix = make_prefix (key, line.key_length);
  g_array_append_val (query->lines, line);
}

static int
compare_lines (const void *a, const void *b, void *texts)
{
  const Line *first = a, *second = b;
  const guint8 *bytes = texts;
  int order;

  if (first->prefix != second->prefix)
    return first->prefix < second->prefix ? -1 : 1;
  order =
      memcmp (bytes + first->key, bytes + second->key, MIN (first->key_length, second->key_length));
  if (order != 0)
    return order;
  return (first->key_length > second->key_length) - (first->key_length < second->key_length);
}

static int
compare_lines_down (const void *a, const void *b, void *texts)
{
  return compare_lines (b, a, texts);
}

/* Lines come in the order of names, and the sort is stable, so equal keys stay in it. */
static gboolean
gather_lines (MchStore *store, const MchCandidateFilter *filter, GError **error)
{
  MchQuery *query = store->query;
  MchCandidateFilter unsearched = *filter;
  gboolean by_name = filter->sort == MCH_CANDIDATE_SORT_NAME;
  g_autoptr (MchStatement) row = NULL;
  int step;

  unsearched.search = NULL;
  row = mch_query_prepare (store, &unsearched, select_lines (filter->sort),
                           by_name && filter->descending
                               ? " ORDER BY name_key DESC, id DESC, scope DESC"
                               : " ORDER BY name_key, id, scope",
                           error);
  if (row == NULL)
    return FALSE;
  while ((step = mch_statement_step (row, error)) > 0)
    add_line (query, row);
  if (step == 0 && !by_name)
    g_array_sort_with_data (query->lines, filter->descending ? compare_lines_down : compare_lines,
                            query->texts->data);
  return step == 0;
}

static gboolean
line_matches (const char *line, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (line, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

GArray *
mch_query_run (MchStore *store, const MchCandidateFilter *filter, GError **error)
{
  MchQuery *query = store->query;
  g_autofree char *key = make_key (filter);
  g_auto (GStrv) words = split_search (filter->search);

  if (query->serial != store->serial || g_strcmp0 (key, query->key) != 0)
    {
      g_clear_pointer (&query->key, g_free);
      g_array_set_size (query->lines, 0);
      g_byte_array_set_size (query->texts, 0);
      if (!gather_lines (store, filter, error))
        return NULL;
      query->key = g_steal_pointer (&key);
      query->serial = store->serial;
    }
  g_array_set_size (query->rows, 0);
  for (guint i = 0; i < query->lines->len; i++)
    {
      const Line *line = &g_array_index (query->lines, Line, i);

      if (line_matches ((const char *) query->texts->data + line->words, words))
        g_array_append_val (query->rows, line->row);
    }
  return query->rows;
}
