/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An e-mail address as what tells one account from another, and as others may see it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_EMAIL_MAX 254 /* bytes */

/**
 * mch_email_read:
 * @typed: (nullable): by a person, or by a stranger: any bytes.
 *
 * The address in small letters, so that two ways of writing one mailbox are one address; the rule
 * is that of the field "email". It is plain ASCII without blanks or control characters, and safe in
 * the header of a message and in the envelope.
 *
 * Returns: (transfer full) (nullable): NULL when it is no address.
 */
char *mch_email_read (const char *typed);

/* "l•••@exemple.example": what staff see of a candidate's own address. @email: of mch_email_read().
 * (transfer full) */
char *mch_email_mask (const char *email);

G_END_DECLS
