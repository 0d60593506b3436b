/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Local working records: what this desktop has to remember and nobody else may read. */
#include "store/mch-store-private.h"

#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
write_local (MchStore *store, const char *kind, const char *id, GBytes *content, GError **error)
{
  g_autofree char *context = mch_store_context_local (kind, id);
  g_autoptr (GBytes) blob = mch_store_seal (store->key, content, context);

  return mch_sql_run (store->disk, error,
                      "INSERT INTO local (kind, id, blob) VALUES (?, ?, ?) "
                      "ON CONFLICT (kind, id) DO UPDATE SET blob = excluded.blob",
                      "ttb", kind, id, blob);
}

gboolean
mch_store_put_local (MchStore *store, const char *kind, const char *id, GBytes *content,
                     GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;

  g_return_val_if_fail (store != NULL && kind != NULL && id != NULL && content != NULL, FALSE);

  locker = g_rec_mutex_locker_new (&store->mutex);
  return write_local (store, kind, id, content, error);
}

GBytes *
mch_store_get_local (MchStore *store, const char *kind, const char *id, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (MchStatement) row = NULL;
  g_autofree char *context = NULL;
  int step;

  g_return_val_if_fail (store != NULL && kind != NULL && id != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  row = mch_sql_query (store->disk, error, "SELECT blob FROM local WHERE kind = ? AND id = ?", "tt",
                       kind, id);
  if (row == NULL)
    return NULL;
  step = mch_statement_step (row, error);
  if (step == 0)
    g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
                         _ ("This is not kept on this computer."));
  if (step <= 0)
    return NULL;
  context = mch_store_context_local (kind, id);
  return mch_store_unseal (store->key, row, 0, context, error);
}

gboolean
mch_store_delete_local (MchStore *store, const char *kind, const char *id, GError **error)
{
  g_autoptr (GRecMutexLocker) locker = NULL;

  g_return_val_if_fail (store != NULL && kind != NULL && id != NULL, FALSE);

  locker = g_rec_mutex_locker_new (&store->mutex);
  return mch_sql_run (store->disk, error, "DELETE FROM local WHERE kind = ? AND id = ?", "tt", kind,
                      id);
}

char **
mch_store_list_local (MchStore *store, const char *kind)
{
  g_autoptr (GRecMutexLocker) locker = NULL;
  g_autoptr (GStrvBuilder) ids = NULL;
  g_autoptr (MchStatement) row = NULL;

  g_return_val_if_fail (store != NULL && kind != NULL, NULL);

  locker = g_rec_mutex_locker_new (&store->mutex);
  ids = g_strv_builder_new ();
  row = mch_sql_query (store->disk, NULL, "SELECT id FROM local WHERE kind = ? ORDER BY id", "t",
                       kind);
  while (row != NULL && mch_statement_step (row, NULL) > 0)
    g_strv_builder_add (ids, mch_statement_text (row, 0));
  return g_strv_builder_end (ids);
}

/* An id and its replacement are of one length, so whatever the content's form is, it stays. */
static gboolean
replace_id (guint8 *data, gsize size, const char *id, const char *into)
{
  gsize length = strlen (id);
  guint8 *found = data;
  gboolean changed = FALSE;

  if (length == 0 || strlen (into) != length)
    return FALSE;
  while ((found = memmem (found, size - (gsize) (found - data), id, length)) != NULL)
    {
      memcpy (found, into, length);
      found += length;
      changed = TRUE;
    }
  return changed;
}

typedef struct
{
  guint8 *data;
  gsize size;
} Copy;

static void
wipe_copy (void *user_data)
{
  Copy *copy = user_data;

  mch_vault_wipe (copy->data, copy->size);
  g_free (copy->data);
  g_free (copy);
}

/* A copy that may be written to; overwritten when it is freed. */
static GBytes *
copy_bytes (GBytes *content, guint8 **ret_data, gsize *ret_size)
{
  Copy *copy = g_new0 (Copy, 1);

  copy->data = g_memdup2 (g_bytes_get_data (content, &copy->size), g_bytes_get_size (content));
  *ret_data = copy->data;
  *ret_size = copy->size;
  return g_bytes_new_with_free_func (copy->data, copy->size, wipe_copy, copy);
}

static gboolean
rename_content (MchStore *store, const char *kind, const char *id, GHashTable *merged,
                GError **error)
{
  g_autoptr (GBytes) content = mch_store_get_local (store, kind, id, error);
  g_autoptr (GBytes) copy = NULL;
  const char *new_id = g_hash_table_lookup (merged, id);
  gboolean changed = new_id != NULL;
  GHashTableIter iter;
  gpointer from, into;
  gsize size;
  guint8 *data;

  if (content == NULL)
    return FALSE;
  copy = copy_bytes (content, &data, &size);
  g_hash_table_iter_init (&iter, merged);
  while (g_hash_table_iter_next (&iter, &from, &into))
    changed |= size > 0 && replace_id (data, size, from, into);
  if (!changed)
    return TRUE;
  return (new_id == NULL || mch_store_delete_local (store, kind, id, error))
         && write_local (store, kind, new_id != NULL ? new_id : id, copy, error);
}

gboolean
mch_local_rename (MchStore *store, GHashTable *merged, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MchStatement) row = NULL;
  int step;

  row = mch_sql_query (store->disk, error, "SELECT kind, id FROM local ORDER BY kind, id", "");
  if (row == NULL)
    return FALSE;
  while ((step = mch_statement_step (row, error)) > 0)
    {
      g_ptr_array_add (keys, g_strdup (mch_statement_text (row, 0)));
      g_ptr_array_add (keys, g_strdup (mch_statement_text (row, 1)));
    }
  if (step < 0)
    return FALSE;
  for (guint i = 0; i < keys->len; i += 2)
    if (!rename_content (store, g_ptr_array_index (keys, i), g_ptr_array_index (keys, i + 1),
                         merged, error))
      return FALSE;
  return TRUE;
}
