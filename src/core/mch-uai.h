/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code of an establishment: 7 digits and a key letter. Codes with a wrong key circulate, so
 * the key warns and refuses nothing. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_UAI_LENGTH 8

/**
 * mch_uai_read:
 * @raw: what was typed; lower case and blanks inside are put right.
 * @ret_uai: room for 9 bytes; written when it is one.
 * @ret_key_right: (out): whether the letter is the one that the digits ask for.
 *
 * Returns: whether @raw has the shape of a UAI.
 */
gboolean mch_uai_read (const char *raw, char *ret_uai, gboolean *ret_key_right);

/* Whether @text is a UAI in canonical form, whatever its key. */
gboolean mch_uai_is_valid (const char *text);

/* The first "(0250001A)" in @text, for files that name their establishment in a title; or NULL.
 * (transfer full) */
char *mch_uai_dup_from_title (const char *text);

G_END_DECLS
