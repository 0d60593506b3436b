/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of small changes for each type of field, tried one after the other; the first result that
 * the field takes without a doubt counts. */
#include "core/mch-value-repair.h"

#include "core/mch-date.h"
#include "core/mch-text.h"

#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define FIRST_DAY_NUMBER 10000 /* 1927 */
#define LAST_DAY_NUMBER 60000  /* 2064 */
#define DAYS_FROM_1900_TO_1904 1462
#define DAY_NUMBER_OF_1970 25569

/* Returns what @text may have been, or NULL. (transfer full) */
typedef char *(*Change) (const char *text, gboolean date1904);

/* "39865", "39865,0": the days since 30 December 1899, or 1904. */
static char *
read_day_number (const char *text, gboolean date1904)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) start = NULL;
  const char *rest = text + strspn (text, DIGITS);
  long number;

  if (rest - text != 5 || (*rest != '\0' && strspn (rest, ".,") != 1)
      || (*rest != '\0' && rest[1 + strspn (rest + 1, DIGITS)] != '\0'))
    return NULL;
  number = atol (text);
  if (number < FIRST_DAY_NUMBER || number > LAST_DAY_NUMBER)
    return NULL;
  start = g_date_time_new_utc (1970, 1, 1, 0, 0, 0);
  day = g_date_time_add_days (start, (int) number - DAY_NUMBER_OF_1970
                                         + (date1904 ? DAYS_FROM_1900_TO_1904 : 0));
  return g_date_time_format (day, "%d/%m/%Y");
}

/* "7122009": the day lost its zero. */
static char *
add_zero_to_date (const char *text, gboolean date1904)
{
  return strlen (text) == 7 && strspn (text, DIGITS) == 7 ? g_strconcat ("0", text, NULL) : NULL;
}

/* Month, day, year: "05/22/2009", "5-22-09", "2009-22-05". */
static char *
exchange_day_and_month (const char *text, gboolean date1904)
{
  g_auto (GStrv) parts = g_strsplit_set (text, "/-. ", 4);

  if (g_strv_length (parts) < 3 || (parts[3] != NULL && strchr (parts[3], ':') == NULL))
    return NULL;
  for (int i = 0; i < 3; i++)
    if (*parts[i] == '\0' || strspn (parts[i], DIGITS) != strlen (parts[i]))
      return NULL;
  if (strlen (parts[0]) == 4)
    return g_strdup_printf ("%s/%s/%s", parts[1], parts[2], parts[0]);
  return g_strdup_printf ("%s/%s/%s", parts[1], parts[0], parts[2]);
}

static char *
drop (const char *text, const char *dropped)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (strchr (dropped, *p) == NULL)
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

static char *
drop_blanks (const char *text, gboolean date1904)
{
  return drop (text, " \t");
}

static char *
drop_punctuation (const char *text, gboolean date1904)
{
  return drop (text, " \t.,;:_/-()'\"*");
}

/* The letters that people read for digits. */
static char *
write_digits (const char *text, gboolean date1904)
{
  char *out = drop (text, " \t");

  for (char *p = out; *p != '\0'; p++)
    if (*p == 'O' || *p == 'o')
      *p = '0';
    else if (*p == 'I' || *p == 'l')
      *p = '1';
  return out;
}

/* Of an INE only the first nine characters are digits whatever its shape. */
static char *
write_ine_digits (const char *text, gboolean date1904)
{
  char *out = drop (text, " \t.,;:_/-()'\"*");

  for (gsize i = 0; i < 9 && out[i] != '\0'; i++)
    if (out[i] == 'O' || out[i] == 'o')
      out[i] = '0';
    else if (out[i] == 'I' || out[i] == 'l')
      out[i] = '1';
  return out;
}

/* "jean.dupont@exemple,invalid", "jean dupont@exemple.invalid;". */
static char *
mend_email (const char *text, gboolean date1904)
{
  char *out = drop (text, " \t<>\"'()");
  gsize length = strlen (out);

  g_strdelimit (out, ",", '.');
  while (length > 0 && strchr (".;:", out[length - 1]) != NULL)
    out[--length] = '\0';
  return out;
}

/* The one word that looks like a code: "25000 BESANÇON", "Doubs (25)". */
static char *
take_code (const char *text, gboolean date1904)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t(),;:/-", -1);
  const char *found = NULL;

  for (char **word = words; *word != NULL; word++)
    if (g_ascii_isdigit (**word))
      {
        if (found != NULL)
          return NULL;
        found = *word;
      }
  return g_strdup (found);
}

/* What shows nothing goes; what stands for a lost letter stays, and refuses. */
static char *
drop_hidden (const char *text, gboolean date1904)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (strstr (text, "\357\277\275") != NULL)
    return NULL;
  mch_text_append_clean (out, text);
  return g_strdup (out->str);
}

/* "DUPONT *", "(Léa)": signs at the ends are none of a name. */
static char *
trim_signs (const char *text, gboolean date1904)
{
  const char *start = text, *end = text + strlen (text);

  while (*start != '\0' && !g_unichar_isalnum (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (end > start)
    {
      const char *before = g_utf8_prev_char (end);

      if (g_unichar_isalnum (g_utf8_get_char (before))
          || g_unichar_ismark (g_utf8_get_char (before)))
        break;
      end = before;
    }
  return end > start ? g_strndup (start, (gsize) (end - start)) : NULL;
}

#define MAX_CHANGES 5

static const Change changes[][MAX_CHANGES] = {
  [MCH_FIELD_TEXT] = { drop_hidden },
  [MCH_FIELD_NAME] = { drop_hidden, trim_signs },
  [MCH_FIELD_DATE] = { drop_hidden, read_day_number, exchange_day_and_month, add_zero_to_date,
                       write_digits },
  [MCH_FIELD_SEX] = { drop_hidden },
  [MCH_FIELD_INE] = { drop_hidden, drop_punctuation, write_ine_digits },
  [MCH_FIELD_UAI] = { drop_hidden, drop_punctuation },
  [MCH_FIELD_EMAIL] = { drop_hidden, drop_blanks, mend_email },
  [MCH_FIELD_PHONE] = { drop_hidden, drop_punctuation, write_digits },
  [MCH_FIELD_POSTCODE] = { drop_hidden, write_digits, take_code },
  [MCH_FIELD_COMMUNE] = { drop_hidden, write_digits, take_code },
  [MCH_FIELD_DEPARTMENT] = { drop_hidden, write_digits, take_code },
  [MCH_FIELD_COUNTRY] = { drop_hidden, write_digits, take_code },
  [MCH_FIELD_CODE] = { drop_hidden, take_code },
  [MCH_FIELD_CANDIDATE_NUMBER] = { drop_hidden, drop_punctuation, write_digits },
  [MCH_FIELD_SESSION] = { NULL },
  [MCH_FIELD_STATE] = { NULL },
  [MCH_FIELD_REFERENCE] = { NULL },
};
G_STATIC_ASSERT (G_N_ELEMENTS (changes) == MCH_FIELD_REFERENCE + 1);

static gboolean
is_taken (const MchField *field, const char *text, const MchValueContext *context)
{
  g_autofree char *value = NULL;
  MchValueNote note;

  return mch_value_read (field, text, context, &value, &note) && *value != '\0'
         && note.code == MCH_FAULT_NONE;
}

char *
mch_value_dup_repaired (const MchField *field, const char *raw, const MchValueContext *context,
                        gboolean date1904)
{
  g_return_val_if_fail (field != NULL && raw != NULL, NULL);

  for (int i = 0; i < MAX_CHANGES && changes[field->type][i] != NULL; i++)
    {
      g_autofree char *text = changes[field->type][i](raw, date1904);

      if (text != NULL && strcmp (text, raw) != 0 && is_taken (field, text, context))
        return g_steal_pointer (&text);
    }
  return NULL;
}

char *
mch_value_dup_month_first (const char *raw, const char *today)
{
  g_autofree char *text = NULL;
  MchValueContext context = { today, NULL };

  g_return_val_if_fail (raw != NULL, NULL);

  text = exchange_day_and_month (raw, FALSE);
  if (text == NULL || !is_taken (mch_field_find (MCH_KIND_PERSON, "birth_date"), text, &context))
    return NULL;
  return g_steal_pointer (&text);
}
