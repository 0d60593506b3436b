/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that schools and their programs put above the columns of a file, and the fields that
 * they mean. Case, accents, apostrophes, punctuation and spaces make no difference. Thread-safe. */
#pragma once

#include "core/mch-field.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_HEADER_UNKNOWN, /* nothing we know */
  MCH_HEADER_FIELD,   /* the values of a field */
  MCH_HEADER_UAI,     /* the establishment of each row */
  MCH_HEADER_IGNORED, /* known, and on purpose not taken from files (state, our own notes…) */
} MchHeaderKind;

/**
 * mch_header_find:
 * @words: one cell of the line of headings.
 * @ret_field: (out): the field for %MCH_HEADER_FIELD, else NULL.
 * @ret_vague: (out): whether the words could mean something else ("Nom"), so that a column with
 *   better words for the same field goes before.
 */
MchHeaderKind mch_header_find (const char *words, const MchField **ret_field, gboolean *ret_vague);

/* Whether values of @field may come from a file at all. */
gboolean mch_header_can_give (const MchField *field);

/* @words as they are compared: letters and digits only. (transfer full) */
char *mch_header_normalise (const char *words);

G_END_DECLS
