/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A workbook holds a number and how it is shown; a list means what people saw. */
#include "sheet/mch-sheet-private.h"

#include <math.h>
#include <string.h>

#define LAST_DAY 2958465 /* 31/12/9999 */
#define DAYS_FROM_1900_TO_1904 1462
#define DAY_NUMBER_OF_1970 25569
#define FALSE_LEAP_DAY 60 /* 29/02/1900, which Excel counts and no calendar has */
#define LARGEST_WHOLE 1e15
#define MAX_DIGITS 20
#define NUMBER_CHARACTERS "0123456789+-.eE"

/* Skips what is only shown: "text", \c, _c, *c, [colour]. Returns NULL when @p is a letter of the
 * code itself. */
static const char *
skip_literal (const char *p)
{
  const char *end;

  switch (*p)
    {
    case '"':
      end = strchr (p + 1, '"');
      return end != NULL ? end + 1 : p + strlen (p);
    case '[':
      /* [h] counts hours beyond a day and is no literal, but no date either. */
      end = strchr (p, ']');
      return end != NULL ? end + 1 : p + strlen (p);
    case '\\':
    case '_':
    case '*':
      return p[1] != '\0' ? g_utf8_next_char (p + 1) : p + 1;
    default:
      return NULL;
    }
}

static gboolean
is_date_code (const char *code)
{
  gboolean day = FALSE, year = FALSE, month = FALSE;

  if (g_ascii_strncasecmp (code, "General", 7) == 0
      || g_ascii_strncasecmp (code, "Standard", 8) == 0)
    return FALSE;
  for (const char *p = code; *p != '\0' && *p != ';';)
    {
      const char *rest = skip_literal (p);

      if (rest != NULL)
        {
          p = rest;
          continue;
        }
      day = day || *p == 'd' || *p == 'D' || *p == 'j' || *p == 'J';
      year = year || *p == 'y' || *p == 'Y' || *p == 'a' || *p == 'A';
      month = month || *p == 'm' || *p == 'M';
      p++;
    }
  return (day && month) || (month && year) || (day && year);
}

/* The digits from the first one that is always shown: "00000" 5, "0# ## ## ## ##" 10. */
static guint
count_digits (const char *code)
{
  guint digits = 0;

  for (const char *p = code; *p != '\0' && *p != ';';)
    {
      const char *rest = skip_literal (p);

      if (rest != NULL)
        p = rest;
      else if (strchr ("EeGg%?/.,@", *p) != NULL)
        return 0; /* a fraction, an exponent, thousands: a quantity and no code */
      else
        {
          if (*p == '0' || (*p == '#' && digits > 0))
            digits++;
          p++;
        }
    }
  return digits <= MAX_DIGITS ? digits : 0;
}

MchNumberFormat
mch_number_format_read (const char *code)
{
  MchNumberFormat format = { is_date_code (code), 0 };

  if (!format.date)
    format.min_digits = count_digits (code);
  return format;
}

MchNumberFormat
mch_number_format_get_builtin (guint id)
{
  gboolean date =
      (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);

  return (MchNumberFormat){ date, 0 };
}

static gboolean
append_day (GString *out, double number, gboolean date1904)
{
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *text = NULL;
  int count = (int) number;

  if (date1904)
    count += DAYS_FROM_1900_TO_1904;
  if (count < 1 || count > LAST_DAY || count == FALSE_LEAP_DAY)
    return FALSE;
  if (count < FALSE_LEAP_DAY)
    count++;
  start = g_date_time_new_utc (1970, 1, 1, 0, 0, 0);
  day = g_date_time_add_days (start, count - DAY_NUMBER_OF_1970);
  if (day == NULL)
    return FALSE;
  text = g_strdup_printf ("%02d/%02d/%04d", g_date_time_get_day_of_month (day),
                          g_date_time_get_month (day), g_date_time_get_year (day));
  g_string_append (out, text);
  return TRUE;
}

static void
append_whole (GString *out, double number, guint min_digits)
{
  char digits[32];
  gsize length = (gsize) g_snprintf (digits, sizeof digits, "%.0f", fabs (number));

  if (number < 0)
    g_string_append_c (out, '-');
  for (; length < min_digits; length++)
    g_string_append_c (out, '0');
  g_string_append (out, digits);
}

void
mch_number_append (GString *out, const char *raw, MchNumberFormat format, gboolean date1904)
{
  char *end;
  double number = g_ascii_strtod (raw, &end);
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  /* g_ascii_strtod() would take hexadecimal numbers, too. */
  if (end == raw || raw[strspn (raw, NUMBER_CHARACTERS)] != '\0' || *end != '\0'
      || !isfinite (number))
    {
      g_string_append (out, raw);
      return;
    }
  if (format.date && number >= 0 && number <= LAST_DAY && append_day (out, number, date1904))
    return;
  if (number - floor (number) <= 0 && fabs (number) < LARGEST_WHOLE)
    append_whole (out, number, format.min_digits);
  else
    g_string_append (out, g_ascii_formatd (buffer, sizeof buffer, "%.15g", number));
}
