/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-sign-in.h"

#include "core/mch-login.h"
#include "core/mch-password.h"
#include "protocol/mch-wire-json.h"
#include "sync/mch-engine.h"
#include "sync/mch-membership.h"
#include "sync/mch-office.h"
#include "sync/mch-realm.h"
#include "sync/mch-sync-error.h"
#include "sync/mch-unlock.h"
#include "vault/mch-digest.h"
#include "vault/mch-member-key.h"
#include "vault/mch-secret.h"
#include "vault/mch-staff-key.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SECRET_ACTIVATION "activation" /* the member key of an activation without an answer yet */
#define MAX_WRAPPED 256

static gboolean
check_profile (MchDesk *desk, const MchSignIn *what, const char *login, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  const char *known_login = mch_profile_get (profile, MCH_PROFILE_LOGIN);
  const char *known_server = mch_profile_get (profile, MCH_PROFILE_SERVER);

  if (*login == '\0' || what->password == NULL)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                           _ ("A login and a password are needed to sign in."));
      return FALSE;
    }
  if (known_login != NULL && g_strcmp0 (known_login, login) != 0)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("This profile belongs to %s at %s. Use another profile for another "
                      "person; nothing was changed."),
                   known_login, known_server);
      return FALSE;
    }
  return TRUE;
}

/* A lost answer is asked again with the same key pair, which the server then knows. */
static MchKeyPair *
dup_activation_pair (MchDesk *desk, GError **error)
{
  MchSecretStore *secrets = mch_desk_get_secrets (desk);
  const char *profile = mch_desk_get_profile_id (desk);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MchKeyPair) pair = NULL;
  MchSecret *secret;

  if (!mch_secret_store_lookup (secrets, profile, SECRET_ACTIVATION, &kept, error))
    return NULL;
  if (kept != NULL && g_bytes_get_size (kept) == MCH_KEY_SIZE)
    return mch_key_pair_new_from_secret (g_bytes_get_data (kept, NULL));

  pair = mch_key_pair_new ();
  secret = mch_key_pair_get_secret (pair);
  bytes = g_bytes_new (mch_secret_get_bytes (secret), mch_secret_get_size (secret));
  if (!mch_secret_store_store (secrets, profile, SECRET_ACTIVATION, bytes, error))
    return NULL;
  return g_steal_pointer (&pair);
}

static gboolean
check_new_password (const MchSignIn *what, const char *login, GError **error)
{
  const MchPasswordRules *rules = &mch_password_rules_staff;
  MchPasswordFaults faults = mch_password_check (rules, what->password, login);
  g_auto (GStrv) sentences = mch_password_faults_dup_sentences (rules, faults);
  g_autofree char *text = g_strjoinv (" ", sentences);

  if (faults == MCH_PASSWORD_FAULT_NONE)
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE, text);
  return FALSE;
}

static JsonObject *
activate (MchDesk *desk, MchClient *client, const MchSignIn *what, const char *login,
          MchStaffKeys *keys, GCancellable *cancellable, GError **error)
{
  g_autofree char *invitation = NULL;
  g_autoptr (MchKeyPair) pair = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (GError) cause = NULL;

  if (!check_new_password (what, login, error))
    return NULL;
  invitation = mch_invitation_parse (what->invitation, &cause);
  if (invitation == NULL)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE, cause->message);
      return NULL;
    }
  pair = dup_activation_pair (desk, error);
  if (pair == NULL)
    return NULL;
  wrapped = mch_member_key_wrap (pair, keys->wrap, login);

  json_object_set_string_member (body, "login", login);
  json_object_set_string_member (body, "invitation", invitation);
  mch_wire_set_bytes (body, "auth", keys->auth, sizeof keys->auth);
  mch_wire_set_bytes (body, "member_public", mch_key_pair_get_public (pair), MCH_KEY_SIZE);
  mch_wire_set_bytes (body, "member_wrapped", g_bytes_get_data (wrapped, NULL),
                      g_bytes_get_size (wrapped));
  json_object_set_string_member (body, "device", g_get_host_name ());
  return mch_client_call (client, "/v1/staff/activate", body, cancellable, error);
}

static JsonObject *
present (MchClient *client, const char *login, MchStaffKeys *keys, GCancellable *cancellable,
         GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "login", login);
  mch_wire_set_bytes (body, "auth", keys->auth, sizeof keys->auth);
  json_object_set_string_member (body, "device", g_get_host_name ());
  return mch_client_call (client, "/v1/staff/sign-in", body, cancellable, error);
}

/* The establishments that an agent has opened: the server grants him the académie, and these with
 * it. (transfer full): scopes and names, one after the other. */
static GPtrArray *
list_opened (MchProfile *profile, JsonObject *answer)
{
  GPtrArray *opened = g_ptr_array_new_with_free_func (g_free);
  const char *login = mch_wire_opt_text (answer, "login", NULL);

  if (g_strcmp0 (mch_wire_opt_text (answer, "role", NULL), MCH_ROLE_OFFICE) != 0
      || g_strcmp0 (login, mch_profile_get (profile, MCH_PROFILE_LOGIN)) != 0)
    return opened;
  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *name;
      const char *scope = mch_profile_get_scope (profile, i, &name);

      if (!g_str_has_prefix (scope, "etab:"))
        continue;
      g_ptr_array_add (opened, g_strdup (scope));
      g_ptr_array_add (opened, g_strdup (name));
    }
  return opened;
}

static gboolean
keep_scopes (MchProfile *profile, JsonObject *answer, GError **error)
{
  g_autoptr (GPtrArray) opened = list_opened (profile, answer);
  JsonArray *scopes = mch_wire_get_array (answer, "scopes", 10000, error);

  if (scopes == NULL)
    return FALSE;
  mch_profile_clear_scopes (profile);
  for (guint i = 0; i < json_array_get_length (scopes); i++)
    {
      JsonObject *scope = mch_wire_array_object (scopes, i, error);
      const char *id = scope != NULL ? mch_wire_get_text (scope, "scope", 64, error) : NULL;

      if (id == NULL)
        return FALSE;
      mch_profile_add_scope (profile, id, mch_wire_opt_text (scope, "name", id));
    }
  for (guint i = 0; i + 1 < opened->len; i += 2)
    mch_profile_add_scope (profile, opened->pdata[i], opened->pdata[i + 1]);
  return TRUE;
}

static gboolean
keep_answer (MchDesk *desk, MchClient *client, const MchSignIn *what, const char *login,
             JsonObject *answer, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  const char *token = mch_wire_get_text (answer, "token", 256, error);
  g_autoptr (GBytes) public = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  gint64 expires_ms;

  if (token == NULL || !mch_wire_get_int (answer, "expires_ms", 0, G_MAXINT64, &expires_ms, error))
    return FALSE;
  public = mch_wire_get_bytes (answer, "member_public", MCH_KEY_SIZE, MCH_KEY_SIZE, error);
  wrapped =
      public != NULL ? mch_wire_get_bytes (answer, "member_wrapped", 1, MAX_WRAPPED, error) : NULL;
  if (wrapped == NULL || !keep_scopes (profile, answer, error))
    return FALSE;

  mch_profile_set (profile, MCH_PROFILE_SERVER, what->server);
  if (what->ca_pem != NULL)
    mch_profile_set (profile, MCH_PROFILE_CA, what->ca_pem);
  mch_profile_set (profile, MCH_PROFILE_LOGIN, login);
  mch_profile_set (profile, MCH_PROFILE_NAME, mch_wire_opt_text (answer, "name", login));
  mch_profile_set (profile, MCH_PROFILE_ROLE, mch_wire_opt_text (answer, "role", NULL));
  mch_profile_set (profile, MCH_PROFILE_MEMBER_PUBLIC,
                   json_object_get_string_member (answer, "member_public"));
  mch_profile_set (profile, MCH_PROFILE_MEMBER_WRAPPED,
                   json_object_get_string_member (answer, "member_wrapped"));
  return mch_desk_take_sign_in (desk, client, token, expires_ms, error);
}

/* The first pull, and every establishment's key founded or pinned. */
static gboolean
settle_in (MchDesk *desk, const char *password, GCancellable *cancellable, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autoptr (MchKeyPair) member = NULL;

  if (!mch_unlock_with_password (desk, password, error)
      || !mch_engine_pull (desk, cancellable, error))
    return FALSE;
  member = mch_unlock_dup_member (desk, error);
  if (member == NULL)
    return FALSE;
  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *scope = mch_profile_get_scope (profile, i, NULL);

      if (g_str_has_prefix (scope, "etab:") && !mch_office_is_agent (desk)
          && !mch_membership_join (desk, scope, member, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_sign_in (MchDesk *desk, const MchSignIn *what, GCancellable *cancellable, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autofree char *login = mch_login_fold (what->login);
  const char *ca = what->ca_pem != NULL ? what->ca_pem : mch_profile_get (profile, MCH_PROFILE_CA);
  g_autoptr (MchClient) client = NULL;
  g_autoptr (MchStaffKeys) keys = NULL;
  g_autoptr (JsonObject) answer = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk), FALSE);

  if (!check_profile (desk, what, login, error))
    return FALSE;
  client = mch_desk_new_client (desk, what->server, ca, error);
  if (client == NULL || !mch_realm_ask (desk, client, cancellable, error))
    return FALSE;
  keys = mch_staff_keys_derive (mch_profile_get (profile, MCH_PROFILE_REALM), login, what->password,
                                error);
  if (keys == NULL)
    return FALSE;

  answer = what->invitation != NULL ? activate (desk, client, what, login, keys, cancellable, error)
                                    : present (client, login, keys, cancellable, error);
  if (answer == NULL || !keep_answer (desk, client, what, login, answer, error))
    return FALSE;
  mch_secret_store_clear (mch_desk_get_secrets (desk), mch_desk_get_profile_id (desk),
                          SECRET_ACTIVATION, NULL);
  return settle_in (desk, what->password, cancellable, error);
}

gboolean
mch_sign_out (MchDesk *desk, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  MchClient *client = mch_desk_get_client (desk, error);

  if (client == NULL)
    return FALSE;
  answer = mch_client_call (client, "/v1/staff/sign-out", body, cancellable, error);
  mch_desk_forget_token (desk);
  mch_unlock_close (desk);
  return answer != NULL;
}
