/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealed slips and the keys of editions. */
#include "core/mch-slip-code.h"
#include "vault-test.h"
#include "vault/mch-edition-key.h"
#include "vault/mch-vault-init.h"

#define CODE "ABCDX-EFGHE-JKMNW"
#define CANDIDATE "0190a5f0-0000-7000-8000-00000000000a"
#define EDITION "0190a5f0-0000-7000-8000-00000000000e"

static void
assert_damaged (MchSecret *key, GBytes *sealed, const char *candidate, gint64 version,
                const char *edition)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mch_slip_open (key, sealed, candidate, version, edition, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_DAMAGED);
}

static void
test_seal (void)
{
  g_autoptr (MchSecret) key = known_key (9);
  g_autoptr (MchSecret) other = known_key (10);
  g_autoptr (GBytes) sealed = mch_slip_seal (key, CODE, CANDIDATE, 1, EDITION);
  g_autoptr (GBytes) again = mch_slip_seal (key, CODE, CANDIDATE, 1, EDITION);
  g_autoptr (MchSecretText) code = mch_slip_open (key, sealed, CANDIDATE, 1, EDITION, NULL);

  g_assert_cmpstr (code, ==, CODE);
  g_assert_cmpuint (g_bytes_get_size (sealed), ==, 24 + MCH_SLIP_CODE_LENGTH + 16);
  g_assert_false (g_bytes_equal (sealed, again));

  assert_damaged (other, sealed, CANDIDATE, 1, EDITION);
  assert_damaged (key, sealed, EDITION, 1, CANDIDATE);
  assert_damaged (key, sealed, CANDIDATE, 2, EDITION);
  assert_damaged (key, sealed, CANDIDATE, 11, EDITION);
  assert_damaged (key, sealed, CANDIDATE "1", 1, EDITION);
  assert_damaged (key, sealed, CANDIDATE, 1, EDITION "0");
  assert_damaged (key, sealed, "", 1, EDITION);
  /* What stands at the border of two parts belongs to one of them. */
  assert_damaged (key, sealed, CANDIDATE "1" EDITION, 1, "");

  for (gsize i = 0; i < g_bytes_get_size (sealed); i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, i);
      g_autoptr (GBytes) tail =
          g_bytes_new_from_bytes (sealed, i + 1, g_bytes_get_size (sealed) - i - 1);

      assert_damaged (key, cut, CANDIDATE, 1, EDITION);
      assert_damaged (key, tail, CANDIDATE, 1, EDITION);
      for (guint bit = 0; bit < 8; bit++)
        {
          g_autoptr (GBytes) turned = flipped (sealed, i, bit);

          assert_damaged (key, turned, CANDIDATE, 1, EDITION);
        }
    }
}

/* Sealed by a build of today. */
static void
test_known (void)
{
  g_autoptr (MchSecret) key = known_key (9);
  g_autoptr (GBytes) sealed = from_hex ("046ec96ff6321c5182523e48d8e60144231ba7dd7aa14e81cf58552264"
                                        "40f267de53b39cdbf16116e728208b2d9cef8695bf9838886ed5ad60");
  g_autoptr (MchSecretText) code = mch_slip_open (key, sealed, CANDIDATE, 3, EDITION, NULL);

  g_assert_cmpstr (code, ==, CODE);
}

static void
test_only_codes (void)
{
  g_autoptr (MchSecret) key = known_key (9);

  if (g_test_subprocess ())
    {
      mch_slip_seal (key, "ABCDX-EFGHE-JKMN2", CANDIDATE, 1, EDITION);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*is_slip_code*");
}

static void
test_edition (void)
{
  g_autoptr (MchKeyPair) establishment = mch_key_pair_new ();
  g_autoptr (MchKeyPair) other = mch_key_pair_new ();
  g_autoptr (MchSecret) key = mch_secret_new_random (MCH_KEY_SIZE);
  g_autoptr (GBytes) sealed =
      mch_edition_key_seal (key, mch_key_pair_get_public (establishment), NULL);
  g_autoptr (MchSecret) opened = mch_edition_key_open (sealed, establishment, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_secret_equal (opened, key));
  g_assert_null (mch_edition_key_open (sealed, other, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS);
  for (gsize i = 0; i < g_bytes_get_size (sealed); i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, i);
      g_autoptr (GBytes) turned = flipped (sealed, i, i % 8);

      g_clear_error (&error);
      g_assert_null (mch_edition_key_open (cut, establishment, &error));
      g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS);
      g_clear_error (&error);
      g_assert_null (mch_edition_key_open (turned, establishment, &error));
      g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS);
    }
}

/* From the system's generator to a slip and back. */
static void
test_real_generator (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (MchSecret) key = mch_secret_new_random (MCH_KEY_SIZE);

  for (int i = 0; i < 20000; i++)
    {
      char *code = mch_slip_code_new (mch_vault_random);
      char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];

      g_assert_cmpint (mch_slip_code_check (code, secret, NULL), ==, MCH_SLIP_CODE_OK);
      if (i < 500)
        {
          g_autoptr (GBytes) sealed = mch_slip_seal (key, code, CANDIDATE, i + 1, EDITION);
          g_autoptr (MchSecretText) opened =
              mch_slip_open (key, sealed, CANDIDATE, i + 1, EDITION, NULL);

          g_assert_cmpstr (opened, ==, code);
        }
      g_assert_true (g_hash_table_add (seen, code));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slips/seal", test_seal);
  g_test_add_func ("/slips/known", test_known);
  g_test_add_func ("/slips/only-codes", test_only_codes);
  g_test_add_func ("/slips/edition", test_edition);
  g_test_add_func ("/slips/real-generator", test_real_generator);
  return g_test_run ();
}
