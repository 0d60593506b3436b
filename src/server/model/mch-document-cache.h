/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDFs that were drawn lately, so many bytes of them. In memory alone: they hold what candidates
 * said of themselves. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MchDocumentCache MchDocumentCache;

/* @limit: bytes. */
MchDocumentCache *mch_document_cache_new (gsize limit);
void mch_document_cache_free (MchDocumentCache *cache);

/* (transfer full) (nullable) */
GBytes *mch_document_cache_get (MchDocumentCache *cache, const char *id);

/* The oldest make room; what is larger than the limit is not kept. */
void mch_document_cache_put (MchDocumentCache *cache, const char *id, GBytes *pdf);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDocumentCache, mch_document_cache_free)

G_END_DECLS
