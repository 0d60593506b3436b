/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each row goes through the same steps: its cells become values, its person is looked for, and
 * what it says is laid over what is known. Values live in one buffer for the whole plan, so a
 * row costs no allocation of its own. */
#include "core/mch-import-private.h"
#include "core/mch-person.h"
#include "core/mch-text.h"
#include "core/mch-uai.h"
#include "core/mch-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_GIVEN_NAMES 3
#define MAX_KEPT_CHARACTERS 200

/* A value that was refused and waits in "to_correct". */
typedef struct
{
  guint slot;
  const char *raw;
} Refusal;

/* The reading of one row. */
typedef struct
{
  MchImportPlan *plan;
  guint row;            /* in the file, from 0 */
  const MchCsvRow *csv; /* the row being read */
  gboolean blocked;
  GString *scratch; /* the values of the row, each ended by NUL */
  gsize offsets[MCH_MAX_SLOTS];
  gboolean faulty[MCH_MAX_SLOTS];
  MchRowValues values;
  guint n_refusals;
  Refusal refusals[MCH_MAX_SLOTS];
  GString *cell;       /* a cell without the apostrophes around it */
  GString *to_correct; /* the row's value of that field */
  guint slot_to_correct;
  guint slot_given_names[MAX_GIVEN_NAMES];
  guint slot_country;
} Reading;

static MchFault *
add_fault (Reading *reading, MchFaultCode code, gboolean blocking, int slot, const char *value)
{
  MchImportPlan *plan = reading->plan;
  MchFault fault = { 0 };

  fault.line = reading->csv->line;
  fault.code = code;
  fault.blocking = blocking;
  if (slot >= 0)
    {
      int column = plan->columns->slots[slot].column;

      fault.field = mch_import_slot_field ((guint) slot);
      fault.column = column != MCH_NO_COLUMN ? plan->columns->headings[column] : NULL;
    }
  if (value != NULL)
    fault.value = g_string_chunk_insert (plan->strings, value);
  reading->blocked = reading->blocked || blocking;
  g_array_append_val (plan->faults, fault);
  return &g_array_index (plan->faults, MchFault, plan->faults->len - 1);
}

static gboolean
means_nothing (const char *text)
{
  const char *p = text;

  while (*p == ' ')
    p++;
  if (*p == '-')
    {
      p++;
      while (*p == ' ')
        p++;
    }
  return *p == '\0' || strcmp (p, "Non renseign\303\251") == 0;
}

/* One pair of apostrophes around a cell is the notation of the ministry's lists; one before a
 * number or a formula keeps a spreadsheet from reading it. */
static const char *
strip_apostrophes (Reading *reading, const char *text)
{
  gsize length;

  if (*text != '\'')
    return text;
  length = strlen (text);
  if (length >= 3 && text[length - 1] == '\'')
    {
      g_string_truncate (reading->cell, 0);
      g_string_append_len (reading->cell, text + 1, (gssize) length - 2);
      return reading->cell->str;
    }
  return text[1] != '\0' && strchr ("0123456789=+-@", text[1]) != NULL ? text + 1 : text;
}

static const char *
get_cell (Reading *reading, int column)
{
  const char *text;

  if (column == MCH_NO_COLUMN || (guint) column >= reading->csv->n_cells)
    return "";
  text = reading->csv->cells[column].text;
  if (*text == '\0' || (g_ascii_isalnum (*text) && *text != 'N'))
    return text;
  text = strip_apostrophes (reading, text);
  return means_nothing (text) ? "" : text;
}

static void
note_repair (Reading *reading, guint slot, const char *from, const char *to)
{
  MchImportPlan *plan = reading->plan;
  MchImportRepair repair = { reading->csv->line, mch_import_slot_field (slot),
                             g_string_chunk_insert (plan->strings, from),
                             g_string_chunk_insert (plan->strings, to) };

  g_array_append_val (plan->repairs, repair);
}

static void
refuse_value (Reading *reading, guint slot, MchFaultCode code, const char *raw)
{
  const MchField *field = mch_import_slot_field (slot);
  gboolean blocking = field->needed || field->type == MCH_FIELD_SEX;

  reading->faulty[slot] = TRUE;
  if (!blocking)
    {
      reading->refusals[reading->n_refusals].slot = slot;
      /* Stays valid as long as the plan, and is what the fault shows as well. */
      reading->refusals[reading->n_refusals].raw =
          add_fault (reading, code, FALSE, (int) slot, raw)->value;
      reading->n_refusals++;
      return;
    }
  add_fault (reading, code, TRUE, (int) slot, raw);
}

static void
read_value (Reading *reading, guint slot, const char *raw, const MchValueContext *context)
{
  GString *scratch = reading->scratch;
  MchValueNote note;
  gsize start = scratch->len;

  reading->offsets[slot] = start;
  if (!mch_value_append (mch_import_slot_field (slot), raw, context, scratch, &note))
    refuse_value (reading, slot, note.code, raw);
  else if (note.code != MCH_FAULT_NONE)
    add_fault (reading, note.code, FALSE, (int) slot, raw);
  if (note.repaired)
    note_repair (reading, slot, raw, scratch->str + start);
  g_string_append_c (scratch, '\0');
}

/* Two columns with one heading that do not say the same. */
static void
check_spare (Reading *reading, guint slot, const char *taken, const char *spare)
{
  if (*spare != '\0' && strcmp (taken, spare) != 0)
    add_fault (reading, MCH_FAULT_TWO_VALUES, FALSE, (int) slot, spare);
}

static void
read_column (Reading *reading, guint slot, const MchValueContext *context)
{
  const MchSlotColumn *columns = &reading->plan->columns->slots[slot];
  const char *raw = get_cell (reading, columns->column);

  if (columns->spare == MCH_NO_COLUMN)
    {
      read_value (reading, slot, raw, context);
      return;
    }
  if (*raw != '\0')
    {
      g_autofree char *taken = g_strdup (raw);

      read_value (reading, slot, taken, context);
      check_spare (reading, slot, taken, get_cell (reading, columns->spare));
      return;
    }
  read_value (reading, slot, get_cell (reading, columns->spare), context);
}

/* "Léa, Marie, Anne" in one cell: several names only where commas say so. */
static void
read_given_names (Reading *reading, const MchValueContext *context)
{
  const MchSlotColumn *columns = reading->plan->columns->slots;
  const char *raw = get_cell (reading, columns[reading->slot_given_names[0]].column);
  g_auto (GStrv) names = NULL;
  guint n = 0;

  if (strchr (raw, ',') == NULL)
    {
      for (int i = 0; i < MAX_GIVEN_NAMES; i++)
        read_column (reading, reading->slot_given_names[i], context);
      return;
    }

  names = g_strsplit (raw, ",", MAX_GIVEN_NAMES);
  if (g_strv_length (names) == MAX_GIVEN_NAMES)
    g_strdelimit (names[MAX_GIVEN_NAMES - 1], ",", ' ');
  for (; names[n] != NULL; n++)
    read_value (reading, reading->slot_given_names[n], names[n], context);
  for (; n < MAX_GIVEN_NAMES; n++)
    read_column (reading, reading->slot_given_names[n], context);
}

static gboolean
is_given_name (const Reading *reading, guint slot)
{
  for (int i = 0; i < MAX_GIVEN_NAMES; i++)
    if (reading->slot_given_names[i] == slot)
      return TRUE;
  return FALSE;
}

static void
read_values (Reading *reading)
{
  MchImportPlan *plan = reading->plan;
  MchValueContext context = { plan->base.today, NULL };
  g_autofree char *country = NULL;

  if (plan->columns->slots[reading->slot_country].column != MCH_NO_COLUMN)
    country = g_strdup (get_cell (reading, plan->columns->slots[reading->slot_country].column));
  context.country = country;

  g_string_truncate (reading->scratch, 0);
  g_string_append_c (reading->scratch, '\0');
  memset (reading->offsets, 0, sizeof reading->offsets);
  for (guint i = 0; i < plan->n_used; i++)
    if (!is_given_name (reading, plan->used[i]))
      read_column (reading, plan->used[i], &context);
  read_given_names (reading, &context);

  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    reading->values.value[slot] = reading->scratch->str + reading->offsets[slot];
}

static void
check_needed (Reading *reading)
{
  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    if (mch_import_slot_field (slot)->needed && *reading->values.value[slot] == '\0'
        && !reading->faulty[slot])
      add_fault (reading, MCH_FAULT_MISSING, TRUE, (int) slot, NULL);
}

static void
check_width (Reading *reading)
{
  MchImportColumns *columns = reading->plan->columns;

  for (guint i = columns->n_columns; i < reading->csv->n_cells; i++)
    if (*get_cell (reading, (int) i) != '\0')
      {
        add_fault (reading, MCH_FAULT_TOO_MANY_CELLS, TRUE, -1, reading->csv->cells[i].text);
        return;
      }
  for (guint i = 0; i < MIN (columns->n_columns, reading->csv->n_cells); i++)
    if (columns->unlabelled[i] && *get_cell (reading, (int) i) != '\0')
      {
        columns->unlabelled[i] = FALSE;
        g_ptr_array_add (columns->unmapped, g_strdup_printf (_ ("Column %u"), i + 1));
      }
}

static void
check_establishment (Reading *reading)
{
  MchImportPlan *plan = reading->plan;
  const char *raw = get_cell (reading, plan->columns->uai_column);
  char uai[MCH_UAI_LENGTH + 1];
  gboolean key_right;

  if (*raw == '\0' || !mch_uai_read (raw, uai, &key_right))
    return;
  if (plan->uai == NULL)
    plan->uai = g_strdup (uai);
  if (plan->base.uai != NULL && strcmp (uai, plan->base.uai) != 0)
    add_fault (reading, MCH_FAULT_OTHER_ESTABLISHMENT, TRUE, -1, uai);
}

static gboolean
is_withdrawn (const MchSubject *subject)
{
  return subject->candidature != NULL
         && g_strcmp0 (mch_record_get (subject->candidature, "state"), MCH_STATE_WITHDRAWN) == 0;
}

/* Whether the line "name=raw" of "to_correct" is still to be corrected after this row. */
static gboolean
still_waits (const Reading *reading, const MchSubject *subject, const char *line)
{
  const char *equals = strchr (line, '=');

  if (equals == NULL)
    return *line != '\0';
  for (guint i = 0; i < reading->plan->n_used; i++)
    {
      guint slot = reading->plan->used[i];
      const char *name = mch_import_slot_field (slot)->name;

      if (strlen (name) != (gsize) (equals - line)
          || strncmp (name, line, (gsize) (equals - line)) != 0)
        continue;
      if (*reading->values.value[slot] != '\0')
        return FALSE;
      for (guint j = 0; j < reading->n_refusals; j++)
        if (reading->refusals[j].slot == slot)
          return FALSE;
    }
  return TRUE;
}

static void
append_line (GString *text, const char *line)
{
  const MchField *field = mch_field_find (MCH_KIND_PERSON, "to_correct");

  if (g_utf8_strlen (text->str, (gssize) text->len) + g_utf8_strlen (line, -1) + 1
      > (glong) field->max_length)
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
append_refusal (const Reading *reading, const MchSubject *subject, const Refusal *refusal)
{
  g_autoptr (GString) line = g_string_new (NULL);

  /* A good value that is known already makes the bad one worthless. */
  if (subject != NULL && *mch_subject_get (reading->plan, subject, refusal->slot) != '\0')
    return;
  g_string_append_printf (line, "%s=", mch_import_slot_field (refusal->slot)->name);
  mch_text_append_clean (line, refusal->raw);
  if (g_utf8_strlen (line->str, -1) > MAX_KEPT_CHARACTERS)
    g_string_truncate (
        line, (gsize) (g_utf8_offset_to_pointer (line->str, MAX_KEPT_CHARACTERS) - line->str));
  g_strchomp (line->str);
  append_line (reading->to_correct, line->str);
}

/* What "to_correct" says after this row: what the row refuses comes in, what it puts right goes. */
static void
read_to_correct (Reading *reading, const MchSubject *subject)
{
  const char *known =
      subject != NULL ? mch_subject_get (reading->plan, subject, reading->slot_to_correct) : "";

  reading->values.value[reading->slot_to_correct] = "";
  if (*known == '\0' && reading->n_refusals == 0)
    return;

  g_string_truncate (reading->to_correct, 0);
  if (*known != '\0')
    {
      g_auto (GStrv) lines = g_strsplit (known, "\n", -1);

      for (char **line = lines; *line != NULL; line++)
        if (still_waits (reading, subject, *line))
          append_line (reading->to_correct, *line);
    }
  for (guint i = 0; i < reading->n_refusals; i++)
    append_refusal (reading, subject, &reading->refusals[i]);

  if (strcmp (reading->to_correct->str, known) == 0)
    return;
  if (reading->to_correct->len == 0)
    g_string_assign (reading->to_correct, MCH_REMOVED);
  reading->values.value[reading->slot_to_correct] = reading->to_correct->str;
}

/* Lays the row over what the file said of the subject before, and keeps the result. */
static void
keep_values (Reading *reading, MchSubject *subject, const MchRowValues *values)
{
  MchImportPlan *plan = reading->plan;
  gsize start = plan->values->len;

  for (guint i = 0; i < plan->n_used; i++)
    g_string_append_len (plan->values, values->value[plan->used[i]],
                         (gssize) strlen (values->value[plan->used[i]]) + 1);
  subject->values = start;
}

static gboolean
is_taken (const MchSubject *subject, guint slot)
{
  return !is_withdrawn (subject) || mch_import_slot_field (slot)->kind == MCH_KIND_PERSON;
}

/* A row about somebody of the base whom the file has not named yet. */
static MchImportOutcome
update_known (Reading *reading, MchSubject *subject)
{
  MchImportPlan *plan = reading->plan;
  gboolean differs = FALSE;

  if (is_withdrawn (subject))
    add_fault (reading, MCH_FAULT_WITHDRAWN, FALSE, -1, NULL);
  for (guint i = 0; i < plan->n_used; i++)
    {
      guint slot = plan->used[i];
      const char **value = &reading->values.value[slot];

      if (!is_taken (subject, slot)
          || strcmp (*value, mch_subject_get_recorded (subject, slot)) == 0)
        *value = "";
      differs = differs || **value != '\0';
    }
  keep_values (reading, subject, &reading->values);
  if (subject->candidature == NULL)
    return MCH_IMPORT_CREATED;
  return differs ? MCH_IMPORT_UPDATED : MCH_IMPORT_UNCHANGED;
}

/* A row about somebody whom an earlier line named: it may only add what is not known. */
static MchImportOutcome
complete_known (Reading *reading, MchSubject *subject)
{
  MchImportPlan *plan = reading->plan;
  g_autofree char *before = NULL;
  MchRowValues merged = { { NULL } };
  gboolean adds = FALSE;
  const char *value;
  gsize length = 0;

  add_fault (reading, MCH_FAULT_SAME_CANDIDATE, FALSE, (int) mch_import_slot ("ine"),
             reading->values.value[mch_import_slot ("ine")])
      ->other_line = subject->first_line;

  for (guint i = 0; i < plan->n_used; i++)
    length += strlen (plan->values->str + subject->values + length) + 1;
  before = g_memdup2 (plan->values->str + subject->values, length);
  value = before;
  for (guint i = 0; i < plan->n_used; i++)
    {
      guint slot = plan->used[i];
      gboolean known = *mch_subject_get (plan, subject, slot) != '\0';

      merged.value[slot] = value;
      value += strlen (value) + 1;
      if (*reading->values.value[slot] != '\0' && is_taken (subject, slot)
          && (!known || slot == reading->slot_to_correct))
        {
          merged.value[slot] = reading->values.value[slot];
          adds = TRUE;
        }
    }
  if (adds)
    keep_values (reading, subject, &merged);
  return adds ? MCH_IMPORT_UPDATED : MCH_IMPORT_UNCHANGED;
}

static MchImportOutcome
create_new (Reading *reading, guint *ret_index)
{
  MchImportPlan *plan = reading->plan;
  MchSubject subject = { NULL, NULL, MCH_NO_VALUES, 0, MCH_NO_SUBJECT, FALSE };

  keep_values (reading, &subject, &reading->values);
  g_array_append_val (plan->subjects, subject);
  *ret_index = plan->subjects->len - 1;
  mch_import_index_matched (plan, *ret_index, &reading->values);
  return MCH_IMPORT_CREATED;
}

static MchImportOutcome
settle (Reading *reading, guint *ret_index)
{
  MchImportPlan *plan = reading->plan;
  guint slot_ine = mch_import_slot ("ine");
  MchFaultCode fault;
  MchSubject *subject;

  *ret_index = mch_import_match (plan, &reading->values, &fault);
  if (fault != MCH_FAULT_NONE)
    add_fault (reading, fault, fault == MCH_FAULT_INE_CONFLICT, (int) slot_ine,
               reading->values.value[slot_ine]);
  if (reading->blocked)
    return MCH_IMPORT_REJECTED;
  if (*ret_index == MCH_NO_SUBJECT)
    {
      read_to_correct (reading, NULL);
      return create_new (reading, ret_index);
    }

  subject = &g_array_index (plan->subjects, MchSubject, *ret_index);
  read_to_correct (reading, subject);
  mch_import_index_ine (plan, *ret_index, reading->values.value[slot_ine]);
  return subject->first_line == 0 ? update_known (reading, subject)
                                  : complete_known (reading, subject);
}

static void
keep_rejected (Reading *reading)
{
  MchImportPlan *plan = reading->plan;

  for (guint i = 0; i < plan->columns->n_columns; i++)
    {
      const char *text = i < reading->csv->n_cells ? reading->csv->cells[i].text : "";

      g_string_append_len (plan->rejected, text, (gssize) strlen (text) + 1);
    }
  g_array_append_val (plan->rejected_lines, reading->csv->line);
}

static void
read_row (Reading *reading)
{
  MchImportPlan *plan = reading->plan;
  MchImportRow row = { reading->csv->line, MCH_IMPORT_REJECTED };
  MchRowSubject about = { reading->csv->line, MCH_NO_SUBJECT, FALSE };

  reading->blocked = FALSE;
  reading->n_refusals = 0;
  memset (reading->faulty, 0, sizeof reading->faulty);
  check_width (reading);
  check_establishment (reading);
  read_values (reading);
  check_needed (reading);
  if (!reading->blocked)
    row.outcome = settle (reading, &about.subject);
  if (row.outcome == MCH_IMPORT_REJECTED)
    {
      about.subject = MCH_NO_SUBJECT;
      keep_rejected (reading);
    }
  else
    {
      MchSubject *subject = &g_array_index (plan->subjects, MchSubject, about.subject);

      about.first = subject->first_line == 0;
      if (about.first)
        subject->first_line = row.line;
    }

  plan->counts[row.outcome]++;
  g_array_append_val (plan->rows, row);
  g_array_append_val (plan->row_subjects, about);
}

static gboolean
take_row (const MchCsvRow *row, gpointer user_data, GError **error)
{
  Reading *reading = user_data;

  reading->csv = row;
  if (reading->row++ <= reading->plan->columns->header_row)
    return TRUE;
  if (!mch_csv_row_is_blank (row) && !mch_import_columns_are_repeated (reading->plan->columns, row))
    read_row (reading);
  return TRUE;
}

static void
choose_slots (MchImportPlan *plan, Reading *reading)
{
  reading->slot_to_correct = mch_import_slot ("to_correct");
  reading->slot_given_names[0] = mch_import_slot ("given_name");
  reading->slot_given_names[1] = mch_import_slot ("given_name_2");
  reading->slot_given_names[2] = mch_import_slot ("given_name_3");
  reading->slot_country = mch_import_slot ("country");

  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    {
      gboolean used = plan->columns->slots[slot].column != MCH_NO_COLUMN
                      || slot == reading->slot_to_correct || is_given_name (reading, slot);

      plan->position[slot] = used ? (gint8) plan->n_used : -1;
      if (used)
        plan->used[plan->n_used++] = (guint8) slot;
    }
}

gboolean
mch_import_read_rows (MchImportPlan *plan, const char *text, gsize length, GError **error)
{
  g_autofree Reading *reading = g_new0 (Reading, 1);
  g_autoptr (MchCsvReader) reader = NULL;
  g_autoptr (GString) scratch = g_string_sized_new (4096);
  g_autoptr (GString) cell = g_string_sized_new (256);
  g_autoptr (GString) to_correct = g_string_new (NULL);

  reading->plan = plan;
  reading->scratch = scratch;
  reading->cell = cell;
  reading->to_correct = to_correct;
  choose_slots (plan, reading);
  reader = mch_csv_reader_new (&plan->dialect, take_row, reading);
  return mch_csv_reader_feed (reader, text, length, error) && mch_csv_reader_finish (reader, error);
}
