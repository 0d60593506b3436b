/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures, and never judges, how fast slips become a PDF.
 *
 *   bench-papillon COUNT PER-PAGE OUTPUT.pdf */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "core/mch-paths.h"
#include "slips.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (MchPapillonResult) result = { 0 };
  TestSlips slips = { 0 };
  struct rusage usage;
  struct stat info;
  gint64 start;
  double seconds;

  mch_paths_init_language ();
  if (argc != 4)
    return 2;
  slips.n = (guint) atoi (argv[1]);
  start = g_get_monotonic_time ();
  if (!mch_papillon_write_pdf_file (&test_sheet, NULL, (guint) atoi (argv[2]), test_slips_next,
                                    NULL, &slips, argv[3], 1793700000000, NULL, &result, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  getrusage (RUSAGE_SELF, &usage);
  printf ("%u slips, %u pages: %.3f s, %.0f slips/s", result.n_slips, result.n_pages, seconds,
          result.n_slips / seconds);
  if (stat (argv[3], &info) == 0)
    printf (", %.0f bytes a slip", (double) info.st_size / result.n_slips);
  printf (", %ld MB resident\n", usage.ru_maxrss / 1024);
  return 0;
}
