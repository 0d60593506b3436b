/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Civil dates as people and spreadsheets write them. The canonical form is YYYY-MM-DD, so that
 * two dates compare as text. Today always comes by argument. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_DATE_LENGTH 10

typedef enum
{
  MCH_DATE_OK,
  MCH_DATE_UNREADABLE, /* not written as a date */
  MCH_DATE_IMPOSSIBLE, /* written as a date that no calendar has, or before 1900 */
  MCH_DATE_FUTURE,     /* after today */
} MchDateResult;

/**
 * mch_date_read:
 * @raw: without blanks at its ends.
 * @today: (nullable): YYYY-MM-DD; without it no date is in the future and the century of a
 *   two-digit year is taken for the age of 5 to 104 on 2026-01-01.
 * @ret_date: room for 11 bytes; written when the result is %MCH_DATE_OK or %MCH_DATE_FUTURE.
 * @ret_guessed: (out): whether the century had to be guessed.
 *
 * Reads 22/02/2009, 22-02-2009, 22.02.2009, 22/02/09, 1/9/2008, 22022009, 2009-02-22, 2009/02/22,
 * 20090222, "22 février 2009", "1er sept. 2008", and any of them with a time of day behind it.
 */
MchDateResult
mch_date_read (const char *raw, const char *today, char *ret_date, gboolean *ret_guessed);

/* Whether @text is an existing date in canonical form. */
gboolean mch_date_is_valid (const char *text);

/* 2009-02-22 as people write it: 22/02/2009. @date: a valid one. (transfer full) */
char *mch_date_dup_french (const char *date);

/* Full years from @birth to @today, both canonical; negative when born later. */
int mch_date_age (const char *birth, const char *today);

G_END_DECLS
