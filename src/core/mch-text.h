/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text as people type it, made fit to keep and to compare: one normal form, no exotic blanks,
 * no characters that hide or reorder others. All functions take valid UTF-8. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @text in NFC. (transfer full) */
char *mch_text_to_nfc (const char *text);

/* Whether mch_text_append_clean() would surely append @text as it is; FALSE may mean that it has
 * to look closer. Fast. */
gboolean mch_text_is_clean (const char *text);

/**
 * mch_text_append_clean:
 * @out: where the cleaned text is appended.
 * @text: what was typed.
 *
 * NFC; blanks of every kind at the ends dropped and inside reduced to one space; characters that
 * show nothing (soft hyphen, zero-width space, byte order mark) dropped.
 *
 * Returns: FALSE when @text holds a control character, one that changes the direction of writing,
 *   or U+FFFD; @out then holds the text without them.
 */
gboolean mch_text_append_clean (GString *out, const char *text);

/**
 * mch_text_append_fold:
 *
 * Appends @text as it is compared: without marks and case, ligatures and barred letters in two or
 * one plain letters, all apostrophes equal, hyphens equal to spaces. Two names that a person would
 * call the same fold alike. Never shown.
 */
void mch_text_append_fold (GString *out, const char *text);

/* The same as a new string. (transfer full) */
char *mch_text_fold (const char *text);

/* Whether @a and @b fold alike; NULL counts as "". */
gboolean mch_text_folds_alike (const char *a, const char *b);

G_END_DECLS
