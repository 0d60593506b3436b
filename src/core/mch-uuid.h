/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UUIDv7: the id of every record, made where the record is made and sorted by age. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Fills @buffer with @length bytes that nobody can guess. Thread-safe. */
typedef void (*MchRandomFunc) (void *buffer, size_t length);

#define MCH_UUID_LENGTH 36

/**
 * mch_uuid_new:
 * @now_ms: milliseconds since 1970, UTC; not negative.
 * @random: where the 74 random bits come from.
 *
 * Returns: (transfer full): 36 lower-case characters.
 */
char *mch_uuid_new (gint64 now_ms, MchRandomFunc random);

/* Whether @text is 36 characters in the 8-4-4-4-12 form, lower case, version 7. */
gboolean mch_uuid_is_valid (const char *text);

G_END_DECLS
