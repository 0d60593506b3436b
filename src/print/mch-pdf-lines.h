/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long lines of text that come again at the same place, page after page: the words of a letter that
 * do not speak of its reader. The second time such a line is written, it becomes an object of its
 * own, which later pages draw. */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

typedef struct _MchPdfLines MchPdfLines;

MchPdfLines *mch_pdf_lines_new (void);
void mch_pdf_lines_free (MchPdfLines *lines); /* overwrites what it held */

typedef enum
{
  MCH_PDF_LINE_NEW,      /* write it as it is */
  MCH_PDF_LINE_REPEATED, /* make an object of it, and tell mch_pdf_lines_set_object() */
  MCH_PDF_LINE_KNOWN,    /* draw the object */
} MchPdfLineState;

/* Of the text @op of @page. A line in MCH_FACE_MONO is always new, and no copy of it is kept:
 * secrets are printed so. @ret_object: set for what is known. */
MchPdfLineState
mch_pdf_lines_see (MchPdfLines *lines, const MchPage *page, const MchOp *op, guint *ret_object);

/* @object draws @op, which was just seen. */
void
mch_pdf_lines_set_object (MchPdfLines *lines, const MchPage *page, const MchOp *op, guint object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPdfLines, mch_pdf_lines_free)

G_END_DECLS
