/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules of a change: what is created, merged, written field by field, in conflict or rejected.
 * Nothing here refuses a whole operation. */
#include <string.h>

#include "core/mch-person.h"
#include "core/mch-uuid.h"
#include "server/model/mch-model.h"
#include "server/model/mch-ops-private.h"

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static char *
dup_name (MchKind kind, const char *id)
{
  return g_strconcat (mch_kind_to_string (kind), " ", id, NULL);
}

MchRecord *
mch_op_run_find (MchOpRun *run, MchKind kind, const char *id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *name = dup_name (kind, id);
  MchRecord *record;

  record = g_hash_table_lookup (run->records, name);
  if (record != NULL || g_hash_table_contains (run->records, name))
    return record;
  if (run->complete && (kind == MCH_KIND_PERSON || kind == MCH_KIND_CANDIDATURE))
    return NULL;
  record = mch_records_get (run->db, run->request->scope, kind, id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  g_hash_table_insert (run->records, g_steal_pointer (&name), record);
  return record;
}

void
mch_op_run_put (MchOpRun *run, MchRecord *record)
{
  char *name = dup_name (record->kind, record->id);

  if (g_hash_table_lookup (run->records, name) != record)
    g_hash_table_insert (run->records, name, mch_record_ref (record));
  else
    g_free (name);
  mch_batch_put (run->batch, run->request->scope, record);
}

const char *
mch_op_run_resolve (MchOpRun *run, const char *id)
{
  const char *into = g_hash_table_lookup (run->aliases, id);

  return into != NULL ? into : id;
}

static void
reject (MchOpRun *run, const MchChange *change, const char *name, const char *code)
{
  mch_op_run_reject (run, change->id, name, code);
}

/* The same rules that the desktop has applied: re-validation. */
static gboolean
is_invalid (MchOpRun *run, const MchChange *change, const MchRecord *current)
{
  MchValueContext context = { .today = run->today };
  g_autoptr (GArray) faults = g_array_new (FALSE, FALSE, sizeof (MchFault));

  mch_validate_change (change, current, &context, faults);
  return mch_op_run_reject_faults (run, change->id, faults);
}

/* Values that only a creation writes: against a record that is there they say nothing. */
static gboolean
is_of_creation (const MchChange *change, const char *name)
{
  return change->create && change->kind == MCH_KIND_CANDIDATURE
         && (strcmp (name, "state") == 0 || strcmp (name, "session") == 0
             || strcmp (name, "person") == 0);
}

static gboolean
add_conflict (MchOpRun *run, const MchRecord *current, const char *name, const char *mine,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *theirs = or_empty (mch_record_get (current, name));
  gint64 at_ms = 0;
  g_autofree char *by = NULL;

  if (current->version > 0)
    mch_records_get_field_stamp (run->db, run->request->scope, current->kind, current->id, name,
                                 &by, &at_ms, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  mch_op_result_add_conflict (run->result, current->id, name, mine, theirs, or_empty (by), at_ms);
  mch_batch_note (run->batch, run->request->scope, current->kind, current->id, name, theirs, mine,
                  FALSE, run->request->op);
  return TRUE;
}

/**
 * sort_fields:
 * @merging: the record is another than the one that was meant: only what it lacks is added.
 * @ret_apply: (out) (transfer full) (nullable): the part of @change that applies; NULL when none.
 *
 * Field by field: what is so already, what applies, what somebody else has changed meanwhile.
 */
static gboolean
sort_fields (MchOpRun *run, const MchChange *change, const MchRecord *current, gboolean merging,
             MchChange **ret_apply, GError **error)
{
  GHashTableIter iter;
  gpointer name, value;
  g_autoptr (MchChange) apply = mch_change_new_update (change->kind, current->id, current->version);

  *ret_apply = NULL;
  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const char *now = or_empty (mch_record_get (current, name));
      const char *from = or_empty (g_hash_table_lookup (change->from, name));

      if (is_of_creation (change, name) || strcmp (now, value) == 0)
        continue;
      if (merging ? *now == '\0' : strcmp (now, from) == 0)
        mch_change_set (apply, name, now, value);
      else if (merging)
        /* Two made the same one: what the second wrote otherwise is not shown, but not lost. */
        mch_batch_note (run->batch, run->request->scope, current->kind, current->id, name, now,
                        value, FALSE, run->request->op);
      else if (!add_conflict (run, current, name, value, error))
        return FALSE;
    }
  if (g_hash_table_size (apply->to) > 0)
    *ret_apply = g_steal_pointer (&apply);
  return TRUE;
}

/* Contact details are as confirmed until one of them changes. The own text of the slips is none of
 * them. */
static void
clear_confirmation (const MchChange *apply, MchRecord *record)
{
  guint others = g_hash_table_contains (apply->to, "slip_text") ? 1 : 0;

  if (record->kind == MCH_KIND_ESTABLISHMENT && g_hash_table_size (apply->to) > others
      && !g_hash_table_contains (apply->to, "contact_confirmed"))
    mch_record_set (record, "contact_confirmed", NULL);
}

/* The server's own account of who was touched: what an import comes to is counted in pupils. */
static void
note_changed (MchOpRun *run, const MchRecord *record)
{
  const char *person =
      record->kind == MCH_KIND_CANDIDATURE ? mch_record_get (record, "person") : record->id;

  if (record->kind != MCH_KIND_ESTABLISHMENT && person != NULL)
    g_hash_table_add (run->changed, g_strdup (person));
}

/* Who says it and since when: the server's word, not the desktop's. */
static gboolean
sign_review (MchOpRun *run, MchRecord *record, GError **error)
{
  g_autofree char *at_ms = g_strdup_printf ("%" G_GINT64_FORMAT, run->now_ms);
  g_autoptr (MchDbResult) result = NULL;

  if (record->kind != MCH_KIND_REVIEW)
    return TRUE;
  result = mch_db_query (run->db, error, "SELECT name FROM staff WHERE login = $1",
                         MCH_DB_TEXT (run->request->login));
  if (result == NULL)
    return FALSE;
  mch_record_set (record, "by", run->request->login);
  mch_record_set (record, "by_name",
                  mch_db_result_next (result) ? mch_db_result_get_text (result, 0) : NULL);
  mch_record_set (record, "at_ms", at_ms);
  return TRUE;
}

static gboolean
write_fields (MchOpRun *run, const MchChange *apply, MchRecord *record, GError **error)
{
  GHashTableIter iter;
  gpointer name, value;
  gboolean finalised =
      g_strcmp0 (g_hash_table_lookup (apply->to, "state"), MCH_STATE_REGISTERED) == 0;

  g_hash_table_iter_init (&iter, apply->to);
  while (g_hash_table_iter_next (&iter, &name, &value))
    mch_batch_note (run->batch, run->request->scope, record->kind, record->id, name,
                    mch_record_get (record, name), value, TRUE, run->request->op);
  mch_change_apply (apply, record);
  clear_confirmation (apply, record);
  if (!sign_review (run, record, error))
    return FALSE;
  mch_op_run_put (run, record);
  note_changed (run, record);
  run->result->applied++;
  return mch_op_run_follow_registration (run, apply, record, finalised, error);
}

/* Whether the corrected person is now another one whom we know; if not, his new key is noted. */
static gboolean
is_duplicate (MchOpRun *run, const MchChange *apply, const MchRecord *current,
              gboolean *ret_duplicate, GError **error)
{
  const char *other;
  g_autofree char *key_before = NULL;
  g_autofree char *key_after = NULL;
  g_autofree char *identity_before = NULL;
  g_autofree char *identity_after = NULL;
  g_autoptr (MchRecord) after = NULL;

  *ret_duplicate = FALSE;
  if (current->kind != MCH_KIND_PERSON)
    return TRUE;
  after = mch_record_copy (current);
  mch_change_apply (apply, after);
  key_before = mch_person_key (current);
  key_after = mch_person_key (after);
  identity_before = mch_person_identity_key (current);
  identity_after = mch_person_identity_key (after);
  if (strcmp (key_before, key_after) == 0 && g_strcmp0 (identity_before, identity_after) == 0)
    return TRUE;
  if (!mch_op_run_find_same_person (run, after, &other, error))
    return FALSE;
  *ret_duplicate = other != NULL;
  if (other != NULL)
    reject (run, apply, "", mch_fault_code_to_string (MCH_FAULT_SAME_CANDIDATE));
  else if (strcmp (key_before, key_after) != 0)
    {
      /* The old key is free for others from here on. */
      g_hash_table_insert (run->keys, g_steal_pointer (&key_before), NULL);
      mch_op_run_note_person (run, after);
    }
  else
    mch_op_run_note_person (run, after);
  return TRUE;
}

static gboolean
update (MchOpRun *run, const MchChange *change, MchRecord *current, gboolean merging,
        GError **error)
{
  guint n_conflicts = run->result->conflicts->len;
  gboolean stopped;
  g_autoptr (MchChange) apply = NULL;

  if (!sort_fields (run, change, current, merging, &apply, error))
    return FALSE;
  if (apply == NULL)
    {
      if (run->result->conflicts->len == n_conflicts)
        run->result->unchanged++;
      return TRUE;
    }
  if (is_invalid (run, apply, current))
    return TRUE;
  if (!mch_op_run_check_registration (run, apply, current, &stopped, error))
    return FALSE;
  if (stopped)
    return TRUE;
  if (!is_duplicate (run, apply, current, &stopped, error))
    return FALSE;
  return stopped || write_fields (run, apply, current, error);
}

static gboolean
merge (MchOpRun *run, const MchChange *change, const char *into, GError **error)
{
  g_autofree char *target = g_strdup (into);
  MchRecord *known = mch_op_run_find (run, change->kind, target, error);

  if (known == NULL)
    return FALSE;
  g_hash_table_insert (run->aliases, g_strdup (change->id), g_strdup (target));
  mch_op_result_add_merged (run->result, change->id, target);
  return update (run, change, known, TRUE, error);
}

static MchRecord *
record_from_creation (MchOpRun *run, const MchChange *change)
{
  MchRecord *record = mch_record_new (change->kind, change->id);

  mch_change_apply (change, record);
  if (change->kind == MCH_KIND_CANDIDATURE)
    mch_record_set (record, "person", mch_op_run_resolve (run, mch_record_get (record, "person")));
  return record;
}

static void
note_made (MchOpRun *run, MchRecord *record)
{
  mch_op_run_put (run, record);
  g_ptr_array_add (run->made, mch_record_ref (record));
  run->result->applied++;
}

static gboolean
create_person (MchOpRun *run, const MchChange *change, GError **error)
{
  const char *other;
  gboolean elsewhere;
  g_autoptr (MchRecord) record = record_from_creation (run, change);

  if (!mch_op_run_find_same_person (run, record, &other, error))
    return FALSE;
  if (other != NULL)
    {
      const MchRecord *known = mch_op_run_find (run, MCH_KIND_PERSON, other, error);

      if (known == NULL)
        return FALSE;
      if (!mch_op_is_somebody_else (known, record))
        return merge (run, change, other, error);
      reject (run, change, "ine", mch_fault_code_to_string (MCH_FAULT_INE_CONFLICT));
      return TRUE;
    }
  if (!mch_op_run_is_wanted_elsewhere (run, record, &elsewhere, error))
    return FALSE;
  if (elsewhere)
    {
      g_hash_table_add (run->elsewhere, g_strdup (change->id));
      reject (run, change, "", mch_fault_code_to_string (MCH_FAULT_REGISTERED_ELSEWHERE));
      return TRUE;
    }
  note_made (run, record);
  mch_op_run_note_person (run, record);
  if (mch_record_get (record, "candidate_number") != NULL)
    g_hash_table_add (run->numbered, g_strdup (record->id));
  return TRUE;
}

/* Who withdrew may be registered anew by hand; an import does not bring him back by itself. */
static gboolean
stands (MchOpRun *run, const char *id, gboolean *ret_stands, GError **error)
{
  const MchRecord *known = mch_op_run_find (run, MCH_KIND_CANDIDATURE, id, error);

  if (known == NULL)
    return FALSE;
  *ret_stands = run->request->kind == MCH_OP_IMPORT
                || g_strcmp0 (mch_record_get (known, "state"), MCH_STATE_WITHDRAWN) != 0;
  return TRUE;
}

static gboolean
make_candidature (MchOpRun *run, const MchChange *change, MchRecord *record,
                  const MchRecord *person, GError **error)
{
  const char *session = mch_record_get (record, "session");
  const char *known;
  gboolean yes;

  if (!mch_op_run_find_candidature (run, session, person->id, &known, error))
    return FALSE;
  if (known != NULL)
    {
      if (!stands (run, known, &yes, error))
        return FALSE;
      if (yes)
        return merge (run, change, known, error);
    }
  if (!mch_op_run_is_elsewhere (run, person, session, &yes, error))
    return FALSE;
  if (yes)
    {
      reject (run, change, "", mch_fault_code_to_string (MCH_FAULT_REGISTERED_ELSEWHERE));
      return TRUE;
    }
  note_made (run, record);
  mch_op_run_note_candidature (run, record);
  return TRUE;
}

static gboolean
create_candidature (MchOpRun *run, const MchChange *change, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) record = record_from_creation (run, change);
  const char *person_id = mch_record_get (record, "person");
  const MchRecord *person = mch_op_run_find (run, MCH_KIND_PERSON, person_id, &local);
  const MchRecord *service = NULL;

  if (local == NULL)
    service = mch_op_run_find (run, MCH_KIND_SERVICE, mch_record_get (record, "session"), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (g_hash_table_contains (run->elsewhere, person_id))
    reject (run, change, "", mch_fault_code_to_string (MCH_FAULT_REGISTERED_ELSEWHERE));
  else if (person == NULL || person->deleted)
    reject (run, change, "person", mch_fault_code_to_string (MCH_FAULT_NOT_A_REFERENCE));
  else if (service == NULL || service->deleted)
    reject (run, change, "session", mch_fault_code_to_string (MCH_FAULT_NOT_A_SESSION));
  else
    return make_candidature (run, change, record, person, error);
  return TRUE;
}

static gboolean
create_review (MchOpRun *run, const MchChange *change, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) record = record_from_creation (run, change);
  const MchRecord *person = mch_op_run_find (run, MCH_KIND_PERSON, change->id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (person == NULL || person->deleted)
    {
      reject (run, change, "", mch_fault_code_to_string (MCH_FAULT_NOT_A_REFERENCE));
      return TRUE;
    }
  if (!sign_review (run, record, error))
    return FALSE;
  note_made (run, record);
  return TRUE;
}

static gboolean
create (MchOpRun *run, const MchChange *change, GError **error)
{
  if (change->kind == MCH_KIND_ESTABLISHMENT)
    {
      reject (run, change, "", "not_found");
      return TRUE;
    }
  if (!mch_uuid_is_valid (change->id))
    {
      reject (run, change, "", mch_fault_code_to_string (MCH_FAULT_NOT_A_REFERENCE));
      return TRUE;
    }
  if (is_invalid (run, change, NULL))
    return TRUE;
  if (change->kind == MCH_KIND_REVIEW)
    return create_review (run, change, error);
  return change->kind == MCH_KIND_PERSON ? create_person (run, change, error)
                                         : create_candidature (run, change, error);
}

/* Reviews are the exam office's; what an establishment says of itself is its own. */
static gboolean
is_for (const MchOpRun *run, MchKind kind)
{
  if (kind == MCH_KIND_PERSON || kind == MCH_KIND_CANDIDATURE)
    return TRUE;
  return kind == (run->request->of_office ? MCH_KIND_REVIEW : MCH_KIND_ESTABLISHMENT);
}

static gboolean
has_known_verdict (const MchChange *change)
{
  static const char *const verdicts[] = { "", "checked", "to_correct", NULL };
  const char *verdict = g_hash_table_lookup (change->to, "verdict");

  return change->kind != MCH_KIND_REVIEW || verdict == NULL || g_strv_contains (verdicts, verdict);
}

gboolean
mch_op_run_apply (MchOpRun *run, const MchChange *change, GError **error)
{
  g_autoptr (GError) local = NULL;
  MchRecord *known;

  if (!is_for (run, change->kind))
    {
      reject (run, change, "", "not_editable");
      return TRUE;
    }
  if (!has_known_verdict (change))
    {
      reject (run, change, "verdict", mch_fault_code_to_string (MCH_FAULT_NOT_A_STATE));
      return TRUE;
    }
  known = mch_op_run_find (run, change->kind, mch_op_run_resolve (run, change->id), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (known != NULL && !known->deleted)
    return update (run, change, known, FALSE, error);
  if (known == NULL && change->create)
    return create (run, change, error);
  reject (run, change, "", known != NULL ? "deleted" : "not_found");
  return TRUE;
}
