/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a plan would change: record by record for who carries it out, cell by cell for who looks. */
#include "core/mch-import-private.h"
#include "core/mch-uuid.h"

#include <string.h>

/* The values of a candidature that no column holds. */
#define N_OWN_VALUES 3

typedef struct
{
  const char *names[MCH_MAX_SLOTS + N_OWN_VALUES];
  const char *from[MCH_MAX_SLOTS + N_OWN_VALUES];
  const char *to[MCH_MAX_SLOTS + N_OWN_VALUES];
  MchImportChange change;
} Draft;

typedef struct
{
  const MchImportPlan *plan;
  gint64 now_ms;
  MchRandomFunc random;
  MchImportVisitor visitor;
  gpointer user_data;
  GHashTable *new_ids; /* subject + 1 → owned char*: of persons with several candidatures */
} Visit;

static void
begin_draft (Draft *draft, MchKind kind, const MchRecord *record, const char *new_id)
{
  draft->change = (MchImportChange){ kind,
                                     record != NULL ? record->id : new_id,
                                     record == NULL,
                                     record != NULL ? record->version : 0,
                                     0,
                                     draft->names,
                                     draft->from,
                                     draft->to };
}

static void
add_value (Draft *draft, const char *name, const char *from, const char *to)
{
  draft->names[draft->change.n] = name;
  draft->from[draft->change.n] = from;
  draft->to[draft->change.n] = to;
  draft->change.n++;
}

static void
add_values (const Visit *visit, Draft *draft, const MchSubject *subject, const MchEntry *entry)
{
  const MchImportPlan *plan = visit->plan;
  guint kind = entry == NULL ? 0 : 1;
  const char *value = plan->values->str + (kind == 0 ? subject->values : entry->values);

  for (guint i = 0; i < plan->n_used[kind]; i++, value += strlen (value) + 1)
    if (*value != '\0')
      add_value (draft, mch_import_slot_field (plan->used[kind][i])->name,
                 mch_subject_get_recorded (subject, entry, plan->used[kind][i]),
                 strcmp (value, MCH_REMOVED) == 0 ? "" : value);
}

/* The id of a person: the record's, or the new one that he has in this visit. */
static const char *
get_id (Visit *visit, guint index)
{
  const MchSubject *subject = &g_array_index (visit->plan->subjects, MchSubject, index);
  gpointer key = GUINT_TO_POINTER (index + 1);
  char *id;

  if (subject->person != NULL)
    return subject->person->id;
  id = g_hash_table_lookup (visit->new_ids, key);
  if (id == NULL)
    {
      id = mch_uuid_new (visit->now_ms, visit->random);
      g_hash_table_insert (visit->new_ids, key, id);
    }
  return id;
}

static gboolean
visit_person (Visit *visit, guint index)
{
  const MchSubject *subject = &g_array_index (visit->plan->subjects, MchSubject, index);
  Draft draft;

  begin_draft (&draft, MCH_KIND_PERSON, subject->person, get_id (visit, index));
  add_values (visit, &draft, subject, NULL);
  return draft.change.n == 0 || visit->visitor (&draft.change, visit->user_data);
}

static gboolean
visit_candidature (Visit *visit, const MchRowSubject *about)
{
  const MchSubject *subject = &g_array_index (visit->plan->subjects, MchSubject, about->subject);
  const MchEntry *entry = &g_array_index (visit->plan->entries, MchEntry, about->entry);
  g_autofree char *new_id = NULL;
  Draft draft;

  if (entry->candidature == NULL)
    new_id = mch_uuid_new (visit->now_ms, visit->random);
  begin_draft (&draft, MCH_KIND_CANDIDATURE, entry->candidature, new_id);
  if (draft.change.create)
    {
      add_value (&draft, "person", "", get_id (visit, about->subject));
      add_value (&draft, "session", "", visit->plan->sessions->pdata[entry->session]);
      add_value (&draft, "state", "", MCH_STATE_PRE_REGISTERED); /* INS-14 */
    }
  add_values (visit, &draft, subject, entry);
  return draft.change.n == 0 || visit->visitor (&draft.change, visit->user_data);
}

static gboolean
visit_row (Visit *visit, guint row)
{
  const MchImportPlan *plan = visit->plan;
  const MchRowSubject *about = &g_array_index (plan->row_subjects, MchRowSubject, row);

  if (about->subject == MCH_NO_SUBJECT)
    return TRUE;
  if (g_array_index (plan->subjects, MchSubject, about->subject).first_row == row + 1
      && !visit_person (visit, about->subject))
    return FALSE;
  return g_array_index (plan->entries, MchEntry, about->entry).first_row != row + 1
         || visit_candidature (visit, about);
}

gboolean
mch_import_plan_visit_changes (const MchImportPlan *plan, gint64 now_ms, MchRandomFunc random,
                               MchImportVisitor visitor, gpointer user_data)
{
  g_autoptr (GHashTable) new_ids = NULL;
  Visit visit = { plan, now_ms, random, visitor, user_data, NULL };

  g_return_val_if_fail (plan != NULL && random != NULL && visitor != NULL, FALSE);

  new_ids = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  visit.new_ids = new_ids;
  for (guint row = 0; row < plan->row_subjects->len; row++)
    if (!visit_row (&visit, row))
      return FALSE;
  return TRUE;
}

static gboolean
collect_change (const MchImportChange *view, gpointer user_data)
{
  GPtrArray *changes = user_data;
  MchChange *change = mch_change_new_update (view->kind, view->id, view->base_version);

  change->create = view->create;
  for (guint i = 0; i < view->n; i++)
    mch_change_set (change, view->names[i], view->from[i], view->to[i]);
  g_ptr_array_add (changes, change);
  return TRUE;
}

GPtrArray *
mch_import_plan_dup_changes (const MchImportPlan *plan, gint64 now_ms, MchRandomFunc random)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);

  mch_import_plan_visit_changes (plan, now_ms, random, collect_change, changes);
  return changes;
}

static void
difference_clear (gpointer data)
{
  MchImportDifference *difference = data;

  g_free (difference->from);
  g_free (difference->to);
}

static void
load_quietly (MchReading *reading, const MchImportPlan *plan, guint row)
{
  /* Quiet, so that nothing of the plan changes. */
  mch_reading_init (reading, (MchImportPlan *) plan);
  reading->quiet = TRUE;
  mch_reading_load (reading, row);
  mch_reading_read_values (reading);
}

GArray *
mch_import_plan_dup_differences (const MchImportPlan *plan, guint row)
{
  g_auto (MchReading) reading = { 0 };
  GArray *differences = g_array_new (FALSE, FALSE, sizeof (MchImportDifference));
  const MchRowSubject *about;
  const MchSubject *subject;
  const MchEntry *entry;

  g_return_val_if_fail (plan != NULL && row < plan->rows->len, differences);

  g_array_set_clear_func (differences, difference_clear);
  load_quietly (&reading, plan, row);
  about = &g_array_index (plan->row_subjects, MchRowSubject, row);
  if (about->subject == MCH_NO_SUBJECT)
    return differences;
  subject = &g_array_index (plan->subjects, MchSubject, about->subject);
  entry = &g_array_index (plan->entries, MchEntry, about->entry);
  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    {
      const char *value = reading.values.value[slot];
      const char *from = mch_subject_get_recorded (subject, entry, slot);
      MchImportDifference difference = { mch_import_slot_field (slot), NULL, NULL };

      /* What an earlier row said before, or a withdrawal, keeps the value from being taken. */
      if (plan->position[slot] < 0 || *value == '\0' || strcmp (value, from) == 0
          || strcmp (value, mch_subject_get (plan, subject, entry, slot)) != 0)
        continue;
      difference.from = g_strdup (from);
      difference.to = g_strdup (value);
      g_array_append_val (differences, difference);
    }
  return differences;
}

char *
mch_import_plan_dup_value (const MchImportPlan *plan, guint row, const MchField *field)
{
  g_auto (MchReading) reading = { 0 };

  g_return_val_if_fail (plan != NULL && row < plan->rows->len && field != NULL, NULL);
  g_return_val_if_fail (field->kind == MCH_KIND_PERSON || field->kind == MCH_KIND_CANDIDATURE,
                        NULL);

  load_quietly (&reading, plan, row);
  return g_strdup (reading.values.value[mch_import_slot (field->name)]);
}
