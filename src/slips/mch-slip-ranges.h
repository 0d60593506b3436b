/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "1-4, 7, 12-": which pages a person wants, cut by ourselves because printers' own ranges are
 * ignored for PDF files. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mch_slip_ranges_parse:
 * @text: numbers and ranges from 1, separated by commas, semicolons or spaces; a range may lack its
 *   end ("12-"). Empty for all.
 * @n: how many there are, at least 1.
 *
 * Returns: (transfer full) (element-type guint): indices from 0 in rising order, each once; NULL
 *   with G_OPTION_ERROR_BAD_VALUE and a sentence that names the piece it could not read.
 */
GArray *mch_slip_ranges_parse (const char *text, guint n, GError **error);

G_END_DECLS
