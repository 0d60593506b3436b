/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-op.h"

#define MAX_ROWS (MCH_WIRE_MAX_PARTS * MCH_WIRE_MAX_PART_CHANGES)

static void
merged_free (gpointer data)
{
  MchOpMerged *merged = data;

  g_free (merged->id);
  g_free (merged->into);
  g_free (merged);
}

static void
conflict_free (gpointer data)
{
  MchOpConflict *conflict = data;

  g_free (conflict->id);
  g_free (conflict->name);
  g_free (conflict->mine);
  g_free (conflict->theirs);
  g_free (conflict->by);
  g_free (conflict);
}

static void
rejected_free (gpointer data)
{
  MchOpRejected *rejected = data;

  g_free (rejected->id);
  g_free (rejected->name);
  g_free (rejected->code);
  g_free (rejected);
}

MchOpResult *
mch_op_result_new (const char *op)
{
  MchOpResult *result = g_new0 (MchOpResult, 1);

  result->op = g_strdup (op);
  result->merged = g_ptr_array_new_with_free_func (merged_free);
  result->conflicts = g_ptr_array_new_with_free_func (conflict_free);
  result->rejected = g_ptr_array_new_with_free_func (rejected_free);
  return result;
}

void
mch_op_result_free (MchOpResult *result)
{
  if (result == NULL)
    return;
  g_free (result->op);
  g_free (result->message_key);
  g_free (result->reason);
  g_ptr_array_unref (result->merged);
  g_ptr_array_unref (result->conflicts);
  g_ptr_array_unref (result->rejected);
  g_free (result);
}

void
mch_op_result_add_merged (MchOpResult *result, const char *id, const char *into)
{
  MchOpMerged *merged = g_new0 (MchOpMerged, 1);

  merged->id = g_strdup (id);
  merged->into = g_strdup (into);
  g_ptr_array_add (result->merged, merged);
}

void
mch_op_result_add_conflict (MchOpResult *result, const char *id, const char *name, const char *mine,
                            const char *theirs, const char *by, gint64 at_ms)
{
  MchOpConflict *conflict = g_new0 (MchOpConflict, 1);

  conflict->id = g_strdup (id);
  conflict->name = g_strdup (name);
  conflict->mine = g_strdup (mine);
  conflict->theirs = g_strdup (theirs);
  conflict->by = g_strdup (by);
  conflict->at_ms = at_ms;
  g_ptr_array_add (result->conflicts, conflict);
}

void
mch_op_result_add_rejected (MchOpResult *result, const char *id, const char *name, const char *code)
{
  MchOpRejected *rejected = g_new0 (MchOpRejected, 1);

  rejected->id = g_strdup (id);
  rejected->name = g_strdup (name);
  rejected->code = g_strdup (code);
  g_ptr_array_add (result->rejected, rejected);
}

static JsonArray *
merged_to_json (const MchOpResult *result)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < result->merged->len; i++)
    {
      const MchOpMerged *merged = result->merged->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", merged->id);
      json_object_set_string_member (object, "into", merged->into);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
conflicts_to_json (const MchOpResult *result)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < result->conflicts->len; i++)
    {
      const MchOpConflict *conflict = result->conflicts->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", conflict->id);
      json_object_set_string_member (object, "name", conflict->name);
      json_object_set_string_member (object, "mine", conflict->mine);
      json_object_set_string_member (object, "theirs", conflict->theirs);
      json_object_set_string_member (object, "by", conflict->by);
      json_object_set_int_member (object, "at_ms", conflict->at_ms);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
rejected_to_json (const MchOpResult *result)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < result->rejected->len; i++)
    {
      const MchOpRejected *rejected = result->rejected->pdata[i];
      JsonObject *object = json_object_new ();
      JsonObject *field = json_object_new ();
      JsonArray *fields = json_array_new ();

      json_object_set_string_member (field, "path", rejected->name);
      json_object_set_string_member (field, "code", rejected->code);
      json_array_add_object_element (fields, field);
      json_object_set_string_member (object, "id", rejected->id);
      json_object_set_array_member (object, "fields", fields);
      json_array_add_object_element (list, object);
    }
  return list;
}

static const char *
get_outcome (const MchOpResult *result)
{
  if (!result->refused)
    return "applied";
  return result->held ? "held" : "refused";
}

JsonObject *
mch_op_result_to_json (const MchOpResult *result)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "version", 1);
  json_object_set_string_member (object, "op", result->op);
  json_object_set_string_member (object, "outcome", get_outcome (result));
  mch_wire_set_text (object, "message_key", result->message_key);
  if (result->reason != NULL)
    mch_wire_set_text (object, "reason", result->reason);
  json_object_set_int_member (object, "seq", result->seq);
  json_object_set_int_member (object, "applied", result->applied);
  json_object_set_int_member (object, "unchanged", result->unchanged);
  json_object_set_array_member (object, "merged", merged_to_json (result));
  json_object_set_array_member (object, "conflicts", conflicts_to_json (result));
  json_object_set_array_member (object, "rejected", rejected_to_json (result));
  return object;
}

typedef gboolean (*ReadElement) (MchOpResult *result, JsonObject *element, GError **error);

static gboolean
read_merged (MchOpResult *result, JsonObject *element, GError **error)
{
  const char *id = mch_wire_get_text (element, "id", 64, error);
  const char *into = id != NULL ? mch_wire_get_text (element, "into", 64, error) : NULL;

  if (into != NULL)
    mch_op_result_add_merged (result, id, into);
  return into != NULL;
}

static gboolean
read_conflict (MchOpResult *result, JsonObject *element, GError **error)
{
  const char *id = mch_wire_get_text (element, "id", 64, error);
  const char *name = id != NULL ? mch_wire_get_text (element, "name", 64, error) : NULL;

  if (name != NULL)
    mch_op_result_add_conflict (result, id, name, mch_wire_opt_text (element, "mine", ""),
                                mch_wire_opt_text (element, "theirs", ""),
                                mch_wire_opt_text (element, "by", ""),
                                mch_wire_opt_int (element, "at_ms", 0));
  return name != NULL;
}

static gboolean
read_rejected (MchOpResult *result, JsonObject *element, GError **error)
{
  const char *id = mch_wire_get_text (element, "id", 64, error);
  JsonArray *fields = id != NULL ? mch_wire_get_array (element, "fields", 100, error) : NULL;

  if (fields == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      JsonObject *field = mch_wire_array_object (fields, i, error);

      if (field == NULL)
        return FALSE;
      mch_op_result_add_rejected (result, id, mch_wire_opt_text (field, "path", ""),
                                  mch_wire_opt_text (field, "code", ""));
    }
  return TRUE;
}

static gboolean
read_list (MchOpResult *result, JsonObject *object, const char *name, ReadElement read,
           GError **error)
{
  JsonArray *list = mch_wire_get_array (object, name, MAX_ROWS, error);

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *element = mch_wire_array_object (list, i, error);

      if (element == NULL || !read (result, element, error))
        return FALSE;
    }
  return TRUE;
}

MchOpResult *
mch_op_result_from_json (JsonObject *object, GError **error)
{
  g_autoptr (MchOpResult) result = NULL;
  const char *op = mch_wire_get_text (object, "op", 64, error);
  const char *outcome = op != NULL ? mch_wire_get_text (object, "outcome", 16, error) : NULL;
  gint64 applied, unchanged;

  if (outcome == NULL)
    return NULL;
  result = mch_op_result_new (op);
  result->refused = !g_str_equal (outcome, "applied");
  result->held = g_str_equal (outcome, "held");
  result->message_key = g_strdup (mch_wire_opt_text (object, "message_key", NULL));
  result->reason = g_strdup (mch_wire_opt_text (object, "reason", NULL));
  if (!mch_wire_get_int (object, "seq", 0, G_MAXINT64, &result->seq, error)
      || !mch_wire_get_int (object, "applied", 0, G_MAXUINT, &applied, error)
      || !mch_wire_get_int (object, "unchanged", 0, G_MAXUINT, &unchanged, error)
      || !read_list (result, object, "merged", read_merged, error)
      || !read_list (result, object, "conflicts", read_conflict, error)
      || !read_list (result, object, "rejected", read_rejected, error))
    return NULL;
  result->applied = (guint) applied;
  result->unchanged = (guint) unchanged;
  return g_steal_pointer (&result);
}
