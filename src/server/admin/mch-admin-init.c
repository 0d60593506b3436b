/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond init: a data folder from nothing, or nothing at all. */
#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "server/admin/mch-admin-join.h"
#include "server/admin/mch-admin-verbs.h"
#include "server/db/mch-db-schema.h"
#include "server/http/mch-tls.h"

static MchAdminExit run_init (MchAdmin *admin, int argc, char **argv, GError **error);

const MchAdminVerb mch_admin_init = {
  "init", "--data DIR [--hostname NAME …] [--database URI] [--join FILE]",
  N_ ("Make a data folder: database, secrets, certificate, machaond.conf"), run_init
};

/* Every file that init makes, below DIR. */
static const char *const made_files[] = {
  MCH_ADMIN_CONFIG,
  MCH_ADMIN_PEPPER,
  MCH_ADMIN_DATABASE,
  MCH_ADMIN_DATABASE "-wal",
  MCH_ADMIN_DATABASE "-shm",
  MCH_ADMIN_DATABASE ".lock",
  MCH_ADMIN_TLS "/ca-key.pem",
  MCH_ADMIN_TLS "/ca.pem",
  MCH_ADMIN_TLS "/server-key.pem",
  MCH_ADMIN_TLS "/server.pem",
  MCH_ADMIN_TLS,
};

static gboolean
check_empty (MchAdmin *admin, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (made_files); i++)
    {
      g_autofree char *path = mch_admin_dup_path (admin, made_files[i]);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return mch_admin_refuse (error,
                                 _ ("%s already holds the data of a server (%s); nothing was "
                                    "changed."),
                                 admin->data, made_files[i]);
    }
  return TRUE;
}

static void
remove_made (MchAdmin *admin)
{
  g_clear_pointer (&admin->server, mch_server_free);
  g_clear_pointer (&admin->pool, mch_db_pool_free);
  for (gsize i = 0; i < G_N_ELEMENTS (made_files); i++)
    {
      g_autofree char *path = mch_admin_dup_path (admin, made_files[i]);

      g_remove (path);
    }
}

static gboolean
make_folder (MchAdmin *admin, GError **error)
{
  if (g_mkdir_with_parents (admin->data, 0700) == 0 && g_chmod (admin->data, 0700) == 0)
    return TRUE;
  return mch_admin_refuse (error, _ ("The folder %s cannot be made: %s."), admin->data,
                           g_strerror (errno));
}

/* A file is relative to where the command was typed; what is written is relative to DIR. */
static char *
dup_setting (MchAdmin *admin, const char *database)
{
  g_autofree char *uri = NULL;
  g_autofree char *path = NULL;

  if (database == NULL || *database == '\0')
    return g_strdup (MCH_ADMIN_DATABASE);
  uri = mch_admin_dup_database_uri (admin, database);
  if (!g_str_has_prefix (uri, "sqlite:"))
    return g_steal_pointer (&uri);
  if (g_str_has_prefix (database, "sqlite:"))
    database += strlen ("sqlite:");
  path = g_canonicalize_filename (database, NULL);
  return g_strconcat ("sqlite:", path, NULL);
}

static gboolean
find_instance (MchDb *db, gpointer data, GError **error)
{
  gboolean *ret_found = data;
  g_autoptr (MchDbResult) result = mch_db_query (db, error, "SELECT 1 FROM instance WHERE id = 1");

  *ret_found = result != NULL && mch_db_result_next (result);
  return result != NULL;
}

/* The database of another folder has another pepper: no password in it could be checked. */
static gboolean
make_database (MchAdmin *admin, GError **error)
{
  gboolean found = FALSE;

  if (!mch_admin_open_database (admin, MCH_DB_OPEN_CREATE, error)
      || !mch_db_migrate (admin->pool, NULL, NULL, NULL, error)
      || !mch_db_pool_read (admin->pool, find_instance, &found, error))
    return FALSE;
  return !found
         || mch_admin_refuse (error,
                              _ ("This database already belongs to a server; nothing was changed. "
                                 "For a further server on it: machaond init --join FILE, with the "
                                 "FILE that “machaond admin join-file” writes on the first one."));
}

static gboolean
make_all (MchAdmin *admin, const char *const *hostnames, const char *database, GError **error)
{
  gint64 now_ms = g_get_real_time () / 1000;
  g_autofree char *setting = dup_setting (admin, database);
  g_autofree char *pepper = mch_admin_dup_path (admin, MCH_ADMIN_PEPPER);
  g_autofree char *tls = mch_admin_dup_path (admin, MCH_ADMIN_TLS);
  g_autofree char *config = mch_admin_dup_path (admin, MCH_ADMIN_CONFIG);

  admin->config = mch_config_new ();
  /* The instance comes last: until it is there, the command can be repeated. */
  return mch_config_set (admin->config, MCH_CONFIG_DATABASE, setting, error)
         && mch_tls_create (tls, hostnames, now_ms, error)
         && mch_server_create_pepper (pepper, error) && make_database (admin, error)
         && mch_config_write (admin->config, config, error)
         && mch_server_create_instance (
             admin->pool, hostnames != NULL ? hostnames[0] : g_get_host_name (), now_ms, error);
}

static void
tell_next (MchAdmin *admin)
{
  g_print (_ ("%s is ready. What comes next:"), admin->data);
  g_print ("\n"
           "  machaond admin --data %s academy add CODE NAME\n"
           "  machaond admin --data %s establishment add UAI NAME --academy CODE\n"
           "  machaond admin --data %s staff add LOGIN --role establishment --establishment UAI\n"
           "  machaond admin --data %s doctor\n"
           "  machaond serve --data %s\n",
           admin->data, admin->data, admin->data, admin->data, admin->data);
  g_print (_ ("Set listen and portal-url in %s/%s before; give desktops %s/%s/ca.pem."),
           admin->data, MCH_ADMIN_CONFIG, admin->data, MCH_ADMIN_TLS);
  g_print ("\n");
}

static void
tell_joined (MchAdmin *admin)
{
  g_print (_ ("%s is ready: a further server on the same database. What comes next:"), admin->data);
  g_print ("\n  machaond admin --data %s doctor\n  machaond serve --data %s\n", admin->data,
           admin->data);
  g_print (_ ("Check listen and portal-url in %s/%s; put this server behind the same name as the "
              "first one."),
           admin->data, MCH_ADMIN_CONFIG);
  g_print ("\n");
}

typedef struct
{
  char **named; /* --hostname */
  char *database;
  char *join;
} InitOptions;

static void
init_options_clear (InitOptions *options)
{
  g_strfreev (options->named);
  g_free (options->database);
  g_free (options->join);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (InitOptions, init_options_clear)

/* Without its file GLib would take the next option for it. */
static gboolean
check_join_word (int argc, char **argv, GError **error)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--join") == 0 && (i + 1 == argc || g_str_has_prefix (argv[i + 1], "--")))
      return mch_admin_misuse (error,
                               _ ("--join needs the secrets of the first server: run “machaond "
                                  "admin --data DIR join-file FILE” there, bring FILE here and say "
                                  "--join FILE."));
  return TRUE;
}

static gboolean
parse_init (MchAdmin *admin, int *argc, char ***argv, InitOptions *init, GError **error)
{
  const GOptionEntry options[] = {
    { "hostname", 0, 0, G_OPTION_ARG_STRING_ARRAY, &init->named,
      N_ ("A name or address of the server, for its certificate; may be repeated"), "NAME" },
    { "database", 0, 0, G_OPTION_ARG_STRING, &init->database,
      N_ ("postgresql://… or a file; without it machaon.db in the folder"), "URI" },
    { "join", 0, 0, G_OPTION_ARG_FILENAME, &init->join,
      N_ ("Serve the database of another server: what “admin join-file” wrote there, or its "
          "folder"),
      "FILE" },
    G_OPTION_ENTRY_NULL,
  };

  if (!check_join_word (*argc, *argv, error)
      || !mch_admin_parse (admin, &mch_admin_init, argc, argv, options, 0, G_MAXINT, error))
    return FALSE;
  if (init->named == NULL && *argc > 1)
    return mch_admin_misuse (error, _ ("There is a word too many: %s %s"), mch_admin_init.name,
                             (*argv)[1]);
  return TRUE;
}

/* "--hostname a b" names two: the words that are left belong to the option. */
static char **
dup_hostnames (char **named, char **words)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (named == NULL)
    return NULL;
  g_strv_builder_addv (builder, (const char **) named);
  g_strv_builder_addv (builder, (const char **) words);
  return g_strv_builder_end (builder);
}

static MchAdminExit
run_init (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_auto (InitOptions) init = { 0 };
  g_auto (GStrv) hostnames = NULL;
  g_autoptr (MchJoin) join = NULL;

  if (!parse_init (admin, &argc, &argv, &init, error))
    return MCH_ADMIN_USAGE;
  hostnames = dup_hostnames (init.named, argv + 1);
  if (!check_empty (admin, error)
      || (init.join != NULL && (join = mch_join_read (init.join, error)) == NULL)
      || !make_folder (admin, error))
    return MCH_ADMIN_FAILED;
  if (join != NULL
          ? !mch_join_make (admin, join, (const char *const *) hostnames, init.database, error)
          : !make_all (admin, (const char *const *) hostnames, init.database, error))
    {
      remove_made (admin);
      return MCH_ADMIN_FAILED;
    }
  (join != NULL ? tell_joined : tell_next) (admin);
  return MCH_ADMIN_DONE;
}
