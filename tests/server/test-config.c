/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond.conf, and the authority with its certificates. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "server/http/mch-config.h"
#include "server/http/mch-http-certificate.h"
#include "server/http/mch-tls.h"

#define NOW_MS G_GINT64_CONSTANT (1795000000000)
#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

static char *
make_folder (void)
{
  char *folder = g_dir_make_tmp ("machaon-config-XXXXXX", NULL);

  g_assert_nonnull (folder);
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0)
        remove_folder (path);
    }
  g_rmdir (folder);
}

static void
test_config_values (void)
{
  static const struct
  {
    const char *text;
    const char *in_message; /* NULL: good */
  } table[] = {
    { "", NULL },
    { "[server]\nlisten=0.0.0.0:443\nportal-url=https://examens.example\n", NULL },
    { "[limits]\nconnections=100\nper-address=7\n", NULL },
    { "[server]\nlisten=unix:/run/machaond/socket\n", NULL },
    { "[server]\nlissten=0.0.0.0:443\n", "lissten" },
    { "[sever]\nlisten=0.0.0.0:443\n", "sever" },
    { "[server]\nlisten=everywhere\n", "listen" },
    { "[server]\nportal-url=ftp://examens.example\n", "portal-url" },
    { "[server]\nportal-url=https://examens.example/\n", "portal-url" },
    { "[server]\nportal-url=https://a:b@examens.example\n", "portal-url" },
    { "[limits]\nconnections=many\n", "connections" },
    { "[limits]\nconnections=0\n", "connections" },
    { "[limits]\nconnections=-1\n", "connections" },
    { "[limits]\nlisten=0.0.0.0:443\n", "listen" },
    { "no key file", "machaond.conf" },
  };
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "machaond.conf", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MchConfig) config = NULL;

      g_assert_true (g_file_set_contents (path, table[i].text, -1, NULL));
      config = mch_config_load (path, &error);
      g_test_message ("%s", table[i].text);
      if (table[i].in_message == NULL)
        {
          g_assert_no_error (error);
          g_assert_nonnull (config);
          continue;
        }
      g_assert_null (config);
      g_assert_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG);
      g_assert_nonnull (strstr (error->message, table[i].in_message));
      g_assert_null (strchr (error->message, '\n'));
    }
  remove_folder (folder);
}

static void
test_config_round_trip (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "machaond.conf", NULL);
  g_autoptr (MchConfig) config = mch_config_new ();
  g_autoptr (MchConfig) again = NULL;
  g_autoptr (GError) error = NULL;
  MchHttpOptions options = { 0 };
  struct stat info;

  g_assert_cmpstr (mch_config_get_text (config, MCH_CONFIG_LISTEN), ==, "127.0.0.1:8443");
  g_assert_true (mch_config_set (config, MCH_CONFIG_DATABASE, "postgresql:///x", NULL));
  g_assert_true (mch_config_set (config, MCH_CONFIG_CONNECTIONS, "77", NULL));
  g_assert_false (mch_config_set (config, MCH_CONFIG_CONNECTIONS, "7x", NULL));
  g_assert_true (mch_config_write (config, path, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (mch_config_write (config, path, NULL));

  again = mch_config_load (path, &error);
  g_assert_no_error (error);
  for (int i = 0; i < MCH_CONFIG_N_KEYS; i++)
    g_assert_cmpstr (mch_config_get_text (again, (MchConfigKey) i), ==,
                     mch_config_get_text (config, (MchConfigKey) i));
  mch_config_to_http (again, &options);
  g_assert_cmpuint (options.connections, ==, 77);
  g_assert_cmpuint (options.body_budget, ==, 256 * 1024 * 1024);
  remove_folder (folder);
}

static void
assert_mode (const char *folder, const char *name, int mode)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat info;

  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777 & ~mode, ==, 0);
}

static void
test_tls_create (void)
{
  static const char *const names[] = { "examens.example", "192.0.2.7", "localhost", NULL };
  g_autofree char *folder = make_folder ();
  g_autofree char *tls = g_build_filename (folder, "tls", NULL);
  g_autofree char *server = g_build_filename (tls, "server.pem", NULL);
  g_autofree char *key = g_build_filename (tls, "server-key.pem", NULL);
  g_autofree char *authority = g_build_filename (tls, "ca.pem", NULL);
  g_autofree char *joined = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCertificate) certificate = NULL;
  g_auto (GStrv) found = NULL;

  g_assert_true (mch_tls_create (tls, names, NOW_MS, &error));
  g_assert_no_error (error);
  assert_mode (folder, "tls", 0700);
  assert_mode (tls, "ca-key.pem", 0600);
  assert_mode (tls, "server-key.pem", 0600);

  g_assert_cmpint (mch_tls_get_expiry (server, NULL), ==, NOW_MS + MCH_TLS_SERVER_DAYS * DAY_MS);
  g_assert_cmpint (mch_tls_get_expiry (authority, NULL), ==, NOW_MS + MCH_TLS_CA_DAYS * DAY_MS);
  found = mch_tls_dup_names (server, &error);
  joined = g_strjoinv (" ", found);
  g_assert_cmpstr (joined, ==, "examens.example 192.0.2.7 localhost 127.0.0.1 ::1");
  certificate = mch_certificate_load (server, key, &error);
  g_assert_no_error (error);
  g_assert_nonnull (certificate);

  /* An authority that clients trust is never replaced. */
  g_assert_false (mch_tls_create (tls, names, NOW_MS, &error));
  g_assert_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS);
  remove_folder (folder);
}

static void
test_tls_renew (void)
{
  static const char *const names[] = { "examens.example", NULL };
  g_autofree char *folder = make_folder ();
  g_autofree char *server = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *key = g_build_filename (folder, "server-key.pem", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *joined = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchCertificate) certificate = NULL;
  g_auto (GStrv) found = NULL;

  g_assert_true (mch_tls_create (folder, names, NOW_MS, NULL));
  g_assert_true (g_file_get_contents (server, &before, NULL, NULL));
  certificate = mch_certificate_load (server, key, NULL);
  g_assert_true (mch_tls_renew (folder, NULL, NOW_MS + DAY_MS, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (server, &after, NULL, NULL));
  g_assert_cmpstr (before, !=, after);
  found = mch_tls_dup_names (server, NULL);
  joined = g_strjoinv (" ", found);
  g_assert_cmpstr (joined, ==, "examens.example localhost 127.0.0.1 ::1");
  g_assert_true (mch_certificate_reload (certificate, NULL));

  /* A certificate with the key of another is refused, and the old pair stays. */
  g_assert_true (g_file_set_contents (server, before, -1, NULL));
  g_assert_false (mch_certificate_reload (certificate, &error));
  g_assert_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS);
  remove_folder (folder);
}

static void
test_tls_bad_names (void)
{
  static const char *const bad[] = { "",    "a b", ".example", "a..b", "https://examens.example",
                                     "a\nb" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const names[] = { bad[i], NULL };
      g_autofree char *folder = make_folder ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_false (mch_tls_create (folder, names, NOW_MS, &error));
      g_assert_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS);
      remove_folder (folder);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/config/values", test_config_values);
  g_test_add_func ("/config/round-trip", test_config_round_trip);
  g_test_add_func ("/tls/create", test_tls_create);
  g_test_add_func ("/tls/renew", test_tls_renew);
  g_test_add_func ("/tls/bad-names", test_tls_bad_names);

  return g_test_run ();
}
