/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-members.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-model.h"
#include "server/model/mch-staff-private.h"

#define PAGE 1000
#define MAX_VOUCHES 16 /* kept for one person */

typedef struct
{
  MchServer *server;
  const MchStaff *staff; /* who acts */
  const char *scope;
  const char *login; /* on whom */
  const guint8 *key; /* the establishment's or the member's public key */
  GBytes *sealed;
  gint64 key_version;
  const MchRotation *rotation;
  gboolean member; /* the answer to an offer */
  GPtrArray *ended;
} MemberAct;

static char *
key_to_text (const guint8 *key)
{
  return g_base64_encode (key, MCH_KEY_SIZE);
}

/* The member's live record: (transfer full); @ret_record NULL when he has none. */
static gboolean
find_member (MchDb *db, const char *scope, const char *login, MchRecord **ret_record,
             GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) record = NULL;

  *ret_record = NULL;
  record = mch_records_get (db, scope, MCH_KIND_MEMBER, login, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (record != NULL && !record->deleted)
    *ret_record = g_steal_pointer (&record);
  return TRUE;
}

static gboolean
is_member (const MchRecord *record)
{
  return record != NULL && g_strcmp0 (mch_record_get (record, "state"), "member") == 0;
}

/* That @login is a member of the scope now. */
static gboolean
require_member (MchDb *db, const MemberAct *act, GError **error)
{
  g_autoptr (MchRecord) record = NULL;

  if (!find_member (db, act->scope, act->staff->login, &record, error))
    return FALSE;
  return is_member (record)
         || mch_model_refuse (error, MCH_MODEL_ERROR_NOT_MEMBER,
                              _ ("You do not hold the establishment's key yet: a member admits "
                                 "you."));
}

static void
set_version (MchRecord *record, gint64 version)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, version);

  mch_record_set (record, "key_version", text);
}

static gboolean
put_establishment_key (MchDb *db, MchBatch *batch, const MemberAct *act, const guint8 *key,
                       gint64 version, GError **error)
{
  const char *uai = mch_model_scope_uai (act->scope);
  g_autofree char *text = key_to_text (key);
  g_autoptr (MchRecord) record = NULL;

  record = mch_records_get (db, act->scope, MCH_KIND_ESTABLISHMENT, uai, error);
  if (record == NULL)
    return FALSE;
  mch_record_set (record, "key_public", text);
  set_version (record, version);
  mch_batch_put (batch, act->scope, record);
  return mch_db_exec (db, error,
                      "UPDATE establishment SET key_public = $1, key_version = $2 WHERE uai = $3",
                      MCH_DB_BLOB (key, MCH_KEY_SIZE), MCH_DB_INT (version), MCH_DB_TEXT (uai))
         >= 0;
}

static void
make_member (MchRecord *record, GBytes *sealed)
{
  g_autofree char *text = mch_model_to_base64 (sealed);

  mch_record_set (record, "state", "member");
  mch_record_set (record, "sealed_secret", text);
}

static gboolean
read_key (MchDb *db, const char *scope, char **ret_key, gint64 *ret_version, GError **error)
{
  gsize length;
  const guint8 *key;
  g_autoptr (MchDbResult) result = NULL;

  result =
      mch_db_query (db, error, "SELECT key_public, key_version FROM establishment WHERE uai = $1",
                    MCH_DB_TEXT (mch_model_scope_uai (scope)));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no scope %s."), scope);
  *ret_version = mch_db_result_get_int (result, 1);
  *ret_key = NULL;
  if (mch_db_result_is_null (result, 0))
    return TRUE;
  key = mch_db_result_get_blob (result, 0, &length);
  *ret_key = g_base64_encode (key, length);
  return TRUE;
}

/* Whether anybody holds the establishment's key. */
static gboolean
has_member (MchDb *db, const char *scope, gboolean *ret_has, GError **error)
{
  g_autoptr (GPtrArray) members = mch_records_list (db, scope, MCH_KIND_MEMBER, NULL, PAGE, error);

  if (members == NULL)
    return FALSE;
  *ret_has = FALSE;
  for (guint i = 0; i < members->len; i++)
    *ret_has = *ret_has || is_member (members->pdata[i]);
  return TRUE;
}

/* The first key wins; whoever comes later waits to be admitted. Where nobody holds the key any more
 * (the only member has lost his password), nobody could admit anybody: the next key wins, and what
 * was sealed to the old one stays closed. */
static gboolean
offer_key (MchDb *db, gpointer data, GError **error)
{
  MemberAct *act = data;
  MchStamp stamp = { act->staff->login, mch_server_now (act->server) };
  gint64 version;
  gboolean held = FALSE;
  g_autofree char *current = NULL;
  g_autofree char *offered = key_to_text (act->key);
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchRecord) record = NULL;

  if (!read_key (db, act->scope, &current, &version, error)
      || !find_member (db, act->scope, act->staff->login, &record, error))
    return FALSE;
  if (record == NULL)
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                             _ ("%s is not among the establishment's staff."), act->staff->login);
  /* A lost answer: this very key was taken, from this very member. */
  act->member = is_member (record) && g_strcmp0 (current, offered) == 0;
  if (act->member)
    return TRUE;
  if (!has_member (db, act->scope, &held, error))
    return FALSE;
  if (held)
    return TRUE;
  act->member = TRUE;
  make_member (record, act->sealed);
  mch_batch_put (batch, act->scope, record);
  return put_establishment_key (db, batch, act, act->key, version + 1, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (act->server, db, act->scope, act->staff->login, "member.first-key",
                             act->staff->login, NULL, error);
}

gboolean
mch_members_offer_key (MchServer *server, const MchStaff *staff, const char *scope,
                       const guint8 *public_key, GBytes *sealed_secret, gboolean *ret_member,
                       GError **error)
{
  const char *const touched[] = { scope, NULL };
  MemberAct act = {
    .server = server, .staff = staff, .scope = scope, .key = public_key, .sealed = sealed_secret
  };

  g_return_val_if_fail (mch_model_scope_uai (scope) != NULL, FALSE);

  if (!mch_model_write (server, offer_key, &act, error))
    return FALSE;
  *ret_member = act.member;
  mch_server_hint (server, touched);
  return TRUE;
}

static gboolean
refuse_stale (GError **error)
{
  return mch_model_refuse (error, MCH_MODEL_ERROR_MISMATCH,
                           _ ("The keys have changed meanwhile; synchronise and compare the words "
                              "again."));
}

static gboolean
admit (MchDb *db, gpointer data, GError **error)
{
  MemberAct *act = data;
  MchStamp stamp = { act->staff->login, mch_server_now (act->server) };
  gint64 version;
  g_autofree char *current = NULL;
  g_autofree char *shown = key_to_text (act->key);
  g_autoptr (MchRecord) record = NULL;

  if (!require_member (db, act, error) || !read_key (db, act->scope, &current, &version, error)
      || !find_member (db, act->scope, act->login, &record, error))
    return FALSE;
  if (record == NULL)
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no login %s."),
                             act->login);
  if (version != act->key_version || g_strcmp0 (mch_record_get (record, "public"), shown) != 0)
    return refuse_stale (error);
  if (is_member (record))
    return TRUE;
  make_member (record, act->sealed);
  return mch_records_put (db, act->scope, record, &stamp, error)
         && mch_model_audit (act->server, db, act->scope, act->staff->login, "member.admit",
                             act->login, NULL, error);
}

gboolean
mch_members_admit (MchServer *server, const MchStaff *staff, const char *scope, const char *login,
                   const guint8 *member_public, GBytes *sealed_secret, gint64 key_version,
                   GError **error)
{
  const char *const touched[] = { scope, NULL };
  MemberAct act = { .server = server,
                    .staff = staff,
                    .scope = scope,
                    .login = login,
                    .key = member_public,
                    .sealed = sealed_secret,
                    .key_version = key_version };

  g_return_val_if_fail (mch_model_scope_uai (scope) != NULL, FALSE);

  if (!mch_model_write (server, admit, &act, error))
    return FALSE;
  mch_server_hint (server, touched);
  return TRUE;
}

/* The word of the old key for the new one, to whoever pinned the old. Earlier ones stay before it:
 * a desktop that was not there for several rotations follows them one by one. */
static void
add_vouch (MchRecord *record, GBytes *vouch)
{
  const char *known = mch_record_get (record, "vouch");
  g_auto (GStrv) earlier = g_strsplit (known != NULL ? known : "", " ", -1);
  guint n = g_strv_length (earlier);
  g_autofree char *kept = g_strjoinv (" ", earlier + (n < MAX_VOUCHES ? 0 : n - MAX_VOUCHES + 1));
  g_autofree char *text = mch_model_to_base64 (vouch);
  g_autofree char *whole = g_strconcat (kept, *kept != '\0' ? " " : "", text, NULL);

  mch_record_set (record, "vouch", whole);
}

/* Every remaining member gets the new secret, sealed to him; he and those who wait to be admitted
 * get the old key's word for the new one. */
static gboolean
reseal_members (MchDb *db, MchBatch *batch, MemberAct *act, GError **error)
{
  g_autoptr (GPtrArray) members = NULL;

  members = mch_records_list (db, act->scope, MCH_KIND_MEMBER, NULL, PAGE, error);
  if (members == NULL)
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    {
      MchRecord *record = members->pdata[i];
      GBytes *sealed = g_hash_table_lookup (act->rotation->sealed_secrets, record->id);
      GBytes *vouch = g_hash_table_lookup (act->rotation->vouches, record->id);

      if (strcmp (record->id, act->rotation->login) == 0 || (vouch == NULL && !is_member (record)))
        continue;
      if (vouch == NULL || (is_member (record) && sealed == NULL))
        return refuse_stale (error);
      if (is_member (record))
        make_member (record, sealed);
      add_vouch (record, vouch);
      mch_batch_put (batch, act->scope, record);
    }
  return TRUE;
}

/* The editions that still have a slip to be read. */
static gboolean
find_live_editions (MchDb *db, const char *scope, GHashTable *live, GError **error)
{
  g_autofree char *after = NULL;

  for (guint n = PAGE; n == PAGE;)
    {
      g_autoptr (GPtrArray) slips = mch_records_list (db, scope, MCH_KIND_SLIP, after, PAGE, error);

      if (slips == NULL)
        return FALSE;
      n = slips->len;
      for (guint i = 0; i < n; i++)
        g_hash_table_add (live, g_strdup (mch_record_get (slips->pdata[i], "edition")));
      g_free (after);
      after = n > 0 ? g_strdup (((MchRecord *) slips->pdata[n - 1])->id) : NULL;
    }
  return TRUE;
}

static gboolean
reseal_edition (MchDb *db, MchBatch *batch, MemberAct *act, const char *id, GError **error)
{
  gint64 next = act->rotation->key_version;
  const char *version;
  GBytes *sealed = g_hash_table_lookup (act->rotation->editions, id);
  g_autofree char *text = NULL;
  g_autoptr (MchRecord) record = NULL;

  record = mch_records_get (db, act->scope, MCH_KIND_EDITION, id, error);
  if (record == NULL)
    return FALSE;
  version = mch_record_get (record, "key_version");
  /* One that is sealed to a key that nobody holds any more is past resealing. */
  if (version == NULL || g_ascii_strtoll (version, NULL, 10) != next - 1)
    return TRUE;
  if (sealed == NULL)
    return refuse_stale (error);
  text = mch_model_to_base64 (sealed);
  mch_record_set (record, "sealed_key", text);
  set_version (record, next);
  mch_batch_put (batch, act->scope, record);
  return mch_db_exec (db, error, "UPDATE edition SET key_version = $1 WHERE id = $2",
                      MCH_DB_INT (next), MCH_DB_TEXT (id))
         >= 0;
}

static gboolean
reseal_editions (MchDb *db, MchBatch *batch, MemberAct *act, GError **error)
{
  GHashTableIter iter;
  gpointer id;
  g_autoptr (GHashTable) live = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!find_live_editions (db, act->scope, live, error))
    return FALSE;
  g_hash_table_iter_init (&iter, live);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!reseal_edition (db, batch, act, id, error))
      return FALSE;
  return TRUE;
}

/* He no longer sees the establishment; his other rights stand. */
static gboolean
drop_grant (MchDb *db, MemberAct *act, MchRecord *record, MchBatch *batch, GError **error)
{
  g_autoptr (MchDbResult) devices = NULL;

  mch_batch_delete (batch, act->scope, record);
  g_ptr_array_set_size (act->ended, 0);
  devices =
      mch_db_query (db, error, "SELECT id FROM device WHERE staff = $1 AND revoked_ms IS NULL",
                    MCH_DB_TEXT (record->id));
  if (devices == NULL)
    return FALSE;
  while (mch_db_result_next (devices))
    g_ptr_array_add (act->ended, g_strdup (mch_db_result_get_text (devices, 0)));
  return mch_db_exec (db, error, "DELETE FROM staff_grant WHERE staff = $1 AND scope = $2",
                      MCH_DB_TEXT (record->id), MCH_DB_TEXT (act->scope))
         >= 0;
}

static gboolean
remove_member (MchDb *db, gpointer data, GError **error)
{
  MemberAct *act = data;
  MchStamp stamp = { act->staff->login, mch_server_now (act->server) };
  gint64 version;
  g_autofree char *current = NULL;
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchRecord) record = NULL;

  if (!require_member (db, act, error) || !read_key (db, act->scope, &current, &version, error)
      || !find_member (db, act->scope, act->rotation->login, &record, error))
    return FALSE;
  if (record == NULL)
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no login %s."),
                             act->rotation->login);
  if (act->rotation->key_version != version + 1)
    return refuse_stale (error);
  return reseal_members (db, batch, act, error) && reseal_editions (db, batch, act, error)
         && drop_grant (db, act, record, batch, error)
         && put_establishment_key (db, batch, act, act->rotation->public_key,
                                   act->rotation->key_version, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (act->server, db, act->scope, act->staff->login, "member.remove",
                             act->rotation->login, NULL, error);
}

gboolean
mch_members_remove (MchServer *server, const MchStaff *staff, const char *scope,
                    const MchRotation *rotation, GError **error)
{
  const char *const touched[] = { scope, NULL };
  g_autoptr (GPtrArray) ended = g_ptr_array_new_with_free_func (g_free);
  MemberAct act = {
    .server = server, .staff = staff, .scope = scope, .rotation = rotation, .ended = ended
  };

  g_return_val_if_fail (mch_model_scope_uai (scope) != NULL, FALSE);

  if (strcmp (rotation->login, staff->login) == 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_STATE, _ ("Nobody removes himself."));
  if (!mch_model_write (server, remove_member, &act, error))
    return FALSE;
  mch_staff_end_streams (server, ended);
  mch_server_hint (server, touched);
  return TRUE;
}
