/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes in locked memory, the hardening of a process, and the small helpers. */
#include <sys/prctl.h>
#include <sys/resource.h>

#include "vault-test.h"
#include "vault/mch-vault-init.h"

static void
test_secret (void)
{
  g_autoptr (MchSecret) a = mch_secret_new ("0123456789", 10);
  g_autoptr (MchSecret) b = mch_secret_new ("0123456789", 10);
  g_autoptr (MchSecret) c = mch_secret_new ("0123456780", 10);
  g_autoptr (MchSecret) d = mch_secret_new ("012345678", 9);
  g_autoptr (MchSecret) random = mch_secret_new_random (32);
  g_autoptr (MchSecret) other = mch_secret_new_random (32);
  g_autoptr (MchSecret) again = mch_secret_ref (a);

  g_assert_true (again == a);
  g_assert_cmpuint (mch_secret_get_size (a), ==, 10);
  g_assert_cmpmem (mch_secret_get_bytes (a), 10, "0123456789", 10);
  g_assert_true (mch_secret_equal (a, b));
  g_assert_false (mch_secret_equal (a, c));
  g_assert_false (mch_secret_equal (a, d));
  g_assert_false (mch_secret_equal (random, other));
}

/* Nobody writes into a secret by mistake. */
static void
test_read_only (void)
{
  g_autoptr (MchSecret) secret = NULL;

  if (g_test_subprocess ())
    {
      mch_vault_harden_process ();
      secret = mch_secret_new ("0123456789", 10);
      *(volatile guint8 *) mch_secret_get_bytes (secret) = 'x';
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

static void
test_harden (void)
{
  struct rlimit limit = { 1, 1 };

  /* Apart, since a process that cannot be traced cannot be searched for leaks either. */
  if (g_test_subprocess ())
    {
      g_assert_true (mch_vault_harden_process ());
      g_assert_cmpint (getrlimit (RLIMIT_CORE, &limit), ==, 0);
      g_assert_cmpint ((int) limit.rlim_cur, ==, 0);
      g_assert_cmpint ((int) limit.rlim_max, ==, 0);
      g_assert_cmpint (prctl (PR_GET_DUMPABLE, 0, 0, 0, 0), ==, 0);
      prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_texts (void)
{
  g_autoptr (MchSecretText) text = g_strdup ("gone afterwards");
  char buffer[4] = { 1, 2, 3, 4 };

  mch_vault_wipe (buffer, sizeof buffer);
  g_assert_cmpmem (buffer, 4, "\0\0\0\0", 4);
  mch_vault_wipe (NULL, 0);
  mch_vault_free_text (NULL);
  g_assert_nonnull (text);
  g_assert_true (mch_vault_equal ("abc", "abc", 3));
  g_assert_false (mch_vault_equal ("abc", "abd", 3));
}

static void
test_base64 (void)
{
  static const char *const wrong[] = {
    NULL,       "",         "AAEC",     "AAECAw=",   "AAECAw",   "AAECAw==\n", " AAECAw==",
    "AAECAwQ=", "AAEC-w==", "AAECAx==", "AAECAw==A", "\xc3\xa9", "===="
  };
  guint8 bytes[4] = { 0 };

  g_assert_true (mch_vault_decode_base64 ("AAECAw==", bytes, sizeof bytes, NULL));
  g_assert_cmpmem (bytes, 4, "\0\1\2\3", 4);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_false (mch_vault_decode_base64 (wrong[i], bytes, sizeof bytes, &error));
      g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/secret/secret", test_secret);
  g_test_add_func ("/secret/read-only", test_read_only);
  g_test_add_func ("/secret/harden", test_harden);
  g_test_add_func ("/secret/texts", test_texts);
  g_test_add_func ("/secret/base64", test_base64);
  return g_test_run ();
}
