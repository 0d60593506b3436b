/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places where secrets rest: a real keyring, locked, absent or open, and the private file. */
#include "sync/mch-secret-store.h"
#include "sync/mch-secret-store-held.h"
#include "sync/mch-sync-error.h"

#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>

static GBytes *
new_value (void)
{
  return g_bytes_new_static ("\x00\x01\xffsecret\n", 10);
}

/* What every back end must do. */
static void
check_contract (MchSecretStore *store)
{
  g_autoptr (GBytes) value = new_value ();
  g_autoptr (GBytes) other = g_bytes_new_static ("x", 1);
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_secret_store_lookup (store, "p1", "token", &found, &error));
  g_assert_no_error (error);
  g_assert_null (found);

  g_assert_true (mch_secret_store_store (store, "p1", "token", value, &error));
  g_assert_no_error (error);
  g_assert_true (mch_secret_store_store (store, "p2", "token", other, &error));
  g_assert_true (mch_secret_store_lookup (store, "p1", "token", &found, &error));
  g_assert_true (g_bytes_equal (found, value));
  g_clear_pointer (&found, g_bytes_unref);

  g_assert_true (mch_secret_store_store (store, "p1", "token", other, &error));
  g_assert_true (mch_secret_store_lookup (store, "p1", "token", &found, &error));
  g_assert_true (g_bytes_equal (found, other));
  g_clear_pointer (&found, g_bytes_unref);

  g_assert_true (mch_secret_store_clear (store, "p1", "token", &error));
  g_assert_true (mch_secret_store_clear (store, "p1", "token", &error));
  g_assert_true (mch_secret_store_lookup (store, "p1", "token", &found, &error));
  g_assert_null (found);
  g_assert_true (mch_secret_store_lookup (store, "p2", "token", &found, &error));
  g_assert_nonnull (found);
  g_assert_true (mch_secret_store_clear (store, "p2", "token", &error));
  g_assert_no_error (error);
}

static void
test_memory (void)
{
  g_autoptr (MchSecretStore) store = mch_secret_store_new_memory ();

  check_contract (store);
}

static char *
new_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("machaon-secrets-XXXXXX", NULL);

  return g_build_filename (folder, "secrets", NULL);
}

static void
test_file (void)
{
  g_autofree char *beside = new_path ();
  g_autofree char *path = g_build_filename (beside, "made", "on the way", "secrets", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchSecretStore) store = mch_secret_store_new_file (path, &error);
  struct stat info;

  g_assert_no_error (error);
  check_contract (store);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_file_that_others_can_read (void)
{
  g_autofree char *path = new_path ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "[p]\ntoken=QQ==\n", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_null (mch_secret_store_new_file (path, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
}

/* A damaged file is left for a person to look at. */
static void
test_damaged_file (void)
{
  g_autofree char *path = new_path ();
  g_autofree char *after = NULL;
  g_autoptr (MchSecretStore) store = mch_secret_store_new_file (path, NULL);
  g_autoptr (GBytes) value = new_value ();
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "not a key file", -1, NULL));
  g_assert_false (mch_secret_store_lookup (store, "p", "token", &found, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
  g_clear_error (&error);
  g_assert_false (mch_secret_store_store (store, "p", "token", value, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, "not a key file");
}

static void
test_keyring (void)
{
  g_autoptr (MchSecretStore) store = mch_secret_store_new_keyring ();

  check_contract (store);
}

/* "Locked" must never look like "no secret": the store would be begun anew. */
static void
test_locked_keyring (void)
{
  g_autoptr (MchSecretStore) store = mch_secret_store_new_keyring ();
  g_autoptr (GBytes) value = new_value ();
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretService) service = NULL;
  g_autoptr (SecretCollection) collection = NULL;
  g_autoptr (GList) objects = NULL;

  g_assert_true (mch_secret_store_store (store, "p3", "token", value, &error));
  g_assert_no_error (error);
  service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  objects = g_list_append (NULL, collection);
  g_assert_cmpint (secret_service_lock_sync (service, objects, NULL, NULL, &error), ==, 1);

  g_assert_false (mch_secret_store_lookup (store, "p3", "token", &found, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);
  g_assert_false (mch_secret_store_store (store, "p3", "token", value, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING_LOCKED);
}

static GVariant *
call_bus (const char *name, const char *path, const char *interface, const char *method,
          GVariant *arguments)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  return g_dbus_connection_call_sync (bus, name, path, interface, method, arguments, NULL,
                                      G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL);
}

static GVariant *
ask_owner (void)
{
  return call_bus ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                   "GetConnectionUnixProcessID", g_variant_new ("(s)", "org.freedesktop.secrets"));
}

static void
kill_daemon (void)
{
  g_autoptr (GVariant) answer = ask_owner ();
  guint32 pid;

  g_assert_nonnull (answer);
  g_variant_get (answer, "(u)", &pid);
  g_assert_cmpint (kill ((pid_t) pid, SIGKILL), ==, 0);
  while (answer != NULL)
    {
      g_variant_unref (answer);
      g_usleep (5000);
      answer = ask_owner ();
    }
}

/* As a new login does, with this password; @home: NULL for the same keyrings as before. */
static void
start_daemon (const char *password, const char *home)
{
  g_autofree char *command = g_strdup_printf (
      "printf %s | env %s%s gnome-keyring-daemon --replace --unlock --components=secrets", password,
      home != NULL ? "XDG_DATA_HOME=" : "", home != NULL ? home : "");
  const char *const words[] = { "sh", "-c", command, NULL };
  g_autoptr (GVariant) answer = NULL;
  int status;

  g_assert_true (
      g_spawn_sync (NULL, (char **) words, NULL,
                    G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                    NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  while ((answer = ask_owner ()) == NULL)
    g_usleep (5000);
}

static void
lock_collection (void)
{
  const char *collection = "/org/freedesktop/secrets/collection/login";
  g_autoptr (GVariant) done = call_bus (
      "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
      "Lock", g_variant_new ("(@ao)", g_variant_new_objv (&collection, 1)));

  g_assert_nonnull (done);
}

static void
assert_held (MchSecretStore *store, const char *name, const char *wanted)
{
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_secret_store_lookup (store, "p", name, &found, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (found != NULL ? g_bytes_get_data (found, NULL) : NULL, ==, wanted);
}

static void
put (MchSecretStore *store, const char *name, const char *value)
{
  g_autoptr (GBytes) bytes = g_bytes_new (value, strlen (value) + 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_secret_store_store (store, "p", name, bytes, &error));
  g_assert_no_error (error);
}

static void
assert_refused (MchSecretStore *store, const char *name, const char *word)
{
  g_autoptr (GBytes) value = new_value ();
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_secret_store_store (store, "p", name, value, &error));
  g_assert_true (g_error_matches (error, MCH_SYNC_ERROR,
                                  strcmp (word, "locked") == 0 ? MCH_SYNC_ERROR_KEYRING_LOCKED
                                                               : MCH_SYNC_ERROR_KEYRING));
  g_assert_nonnull (strstr (error->message, word));
}

/* What one process sees of a daemon that comes and goes: what went wrong, and what word says so. */
static const struct
{
  const char *what;
  const char *password; /* of the daemon that is started afterwards; NULL: the old one goes on */
  gboolean kill;
  gboolean other; /* with other keyrings */
  const char *word;
} absences[] = {
  { "killed; the bus starts it again, locked", "secret", TRUE, FALSE, "locked" },
  { "killed, then an incorrect secret", "wrong", TRUE, FALSE, "locked" },
  { "locked", NULL, FALSE, FALSE, "locked" },
  { "another session's keyring", "secret", TRUE, TRUE, NULL },
};

static void
go_away (gsize i, const char *other_home)
{
  if (absences[i].kill)
    kill_daemon ();
  else
    lock_collection ();
  if (absences[i].other || g_strcmp0 (absences[i].password, "wrong") == 0)
    start_daemon (absences[i].password, absences[i].other ? other_home : NULL);
}

static void
come_back (gsize i, const char *other_home)
{
  start_daemon ("secret", absences[i].other ? other_home : NULL);
}

/* Issue 6, point 6: within one process. What was there is answered from memory; what the next run
 * needs is refused in words; what the password opened is closed until it is typed again; and all of
 * it is in the keyring once that answers. */
static void
test_keyring_goes_away (void)
{
  g_autofree char *other_home = g_dir_make_tmp ("machaon-keyring-XXXXXX", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (absences); i++)
    {
      g_autoptr (MchSecretStore) keyring = mch_secret_store_new_keyring ();
      g_autoptr (MchSecretStoreHeld) held = mch_secret_store_held_new (keyring);
      MchSecretStore *store = MCH_SECRET_STORE (held);
      g_autoptr (MchSecretStore) next = NULL;

      g_test_message ("%s", absences[i].what);
      start_daemon ("secret", NULL);
      put (store, MCH_SECRET_CACHE_KEY, "key");
      put (store, MCH_SECRET_TOKEN, "old token");
      put (store, MCH_SECRET_UNLOCK, "opened");
      g_assert_null (mch_secret_store_held_get_trouble (held));

      go_away (i, other_home);
      assert_held (store, MCH_SECRET_TOKEN, "old token");
      assert_held (store, MCH_SECRET_CACHE_KEY, "key");
      if (absences[i].word != NULL)
        {
          assert_held (store, MCH_SECRET_UNLOCK, NULL);
          g_assert_nonnull (strstr (mch_secret_store_held_get_trouble (held), absences[i].word));
          put (store, MCH_SECRET_TOKEN, "new token");
          put (store, MCH_SECRET_UNLOCK, "opened again");
          assert_held (store, MCH_SECRET_UNLOCK, "opened again");
          assert_refused (store, "edition-x", absences[i].word);
          come_back (i, other_home);
          mch_secret_store_held_try (held);
        }
      g_assert_null (mch_secret_store_held_get_trouble (held));
      next = mch_secret_store_new_keyring ();
      assert_held (next, MCH_SECRET_CACHE_KEY, "key");
      assert_held (next, MCH_SECRET_TOKEN, absences[i].word != NULL ? "new token" : "old token");
      assert_held (next, MCH_SECRET_UNLOCK, absences[i].word != NULL ? "opened again" : "opened");
    }
}

/* The daemon lives and has closed the session over which secrets travel. */
static void
test_closed_session (void)
{
  g_autoptr (MchSecretStore) store = mch_secret_store_new_keyring ();
  g_autoptr (GVariant) known = NULL;
  g_autoptr (GDBusNodeInfo) node = NULL;
  const char *xml;
  guint n_closed = 0;

  start_daemon ("secret", NULL);
  put (store, MCH_SECRET_TOKEN, "token");
  known = call_bus ("org.freedesktop.secrets", "/org/freedesktop/secrets/session",
                    "org.freedesktop.DBus.Introspectable", "Introspect", NULL);
  g_variant_get (known, "(&s)", &xml);
  node = g_dbus_node_info_new_for_xml (xml, NULL);
  for (guint i = 0; node->nodes != NULL && node->nodes[i] != NULL; i++)
    {
      g_autofree char *path =
          g_strconcat ("/org/freedesktop/secrets/session/", node->nodes[i]->path, NULL);
      g_autoptr (GVariant) done = call_bus ("org.freedesktop.secrets", path,
                                            "org.freedesktop.Secret.Session", "Close", NULL);

      n_closed += done != NULL;
    }
  g_assert_cmpuint (n_closed, >, 0);
  assert_held (store, MCH_SECRET_TOKEN, "token");
  put (store, MCH_SECRET_TOKEN, "another");
  assert_held (store, MCH_SECRET_TOKEN, "another");
}

static void
test_absent_keyring (void)
{
  g_autoptr (MchSecretStore) store = mch_secret_store_new_keyring ();
  g_autoptr (GBytes) value = new_value ();
  g_autoptr (GBytes) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (mch_secret_store_lookup (store, "p", "token", &found, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
  g_clear_error (&error);
  g_assert_false (mch_secret_store_store (store, "p", "token", value, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_strcmp0 (g_getenv ("MACHAON_KEYRING"), "absent") == 0)
    g_test_add_func ("/secrets/keyring/absent", test_absent_keyring);
  else if (g_strcmp0 (g_getenv ("MACHAON_KEYRING"), "open") == 0)
    {
      g_test_add_func ("/secrets/keyring/open", test_keyring);
      g_test_add_func ("/secrets/keyring/locked", test_locked_keyring);
      g_test_add_func ("/secrets/keyring/goes-away", test_keyring_goes_away);
      g_test_add_func ("/secrets/keyring/closed-session", test_closed_session);
    }
  else
    {
      g_test_add_func ("/secrets/memory", test_memory);
      g_test_add_func ("/secrets/file", test_file);
      g_test_add_func ("/secrets/file/others-can-read", test_file_that_others_can_read);
      g_test_add_func ("/secrets/file/damaged", test_damaged_file);
    }
  return g_test_run ();
}
