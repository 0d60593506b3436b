/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the holders of an establishment's key vouch for the one that replaces it, so that a desktop
 * which pinned the old key need not take the server's word for the new. */
#pragma once

#include "vault/mch-key-pair.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * mch_heir_vouch:
 * @old: the establishment's pair until now.
 * @member_public: MCH_KEY_SIZE bytes; to whom it is said.
 * @heir_public: MCH_KEY_SIZE bytes; the establishment's key from now on.
 * @version: the heir's version, at least 2.
 *
 * Returns: (transfer full): a box that only @old and the member can have made or open; NULL with
 *   MCH_VAULT_ERROR_MALFORMED when @member_public is no key.
 */
GBytes *mch_heir_vouch (MchKeyPair *old, const guint8 *member_public, const guint8 *heir_public,
                        gint64 version, GError **error);

/**
 * mch_heir_open:
 * @ret_heir_public: (out): MCH_KEY_SIZE bytes.
 * @ret_version: (out): its version.
 *
 * Returns: whether @vouch comes from the holder of @pinned_public, to @member. Nothing is set
 *   otherwise.
 */
gboolean mch_heir_open (GBytes *vouch, MchKeyPair *member, const guint8 *pinned_public,
                        guint8 *ret_heir_public, gint64 *ret_version);

G_END_DECLS
