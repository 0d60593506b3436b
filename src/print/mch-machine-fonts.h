/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fonts that are installed on this machine, for the scripts that ours do not write: Chinese,
 * Japanese, Korean, Thai, the scripts of India and many more. */
#pragma once

#include <pango/pangocairo.h>

#include "print/mch-outlines.h"

G_BEGIN_DECLS

typedef struct _MchMachineFonts MchMachineFonts;

/* @context: whose settings are taken over. (transfer full) (nullable): NULL on a machine without
 * any font, where Pango would give up the program. */
MchMachineFonts *mch_machine_fonts_new (PangoContext *context);
void mch_machine_fonts_free (MchMachineFonts *machine);

/* For shaping; borrowed. */
PangoContext *mch_machine_fonts_get_context (MchMachineFonts *machine);

/* The number of @font among those that were used, at most @max of them; FALSE when it cannot be
 * printed: a font of coloured pictures or of pixels, or one too many. */
gboolean mch_machine_fonts_identify (MchMachineFonts *machine, PangoFont *font, guint max,
                                     guint *ret_number);

/* Of the font @number; borrowed. */
PangoFont *mch_machine_fonts_get_font (const MchMachineFonts *machine, guint number);
const char *mch_machine_fonts_get_name (const MchMachineFonts *machine, guint number);
const MchOutlines *mch_machine_fonts_get_outlines (const MchMachineFonts *machine, guint number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchMachineFonts, mch_machine_fonts_free)

G_END_DECLS
