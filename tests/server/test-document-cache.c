/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of documents: so many bytes of them and no more, those used last. */
#include "server/model/mch-document-cache.h"

static void
put (MchDocumentCache *cache, const char *id, gsize size)
{
  g_autofree char *content = g_malloc0 (size);
  g_autoptr (GBytes) pdf = g_bytes_new (content, size);

  mch_document_cache_put (cache, id, pdf);
}

static gboolean
holds (MchDocumentCache *cache, const char *id)
{
  g_autoptr (GBytes) pdf = mch_document_cache_get (cache, id);

  return pdf != NULL;
}

static void
test_bound (void)
{
  g_autoptr (MchDocumentCache) cache = mch_document_cache_new (100);

  g_assert_false (holds (cache, "a"));
  put (cache, "a", 40);
  put (cache, "b", 40);
  g_assert_true (holds (cache, "a")); /* and is now the one used last */
  put (cache, "c", 40);
  g_assert_true (holds (cache, "a"));
  g_assert_false (holds (cache, "b"));
  g_assert_true (holds (cache, "c"));
  put (cache, "too large", 101);
  g_assert_false (holds (cache, "too large"));
  g_assert_true (holds (cache, "a"));
  put (cache, "all", 100);
  g_assert_false (holds (cache, "a"));
  g_assert_false (holds (cache, "c"));
  g_assert_true (holds (cache, "all"));
}

static void
test_twice (void)
{
  g_autoptr (MchDocumentCache) cache = mch_document_cache_new (100);

  for (int i = 0; i < 10; i++)
    put (cache, "a", 60);
  put (cache, "b", 40);
  g_assert_true (holds (cache, "a"));
  g_assert_true (holds (cache, "b"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-cache/bound", test_bound);
  g_test_add_func ("/document-cache/twice", test_twice);
  return g_test_run ();
}
