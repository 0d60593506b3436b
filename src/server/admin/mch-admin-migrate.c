/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond admin migrate: the content of the database into another one, from SQLite to PostgreSQL
 * and back, while no server runs. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "server/admin/mch-admin-verbs.h"
#include "server/db/mch-audit.h"
#include "server/db/mch-db-copy.h"
#include "server/db/mch-db-schema.h"

#define NAME_WIDTH 20
#define TELL_EVERY 50000 /* rows */

static MchAdminExit run_migrate (MchAdmin *admin, int argc, char **argv, GError **error);

const MchAdminVerb mch_admin_migrate_verbs[] = {
  { "migrate", "--to URI",
    N_ ("Move everything into another, empty database, while no server runs"), run_migrate },
  { NULL, NULL, NULL, NULL },
};

/* On SQLite the lock tells; on PostgreSQL the names under which servers are connected. */
static gboolean
find_servers (MchDb *db, gpointer data, GError **error)
{
  gint64 *ret_n = data;
  g_autoptr (MchDbResult) result = NULL;

  *ret_n = 0;
  if (mch_db_get_backend (db) != MCH_DB_BACKEND_POSTGRES)
    return TRUE;
  result = mch_db_query (db, error,
                         "SELECT COUNT (*) FROM pg_stat_activity"
                         " WHERE datname = current_database ()"
                         " AND application_name = 'machaond serve'");
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  *ret_n = mch_db_result_get_int (result, 0);
  return TRUE;
}

static gboolean
check_quiet (MchDbPool *pool, GError **error)
{
  gint64 n = 0;

  if (!mch_db_pool_read (pool, find_servers, &n, error))
    return FALSE;
  return n == 0
         || mch_admin_refuse (error, _ ("A Machaon server still works on this database. Stop every "
                                        "one of them first; nothing was changed."));
}

static void
tell_progress (const char *table, gint64 n_rows, gpointer data)
{
  gint64 *told = data;

  if (n_rows < *told)
    *told = 0;
  if (n_rows < *told + TELL_EVERY)
    return;
  *told = n_rows;
  g_printerr ("%s: %" G_GINT64_FORMAT "\n", table, n_rows);
}

static void
tell_balance (const GArray *counts, const char *digest)
{
  gint64 total = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < counts->len; i++)
    {
      const MchDbTableCount *count = &g_array_index (counts, MchDbTableCount, i);

      total += count->n_rows;
      if (count->n_rows > 0)
        g_print ("%-*s %10" G_GINT64_FORMAT "\n", NAME_WIDTH, count->table, count->n_rows);
    }
  text = g_strdup_printf ("%" G_GINT64_FORMAT, total);
  g_print (_ ("Rows in all: %s, read back and the same. Content: %s"), text, digest);
  g_print ("\n");
}

static gboolean
mark_moved (MchDb *db, gpointer data, GError **error)
{
  return mch_db_exec (db, error, "UPDATE instance SET moved_ms = $1 WHERE id = 1",
                      MCH_DB_INT (g_get_real_time () / 1000))
         >= 0;
}

/* The settings lead to the new database; the old file stays beside them. */
static gboolean
write_config (MchAdmin *admin, const char *uri, GError **error)
{
  g_autofree char *path = mch_admin_dup_path (admin, MCH_ADMIN_CONFIG);
  g_autofree char *kept = g_strconcat (path, ".before-migrate", NULL);

  if (g_rename (path, kept) != 0)
    return mch_admin_refuse (error, _ ("The file %s cannot be written: %s"), path,
                             g_strerror (errno));
  return mch_config_set (admin->config, MCH_CONFIG_DATABASE, uri, error)
         && mch_config_write (admin->config, path, error);
}

/* In the log of the database that goes on. */
static gboolean
log_move (MchAdmin *admin, MchDbPool *to, GError **error)
{
  g_clear_pointer (&admin->pool, mch_db_pool_free);
  admin->pool = to;
  return mch_admin_audit (admin, "migrate", NULL, error);
}

static gboolean
migrate (MchAdmin *admin, const char *uri, GError **error)
{
  gint64 told = 0;
  g_autoptr (GArray) counts = NULL;
  g_autofree char *digest = NULL;
  g_autoptr (MchDbPool) to = NULL;

  if (!mch_admin_open_database (admin, MCH_DB_OPEN_EXCLUSIVE, error)
      || !mch_db_check_schema (admin->pool, error) || !check_quiet (admin->pool, error))
    return FALSE;
  to = mch_db_pool_open (uri, MCH_DB_OPEN_CREATE | MCH_DB_OPEN_EXCLUSIVE, error);
  if (to == NULL || !mch_db_migrate (to, NULL, NULL, NULL, error)
      || !mch_db_copy (admin->pool, to, tell_progress, &told, &counts, &digest, error))
    return FALSE;
  tell_balance (counts, digest);
  return mch_db_pool_write (admin->pool, mark_moved, NULL, error)
         && write_config (admin, uri, error) && log_move (admin, g_steal_pointer (&to), error);
}

static MchAdminExit
run_migrate (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_autofree char *to = NULL;
  g_autofree char *uri = NULL;
  const GOptionEntry options[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &to,
      N_ ("postgresql://… or a file: the empty database that takes everything"), "URI" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_migrate_verbs[0], &argc, &argv, options, 0, 0, error))
    return MCH_ADMIN_USAGE;
  if (to == NULL || *to == '\0')
    {
      mch_admin_misuse (error, _ ("Say where to: migrate --to postgresql://HOST/NAME"));
      return MCH_ADMIN_USAGE;
    }
  uri = mch_admin_dup_database_uri (admin, to);
  if (!migrate (admin, uri, error))
    return MCH_ADMIN_FAILED;
  g_print ("%s\n", _ ("The server works on the other database from its next start on. Desktops "
                      "notice nothing. The old database is kept and not served any more: remove "
                      "it when the new one is backed up."));
  return MCH_ADMIN_DONE;
}
