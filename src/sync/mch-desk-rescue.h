/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mending a profile whose local data is damaged, so that what waits to be sent leaves all the same.
 */
#pragma once

#include "sync/mch-secret-store.h"

G_BEGIN_DECLS

/**
 * mch_desk_rescue:
 * @ret_kept: (out): how many operations, conflicts and notes were carried over.
 * @ret_lost: (out): how many of these could not be read.
 * @ret_aside: (out) (transfer full): where the damaged file is now; it is never deleted.
 *
 * For a profile that mch_desk_open() called MCH_STORE_ERROR_DAMAGED; nobody may have it open. The
 * next sync fetches the rest again. Blocks.
 *
 * Returns: FALSE with MCH_SYNC_ERROR_KEYRING when the keyring does not give the profile's key:
 *   then nothing was touched; or an MCH_STORE_ERROR.
 */
gboolean mch_desk_rescue (const char *profile_dir, MchSecretStore *secrets, guint *ret_kept,
                          guint *ret_lost, char **ret_aside, GError **error);

G_END_DECLS
