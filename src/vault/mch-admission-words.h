/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that two people read to each other: plain French, unaccented, four to eight letters,
 * no two alike in their first four. Their order is part of a format: never change it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_ADMISSION_N_WORDS 1024

/* The word of @index, 0 to MCH_ADMISSION_N_WORDS - 1. */
const char *mch_admission_word (guint index);

G_END_DECLS
