/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a row is about. The INE decides where there is one, else folded names, date and place of
 * birth; what is missing on one side contradicts nothing, and two different INEs are two persons.
 */
#include "core/mch-import-private.h"
#include "core/mch-text.h"

#include <string.h>

/* Names that begin alike may be one name corrected; others are two persons with one INE. */
#define ALIKE_LETTERS 3

/* Nobody has more real homonyms born on one day; a file made to be slow may. */
#define MAX_HOMONYMS 100

enum
{
  PLACE_CONTRADICTS,
  PLACE_UNKNOWN,
  PLACE_EQUAL,
};

typedef struct
{
  guint ine, family_name, given_name, birth_date, commune, commune_code;
} Slots;

static const Slots *
get_slots (void)
{
  static Slots slots;
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      slots = (Slots){ mch_import_slot ("ine"),           mch_import_slot ("family_name"),
                       mch_import_slot ("given_name"),    mch_import_slot ("birth_date"),
                       mch_import_slot ("birth_commune"), mch_import_slot ("birth_commune_code") };
      g_once_init_leave (&ready, 1);
    }
  return &slots;
}

const char *
mch_subject_get_recorded (const MchSubject *subject, guint slot)
{
  const MchField *field = mch_import_slot_field (slot);
  const MchRecord *record = field->kind == MCH_KIND_PERSON ? subject->person : subject->candidature;
  const char *value = record != NULL ? mch_record_get (record, field->name) : NULL;

  return value != NULL ? value : "";
}

const char *
mch_subject_get (const MchImportPlan *plan, const MchSubject *subject, guint slot)
{
  int position = plan->position[slot];
  const char *value = "";

  if (subject->values != MCH_NO_VALUES && position >= 0)
    {
      value = plan->values->str + subject->values;
      for (int i = 0; i < position; i++)
        value += strlen (value) + 1;
    }
  if (strcmp (value, MCH_REMOVED) == 0)
    return "";
  return *value != '\0' ? value : mch_subject_get_recorded (subject, slot);
}

static void
set_name_key (MchImportPlan *plan, const char *family_name, const char *given_name,
              const char *birth_date)
{
  GString *key = plan->name_key;

  g_string_truncate (key, 0);
  mch_text_append_fold (key, family_name);
  g_string_append_c (key, '|');
  mch_text_append_fold (key, given_name);
  g_string_append_c (key, '|');
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

static gboolean
is_withdrawn (const MchRecord *candidature)
{
  return g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_WITHDRAWN) == 0;
}

/* The candidatures of the session by person; one that stands goes before a withdrawn one. */
static GHashTable *
index_candidatures (const MchImportBase *base)
{
  GHashTable *by_person = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < base->n_candidatures; i++)
    {
      MchRecord *candidature = base->candidatures[i];
      const char *person = mch_record_get (candidature, "person");
      const MchRecord *known;

      if (candidature->deleted || person == NULL
          || g_strcmp0 (mch_record_get (candidature, "session"), base->session) != 0)
        continue;
      known = g_hash_table_lookup (by_person, person);
      if (known == NULL || is_withdrawn (known))
        g_hash_table_insert (by_person, (gpointer) person, candidature);
    }
  return by_person;
}

static const char *
get_or_empty (const MchRecord *record, const char *name)
{
  const char *value = mch_record_get (record, name);

  return value != NULL ? value : "";
}

void
mch_import_index_base (MchImportPlan *plan)
{
  g_autoptr (GHashTable) candidatures = index_candidatures (&plan->base);

  for (gsize i = 0; i < plan->base.n_persons; i++)
    {
      const MchRecord *person = plan->base.persons[i];
      MchSubject subject = { person, g_hash_table_lookup (candidatures, person->id), MCH_NO_VALUES,
                             0, MCH_NO_SUBJECT };

      if (person->deleted)
        continue;
      g_array_append_val (plan->subjects, subject);
      mch_import_index_ine (plan, plan->subjects->len - 1, get_or_empty (person, "ine"));
      set_name_key (plan, get_or_empty (person, "family_name"), get_or_empty (person, "given_name"),
                    get_or_empty (person, "birth_date"));
      index_names (plan, plan->subjects->len - 1);
    }
}

static int
compare_places (const MchImportPlan *plan, const MchSubject *subject, const MchRowValues *row)
{
  const Slots *slots = get_slots ();
  const char *code = mch_subject_get (plan, subject, slots->commune_code);
  const char *commune = mch_subject_get (plan, subject, slots->commune);
  const char *row_code = row->value[slots->commune_code];
  const char *row_commune = row->value[slots->commune];

  if (*code != '\0' && *row_code != '\0')
    return strcmp (code, row_code) == 0 ? PLACE_EQUAL : PLACE_CONTRADICTS;
  if (*commune != '\0' && *row_commune != '\0')
    return mch_text_folds_alike (commune, row_commune) ? PLACE_EQUAL : PLACE_CONTRADICTS;
  return PLACE_UNKNOWN;
}

static gboolean
begin_alike (const char *a, const char *b)
{
  g_autofree char *folded_a = mch_text_fold (a);
  g_autofree char *folded_b = mch_text_fold (b);
  gsize shorter = MIN (strlen (folded_a), strlen (folded_b));

  return strncmp (folded_a, folded_b, MIN (shorter, ALIKE_LETTERS)) == 0;
}

/* Whether the row and the subject can hardly be one person, though they have one INE. */
static gboolean
is_somebody_else (const MchImportPlan *plan, const MchSubject *subject, const MchRowValues *row)
{
  const Slots *slots = get_slots ();
  const char *given_name = mch_subject_get (plan, subject, slots->given_name);
  const char *family_name = mch_subject_get (plan, subject, slots->family_name);
  const char *birth_date = mch_subject_get (plan, subject, slots->birth_date);

  /* Twins share all but the given name. */
  if (!begin_alike (given_name, row->value[slots->given_name]))
    return TRUE;
  if (strcmp (birth_date, row->value[slots->birth_date]) == 0)
    return FALSE;
  return !mch_text_folds_alike (family_name, row->value[slots->family_name])
         || !mch_text_folds_alike (given_name, row->value[slots->given_name]);
}

static guint
match_names (MchImportPlan *plan, const MchRowValues *row, MchFaultCode *ret_fault)
{
  const Slots *slots = get_slots ();
  const char *ine = row->value[slots->ine];
  guint best = MCH_NO_SUBJECT, n_seen = 0;
  int best_place = PLACE_CONTRADICTS;
  gpointer first;

  set_name_key (plan, row->value[slots->family_name], row->value[slots->given_name],
                row->value[slots->birth_date]);
  first = g_hash_table_lookup (plan->by_name, plan->name_key->str);
  for (guint i = GPOINTER_TO_UINT (first) - 1; i != MCH_NO_SUBJECT && n_seen < MAX_HOMONYMS;
       i = g_array_index (plan->subjects, MchSubject, i).next)
    {
      const MchSubject *subject = &g_array_index (plan->subjects, MchSubject, i);
      int place = PLACE_CONTRADICTS;

      n_seen++;
      if (*ine == '\0' || !subject->has_ine)
        place = compare_places (plan, subject, row);
      if (place == PLACE_CONTRADICTS)
        *ret_fault = MCH_FAULT_HOMONYM;
      if (place > best_place)
        {
          best = i;
          best_place = place;
        }
    }
  if (best != MCH_NO_SUBJECT)
    *ret_fault = MCH_FAULT_NONE;
  return best;
}

guint
mch_import_match (MchImportPlan *plan, const MchRowValues *row, MchFaultCode *ret_fault)
{
  const char *ine = row->value[get_slots ()->ine];
  gpointer found = *ine != '\0' ? g_hash_table_lookup (plan->by_ine, ine) : NULL;
  guint index;

  *ret_fault = MCH_FAULT_NONE;
  if (found == NULL)
    return match_names (plan, row, ret_fault);

  index = GPOINTER_TO_UINT (found) - 1;
  if (!is_somebody_else (plan, &g_array_index (plan->subjects, MchSubject, index), row))
    return index;
  *ret_fault = MCH_FAULT_INE_CONFLICT;
  return MCH_NO_SUBJECT;
}
