/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking, and what each side reads of it: the school that has the pupil learns who asks, the school
 * that asks learns nothing but the answer, the exam office sees both. */
#include "server/model/mch-transfers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-person.h"
#include "core/mch-uuid.h"
#include "core/mch-value.h"
#include "server/model/mch-accounts-private.h"
#include "server/model/mch-model.h"
#include "server/model/mch-ops-private.h"
#include "server/model/mch-transfers-private.h"

void
mch_transfer_free (MchTransfer *transfer)
{
  if (transfer == NULL)
    return;
  g_free (transfer->id);
  g_free (transfer->academy);
  g_free (transfer->session);
  g_free (transfer->from_scope);
  g_free (transfer->to_scope);
  g_free (transfer->person);
  g_free (transfer->candidature);
  g_free (transfer->requested);
  g_free (transfer->state);
  g_free (transfer->asked_by);
  g_free (transfer->reason);
  g_free (transfer->into);
  g_free (transfer);
}

MchTransfer *
mch_transfer_read_row (const MchDbResult *row)
{
  MchTransfer *transfer = g_new0 (MchTransfer, 1);

  transfer->id = g_strdup (mch_db_result_get_text (row, 0));
  transfer->academy = g_strdup (mch_db_result_get_text (row, 1));
  transfer->session = g_strdup (mch_db_result_get_text (row, 2));
  transfer->from_scope = g_strdup (mch_db_result_get_text (row, 3));
  transfer->to_scope = g_strdup (mch_db_result_get_text (row, 4));
  transfer->person = g_strdup (mch_db_result_get_text (row, 5));
  transfer->candidature = g_strdup (mch_db_result_get_text (row, 6));
  transfer->requested = g_strdup (mch_db_result_get_text (row, 7));
  transfer->state = g_strdup (mch_db_result_get_text (row, 8));
  transfer->asked_by = g_strdup (mch_db_result_get_text (row, 9));
  transfer->asked_ms = mch_db_result_get_int (row, 10);
  transfer->reason = g_strdup (mch_db_result_get_text (row, 11));
  return transfer;
}

MchTransfer *
mch_transfer_read (MchDb *db, const char *id, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (
      db, error, "SELECT " MCH_TRANSFER_COLUMNS " FROM transfer WHERE id = $1", MCH_DB_TEXT (id));

  if (result == NULL)
    return NULL;
  if (mch_db_result_next (result))
    return mch_transfer_read_row (result);
  mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no such transfer."));
  return NULL;
}

static MchRecord *
new_record (const MchTransfer *transfer, const char *side)
{
  MchRecord *record = mch_record_new (MCH_KIND_TRANSFER, transfer->id);
  g_autofree char *asked_ms = g_strdup_printf ("%" G_GINT64_FORMAT, transfer->asked_ms);

  mch_record_set (record, "side", side);
  mch_record_set (record, "session", transfer->session);
  mch_record_set (record, "state", transfer->state);
  mch_record_set (record, "asked_ms", asked_ms);
  mch_record_set (record, "reason", transfer->reason);
  return record;
}

static gboolean
put_record (MchDb *db, MchBatch *batch, const char *scope, MchRecord *record, GPtrArray *touched,
            GError **error)
{
  mch_account_touch (touched, scope);
  return mch_account_put (db, batch, scope, record, error);
}

static gboolean
set_name (MchDb *db, MchRecord *record, const char *name, const char *scope, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT name FROM establishment WHERE uai = $1",
                         MCH_DB_TEXT (mch_model_scope_uai (scope)));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    mch_record_set (record, name, mch_db_result_get_text (result, 0));
  return TRUE;
}

/* The exam office decides without the school's records at hand. */
static gboolean
set_pupil (MchDb *db, MchRecord *record, const MchTransfer *transfer, GError **error)
{
  static const char *const names[] = { "family_name", "given_name", "birth_date" };
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) person =
      mch_records_get (db, transfer->from_scope, MCH_KIND_PERSON, transfer->person, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (gsize i = 0; person != NULL && !person->deleted && i < G_N_ELEMENTS (names); i++)
    mch_record_set (record, names[i], mch_record_get (person, names[i]));
  return TRUE;
}

gboolean
mch_transfer_put (MchDb *db, MchBatch *batch, const MchTransfer *transfer, GPtrArray *touched,
                  GError **error)
{
  g_autofree char *office = g_strconcat ("acad:", transfer->academy, NULL);
  g_autoptr (MchRecord) from = new_record (transfer, "from");
  g_autoptr (MchRecord) to = new_record (transfer, "to");
  g_autoptr (MchRecord) both = new_record (transfer, "office");

  mch_record_set (from, "person", transfer->person);
  mch_record_set (from, "candidature", transfer->candidature);
  mch_record_set (from, "establishment", mch_model_scope_uai (transfer->to_scope));
  mch_record_set (to, "requested", transfer->requested);
  mch_record_set (to, "asked_by", transfer->asked_by);
  if (transfer->into != NULL)
    {
      mch_record_set (to, "person", transfer->into);
      mch_record_set (to, "candidature", transfer->candidature);
    }
  mch_record_set (both, "from", mch_model_scope_uai (transfer->from_scope));
  mch_record_set (both, "establishment", mch_model_scope_uai (transfer->to_scope));
  /* Once it is decided nobody needs the name any more. */
  if (strcmp (transfer->state, "asked") == 0 && !set_pupil (db, both, transfer, error))
    return FALSE;
  return set_name (db, from, "establishment_name", transfer->to_scope, error)
         && set_name (db, both, "establishment_name", transfer->to_scope, error)
         && set_name (db, both, "from_name", transfer->from_scope, error)
         && put_record (db, batch, transfer->from_scope, from, touched, error)
         && put_record (db, batch, transfer->to_scope, to, touched, error)
         && put_record (db, batch, office, both, touched, error);
}

typedef struct
{
  MchServer *server;
  const MchStaff *staff;
  const MchTransferRequest *request;
  char *identity;
  char *id; /* of the request that stands */
  GPtrArray *touched;
} Asking;

/* Who is meant: somebody whom another establishment of the académie has. */
static MchTransfer *
find_pupil (MchDb *db, const Asking *asking, GError **error)
{
  const MchTransferRequest *request = asking->request;
  MchTransfer *transfer;
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT s.academy, s.scope, s.candidature, c.person"
                         " FROM establishment e JOIN session_identity s ON s.academy = e.academy"
                         " JOIN candidature c ON c.scope = s.scope AND c.id = s.candidature"
                         " AND c.session = s.session"
                         " WHERE e.uai = $1 AND s.session = $2 AND s.identity = $3"
                         " AND s.scope <> $4",
                         MCH_DB_TEXT (mch_model_scope_uai (request->scope)),
                         MCH_DB_TEXT (request->session), MCH_DB_TEXT (asking->identity),
                         MCH_DB_TEXT (request->scope));
  if (result == NULL)
    return NULL;
  if (!mch_db_result_next (result))
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                        _ ("Nobody like that is registered in another establishment."));
      return NULL;
    }
  transfer = g_new0 (MchTransfer, 1);
  transfer->academy = g_strdup (mch_db_result_get_text (result, 0));
  transfer->from_scope = g_strdup (mch_db_result_get_text (result, 1));
  transfer->candidature = g_strdup (mch_db_result_get_text (result, 2));
  transfer->person = g_strdup (mch_db_result_get_text (result, 3));
  transfer->id = g_strdup (request->id);
  transfer->session = g_strdup (request->session);
  transfer->to_scope = g_strdup (request->scope);
  transfer->requested = g_strdup (request->requested);
  transfer->state = g_strdup ("asked");
  transfer->asked_by = g_strdup (asking->staff->login);
  transfer->asked_ms = mch_server_now (asking->server);
  return transfer;
}

/* A request that was made before: this very one, or another for the same pupil. */
static gboolean
find_asked (MchDb *db, Asking *asking, const char *candidature, GError **error)
{
  const MchTransferRequest *request = asking->request;
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&asking->id, g_free);
  result = mch_db_query (db, error,
                         "SELECT id, to_scope, candidature FROM transfer WHERE id = $1"
                         " OR (candidature = $2 AND to_scope = $3 AND state = 'asked')"
                         " ORDER BY CASE WHEN id = $1 THEN 0 ELSE 1 END",
                         MCH_DB_TEXT (request->id), MCH_DB_TEXT (candidature),
                         MCH_DB_TEXT (request->scope));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  if (strcmp (mch_db_result_get_text (result, 1), request->scope) != 0
      || strcmp (mch_db_result_get_text (result, 2), candidature) != 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_MISMATCH,
                             _ ("This id was used before for something else."));
  asking->id = g_strdup (mch_db_result_get_text (result, 0));
  return TRUE;
}

static gboolean
insert_transfer (MchDb *db, const MchTransfer *transfer, GError **error)
{
  return mch_db_exec (db, error,
                      "INSERT INTO transfer (id, academy, session, from_scope, to_scope, person,"
                      " candidature, requested, state, asked_by, asked_ms)"
                      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                      MCH_DB_TEXT (transfer->id), MCH_DB_TEXT (transfer->academy),
                      MCH_DB_TEXT (transfer->session), MCH_DB_TEXT (transfer->from_scope),
                      MCH_DB_TEXT (transfer->to_scope), MCH_DB_TEXT (transfer->person),
                      MCH_DB_TEXT (transfer->candidature), MCH_DB_TEXT (transfer->requested),
                      MCH_DB_TEXT (transfer->state), MCH_DB_TEXT (transfer->asked_by),
                      MCH_DB_INT (transfer->asked_ms))
         >= 0;
}

/* The school that has the pupil agreed to let him go before anybody asked: nobody has to answer. */
static gboolean
accept_agreed (MchDb *db, MchBatch *batch, const Asking *asking, MchTransfer *transfer,
               GError **error)
{
  g_autoptr (MchRecord) candidature = NULL;
  gboolean open;

  candidature = mch_records_get (db, transfer->from_scope, MCH_KIND_CANDIDATURE,
                                 transfer->candidature, error);
  if (candidature == NULL
      || !mch_transfer_check_open (db, transfer, mch_server_now (asking->server), &open, error))
    return FALSE;
  if (!open || mch_record_get (candidature, "transfer_agreed_on") == NULL)
    return TRUE;
  return mch_transfer_accept (asking->server, db, batch, transfer, asking->staff->login,
                              asking->touched, error)
         && mch_model_audit (asking->server, db, transfer->from_scope, asking->staff->login,
                             "transfer.agreed", transfer->id, NULL, error);
}

static gboolean
ask (MchDb *db, gpointer data, GError **error)
{
  Asking *asking = data;
  MchStamp stamp = { asking->staff->login, mch_server_now (asking->server) };
  g_autoptr (MchTransfer) transfer = find_pupil (db, asking, error);
  g_autoptr (MchBatch) batch = mch_batch_new ();

  g_ptr_array_set_size (asking->touched, 0);
  if (transfer == NULL || !find_asked (db, asking, transfer->candidature, error))
    return FALSE;
  if (asking->id != NULL)
    return TRUE;
  asking->id = g_strdup (transfer->id);
  return insert_transfer (db, transfer, error) && accept_agreed (db, batch, asking, transfer, error)
         && mch_transfer_put (db, batch, transfer, asking->touched, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (asking->server, db, transfer->to_scope, asking->staff->login,
                             "transfer.ask", transfer->id, NULL, error);
}

/* What identifies the pupil, in the canonical form in which it is compared. */
static char *
dup_identity (const MchTransferRequest *request)
{
  const char *const names[] = { "ine", "birth_date", "family_name" };
  const char *const values[] = { request->ine, request->birth_date, request->family_name };
  g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, "");

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = NULL;
      MchValueNote note;

      if (!mch_value_read (mch_field_find (MCH_KIND_PERSON, names[i]), values[i], NULL, &value,
                           &note))
        return NULL;
      mch_record_set (person, names[i], value);
    }
  return mch_person_identity_key (person);
}

char *
mch_transfers_ask (MchServer *server, const MchStaff *staff, const MchTransferRequest *request,
                   GError **error)
{
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *identity = dup_identity (request);
  Asking asking = { server, staff, request, identity, NULL, touched };

  if (identity == NULL || !mch_uuid_is_valid (request->id)
      || !mch_uuid_is_valid (request->requested) || !mch_value_is_session (request->session))
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                        _ ("A transfer is asked for with INE, date of birth and family name."));
      return NULL;
    }
  if (!mch_model_write (server, ask, &asking, error))
    {
      g_free (asking.id);
      return NULL;
    }
  mch_account_hint (server, touched);
  return asking.id;
}
