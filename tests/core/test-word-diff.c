/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where two values differ, word by word (design, "Sync": a conflict shows both values). */
#include "core/mch-word-diff.h"

#include <string.h>

/* What differs stands in brackets. */
static char *
dup_marked (const char *value, GArray *spans)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize end = 0;

  for (guint i = 0; i < spans->len; i++)
    {
      const MchWordSpan *span = &g_array_index (spans, MchWordSpan, i);

      g_assert_cmpuint (span->start, ==, end);
      g_assert_cmpuint (span->length, >, 0);
      if (i > 0)
        g_assert_true (span->differs != g_array_index (spans, MchWordSpan, i - 1).differs);
      end = span->start + span->length;
      g_string_append (text, span->differs ? "[" : "");
      g_string_append_len (text, value + span->start, (gssize) span->length);
      g_string_append (text, span->differs ? "]" : "");
    }
  g_assert_cmpuint (end, ==, strlen (value));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const struct
{
  const char *mine, *theirs;
  const char *marked_mine, *marked_theirs;
} cases[] = {
  { "", "", "", "" },
  { "Dole", "Dole", "Dole", "Dole" },
  { "Dole", "", "[Dole]", "" },
  { "", "Dole", "", "[Dole]" },
  { "Dole", "Besançon", "[Dole]", "[Besançon]" },
  { "12 rue des Tilleuls", "12 bis rue des Tilleuls", "12 rue des Tilleuls",
    "12 [bis ]rue des Tilleuls" },
  { "12 rue des Tilleuls", "14 rue des Lilas", "[12] rue des [Tilleuls]", "[14] rue des [Lilas]" },
  { "1CAP-A", "1CAP-B", "1CAP-[A]", "1CAP-[B]" },
  { "01 99 00 55 00", "01 99 00 55 01", "01 99 00 55 [00]", "01 99 00 55 [01]" },
  { "N'DIAYE", "NDIAYE", "[N'DIAYE]", "[NDIAYE]" },
  { "Hélène", "Helene", "[Hélène]", "[Helene]" },
  { "2009-02-22", "2009-02-12", "2009-02-[22]", "2009-02-[12]" },
  { "rue du Port", "rue  du Port", "rue[ ]du Port", "rue[  ]du Port" },
  { "grande rue basse", "petite place basse", "[grande rue] basse", "[petite place] basse" },
  { "a b a", "b a b", "[a ]b a", "b a[ b]" },
  { "Zoe\xcc\x88", "Zoe", "[Zoe\xcc\x88]", "[Zoe]" },
};

static void
test_values (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) mine = NULL;
      g_autoptr (GArray) theirs = NULL;
      g_autofree char *marked_mine = NULL;
      g_autofree char *marked_theirs = NULL;

      mch_word_diff (cases[i].mine, cases[i].theirs, &mine, &theirs);
      marked_mine = dup_marked (cases[i].mine, mine);
      marked_theirs = dup_marked (cases[i].theirs, theirs);
      g_assert_cmpstr (marked_mine, ==, cases[i].marked_mine);
      g_assert_cmpstr (marked_theirs, ==, cases[i].marked_theirs);
    }
}

static void
test_nothing (void)
{
  g_autoptr (GArray) mine = NULL;
  g_autoptr (GArray) theirs = NULL;

  mch_word_diff (NULL, NULL, &mine, &theirs);
  g_assert_cmpuint (mine->len + theirs->len, ==, 0);
}

/* A hostile server's value: not UTF-8, or very long. */
static void
test_hostile (void)
{
  g_autoptr (GString) one = g_string_new ("same ");
  g_autoptr (GString) other = g_string_new ("same ");
  g_autoptr (GArray) mine = NULL;
  g_autoptr (GArray) theirs = NULL;
  g_autofree char *marked = NULL;

  mch_word_diff ("caf\xe9 noir", "café noir", &mine, &theirs);
  marked = dup_marked ("caf\xe9 noir", mine);
  g_assert_cmpstr (marked, ==, "[caf\xe9 noir]");
  g_clear_pointer (&mine, g_array_unref);
  g_clear_pointer (&theirs, g_array_unref);

  for (guint i = 0; i < 200000; i++)
    {
      g_string_append_printf (one, "m%u ", i);
      g_string_append_printf (other, "t%u ", i);
    }
  g_string_append (one, "end");
  g_string_append (other, "end");
  mch_word_diff (one->str, other->str, &mine, &theirs);
  g_assert_cmpuint (mine->len, ==, 3);
  g_assert_false (g_array_index (mine, MchWordSpan, 0).differs);
  g_assert_true (g_array_index (mine, MchWordSpan, 1).differs);
  g_assert_false (g_array_index (mine, MchWordSpan, 2).differs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/word-diff/values", test_values);
  g_test_add_func ("/word-diff/nothing", test_nothing);
  g_test_add_func ("/word-diff/hostile", test_hostile);
  return g_test_run ();
}
