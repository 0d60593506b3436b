/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The provisional password's format: what a person may do to it with a pencil and a telephone. */
#include "core/mch-slip-code.h"

#include <string.h>

#define N 29
#define CODE_SIZE 15

static const char alphabet[] = MCH_SLIP_CODE_ALPHABET;

/* Seeded, so that a failure comes again; reset by each test that compares. */
static guint64 state = 88172645463325252u;

static guint64
next_random (void)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}

static void
fill (void *buffer, size_t length)
{
  for (size_t i = 0; i < length; i++)
    ((guint8 *) buffer)[i] = (guint8) (next_random () >> 24);
}

/* Written apart from the code under test, with the weights that printed slips hold. */
static char
expected_check (const char *four, int group)
{
  static const int weights[] = { 3, 10, 17, 24 };
  int sum = group;

  for (int i = 0; i < 4; i++)
    sum += weights[i] * (int) (strchr (alphabet, four[i]) - alphabet);
  return alphabet[sum % N];
}

static MchSlipCodeStatus
check (const char *typed, guint *ret_group)
{
  char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
  MchSlipCodeStatus status = mch_slip_code_check (typed, secret, ret_group);

  g_assert_cmpint (strlen (secret), ==, status == MCH_SLIP_CODE_OK ? 12 : 0);
  return status;
}

static void
assert_bad_group (const char *typed, guint group)
{
  guint found = 99;
  MchSlipCodeStatus status = check (typed, &found);

  if (status != MCH_SLIP_CODE_BAD_GROUP || found != group)
    g_error ("\"%s\": status %d, group %u instead of %u", typed, status, found, group);
}

/* The group of the character at @index of the printed form. */
static guint
group_at (guint index)
{
  return index / 6 + 1;
}

static gboolean
is_hyphen (guint index)
{
  return index == 5 || index == 11;
}

static char *
without_hyphens (const char *code)
{
  GString *text = g_string_new (NULL);

  for (const char *p = code; *p != '\0'; p++)
    if (*p != '-')
      g_string_append_c (text, *p);
  return g_string_free (text, FALSE);
}

/* @code with the character at @index replaced by @with. */
static char *
replace_at (const char *code, guint index, const char *with)
{
  return g_strdup_printf ("%.*s%s%s", (int) index, code, with, code + index + 1);
}

static void
test_form (void)
{
  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *code = mch_slip_code_new (fill);
      char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
      guint group = 99;

      g_assert_cmpint (strlen (code), ==, MCH_SLIP_CODE_LENGTH);
      for (guint j = 0; j < MCH_SLIP_CODE_LENGTH; j++)
        g_assert_true (is_hyphen (j) ? code[j] == '-' : strchr (alphabet, code[j]) != NULL);
      for (int g = 0; g < 3; g++)
        g_assert_cmpint (code[g * 6 + 4], ==, expected_check (code + g * 6, g + 1));

      g_assert_cmpint (mch_slip_code_check (code, secret, &group), ==, MCH_SLIP_CODE_OK);
      g_assert_cmpuint (group, ==, 0);
      for (int j = 0; j < 12; j++)
        g_assert_cmpint (secret[j], ==, code[j / 4 * 6 + j % 4]);
      g_assert_true (mch_slip_code_resembles (code));
    }
}

/* Slips in drawers hold these; the code may change, the answers may not. */
static void
test_known (void)
{
  char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];

  g_assert_cmpint (mch_slip_code_check ("22223-22224-22225", secret, NULL), ==, MCH_SLIP_CODE_OK);
  g_assert_cmpstr (secret, ==, "222222222222");
  g_assert_cmpint (mch_slip_code_check ("ABCDX-EFGHE-JKMNW", secret, NULL), ==, MCH_SLIP_CODE_OK);
  g_assert_cmpstr (secret, ==, "ABCDEFGHJKMN");
}

static void
test_ways_of_typing (void)
{
  static const struct
  {
    const char *typed;
    const char *why;
  } ways[] = {
    { "ABCDX-EFGHE-JKMNW", "as printed" },
    { "abcdx-efghe-jkmnw", "lower case" },
    { "Abcdx-efghe-jkmnw", "a telephone capitalises" },
    { "ABCDXEFGHEJKMNW", "no hyphens" },
    { "ABCDX EFGHE JKMNW", "spaces" },
    { "  ABCDX-EFGHE-JKMNW \n", "pasted with its surroundings" },
    { "ABCDX\xe2\x80\x91"
      "EFGHE\xe2\x80\x93JKMNW",
      "other dashes" },
    { "ABCDX\xc2\xa0"
      "EFGHE\xe2\x80\xafJKMNW",
      "no-break spaces" },
    { "ABCDX - EFGHE - JKMNW", "spaced hyphens" },
    { "ABCD X-EF GHE-JKM NW", "spaces anywhere" },
    { "ABCD-XEFG-HEJK-MNW", "groups of four" },
    { "\xef\xbc\xa1\xef\xbc\xa2"
      "CDX-EFGHE-JKMNW",
      "full-width letters" },
    { "A\xe2\x80\x8b"
      "BCDX-EFGHE-JKMNW",
      "a zero-width space" },
    { "\xe2\x80\x8e"
      "ABCDX-EFGHE-JKMNW",
      "a direction mark" },
    { "\xef\xbb\xbf"
      "ABCDX-EFGHE-JKMNW",
      "a byte order mark" },
    { "ABCDX-EFGHE-JKMNW.", "the end of a sentence" },
    { "\xc2\xab\xc2\xa0"
      "ABCDX-EFGHE-JKMNW\xc2\xa0\xc2\xbb",
      "quoted" },
    { "ABCDX-EFGHE-JKMN\xf0\x9d\x90\x96", "a mathematical letter" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];

      g_test_message ("%s", ways[i].why);
      g_assert_cmpint (mch_slip_code_check (ways[i].typed, secret, NULL), ==, MCH_SLIP_CODE_OK);
      g_assert_cmpstr (secret, ==, "ABCDEFGHJKMN");
    }
}

/* The check is linear, so a wrong symbol is found in all codes when it is found in one: every
 * position, every pair of symbols, in upper and lower case, with hyphens and without. */
static void
test_every_wrong_symbol (void)
{
  for (guint at = 0; at < MCH_SLIP_CODE_LENGTH; at++)
    for (int from = 0; from < N && !is_hyphen (at); from++)
      {
        g_autofree char *code = mch_slip_code_new (fill);
        guint group = group_at (at);

        if (at % 6 < 4)
          {
            code[at] = alphabet[from];
            code[group * 6 - 2] = expected_check (code + (group - 1) * 6, (int) group);
          }
        g_assert_cmpint (check (code, NULL), ==, MCH_SLIP_CODE_OK);

        for (int to = 0; to < N; to++)
          {
            const char with[] = { alphabet[to], '\0' };
            g_autofree char *typed = replace_at (code, at, with);
            g_autofree char *bare = without_hyphens (typed);
            g_autofree char *lower = g_ascii_strdown (typed, -1);

            if (alphabet[to] == code[at])
              continue;
            assert_bad_group (typed, group);
            assert_bad_group (bare, group);
            assert_bad_group (lower, group);
          }
      }
}

/* Two of a group's five in each other's place, the check symbol among them: by linearity again,
 * all pairs of symbols at all pairs of places. */
static void
test_every_swap (void)
{
  for (guint group = 1; group <= 3; group++)
    for (guint i = 0; i < 5; i++)
      for (guint j = i + 1; j < 5; j++)
        for (int a = 0; a < N * N; a++)
          {
            g_autofree char *code = mch_slip_code_new (fill);
            char *five = code + (group - 1) * 6;
            char first;

            five[i] = alphabet[a / N];
            if (j < 4)
              five[j] = alphabet[a % N];
            five[4] = expected_check (five, (int) group);
            if (five[i] == five[j])
              continue;
            first = five[i];
            five[i] = five[j];
            five[j] = first;
            assert_bad_group (code, group);
          }
}

static void
test_every_pair_of_groups (void)
{
  static const struct
  {
    guint order[3];
    guint blamed;
  } orders[] = {
    { { 1, 0, 2 }, 1 }, { { 2, 1, 0 }, 1 }, { { 0, 2, 1 }, 2 },
    { { 1, 2, 0 }, 1 }, { { 2, 0, 1 }, 1 },
  };

  for (int n = 0; n < 500; n++)
    {
      g_autofree char *code = mch_slip_code_new (fill);

      for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
        {
          g_autofree char *typed =
              g_strdup_printf ("%.5s-%.5s-%.5s", code + orders[i].order[0] * 6,
                               code + orders[i].order[1] * 6, code + orders[i].order[2] * 6);
          g_autofree char *bare = without_hyphens (typed);

          assert_bad_group (typed, orders[i].blamed);
          assert_bad_group (bare, orders[i].blamed);
        }
    }
}

/* Characters that are in no slip. */
static void
test_every_foreign_character (void)
{
  static const char *const foreign[] = { "O",
                                         "o",
                                         "0",
                                         "I",
                                         "i",
                                         "1",
                                         "L",
                                         "l",
                                         "U",
                                         "u",
                                         "Z",
                                         "z",
                                         "\xc3\xa9",
                                         "\xc3\x89",
                                         "e\xcc\x81",
                                         "\xc3\xa7",
                                         "$",
                                         "\xe2\x82\xac",
                                         "@",
                                         "!",
                                         "*",
                                         "(",
                                         "\xc2\xa7",
                                         "&",
                                         "\"",
                                         "'",
                                         "\xce\x91",
                                         "\xd0\x90",
                                         "\xe6\x9d\x8e",
                                         "\xf0\x9f\x98\x80" };

  for (int n = 0; n < 20; n++)
    {
      g_autofree char *code = mch_slip_code_new (fill);

      for (guint at = 0; at < MCH_SLIP_CODE_LENGTH; at++)
        for (gsize i = 0; i < G_N_ELEMENTS (foreign) && !is_hyphen (at); i++)
          {
            g_autofree char *typed = replace_at (code, at, foreign[i]);
            g_autofree char *bare = without_hyphens (typed);

            assert_bad_group (typed, group_at (at));
            assert_bad_group (bare, group_at (at));
          }
    }
}

/* Where groups are marked, one character less or more is named; a separator in a symbol's place
 * as well, or it is said that one is missing. */
static void
test_missing_and_doubled (void)
{
  for (int n = 0; n < 300; n++)
    {
      g_autofree char *code = mch_slip_code_new (fill);

      for (guint at = 0; at < MCH_SLIP_CODE_LENGTH; at++)
        {
          const char twice[] = { code[at], code[at], '\0' };
          g_autofree char *less = replace_at (code, at, "");
          g_autofree char *more = replace_at (code, at, twice);
          g_autofree char *gap = replace_at (code, at, " ");
          guint group = 99;

          if (is_hyphen (at))
            {
              g_assert_cmpint (check (less, NULL), ==, MCH_SLIP_CODE_OK);
              g_assert_cmpint (check (more, NULL), ==, MCH_SLIP_CODE_OK);
              continue;
            }
          assert_bad_group (less, group_at (at));
          assert_bad_group (more, group_at (at));
          if (check (gap, &group) == MCH_SLIP_CODE_BAD_GROUP)
            g_assert_cmpuint (group, ==, group_at (at));
          else
            g_assert_cmpint (check (gap, NULL), ==, MCH_SLIP_CODE_MISSING);
        }
    }
}

/* Where nothing marks the groups, the right one is named or none, and mostly it is named; a
 * character that was doubled at the edge of two groups could be of either. */
static void
test_missing_and_doubled_bare (void)
{
  guint n_named = 0;
  guint n_all = 0;

  for (int n = 0; n < 1000; n++)
    {
      g_autofree char *code = mch_slip_code_new (fill);
      g_autofree char *bare = without_hyphens (code);

      for (guint at = 0; at < CODE_SIZE; at++)
        {
          const char twice[] = { bare[at], bare[at], '\0' };
          g_autofree char *less = replace_at (bare, at, "");
          g_autofree char *more = replace_at (bare, at, twice);
          const char *const both[] = { less, more };

          for (int i = 0; i < 2; i++)
            {
              guint group = 99;
              MchSlipCodeStatus status = check (both[i], &group);

              n_all++;
              if (status == MCH_SLIP_CODE_BAD_GROUP)
                g_assert_cmpuint (group, ==, at / 5 + 1);
              else
                {
                  g_assert_cmpint (status, ==,
                                   i == 0 ? MCH_SLIP_CODE_MISSING : MCH_SLIP_CODE_EXTRA);
                  g_assert_cmpuint (group, ==, 0);
                }
              n_named += status == MCH_SLIP_CODE_BAD_GROUP;
            }
        }
    }
  g_test_message ("%u of %u named", n_named, n_all);
  g_assert_cmpuint (n_named * 100, >, n_all * 80);
}

static void
test_not_a_code (void)
{
  static const char *const others[] = {
    NULL,
    "",
    " ",
    "-",
    "-----------------",
    "Soleil!2024",
    "Antoine.Aubin1",
    "S5ds<JsXkby",
    "MonChienRex2024!",
    "CorrectHorse+Battery9",
    "Tr0ub4dor&3",
    "azertyuiop",
    "ABCDX-EFGHE",
    "ABCDX",
    "ABCDXEFGHE",
    "ABCDX-EFGHE-JKMNW-ABCDX",
    "motdepassemotdepasse",
    "1234567890",
    "une phrase de passe assez longue pour durer",
    "\xff\xfe"
    "ABCDX-EFGHE-JKMNW",
    "ABCDX-EFGHE-JKMN\xc3",
    "0O1IL-UZ0O1-ILUZ0",
    "\xf0\x9f\x98\x80\xf0\x9f\x98\x80",
  };
  g_autofree char *huge = g_strnfill (1000000, 'A');
  g_autofree char *long_one = g_strnfill (257, '-');
  /* One character that NFKC writes as eighteen. */
  GString *ligatures = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      guint group = 99;

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (check (others[i], &group), ==, MCH_SLIP_CODE_NOT_A_CODE);
      g_assert_cmpuint (group, ==, 0);
      g_assert_false (mch_slip_code_resembles (others[i]));
    }
  g_assert_cmpint (check (huge, NULL), ==, MCH_SLIP_CODE_NOT_A_CODE);
  g_assert_cmpint (check (long_one, NULL), ==, MCH_SLIP_CODE_NOT_A_CODE);
  for (int i = 0; i < 80; i++)
    g_string_append (ligatures, "\xef\xb7\xba");
  g_assert_cmpint (check (ligatures->str, NULL), ==, MCH_SLIP_CODE_NOT_A_CODE);
  g_string_free (ligatures, TRUE);
}

/* Two wrong groups still look like a code, as people type codes. */
static void
test_by_its_look (void)
{
  assert_bad_group ("ABCD2-EFGH2-JKMNW", 1);
  assert_bad_group ("abcdx-efgh2-jkmn2", 2);
  assert_bad_group ("ABCD2EFGH2JKMN2", 1);
  assert_bad_group ("Abcd2efgh2jkmn2", 1);
  assert_bad_group ("ABCDO-EFGHO-JKMNW", 1);
  g_assert_cmpint (check ("ABCD2EFGH2JKMN", NULL), ==, MCH_SLIP_CODE_MISSING);
  g_assert_cmpint (check ("ABCD2EFGH2JKMN22", NULL), ==, MCH_SLIP_CODE_EXTRA);
  /* A whole part of the wrong length, and a hyphen in the wrong place. */
  assert_bad_group ("ABCDX-EFG-JKMNW", 2);
  assert_bad_group ("ABCDXE-FGHE-JKMN2", 3);
  assert_bad_group ("ABCDX?-EFGHE-JKMN2", 3);
}

/* Passwords that machines and people make are not taken for slips, but for very few. */
static void
test_own_passwords (void)
{
  static const char all[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-!+_.";
  guint n_taken = 0;

  state = 4101842887655102017u;
  for (int n = 0; n < 60000; n++)
    {
      char password[32] = { 0 };
      guint length = 8 + (guint) (next_random () % 13);

      for (guint i = 0; i < length; i++)
        password[i] = all[next_random () % (sizeof all - 1)];
      n_taken += mch_slip_code_resembles (password);
    }
  g_test_message ("%u of 60000", n_taken);
  g_assert_cmpuint (n_taken, <, 200);
}

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Every symbol at every place as often as every other (chi-squared with 28 degrees of freedom;
 * 66.2 is passed once in 20 000 times), and no code twice. */
static void
test_generator (void)
{
  enum
  {
    DRAWS = 58000
  };
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  guint counts[12][N] = { { 0 } };

  state = 2685821657736338717u;
  for (int n = 0; n < DRAWS; n++)
    {
      char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
      char *code = mch_slip_code_new (fill);

      g_assert_cmpint (mch_slip_code_check (code, secret, NULL), ==, MCH_SLIP_CODE_OK);
      for (int i = 0; i < 12; i++)
        counts[i][strchr (alphabet, secret[i]) - alphabet]++;
      g_ptr_array_add (codes, code);
    }
  for (int i = 0; i < 12; i++)
    {
      double chi = 0;

      for (int s = 0; s < N; s++)
        chi +=
            ((double) counts[i][s] - DRAWS / N) * ((double) counts[i][s] - DRAWS / N) / (DRAWS / N);
      g_assert_cmpfloat (chi, <, 66.2);
    }
  g_ptr_array_sort (codes, compare_text);
  for (guint i = 1; i < codes->len; i++)
    g_assert_cmpstr (codes->pdata[i - 1], !=, codes->pdata[i]);
}

static guint n_asked;

/* Mostly bytes that would favour some symbols. */
static void
fill_badly (void *buffer, size_t length)
{
  memset (buffer, 255, length);
  if (++n_asked % 2 == 0)
    ((guint8 *) buffer)[0] = 231; /* the last one that counts: 28 */
}

static void
test_bytes_that_do_not_count (void)
{
  g_autofree char *code = NULL;

  n_asked = 0;
  code = mch_slip_code_new (fill_badly);
  g_assert_true (g_str_has_prefix (code, "YYYY"));
  g_assert_cmpuint (n_asked, ==, 24);
}

static void
test_messages (void)
{
  for (guint group = 1; group <= 3; group++)
    {
      g_autofree char *text = mch_slip_code_dup_message (MCH_SLIP_CODE_BAD_GROUP, group);
      g_autofree char *number = g_strdup_printf ("%u", group);

      g_assert_nonnull (strstr (text, number));
    }
  for (int status = MCH_SLIP_CODE_OK; status <= MCH_SLIP_CODE_NOT_A_CODE; status++)
    {
      g_autofree char *text = mch_slip_code_dup_message ((MchSlipCodeStatus) status, 1);

      g_assert_true ((text == NULL)
                     == (status == MCH_SLIP_CODE_OK || status == MCH_SLIP_CODE_NOT_A_CODE));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slip-code/form", test_form);
  g_test_add_func ("/slip-code/known", test_known);
  g_test_add_func ("/slip-code/ways-of-typing", test_ways_of_typing);
  g_test_add_func ("/slip-code/every-wrong-symbol", test_every_wrong_symbol);
  g_test_add_func ("/slip-code/every-swap", test_every_swap);
  g_test_add_func ("/slip-code/every-pair-of-groups", test_every_pair_of_groups);
  g_test_add_func ("/slip-code/every-foreign-character", test_every_foreign_character);
  g_test_add_func ("/slip-code/missing-and-doubled", test_missing_and_doubled);
  g_test_add_func ("/slip-code/missing-and-doubled-bare", test_missing_and_doubled_bare);
  g_test_add_func ("/slip-code/not-a-code", test_not_a_code);
  g_test_add_func ("/slip-code/by-its-look", test_by_its_look);
  g_test_add_func ("/slip-code/own-passwords", test_own_passwords);
  g_test_add_func ("/slip-code/generator", test_generator);
  g_test_add_func ("/slip-code/bytes-that-do-not-count", test_bytes_that_do_not_count);
  g_test_add_func ("/slip-code/messages", test_messages);
  return g_test_run ();
}
