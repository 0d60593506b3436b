/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Code 128 of digits: bars that the simplest scanner reads, and that no telephone takes for an
 * address. */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

/* The narrowest bar, in mm: ten thousandths of an inch, and in a PDF a number without rounding. */
#define MCH_BARCODE_MODULE 0.254

/* White that stays on both sides of the bars, in mm. */
#define MCH_BARCODE_QUIET (10 * MCH_BARCODE_MODULE)

/* Most digits. */
#define MCH_BARCODE_MAX_DIGITS 40

/* How wide the bars of @n_digits, an even number, are, in mm. */
double mch_barcode_get_width (guint n_digits);

/* Draws black bars of @height from @x, @y, the upper left corner. @digits: an even number of them.
 */
void mch_barcode_add_digits (MchPage *page, const char *digits, double x, double y, double height);

G_END_DECLS
