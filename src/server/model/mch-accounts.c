/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Editions, and chunks on their way in. */
#include "server/model/mch-accounts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-accounts-private.h"
#include "server/model/mch-model.h"
#include "vault/mch-digest.h"

#define TITLE_MAX 200

void
mch_edition_free (MchEdition *edition)
{
  if (edition == NULL)
    return;
  g_free (edition->id);
  g_free (edition->scope);
  g_free (edition->session);
  g_free (edition->mode);
  g_free (edition);
}

void
mch_account_free (MchAccount *account)
{
  if (account == NULL)
    return;
  g_free (account->id);
  g_free (account->login);
  g_free (account->owner_scope);
  g_free (account->state);
  g_free (account->edition);
  g_free (account->email);
  g_clear_pointer (&account->verifier, g_bytes_unref);
  g_free (account);
}

/* ACC-10, ACC-11: without the service no slip is made. */
gboolean
mch_accounts_check_service (MchDb *db, const char *scope, const char *session, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) service = NULL;

  service = mch_records_get (db, scope, MCH_KIND_SERVICE, session, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (service == NULL || service->deleted)
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no session %s here."),
                             session);
  if (g_strcmp0 (mch_record_get (service, "papillons"), "on") == 0)
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_SERVICE_NOT_POSITIONED,
                           _ ("The exam office has not opened the slips for this establishment."));
}

static gboolean
check_portal (MchServer *server, GError **error)
{
  if (server->demo || server->portal_public)
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_PORTAL_UNSET,
                           _ ("The portal has no address that pupils could open. Set portal-url."));
}

static gboolean
check_key_version (MchDb *db, const char *scope, gint64 key_version, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT key_version FROM establishment WHERE uai = $1",
                         MCH_DB_TEXT (mch_model_scope_uai (scope)));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result) && mch_db_result_get_int (result, 0) == key_version)
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_MISMATCH,
                           _ ("The establishment's key has changed meanwhile."));
}

typedef struct
{
  MchServer *server;
  const MchEditionRequest *request;
  char *hash;
  char *expires_on;
} Opening;

static gboolean
find_edition (MchDb *db, Opening *opening, gboolean *ret_found, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT body_hash, expires_ms FROM edition WHERE id = $1",
                         MCH_DB_TEXT (opening->request->id));
  if (result == NULL)
    return FALSE;
  *ret_found = mch_db_result_next (result);
  if (!*ret_found)
    return TRUE;
  if (strcmp (mch_db_result_get_text (result, 0), opening->hash) != 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_MISMATCH,
                             _ ("This id was used before for another edition."));
  g_free (opening->expires_on);
  opening->expires_on = mch_model_dup_paris_date (mch_db_result_get_int (result, 1) - 1);
  return TRUE;
}

/* Thirty days after the results; a slip that is made after that lives as long from today. */
static gboolean
compute_expiry (MchDb *db, Opening *opening, GError **error)
{
  g_autofree char *today = mch_model_dup_paris_date (mch_server_now (opening->server));
  g_autoptr (MchRecord) service = NULL;
  const char *expires_on;

  service = mch_records_get (db, opening->request->scope, MCH_KIND_SERVICE,
                             opening->request->session, error);
  if (service == NULL)
    return FALSE;
  expires_on = mch_record_get (service, "slip_expires_on");
  g_free (opening->expires_on);
  if (expires_on != NULL && strcmp (expires_on, today) > 0)
    opening->expires_on = g_strdup (expires_on);
  else
    opening->expires_on = mch_model_dup_date_after (today, MCH_SLIP_GRACE_DAYS);
  return TRUE;
}

static void
set_number (MchRecord *record, const char *name, gint64 number)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  mch_record_set (record, name, text);
}

static MchRecord *
edition_record (const Opening *opening, gint64 now_ms)
{
  const MchEditionRequest *request = opening->request;
  MchRecord *record = mch_record_new (MCH_KIND_EDITION, request->id);
  g_autofree char *sealed = mch_model_to_base64 (request->sealed_key);

  mch_record_set (record, "title", request->title);
  mch_record_set (record, "session", request->session);
  mch_record_set (record, "sealed_key", sealed);
  set_number (record, "key_version", request->key_version);
  set_number (record, "created_ms", now_ms);
  mch_record_set (record, "created_by", request->login);
  set_number (record, "slips", 0);
  mch_record_set (record, "expires_on", opening->expires_on);
  mch_record_set (record, "demo", opening->server->demo ? "1" : NULL);
  mch_record_set (record, "mode", request->mode);
  return record;
}

static gboolean
open_edition (MchDb *db, gpointer data, GError **error)
{
  Opening *opening = data;
  const MchEditionRequest *request = opening->request;
  MchStamp stamp = { request->login, mch_server_now (opening->server) };
  gboolean found = FALSE;
  g_autoptr (MchRecord) record = NULL;

  if (!find_edition (db, opening, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  if (!mch_accounts_check_service (db, request->scope, request->session, error)
      || !check_portal (opening->server, error)
      || !check_key_version (db, request->scope, request->key_version, error)
      || !compute_expiry (db, opening, error))
    return FALSE;
  record = edition_record (opening, stamp.now_ms);
  return mch_db_exec (db, error,
                      "INSERT INTO edition (id, scope, session, mode, key_version, body_hash, demo,"
                      " created_by, created_ms, expires_ms)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                      MCH_DB_TEXT (request->id), MCH_DB_TEXT (request->scope),
                      MCH_DB_TEXT (request->session), MCH_DB_TEXT (request->mode),
                      MCH_DB_INT (request->key_version), MCH_DB_TEXT (opening->hash),
                      MCH_DB_INT (opening->server->demo), MCH_DB_TEXT (request->login),
                      MCH_DB_INT (stamp.now_ms),
                      MCH_DB_INT (mch_model_day_end_ms (opening->expires_on)))
             >= 0
         && mch_records_put (db, request->scope, record, &stamp, error);
}

static char *
dup_edition_hash (const MchEditionRequest *request)
{
  g_autofree char *sealed = mch_model_to_base64 (request->sealed_key);
  g_autofree char *whole =
      g_strdup_printf ("%s\n%s\n%s\n%s\n%s\n%" G_GINT64_FORMAT, request->scope, request->session,
                       request->title, sealed, request->mode, request->key_version);

  return mch_digest_hex (whole, strlen (whole));
}

gboolean
mch_accounts_open_edition (MchServer *server, const MchEditionRequest *request,
                           char **ret_expires_on, GError **error)
{
  const char *const touched[] = { request->scope, NULL };
  Opening opening = { server, request, NULL, NULL };
  gboolean done;

  if (!mch_uuid_is_valid (request->id) || mch_model_scope_uai (request->scope) == NULL
      || (strcmp (request->mode, "generate") != 0 && strcmp (request->mode, "regenerate") != 0)
      || g_utf8_strlen (request->title, -1) > TITLE_MAX)
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("The edition has no proper id, title or mode."));
  opening.hash = dup_edition_hash (request);
  done = mch_model_write (server, open_edition, &opening, error);
  g_free (opening.hash);
  if (!done)
    {
      g_free (opening.expires_on);
      return FALSE;
    }
  mch_server_hint (server, touched);
  *ret_expires_on = opening.expires_on;
  return TRUE;
}

typedef struct
{
  MchServer *server;
  const char *login;
  const char *id; /* of the edition */
  GPtrArray *slips;
  GPtrArray *results;
  GPtrArray *touched;
  char *scope;
} Submission;

static MchEdition *
read_edition (MchDb *db, const char *id, GError **error)
{
  MchEdition *edition;
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT scope, session, mode, key_version, expires_ms FROM edition"
                         " WHERE id = $1",
                         MCH_DB_TEXT (id));
  if (result == NULL)
    return NULL;
  if (!mch_db_result_next (result))
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no such edition."));
      return NULL;
    }
  edition = g_new0 (MchEdition, 1);
  edition->id = g_strdup (id);
  edition->scope = g_strdup (mch_db_result_get_text (result, 0));
  edition->session = g_strdup (mch_db_result_get_text (result, 1));
  edition->mode = g_strdup (mch_db_result_get_text (result, 2));
  edition->key_version = mch_db_result_get_int (result, 3);
  edition->expires_ms = mch_db_result_get_int (result, 4);
  return edition;
}

static gboolean
read_edition_scope (MchDb *db, gpointer data, GError **error)
{
  Submission *submission = data;
  g_autoptr (MchEdition) edition = read_edition (db, submission->id, error);

  if (edition == NULL)
    return FALSE;
  g_free (submission->scope);
  submission->scope = g_steal_pointer (&edition->scope);
  return TRUE;
}

char *
mch_accounts_dup_edition_scope (MchServer *server, const char *edition, GError **error)
{
  Submission submission = { .server = server, .id = edition };

  return mch_model_read (server, read_edition_scope, &submission, error) ? submission.scope : NULL;
}

static void
chunk_clear (MchChunk *chunk)
{
  mch_edition_free (chunk->edition);
  g_free (chunk->academy);
  mch_batch_free (chunk->batch);
  g_ptr_array_unref (chunk->odd_ines);
  g_ptr_array_unref (chunk->renewed);
  g_ptr_array_unref (chunk->despite);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchChunk, chunk_clear)

static gboolean
chunk_init (MchChunk *chunk, Submission *submission, MchDb *db, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  chunk->server = submission->server;
  chunk->db = db;
  chunk->login = submission->login;
  chunk->now_ms = mch_server_now (submission->server);
  chunk->batch = mch_batch_new ();
  chunk->results = submission->results;
  chunk->touched = submission->touched;
  chunk->odd_ines = g_ptr_array_new_with_free_func (g_free);
  chunk->renewed = g_ptr_array_new_with_free_func (g_free);
  chunk->despite = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_set_size (chunk->results, 0);
  g_ptr_array_set_size (chunk->touched, 0);
  chunk->edition = read_edition (db, submission->id, error);
  if (chunk->edition == NULL)
    return FALSE;
  result = mch_db_query (db, error, "SELECT academy FROM establishment WHERE uai = $1",
                         MCH_DB_TEXT (mch_model_scope_uai (chunk->edition->scope)));
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  chunk->academy = g_strdup (mch_db_result_get_text (result, 0));
  mch_account_touch (chunk->touched, chunk->edition->scope);
  return TRUE;
}

/* The edition says how many slips were made in it. */
static gboolean
count_slips (MchChunk *chunk, GError **error)
{
  const char *scope = chunk->edition->scope;
  guint n = chunk->n_created + chunk->renewed->len;
  gint64 before;
  g_autoptr (MchRecord) record = NULL;

  if (n == 0)
    return TRUE;
  record = mch_records_get (chunk->db, scope, MCH_KIND_EDITION, chunk->edition->id, error);
  if (record == NULL)
    return FALSE;
  before = g_ascii_strtoll (mch_record_get (record, "slips"), NULL, 10);
  set_number (record, "slips", before + n);
  mch_batch_put (chunk->batch, scope, record);
  return TRUE;
}

static gboolean
write_audit (MchChunk *chunk, GError **error)
{
  const char *scope = chunk->edition->scope;
  g_autofree char *detail = g_strdup_printf ("{\"slips\":%u}", chunk->n_created);

  if (chunk->n_created > 0
      && !mch_model_audit (chunk->server, chunk->db, scope, chunk->login, "generate",
                           chunk->edition->id, detail, error))
    return FALSE;
  for (guint i = 0; i < chunk->renewed->len; i++)
    if (!mch_model_audit (chunk->server, chunk->db, scope, chunk->login, "regenerate",
                          chunk->renewed->pdata[i], NULL, error))
      return FALSE;
  for (guint i = 0; i < chunk->despite->len; i++)
    if (!mch_model_audit (chunk->server, chunk->db, scope, chunk->login, "regenerate.despite-email",
                          chunk->despite->pdata[i], NULL, error))
      return FALSE;
  for (guint i = 0; i < chunk->odd_ines->len; i++)
    if (!mch_model_audit (chunk->server, chunk->db, scope, "", "generate.same-ine",
                          chunk->odd_ines->pdata[i], NULL, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_chunk (MchDb *db, gpointer data, GError **error)
{
  Submission *submission = data;
  MchStamp stamp = { submission->login, mch_server_now (submission->server) };
  gboolean generate;
  g_auto (MchChunk) chunk = { 0 };

  if (!chunk_init (&chunk, submission, db, error)
      || !mch_accounts_check_service (db, chunk.edition->scope, chunk.edition->session, error)
      || !check_key_version (db, chunk.edition->scope, chunk.edition->key_version, error))
    return FALSE;
  generate = strcmp (chunk.edition->mode, "generate") == 0;
  for (guint i = 0; i < submission->slips->len; i++)
    if (!(generate ? mch_chunk_generate
                   : mch_chunk_regenerate) (&chunk, submission->slips->pdata[i], error))
      return FALSE;
  return count_slips (&chunk, error) && mch_batch_flush (chunk.batch, db, &stamp, error)
         && write_audit (&chunk, error);
}

GPtrArray *
mch_accounts_submit (MchServer *server, const char *login, const char *edition, GPtrArray *slips,
                     GError **error)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_slip_result_free);
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);
  Submission submission = { server, login, edition, slips, results, touched, NULL };

  g_return_val_if_fail (slips != NULL && slips->len > 0, NULL);

  if (!mch_model_write (server, take_chunk, &submission, error))
    return NULL;
  mch_account_hint (server, touched);
  return g_steal_pointer (&results);
}
