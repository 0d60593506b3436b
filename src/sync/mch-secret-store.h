/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the few secrets of a desktop rest between two runs: the device token, the key of the local
 * store, and for a quarter of an hour what the password unlocked. The interface has two back ends,
 * the session's keyring and a private file; nothing here prompts but what is named so. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MCH_TYPE_SECRET_STORE (mch_secret_store_get_type ())
G_DECLARE_INTERFACE (MchSecretStore, mch_secret_store, MCH, SECRET_STORE, GObject)

struct _MchSecretStoreInterface
{
  GTypeInterface parent;

  gboolean (*lookup) (MchSecretStore *self, const char *profile, const char *name,
                      GBytes **ret_value, GError **error);
  gboolean (*store) (MchSecretStore *self, const char *profile, const char *name, GBytes *value,
                     GError **error);
  gboolean (*clear) (MchSecretStore *self, const char *profile, const char *name, GError **error);
  gboolean (*unlock) (MchSecretStore *self, GError **error); /* NULL where nothing is locked */
};

/* Names of what is kept, one value a profile. */
#define MCH_SECRET_TOKEN "token"
#define MCH_SECRET_CACHE_KEY "cache-key"
#define MCH_SECRET_UNLOCK "unlock"
#define MCH_SECRET_PROXY "proxy"

/**
 * mch_secret_store_lookup:
 * @profile: the id of the profile that the secret belongs to.
 * @name: 1 to 64 characters of [a-z0-9-].
 * @ret_value: (out) (nullable) (transfer full): NULL when there is no such secret.
 *
 * Blocks on the keyring, for milliseconds; never prompts. Call it off the main thread in a window.
 *
 * Returns: FALSE with MCH_SYNC_ERROR_KEYRING or _LOCKED when the store cannot say, because it is
 * locked, absent or damaged: that is not the same as "no secret".
 */
gboolean mch_secret_store_lookup (MchSecretStore *self, const char *profile, const char *name,
                                  GBytes **ret_value, GError **error);
gboolean mch_secret_store_store (MchSecretStore *self, const char *profile, const char *name,
                                 GBytes *value, GError **error);
/* Clearing what is not there succeeds. */
gboolean mch_secret_store_clear (MchSecretStore *self, const char *profile, const char *name,
                                 GError **error);

/**
 * mch_secret_store_unlock:
 *
 * Asks the person for the keyring's password, in the desktop's own window; only after a click.
 * Blocks as long as he takes: call it in a thread of its own. Any thread, beside the other
 * functions.
 *
 * Returns: TRUE when it is open now; FALSE with MCH_SYNC_ERROR_KEYRING or _LOCKED, in words to be
 * shown.
 */
gboolean mch_secret_store_unlock (MchSecretStore *self, GError **error);

/* The session's keyring through libsecret. (transfer full) */
MchSecretStore *mch_secret_store_new_keyring (void);

/**
 * mch_secret_store_new_file:
 * @path: created 0600 when absent, its folder 0700.
 *
 * Returns: (transfer full): NULL with MCH_SYNC_ERROR_KEYRING when the file can be read by others.
 */
MchSecretStore *mch_secret_store_new_file (const char *path, GError **error);

/* Forgets everything with the process: what is left when there is no keyring. (transfer full) */
MchSecretStore *mch_secret_store_new_memory (void);

G_END_DECLS
