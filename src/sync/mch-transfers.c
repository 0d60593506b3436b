/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-transfers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-fault.h"
#include "protocol/mch-wire-json.h"
#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

/* id of a registration that could not be made → the one that came instead */
#define LOCAL_KIND "came"

const char *
mch_transfer_side_to_string (MchTransferSide side)
{
  static const char *const names[] = {
    [MCH_TRANSFER_POSSIBLE] = "possible",
    [MCH_TRANSFER_OUT] = "out",
    [MCH_TRANSFER_IN] = "in",
    [MCH_TRANSFER_OFFICE] = "office",
  };

  g_return_val_if_fail (side < G_N_ELEMENTS (names), NULL);

  return names[side];
}

static void
free_entry (gpointer data)
{
  MchTransferEntry *entry = data;

  g_free (entry->id);
  g_free (entry->scope);
  g_free (entry->session);
  g_free (entry->state);
  g_free (entry->person);
  g_free (entry->family_name);
  g_free (entry->given_name);
  g_free (entry->birth_date);
  g_free (entry->establishment);
  g_free (entry->establishment_name);
  g_free (entry->from_name);
  g_free (entry->reason);
  g_free (entry);
}

static void
name_pupil (MchTransferEntry *entry, const MchRecord *record)
{
  if (record == NULL)
    return;
  g_free (entry->family_name);
  entry->family_name = g_strdup (mch_record_get (record, "family_name"));
  g_free (entry->given_name);
  entry->given_name = g_strdup (mch_record_get (record, "given_name"));
  g_free (entry->birth_date);
  entry->birth_date = g_strdup (mch_record_get (record, "birth_date"));
}

static MchTransferSide
read_side (const char *side)
{
  if (g_strcmp0 (side, "from") == 0)
    return MCH_TRANSFER_OUT;
  return g_strcmp0 (side, "to") == 0 ? MCH_TRANSFER_IN : MCH_TRANSFER_OFFICE;
}

gboolean
mch_transfer_is_ours_to_decide (const MchRecord *record)
{
  g_return_val_if_fail (record != NULL, FALSE);

  return !record->deleted && g_strcmp0 (mch_record_get (record, "state"), "asked") == 0
         && read_side (mch_record_get (record, "side")) != MCH_TRANSFER_IN;
}

static MchTransferEntry *
new_entry (MchStore *store, const char *scope, const MchRecord *record)
{
  MchTransferEntry *entry = g_new0 (MchTransferEntry, 1);
  const char *asked_ms = mch_record_get (record, "asked_ms");
  const char *person = mch_record_get (record, "person");
  g_autoptr (MchRecord) pupil = NULL;

  entry->side = read_side (mch_record_get (record, "side"));
  entry->id = g_strdup (record->id);
  entry->scope = g_strdup (scope);
  entry->session = g_strdup (mch_record_get (record, "session"));
  entry->state = g_strdup (mch_record_get (record, "state"));
  entry->person = g_strdup (person != NULL ? person : mch_record_get (record, "requested"));
  entry->establishment = g_strdup (mch_record_get (record, "establishment"));
  entry->establishment_name = g_strdup (mch_record_get (record, "establishment_name"));
  entry->from_name = g_strdup (mch_record_get (record, "from_name"));
  entry->reason = g_strdup (mch_record_get (record, "reason"));
  entry->asked_ms = asked_ms != NULL ? g_ascii_strtoll (asked_ms, NULL, 10) : 0;
  name_pupil (entry, record);
  if (entry->person != NULL && entry->side != MCH_TRANSFER_OFFICE)
    pupil = mch_store_dup_record (store, scope, MCH_KIND_PERSON, entry->person);
  name_pupil (entry, pupil);
  return entry;
}

/* Adds the requests of @scope; notes for whom one stands. */
static void
add_requests (MchStore *store, const char *scope, GPtrArray *entries, GHashTable *asked)
{
  g_autoptr (GPtrArray) records = mch_store_list_records (store, scope, MCH_KIND_TRANSFER);

  for (guint i = 0; i < records->len; i++)
    {
      const MchRecord *record = records->pdata[i];
      const char *requested = mch_record_get (record, "requested");

      g_ptr_array_add (entries, new_entry (store, scope, record));
      if (requested != NULL && g_strcmp0 (mch_record_get (record, "state"), "refused") != 0)
        g_hash_table_add (asked, g_strdup (requested));
    }
}

static gboolean
is_elsewhere (const MchStoreOp *op, const MchChange *change)
{
  const char *code = mch_fault_code_to_string (MCH_FAULT_REGISTERED_ELSEWHERE);

  for (guint i = 0; i < op->faults->len; i++)
    {
      const MchStoreFault *fault = op->faults->pdata[i];

      if (strcmp (fault->id, change->id) == 0 && strcmp (fault->code, code) == 0)
        return TRUE;
    }
  return FALSE;
}

static MchTransferEntry *
new_possible (MchStore *store, const char *scope, const MchChange *change)
{
  MchTransferEntry *entry = g_new0 (MchTransferEntry, 1);
  const char *person = g_hash_table_lookup (change->to, "person");
  g_autoptr (MchRecord) pupil = mch_store_dup_record (store, scope, MCH_KIND_PERSON, person);

  entry->side = MCH_TRANSFER_POSSIBLE;
  entry->id = g_strdup (person);
  entry->scope = g_strdup (scope);
  entry->session = g_strdup (g_hash_table_lookup (change->to, "session"));
  entry->state = g_strdup ("possible");
  entry->person = g_strdup (person);
  name_pupil (entry, pupil);
  return entry;
}

/* A pupil who could not be registered because he is elsewhere; no more was said about him. */
static gboolean
add_possible (MchStore *store, const char *op_id, GPtrArray *entries, GHashTable *asked,
              GError **error)
{
  g_autoptr (MchStoreOp) op = mch_store_dup_op (store, op_id, error);

  if (op == NULL)
    return FALSE;
  for (guint i = 0; i < op->changes->len; i++)
    {
      const MchChange *change = op->changes->pdata[i];
      const char *person = g_hash_table_lookup (change->to, "person");

      if (change->create && change->kind == MCH_KIND_CANDIDATURE && person != NULL
          && is_elsewhere (op, change) && !g_hash_table_contains (asked, person))
        g_ptr_array_add (entries, new_possible (store, op->scope, change));
    }
  return TRUE;
}

/* What can be done something about comes first. */
static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const MchTransferEntry *one = *(MchTransferEntry *const *) a;
  const MchTransferEntry *two = *(MchTransferEntry *const *) b;
  gboolean open_one = strcmp (one->state, "possible") == 0 || strcmp (one->state, "asked") == 0;
  gboolean open_two = strcmp (two->state, "possible") == 0 || strcmp (two->state, "asked") == 0;

  if (open_one != open_two)
    return open_one ? -1 : 1;
  if (one->side != two->side)
    return one->side < two->side ? -1 : 1;
  if (one->asked_ms != two->asked_ms)
    return one->asked_ms > two->asked_ms ? -1 : 1;
  return strcmp (one->id, two->id);
}

GPtrArray *
mch_transfer_list (MchStore *store, const char *scope, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (free_entry);
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) scopes = NULL;
  g_autoptr (GPtrArray) ops = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  scopes = mch_store_dup_scopes (store);
  ops = mch_store_list_ops (store, error);
  if (ops == NULL)
    return NULL;
  for (char **one = scopes; *one != NULL; one++)
    if (scope == NULL || strcmp (*one, scope) == 0)
      add_requests (store, *one, entries, asked);
  for (guint i = 0; i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      if (op->state == MCH_OP_REFUSED && (scope == NULL || strcmp (op->scope, scope) == 0)
          && !add_possible (store, op->op_id, entries, asked, error))
        return NULL;
    }
  g_ptr_array_sort (entries, compare_entries);
  return g_steal_pointer (&entries);
}

static JsonObject *
new_request (const char *id, const char *session, const MchRecord *pupil)
{
  static const char *const names[] = { "ine", "birth_date", "family_name" };
  JsonObject *body = json_object_new ();

  json_object_set_int_member (body, "version", 1);
  json_object_set_string_member (body, "id", id);
  json_object_set_string_member (body, "session", session);
  json_object_set_string_member (body, "requested", pupil->id);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = mch_record_get (pupil, names[i]);

      if (value == NULL)
        {
          json_object_unref (body);
          return NULL;
        }
      json_object_set_string_member (body, names[i], value);
    }
  return body;
}

gboolean
mch_transfer_ask (MchDesk *desk, const char *scope, const char *session, const char *person,
                  const char *id, GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autoptr (MchRecord) pupil = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *place = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL && session != NULL, FALSE);
  g_return_val_if_fail (person != NULL && id != NULL, FALSE);

  client = mch_desk_get_client (desk, error);
  if (client == NULL)
    return FALSE;
  pupil = mch_store_dup_record (mch_desk_get_store (desk), scope, MCH_KIND_PERSON, person);
  body = pupil != NULL ? new_request (id, session, pupil) : NULL;
  if (body == NULL)
    {
      g_set_error_literal (
          error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
          _ ("A transfer is asked for with INE, date of birth and family name. Fill "
             "in what is missing, then ask again."));
      return FALSE;
    }
  place = g_uri_escape_string (scope, NULL, FALSE);
  path = g_strdup_printf ("/v1/scopes/%s/transfers", place);
  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL;
}

gboolean
mch_transfer_decide (MchDesk *desk, const char *id, gboolean accept, const char *reason,
                     GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && id != NULL, FALSE);

  client = mch_desk_get_client (desk, error);
  if (client == NULL)
    return FALSE;
  body = json_object_new ();
  json_object_set_int_member (body, "version", 1);
  json_object_set_boolean_member (body, "accept", accept);
  if (reason != NULL)
    json_object_set_string_member (body, "reason", reason);
  name = g_uri_escape_string (id, NULL, FALSE);
  path = g_strdup_printf ("/v1/transfers/%s/decide", name);
  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL;
}

/* The ids under which the pupils came who were asked for under others: persons by the transfers
 * themselves, their registrations as they were noted when they were found. */
static GHashTable *
gather_into (MchStore *store, GPtrArray *transfers)
{
  GHashTable *into = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) noted = mch_store_list_local (store, LOCAL_KIND);

  for (guint i = 0; i < transfers->len; i++)
    {
      const char *requested = mch_record_get (transfers->pdata[i], "requested");
      const char *person = mch_record_get (transfers->pdata[i], "person");

      if (requested != NULL && person != NULL && strcmp (requested, person) != 0)
        g_hash_table_insert (into, g_strdup (requested), g_strdup (person));
    }
  for (char **id = noted; *id != NULL; id++)
    {
      g_autoptr (GBytes) bytes = mch_store_get_local (store, LOCAL_KIND, *id, NULL);

      if (bytes != NULL)
        g_hash_table_insert (into, g_strdup (*id),
                             g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }
  return into;
}

/* The refused creations in @op of registrations that have come with a transfer. */
static gboolean
note_registrations (MchStore *store, const MchStoreOp *op, GPtrArray *transfers, GHashTable *into,
                    GError **error)
{
  for (guint i = 0; i < op->changes->len; i++)
    {
      const MchChange *change = op->changes->pdata[i];
      const char *person = g_hash_table_lookup (change->to, "person");

      for (guint t = 0; change->create && person != NULL && t < transfers->len; t++)
        {
          const char *came = mch_record_get (transfers->pdata[t], "candidature");
          g_autoptr (GBytes) bytes = NULL;

          if (came == NULL || strcmp (came, change->id) == 0
              || g_strcmp0 (mch_record_get (transfers->pdata[t], "requested"), person) != 0
              || g_strcmp0 (mch_record_get (transfers->pdata[t], "session"),
                            g_hash_table_lookup (change->to, "session"))
                     != 0)
            continue;
          bytes = g_bytes_new (came, strlen (came));
          if (!mch_store_put_local (store, LOCAL_KIND, change->id, bytes, error))
            return FALSE;
          g_hash_table_insert (into, g_strdup (change->id), g_strdup (came));
        }
    }
  return TRUE;
}

static gboolean
redirect (MchStore *store, const char *op_id, GPtrArray *transfers, GHashTable *into,
          GError **error)
{
  g_autoptr (MchStoreOp) op = mch_store_dup_op (store, op_id, error);
  g_autofree char *new_id = mch_desk_new_id ();

  return op != NULL && note_registrations (store, op, transfers, into, error)
         && mch_store_redirect_op (store, op_id, into, new_id, error);
}

gboolean
mch_transfer_settle (MchStore *store, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) transfers = g_ptr_array_new ();
  g_autoptr (GPtrArray) ops = NULL;
  g_autoptr (GHashTable) into = NULL;

  g_return_val_if_fail (store != NULL, FALSE);

  records = mch_store_list_records (store, NULL, MCH_KIND_TRANSFER);
  for (guint i = 0; i < records->len; i++)
    if (g_strcmp0 (mch_record_get (records->pdata[i], "state"), "accepted") == 0
        && mch_record_get (records->pdata[i], "requested") != NULL)
      g_ptr_array_add (transfers, records->pdata[i]);
  if (transfers->len == 0)
    return TRUE;
  into = gather_into (store, transfers);
  ops = mch_store_list_ops (store, error);
  for (guint i = 0; ops != NULL && i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      if (op->state == MCH_OP_REFUSED && op->faults->len > 0
          && !redirect (store, op->op_id, transfers, into, error))
        return FALSE;
    }
  return ops != NULL;
}
