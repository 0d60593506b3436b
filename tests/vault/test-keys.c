/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staff's passwords, members' and establishments' keys, from the first member to a rotation. */
#include "vault-test.h"
#include "vault/mch-edition-key.h"
#include "vault/mch-establishment-key.h"
#include "vault/mch-member-key.h"
#include "vault/mch-vault-init.h"

#define REALM "0190a5f0-0000-7000-8000-000000000001"

static char *
auth_of (const char *realm, const char *login, const char *password)
{
  g_autoptr (MchStaffKeys) keys = mch_staff_keys_derive (realm, login, password, NULL);

  g_assert_nonnull (keys);
  g_assert_false (
      mch_vault_equal (keys->auth, mch_secret_get_bytes (keys->wrap), sizeof keys->auth));
  return to_hex (keys->auth, sizeof keys->auth);
}

/* Another derivation would lock every member of staff out. */
static void
test_staff_known (void)
{
  g_autoptr (MchStaffKeys) keys = mch_staff_keys_derive (REALM, "lea.martin",
                                                         "un cheval \xc3\xa9"
                                                         "tonn\xc3\xa9",
                                                         NULL);
  g_autoptr (MchSecret) pepper = known_key (3);
  g_autofree char *auth = to_hex (keys->auth, sizeof keys->auth);
  g_autofree char *wrap = to_hex (mch_secret_get_bytes (keys->wrap), MCH_KEY_SIZE);
  guint8 stored[MCH_KEY_SIZE];
  g_autofree char *hex = NULL;

  g_assert_cmpstr (auth, ==, "38324508394465781b4186ff5c20a49376d5616150c111da1ea12a42a4d0d4a4");
  g_assert_cmpstr (wrap, ==, "5427e2bcfe0d09b8b2db03361e6773a43cd4101c7f5b5683bf58734bcf4f1112");
  mch_staff_auth_pepper (pepper, keys->auth, stored);
  hex = to_hex (stored, sizeof stored);
  g_assert_cmpstr (hex, ==, "60aafc736718e9fa36c9f8958815e7bb57de953b483b50c964fc8a009bcbe387");
  g_assert_true (mch_staff_auth_matches (pepper, keys->auth, stored));
  stored[31] ^= 1;
  g_assert_false (mch_staff_auth_matches (pepper, keys->auth, stored));
}

static void
test_staff_differences (void)
{
  g_autofree char *auth = auth_of (REALM, "lea.martin", "un cheval \xc3\xa9tonn\xc3\xa9");
  g_autofree char *same = auth_of (REALM,
                                   " L\xc3\xa9"
                                   "a.MARTIN",
                                   "un cheval e\xcc\x81tonne\xcc\x81");
  g_autofree char *realm = auth_of ("x", "lea.martin", "un cheval \xc3\xa9tonn\xc3\xa9");
  g_autofree char *login = auth_of (REALM, "lea.martin2", "un cheval \xc3\xa9tonn\xc3\xa9");
  g_autofree char *password = auth_of (REALM, "lea.martin", "un cheval etonne");
  g_autofree char *moved = auth_of (REALM "l", "ea.martin", "un cheval \xc3\xa9tonn\xc3\xa9");
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (same, ==, auth);
  g_assert_cmpstr (realm, !=, auth);
  g_assert_cmpstr (login, !=, auth);
  g_assert_cmpstr (password, !=, auth);
  g_assert_cmpstr (moved, !=, auth);
  g_assert_null (mch_staff_keys_derive (REALM, " ", "x", &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (mch_staff_keys_derive (REALM, "lea", "", &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED);
  g_clear_error (&error);
  g_assert_null (mch_staff_keys_derive (REALM, "lea", NULL, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED);
}

static void
test_pairs (void)
{
  g_autoptr (MchKeyPair) a = mch_key_pair_new ();
  g_autoptr (MchKeyPair) b = mch_key_pair_new ();
  g_autoptr (MchSecret) one = known_key (1);
  g_autoptr (MchKeyPair) known = mch_key_pair_new_from_secret (mch_secret_get_bytes (one));
  g_autofree char *hex = to_hex (mch_key_pair_get_public (known), MCH_KEY_SIZE);

  g_assert_false (
      mch_vault_equal (mch_key_pair_get_public (a), mch_key_pair_get_public (b), MCH_KEY_SIZE));
  /* X25519 of 01 02 … 20 and the base point. */
  g_assert_cmpstr (hex, ==, "07a37cbc142093c8b755dc1b10e86cb426374ad16aa853ed0bdfc0b2b86d1c7c");
}

static void
assert_unwrap_fails (GBytes *wrapped, MchKeyPair *member, MchSecret *wrap, const char *login,
                     MchVaultError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      mch_member_key_unwrap (wrapped, mch_key_pair_get_public (member), wrap, login, &error));
  g_assert_error (error, MCH_VAULT_ERROR, (int) code);
}

static void
test_wrap (void)
{
  g_autoptr (MchSecret) wrap = known_key (7);
  g_autoptr (MchSecret) other_wrap = known_key (8);
  g_autoptr (MchKeyPair) member = mch_key_pair_new ();
  g_autoptr (MchKeyPair) other = mch_key_pair_new ();
  g_autoptr (GBytes) wrapped = mch_member_key_wrap (member, wrap, "lea.martin");
  g_autoptr (GBytes) again = mch_member_key_wrap (member, wrap, "lea.martin");
  g_autoptr (MchKeyPair) unwrapped =
      mch_member_key_unwrap (wrapped, mch_key_pair_get_public (member), wrap,
                             "L\xc3\xa9"
                             "a.Martin",
                             NULL);

  g_assert_false (g_bytes_equal (wrapped, again));
  g_assert_true (
      mch_secret_equal (mch_key_pair_get_secret (unwrapped), mch_key_pair_get_secret (member)));
  assert_unwrap_fails (wrapped, member, other_wrap, "lea.martin", MCH_VAULT_ERROR_WRONG_PASSWORD);
  assert_unwrap_fails (wrapped, member, wrap, "lea.martin2", MCH_VAULT_ERROR_WRONG_PASSWORD);
  assert_unwrap_fails (wrapped, other, wrap, "lea.martin", MCH_VAULT_ERROR_WRONG_PASSWORD);
  for (gsize i = 0; i < MCH_MEMBER_WRAPPED_SIZE; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (wrapped, 0, i);
      g_autoptr (GBytes) turned = flipped (wrapped, i, i % 8);

      assert_unwrap_fails (cut, member, wrap, "lea.martin", MCH_VAULT_ERROR_DAMAGED);
      assert_unwrap_fails (turned, member, wrap, "lea.martin", MCH_VAULT_ERROR_WRONG_PASSWORD);
    }
}

/* Wrapped by a build of today. */
static void
test_wrap_known (void)
{
  g_autoptr (MchSecret) wrap = known_key (7);
  g_autoptr (MchSecret) secret = known_key (1);
  g_autoptr (MchKeyPair) member = mch_key_pair_new_from_secret (mch_secret_get_bytes (secret));
  g_autoptr (GBytes) wrapped =
      from_hex ("c3ea105290d1ac2819230b34563813904d0ff22ea9ca4f81979dece326b12f6928eb93e192e3cbe6ea"
                "22491d147258e34442bc6978d74fde5e65a84e24d53039afdb5a1256c18354");
  g_autoptr (MchKeyPair) unwrapped =
      mch_member_key_unwrap (wrapped, mch_key_pair_get_public (member), wrap, "lea.martin", NULL);

  g_assert_nonnull (unwrapped);
  g_assert_true (mch_secret_equal (mch_key_pair_get_secret (unwrapped), secret));
}

/* Re-authentication, and a changed password. */
static void
test_open (void)
{
  g_autoptr (MchKeyPair) member = mch_key_pair_new ();
  const guint8 *public_key = mch_key_pair_get_public (member);
  g_autoptr (MchStaffKeys) keys = mch_staff_keys_derive (REALM, "lea", "premier mot", NULL);
  g_autoptr (GBytes) wrapped = mch_member_key_wrap (member, keys->wrap, "lea");
  g_autoptr (MchKeyPair) opened =
      mch_member_key_open (wrapped, public_key, REALM, "lea", "premier mot", NULL);
  g_autoptr (MchStaffKeys) new_keys = mch_staff_keys_derive (REALM, "lea", "second mot", NULL);
  g_autoptr (GBytes) rewrapped = NULL;
  g_autoptr (MchKeyPair) reopened = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (opened);
  g_assert_null (mch_member_key_open (wrapped, public_key, REALM, "lea", "premier mots", &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_WRONG_PASSWORD);

  rewrapped = mch_member_key_wrap (opened, new_keys->wrap, "lea");
  g_clear_error (&error);
  g_assert_null (mch_member_key_open (rewrapped, public_key, REALM, "lea", "premier mot", &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_WRONG_PASSWORD);
  reopened = mch_member_key_open (rewrapped, public_key, REALM, "lea", "second mot", NULL);
  g_assert_nonnull (reopened);
}

static void
test_establishment (void)
{
  g_autoptr (MchKeyPair) establishment = mch_key_pair_new ();
  g_autoptr (MchKeyPair) stranger = mch_key_pair_new ();
  g_autoptr (MchKeyPair) member = mch_key_pair_new ();
  const guint8 *public_key = mch_key_pair_get_public (establishment);
  g_autoptr (GBytes) sealed =
      mch_establishment_key_seal (establishment, mch_key_pair_get_public (member), NULL);
  g_autoptr (GBytes) planted =
      mch_establishment_key_seal (stranger, mch_key_pair_get_public (member), NULL);
  g_autoptr (MchKeyPair) opened = mch_establishment_key_open (sealed, member, public_key, NULL);
  g_autoptr (GError) error = NULL;
  const guint8 zero[MCH_KEY_SIZE] = { 0 };

  g_assert_true (
      mch_secret_equal (mch_key_pair_get_secret (opened), mch_key_pair_get_secret (establishment)));
  g_assert_null (mch_establishment_key_open (sealed, stranger, public_key, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS);
  g_clear_error (&error);
  /* The server seals a key of its own to the member. */
  g_assert_null (mch_establishment_key_open (planted, member, public_key, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_KEY_CHANGED);
  g_clear_error (&error);
  g_assert_null (mch_establishment_key_seal (establishment, zero, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_MALFORMED);

  for (gsize i = 0; i < g_bytes_get_size (sealed); i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, i);
      g_autoptr (GBytes) turned = flipped (sealed, i, i % 8);

      g_clear_error (&error);
      g_assert_null (mch_establishment_key_open (cut, member, public_key, &error));
      g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS);
      g_clear_error (&error);
      g_assert_null (mch_establishment_key_open (turned, member, public_key, &error));
      g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS);
    }
}

/* Two members; one leaves; the key and the editions' keys are sealed again; what he kept opens
 * nothing new. */
static void
test_rotation (void)
{
  g_autoptr (MchKeyPair) stays = mch_key_pair_new ();
  g_autoptr (MchKeyPair) leaves = mch_key_pair_new ();
  g_autoptr (MchKeyPair) first = mch_key_pair_new ();
  g_autoptr (MchKeyPair) second = mch_key_pair_new ();
  g_autoptr (MchSecret) edition = mch_secret_new_random (MCH_KEY_SIZE);
  g_autoptr (GBytes) before = mch_edition_key_seal (edition, mch_key_pair_get_public (first), NULL);
  g_autoptr (MchSecret) by_leaver = mch_edition_key_open (before, first, NULL);
  g_autoptr (GBytes) resealed =
      mch_edition_key_seal (by_leaver, mch_key_pair_get_public (second), NULL);
  g_autoptr (GBytes) for_stayer =
      mch_establishment_key_seal (second, mch_key_pair_get_public (stays), NULL);
  g_autoptr (MchKeyPair) held =
      mch_establishment_key_open (for_stayer, stays, mch_key_pair_get_public (second), NULL);
  g_autoptr (MchSecret) reopened = mch_edition_key_open (resealed, held, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (mch_secret_equal (reopened, edition));
  g_assert_null (mch_edition_key_open (resealed, first, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS);
  g_clear_error (&error);
  g_assert_null (
      mch_establishment_key_open (for_stayer, leaves, mch_key_pair_get_public (second), &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_NOT_OURS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/staff-known", test_staff_known);
  g_test_add_func ("/keys/staff-differences", test_staff_differences);
  g_test_add_func ("/keys/pairs", test_pairs);
  g_test_add_func ("/keys/wrap", test_wrap);
  g_test_add_func ("/keys/wrap-known", test_wrap_known);
  g_test_add_func ("/keys/open", test_open);
  g_test_add_func ("/keys/establishment", test_establishment);
  g_test_add_func ("/keys/rotation", test_rotation);
  return g_test_run ();
}
