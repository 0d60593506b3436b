/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How slips are laid out, as a person chooses it: order, sheets and piles together, and the rules
 * about what goes with what. Thread-safe. */
#pragma once

#include "slips/mch-slip-pile.h"

G_BEGIN_DECLS

/* All zero is one slip a page, by class, then by name. */
typedef struct
{
  MchSlipOrder order;
  MchPapillonOptions options;
} MchSlipLayout;

/* Whether the choices go together; else FALSE with %MCH_PAPILLON_ERROR_INVALID and a sentence that
 * says which to change. */
gboolean mch_slip_layout_check (const MchSlipLayout *layout, GError **error);

/* Another layout of the sheets; what goes with it no more is dropped or becomes the next best: the
 * cut, the place to start at, separators. */
void mch_slip_layout_set_sheet (MchSlipLayout *layout, MchPapillonLayout sheet);

gboolean mch_slip_layout_equal (const MchSlipLayout *a, const MchSlipLayout *b);

/* That @sheet has no room for the establishment's own text, in a translated sentence; (nullable):
 * NULL when it has. */
const char *mch_slip_layout_get_text_words (MchPapillonLayout sheet);

/* "Two slips a page, a sheet before each class, in order once the pile is cut"; translated.
 * (transfer full) */
char *mch_slip_layout_dup_words (const MchSlipLayout *layout);

/* Keeps the layout of one establishment in @group of @file. The place to start at is not kept: it
 * belongs to the sheet that lies in the printer today. */
void mch_slip_layout_save (const MchSlipLayout *layout, GKeyFile *file, const char *group);

/* What is missing, unknown or contradictory gives the usual layout. */
void mch_slip_layout_load (MchSlipLayout *ret_layout, GKeyFile *file, const char *group);

G_END_DECLS
