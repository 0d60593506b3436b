/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What both sides of a confirmation share. */
#pragma once

#include "print/mch-confirmation.h"
#include "print/mch-flow.h"

G_BEGIN_DECLS

#define MCH_CONFIRMATION_MARGIN 17.0
#define MCH_CONFIRMATION_CODE_SIDE 19.0

/* One line in @box, in its middle, smaller when it must be. */
void mch_confirmation_write (MchPage *page, MchFonts *fonts, const MchBox *box, MchFace face,
                             double size, MchAlign align, const char *role, const char *text);

/* "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON" (transfer full) */
char *mch_confirmation_dup_context (const MchConfirmation *confirmation);

void mch_confirmation_write_numbers (const MchConfirmation *confirmation, MchPage *page,
                                     MchFonts *fonts);
void mch_confirmation_write_provisional (MchPage *page, MchFonts *fonts);
void mch_confirmation_write_footer (const MchConfirmation *confirmation, MchPage *page,
                                    MchFonts *fonts, const char *words, const char *number);

/* Returns: characters without a glyph. */
guint
mch_confirmation_record_back (const MchConfirmation *confirmation, MchFonts *fonts, MchPage *back);

G_END_DECLS
