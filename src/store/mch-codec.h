/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records, changes and operations as bytes: GVariant with a version in front. Reading takes
 * nothing on trust but the seal that the bytes came under. Private to the store. */
#pragma once

#include "store/mch-store-types.h"

G_BEGIN_DECLS

/* The values of a record. */
GBytes *mch_codec_encode_values (const MchRecord *record);

/* Alternating names and values, NULL-terminated strings of @bytes: valid as long as @ret_variant,
 * which the caller unrefs. (transfer container); NULL when the bytes are no values. */
const char **mch_codec_decode_values (GBytes *bytes, GVariant **ret_variant, gsize *ret_n);

/* Sets every value of @bytes into @record; FALSE when they are no values. */
gboolean mch_codec_read_values (GBytes *bytes, MchRecord *record);

/* @n changes from @first on. The same changes give the same bytes. */
GBytes *mch_codec_encode_changes (GPtrArray *changes, guint first, guint n);

/* Appends MchChanges to @changes. */
gboolean mch_codec_read_changes (GBytes *bytes, GPtrArray *changes);

/* What an operation says about itself: kind, meta and faults. */
GBytes *mch_codec_encode_op (const char *kind, GHashTable *meta, GPtrArray *faults);
gboolean mch_codec_read_op (GBytes *bytes, MchStoreOp *op);

GBytes *mch_codec_encode_conflict (const MchStoreConflict *conflict);
gboolean mch_codec_read_conflict (GBytes *bytes, MchStoreConflict *conflict);

G_END_DECLS
