/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Candidates' own passwords on the server, and the estimate of their strength. */
#include "vault-test.h"
#include "vault/mch-password-hash.h"
#include "vault/mch-strength.h"
#include "vault/mch-vault-init.h"

static void
test_hash (void)
{
  g_autoptr (MchSecret) pepper = known_key (1);
  g_autoptr (MchSecret) other = known_key (2);
  g_autofree char *hash = mch_password_hash_new (pepper, "Soleil+7", NULL);
  g_autofree char *again = mch_password_hash_new (pepper, "Soleil+7", NULL);

  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (mch_password_hash_verify (pepper, hash, "Soleil+7"));
  g_assert_true (mch_password_hash_verify (pepper, again, "Soleil+7"));
  g_assert_false (mch_password_hash_verify (pepper, hash, "Soleil+8"));
  g_assert_false (mch_password_hash_verify (pepper, hash, "soleil+7"));
  g_assert_false (mch_password_hash_verify (pepper, hash, "Soleil+7 "));
  g_assert_false (mch_password_hash_verify (pepper, hash, ""));
  g_assert_false (mch_password_hash_verify (pepper, hash, NULL));
  g_assert_false (mch_password_hash_verify (pepper, hash, "\xff"));
  g_assert_false (mch_password_hash_verify (other, hash, "Soleil+7"));
  g_assert_false (mch_password_hash_verify (pepper, NULL, "Soleil+7"));
  g_assert_false (mch_password_hash_verify (pepper, "", "Soleil+7"));
  g_assert_false (mch_password_hash_verify (pepper, "$argon2id$", "Soleil+7"));
  g_assert_false (mch_password_hash_needs_rehash (hash));
}

/* Accounts of today must open in ten years. */
static void
test_known (void)
{
  g_autoptr (MchSecret) pepper = known_key (1);

  g_assert_true (mch_password_hash_verify (pepper,
                                           "$argon2id$v=19$m=19456,t=2,p=1$k7VcPjSNbitcVTVFngDAXQ$"
                                           "h/N694vUWQNMI3c4K+94lBcRekO2lFbE/gzLosUNqsA",
                                           "\xc3\x89t\xc3\xa9+2027"));
  g_assert_true (mch_password_hash_verify (pepper,
                                           "$argon2id$v=19$m=19456,t=2,p=1$k7VcPjSNbitcVTVFngDAXQ$"
                                           "h/N694vUWQNMI3c4K+94lBcRekO2lFbE/gzLosUNqsA",
                                           "E\xcc\x81te\xcc\x81+2027"));
}

static void
test_rehash (void)
{
  static const char cheaper[] = "$argon2id$v=19$m=8192,t=1,p=1$AAECAwQFBgcICQoLDA0ODw$"
                                "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

  g_assert_true (mch_password_hash_needs_rehash (cheaper));
  g_assert_true (mch_password_hash_needs_rehash (""));
  g_assert_true (mch_password_hash_needs_rehash ("plain"));
}

static void
test_malformed (void)
{
  g_autoptr (MchSecret) pepper = known_key (1);
  g_autoptr (GError) error = NULL;

  g_assert_null (mch_password_hash_new (pepper, "\xff", &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (mch_password_hash_new (pepper, NULL, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED);
}

static void
test_strength (void)
{
  static const char *const words[] = { "besancon", "lea.martin", NULL };
  g_autofree char *huge = g_strnfill (5000, 'a');
  double bits = -1;
  double known_bits = -1;

  g_assert_cmpint (mch_strength_estimate (NULL, NULL, &bits), ==, MCH_STRENGTH_VERY_WEAK);
  g_assert_cmpfloat (bits, <=, 0);
  g_assert_cmpint (mch_strength_estimate ("password1234", NULL, NULL), <, MCH_STRENGTH_STAFF_MIN);
  g_assert_cmpint (mch_strength_estimate ("aaaaaaaaaaaa", NULL, NULL), <, MCH_STRENGTH_STAFF_MIN);
  g_assert_cmpint (mch_strength_estimate ("cheval agrafe pile bond", NULL, NULL), >=,
                   MCH_STRENGTH_STAFF_MIN);
  g_assert_cmpint (mch_strength_estimate ("vQ7#pL9!xRm2", NULL, &bits), >=, MCH_STRENGTH_GOOD);
  mch_strength_estimate ("besancon-lea.martin", NULL, &bits);
  mch_strength_estimate ("besancon-lea.martin", words, &known_bits);
  g_assert_cmpfloat (known_bits, <, bits);
  g_assert_cmpint (mch_strength_estimate (huge, NULL, NULL), <=, MCH_STRENGTH_WEAK);
  for (int s = MCH_STRENGTH_VERY_WEAK; s <= MCH_STRENGTH_STRONG; s++)
    g_assert_cmpint (strlen (mch_strength_to_label ((MchStrength) s)), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passwords/hash", test_hash);
  g_test_add_func ("/passwords/known", test_known);
  g_test_add_func ("/passwords/rehash", test_rehash);
  g_test_add_func ("/passwords/malformed", test_malformed);
  g_test_add_func ("/passwords/strength", test_strength);
  return g_test_run ();
}
