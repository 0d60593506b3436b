/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-import.h"

#include <string.h>

#define MAX_ID 64
#define MAX_PUPILS 100000
#define MAX_FIELDS 200

static const char *const group_names[] = {
  [MCH_UNDO_REMOVED] = "removed",
  [MCH_UNDO_KEPT] = "kept",
  [MCH_UNDO_IMPOSSIBLE] = "impossible",
};
G_STATIC_ASSERT (G_N_ELEMENTS (group_names) == MCH_N_UNDO_GROUPS);

void
mch_import_run_free (MchImportRun *run)
{
  if (run == NULL)
    return;
  g_free (run->id);
  g_free (run->login);
  g_free (run->file);
  g_free (run->digest);
  g_free (run->undone_by);
  g_free (run);
}

/* The numbers of an import and what they are called. */
#define N_COUNTS 7

static void
list_counts (MchImportRun *run, gint64 **counts)
{
  counts[0] = &run->rows;
  counts[1] = &run->created;
  counts[2] = &run->updated;
  counts[3] = &run->unchanged;
  counts[4] = &run->rejected;
  counts[5] = &run->made_ms;
  counts[6] = &run->at_ms;
}

static const char *const count_names[N_COUNTS] = { "rows",     "created", "updated", "unchanged",
                                                   "rejected", "made_ms", "at_ms" };

static JsonObject *
run_to_json (MchImportRun *run)
{
  JsonObject *object = json_object_new ();
  gint64 *counts[N_COUNTS];

  list_counts (run, counts);
  mch_wire_set_text (object, "id", run->id);
  mch_wire_set_text (object, "login", run->login);
  mch_wire_set_text (object, "file", run->file);
  mch_wire_set_text (object, "digest", run->digest);
  for (guint i = 0; i < N_COUNTS; i++)
    json_object_set_int_member (object, count_names[i], *counts[i]);
  mch_wire_set_text (object, "undone_by", run->undone_by);
  if (run->undone_by != NULL)
    json_object_set_int_member (object, "undone_ms", run->undone_ms);
  return object;
}

static gpointer
run_from_json (JsonObject *object, GError **error)
{
  g_autoptr (MchImportRun) run = g_new0 (MchImportRun, 1);
  gint64 *counts[N_COUNTS];

  run->id = g_strdup (mch_wire_get_text (object, "id", MAX_ID, error));
  if (run->id == NULL)
    return NULL;
  run->login = g_strdup (mch_wire_opt_text (object, "login", ""));
  run->file = g_strdup (mch_wire_opt_text (object, "file", ""));
  run->digest = g_strdup (mch_wire_opt_text (object, "digest", ""));
  run->undone_by = g_strdup (mch_wire_opt_text (object, "undone_by", NULL));
  run->undone_ms = mch_wire_opt_int (object, "undone_ms", 0);
  list_counts (run, counts);
  for (guint i = 0; i < N_COUNTS; i++)
    if (!mch_wire_get_int (object, count_names[i], 0, G_MAXINT64, counts[i], error))
      return NULL;
  return g_steal_pointer (&run);
}

JsonObject *
mch_import_runs_to_json (GPtrArray *runs)
{
  JsonObject *message = json_object_new ();
  JsonArray *list = json_array_sized_new (runs->len);

  for (guint i = 0; i < runs->len; i++)
    json_array_add_object_element (list, run_to_json (runs->pdata[i]));
  json_object_set_int_member (message, "version", 1);
  json_object_set_array_member (message, "imports", list);
  return message;
}

GPtrArray *
mch_import_runs_from_json (JsonObject *message, GError **error)
{
  return mch_wire_get_list (message, "imports", MCH_WIRE_MAX_IMPORTS,
                            (GDestroyNotify) mch_import_run_free, run_from_json, error);
}

const char *
mch_undo_group_to_string (MchUndoGroup group)
{
  g_return_val_if_fail (group < MCH_N_UNDO_GROUPS, NULL);

  return group_names[group];
}

static void
undo_pupil_free (gpointer data)
{
  MchUndoPupil *pupil = data;

  g_free (pupil->person);
  g_free (pupil->candidature);
  g_strfreev (pupil->fields);
  g_free (pupil->reason);
  g_free (pupil);
}

MchUndoPupil *
mch_undo_pupil_new (const char *person, const char *candidature, gboolean created)
{
  MchUndoPupil *pupil = g_new0 (MchUndoPupil, 1);

  pupil->person = g_strdup (person);
  pupil->candidature = g_strdup (candidature);
  pupil->created = created;
  return pupil;
}

MchImportUndo *
mch_import_undo_new (const char *import)
{
  MchImportUndo *undo = g_new0 (MchImportUndo, 1);

  undo->import = g_strdup (import);
  for (guint i = 0; i < MCH_N_UNDO_GROUPS; i++)
    undo->groups[i] = g_ptr_array_new_with_free_func (undo_pupil_free);
  return undo;
}

void
mch_import_undo_free (MchImportUndo *undo)
{
  if (undo == NULL)
    return;
  g_free (undo->import);
  for (guint i = 0; i < MCH_N_UNDO_GROUPS; i++)
    g_clear_pointer (&undo->groups[i], g_ptr_array_unref);
  g_free (undo);
}

static JsonObject *
undo_pupil_to_json (const MchUndoPupil *pupil)
{
  JsonObject *object = json_object_new ();
  JsonArray *fields;

  mch_wire_set_text (object, "person", pupil->person);
  mch_wire_set_text (object, "candidature", pupil->candidature);
  json_object_set_boolean_member (object, "created", pupil->created);
  if (pupil->reason != NULL)
    mch_wire_set_text (object, "reason", pupil->reason);
  if (pupil->fields == NULL)
    return object;
  fields = json_array_new ();
  for (char **field = pupil->fields; *field != NULL; field++)
    json_array_add_string_element (fields, *field);
  json_object_set_array_member (object, "fields", fields);
  return object;
}

static gboolean
read_fields (JsonObject *object, char ***ret_fields, GError **error)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();
  JsonArray *array;

  if (!json_object_has_member (object, "fields"))
    return TRUE;
  array = mch_wire_get_array (object, "fields", MAX_FIELDS, error);
  if (array == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (json_node_get_value_type (node) != G_TYPE_STRING)
        {
          g_set_error_literal (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "fields");
          return FALSE;
        }
      g_strv_builder_add (fields, json_node_get_string (node));
    }
  *ret_fields = g_strv_builder_end (fields);
  return TRUE;
}

static gpointer
undo_pupil_from_json (JsonObject *object, GError **error)
{
  const char *person = mch_wire_get_text (object, "person", MAX_ID, error);
  MchUndoPupil *pupil;

  if (person == NULL)
    return NULL;
  pupil = mch_undo_pupil_new (person, mch_wire_opt_text (object, "candidature", NULL),
                              mch_wire_opt_bool (object, "created", FALSE));
  pupil->reason = g_strdup (mch_wire_opt_text (object, "reason", NULL));
  if (read_fields (object, &pupil->fields, error))
    return pupil;
  undo_pupil_free (pupil);
  return NULL;
}

JsonObject *
mch_import_undo_to_json (const MchImportUndo *undo)
{
  JsonObject *message = json_object_new ();

  json_object_set_int_member (message, "version", 1);
  mch_wire_set_text (message, "import", undo->import);
  json_object_set_int_member (message, "undone_ms", undo->undone_ms);
  for (guint group = 0; group < MCH_N_UNDO_GROUPS; group++)
    {
      JsonArray *list = json_array_sized_new (undo->groups[group]->len);

      for (guint i = 0; i < undo->groups[group]->len; i++)
        json_array_add_object_element (list, undo_pupil_to_json (undo->groups[group]->pdata[i]));
      json_object_set_array_member (message, group_names[group], list);
    }
  return message;
}

MchImportUndo *
mch_import_undo_from_json (JsonObject *message, GError **error)
{
  const char *import = mch_wire_get_text (message, "import", MAX_ID, error);
  g_autoptr (MchImportUndo) undo = import != NULL ? mch_import_undo_new (import) : NULL;

  if (undo == NULL
      || !mch_wire_get_int (message, "undone_ms", 0, G_MAXINT64, &undo->undone_ms, error))
    return NULL;
  for (guint group = 0; group < MCH_N_UNDO_GROUPS; group++)
    {
      g_ptr_array_unref (undo->groups[group]);
      undo->groups[group] = mch_wire_get_list (message, group_names[group], MAX_PUPILS,
                                               undo_pupil_free, undo_pupil_from_json, error);
      if (undo->groups[group] == NULL)
        return NULL;
    }
  return g_steal_pointer (&undo);
}
