/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-server.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "server/db/mch-records.h"
#include "server/model/mch-model.h"
#include "vault/mch-vault-init.h"

/* Links for forgotten passwords from one address. A school of 3 000 pupils has one behind its NAT:
 * on the day of the slips ten classes may ask within a minute, and all of it within two hours. A
 * stranger with a list of logins gets no further than one letter each two seconds. */
#define RESETS_AT_ONCE 300
#define RESETS_EVERY_MS 2000
#define DOCUMENT_CACHE (16 * 1024 * 1024) /* bytes: some hundred of them */

static gint64
system_now (gpointer data)
{
  return g_get_real_time () / 1000;
}

static gboolean
read_instance (MchDb *db, gpointer data, GError **error)
{
  MchServer *server = data;
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT realm, name, pepper_check, moved_ms FROM instance WHERE id = 1");
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return mch_model_refuse (error, MCH_MODEL_ERROR_STATE,
                             _ ("This database belongs to no server yet. Run “machaond init”."));
  if (!mch_db_result_is_null (result, 3))
    return mch_model_refuse (error, MCH_MODEL_ERROR_STATE,
                             _ ("The content of this database was moved to another one with "
                                "“machaond admin migrate”; nothing was changed. Set “database” in "
                                "machaond.conf to the new one."));
  g_free (server->realm);
  g_free (server->name);
  server->realm = g_strdup (mch_db_result_get_text (result, 0));
  server->name = g_strdup (mch_db_result_get_text (result, 1));
  g_free (server->pepper_check);
  server->pepper_check = g_strdup (mch_db_result_get_text (result, 2));
  return TRUE;
}

static gboolean
write_pepper_check (MchDb *db, gpointer data, GError **error)
{
  return mch_db_exec (db, error,
                      "UPDATE instance SET pepper_check = $1 WHERE id = 1 AND pepper_check IS NULL",
                      MCH_DB_TEXT ((const char *) data))
         >= 0;
}

/* With another pepper every password would be wrong, and every new one wrong for the others. */
static gboolean
check_pepper (MchServer *server, GError **error)
{
  g_autofree char *own = mch_model_digest (server, "pepper-check", server->realm);

  if (server->pepper_check == NULL
      && (!mch_db_pool_write (server->pool, write_pepper_check, own, error)
          || !mch_db_pool_read (server->pool, read_instance, server, error)))
    return FALSE;
  return g_strcmp0 (server->pepper_check, own) == 0
         || mch_model_refuse (error, MCH_MODEL_ERROR_MISMATCH,
                              _ ("The secret file “pepper” of this folder is not that of the "
                                 "database: no password could be checked. Nothing was changed. "
                                 "Put the right one back from its copy; for a further server on "
                                 "the same database use “machaond init --join”."));
}

MchServer *
mch_server_new (MchDbPool *pool, MchSecret *pepper, const MchServerOptions *options, GError **error)
{
  g_autoptr (MchServer) server = g_new0 (MchServer, 1);

  g_return_val_if_fail (pool != NULL && pepper != NULL && options != NULL, NULL);

  g_mutex_init (&server->references_lock);
  server->documents = mch_document_cache_new (DOCUMENT_CACHE);
  server->resets = mch_address_limit_new (RESETS_AT_ONCE, RESETS_EVERY_MS);
  server->references =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) mch_reference_unref);
  server->pool = pool;
  server->pepper = mch_secret_ref (pepper);
  if (options->portal_url != NULL && *options->portal_url != '\0')
    server->portal_url = g_strdup (options->portal_url);
  server->portal_public =
      server->portal_url != NULL && mch_portal_url_is_public (server->portal_url);
  server->demo = options->demo;
  server->rules = options->rules != NULL ? *options->rules : mch_password_rules_candidate;
  server->now = options->now != NULL ? options->now : system_now;
  server->now_data = options->now_data;
  server->random = mch_vault_random;
  mch_server_set_hints (server, options->publish, options->end_streams, options->hints_data);
  if (!mch_db_pool_read (pool, read_instance, server, error) || !check_pepper (server, error))
    return NULL;
  return g_steal_pointer (&server);
}

void
mch_server_free (MchServer *server)
{
  if (server == NULL)
    return;
  mch_secret_unref (server->pepper);
  g_free (server->realm);
  g_free (server->name);
  g_free (server->pepper_check);
  g_free (server->portal_url);
  g_clear_pointer (&server->references, g_hash_table_unref);
  g_clear_pointer (&server->documents, mch_document_cache_free);
  g_clear_pointer (&server->resets, mch_address_limit_free);
  g_mutex_clear (&server->references_lock);
  g_free (server);
}

void
mch_server_set_hints (MchServer *server, MchPublishFunc publish, MchEndStreamsFunc end_streams,
                      gpointer data)
{
  g_return_if_fail (server != NULL);

  server->publish = publish;
  server->end_streams = end_streams;
  server->hints_data = data;
}

typedef struct
{
  const char *name;
  gint64 now_ms;
} Instance;

static gboolean
write_instance (MchDb *db, gpointer data, GError **error)
{
  const Instance *instance = data;
  g_autofree char *epoch = mch_uuid_new (instance->now_ms, mch_vault_random);
  g_autofree char *realm = mch_uuid_new (instance->now_ms, mch_vault_random);

  return mch_db_exec (db, error,
                      "INSERT INTO instance (id, epoch, realm, name, created_ms)"
                      " VALUES (1, $1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
                      MCH_DB_TEXT (epoch), MCH_DB_TEXT (realm), MCH_DB_TEXT (instance->name),
                      MCH_DB_INT (instance->now_ms))
         >= 0;
}

gboolean
mch_server_create_instance (MchDbPool *pool, const char *name, gint64 now_ms, GError **error)
{
  Instance instance = { name, now_ms };

  g_return_val_if_fail (pool != NULL && name != NULL && now_ms >= 0, FALSE);

  return mch_db_pool_write (pool, write_instance, &instance, error);
}

static gboolean
set_file_error (GError **error, int code, const char *path)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               _ ("The secret file %s cannot be used: %s"), path, g_strerror (code));
  return FALSE;
}

gboolean
mch_server_create_pepper (const char *path, GError **error)
{
  g_autoptr (MchSecret) pepper = mch_secret_new_random (MCH_KEY_SIZE);
  g_autoptr (MchSecretText) text = g_base64_encode (mch_secret_get_bytes (pepper), MCH_KEY_SIZE);
  gsize length = strlen (text);
  gboolean written;
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    return set_file_error (error, errno, path);
  written = write (fd, text, length) == (gssize) length && fsync (fd) == 0;
  if (close (fd) != 0 || !written)
    return set_file_error (error, errno, path);
  return TRUE;
}

MchSecret *
mch_server_load_pepper (const char *path, GError **error)
{
  guint8 bytes[MCH_KEY_SIZE];
  MchSecret *secret;
  gsize length;
  GStatBuf status;
  g_autoptr (MchSecretText) text = NULL;

  if (g_stat (path, &status) != 0)
    {
      set_file_error (error, errno, path);
      return NULL;
    }
  if ((status.st_mode & 077) != 0)
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                        _ ("Other users can read the secret file %s. Run “chmod 600” on it."),
                        path);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  g_strchomp (text);
  if (!mch_vault_decode_base64 (text, bytes, sizeof bytes, NULL))
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                        _ ("The secret file %s is damaged. Restore it from a backup: without it no "
                           "password can be checked."),
                        path);
      return NULL;
    }
  secret = mch_secret_new (bytes, sizeof bytes);
  mch_vault_wipe (bytes, sizeof bytes);
  return secret;
}

gint64
mch_server_now (const MchServer *server)
{
  return server->now (server->now_data);
}

static gboolean
read_epoch (MchDb *db, gpointer data, GError **error)
{
  char **ret_epoch = data;
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT epoch FROM instance WHERE id = 1");
  if (result == NULL)
    return FALSE;
  g_clear_pointer (ret_epoch, g_free);
  if (mch_db_result_next (result))
    *ret_epoch = g_strdup (mch_db_result_get_text (result, 0));
  return TRUE;
}

char *
mch_server_dup_epoch (MchServer *server, GError **error)
{
  g_autofree char *epoch = NULL;

  if (!mch_model_read (server, read_epoch, &epoch, error))
    return NULL;
  if (epoch == NULL)
    mch_model_refuse (error, MCH_MODEL_ERROR_STATE, _ ("This database has lost its epoch."));
  return g_steal_pointer (&epoch);
}

typedef struct
{
  const char *const *scopes;
  GArray *seqs; /* of gint64 */
} Hints;

static gboolean
read_seqs (MchDb *db, gpointer data, GError **error)
{
  Hints *hints = data;

  g_array_set_size (hints->seqs, 0);
  for (guint i = 0; hints->scopes[i] != NULL; i++)
    {
      gint64 seq = 0;

      if (!mch_scope_get (db, hints->scopes[i], &seq, NULL, NULL, error))
        return FALSE;
      g_array_append_val (hints->seqs, seq);
    }
  return TRUE;
}

void
mch_server_hint (MchServer *server, const char *const *scopes)
{
  g_autoptr (GArray) seqs = g_array_new (FALSE, FALSE, sizeof (gint64));
  Hints hints = { scopes, seqs };

  if (server->publish == NULL || scopes[0] == NULL
      || !mch_model_read (server, read_seqs, &hints, NULL))
    return;
  for (guint i = 0; scopes[i] != NULL; i++)
    server->publish (scopes[i], g_array_index (seqs, gint64, i), server->hints_data);
}

void
mch_server_hint_at (MchServer *server, const char *scope, gint64 seq)
{
  if (server->publish != NULL)
    server->publish (scope, seq, server->hints_data);
}

static gboolean
address_is_public (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_is_any (address) || g_inet_address_get_is_loopback (address)
      || g_inet_address_get_is_link_local (address) || g_inet_address_get_is_site_local (address)
      || g_inet_address_get_is_multicast (address))
    return FALSE;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    return (bytes[0] & 0xfe) != 0xfc;
  /* 100.64/10 is the inside of a provider's network. */
  return !(bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
}

static gboolean
name_is_public (const char *host)
{
  static const char *const local[] = { ".localhost", ".local",    ".lan",      ".home",
                                       ".internal",  ".intranet", ".home.arpa" };

  if (strchr (host, '.') == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (local); i++)
    if (g_str_has_suffix (host, local[i]))
      return FALSE;
  return TRUE;
}

gboolean
mch_portal_url_is_public (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = NULL;
  g_autofree char *host = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return FALSE;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  if (g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';
  address = g_inet_address_new_from_string (host);
  return address != NULL ? address_is_public (address) : name_is_public (host);
}
