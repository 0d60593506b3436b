/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reference file may say: the keys of each group and their values, and what must agree with
 * what across the file. */
#include "core/mch-date.h"
#include "core/mch-error.h"
#include "core/mch-reference-private.h"
#include "core/mch-test-list.h"
#include "core/mch-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CODE_MAX 40
#define OPTION_MAX 60 /* bytes */

typedef enum
{
  VALUE_TEXT,
  VALUE_WORD,    /* one of @words */
  VALUE_WORDS,   /* several of @words */
  VALUE_OPTIONS, /* what a candidature may hold behind "=" */
  VALUE_TESTS,
  VALUE_CODES,
  VALUE_NUMBER,
  VALUE_DOMAIN,
  VALUE_MONTH,
  VALUE_DIPLOMA_CODE,
  VALUE_WINDOW,
  VALUE_WHEN,
} ValueType;

typedef struct
{
  MchRefKind kind;
  const char *name;
  ValueType type;
  const char *words;
  gboolean needed;
  gboolean by_case; /* "name.CODE" is allowed beside "name" */
} Key;

#define YES_NO "yes no"

static const Key keys[] = {
  { MCH_REF_EXAM, "format", VALUE_WORD, "1", TRUE, FALSE },
  { MCH_REF_EXAM, "domain", VALUE_DOMAIN, NULL, TRUE, FALSE },
  { MCH_REF_EXAM, "label", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_EXAM, "version", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_EXAM, "session", VALUE_MONTH, NULL, FALSE, FALSE },
  { MCH_REF_EXAM, "diploma", VALUE_WORD, "required optional", FALSE, FALSE },
  { MCH_REF_EXAM, "acquis_intro", VALUE_TEXT, NULL, FALSE, FALSE },
  { MCH_REF_EXAM, "acquis_exempted", VALUE_TEXT, NULL, FALSE, FALSE },

  { MCH_REF_SETTINGS, "tabs", VALUE_WORDS,
    "identification candidature qualification acquis diploma tests summary number", FALSE, FALSE },
  { MCH_REF_SETTINGS, "save", VALUE_WORD, "last-but-one last next", FALSE, FALSE },
  { MCH_REF_SETTINGS, "upload", VALUE_WORD, "none optional only", FALSE, FALSE },
  { MCH_REF_SETTINGS, "withdrawal", VALUE_WORD, "until-closing office", FALSE, FALSE },
  { MCH_REF_SETTINGS, "confirmation", VALUE_WORD, "paper online", FALSE, FALSE },
  { MCH_REF_SETTINGS, "confirmation_after_closing", VALUE_WORD, "kept gone", FALSE, FALSE },
  { MCH_REF_SETTINGS, "foreign_centres", VALUE_WORD, YES_NO, FALSE, FALSE },
  { MCH_REF_SETTINGS, "return", VALUE_WINDOW, NULL, FALSE, FALSE },

  { MCH_REF_SPECIALTY, "label", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_SPECIALTY, "short", VALUE_TEXT, NULL, FALSE, FALSE },
  { MCH_REF_SPECIALTY, "diploma", VALUE_DIPLOMA_CODE, NULL, FALSE, FALSE },
  { MCH_REF_SPECIALTY, "optional_max", VALUE_NUMBER, NULL, FALSE, FALSE },

  { MCH_REF_TEST, "label", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_TEST, "parent", VALUE_TESTS, NULL, FALSE, FALSE },
  { MCH_REF_TEST, "optional", VALUE_WORD, YES_NO, FALSE, FALSE },
  { MCH_REF_TEST, "mode", VALUE_TEXT, NULL, FALSE, TRUE },
  { MCH_REF_TEST, "choice", VALUE_OPTIONS, NULL, FALSE, FALSE },

  { MCH_REF_CATEGORY, "label", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_CATEGORY, "passage", VALUE_CODES, NULL, FALSE, FALSE },

  { MCH_REF_PASSAGE, "label", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_PASSAGE, "partial", VALUE_WORD, YES_NO, FALSE, FALSE },

  { MCH_REF_DIPLOMA, "label", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_DIPLOMA, "detail", VALUE_TEXT, NULL, FALSE, FALSE },
  { MCH_REF_DIPLOMA, "access", VALUE_WORD, YES_NO, FALSE, FALSE },
  { MCH_REF_DIPLOMA, "exempts", VALUE_TESTS, NULL, FALSE, TRUE },

  { MCH_REF_ACQUIS, "label", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_ACQUIS, "gives", VALUE_WORD, "marks diploma tests", TRUE, FALSE },
  { MCH_REF_ACQUIS, "from", VALUE_NUMBER, NULL, FALSE, FALSE },

  { MCH_REF_DOCUMENT, "label", VALUE_TEXT, NULL, TRUE, FALSE },
  { MCH_REF_DOCUMENT, "detail", VALUE_TEXT, NULL, FALSE, FALSE },
  { MCH_REF_DOCUMENT, "when", VALUE_WHEN, NULL, FALSE, FALSE },
};

gboolean
mch_ref_code_is_valid (MchRefKind kind, const char *code)
{
  gsize length = strlen (code);

  if (kind == MCH_REF_TEST || kind == MCH_REF_SPECIALTY)
    return mch_test_code_is_valid (code);
  return length > 0 && length <= CODE_MAX && g_ascii_isalnum (*code)
         && strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")
                == length;
}

static gboolean
is_word_of (const char *word, const char *words)
{
  g_auto (GStrv) all = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) all, word);
}

static gboolean
is_option (const char *text)
{
  return strlen (text) <= OPTION_MAX && strpbrk (text, ";=") == NULL && *text != '-';
}

/* Whether each part of a list is as it should be, and none stands twice. */
static gboolean
check_list (const Key *key, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      gboolean good;

      if (key->type == VALUE_WORDS)
        good = is_word_of (part, key->words);
      else if (key->type == VALUE_TESTS)
        good = mch_test_code_is_valid (part);
      else if (key->type == VALUE_CODES)
        good = mch_ref_code_is_valid (MCH_REF_PASSAGE, part);
      else
        good = *part != '\0' && is_option (part);
      for (guint j = 0; j < i && good; j++)
        good = strcmp (parts[j], part) != 0;
      if (!good)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_number (const char *text)
{
  return strlen (text) <= 2 && strspn (text, "0123456789") == strlen (text);
}

static gboolean
is_window (const char *value)
{
  g_auto (GStrv) ends = g_strsplit (value, "/", 3);

  return g_strv_length (ends) == 2 && mch_date_is_valid (ends[0]) && mch_date_is_valid (ends[1])
         && strcmp (ends[0], ends[1]) <= 0;
}

/* "age:16-24", or a word. */
static gboolean
is_when (const char *value)
{
  g_auto (GStrv) ends = NULL;

  if (!g_str_has_prefix (value, "age:"))
    return is_word_of (value, "always acquis adjustment diploma");
  ends = g_strsplit (value + 4, "-", 3);
  return g_strv_length (ends) == 2 && *ends[0] != '\0' && is_number (ends[0]) && *ends[1] != '\0'
         && is_number (ends[1]);
}

static gboolean
is_session_of (const char *domain, const char *month)
{
  g_autofree char *session = g_strconcat (domain, "/", month, NULL);

  return mch_value_is_session (session);
}

static gboolean
is_good (const Key *key, const char *value)
{
  switch (key->type)
    {
    case VALUE_WORD:
      return is_word_of (value, key->words);
    case VALUE_WORDS:
    case VALUE_OPTIONS:
    case VALUE_TESTS:
    case VALUE_CODES:
      return check_list (key, value);
    case VALUE_NUMBER:
      return is_number (value);
    case VALUE_DOMAIN:
      return is_session_of (value, "2027-06");
    case VALUE_MONTH:
      return is_session_of ("X", value);
    case VALUE_DIPLOMA_CODE:
      return strlen (value) == 8
             && strspn (value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen (value);
    case VALUE_WINDOW:
      return is_window (value);
    case VALUE_WHEN:
      return is_when (value);
    case VALUE_TEXT:
    default:
      return TRUE;
    }
}

/* What to write, for the error. */
static char *
dup_expected (const Key *key)
{
  static const char *const shapes[] = {
    [VALUE_OPTIONS] = N_ ("options between commas, without ; and ="),
    [VALUE_TESTS] = N_ ("codes of tests between commas"),
    [VALUE_CODES] = N_ ("codes between commas"),
    [VALUE_NUMBER] = N_ ("a number up to 99"),
    [VALUE_DOMAIN] = N_ ("up to 8 capital letters and digits, such as CAP"),
    [VALUE_MONTH] = N_ ("a month, such as 2027-06"),
    [VALUE_DIPLOMA_CODE] = N_ ("8 capital letters and digits"),
    [VALUE_WINDOW] = N_ ("two days, such as 2026-12-01/2026-12-22"),
    [VALUE_WHEN] = N_ ("always, acquis, adjustment, diploma or age:16-24"),
  };
  g_auto (GStrv) words = NULL;

  if (key->words == NULL)
    return g_strdup (_ (shapes[key->type]));
  words = g_strsplit (key->words, " ", -1);
  return g_strjoinv (", ", words);
}

/* The row of "mode" for "mode" and, where it may differ by case, for "mode.122". */
static const Key *
find_key (MchRefKind kind, const char *name)
{
  const char *dot = strchr (name, '.');
  gsize length = dot != NULL ? (gsize) (dot - name) : strlen (name);

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].kind == kind && strlen (keys[i].name) == length
        && strncmp (keys[i].name, name, length) == 0 && (dot == NULL || keys[i].by_case))
      return &keys[i];
  return NULL;
}

gboolean
mch_reference_check_value (MchRefKind kind, const char *key, const char *value, guint line,
                           GError **error)
{
  const Key *row = find_key (kind, key);
  g_autofree char *expected = NULL;

  if (row == NULL)
    return mch_reference_fail (error, line, _ ("a group [%s] has no key “%s”."),
                               mch_ref_kind_to_string (kind), key);
  if (is_good (row, value))
    return TRUE;
  expected = dup_expected (row);
  return mch_reference_fail (error, line, _ ("%s: “%s” is not possible. Write: %s."), key, value,
                             expected);
}

gboolean
mch_reference_check_setting (const char *name, const char *value, GError **error)
{
  const Key *row;
  g_autofree char *expected = NULL;

  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  row = find_key (MCH_REF_SETTINGS, name);
  if (row != NULL && is_good (row, value))
    return TRUE;
  expected = row != NULL ? dup_expected (row) : g_strdup ("");
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_INVALID,
               _ ("%s: “%s” is not possible. Write: %s."), name, value, expected);
  return FALSE;
}

static gboolean
check_needed (const MchRefItem *item, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (keys[i].kind == item->kind && keys[i].needed
        && mch_ref_item_get (item, keys[i].name) == NULL)
      return mch_reference_fail (error, item->line, _ ("this group lacks the key “%s”."),
                                 keys[i].name);
  return TRUE;
}

static gboolean
has_code (const MchReference *reference, MchRefKind kind, const char *code)
{
  const GPtrArray *items = reference->items[kind];

  for (guint i = 0; i < items->len; i++)
    if (strcmp (((MchRefItem *) items->pdata[i])->code, code) == 0)
      return TRUE;
  return FALSE;
}

/* Whether @code is a code of what "@key.@code" of @item tells apart. */
static gboolean
check_cases (const MchReference *reference, const MchRefItem *item, GError **error)
{
  MchRefKind kind = item->kind == MCH_REF_TEST ? MCH_REF_CATEGORY : MCH_REF_SPECIALTY;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, item->values);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char *dot = strchr (key, '.');

      if (dot != NULL && !has_code (reference, kind, dot + 1))
        return mch_reference_fail (error, item->line, _ ("%s: there is no group [%s %s]."),
                                   (const char *) key, mch_ref_kind_to_string (kind), dot + 1);
    }
  return TRUE;
}

static const MchRefItem *
find_test (const MchReference *reference, const char *of, const char *code)
{
  const GPtrArray *tests = reference->items[MCH_REF_TEST];

  for (guint i = 0; i < tests->len; i++)
    {
      const MchRefItem *test = tests->pdata[i];

      if (strcmp (test->code, code) == 0
          && (of == NULL || strcmp (test->of, of) == 0 || strcmp (test->of, "*") == 0))
        return test;
    }
  return NULL;
}

static gboolean
check_test (const MchReference *reference, const MchRefItem *test, GError **error)
{
  const char *parent = mch_ref_item_get (test, "parent");
  const MchRefItem *above = parent != NULL ? find_test (reference, test->of, parent) : NULL;

  if (strcmp (test->of, "*") != 0 && !has_code (reference, MCH_REF_SPECIALTY, test->of))
    return mch_reference_fail (error, test->line, _ ("there is no group [%s %s]."), "specialty",
                               test->of);
  if (parent != NULL && (above == NULL || mch_ref_item_get (above, "parent") != NULL))
    return mch_reference_fail (error, test->line,
                               _ ("parent: “%s” is no test of this speciality that could have "
                                  "sub-tests."),
                               parent);
  if (parent != NULL && mch_ref_item_is (test, "optional"))
    return mch_reference_fail (error, test->line,
                               _ ("optional: a sub-test is taken with its test; say it there."));
  return check_cases (reference, test, error);
}

static gboolean
check_codes (const MchReference *reference, const MchRefItem *item, const char *key,
             MchRefKind kind, GError **error)
{
  g_auto (GStrv) codes = mch_ref_item_dup_list (item, key);

  for (char **code = codes; *code != NULL; code++)
    if (kind == MCH_REF_TEST ? find_test (reference, NULL, *code) == NULL
                             : !has_code (reference, kind, *code))
      return mch_reference_fail (error, item->line, _ ("%s: there is no group [%s %s]."), key,
                                 mch_ref_kind_to_string (kind), *code);
  return TRUE;
}

static gboolean
check_diploma (const MchReference *reference, const MchRefItem *diploma, GError **error)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, diploma->values);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (key, "exempts")
        && !check_codes (reference, diploma, key, MCH_REF_TEST, error))
      return FALSE;
  return check_cases (reference, diploma, error);
}

static gboolean
check_item (const MchReference *reference, const MchRefItem *item, GError **error)
{
  if (!check_needed (item, error))
    return FALSE;
  switch (item->kind)
    {
    case MCH_REF_TEST:
      return check_test (reference, item, error);
    case MCH_REF_CATEGORY:
      return check_codes (reference, item, "passage", MCH_REF_PASSAGE, error);
    case MCH_REF_DIPLOMA:
      return check_diploma (reference, item, error);
    default:
      return TRUE;
    }
}

gboolean
mch_reference_check (MchReference *reference, GError **error)
{
  MchRefItem *exam;

  if (reference->items[MCH_REF_EXAM]->len == 0)
    return mch_reference_fail (error, 1, _ ("there is no group [%s]."), "reference");
  for (guint kind = 0; kind < MCH_N_REF_KINDS; kind++)
    for (guint i = 0; i < reference->items[kind]->len; i++)
      if (!check_item (reference, reference->items[kind]->pdata[i], error))
        return FALSE;
  exam = reference->items[MCH_REF_EXAM]->pdata[0];
  if (reference->items[MCH_REF_SPECIALTY]->len == 0)
    return mch_reference_fail (error, exam->line, _ ("there is no group [%s CODE]."), "specialty");
  g_free (exam->code);
  exam->code = g_strdup (mch_ref_item_get (exam, "domain"));
  return TRUE;
}
