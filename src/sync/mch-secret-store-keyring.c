/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets in the session's keyring. A locked keyring answers a plain lookup with "nothing", and a
 * store into one may wait for a prompt for ever; so everything here searches first, without
 * unlocking, and says "locked" in words. */
#include "sync/mch-secret-store.h"

#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

/* Which back end is at work: exported and installed since 0.19, and forgotten by secret.h. */
#define __SECRET_INSIDE_HEADER__
#include <libsecret/secret-backend.h>
#undef __SECRET_INSIDE_HEADER__

#define MCH_TYPE_SECRET_STORE_KEYRING (mch_secret_store_keyring_get_type ())
G_DECLARE_FINAL_TYPE (MchSecretStoreKeyring, mch_secret_store_keyring, MCH, SECRET_STORE_KEYRING,
                      GObject)

struct _MchSecretStoreKeyring
{
  GObject parent_instance;
};

static const SecretSchema schema = {
  "io.machaon.Machaon",
  SECRET_SCHEMA_NONE,
  {
      { "profile", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "name", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
  0,
  NULL,
  NULL,
  NULL,
  NULL,
  NULL,
  NULL,
  NULL,
};

static gboolean
fail_absent (const GError *cause, GError **error)
{
  /* The bus speaks English, and to developers. */
  g_debug ("no keyring: %s", cause != NULL ? cause->message : "no collection");
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
                       _ ("This session has no keyring. Machaon works without it until you close "
                          "it, and keeps nothing secret on the disk: next time it asks for your "
                          "password again."));
  return FALSE;
}

static gboolean
fail_locked (GError **error)
{
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
                       _ ("The keyring is locked. Unlock it, then start again; nothing was lost."));
  return FALSE;
}

static GHashTable *
new_attributes (const char *profile, const char *name)
{
  return secret_attributes_build (&schema, "profile", profile, "name", name, NULL);
}

static gboolean
keyring_lookup (MchSecretStore *store, const char *profile, const char *name, GBytes **ret_value,
                GError **error)
{
  g_autoptr (GHashTable) attributes = new_attributes (profile, name);
  g_autoptr (GError) cause = NULL;
  g_autoptr (SecretValue) value = NULL;
  const char *text;
  guchar *data;
  gsize length;
  GList *found =
      secret_password_searchv_sync (&schema, attributes, SECRET_SEARCH_LOAD_SECRETS, NULL, &cause);

  if (cause != NULL)
    return fail_absent (cause, error);
  *ret_value = NULL;
  if (found == NULL)
    return TRUE;

  value = secret_retrievable_retrieve_secret_sync (found->data, NULL, NULL);
  g_list_free_full (found, g_object_unref);
  if (value == NULL)
    return fail_locked (error);
  text = secret_value_get_text (value);
  data = text != NULL ? g_base64_decode (text, &length) : NULL;
  if (data != NULL)
    *ret_value = g_bytes_new_take (data, length);
  return TRUE;
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Which place libsecret has chosen: inside a sandbox it keeps a file of its own, which has neither
 * collections nor a lock, and no service need be there. NULL with @error. */
static SecretBackend *
dup_backend (GError **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GAsyncResult) result = NULL;
  SecretBackend *backend;

  g_main_context_push_thread_default (context);
  secret_backend_get (SECRET_BACKEND_NONE, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  backend = secret_backend_get_finish (result, error);
  g_main_context_pop_thread_default (context);
  return backend;
}

/* Storing needs an unlocked default collection; asking for one never prompts. */
static gboolean
check_collection (GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (SecretBackend) backend = dup_backend (&cause);
  g_autoptr (SecretService) service = NULL;
  g_autoptr (SecretCollection) collection = NULL;

  if (backend == NULL)
    return fail_absent (cause, error);
  if (!SECRET_IS_SERVICE (backend))
    return TRUE;
  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &cause);
  if (service == NULL)
    return fail_absent (cause, error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &cause);
  if (collection == NULL)
    return fail_absent (cause, error);
  if (secret_collection_get_locked (collection))
    return fail_locked (error);
  return TRUE;
}

static gboolean
keyring_store (MchSecretStore *store, const char *profile, const char *name, GBytes *value,
               GError **error)
{
  g_autoptr (GHashTable) attributes = new_attributes (profile, name);
  g_autofree char *text =
      g_base64_encode (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  g_autofree char *label = g_strdup_printf ("Machaon (%s)", name);
  g_autoptr (GError) cause = NULL;

  if (!check_collection (error))
    return FALSE;
  if (!secret_password_storev_sync (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, text,
                                    NULL, &cause))
    return fail_absent (cause, error);
  return TRUE;
}

static gboolean
keyring_clear (MchSecretStore *store, const char *profile, const char *name, GError **error)
{
  g_autoptr (GHashTable) attributes = new_attributes (profile, name);
  g_autoptr (GError) cause = NULL;

  if (!check_collection (error))
    return FALSE;
  secret_password_clearv_sync (&schema, attributes, NULL, &cause);
  return cause == NULL || fail_absent (cause, error);
}

static void
keyring_iface_init (MchSecretStoreInterface *iface)
{
  iface->lookup = keyring_lookup;
  iface->store = keyring_store;
  iface->clear = keyring_clear;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MchSecretStoreKeyring, mch_secret_store_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MCH_TYPE_SECRET_STORE, keyring_iface_init))

static void
mch_secret_store_keyring_class_init (MchSecretStoreKeyringClass *klass)
{
}

static void
mch_secret_store_keyring_init (MchSecretStoreKeyring *self)
{
}

MchSecretStore *
mch_secret_store_new_keyring (void)
{
  return g_object_new (MCH_TYPE_SECRET_STORE_KEYRING, NULL);
}
