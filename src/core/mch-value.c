/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One small reader a type of field, chosen by a table. A reader gets text without exotic blanks
 * and appends the canonical value, or says why not; it may do so after a repair. */
#include "core/mch-value.h"

#include "core/mch-date.h"
#include "core/mch-ine.h"
#include "core/mch-test-list.h"
#include "core/mch-slip-text.h"
#include "core/mch-text.h"
#include "core/mch-uai.h"
#include "core/mch-uuid.h"

#include <string.h>

#define DIGITS "0123456789"
#define YOUNGEST_USUAL 10
#define OLDEST_USUAL 90

typedef MchFaultCode (*Reader) (const char *text, const MchValueContext *context, GString *out,
                                gboolean *repaired);

static gboolean
is_digits (const char *text, gsize length)
{
  return strlen (text) == length && strspn (text, DIGITS) == length;
}

/* Copies @text without the characters of @dropped; FALSE when more than @room - 1 stay. */
static gboolean
squeeze (const char *text, const char *dropped, char *buffer, gsize room)
{
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (strchr (dropped, *p) != NULL)
        continue;
      if (n + 1 == room)
        return FALSE;
      buffer[n++] = *p;
    }
  buffer[n] = '\0';
  return TRUE;
}

static MchFaultCode
read_text (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  g_string_append (out, text);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_name (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  gboolean letters = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 ? g_ascii_isalpha ((char) c) : g_unichar_isalpha (c))
        letters = TRUE;
      else if (strchr (" -'.`", (int) MIN (c, 0x7F)) == NULL && !g_unichar_ismark (c) && c != 0x2018
               && c != 0x2019 && c != 0xB4 && c != 0xB7 && c != 0x200C && c != 0x200D
               && (c < 0x2010 || c > 0x2014))
        return MCH_FAULT_NOT_A_NAME;
    }
  if (!letters)
    return MCH_FAULT_NOT_A_NAME;
  g_string_append (out, text);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_date (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  char date[MCH_DATE_LENGTH + 1];
  int age;

  switch (mch_date_read (text, context->today, date, repaired))
    {
    case MCH_DATE_UNREADABLE:
      return MCH_FAULT_UNREADABLE_DATE;
    case MCH_DATE_IMPOSSIBLE:
      return MCH_FAULT_IMPOSSIBLE_DATE;
    case MCH_DATE_FUTURE:
      return MCH_FAULT_FUTURE_DATE;
    case MCH_DATE_OK:
    default:
      g_string_append_len (out, date, MCH_DATE_LENGTH);
    }
  if (context->today == NULL)
    return MCH_FAULT_NONE;
  age = mch_date_age (date, context->today);
  return age < YOUNGEST_USUAL || age > OLDEST_USUAL ? MCH_FAULT_UNLIKELY_AGE : MCH_FAULT_NONE;
}

static MchFaultCode
read_sex (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  static const char *const female[] = { "f",      "2",       "mme",     "mlle",         "mle",
                                        "madame", "fille",   "feminin", "mademoiselle", "femme",
                                        "fem",    "feminine" };
  static const char *const male[] = { "m",     "1",        "h",    "g",        "mr",
                                      "homme", "monsieur", "masc", "masculin", "garcon" };
  g_autofree char *folded = NULL;

  if (strcmp (text, "F") == 0 || strcmp (text, "M") == 0)
    {
      g_string_append_c (out, *text);
      return MCH_FAULT_NONE;
    }

  folded = mch_text_fold (text);
  g_strdelimit (folded, ".", ' ');
  g_strchomp (folded);
  for (gsize i = 0; i < G_N_ELEMENTS (female); i++)
    if (strcmp (folded, female[i]) == 0)
      {
        g_string_append_c (out, 'F');
        return MCH_FAULT_NONE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (male); i++)
    if (strcmp (folded, male[i]) == 0)
      {
        g_string_append_c (out, 'M');
        return MCH_FAULT_NONE;
      }
  return MCH_FAULT_UNKNOWN_SEX;
}

static MchFaultCode
read_ine (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  char ine[MCH_INE_LENGTH + 1];
  gboolean key_right;

  if (mch_ine_read (text, ine, &key_right) == MCH_INE_INVALID)
    return MCH_FAULT_NOT_AN_INE;
  *repaired = strcmp (ine, text) != 0;
  g_string_append_len (out, ine, MCH_INE_LENGTH);
  return key_right ? MCH_FAULT_NONE : MCH_FAULT_INE_KEY;
}

static MchFaultCode
read_uai (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  char uai[MCH_UAI_LENGTH + 1];
  gboolean key_right;

  if (!mch_uai_read (text, uai, &key_right))
    return MCH_FAULT_NOT_A_UAI;
  *repaired = strcmp (uai, text) != 0;
  g_string_append_len (out, uai, MCH_UAI_LENGTH);
  return key_right ? MCH_FAULT_NONE : MCH_FAULT_UAI_KEY;
}

/* The domain: labels of letters, digits and inner hyphens, the last one without digits only. */
static gboolean
is_domain (const char *domain)
{
  const char *label = domain;
  gsize labels = 0, length = 0;

  for (;; label += length + 1)
    {
      length = strcspn (label, ".");
      if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
        return FALSE;
      for (gsize i = 0; i < length; i++)
        if (!g_ascii_isalnum (label[i]) && label[i] != '-')
          return FALSE;
      labels++;
      if (label[length] == '\0')
        break;
    }
  return labels >= 2 && length >= 2 && strspn (label, DIGITS) < length;
}

static MchFaultCode
read_email (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  const char *address = g_ascii_strncasecmp (text, "mailto:", 7) == 0 ? text + 7 : text;
  const char *at = strrchr (address, '@');
  g_autofree char *domain = NULL;

  if (at == NULL || at == address || at - address > 64 || at[-1] == '.' || address[0] == '.')
    return MCH_FAULT_NOT_AN_EMAIL;
  for (const char *p = address; p < at; p++)
    if ((!g_ascii_isalnum (*p) && strchr (".!#$%&'*+/=?^_`{|}~-", *p) == NULL)
        || (p[0] == '.' && p[1] == '.'))
      return MCH_FAULT_NOT_AN_EMAIL;
  if (!is_domain (at + 1))
    return MCH_FAULT_NOT_AN_EMAIL;

  *repaired = address != text;
  domain = g_ascii_strdown (at + 1, -1);
  g_string_append_len (out, address, at - address + 1);
  g_string_append (out, domain);
  return MCH_FAULT_NONE;
}

/* The number behind +33 or 0033, with the "(0)" that some people write after it. */
static const char *
skip_french_prefix (const char *digits)
{
  const char *rest = digits;

  if (g_str_has_prefix (digits, "+33"))
    rest = digits + 3;
  else if (g_str_has_prefix (digits, "0033"))
    rest = digits + 4;
  else
    return NULL;
  if (*rest == '0' && strlen (rest) == 10)
    rest++;
  return is_digits (rest, 9) && *rest != '0' ? rest : NULL;
}

static MchFaultCode
read_phone (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  char digits[32];
  const char *french;
  gsize length;

  if (!squeeze (text, " .-/()'", digits, sizeof digits))
    return MCH_FAULT_NOT_A_PHONE;

  length = strlen (digits);
  french = skip_french_prefix (digits);
  if (french != NULL)
    g_string_append_printf (out, "0%s", french);
  else if (digits[0] == '+' && length >= 8 && length <= 16 && is_digits (digits + 1, length - 1))
    g_string_append (out, digits);
  else if (g_str_has_prefix (digits, "00") && length >= 10 && length <= 17
           && is_digits (digits, length))
    g_string_append_printf (out, "+%s", digits + 2);
  else if (is_digits (digits, 10) && digits[0] == '0')
    g_string_append (out, digits);
  else if (is_digits (digits, 9) && digits[0] != '0')
    {
      *repaired = TRUE;
      g_string_append_printf (out, "0%s", digits);
    }
  /* New Caledonia and Wallis have 6 digits, Polynesia 8. */
  else if (is_digits (digits, 6) || is_digits (digits, 8))
    g_string_append (out, digits);
  else
    return MCH_FAULT_NOT_A_PHONE;
  return MCH_FAULT_NONE;
}

static gboolean
is_abroad (const MchValueContext *context)
{
  g_autofree char *folded = NULL;

  if (context->country == NULL || *context->country == '\0')
    return FALSE;
  folded = mch_text_fold (context->country);
  return *folded != '\0' && strcmp (folded, "france") != 0 && strcmp (folded, "fr") != 0
         && strcmp (folded, "99100") != 0 && strcmp (folded, "100") != 0;
}

static MchFaultCode
read_postcode (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  char code[16];

  if (is_abroad (context))
    return read_text (text, context, out, repaired);
  if (!squeeze (text, " .'", code, sizeof code))
    return MCH_FAULT_NOT_A_POSTCODE;
  if (g_ascii_strncasecmp (code, "F-", 2) == 0)
    memmove (code, code + 2, strlen (code + 2) + 1);

  if (is_digits (code, 5))
    g_string_append (out, code);
  else if (is_digits (code, 4))
    {
      *repaired = TRUE;
      g_string_append_printf (out, "0%s", code);
    }
  /* Letters: no French code, so it stays as it is written. */
  else if (strpbrk (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != NULL
           && strspn (code, DIGITS) < strlen (code) && strpbrk (code, DIGITS) != NULL)
    g_string_append (out, text);
  else
    return MCH_FAULT_NOT_A_POSTCODE;
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_commune (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  char code[8];

  if (!squeeze (text, " '", code, sizeof code))
    return MCH_FAULT_NOT_A_COMMUNE;
  if (is_digits (code, 4))
    {
      *repaired = TRUE;
      g_string_append_printf (out, "0%s", code);
      return MCH_FAULT_NONE;
    }
  if (strlen (code) != 5 || !g_ascii_isdigit (code[0]) || strspn (code + 2, DIGITS) != 3
      || (!g_ascii_isdigit (code[1]) && strchr ("ABab", code[1]) == NULL))
    return MCH_FAULT_NOT_A_COMMUNE;
  *repaired = g_ascii_islower (code[1]);
  code[1] = g_ascii_toupper (code[1]);
  g_string_append (out, code);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_department (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  char code[8];
  const char *corsican;

  if (!squeeze (text, " '", code, sizeof code))
    return MCH_FAULT_NOT_A_DEPARTMENT;
  corsican = code[0] == '0' ? code + 1 : code; /* SIECLE writes three characters: 025, 02A */
  if (is_digits (code, 1) && code[0] != '0')
    {
      *repaired = TRUE;
      g_string_append_printf (out, "0%s", code);
    }
  else if (is_digits (code, 3) && code[0] == '0' && strcmp (code + 1, "00") != 0)
    g_string_append (out, code + 1);
  else if ((is_digits (code, 2) && strcmp (code, "00") != 0)
           || (is_digits (code, 3) && code[0] == '9'))
    g_string_append (out, code);
  else if (g_ascii_strcasecmp (corsican, "2A") == 0 || g_ascii_strcasecmp (corsican, "2B") == 0)
    g_string_append_printf (out, "2%c", g_ascii_toupper (corsican[1]));
  else
    return MCH_FAULT_NOT_A_DEPARTMENT;
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_country (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  if (is_digits (text, 5) && text[0] == '9' && text[1] == '9' && text[2] >= '1' && text[2] <= '5')
    g_string_append (out, text);
  else if (is_digits (text, 3) && text[0] >= '1' && text[0] <= '5')
    g_string_append_printf (out, "99%s", text);
  else if (g_ascii_strcasecmp (text, "France") == 0 || g_ascii_strcasecmp (text, "FR") == 0
           || g_ascii_strcasecmp (text, "FRA") == 0)
    g_string_append (out, "99100");
  else
    return MCH_FAULT_NOT_A_COUNTRY;
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_code (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (" ._/-", *p) == NULL)
      return MCH_FAULT_NOT_A_CODE;
  g_string_append (out, text);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_candidate_number (const char *text, const MchValueContext *context, GString *out,
                       gboolean *repaired)
{
  char number[16];

  if (!squeeze (text, " .'", number, sizeof number))
    return MCH_FAULT_NOT_A_CANDIDATE_NUMBER;
  if (is_digits (number, 10))
    {
      *repaired = TRUE;
      g_string_append_c (out, '0');
    }
  else if (!is_digits (number, 11))
    return MCH_FAULT_NOT_A_CANDIDATE_NUMBER;
  g_string_append (out, number);
  return MCH_FAULT_NONE;
}

gboolean
mch_value_is_session (const char *text)
{
  const char *slash = text != NULL ? strchr (text, '/') : NULL;

  if (slash == NULL || slash == text || slash - text > 8 || strlen (slash) != 8)
    return FALSE;
  for (const char *p = text; p < slash; p++)
    if (!g_ascii_isupper (*p) && !g_ascii_isdigit (*p))
      return FALSE;
  return strspn (slash + 1, DIGITS) == 4 && slash[5] == '-' && strspn (slash + 6, DIGITS) == 2
         && strcmp (slash + 6, "01") >= 0 && strcmp (slash + 6, "12") <= 0;
}

static MchFaultCode
read_session (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  if (!mch_value_is_session (text))
    return MCH_FAULT_NOT_A_SESSION;
  g_string_append (out, text);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_state (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  if (strcmp (text, MCH_STATE_PRE_REGISTERED) != 0 && strcmp (text, MCH_STATE_REGISTERED) != 0
      && strcmp (text, MCH_STATE_WITHDRAWN) != 0)
    return MCH_FAULT_NOT_A_STATE;
  g_string_append (out, text);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_reference (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  if (!mch_uuid_is_valid (text))
    return MCH_FAULT_NOT_A_REFERENCE;
  g_string_append (out, text);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_flag (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  static const char *const yes[] = { "1", "o", "oui", "x", "vrai", "y", "yes", "true" };
  static const char *const no[] = { "0", "n", "non", "faux", "no", "false" };
  g_autofree char *folded = mch_text_fold (text);

  for (gsize i = 0; i < G_N_ELEMENTS (yes); i++)
    if (strcmp (folded, yes[i]) == 0)
      {
        g_string_append_c (out, '1');
        return MCH_FAULT_NONE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
    if (strcmp (folded, no[i]) == 0)
      {
        g_string_append_c (out, '0');
        return MCH_FAULT_NONE;
      }
  return MCH_FAULT_NOT_A_FLAG;
}

static MchFaultCode
read_year (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  if (!is_digits (text, 4) || strcmp (text, "1900") < 0
      || (context->today != NULL && strncmp (text, context->today, 4) > 0))
    return MCH_FAULT_NOT_A_YEAR;
  g_string_append (out, text);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_slip_text (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  if (!mch_slip_text_check (text, NULL))
    return MCH_FAULT_NOT_A_TOKEN;
  g_string_append (out, text);
  return MCH_FAULT_NONE;
}

static MchFaultCode
read_tests (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  return mch_test_list_append (text, FALSE, out) ? MCH_FAULT_NONE : MCH_FAULT_NOT_TESTS;
}

static MchFaultCode
read_marks (const char *text, const MchValueContext *context, GString *out, gboolean *repaired)
{
  return mch_test_list_append (text, TRUE, out) ? MCH_FAULT_NONE : MCH_FAULT_NOT_MARKS;
}

static const Reader readers[] = {
  [MCH_FIELD_TEXT] = read_text,
  [MCH_FIELD_NAME] = read_name,
  [MCH_FIELD_DATE] = read_date,
  [MCH_FIELD_SEX] = read_sex,
  [MCH_FIELD_INE] = read_ine,
  [MCH_FIELD_UAI] = read_uai,
  [MCH_FIELD_EMAIL] = read_email,
  [MCH_FIELD_PHONE] = read_phone,
  [MCH_FIELD_POSTCODE] = read_postcode,
  [MCH_FIELD_COMMUNE] = read_commune,
  [MCH_FIELD_DEPARTMENT] = read_department,
  [MCH_FIELD_COUNTRY] = read_country,
  [MCH_FIELD_CODE] = read_code,
  [MCH_FIELD_CANDIDATE_NUMBER] = read_candidate_number,
  [MCH_FIELD_SESSION] = read_session,
  [MCH_FIELD_STATE] = read_state,
  [MCH_FIELD_REFERENCE] = read_reference,
  [MCH_FIELD_FLAG] = read_flag,
  [MCH_FIELD_YEAR] = read_year,
  [MCH_FIELD_TESTS] = read_tests,
  [MCH_FIELD_MARKS] = read_marks,
  [MCH_FIELD_SLIP_TEXT] = read_slip_text,
};

/* The one field of several lines: each is read as a line of text. */
static gboolean
append_clean_value (const MchField *field, const char *raw, GString *out)
{
  g_auto (GStrv) lines = NULL;
  gboolean allowed = TRUE;
  gsize start = out->len;

  if (strcmp (field->name, "to_correct") != 0)
    return mch_text_append_clean (out, raw);

  lines = g_strsplit (raw, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      gsize before = out->len;

      if (out->len > start)
        g_string_append_c (out, '\n');
      allowed = mch_text_append_clean (out, *line) && allowed;
      if (out->len == before + 1 && out->str[before] == '\n')
        g_string_truncate (out, before);
    }
  return allowed;
}

gboolean
mch_value_refuses (MchFaultCode code)
{
  return code != MCH_FAULT_NONE && code != MCH_FAULT_UNLIKELY_AGE && code != MCH_FAULT_INE_KEY
         && code != MCH_FAULT_UAI_KEY;
}

static gboolean
is_too_long (const char *value, gsize length, guint max_length)
{
  return length > max_length && (guint) g_utf8_strlen (value, (gssize) length) > max_length;
}

gboolean
mch_value_append (const MchField *field, const char *raw, const MchValueContext *context,
                  GString *out, MchValueNote *ret_note)
{
  static const MchValueContext nothing_known = { NULL, NULL };
  g_autoptr (GString) cleaned = NULL;
  const char *text = raw;
  gsize start;

  g_return_val_if_fail (field != NULL && out != NULL && ret_note != NULL, FALSE);

  ret_note->code = MCH_FAULT_NONE;
  ret_note->repaired = FALSE;
  if (raw == NULL || *raw == '\0')
    return TRUE;

  start = out->len;
  if (!mch_text_is_clean (raw))
    {
      cleaned = g_string_sized_new (strlen (raw) + 8);
      if (!append_clean_value (field, raw, cleaned))
        ret_note->code = MCH_FAULT_FORBIDDEN_CHARACTERS;
      text = cleaned->str;
    }
  if (ret_note->code == MCH_FAULT_NONE && *text != '\0')
    ret_note->code = readers[field->type](text, context != NULL ? context : &nothing_known, out,
                                          &ret_note->repaired);
  /* Only the day of a birth tells an age. */
  if (ret_note->code == MCH_FAULT_UNLIKELY_AGE && field->kind != MCH_KIND_PERSON)
    ret_note->code = MCH_FAULT_NONE;
  if (!mch_value_refuses (ret_note->code)
      && is_too_long (out->str + start, out->len - start, field->max_length))
    ret_note->code = MCH_FAULT_TOO_LONG;
  if (!mch_value_refuses (ret_note->code))
    return TRUE;
  g_string_truncate (out, start);
  ret_note->repaired = FALSE;
  return FALSE;
}

gboolean
mch_value_read (const MchField *field, const char *raw, const MchValueContext *context,
                char **ret_value, MchValueNote *ret_note)
{
  g_autoptr (GString) value = g_string_new (NULL);

  g_return_val_if_fail (ret_value != NULL, FALSE);

  if (!mch_value_append (field, raw, context, value, ret_note))
    {
      *ret_value = NULL;
      return FALSE;
    }
  *ret_value = g_string_free (g_steal_pointer (&value), FALSE);
  return TRUE;
}
