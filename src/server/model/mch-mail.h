/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages to candidates, from the transaction of their cause until they have gone. Whoever causes
 * one only asks for it; whom it goes to, and whether at all, is found when the sender takes it up,
 * so that asking is the same work for a stranger as for anybody. Blocks; any thread. */
#pragma once

#include "server/model/mch-server.h"

G_BEGIN_DECLS

#define MCH_MAIL_KEPT_MS (30 * G_TIME_SPAN_DAY / 1000) /* what has gone, without its text */

/**
 * MchMailKind:
 * @MCH_MAIL_VERIFY: what is typed: the address. A link to verify it, or why it cannot be used.
 * @MCH_MAIL_RESET: typed: a login or an address. A link, if that is an account with an address.
 * @MCH_MAIL_STAFF_RESET: the same, asked for by the establishment.
 * @MCH_MAIL_SLIP: the establishment has printed a new slip in spite of the address.
 * @MCH_MAIL_MOVED: typed: the address that was the account's until now.
 * @MCH_MAIL_PASSWORD: the password was changed.
 */
typedef enum
{
  MCH_MAIL_VERIFY,
  MCH_MAIL_RESET,
  MCH_MAIL_STAFF_RESET,
  MCH_MAIL_SLIP,
  MCH_MAIL_MOVED,
  MCH_MAIL_PASSWORD,
  MCH_MAIL_N_KINDS,
} MchMailKind;

/* How long the link of a kind opens something; 0 when it has none. */
gint64 mch_mail_get_life_ms (MchMailKind kind);

/**
 * mch_mail_ask:
 * @account: (nullable)
 * @typed: (nullable)
 * @cause: (nullable): for one account and one cause there is one message, however often asked.
 *
 * Inside a transaction.
 */
gboolean mch_mail_ask (MchServer *server, MchDb *db, MchMailKind kind, const char *account,
                       const char *typed, const char *cause, GError **error);

/* A message that is to be sent now. */
typedef struct
{
  char *id;
  char *to;
  char *subject;
  char *text;
  gint64 made_ms;
  guint tries; /* this one included */
  MchMailKind kind;
} MchMail;

void mch_mail_free (MchMail *mail);

/**
 * mch_mail_take:
 * @holder: this process; others leave the message alone for ten minutes.
 * @ret_mail: (out) (transfer full) (nullable): NULL when nothing is due.
 *
 * Finds the receiver of what was only asked for. Call it until it gives nothing.
 */
gboolean mch_mail_take (MchServer *server, const char *holder, MchMail **ret_mail, GError **error);

/* @mail has gone. */
gboolean mch_mail_sent (MchServer *server, const char *holder, const MchMail *mail, GError **error);

/**
 * mch_mail_not_sent:
 * @why: told to the administrator.
 * @for_good: a further try is of no use.
 *
 * Tries again later, ever more rarely, while its link or its news are worth something.
 */
gboolean mch_mail_not_sent (MchServer *server, const char *holder, const MchMail *mail,
                            const char *why, gboolean for_good, GError **error);

/* One line of a list: nobody's address and no text is in it. */
typedef struct
{
  char *id;
  char *kind;
  char *state; /* "asked", "waiting", "failed" */
  char *fault; /* NULL when it was not tried */
  gint64 created_ms;
  gint64 due_ms;
  gint64 tries;
} MchMailEntry;

void mch_mail_entry_free (MchMailEntry *entry);

/* What waits and what failed, oldest first, at most @limit: (transfer full) (element-type
 * MchMailEntry). */
GPtrArray *mch_mail_list (MchServer *server, guint limit, GError **error);

/* Everything that waits is due now. @ret_n: (out): how many. */
gboolean mch_mail_hurry (MchServer *server, gint64 *ret_n, GError **error);

/* Forgets links that are over and messages that have gone long ago. */
gboolean mch_mail_purge (MchServer *server, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchMail, mch_mail_free)

G_END_DECLS
