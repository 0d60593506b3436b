/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules for passwords that people choose, as configuration: candidates' and staff's. How
 * strong a password is beyond the rules, vault/mch-strength.h estimates. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchPasswordRules:
 * @min_length: in characters after normalisation, inclusive.
 * @max_length: likewise.
 * @blocklist: refuse what is made of the words that everybody tries first.
 */
typedef struct
{
  guint min_length;
  guint max_length;
  gboolean lower;
  gboolean upper;
  gboolean special; /* neither letter nor digit nor space */
  gboolean blocklist;
} MchPasswordRules;

extern const MchPasswordRules
    mch_password_rules_candidate;                       /* CPT-13: 8 to 20, lower, upper, special */
extern const MchPasswordRules mch_password_rules_staff; /* 12 to 128, blocklist */

typedef enum
{
  MCH_PASSWORD_FAULT_NONE = 0,
  MCH_PASSWORD_FAULT_UNREADABLE = 1 << 0, /* not UTF-8, or a control character in it */
  MCH_PASSWORD_FAULT_TOO_SHORT = 1 << 1,
  MCH_PASSWORD_FAULT_TOO_LONG = 1 << 2,
  MCH_PASSWORD_FAULT_NO_LOWER = 1 << 3,
  MCH_PASSWORD_FAULT_NO_UPPER = 1 << 4,
  MCH_PASSWORD_FAULT_NO_SPECIAL = 1 << 5,
  MCH_PASSWORD_FAULT_HAS_LOGIN = 1 << 6,
  MCH_PASSWORD_FAULT_LIKE_SLIP = 1 << 7, /* see mch_slip_code_resembles() */
  MCH_PASSWORD_FAULT_COMMON = 1 << 8,
} MchPasswordFaults;

/**
 * mch_password_normalise:
 *
 * Returns: (transfer full) (nullable): NFKC of @typed, which is what is measured, derived and
 *   hashed; NULL when it is not UTF-8 or holds a control character. The caller overwrites it before
 *   he frees it. Nothing is trimmed and nothing is cut.
 */
char *mch_password_normalise (const char *typed);

/**
 * mch_password_check:
 * @typed: (nullable): before normalisation.
 * @login: (nullable): whose password it will be; its letters and digits may not stand in it when
 *   they are three or more.
 *
 * Returns: all the faults. Thread-safe.
 */
MchPasswordFaults
mch_password_check (const MchPasswordRules *rules, const char *typed, const char *login);

/* (transfer full): the rules as one translated sentence, to show beside the field before anything
 * is typed. */
char *mch_password_rules_dup_sentence (const MchPasswordRules *rules);

/**
 * mch_password_faults_dup_sentences:
 *
 * Returns: (transfer full): one translated sentence a fault, most useful first, NULL-terminated;
 * empty when there are none. Free with g_strfreev().
 */
char **mch_password_faults_dup_sentences (const MchPasswordRules *rules, MchPasswordFaults faults);

G_END_DECLS
