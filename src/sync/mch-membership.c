/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-membership.h"

#include "protocol/mch-wire-json.h"
#include "sync/mch-encoded.h"
#include "sync/mch-engine.h"
#include "sync/mch-sync-error.h"
#include "sync/mch-unlock.h"
#include "vault/mch-admission-words.h"
#include "vault/mch-edition-key.h"
#include "vault/mch-establishment-key.h"
#include "vault/mch-heir.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
set_sealed (JsonObject *object, const char *name, GBytes *bytes)
{
  mch_wire_set_bytes (object, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static MchRecord *
dup_establishment (MchDesk *desk, const char *scope)
{
  return mch_store_dup_record (mch_desk_get_store (desk), scope, MCH_KIND_ESTABLISHMENT,
                               scope + strlen ("etab:"));
}

static MchRecord *
dup_member (MchDesk *desk, const char *scope, const char *login)
{
  return mch_store_dup_record (mch_desk_get_store (desk), scope, MCH_KIND_MEMBER, login);
}

static gint64
key_version_of (const MchRecord *establishment)
{
  const char *version = mch_record_get (establishment, "key_version");

  return version != NULL ? g_ascii_strtoll (version, NULL, 10) : 1;
}

static gboolean
found_key (MchDesk *desk, const char *scope, MchKeyPair *member, GCancellable *cancellable,
           GError **error)
{
  g_autoptr (MchKeyPair) pair = mch_key_pair_new ();
  g_autoptr (GBytes) sealed =
      mch_establishment_key_seal (pair, mch_key_pair_get_public (member), error);
  g_autofree char *path = g_strdup_printf ("/v1/scopes/%s/key", scope);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  MchClient *client = mch_desk_get_client (desk, error);

  if (sealed == NULL || client == NULL)
    return FALSE;
  mch_wire_set_bytes (body, "public", mch_key_pair_get_public (pair), MCH_KEY_SIZE);
  set_sealed (body, "sealed_secret", sealed);
  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL && mch_engine_pull (desk, cancellable, error);
}

static gboolean
has_members (MchDesk *desk, const char *scope)
{
  g_autoptr (GPtrArray) members =
      mch_store_list_records (mch_desk_get_store (desk), scope, MCH_KIND_MEMBER);

  for (guint i = 0; i < members->len; i++)
    if (g_strcmp0 (mch_record_get (members->pdata[i], "state"), "member") == 0)
      return TRUE;
  return FALSE;
}

gboolean
mch_membership_join (MchDesk *desk, const char *scope, MchKeyPair *member,
                     GCancellable *cancellable, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autoptr (MchRecord) establishment = dup_establishment (desk, scope);
  gboolean found = establishment == NULL || mch_record_get (establishment, "key_public") == NULL
                   || !has_members (desk, scope);
  const char *public;

  /* When nobody holds the key any more (a lone member lost his password), a new one begins: slips
   * that were handed out stay good, only reprinting them is lost. */
  if (found)
    {
      if (!found_key (desk, scope, member, cancellable, error))
        return FALSE;
      g_clear_pointer (&establishment, mch_record_unref);
      establishment = dup_establishment (desk, scope);
    }
  public = establishment != NULL ? mch_record_get (establishment, "key_public") : NULL;
  if (public == NULL)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SERVER,
                           _ ("The server does not show the establishment's key. Nothing was "
                              "changed; try again."));
      return FALSE;
    }
  if (mch_profile_get_pinned_key (profile, scope, NULL) != NULL
      && !(found && mch_membership_is_member (desk, scope)))
    return TRUE;
  mch_profile_pin_key (profile, scope, public, key_version_of (establishment));
  return mch_profile_save (profile, error);
}

static gboolean
fail_key_changed (GError **error)
{
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEY,
                       _ ("The server shows another key for your establishment than the one that "
                          "this computer knows. No slip was made or shown. If a colleague has just "
                          "left the establishment, ask one who stays to confirm it; else tell the "
                          "server's administrator."));
  return FALSE;
}

/* One step from the pinned key to its heir, by whichever of @vouches is about it. */
static gboolean
step_to_heir (char **vouches, MchKeyPair *member, guint8 pinned[MCH_KEY_SIZE], gint64 *version)
{
  for (; *vouches != NULL; vouches++)
    {
      g_autoptr (GBytes) vouch = mch_encoded_dup_bytes (*vouches);
      guint8 heir[MCH_KEY_SIZE];
      gint64 heir_version;

      if (vouch != NULL && mch_heir_open (vouch, member, pinned, heir, &heir_version)
          && heir_version == *version + 1)
        {
          memcpy (pinned, heir, MCH_KEY_SIZE);
          *version = heir_version;
          return TRUE;
        }
    }
  return FALSE;
}

/* A later key is accepted when the holders of the pinned one vouch for it, to this very person; or
 * for its forerunner, when several colleagues were removed since this computer looked. */
static gboolean
accept_heir (MchDesk *desk, const char *scope, const MchRecord *establishment, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autoptr (MchRecord) me = dup_member (desk, scope, mch_profile_get (profile, MCH_PROFILE_LOGIN));
  const char *words = me != NULL ? mch_record_get (me, "vouch") : NULL;
  g_auto (GStrv) vouches = g_strsplit (words != NULL ? words : "", " ", -1);
  const char *public = mch_record_get (establishment, "key_public");
  gint64 shown_version = key_version_of (establishment);
  gint64 version;
  guint8 pinned[MCH_KEY_SIZE], shown[MCH_KEY_SIZE];
  g_autoptr (MchKeyPair) member = NULL;

  if (!mch_encoded_read_key (public, shown)
      || !mch_encoded_read_key (mch_profile_get_pinned_key (profile, scope, &version), pinned))
    return fail_key_changed (error);
  member = mch_unlock_dup_member (desk, error);
  if (member == NULL)
    return FALSE;
  while (version < shown_version && step_to_heir (vouches, member, pinned, &version))
    ;
  if (version != shown_version || memcmp (pinned, shown, sizeof shown) != 0)
    return fail_key_changed (error);
  mch_profile_pin_key (profile, scope, public, shown_version);
  return mch_profile_save (profile, error);
}

gboolean
mch_membership_read_key (MchDesk *desk, const char *scope, guint8 ret_public[MCH_KEY_SIZE],
                         gint64 *ret_version, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autoptr (MchRecord) establishment = dup_establishment (desk, scope);
  const char *pinned = mch_profile_get_pinned_key (profile, scope, NULL);
  const char *shown = establishment != NULL ? mch_record_get (establishment, "key_public") : NULL;

  if (pinned == NULL || shown == NULL)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN,
                           _ ("This computer does not know the establishment's key yet. Sign in "
                              "again."));
      return FALSE;
    }
  if (g_strcmp0 (pinned, shown) != 0 && !accept_heir (desk, scope, establishment, error))
    return FALSE;
  pinned = mch_profile_get_pinned_key (profile, scope, ret_version);
  return mch_encoded_read_key (pinned, ret_public) || fail_key_changed (error);
}

gboolean
mch_membership_is_member (MchDesk *desk, const char *scope)
{
  const char *login = mch_profile_get (mch_desk_get_profile (desk), MCH_PROFILE_LOGIN);
  g_autoptr (MchRecord) record = login != NULL ? dup_member (desk, scope, login) : NULL;

  return record != NULL && g_strcmp0 (mch_record_get (record, "state"), "member") == 0;
}

/* The words of @login for the establishment's key that this computer pinned. */
static char *
dup_words (MchDesk *desk, const char *scope, const char *login, const char *member_public,
           GError **error)
{
  guint8 establishment[MCH_KEY_SIZE], member[MCH_KEY_SIZE];

  if (!mch_membership_read_key (desk, scope, establishment, NULL, error))
    return NULL;
  if (!mch_encoded_read_key (member_public, member))
    {
      fail_key_changed (error);
      return NULL;
    }
  return mch_admission_words_new (scope + strlen ("etab:"), login, member, establishment, error);
}

char *
mch_membership_dup_own_words (MchDesk *desk, const char *scope, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);

  return dup_words (desk, scope, mch_profile_get (profile, MCH_PROFILE_LOGIN),
                    mch_profile_get (profile, MCH_PROFILE_MEMBER_PUBLIC), error);
}

static gboolean
fail_nobody (const char *login, GError **error)
{
  g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
               _ ("Nobody by the login “%s” asks to see the slips. See “members list”."), login);
  return FALSE;
}

gboolean
mch_membership_admit (MchDesk *desk, const char *scope, const char *login, const char *words,
                      GCancellable *cancellable, GError **error)
{
  g_autoptr (MchRecord) record = dup_member (desk, scope, login);
  g_autoptr (MchKeyPair) establishment = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *path = g_strdup_printf ("/v1/scopes/%s/members/admit", scope);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  guint8 public[MCH_KEY_SIZE];
  gint64 version;
  MchClient *client = mch_desk_get_client (desk, error);

  if (client == NULL)
    return FALSE;
  if (record == NULL || !mch_encoded_read_key (mch_record_get (record, "public"), public))
    return fail_nobody (login, error);
  establishment = mch_unlock_dup_establishment (desk, scope, error);
  if (establishment == NULL)
    return FALSE;
  expected = dup_words (desk, scope, login, mch_record_get (record, "public"), error);
  if (expected == NULL)
    return FALSE;
  if (!mch_admission_words_match (expected, words))
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEY,
                           _ ("These are not the six words of this person's computer. Nobody was "
                              "admitted. Have them read again, aloud; if they still differ, "
                              "somebody else may be in this person's place."));
      return FALSE;
    }

  sealed = mch_establishment_key_seal (establishment, public, error);
  if (sealed == NULL)
    return FALSE;
  mch_profile_get_pinned_key (mch_desk_get_profile (desk), scope, &version);
  json_object_set_string_member (body, "login", login);
  mch_wire_set_bytes (body, "public", public, sizeof public);
  set_sealed (body, "sealed_secret", sealed);
  json_object_set_int_member (body, "key_version", version);
  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL && mch_engine_pull (desk, cancellable, error);
}

/* For everybody who stays: the new secret sealed to each member, and to each of them and of those
 * who wait, the word of the old key for the new one. */
static gboolean
hand_over (MchDesk *desk, const char *scope, const char *leaving, MchKeyPair *old, MchKeyPair *heir,
           gint64 version, JsonObject *body, GError **error)
{
  JsonObject *secrets = json_object_new ();
  JsonObject *vouches = json_object_new ();
  g_autoptr (GPtrArray) members =
      mch_store_list_records (mch_desk_get_store (desk), scope, MCH_KIND_MEMBER);

  json_object_set_object_member (body, "sealed_secrets", secrets);
  json_object_set_object_member (body, "vouches", vouches);
  for (guint i = 0; i < members->len; i++)
    {
      MchRecord *member = members->pdata[i];
      g_autoptr (GBytes) sealed = NULL;
      g_autoptr (GBytes) vouch = NULL;
      guint8 public[MCH_KEY_SIZE];

      if (g_str_equal (member->id, leaving)
          || !mch_encoded_read_key (mch_record_get (member, "public"), public))
        continue;
      sealed = mch_establishment_key_seal (heir, public, error);
      vouch = sealed != NULL
                  ? mch_heir_vouch (old, public, mch_key_pair_get_public (heir), version, error)
                  : NULL;
      if (vouch == NULL)
        return FALSE;
      set_sealed (vouches, member->id, vouch);
      if (g_strcmp0 (mch_record_get (member, "state"), "member") == 0)
        set_sealed (secrets, member->id, sealed);
    }
  return TRUE;
}

/* {edition: its key sealed to the heir}; an edition whose key cannot be opened is left out, since
 * nobody could read its slips any more. */
static JsonObject *
reseal_editions (MchDesk *desk, const char *scope, MchKeyPair *old, MchKeyPair *heir,
                 GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GPtrArray) editions =
      mch_store_list_records (mch_desk_get_store (desk), scope, MCH_KIND_EDITION);

  for (guint i = 0; i < editions->len; i++)
    {
      MchRecord *edition = editions->pdata[i];
      const char *text = mch_record_get (edition, "sealed_key");
      g_autoptr (GBytes) sealed = NULL;
      g_autoptr (MchSecret) key = NULL;
      g_autoptr (GBytes) resealed = NULL;

      if (text == NULL)
        continue;
      sealed = mch_encoded_dup_bytes (text);
      key = mch_edition_key_open (sealed, old, NULL);
      if (key == NULL)
        continue;
      resealed = mch_edition_key_seal (key, mch_key_pair_get_public (heir), error);
      if (resealed == NULL)
        return NULL;
      set_sealed (object, edition->id, resealed);
    }
  return g_steal_pointer (&object);
}

gboolean
mch_membership_remove (MchDesk *desk, const char *scope, const char *login,
                       GCancellable *cancellable, GError **error)
{
  g_autoptr (MchRecord) record = dup_member (desk, scope, login);
  g_autoptr (MchKeyPair) old = NULL;
  g_autoptr (MchKeyPair) heir = mch_key_pair_new ();
  g_autofree char *path = g_strdup_printf ("/v1/scopes/%s/members/remove", scope);
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  JsonObject *editions;
  guint8 public[MCH_KEY_SIZE];
  gint64 version;
  MchClient *client = mch_desk_get_client (desk, error);

  if (client == NULL)
    return FALSE;
  if (record == NULL)
    return fail_nobody (login, error);
  old = mch_unlock_dup_establishment (desk, scope, error);
  if (old == NULL)
    return FALSE;
  mch_profile_get_pinned_key (mch_desk_get_profile (desk), scope, &version);
  version++;
  if (!hand_over (desk, scope, login, old, heir, version, body, error))
    return FALSE;
  editions = reseal_editions (desk, scope, old, heir, error);
  if (editions == NULL)
    return FALSE;
  json_object_set_object_member (body, "editions", editions);
  json_object_set_string_member (body, "login", login);
  mch_wire_set_bytes (body, "public", mch_key_pair_get_public (heir), MCH_KEY_SIZE);
  json_object_set_int_member (body, "key_version", version);

  answer = mch_client_call (client, path, body, cancellable, error);
  if (answer == NULL || !mch_engine_pull (desk, cancellable, error))
    return FALSE;
  return mch_membership_read_key (desk, scope, public, NULL, error);
}
