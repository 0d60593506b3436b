/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The references of exams that this desktop keeps for working offline, by the digest that the
 * session's service names. */
#pragma once

#include "core/mch-reference.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

gboolean mch_store_has_reference (MchStore *store, const char *digest);

/**
 * mch_store_put_reference:
 * @digest: BLAKE2b-256 of @text, in hex.
 *
 * Errors: MCH_STORE_ERROR_DAMAGED when @text is another file, MCH_STORE_ERROR_IO, or those of
 *   mch_reference_new(): what cannot be read is not kept.
 */
gboolean
mch_store_put_reference (MchStore *store, const char *digest, const char *text, GError **error);

/**
 * mch_store_dup_reference:
 * @service: of the session.
 *
 * Returns: (transfer full) (nullable): NULL when the session has none, or it was not fetched yet:
 *   then only what every exam asks for is checked here, and the server checks the rest.
 */
MchReference *mch_store_dup_reference (MchStore *store, const MchRecord *service);

/* Lets go of those that no service names any more. */
gboolean mch_store_prune_references (MchStore *store, GError **error);

G_END_DECLS
