/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of lists of people: as a French dictionary has it, on every system and in every
 * locale. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mch_collate_dup_key:
 * @first: (nullable): what decides; NULL is "".
 * @second: (nullable): what decides among equal @first; NULL is "".
 *
 * Accents and case decide only between what is otherwise equal; numbers go by their value ("3B"
 * before "10A").
 *
 * Returns: (transfer full): bytes; two keys compare with memcmp() (g_bytes_compare()) as the texts
 *   should be ordered. Another version of ICU makes other keys: who keeps them on a disk
 *   keeps mch_collate_dup_version() with them. Thread-safe.
 */
GBytes *mch_collate_dup_key (const char *first, const char *second);

/* (transfer full): what made the keys; only keys of the same one compare. */
char *mch_collate_dup_version (void);

G_END_DECLS
