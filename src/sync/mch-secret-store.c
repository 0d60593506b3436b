/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interface, and the back end that lives as long as the process. */
#include "sync/mch-secret-store.h"

G_DEFINE_INTERFACE (MchSecretStore, mch_secret_store, G_TYPE_OBJECT)

static void
mch_secret_store_default_init (MchSecretStoreInterface *iface)
{
}

gboolean
mch_secret_store_lookup (MchSecretStore *self, const char *profile, const char *name,
                         GBytes **ret_value, GError **error)
{
  g_return_val_if_fail (MCH_IS_SECRET_STORE (self), FALSE);
  g_return_val_if_fail (profile != NULL && name != NULL && ret_value != NULL, FALSE);

  return MCH_SECRET_STORE_GET_IFACE (self)->lookup (self, profile, name, ret_value, error);
}

gboolean
mch_secret_store_store (MchSecretStore *self, const char *profile, const char *name, GBytes *value,
                        GError **error)
{
  g_return_val_if_fail (MCH_IS_SECRET_STORE (self), FALSE);
  g_return_val_if_fail (profile != NULL && name != NULL && value != NULL, FALSE);

  return MCH_SECRET_STORE_GET_IFACE (self)->store (self, profile, name, value, error);
}

gboolean
mch_secret_store_clear (MchSecretStore *self, const char *profile, const char *name, GError **error)
{
  g_return_val_if_fail (MCH_IS_SECRET_STORE (self), FALSE);
  g_return_val_if_fail (profile != NULL && name != NULL, FALSE);

  return MCH_SECRET_STORE_GET_IFACE (self)->clear (self, profile, name, error);
}

gboolean
mch_secret_store_unlock (MchSecretStore *self, GError **error)
{
  g_return_val_if_fail (MCH_IS_SECRET_STORE (self), FALSE);

  return MCH_SECRET_STORE_GET_IFACE (self)->unlock == NULL
         || MCH_SECRET_STORE_GET_IFACE (self)->unlock (self, error);
}

#define MCH_TYPE_SECRET_STORE_MEMORY (mch_secret_store_memory_get_type ())
G_DECLARE_FINAL_TYPE (MchSecretStoreMemory, mch_secret_store_memory, MCH, SECRET_STORE_MEMORY,
                      GObject)

struct _MchSecretStoreMemory
{
  GObject parent_instance;

  GHashTable *values; /* "profile/name" → GBytes */
};

static gboolean
memory_lookup (MchSecretStore *store, const char *profile, const char *name, GBytes **ret_value,
               GError **error)
{
  MchSecretStoreMemory *self = MCH_SECRET_STORE_MEMORY (store);
  g_autofree char *key = g_strconcat (profile, "/", name, NULL);
  GBytes *value = g_hash_table_lookup (self->values, key);

  *ret_value = value != NULL ? g_bytes_ref (value) : NULL;
  return TRUE;
}

static gboolean
memory_store (MchSecretStore *store, const char *profile, const char *name, GBytes *value,
              GError **error)
{
  MchSecretStoreMemory *self = MCH_SECRET_STORE_MEMORY (store);

  g_hash_table_insert (self->values, g_strconcat (profile, "/", name, NULL), g_bytes_ref (value));
  return TRUE;
}

static gboolean
memory_clear (MchSecretStore *store, const char *profile, const char *name, GError **error)
{
  MchSecretStoreMemory *self = MCH_SECRET_STORE_MEMORY (store);
  g_autofree char *key = g_strconcat (profile, "/", name, NULL);

  g_hash_table_remove (self->values, key);
  return TRUE;
}

static void
memory_iface_init (MchSecretStoreInterface *iface)
{
  iface->lookup = memory_lookup;
  iface->store = memory_store;
  iface->clear = memory_clear;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MchSecretStoreMemory, mch_secret_store_memory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MCH_TYPE_SECRET_STORE, memory_iface_init))

static void
mch_secret_store_memory_finalize (GObject *object)
{
  g_hash_table_unref (MCH_SECRET_STORE_MEMORY (object)->values);
  G_OBJECT_CLASS (mch_secret_store_memory_parent_class)->finalize (object);
}

static void
mch_secret_store_memory_class_init (MchSecretStoreMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_secret_store_memory_finalize;
}

static void
mch_secret_store_memory_init (MchSecretStoreMemory *self)
{
  self->values =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
}

MchSecretStore *
mch_secret_store_new_memory (void)
{
  return g_object_new (MCH_TYPE_SECRET_STORE_MEMORY, NULL);
}
