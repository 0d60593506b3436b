/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The longest common subsequence of words, after what both values begin and end with is set aside.
 * The table is quadratic, so it is for values of a few hundred words at most. */
#include "core/mch-word-diff.h"

#include <string.h>

typedef struct
{
  const char *text;
  gsize length;
  gboolean common;
} Word;

static gboolean
is_joined (gunichar first, gunichar next)
{
  if (g_unichar_isspace (first))
    return g_unichar_isspace (next);
  if (!g_unichar_isalnum (first))
    return g_unichar_ismark (next);
  return g_unichar_isalnum (next) || g_unichar_ismark (next);
}

static GArray *
split (const char *value)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  gboolean valid = g_utf8_validate (value, -1, NULL);

  for (const char *at = value; *at != '\0';)
    {
      const char *end = valid ? g_utf8_next_char (at) : at + strlen (at);
      Word word = { .text = at };

      while (valid && *end != '\0' && is_joined (g_utf8_get_char (at), g_utf8_get_char (end)))
        end = g_utf8_next_char (end);
      word.length = (gsize) (end - at);
      g_array_append_val (words, word);
      at = end;
    }
  return words;
}

static gboolean
is_same (const Word *a, const Word *b)
{
  return a->length == b->length && memcmp (a->text, b->text, a->length) == 0;
}

static void
match (Word *a, Word *b)
{
  a->common = TRUE;
  b->common = TRUE;
}

/* Marks what two runs of words have in common, from lengths of common subsequences of their rests.
 */
static void
match_between (Word *a, guint n_a, Word *b, guint n_b)
{
  guint width = n_b + 1;
  g_autofree guint16 *rest = g_new0 (guint16, (gsize) (n_a + 1) * width);
  guint i = 0, j = 0;

  for (guint x = n_a; x > 0; x--)
    for (guint y = n_b; y > 0; y--)
      rest[(x - 1) * width + y - 1] =
          is_same (&a[x - 1], &b[y - 1]) ? (guint16) (rest[x * width + y] + 1)
                                         : MAX (rest[x * width + y - 1], rest[(x - 1) * width + y]);
  while (i < n_a && j < n_b)
    if (is_same (&a[i], &b[j]))
      match (&a[i++], &b[j++]);
    else if (rest[(i + 1) * width + j] >= rest[i * width + j + 1])
      i++;
    else
      j++;
}

static void
match_all (GArray *a, GArray *b)
{
  Word *one = (Word *) (void *) a->data;
  Word *other = (Word *) (void *) b->data;
  guint first = 0, n_a = a->len, n_b = b->len;

  for (; first < n_a && first < n_b && is_same (&one[first], &other[first]); first++)
    match (&one[first], &other[first]);
  for (; n_a > first && n_b > first && is_same (&one[n_a - 1], &other[n_b - 1]); n_a--, n_b--)
    match (&one[n_a - 1], &other[n_b - 1]);
  if (n_a - first <= MCH_WORD_DIFF_MAX_WORDS && n_b - first <= MCH_WORD_DIFF_MAX_WORDS)
    match_between (one + first, n_a - first, other + first, n_b - first);
}

static gboolean
is_blank (const Word *word)
{
  return g_unichar_isspace (g_utf8_get_char_validated (word->text, (gssize) word->length));
}

/* A space between two words that differ is no agreement. */
static void
unmatch_lonely_spaces (GArray *words)
{
  for (guint i = 1; i + 1 < words->len; i++)
    {
      Word *word = &g_array_index (words, Word, i);

      if (is_blank (word) && !g_array_index (words, Word, i - 1).common
          && !g_array_index (words, Word, i + 1).common)
        word->common = FALSE;
    }
}

static GArray *
gather (const char *value, GArray *words)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (MchWordSpan));

  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);
      MchWordSpan span = { (gsize) (word->text - value), word->length, !word->common };
      MchWordSpan *last =
          spans->len > 0 ? &g_array_index (spans, MchWordSpan, spans->len - 1) : NULL;

      if (last != NULL && last->differs == span.differs)
        last->length += span.length;
      else
        g_array_append_val (spans, span);
    }
  return spans;
}

void
mch_word_diff (const char *mine, const char *theirs, GArray **ret_mine, GArray **ret_theirs)
{
  const char *a = mine != NULL ? mine : "";
  const char *b = theirs != NULL ? theirs : "";
  g_autoptr (GArray) words_a = split (a);
  g_autoptr (GArray) words_b = split (b);

  g_return_if_fail (ret_mine != NULL && ret_theirs != NULL);

  match_all (words_a, words_b);
  unmatch_lonely_spaces (words_a);
  unmatch_lonely_spaces (words_b);
  *ret_mine = gather (a, words_a);
  *ret_theirs = gather (b, words_b);
}
