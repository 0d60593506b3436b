/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workbook has several tables, and one of them is the list of pupils: the one whose headings we
 * know most of. Only that one is kept while the others go by. */
#include "core/mch-import-table.h"
#include "sheet/mch-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SHOWN_NAMES 10

void
mch_tables_init (MchTables *tables, const char *wanted)
{
  *tables = (MchTables){ wanted, g_ptr_array_new_with_free_func (g_free), NULL, 0, FALSE };
}

void
mch_tables_clear (MchTables *tables)
{
  g_ptr_array_unref (tables->names);
  g_clear_pointer (&tables->best, mch_grid_unref);
}

/* A table that people see goes before a hidden one, whatever that holds. */
static gboolean
is_better (const MchTables *tables, const MchGrid *grid, guint known, gboolean shown)
{
  if (tables->best == NULL)
    return TRUE;
  if ((known > 0) != (tables->best_known > 0))
    return known > 0;
  if (shown != tables->best_shown)
    return shown;
  if (known != tables->best_known)
    return known > tables->best_known;
  return known > 0 && mch_grid_get_n_rows (grid) > mch_grid_get_n_rows (tables->best);
}

void
mch_tables_take (MchTables *tables, MchGrid *grid, const char *name, gboolean shown)
{
  guint known = mch_import_count_known (grid);

  g_ptr_array_add (tables->names, g_strdup (name));
  if ((tables->wanted != NULL && strcmp (tables->wanted, name) != 0)
      || !is_better (tables, grid, known, shown))
    {
      mch_grid_unref (grid);
      return;
    }
  g_clear_pointer (&tables->best, mch_grid_unref);
  tables->best = grid;
  tables->best_known = known;
  tables->best_shown = shown;
  mch_grid_set_source (grid, name);
}

static char *
join_names (const MchTables *tables)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (tables->names->len, SHOWN_NAMES); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (char *) tables->names->pdata[i]);
  if (tables->names->len > SHOWN_NAMES)
    g_string_append (text, "…");
  return g_strdup (text->str);
}

MchGrid *
mch_tables_steal_best (MchTables *tables, GError **error)
{
  g_autofree char *names = join_names (tables);
  g_autofree char *message = NULL;

  if (tables->best == NULL && tables->wanted != NULL)
    {
      message = g_strdup_printf (_ ("The workbook has no sheet “%s”. It has: %s."), tables->wanted,
                                 names);
      mch_sheet_fail (error, MCH_SHEET_ERROR_NOT_FOUND, message);
      return NULL;
    }
  if (tables->best == NULL)
    {
      mch_sheet_fail (error, MCH_SHEET_ERROR_UNREADABLE, _ ("The workbook has no sheet."));
      return NULL;
    }
  if (tables->names->len > 1)
    mch_grid_take_note (
        tables->best,
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                      "The workbook has %u sheet (%s); “%s” is the one that was "
                                      "read.",
                                      "The workbook has %u sheets (%s); “%s” is the one that was "
                                      "read.",
                                      tables->names->len),
                         tables->names->len, names, mch_grid_get_source (tables->best)));
  return g_steal_pointer (&tables->best);
}
