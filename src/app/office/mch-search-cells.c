/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-search-cells.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-text-column.h"
#include "core/mch-label.h"

typedef struct
{
  const char *title; /* msgid */
  const char *value; /* of mch_found_get() */
  int width;         /* pixels, with letters of the usual size */
  gboolean expand;
} Column;

static const Column columns[] = {
  { N_ ("Family name"), "family_name", 130, TRUE },
  { N_ ("Given name"), "given_name", 100, TRUE },
  { N_ ("Born on"), "birth_date", 95, FALSE },
  { N_ ("Establishment"), "establishment_name", 200, TRUE },
  { N_ ("Session"), "session", 150, FALSE },
  { N_ ("Speciality"), "specialty", 110, TRUE },
  { N_ ("State"), "state", 120, FALSE },
};

static char *
dup_text (const Column *column, const MchFound *found)
{
  const char *value = mch_found_get (found, column->value);
  const char *css;

  if (strcmp (column->value, "state") == 0)
    return g_strdup (mch_candidate_cells_state (value, &css));
  if (strcmp (column->value, "session") == 0)
    return mch_label_dup_context (value, NULL);
  if (strcmp (column->value, "establishment_name") == 0)
    return g_strdup_printf ("%s %s", found->establishment, value);
  if (strcmp (column->value, "specialty") == 0)
    return g_strstrip (g_strjoin (" ", found->specialty_code, value, NULL));
  if (strcmp (column->value, "birth_date") == 0)
    return mch_record_form_dup_display (mch_field_find_for_candidate ("birth_date"), value);
  return g_strdup (value);
}

/* The row is read as one person, the same from every column. */
static void
name_row (GtkWidget *cell, const MchFound *found)
{
  const char *css;
  g_autofree char *birth =
      mch_record_form_dup_display (mch_field_find_for_candidate ("birth_date"), found->birth_date);
  g_autofree char *name = g_strdup_printf (
      "%s %s, %s, %s, %s", found->family_name, found->given_name, birth != NULL ? birth : "—",
      found->establishment_name, mch_candidate_cells_state (found->state, &css));

  mch_a11y_set_row_label (cell, name);
}

static void
show_cell (GObject *item, GtkLabel *label, gconstpointer data)
{
  const Column *column = data;
  const MchFound *found = mch_search_item_get (MCH_SEARCH_ITEM (item));
  g_autofree char *text = found != NULL ? dup_text (column, found) : NULL;

  gtk_label_set_label (label, text != NULL ? text : column == columns ? "…" : "");
  if (column != columns)
    return;
  if (found != NULL)
    name_row (GTK_WIDGET (label), found);
  else
    mch_a11y_set_row_label (GTK_WIDGET (label), _ ("On its way, or no longer there"));
}

void
mch_search_cells_add_columns (GtkColumnView *view)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    mch_text_column_append (view, _ (columns[i].title), columns[i].width, columns[i].expand,
                            show_cell, &columns[i]);
}
