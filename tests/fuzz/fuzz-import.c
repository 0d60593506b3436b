/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole file to a plan: no crash, rows add up, every change is one that the server would take. */
#include "fuzz-init.h"

#include "core/mch-import.h"
#include "core/mch-person.h"

#include <string.h>

static void
fill (void *buffer, size_t length)
{
  memset (buffer, 0x5A, length);
}

static void
check_changes (const MchImportPlan *plan)
{
  g_autoptr (GPtrArray) changes = mch_import_plan_dup_changes (plan, 0, fill);
  MchValueContext context = { "2026-11-22", NULL };

  for (guint i = 0; i < changes->len; i++)
    {
      g_autoptr (GArray) faults = g_array_new (FALSE, FALSE, sizeof (MchFault));

      g_assert (mch_validate_change (changes->pdata[i], NULL, &context, faults));
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  MchImportBase base = { NULL, "CAP/2027-06", "2026-11-22", NULL, 0, NULL, 0 };
  g_autoptr (GBytes) file = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchImportPlan) plan = mch_import_plan_new (file, &base, &error);
  g_autofree char *report = NULL;
  guint sum = 0;

  if (plan == NULL)
    {
      g_assert (error != NULL);
      return 0;
    }
  for (int i = 0; i < MCH_N_IMPORT_OUTCOMES; i++)
    sum += mch_import_plan_count (plan, i);
  g_assert (sum == mch_import_plan_get_n_rows (plan));
  report = mch_import_plan_dup_report (plan);
  g_assert (g_utf8_validate (report, -1, NULL));
  check_changes (plan);
  return 0;
}
