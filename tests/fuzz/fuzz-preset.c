/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was remembered of a layout, damaged anywhere: it is refused, or says something that can be
 * kept and said again. */
#include "fuzz-init.h"

#include "core/mch-import-preset.h"

#include <string.h>

static const char file[] =
    "Nom;Prénom;Né(e) le;Groupe;Bus;Bus\nAUBIN;Léa;22/02/2009;1CAP EPC;1;2\n";

static void
check_use (const MchImportPreset *preset)
{
  const MchImportBase base = { .session = "CAP/2027-06", .today = "2026-11-22" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (file, strlen (file));
  g_autoptr (MchGrid) grid = mch_grid_new_from_csv (bytes, MCH_ENCODING_GUESSED, NULL);
  g_autoptr (MchImportTable) table = mch_import_table_new (grid, NULL);
  g_autoptr (MchImportPlan) plan = NULL;

  mch_import_preset_apply (preset, table);
  plan = mch_import_plan_new (table, &base, NULL);
  g_assert (plan == NULL || mch_import_plan_get_n_rows (plan) == 1);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (MchImportPreset) preset =
      mch_import_preset_new_from_text ((const char *) data, size, NULL);
  g_autoptr (MchImportPreset) again = NULL;
  g_autofree char *text = NULL;

  if (preset == NULL)
    return 0;
  text = mch_import_preset_to_text (preset);
  again = mch_import_preset_new_from_text (text, strlen (text), NULL);
  g_assert (again != NULL);
  g_assert (mch_import_preset_get_n_columns (again) == mch_import_preset_get_n_columns (preset));
  g_assert (mch_import_preset_get_n_values (again) == mch_import_preset_get_n_values (preset));
  g_assert (mch_import_preset_get_n_repairs (again) == mch_import_preset_get_n_repairs (preset));
  check_use (preset);
  return 0;
}
