/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an import did, pupil by pupil, and what has happened to it since: from the list of what it
 * made and from the history of the records. */
#include <string.h>

#include "server/model/mch-imports-undo-private.h"
#include "server/model/mch-model.h"

/* Values that the server keeps by itself. */
static const char *const own_names[] = { "registration_number", "registration_version", NULL };

static void
pupil_free (gpointer data)
{
  MchUndoSubject *pupil = data;

  g_free (pupil->person);
  g_ptr_array_unref (pupil->made_for);
  g_ptr_array_unref (pupil->reversals);
  g_free (pupil);
}

void
mch_undo_init (MchUndo *undo, MchOpRun *run, const char *import)
{
  undo->run = run;
  undo->import = import;
  undo->pupils = g_ptr_array_new_with_free_func (pupil_free);
  undo->by_person = g_hash_table_new (g_str_hash, g_str_equal);
  undo->edited =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  undo->accounts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  undo->finalised = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  undo->answer = mch_import_undo_new (import);
}

void
mch_undo_clear (MchUndo *undo)
{
  g_hash_table_unref (undo->by_person);
  g_ptr_array_unref (undo->pupils);
  g_hash_table_unref (undo->edited);
  g_hash_table_unref (undo->accounts);
  g_hash_table_unref (undo->finalised);
  mch_import_undo_free (undo->answer);
}

static MchUndoSubject *
get_pupil (MchUndo *undo, const char *person)
{
  MchUndoSubject *pupil = g_hash_table_lookup (undo->by_person, person);

  if (pupil == NULL)
    {
      pupil = g_new0 (MchUndoSubject, 1);
      pupil->person = g_strdup (person);
      pupil->made_for = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
      pupil->reversals = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
      g_ptr_array_add (undo->pupils, pupil);
      g_hash_table_insert (undo->by_person, pupil->person, pupil);
    }
  return pupil;
}

static MchDbResult *
ask (MchUndo *undo, const char *sql, GError **error)
{
  return mch_db_query (undo->run->db, error, sql, MCH_DB_TEXT (undo->run->request->scope),
                       MCH_DB_TEXT (undo->import));
}

/* The live record, or NULL where it is gone: taken back before, or with another school now. */
static gboolean
find_live (MchUndo *undo, MchKind kind, const char *id, MchRecord **ret_record, GError **error)
{
  g_autoptr (GError) local = NULL;
  MchRecord *record = mch_op_run_find (undo->run, kind, id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *ret_record = record != NULL && !record->deleted ? record : NULL;
  return TRUE;
}

static gboolean
gather_made (MchUndo *undo, GError **error)
{
  g_autoptr (MchDbResult) made = ask (
      undo, "SELECT kind, id FROM import_created WHERE scope = $1 AND op = $2 ORDER BY id", error);

  if (made == NULL)
    return FALSE;
  while (mch_db_result_next (made))
    {
      MchKind kind = mch_kind_from_string (mch_db_result_get_text (made, 0));
      MchRecord *record;

      if (!find_live (undo, kind, mch_db_result_get_text (made, 1), &record, error))
        return FALSE;
      if (record == NULL)
        continue;
      if (kind == MCH_KIND_PERSON)
        get_pupil (undo, record->id)->made = TRUE;
      else
        g_ptr_array_add (get_pupil (undo, mch_record_get (record, "person"))->made_for,
                         mch_record_ref (record));
    }
  return TRUE;
}

static gboolean
is_made (MchUndo *undo, const char *person, const MchRecord *record)
{
  const MchUndoSubject *pupil = g_hash_table_lookup (undo->by_person, person);

  return pupil != NULL
         && (record->kind == MCH_KIND_PERSON ? pupil->made
                                             : g_ptr_array_find (pupil->made_for, record, NULL));
}

static void
add_reversal (MchUndoSubject *pupil, const MchRecord *record, const char *name, const char *before,
              const char *after)
{
  MchChange *change =
      pupil->reversals->len > 0 ? pupil->reversals->pdata[pupil->reversals->len - 1] : NULL;

  if (change == NULL || change->kind != record->kind || strcmp (change->id, record->id) != 0)
    {
      change = mch_change_new_update (record->kind, record->id, record->version);
      g_ptr_array_add (pupil->reversals, change);
    }
  mch_change_set (change, name, after, before);
}

static gboolean
gather_changed (MchUndo *undo, GError **error)
{
  g_autoptr (MchDbResult) changed =
      ask (undo,
           "SELECT kind, id, name, before_value, after_value FROM record_history"
           " WHERE scope = $1 AND op = $2 AND kept = 1 ORDER BY kind DESC, id, name",
           error);

  if (changed == NULL)
    return FALSE;
  while (mch_db_result_next (changed))
    {
      MchKind kind = mch_kind_from_string (mch_db_result_get_text (changed, 0));
      const char *name = mch_db_result_get_text (changed, 2);
      const char *before = mch_db_result_get_text (changed, 3);
      const char *person;
      MchRecord *record;

      if ((kind != MCH_KIND_PERSON && kind != MCH_KIND_CANDIDATURE)
          || g_strv_contains (own_names, name))
        continue;
      if (!find_live (undo, kind, mch_db_result_get_text (changed, 1), &record, error))
        return FALSE;
      /* A value that is as it was before needs nothing: somebody put it back. */
      if (record == NULL || g_strcmp0 (mch_record_get (record, name), before) == 0)
        continue;
      person = kind == MCH_KIND_PERSON ? record->id : mch_record_get (record, "person");
      if (!is_made (undo, person, record))
        add_reversal (get_pupil (undo, person), record, name, before,
                      mch_db_result_get_text (changed, 4));
    }
  return TRUE;
}

static void
note_edited (MchUndo *undo, const MchRecord *record, const char *name)
{
  g_autofree char *key = g_strdup_printf ("%s %s", mch_kind_to_string (record->kind), record->id);
  GPtrArray *names = g_hash_table_lookup (undo->edited, key);

  if (names == NULL)
    {
      names = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (undo->edited, g_steal_pointer (&key), names);
    }
  g_ptr_array_add (names, g_strdup (name));
}

/* The first value that was replaced afterwards is the one that the import left: a record that has
 * come back to it is as the import made it. */
static gboolean
gather_edited (MchUndo *undo, GError **error)
{
  g_autofree char *last = NULL;
  g_autoptr (MchDbResult) since =
      ask (undo,
           "SELECT h.kind, h.id, h.name, h.before_value FROM record_history h"
           " JOIN import_created c ON c.scope = h.scope AND c.op = $2 AND c.kind = h.kind"
           " AND c.id = h.id WHERE h.scope = $1 AND h.kept = 1 AND h.op <> $2"
           " ORDER BY h.kind, h.id, h.name, h.version",
           error);

  if (since == NULL)
    return FALSE;
  while (mch_db_result_next (since))
    {
      const char *name = mch_db_result_get_text (since, 2);
      MchRecord *record;
      g_autofree char *key = g_strjoin (" ", mch_db_result_get_text (since, 1), name, NULL);

      if (g_strcmp0 (key, last) == 0)
        continue;
      g_free (last);
      last = g_steal_pointer (&key);
      if (!find_live (undo, mch_kind_from_string (mch_db_result_get_text (since, 0)),
                      mch_db_result_get_text (since, 1), &record, error))
        return FALSE;
      if (record != NULL && !g_strv_contains (own_names, name)
          && g_strcmp0 (mch_record_get (record, name), mch_db_result_get_text (since, 3)) != 0)
        note_edited (undo, record, name);
    }
  return TRUE;
}

static gboolean
gather_set (MchUndo *undo, const char *sql, GHashTable *set, GError **error)
{
  g_autoptr (MchDbResult) result = ask (undo, sql, error);

  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    g_hash_table_add (set, g_strdup (mch_db_result_get_text (result, 0)));
  return TRUE;
}

gboolean
mch_undo_gather (MchUndo *undo, GError **error)
{
  return gather_made (undo, error) && gather_changed (undo, error) && gather_edited (undo, error)
         && gather_set (undo,
                        "SELECT p.person FROM account_person p JOIN import_created c"
                        " ON c.scope = p.scope AND c.op = $2 AND c.kind = 'person'"
                        " AND c.id = p.person WHERE p.scope = $1",
                        undo->accounts, error)
         && gather_set (undo,
                        "SELECT DISTINCT h.id FROM record_history h"
                        " JOIN import_run r ON r.scope = h.scope AND r.op = $2"
                        " WHERE h.scope = $1 AND h.kind = 'candidature' AND h.name = 'state'"
                        " AND h.kept = 1 AND h.after_value = 'registered'"
                        " AND h.changed_ms >= r.at_ms",
                        undo->finalised, error);
}
