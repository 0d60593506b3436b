/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-desk.h"

#include "protocol/mch-wire-json.h"
#include "sync/mch-secret-store-held.h"
#include "sync/mch-sync-error.h"
#include "vault/mch-blob.h"
#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PROFILE_ID "profile_id"
#define PROBE "probe" /* what is stored and cleared to see whether anything can be */
#define TOKEN_EXPIRES "token_expires_ms"
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))
#define FRESH_MS (29 * DAY_MS)

struct _MchDesk
{
  GObject parent_instance;

  MchProfile *profile;
  MchStore *store;
  MchSecretStore *secrets;
  MchSecretStoreHeld *held; /* the same; NULL once nothing but memory is left */
  MchClient *client;        /* NULL until the profile has a server */
  gboolean has_token;
  char *keyring_warning; /* NULL while the keyring works */
  MchDeskKeyring keyring_at_start;
  char *proxy_user; /* NULL: what the settings say */
  char *proxy_password;
};

G_DEFINE_FINAL_TYPE (MchDesk, mch_desk, G_TYPE_OBJECT)

static void
mch_desk_finalize (GObject *object)
{
  MchDesk *self = MCH_DESK (object);

  g_clear_pointer (&self->profile, mch_profile_free);
  g_clear_pointer (&self->store, mch_store_unref);
  g_clear_object (&self->secrets);
  g_clear_object (&self->client);
  g_free (self->keyring_warning);
  g_free (self->proxy_user);
  mch_vault_free_text (self->proxy_password);
  G_OBJECT_CLASS (mch_desk_parent_class)->finalize (object);
}

static void
mch_desk_class_init (MchDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_desk_finalize;
}

static void
mch_desk_init (MchDesk *self)
{
}

gint64
mch_desk_now_ms (void)
{
  return g_get_real_time () / 1000;
}

char *
mch_desk_new_id (void)
{
  return mch_uuid_new (mch_desk_now_ms (), mch_vault_random);
}

/* Whether data of an earlier session is in @profile_dir, which a new key would not open. */
static gboolean
holds_data (const char *profile_dir)
{
  g_autofree char *path = g_build_filename (profile_dir, MCH_STORE_FILE_NAME, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* From here on the session works without a keyring: in memory, and it is said. */
static void
fall_back_to_memory (MchDesk *self, const char *profile_dir, const GError *cause)
{
  if (g_error_matches (cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING_LOCKED))
    self->keyring_at_start = MCH_DESK_KEYRING_LOCKED;
  else
    self->keyring_at_start =
        holds_data (profile_dir) ? MCH_DESK_KEYRING_MISSED : MCH_DESK_KEYRING_NONE;
  g_clear_object (&self->secrets);
  self->secrets = mch_secret_store_new_memory ();
  self->held = NULL;
  self->keyring_warning = g_strdup (cause->message);
}

/* Whether the keyring is open and takes something: one that has just come back, or is locked, may
 * answer that there is nothing. */
static gboolean
keyring_works (MchDesk *self, GError **error)
{
  const char *profile = mch_desk_get_profile_id (self);
  g_autoptr (GBytes) probe = g_bytes_new_static (PROBE, strlen (PROBE));

  return mch_secret_store_store (self->secrets, profile, PROBE, probe, error)
         && mch_secret_store_clear (self->secrets, profile, PROBE, error);
}

/* The key of the local store: the one that is kept, or a new one. NULL without @error when it
 * cannot be kept. A keyring that works and does not know the profile is another one than that of
 * the session in which the data was written: it is given no key in the place of the right one. */
static GBytes *
get_cache_key (MchDesk *self, const char *profile_dir, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) key = NULL;
  const char *profile = mch_desk_get_profile_id (self);
  guint8 fresh[32];

  if (!mch_secret_store_lookup (self->secrets, profile, MCH_SECRET_CACHE_KEY, &key, &cause))
    {
      fall_back_to_memory (self, profile_dir, cause);
      return NULL;
    }
  if (key != NULL && g_bytes_get_size (key) == sizeof fresh)
    return g_steal_pointer (&key);

  g_clear_pointer (&key, g_bytes_unref);
  if (holds_data (profile_dir))
    {
      if (keyring_works (self, &cause))
        mch_store_set_key_error (error);
      else
        fall_back_to_memory (self, profile_dir, cause);
      return NULL;
    }
  mch_vault_random (fresh, sizeof fresh);
  key = g_bytes_new (fresh, sizeof fresh);
  mch_vault_wipe (fresh, sizeof fresh);
  if (mch_secret_store_store (self->secrets, profile, MCH_SECRET_CACHE_KEY, key, &cause))
    return g_steal_pointer (&key);
  fall_back_to_memory (self, profile_dir, cause);
  return NULL;
}

/* The proxy's login is one secret: the login, an end of line, the password. */
static void
load_proxy_login (MchDesk *self)
{
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) lines = NULL;
  char *text;

  if (!mch_secret_store_lookup (self->secrets, mch_desk_get_profile_id (self), MCH_SECRET_PROXY,
                                &bytes, NULL)
      || bytes == NULL)
    return;
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", 2);
  mch_vault_free_text (text);
  if (g_strv_length (lines) != 2)
    return;
  self->proxy_user = g_strdup (lines[0]);
  self->proxy_password = g_strdup (lines[1]);
}

MchClient *
mch_desk_new_client (MchDesk *self, const char *server, const char *ca_pem, GError **error)
{
  MchClient *client = mch_client_new (server, ca_pem, error);

  if (client != NULL)
    mch_client_set_proxy_login (client, self->proxy_user, self->proxy_password);
  return client;
}

gboolean
mch_desk_set_proxy_login (MchDesk *self, const char *user, const char *password, GError **error)
{
  char *text;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (MCH_IS_DESK (self), FALSE);

  g_free (self->proxy_user);
  mch_vault_free_text (self->proxy_password);
  self->proxy_user = g_strdup (user);
  self->proxy_password = g_strdup (user != NULL ? password : NULL);
  if (self->client != NULL)
    mch_client_set_proxy_login (self->client, self->proxy_user, self->proxy_password);
  if (user == NULL)
    return mch_secret_store_clear (self->secrets, mch_desk_get_profile_id (self), MCH_SECRET_PROXY,
                                   error);
  text = g_strconcat (user, "\n", password, NULL);
  bytes = g_bytes_new_take (text, strlen (text));
  return mch_secret_store_store (self->secrets, mch_desk_get_profile_id (self), MCH_SECRET_PROXY,
                                 bytes, error);
}

static void
load_client (MchDesk *self)
{
  const char *server = mch_profile_get (self->profile, MCH_PROFILE_SERVER);
  g_autoptr (GBytes) token = NULL;

  if (server == NULL)
    return;
  self->client =
      mch_desk_new_client (self, server, mch_profile_get (self->profile, MCH_PROFILE_CA), NULL);
  if (self->client == NULL
      || !mch_secret_store_lookup (self->secrets, mch_desk_get_profile_id (self), MCH_SECRET_TOKEN,
                                   &token, NULL)
      || token == NULL)
    return;

  {
    g_autofree char *text = g_strndup (g_bytes_get_data (token, NULL), g_bytes_get_size (token));

    mch_client_set_token (self->client, text);
    self->has_token = TRUE;
  }
}

static gboolean
load_profile (MchDesk *self, const char *profile_dir, GError **error)
{
  g_autofree char *id = NULL;

  self->profile = mch_profile_load (profile_dir, error);
  if (self->profile == NULL)
    return FALSE;
  if (mch_profile_get (self->profile, PROFILE_ID) != NULL)
    return TRUE;
  id = mch_desk_new_id ();
  mch_profile_set (self->profile, PROFILE_ID, id);
  return mch_profile_save (self->profile, error);
}

MchDesk *
mch_desk_open (const char *profile_dir, MchSecretStore *secrets, guint wait_ms, GError **error)
{
  g_autoptr (MchDesk) self = g_object_new (MCH_TYPE_DESK, NULL);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (GError) cause = NULL;
  int lock;

  g_return_val_if_fail (profile_dir != NULL, NULL);
  g_return_val_if_fail (MCH_IS_SECRET_STORE (secrets), NULL);

  mch_vault_init ();
  self->held = mch_secret_store_held_new (secrets);
  self->secrets = MCH_SECRET_STORE (self->held);
  lock = mch_profile_lock (profile_dir, wait_ms, error);
  if (lock < 0)
    return NULL;
  if (!load_profile (self, profile_dir, error))
    {
      close (lock);
      return NULL;
    }

  key = get_cache_key (self, profile_dir, &cause);
  if (cause != NULL)
    {
      close (lock);
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  self->store =
      mch_store_open_locked (profile_dir, lock, key, mch_desk_now_ms, mch_vault_random, error);
  if (self->store == NULL)
    return NULL;
  load_proxy_login (self);
  load_client (self);
  return g_steal_pointer (&self);
}

MchDeskKeyring
mch_desk_get_keyring_at_start (MchDesk *self)
{
  g_return_val_if_fail (MCH_IS_DESK (self), MCH_DESK_KEYRING_NONE);

  return self->keyring_at_start;
}

const char *
mch_desk_get_keyring_warning (MchDesk *self)
{
  g_return_val_if_fail (MCH_IS_DESK (self), NULL);

  if (self->keyring_warning != NULL || self->held == NULL)
    return self->keyring_warning;
  return mch_secret_store_held_get_trouble (self->held);
}

void
mch_desk_try_keyring (MchDesk *self)
{
  g_return_if_fail (MCH_IS_DESK (self));

  if (self->held != NULL)
    mch_secret_store_held_try (self->held);
}

MchProfile *
mch_desk_get_profile (MchDesk *self)
{
  g_return_val_if_fail (MCH_IS_DESK (self), NULL);

  return self->profile;
}

MchStore *
mch_desk_get_store (MchDesk *self)
{
  g_return_val_if_fail (MCH_IS_DESK (self), NULL);

  return self->store;
}

MchSecretStore *
mch_desk_get_secrets (MchDesk *self)
{
  g_return_val_if_fail (MCH_IS_DESK (self), NULL);

  return self->secrets;
}

const char *
mch_desk_get_profile_id (MchDesk *self)
{
  return mch_profile_get (self->profile, PROFILE_ID);
}

MchClient *
mch_desk_get_client (MchDesk *self, GError **error)
{
  g_return_val_if_fail (MCH_IS_DESK (self), NULL);

  if (self->client != NULL && self->has_token)
    return self->client;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN,
                       _ ("Nobody is signed in on this computer. Sign in first; what was typed "
                          "here is kept."));
  return NULL;
}

static gboolean
keep_token (MchDesk *self, const char *token, gint64 expires_ms, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (token, strlen (token));
  g_autofree char *expires = g_strdup_printf ("%" G_GINT64_FORMAT, expires_ms);

  if (!mch_secret_store_store (self->secrets, mch_desk_get_profile_id (self), MCH_SECRET_TOKEN,
                               bytes, error))
    return FALSE;
  mch_client_set_token (self->client, token);
  self->has_token = TRUE;
  mch_profile_set (self->profile, TOKEN_EXPIRES, expires);
  return mch_profile_save (self->profile, error);
}

gboolean
mch_desk_take_sign_in (MchDesk *self, MchClient *client, const char *token, gint64 expires_ms,
                       GError **error)
{
  g_return_val_if_fail (MCH_IS_DESK (self), FALSE);
  g_return_val_if_fail (MCH_IS_CLIENT (client), FALSE);

  g_set_object (&self->client, client);
  return keep_token (self, token, expires_ms, error);
}

void
mch_desk_forget_token (MchDesk *self)
{
  g_return_if_fail (MCH_IS_DESK (self));

  self->has_token = FALSE;
  mch_secret_store_clear (self->secrets, mch_desk_get_profile_id (self), MCH_SECRET_TOKEN, NULL);
}

void
mch_desk_rotate_token (MchDesk *self, GCancellable *cancellable)
{
  const char *expires = mch_profile_get (self->profile, TOKEN_EXPIRES);
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonObject) answer = NULL;
  const char *token;
  gint64 expires_ms;

  if (!self->has_token || expires == NULL
      || g_ascii_strtoll (expires, NULL, 10) - mch_desk_now_ms () > FRESH_MS)
    return;
  body = json_object_new ();
  answer = mch_client_call (self->client, "/v1/staff/rotate", body, cancellable, NULL);
  token = answer != NULL ? mch_wire_get_text (answer, "token", 256, NULL) : NULL;
  if (token == NULL || !mch_wire_get_int (answer, "expires_ms", 0, G_MAXINT64, &expires_ms, NULL))
    return;
  /* The old token works until the new one is used, so one that could not be kept costs nothing. */
  keep_token (self, token, expires_ms, NULL);
}

char *
mch_desk_dup_scope (MchDesk *self, const char *uai, GError **error)
{
  guint n_matching = 0;
  g_autofree char *wanted = uai != NULL ? g_strconcat ("etab:", uai, NULL) : NULL;
  const char *found = NULL;

  g_return_val_if_fail (MCH_IS_DESK (self), NULL);

  if (mch_profile_get_n_scopes (self->profile) == 0)
    {
      mch_desk_get_client (self, error);
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                             _ ("No establishment is attached to this account. Ask your exam "
                                "officer."));
      return NULL;
    }
  for (guint i = 0; i < mch_profile_get_n_scopes (self->profile); i++)
    {
      const char *scope = mch_profile_get_scope (self->profile, i, NULL);

      if (!g_str_has_prefix (scope, "etab:")
          || (wanted != NULL && g_ascii_strcasecmp (scope, wanted) != 0))
        continue;
      n_matching++;
      found = scope;
    }
  if (n_matching == 1)
    return g_strdup (found);
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                       n_matching == 0
                           ? _ ("This account has no such establishment.")
                           : _ ("This account has several establishments: say which one with "
                                "--establishment UAI."));
  return NULL;
}

static char *
join_ids (GPtrArray *records)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < records->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", ((MchRecord *) records->pdata[i])->id);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

MchRecord *
mch_desk_dup_service (MchDesk *self, const char *scope, const char *session, GError **error)
{
  g_autoptr (GPtrArray) services = NULL;
  g_autofree char *names = NULL;
  const MchRecord *found = NULL;

  g_return_val_if_fail (MCH_IS_DESK (self), NULL);

  services = mch_store_list_records (self->store, scope, MCH_KIND_SERVICE);
  for (guint i = 0; i < services->len; i++)
    {
      MchRecord *service = services->pdata[i];

      if (session != NULL ? g_ascii_strcasecmp (service->id, session) == 0 : services->len == 1)
        found = service;
    }
  if (found != NULL)
    return mch_record_copy (found);

  names = join_ids (services);
  if (services->len == 0)
    g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                         _ ("The exam office has opened no session for this establishment yet."));
  else if (session == NULL)
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                 _ ("There are several sessions: say which one with --session (%s)."), names);
  else
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                 _ ("There is no session “%s” here. The sessions are: %s."), session, names);
  return NULL;
}
