/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-record.h"

#include <string.h>

#define MAX_ID 64
#define MAX_VERSION G_GINT64_CONSTANT (0x1fffffffffffff) /* what every JSON reader can hold */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

JsonObject *
mch_wire_values_to_json (GHashTable *values)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (values), compare_texts);

  for (GList *l = names; l != NULL; l = l->next)
    json_object_set_string_member (object, l->data, g_hash_table_lookup (values, l->data));
  return object;
}

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);

  return length > 0 && length <= 64
         && strspn (name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

gboolean
mch_wire_values_from_json (JsonObject *object, GHashTable *values, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      const char *text = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

      if (!is_name (name) || text == NULL || strlen (text) > MCH_WIRE_MAX_VALUE)
        {
          g_set_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED,
                       "a value is not a text, too long, or its name is not one");
          return FALSE;
        }
      g_hash_table_insert (values, g_strdup (name), g_strdup (text));
    }
  return TRUE;
}

/* Kind and id, as both rows and changes carry them. */
static gboolean
read_identity (JsonObject *object, MchKind *ret_kind, const char **ret_id, GError **error)
{
  const char *kind = mch_wire_get_text (object, "kind", MAX_ID, error);

  if (kind == NULL)
    return FALSE;
  *ret_kind = mch_kind_from_string (kind);
  if (*ret_kind == MCH_KIND_INVALID)
    {
      g_set_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "kind: not known");
      return FALSE;
    }
  *ret_id = mch_wire_get_text (object, "id", MAX_ID, error);
  return *ret_id != NULL;
}

JsonObject *
mch_wire_record_to_json (const MchRecord *record)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", mch_kind_to_string (record->kind));
  json_object_set_string_member (object, "id", record->id);
  json_object_set_int_member (object, "version", record->version);
  json_object_set_int_member (object, "seq", record->seq);
  json_object_set_boolean_member (object, "deleted", record->deleted);
  json_object_set_object_member (object, "data", mch_wire_values_to_json (record->values));
  return object;
}

MchRecord *
mch_wire_record_from_json (JsonObject *object, GError **error)
{
  g_autoptr (MchRecord) record = NULL;
  MchKind kind;
  const char *id;
  gint64 version, seq;
  JsonObject *data;

  if (!read_identity (object, &kind, &id, error)
      || !mch_wire_get_int (object, "version", 0, MAX_VERSION, &version, error)
      || !mch_wire_get_int (object, "seq", 0, MAX_VERSION, &seq, error))
    return NULL;
  data = mch_wire_get_object (object, "data", error);
  if (data == NULL)
    return NULL;

  record = mch_record_new (kind, id);
  record->version = version;
  record->seq = seq;
  record->deleted = mch_wire_opt_bool (object, "deleted", FALSE);
  if (!mch_wire_values_from_json (data, record->values, error))
    return NULL;
  return g_steal_pointer (&record);
}

JsonObject *
mch_wire_change_to_json (const MchChange *change)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", mch_kind_to_string (change->kind));
  json_object_set_string_member (object, "id", change->id);
  json_object_set_boolean_member (object, "create", change->create);
  json_object_set_int_member (object, "base_version", change->base_version);
  json_object_set_object_member (object, "from", mch_wire_values_to_json (change->from));
  json_object_set_object_member (object, "to", mch_wire_values_to_json (change->to));
  return object;
}

static gboolean
same_names (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer name;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (b, name))
      return FALSE;
  return TRUE;
}

MchChange *
mch_wire_change_from_json (JsonObject *object, GError **error)
{
  g_autoptr (MchChange) change = NULL;
  MchKind kind;
  const char *id;
  gint64 base_version;
  JsonObject *from, *to;

  if (!read_identity (object, &kind, &id, error)
      || !mch_wire_get_int (object, "base_version", 0, MAX_VERSION, &base_version, error))
    return NULL;
  from = mch_wire_get_object (object, "from", error);
  if (from == NULL)
    return NULL;
  to = mch_wire_get_object (object, "to", error);
  if (to == NULL)
    return NULL;

  change = mch_change_new_update (kind, id, base_version);
  change->create = mch_wire_opt_bool (object, "create", FALSE);
  if (!mch_wire_values_from_json (from, change->from, error)
      || !mch_wire_values_from_json (to, change->to, error))
    return NULL;
  if (!same_names (change->from, change->to))
    {
      g_set_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED,
                   "from and to must hold the same names");
      return NULL;
    }
  return g_steal_pointer (&change);
}

char *
mch_wire_part_to_text (GPtrArray *changes, guint first, guint n, gsize *ret_length)
{
  g_autoptr (JsonObject) message = json_object_new ();
  JsonArray *list = json_array_sized_new (n);

  g_return_val_if_fail (changes != NULL && first + n <= changes->len, NULL);

  for (guint i = first; i < first + n; i++)
    json_array_add_object_element (list, mch_wire_change_to_json (changes->pdata[i]));
  json_object_set_int_member (message, "version", 1);
  json_object_set_array_member (message, "changes", list);
  return mch_wire_to_text (message, ret_length);
}

GPtrArray *
mch_wire_changes_from_json (JsonObject *message, guint max, GError **error)
{
  g_autoptr (GPtrArray) changes = NULL;
  JsonArray *list = mch_wire_get_array (message, "changes", max, error);

  if (list == NULL)
    return NULL;
  changes = g_ptr_array_new_full (json_array_get_length (list), (GDestroyNotify) mch_change_free);
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *element = mch_wire_array_object (list, i, error);
      MchChange *change = element != NULL ? mch_wire_change_from_json (element, error) : NULL;

      if (change == NULL)
        return NULL;
      g_ptr_array_add (changes, change);
    }
  return g_steal_pointer (&changes);
}
