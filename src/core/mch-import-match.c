/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a row is about. What a person said decides, then the INE where there is one, else folded
 * names, date and place of birth and the candidate number; what is missing on one side contradicts
 * nothing, and two different INEs or candidate numbers are two persons. */
#include "core/mch-import-private.h"
#include "core/mch-text.h"

#include <string.h>

/* Names that begin alike may be one name corrected; others are two persons with one INE. */
#define ALIKE_LETTERS 3

/* Nobody has more real homonyms born on one day; a file made to be slow may. */
#define MAX_HOMONYMS 100

typedef struct
{
  guint ine, family_name, given_name, birth_date;
} Slots;

static const Slots *
get_slots (void)
{
  static Slots slots;
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      slots = (Slots){ mch_import_slot ("ine"), mch_import_slot ("family_name"),
                       mch_import_slot ("given_name"), mch_import_slot ("birth_date") };
      g_once_init_leave (&ready, 1);
    }
  return &slots;
}

const char *
mch_subject_get_recorded (const MchSubject *subject, const MchEntry *entry, guint slot)
{
  const MchField *field = mch_import_slot_field (slot);
  const MchRecord *record = field->kind == MCH_KIND_PERSON ? subject->person
                            : entry != NULL                ? entry->candidature
                                                           : NULL;
  const char *value = record != NULL ? mch_record_get (record, field->name) : NULL;

  return value != NULL ? value : "";
}

const char *
mch_subject_get (const MchImportPlan *plan, const MchSubject *subject, const MchEntry *entry,
                 guint slot)
{
  int position = plan->position[slot];
  gsize values = mch_import_slot_kind (slot) == 0 ? subject->values
                 : entry != NULL                  ? entry->values
                                                  : MCH_NO_VALUES;
  const char *value = "";

  if (values != MCH_NO_VALUES && position >= 0)
    {
      value = plan->values->str + values;
      for (int i = 0; i < position; i++)
        value += strlen (value) + 1;
    }
  if (strcmp (value, MCH_REMOVED) == 0)
    return "";
  return *value != '\0' ? value : mch_subject_get_recorded (subject, entry, slot);
}

static void
set_name_key (MchImportPlan *plan, const char *family_name, const char *given_name,
              const char *birth_date)
{
  GString *key = plan->name_key;

  g_string_truncate (key, 0);
  mch_text_append_fold (key, family_name);
  plan->family_hash = g_str_hash (key->str);
  g_string_append_c (key, '|');
  plan->name_key_given = key->len;
  mch_text_append_fold (key, given_name);
  plan->given_hash = g_str_hash (key->str + plan->name_key_given);
  g_string_append_c (key, '|');
  plan->name_key_date = key->len;
  g_string_append (key, birth_date);
}

void
mch_import_index_ine (MchImportPlan *plan, guint subject, const char *ine)
{
  if (*ine == '\0')
    return;
  g_array_index (plan->subjects, MchSubject, subject).has_ine = TRUE;
  if (!g_hash_table_contains (plan->by_ine, ine))
    g_hash_table_insert (plan->by_ine, g_string_chunk_insert (plan->keys, ine),
                         GUINT_TO_POINTER (subject + 1));
}

/* Under the names of plan->name_key. */
static void
index_names (MchImportPlan *plan, guint index)
{
  MchSubject *subject = &g_array_index (plan->subjects, MchSubject, index);
  gpointer first = g_hash_table_lookup (plan->by_name, plan->name_key->str);
  MchSubject *oldest;

  subject->family_hash = plan->family_hash;
  subject->given_hash = plan->given_hash;
  if (first == NULL)
    {
      g_hash_table_insert (
          plan->by_name,
          g_string_chunk_insert_len (plan->keys, plan->name_key->str, (gssize) plan->name_key->len),
          GUINT_TO_POINTER (index + 1));
      return;
    }
  /* Behind the first one, so that the oldest stays in front. */
  oldest = &g_array_index (plan->subjects, MchSubject, GPOINTER_TO_UINT (first) - 1);
  subject->next = oldest->next;
  oldest->next = index;
}

void
mch_import_index_matched (MchImportPlan *plan, guint subject, const MchRowValues *row)
{
  mch_import_index_ine (plan, subject, row->value[get_slots ()->ine]);
  index_names (plan, subject);
}

static const char *
get_or_empty (const MchRecord *record, const char *name)
{
  const char *value = mch_record_get (record, name);

  return value != NULL ? value : "";
}

static void
index_person (MchImportPlan *plan, const MchRecord *person, GHashTable *by_id)
{
  MchSubject subject = { person, MCH_NO_VALUES, 0, MCH_NO_SUBJECT, MCH_NO_ENTRY, 0, 0, FALSE };

  g_array_append_val (plan->subjects, subject);
  mch_import_index_ine (plan, plan->subjects->len - 1, get_or_empty (person, "ine"));
  set_name_key (plan, get_or_empty (person, "family_name"), get_or_empty (person, "given_name"),
                get_or_empty (person, "birth_date"));
  index_names (plan, plan->subjects->len - 1);
  g_hash_table_insert (by_id, person->id, GUINT_TO_POINTER (plan->subjects->len));
}

static int
find_session (const MchImportPlan *plan, const char *session)
{
  for (guint i = 0; plan->sessions->pdata[i] != NULL; i++)
    if (g_strcmp0 (plan->sessions->pdata[i], session) == 0)
      return (int) i;
  return -1;
}

static gboolean
is_withdrawn (const MchRecord *candidature)
{
  return g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_WITHDRAWN) == 0;
}

/* One candidature of a session a person; one that stands goes before a withdrawn one. */
static void
index_candidature (MchImportPlan *plan, const MchRecord *candidature)
{
  const char *person = mch_record_get (candidature, "person");
  int session = find_session (plan, mch_record_get (candidature, "session"));
  gpointer subject = person != NULL ? g_hash_table_lookup (plan->by_id, person) : NULL;
  guint known;
  MchEntry *entry;

  if (subject == NULL || session < 0)
    return;
  known = mch_subject_find_entry (plan, GPOINTER_TO_UINT (subject) - 1, (guint) session);
  if (known == MCH_NO_ENTRY)
    {
      mch_subject_add_entry (plan, GPOINTER_TO_UINT (subject) - 1, (guint) session, candidature);
      return;
    }
  entry = &g_array_index (plan->entries, MchEntry, known);
  if (is_withdrawn (entry->candidature))
    entry->candidature = candidature;
}

void
mch_import_index_base (MchImportPlan *plan)
{
  const MchImportBase *base = &plan->base;

  for (gsize i = 0; i < base->n_persons; i++)
    if (!base->persons[i]->deleted)
      index_person (plan, base->persons[i], plan->by_id);
  for (gsize i = 0; i < base->n_candidatures; i++)
    if (!base->candidatures[i]->deleted)
      index_candidature (plan, base->candidatures[i]);
}

guint
mch_subject_find_entry (const MchImportPlan *plan, guint subject, guint session)
{
  guint at = g_array_index (plan->subjects, MchSubject, subject).entry;

  while (at != MCH_NO_ENTRY)
    {
      const MchEntry *entry = &g_array_index (plan->entries, MchEntry, at);

      if (entry->session == session)
        return at;
      at = entry->next;
    }
  return MCH_NO_ENTRY;
}

guint
mch_subject_add_entry (MchImportPlan *plan, guint subject, guint session,
                       const MchRecord *candidature)
{
  MchSubject *of = &g_array_index (plan->subjects, MchSubject, subject);
  MchEntry entry = { candidature, MCH_NO_VALUES, 0, of->entry, (guint16) session };

  g_array_append_val (plan->entries, entry);
  of->entry = plan->entries->len - 1;
  return of->entry;
}

static guint
find_other (const MchImportPlan *plan, const MchDecision *decision)
{
  gpointer found;

  if (decision->other_row != MCH_NO_ROW)
    return decision->other_row < plan->row_subjects->len
               ? g_array_index (plan->row_subjects, MchRowSubject, decision->other_row).subject
               : MCH_NO_SUBJECT;
  found = g_hash_table_lookup (plan->by_id, decision->person);
  return found != NULL ? GPOINTER_TO_UINT (found) - 1 : MCH_NO_SUBJECT;
}

gboolean
mch_decision_excludes (const MchImportPlan *plan, guint row, guint subject)
{
  for (guint i = 0; i < plan->decisions->len; i++)
    {
      const MchDecision *decision = &g_array_index (plan->decisions, MchDecision, i);

      if (decision->row == row && decision->verdict == MCH_VERDICT_OTHER
          && find_other (plan, decision) == subject)
        return TRUE;
    }
  return FALSE;
}

guint
mch_decision_find (const MchImportPlan *plan, guint row)
{
  for (guint i = 0; i < plan->decisions->len; i++)
    {
      const MchDecision *decision = &g_array_index (plan->decisions, MchDecision, i);

      if (decision->row == row && decision->verdict == MCH_VERDICT_SAME)
        return find_other (plan, decision);
    }
  return MCH_NO_SUBJECT;
}

static gboolean
begin_alike (const char *a, const char *b)
{
  g_autofree char *folded_a = mch_text_fold (a);
  g_autofree char *folded_b = mch_text_fold (b);
  gsize shorter = MIN (strlen (folded_a), strlen (folded_b));

  return strncmp (folded_a, folded_b, MIN (shorter, ALIKE_LETTERS)) == 0;
}

/* Whether the row says of each name what the subject says of the other one. */
static gboolean
is_swapped (const MchImportPlan *plan, const MchSubject *subject, const MchRowValues *row)
{
  const Slots *slots = get_slots ();
  const char *family_name = mch_subject_get (plan, subject, NULL, slots->family_name);
  const char *given_name = mch_subject_get (plan, subject, NULL, slots->given_name);

  return mch_text_folds_alike (family_name, row->value[slots->given_name])
         && mch_text_folds_alike (given_name, row->value[slots->family_name])
         && !mch_text_folds_alike (family_name, given_name);
}

/* Whether the row and the subject can hardly be one person, though they have one INE. */
static gboolean
is_somebody_else (const MchImportPlan *plan, const MchSubject *subject, const MchRowValues *row)
{
  const Slots *slots = get_slots ();
  const char *given_name = mch_subject_get (plan, subject, NULL, slots->given_name);
  const char *family_name = mch_subject_get (plan, subject, NULL, slots->family_name);
  const char *birth_date = mch_subject_get (plan, subject, NULL, slots->birth_date);

  /* Twins share all but the given name. */
  if (!begin_alike (given_name, row->value[slots->given_name]))
    return TRUE;
  if (strcmp (birth_date, row->value[slots->birth_date]) == 0)
    return FALSE;
  return !mch_text_folds_alike (family_name, row->value[slots->family_name])
         || !mch_text_folds_alike (given_name, row->value[slots->given_name]);
}

/* Whether somebody said that the row is not @subject, whom it fits. The server must not join them
 * either. */
static gboolean
is_excluded (MchReading *reading, guint subject, int fit)
{
  if (reading->plan->decisions->len == 0
      || !mch_decision_excludes (reading->plan, reading->row, subject))
    return FALSE;
  if (fit != MCH_FIT_CONTRADICTS)
    reading->values.value[mch_import_slot ("other_person")] = "1";
  return TRUE;
}

/* Those of the row's names and date whom it fits best; the first one whom it contradicts becomes
 * @ret_homonym. (transfer full) (element-type guint) */
static GArray *
find_fitting (MchReading *reading, guint *ret_homonym)
{
  MchImportPlan *plan = reading->plan;
  GArray *fitting = g_array_new (FALSE, FALSE, sizeof (guint));
  gpointer first = g_hash_table_lookup (plan->by_name, plan->name_key->str);
  int best = MCH_FIT_CONTRADICTS;
  guint n_seen = 0;

  *ret_homonym = MCH_NO_SUBJECT;
  for (guint i = GPOINTER_TO_UINT (first) - 1; i != MCH_NO_SUBJECT && n_seen < MAX_HOMONYMS;
       i = g_array_index (plan->subjects, MchSubject, i).next)
    {
      const MchSubject *subject = &g_array_index (plan->subjects, MchSubject, i);
      int fit = mch_import_fit (plan, subject, &reading->values);

      n_seen++;
      if (is_excluded (reading, i, fit))
        continue;
      if (fit == MCH_FIT_CONTRADICTS && *ret_homonym == MCH_NO_SUBJECT)
        *ret_homonym = i;
      if (fit == MCH_FIT_CONTRADICTS || fit < best)
        continue;
      if (fit > best)
        g_array_set_size (fitting, 0);
      best = fit;
      g_array_append_val (fitting, i);
    }
  return fitting;
}

/* Without an INE the server knows people by names, date and place: whom only a candidate number
 * tells apart it would take for one. */
static void
mark_other_number (MchReading *reading)
{
  const char **value = reading->values.value;

  if (*value[get_slots ()->ine] == '\0' && *value[mch_import_slot ("candidate_number")] != '\0')
    value[mch_import_slot ("other_person")] = "1";
}

static guint
match_names (MchReading *reading, guint session, MchFaultCode *ret_fault, guint *ret_other)
{
  g_autoptr (GArray) fitting = NULL;
  gboolean certain;
  guint homonym, chosen;

  if (!g_hash_table_contains (reading->plan->by_name, reading->plan->name_key->str))
    return MCH_NO_SUBJECT;
  fitting = find_fitting (reading, &homonym);
  if (fitting->len == 0)
    {
      if (homonym != MCH_NO_SUBJECT)
        {
          *ret_fault = MCH_FAULT_HOMONYM;
          *ret_other = homonym;
          mark_other_number (reading);
        }
      return MCH_NO_SUBJECT;
    }
  if (fitting->len == 1)
    {
      chosen = g_array_index (fitting, guint, 0);
      /* Whoever said that it is not the one may say the same of the other. */
      if (*reading->values.value[mch_import_slot ("other_person")] != '\0')
        {
          reading->values.value[mch_import_slot ("other_person")] = "";
          mch_import_note_pair (reading, MCH_PAIR_SAME, chosen);
        }
      return chosen;
    }
  chosen = mch_import_choose_among (reading, session, fitting, &certain);
  if (certain)
    return chosen;
  *ret_fault = MCH_FAULT_SEVERAL_PEOPLE;
  for (guint i = 0; i < fitting->len; i++)
    mch_import_note_pair (reading, MCH_PAIR_CONFLICT, g_array_index (fitting, guint, i));
  return MCH_NO_SUBJECT;
}

/* Somebody with the same birth date whose names the row has the other way round. */
static guint
find_swapped (MchImportPlan *plan)
{
  const char *key = plan->name_key->str;
  gsize given = plan->name_key_given, date = plan->name_key_date;
  GString *swapped = plan->swapped_key;
  gpointer found;

  g_string_truncate (swapped, 0);
  g_string_append_len (swapped, key + given, (gssize) (date - given));
  g_string_append_len (swapped, key, (gssize) given);
  g_string_append (swapped, key + date);
  found =
      strcmp (swapped->str, key) != 0 ? g_hash_table_lookup (plan->by_name, swapped->str) : NULL;
  return found != NULL ? GPOINTER_TO_UINT (found) - 1 : MCH_NO_SUBJECT;
}

static guint
match_ine (MchReading *reading, guint index, MchFaultCode *ret_fault, guint *ret_other)
{
  MchImportPlan *plan = reading->plan;
  const MchSubject *subject = &g_array_index (plan->subjects, MchSubject, index);

  if (!is_somebody_else (plan, subject, &reading->values))
    return index;
  *ret_fault = is_swapped (plan, subject, &reading->values) ? MCH_FAULT_SWAPPED_NAMES
                                                            : MCH_FAULT_INE_CONFLICT;
  *ret_other = index;
  return MCH_NO_SUBJECT;
}

guint
mch_import_match (MchReading *reading, guint session, MchFaultCode *ret_fault, guint *ret_other)
{
  MchImportPlan *plan = reading->plan;
  const Slots *slots = get_slots ();
  const char **value = reading->values.value;
  gpointer found;
  guint said = MCH_NO_SUBJECT, index;

  *ret_fault = MCH_FAULT_NONE;
  *ret_other = MCH_NO_SUBJECT;
  set_name_key (plan, value[slots->family_name], value[slots->given_name],
                value[slots->birth_date]);
  if (plan->decisions->len > 0)
    said = mch_decision_find (plan, reading->row);
  if (said != MCH_NO_SUBJECT)
    return said;

  found = *value[slots->ine] != '\0' ? g_hash_table_lookup (plan->by_ine, value[slots->ine]) : NULL;
  if (found != NULL)
    {
      index = GPOINTER_TO_UINT (found) - 1;
      if (plan->decisions->len == 0 || !mch_decision_excludes (plan, reading->row, index))
        return match_ine (reading, index, ret_fault, ret_other);
      /* Not he: then the INE is not this one's, and waits. */
      mch_reading_withdraw (reading, slots->ine, MCH_FAULT_INE_CONFLICT);
    }
  index = match_names (reading, session, ret_fault, ret_other);
  if (index == MCH_NO_SUBJECT && *ret_fault == MCH_FAULT_NONE)
    {
      *ret_other = find_swapped (plan);
      if (*ret_other != MCH_NO_SUBJECT)
        *ret_fault = MCH_FAULT_SWAPPED_NAMES;
    }
  return index;
}
