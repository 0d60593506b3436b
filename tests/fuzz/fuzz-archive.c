/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An archive, damaged anywhere: spreadsheets and zipped exports are read from one. */
#include "fuzz-init.h"

#include "check-grid.h"
#include "sheet/mch-sheet-private.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) file = g_bytes_new (data, size);
  g_autoptr (MchArchive) archive = mch_archive_open (file, NULL);
  GError *error = NULL;
  MchGrid *grid;

  for (const char *const *name = archive != NULL ? mch_archive_get_names (archive) : NULL;
       name != NULL && *name != NULL; name++)
    {
      g_autoptr (GBytes) part = mch_archive_read_whole (archive, *name, 1 << 20, NULL);

      g_assert (part == NULL || g_bytes_get_size (part) <= 1 << 20);
    }
  grid = mch_sheet_read (file, NULL, &error);
  check_grid (grid, error);
  return 0;
}
