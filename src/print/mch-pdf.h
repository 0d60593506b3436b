/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes pages as a PDF 1.5 file while they come: memory does not grow with their number but
 * for eight bytes an object. A reader is told the language, and what is read in which order: a
 * slip, or a page, at a time. The same pages and the same MchPdfInfo give the same bytes. Fonts are
 * embedded as subsets, groups are written once. */
#pragma once

#include <gio/gio.h>

#include "print/mch-page.h"

G_BEGIN_DECLS

/**
 * MchPdfInfo:
 * @title: the document's, without any person's name.
 * @author: (nullable): the establishment.
 * @language: such as "fr".
 * @created_ms: milliseconds since 1970, UTC; the only date in the file.
 * @width, @height: of every page, in mm.
 */
typedef struct
{
  const char *title;
  const char *author;
  const char *language;
  gint64 created_ms;
  double width;
  double height;
} MchPdfInfo;

typedef struct _MchPdf MchPdf;

/* @stream: borrowed for the life of the writer; neither flushed nor closed by it. (transfer full)
 */
MchPdf *mch_pdf_new (GOutputStream *stream, MchFonts *fonts, const MchPdfInfo *info);
void mch_pdf_free (MchPdf *pdf);

/* Writes one page. Fails with %MCH_PRINT_ERROR_OUTPUT or %G_IO_ERROR_CANCELLED; after a failure
 * only mch_pdf_free() may be called. */
gboolean
mch_pdf_add_page (MchPdf *pdf, const MchPage *page, GCancellable *cancellable, GError **error);

/* Ends the file, which needs at least one page. @ret_sha256: (out) (optional) (transfer full):
 * lower-case hexadecimal of all its bytes. */
gboolean mch_pdf_finish (MchPdf *pdf, GCancellable *cancellable, char **ret_sha256, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPdf, mch_pdf_free)

G_END_DECLS
