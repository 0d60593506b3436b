/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond admin upgrade, backup, restore. On PostgreSQL copies are made and put back by its own
 * tools; what Machaon must know of it is said here. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "server/admin/mch-admin-verbs.h"
#include "server/db/mch-db-schema.h"
#include "vault/mch-vault-init.h"

static MchAdminExit run_upgrade (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_backup (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_restore (MchAdmin *admin, int argc, char **argv, GError **error);

enum
{
  UPGRADE,
  BACKUP,
  RESTORE,
};

const MchAdminVerb mch_admin_database_verbs[] = {
  [UPGRADE] = { "upgrade", "[--backed-up]",
                N_ ("Copy the database, then bring it to the form that this version needs"),
                run_upgrade },
  [BACKUP] = { "backup", "FILE", N_ ("Copy the database, also while the server runs"), run_backup },
  [RESTORE] = { "restore", "FILE | --restored",
                N_ ("Put a copy back, while the server does not run"), run_restore },
  { NULL, NULL, NULL, NULL },
};

typedef struct
{
  MchAdmin *admin;
  gboolean backed_up;
  char *path; /* of the copy that was made */
} Upgrade;

/* An MchDbBackupFunc. */
static gboolean
back_up_before (MchDbPool *pool, int from_version, gpointer data, GError **error)
{
  Upgrade *upgrade = data;
  g_autofree char *folder = mch_admin_dup_path (upgrade->admin, "backups");
  g_autofree char *name = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *when = g_date_time_format (now, "%Y%m%dT%H%M%SZ");

  if (upgrade->backed_up)
    return TRUE;
  if (mch_db_pool_get_backend (pool) == MCH_DB_BACKEND_POSTGRES)
    return mch_admin_refuse (error,
                             _ ("Nothing was changed. Copy the database with pg_dump first, then "
                                "say so: upgrade --backed-up"));
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return mch_admin_refuse (error, _ ("The folder %s cannot be made: %s."), folder,
                             g_strerror (errno));
  name = g_strdup_printf ("machaon-schema-%d-%s.db", from_version, when);
  g_free (upgrade->path);
  upgrade->path = g_build_filename (folder, name, NULL);
  return mch_db_backup (pool, upgrade->path, error);
}

static MchAdminExit
run_upgrade (MchAdmin *admin, int argc, char **argv, GError **error)
{
  Upgrade upgrade = { admin };
  g_autofree char *path = NULL;
  gboolean done;
  int from = 0;
  const GOptionEntry options[] = {
    { "backed-up", 0, 0, G_OPTION_ARG_NONE, &upgrade.backed_up,
      N_ ("A copy has been made; make none"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_database_verbs[UPGRADE], &argc, &argv, options, 0, 0,
                        error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_database (admin, MCH_DB_OPEN_EXCLUSIVE, error))
    return MCH_ADMIN_FAILED;
  done = mch_db_migrate (admin->pool, back_up_before, &upgrade, &from, error);
  path = upgrade.path;
  if (path != NULL)
    g_print (_ ("The copy %s was made."), path), g_print ("\n");
  if (!done)
    return MCH_ADMIN_FAILED;
  if (from == MCH_DB_SCHEMA_VERSION)
    {
      g_print ("%s\n", _ ("The database already has the form that this version needs."));
      return MCH_ADMIN_DONE;
    }
  if (!mch_admin_audit (admin, "upgrade", NULL, error))
    return MCH_ADMIN_FAILED;
  g_print (_ ("The database went from schema %d to %d."), from, MCH_DB_SCHEMA_VERSION);
  g_print ("\n");
  return MCH_ADMIN_DONE;
}

static MchAdminExit
run_backup (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_autofree char *name = NULL;

  if (!mch_admin_parse (admin, &mch_admin_database_verbs[BACKUP], &argc, &argv, NULL, 1, 1, error))
    return MCH_ADMIN_USAGE;
  name = g_filename_display_basename (argv[1]);
  if (!mch_admin_open_database (admin, MCH_DB_OPEN_NONE, error)
      || !mch_db_check_schema (admin->pool, error) || !mch_db_backup (admin->pool, argv[1], error)
      || !mch_admin_audit (admin, "backup", name, error))
    return MCH_ADMIN_FAILED;
  g_print (_ ("%s holds the database. The secrets (%s, %s) and the configuration are not in it: "
              "keep a copy of them elsewhere, without them no password can be checked."),
           argv[1], MCH_ADMIN_PEPPER, MCH_ADMIN_TLS);
  g_print ("\n");
  return MCH_ADMIN_DONE;
}

/* What the database learns after its past has changed. */
static gboolean
restore (MchAdmin *admin, const char *path, GError **error)
{
  g_autofree char *epoch = mch_uuid_new (g_get_real_time () / 1000, mch_vault_random);

  if (path == NULL)
    return mch_db_check_schema (admin->pool, error) && mch_db_set_epoch (admin->pool, epoch, error);
  return mch_db_restore (admin->pool, path, epoch, error)
         && mch_db_migrate (admin->pool, NULL, NULL, NULL, error);
}

static MchAdminExit
run_restore (MchAdmin *admin, int argc, char **argv, GError **error)
{
  gboolean restored = FALSE;
  const GOptionEntry options[] = {
    { "restored", 0, 0, G_OPTION_ARG_NONE, &restored,
      N_ ("The database was put back by pg_restore; only tell the desktops"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_database_verbs[RESTORE], &argc, &argv, options, 0, 1,
                        error))
    return MCH_ADMIN_USAGE;
  if (restored == (argc > 1))
    {
      mch_admin_misuse (error, _ ("Say which copy: restore FILE"));
      return MCH_ADMIN_USAGE;
    }
  if (!mch_admin_open_database (admin, MCH_DB_OPEN_EXCLUSIVE | MCH_DB_OPEN_CREATE, error)
      || !restore (admin, restored ? NULL : argv[1], error)
      || !mch_admin_audit (admin, "restore", NULL, error))
    return MCH_ADMIN_FAILED;
  g_print ("%s\n", _ ("The database is as it was when the copy was made. Desktops will read it "
                      "anew and keep what they have not sent yet."));
  return MCH_ADMIN_DONE;
}
