/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How staff come in: the first activation, signing in with a password, a changed password. Whoever
 * may not come in is told the same, whatever the reason. */
#include "server/model/mch-staff.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-login.h"
#include "server/model/mch-model.h"
#include "server/model/mch-staff-private.h"
#include "server/model/mch-throttle.h"
#include "vault/mch-digest.h"
#include "vault/mch-staff-key.h"

#define DEVICE_NAME_MAX 80 /* characters */

typedef enum
{
  COME_IN,
  WRONG,
  THROTTLED,
  SPENT,
} Verdict;

typedef struct
{
  MchServer *server;
  char *login;   /* folded */
  char *subject; /* of the throttle */
  const char *address;
  const char *device_name;
  const guint8 *auth;
  const guint8 *auth_old;          /* changing the password */
  const MchActivation *activation; /* activating */
  GBytes *wrapped;                 /* changing the password */
  const char *keep_device;         /* likewise */
  Verdict verdict;
  guint wait;
  MchSignIn *sign_in;
  GPtrArray *ended;
} Entry;

static void
entry_clear (Entry *entry)
{
  g_free (entry->login);
  g_free (entry->subject);
  mch_sign_in_free (entry->sign_in);
  g_ptr_array_unref (entry->ended);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Entry, entry_clear)

void
mch_sign_in_free (MchSignIn *sign_in)
{
  if (sign_in == NULL)
    return;
  g_free (sign_in->token);
  mch_staff_free (sign_in->staff);
  g_clear_pointer (&sign_in->member_public, g_bytes_unref);
  g_clear_pointer (&sign_in->member_wrapped, g_bytes_unref);
  g_free (sign_in);
}

static void
entry_init (Entry *entry, MchServer *server, const char *login, const char *address)
{
  g_autofree char *digest = NULL;

  entry->server = server;
  entry->login = mch_login_fold (login);
  digest = mch_model_digest (server, "staff", entry->login);
  entry->subject = g_strconcat ("s", digest, NULL);
  entry->address = address;
  entry->ended = g_ptr_array_new_with_free_func (g_free);
}

static gboolean
refuse (const Entry *entry, GError **error)
{
  switch (entry->verdict)
    {
    case THROTTLED:
      return mch_model_refuse (error, MCH_MODEL_ERROR_THROTTLED,
                               _ ("Too many wrong tries. Try again in %u s."), entry->wait);
    case SPENT:
      return mch_model_refuse (error, MCH_MODEL_ERROR_ALREADY_ACTIVE,
                               _ ("This invitation was used already."));
    case WRONG:
    default:
      return mch_model_refuse (error, MCH_MODEL_ERROR_UNAUTHENTICATED,
                               _ ("The login or the password is wrong."));
    }
}

/* Whether the try may be made; it is then counted. */
static gboolean
begin_try (MchDb *db, Entry *entry, gboolean *ret_go_on, GError **error)
{
  gint64 now = mch_server_now (entry->server);
  guint failures;

  entry->verdict = WRONG;
  g_clear_pointer (&entry->sign_in, mch_sign_in_free);
  g_ptr_array_set_size (entry->ended, 0);
  if (!mch_throttle_look (db, entry->subject, entry->address, now, &entry->wait, &failures, error))
    return FALSE;
  *ret_go_on = entry->wait == 0;
  if (entry->wait == 0)
    return mch_throttle_count (db, entry->subject, entry->address, failures, now, error);
  entry->verdict = THROTTLED;
  return TRUE;
}

static gboolean
insert_device (MchDb *db, Entry *entry, GError **error)
{
  gint64 now = mch_server_now (entry->server);
  g_autofree char *id = mch_uuid_new (now, entry->server->random);
  g_autofree char *name = g_utf8_substring (
      entry->device_name, 0, MIN (DEVICE_NAME_MAX, g_utf8_strlen (entry->device_name, -1)));
  g_autofree char *digest = NULL;

  entry->sign_in->token = mch_token_new ();
  entry->sign_in->expires_ms = now + MCH_TOKEN_LIFE_MS;
  entry->sign_in->staff->device = g_strdup (id);
  digest = mch_model_digest (entry->server, "device", entry->sign_in->token);
  return mch_db_exec (db, error,
                      "INSERT INTO device (id, staff, name, token_hash, expires_ms, created_ms,"
                      " last_seen_ms) VALUES ($1, $2, $3, $4, $5, $6, $6)",
                      MCH_DB_TEXT (id), MCH_DB_TEXT (entry->login), MCH_DB_TEXT (name),
                      MCH_DB_TEXT (digest), MCH_DB_INT (entry->sign_in->expires_ms),
                      MCH_DB_INT (now))
         >= 0;
}

/* The try was right: what the member of staff gets. */
static gboolean
let_in (MchDb *db, Entry *entry, const char *action, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;
  MchSignIn *sign_in = g_new0 (MchSignIn, 1);

  entry->sign_in = sign_in;
  sign_in->staff = mch_staff_read (db, entry->login, error);
  if (sign_in->staff == NULL)
    return FALSE;
  result =
      mch_db_query (db, error, "SELECT member_public, member_wrapped FROM staff WHERE login = $1",
                    MCH_DB_TEXT (entry->login));
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  sign_in->member_public = mch_model_dup_blob (result, 0);
  sign_in->member_wrapped = mch_model_dup_blob (result, 1);
  entry->verdict = COME_IN;
  return mch_throttle_clear (db, entry->subject, entry->address, error)
         && insert_device (db, entry, error)
         && mch_model_audit (entry->server, db, MCH_AUDIT_SERVER, entry->login, action,
                             sign_in->staff->device, NULL, error);
}

/* Whether @auth is the login's; an unknown one is compared with nothing, at the same cost. */
static gboolean
check_auth (MchDb *db, Entry *entry, const guint8 *auth, gboolean *ret_right, GError **error)
{
  static const guint8 nothing[MCH_KEY_SIZE];
  const guint8 *stored = NULL;
  gsize length = 0;
  gboolean matches;
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT auth_hash FROM staff WHERE login = $1 AND disabled_ms IS NULL"
                         " AND auth_hash IS NOT NULL",
                         MCH_DB_TEXT (entry->login));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    stored = mch_db_result_get_blob (result, 0, &length);
  matches = mch_staff_auth_matches (entry->server->pepper, auth,
                                    length == MCH_KEY_SIZE ? stored : nothing);
  *ret_right = matches && length == MCH_KEY_SIZE;
  return TRUE;
}

static gboolean
sign_in_staff (MchDb *db, gpointer data, GError **error)
{
  Entry *entry = data;
  gboolean go_on, right;

  if (!begin_try (db, entry, &go_on, error))
    return FALSE;
  if (!go_on)
    return TRUE;
  if (!check_auth (db, entry, entry->auth, &right, error))
    return FALSE;
  return !right || let_in (db, entry, "staff.sign-in", error);
}

MchSignIn *
mch_staff_sign_in (MchServer *server, const char *login, const guint8 *auth, const char *device,
                   const char *address, guint *ret_wait, GError **error)
{
  g_auto (Entry) entry = { 0 };

  g_return_val_if_fail (login != NULL && auth != NULL && device != NULL, NULL);

  entry_init (&entry, server, login, address);
  entry.auth = auth;
  entry.device_name = device;
  if (!mch_model_write (server, sign_in_staff, &entry, error))
    return NULL;
  *ret_wait = entry.wait;
  if (entry.verdict != COME_IN)
    refuse (&entry, error);
  return g_steal_pointer (&entry.sign_in);
}

static char *
activation_digest (Entry *entry, const char *invitation)
{
  g_autofree char *auth = g_base64_encode (entry->activation->auth, MCH_KEY_SIZE);
  g_autofree char *key = g_base64_encode (entry->activation->member_public, MCH_KEY_SIZE);
  g_autofree char *whole = g_strjoin ("\n", entry->login, invitation, auth, key, NULL);

  return mch_model_digest (entry->server, "activation", whole);
}

/* Gives the login its password and its key. */
static gboolean
write_activation (MchDb *db, Entry *entry, const char *invitation_digest, const char *digest,
                  GError **error)
{
  const MchActivation *activation = entry->activation;
  gint64 now = mch_server_now (entry->server);
  guint8 stored[MCH_KEY_SIZE];
  gsize length;
  const void *wrapped = g_bytes_get_data (activation->member_wrapped, &length);

  mch_staff_auth_pepper (entry->server->pepper, activation->auth, stored);
  return mch_db_exec (db, error,
                      "UPDATE staff SET auth_hash = $1, member_public = $2, member_wrapped = $3"
                      " WHERE login = $4",
                      MCH_DB_BLOB (stored, sizeof stored),
                      MCH_DB_BLOB (activation->member_public, MCH_KEY_SIZE),
                      MCH_DB_BLOB (wrapped, length), MCH_DB_TEXT (entry->login))
             >= 0
         && mch_db_exec (db, error,
                         "UPDATE invitation SET used_ms = $1, activation_hash = $2"
                         " WHERE hash = $3",
                         MCH_DB_INT (now), MCH_DB_TEXT (digest), MCH_DB_TEXT (invitation_digest))
                >= 0
         && mch_staff_revoke_devices (entry->server, db, entry->login, NULL, entry->ended, error);
}

static gboolean
activate_now (MchDb *db, Entry *entry, const char *invitation_digest, const char *digest,
              GError **error)
{
  MchStamp stamp = { "", mch_server_now (entry->server) };
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchStaff) staff = NULL;

  if (!write_activation (db, entry, invitation_digest, digest, error))
    return FALSE;
  staff = mch_staff_read (db, entry->login, error);
  if (staff == NULL)
    return FALSE;
  stamp.by = entry->login;
  return mch_staff_put_pending (db, batch, staff, entry->activation->member_public, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && let_in (db, entry, "staff.activate", error);
}

static gboolean
activate_staff (MchDb *db, gpointer data, GError **error)
{
  Entry *entry = data;
  gint64 now = mch_server_now (entry->server);
  gboolean go_on;
  g_autofree char *code = mch_invitation_parse (entry->activation->invitation, NULL);
  g_autofree char *invitation = mch_model_digest (entry->server, "invitation", code ? code : "");
  g_autofree char *digest = activation_digest (entry, code != NULL ? code : "");
  g_autoptr (MchDbResult) result = NULL;

  if (!begin_try (db, entry, &go_on, error))
    return FALSE;
  if (!go_on)
    return TRUE;
  result = mch_db_query (db, error,
                         "SELECT i.expires_ms, i.used_ms, i.activation_hash FROM invitation i"
                         " JOIN staff s ON s.login = i.staff"
                         " WHERE i.hash = $1 AND i.staff = $2 AND s.disabled_ms IS NULL",
                         MCH_DB_TEXT (invitation), MCH_DB_TEXT (entry->login));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  if (!mch_db_result_is_null (result, 1))
    {
      if (g_strcmp0 (mch_db_result_get_text (result, 2), digest) == 0
          && now - mch_db_result_get_int (result, 1) <= MCH_ACTIVATION_REPLAY_MS)
        return let_in (db, entry, "staff.activate", error);
      entry->verdict = SPENT;
      return TRUE;
    }
  if (mch_db_result_get_int (result, 0) <= now)
    return TRUE;
  return activate_now (db, entry, invitation, digest, error);
}

MchSignIn *
mch_staff_activate (MchServer *server, const MchActivation *activation, const char *address,
                    guint *ret_wait, GError **error)
{
  g_auto (Entry) entry = { 0 };

  g_return_val_if_fail (activation != NULL && activation->member_wrapped != NULL, NULL);

  entry_init (&entry, server, activation->login, address);
  entry.activation = activation;
  entry.device_name = activation->device;
  if (!mch_model_write (server, activate_staff, &entry, error))
    return NULL;
  *ret_wait = entry.wait;
  mch_staff_end_streams (server, entry.ended);
  if (entry.verdict != COME_IN)
    refuse (&entry, error);
  else
    mch_staff_hint (server, entry.sign_in->staff);
  return g_steal_pointer (&entry.sign_in);
}

static gboolean
change_password (MchDb *db, gpointer data, GError **error)
{
  Entry *entry = data;
  guint8 stored[MCH_KEY_SIZE];
  gboolean go_on, right;
  gsize length;
  const void *wrapped = g_bytes_get_data (entry->wrapped, &length);

  if (!begin_try (db, entry, &go_on, error))
    return FALSE;
  if (!go_on)
    return TRUE;
  if (!check_auth (db, entry, entry->auth_old, &right, error))
    return FALSE;
  if (!right)
    return TRUE;
  mch_staff_auth_pepper (entry->server->pepper, entry->auth, stored);
  entry->verdict = COME_IN;
  return mch_throttle_clear (db, entry->subject, entry->address, error)
         && mch_db_exec (db, error,
                         "UPDATE staff SET auth_hash = $1, member_wrapped = $2 WHERE login = $3",
                         MCH_DB_BLOB (stored, sizeof stored), MCH_DB_BLOB (wrapped, length),
                         MCH_DB_TEXT (entry->login))
                >= 0
         && mch_staff_revoke_devices (entry->server, db, entry->login, entry->keep_device,
                                      entry->ended, error)
         && mch_model_audit (entry->server, db, MCH_AUDIT_SERVER, entry->login, "staff.password",
                             entry->login, NULL, error);
}

gboolean
mch_staff_change_password (MchServer *server, const MchStaff *staff, const guint8 *auth_old,
                           const guint8 *auth, GBytes *wrapped, const char *address,
                           guint *ret_wait, GError **error)
{
  g_auto (Entry) entry = { 0 };

  g_return_val_if_fail (staff != NULL && auth_old != NULL && auth != NULL && wrapped != NULL,
                        FALSE);

  entry_init (&entry, server, staff->login, address);
  entry.auth_old = auth_old;
  entry.auth = auth;
  entry.wrapped = wrapped;
  entry.keep_device = staff->device;
  if (!mch_model_write (server, change_password, &entry, error))
    return FALSE;
  *ret_wait = entry.wait;
  mch_staff_end_streams (server, entry.ended);
  return entry.verdict == COME_IN || refuse (&entry, error);
}
