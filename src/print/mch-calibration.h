/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page that tells how far a printer is out: it is folded in its middle, and the number on which
 * the fold lies is the one to type. No ruler is needed. */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

/* Records the page into @page, which is cleared. It must reach the printer without any correction.
 */
void mch_calibration_record (MchFonts *fonts, MchPage *page);

/* The page as the file @path, 0600, which is replaced only when all is written. Fails with
 * %MCH_PRINT_ERROR_OUTPUT, or with what mch_fonts_new() fails with. */
gboolean mch_calibration_write_pdf_file (const char *path, gint64 created_ms, GError **error);

G_END_DECLS
