/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: one profile at work, with its store, its secrets and its line to the server. Every act
 * of the shells (machaonctl, machaon) starts from one. */
#pragma once

#include "store/mch-profile.h"
#include "store/mch-store.h"
#include "sync/mch-client.h"
#include "sync/mch-secret-store.h"
#include "vault/mch-key-pair.h"

G_BEGIN_DECLS

/**
 * MchDeskKeyring: how the keyring was when the desk was opened.
 * @MCH_DESK_KEYRING_OPEN: it gave or took the key of the local store.
 * @MCH_DESK_KEYRING_LOCKED: it wants its password.
 * @MCH_DESK_KEYRING_MISSED: it did not answer, and it has the key of data that lies on the disk.
 * @MCH_DESK_KEYRING_NONE: it did not answer, and nothing waits for it.
 */
typedef enum
{
  MCH_DESK_KEYRING_OPEN,
  MCH_DESK_KEYRING_LOCKED,
  MCH_DESK_KEYRING_MISSED,
  MCH_DESK_KEYRING_NONE,
} MchDeskKeyring;

#define MCH_TYPE_DESK (mch_desk_get_type ())
G_DECLARE_FINAL_TYPE (MchDesk, mch_desk, MCH, DESK, GObject)

/**
 * mch_desk_open:
 * @profile_dir: made when absent.
 * @secrets: kept.
 * @wait_ms: how long to wait for another process that has the profile open.
 *
 * A keyring that cannot be used is no error: the desk then works in memory, and
 * mch_desk_get_keyring_warning() says so. Blocks; one thread at a time.
 *
 * Returns: (transfer full): NULL with an MCH_STORE_ERROR.
 */
MchDesk *
mch_desk_open (const char *profile_dir, MchSecretStore *secrets, guint wait_ms, GError **error);

/* Where it was locked or is missed the desk works in memory beside data that it cannot read: opened
 * anew once the keyring answers, it has all of it. */
MchDeskKeyring mch_desk_get_keyring_at_start (MchDesk *self);

/* (nullable): the translated sentence about the keyring, or NULL while it works. One that was there
 * and goes away takes nothing along: the store goes on, and its secrets stay in memory. Borrowed
 * until the next call. */
const char *mch_desk_get_keyring_warning (MchDesk *self);

/* Asks a keyring that has gone away whether it is back, and puts back what it misses; then there is
 * no warning any more. Every synchronisation does. */
void mch_desk_try_keyring (MchDesk *self);

MchProfile *mch_desk_get_profile (MchDesk *self);
MchStore *mch_desk_get_store (MchDesk *self);
MchSecretStore *mch_desk_get_secrets (MchDesk *self);

/* The id under which this profile's secrets are kept. */
const char *mch_desk_get_profile_id (MchDesk *self);

/**
 * mch_desk_get_client:
 *
 * Returns: (transfer none): ready to call, or NULL with MCH_SYNC_ERROR_SIGN_IN when nobody has
 *   signed in yet or the token is gone.
 */
MchClient *mch_desk_get_client (MchDesk *self, GError **error);

/* A client for @server that knows this desk's proxy login: for who signs in. Errors are those of
 * mch_client_new(). (transfer full) */
MchClient *
mch_desk_new_client (MchDesk *self, const char *server, const char *ca_pem, GError **error);

/**
 * mch_desk_set_proxy_login:
 * @user: (nullable): NULL forgets it.
 *
 * What the network's proxy is told from now on, kept with the other secrets.
 *
 * Returns: FALSE with MCH_SYNC_ERROR_KEYRING when it could not be kept; it is used all the same.
 */
gboolean
mch_desk_set_proxy_login (MchDesk *self, const char *user, const char *password, GError **error);

/* Remembers the client and the token that a sign-in gave. @expires_ms: when the token ends. */
gboolean mch_desk_take_sign_in (MchDesk *self, MchClient *client, const char *token,
                                gint64 expires_ms, GError **error);

/* Forgets the token here; the profile and the outbox stay. */
void mch_desk_forget_token (MchDesk *self);

/* Asks for a fresh token when the present one is older than a day. Failing is harmless. */
void mch_desk_rotate_token (MchDesk *self, GCancellable *cancellable);

/* Milliseconds since 1970, UTC. */
gint64 mch_desk_now_ms (void);

/* (transfer full): a fresh UUIDv7. */
char *mch_desk_new_id (void);

/**
 * mch_desk_dup_scope:
 * @uai: (nullable): needed only when the profile has several establishments.
 *
 * Returns: (transfer full): "etab:UAI", or NULL with MCH_SYNC_ERROR_USAGE or _SIGN_IN.
 */
char *mch_desk_dup_scope (MchDesk *self, const char *uai, GError **error);

/**
 * mch_desk_dup_service:
 * @session: (nullable): "DOMAIN/YYYY-MM", needed only when the establishment has several.
 *
 * Returns: (transfer full): the service record, whose id is the session; or NULL with
 *   MCH_SYNC_ERROR_USAGE in words that list the sessions there are.
 */
MchRecord *
mch_desk_dup_service (MchDesk *self, const char *scope, const char *session, GError **error);

G_END_DECLS
