/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-alike.h"

#include <string.h>

#include "core/mch-text.h"

#define MAX_NAME 64      /* characters of a name that are compared */
#define ALIKE_PERCENT 75 /* one slip in four letters */

static glong
to_letters (const char *name, gunichar *letters)
{
  g_autofree char *folded = mch_text_fold (name);
  glong n = 0;

  for (const char *p = folded; *p != '\0' && n < MAX_NAME; p = g_utf8_next_char (p))
    letters[n++] = g_utf8_get_char (p);
  return n;
}

/* Letters to add, drop, change or exchange with their neighbour. */
static glong
count_slips (const gunichar *a, glong n_a, const gunichar *b, glong n_b)
{
  glong rows[3][MAX_NAME + 1];

  for (glong j = 0; j <= n_b; j++)
    rows[0][j] = j;
  for (glong i = 1; i <= n_a; i++)
    {
      glong *row = rows[i % 3], *before = rows[(i + 2) % 3], *twice_before = rows[(i + 1) % 3];

      row[0] = i;
      for (glong j = 1; j <= n_b; j++)
        {
          glong best = before[j - 1] + (a[i - 1] != b[j - 1]);

          best = MIN (best, before[j] + 1);
          best = MIN (best, row[j - 1] + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = MIN (best, twice_before[j - 2] + 1);
          row[j] = best;
        }
    }
  return rows[n_a % 3][n_b];
}

/* "MARTIN" and "MARTIN DURAND": one of the names is the beginning of the other, word by word. */
static gboolean
goes_on (const gunichar *a, glong n_a, const gunichar *b, glong n_b)
{
  const gunichar *longer = n_a > n_b ? a : b;
  glong n = MIN (n_a, n_b);

  return n > 1 && n_a != n_b && longer[n] == ' ' && memcmp (a, b, (gsize) n * sizeof *a) == 0;
}

static gboolean
are_names_alike (const char *one, const char *other)
{
  gunichar a[MAX_NAME], b[MAX_NAME];
  glong n_a = to_letters (one, a), n_b = to_letters (other, b), longer = MAX (n_a, n_b);

  if (n_a == 0 || n_b == 0)
    return FALSE;
  return goes_on (a, n_a, b, n_b)
         || (longer - count_slips (a, n_a, b, n_b)) * 100 >= longer * ALIKE_PERCENT;
}

/* One digit differs, or day and month are exchanged. Both are YYYY-MM-DD. */
static gboolean
are_dates_alike (const char *a, const char *b)
{
  int differing = 0;

  if (strlen (a) != 10 || strlen (b) != 10)
    return FALSE;
  for (int i = 0; i < 10; i++)
    differing += a[i] != b[i];
  return differing == 1
         || (strncmp (a, b, 4) == 0 && strncmp (a + 5, b + 8, 2) == 0
             && strncmp (a + 8, b + 5, 2) == 0);
}

static gboolean
differ_surely (const char *a, const char *b)
{
  return *a != '\0' && *b != '\0' && strcmp (a, b) != 0;
}

gboolean
mch_traits_resemble (const MchTraits *a, const MchTraits *b)
{
  gboolean same_family, same_given, same_date;

  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  same_family = mch_text_folds_alike (a->family_name, b->family_name);
  same_given = mch_text_folds_alike (a->given_name, b->given_name);
  same_date = strcmp (a->birth_date, b->birth_date) == 0;
  /* What tells twins, and two pupils with an INE each, apart. */
  if (differ_surely (a->sex, b->sex) || differ_surely (a->ine, b->ine))
    return FALSE;
  if (same_date && same_given && !same_family)
    return are_names_alike (a->family_name, b->family_name);
  if (same_date && same_family && !same_given)
    return are_names_alike (a->given_name, b->given_name);
  return same_family && same_given && !same_date && are_dates_alike (a->birth_date, b->birth_date);
}

MchTraits
mch_traits_of_person (const MchRecord *person)
{
  static const char *const names[] = { "family_name", "given_name", "birth_date", "sex", "ine" };
  const char *values[G_N_ELEMENTS (names)];

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      values[i] = person != NULL ? mch_record_get (person, names[i]) : NULL;
      if (values[i] == NULL)
        values[i] = "";
    }
  return (MchTraits){ values[0], values[1], values[2], values[3], values[4] };
}

MchResemblance
mch_person_resembles (const MchRecord *typed, const MchRecord *known)
{
  MchTraits a = mch_traits_of_person (typed), b = mch_traits_of_person (known);
  gboolean same_names;

  if (*a.ine != '\0' && strcmp (a.ine, b.ine) == 0)
    return MCH_RESEMBLES_SAME;
  same_names = *a.family_name != '\0' && *a.given_name != '\0'
               && mch_text_folds_alike (a.family_name, b.family_name)
               && mch_text_folds_alike (a.given_name, b.given_name);
  if (same_names && (*a.birth_date == '\0' || strcmp (a.birth_date, b.birth_date) == 0))
    return differ_surely (a.ine, b.ine) ? MCH_RESEMBLES_HOMONYM : MCH_RESEMBLES_SAME;
  return *a.birth_date != '\0' && mch_traits_resemble (&a, &b) ? MCH_RESEMBLES_SIMILAR
                                                               : MCH_RESEMBLES_NONE;
}
