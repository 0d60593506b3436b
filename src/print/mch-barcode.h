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

typedef struct _MchBarcode MchBarcode;

/* Bars of @height, in mm. They are recorded once, and drawn on any number of pages. */
MchBarcode *mch_barcode_new (double height);
void mch_barcode_free (MchBarcode *barcode);

/* Draws black bars from @x, @y, the upper left corner. @digits: an even number of them. @words:
 * what the bars are to who cannot see them. */
void mch_barcode_add_digits (MchBarcode *barcode, MchPage *page, const char *digits, double x,
                             double y, const char *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchBarcode, mch_barcode_free)

G_END_DECLS
