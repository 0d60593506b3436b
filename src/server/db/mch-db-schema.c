/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which schema the database has, and how it gets to ours. */
#include "server/db/mch-db-schema.h"

#include "server/db/mch-db-private.h"
#include "server/db/mch-db-resources.h"
#include "server/db/mch-db-upgrade.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

typedef struct
{
  int found;
  int target;
  MchDbMigration migration;
} Step;

/* The one question that both back ends answer differently. */
static gboolean
has_version_table (MchDb *db, gboolean *ret_has, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (
      db, error,
      mch_db_get_backend (db) == MCH_DB_BACKEND_SQLITE
          ? "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'"
          : "SELECT 1 WHERE to_regclass ('schema_version') IS NOT NULL");

  if (result == NULL)
    return FALSE;
  *ret_has = mch_db_result_get_n_rows (result) > 0;
  return TRUE;
}

/* 0 is an empty database. */
static gboolean
read_version (MchDb *db, int *ret_version, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;
  gboolean has;

  *ret_version = 0;
  if (!has_version_table (db, &has, error))
    return FALSE;
  if (!has)
    return TRUE;

  result = mch_db_query (db, error, "SELECT version FROM schema_version WHERE id = 1");
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    *ret_version = (int) mch_db_result_get_int (result, 0);
  return TRUE;
}

static gboolean
find_version (MchDb *db, gpointer data, GError **error)
{
  Step *step = data;

  return read_version (db, &step->found, error);
}

static void
set_newer_error (int found, int known, GError **error)
{
  g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_SCHEMA_NEWER,
               _ ("The database was written by a later version of Machaon (schema %d, this one "
                  "knows %d). Install that version; nothing was changed."),
               found, known);
}

/* Whoever came first has done the step; then there is nothing left of it. */
static gboolean
take_step (MchDb *db, gpointer data, GError **error)
{
  Step *step = data;
  int version;

  if (!read_version (db, &version, error))
    return FALSE;
  if (version >= step->target)
    return TRUE;
  if (version == 0
      && !mch_db_script (db,
                         "CREATE TABLE schema_version (id @INT@ NOT NULL PRIMARY KEY "
                         "CHECK (id = 1), version @INT@ NOT NULL) @STRICT@;",
                         error))
    return FALSE;
  return mch_db_script (db, step->migration.sql, error)
         && (step->migration.fill == NULL || step->migration.fill (db, error))
         && mch_db_exec (db, error,
                         "INSERT INTO schema_version (id, version) VALUES (1, $1) "
                         "ON CONFLICT (id) DO UPDATE SET version = excluded.version",
                         MCH_DB_INT (step->target))
                >= 0;
}

gboolean
mch_db_migrate_to (MchDbPool *pool, int target, MchDbMigrationFunc get_step, gpointer step_data,
                   MchDbBackupFunc backup, gpointer data, int *ret_from, GError **error)
{
  Step step = { 0 };

  if (!mch_db_pool_read (pool, find_version, &step, error))
    return FALSE;
  if (ret_from != NULL)
    *ret_from = step.found;
  if (step.found > target)
    {
      set_newer_error (step.found, target, error);
      return FALSE;
    }
  if (step.found > 0 && step.found < target && backup != NULL
      && !backup (pool, step.found, data, error))
    return FALSE;

  for (step.target = step.found + 1; step.target <= target; step.target++)
    {
      step.migration = get_step (step.target, step_data);
      if (!mch_db_pool_write (pool, take_step, &step, error))
        return FALSE;
    }
  return TRUE;
}

static MchDbMigration
get_own_step (int version, gpointer data)
{
  static const struct
  {
    const char *name;
    gboolean (*fill) (MchDb *db, GError **error);
  } steps[] = {
    { "001-schema.sql", NULL },           { "002-registration.sql", mch_db_upgrade_2 },
    { "003-many-servers.sql", NULL },     { "004-documents.sql", mch_db_upgrade_4 },
    { "005-mail.sql", mch_db_upgrade_5 },
  };
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;

  G_STATIC_ASSERT (G_N_ELEMENTS (steps) == MCH_DB_SCHEMA_VERSION);
  g_assert (version >= 1 && version <= MCH_DB_SCHEMA_VERSION);

  path = g_strconcat ("/io/machaon/server/db/", steps[version - 1].name, NULL);
  bytes = g_resource_lookup_data (mch_db_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  /* Compiled in, not compressed and terminated: it lives as long as the program. */
  return (MchDbMigration){ g_bytes_get_data (bytes, NULL), steps[version - 1].fill };
}

gboolean
mch_db_migrate (MchDbPool *pool, MchDbBackupFunc backup, gpointer data, int *ret_from,
                GError **error)
{
  g_return_val_if_fail (pool != NULL, FALSE);

  return mch_db_migrate_to (pool, MCH_DB_SCHEMA_VERSION, get_own_step, NULL, backup, data, ret_from,
                            error);
}

gboolean
mch_db_check_schema_is (MchDbPool *pool, int wanted, GError **error)
{
  Step step = { 0 };

  if (!mch_db_pool_read (pool, find_version, &step, error))
    return FALSE;
  if (step.found > wanted)
    {
      set_newer_error (step.found, wanted, error);
      return FALSE;
    }
  if (step.found == wanted)
    return TRUE;
  if (step.found == 0)
    g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_SCHEMA_OLDER,
                         _ ("The database is empty. Run “machaond init” first."));
  else
    g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_SCHEMA_OLDER,
                 _ ("The database has the older schema %d; this version needs %d. Stop the "
                    "server and run “machaond admin upgrade”."),
                 step.found, wanted);
  return FALSE;
}

gboolean
mch_db_check_schema (MchDbPool *pool, GError **error)
{
  g_return_val_if_fail (pool != NULL, FALSE);

  return mch_db_check_schema_is (pool, MCH_DB_SCHEMA_VERSION, error);
}

static gboolean
write_epoch (MchDb *db, gpointer data, GError **error)
{
  gint64 changed = mch_db_exec (db, error, "UPDATE instance SET epoch = $1 WHERE id = 1",
                                MCH_DB_TEXT ((const char *) data));

  if (changed == 0)
    g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_SCHEMA_OLDER,
                         _ ("The database is empty. Run “machaond init” first."));
  return changed == 1;
}

gboolean
mch_db_set_epoch (MchDbPool *pool, const char *epoch, GError **error)
{
  g_return_val_if_fail (pool != NULL, FALSE);
  g_return_val_if_fail (epoch != NULL, FALSE);

  return mch_db_pool_write (pool, write_epoch, (gpointer) epoch, error);
}
