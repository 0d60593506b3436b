/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ACC-28: logins are prénom.nom, in plain letters whatever the names are. */
#include "core/mch-login.h"

#include <locale.h>
#include <string.h>

static void
test_stems (void)
{
  static const struct
  {
    const char *given;
    const char *family;
    const char *stem;
  } cases[] = {
    { "Antoine", "AUBIN", "antoine.aubin" },
    { "Jean-Pierre", "Dupont", "jeanpierre.dupont" },
    { "Anne Marie", "de La Tour", "annemarie.delatour" },
    { "Conan", "O'Brien", "conan.obrien" },
    { "Conan",
      "O\xe2\x80\x99"
      "Brien",
      "conan.obrien" },
    { "Élodie", "LEFÈVRE", "elodie.lefevre" },
    { "E\xcc\x81lodie", "Lefe\xcc\x80vre", "elodie.lefevre" },
    { "Maëlys", "Çelik", "maelys.celik" },
    { "Cœur", "LŒUILLET", "coeur.loeuillet" },
    { "Æsa", "Bæk", "aesa.baek" },
    { "Øystein", "Sørensen", "oystein.sorensen" },
    { "Jürgen", "Straße", "jurgen.strasse" },
    { "Þór", "Guðmundsson", "thor.gudmundsson" },
    { "Đặng", "Thị Ánh", "dang.thianh" },
    { "Łukasz", "Żółć", "lukasz.zolc" },
    { "İpek", "Işık", "ipek.isik" },
    { "Ștefan", "Țurcanu", "stefan.turcanu" },
    { "Владимир", "Иванов", "vladimir.ivanov" },
    { "李", "小龙", "li.xiaolong" },
    { "Ελένη", "Παπαδοπούλου", "elene.papadopoulou" },
    { "\xef\xbc\xa1nna", "\xef\xac\x81lou", "anna.filou" },
    { "Léa \xf0\x9f\x98\x80", "Martin\xe2\x84\xa2", "lea.martintm" },
    { "Léa\xc2\xa9",
      "Mar\xe2\x80\x8b"
      "tin",
      "lea.martin" },
    { "", "Martin", "martin" },
    { "Léa", NULL, "lea" },
    { "Jean", "Dupont 2", "jean.dupont" },
    { "J.", "R.", "j.r" },
    { NULL, NULL, "candidat" },
    { "", "", "candidat" },
    { "-", "'", "candidat" },
    { "123", "456", "candidat" },
    { "\xf0\x9f\x98\x80", "\xe2\x80\x8f", "candidat" },
    { "\xff\xfe", "Martin", "martin" },
    { "<script>", "' OR 1=1 --", "script.or" },
    { "../../etc", "passwd\n", "etc.passwd" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *stem = mch_login_stem (cases[i].given, cases[i].family);

      g_assert_cmpstr (stem, ==, cases[i].stem);
    }
}

static void
assert_plain (const char *stem)
{
  g_assert_cmpint (strlen (stem), >=, 1);
  g_assert_cmpint (strlen (stem), <=, MCH_LOGIN_STEM_MAX);
  g_assert_cmpint (strspn (stem, "abcdefghijklmnopqrstuvwxyz."), ==, strlen (stem));
  g_assert_true (g_ascii_islower (stem[0]) && g_ascii_islower (stem[strlen (stem) - 1]));
}

/* Every letter that Unicode's first planes have, beside a plain one. */
static void
test_every_character (void)
{
  for (gunichar c = 1; c < 0x3400; c++)
    {
      char name[16] = "a";
      g_autofree char *stem = NULL;

      name[1 + g_unichar_to_utf8 (c, name + 1)] = '\0';
      stem = mch_login_stem (name, "b");
      assert_plain (stem);
    }
  for (gunichar c = 0x3400; c < 0x110000; c += 211)
    {
      char name[16] = "a";
      g_autofree char *stem = NULL;

      if (!g_unichar_validate (c))
        continue;
      name[1 + g_unichar_to_utf8 (c, name + 1)] = '\0';
      stem = mch_login_stem (name, "b");
      assert_plain (stem);
    }
}

static void
test_lengths (void)
{
  for (gsize given = 0; given < 120; given++)
    for (gsize family = 0; family < 120; family++)
      {
        g_autofree char *first = g_strnfill (given, 'a');
        g_autofree char *last = g_strnfill (family, 'b');
        g_autofree char *stem = mch_login_stem (first, last);
        const char *dot = strchr (stem, '.');

        assert_plain (stem);
        if (given == 0 || family == 0)
          continue;
        g_assert_nonnull (dot);
        /* Neither loses anything that the other does not need. */
        if (given + family + 1 <= MCH_LOGIN_STEM_MAX)
          g_assert_cmpint (strlen (stem), ==, given + family + 1);
        else
          {
            g_assert_cmpint (strlen (stem), ==, MCH_LOGIN_STEM_MAX);
            g_assert_cmpint (dot - stem, >=, MIN (given, MCH_LOGIN_STEM_MAX / 2 - 1));
            g_assert_cmpint (strlen (dot + 1), >=, MIN (family, MCH_LOGIN_STEM_MAX / 2 - 1));
          }
      }
}

static void
test_huge (void)
{
  GString *letters = g_string_new (NULL);
  g_autofree char *stem = NULL;

  for (int i = 0; i < 300000; i++)
    g_string_append (letters, "ŉ\xef\xb7\xba\xe6\x9d\x8e");
  stem = mch_login_stem (letters->str, letters->str);
  assert_plain (stem);
  g_string_free (letters, TRUE);
}

static void
test_numbers (void)
{
  g_autofree char *first = mch_login_numbered ("lea.martin", 1);
  g_autofree char *second = mch_login_numbered ("lea.martin", 2);
  g_autofree char *longest = g_strnfill (MCH_LOGIN_STEM_MAX, 'a');
  g_autofree char *last = mch_login_numbered (longest, G_MAXUINT32);

  g_assert_cmpstr (first, ==, "lea.martin");
  g_assert_cmpstr (second, ==, "lea.martin2");
  g_assert_cmpint (strlen (last), ==, MCH_LOGIN_MAX);
}

static void
test_fold (void)
{
  static const struct
  {
    const char *typed;
    const char *staff;
    const char *candidate;
  } cases[] = {
    { "lea.martin", "lea.martin", "lea.martin" },
    { "  Léa.MARTIN2\t", "lea.martin2", "lea.martin2" },
    { "L\xc3\xa9"
      "a . Martin",
      "lea.martin", "lea.martin" },
    { "Jean-Pierre.O'Brien", "jean-pierre.obrien", "jeanpierre.obrien" },
    { "JEAN\xe2\x80\x91PIERRE", "jeanpierre", "jeanpierre" },
    { "ce.0250001A", "ce.0250001a", "ce.0250001a" },
    { "gest_1", "gest_1", "gest_1" },
    { "\xef\xbc\xac\xef\xbd\x85\xef\xbd\x81", "lea", "lea" },
    { "IŞIK", "isik", "isik" },
    { "", "", "" },
    { NULL, "", "" },
    { "\xff", "", "" },
    { "\xf0\x9f\x98\x80", "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *staff = mch_login_fold (cases[i].typed);
      g_autofree char *again = mch_login_fold (staff);
      g_autofree char *candidate = mch_login_fold_candidate (cases[i].typed);

      g_assert_cmpstr (staff, ==, cases[i].staff);
      g_assert_cmpstr (again, ==, staff);
      g_assert_cmpstr (candidate, ==, cases[i].candidate);
    }
}

/* The login that is printed is the one that is found again. */
static void
test_stems_fold_to_themselves (void)
{
  static const char *const names[] = { "Jean-Pierre", "Đặng", "Straße", "李", "Œdipe", "123" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
      {
        g_autofree char *stem = mch_login_stem (names[i], names[j]);
        g_autofree char *login = mch_login_numbered (stem, 1 + (guint) i);
        g_autofree char *folded = mch_login_fold_candidate (login);

        g_assert_cmpstr (folded, ==, login);
      }
}

static void
test_locales (void)
{
  static const char *const locales[] = { "C", "POSIX", "C.UTF-8", "fr_FR.UTF-8", "tr_TR.UTF-8" };

  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      g_autofree char *stem = NULL;

      if (setlocale (LC_ALL, locales[i]) == NULL)
        {
          g_test_message ("no locale %s here", locales[i]);
          continue;
        }
      stem = mch_login_stem ("INÈS", "Iılmaz");
      g_assert_cmpstr (stem, ==, "ines.iilmaz");
    }
  setlocale (LC_ALL, "");
}

static gpointer
fold_many (gpointer data)
{
  for (int i = 0; i < 500; i++)
    {
      g_autofree char *stem = mch_login_stem ("Đặng", "小龙");

      g_assert_cmpstr (stem, ==, "dang.xiaolong");
    }
  return NULL;
}

static void
test_threads (void)
{
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("fold", fold_many, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/login/stems", test_stems);
  g_test_add_func ("/login/every-character", test_every_character);
  g_test_add_func ("/login/lengths", test_lengths);
  g_test_add_func ("/login/huge", test_huge);
  g_test_add_func ("/login/numbers", test_numbers);
  g_test_add_func ("/login/fold", test_fold);
  g_test_add_func ("/login/stems-fold-to-themselves", test_stems_fold_to_themselves);
  g_test_add_func ("/login/locales", test_locales);
  g_test_add_func ("/login/threads", test_threads);
  return g_test_run ();
}
