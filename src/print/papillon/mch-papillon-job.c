/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/papillon/mch-papillon-job.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "print/mch-output.h"
#include "print/papillon/mch-papillon-private.h"

#define PROGRESS_STEP 100

/* A sentence names so many candidates. */
#define MAX_NAMED 8

struct _MchPapillonJob
{
  MchFonts *fonts;
  MchPapillon *papillon;
  MchSlipSheet sheet; /* what a PDF's metadata need; copied strings */
  guint per_page;
  guint n_slips;
  MchSlipGetter get;
  gpointer user_data;
  GDestroyNotify free_data;
  GArray *classes; /* MchSlipClass */
  MchImposition *imposition;
};

gboolean
mch_papillon_options_check (const MchPapillonOptions *options, GError **error)
{
  const MchSlipGrid *grid;
  guint per_page;

  g_return_val_if_fail (options != NULL, FALSE);

  grid = mch_papillon_layout_get_grid (options->layout);
  per_page = mch_papillon_layout_get_per_page (options->layout);
  if (options->start_at > per_page)
    g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                 g_dngettext (GETTEXT_PACKAGE,
                              "A page of this layout has %u place: there is no place %u to start "
                              "at.",
                              "A page of this layout has %u places: there is no place %u to start "
                              "at.",
                              per_page),
                 per_page, options->start_at);
  else if (grid->labels && options->separators == MCH_SEPARATORS_SHEET)
    g_set_error_literal (
        error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
        _ ("A separator would use up a sheet of labels. Choose a new page for each "
           "class, or nothing between classes."));
  else if (options->language != MCH_SLIP_LANGUAGE_NONE
           && options->layout != MCH_PAPILLON_ONE_PER_PAGE)
    g_set_error_literal (
        error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
        _ ("A second language needs the room of a whole page. Choose one slip a page, "
           "or no second language."));
  else if (options->pile_cut && !grid->cut)
    g_set_error_literal (
        error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
        _ ("A pile is cut when there are two, four or eight slips on a page. Choose "
           "such a layout, or no cut."));
  else if (options->pile_cut && options->separators == MCH_SEPARATORS_NEW_PAGE)
    g_set_error_literal (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_INVALID,
                         _ ("In a pile that is cut no class can begin on a page of its own. Choose "
                            "separators, which are cut with the slips."));
  else
    return TRUE;
  return FALSE;
}

/* Where the division changes. */
static GArray *
find_classes (guint n_slips, MchSlipGetter get, gpointer user_data)
{
  GArray *classes = g_array_new (FALSE, FALSE, sizeof (MchSlipClass));
  g_autofree char *last = NULL;

  for (guint i = 0; i < n_slips; i++)
    {
      MchSlip slip = { 0 };
      const char *division;

      get (user_data, i, &slip);
      division = slip.division != NULL ? slip.division : "";
      if (i > 0 && strcmp (division, last) == 0)
        {
          g_array_index (classes, MchSlipClass, classes->len - 1).n++;
          continue;
        }
      g_free (last);
      last = g_strdup (division);
      g_array_append_vals (classes, &(MchSlipClass){ i, 1 }, 1);
    }
  return classes;
}

static MchImposition *
impose (GArray *classes, const MchPapillonOptions *options)
{
  const MchImpositionOptions imposed = { .per_page =
                                             mch_papillon_layout_get_per_page (options->layout),
                                         .separators = options->separators,
                                         .pile_cut = options->pile_cut,
                                         .start_at = options->start_at,
                                         .max_pages = MCH_PAPILLON_MAX_JOB_PAGES };

  return mch_imposition_new (classes, &imposed);
}

void
mch_papillon_measure (const MchPapillonOptions *options, guint n_slips, MchSlipGetter get,
                      gpointer user_data, MchPapillonSize *ret_size)
{
  g_autoptr (GArray) classes = NULL;
  g_autoptr (MchImposition) imposition = NULL;

  g_return_if_fail (options != NULL && get != NULL && ret_size != NULL);

  classes = find_classes (n_slips, get, user_data);
  imposition = impose (classes, options);
  *ret_size = (MchPapillonSize){ .n_slips = n_slips,
                                 .n_pages = mch_imposition_get_n_pages (imposition),
                                 .n_classes = classes->len,
                                 .n_parts = mch_imposition_get_n_parts (imposition) };
}

char *
mch_papillon_size_dup_words (const MchPapillonSize *size)
{
  g_autofree char *slips = NULL;
  g_autofree char *pages = NULL;
  g_autofree char *classes = NULL;

  g_return_val_if_fail (size != NULL, NULL);

  slips = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u slip", "%u slips", size->n_slips),
                           size->n_slips);
  pages = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u page", "%u pages", size->n_pages),
                           size->n_pages);
  classes = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u class", "%u classes", size->n_classes), size->n_classes);
  return g_strdup_printf ("%s, %s, %s", slips, pages, classes);
}

MchPapillonJob *
mch_papillon_job_new (MchFonts *fonts, const MchSlipSheet *sheet, const MchPapillonOptions *options,
                      guint n_slips, MchSlipGetter get, gpointer user_data,
                      GDestroyNotify free_data, GError **error)
{
  g_autoptr (MchPapillonJob) job = NULL;
  MchSlipSheet spoken;

  g_return_val_if_fail (sheet != NULL && options != NULL && get != NULL, NULL);

  job = g_new0 (MchPapillonJob, 1);
  job->get = get;
  job->user_data = user_data;
  job->free_data = free_data;
  if (!mch_papillon_options_check (options, error))
    return NULL;
  if (n_slips == 0)
    {
      g_set_error_literal (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_EMPTY,
                           _ ("There is no slip to print. Nothing was written."));
      return NULL;
    }
  job->fonts = fonts != NULL ? mch_fonts_ref (fonts) : mch_fonts_new (NULL, error);
  if (job->fonts == NULL)
    return NULL;
  spoken = *sheet;
  spoken.language = options->language;
  job->papillon = mch_papillon_new_for_layout (job->fonts, &spoken, options->layout, error);
  if (job->papillon == NULL)
    return NULL;
  mch_papillon_set_shift (job->papillon, options->shift_right, options->shift_down);
  job->sheet = (MchSlipSheet){ .establishment = g_strdup (sheet->establishment),
                               .exam = g_strdup (sheet->exam),
                               .session = g_strdup (sheet->session),
                               .reminder = sheet->reminder };
  job->per_page = mch_papillon_layout_get_per_page (options->layout);
  job->n_slips = n_slips;
  job->classes = find_classes (n_slips, get, user_data);
  job->imposition = impose (job->classes, options);
  return g_steal_pointer (&job);
}

void
mch_papillon_job_free (MchPapillonJob *job)
{
  g_return_if_fail (job != NULL);

  if (job->free_data != NULL)
    job->free_data (job->user_data);
  g_clear_pointer (&job->imposition, mch_imposition_free);
  g_clear_pointer (&job->classes, g_array_unref);
  g_clear_pointer (&job->papillon, mch_papillon_free);
  g_clear_pointer (&job->fonts, mch_fonts_unref);
  g_free ((char *) job->sheet.establishment);
  g_free ((char *) job->sheet.exam);
  g_free ((char *) job->sheet.session);
  g_free (job);
}

guint
mch_papillon_job_get_n_slips (const MchPapillonJob *job)
{
  g_return_val_if_fail (job != NULL, 0);

  return job->n_slips;
}

guint
mch_papillon_job_get_n_pages (const MchPapillonJob *job)
{
  g_return_val_if_fail (job != NULL, 0);

  return mch_imposition_get_n_pages (job->imposition);
}

guint
mch_papillon_job_get_n_classes (const MchPapillonJob *job)
{
  g_return_val_if_fail (job != NULL, 0);

  return job->classes->len;
}

char *
mch_papillon_job_dup_size (const MchPapillonJob *job)
{
  MchPapillonSize size;

  g_return_val_if_fail (job != NULL, NULL);

  size = (MchPapillonSize){ .n_slips = job->n_slips,
                            .n_pages = mch_imposition_get_n_pages (job->imposition),
                            .n_classes = job->classes->len,
                            .n_parts = mch_imposition_get_n_parts (job->imposition) };
  return mch_papillon_size_dup_words (&size);
}

char *
mch_papillon_job_dup_undrawable (MchPapillonJob *job)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (job != NULL, NULL);

  for (guint i = 0; i < job->n_slips; i++)
    {
      MchSlip slip = { 0 };
      g_autofree char *name = NULL;

      job->get (job->user_data, i, &slip);
      name = mch_papillon_dup_undrawable (job->papillon, &slip);
      if (name == NULL)
        continue;
      if (n < MAX_NAMED)
        g_string_append_printf (names, "%s%s", n > 0 ? ", " : "", name);
      n++;
    }
  if (n == 0)
    return NULL;
  if (n > MAX_NAMED)
    g_string_append (names, "…");
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "No font of this computer can draw %u name: %s. “�” would be printed in the "
                   "place of its letters. Install a font of its script (the packages "
                   "fonts-noto-core and fonts-noto-cjk have nearly all) and print then.",
                   "No font of this computer can draw %u names: %s. “�” would be printed in the "
                   "place of their letters. Install fonts of their scripts (the packages "
                   "fonts-noto-core and fonts-noto-cjk have nearly all) and print then.",
                   n),
      n, names->str);
}

guint
mch_papillon_job_get_n_parts (const MchPapillonJob *job)
{
  g_return_val_if_fail (job != NULL, 0);

  return mch_imposition_get_n_parts (job->imposition);
}

void
mch_papillon_job_get_part (const MchPapillonJob *job, guint part, guint *ret_first_page,
                           guint *ret_n_pages)
{
  g_return_if_fail (job != NULL);

  mch_imposition_get_part (job->imposition, part, ret_first_page, ret_n_pages);
}

MchCell
mch_papillon_job_get_cell (const MchPapillonJob *job, guint page, guint slot)
{
  g_return_val_if_fail (job != NULL && slot < job->per_page, (MchCell){ 0 });

  return mch_imposition_get_cell (job->imposition, page, slot);
}

MchFonts *
mch_papillon_job_get_fonts (MchPapillonJob *job)
{
  g_return_val_if_fail (job != NULL, NULL);

  return job->fonts;
}

static void
record_separator (MchPapillonJob *job, MchPage *page, guint slot, const MchCell *cell)
{
  const MchSlipClass *class = &g_array_index (job->classes, MchSlipClass, cell->index);
  MchSlip slip = { 0 };

  job->get (job->user_data, class->first, &slip);
  mch_papillon_add_separator (job->papillon, page, slot, cell->kind == MCH_CELL_SEPARATOR_SHEET,
                              slip.division, class->n, cell->index + 1, job->classes->len);
}

static gboolean
record_slip (MchPapillonJob *job, MchPage *page, guint slot, guint index, MchPapillonResult *result,
             GError **error)
{
  MchSlip slip = { 0 };
  g_autofree char *warning = NULL;

  job->get (job->user_data, index, &slip);
  if (!mch_papillon_add_slip (job->papillon, page, slot, &slip, &warning, error))
    return FALSE;
  if (result == NULL)
    return TRUE;
  result->n_slips++;
  mch_papillon_result_take_warning (result, g_steal_pointer (&warning));
  return TRUE;
}

gboolean
mch_papillon_job_record_page (MchPapillonJob *job, guint number, MchPage *page,
                              MchPapillonResult *result, GError **error)
{
  g_return_val_if_fail (job != NULL && page != NULL, FALSE);
  g_return_val_if_fail (number < mch_papillon_job_get_n_pages (job), FALSE);

  mch_papillon_begin_page (job->papillon, page);
  for (guint slot = 0; slot < job->per_page; slot++)
    {
      MchCell cell = mch_imposition_get_cell (job->imposition, number, slot);

      if (cell.kind == MCH_CELL_SLIP && !record_slip (job, page, slot, cell.index, result, error))
        return FALSE;
      if (cell.kind == MCH_CELL_SEPARATOR || cell.kind == MCH_CELL_SEPARATOR_SHEET)
        record_separator (job, page, slot, &cell);
    }
  if (result != NULL)
    result->n_pages++;
  return TRUE;
}

gboolean
mch_papillon_job_write_pdf (MchPapillonJob *job, guint first_page, guint n_pages,
                            GOutputStream *stream, gint64 created_ms, MchPapillonProgress progress,
                            gpointer progress_data, GCancellable *cancellable,
                            MchPapillonResult *ret_result, GError **error)
{
  g_autoptr (MchPdf) pdf = NULL;
  g_autoptr (MchPage) page = NULL;
  g_auto (MchPapillonResult) result = { 0 };
  guint told = 0;

  g_return_val_if_fail (job != NULL && G_IS_OUTPUT_STREAM (stream), FALSE);
  g_return_val_if_fail (n_pages > 0 && first_page + n_pages <= mch_papillon_job_get_n_pages (job),
                        FALSE);

  page = mch_page_new ();
  pdf = mch_papillon_new_pdf (job->fonts, &job->sheet, stream, created_ms);
  result.warnings = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n_pages; i++)
    {
      if (!mch_papillon_job_record_page (job, first_page + i, page, &result, error)
          || !mch_pdf_add_page (pdf, page, cancellable, error))
        return FALSE;
      if (progress == NULL || (result.n_slips < told + PROGRESS_STEP && i + 1 < n_pages))
        continue;
      told = result.n_slips;
      progress (told, progress_data);
    }
  if (!mch_pdf_finish (pdf, cancellable, &result.sha256, error))
    return FALSE;
  if (ret_result != NULL)
    {
      *ret_result = result;
      result = (MchPapillonResult){ 0 };
    }
  return TRUE;
}

gboolean
mch_papillon_job_write_pdf_file (MchPapillonJob *job, guint first_page, guint n_pages,
                                 const char *path, gint64 created_ms, MchPapillonProgress progress,
                                 gpointer progress_data, GCancellable *cancellable,
                                 MchPapillonResult *ret_result, GError **error)
{
  g_autoptr (MchOutput) output = NULL;
  g_auto (MchPapillonResult) result = { 0 };

  g_return_val_if_fail (path != NULL, FALSE);

  output = mch_output_open (path, error);
  if (output == NULL)
    return FALSE;
  if (!mch_papillon_job_write_pdf (job, first_page, n_pages, mch_output_get_stream (output),
                                   created_ms, progress, progress_data, cancellable, &result, error)
      || !mch_output_commit (output, error))
    return FALSE;
  if (ret_result != NULL)
    {
      *ret_result = result;
      result = (MchPapillonResult){ 0 };
    }
  return TRUE;
}
