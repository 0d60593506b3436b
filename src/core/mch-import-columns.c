/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the line of headings by what it says, never by where it stands: lists come with titles
 * above it, and how many differs from school to school. */
#include "core/mch-error.h"
#include "core/mch-header.h"
#include "core/mch-import-private.h"
#include "core/mch-text.h"
#include "core/mch-uai.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SEARCHED_ROWS 50
#define LEAST_KNOWN 2

typedef struct
{
  guint row;
  guint best_known;
  guint best_row;
  char **best_cells;
  guint n_best_cells;
  char *uai;
  guint uai_row;
} Search;

guint
mch_import_n_slots (void)
{
  static gsize n_slots = 0;

  if (g_once_init_enter (&n_slots))
    {
      guint n, last = 0;
      const MchField *fields = mch_field_table (&n);

      for (guint i = 0; i < n; i++)
        if (fields[i].kind == MCH_KIND_PERSON || fields[i].kind == MCH_KIND_CANDIDATURE)
          last = i + 1;
      g_assert (last <= MCH_MAX_SLOTS);
      g_once_init_leave (&n_slots, last);
    }
  return (guint) n_slots;
}

const MchField *
mch_import_slot_field (guint slot)
{
  guint n;
  const MchField *fields = mch_field_table (&n);

  g_assert (slot < n);
  return &fields[slot];
}

guint
mch_import_slot (const char *name)
{
  const MchField *field = mch_field_find_for_candidate (name);

  g_assert (field != NULL);
  return (guint) (field - mch_import_slot_field (0));
}

static guint
count_known (const MchCsvRow *row)
{
  guint known = 0, fields = 0;

  for (guint i = 0; i < row->n_cells; i++)
    {
      const MchField *field;
      gboolean vague;
      MchHeaderKind kind = mch_header_find (row->cells[i].text, &field, &vague);

      known += kind != MCH_HEADER_UNKNOWN;
      fields += kind == MCH_HEADER_FIELD;
    }
  return fields >= LEAST_KNOWN ? known : 0;
}

static void
note_uai (Search *search, const MchCsvRow *row)
{
  for (guint i = 0; i < row->n_cells && search->uai == NULL; i++)
    {
      search->uai = mch_uai_dup_from_title (row->cells[i].text);
      search->uai_row = search->row;
    }
}

static char **
dup_cells (const MchCsvRow *row)
{
  char **cells = g_new0 (char *, row->n_cells + 1);

  for (guint i = 0; i < row->n_cells; i++)
    {
      g_autoptr (GString) clean = g_string_new (NULL);

      mch_text_append_clean (clean, row->cells[i].text);
      cells[i] = g_strdup (clean->str);
    }
  return cells;
}

static gboolean
search_row (const MchCsvRow *row, gpointer user_data, GError **error)
{
  Search *search = user_data;
  guint known = count_known (row);

  if (known > search->best_known)
    {
      search->best_known = known;
      search->best_row = search->row;
      g_strfreev (search->best_cells);
      search->best_cells = dup_cells (row);
      search->n_best_cells = row->n_cells;
    }
  note_uai (search, row);
  return ++search->row < SEARCHED_ROWS;
}

static gboolean
have_same_words (const char *a, const char *b)
{
  g_autofree char *key_a = mch_header_normalise (a);
  g_autofree char *key_b = mch_header_normalise (b);

  return strcmp (key_a, key_b) == 0;
}

/* Gives column @i to a slot, or says that it is not taken. */
static gboolean
take_column (MchImportColumns *columns, guint i, guint slot, gboolean vague)
{
  MchSlotColumn *taken = &columns->slots[slot];

  if (taken->chosen)
    return FALSE;
  if (taken->column == MCH_NO_COLUMN)
    {
      taken->column = (int) i;
      taken->vague = vague;
      return TRUE;
    }
  if (have_same_words (columns->headings[taken->column], columns->headings[i]))
    {
      if (taken->spare == MCH_NO_COLUMN)
        taken->spare = (int) i;
      return TRUE;
    }
  if (!taken->vague || vague)
    return FALSE;
  /* Better words: the vague column gives way. */
  g_ptr_array_add (columns->unmapped, g_strdup (columns->headings[taken->column]));
  *taken = (MchSlotColumn){ (int) i, MCH_NO_COLUMN, FALSE, FALSE };
  return TRUE;
}

/* Primary schools' files give two homes; the second one is no second line of the first. */
static gboolean
has_second_home (const MchImportColumns *columns)
{
  for (guint i = 0; i < columns->n_columns; i++)
    if (have_same_words (columns->headings[i], "cp2"))
      return TRUE;
  return FALSE;
}

static void
map_column (MchImportColumns *columns, guint i, gboolean second_home)
{
  const char *heading = columns->headings[i];
  const MchField *field;
  gboolean vague;

  switch (mch_header_find (heading, &field, &vague))
    {
    case MCH_HEADER_FIELD:
      if (second_home && strcmp (field->name, "address_2") == 0)
        g_ptr_array_add (columns->unmapped, g_strdup (heading));
      else if (!take_column (columns, i, mch_import_slot (field->name), vague))
        g_ptr_array_add (columns->unmapped, g_strdup (heading));
      break;
    case MCH_HEADER_UAI:
      if (columns->uai_column == MCH_NO_COLUMN)
        columns->uai_column = (int) i;
      break;
    case MCH_HEADER_IGNORED:
      g_ptr_array_add (columns->ignored, g_strdup (heading));
      break;
    case MCH_HEADER_UNKNOWN:
    default:
      if (*heading != '\0')
        g_ptr_array_add (columns->unmapped, g_strdup (heading));
      else
        columns->unlabelled[i] = TRUE;
    }
}

gboolean
mch_import_can_choose (const MchField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  return (field->kind == MCH_KIND_PERSON || field->kind == MCH_KIND_CANDIDATURE) && field->editable
         && strcmp (field->name, "to_correct") != 0 && strcmp (field->name, "other_person") != 0;
}

static const MchImportChoice *
find_choice (const MchImportChoice *choices, gsize n_choices, guint column)
{
  for (gsize i = 0; i < n_choices; i++)
    if (choices[i].column == column)
      return &choices[i];
  return NULL;
}

static void
choose_column (MchImportColumns *columns, const MchImportChoice *choice)
{
  MchSlotColumn *taken;

  if (choice->column >= columns->n_columns || choice->field == NULL
      || !mch_import_can_choose (choice->field))
    return;
  taken = &columns->slots[mch_import_slot (choice->field->name)];
  if (!taken->chosen)
    *taken = (MchSlotColumn){ (int) choice->column, MCH_NO_COLUMN, FALSE, TRUE };
}

static gboolean
is_chosen (const MchImportColumns *columns, const MchImportChoice *choice)
{
  return choice->field != NULL && mch_import_can_choose (choice->field)
         && columns->slots[mch_import_slot (choice->field->name)].column == (int) choice->column;
}

void
mch_import_columns_map (MchImportColumns *columns, const MchImportChoice *choices, gsize n_choices)
{
  gboolean second_home = has_second_home (columns);

  columns->uai_column = MCH_NO_COLUMN;
  g_clear_pointer (&columns->unmapped, g_ptr_array_unref);
  g_clear_pointer (&columns->ignored, g_ptr_array_unref);
  columns->unmapped = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  columns->ignored = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  memset (columns->unlabelled, 0, columns->n_columns * sizeof *columns->unlabelled);
  for (guint slot = 0; slot < MCH_MAX_SLOTS; slot++)
    columns->slots[slot] = (MchSlotColumn){ MCH_NO_COLUMN, MCH_NO_COLUMN, FALSE, FALSE };

  /* What a person said goes before every guess, wherever the column stands. */
  for (gsize i = 0; i < n_choices; i++)
    choose_column (columns, &choices[i]);
  for (guint i = 0; i < columns->n_columns; i++)
    {
      const MchImportChoice *choice = find_choice (choices, n_choices, i);

      if (choice == NULL)
        map_column (columns, i, second_home);
      else if (!is_chosen (columns, choice))
        g_ptr_array_add (choice->field == NULL ? columns->ignored : columns->unmapped,
                         g_strdup (columns->headings[i]));
    }
}

char *
mch_import_columns_dup_missing (const MchImportColumns *columns)
{
  g_autoptr (GString) missing = g_string_new (NULL);

  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    if (mch_import_slot_field (slot)->needed && columns->slots[slot].column == MCH_NO_COLUMN)
      g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "",
                              _ (mch_import_slot_field (slot)->label));
  return missing->len > 0 ? g_strdup (missing->str) : NULL;
}

gboolean
mch_import_columns_are_repeated (const MchImportColumns *columns, const MchCsvRow *row)
{
  if (row->n_cells < columns->n_columns)
    return FALSE;
  for (guint i = 0; i < columns->n_columns; i++)
    if (strcmp (row->cells[i].text, columns->headings[i]) != 0)
      return FALSE;
  return TRUE;
}

static MchImportColumns *
columns_from_cells (char **cells, guint n_cells, guint row)
{
  MchImportColumns *columns = g_new0 (MchImportColumns, 1);

  columns->header_row = row;
  columns->n_columns = n_cells;
  columns->headings = cells;
  columns->unlabelled = g_new0 (gboolean, n_cells);
  mch_import_columns_map (columns, NULL, 0);
  return columns;
}

MchImportColumns *
mch_import_columns_new (const char *text, gsize length, const MchCsvDialect *dialect,
                        char **ret_uai, GError **error)
{
  g_autoptr (MchImportColumns) columns = NULL;
  g_autoptr (MchCsvReader) reader = NULL;
  g_autoptr (GError) local = NULL;
  Search search = { 0 };

  reader = mch_csv_reader_new (dialect, search_row, &search);
  /* Without an error the search just had enough. */
  if (mch_csv_reader_feed (reader, text, length, &local))
    mch_csv_reader_finish (reader, &local);
  if (local == NULL && search.best_cells != NULL)
    columns = columns_from_cells (search.best_cells, search.n_best_cells, search.best_row);
  else
    g_strfreev (search.best_cells);

  if (columns != NULL)
    {
      *ret_uai = search.uai_row < search.best_row ? search.uai : NULL;
      if (*ret_uai == NULL)
        g_free (search.uai);
      return g_steal_pointer (&columns);
    }
  g_free (search.uai);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                         _ ("The file has no line of headings. Its first line must name the "
                            "columns: family name, first given name, date of birth…"));
  return NULL;
}

void
mch_import_columns_free (MchImportColumns *columns)
{
  if (columns == NULL)
    return;
  g_strfreev (columns->headings);
  g_free (columns->unlabelled);
  g_ptr_array_unref (columns->unmapped);
  g_ptr_array_unref (columns->ignored);
  g_free (columns);
}
