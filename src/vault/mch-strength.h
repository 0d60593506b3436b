/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a guesser would need, estimated; the rules themselves are core/mch-password.h. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MCH_STRENGTH_VERY_WEAK, /* below 20 bits */
  MCH_STRENGTH_WEAK,      /* below 34 */
  MCH_STRENGTH_FAIR,      /* below 47 */
  MCH_STRENGTH_GOOD,      /* below 60 */
  MCH_STRENGTH_STRONG,
} MchStrength;

/* The least that a staff password must reach. */
#define MCH_STRENGTH_STAFF_MIN MCH_STRENGTH_FAIR

/**
 * mch_strength_estimate:
 * @password: (nullable): normalised first; only its first 100 characters are looked at.
 * @words: (nullable): NULL-terminated words that a guesser knows: login, names, town…
 * @ret_bits: (out) (nullable): the estimate.
 *
 * Thread-safe; up to some milliseconds.
 */
MchStrength
mch_strength_estimate (const char *password, const char *const *words, double *ret_bits);

/* A word for the person, translated: "weak", "fair"… (transfer none) */
const char *mch_strength_to_label (MchStrength strength);

G_END_DECLS
