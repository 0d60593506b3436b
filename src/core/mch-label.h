/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words in which people read a working context: "CAP", "JUIN 2027", "Académie de Besançon". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* (transfer full): the exam of "CAP/2027-06": "CAP". */
char *mch_label_dup_exam (const char *session);

/* (transfer full): the month and year of "CAP/2027-06", in capitals: "JUIN 2027". What is no
 * session is given back as it is. */
char *mch_label_dup_session (const char *session);

/* (transfer full): @name with "Académie de" (or "d'") before it, unless it says so itself. */
char *mch_label_dup_academy (const char *name);

/* (transfer full): a French number in pairs, "01 99 00 12 34", with no-break spaces; any other as
 * it is. */
char *mch_label_dup_phone (const char *phone);

/* (transfer full): @number with its thousands apart by narrow no-break spaces, in any locale. */
char *mch_label_dup_number (guint64 number);

/* (transfer full) (nullable): "12/11/2026 14:05" of @ms since 1970, UTC, as this computer's clock
 * reads it; NULL for what is in no calendar. */
char *mch_label_dup_moment (gint64 ms);

/* ACC-12: (transfer full): "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON". @academy may be NULL. */
char *mch_label_dup_context (const char *session, const char *academy);

G_END_DECLS
