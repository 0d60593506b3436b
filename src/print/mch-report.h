/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document of one page or many: the same header on each, "Page 2 of 7" below, and between them
 * headings, paragraphs and tables that flow from page to page. Its pages are programs like any
 * other: for the screen, the printer and PDF. */
#pragma once

#include <gio/gio.h>

#include "print/mch-table.h"

G_BEGIN_DECLS

/**
 * MchReportInfo: strings are copied; all but @title may be NULL.
 * @title: of the document and its pages, without any person's name.
 * @context: "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON".
 * @establishment: whose document it is.
 * @edited: when it was made, in words.
 * @footer: below every page, beside its number.
 * @language: such as "fr"; NULL for that of the process.
 * @created_ms: ms since 1970, UTC: the date in the file.
 */
typedef struct
{
  const char *title;
  const char *context;
  const char *establishment;
  const char *edited;
  const char *footer;
  const char *language;
  gint64 created_ms;
  gboolean landscape;
} MchReportInfo;

typedef struct _MchReport MchReport;

MchReport *mch_report_new (MchFonts *fonts, const MchReportInfo *info);
void mch_report_free (MchReport *report);

/* Where pages can be filled: its height is that of an empty page, in mm. */
void mch_report_get_body (const MchReport *report, MchBox *ret_body);

/* What stands at the right of the title on the pages that begin from now on; NULL for nothing. */
void mch_report_set_subtitle (MchReport *report, const char *subtitle);

/* What follows begins on a new page. Nothing happens on an empty one. */
void mch_report_break_page (MchReport *report);

/**
 * mch_report_take:
 * @height: in mm, at most that of the body.
 *
 * Takes room, on a new page when this one has less.
 *
 * Returns: (transfer none): the page to draw on, and in @ret_box where.
 */
MchPage *mch_report_take (MchReport *report, double height, MchBox *ret_box);

/* A heading stays with at least @follow mm of what follows. */
void mch_report_add_heading (MchReport *report, const char *text, double follow);

/* @face, @size: of the text; "\n" begins a line. */
void mch_report_add_paragraph (MchReport *report, MchFace face, double size, const char *text);

void mch_report_add_space (MchReport *report, double height);

/* @table: prepared for the body's width.
 * @caption: (nullable): above the table, and again where it goes on on another page. */
void mch_report_add_table (MchReport *report, MchTable *table, const char *caption);

/* Writes the pages' numbers; nothing can be added any more. Returns: how many pages, at least 1. */
guint mch_report_finish (MchReport *report);

guint mch_report_get_n_pages (const MchReport *report);

/* After mch_report_finish(). Borrowed; it holds no group, so it can be one. */
MchPage *mch_report_get_page (const MchReport *report, guint number);

/* The size of its pages, in mm. */
void mch_report_get_size (const MchReport *report, double *ret_width, double *ret_height);

/* Writes @n_pages pages of the finished report. Fails with %MCH_PRINT_ERROR_OUTPUT or
 * %G_IO_ERROR_CANCELLED. */
gboolean mch_report_write_pdf (MchReport *report, guint first_page, guint n_pages,
                               GOutputStream *stream, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchReport, mch_report_free)

G_END_DECLS
