/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-date.h"

#include "core/mch-text.h"

#include <string.h>

#define FIRST_YEAR 1900
#define LAST_YEAR 2999
#define YOUNGEST_GUESSED_AGE 5
#define YEAR_WITHOUT_TODAY 2026

/* Three numbers as they stand in the text, with how many digits each had. */
typedef struct
{
  int value[3];
  int digits[3];
} Parts;

static int
read_two (const char *text)
{
  return (text[0] - '0') * 10 + (text[1] - '0');
}

static gboolean
is_canonical_shape (const char *text)
{
  for (int i = 0; i < MCH_DATE_LENGTH; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return FALSE;
  return text[MCH_DATE_LENGTH] == '\0';
}

static gboolean
exists (int year, int month, int day)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1)
    return FALSE;
  return day <= lengths[month - 1] + (leap && month == 2 ? 1 : 0);
}

gboolean
mch_date_is_valid (const char *text)
{
  if (text == NULL || !is_canonical_shape (text))
    return FALSE;
  return exists (read_two (text) * 100 + read_two (text + 2), read_two (text + 5),
                 read_two (text + 8));
}

int
mch_date_age (const char *birth, const char *today)
{
  int years;

  g_return_val_if_fail (mch_date_is_valid (birth) && mch_date_is_valid (today), 0);

  years = (read_two (today) - read_two (birth)) * 100 + read_two (today + 2) - read_two (birth + 2);
  return strcmp (today + 5, birth + 5) < 0 ? years - 1 : years;
}

static int
month_of_name (const char *word)
{
  static const char *const names[] = { "janvier",   "fevrier", "mars",     "avril",
                                       "mai",       "juin",    "juillet",  "aout",
                                       "septembre", "octobre", "novembre", "decembre" };
  g_autofree char *folded = mch_text_fold (word);
  gsize length;

  g_strdelimit (folded, ".", ' ');
  g_strchomp (folded);
  length = strlen (folded);
  for (int i = 0; i < 12; i++)
    {
      /* "jui" could be June or July, "ma" March or May: three letters, four in summer. */
      gsize least = i == 5 || i == 6 ? 4 : 3;

      if (length >= least && strncmp (names[i], folded, length) == 0)
        return i + 1;
    }
  return 0;
}

static gboolean
is_weekday (const char *word)
{
  static const char *const names[] = { "lundi",    "mardi",  "mercredi", "jeudi",
                                       "vendredi", "samedi", "dimanche" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strncasecmp (word, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

/* "22 février 2009", "1er mars 2008", "dimanche 22 févr. 2009". */
static gboolean
read_words (const char *raw, Parts *parts)
{
  g_auto (GStrv) words = g_strsplit_set (raw, " -/", 8);
  guint n = g_strv_length (words), first = 0;
  char *end;

  if (n > 0 && is_weekday (words[0]))
    first = 1;
  if (n - first < 3)
    return FALSE;

  parts->value[0] = (int) MIN (g_ascii_strtoull (words[first], &end, 10), 99);
  if (end == words[first] || (*end != '\0' && g_ascii_strcasecmp (end, "er") != 0))
    return FALSE;
  parts->digits[0] = 2;
  parts->value[1] = month_of_name (words[first + 1]);
  parts->digits[1] = 2;
  parts->digits[2] = (int) strlen (words[first + 2]);
  if (parts->value[1] == 0 || (parts->digits[2] != 4 && parts->digits[2] != 2))
    return FALSE;
  parts->value[2] = (int) g_ascii_strtoull (words[first + 2], &end, 10);
  return *end == '\0' && g_ascii_isdigit (*words[first + 2]);
}

static gboolean
is_time_of_day (const char *text)
{
  if (*text == '\0')
    return TRUE;
  if (*text != ' ' && *text != 'T')
    return FALSE;
  if (!g_ascii_isdigit (text[1]))
    return FALSE;
  return strspn (text + 1, "0123456789:.+Z") == strlen (text + 1);
}

/* Three numbers between separators, perhaps a time behind them. */
static gboolean
read_numbers (const char *raw, Parts *parts)
{
  const char *p = raw;

  for (int i = 0; i < 3; i++)
    {
      parts->value[i] = 0;
      for (parts->digits[i] = 0; g_ascii_isdigit (*p) && parts->digits[i] < 5; p++)
        {
          parts->value[i] = parts->value[i] * 10 + (*p - '0');
          parts->digits[i]++;
        }
      if (parts->digits[i] == 0)
        return FALSE;
      while (i < 2 && *p == ' ')
        p++;
      if (i < 2 && strchr ("/-. ", *p) != NULL && *p != '\0')
        p++;
      else if (i < 2 && !(p > raw && p[-1] == ' '))
        return FALSE;
      while (i < 2 && *p == ' ')
        p++;
    }
  return is_time_of_day (p);
}

/* 22022009 or 20090222: eight digits in a row. */
static gboolean
read_compact (const char *raw, Parts *parts)
{
  int year_last, year_first;

  if (strspn (raw, "0123456789") != 8 || raw[8] != '\0')
    return FALSE;

  year_last = read_two (raw + 4) * 100 + read_two (raw + 6);
  year_first = read_two (raw) * 100 + read_two (raw + 2);
  if (exists (year_first, read_two (raw + 4), read_two (raw + 6))
      && !exists (year_last, read_two (raw + 2), read_two (raw)))
    *parts = (Parts){ { year_first, read_two (raw + 4), read_two (raw + 6) }, { 4, 2, 2 } };
  else
    *parts = (Parts){ { read_two (raw), read_two (raw + 2), year_last }, { 2, 2, 4 } };
  return TRUE;
}

static int
guess_century (int year, const char *today)
{
  int now = today != NULL ? read_two (today) * 100 + read_two (today + 2) : YEAR_WITHOUT_TODAY;

  return year + 2000 <= now - YOUNGEST_GUESSED_AGE ? year + 2000 : year + 1900;
}

/* By hand: a file has one date a row, and printf() takes longer than all the rest of its reading.
 */
static void
write_date (char *out, int year, int month, int day)
{
  const int numbers[] = { year / 100, year % 100, month, day };
  static const int places[] = { 0, 2, 5, 8 };

  for (int i = 0; i < 4; i++)
    {
      out[places[i]] = (char) ('0' + numbers[i] / 10);
      out[places[i] + 1] = (char) ('0' + numbers[i] % 10);
    }
  out[4] = out[7] = '-';
  out[MCH_DATE_LENGTH] = '\0';
}

MchDateResult
mch_date_read (const char *raw, const char *today, char *ret_date, gboolean *ret_guessed)
{
  Parts parts;
  int year, month, day;

  g_return_val_if_fail (raw != NULL && ret_date != NULL && ret_guessed != NULL,
                        MCH_DATE_UNREADABLE);
  g_return_val_if_fail (today == NULL || mch_date_is_valid (today), MCH_DATE_UNREADABLE);

  *ret_guessed = FALSE;
  if (!read_compact (raw, &parts) && !read_numbers (raw, &parts) && !read_words (raw, &parts))
    return MCH_DATE_UNREADABLE;

  if (parts.digits[0] == 4 && parts.digits[1] <= 2 && parts.digits[2] <= 2)
    {
      year = parts.value[0];
      month = parts.value[1];
      day = parts.value[2];
    }
  else if (parts.digits[0] <= 2 && parts.digits[1] <= 2
           && (parts.digits[2] == 4 || parts.digits[2] == 2))
    {
      *ret_guessed = parts.digits[2] == 2;
      year = *ret_guessed ? guess_century (parts.value[2], today) : parts.value[2];
      month = parts.value[1];
      day = parts.value[0];
    }
  else
    return MCH_DATE_UNREADABLE;

  if (!exists (year, month, day))
    return MCH_DATE_IMPOSSIBLE;
  write_date (ret_date, year, month, day);
  return today != NULL && strcmp (ret_date, today) > 0 ? MCH_DATE_FUTURE : MCH_DATE_OK;
}

char *
mch_date_dup_french (const char *date)
{
  g_return_val_if_fail (mch_date_is_valid (date), g_strdup (date));

  return g_strdup_printf ("%s/%.2s/%.4s", date + 8, date + 5, date);
}
