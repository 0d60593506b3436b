/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may see an establishment's slips. Its key is made by the first member, sealed to each later
 * one by a colleague who compared six words, and replaced when somebody leaves. */
#pragma once

#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * mch_membership_join:
 * @member: one's own key pair.
 *
 * After a sign-in and a pull: founds the establishment's key when there is none, and pins the one
 * that there is when this profile sees it for the first time.
 */
gboolean mch_membership_join (MchDesk *desk, const char *scope, MchKeyPair *member,
                              GCancellable *cancellable, GError **error);

/**
 * mch_membership_read_key:
 * @ret_public: (out caller-allocates): the pinned key, after checking that the mirror shows the
 * same one or an heir of it.
 * @ret_version: (out) (optional): its version.
 *
 * Returns: FALSE with MCH_SYNC_ERROR_KEY, _SIGN_IN, or _PASSWORD when it takes the password to
 * check an heir.
 */
gboolean mch_membership_read_key (MchDesk *desk, const char *scope, guint8 ret_public[MCH_KEY_SIZE],
                                  gint64 *ret_version, GError **error);

/* Whether this person sees the establishment's slips. */
gboolean mch_membership_is_member (MchDesk *desk, const char *scope);

/* (transfer full): the six words that one reads to the colleague who admits one. About a second. */
char *mch_membership_dup_own_words (MchDesk *desk, const char *scope, GError **error);

/**
 * mch_membership_admit:
 * @words: what the pending person read aloud.
 *
 * Errors: MCH_SYNC_ERROR_KEY when the words are not those of the key that the server shows:
 * somebody else may be in his place.
 */
gboolean mch_membership_admit (MchDesk *desk, const char *scope, const char *login,
                               const char *words, GCancellable *cancellable, GError **error);

/* Removes @login, makes a new key for those who stay and reseals every edition to it. */
gboolean mch_membership_remove (MchDesk *desk, const char *scope, const char *login,
                                GCancellable *cancellable, GError **error);

G_END_DECLS
