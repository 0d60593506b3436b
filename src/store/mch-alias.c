/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ids that are no more: two desktops made the same record, and the server gave it one id. Whoever
 * still says the other (a form that is open, an undo) means the one that there is. */
#include "store/mch-store-private.h"

#include <string.h>

#define LOCAL_KIND "merged"

/* What was merged in earlier sessions, read once. */
static void
load (MchStore *store)
{
  g_auto (GStrv) ids = mch_store_list_local (store, LOCAL_KIND);

  store->aliases = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (GBytes) into = mch_store_get_local (store, LOCAL_KIND, *id, NULL);

      if (into != NULL)
        g_hash_table_insert (store->aliases, g_strdup (*id),
                             g_strndup (g_bytes_get_data (into, NULL), g_bytes_get_size (into)));
    }
}

gboolean
mch_alias_note (MchStore *store, GHashTable *merged, GError **error)
{
  GHashTableIter iter;
  gpointer id, into;

  g_hash_table_iter_init (&iter, merged);
  while (g_hash_table_iter_next (&iter, &id, &into))
    {
      g_autoptr (GBytes) bytes = g_bytes_new (into, strlen (into));

      if (!mch_store_put_local (store, LOCAL_KIND, id, bytes, error))
        return FALSE;
    }
  /* Read again when it is asked for: should the transaction fail, nothing was noted. */
  g_clear_pointer (&store->aliases, g_hash_table_unref);
  return TRUE;
}

GPtrArray *
mch_alias_dup_changes (MchStore *store, GPtrArray *changes)
{
  GPtrArray *copy;

  if (store->aliases == NULL)
    load (store);
  if (g_hash_table_size (store->aliases) == 0)
    return g_ptr_array_ref (changes);
  copy = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  for (guint i = 0; i < changes->len; i++)
    {
      MchChange *change = mch_change_copy (changes->pdata[i]);

      mch_outbox_rename_change (change, store->aliases);
      g_ptr_array_add (copy, change);
    }
  return copy;
}
