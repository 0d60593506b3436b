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

/* What the first rows of a grid show. */
typedef struct
{
  guint n_known; /* headings in the best row */
  guint row;
  char *uai; /* in a title above it */
  guint uai_row;
  gboolean simple_list;
} Search;

static guint
count_known (const MchGridRow *row)
{
  guint known = 0, fields = 0;

  for (guint i = 0; i < row->n_cells; i++)
    {
      const MchField *field;
      gboolean vague;
      MchHeaderKind kind = mch_header_find (row->cells + row->starts[i], &field, &vague);

      known += kind != MCH_HEADER_UNKNOWN;
      fields += kind == MCH_HEADER_FIELD;
    }
  return fields >= LEAST_KNOWN ? known : 0;
}

static void
look_at_titles (Search *search, const MchGridRow *row, guint at)
{
  for (guint i = 0; i < row->n_cells; i++)
    {
      const char *cell = row->cells + row->starts[i];

      search->simple_list = search->simple_list || strcmp (cell, "Listes simples") == 0;
      if (search->uai != NULL)
        continue;
      search->uai = mch_uai_dup_from_title (cell);
      search->uai_row = at;
    }
}

static void
search_grid (Search *search, const MchGrid *grid)
{
  guint n = MIN (mch_grid_get_n_rows (grid), SEARCHED_ROWS);

  for (guint i = 0; i < n; i++)
    {
      MchGridRow row = mch_grid_get_row (grid, i);
      guint known = count_known (&row);

      if (known > search->n_known)
        {
          search->n_known = known;
          search->row = i;
        }
      look_at_titles (search, &row, i);
    }
}

guint
mch_import_count_known (const MchGrid *grid)
{
  Search search = { 0 };

  g_return_val_if_fail (grid != NULL, 0);

  search_grid (&search, grid);
  g_free (search.uai);
  return search.n_known;
}

static char **
dup_headings (const MchGridRow *row)
{
  char **headings = g_new0 (char *, row->n_cells + 1);

  for (guint i = 0; i < row->n_cells; i++)
    {
      g_autoptr (GString) clean = g_string_new (NULL);

      mch_text_append_clean (clean, row->cells + row->starts[i]);
      headings[i] = g_strdup (clean->str);
    }
  return headings;
}

/* Whether @row says the headings again: lists that were joined do. */
static gboolean
is_repeated (const MchImportBody *body, const MchGridRow *row)
{
  if (row->n_cells < body->n_columns)
    return FALSE;
  for (guint i = 0; i < body->n_columns; i++)
    if (strcmp (row->cells + row->starts[i], body->headings[i]) != 0)
      return FALSE;
  return TRUE;
}

static void
count_filled (MchImportBody *body, const MchGridRow *row)
{
  guint n = MIN (row->n_cells, body->n_columns);

  for (guint i = 0; i < n; i++)
    {
      const char *cell = row->cells + row->starts[i];

      if (*cell != '\0' && (*cell > ' ' || cell[strspn (cell, " \t")] != '\0')
          && body->n_filled[i]++ == 0)
        body->example[i] = body->n_rows;
    }
}

static void
take_rows (MchImportBody *body, guint header_row)
{
  guint n = mch_grid_get_n_rows (body->grid);

  body->rows = g_new (guint, n + 1);
  for (guint i = header_row + 1; i < n; i++)
    {
      MchGridRow row = mch_grid_get_row (body->grid, i);

      if (is_repeated (body, &row))
        continue;
      count_filled (body, &row);
      body->rows[body->n_rows++] = i;
    }
}

static gboolean
has_heading (const MchImportBody *body, const char *key)
{
  for (guint i = 0; i < body->n_columns; i++)
    {
      g_autofree char *heading = mch_header_normalise (body->headings[i]);

      if (strcmp (heading, key) == 0)
        return TRUE;
    }
  return FALSE;
}

static MchImportFormat
find_format (const MchImportBody *body, gboolean simple_list)
{
  switch (mch_grid_get_format (body->grid))
    {
    case MCH_GRID_SIECLE:
      return MCH_IMPORT_SIECLE;
    case MCH_GRID_ODS:
      return MCH_IMPORT_ODS;
    case MCH_GRID_XLSX:
      return MCH_IMPORT_XLSX;
    case MCH_GRID_CSV:
    default:
      if (simple_list)
        return MCH_IMPORT_SIMPLE_LIST;
      return has_heading (body, "identifiantunique") && has_heading (body, "premierprenom")
                     && has_heading (body, "codemef")
                 ? MCH_IMPORT_FREGATA
                 : MCH_IMPORT_CSV;
    }
}

MchImportBody *
mch_import_body_new (MchGrid *grid, GError **error)
{
  Search search = { 0 };
  MchImportBody *body;
  MchGridRow row;

  search_grid (&search, grid);
  if (search.n_known == 0)
    {
      g_free (search.uai);
      g_set_error_literal (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                           _ ("The file has no line of headings. Its first line must name the "
                              "columns: family name, first given name, date of birth…"));
      return NULL;
    }

  body = g_new0 (MchImportBody, 1);
  g_atomic_ref_count_init (&body->ref_count);
  body->grid = mch_grid_ref (grid);
  row = mch_grid_get_row (grid, search.row);
  body->n_columns = row.n_cells;
  body->headings = dup_headings (&row);
  body->n_filled = g_new0 (guint, body->n_columns);
  body->example = g_new0 (guint, body->n_columns);
  take_rows (body, search.row);
  body->format = find_format (body, search.simple_list);
  body->uai = g_strdup (mch_grid_get_uai (grid));
  if (body->uai == NULL && search.uai_row < search.row)
    body->uai = g_steal_pointer (&search.uai);
  g_free (search.uai);
  return body;
}

MchImportBody *
mch_import_body_ref (MchImportBody *body)
{
  g_atomic_ref_count_inc (&body->ref_count);
  return body;
}

void
mch_import_body_unref (MchImportBody *body)
{
  if (body == NULL || !g_atomic_ref_count_dec (&body->ref_count))
    return;
  mch_grid_unref (body->grid);
  g_free (body->uai);
  g_strfreev (body->headings);
  g_free (body->rows);
  g_free (body->n_filled);
  g_free (body->example);
  g_free (body);
}
