/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a PDF of fictional slips for tests that read it with other people's programs, and the
 * list of what must be found in it.
 *
 *   make-slips [OPTION…] OUTPUT.pdf PER-PAGE COUNT|hostile > expected.tsv */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mch-paths.h"
#include "slips.h"

#define CREATED_MS 1793700000000

static gboolean demo, large, names, pile, reminder, as_job, separators, new_page;
static int start_at;
static char *text, *pictures, *layout, *language;

static const GOptionEntry entries[] = {
  { "demo", 0, 0, G_OPTION_ARG_NONE, &demo, "SPÉCIMEN", NULL },
  { "job", 0, 0, G_OPTION_ARG_NONE, &as_job, "Laid out as a job", NULL },
  { "layout", 0, 0, G_OPTION_ARG_STRING, &layout, "Laid out as a job", "WORD" },
  { "language", 0, 0, G_OPTION_ARG_STRING, &language, "A second one; as a job", "CODE" },
  { "large", 0, 0, G_OPTION_ARG_NONE, &large, "Large print", NULL },
  { "names", 0, 0, G_OPTION_ARG_NONE, &names, "List the names, too", NULL },
  { "new-page", 0, 0, G_OPTION_ARG_NONE, &new_page, "Classes begin on a page", NULL },
  { "pile", 0, 0, G_OPTION_ARG_NONE, &pile, "Cut in one pile", NULL },
  { "pictures", 0, 0, G_OPTION_ARG_FILENAME, &pictures, "Each page as cairo draws it, too",
    "PREFIX" },
  { "reminder", 0, 0, G_OPTION_ARG_NONE, &reminder, "Without passwords", NULL },
  { "separators", 0, 0, G_OPTION_ARG_NONE, &separators, "Between classes", NULL },
  { "start-at", 0, 0, G_OPTION_ARG_INT, &start_at, "First place", "K" },
  { "text", 0, 0, G_OPTION_ARG_STRING, &text, "The establishment's own", "TEXT" },
  G_OPTION_ENTRY_NULL,
};

/* Login, code and, when names are asked for, the name as it is printed. */
static void
print_slip (const MchSlip *slip)
{
  g_autofree char *family = g_utf8_make_valid (slip->family_name, -1);
  g_autofree char *upper = g_utf8_strup (family, -1);
  g_autofree char *given = g_utf8_make_valid (slip->given_name != NULL ? slip->given_name : "", -1);

  g_strdelimit (upper, "\t\n\r", ' ');
  g_strdelimit (given, "\t\n\r", ' ');
  if (names)
    printf ("%s\t%s\t%s %s\n", slip->login, slip->code, upper, given);
  else
    printf ("%s\t%s\n", slip->login, slip->code);
}

#define PIXELS_PER_INCH 100

/* As PREFIX-NN.pgm, at 100 dpi. */
static void
draw_page (MchPapillonJob *job, guint number)
{
  const int width = (int) (MCH_A4_WIDTH / 25.4 * PIXELS_PER_INCH + 0.5);
  const int height = (int) (MCH_A4_HEIGHT / 25.4 * PIXELS_PER_INCH + 0.5);
  g_autofree char *path = g_strdup_printf ("%s-%02u.pgm", pictures, number + 1);
  g_autoptr (MchPage) page = mch_page_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  cairo_t *cr = cairo_create (surface);
  FILE *file = fopen (path, "wb");
  const guchar *pixels;

  cairo_scale (cr, PIXELS_PER_INCH / 72.0, PIXELS_PER_INCH / 72.0);
  mch_papillon_job_record_page (job, number, page, NULL, NULL);
  mch_page_draw (page, mch_papillon_job_get_fonts (job), cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  g_assert (file != NULL);
  fprintf (file, "P5\n%d %d\n255\n", width, height);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      fputc (255 - pixels[y * cairo_image_surface_get_stride (surface) + x], file);
  fclose (file);
  cairo_surface_destroy (surface);
}

static gboolean
write_job (const MchSlipSheet *sheet, guint per_page, TestSlips *slips, const char *path,
           MchPapillonResult *ret_result, GError **error)
{
  MchPapillonOptions options = { .pile_cut = pile, .start_at = (guint) start_at };
  g_autoptr (MchPapillonJob) job = NULL;
  g_autofree char *undrawable = NULL;

  options.layout = large           ? MCH_PAPILLON_LARGE_PRINT
                   : per_page == 2 ? MCH_PAPILLON_TWO_PER_PAGE
                                   : MCH_PAPILLON_ONE_PER_PAGE;
  if (language != NULL)
    g_assert_true (mch_slip_language_find (language, &options.language));
  if (layout != NULL)
    g_assert_true (mch_papillon_layout_find (layout, &options.layout));
  options.separators = separators ? MCH_SEPARATORS_SHEET
                       : new_page ? MCH_SEPARATORS_NEW_PAGE
                                  : MCH_SEPARATORS_NONE;
  job = mch_papillon_job_new (NULL, sheet, &options, slips->n, test_slips_get, slips, NULL, error);
  if (job == NULL)
    return FALSE;
  undrawable = mch_papillon_job_dup_undrawable (job);
  if (undrawable != NULL)
    fprintf (stderr, "%s\n", undrawable);
  for (guint i = 0; i < slips->n; i++)
    {
      MchSlip slip = { 0 };

      test_slips_get (slips, i, &slip);
      print_slip (&slip);
    }
  for (guint i = 0; pictures != NULL && i < mch_papillon_job_get_n_pages (job); i++)
    draw_page (job, i);
  return mch_papillon_job_write_pdf_file (job, 0, mch_papillon_job_get_n_pages (job), path,
                                          CREATED_MS, NULL, NULL, NULL, ret_result, error);
}

static gboolean
write_slips (char **arguments, MchPapillonResult *ret_result, GError **error)
{
  MchSlipSheet sheet = test_sheet;
  TestSlips slips = { 0 };
  guint per_page = (guint) atoi (arguments[1]);

  slips.hostile = strcmp (arguments[2], "hostile") == 0;
  slips.n = slips.hostile ? test_hostile_count () : (guint) atoi (arguments[2]);
  sheet.demo = demo;
  sheet.reminder = reminder;
  sheet.text = text;
  if (as_job || layout != NULL || language != NULL || large || pile || separators || new_page
      || start_at > 0)
    return write_job (&sheet, per_page, &slips, arguments[0], ret_result, error);
  slips.list = stdout;
  return mch_papillon_write_pdf_file (&sheet, NULL, per_page, test_slips_next, NULL, &slips,
                                      arguments[0], CREATED_MS, NULL, ret_result, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (MchPapillonResult) result = { 0 };

  mch_paths_init_language ();
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, NULL) || argc != 4)
    return 2;
  if (!write_slips (argv + 1, &result, &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < result.warnings->len; i++)
    fprintf (stderr, "%s\n", (const char *) result.warnings->pdata[i]);
  fprintf (stderr, "%u %u %s\n", result.n_slips, result.n_pages, result.sha256);
  return 0;
}
