/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Logins: prénom.nom folded to a-z, whatever script the names are written in and whatever the
 * locale is. Which number a stem has reached is the server's business. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_LOGIN_MAX 64      /* characters of a login with its number */
#define MCH_LOGIN_STEM_MAX 54 /* characters of a stem: leaves room for any 32-bit number */
#define MCH_LOGIN_FALLBACK "candidat"

/**
 * mch_login_stem:
 * @given: (nullable): UTF-8; what is not is taken for empty.
 * @family: (nullable): likewise.
 *
 * Returns: (transfer full): 1 to %MCH_LOGIN_STEM_MAX characters of [a-z.]: the folded given name, a
 *   dot, the folded family name; one of them alone when the other leaves no letter, and
 *   %MCH_LOGIN_FALLBACK when neither does. Hyphens, apostrophes, spaces and digits are left out: a
 *   stem has no digit, so a stem with its number is never another stem with another number.
 *   Thread-safe.
 */
char *mch_login_stem (const char *given, const char *family);

/* (transfer full): @stem for @n = 1, "STEM2" for 2 and so on. @n is at least 1. */
char *mch_login_numbered (const char *stem, guint n);

/**
 * mch_login_fold:
 * @typed: (nullable): what a person types in a field for a login.
 *
 * Returns: (transfer full): lower case, without accents, spaces and apostrophes, only characters
 *   of [a-z0-9.@_+-]; perhaps empty. Folding twice changes nothing. An e-mail address must
 *   not be folded: look for "@" first. Thread-safe.
 */
char *mch_login_fold (const char *typed);

/* As mch_login_fold(), and without hyphens: Jean-Pierre's login is jeanpierre.…, but he may type
 * his name as he writes it. */
char *mch_login_fold_candidate (const char *typed);

G_END_DECLS
