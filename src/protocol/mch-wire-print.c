/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-print.h"

#include "protocol/mch-wire-record.h"

#define MAX_LOGIN 128
#define MAX_ACTION 64

MchPrintLine *
mch_print_line_new (gint64 n, gint64 at_ms, const char *by, const char *action)
{
  MchPrintLine *line = g_new0 (MchPrintLine, 1);

  line->n = n;
  line->at_ms = at_ms;
  line->by = g_strdup (by);
  line->action = g_strdup (action);
  line->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return line;
}

void
mch_print_line_free (MchPrintLine *line)
{
  if (line == NULL)
    return;
  g_free (line->by);
  g_free (line->action);
  g_hash_table_unref (line->values);
  g_free (line);
}

JsonObject *
mch_print_lines_to_json (GPtrArray *lines)
{
  JsonObject *message = json_object_new ();
  JsonArray *array = json_array_sized_new (lines->len);

  for (guint i = 0; i < lines->len; i++)
    {
      const MchPrintLine *line = lines->pdata[i];
      JsonObject *one = json_object_new ();

      json_object_set_int_member (one, "n", line->n);
      json_object_set_int_member (one, "at_ms", line->at_ms);
      mch_wire_set_text (one, "by", line->by);
      mch_wire_set_text (one, "action", line->action);
      json_object_set_object_member (one, "values", mch_wire_values_to_json (line->values));
      json_array_add_object_element (array, one);
    }
  json_object_set_int_member (message, "version", 1);
  json_object_set_array_member (message, "prints", array);
  return message;
}

static MchPrintLine *
read_line (JsonObject *one, GError **error)
{
  g_autoptr (MchPrintLine) line = NULL;
  const char *by, *action;
  JsonObject *values;
  gint64 n, at_ms;

  if (one == NULL || !mch_wire_get_int (one, "n", 1, G_MAXINT64, &n, error)
      || !mch_wire_get_int (one, "at_ms", 0, G_MAXINT64, &at_ms, error)
      || (by = mch_wire_get_text (one, "by", MAX_LOGIN, error)) == NULL
      || (action = mch_wire_get_text (one, "action", MAX_ACTION, error)) == NULL
      || (values = mch_wire_get_object (one, "values", error)) == NULL)
    return NULL;
  line = mch_print_line_new (n, at_ms, by, action);
  return mch_wire_values_from_json (values, line->values, error) ? g_steal_pointer (&line) : NULL;
}

GPtrArray *
mch_print_lines_from_json (JsonObject *message, GError **error)
{
  JsonArray *array = mch_wire_get_array (message, "prints", MCH_WIRE_MAX_PRINTS, error);
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_print_line_free);

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      MchPrintLine *line = read_line (mch_wire_array_object (array, i, error), error);

      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
    }
  return g_steal_pointer (&lines);
}
