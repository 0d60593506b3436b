/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that one transaction writes into change feeds: collected first, then stamped and
 * written scope by scope in the order of their ids, so that two transactions never wait for each
 * other and hold a scope no longer than the writing takes. */
#include "server/db/mch-records.h"

#include "server/db/mch-lines.h"
#include "server/db/mch-person-email.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  char *scope;
  MchRecord *record;
  gboolean deleted;
} Entry;

typedef struct
{
  char *scope;
  MchKind kind;
  char *id;
  char *name;
  char *before;
  char *after;
  gboolean kept;
  char *op;
} Note;

struct _MchBatch
{
  GPtrArray *entries; /* Entry, as they came */
  GHashTable *index;  /* owned "scope kind id" → Entry of entries */
  GPtrArray *notes;   /* Note */
  gboolean bare;
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->scope);
  mch_record_unref (entry->record);
  g_free (entry);
}

static void
free_note (gpointer data)
{
  Note *note = data;

  g_free (note->scope);
  g_free (note->id);
  g_free (note->name);
  g_free (note->before);
  g_free (note->after);
  g_free (note->op);
  g_free (note);
}

MchBatch *
mch_batch_new (void)
{
  MchBatch *batch = g_new0 (MchBatch, 1);

  batch->entries = g_ptr_array_new_with_free_func (free_entry);
  batch->index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  batch->notes = g_ptr_array_new_with_free_func (free_note);
  return batch;
}

void
mch_batch_free (MchBatch *batch)
{
  if (batch == NULL)
    return;
  g_hash_table_unref (batch->index);
  g_ptr_array_unref (batch->entries);
  g_ptr_array_unref (batch->notes);
  g_free (batch);
}

void
mch_batch_leave_derived (MchBatch *batch)
{
  g_return_if_fail (batch != NULL);

  batch->bare = TRUE;
}

/* No scope and no kind holds a space, so two records never share a key. */
static char *
dup_key (const char *scope, MchKind kind, const char *id)
{
  return g_strdup_printf ("%s %s %s", scope, mch_kind_to_string (kind), id);
}

static Entry *
find_entry (MchBatch *batch, const char *scope, MchKind kind, const char *id)
{
  g_autofree char *key = dup_key (scope, kind, id);

  return g_hash_table_lookup (batch->index, key);
}

static void
add_entry (MchBatch *batch, const char *scope, MchRecord *record, gboolean deleted)
{
  Entry *entry = find_entry (batch, scope, record->kind, record->id);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->scope = g_strdup (scope);
      g_ptr_array_add (batch->entries, entry);
      g_hash_table_insert (batch->index, dup_key (scope, record->kind, record->id), entry);
    }
  mch_record_ref (record);
  g_clear_pointer (&entry->record, mch_record_unref);
  entry->record = record;
  entry->deleted = deleted;
}

void
mch_batch_put (MchBatch *batch, const char *scope, MchRecord *record)
{
  g_return_if_fail (batch != NULL);
  g_return_if_fail (scope != NULL && record != NULL);

  add_entry (batch, scope, record, FALSE);
}

void
mch_batch_delete (MchBatch *batch, const char *scope, MchRecord *record)
{
  g_return_if_fail (batch != NULL);
  g_return_if_fail (scope != NULL && record != NULL);

  add_entry (batch, scope, record, TRUE);
}

MchRecord *
mch_batch_get (MchBatch *batch, const char *scope, MchKind kind, const char *id)
{
  Entry *entry;

  g_return_val_if_fail (batch != NULL, NULL);
  g_return_val_if_fail (scope != NULL && id != NULL, NULL);

  entry = find_entry (batch, scope, kind, id);
  return entry != NULL ? entry->record : NULL;
}

void
mch_batch_note (MchBatch *batch, const char *scope, MchKind kind, const char *id, const char *name,
                const char *before, const char *after, gboolean kept, const char *op)
{
  Note *note;

  g_return_if_fail (batch != NULL);
  g_return_if_fail (scope != NULL && id != NULL && name != NULL && op != NULL);

  note = g_new0 (Note, 1);
  note->scope = g_strdup (scope);
  note->kind = kind;
  note->id = g_strdup (id);
  note->name = g_strdup (name);
  note->before = g_strdup (before != NULL && *before != '\0' ? before : NULL);
  note->after = g_strdup (after != NULL && *after != '\0' ? after : NULL);
  note->kept = kept;
  note->op = g_strdup (op);
  g_ptr_array_add (batch->notes, note);
}

static gboolean
write_row (MchDb *db, const Entry *entry, gint64 seq, const MchStamp *stamp, GError **error)
{
  const MchRecord *record = entry->record;
  g_autofree char *data = entry->deleted ? NULL : mch_records_values_to_json (record);
  const MchDbValue values[] = {
    MCH_DB_TEXT (entry->scope), MCH_DB_TEXT (mch_kind_to_string (record->kind)),
    MCH_DB_TEXT (record->id),   MCH_DB_INT (record->version),
    MCH_DB_INT (seq),           MCH_DB_INT (entry->deleted),
    MCH_DB_TEXT (data),         MCH_DB_TEXT (stamp->by),
    MCH_DB_INT (stamp->now_ms),
  };

  return mch_db_send_array (
      db, error, 1,
      record->version == 0
          ? "INSERT INTO record"
            " (scope, kind, id, version, seq, deleted, data, changed_by, changed_ms) "
            "VALUES ($1, $2, $3, $4 + 1, $5, $6, $7, $8, $9) "
            "ON CONFLICT (scope, kind, id) DO NOTHING"
          : "UPDATE record SET version = version + 1, seq = $5, deleted = $6, data = $7,"
            " changed_by = $8, changed_ms = $9 "
            "WHERE scope = $1 AND kind = $2 AND id = $3 AND version = $4",
      G_N_ELEMENTS (values), values);
}

static gboolean
forget_history (MchDb *db, const Entry *entry, GError **error)
{
  return mch_db_send (
      db, error, -1, "DELETE FROM record_history WHERE scope = $1 AND kind = $2 AND id = $3",
      MCH_DB_TEXT (entry->scope), MCH_DB_TEXT (mch_kind_to_string (entry->record->kind)),
      MCH_DB_TEXT (entry->record->id));
}

static gboolean
write_entry (MchBatch *batch, MchDb *db, Entry *entry, gint64 seq, const MchStamp *stamp,
             GError **error)
{
  MchRecord *record = entry->record;

  if (!write_row (db, entry, seq, stamp, error))
    return FALSE;
  if (entry->deleted && !forget_history (db, entry, error))
    return FALSE;

  record->version++;
  record->seq = seq;
  record->deleted = entry->deleted;
  if (entry->deleted)
    g_hash_table_remove_all (record->values);
  return record->kind != MCH_KIND_PERSON || batch->bare
         || mch_person_email_note (db, entry->scope, record, entry->deleted, error);
}

/* The version that a note belongs to: the one just written, else the one that stands. */
static gboolean
find_version (MchBatch *batch, MchDb *db, const Note *note, gint64 *ret_version, GError **error)
{
  MchRecord *record = mch_batch_get (batch, note->scope, note->kind, note->id);
  g_autoptr (MchDbResult) result = NULL;

  if (record != NULL)
    {
      *ret_version = record->deleted ? 0 : record->version;
      return TRUE;
    }
  result = mch_db_query (db, error,
                         "SELECT version FROM record "
                         "WHERE scope = $1 AND kind = $2 AND id = $3 AND deleted = 0",
                         MCH_DB_TEXT (note->scope), MCH_DB_TEXT (mch_kind_to_string (note->kind)),
                         MCH_DB_TEXT (note->id));
  if (result == NULL)
    return FALSE;
  *ret_version = mch_db_result_next (result) ? mch_db_result_get_int (result, 0) : 0;
  return TRUE;
}

static gboolean
write_note (MchBatch *batch, MchDb *db, const Note *note, const MchStamp *stamp, GError **error)
{
  gint64 version;

  if (!find_version (batch, db, note, &version, error))
    return FALSE;
  /* What is gone leaves no values behind. */
  if (version == 0)
    return TRUE;
  return mch_db_send (db, error, -1,
                      "INSERT INTO record_history (scope, kind, id, name, version, op, kept,"
                      " before_value, after_value, changed_by, changed_ms) "
                      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) "
                      "ON CONFLICT (scope, kind, id, name, version, op) DO NOTHING",
                      MCH_DB_TEXT (note->scope), MCH_DB_TEXT (mch_kind_to_string (note->kind)),
                      MCH_DB_TEXT (note->id), MCH_DB_TEXT (note->name), MCH_DB_INT (version),
                      MCH_DB_TEXT (note->op), MCH_DB_INT (note->kept), MCH_DB_TEXT (note->before),
                      MCH_DB_TEXT (note->after), MCH_DB_TEXT (stamp->by),
                      MCH_DB_INT (stamp->now_ms));
}

static int
compare_scopes (const void *a, const void *b)
{
  const Entry *one = *(Entry *const *) a;
  const Entry *other = *(Entry *const *) b;

  return strcmp (one->scope, other->scope);
}

/* How many entries from @first share its scope; they are sorted. */
static guint
count_of_scope (const GPtrArray *entries, guint first)
{
  guint n = 1;

  while (first + n < entries->len
         && compare_scopes (&entries->pdata[first], &entries->pdata[first + n]) == 0)
    n++;
  return n;
}

/* Writes the run of entries from @first that share a scope. Returns how many, or 0 on error. */
static guint
write_scope (MchBatch *batch, guint first, MchDb *db, const MchStamp *stamp, GError **error)
{
  GPtrArray *entries = batch->entries;
  Entry *head = g_ptr_array_index (entries, first);
  guint n = count_of_scope (entries, first);
  gint64 seq = mch_scope_next (db, head->scope, (int) n, error);

  if (seq < 0)
    return 0;
  for (guint i = 0; i < n; i++)
    if (!write_entry (batch, db, g_ptr_array_index (entries, first + i), seq - n + 1 + i, stamp,
                      error))
      return 0;
  return n;
}

/* The run of entries from @first that share a scope, whose candidates are listed anew. Returns how
 * many, or 0 on error. */
static guint
list_scope (GPtrArray *entries, guint first, MchDb *db, GError **error)
{
  const Entry *head = g_ptr_array_index (entries, first);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  guint n = count_of_scope (entries, first);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (records, ((Entry *) g_ptr_array_index (entries, first + i))->record);
  return mch_lines_write (db, head->scope, records, error) ? n : 0;
}

static gboolean
write_all (MchBatch *batch, MchDb *db, const MchStamp *stamp, GError **error)
{
  guint n;

  /* A stable sort: within a scope the changes stay in the order in which they were put. */
  g_ptr_array_sort (batch->entries, compare_scopes);
  for (guint i = 0; i < batch->entries->len; i += n)
    {
      n = write_scope (batch, i, db, stamp, error);
      if (n == 0)
        return FALSE;
    }
  for (guint i = 0; i < batch->notes->len; i++)
    if (!write_note (batch, db, g_ptr_array_index (batch->notes, i), stamp, error))
      return FALSE;
  return TRUE;
}

static void
empty (MchBatch *batch)
{
  g_hash_table_remove_all (batch->index);
  g_ptr_array_set_size (batch->entries, 0);
  g_ptr_array_set_size (batch->notes, 0);
}

gboolean
mch_batch_flush (MchBatch *batch, MchDb *db, const MchStamp *stamp, GError **error)
{
  guint n;

  g_return_val_if_fail (batch != NULL && db != NULL, FALSE);
  g_return_val_if_fail (stamp != NULL && stamp->by != NULL, FALSE);

  if (!write_all (batch, db, stamp, error))
    return FALSE;
  for (guint i = 0; i < batch->entries->len && !batch->bare; i += n)
    {
      n = list_scope (batch->entries, i, db, error);
      if (n == 0)
        return FALSE;
    }
  empty (batch);
  return TRUE;
}

gboolean
mch_records_put (MchDb *db, const char *scope, MchRecord *record, const MchStamp *stamp,
                 GError **error)
{
  g_autoptr (MchBatch) batch = mch_batch_new ();

  g_return_val_if_fail (scope != NULL && record != NULL, FALSE);

  mch_batch_put (batch, scope, record);
  return mch_batch_flush (batch, db, stamp, error);
}
