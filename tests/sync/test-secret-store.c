/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The places where secrets rest: a real keyring, locked, absent or open, and the private file. */
#include "sync/mch-secret-store.h"
#include "sync/mch-sync-error.h"

#include <glib/gstdio.h>
#include <libsecret/secret.h>
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
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
  g_clear_error (&error);
  g_assert_false (mch_secret_store_store (store, "p3", "token", value, &error));
  g_assert_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
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
