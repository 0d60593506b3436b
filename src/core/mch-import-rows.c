/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each row goes through the same steps: its cells become values, its session and its person are
 * looked for, and what it says is laid over what is known. Values live in one buffer for the whole
 * plan, so a row costs no allocation of its own. */
#include "core/mch-import-private.h"
#include "core/mch-text.h"
#include "core/mch-uai.h"

#include <string.h>

#define MAX_KEPT_CHARACTERS 200

/* What the judging of all rows shares. */
typedef struct
{
  MchReading reading;
  GString *to_correct; /* the row's value of that field */
  GString *merged;     /* values being laid over others */
  guint slot_ine;
  guint slot_to_correct;
  gboolean swapped; /* the row's names were blamed already */
} Judge;

static void
check_needed (MchReading *reading)
{
  const MchImportPlan *plan = reading->plan;

  for (guint slot = 0; slot < plan->n_slots; slot++)
    if (plan->fields[slot].needed && *reading->values.value[slot] == '\0' && !reading->faulty[slot])
      mch_reading_add_fault (reading, MCH_FAULT_MISSING, TRUE, (int) slot, NULL);
}

static void
check_width (MchReading *reading)
{
  for (guint i = reading->plan->table->body->n_columns; i < reading->n_cells; i++)
    if (*mch_reading_get_cell (reading, (int) i) != '\0')
      {
        mch_reading_add_fault (reading, MCH_FAULT_TOO_MANY_CELLS, TRUE, -1, reading->cells[i]);
        return;
      }
}

static void
check_establishment (MchReading *reading)
{
  MchImportPlan *plan = reading->plan;
  const char *raw = mch_reading_get_cell (reading, plan->table->columns->uai_column);
  char uai[MCH_UAI_LENGTH + 1];
  gboolean key_right;

  if (*raw == '\0' || !mch_uai_read (raw, uai, &key_right))
    return;
  if (plan->uai == NULL)
    plan->uai = g_strdup (uai);
  if (plan->base.uai != NULL && strcmp (uai, plan->base.uai) != 0)
    mch_reading_add_fault (reading, MCH_FAULT_OTHER_ESTABLISHMENT, TRUE, -1, uai);
}

/* One of the two names is in capitals, and not the one that the file has so elsewhere. */
static void
check_names (Judge *judge)
{
  MchReading *reading = &judge->reading;
  const MchImportPlan *plan = reading->plan;
  const char *family_name = reading->values.value[plan->slot_family_name];
  const char *given_name = reading->values.value[plan->slot_given_name];
  g_autofree char *both = NULL;

  judge->swapped = plan->swaps_names && mch_names_are_swapped (family_name, given_name);
  if (!judge->swapped)
    return;
  both = g_strdup_printf ("%s %s", family_name, given_name);
  mch_reading_add_fault (reading, MCH_FAULT_SWAPPED_NAMES, FALSE, (int) plan->slot_family_name,
                         both)
      ->suggestion = g_string_chunk_insert (plan->strings, given_name);
}

static gboolean
is_withdrawn (const MchEntry *entry)
{
  return entry->candidature != NULL
         && g_strcmp0 (mch_record_get (entry->candidature, "state"), MCH_STATE_WITHDRAWN) == 0;
}

/* Whether the line "name=raw" of "to_correct" is still to be corrected after this row: until the
 * field has a value. */
static gboolean
still_waits (const MchReading *reading, const char *line)
{
  const MchImportPlan *plan = reading->plan;
  const char *equals = strchr (line, '=');

  if (equals == NULL)
    return *line != '\0';
  for (guint slot = 0; slot < plan->n_slots; slot++)
    {
      const char *name = plan->fields[slot].name;

      if (plan->position[slot] >= 0 && *reading->values.value[slot] != '\0'
          && strlen (name) == (gsize) (equals - line)
          && strncmp (name, line, (gsize) (equals - line)) == 0)
        return FALSE;
    }
  return TRUE;
}

/* Whether @text has a line that is just @line. */
static gboolean
has_line (const GString *text, const char *line)
{
  g_auto (GStrv) lines = g_strsplit (text->str, "\n", -1);

  return g_strv_contains ((const char *const *) lines, line);
}

static void
append_line (GString *text, const char *line)
{
  const MchField *field = mch_field_find (MCH_KIND_PERSON, "to_correct");

  if (g_utf8_strlen (text->str, (gssize) text->len) + g_utf8_strlen (line, -1) + 1
          > (glong) field->max_length
      || has_line (text, line))
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
append_refusal (const Judge *judge, const MchSubject *subject, const MchEntry *entry,
                const MchRefusal *refusal)
{
  g_autoptr (GString) line = g_string_new (NULL);

  /* A good value that is known already makes the bad one worthless. */
  if (subject != NULL
      && *mch_subject_get (judge->reading.plan, subject, entry, refusal->slot) != '\0')
    return;
  g_string_append_printf (line, "%s=", mch_import_slot_field (refusal->slot)->name);
  mch_text_append_clean (line, refusal->raw);
  if (g_utf8_strlen (line->str, -1) > MAX_KEPT_CHARACTERS)
    g_string_truncate (
        line, (gsize) (g_utf8_offset_to_pointer (line->str, MAX_KEPT_CHARACTERS) - line->str));
  g_strchomp (line->str);
  append_line (judge->to_correct, line->str);
}

/* What "to_correct" says after this row: what the row refuses comes in, what it puts right goes.
 * @subject, @entry: NULL when the row makes them. */
static void
read_to_correct (Judge *judge, const MchSubject *subject, const MchEntry *entry)
{
  MchReading *reading = &judge->reading;
  const char *known = subject != NULL
                          ? mch_subject_get (reading->plan, subject, entry, judge->slot_to_correct)
                          : "";

  reading->values.value[judge->slot_to_correct] = "";
  if (*known == '\0' && reading->n_refusals == 0)
    return;

  g_string_truncate (judge->to_correct, 0);
  if (*known != '\0')
    {
      g_auto (GStrv) lines = g_strsplit (known, "\n", -1);

      for (char **line = lines; *line != NULL; line++)
        if (still_waits (reading, *line))
          append_line (judge->to_correct, *line);
    }
  for (guint i = 0; i < reading->n_refusals; i++)
    append_refusal (judge, subject, entry, &reading->refusals[i]);

  if (strcmp (judge->to_correct->str, known) == 0)
    return;
  if (judge->to_correct->len == 0)
    g_string_assign (judge->to_correct, MCH_REMOVED);
  reading->values.value[judge->slot_to_correct] = judge->to_correct->str;
}

/* Whether a file that says @value says nothing new: most lists write names in capitals, and "DE LA
 * TOUR" must not undo "de La Tour". */
static gboolean
says_the_same (const MchField *field, const char *value, const char *recorded)
{
  g_autofree char *capitals = NULL;

  if (recorded == NULL || strcmp (value, recorded) == 0)
    return recorded != NULL;
  if (field->type != MCH_FIELD_NAME)
    return FALSE;
  capitals = g_utf8_strup (recorded, -1);
  return strcmp (value, capitals) == 0;
}

/**
 * lay_values:
 * @kind: 0 the person's values, 1 those of the candidature.
 *
 * The first row about it: keeps what the records do not say yet.
 *
 * Returns: whether anything is new.
 */
static gboolean
lay_values (Judge *judge, guint kind, MchSubject *subject, MchEntry *entry)
{
  MchImportPlan *plan = judge->reading.plan;
  const MchRecord *record = kind == 0 ? subject->person : entry->candidature;
  gboolean refused = kind == 1 && is_withdrawn (entry), adds = FALSE;
  gsize start = plan->values->len;
  char *out;

  /* All values of the row stand in these two buffers. */
  g_string_set_size (plan->values, start + judge->reading.scratch->len + judge->to_correct->len
                                       + plan->n_used[kind] + MCH_MAX_SLOTS);
  out = plan->values->str + start;
  for (guint i = 0; i < plan->n_used[kind]; i++)
    {
      guint slot = plan->used[kind][i];
      const char *value = refused ? "" : judge->reading.values.value[slot];

      if (*value != '\0' && record != NULL
          && says_the_same (&plan->fields[slot], value,
                            mch_record_get (record, plan->fields[slot].name)))
        value = "";
      adds = adds || *value != '\0';
      out = stpcpy (out, value) + 1;
    }
  g_string_truncate (plan->values, (gsize) (out - plan->values->str));
  if (kind == 0)
    subject->values = start;
  else
    entry->values = start;
  return adds;
}

/* The same for a later row, which may only add what nobody knows yet. */
static gboolean
complete_values (Judge *judge, guint kind, MchSubject *subject, MchEntry *entry)
{
  MchImportPlan *plan = judge->reading.plan;
  gsize *values = kind == 0 ? &subject->values : &entry->values;
  const char *before = plan->values->str + *values;
  gboolean refused = kind == 1 && is_withdrawn (entry), adds = FALSE;

  g_string_truncate (judge->merged, 0);
  for (guint i = 0; i < plan->n_used[kind]; i++, before += strlen (before) + 1)
    {
      guint slot = plan->used[kind][i];
      const char *value = refused ? "" : judge->reading.values.value[slot];

      if (*value != '\0' && slot != judge->slot_to_correct
          && *mch_subject_get (plan, subject, entry, slot) != '\0')
        value = "";
      adds = adds || *value != '\0';
      if (*value == '\0')
        value = before;
      g_string_append_len (judge->merged, value, (gssize) strlen (value) + 1);
    }
  if (!adds)
    return FALSE;
  *values = plan->values->len;
  g_string_append_len (plan->values, judge->merged->str, (gssize) judge->merged->len);
  return TRUE;
}

static guint
add_subject (Judge *judge)
{
  MchImportPlan *plan = judge->reading.plan;
  MchSubject subject = { NULL, MCH_NO_VALUES, 0, MCH_NO_SUBJECT, MCH_NO_ENTRY, 0, 0, FALSE };

  g_array_append_val (plan->subjects, subject);
  mch_import_index_matched (plan, plan->subjects->len - 1, &judge->reading.values);
  return plan->subjects->len - 1;
}

/* @first_row: of the other one + 1, 0 when no row is about him. */
static void
note_pair (MchReading *reading, MchImportPairKind kind, const MchSubject *other, guint first_row)
{
  MchImportPair pair = { kind, reading->row, MCH_NO_ROW, other->person, MCH_VERDICT_NONE };

  if (first_row > 0)
    pair.other_row = first_row - 1;
  g_array_append_val (reading->plan->found_pairs, pair);
}

void
mch_import_note_pair (MchReading *reading, MchImportPairKind kind, guint subject)
{
  const MchSubject *other = &g_array_index (reading->plan->subjects, MchSubject, subject);

  note_pair (reading, kind, other, other->first_row);
}

/* @has_his_ine: then it is nobody else, and the row waits for its names. */
static void
blame_swap (Judge *judge, const MchSubject *other, gboolean has_his_ine)
{
  MchReading *reading = &judge->reading;
  const MchImportPlan *plan = reading->plan;
  const char **value = reading->values.value;
  g_autofree char *both = NULL;

  if (judge->swapped && !has_his_ine)
    return;
  both = g_strdup_printf ("%s %s", value[plan->slot_family_name], value[plan->slot_given_name]);
  mch_reading_add_fault (reading, MCH_FAULT_SWAPPED_NAMES, has_his_ine,
                         (int) plan->slot_family_name, both)
      ->suggestion = g_string_chunk_insert (
      plan->strings, mch_subject_get (plan, other, NULL, plan->slot_family_name));
}

/* The row may be about more than one; they are noted. */
static void
blame_several (Judge *judge)
{
  MchReading *reading = &judge->reading;
  const MchImportPlan *plan = reading->plan;
  g_autofree char *both = g_strdup_printf ("%s %s", reading->values.value[plan->slot_family_name],
                                           reading->values.value[plan->slot_given_name]);

  mch_reading_add_fault (reading, MCH_FAULT_SEVERAL_PEOPLE, TRUE, (int) plan->slot_family_name,
                         both);
}

static void
blame_match (Judge *judge, MchFaultCode code, guint index)
{
  MchReading *reading = &judge->reading;
  const MchSubject *other = &g_array_index (reading->plan->subjects, MchSubject, index);
  const char *ine = reading->values.value[judge->slot_ine];
  gboolean has_his_ine =
      *ine != '\0'
      && g_hash_table_lookup (reading->plan->by_ine, ine) == GUINT_TO_POINTER (index + 1);

  if (code == MCH_FAULT_SWAPPED_NAMES)
    blame_swap (judge, other, has_his_ine);
  else
    mch_reading_add_fault (reading, code, code == MCH_FAULT_INE_CONFLICT, (int) judge->slot_ine,
                           ine);
  note_pair (reading,
             reading->blocked            ? MCH_PAIR_CONFLICT
             : code == MCH_FAULT_HOMONYM ? MCH_PAIR_HOMONYM
                                         : MCH_PAIR_SIMILAR,
             other, other->first_row);
}

/* The row is about @subject's registration for @session: how does it end? */
static MchImportOutcome
lay_row (Judge *judge, guint index, guint session, guint *ret_entry)
{
  MchReading *reading = &judge->reading;
  MchImportPlan *plan = reading->plan;
  guint at = mch_subject_find_entry (plan, index, session);
  gboolean creates = at == MCH_NO_ENTRY, person_named, entry_named, adds;
  MchSubject *subject;
  MchEntry *entry;

  if (creates)
    at = mch_subject_add_entry (plan, index, session, NULL);
  *ret_entry = at;
  subject = &g_array_index (plan->subjects, MchSubject, index);
  entry = &g_array_index (plan->entries, MchEntry, at);
  person_named = subject->first_row > 0;
  entry_named = entry->first_row > 0;
  if (entry_named)
    {
      const MchImportRow *first = &g_array_index (plan->rows, MchImportRow, entry->first_row - 1);

      mch_reading_add_fault (reading, MCH_FAULT_SAME_CANDIDATE, FALSE, (int) judge->slot_ine,
                             reading->values.value[judge->slot_ine])
          ->other_line = first->line;
      note_pair (reading, MCH_PAIR_SAME, subject, entry->first_row);
    }
  else if (is_withdrawn (entry))
    mch_reading_add_fault (reading, MCH_FAULT_WITHDRAWN, FALSE, -1, NULL);

  adds = person_named ? complete_values (judge, 0, subject, entry)
                      : lay_values (judge, 0, subject, entry);
  adds = (entry_named ? complete_values (judge, 1, subject, entry)
                      : lay_values (judge, 1, subject, entry))
         || adds;
  if (creates)
    return MCH_IMPORT_CREATED;
  return adds ? MCH_IMPORT_UPDATED : MCH_IMPORT_UNCHANGED;
}

static MchImportOutcome
settle (Judge *judge, guint session, MchRowSubject *ret_about)
{
  MchReading *reading = &judge->reading;
  MchImportPlan *plan = reading->plan;
  guint other, index, at;
  MchFaultCode fault;

  index = mch_import_match (reading, session, &fault, &other);
  if (fault == MCH_FAULT_SEVERAL_PEOPLE)
    blame_several (judge);
  else if (fault != MCH_FAULT_NONE)
    blame_match (judge, fault, other);
  if (reading->blocked)
    return MCH_IMPORT_REJECTED;
  if (index == MCH_NO_SUBJECT)
    {
      read_to_correct (judge, NULL, NULL);
      index = add_subject (judge);
    }
  else
    {
      at = mch_subject_find_entry (plan, index, session);
      read_to_correct (judge, &g_array_index (plan->subjects, MchSubject, index),
                       at != MCH_NO_ENTRY ? &g_array_index (plan->entries, MchEntry, at) : NULL);
      mch_import_index_ine (plan, index, reading->values.value[judge->slot_ine]);
    }
  ret_about->subject = index;
  return lay_row (judge, index, session, &ret_about->entry);
}

static void
judge_row (Judge *judge, guint index)
{
  MchReading *reading = &judge->reading;
  MchImportPlan *plan = reading->plan;
  MchRowSubject about = { MCH_NO_SUBJECT, MCH_NO_ENTRY, -1 };
  MchImportRow row = { 0, MCH_IMPORT_REJECTED, NULL };
  int session;

  mch_reading_load (reading, index);
  row.line = reading->line;
  check_width (reading);
  check_establishment (reading);
  mch_reading_read_values (reading);
  check_needed (reading);
  check_names (judge);
  session = mch_session_choose (reading);
  about.session = session;
  if (!reading->blocked)
    row.outcome = settle (judge, (guint) session, &about);
  if (row.outcome != MCH_IMPORT_REJECTED)
    {
      MchSubject *subject = &g_array_index (plan->subjects, MchSubject, about.subject);
      MchEntry *entry = &g_array_index (plan->entries, MchEntry, about.entry);

      subject->first_row = subject->first_row > 0 ? subject->first_row : index + 1;
      entry->first_row = entry->first_row > 0 ? entry->first_row : index + 1;
      row.session = plan->sessions->pdata[entry->session];
      plan->session_counts[entry->session]++;
    }
  plan->counts[row.outcome]++;
  g_array_append_val (plan->rows, row);
  g_array_append_val (plan->row_subjects, about);
}

static void
choose_slots (MchImportPlan *plan)
{
  static const char *const always[] = { "to_correct", "other_person", "given_name", "given_name_2",
                                        "given_name_3" };

  plan->n_used[0] = plan->n_used[1] = 0;
  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    {
      const MchField *field = mch_import_slot_field (slot);
      guint kind = mch_import_slot_kind (slot);
      gboolean used = plan->table->columns->slots[slot].column != MCH_NO_COLUMN;

      for (gsize i = 0; i < G_N_ELEMENTS (always); i++)
        used = used || (kind == 0 && strcmp (field->name, always[i]) == 0);
      /* It says which record a row is about, and is no value of it. */
      used = used && field->type != MCH_FIELD_SESSION;
      plan->position[slot] = used ? (gint8) plan->n_used[kind] : -1;
      if (used)
        plan->used[kind][plan->n_used[kind]++] = (guint8) slot;
    }
}

static void
forget (MchImportPlan *plan)
{
  g_string_chunk_clear (plan->strings);
  g_string_chunk_clear (plan->keys);
  g_array_set_size (plan->rows, 0);
  g_array_set_size (plan->row_subjects, 0);
  g_array_set_size (plan->faults, 0);
  g_array_set_size (plan->repairs, 0);
  g_array_set_size (plan->found_pairs, 0);
  g_array_set_size (plan->subjects, 0);
  g_array_set_size (plan->entries, 0);
  g_string_truncate (plan->values, 0);
  g_hash_table_remove_all (plan->by_ine);
  g_hash_table_remove_all (plan->by_name);
  g_hash_table_remove_all (plan->by_id);
  memset (plan->counts, 0, sizeof plan->counts);
  memset (plan->session_counts, 0, plan->sessions->len * sizeof *plan->session_counts);
  g_clear_pointer (&plan->pairs, g_array_unref);
  mch_import_groups_clear (plan);
  g_free (plan->uai);
  plan->uai = g_strdup (plan->table->body->uai);
}

void
mch_import_judge (MchImportPlan *plan)
{
  g_autofree Judge *judge = g_new0 (Judge, 1);

  forget (plan);
  choose_slots (plan);
  mch_spellings_reset (plan);
  mch_session_choice_reset (plan);
  mch_import_index_base (plan);

  mch_reading_init (&judge->reading, plan);
  judge->to_correct = g_string_new (NULL);
  judge->merged = g_string_new (NULL);
  judge->slot_ine = mch_import_slot ("ine");
  judge->slot_to_correct = mch_import_slot ("to_correct");
  for (guint row = 0; row < plan->table->body->n_rows; row++)
    judge_row (judge, row);
  mch_reading_clear (&judge->reading);
  g_string_free (judge->to_correct, TRUE);
  g_string_free (judge->merged, TRUE);
}
