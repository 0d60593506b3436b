/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether somebody who is being typed may be known already. A warning, never a match: homonyms and
 * twins stay two people. Thread-safe for records that nobody changes. */
#pragma once

#include "core/mch-record.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_ALIKE_NO,
  MCH_ALIKE_CLOSE, /* two of family name, given name and date of birth are the same */
  MCH_ALIKE_SAME,  /* all three are, or the INE is */
} MchAlike;

/* An INE each that differ, or the sex, tell two people apart. */
MchAlike mch_person_compare (const MchRecord *typed, const MchRecord *known);

G_END_DECLS
