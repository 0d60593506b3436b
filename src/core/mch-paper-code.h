/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The number by which a printed document is known again when it comes back: 20 digits, which a
 * scanner types as a keyboard does, and a person from below the code. One digit says what it is,
 * fifteen of which record, two of which version, and the last two check the others. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_PAPER_CODE_LENGTH 20
#define MCH_PAPER_KEY_LENGTH 15

typedef enum
{
  MCH_PAPER_CONFIRMATION = 1, /* of a candidature */
  MCH_PAPER_PARCEL = 2,       /* what an establishment sends back for one session */
  MCH_PAPER_SLIP = 3,         /* of a person's account; the version is that of its secret */
} MchPaperKind;

/**
 * MchPaperCode:
 * @key: mch_paper_code_get_key() of the record's id. Two records of one establishment have the same
 *   one with less than a chance in a million.
 * @version: 0 to 99.
 */
typedef struct
{
  MchPaperKind kind;
  guint version;
  char key[MCH_PAPER_KEY_LENGTH + 1];
} MchPaperCode;

/* @id: any text; the same gives the same digits for ever. */
void mch_paper_code_get_key (const char *id, char ret_key[MCH_PAPER_KEY_LENGTH + 1]);

/* The 20 digits. @version: above 99 its last two digits count. (transfer full) */
char *mch_paper_code_dup (MchPaperKind kind, const char *id, guint version);

/* The same in groups of four, for people. (transfer full) */
char *mch_paper_code_dup_shown (const char *digits);

/**
 * mch_paper_code_read:
 * @typed: what came from the scanner or a person; valid UTF-8. Blanks do not count, and the upper
 *   row of a French keyboard is read as the digits that it bears.
 *
 * Returns: FALSE when it is no such number, or one that was misread.
 */
gboolean mch_paper_code_read (const char *typed, MchPaperCode *ret_code);

G_END_DECLS
