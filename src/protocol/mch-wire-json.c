/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-json.h"

#include <string.h>

G_DEFINE_QUARK (mch - wire - error - quark, mch_wire_error)

static gboolean
malformed (GError **error, const char *name, const char *what)
{
  g_set_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "%s: %s", name, what);
  return FALSE;
}

/* json-glib descends recursively and stops after the first value, so both the depth and what
 * follows the last bracket are looked at before it sees a byte. */
static gboolean
is_one_shallow_value (const char *data, gsize length)
{
  guint depth = 0;
  gboolean in_text = FALSE;
  gboolean ended = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = data[i];

      if (c == '\0' || (ended && strchr (" \t\r\n", c) == NULL))
        return FALSE;
      if (in_text && c == '\\')
        i++;
      else if (c == '"')
        in_text = !in_text;
      else if (!in_text && (c == '{' || c == '['))
        {
          if (++depth > MCH_WIRE_MAX_DEPTH)
            return FALSE;
        }
      else if (!in_text && (c == '}' || c == ']') && depth > 0)
        ended = --depth == 0;
    }

  return ended;
}

JsonObject *
mch_wire_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) cause = NULL;
  JsonNode *root;

  g_return_val_if_fail (data != NULL || length == 0, NULL);

  if (length == 0 || !g_utf8_validate_len (data, length, NULL))
    {
      malformed (error, "message", "not UTF-8 text");
      return NULL;
    }
  if (!is_one_shallow_value (data, length))
    {
      malformed (error, "message", "nested too deeply, or not one value");
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, data, (gssize) length, &cause))
    {
      malformed (error, "message", "not JSON");
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      malformed (error, "message", "not a JSON object");
      return NULL;
    }

  return json_object_ref (json_node_get_object (root));
}

char *
mch_wire_to_text (JsonObject *object, gsize *ret_length)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  g_return_val_if_fail (object != NULL, NULL);

  json_node_set_object (root, object);
  json_generator_set_root (generator, root);
  return json_generator_to_data (generator, ret_length);
}

static JsonNode *
find_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

const char *
mch_wire_get_text (JsonObject *object, const char *name, gsize max, GError **error)
{
  JsonNode *node = find_member (object, name);
  const char *text;

  if (!holds (node, G_TYPE_STRING))
    {
      malformed (error, name, "a text is needed");
      return NULL;
    }
  text = json_node_get_string (node);
  if (*text == '\0' || strlen (text) > max)
    {
      malformed (error, name, "empty or too long");
      return NULL;
    }
  return text;
}

const char *
mch_wire_opt_text (JsonObject *object, const char *name, const char *fallback)
{
  JsonNode *node = find_member (object, name);

  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : fallback;
}

gboolean
mch_wire_get_int (JsonObject *object, const char *name, gint64 min, gint64 max, gint64 *ret_value,
                  GError **error)
{
  JsonNode *node = find_member (object, name);
  gint64 value;

  g_return_val_if_fail (ret_value != NULL, FALSE);

  if (!holds (node, G_TYPE_INT64))
    return malformed (error, name, "a whole number is needed");
  value = json_node_get_int (node);
  if (value < min || value > max)
    return malformed (error, name, "out of range");
  *ret_value = value;
  return TRUE;
}

gint64
mch_wire_opt_int (JsonObject *object, const char *name, gint64 fallback)
{
  JsonNode *node = find_member (object, name);

  return holds (node, G_TYPE_INT64) ? json_node_get_int (node) : fallback;
}

gboolean
mch_wire_opt_bool (JsonObject *object, const char *name, gboolean fallback)
{
  JsonNode *node = find_member (object, name);

  return holds (node, G_TYPE_BOOLEAN) ? json_node_get_boolean (node) : fallback;
}

JsonObject *
mch_wire_get_object (JsonObject *object, const char *name, GError **error)
{
  JsonNode *node = find_member (object, name);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      malformed (error, name, "an object is needed");
      return NULL;
    }
  return json_node_get_object (node);
}

JsonArray *
mch_wire_get_array (JsonObject *object, const char *name, guint max, GError **error)
{
  JsonNode *node = find_member (object, name);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      malformed (error, name, "a list is needed");
      return NULL;
    }
  array = json_node_get_array (node);
  if (json_array_get_length (array) > max)
    {
      malformed (error, name, "too many elements");
      return NULL;
    }
  return array;
}

JsonObject *
mch_wire_array_object (JsonArray *array, guint index, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      malformed (error, "list", "its elements must be objects");
      return NULL;
    }
  return json_node_get_object (node);
}

static gboolean
is_base64 (const char *text)
{
  gsize n = strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  gsize padding = strspn (text + n, "=");

  return text[n + padding] == '\0' && padding <= 2 && (n + padding) % 4 == 0;
}

GPtrArray *
mch_wire_get_list (JsonObject *object, const char *name, guint max, GDestroyNotify destroy,
                   MchWireReadFunc read, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (destroy);
  JsonArray *array = mch_wire_get_array (object, name, max, error);

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = mch_wire_array_object (array, i, error);
      gpointer one = element != NULL ? read (element, error) : NULL;

      if (one == NULL)
        return NULL;
      g_ptr_array_add (list, one);
    }
  return g_steal_pointer (&list);
}

GBytes *
mch_wire_get_bytes (JsonObject *object, const char *name, gsize min, gsize max, GError **error)
{
  const char *text = mch_wire_opt_text (object, name, NULL);
  guchar *data;
  gsize length;

  if (text == NULL || strlen (text) > max * 2 + 8 || !is_base64 (text))
    {
      malformed (error, name, "base64 is needed");
      return NULL;
    }
  data = g_base64_decode (text, &length);
  if (length < min || length > max)
    {
      g_free (data);
      malformed (error, name, "of the wrong length");
      return NULL;
    }
  return g_bytes_new_take (data, length);
}

void
mch_wire_set_bytes (JsonObject *object, const char *name, const void *data, gsize length)
{
  g_autofree char *text = g_base64_encode (data, length);

  json_object_set_string_member (object, name, text);
}

void
mch_wire_set_text (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
  else
    json_object_set_null_member (object, name);
}
