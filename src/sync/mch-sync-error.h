/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of sync. Messages are translated and say what happened, what is kept and what
 * to do; codes let a shell choose a button or an exit status. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchSyncError:
 * @MCH_SYNC_ERROR_OFFLINE: the server could not be reached; what was typed waits in the outbox.
 * @MCH_SYNC_ERROR_UNTRUSTED: somebody answered, but not with a certificate that we trust.
 * @MCH_SYNC_ERROR_SIGN_IN: this desktop is not signed in (any more); sign in again.
 * @MCH_SYNC_ERROR_PASSWORD: the password is needed, or is wrong.
 * @MCH_SYNC_ERROR_REFUSED: the server understood and said no; the message says why.
 * @MCH_SYNC_ERROR_CONFLICT: somebody else changed the same thing.
 * @MCH_SYNC_ERROR_BUSY: the server asks to come back later.
 * @MCH_SYNC_ERROR_UPGRADE: this program is too old for the server.
 * @MCH_SYNC_ERROR_SERVER: the server's answer makes no sense.
 * @MCH_SYNC_ERROR_FAULT: the server failed at this very request, and says so; others may work.
 * @MCH_SYNC_ERROR_RESYNC: what the mirror holds of a scope is of another age; it must be pulled
 * anew.
 * @MCH_SYNC_ERROR_KEYRING: the keyring is absent or refuses.
 * @MCH_SYNC_ERROR_KEYRING_LOCKED: the keyring is there and wants its password.
 * @MCH_SYNC_ERROR_KEY: the establishment's key is not the one that this desktop knows.
 * @MCH_SYNC_ERROR_PENDING: a colleague has to admit this person first.
 * @MCH_SYNC_ERROR_PROXY: the network's proxy asks for a login, or does not accept the one it got.
 * @MCH_SYNC_ERROR_PROXY_STRANGE: it wants an identification that is no login and password.
 * @MCH_SYNC_ERROR_PORTAL: the network asks for a sign-in in the browser first.
 * @MCH_SYNC_ERROR_USAGE: the request itself cannot be: an unknown session, nobody by that name…
 */
typedef enum
{
  MCH_SYNC_ERROR_OFFLINE,
  MCH_SYNC_ERROR_UNTRUSTED,
  MCH_SYNC_ERROR_SIGN_IN,
  MCH_SYNC_ERROR_PASSWORD,
  MCH_SYNC_ERROR_REFUSED,
  MCH_SYNC_ERROR_CONFLICT,
  MCH_SYNC_ERROR_BUSY,
  MCH_SYNC_ERROR_UPGRADE,
  MCH_SYNC_ERROR_SERVER,
  MCH_SYNC_ERROR_FAULT,
  MCH_SYNC_ERROR_RESYNC,
  MCH_SYNC_ERROR_KEYRING,
  MCH_SYNC_ERROR_KEYRING_LOCKED,
  MCH_SYNC_ERROR_KEY,
  MCH_SYNC_ERROR_PENDING,
  MCH_SYNC_ERROR_PROXY,
  MCH_SYNC_ERROR_PROXY_STRANGE,
  MCH_SYNC_ERROR_PORTAL,
  MCH_SYNC_ERROR_USAGE,
} MchSyncError;

#define MCH_SYNC_ERROR (mch_sync_error_quark ())
GQuark mch_sync_error_quark (void);

/* Of operations that the exam office has to decide on: typed before the closing, received after. */
#define MCH_REFUSAL_LATE_WAITING "late_waiting"

/* @reason: (nullable): of an operation. */
gboolean mch_sync_refusal_is_late (const char *reason);

/**
 * mch_sync_refusal_text:
 * @message_key: (nullable): as in PROTOCOL.md.
 *
 * Returns: (transfer none): the translated sentence that a person reads for it.
 */
const char *mch_sync_refusal_text (const char *message_key);

/* @reason: (nullable): of a refused operation: a message_key and, on a second line, what the person
 * wrote who refused it. The sentence with these words (transfer full); the words alone, borrowed,
 * NULL when there are none. */
char *mch_sync_refusal_dup_text (const char *reason);
const char *mch_sync_refusal_get_words (const char *reason);

G_END_DECLS
