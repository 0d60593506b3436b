/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the cells of one row to its values: what the ministry's lists and spreadsheets write around
 * a value is taken off, what a person said of it is laid over, and its field reads the rest. */
#include "core/mch-import-private.h"
#include "core/mch-mangled.h"
#include "core/mch-value.h"

#include <string.h>

#define MAX_GIVEN_NAMES 3

typedef struct
{
  guint given_names[MAX_GIVEN_NAMES];
  guint country;
} Slots;

static const Slots *
get_slots (void)
{
  static Slots slots;
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      slots = (Slots){ { mch_import_slot ("given_name"), mch_import_slot ("given_name_2"),
                         mch_import_slot ("given_name_3") },
                       mch_import_slot ("country") };
      g_once_init_leave (&ready, 1);
    }
  return &slots;
}

void
mch_reading_init (MchReading *reading, MchImportPlan *plan)
{
  memset (reading, 0, sizeof *reading);
  reading->plan = plan;
  reading->scratch = g_string_sized_new (4096);
  reading->cell = g_string_sized_new (256);
}

void
mch_reading_clear (MchReading *reading)
{
  g_string_free (reading->scratch, TRUE);
  g_string_free (reading->cell, TRUE);
}

static void
lay_edits (MchReading *reading)
{
  const MchImportPlan *plan = reading->plan;

  for (guint i = 0; i < plan->table->body->n_columns; i++)
    {
      const char *text = g_hash_table_lookup (
          plan->cells, GUINT_TO_POINTER (reading->row * MCH_CSV_MAX_COLUMNS + i));

      if (text == NULL)
        continue;
      while (reading->n_cells <= i)
        reading->cells[reading->n_cells++] = "";
      reading->cells[i] = text;
    }
}

void
mch_reading_load (MchReading *reading, guint row)
{
  const MchImportPlan *plan = reading->plan;
  const MchImportBody *body = plan->table->body;
  MchGridRow cells = mch_grid_get_row (body->grid, body->rows[row]);

  reading->row = row;
  reading->line = cells.line;
  reading->n_cells = cells.n_cells;
  reading->blocked = FALSE;
  reading->n_refusals = 0;
  memset (reading->faulty, 0, sizeof reading->faulty);
  for (guint i = 0; i < cells.n_cells; i++)
    reading->cells[i] = cells.cells + cells.starts[i];
  if (plan->edited != NULL && plan->edited[row])
    lay_edits (reading);
}

MchFault *
mch_reading_add_fault (MchReading *reading, MchFaultCode code, gboolean blocking, int slot,
                       const char *value)
{
  MchImportPlan *plan = reading->plan;
  MchFault fault = { 0 };

  fault.line = reading->line;
  fault.row = reading->row;
  fault.code = code;
  fault.blocking = blocking;
  if (slot >= 0)
    {
      int column = plan->table->columns->slots[slot].column;

      fault.field = mch_import_slot_field ((guint) slot);
      fault.column = column != MCH_NO_COLUMN ? plan->table->body->headings[column] : NULL;
    }
  reading->blocked = reading->blocked || blocking;
  if (reading->quiet)
    return &reading->unkept;
  if (value != NULL)
    fault.value = g_string_chunk_insert (plan->strings, value);
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

static const char *
take_inside (MchReading *reading, const char *text, gsize before, gsize after)
{
  g_string_truncate (reading->cell, 0);
  g_string_append_len (reading->cell, text + before, (gssize) (strlen (text) - before - after));
  return reading->cell->str;
}

/* What people and programs write around a cell so that a spreadsheet leaves it alone: one pair of
 * apostrophes in the ministry's lists, one before a number or a formula, ="0123". */
static const char *
strip_guards (MchReading *reading, const char *text)
{
  gsize length = strlen (text);

  if (g_str_has_prefix (text, "=\"") && length >= 3 && strchr (text + 2, '"') == text + length - 1)
    return take_inside (reading, text, 2, 1);
  if (*text != '\'' || length < 2)
    return text;
  if (strchr ("=+-@", text[1]) != NULL)
    return text + 1;
  if (length >= 3 && text[length - 1] == '\'')
    return take_inside (reading, text, 1, 1);
  return g_ascii_isdigit (text[1]) ? text + 1 : text;
}

const char *
mch_reading_get_cell (MchReading *reading, int column)
{
  const char *text;

  if (column == MCH_NO_COLUMN || (guint) column >= reading->n_cells)
    return "";
  text = reading->cells[column];
  if (*text == '\0' || (g_ascii_isalnum (*text) && *text != 'N'))
    return text;
  text = strip_guards (reading, text);
  return means_nothing (text) ? "" : text;
}

static void
note_repair (MchReading *reading, guint slot, const char *from, const char *to)
{
  MchImportPlan *plan = reading->plan;
  MchImportRepair repair = { reading->line, reading->row, mch_import_slot_field (slot), NULL,
                             NULL };

  if (reading->quiet)
    return;
  repair.from = g_string_chunk_insert (plan->strings, from);
  repair.to = g_string_chunk_insert (plan->strings, to);
  g_array_append_val (plan->repairs, repair);
}

static MchFault *
refuse_value (MchReading *reading, guint slot, MchFaultCode code, const char *raw)
{
  const MchField *field = mch_import_slot_field (slot);
  gboolean blocking = field->needed || field->type == MCH_FIELD_SEX;
  MchFault *fault = mch_reading_add_fault (reading, code, blocking, (int) slot, raw);

  reading->faulty[slot] = TRUE;
  if (!blocking)
    {
      reading->refusals[reading->n_refusals].slot = slot;
      /* Stays valid as long as the judgement, and is what the fault shows as well. */
      reading->refusals[reading->n_refusals].raw = fault->value;
      reading->n_refusals++;
    }
  return fault;
}

void
mch_reading_withdraw (MchReading *reading, guint slot, MchFaultCode code)
{
  const char *raw =
      mch_reading_get_cell (reading, reading->plan->table->columns->slots[slot].column);
  MchFault *fault = mch_reading_add_fault (reading, code, FALSE, (int) slot, raw);

  reading->values.value[slot] = "";
  reading->refusals[reading->n_refusals].slot = slot;
  reading->refusals[reading->n_refusals].raw = fault->value;
  reading->n_refusals++;
}

static gboolean
refuse_garbled (MchReading *reading, guint slot, const char *raw)
{
  g_autofree char *whole = mch_text_dup_unmangled (raw);

  if (whole == NULL)
    return FALSE;
  refuse_value (reading, slot, MCH_FAULT_GARBLED, raw)->suggestion =
      reading->quiet ? NULL : g_string_chunk_insert (reading->plan->strings, whole);
  return TRUE;
}

static void
note_spelling (MchReading *reading, guint slot, const char *raw)
{
  const char *usual = mch_spellings_find (reading->plan->spellings, slot, raw);

  if (usual != NULL)
    mch_reading_add_fault (reading, MCH_FAULT_NEAR_VALUE, FALSE, (int) slot, raw)->suggestion =
        usual;
}

static void
take_value (MchReading *reading, guint slot, const char *raw, const char *text,
            const MchValueContext *context)
{
  GString *scratch = reading->scratch;
  MchValueNote note;
  gsize start = scratch->len;

  if (!mch_value_append (&reading->plan->fields[slot], text, context, scratch, &note))
    refuse_value (reading, slot, note.code, raw);
  else if (note.code != MCH_FAULT_NONE)
    mch_reading_add_fault (reading, note.code, FALSE, (int) slot, raw);
  if (note.repaired || (text != raw && scratch->len > start))
    note_repair (reading, slot, raw, scratch->str + start);
}

static void
read_value (MchReading *reading, guint slot, const char *raw, const MchValueContext *context)
{
  const MchImportPlan *plan = reading->plan;
  const char *text = NULL;

  reading->offsets[slot] = 0;
  if (*raw == '\0')
    return;
  reading->offsets[slot] = reading->scratch->len;
  if (plan->table->values.slots[slot] != NULL)
    text = mch_value_map_get (&plan->table->values, slot, raw);
  if (text != NULL || !refuse_garbled (reading, slot, raw))
    take_value (reading, slot, raw, text != NULL ? text : raw, context);
  if (text == NULL && plan->has_spellings[slot])
    note_spelling (reading, slot, raw);
  g_string_append_c (reading->scratch, '\0');
}

/* Two columns with one heading that do not say the same. */
static void
check_spare (MchReading *reading, guint slot, const char *taken, const char *spare)
{
  if (*spare != '\0' && strcmp (taken, spare) != 0)
    mch_reading_add_fault (reading, MCH_FAULT_TWO_VALUES, FALSE, (int) slot, spare);
}

static void
read_column (MchReading *reading, guint slot, const MchValueContext *context)
{
  const MchSlotColumn *columns = &reading->plan->table->columns->slots[slot];
  const char *raw = mch_reading_get_cell (reading, columns->column);

  if (columns->spare == MCH_NO_COLUMN)
    {
      read_value (reading, slot, raw, context);
      return;
    }
  if (*raw != '\0')
    {
      g_autofree char *taken = g_strdup (raw);

      read_value (reading, slot, taken, context);
      check_spare (reading, slot, taken, mch_reading_get_cell (reading, columns->spare));
      return;
    }
  read_value (reading, slot, mch_reading_get_cell (reading, columns->spare), context);
}

/* "Léa, Marie, Anne" in one cell: several names only where commas say so. */
static void
read_given_names (MchReading *reading, const MchValueContext *context)
{
  const guint *slots = get_slots ()->given_names;
  const char *raw =
      mch_reading_get_cell (reading, reading->plan->table->columns->slots[slots[0]].column);
  g_auto (GStrv) names = NULL;
  guint n = 0;

  if (strchr (raw, ',') == NULL)
    {
      for (int i = 0; i < MAX_GIVEN_NAMES; i++)
        read_column (reading, slots[i], context);
      return;
    }

  names = g_strsplit (raw, ",", MAX_GIVEN_NAMES);
  if (g_strv_length (names) == MAX_GIVEN_NAMES)
    g_strdelimit (names[MAX_GIVEN_NAMES - 1], ",", ' ');
  for (; names[n] != NULL; n++)
    read_value (reading, slots[n], names[n], context);
  for (; n < MAX_GIVEN_NAMES; n++)
    read_column (reading, slots[n], context);
}

static gboolean
is_given_name (guint slot)
{
  for (int i = 0; i < MAX_GIVEN_NAMES; i++)
    if (get_slots ()->given_names[i] == slot)
      return TRUE;
  return FALSE;
}

void
mch_reading_read_values (MchReading *reading)
{
  const MchImportPlan *plan = reading->plan;
  const MchSlotColumn *columns = plan->table->columns->slots;
  MchValueContext context = { plan->base.today, NULL };
  g_autofree char *country = NULL;

  if (columns[get_slots ()->country].column != MCH_NO_COLUMN)
    country = g_strdup (mch_reading_get_cell (reading, columns[get_slots ()->country].column));
  context.country = country;

  g_string_truncate (reading->scratch, 0);
  g_string_append_c (reading->scratch, '\0');
  memset (reading->offsets, 0, sizeof reading->offsets);
  for (guint kind = 0; kind < 2; kind++)
    for (guint i = 0; i < plan->n_used[kind]; i++)
      if (!is_given_name (plan->used[kind][i]))
        read_column (reading, plan->used[kind][i], &context);
  read_given_names (reading, &context);

  for (guint slot = 0; slot < plan->n_slots; slot++)
    reading->values.value[slot] = reading->scratch->str + reading->offsets[slot];
}
