/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes that must not reach a disk: locked in memory, fenced by guard pages, overwritten when
 * the last reference goes. Immutable, so they may be shared between threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MchSecret MchSecret;

#define MCH_KEY_SIZE 32 /* bytes of every symmetric key, public key and secret key here */

MchSecret *mch_secret_new (const void *bytes, gsize size); /* (transfer full): a copy; size >= 1 */
MchSecret *mch_secret_new_random (gsize size);             /* (transfer full) */

MchSecret *mch_secret_ref (MchSecret *secret);
void mch_secret_unref (MchSecret *secret);

/* (transfer none): valid as long as a reference is held; read-only memory. */
const guint8 *mch_secret_get_bytes (const MchSecret *secret);
gsize mch_secret_get_size (const MchSecret *secret);

/* In constant time for secrets of the same size. */
gboolean mch_secret_equal (const MchSecret *a, const MchSecret *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSecret, mch_secret_unref)

G_END_DECLS
