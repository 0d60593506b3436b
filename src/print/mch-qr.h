/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

/**
 * mch_qr_add:
 * @text: what a phone reads, UTF-8, at most 1000 bytes.
 * @side: the side of the code in mm, without its quiet zone, which is the caller's to leave
 *   (four modules: a tenth of the side).
 *
 * Draws @text as one shape at @x, @y.
 *
 * Returns: FALSE with %MCH_PRINT_ERROR_INVALID when @text is too long.
 */
gboolean
mch_qr_add (MchPage *page, const char *text, double x, double y, double side, GError **error);

/* The same for digits alone, which make a smaller code. @digits: 1 to 40 of them. */
void mch_qr_add_digits (MchPage *page, const char *digits, double x, double y, double side);

G_END_DECLS
