/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-edition.h"

#include "core/mch-slip-code.h"
#include "protocol/mch-wire-slip.h"
#include "sync/mch-encoded.h"
#include "sync/mch-membership.h"
#include "sync/mch-sync-error.h"
#include "sync/mch-unlock.h"
#include "vault/mch-edition-key.h"
#include "vault/mch-key-pair.h"
#include "vault/mch-vault-init.h"
#include "vault/mch-verifier.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LOCAL_KIND "generation"
#define NOTE_FORMAT "(uss)" /* version 1, edition, title */

/* A person who is not admitted yet prints what he made himself for so long. */
#define OWN_EDITION_MS (12 * 3600 * G_GINT64_CONSTANT (1000))

void
mch_edition_work_free (MchEditionWork *work)
{
  if (work == NULL)
    return;
  g_free (work->id);
  g_free (work->scope);
  g_free (work->session);
  g_free (work->title);
  g_clear_pointer (&work->key, mch_secret_unref);
  g_free (work);
}

static char *
dup_note_id (const char *scope, const char *session)
{
  return g_strdup_printf ("%s/%s", scope, session);
}

static char *
dup_key_name (const char *edition)
{
  return g_strconcat ("edition-", edition, NULL);
}

/* Made at, then the key. */
static gboolean
keep_key (MchDesk *desk, const MchEditionWork *work, GError **error)
{
  g_autofree char *name = dup_key_name (work->id);
  GVariant *key = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, mch_secret_get_bytes (work->key),
                                             mch_secret_get_size (work->key), 1);
  g_autoptr (GVariant) value =
      g_variant_ref_sink (g_variant_new ("(x@ay)", mch_desk_now_ms (), key));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);

  return mch_secret_store_store (mch_desk_get_secrets (desk), mch_desk_get_profile_id (desk), name,
                                 bytes, error);
}

static MchSecret *
find_key (MchDesk *desk, const char *edition, gint64 *ret_made_ms)
{
  g_autofree char *name = dup_key_name (edition);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariant) key = NULL;
  const guint8 *data;
  gsize size;

  if (!mch_secret_store_lookup (mch_desk_get_secrets (desk), mch_desk_get_profile_id (desk), name,
                                &bytes, NULL)
      || bytes == NULL)
    return NULL;
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE ("(xay)"), bytes, FALSE));
  g_variant_get (value, "(x@ay)", ret_made_ms, &key);
  data = g_variant_get_fixed_array (key, &size, 1);
  return size == MCH_KEY_SIZE ? mch_secret_new (data, size) : NULL;
}

static void
forget_key (MchDesk *desk, const char *edition)
{
  g_autofree char *name = dup_key_name (edition);

  mch_secret_store_clear (mch_desk_get_secrets (desk), mch_desk_get_profile_id (desk), name, NULL);
}

static gboolean
write_note (MchDesk *desk, const MchEditionWork *work, GError **error)
{
  g_autofree char *id = dup_note_id (work->scope, work->session);
  g_autoptr (GVariant) note =
      g_variant_ref_sink (g_variant_new (NOTE_FORMAT, 1, work->id, work->title));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (note);

  return mch_store_put_local (mch_desk_get_store (desk), LOCAL_KIND, id, bytes, error);
}

static MchEditionWork *
new_work (const char *id, const char *scope, const char *session, const char *title,
          MchEditionMode mode, MchSecret *key)
{
  MchEditionWork *work = g_new0 (MchEditionWork, 1);

  work->id = g_strdup (id);
  work->scope = g_strdup (scope);
  work->session = g_strdup (session);
  work->title = g_strdup (title);
  work->mode = mode;
  work->key = key;
  return work;
}

/* The generation that was cut, if its key is still there; else NULL. */
static MchEditionWork *
take_up (MchDesk *desk, const char *scope, const char *session)
{
  g_autofree char *note_id = dup_note_id (scope, session);
  g_autoptr (GBytes) bytes =
      mch_store_get_local (mch_desk_get_store (desk), LOCAL_KIND, note_id, NULL);
  g_autoptr (GVariant) note = NULL;
  const char *id, *title;
  MchSecret *key;
  guint32 version;
  gint64 made_ms;

  if (bytes == NULL)
    return NULL;
  note = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (NOTE_FORMAT), bytes, FALSE));
  g_variant_get (note, "(u&s&s)", &version, &id, &title);
  key = version == 1 ? find_key (desk, id, &made_ms) : NULL;
  if (key == NULL)
    return NULL;
  return new_work (id, scope, session, title, MCH_EDITION_GENERATE, key);
}

gboolean
mch_edition_is_unfinished (MchDesk *desk, const char *scope, const char *session)
{
  g_autoptr (MchEditionWork) work = take_up (desk, scope, session);

  return work != NULL;
}

static gboolean
announce (MchDesk *desk, MchEditionWork *work, GCancellable *cancellable, GError **error)
{
  guint8 public[MCH_KEY_SIZE];
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  gint64 version;
  MchClient *client = mch_desk_get_client (desk, error);

  if (client == NULL || !mch_membership_read_key (desk, work->scope, public, &version, error))
    return FALSE;
  sealed = mch_edition_key_seal (work->key, public, error);
  if (sealed == NULL)
    return FALSE;

  json_object_set_string_member (body, "id", work->id);
  json_object_set_string_member (body, "scope", work->scope);
  json_object_set_string_member (body, "session", work->session);
  json_object_set_string_member (body, "title", work->title);
  mch_wire_set_bytes (body, "sealed_key", g_bytes_get_data (sealed, NULL),
                      g_bytes_get_size (sealed));
  json_object_set_int_member (body, "key_version", version);
  json_object_set_string_member (body, "mode",
                                 work->mode == MCH_EDITION_GENERATE ? "generate" : "regenerate");
  answer = mch_client_call (client, "/v1/editions", body, cancellable, error);
  return answer != NULL;
}

MchEditionWork *
mch_edition_begin (MchDesk *desk, const char *scope, const char *session, const char *title,
                   MchEditionMode mode, GCancellable *cancellable, GError **error)
{
  g_autoptr (MchEditionWork) work =
      mode == MCH_EDITION_GENERATE ? take_up (desk, scope, session) : NULL;
  g_autoptr (MchRecord) known = NULL;

  if (work == NULL)
    {
      g_autofree char *id = mch_desk_new_id ();

      work = new_work (id, scope, session, title, mode, mch_secret_new_random (MCH_KEY_SIZE));
      if (!keep_key (desk, work, error)
          || (mode == MCH_EDITION_GENERATE && !write_note (desk, work, error)))
        return NULL;
    }
  known = mch_store_dup_record (mch_desk_get_store (desk), scope, MCH_KIND_EDITION, work->id);
  if (known == NULL && !announce (desk, work, cancellable, error))
    return NULL;
  return g_steal_pointer (&work);
}

static gint64
next_secret_version (MchDesk *desk, const MchEditionWork *work, const char *person)
{
  g_autoptr (MchRecord) account = NULL;
  const char *version;

  if (work->mode == MCH_EDITION_GENERATE)
    return 1;
  account = mch_store_dup_record (mch_desk_get_store (desk), work->scope, MCH_KIND_ACCOUNT, person);
  version = account != NULL ? mch_record_get (account, "secret_version") : NULL;
  return version != NULL ? g_ascii_strtoll (version, NULL, 10) + 1 : 1;
}

/* One code for each person: its salt and secret go to @jobs, its sealed form to the slip. */
static MchWireSlip *
make_slip (MchDesk *desk, MchEditionWork *work, const char *person, MchVerifierJob *job)
{
  g_autoptr (MchSecretText) code = mch_slip_code_new (mch_vault_random);
  MchWireSlip *slip = g_new0 (MchWireSlip, 1);
  MchSlipCodeStatus status = mch_slip_code_check (code, job->secret, NULL);

  g_assert (status == MCH_SLIP_CODE_OK);
  mch_vault_random (job->salt, sizeof job->salt);
  slip->candidate = g_strdup (person);
  slip->secret_version = next_secret_version (desk, work, person);
  slip->despite_email = work->despite_email;
  slip->cipher = mch_slip_seal (work->key, code, person, slip->secret_version, work->id);
  return slip;
}

GPtrArray *
mch_edition_send (MchDesk *desk, MchEditionWork *work, GPtrArray *persons,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) slips =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_wire_slip_free);
  g_autofree MchVerifierJob *jobs = g_new0 (MchVerifierJob, persons->len);
  g_autofree char *path = g_strdup_printf ("/v1/editions/%s/chunks", work->id);
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonObject) answer = NULL;
  gboolean computed;
  MchClient *client = mch_desk_get_client (desk, error);

  g_return_val_if_fail (persons->len > 0 && persons->len <= MCH_WIRE_MAX_CHUNK_SLIPS, NULL);

  if (client == NULL)
    return NULL;
  for (guint i = 0; i < persons->len; i++)
    g_ptr_array_add (slips, make_slip (desk, work, persons->pdata[i], &jobs[i]));
  computed = mch_verifier_compute_all (jobs, persons->len, NULL, NULL, cancellable, error);
  for (guint i = 0; i < persons->len; i++)
    {
      MchWireSlip *slip = slips->pdata[i];

      memcpy (slip->salt, jobs[i].salt, sizeof slip->salt);
      memcpy (slip->verifier, jobs[i].verifier, sizeof slip->verifier);
    }
  mch_vault_wipe (jobs, sizeof *jobs * persons->len);
  if (!computed)
    return NULL;

  body = mch_wire_slips_to_json (slips);
  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL ? mch_slip_results_from_json (answer, error) : NULL;
}

void
mch_edition_finish (MchDesk *desk, MchEditionWork *work)
{
  g_autofree char *note_id = dup_note_id (work->scope, work->session);

  if (work->mode == MCH_EDITION_GENERATE)
    mch_store_delete_local (mch_desk_get_store (desk), LOCAL_KIND, note_id, NULL);
  if (mch_membership_is_member (desk, work->scope))
    forget_key (desk, work->id);
}

gboolean
mch_edition_forget_scope (MchDesk *desk, const char *scope, GError **error)
{
  MchStore *store;
  g_autoptr (GPtrArray) editions = NULL;
  g_autoptr (GPtrArray) services = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL, FALSE);

  store = mch_desk_get_store (desk);
  editions = mch_store_list_records (store, scope, MCH_KIND_EDITION);
  services = mch_store_list_records (store, scope, MCH_KIND_SERVICE);
  for (guint i = 0; i < editions->len; i++)
    forget_key (desk, ((MchRecord *) editions->pdata[i])->id);
  for (guint i = 0; i < services->len; i++)
    {
      g_autofree char *id = dup_note_id (scope, ((MchRecord *) services->pdata[i])->id);

      if (!mch_store_delete_local (store, LOCAL_KIND, id, error))
        return FALSE;
    }
  return TRUE;
}

static void
opened_slip_free (gpointer data)
{
  MchOpenedSlip *slip = data;

  g_free (slip->person);
  mch_vault_free_text (slip->code);
  g_free (slip);
}

/* The key of an edition, through the establishment's, or this desk's own note of it while its
 * person waits to be admitted. */
static MchSecret *
open_key (MchDesk *desk, const char *scope, const MchRecord *edition, GError **error)
{
  const char *text = mch_record_get (edition, "sealed_key");
  g_autoptr (MchKeyPair) establishment = NULL;
  g_autoptr (MchSecret) own = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) cause = NULL;
  gint64 made_ms;

  establishment = mch_unlock_dup_establishment (desk, scope, &cause);
  if (establishment == NULL && g_error_matches (cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PENDING))
    own = find_key (desk, edition->id, &made_ms);
  if (own != NULL && mch_desk_now_ms () - made_ms < OWN_EDITION_MS)
    return g_steal_pointer (&own);
  if (establishment == NULL || text == NULL)
    {
      if (cause != NULL)
        g_propagate_error (error, g_steal_pointer (&cause));
      else
        g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEY,
                             _ ("This edition has no key any more."));
      return NULL;
    }
  sealed = mch_encoded_dup_bytes (text);
  own = mch_edition_key_open (sealed, establishment, NULL);
  if (own == NULL)
    g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEY,
                         _ ("This edition was sealed with an earlier key that nobody holds any "
                            "more, so it cannot be printed again. The slips that were handed out "
                            "still work; for a lost one, generate a new password."));
  return g_steal_pointer (&own);
}

static MchOpenedSlip *
open_slip (MchSecret *key, const MchRecord *slip, const char *edition, GError **error)
{
  const char *cipher = mch_record_get (slip, "cipher");
  const char *version = mch_record_get (slip, "secret_version");
  g_autoptr (GBytes) sealed = mch_encoded_dup_bytes (cipher != NULL ? cipher : "");
  MchOpenedSlip *opened;
  char *code;

  code = mch_slip_open (key, sealed, slip->id,
                        version != NULL ? g_ascii_strtoll (version, NULL, 10) : 1, edition, error);
  if (code == NULL)
    return NULL;
  opened = g_new0 (MchOpenedSlip, 1);
  opened->person = g_strdup (slip->id);
  opened->code = code;
  return opened;
}

GPtrArray *
mch_edition_open_slips (MchDesk *desk, const char *scope, const char *edition, GError **error)
{
  g_autoptr (GPtrArray) opened = g_ptr_array_new_with_free_func (opened_slip_free);
  g_autoptr (MchRecord) record =
      mch_store_dup_record (mch_desk_get_store (desk), scope, MCH_KIND_EDITION, edition);
  g_autoptr (GPtrArray) slips = NULL;
  g_autoptr (MchSecret) key = NULL;

  if (record == NULL)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("There is no edition %s here. See “editions list”."), edition);
      return NULL;
    }
  key = open_key (desk, scope, record, error);
  if (key == NULL)
    return NULL;
  slips = mch_store_list_records (mch_desk_get_store (desk), scope, MCH_KIND_SLIP);
  for (guint i = 0; i < slips->len; i++)
    {
      MchRecord *slip = slips->pdata[i];
      MchOpenedSlip *one;

      if (g_strcmp0 (mch_record_get (slip, "edition"), edition) != 0)
        continue;
      one = open_slip (key, slip, edition, error);
      if (one == NULL)
        return NULL;
      g_ptr_array_add (opened, one);
    }
  return g_steal_pointer (&opened);
}
