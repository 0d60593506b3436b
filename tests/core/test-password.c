/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CPT-13 and the rules for staff. */
#include "core/mch-password.h"

#include <string.h>

#define OK MCH_PASSWORD_FAULT_NONE
#define UNREADABLE MCH_PASSWORD_FAULT_UNREADABLE
#define SHORT MCH_PASSWORD_FAULT_TOO_SHORT
#define LONG MCH_PASSWORD_FAULT_TOO_LONG
#define NO_LOWER MCH_PASSWORD_FAULT_NO_LOWER
#define NO_UPPER MCH_PASSWORD_FAULT_NO_UPPER
#define NO_SPECIAL MCH_PASSWORD_FAULT_NO_SPECIAL
#define LOGIN MCH_PASSWORD_FAULT_HAS_LOGIN
#define SLIP MCH_PASSWORD_FAULT_LIKE_SLIP
#define COMMON MCH_PASSWORD_FAULT_COMMON

typedef struct
{
  const char *password;
  int faults;
} Case;

static void
run (const MchPasswordRules *rules, const char *login, const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      int faults = (int) mch_password_check (rules, cases[i].password, login);

      if (faults != cases[i].faults)
        g_error ("\"%s\": faults 0x%x instead of 0x%x", cases[i].password, faults, cases[i].faults);
    }
}

/* CPT-13 */
static void
test_candidates (void)
{
  static const Case cases[] = {
    { "Soleil+7", OK },
    { "Soleil+", SHORT },
    { "Abcdefghijklmnopqr+9", OK },
    { "Abcdefghijklmnopqrs+9", LONG },
    { "soleil+7", NO_UPPER },
    { "SOLEIL+7", NO_LOWER },
    { "Soleil77", NO_SPECIAL },
    { "Soleil 77", NO_SPECIAL },
    { "77777777", NO_LOWER | NO_UPPER | NO_SPECIAL },
    { "", SHORT | NO_LOWER | NO_UPPER | NO_SPECIAL },
    { "élève-À7", OK },
    { "e\xcc\x81le\xcc\x80ve-A", SHORT }, /* seven characters once composed */
    { "S5ds<JsXkby", OK },
    { "Marché€12", OK },
    { NULL, UNREADABLE },
    { "Soleil+\xff", UNREADABLE },
    { "Soleil+7\n", UNREADABLE },
    { "Soleil\t+7", UNREADABLE },
    { "Xx-Lea.Martin!", LOGIN },
    { "Lea-Martin-7", LOGIN },
    { "L\xc3\xa9"
      "aMARTIN+7",
      LOGIN },
    { "Martin.Lea+7", OK },
    { "ABCDX-EFGHE-JKMNW", NO_LOWER | SLIP },
    { "Abcdx-efghe-jkmnw", SLIP },
    { "Abcdx-efghe-jkmn2", SLIP },
    { "aBCDWEFGHEJKMN+", SLIP },
  };

  run (&mch_password_rules_candidate, "lea.martin", cases, G_N_ELEMENTS (cases));
}

static void
test_staff (void)
{
  static const Case cases[] = {
    { "cheval agrafe pile bond", OK },
    { "vQ7#pL9!xRm2", OK },
    { "une autre phrase", OK },
    { "vQ7#pL9!xRm", SHORT },
    { "motdepasse2026", COMMON },
    { "MotDePasse!!2026", COMMON },
    { "m0tdepa55e2026", COMMON },
    { "Mot-de-passe 12", COMMON },
    { "azertyuiop12", COMMON },
    { "AZERTYUIOPQS", COMMON },
    { "azertyuiopqsdfghjklm", COMMON },
    { "machaonmachaon", COMMON },
    { "papillon-machaon", COMMON },
    { "lycee.secretariat", COMMON },
    { "Collège2026!!!!", COMMON },
    { "principal025000", COMMON },
    { "password1234", COMMON },
    { "aaaaaaaaaaaa", COMMON },
    { "abcabcabcabc", COMMON },
    { "123456789012", COMMON },
    { "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
      "\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
      "\xf0\x9f\x98\x80\xf0\x9f\x98\x80",
      OK },
    { "secretariat-de-gestion-2026", LOGIN | COMMON },
    { "ABCDX-EFGHE-JKMNW", SLIP },
    { "", SHORT },
  };
  g_autofree char *longest = NULL;
  GString *text = g_string_new (NULL);

  run (&mch_password_rules_staff, "gestion", cases, G_N_ELEMENTS (cases));

  while (text->len < 128)
    g_string_append_printf (text, "%c%u", 'g' + (int) (text->len % 17), (guint) text->len);
  g_string_truncate (text, 128);
  longest = g_strconcat (text->str, "x", NULL);
  g_assert_cmpint (mch_password_check (&mch_password_rules_staff, text->str, "gestion"), ==, OK);
  g_assert_cmpint (mch_password_check (&mch_password_rules_staff, longest, "gestion"), ==, LONG);
  g_string_free (text, TRUE);
}

static void
test_logins (void)
{
  const MchPasswordRules *rules = &mch_password_rules_candidate;

  g_assert_cmpint (mch_password_check (rules, "Jo+Soleil", "jo"), ==, OK);
  g_assert_cmpint (mch_password_check (rules, "Jo+Soleil", NULL), ==, OK);
  g_assert_cmpint (mch_password_check (rules, "Jo+Soleil", ""), ==, OK);
  g_assert_cmpint (mch_password_check (rules, "Jo+Soleil", "Sole-il"), ==, LOGIN);
  g_assert_cmpint (mch_password_check (rules, "Jean2+Pierre", "jean.pierre"), ==, OK);
  g_assert_cmpint (mch_password_check (rules, "+Jean.Pierre2", "jean.pierre2"), ==, LOGIN);
}

static void
test_normalise (void)
{
  g_autofree char *composed = mch_password_normalise ("e\xcc\x81t\xef\xbd\x81");
  g_autofree char *spaces = mch_password_normalise ("  a  ");
  g_autofree char *huge = g_strnfill (2000000, 'a');

  g_assert_cmpstr (composed, ==, "\xc3\xa9ta");
  g_assert_cmpstr (spaces, ==, "  a  ");
  g_assert_null (mch_password_normalise (NULL));
  g_assert_null (mch_password_normalise ("\xc3"));
  g_assert_null (mch_password_normalise ("a\x7f"));
  g_assert_cmpint (mch_password_check (&mch_password_rules_staff, huge, "gestion"), ==, LONG);
}

static void
test_sentences (void)
{
  const MchPasswordRules *rules = &mch_password_rules_candidate;
  const MchPasswordRules all = {
    .min_length = 1, .max_length = 2, .lower = TRUE, .upper = TRUE, .blocklist = TRUE
  };
  g_autofree char *candidate = mch_password_rules_dup_sentence (rules);
  g_autofree char *staff = mch_password_rules_dup_sentence (&mch_password_rules_staff);
  g_autofree char *other = mch_password_rules_dup_sentence (&all);
  g_auto (GStrv) none = mch_password_faults_dup_sentences (rules, OK);
  g_auto (GStrv) three =
      mch_password_faults_dup_sentences (rules, (MchPasswordFaults) (SHORT | NO_UPPER | LOGIN));

  g_assert_nonnull (strstr (candidate, "20"));
  g_assert_nonnull (strstr (candidate, "8"));
  g_assert_nonnull (strstr (staff, "12"));
  g_assert_nonnull (strstr (staff, "128"));
  g_assert_cmpint (strlen (other), >, 40);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpuint (g_strv_length (three), ==, 3);
  for (int fault = 1; fault <= COMMON; fault <<= 1)
    {
      g_auto (GStrv) one = mch_password_faults_dup_sentences (rules, (MchPasswordFaults) fault);

      g_assert_cmpuint (g_strv_length (one), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/password/candidates", test_candidates);
  g_test_add_func ("/password/staff", test_staff);
  g_test_add_func ("/password/logins", test_logins);
  g_test_add_func ("/password/normalise", test_normalise);
  g_test_add_func ("/password/sentences", test_sentences);
  return g_test_run ();
}
