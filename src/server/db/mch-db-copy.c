/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/db/mch-db-copy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/db/mch-db-private.h"

#define MAX_KEY 6       /* columns */
#define ROWS_PER_PUT 40 /* of one INSERT */
#define PAGE 1000       /* rows that are read at once */
#define LARGE_PAGE 8    /* the same where one row may have megabytes */

/* In the order in which rows may be inserted. A table that is not here is a defect that the copy
 * itself finds. */
static const struct
{
  const char *name;
  const char *key[MAX_KEY + 1];
  int page;
} tables[] = {
  { "instance", { "id" }, PAGE },
  { "academy", { "code" }, PAGE },
  { "scope", { "id" }, PAGE },
  { "establishment", { "uai" }, PAGE },
  { "exam_session", { "academy", "domain", "ym" }, PAGE },
  { "service", { "academy", "domain", "ym", "establishment", "key" }, PAGE },
  { "reference_file", { "digest" }, LARGE_PAGE },
  { "reference_current", { "domain", "ym" }, PAGE },
  { "staff", { "login" }, PAGE },
  { "staff_grant", { "staff", "scope" }, PAGE },
  { "invitation", { "hash" }, PAGE },
  { "device", { "id" }, PAGE },
  { "record", { "scope", "kind", "id" }, PAGE },
  { "record_history", { "scope", "kind", "id", "name", "version", "op" }, PAGE },
  { "person_key", { "scope", "session", "key" }, PAGE },
  { "candidature", { "scope", "session", "person" }, PAGE },
  { "candidate_number", { "number" }, PAGE },
  { "session_identity", { "academy", "session", "identity" }, PAGE },
  { "op_result", { "staff", "op" }, PAGE },
  { "op_part", { "staff", "op", "n" }, LARGE_PAGE },
  { "late_op", { "scope", "op" }, LARGE_PAGE },
  { "import_run", { "scope", "op" }, PAGE },
  { "import_created", { "scope", "op", "kind", "id" }, PAGE },
  { "transfer", { "id" }, PAGE },
  { "document_frame", { "digest" }, LARGE_PAGE },
  { "document", { "id" }, PAGE },
  { "login_stem", { "stem" }, PAGE },
  { "login", { "login" }, PAGE },
  { "account", { "id" }, PAGE },
  { "person_identity", { "academy", "identity" }, PAGE },
  { "account_person", { "scope", "person" }, PAGE },
  { "edition", { "id" }, PAGE },
  { "throttle", { "subject", "address" }, PAGE },
  { "account_check", { "subject" }, PAGE },
  { "person_email", { "scope", "person" }, PAGE },
  { "portal_session", { "hash" }, PAGE },
  { "portal_device", { "hash" }, PAGE },
  { "portal_link", { "hash" }, PAGE },
  { "mail", { "id" }, PAGE },
  { "audit_chain", { "chain" }, PAGE },
  { "audit", { "chain", "n" }, PAGE },
};

/* What describes the database itself, or the servers that run. */
static const char *const own_tables[] = { "schema_version", "job", NULL };

typedef struct
{
  MchDb *from;
  MchDb *to; /* NULL: only the digest */
  MchDbCopyFunc progress;
  gpointer data;
  GArray *counts;
  GChecksum *sum;
} Copy;

/* A connection beside those of a pool, in a transaction: two of them are needed at once. */
static MchDb *
begin (MchDbPool *pool, gboolean read_only, GError **error)
{
  MchDb *db = mch_db_pool_open_connection (pool, read_only, error);

  if (db == NULL || db->klass->begin (db, error))
    return db;
  db->klass->free (db);
  return NULL;
}

static void
end (MchDb *db)
{
  if (db == NULL)
    return;
  if (!db->broken)
    db->klass->rollback (db);
  db->klass->free (db);
}

static gboolean
is_known (const char *table)
{
  if (g_strv_contains (own_tables, table))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (strcmp (tables[i].name, table) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_tables (MchDb *db, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (
      db, error,
      mch_db_get_backend (db) == MCH_DB_BACKEND_SQLITE
          ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('sqlite_stat1',"
            " 'sqlite_stat4', 'sqlite_sequence')"
          : "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema () AND table_type = 'BASE TABLE'");

  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    if (!is_known (mch_db_result_get_text (result, 0)))
      {
        g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_FAILED,
                     _ ("The table %s is not one of Machaon's; nothing was copied."),
                     mch_db_result_get_text (result, 0));
        return FALSE;
      }
  return TRUE;
}

/* (transfer full): the columns of @table by name, the same in both databases. */
static char **
dup_columns (MchDb *db, const char *table, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    mch_db_get_backend (db) == MCH_DB_BACKEND_SQLITE
                        ? "SELECT name FROM pragma_table_info ($1) ORDER BY name"
                        : "SELECT column_name FROM information_schema.columns"
                          " WHERE table_schema = current_schema () AND table_name = $1"
                          " ORDER BY column_name",
                    MCH_DB_TEXT (table));

  if (result == NULL)
    return NULL;
  while (mch_db_result_next (result))
    g_strv_builder_add (builder, mch_db_result_get_text (result, 0));
  return g_strv_builder_end (builder);
}

static void
append_key (GString *sql, gsize table)
{
  for (guint i = 0; tables[table].key[i] != NULL; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", tables[table].key[i]);
}

/* Columns, then the key once more, so that the next page is asked for without searching. */
static char *
dup_select (gsize table, char **columns, gboolean first)
{
  guint n_key = g_strv_length ((char **) tables[table].key);
  GString *sql = g_string_new ("SELECT ");

  for (guint i = 0; columns[i] != NULL; i++)
    g_string_append_printf (sql, "%s, ", columns[i]);
  append_key (sql, table);
  g_string_append_printf (sql, " FROM %s", tables[table].name);
  if (!first)
    {
      g_string_append (sql, " WHERE (");
      append_key (sql, table);
      g_string_append (sql, ") > (");
      for (guint i = 0; i < n_key; i++)
        g_string_append_printf (sql, "%s$%u", i > 0 ? ", " : "", i + 1);
      g_string_append_c (sql, ')');
    }
  g_string_append (sql, " ORDER BY ");
  append_key (sql, table);
  g_string_append_printf (sql, " LIMIT %d", tables[table].page);
  return g_string_free (sql, FALSE);
}

static char *
dup_insert (gsize table, char **columns, guint n_rows)
{
  guint n = g_strv_length (columns);
  g_autofree char *list = g_strjoinv (", ", columns);
  GString *sql = g_string_new ("INSERT INTO ");

  g_string_append_printf (sql, "%s (%s) VALUES ", tables[table].name, list);
  for (guint row = 0; row < n_rows; row++)
    {
      g_string_append (sql, row > 0 ? ", (" : "(");
      for (guint i = 0; i < n; i++)
        g_string_append_printf (sql, "%s$%u", i > 0 ? ", " : "", row * n + i + 1);
      g_string_append_c (sql, ')');
    }
  return g_string_free (sql, FALSE);
}

/* Each value with its kind and length, so that no two rows are read alike. */
static void
sum_value (GChecksum *sum, const MchDbValue *value)
{
  gsize length = value->type == MCH_DB_TYPE_TEXT ? strlen (value->data) : value->length;
  char head[64];

  g_snprintf (head, sizeof head, "%d:%" G_GINT64_FORMAT ":%" G_GSIZE_FORMAT ";", (int) value->type,
              value->integer, length);
  g_checksum_update (sum, (const guchar *) head, -1);
  if (length > 0)
    g_checksum_update (sum, value->data, (gssize) length);
}

static gboolean
put_rows (Copy *copy, gsize table, char **columns, GArray *values, guint n_rows, GError **error)
{
  g_autofree char *sql = dup_insert (table, columns, n_rows);

  return mch_db_exec_array (copy->to, error, sql, values->len,
                            (const MchDbValue *) (void *) values->data)
         == (gint64) n_rows;
}

static gboolean
copy_page (Copy *copy, gsize table, char **columns, MchDbResult *page, GArray *values,
           GError **error)
{
  guint n = g_strv_length (columns);
  guint waiting = 0;

  g_array_set_size (values, 0);
  while (mch_db_result_next (page))
    {
      for (guint i = 0; i < n; i++)
        {
          MchDbValue value = mch_db_result_get_value (page, i);

          sum_value (copy->sum, &value);
          g_array_append_val (values, value);
        }
      if (copy->to != NULL && ++waiting == ROWS_PER_PUT)
        {
          if (!put_rows (copy, table, columns, values, waiting, error))
            return FALSE;
          waiting = 0;
        }
      if (waiting == 0)
        g_array_set_size (values, 0);
    }
  return waiting == 0 || put_rows (copy, table, columns, values, waiting, error);
}

static gboolean
copy_table (Copy *copy, gsize table, GError **error)
{
  guint n_key = g_strv_length ((char **) tables[table].key);
  MchDbTableCount count = { tables[table].name, 0 };
  MchDbValue after[MAX_KEY];
  g_auto (GStrv) columns = dup_columns (copy->from, tables[table].name, error);
  g_autofree char *first = NULL;
  g_autofree char *next = NULL;
  g_autoptr (MchDbResult) before = NULL; /* owns what @after points to */
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (MchDbValue));
  gsize n_rows;

  if (columns == NULL)
    return FALSE;
  first = dup_select (table, columns, TRUE);
  next = dup_select (table, columns, FALSE);
  g_checksum_update (copy->sum, (const guchar *) tables[table].name, -1);
  do
    {
      g_autoptr (MchDbResult) page =
          mch_db_query_array (copy->from, error, before != NULL ? next : first,
                              before != NULL ? n_key : 0, before != NULL ? after : NULL);

      if (page == NULL || !copy_page (copy, table, columns, page, values, error))
        return FALSE;
      n_rows = mch_db_result_get_n_rows (page);
      count.n_rows += (gint64) n_rows;
      if (copy->progress != NULL)
        copy->progress (count.table, count.n_rows, copy->data);
      g_clear_pointer (&before, mch_db_result_free);
      if (n_rows > 0)
        {
          mch_db_result_go_to (page, n_rows - 1);
          before = g_steal_pointer (&page);
          for (guint i = 0; i < n_key; i++)
            after[i] = mch_db_result_get_value (before, g_strv_length (columns) + i);
        }
    }
  while (n_rows == (gsize) tables[table].page);
  if (copy->counts != NULL)
    g_array_append_val (copy->counts, count);
  return TRUE;
}

static gboolean
copy_all (Copy *copy, GError **error)
{
  if (!check_tables (copy->from, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!copy_table (copy, i, error))
      return FALSE;
  return TRUE;
}

static char *
dup_digest (MchDb *db, GError **error)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  Copy reading = { .from = db, .sum = sum };

  return copy_all (&reading, error) ? g_strdup (g_checksum_get_string (sum)) : NULL;
}

static gboolean
check_empty (MchDb *db, GError **error)
{
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    "SELECT (SELECT COUNT (*) FROM instance) + (SELECT COUNT (*) FROM scope)"
                    " + (SELECT COUNT (*) FROM staff)");

  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  if (mch_db_result_get_int (result, 0) == 0)
    return TRUE;
  g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_CONSTRAINT,
                       _ ("The other database is not empty: it already belongs to a server. "
                          "Nothing was changed. Name an empty one."));
  return FALSE;
}

static gboolean
check_copy (MchDb *to, const char *wanted, GError **error)
{
  g_autofree char *seen = dup_digest (to, error);

  if (seen == NULL)
    return FALSE;
  if (strcmp (seen, wanted) == 0)
    return TRUE;
  g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_CORRUPT,
                       _ ("What was copied does not read back the same; the copy was undone and "
                          "nothing was changed."));
  return FALSE;
}

gboolean
mch_db_copy (MchDbPool *from, MchDbPool *to, MchDbCopyFunc progress, gpointer data,
             GArray **ret_counts, char **ret_digest, GError **error)
{
  Copy copy = { .progress = progress, .data = data };
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (MchDbTableCount));
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  gboolean done;

  g_return_val_if_fail (from != NULL && to != NULL, FALSE);
  g_return_val_if_fail (ret_counts != NULL && ret_digest != NULL, FALSE);

  copy.counts = counts;
  copy.sum = sum;
  copy.from = begin (from, TRUE, error);
  copy.to = copy.from != NULL ? begin (to, FALSE, error) : NULL;
  done = copy.to != NULL && check_empty (copy.to, error) && copy_all (&copy, error)
         && check_copy (copy.to, g_checksum_get_string (sum), error)
         && copy.to->klass->commit (copy.to, error);
  end (copy.from);
  if (done)
    copy.to->klass->free (copy.to);
  else
    end (copy.to);
  if (!done)
    return FALSE;
  *ret_counts = g_steal_pointer (&counts);
  *ret_digest = g_strdup (g_checksum_get_string (sum));
  return TRUE;
}

char *
mch_db_digest (MchDbPool *pool, GError **error)
{
  MchDb *db;
  char *digest;

  g_return_val_if_fail (pool != NULL, NULL);

  db = begin (pool, TRUE, error);
  digest = db != NULL ? dup_digest (db, error) : NULL;
  end (db);
  return digest;
}
