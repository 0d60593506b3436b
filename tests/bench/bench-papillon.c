/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures, and never judges, how fast slips become a PDF.
 *
 *   bench-papillon COUNT|FILE.tsv PER-PAGE OUTPUT.pdf [TEXT]
 *
 * FILE.tsv has a slip a line: given name, family name, class, two more, login, password. TEXT is
 * the establishment's own, with its tokens. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "core/mch-paths.h"
#include "slips.h"

#define COLUMNS 7

typedef struct
{
  FILE *file;
  char line[1024];
  char handout[24];
} Lines;

/* One line after the other: memory does not grow with their number. */
static gboolean
next_line (gpointer user_data, MchSlip *slip, gboolean *ret_end, GError **error)
{
  Lines *lines = user_data;
  char *cells[COLUMNS] = { NULL };
  char *rest = lines->line;

  if (fgets (lines->line, sizeof lines->line, lines->file) == NULL)
    {
      *ret_end = TRUE;
      return TRUE;
    }
  lines->line[strcspn (lines->line, "\n")] = '\0';
  for (guint i = 0; i < COLUMNS && rest != NULL; i++)
    cells[i] = strsep (&rest, "\t");
  *slip = (MchSlip){ .given_name = cells[0],
                     .family_name = cells[1],
                     .division = cells[2],
                     .login = cells[5],
                     .code = cells[6],
                     .handout = lines->handout };
  test_slips_make_handout (slip->login, lines->handout);
  return TRUE;
}

static gboolean
write_pdf (char **arguments, const char *text, MchPapillonResult *ret_result, GError **error)
{
  guint per_page = (guint) atoi (arguments[1]);
  MchSlipSheet sheet = test_sheet;
  TestSlips slips = { .n = (guint) atoi (arguments[0]) };
  Lines lines = { 0 };
  gboolean written;

  sheet.text = text;
  if (!g_str_has_suffix (arguments[0], ".tsv"))
    return mch_papillon_write_pdf_file (&sheet, NULL, per_page, test_slips_next, NULL, &slips,
                                        arguments[2], 1793700000000, NULL, ret_result, error);
  lines.file = fopen (arguments[0], "r");
  if (lines.file == NULL)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "%s cannot be read", arguments[0]);
      return FALSE;
    }
  written = mch_papillon_write_pdf_file (&sheet, NULL, per_page, next_line, NULL, &lines,
                                         arguments[2], 1793700000000, NULL, ret_result, error);
  fclose (lines.file);
  return written;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (MchPapillonResult) result = { 0 };
  struct rusage usage;
  struct stat info;
  gint64 start;
  double seconds;

  mch_paths_init_language ();
  if (argc != 4 && argc != 5)
    return 2;
  start = g_get_monotonic_time ();
  if (!write_pdf (argv + 1, argv[4], &result, &error))
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
