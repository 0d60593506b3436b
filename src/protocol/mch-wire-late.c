/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-late.h"

#define MAX_ID 64
#define MAX_TEXT 8192
#define MAX_VALUES 200

static const char *const state_names[] = {
  [MCH_LATE_WAITING] = "waiting",
  [MCH_LATE_ACCEPTED] = "accepted",
  [MCH_LATE_REFUSED] = "refused",
};
G_STATIC_ASSERT (G_N_ELEMENTS (state_names) == MCH_N_LATE_STATES);

const char *
mch_late_state_to_string (MchLateState state)
{
  g_return_val_if_fail (state >= 0 && state < MCH_N_LATE_STATES, NULL);

  return state_names[state];
}

MchLateState
mch_late_state_from_string (const char *text)
{
  for (int i = 0; i < MCH_N_LATE_STATES; i++)
    if (g_strcmp0 (text, state_names[i]) == 0)
      return i;
  return MCH_LATE_INVALID;
}

/* The texts and numbers of an operation and what they are called. */
static const struct
{
  const char *name;
  gsize offset;
  gboolean required;
} texts[] = {
  { "scope", G_STRUCT_OFFSET (MchLateOp, scope), TRUE },
  { "establishment", G_STRUCT_OFFSET (MchLateOp, establishment), TRUE },
  { "establishment_name", G_STRUCT_OFFSET (MchLateOp, establishment_name), TRUE },
  { "op", G_STRUCT_OFFSET (MchLateOp, op), TRUE },
  { "login", G_STRUCT_OFFSET (MchLateOp, login), TRUE },
  { "name", G_STRUCT_OFFSET (MchLateOp, name), TRUE },
  { "kind", G_STRUCT_OFFSET (MchLateOp, kind), TRUE },
  { "sessions", G_STRUCT_OFFSET (MchLateOp, sessions), FALSE },
  { "file", G_STRUCT_OFFSET (MchLateOp, file), FALSE },
  { "decided_by", G_STRUCT_OFFSET (MchLateOp, decided_by), FALSE },
  { "reason", G_STRUCT_OFFSET (MchLateOp, reason), FALSE },
};

static const struct
{
  const char *name;
  gsize offset;
  gboolean nullable; /* 0 travels as null */
} numbers[] = {
  { "changes", G_STRUCT_OFFSET (MchLateOp, changes), FALSE },
  { "made_ms", G_STRUCT_OFFSET (MchLateOp, made_ms), FALSE },
  { "received_ms", G_STRUCT_OFFSET (MchLateOp, received_ms), FALSE },
  { "closed_ms", G_STRUCT_OFFSET (MchLateOp, closed_ms), TRUE },
  { "decided_ms", G_STRUCT_OFFSET (MchLateOp, decided_ms), TRUE },
};

void
mch_late_op_free (MchLateOp *late)
{
  if (late == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (G_STRUCT_MEMBER (char *, late, texts[i].offset));
  g_free (late);
}

JsonObject *
mch_late_op_to_json (const MchLateOp *late)
{
  JsonObject *object = json_object_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    mch_wire_set_text (object, texts[i].name, G_STRUCT_MEMBER (char *, late, texts[i].offset));
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      gint64 number = G_STRUCT_MEMBER (gint64, late, numbers[i].offset);

      if (number == 0 && numbers[i].nullable)
        json_object_set_null_member (object, numbers[i].name);
      else
        json_object_set_int_member (object, numbers[i].name, number);
    }
  mch_wire_set_text (object, "state", mch_late_state_to_string (late->state));
  return object;
}

MchLateOp *
mch_late_op_from_json (JsonObject *object, GError **error)
{
  g_autoptr (MchLateOp) late = g_new0 (MchLateOp, 1);
  const char *state;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = texts[i].required
                             ? mch_wire_get_text (object, texts[i].name, MAX_TEXT, error)
                             : mch_wire_opt_text (object, texts[i].name, NULL);

      if (text == NULL && texts[i].required)
        return NULL;
      G_STRUCT_MEMBER (char *, late, texts[i].offset) = g_strdup (text);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      gint64 *number = &G_STRUCT_MEMBER (gint64, late, numbers[i].offset);

      if (numbers[i].nullable)
        *number = mch_wire_opt_int (object, numbers[i].name, 0);
      else if (!mch_wire_get_int (object, numbers[i].name, 0, G_MAXINT64, number, error))
        return NULL;
    }
  state = mch_wire_get_text (object, "state", MAX_ID, error);
  if (state == NULL)
    return NULL;
  late->state = mch_late_state_from_string (state);
  if (late->state != MCH_LATE_INVALID)
    return g_steal_pointer (&late);
  g_set_error_literal (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "state");
  return NULL;
}

JsonObject *
mch_late_list_to_json (GPtrArray *list, gboolean more)
{
  JsonObject *message = json_object_new ();
  JsonArray *array = json_array_sized_new (list->len);

  for (guint i = 0; i < list->len; i++)
    json_array_add_object_element (array, mch_late_op_to_json (list->pdata[i]));
  json_object_set_int_member (message, "version", 1);
  json_object_set_array_member (message, "late", array);
  json_object_set_boolean_member (message, "more", more);
  return message;
}

static gpointer
read_op (JsonObject *object, GError **error)
{
  return mch_late_op_from_json (object, error);
}

GPtrArray *
mch_late_list_from_json (JsonObject *message, gboolean *ret_more, GError **error)
{
  GPtrArray *list = mch_wire_get_list (message, "late", MCH_WIRE_MAX_LATE,
                                       (GDestroyNotify) mch_late_op_free, read_op, error);

  if (list != NULL)
    *ret_more = mch_wire_opt_bool (message, "more", FALSE);
  return list;
}

static void
late_value_free (gpointer data)
{
  MchLateValue *value = data;

  g_free (value->name);
  g_free (value->from);
  g_free (value->to);
  g_free (value->now);
  g_free (value);
}

MchLateItem *
mch_late_item_new (const char *kind, const char *id, gboolean create)
{
  MchLateItem *item = g_new0 (MchLateItem, 1);

  item->kind = g_strdup (kind);
  item->id = g_strdup (id);
  item->create = create;
  item->values = g_ptr_array_new_with_free_func (late_value_free);
  return item;
}

void
mch_late_item_free (MchLateItem *item)
{
  if (item == NULL)
    return;
  g_free (item->kind);
  g_free (item->id);
  g_free (item->family_name);
  g_free (item->given_name);
  g_free (item->birth_date);
  g_ptr_array_unref (item->values);
  g_free (item);
}

void
mch_late_item_add (MchLateItem *item, const char *name, const char *from, const char *to,
                   const char *now)
{
  MchLateValue *value = g_new0 (MchLateValue, 1);

  value->name = g_strdup (name);
  value->from = g_strdup (from != NULL ? from : "");
  value->to = g_strdup (to != NULL ? to : "");
  value->now = g_strdup (now != NULL ? now : "");
  g_ptr_array_add (item->values, value);
}

static JsonObject *
item_to_json (const MchLateItem *item)
{
  JsonObject *object = json_object_new ();
  JsonArray *values = json_array_sized_new (item->values->len);

  json_object_set_string_member (object, "kind", item->kind);
  json_object_set_string_member (object, "id", item->id);
  json_object_set_boolean_member (object, "create", item->create);
  mch_wire_set_text (object, "family_name", item->family_name);
  mch_wire_set_text (object, "given_name", item->given_name);
  mch_wire_set_text (object, "birth_date", item->birth_date);
  for (guint i = 0; i < item->values->len; i++)
    {
      const MchLateValue *value = item->values->pdata[i];
      JsonObject *element = json_object_new ();

      json_object_set_string_member (element, "name", value->name);
      json_object_set_string_member (element, "from", value->from);
      json_object_set_string_member (element, "to", value->to);
      json_object_set_string_member (element, "now", value->now);
      json_array_add_object_element (values, element);
    }
  json_object_set_array_member (object, "values", values);
  return object;
}

static gpointer
item_from_json (JsonObject *object, GError **error)
{
  const char *kind = mch_wire_get_text (object, "kind", MAX_ID, error);
  const char *id = kind != NULL ? mch_wire_get_text (object, "id", MAX_ID, error) : NULL;
  JsonArray *values = id != NULL ? mch_wire_get_array (object, "values", MAX_VALUES, error) : NULL;
  g_autoptr (MchLateItem) item = NULL;

  if (values == NULL)
    return NULL;
  item = mch_late_item_new (kind, id, mch_wire_opt_bool (object, "create", FALSE));
  item->family_name = g_strdup (mch_wire_opt_text (object, "family_name", ""));
  item->given_name = g_strdup (mch_wire_opt_text (object, "given_name", ""));
  item->birth_date = g_strdup (mch_wire_opt_text (object, "birth_date", ""));
  for (guint i = 0; i < json_array_get_length (values); i++)
    {
      JsonObject *element = mch_wire_array_object (values, i, error);
      const char *name =
          element != NULL ? mch_wire_get_text (element, "name", MAX_ID, error) : NULL;

      if (name == NULL)
        return NULL;
      mch_late_item_add (item, name, mch_wire_opt_text (element, "from", ""),
                         mch_wire_opt_text (element, "to", ""),
                         mch_wire_opt_text (element, "now", ""));
    }
  return g_steal_pointer (&item);
}

void
mch_late_items_to_json (JsonObject *object, GPtrArray *items, gint64 next)
{
  JsonArray *array = json_array_sized_new (items->len);

  for (guint i = 0; i < items->len; i++)
    json_array_add_object_element (array, item_to_json (items->pdata[i]));
  json_object_set_array_member (object, "items", array);
  if (next >= 0)
    json_object_set_int_member (object, "next", next);
  else
    json_object_set_null_member (object, "next");
}

GPtrArray *
mch_late_items_from_json (JsonObject *object, gint64 *ret_next, GError **error)
{
  GPtrArray *items = mch_wire_get_list (object, "items", MCH_WIRE_MAX_LATE_ITEMS,
                                        (GDestroyNotify) mch_late_item_free, item_from_json, error);

  if (items != NULL)
    *ret_next = mch_wire_opt_int (object, "next", -1);
  return items;
}
