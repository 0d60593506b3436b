/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The provisional password's format: XXXXC-XXXXC-XXXXC, three groups of four symbols drawn at
 * random, each followed by its check symbol. It knows how a slip is written and how a person
 * copies it wrongly; it knows nothing of hashing, sealing or accounts. */
#pragma once

#include "core/mch-uuid.h"

G_BEGIN_DECLS

#define MCH_SLIP_CODE_ALPHABET "23456789ABCDEFGHJKMNPQRSTVWXY"
#define MCH_SLIP_CODE_LENGTH 17 /* characters of the printed form, hyphens included */
#define MCH_SLIP_CODE_SECRET_LENGTH                                                                \
  12 /* symbols that are hashed; the checks are not among them                                     \
      */

/**
 * MchSlipCodeStatus:
 * @MCH_SLIP_CODE_OK: a well-copied code; nothing is said about whose it is.
 * @MCH_SLIP_CODE_BAD_GROUP: a code, wrongly copied in the group that is named (the first one
 *   when several are wrong).
 * @MCH_SLIP_CODE_MISSING: a code with too few characters, and no telling in which group.
 * @MCH_SLIP_CODE_EXTRA: a code with too many characters, and no telling in which group.
 * @MCH_SLIP_CODE_NOT_A_CODE: something else, such as a password of the person's own.
 */
typedef enum
{
  MCH_SLIP_CODE_OK,
  MCH_SLIP_CODE_BAD_GROUP,
  MCH_SLIP_CODE_MISSING,
  MCH_SLIP_CODE_EXTRA,
  MCH_SLIP_CODE_NOT_A_CODE,
} MchSlipCodeStatus;

/**
 * mch_slip_code_new:
 * @random: where the symbols come from; every symbol is equally likely.
 *
 * Returns: (transfer full): %MCH_SLIP_CODE_LENGTH ASCII characters. The caller overwrites them
 *   before he frees them.
 */
char *mch_slip_code_new (MchRandomFunc random);

/**
 * mch_slip_code_check:
 * @typed: (nullable): what a person typed or pasted, in any encoding state; bytes that are not
 *   UTF-8 are no code.
 * @ret_secret: (out): the 12 symbols and a NUL when the answer is OK, else the empty string.
 * @ret_group: (out) (nullable): 1 to 3 when the answer is BAD_GROUP, else 0.
 *
 * The text is normalised (NFKC), upper-cased letter by letter in no particular language, and
 * stripped of control and format characters and of marks that stand alone. Of the rest, dashes,
 * spaces and . , : ; / _ are separators, and all others are characters: symbols when they are of
 * the alphabet, foreign otherwise. The rules are tried in this order:
 *
 * 1. The symbols alone are 15 and all three checks hold: OK, whatever separators and foreign
 *    characters stand between them.
 * 2. Of 13 to 17 characters: the text is cut into three groups at its separators, then by position
 *    (5-5-5, or one group of 3 to 7 characters beside two of 5). When the cuts at separators, or
 * else those by position, agree on the one group whose check fails, that one is BAD_GROUP. When
 * they blame different groups, it is MISSING or EXTRA.
 * 3. It still is a code by its look: three parts of 4 to 6 characters, 14 to 16 in all and at most
 *    two of them foreign; or 14 to 16 characters in any other number of parts, at most one of them
 *    foreign, whose letters are all of one case (the first one set aside, since telephones
 *    capitalise it). BAD_GROUP when the groups can be told, else MISSING or EXTRA.
 * 4. NOT_A_CODE. So is any text above 256 bytes.
 *
 * Every single error in one of the 15 characters meets rule 2, because it leaves two groups whole.
 * Nothing wrong is ever repaired. Thread-safe.
 */
MchSlipCodeStatus
mch_slip_code_check (const char *typed, char ret_secret[MCH_SLIP_CODE_SECRET_LENGTH + 1],
                     guint *ret_group);

/**
 * mch_slip_code_resembles:
 *
 * Whether mch_slip_code_check() answers anything but NOT_A_CODE. A password of a person's own for
 * which it does is refused when it is chosen, so that the typed text alone says which is which.
 */
gboolean mch_slip_code_resembles (const char *password);

/**
 * mch_slip_code_dup_message:
 *
 * Returns: (transfer full) (nullable): the sentence for the person who typed the code, translated;
 *   NULL for OK and NOT_A_CODE.
 */
char *mch_slip_code_dup_message (MchSlipCodeStatus status, guint group);

G_END_DECLS
