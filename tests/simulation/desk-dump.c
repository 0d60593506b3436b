/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-dump.h"

#include "store/mch-outbox.h"

#include <string.h>

static void
add_values (JsonArray *values, const MchChange *change)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    json_array_add_string_element (values, value);
}

static JsonObject *
refused_to_json (const MchStoreOp *op)
{
  JsonObject *object = json_object_new ();
  JsonArray *values = json_array_new ();
  JsonArray *codes = json_array_new ();

  for (guint i = 0; i < op->changes->len; i++)
    add_values (values, op->changes->pdata[i]);
  for (guint i = 0; i < op->faults->len; i++)
    json_array_add_string_element (codes, ((MchStoreFault *) op->faults->pdata[i])->code);
  json_object_set_string_member (object, "op", op->op_id);
  json_object_set_string_member (object, "scope", op->scope);
  json_object_set_string_member (object, "reason", op->reason);
  json_object_set_array_member (object, "values", values);
  json_object_set_array_member (object, "codes", codes);
  return object;
}

gboolean
desk_settle (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  MchStore *store = mch_desk_get_store (desk);
  g_autoptr (GPtrArray) ops = mch_store_list_ops (store, error);
  JsonArray *list;

  if (ops == NULL)
    return FALSE;
  list = json_array_new ();
  json_object_set_array_member (answer, "refused", list);
  for (guint i = 0; i < ops->len; i++)
    {
      const MchStoreOp *listed = ops->pdata[i];
      g_autoptr (MchStoreOp) op = NULL;

      if (listed->state != MCH_OP_REFUSED)
        continue;
      op = mch_store_dup_op (store, listed->op_id, error);
      if (op == NULL)
        return FALSE;
      json_array_add_object_element (list, refused_to_json (op));
      if (!mch_store_drop_op (store, op->op_id, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_line (const char *scope, MchRecord *record, MchPending pending, void *data)
{
  GPtrArray *lines = data;
  GString *line = g_string_new (mch_kind_to_string (record->kind));
  guint n;
  g_autofree const char **names = mch_record_dup_names (record, &n);

  g_string_append_printf (line, "|%s|%" G_GINT64_FORMAT, record->id, record->version);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (line, "|%s=%s", names[i], mch_record_get (record, names[i]));
  if (pending != MCH_PENDING_NONE)
    g_string_append (line, "|pending");
  g_ptr_array_add (lines, g_string_free (line, FALSE));
  return TRUE;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static JsonObject *
dump_scope (MchStore *store, const char *scope, gboolean with_lines)
{
  JsonObject *object = json_object_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) hash = g_checksum_new (G_CHECKSUM_SHA256);
  JsonArray *list = json_array_new ();
  gint64 seq;

  mch_store_get_cursor (store, scope, NULL, &seq);
  for (int kind = 0; kind < MCH_N_KINDS; kind++)
    mch_store_foreach (store, scope, (MchKind) kind, add_line, lines);
  g_ptr_array_sort (lines, compare_lines);
  for (guint i = 0; i < lines->len; i++)
    {
      g_checksum_update (hash, lines->pdata[i], -1);
      g_checksum_update (hash, (const guchar *) "\n", 1);
      if (with_lines)
        json_array_add_string_element (list, lines->pdata[i]);
    }
  json_object_set_int_member (object, "cursor", seq);
  json_object_set_int_member (object, "n", lines->len);
  json_object_set_string_member (object, "hash", g_checksum_get_string (hash));
  json_object_set_array_member (object, "lines", list);
  return object;
}

static JsonArray *
conflicts_to_json (GPtrArray *conflicts)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < conflicts->len; i++)
    {
      const MchStoreConflict *conflict = conflicts->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", conflict->id);
      json_object_set_string_member (object, "name", conflict->name);
      json_object_set_string_member (object, "mine", conflict->mine);
      json_object_set_string_member (object, "theirs", conflict->theirs);
      json_object_set_string_member (object, "by", conflict->by);
      json_array_add_object_element (list, object);
    }
  return list;
}

/* Under which ids registrations came that could not be made here. */
static JsonObject *
came_to_json (MchStore *store)
{
  JsonObject *object = json_object_new ();
  g_auto (GStrv) ids = mch_store_list_local (store, "came");

  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (GBytes) bytes = mch_store_get_local (store, "came", *id, NULL);
      g_autofree char *into = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

      json_object_set_string_member (object, *id, into);
    }
  return object;
}

gboolean
desk_dump (MchDesk *desk, JsonObject *command, JsonObject *answer, GError **error)
{
  MchStore *store = mch_desk_get_store (desk);
  g_auto (GStrv) scopes = mch_store_dup_scopes (store);
  g_autoptr (GPtrArray) conflicts = mch_store_list_conflicts (store, error);
  g_autoptr (GPtrArray) ops = conflicts != NULL ? mch_store_list_ops (store, error) : NULL;
  gboolean with_lines = json_object_get_boolean_member_with_default (command, "lines", FALSE);
  JsonObject *held;

  if (ops == NULL)
    return FALSE;
  held = json_object_new ();
  for (char **scope = scopes; *scope != NULL; scope++)
    json_object_set_object_member (held, *scope, dump_scope (store, *scope, with_lines));
  json_object_set_object_member (answer, "scopes", held);
  json_object_set_int_member (answer, "pending", mch_store_count_pending (store));
  json_object_set_int_member (answer, "operations", ops->len);
  json_object_set_object_member (answer, "came", came_to_json (store));
  json_object_set_array_member (answer, "conflicts", conflicts_to_json (conflicts));
  return TRUE;
}
