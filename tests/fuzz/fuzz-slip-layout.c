/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file in which layouts are remembered, and the field for a printer's shift: whatever stands
 * there, what is printed is a layout that goes together, moved by no more than a printer may be
 * out. */
#include "fuzz-init.h"

#include <math.h>

#include "slips/mch-printer-offset.h"
#include "slips/mch-slip-layout.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *typed = g_strndup ((const char *) data, size);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  MchSlipLayout layout, again;
  double shift = 0;

  if (mch_printer_offset_parse (typed, &shift, &error))
    g_assert_true (fabs (shift) <= MCH_PRINTER_OFFSET_MOST && error == NULL);
  else
    g_assert_true (error != NULL);
  g_key_file_load_from_data (file, (const char *) data, size, G_KEY_FILE_NONE, NULL);
  mch_slip_layout_load (&layout, file, "e");
  g_assert_true (mch_slip_layout_check (&layout, NULL));
  mch_slip_layout_save (&layout, file, "e");
  mch_slip_layout_load (&again, file, "e");
  g_assert_true (mch_slip_layout_equal (&layout, &again));
  return 0;
}
