/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets in the session's keyring. A locked keyring answers a plain lookup with "nothing", and a
 * store into one may wait for a prompt for ever; so everything here searches first, without
 * unlocking, and says "locked" in words. A daemon that dies is found again when it is back, and a
 * session bus that takes the call and never answers is no keyring. */
#include "sync/mch-secret-store.h"

#include "sync/mch-session-bus.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

/* Which back end is at work: exported and installed since 0.19, and forgotten by secret.h. */
#define __SECRET_INSIDE_HEADER__
#include <libsecret/secret-backend.h>
#undef __SECRET_INSIDE_HEADER__

/* A busy machine needs some of it; a bus that needs more is none. */
#define BUS_WAIT_S 15

#define MCH_TYPE_SECRET_STORE_KEYRING (mch_secret_store_keyring_get_type ())
G_DECLARE_FINAL_TYPE (MchSecretStoreKeyring, mch_secret_store_keyring, MCH, SECRET_STORE_KEYRING,
                      GObject)

struct _MchSecretStoreKeyring
{
  GObject parent_instance;

  SecretService *service; /* NULL until it is needed, and again once it has failed */
  gboolean worked;        /* in this process: what fails now has stopped, it was not missing */
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

/* What is asked, and of a lookup what came out. */
typedef struct
{
  GHashTable *attributes;
  const char *name;
  GBytes *value;
  GBytes *found;
} Request;

/* @service is NULL where libsecret keeps a file of its own. Fails with what libsecret says. */
typedef gboolean (*Act) (SecretService *service, Request *request, GError **error);

static gboolean
fail_absent (MchSecretStoreKeyring *self, const GError *cause, GError **error)
{
  /* The bus speaks English, and to developers. */
  g_debug ("no keyring: %s", cause->message);
  g_set_error_literal (
      error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
      self->worked
          ? _ ("The session's keyring has stopped answering. Nothing was lost: Machaon goes on and "
               "puts its secrets back as soon as it answers. Some acts ask for your password again "
               "until then.")
          : _ ("This session has no keyring. Machaon works without it until you close "
               "it, and keeps nothing secret on the disk: next time it asks for your "
               "password again."));
  return FALSE;
}

static gboolean
fail_locked (MchSecretStoreKeyring *self, GError **error)
{
  g_set_error_literal (
      error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING_LOCKED,
      self->worked ? _ (
          "The session's keyring has been locked. Nothing was lost and Machaon goes on: unlock "
          "the keyring, and its secrets are put back there.")
                   : _ ("The keyring is locked. Unlock it, then start again; nothing was lost."));
  return FALSE;
}

static gboolean
is_locked (const GError *cause)
{
  return g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED);
}

/* Asking a second time would only make somebody wait twice. */
static gboolean
is_silent (const GError *cause)
{
  return g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static GHashTable *
new_attributes (const char *profile, const char *name)
{
  return secret_attributes_build (&schema, "profile", profile, "name", name, NULL);
}

static void
take_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* What libsecret does meanwhile is its own, leaks included: tests/lsan.supp names this function. */
static void
wait_for_libsecret (GMainContext *context, GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (context, TRUE);
}

/* (transfer full) (nullable): what libsecret keeps for the process. */
static SecretBackend *
get_backend (GMainContext *context, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  /* libsecret would wait for it without an end. */
  if (!mch_session_bus_answers (BUS_WAIT_S))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "the bus does not answer");
      return NULL;
    }
  secret_backend_get (SECRET_BACKEND_NONE, NULL, take_result, &result);
  wait_for_libsecret (context, &result);
  return secret_backend_get_finish (result, error);
}

/* Whether libsecret works with the session's service: inside a sandbox it keeps a file of its own,
 * which has neither collections nor a lock, and no service need be there. It is asked until it
 * answers once: it keeps the object that it makes without a reference of its own, so that ours is
 * its. */
static gboolean
ask_backend (gboolean *ret_is_service, GError **error)
{
  static GMutex lock;
  static enum { UNKNOWN, SERVICE, FILE_OF_ITS_OWN } known;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GMainContext) context = NULL;
  SecretBackend *backend;

  if (known == UNKNOWN)
    {
      context = g_main_context_new ();
      g_main_context_push_thread_default (context);
      backend = get_backend (context, error);
      g_main_context_pop_thread_default (context);
      if (backend == NULL)
        return FALSE;
      known = SECRET_IS_SERVICE (backend) ? SERVICE : FILE_OF_ITS_OWN;
    }
  *ret_is_service = known == SERVICE;
  return TRUE;
}

/* The service that libsecret shares within a process is that of the daemon which answered first,
 * for ever: one of our own can be opened anew. */
static gboolean
open_service (SecretService **service, GError **error)
{
  gboolean is_service;

  if (*service != NULL)
    return TRUE;
  if (!ask_backend (&is_service, error))
    return FALSE;
  if (is_service)
    *service = secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION,
                                         NULL, error);
  return !is_service || *service != NULL;
}

/* A daemon that has died and come back, or a session that it has closed, are asked a second time
 * over a new line; what is locked stays so. */
static gboolean
run (MchSecretStore *store, Act act, Request *request, GError **error)
{
  MchSecretStoreKeyring *self = MCH_SECRET_STORE_KEYRING (store);
  g_autoptr (GError) cause = NULL;

  for (guint tries = 0; tries < 2 && !is_locked (cause) && !is_silent (cause); tries++)
    {
      g_clear_error (&cause);
      if (open_service (&self->service, &cause) && act (self->service, request, &cause))
        {
          self->worked = TRUE;
          return TRUE;
        }
      if (!is_locked (cause))
        g_clear_object (&self->service);
    }
  return is_locked (cause) ? fail_locked (self, error) : fail_absent (self, cause, error);
}

/* What the first item found holds. An item whose secret does not come is locked, unless it says
 * otherwise. */
static gboolean
read_item (GList *found, GBytes **ret_value, GError **error)
{
  g_autoptr (SecretValue) value =
      secret_retrievable_retrieve_secret_sync (found->data, NULL, error);
  const char *text;
  guchar *data;
  gsize length;

  if (value == NULL)
    {
      if (*error == NULL)
        g_set_error_literal (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "no secret");
      return FALSE;
    }
  text = secret_value_get_text (value);
  data = text != NULL ? g_base64_decode (text, &length) : NULL;
  if (data != NULL)
    *ret_value = g_bytes_new_take (data, length);
  return TRUE;
}

static gboolean
look_up (SecretService *service, Request *request, GError **error)
{
  GError *cause = NULL;
  GList *found = service != NULL
                     ? secret_service_search_sync (service, &schema, request->attributes,
                                                   SECRET_SEARCH_LOAD_SECRETS, NULL, &cause)
                     : secret_password_searchv_sync (&schema, request->attributes,
                                                     SECRET_SEARCH_LOAD_SECRETS, NULL, &cause);
  gboolean ok = cause == NULL && (found == NULL || read_item (found, &request->found, &cause));

  g_list_free_full (found, g_object_unref);
  if (!ok)
    g_propagate_error (error, cause);
  return ok;
}

/* Storing needs an unlocked default collection; asking for one never prompts. */
static SecretCollection *
get_collection (SecretService *service, GError **error)
{
  g_autoptr (GError) cause = NULL;
  SecretCollection *collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, &cause);

  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (collection == NULL)
    g_set_error_literal (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT, "no collection");
  return collection;
}

static gboolean
check_open (SecretService *service, GError **error)
{
  g_autoptr (SecretCollection) collection = NULL;

  if (service == NULL)
    return TRUE;
  collection = get_collection (service, error);
  if (collection == NULL)
    return FALSE;
  if (!secret_collection_get_locked (collection))
    return TRUE;
  g_set_error_literal (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED, "the collection is locked");
  return FALSE;
}

static gboolean
put (SecretService *service, Request *request, GError **error)
{
  g_autofree char *text =
      g_base64_encode (g_bytes_get_data (request->value, NULL), g_bytes_get_size (request->value));
  g_autofree char *label = g_strdup_printf ("Machaon (%s)", request->name);
  g_autoptr (SecretValue) value = NULL;

  if (!check_open (service, error))
    return FALSE;
  if (service == NULL)
    return secret_password_storev_sync (&schema, request->attributes, SECRET_COLLECTION_DEFAULT,
                                        label, text, NULL, error);
  value = secret_value_new (text, -1, "text/plain");
  return secret_service_store_sync (service, &schema, request->attributes,
                                    SECRET_COLLECTION_DEFAULT, label, value, NULL, error);
}

/* FALSE without an error says only that there was nothing. */
static gboolean
take_away (SecretService *service, Request *request, GError **error)
{
  GError *cause = NULL;

  if (!check_open (service, error))
    return FALSE;
  if (service != NULL)
    secret_service_clear_sync (service, &schema, request->attributes, NULL, &cause);
  else
    secret_password_clearv_sync (&schema, request->attributes, NULL, &cause);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, cause);
  return FALSE;
}

static gboolean
keyring_lookup (MchSecretStore *store, const char *profile, const char *name, GBytes **ret_value,
                GError **error)
{
  g_autoptr (GHashTable) attributes = new_attributes (profile, name);
  Request request = { .attributes = attributes, .name = name };

  if (!run (store, look_up, &request, error))
    return FALSE;
  *ret_value = request.found;
  return TRUE;
}

static gboolean
keyring_store (MchSecretStore *store, const char *profile, const char *name, GBytes *value,
               GError **error)
{
  g_autoptr (GHashTable) attributes = new_attributes (profile, name);
  Request request = { .attributes = attributes, .name = name, .value = value };

  return run (store, put, &request, error);
}

static gboolean
keyring_clear (MchSecretStore *store, const char *profile, const char *name, GError **error)
{
  g_autoptr (GHashTable) attributes = new_attributes (profile, name);
  Request request = { .attributes = attributes, .name = name };

  return run (store, take_away, &request, error);
}

/* On a line of its own: the person may take his time while another thread asks and is told. */
static gboolean
keyring_unlock (MchSecretStore *store, GError **error)
{
  g_autoptr (SecretService) service = NULL;
  g_autoptr (SecretCollection) collection = NULL;
  g_autolist (SecretCollection) wanted = NULL;

  if (!open_service (&service, NULL)
      || (service != NULL && (collection = get_collection (service, NULL)) == NULL))
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING,
                           _ ("The keyring does not answer yet. Nothing was lost; try again in a "
                              "moment, or go on and leave it for the next session."));
      return FALSE;
    }
  if (service == NULL || !secret_collection_get_locked (collection))
    return TRUE;
  wanted = g_list_append (NULL, g_object_ref (collection));
  if (secret_service_unlock_sync (service, wanted, NULL, NULL, NULL) == 1)
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING_LOCKED,
                       _ ("The keyring stayed locked: its window was closed without the right "
                          "password. Nothing was lost; you can go on, and unlock it when you "
                          "want."));
  return FALSE;
}

static void
keyring_iface_init (MchSecretStoreInterface *iface)
{
  iface->lookup = keyring_lookup;
  iface->store = keyring_store;
  iface->clear = keyring_clear;
  iface->unlock = keyring_unlock;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MchSecretStoreKeyring, mch_secret_store_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MCH_TYPE_SECRET_STORE, keyring_iface_init))

static void
mch_secret_store_keyring_dispose (GObject *object)
{
  g_clear_object (&MCH_SECRET_STORE_KEYRING (object)->service);
  G_OBJECT_CLASS (mch_secret_store_keyring_parent_class)->dispose (object);
}

static void
mch_secret_store_keyring_class_init (MchSecretStoreKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_secret_store_keyring_dispose;
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
