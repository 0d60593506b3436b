/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The listing: one narrow line a candidature, stored in the order of names, so that a keystroke
 * runs over one small table and finds its rows already sorted. */
#include "store/mch-store-private.h"

#include "core/mch-collate.h"
#include "core/mch-text.h"

const char mch_listing_schema[] =
    "CREATE INDEX candidature_person ON candidature (person, scope);"
    "CREATE TABLE listing (name_key BLOB NOT NULL, id TEXT NOT NULL, scope TEXT NOT NULL,"
    "  row INTEGER NOT NULL, words TEXT NOT NULL, session TEXT, state TEXT, division TEXT,"
    "  division_key BLOB, account INTEGER NOT NULL, edition TEXT, person TEXT, ine TEXT, login "
    "TEXT,"
    "  birth_date TEXT, PRIMARY KEY (name_key, id, scope)) WITHOUT ROWID;"
    "CREATE TABLE overlay (ordinal INTEGER NOT NULL, n INTEGER NOT NULL, scope TEXT NOT NULL,"
    "  kind INTEGER NOT NULL, id TEXT NOT NULL, state INTEGER NOT NULL, content BLOB NOT NULL,"
    "  PRIMARY KEY (ordinal, n));"
    "CREATE INDEX overlay_record ON overlay (id, kind, scope);"
    "CREATE TABLE wanted (list INTEGER NOT NULL, value TEXT NOT NULL,"
    "  PRIMARY KEY (list, value)) WITHOUT ROWID;";

#define LINE_COLUMNS                                                                               \
  "SELECT c.row, c.id, c.scope, c.session, c.state, c.division, c.person, p.family_name, "         \
  "p.usage_name, p.given_name, p.ine, p.birth_date, a.login, a.edition, a.id IS NOT NULL "         \
  "FROM candidature c LEFT JOIN person p ON p.id = c.person AND p.scope = c.scope "                \
  "LEFT JOIN account a ON a.id = c.person AND a.scope = c.scope "

/* Every word begins after a space, so that " mar" finds Martin and not Aymar. */
static void
append_words (GString *words, const char *text)
{
  gsize start;

  if (text == NULL)
    return;
  g_string_append_c (words, ' ');
  start = words->len;
  mch_text_append_fold (words, text);
  for (gsize i = start; i < words->len; i++)
    if (words->str[i] == '\'' || words->str[i] == '.')
      words->str[i] = ' ';
}

static char *
join_words (MchStatement *line)
{
  static const int columns[] = { 7, 8, 9, 10, 5, 12 };
  GString *words = g_string_sized_new (96);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    append_words (words, mch_statement_text (line, columns[i]));
  return g_string_free (words, FALSE);
}

static gboolean
write_line (MchStore *store, MchStatement *line, GError **error)
{
  const char *given = mch_statement_text (line, 9);
  g_autoptr (GBytes) key = mch_collate_dup_key (mch_statement_text (line, 7), given);
  const char *division = mch_statement_text (line, 5);
  g_autoptr (GBytes) division_key = division != NULL ? mch_collate_dup_key (division, NULL) : NULL;
  g_autofree char *words = join_words (line);
  gint64 row = sqlite3_column_int64 (line, 0);
  const char *id = mch_statement_text (line, 1);
  const char *scope = mch_statement_text (line, 2);

  return mch_sql_run (store->memory, error,
                      "INSERT OR REPLACE INTO listing (name_key, id, scope, row, words, session, "
                      "state, division, person, ine, birth_date, login, edition, account, "
                      "division_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                      "bttitttttttttib", key, id, scope, row, words, mch_statement_text (line, 3),
                      mch_statement_text (line, 4), division, mch_statement_text (line, 6),
                      mch_statement_text (line, 10), mch_statement_text (line, 11),
                      mch_statement_text (line, 12), mch_statement_text (line, 13),
                      sqlite3_column_int64 (line, 14), division_key)
         && mch_sql_run (store->memory, error, "UPDATE candidature SET listed = ? WHERE row = ?",
                         "bi", key, row);
}

gboolean
mch_listing_remove (MchStore *store, const char *scope, const char *id, GError **error)
{
  return mch_sql_run (store->memory, error,
                      "DELETE FROM listing WHERE (name_key, id, scope) = (SELECT listed, id, scope "
                      "FROM candidature WHERE id = ? AND scope = ?)",
                      "tt", id, scope);
}

gboolean
mch_listing_refresh (MchStore *store, const char *scope, const char *id, GError **error)
{
  g_autoptr (MchStatement) line = NULL;
  int step;

  if (!mch_listing_remove (store, scope, id, error))
    return FALSE;
  line = mch_sql_query (store->memory, error, LINE_COLUMNS "WHERE c.id = ? AND c.scope = ?", "tt",
                        id, scope);
  if (line == NULL)
    return FALSE;
  step = mch_statement_step (line, error);
  return step == 0 || (step > 0 && write_line (store, line, error));
}

gboolean
mch_listing_refresh_person (MchStore *store, const char *scope, const char *person,
                            MchTouched *listed, GError **error)
{
  g_autoptr (MchStatement) row = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  int step;

  row = mch_sql_query (store->memory, error,
                       "SELECT id FROM candidature WHERE person = ? AND scope = ?", "tt", person,
                       scope);
  if (row == NULL)
    return FALSE;
  while ((step = mch_statement_step (row, error)) > 0)
    if (!mch_touched_contains (listed, scope, MCH_KIND_CANDIDATURE, mch_statement_text (row, 0)))
      g_ptr_array_add (ids, g_strdup (mch_statement_text (row, 0)));
  if (step < 0)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!mch_listing_refresh (store, scope, g_ptr_array_index (ids, i), error))
      return FALSE;
  return TRUE;
}

gboolean
mch_listing_load (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (MchStatement) line = NULL;
  int step;

  line = mch_sql_query (store->memory, error,
                        LINE_COLUMNS "WHERE c.scope = coalesce (?, c.scope) ORDER BY c.row", "t",
                        scope);
  if (line == NULL)
    return FALSE;
  while ((step = mch_statement_step (line, error)) > 0)
    if (!write_line (store, line, error))
      return FALSE;
  return step == 0;
}
