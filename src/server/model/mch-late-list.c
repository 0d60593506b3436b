/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Late operations as the exam office and the establishment read them. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/model/mch-late-private.h"
#include "server/model/mch-model.h"

#define LATE_COLUMNS                                                                               \
  "l.scope, e.uai, e.name, l.op, l.staff, COALESCE (s.name, l.staff), l.kind, l.sessions,"         \
  " l.file, l.changes, l.made_ms, l.received_ms, l.closed_ms, l.state, l.decided_by,"              \
  " l.decided_ms, l.reason"
#define LATE_TABLES                                                                                \
  " FROM late_op l JOIN establishment e ON l.scope = 'etab:' || e.uai"                             \
  " LEFT JOIN staff s ON s.login = l.staff "

static MchLateOp *
read_row (const MchDbResult *row)
{
  MchLateOp *late = g_new0 (MchLateOp, 1);

  late->scope = g_strdup (mch_db_result_get_text (row, 0));
  late->establishment = g_strdup (mch_db_result_get_text (row, 1));
  late->establishment_name = g_strdup (mch_db_result_get_text (row, 2));
  late->op = g_strdup (mch_db_result_get_text (row, 3));
  late->login = g_strdup (mch_db_result_get_text (row, 4));
  late->name = g_strdup (mch_db_result_get_text (row, 5));
  late->kind = g_strdup (mch_db_result_get_text (row, 6));
  late->sessions = g_strdup (mch_db_result_get_text (row, 7));
  late->file = g_strdup (mch_db_result_get_text (row, 8));
  late->changes = mch_db_result_get_int (row, 9);
  late->made_ms = mch_db_result_get_int (row, 10);
  late->received_ms = mch_db_result_get_int (row, 11);
  late->closed_ms = mch_db_result_get_int (row, 12);
  late->state = mch_late_state_from_string (mch_db_result_get_text (row, 13));
  late->decided_by = g_strdup (mch_db_result_get_text (row, 14));
  late->decided_ms = mch_db_result_get_int (row, 15);
  late->reason = g_strdup (mch_db_result_get_text (row, 16));
  return late;
}

typedef struct
{
  const MchStaff *staff;
  const MchLateQuery *query;
  GPtrArray *list;
  gboolean more;
} Listing;

static gboolean
read_list (MchDb *db, gpointer data, GError **error)
{
  Listing *listing = data;
  const MchLateQuery *query = listing->query;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (listing->list, 0);
  listing->more = FALSE;
  if (!mch_late_check_right (db, listing->staff, query->scope, FALSE, error))
    return FALSE;
  result = mch_db_query (
      db, error,
      "SELECT " LATE_COLUMNS LATE_TABLES
      "WHERE l.state = $2 AND (l.scope = $1 OR 'acad:' || e.academy = $1)"
      " AND (l.received_ms > $3 OR (l.received_ms = $3 AND l.op > $4))"
      " ORDER BY l.received_ms, l.op LIMIT $5",
      MCH_DB_TEXT (query->scope), MCH_DB_TEXT (mch_late_state_to_string (query->state)),
      MCH_DB_INT (query->after_ms), MCH_DB_TEXT (query->after_op), MCH_DB_INT (query->limit + 1));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    if (listing->list->len < (guint) query->limit)
      g_ptr_array_add (listing->list, read_row (result));
    else
      listing->more = TRUE;
  return TRUE;
}

GPtrArray *
mch_late_list (MchServer *server, const MchStaff *staff, const MchLateQuery *query,
               gboolean *ret_more, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_late_op_free);
  Listing listing = { staff, query, list, FALSE };

  g_return_val_if_fail (staff != NULL && query->scope != NULL && query->after_op != NULL, NULL);
  g_return_val_if_fail (query->limit >= 1 && query->limit <= MCH_WIRE_MAX_LATE, NULL);

  if (!mch_model_read (server, read_list, &listing, error))
    return NULL;
  *ret_more = listing.more;
  return g_steal_pointer (&list);
}

typedef struct
{
  const MchStaff *staff;
  const char *scope;
  const char *op;
  gint64 from;
  MchLateOp *late;
  GPtrArray *items;
  gint64 next;
} Reading;

/* The record as it stands; a new empty one when it is not there. (transfer full) */
static MchRecord *
find_now (MchDb *db, const char *scope, MchKind kind, const char *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  MchRecord *record = id != NULL ? mch_records_get (db, scope, kind, id, &local) : NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  return record != NULL ? record : mch_record_new (kind, id != NULL ? id : "");
}

/* A name of who the operation itself makes or corrects, else as it stands. */
static char *
dup_of_person (const MchChange *change, const MchRecord *person, const char *name)
{
  const char *typed = change != NULL ? g_hash_table_lookup (change->to, name) : NULL;
  const char *now = mch_record_get (person, name);

  if (typed != NULL && *typed != '\0')
    return g_strdup (typed);
  return g_strdup (now != NULL ? now : "");
}

static gboolean
set_person (MchDb *db, const Reading *reading, GHashTable *typed, const char *id, MchLateItem *item,
            GError **error)
{
  const MchChange *change = id != NULL ? g_hash_table_lookup (typed, id) : NULL;
  g_autoptr (MchRecord) person = find_now (db, reading->scope, MCH_KIND_PERSON, id, error);

  if (person == NULL)
    return FALSE;
  item->family_name = dup_of_person (change, person, "family_name");
  item->given_name = dup_of_person (change, person, "given_name");
  item->birth_date = dup_of_person (change, person, "birth_date");
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static MchLateItem *
describe (MchDb *db, const Reading *reading, const MchChange *change, GHashTable *typed,
          GError **error)
{
  const char *person = change->kind == MCH_KIND_PERSON ? change->id : NULL;
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (change->to), compare_names);
  g_autoptr (MchRecord) now = find_now (db, reading->scope, change->kind, change->id, error);
  g_autoptr (MchLateItem) item =
      mch_late_item_new (mch_kind_to_string (change->kind), change->id, change->create);

  if (now == NULL)
    return NULL;
  for (GList *name = names; name != NULL; name = name->next)
    mch_late_item_add (item, name->data, g_hash_table_lookup (change->from, name->data),
                       g_hash_table_lookup (change->to, name->data),
                       mch_record_get (now, name->data));
  if (change->kind == MCH_KIND_CANDIDATURE)
    {
      person = mch_record_get (now, "person");
      if (person == NULL)
        person = g_hash_table_lookup (change->to, "person");
    }
  return set_person (db, reading, typed, person, item, error) ? g_steal_pointer (&item) : NULL;
}

static gboolean
read_items (MchDb *db, Reading *reading, GPtrArray *changes, GError **error)
{
  gint64 end = MIN (reading->from + MCH_WIRE_MAX_LATE_ITEMS, (gint64) changes->len);
  g_autoptr (GHashTable) typed = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < changes->len; i++)
    {
      MchChange *change = changes->pdata[i];

      if (change->kind == MCH_KIND_PERSON)
        g_hash_table_insert (typed, change->id, change);
    }
  for (gint64 i = reading->from; i < end; i++)
    {
      MchLateItem *item = describe (db, reading, changes->pdata[i], typed, error);

      if (item == NULL)
        return FALSE;
      g_ptr_array_add (reading->items, item);
    }
  reading->next = end < (gint64) changes->len ? end : -1;
  return TRUE;
}

static gboolean
read_one (MchDb *db, gpointer data, GError **error)
{
  Reading *reading = data;
  g_autoptr (MchDbResult) result = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  g_clear_pointer (&reading->late, mch_late_op_free);
  g_ptr_array_set_size (reading->items, 0);
  if (!mch_late_check_right (db, reading->staff, reading->scope, FALSE, error))
    return FALSE;
  result = mch_db_query (
      db, error, "SELECT " LATE_COLUMNS ", l.body" LATE_TABLES "WHERE l.scope = $1 AND l.op = $2",
      MCH_DB_TEXT (reading->scope), MCH_DB_TEXT (reading->op));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                             _ ("There is no such late operation."));
  reading->late = read_row (result);
  changes = mch_late_parse_body (mch_db_result_get_text (result, 17), error);
  return changes != NULL && read_items (db, reading, changes, error);
}

MchLateOp *
mch_late_get (MchServer *server, const MchStaff *staff, const char *scope, const char *op,
              gint64 from, GPtrArray **ret_items, gint64 *ret_next, GError **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_late_item_free);
  Reading reading = { staff, scope, op, from, NULL, items, -1 };

  g_return_val_if_fail (staff != NULL && scope != NULL && op != NULL && from >= 0, NULL);

  if (!mch_model_read (server, read_one, &reading, error))
    {
      mch_late_op_free (reading.late);
      return NULL;
    }
  *ret_items = g_steal_pointer (&items);
  *ret_next = reading.next;
  return reading.late;
}
