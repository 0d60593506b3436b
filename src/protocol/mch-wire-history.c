/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-history.h"

#include "protocol/mch-wire-json.h"

#define MAX_NAME 64

MchHistoryLine *
mch_history_line_new (const char *name, const char *before, const char *after, gboolean kept,
                      const char *by, gint64 at_ms)
{
  MchHistoryLine *line = g_new0 (MchHistoryLine, 1);

  line->name = g_strdup (name);
  line->before = g_strdup (before != NULL && *before != '\0' ? before : NULL);
  line->after = g_strdup (after != NULL && *after != '\0' ? after : NULL);
  line->kept = kept;
  line->by = g_strdup (by != NULL ? by : "");
  line->at_ms = at_ms;
  return line;
}

void
mch_history_line_free (MchHistoryLine *line)
{
  if (line == NULL)
    return;
  g_free (line->name);
  g_free (line->before);
  g_free (line->after);
  g_free (line->by);
  g_free (line);
}

JsonObject *
mch_wire_history_to_json (GPtrArray *lines)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_sized_new (lines->len);

  for (guint i = 0; i < lines->len; i++)
    {
      const MchHistoryLine *line = lines->pdata[i];
      JsonObject *one = json_object_new ();

      mch_wire_set_text (one, "name", line->name);
      mch_wire_set_text (one, "before", line->before);
      mch_wire_set_text (one, "after", line->after);
      json_object_set_boolean_member (one, "kept", line->kept);
      mch_wire_set_text (one, "by", line->by);
      json_object_set_int_member (one, "at_ms", line->at_ms);
      json_array_add_object_element (array, one);
    }
  json_object_set_int_member (object, "version", 1);
  json_object_set_array_member (object, "lines", array);
  return object;
}

static MchHistoryLine *
read_line (JsonArray *array, guint i, GError **error)
{
  JsonObject *one = mch_wire_array_object (array, i, error);
  const char *name = one != NULL ? mch_wire_get_text (one, "name", MAX_NAME, error) : NULL;
  gint64 at_ms;

  if (name == NULL || !mch_wire_get_int (one, "at_ms", 0, G_MAXINT64, &at_ms, error))
    return NULL;
  return mch_history_line_new (
      name, mch_wire_opt_text (one, "before", NULL), mch_wire_opt_text (one, "after", NULL),
      mch_wire_opt_bool (one, "kept", TRUE), mch_wire_opt_text (one, "by", NULL), at_ms);
}

GPtrArray *
mch_wire_history_from_json (JsonObject *object, GError **error)
{
  JsonArray *array;
  g_autoptr (GPtrArray) lines =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_history_line_free);

  array = mch_wire_get_array (object, "lines", MCH_WIRE_MAX_HISTORY, error);
  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      MchHistoryLine *line = read_line (array, i, error);

      if (line == NULL)
        return NULL;
      g_ptr_array_add (lines, line);
    }
  return g_steal_pointer (&lines);
}
