/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-document-cache.h"

struct _MchDocumentCache
{
  GMutex lock;
  gsize limit;
  gsize held;
  GQueue order;       /* of owned ids, the one used last at the end */
  GHashTable *places; /* id → its GList of @order */
  GHashTable *pdfs;   /* id → GBytes */
};

MchDocumentCache *
mch_document_cache_new (gsize limit)
{
  MchDocumentCache *cache = g_new0 (MchDocumentCache, 1);

  g_mutex_init (&cache->lock);
  cache->limit = limit;
  g_queue_init (&cache->order);
  cache->places = g_hash_table_new (g_str_hash, g_str_equal);
  cache->pdfs =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  return cache;
}

void
mch_document_cache_free (MchDocumentCache *cache)
{
  if (cache == NULL)
    return;
  g_hash_table_unref (cache->pdfs);
  g_hash_table_unref (cache->places);
  g_queue_clear_full (&cache->order, g_free);
  g_mutex_clear (&cache->lock);
  g_free (cache);
}

GBytes *
mch_document_cache_get (MchDocumentCache *cache, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);
  GBytes *pdf = g_hash_table_lookup (cache->pdfs, id);
  GList *place;

  if (pdf == NULL)
    return NULL;
  place = g_hash_table_lookup (cache->places, id);
  g_queue_unlink (&cache->order, place);
  g_queue_push_tail_link (&cache->order, place);
  return g_bytes_ref (pdf);
}

static void
drop_oldest (MchDocumentCache *cache)
{
  g_autofree char *id = g_queue_pop_head (&cache->order);

  cache->held -= g_bytes_get_size (g_hash_table_lookup (cache->pdfs, id));
  g_hash_table_remove (cache->places, id);
  g_hash_table_remove (cache->pdfs, id);
}

void
mch_document_cache_put (MchDocumentCache *cache, const char *id, GBytes *pdf)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&cache->lock);
  gsize size = g_bytes_get_size (pdf);
  char *own;

  if (size > cache->limit || g_hash_table_contains (cache->pdfs, id))
    return;
  while (cache->held + size > cache->limit)
    drop_oldest (cache);
  own = g_strdup (id);
  g_queue_push_tail (&cache->order, own);
  g_hash_table_insert (cache->places, own, cache->order.tail);
  g_hash_table_insert (cache->pdfs, own, g_bytes_ref (pdf));
  cache->held += size;
}
