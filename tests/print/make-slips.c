/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a PDF of fictional slips for tests that read it with other people's programs, and the
 * list of what must be found in it.
 *
 *   make-slips OUTPUT.pdf PER-PAGE COUNT|hostile [demo] > expected.tsv */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mch-paths.h"
#include "slips.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (MchPapillonResult) result = { 0 };
  TestSlips slips = { 0 };
  MchSlipSheet sheet = test_sheet;

  mch_paths_init_language ();
  if (argc < 4)
    return 2;
  slips.hostile = strcmp (argv[3], "hostile") == 0;
  slips.n = slips.hostile ? test_hostile_count () : (guint) atoi (argv[3]);
  slips.list = stdout;
  sheet.demo = argc > 4 && strcmp (argv[4], "demo") == 0;
  if (!mch_papillon_write_pdf_file (&sheet, NULL, (guint) atoi (argv[2]), test_slips_next, NULL,
                                    &slips, argv[1], 1793700000000, NULL, &result, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < result.warnings->len; i++)
    fprintf (stderr, "%s\n", (const char *) result.warnings->pdata[i]);
  fprintf (stderr, "%u %u %s\n", result.n_slips, result.n_pages, result.sha256);
  return 0;
}
