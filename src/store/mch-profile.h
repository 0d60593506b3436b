/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile.conf: which server and establishments a profile belongs to. Readable text without any
 * secret; tokens and keys are elsewhere. */
#pragma once

#include "store/mch-store-types.h"

G_BEGIN_DECLS

typedef struct _MchProfile MchProfile;

/**
 * mch_profile_lock:
 * @profile_dir: made with mode 0700 when it does not exist.
 * @wait_ms: how long to wait for another process that has the profile open; 0 for not at all.
 *
 * Take it before the profile is read: what another process writes into it until then counts.
 *
 * Returns: an open file that holds the lock until it is closed; -1 with MCH_STORE_ERROR_LOCKED or
 *   _IO.
 */
int mch_profile_lock (const char *profile_dir, guint wait_ms, GError **error);

/**
 * mch_profile_load:
 * @profile_dir: a folder without profile.conf, or that does not exist, gives an empty profile.
 *
 * Errors: MCH_STORE_ERROR_DAMAGED when the file is not one of ours, MCH_STORE_ERROR_NEWER,
 * MCH_STORE_ERROR_IO. One thread at a time.
 */
MchProfile *mch_profile_load (const char *profile_dir, GError **error);
void mch_profile_free (MchProfile *profile);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchProfile, mch_profile_free)

/* Replaces the file as a whole, mode 0600, or leaves it as it was. Makes the folder (0700). */
gboolean mch_profile_save (MchProfile *profile, GError **error);

#define MCH_PROFILE_SERVER "server" /* https://HOST:PORT */
#define MCH_PROFILE_CA "ca"         /* PEM text of the authority to trust, not a path */
#define MCH_PROFILE_LOGIN "login"
#define MCH_PROFILE_NAME "name" /* who it is, as people read it */
#define MCH_PROFILE_ROLE "role" /* establishment, exam-office */
#define MCH_PROFILE_REALM "realm"
#define MCH_PROFILE_PORTAL_URL "portal_url"
#define MCH_PROFILE_MEMBER_PUBLIC "member_public"   /* base64 */
#define MCH_PROFILE_MEMBER_WRAPPED "member_wrapped" /* base64; opens with the password only */

/* Any key of a-z and _; NULL or "" removes it. Borrowed until the next set. */
const char *mch_profile_get (MchProfile *profile, const char *key);
void mch_profile_set (MchProfile *profile, const char *key, const char *value);

/* The scopes that the server granted: borrowed scope and name; NULL at the end of @index. */
guint mch_profile_get_n_scopes (MchProfile *profile);
const char *mch_profile_get_scope (MchProfile *profile, guint index, const char **ret_name);
void mch_profile_clear_scopes (MchProfile *profile);
void mch_profile_add_scope (MchProfile *profile, const char *scope, const char *name);

/* The pinned public key of an establishment's scope (base64) and its version; NULL when none. */
const char *
mch_profile_get_pinned_key (MchProfile *profile, const char *scope, gint64 *ret_version);
void mch_profile_pin_key (MchProfile *profile, const char *scope, const char *public_key,
                          gint64 version);

G_END_DECLS
