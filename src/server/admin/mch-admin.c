/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin/mch-admin.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/db/mch-audit.h"
#include "server/db/mch-db-schema.h"

void
mch_admin_clear (MchAdmin *admin)
{
  g_clear_pointer (&admin->server, mch_server_free);
  g_clear_pointer (&admin->pool, mch_db_pool_free);
  g_clear_pointer (&admin->config, mch_config_free);
  g_clear_pointer (&admin->data, g_free);
}

gboolean
mch_admin_misuse (GError **error, const char *format, ...)
{
  va_list args;
  g_autofree char *message = NULL;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, message);
  return FALSE;
}

gboolean
mch_admin_refuse (GError **error, const char *format, ...)
{
  va_list args;
  g_autofree char *message = NULL;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, MCH_MODEL_ERROR, MCH_MODEL_ERROR_STATE, message);
  return FALSE;
}

MchAdminExit
mch_admin_exit_of_error (const GError *error)
{
  return error->domain == G_OPTION_ERROR ? MCH_ADMIN_USAGE : MCH_ADMIN_FAILED;
}

static gboolean
check_count (int argc, const MchAdminVerb *verb, int min, int max, GError **error)
{
  if (argc - 1 >= min && argc - 1 <= max)
    return TRUE;
  return mch_admin_misuse (error,
                           argc - 1 < min ? _ ("Something is missing: %s %s")
                                          : _ ("There is a word too many: %s %s"),
                           verb->name, verb->arguments);
}

gboolean
mch_admin_parse (MchAdmin *admin, const MchAdminVerb *verb, int *argc, char ***argv,
                 const GOptionEntry *options, int min, int max, GError **error)
{
  g_autofree char *data = NULL;
  g_autofree char *name = g_strconcat (g_get_prgname (), " ", verb->name, NULL);
  g_autoptr (GOptionContext) context = g_option_context_new (verb->arguments);
  const GOptionEntry common[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("The folder of the server's data"), "DIR" },
    G_OPTION_ENTRY_NULL,
  };

  /* "machaond admin academy add": what the help shows. */
  g_set_prgname (name);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (verb->summary));
  if (options != NULL)
    g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (data != NULL)
    {
      g_free (admin->data);
      admin->data = g_canonicalize_filename (data, NULL);
    }
  if (admin->data == NULL)
    return mch_admin_misuse (error, _ ("Say which folder holds the data: --data DIR"));
  return check_count (*argc, verb, min, max, error);
}

char *
mch_admin_dup_path (const MchAdmin *admin, const char *name)
{
  return g_build_filename (admin->data, name, NULL);
}

char *
mch_admin_dup_tls_path (const MchAdmin *admin, const char *name)
{
  return g_build_filename (admin->data, MCH_ADMIN_TLS, name, NULL);
}

char *
mch_admin_dup_database_uri (const MchAdmin *admin, const char *setting)
{
  g_autofree char *path = NULL;

  if (g_str_has_prefix (setting, "sqlite:"))
    setting += strlen ("sqlite:");
  else if (g_str_has_prefix (setting, "postgresql:") || g_str_has_prefix (setting, "postgres:")
           || (*setting != '/' && strchr (setting, '=') != NULL))
    return g_strdup (setting);
  path = g_canonicalize_filename (*setting != '\0' ? setting : MCH_ADMIN_DATABASE, admin->data);
  return g_strconcat ("sqlite:", path, NULL);
}

gboolean
mch_admin_open_config (MchAdmin *admin, GError **error)
{
  g_autofree char *path = NULL;

  if (admin->config != NULL)
    return TRUE;
  path = mch_admin_dup_path (admin, MCH_ADMIN_CONFIG);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return mch_admin_refuse (error,
                             _ ("%s holds no data of machaond. Make it first: machaond init "
                                "--data %s"),
                             admin->data, admin->data);
  admin->config = mch_config_load (path, error);
  return admin->config != NULL;
}

gboolean
mch_admin_open_database (MchAdmin *admin, MchDbOpenFlags flags, GError **error)
{
  g_autofree char *uri = NULL;

  if (admin->pool != NULL)
    return TRUE;
  if (!mch_admin_open_config (admin, error))
    return FALSE;
  uri =
      mch_admin_dup_database_uri (admin, mch_config_get_text (admin->config, MCH_CONFIG_DATABASE));
  admin->pool = mch_db_pool_open (uri, flags, error);
  return admin->pool != NULL;
}

gboolean
mch_admin_open_server (MchAdmin *admin, const MchServerOptions *options, GError **error)
{
  const MchServerOptions none = { 0 };
  g_autofree char *path = mch_admin_dup_path (admin, MCH_ADMIN_PEPPER);
  g_autoptr (MchSecret) pepper = NULL;

  if (admin->server != NULL)
    return TRUE;
  if (!mch_admin_open_database (admin, MCH_DB_OPEN_NONE, error)
      || !mch_db_check_schema (admin->pool, error))
    return FALSE;
  pepper = mch_server_load_pepper (path, error);
  if (pepper == NULL)
    return FALSE;
  admin->server = mch_server_new (admin->pool, pepper, options != NULL ? options : &none, error);
  return admin->server != NULL;
}

typedef struct
{
  const char *action;
  const char *object;
} Audit;

static gboolean
append_audit (MchDb *db, gpointer data, GError **error)
{
  const Audit *audit = data;
  gint64 now = g_get_real_time () / 1000;
  const MchAuditEntry entry = {
    .chain = MCH_AUDIT_SERVER,
    .at_ms = now,
    .received_ms = now,
    .actor = "",
    .action = audit->action,
    .object = audit->object,
  };

  return mch_audit_append (db, &entry, error) > 0;
}

gboolean
mch_admin_audit (MchAdmin *admin, const char *action, const char *object, GError **error)
{
  Audit audit = { action, object };

  return mch_db_pool_write (admin->pool, append_audit, &audit, error);
}
