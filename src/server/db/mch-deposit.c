/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/db/mch-deposit.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <string.h>

#include "server/db/mch-records.h"
#include "vault/mch-digest.h"

static void
add_record (JsonObject *object, const char *name, const MchRecord *record)
{
  g_autofree char *values = mch_records_values_to_json (record);
  JsonObject *entry = json_object_new ();

  json_object_set_string_member (entry, "id", record->id);
  json_object_set_string_member (entry, "values", values);
  json_object_set_object_member (object, name, entry);
}

static char *
dup_frame (const MchDeposit *deposit)
{
  JsonObject *object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();

  add_record (object, "establishment", deposit->establishment);
  add_record (object, "service", deposit->service);
  json_node_init_object (node, object);
  json_object_unref (object);
  return json_to_string (node, FALSE);
}

static gboolean
put_frame (MchDb *db, const MchDeposit *deposit, char **ret_digest, GError **error)
{
  g_autofree char *body = dup_frame (deposit);

  *ret_digest = mch_digest_hex (body, strlen (body));
  return mch_db_exec (db, error,
                      "INSERT INTO document_frame (digest, body) VALUES ($1, $2)"
                      " ON CONFLICT (digest) DO NOTHING",
                      MCH_DB_TEXT (*ret_digest), MCH_DB_TEXT (body))
         >= 0;
}

gboolean
mch_deposit_confirmation (MchDb *db, const MchDeposit *deposit, GError **error)
{
  const char *version = mch_record_get (deposit->candidature, "registration_version");
  g_autofree char *id = mch_uuid_new (deposit->now_ms, deposit->random);
  g_autofree char *person = mch_records_values_to_json (deposit->person);
  g_autofree char *candidature = mch_records_values_to_json (deposit->candidature);
  g_autofree char *frame = NULL;

  return put_frame (db, deposit, &frame, error)
         && mch_db_exec (
                db, error,
                "INSERT INTO document (id, kind, scope, session, person, candidature,"
                " version, frame, person_data, candidature_data, made_ms)"
                " VALUES ($1, 'confirmation', $2, $3, $4, $5, $6, $7, $8, $9, $10)"
                " ON CONFLICT (candidature, kind, version) DO NOTHING",
                MCH_DB_TEXT (id), MCH_DB_TEXT (deposit->scope), MCH_DB_TEXT (deposit->service->id),
                MCH_DB_TEXT (deposit->person->id), MCH_DB_TEXT (deposit->candidature->id),
                MCH_DB_INT (version != NULL ? MAX (1, atoi (version)) : 1), MCH_DB_TEXT (frame),
                MCH_DB_TEXT (person), MCH_DB_TEXT (candidature), MCH_DB_INT (deposit->now_ms))
                >= 0;
}

/* One record of the frame; NULL when it is not there. */
static MchRecord *
read_record (JsonObject *frame, const char *name, MchKind kind, GError **error)
{
  JsonObject *entry =
      json_object_has_member (frame, name) ? json_object_get_object_member (frame, name) : NULL;
  const char *id =
      entry != NULL ? json_object_get_string_member_with_default (entry, "id", NULL) : NULL;
  const char *values =
      entry != NULL ? json_object_get_string_member_with_default (entry, "values", NULL) : NULL;
  g_autoptr (MchRecord) record = NULL;

  if (id == NULL || values == NULL)
    {
      g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_CORRUPT,
                           _ ("The database holds a document that cannot be read."));
      return NULL;
    }
  record = mch_record_new (kind, id);
  return mch_records_values_from_json (record, values, error) ? g_steal_pointer (&record) : NULL;
}

gboolean
mch_deposit_read_frame (const char *body, MchRecord **ret_establishment, MchRecord **ret_service,
                        GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (body, error);
  g_autoptr (MchRecord) establishment = NULL;
  g_autoptr (MchRecord) service = NULL;
  JsonObject *frame;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, MCH_DB_ERROR, MCH_DB_ERROR_CORRUPT,
                           _ ("The database holds a document that cannot be read."));
      return FALSE;
    }
  frame = json_node_get_object (node);
  establishment = read_record (frame, "establishment", MCH_KIND_ESTABLISHMENT, error);
  if (establishment != NULL)
    service = read_record (frame, "service", MCH_KIND_SERVICE, error);
  if (service == NULL)
    return FALSE;
  *ret_establishment = g_steal_pointer (&establishment);
  *ret_service = g_steal_pointer (&service);
  return TRUE;
}
