/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-unlock.h"

#include "sync/mch-membership.h"
#include "sync/mch-encoded.h"
#include "sync/mch-sync-error.h"
#include "vault/mch-establishment-key.h"
#include "vault/mch-member-key.h"
#include "vault/mch-secret.h"
#include "vault/mch-vault-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Made at, member's secret key; both clocks must agree that it is not yet over. */
#define UNLOCK_FORMAT "(xay)"

static gboolean
fail_password_needed (GError **error)
{
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PASSWORD,
                       _ ("Your password is needed for this. Give it (with machaonctl: "
                          "--password-file FILE), then start again."));
  return FALSE;
}

static gboolean
keep (MchDesk *desk, MchKeyPair *member, GError **error)
{
  MchSecret *secret = mch_key_pair_get_secret (member);
  GVariant *bytes = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, mch_secret_get_bytes (secret),
                                               mch_secret_get_size (secret), 1);
  g_autoptr (GVariant) value =
      g_variant_ref_sink (g_variant_new ("(x@ay)", mch_desk_now_ms (), bytes));
  g_autoptr (GBytes) content = g_variant_get_data_as_bytes (value);

  return mch_secret_store_store (mch_desk_get_secrets (desk), mch_desk_get_profile_id (desk),
                                 MCH_SECRET_UNLOCK, content, error);
}

static MchKeyPair *
open_member (MchDesk *desk, const char *password, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autoptr (GBytes) public =
      mch_encoded_dup_bytes (mch_profile_get (profile, MCH_PROFILE_MEMBER_PUBLIC));
  g_autoptr (GBytes) wrapped =
      mch_encoded_dup_bytes (mch_profile_get (profile, MCH_PROFILE_MEMBER_WRAPPED));
  const char *realm = mch_profile_get (profile, MCH_PROFILE_REALM);
  const char *login = mch_profile_get (profile, MCH_PROFILE_LOGIN);
  g_autoptr (GError) cause = NULL;
  MchKeyPair *member;

  if (public == NULL || g_bytes_get_size (public) != MCH_KEY_SIZE || wrapped == NULL
      || realm == NULL || login == NULL)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN,
                           _ ("Nobody is signed in on this computer. Sign in first; what was typed "
                              "here is kept."));
      return NULL;
    }
  member = mch_member_key_open (wrapped, g_bytes_get_data (public, NULL), realm, login, password,
                                &cause);
  if (member == NULL
      && (g_error_matches (cause, MCH_VAULT_ERROR, MCH_VAULT_ERROR_WRONG_PASSWORD)
          || g_error_matches (cause, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED)))
    g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PASSWORD,
                         _ ("This is not the password of this account. Nothing was opened; type it "
                            "again."));
  else if (member == NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  return member;
}

gboolean
mch_unlock_with_password (MchDesk *desk, const char *password, GError **error)
{
  g_autoptr (MchKeyPair) member = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk), FALSE);
  g_return_val_if_fail (password != NULL, FALSE);

  member = open_member (desk, password, error);
  return member != NULL && keep (desk, member, error);
}

MchKeyPair *
mch_unlock_dup_member (MchDesk *desk, GError **error)
{
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) bytes = NULL;
  const guint8 *secret;
  gsize length;
  gint64 made_ms, age_ms;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);

  if (!mch_secret_store_lookup (mch_desk_get_secrets (desk), mch_desk_get_profile_id (desk),
                                MCH_SECRET_UNLOCK, &content, error))
    return NULL;
  if (content == NULL)
    {
      fail_password_needed (error);
      return NULL;
    }
  value = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (UNLOCK_FORMAT), content, FALSE));
  g_variant_get (value, "(x@ay)", &made_ms, &bytes);
  secret = g_variant_get_fixed_array (bytes, &length, 1);
  age_ms = mch_desk_now_ms () - made_ms;
  /* A clock that was set back must not keep it open. */
  if (length != MCH_KEY_SIZE || age_ms < 0
      || age_ms >= MCH_UNLOCK_MINUTES * 60 * G_GINT64_CONSTANT (1000))
    {
      mch_unlock_close (desk);
      fail_password_needed (error);
      return NULL;
    }
  return mch_key_pair_new_from_secret (secret);
}

MchKeyPair *
mch_unlock_dup_establishment (MchDesk *desk, const char *scope, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autoptr (MchKeyPair) member = mch_unlock_dup_member (desk, error);
  g_autoptr (MchRecord) record = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) cause = NULL;
  guint8 public[MCH_KEY_SIZE];
  MchKeyPair *establishment;

  if (member == NULL)
    return NULL;
  /* A colleague may have been removed since: the sealed secret is then that of the new key. */
  if (!mch_membership_read_key (desk, scope, public, NULL, error))
    return NULL;
  record = mch_store_dup_record (mch_desk_get_store (desk), scope, MCH_KIND_MEMBER,
                                 mch_profile_get (profile, MCH_PROFILE_LOGIN));
  sealed = record != NULL ? mch_encoded_dup_bytes (mch_record_get (record, "sealed_secret")) : NULL;
  if (sealed == NULL)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PENDING,
                           _ ("A colleague who already sees the slips has to admit you first. Read "
                              "your six words to one of them (machaonctl members list)."));
      return NULL;
    }
  establishment = mch_establishment_key_open (sealed, member, public, &cause);
  if (establishment == NULL)
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEY,
                 _ ("The key of the establishment cannot be opened (%s). No slip was shown or "
                    "made; tell the server's administrator."),
                 cause->message);
  return establishment;
}

gboolean
mch_unlock_is_open (MchDesk *desk)
{
  g_autoptr (MchKeyPair) member = mch_unlock_dup_member (desk, NULL);

  return member != NULL;
}

void
mch_unlock_close (MchDesk *desk)
{
  g_return_if_fail (MCH_IS_DESK (desk));

  mch_secret_store_clear (mch_desk_get_secrets (desk), mch_desk_get_profile_id (desk),
                          MCH_SECRET_UNLOCK, NULL);
}
