/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-store-reference.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "vault/mch-digest.h"

#define LOCAL_KIND "reference"

gboolean
mch_store_has_reference (MchStore *store, const char *digest)
{
  g_auto (GStrv) ids = NULL;

  g_return_val_if_fail (store != NULL && digest != NULL, FALSE);

  ids = mch_store_list_local (store, LOCAL_KIND);
  return g_strv_contains ((const char *const *) ids, digest);
}

gboolean
mch_store_put_reference (MchStore *store, const char *digest, const char *text, GError **error)
{
  gsize length;
  g_autofree char *own = NULL;
  g_autoptr (MchReference) reference = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && digest != NULL && text != NULL, FALSE);

  length = strlen (text);
  own = mch_digest_hex (text, length);
  if (strcmp (own, digest) != 0)
    {
      g_set_error_literal (
          error, MCH_STORE_ERROR, MCH_STORE_ERROR_DAMAGED,
          _ ("The reference of the exam did not arrive whole. It is asked for again "
             "with the next synchronisation."));
      return FALSE;
    }
  reference = mch_reference_new (text, length, error);
  if (reference == NULL)
    return FALSE;
  bytes = g_bytes_new (text, length);
  return mch_store_put_local (store, LOCAL_KIND, digest, bytes, error);
}

MchReference *
mch_store_dup_reference (MchStore *store, const MchRecord *service)
{
  const char *digest;
  const char *text;
  gsize length;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && service != NULL, NULL);

  digest = mch_record_get (service, "reference");
  bytes = digest != NULL ? mch_store_get_local (store, LOCAL_KIND, digest, NULL) : NULL;
  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  return mch_reference_new (text, length, NULL);
}

gboolean
mch_store_prune_references (MchStore *store, GError **error)
{
  g_autoptr (GPtrArray) services = NULL;
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (GStrv) ids = NULL;

  g_return_val_if_fail (store != NULL, FALSE);

  services = mch_store_list_records (store, NULL, MCH_KIND_SERVICE);
  ids = mch_store_list_local (store, LOCAL_KIND);
  for (guint i = 0; i < services->len; i++)
    {
      const char *digest = mch_record_get (services->pdata[i], "reference");

      if (digest != NULL)
        g_hash_table_add (named, (gpointer) digest);
    }
  for (char **id = ids; *id != NULL; id++)
    if (!g_hash_table_contains (named, *id)
        && !mch_store_delete_local (store, LOCAL_KIND, *id, error))
      return FALSE;
  return TRUE;
}
