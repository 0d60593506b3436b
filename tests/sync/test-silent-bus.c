/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session bus that takes calls and never answers. Settings of a desktop that find the proxy by
 * themselves are asked over it, and so is the keyring: both wait without an end by themselves. */
#include "sync/mch-proxies.h"
#include "sync/mch-proxy-settings.h"
#include "sync/mch-secret-store.h"
#include "sync/mch-sync-error.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#define URI "https://machaon.example/v1/realm"

static GSocket *
listen_at (const char *path)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  GSocket *bus =
      g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_bind (bus, address, TRUE, &error);
  g_assert_no_error (error);
  g_socket_listen (bus, &error);
  g_assert_no_error (error);
  return bus;
}

static void
assert_direct (char **found)
{
  g_assert_nonnull (found);
  g_assert_cmpstr (found[0], ==, "direct://");
}

static void
test_no_answer (void)
{
  g_autoptr (MchProxies) proxies = mch_proxies_new ();
  GProxyResolver *resolver = G_PROXY_RESOLVER (proxies);
  g_auto (GStrv) first = NULL;
  g_auto (GStrv) second = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 asked;

  first = g_proxy_resolver_lookup (resolver, URI, NULL, &error);
  g_assert_no_error (error);
  assert_direct (first);
  asked = g_get_monotonic_time ();
  /* The wait was a wait: what makes this test a test. */
  g_assert_cmpint (asked - start, >=, MCH_PROXY_SETTINGS_WAIT_S * G_TIME_SPAN_SECOND);

  second = g_proxy_resolver_lookup (resolver, URI, NULL, &error);
  g_assert_no_error (error);
  assert_direct (second);
  g_assert_cmpint (g_get_monotonic_time () - asked, <,
                   MCH_PROXY_SETTINGS_WAIT_S * G_TIME_SPAN_SECOND);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* Who asks from a main loop is not held up at all, and need not wait for the end either. */
static void
test_cancelled (void)
{
  g_autoptr (MchProxies) proxies = mch_proxies_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  g_proxy_resolver_lookup_async (G_PROXY_RESOLVER (proxies), URI, cancellable, on_found, &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (proxies), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <,
                   MCH_PROXY_SETTINGS_WAIT_S * G_TIME_SPAN_SECOND);
}

/* Who starts there is told that there is no keyring, and works on. */
static void
test_keyring (void)
{
  g_autoptr (MchSecretStore) keyring = mch_secret_store_new_keyring ();
  g_autoptr (GBytes) value = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_secret_store_lookup (keyring, "profile", "name", &value, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
}

static void
find_proxies_by_themselves (void)
{
  /* In the memory of this process. */
  g_autoptr (GSettings) settings = g_settings_new ("org.gnome.system.proxy");

  g_settings_set_string (settings, "mode", "auto");
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (g_proxy_resolver_get_default ()), ==, "GProxyResolverGnome");
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("machaon-proxies-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bus", NULL);
  g_autofree char *address = g_strconcat ("unix:path=", path, NULL);
  /* Closed by the end of the process alone: the thread that waits for it would wake and warn. */
  static GSocket *bus;
  int status;

  bus = listen_at (path);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("XDG_CURRENT_DESKTOP", "GNOME", TRUE);
  for (const char *const *name =
           (const char *const[]){ "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy",
                                  "HTTP_PROXY", "http_proxy", NULL };
       *name != NULL; name++)
    g_unsetenv (*name);
  g_test_init (&argc, &argv, NULL);
  find_proxies_by_themselves ();
  g_test_add_func ("/sync/silent-bus/proxies", test_no_answer);
  g_test_add_func ("/sync/silent-bus/cancelled", test_cancelled);
  g_test_add_func ("/sync/silent-bus/keyring", test_keyring);
  status = g_test_run ();
  g_assert_false (g_socket_is_closed (bus));
  g_unlink (path);
  g_rmdir (folder);
  return status;
}
