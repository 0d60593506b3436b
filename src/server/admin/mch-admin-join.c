/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin/mch-admin-join.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "server/admin/mch-admin-verbs.h"
#include "server/db/mch-db-schema.h"
#include "server/http/mch-tls.h"
#include "vault/mch-vault-init.h"

#define GROUP "machaon-join"

/* Every member of MchJoin: its name in the file, and where a first server's folder has it. */
static const struct
{
  const char *name;
  const char *file; /* NULL: not a file of its own */
  gsize offset;
  gboolean required;
} members[] = {
  { "database", NULL, G_STRUCT_OFFSET (MchJoin, database), TRUE },
  { "config", MCH_ADMIN_CONFIG, G_STRUCT_OFFSET (MchJoin, config), TRUE },
  { "pepper", MCH_ADMIN_PEPPER, G_STRUCT_OFFSET (MchJoin, pepper), TRUE },
  { "authority", MCH_ADMIN_TLS "/ca.pem", G_STRUCT_OFFSET (MchJoin, authority), TRUE },
  { "authority-key", MCH_ADMIN_TLS "/ca-key.pem", G_STRUCT_OFFSET (MchJoin, authority_key), FALSE },
  { "certificate", MCH_ADMIN_TLS "/server.pem", G_STRUCT_OFFSET (MchJoin, certificate), TRUE },
};

void
mch_join_free (MchJoin *join)
{
  if (join == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    mch_vault_free_text (G_STRUCT_MEMBER (char *, join, members[i].offset));
  g_free (join);
}

static gboolean
read_folder (MchJoin *join, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, MCH_ADMIN_CONFIG, NULL);
  g_autoptr (MchConfig) config = mch_config_load (path, error);

  if (config == NULL)
    return FALSE;
  join->database = g_strdup (mch_config_get_text (config, MCH_CONFIG_DATABASE));
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *file = NULL;
      g_autoptr (GError) local = NULL;

      if (members[i].file == NULL)
        continue;
      file = g_build_filename (folder, members[i].file, NULL);
      if (!g_file_get_contents (file, &G_STRUCT_MEMBER (char *, join, members[i].offset), NULL,
                                &local)
          && members[i].required)
        return mch_admin_refuse (error, _ ("%s is not the folder of a server: %s"), folder,
                                 local->message);
    }
  return TRUE;
}

static gboolean
read_file (MchJoin *join, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  GStatBuf status;

  if (g_stat (path, &status) == 0 && (status.st_mode & 077) != 0)
    return mch_admin_refuse (
        error, _ ("Other users can read the secret file %s. Run “chmod 600” on it."), path);
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL)
      || g_key_file_get_integer (file, GROUP, "version", NULL) != 1)
    return mch_admin_refuse (error,
                             _ ("%s is not a file of “machaond admin join-file”. Make one on the "
                                "first server and bring it here."),
                             path);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      char *text = g_key_file_get_string (file, GROUP, members[i].name, NULL);

      G_STRUCT_MEMBER (char *, join, members[i].offset) = text;
      if (text == NULL && members[i].required)
        return mch_admin_refuse (error, _ ("The file %s is incomplete (%s). Make it anew."), path,
                                 members[i].name);
    }
  return TRUE;
}

MchJoin *
mch_join_read (const char *path, GError **error)
{
  g_autoptr (MchJoin) join = g_new0 (MchJoin, 1);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      mch_admin_refuse (error, _ ("There is no file or folder %s."), path);
      return NULL;
    }
  if (g_file_test (path, G_FILE_TEST_IS_DIR) ? !read_folder (join, path, error)
                                             : !read_file (join, path, error))
    return NULL;
  return g_steal_pointer (&join);
}

static gboolean
write_secret (const char *path, const char *text, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (g_file_set_contents_full (path, text, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local))
    return TRUE;
  return mch_admin_refuse (error, _ ("The file %s cannot be written: %s"), path, local->message);
}

static gboolean
write_tls (MchAdmin *admin, const MchJoin *join, const char *const *hostnames, GError **error)
{
  g_autofree char *folder = mch_admin_dup_path (admin, MCH_ADMIN_TLS);
  const char *const files[][2] = {
    { "ca.pem", join->authority },
    { "server.pem", join->certificate },
    { "ca-key.pem", join->authority_key },
  };

  if (join->authority_key == NULL)
    return mch_admin_refuse (error,
                             _ ("The first server has no key of its authority (tls/ca-key.pem), so "
                                "no certificate can be made here. Nothing was changed."));
  if (g_mkdir (folder, 0700) != 0)
    return mch_admin_refuse (error, _ ("The folder %s cannot be made: %s."), folder,
                             g_strerror (errno));
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (folder, files[i][0], NULL);

      if (!write_secret (path, files[i][1], error))
        return FALSE;
    }
  return mch_tls_renew (folder, hostnames, g_get_real_time () / 1000, error);
}

/* The first server's settings, with another way to the database where this machine has one. */
static gboolean
write_config (MchAdmin *admin, const MchJoin *join, const char *database, GError **error)
{
  g_autofree char *path = mch_admin_dup_path (admin, MCH_ADMIN_CONFIG);

  if (!write_secret (path, join->config, error))
    return FALSE;
  admin->config = mch_config_load (path, error);
  if (admin->config == NULL)
    return FALSE;
  if (database == NULL)
    return TRUE;
  g_unlink (path);
  return mch_config_set (admin->config, MCH_CONFIG_DATABASE, database, error)
         && mch_config_write (admin->config, path, error);
}

static gboolean
require_postgres (MchAdmin *admin, const char *database, GError **error)
{
  g_autofree char *uri = mch_admin_dup_database_uri (admin, database);

  return !g_str_has_prefix (uri, "sqlite:")
         || mch_admin_refuse (error,
                              _ ("Several servers need a database of their own, on PostgreSQL: "
                                 "“machaond admin migrate --to postgresql://…” moves this one."));
}

gboolean
mch_join_make (MchAdmin *admin, const MchJoin *join, const char *const *hostnames,
               const char *database, GError **error)
{
  g_autofree char *pepper = mch_admin_dup_path (admin, MCH_ADMIN_PEPPER);

  return require_postgres (admin, database != NULL ? database : join->database, error)
         && write_config (admin, join, database, error)
         && write_secret (pepper, join->pepper, error) && mch_admin_open_server (admin, NULL, error)
         && write_tls (admin, join, hostnames, error)
         && mch_admin_audit (admin, "join", g_get_host_name (), error);
}

static MchAdminExit run_join_file (MchAdmin *admin, int argc, char **argv, GError **error);

const MchAdminVerb mch_admin_join_verbs[] = {
  { "join-file", "FILE",
    N_ ("Write the secrets that a further server on the same database needs; keep it private"),
    run_join_file },
  { NULL, NULL, NULL, NULL },
};

static char *
dup_join_text (const MchJoin *join)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_integer (file, GROUP, "version", 1);
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      const char *text = G_STRUCT_MEMBER (char *, join, members[i].offset);

      if (text != NULL)
        g_key_file_set_string (file, GROUP, members[i].name, text);
    }
  return g_key_file_to_data (file, NULL, NULL);
}

static gboolean
write_new (const char *path, const char *text, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gsize length = strlen (text);
  gboolean written = fd >= 0 && write (fd, text, length) == (gssize) length && fsync (fd) == 0;
  int code = errno;

  if (fd >= 0)
    close (fd);
  return written
         || mch_admin_refuse (error, _ ("The file %s cannot be created: %s."), path,
                              g_strerror (code));
}

static MchAdminExit
run_join_file (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_autoptr (MchJoin) join = NULL;
  g_autoptr (MchSecretText) text = NULL;

  if (!mch_admin_parse (admin, &mch_admin_join_verbs[0], &argc, &argv, NULL, 1, 1, error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_server (admin, NULL, error)
      || !require_postgres (admin, mch_config_get_text (admin->config, MCH_CONFIG_DATABASE), error))
    return MCH_ADMIN_FAILED;
  join = mch_join_read (admin->data, error);
  if (join == NULL)
    return MCH_ADMIN_FAILED;
  text = dup_join_text (join);
  if (!write_new (argv[1], text, error) || !mch_admin_audit (admin, "join-file", NULL, error))
    return MCH_ADMIN_FAILED;
  g_print (_ ("%s holds the secrets of this server. Bring it to the other machine by a way that "
              "nobody else reads, and there:"),
           argv[1]);
  g_print ("\n  machaond init --data DIR --join %s\n", argv[1]);
  g_print ("%s\n", _ ("Then remove it on both machines."));
  return MCH_ADMIN_DONE;
}
