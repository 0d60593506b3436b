/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns are remembered by their words, not by their place: the next file may have one more. */
#include "core/mch-import-preset.h"

#include "core/mch-error.h"
#include "core/mch-header.h"
#include "core/mch-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define VERSION 1
#define MAX_VALUES 5000
#define GROUP "preset"

typedef struct
{
  char *heading;         /* normalised */
  guint occurrence;      /* among columns of the same heading, from 0 */
  const MchField *field; /* NULL: not taken */
} Column;

struct _MchImportPreset
{
  GArray *columns; /* Column */
  MchValueMap values;
  GArray *habits; /* MchHabit */
};

static void
column_clear (gpointer data)
{
  Column *column = data;

  g_free (column->heading);
}

static MchImportPreset *
preset_alloc (void)
{
  MchImportPreset *preset = g_new0 (MchImportPreset, 1);

  preset->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (preset->columns, column_clear);
  preset->habits = g_array_new (FALSE, FALSE, sizeof (MchHabit));
  return preset;
}

void
mch_import_preset_free (MchImportPreset *preset)
{
  if (preset == NULL)
    return;
  g_array_unref (preset->columns);
  g_array_unref (preset->habits);
  mch_value_map_clear (&preset->values);
  g_free (preset);
}

/* How many columns before @column have the same words. */
static guint
count_same (const MchImportTable *table, guint column, const char *key)
{
  guint n = 0;

  for (guint i = 0; i < column; i++)
    {
      g_autofree char *other = mch_header_normalise (table->body->headings[i]);

      n += strcmp (other, key) == 0;
    }
  return n;
}

static void
copy_habits (GArray *into, const GArray *habits)
{
  g_array_set_size (into, 0);
  g_array_append_vals (into, habits->data, habits->len);
}

MchImportPreset *
mch_import_preset_new (const MchImportTable *table, const MchImportPlan *plan)
{
  MchImportPreset *preset;

  g_return_val_if_fail (table != NULL, NULL);

  preset = preset_alloc ();
  for (guint i = 0; i < table->choices->len; i++)
    {
      const MchImportChoice *choice = &g_array_index (table->choices, MchImportChoice, i);
      Column column = { NULL, 0, choice->field };

      if (choice->column >= table->body->n_columns)
        continue;
      column.heading = mch_header_normalise (table->body->headings[choice->column]);
      column.occurrence = count_same (table, choice->column, column.heading);
      g_array_append_val (preset->columns, column);
    }
  mch_value_map_copy (&preset->values, &table->values);
  if (plan != NULL)
    mch_value_map_copy (&preset->values, &plan->table->values);
  copy_habits (preset->habits, plan != NULL ? plan->table->habits : table->habits);
  return preset;
}

gboolean
mch_import_preset_is_empty (const MchImportPreset *preset)
{
  return mch_import_preset_get_n_columns (preset) == 0
         && mch_import_preset_get_n_values (preset) == 0
         && mch_import_preset_get_n_repairs (preset) == 0;
}

guint
mch_import_preset_get_n_columns (const MchImportPreset *preset)
{
  g_return_val_if_fail (preset != NULL, 0);

  return preset->columns->len;
}

guint
mch_import_preset_get_n_values (const MchImportPreset *preset)
{
  guint n = 0;

  g_return_val_if_fail (preset != NULL, 0);

  for (guint slot = 0; slot < MCH_MAX_SLOTS; slot++)
    n += preset->values.slots[slot] != NULL ? g_hash_table_size (preset->values.slots[slot]) : 0;
  return n;
}

guint
mch_import_preset_get_n_repairs (const MchImportPreset *preset)
{
  g_return_val_if_fail (preset != NULL, 0);

  return preset->habits->len;
}

static const Column *
find_column (const MchImportPreset *preset, const char *heading, guint occurrence)
{
  for (guint i = 0; i < preset->columns->len; i++)
    {
      const Column *column = &g_array_index (preset->columns, Column, i);

      if (column->occurrence == occurrence && strcmp (column->heading, heading) == 0)
        return column;
    }
  return NULL;
}

void
mch_import_preset_apply (const MchImportPreset *preset, MchImportTable *table)
{
  g_autoptr (GArray) choices = g_array_new (FALSE, FALSE, sizeof (MchImportChoice));

  g_return_if_fail (preset != NULL && table != NULL);

  for (guint i = 0; i < table->body->n_columns; i++)
    {
      g_autofree char *key = mch_header_normalise (table->body->headings[i]);
      const Column *column = find_column (preset, key, count_same (table, i, key));
      MchImportChoice choice = { i, column != NULL ? column->field : NULL };

      if (column != NULL)
        g_array_append_val (choices, choice);
    }
  mch_import_table_choose (table, (const MchImportChoice *) (gpointer) choices->data, choices->len);
  mch_value_map_clear (&table->values);
  mch_value_map_copy (&table->values, &preset->values);
  copy_habits (table->habits, preset->habits);
}

static void
write_values (GKeyFile *file, const MchImportPreset *preset)
{
  guint n = 0;

  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    {
      GHashTableIter iter;
      gpointer from, to;

      if (preset->values.slots[slot] == NULL)
        continue;
      g_hash_table_iter_init (&iter, preset->values.slots[slot]);
      while (n < MAX_VALUES && g_hash_table_iter_next (&iter, &from, &to))
        {
          g_autofree char *group = g_strdup_printf ("value %u", n++);

          g_key_file_set_string (file, group, "field", mch_import_slot_field (slot)->name);
          g_key_file_set_string (file, group, "from", from);
          g_key_file_set_string (file, group, "to", to);
        }
    }
}

static void
write_habits (GKeyFile *file, const MchImportPreset *preset)
{
  for (guint i = 0; i < preset->habits->len; i++)
    {
      const MchHabit *habit = &g_array_index (preset->habits, MchHabit, i);
      g_autofree char *group = g_strdup_printf ("repair %u", i);

      g_key_file_set_string (file, group, "code", mch_fault_code_to_string (habit->code));
      if (habit->field != NULL)
        g_key_file_set_string (file, group, "field", habit->field->name);
    }
}

char *
mch_import_preset_to_text (const MchImportPreset *preset)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_return_val_if_fail (preset != NULL, NULL);

  g_key_file_set_integer (file, GROUP, "version", VERSION);
  for (guint i = 0; i < preset->columns->len; i++)
    {
      const Column *column = &g_array_index (preset->columns, Column, i);
      g_autofree char *group = g_strdup_printf ("column %u", i);

      g_key_file_set_string (file, group, "heading", column->heading);
      g_key_file_set_integer (file, group, "occurrence", (int) column->occurrence);
      if (column->field != NULL)
        g_key_file_set_string (file, group, "field", column->field->name);
    }
  write_values (file, preset);
  write_habits (file, preset);
  return g_key_file_to_data (file, NULL, NULL);
}

/* A field that this version does not know any more is passed over: the column is guessed again. */
static const MchField *
read_field (GKeyFile *file, const char *group)
{
  g_autofree char *name = g_key_file_get_string (file, group, "field", NULL);
  const MchField *field = name != NULL ? mch_field_find_for_candidate (name) : NULL;

  return field != NULL && mch_import_can_choose (field) ? field : NULL;
}

static void
read_column (MchImportPreset *preset, GKeyFile *file, const char *group)
{
  Column column = { NULL, 0, read_field (file, group) };
  int occurrence = g_key_file_get_integer (file, group, "occurrence", NULL);

  column.heading = g_key_file_get_string (file, group, "heading", NULL);
  column.occurrence = (guint) CLAMP (occurrence, 0, MCH_CSV_MAX_COLUMNS);
  if (column.heading == NULL || preset->columns->len == MCH_CSV_MAX_COLUMNS
      || (column.field == NULL && g_key_file_has_key (file, group, "field", NULL)))
    {
      g_free (column.heading);
      return;
    }
  g_array_append_val (preset->columns, column);
}

static void
read_value (MchImportPreset *preset, GKeyFile *file, const char *group)
{
  const MchField *field = read_field (file, group);
  g_autofree char *from = g_key_file_get_string (file, group, "from", NULL);
  g_autofree char *to = g_key_file_get_string (file, group, "to", NULL);

  if (field != NULL && from != NULL && to != NULL && strlen (to) <= MCH_CSV_MAX_CELL)
    mch_value_map_set (&preset->values, mch_import_slot (field->name), from, to);
}

static void
read_habit (MchImportPreset *preset, GKeyFile *file, const char *group)
{
  const MchField *field = read_field (file, group);
  g_autofree char *name = g_key_file_get_string (file, group, "code", NULL);
  MchFaultCode code = mch_fault_code_from_string (name);

  if (code != MCH_FAULT_NONE && (field != NULL || !g_key_file_has_key (file, group, "field", NULL)))
    mch_habits_add (preset->habits, code, field);
}

MchImportPreset *
mch_import_preset_new_from_text (const char *text, gsize length, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MchImportPreset) preset = preset_alloc ();
  g_auto (GStrv) groups = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0 || !g_utf8_validate_len (text, length, NULL)
      || !g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, NULL)
      || g_key_file_get_integer (file, GROUP, "version", NULL) != VERSION)
    {
      g_set_error_literal (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                           _ ("What was remembered of these columns is damaged, or a newer version "
                              "of the program wrote it. Say again what they mean."));
      return NULL;
    }
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL && i < MAX_VALUES + MCH_CSV_MAX_COLUMNS; i++)
    if (g_str_has_prefix (groups[i], "column "))
      read_column (preset, file, groups[i]);
    else if (g_str_has_prefix (groups[i], "value "))
      read_value (preset, file, groups[i]);
    else if (g_str_has_prefix (groups[i], "repair "))
      read_habit (preset, file, groups[i]);
  return g_steal_pointer (&preset);
}

#define FINGERPRINT_DIGITS 32

char *
mch_import_table_dup_fingerprint (const MchImportTable *table)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_return_val_if_fail (table != NULL, NULL);

  for (guint i = 0; i < table->body->n_columns; i++)
    {
      const char *heading = table->body->headings[i];
      g_autofree char *key = mch_header_normalise (heading);

      if (strcmp (heading, "_ligne") == 0 || strcmp (heading, "_motif") == 0)
        continue;
      g_checksum_update (checksum, (const guchar *) key, (gssize) strlen (key));
      g_checksum_update (checksum, (const guchar *) "\n", 1);
    }
  return g_strndup (g_checksum_get_string (checksum), FINGERPRINT_DIGITS);
}
