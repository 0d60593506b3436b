/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The view in memory: one table a kind, with a column for every value that the field table or the
 * protocol names; what has no column is kept together in "rest". */
#include "store/mch-store-private.h"

#include "store/mch-codec.h"

#include <string.h>

#define FIXED_COLUMNS 6 /* scope, id, version, seq, pending, rest */

typedef struct
{
  GPtrArray *names;    /* borrowed column names */
  GHashTable *columns; /* borrowed name → its parameter's number */
  char *select;        /* the columns of mch_view_columns() */
  char *put;
} ViewTable;

struct _MchView
{
  ViewTable tables[MCH_N_KINDS];
};

/* What records hold beyond the table of fields. */
static const char *const further_names[MCH_N_KINDS][12] = {
  [MCH_KIND_ESTABLISHMENT] = { "key_public", "key_version" },
  [MCH_KIND_SERVICE] = { "domain", "session", "academy", "academy_name", "papillons",
                         "registration_from_ms", "registration_to_ms", "results_on",
                         "slip_expires_on", "note", "contact" },
  [MCH_KIND_ACCOUNT] = { "login", "state", "owner", "edition", "secret_version", "created_ms",
                         "email" },
  [MCH_KIND_EDITION] = { "title", "session", "sealed_key", "key_version", "created_ms",
                         "created_by", "slips", "expires_on", "demo", "mode" },
  [MCH_KIND_SLIP] = { "edition", "secret_version", "cipher" },
  [MCH_KIND_MEMBER] = { "name", "public", "state", "sealed_secret" },
  [MCH_KIND_REVIEW] = { "by", "by_name", "at_ms" },
  [MCH_KIND_TRANSFER] = { "side", "session", "state", "asked_ms", "reason" },
};

static void
add_column (ViewTable *table, const char *name)
{
  g_ptr_array_add (table->names, (char *) name);
  g_hash_table_insert (table->columns, (char *) name,
                       GUINT_TO_POINTER (FIXED_COLUMNS + table->names->len));
}

static void
list_columns (ViewTable *table, MchKind kind)
{
  guint n;
  const MchField *fields = mch_field_table (&n);

  table->names = g_ptr_array_new ();
  table->columns = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < n; i++)
    if (fields[i].kind == kind)
      add_column (table, fields[i].name);
  for (gsize i = 0; i < G_N_ELEMENTS (further_names[kind]); i++)
    if (further_names[kind][i] != NULL)
      add_column (table, further_names[kind][i]);
}

/* Every name comes from our own tables, never from outside. */
static char *
write_sql (ViewTable *table, const char *name)
{
  g_autoptr (GString) create = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);
  g_autoptr (GString) updates = g_string_new (NULL);
  g_autoptr (GString) columns = g_string_new ("scope, id, version, seq, pending, rest");

  for (guint i = 0; i < table->names->len; i++)
    {
      const char *column = g_ptr_array_index (table->names, i);

      g_string_append_printf (create, ", \"%s\" TEXT", column);
      g_string_append_printf (columns, ", \"%s\"", column);
      g_string_append_printf (updates, ", \"%s\" = excluded.\"%s\"", column, column);
      g_string_append (marks, ", ?");
    }
  table->put = g_strdup_printf (
      "INSERT INTO %s (%s) VALUES (?, ?, ?, ?, ?, ?%s) ON CONFLICT (id, scope) DO UPDATE SET "
      "version = excluded.version, seq = excluded.seq, pending = excluded.pending, "
      "rest = excluded.rest%s",
      name, columns->str, marks->str, updates->str);
  table->select = g_strdup (columns->str);
  return g_strdup_printf ("CREATE TABLE %s (row INTEGER PRIMARY KEY, scope TEXT NOT NULL, "
                          "id TEXT NOT NULL, version INTEGER, seq INTEGER, pending INTEGER, "
                          "rest BLOB%s%s, UNIQUE (id, scope));",
                          name, create->str,
                          strcmp (name, "candidature") == 0 ? ", listed BLOB" : "");
}

MchView *
mch_view_new (MchSql *memory, GError **error)
{
  MchView *view = g_new0 (MchView, 1);
  g_autoptr (GString) schema = g_string_new (NULL);

  for (int kind = 0; kind < MCH_N_KINDS; kind++)
    {
      g_autofree char *create = NULL;

      list_columns (&view->tables[kind], kind);
      create = write_sql (&view->tables[kind], mch_kind_to_string (kind));
      g_string_append (schema, create);
    }
  g_string_append (schema, mch_listing_schema);
  if (mch_sql_exec (memory, schema->str, error))
    return view;
  mch_view_free (view);
  return NULL;
}

void
mch_view_free (MchView *view)
{
  for (int kind = 0; kind < MCH_N_KINDS; kind++)
    {
      g_ptr_array_unref (view->tables[kind].names);
      g_hash_table_unref (view->tables[kind].columns);
      g_free (view->tables[kind].select);
      g_free (view->tables[kind].put);
    }
  g_free (view);
}

const char *
mch_view_columns (MchView *view, MchKind kind)
{
  return view->tables[kind].select;
}

static GBytes *
gather_rest (const char *id, MchKind kind, const char *const *pairs, gsize n_pairs,
             GHashTable *columns)
{
  g_autoptr (MchRecord) rest = NULL;

  for (gsize i = 0; i < n_pairs; i += 2)
    if (!g_hash_table_contains (columns, pairs[i]))
      {
        if (rest == NULL)
          rest = mch_record_new (kind, id);
        mch_record_set (rest, pairs[i], pairs[i + 1]);
      }
  return rest != NULL ? mch_codec_encode_values (rest) : NULL;
}

gboolean
mch_view_put (MchStore *store, const char *scope, const MchRecord *key, const char *const *pairs,
              gsize n_pairs, MchPending pending, GError **error)
{
  ViewTable *table = &store->view->tables[key->kind];
  g_autoptr (GBytes) rest = gather_rest (key->id, key->kind, pairs, n_pairs, table->columns);
  g_autoptr (MchStatement) statement = NULL;

  statement = mch_sql_query (store->memory, error, table->put, "ttiiib", scope, key->id,
                             key->version, key->seq, (gint64) pending, rest);
  if (statement == NULL)
    return FALSE;
  for (gsize i = 0; i < n_pairs; i += 2)
    {
      guint column = GPOINTER_TO_UINT (g_hash_table_lookup (table->columns, pairs[i]));

      if (column > 0)
        sqlite3_bind_text (statement, (int) column, pairs[i + 1], -1, SQLITE_STATIC);
    }
  return mch_statement_step (statement, error) == 0;
}

MchRecord *
mch_view_read_row (MchView *view, MchKind kind, MchStatement *statement)
{
  ViewTable *table = &view->tables[kind];
  MchRecord *record = mch_record_new (kind, mch_statement_text (statement, 1));

  record->version = sqlite3_column_int64 (statement, 2);
  record->seq = sqlite3_column_int64 (statement, 3);
  if (sqlite3_column_type (statement, 5) == SQLITE_BLOB)
    {
      g_autoptr (GBytes) rest = g_bytes_new (sqlite3_column_blob (statement, 5),
                                             (gsize) sqlite3_column_bytes (statement, 5));

      mch_codec_read_values (rest, record);
    }
  for (guint i = 0; i < table->names->len; i++)
    {
      const char *value = mch_statement_text (statement, FIXED_COLUMNS + (int) i);

      if (value != NULL)
        g_hash_table_insert (record->values, g_strdup (g_ptr_array_index (table->names, i)),
                             g_strdup (value));
    }
  return record;
}

const char *
mch_view_row_scope (MchStatement *statement)
{
  return mch_statement_text (statement, 0);
}

MchPending
mch_view_row_pending (MchStatement *statement)
{
  return (MchPending) sqlite3_column_int (statement, 4);
}

MchTouched *
mch_touched_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
mch_touched_add (MchTouched *touched, const char *scope, MchKind kind, const char *id)
{
  char *key = g_strdup_printf ("%d\n%s\n%s", (int) kind, scope, id);

  if (g_hash_table_contains (touched, key))
    g_free (key);
  else
    g_hash_table_insert (touched, key, NULL);
}

void
mch_touched_add_record (MchTouched *touched, const char *scope, const MchRecord *record)
{
  g_hash_table_insert (touched,
                       g_strdup_printf ("%d\n%s\n%s", (int) record->kind, scope, record->id),
                       (void *) record);
}

gboolean
mch_touched_contains (MchTouched *touched, const char *scope, MchKind kind, const char *id)
{
  g_autofree char *key = g_strdup_printf ("%d\n%s\n%s", (int) kind, scope, id);

  return g_hash_table_contains (touched, key);
}

gboolean
mch_touched_parse (const char *key, char **ret_scope, MchKind *ret_kind, char **ret_id)
{
  const char *scope = strchr (key, '\n');
  const char *id = scope != NULL ? strchr (scope + 1, '\n') : NULL;

  if (id == NULL)
    return FALSE;
  *ret_kind = (MchKind) g_ascii_strtoll (key, NULL, 10);
  *ret_scope = g_strndup (scope + 1, (gsize) (id - scope - 1));
  *ret_id = g_strdup (id + 1);
  return TRUE;
}
