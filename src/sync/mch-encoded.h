/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys and sealed things as records carry them: base64 text. */
#pragma once

#include "vault/mch-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full) (nullable): the bytes of @base64; NULL for NULL. What is no base64 gives other
 * bytes, which then fail to open. */
GBytes *mch_encoded_dup_bytes (const char *base64);

/* Whether @base64 (nullable) is a key of MCH_KEY_SIZE bytes; @ret_key is that key. */
gboolean mch_encoded_read_key (const char *base64, guint8 ret_key[MCH_KEY_SIZE]);

G_END_DECLS
