/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-proxies.h"

#include "sync/mch-proxy-settings.h"

#include <string.h>

struct _MchProxies
{
  GObject parent_instance;

  GProxyResolver *of_environment; /* (nullable): the settings are asked */
  MchProxySettings *settings;
  char *last;
  char *user;
  char *password;
};

static void mch_proxies_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MchProxies, mch_proxies, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
                                                      mch_proxies_iface_init))

#define ADDRESS_FLAGS (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_NON_DNS)

/* Notes what the address says and gives it without a login. (transfer full) */
static char *
take_address (MchProxies *self, const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, ADDRESS_FLAGS, NULL);

  if (uri == NULL || g_str_equal (g_uri_get_scheme (uri), "direct") || g_uri_get_host (uri) == NULL)
    return g_strdup (address);
  g_free (self->last);
  self->last = g_uri_get_port (uri) > 0
                   ? g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri))
                   : g_strdup (g_uri_get_host (uri));
  if (!g_str_has_prefix (g_uri_get_scheme (uri), "http") || g_uri_get_user (uri) == NULL)
    return g_strdup (address);
  g_free (self->user);
  g_free (self->password);
  self->user = g_strdup (g_uri_get_user (uri));
  self->password = g_strdup (g_uri_get_password (uri) != NULL ? g_uri_get_password (uri) : "");
  return g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                     g_uri_get_port (uri), g_uri_get_path (uri), NULL, NULL);
}

/* Takes @found. (transfer full) */
static char **
take_addresses (MchProxies *self, char **found)
{
  g_clear_pointer (&self->last, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->password, g_free);
  /* The first is the one that is tried first. */
  for (guint i = 0; found != NULL && found[i] != NULL; i++)
    {
      char *plain = take_address (self, found[i]);

      g_free (found[i]);
      found[i] = plain;
    }
  return found;
}

static gboolean
mch_proxies_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

/* (transfer full) (nullable) */
static char **
find (MchProxies *self, const char *uri, GCancellable *cancellable, GError **error)
{
  if (self->of_environment != NULL)
    return g_proxy_resolver_lookup (self->of_environment, uri, cancellable, error);
  return mch_proxy_settings_lookup (self->settings, uri, cancellable, error);
}

static char **
mch_proxies_lookup (GProxyResolver *resolver, const char *uri, GCancellable *cancellable,
                    GError **error)
{
  MchProxies *self = MCH_PROXIES (resolver);

  return take_addresses (self, find (self, uri, cancellable, error));
}

static void
find_in_thread (GTask *task, gpointer source, gpointer uri, GCancellable *cancellable)
{
  GError *error = NULL;
  char **found = find (source, uri, cancellable, &error);

  if (found == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, found, (GDestroyNotify) g_strfreev);
}

/* The resolver of the settings may wait for others even when it is asked not to. */
static void
mch_proxies_lookup_async (GProxyResolver *resolver, const char *uri, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_set_source_tag (task, mch_proxies_lookup_async);
  g_task_set_task_data (task, g_strdup (uri), g_free);
  g_task_run_in_thread (task, find_in_thread);
}

static char **
mch_proxies_lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return take_addresses (MCH_PROXIES (resolver), g_task_propagate_pointer (G_TASK (result), error));
}

static void
mch_proxies_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = mch_proxies_is_supported;
  iface->lookup = mch_proxies_lookup;
  iface->lookup_async = mch_proxies_lookup_async;
  iface->lookup_finish = mch_proxies_lookup_finish;
}

/* (nullable): a variable in small letters or in capitals; an empty one is as good as none. */
static const char *
get_variable (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  const char *value = g_getenv (lower);

  if (value == NULL || *value == '\0')
    value = g_getenv (name);
  return value != NULL && *value != '\0' ? value : NULL;
}

/* (transfer full) (nullable): a variable as an address: "proxy:3128" is one. */
static char *
dup_address (const char *name)
{
  const char *value = get_variable (name);
  g_autofree char *address = NULL;
  g_autoptr (GUri) uri = NULL;

  if (value == NULL)
    return NULL;
  address = strstr (value, "://") != NULL ? g_strdup (value) : g_strconcat ("http://", value, NULL);
  uri = g_uri_parse (address, ADDRESS_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  return g_steal_pointer (&address);
}

static char **
dup_exceptions (void)
{
  const char *value = get_variable ("NO_PROXY");
  g_auto (GStrv) words = g_strsplit_set (value != NULL ? value : "", ", ", -1);
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_strv_builder_add (hosts, words[i]);
  return g_strv_builder_end (hosts);
}

/* (transfer full) (nullable) */
static GProxyResolver *
resolver_of_environment (void)
{
  static const char *const names[] = { "HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY" };
  g_autofree char *address = NULL;
  g_auto (GStrv) exceptions = dup_exceptions ();

  for (gsize i = 0; i < G_N_ELEMENTS (names) && address == NULL; i++)
    address = dup_address (names[i]);
  if (address == NULL)
    return NULL;
  if (g_strv_contains ((const char *const *) exceptions, "*"))
    return g_simple_proxy_resolver_new ("direct://", NULL);
  return g_simple_proxy_resolver_new (address, exceptions);
}

gboolean
mch_proxies_dup_login (MchProxies *self, char **ret_user, char **ret_password)
{
  g_return_val_if_fail (MCH_IS_PROXIES (self), FALSE);

  if (self->user == NULL)
    return FALSE;
  *ret_user = g_strdup (self->user);
  *ret_password = g_strdup (self->password);
  return TRUE;
}

const char *
mch_proxies_get_last (MchProxies *self)
{
  g_return_val_if_fail (MCH_IS_PROXIES (self), NULL);

  return self->last;
}

MchProxies *
mch_proxies_new (void)
{
  MchProxies *self = g_object_new (MCH_TYPE_PROXIES, NULL);

  self->of_environment = resolver_of_environment ();
  self->settings = mch_proxy_settings_new ();
  return self;
}

static void
mch_proxies_finalize (GObject *object)
{
  MchProxies *self = MCH_PROXIES (object);

  g_clear_object (&self->of_environment);
  mch_proxy_settings_free (self->settings);
  g_free (self->last);
  g_free (self->user);
  g_free (self->password);
  G_OBJECT_CLASS (mch_proxies_parent_class)->finalize (object);
}

static void
mch_proxies_class_init (MchProxiesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_proxies_finalize;
}

static void
mch_proxies_init (MchProxies *self)
{
}
