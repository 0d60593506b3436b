/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slips that are printed together: how they lie on the sheets, how many sheets that makes, and in
 * which parts they go to a printer. Screen, printer and PDF ask it for the same pages. */
#pragma once

#include "print/papillon/mch-imposition.h"
#include "print/papillon/mch-papillon.h"

G_BEGIN_DECLS

/* Pages of one print job: more of them choke printers, and what has jammed is printed again whole.
 */
#define MCH_PAPILLON_MAX_JOB_PAGES 500

/**
 * MchPapillonOptions: all zero is one slip a page, in the order in which they come.
 * @separators: by class, which the slips must then be ordered by.
 * @pile_cut: once all sheets of a part are cut together, the piles laid one on the other, row by
 * row from the upper left one, are in order. Only layouts that are cut, and not with
 *   %MCH_SEPARATORS_NEW_PAGE.
 * @start_at: the first place to use on the first page of slips, from 1; 0 is 1.
 * @language: a second one; only where there is one slip a page, of usual letters.
 * @shift_right, @shift_down: how far everything is moved, in mm, for a printer that is out.
 */
typedef struct
{
  MchPapillonLayout layout;
  MchSeparators separators;
  gboolean pile_cut;
  guint start_at;
  MchSlipLanguage language;
  double shift_right, shift_down;
} MchPapillonOptions;

/* Whether the options go together; else FALSE with %MCH_PAPILLON_ERROR_INVALID and a sentence that
 * says which to change. */
gboolean mch_papillon_options_check (const MchPapillonOptions *options, GError **error);

/* Fills @ret_slip with what the slip at @index says; its strings stay valid until the next call. */
typedef void (*MchSlipGetter) (gpointer user_data, guint index, MchSlip *ret_slip);

/* What slips come to on paper. @n_classes: changes of class from slip to slip, plus one. */
typedef struct
{
  guint n_slips;
  guint n_pages;
  guint n_classes;
  guint n_parts;
} MchPapillonSize;

/* The size of a job before there is one: by counting alone, in microseconds. @options: valid. */
void mch_papillon_measure (const MchPapillonOptions *options, guint n_slips, MchSlipGetter get,
                           gpointer user_data, MchPapillonSize *ret_size);

/* In words, to be read before the job: "188 slips, 94 pages, 3 classes". (transfer full) */
char *mch_papillon_size_dup_words (const MchPapillonSize *size);

/* One thread at a time. */
typedef struct _MchPapillonJob MchPapillonJob;

/**
 * mch_papillon_job_new:
 * @fonts: (nullable): NULL loads the program's own.
 * @sheet: borrowed for the call only.
 * @get: asked for slips as long as the job lives, with @user_data.
 * @free_data: (nullable): frees @user_data with the job, and when there is none.
 *
 * Returns: (transfer full): NULL with %MCH_PAPILLON_ERROR_EMPTY, %MCH_PAPILLON_ERROR_INVALID for
 *   options that contradict one another, or what mch_papillon_new() fails with.
 */
MchPapillonJob *
mch_papillon_job_new (MchFonts *fonts, const MchSlipSheet *sheet, const MchPapillonOptions *options,
                      guint n_slips, MchSlipGetter get, gpointer user_data,
                      GDestroyNotify free_data, GError **error);
void mch_papillon_job_free (MchPapillonJob *job);

guint mch_papillon_job_get_n_slips (const MchPapillonJob *job);
guint mch_papillon_job_get_n_pages (const MchPapillonJob *job);

/* Changes of class from slip to slip, plus one. */
guint mch_papillon_job_get_n_classes (const MchPapillonJob *job);

/* mch_papillon_size_dup_words() of the job. (transfer full) */
char *mch_papillon_job_dup_size (const MchPapillonJob *job);

/* Whose names no font of this machine can draw, in words to be read before the job, and what to do:
 * (transfer full) (nullable): NULL when all can be drawn. */
char *mch_papillon_job_dup_undrawable (MchPapillonJob *job);

/* Parts of at most MCH_PAPILLON_MAX_JOB_PAGES pages, cut between two classes where possible. */
guint mch_papillon_job_get_n_parts (const MchPapillonJob *job);
void mch_papillon_job_get_part (const MchPapillonJob *job, guint part, guint *ret_first_page,
                                guint *ret_n_pages);

/* What stands at a place: @page from 0, @slot from 0 to one less than the layout's number of slips
 * on a page. The index of a slip counts in the order in which they were given. */
MchCell mch_papillon_job_get_cell (const MchPapillonJob *job, guint page, guint slot);

/* For drawing pages; borrowed. */
MchFonts *mch_papillon_job_get_fonts (MchPapillonJob *job);

/**
 * mch_papillon_job_record_page:
 * @number: from 0.
 * @page: is cleared.
 * @result: (nullable): its slips, pages and warnings are counted on.
 */
gboolean mch_papillon_job_record_page (MchPapillonJob *job, guint number, MchPage *page,
                                       MchPapillonResult *result, GError **error);

/**
 * mch_papillon_job_write_pdf:
 * @first_page, @n_pages: what to write; a part, or 0 and all.
 * @progress: (nullable): called every 100 slips and at the end.
 * @created_ms, @ret_result: as of mch_papillon_write_pdf().
 */
gboolean
mch_papillon_job_write_pdf (MchPapillonJob *job, guint first_page, guint n_pages,
                            GOutputStream *stream, gint64 created_ms, MchPapillonProgress progress,
                            gpointer progress_data, GCancellable *cancellable,
                            MchPapillonResult *ret_result, GError **error);

/* The same into the file @path, 0600, which is replaced only when all is written. */
gboolean
mch_papillon_job_write_pdf_file (MchPapillonJob *job, guint first_page, guint n_pages,
                                 const char *path, gint64 created_ms, MchPapillonProgress progress,
                                 gpointer progress_data, GCancellable *cancellable,
                                 MchPapillonResult *ret_result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPapillonJob, mch_papillon_job_free)

G_END_DECLS
