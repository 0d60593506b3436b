/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/mch-listing.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-csv-reader.h"
#include "core/mch-csv-writer.h"

typedef struct
{
  char *caption;
  char *note;
  GPtrArray *rows; /* of GPtrArray of char *, one a column */
} Group;

struct _MchListing
{
  GArray *columns;   /* MchListingColumn, titles translated or owned by @titles */
  GPtrArray *titles; /* owned */
  MchListingStyle style;
  GPtrArray *groups; /* Group */
};

static void
group_free (Group *group)
{
  g_ptr_array_unref (group->rows);
  g_free (group->caption);
  g_free (group->note);
  g_free (group);
}

MchListing *
mch_listing_new (const MchListingColumn *columns, guint n_columns, const MchListingStyle *style)
{
  MchListing *listing;

  g_return_val_if_fail (columns != NULL && style != NULL, NULL);

  listing = g_new0 (MchListing, 1);
  listing->style = *style;
  listing->columns = g_array_new (FALSE, FALSE, sizeof (MchListingColumn));
  listing->titles = g_ptr_array_new_with_free_func (g_free);
  listing->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) group_free);
  for (guint i = 0; i < n_columns; i++)
    {
      MchListingColumn column = columns[i];

      column.column.title = _ (column.column.title);
      g_array_append_val (listing->columns, column);
    }
  return listing;
}

void
mch_listing_free (MchListing *listing)
{
  g_return_if_fail (listing != NULL);

  g_ptr_array_unref (listing->groups);
  g_array_unref (listing->columns);
  g_ptr_array_unref (listing->titles);
  g_free (listing);
}

void
mch_listing_add_column (MchListing *listing, const char *title, const MchListingColumn *like)
{
  MchListingColumn column;

  g_return_if_fail (listing != NULL && title != NULL && like != NULL);
  g_return_if_fail (listing->groups->len == 0);

  column = *like;
  g_ptr_array_add (listing->titles, g_strdup (title));
  column.column.title = listing->titles->pdata[listing->titles->len - 1];
  g_array_append_val (listing->columns, column);
}

void
mch_listing_begin_group (MchListing *listing, const char *caption, const char *note)
{
  Group *group;

  g_return_if_fail (listing != NULL);

  group = g_new0 (Group, 1);
  group->caption = g_strdup (caption);
  group->note = g_strdup (note);
  group->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_ptr_array_add (listing->groups, group);
}

void
mch_listing_take_row (MchListing *listing, GPtrArray *cells)
{
  Group *group;

  g_return_if_fail (listing != NULL && cells != NULL);
  g_return_if_fail (cells->len == listing->columns->len);

  if (listing->groups->len == 0)
    mch_listing_begin_group (listing, NULL, NULL);
  group = listing->groups->pdata[listing->groups->len - 1];
  g_ptr_array_add (group->rows, cells);
}

guint
mch_listing_get_n_columns (const MchListing *listing)
{
  g_return_val_if_fail (listing != NULL, 0);

  return listing->columns->len;
}

guint
mch_listing_get_n_rows (const MchListing *listing)
{
  guint n = 0;

  g_return_val_if_fail (listing != NULL, 0);

  for (guint i = 0; i < listing->groups->len; i++)
    n += ((const Group *) listing->groups->pdata[i])->rows->len;
  return n;
}

static const MchListingColumn *
get_column (const MchListing *listing, guint i)
{
  return &g_array_index (listing->columns, MchListingColumn, i);
}

/* The columns that paper shows: (transfer full). */
static GArray *
list_paper_columns (const MchListing *listing)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < listing->columns->len; i++)
    if (get_column (listing, i)->where & MCH_LISTING_PAPER)
      g_array_append_val (shown, i);
  return shown;
}

static MchTable *
new_table (const MchListing *listing, MchFonts *fonts, GArray *shown)
{
  g_autofree MchColumn *columns = g_new (MchColumn, shown->len);

  for (guint i = 0; i < shown->len; i++)
    columns[i] = get_column (listing, g_array_index (shown, guint, i))->column;
  return mch_table_new (fonts, columns, shown->len, &listing->style.table);
}

static void
add_rows (const Group *group, GArray *shown, MchTable *table)
{
  g_autofree const char **cells = g_new (const char *, shown->len);

  for (guint r = 0; r < group->rows->len; r++)
    {
      const GPtrArray *row = group->rows->pdata[r];

      for (guint i = 0; i < shown->len; i++)
        cells[i] = row->pdata[g_array_index (shown, guint, i)];
      mch_table_add_row (table, cells);
    }
}

/* All groups as one table, whose columns each group's table then has, too. */
static MchTable *
make_model (const MchListing *listing, MchFonts *fonts, GArray *shown, double width)
{
  MchTable *model = new_table (listing, fonts, shown);

  for (guint i = 0; i < listing->groups->len; i++)
    add_rows (listing->groups->pdata[i], shown, model);
  mch_table_prepare (model, width);
  return model;
}

guint
mch_listing_add_to_report (const MchListing *listing, MchReport *report, MchFonts *fonts)
{
  g_autoptr (GArray) shown = NULL;
  g_autoptr (MchTable) model = NULL;
  guint n_missing = 0;
  MchBox body;

  g_return_val_if_fail (listing != NULL && report != NULL && fonts != NULL, 0);

  shown = list_paper_columns (listing);
  mch_report_get_body (report, &body);
  model = make_model (listing, fonts, shown, body.width);
  for (guint i = 0; i < listing->groups->len; i++)
    {
      const Group *group = listing->groups->pdata[i];
      g_autoptr (MchTable) table = new_table (listing, fonts, shown);

      add_rows (group, shown, table);
      mch_table_prepare_like (table, model);
      if (listing->style.own_pages)
        {
          mch_report_break_page (report);
          mch_report_set_subtitle (report, group->caption);
        }
      mch_report_add_table (report, table, listing->style.own_pages ? NULL : group->caption);
      if (group->note != NULL)
        mch_report_add_paragraph (report, MCH_FACE_SANS, listing->style.table.size, group->note);
      n_missing += mch_table_get_n_missing (table);
    }
  return n_missing;
}

/* A number that a spreadsheet would take for one and rob of its zeros. */
static gboolean
has_leading_zero (const char *text)
{
  return text[0] == '0' && text[1] != '\0' && strspn (text, "0123456789") == strlen (text);
}

static void
append_cell (GString *out, const char *text, gboolean text_cells)
{
  if (text == NULL || strcmp (text, MCH_LISTING_BOX) == 0)
    return;
  if (text_cells && has_leading_zero (text))
    g_string_append_printf (out, "\"=\"\"%s\"\"\"", text);
  else
    mch_csv_append_cell (out, text);
}

void
mch_listing_append_csv (const MchListing *listing, GString *out, gboolean text_cells)
{
  gboolean first = TRUE;

  g_return_if_fail (listing != NULL && out != NULL);

  for (guint i = 0; i < listing->columns->len; i++)
    if (get_column (listing, i)->where & MCH_LISTING_DATA)
      {
        g_string_append (out, first ? "" : ";");
        mch_csv_append_cell (out, get_column (listing, i)->column.title);
        first = FALSE;
      }
  g_string_append (out, "\r\n");
  for (guint g = 0; g < listing->groups->len; g++)
    {
      const Group *group = listing->groups->pdata[g];

      for (guint r = 0; r < group->rows->len; r++)
        {
          const GPtrArray *row = group->rows->pdata[r];

          first = TRUE;
          for (guint i = 0; i < listing->columns->len; i++)
            if (get_column (listing, i)->where & MCH_LISTING_DATA)
              {
                g_string_append (out, first ? "" : ";");
                append_cell (out, row->pdata[i], text_cells);
                first = FALSE;
              }
          g_string_append (out, "\r\n");
        }
    }
}
