/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a source of slips to a PDF, one page in memory at a time. */
#include <glib/gi18n-lib.h>

#include "print/mch-output.h"
#include "print/mch-pdf.h"
#include "print/papillon/mch-papillon-private.h"

#define PROGRESS_STEP 100

typedef struct
{
  MchSlipSource source;
  MchPapillonProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
  MchPapillon *papillon;
  MchPdf *pdf;
  MchPage *page;
  guint per_page;
  MchPapillonResult *result;
} Job;

void
mch_papillon_result_clear (MchPapillonResult *result)
{
  g_return_if_fail (result != NULL);

  g_clear_pointer (&result->sha256, g_free);
  g_clear_pointer (&result->warnings, g_ptr_array_unref);
  result->n_slips = result->n_pages = result->n_warnings = 0;
}

void
mch_papillon_result_take_warning (MchPapillonResult *result, char *warning)
{
  if (warning == NULL)
    return;
  if (result->warnings == NULL)
    result->warnings = g_ptr_array_new_with_free_func (g_free);
  if (result->n_warnings++ < MCH_PAPILLON_MAX_WARNINGS)
    g_ptr_array_add (result->warnings, warning);
  else
    g_free (warning);
}

static gboolean
end_page (Job *job, GError **error)
{
  job->result->n_pages++;
  return mch_pdf_add_page (job->pdf, job->page, job->cancellable, error);
}

static gboolean
add_slip (Job *job, const MchSlip *slip, GError **error)
{
  guint slot = job->result->n_slips % job->per_page;
  g_autofree char *warning = NULL;

  if (slot == 0)
    mch_papillon_begin_page (job->papillon, job->page);
  if (!mch_papillon_add_slip (job->papillon, job->page, slot, slip, &warning, error))
    return FALSE;
  job->result->n_slips++;
  mch_papillon_result_take_warning (job->result, g_steal_pointer (&warning));
  if (job->progress != NULL && job->result->n_slips % PROGRESS_STEP == 0)
    job->progress (job->result->n_slips, job->user_data);
  return slot + 1 < job->per_page || end_page (job, error);
}

static gboolean
run (Job *job, GError **error)
{
  for (;;)
    {
      MchSlip slip = { 0 };
      gboolean end = FALSE;

      if (!job->source (job->user_data, &slip, &end, error))
        return FALSE;
      if (end)
        break;
      if (!add_slip (job, &slip, error))
        return FALSE;
    }
  if (job->result->n_slips == 0)
    {
      g_set_error (error, MCH_PAPILLON_ERROR, MCH_PAPILLON_ERROR_EMPTY,
                   _ ("There is no slip to print. Nothing was written."));
      return FALSE;
    }
  if (job->result->n_slips % job->per_page != 0 && !end_page (job, error))
    return FALSE;
  if (!mch_pdf_finish (job->pdf, job->cancellable, &job->result->sha256, error))
    return FALSE;
  if (job->progress != NULL && job->result->n_slips % PROGRESS_STEP != 0)
    job->progress (job->result->n_slips, job->user_data);
  return TRUE;
}

MchPdf *
mch_papillon_new_pdf (MchFonts *fonts, const MchSlipSheet *sheet, GOutputStream *stream,
                      gint64 created_ms)
{
  const char *kind = sheet->reminder ? _ ("Connection reminders") : _ ("Connection slips");
  g_autofree char *title = mch_papillon_dup_joined (kind, sheet->exam, sheet->session);
  MchPdfInfo info = { .title = title,
                      .author = sheet->establishment,
                      /* Translators: the code of the language that slips are written in. */
                      .language = C_ ("language code", "en"),
                      .created_ms = created_ms,
                      .width = MCH_A4_WIDTH,
                      .height = MCH_A4_HEIGHT };

  return mch_pdf_new (stream, fonts, &info);
}

gboolean
mch_papillon_write_pdf (const MchSlipSheet *sheet, MchFonts *fonts, guint per_page,
                        MchSlipSource source, MchPapillonProgress progress, gpointer user_data,
                        GOutputStream *stream, gint64 created_ms, GCancellable *cancellable,
                        MchPapillonResult *ret_result, GError **error)
{
  g_autoptr (MchFonts) own_fonts = NULL;
  g_autoptr (MchPapillon) papillon = NULL;
  g_autoptr (MchPdf) pdf = NULL;
  g_autoptr (MchPage) page = NULL;
  g_auto (MchPapillonResult) result = { 0 };
  Job job = { source, progress, user_data, cancellable };

  g_return_val_if_fail (sheet != NULL && source != NULL, FALSE);
  g_return_val_if_fail (per_page == 1 || per_page == 2, FALSE);
  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), FALSE);

  own_fonts = fonts != NULL ? mch_fonts_ref (fonts) : mch_fonts_new (NULL, error);
  if (own_fonts == NULL)
    return FALSE;
  papillon = mch_papillon_new (own_fonts, sheet, per_page, error);
  if (papillon == NULL)
    return FALSE;
  page = mch_page_new ();
  pdf = mch_papillon_new_pdf (own_fonts, sheet, stream, created_ms);
  result.warnings = g_ptr_array_new_with_free_func (g_free);
  job.papillon = papillon;
  job.pdf = pdf;
  job.page = page;
  job.per_page = per_page;
  job.result = &result;
  if (!run (&job, error))
    return FALSE;
  if (ret_result != NULL)
    {
      *ret_result = result;
      result = (MchPapillonResult){ 0 };
    }
  return TRUE;
}

gboolean
mch_papillon_write_pdf_file (const MchSlipSheet *sheet, MchFonts *fonts, guint per_page,
                             MchSlipSource source, MchPapillonProgress progress, gpointer user_data,
                             const char *path, gint64 created_ms, GCancellable *cancellable,
                             MchPapillonResult *ret_result, GError **error)
{
  g_autoptr (MchOutput) output = NULL;
  g_auto (MchPapillonResult) result = { 0 };

  g_return_val_if_fail (path != NULL, FALSE);

  output = mch_output_open (path, error);
  if (output == NULL)
    return FALSE;
  if (!mch_papillon_write_pdf (sheet, fonts, per_page, source, progress, user_data,
                               mch_output_get_stream (output), created_ms, cancellable, &result,
                               error))
    return FALSE;
  if (!mch_output_commit (output, error))
    return FALSE;
  if (ret_result != NULL)
    {
      *ret_result = result;
      result = (MchPapillonResult){ 0 };
    }
  return TRUE;
}
