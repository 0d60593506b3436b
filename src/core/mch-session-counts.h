/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far an establishment is, session by session: the value "sessions" of its summary in the scope
 * of the académie. One line a session: "CAP/2027-06 12 30 1 40 20". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchSessionCounts:
 * @n_left: registrations to finish. @n_registered: finalised. @n_withdrawn: no more.
 * @n_accounts: of those who are not withdrawn, who has an account. @n_active: and has activated it.
 */
typedef struct
{
  guint n_left;
  guint n_registered;
  guint n_withdrawn;
  guint n_accounts;
  guint n_active;
} MchSessionCounts;

/* Appends the line of @session, which holds neither blanks nor ends of lines. */
void mch_session_counts_append (GString *text, const char *session, const MchSessionCounts *counts);

/**
 * mch_session_counts_read:
 * @text: (nullable): what was appended; anything.
 * @ret_counts: zeros when nothing is told of @session.
 *
 * Returns: whether a whole line of @session is there.
 */
gboolean
mch_session_counts_read (const char *text, const char *session, MchSessionCounts *ret_counts);

G_END_DECLS
