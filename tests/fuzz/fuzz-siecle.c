/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The XML of SIECLE, to a plan. */
#include "fuzz-init.h"

#include "check-grid.h"
#include "sheet/mch-sheet-private.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) file = g_bytes_new (data, size);
  GError *error = NULL;
  MchGrid *grid = mch_siecle_read (file, &error);

  check_grid (grid, error);
  return 0;
}
