/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rejected rows as a file to correct and import again. */
#include "core/mch-csv-writer.h"
#include "core/mch-import-private.h"

#include <string.h>

static void
append_reasons (GString *reasons, const MchImportPlan *plan, guint row)
{
  guint n;
  const MchFault *faults = mch_import_plan_find_faults (plan, row, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *message = NULL;
      g_autofree char *hint = NULL;
      const char *label = mch_fault_get_label (&faults[i]);

      if (!faults[i].blocking)
        continue;
      message = mch_fault_dup_message (&faults[i]);
      hint = mch_fault_dup_hint (&faults[i]);
      if (reasons->len > 0)
        g_string_append_c (reasons, ' ');
      if (label != NULL && faults[i].code != MCH_FAULT_MISSING)
        g_string_append_printf (reasons, "[%s] ", label);
      g_string_append_printf (reasons, "%s %s", message, hint);
    }
}

/* The columns that we add ourselves must not double when a report is imported and written again. */
static gboolean
is_own_column (const char *heading)
{
  return strcmp (heading, "_ligne") == 0 || strcmp (heading, "_motif") == 0;
}

/* INS-13 */
static void
append_help (GString *reasons, const MchImportPlan *plan, guint row)
{
  g_autofree char *help = mch_import_plan_dup_help (plan, row);

  if (help != NULL)
    g_string_append_printf (reasons, " %s", help);
}

static void
append_row (GString *out, const MchImportPlan *plan, guint row)
{
  const MchImportBody *body = plan->table->body;
  g_autoptr (GString) reasons = g_string_new (NULL);

  for (guint i = 0; i < body->n_columns; i++)
    if (!is_own_column (body->headings[i]))
      {
        mch_csv_append_cell (out, mch_import_plan_get_cell (plan, row, i));
        g_string_append_c (out, ';');
      }
  append_reasons (reasons, plan, row);
  append_help (reasons, plan, row);
  g_string_append_printf (out, "%u;", g_array_index (plan->rows, MchImportRow, row).line);
  mch_csv_append_cell (out, reasons->str);
  g_string_append (out, "\r\n");
}

char *
mch_import_plan_dup_report (const MchImportPlan *plan)
{
  const MchImportBody *body;
  GString *out;

  g_return_val_if_fail (plan != NULL, NULL);

  out = g_string_new ("\357\273\277");
  body = plan->table->body;
  for (guint i = 0; i < body->n_columns; i++)
    if (!is_own_column (body->headings[i]))
      {
        mch_csv_append_cell (out, body->headings[i]);
        g_string_append_c (out, ';');
      }
  g_string_append (out, "_ligne;_motif\r\n");
  for (guint row = 0; row < plan->rows->len; row++)
    if (g_array_index (plan->rows, MchImportRow, row).outcome == MCH_IMPORT_REJECTED)
      append_row (out, plan, row);
  return g_string_free (out, FALSE);
}
