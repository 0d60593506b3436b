/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each column means: what a person said first, then the words above it. */
#include "core/mch-header.h"
#include "core/mch-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

gboolean
mch_import_can_choose (const MchField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  return mch_header_can_give (field);
}

static gboolean
have_same_words (const char *a, const char *b)
{
  g_autofree char *key_a = mch_header_normalise (a);
  g_autofree char *key_b = mch_header_normalise (b);

  return strcmp (key_a, key_b) == 0;
}

/* One column may name the exam and another one its session: they are read together. */
static gboolean
may_be_two (const MchImportBody *body, const MchSlotColumn *taken, guint i, guint slot)
{
  return mch_import_slot_field (slot)->type == MCH_FIELD_SESSION
         || have_same_words (body->headings[taken->column], body->headings[i]);
}

/* Gives column @i to a slot, or says that it is not taken. */
static gboolean
take_column (MchImportColumns *columns, const MchImportBody *body, guint i, guint slot,
             gboolean vague)
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
  if (may_be_two (body, taken, i, slot))
    {
      if (taken->spare == MCH_NO_COLUMN)
        taken->spare = (int) i;
      return TRUE;
    }
  if (!taken->vague || vague)
    return FALSE;
  /* Better words: the vague column gives way. */
  g_ptr_array_add (columns->unmapped, g_strdup (body->headings[taken->column]));
  *taken = (MchSlotColumn){ (int) i, MCH_NO_COLUMN, FALSE, FALSE };
  return TRUE;
}

/* Primary schools' files give two homes; the second one is no second line of the first. */
static gboolean
has_second_home (const MchImportBody *body)
{
  for (guint i = 0; i < body->n_columns; i++)
    if (have_same_words (body->headings[i], "cp2"))
      return TRUE;
  return FALSE;
}

static void
map_unknown (MchImportColumns *columns, const MchImportBody *body, guint i)
{
  if (*body->headings[i] != '\0')
    g_ptr_array_add (columns->unmapped, g_strdup (body->headings[i]));
  else if (body->n_filled[i] > 0)
    g_ptr_array_add (columns->unmapped, g_strdup_printf (_ ("Column %u"), i + 1));
}

static void
map_column (MchImportColumns *columns, const MchImportBody *body, guint i, gboolean second_home)
{
  const char *heading = body->headings[i];
  const MchField *field;
  gboolean vague;

  switch (mch_header_find (heading, &field, &vague))
    {
    case MCH_HEADER_FIELD:
      if (second_home && strcmp (field->name, "address_2") == 0)
        g_ptr_array_add (columns->unmapped, g_strdup (heading));
      else if (!take_column (columns, body, i, mch_import_slot (field->name), vague))
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
      map_unknown (columns, body, i);
    }
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
choose_column (MchImportColumns *columns, const MchImportBody *body, const MchImportChoice *choice)
{
  MchSlotColumn *taken;

  if (choice->column >= body->n_columns || choice->field == NULL
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

MchImportColumns *
mch_import_columns_new (const MchImportBody *body, const MchImportChoice *choices, gsize n_choices)
{
  MchImportColumns *columns = g_new0 (MchImportColumns, 1);
  gboolean second_home = has_second_home (body);

  columns->uai_column = MCH_NO_COLUMN;
  columns->unmapped = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  columns->ignored = g_ptr_array_new_null_terminated (8, g_free, TRUE);
  for (guint slot = 0; slot < MCH_MAX_SLOTS; slot++)
    columns->slots[slot] = (MchSlotColumn){ MCH_NO_COLUMN, MCH_NO_COLUMN, FALSE, FALSE };

  /* What a person said goes before every guess, wherever the column stands. */
  for (gsize i = 0; i < n_choices; i++)
    choose_column (columns, body, &choices[i]);
  for (guint i = 0; i < body->n_columns; i++)
    {
      const MchImportChoice *choice = find_choice (choices, n_choices, i);

      if (choice == NULL)
        map_column (columns, body, i, second_home);
      else if (!is_chosen (columns, choice))
        g_ptr_array_add (choice->field == NULL ? columns->ignored : columns->unmapped,
                         g_strdup (body->headings[i]));
    }
  return columns;
}

void
mch_import_columns_free (MchImportColumns *columns)
{
  if (columns == NULL)
    return;
  g_ptr_array_unref (columns->unmapped);
  g_ptr_array_unref (columns->ignored);
  g_free (columns);
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
