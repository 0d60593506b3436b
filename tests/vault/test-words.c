/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The six words by which a member is admitted. */
#include "vault-test.h"
#include "vault/mch-admission-words.h"
#include "vault/mch-establishment-key.h"

static char *
words_of (const char *uai, const char *login, guint8 member, guint8 establishment)
{
  g_autoptr (MchSecret) first = known_key (member);
  g_autoptr (MchSecret) second = known_key (establishment);
  char *words = mch_admission_words_new (uai, login, mch_secret_get_bytes (first),
                                         mch_secret_get_bytes (second), NULL);

  g_assert_nonnull (words);
  return words;
}

static void
test_list (void)
{
  g_autoptr (GHashTable) starts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < MCH_ADMISSION_N_WORDS; i++)
    {
      const char *word = mch_admission_word (i);
      gsize length = strlen (word);

      g_assert_cmpuint (length, >=, 4);
      g_assert_cmpuint (length, <=, 8);
      g_assert_cmpuint (strspn (word, "abcdefghijklmnopqrstuvwxyz"), ==, length);
      if (!g_hash_table_add (starts, g_strndup (word, 4)))
        g_error ("\"%s\" begins like another word", word);
      g_checksum_update (sum, (const guchar *) word, (gssize) length + 1);
    }
  /* The order is part of the format: two versions must say the same words. */
  g_assert_cmpstr (g_checksum_get_string (sum), ==,
                   "8a9add7fb48208ea04bfce01ec1a255d784c744d094ed14f3f0d425afdb5ee64");
}

static void
test_known (void)
{
  g_autofree char *words = words_of ("0250001A", "lea.martin", 1, 2);

  g_assert_cmpstr (words, ==, "cosmos misaine aviron merle zoologie singe");
}

static void
test_differences (void)
{
  g_autofree char *words = words_of ("0250001A", "lea.martin", 1, 2);
  g_autofree char *same = words_of ("0250001a",
                                    "L\xc3\xa9"
                                    "a.Martin",
                                    1, 2);
  g_autofree char *uai = words_of ("0250002A", "lea.martin", 1, 2);
  g_autofree char *login = words_of ("0250001A", "lea.martin2", 1, 2);
  g_autofree char *member = words_of ("0250001A", "lea.martin", 3, 2);
  g_autofree char *establishment = words_of ("0250001A", "lea.martin", 1, 3);
  g_autofree char *swapped = words_of ("0250001A", "lea.martin", 2, 1);
  g_auto (GStrv) split = g_strsplit (words, " ", -1);

  g_assert_cmpuint (g_strv_length (split), ==, MCH_ADMISSION_WORDS);
  g_assert_cmpstr (same, ==, words);
  g_assert_cmpstr (uai, !=, words);
  g_assert_cmpstr (login, !=, words);
  g_assert_cmpstr (member, !=, words);
  g_assert_cmpstr (establishment, !=, words);
  g_assert_cmpstr (swapped, !=, words);
}

static void
test_match (void)
{
  static const struct
  {
    const char *typed;
    gboolean same;
  } cases[] = {
    { "abeille bateau citron dune fleuve girafe", TRUE },
    { "Abeille, Bateau, Citron, Dune, Fleuve, Girafe.", TRUE },
    { "ABEILLE-BATEAU-CITRON-DUNE-FLEUVE-GIRAFE", TRUE },
    { "  abeille  b\xc3\xa2teau\ncitron dun\xc3\xa9 fleuve girafe", TRUE },
    { "abeillebateaucitrondunefleuvegirafe", TRUE },
    { "1. abeille 2. bateau 3. citron 4. dune 5. fleuve 6. girafe", TRUE },
    { "abeille bateau citron dune fleuve", FALSE },
    { "bateau abeille citron dune fleuve girafe", FALSE },
    { "abeille bateau citron dune fleuve girafes", FALSE },
    { "", FALSE },
    { NULL, FALSE },
    { "\xff", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (mch_admission_words_match (cases[0].typed, cases[i].typed) == cases[i].same);
  g_assert_false (mch_admission_words_match ("", ""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/list", test_list);
  g_test_add_func ("/words/known", test_known);
  g_test_add_func ("/words/differences", test_differences);
  g_test_add_func ("/words/match", test_match);
  return g_test_run ();
}
