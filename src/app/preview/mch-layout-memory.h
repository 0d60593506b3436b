/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The layout that each establishment prints its slips in, from one run to the next: a small file in
 * the profile. A missing or damaged one gives the usual layout and is no error. */
#pragma once

#include "slips/mch-slip-layout.h"

G_BEGIN_DECLS

/* @scope: (nullable): NULL gives the usual layout. */
void mch_layout_memory_load (MchSlipLayout *ret_layout, const char *profile_dir, const char *scope);

/* What cannot be written is forgotten. */
void
mch_layout_memory_save (const MchSlipLayout *layout, const char *profile_dir, const char *scope);

G_END_DECLS
