/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a reference file line by line. GKeyFile reads the same form, but forgets where things
 * stood and lets a second group or key hide the first: somebody who keeps such a file by hand has
 * to be told of both, with the line. */
#include "core/mch-error.h"
#include "core/mch-reference-private.h"
#include "core/mch-text.h"
#include "core/mch-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_LINES 50000
#define MAX_ITEMS 6000
#define MAX_VALUE 2000 /* bytes */

typedef struct
{
  MchReference *reference;
  MchRefItem *item;  /* the group being read; NULL before the first */
  GHashTable *known; /* owned "KIND OF CODE" → line of the group */
  guint n_items;
  guint line;
} Reading;

gboolean
mch_reference_fail (GError **error, guint line, const char *format, ...)
{
  va_list args;
  g_autofree char *what = NULL;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  /* Translators: where in a file, and what is wrong there. */
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_INVALID, _ ("Line %u: %s"), line, what);
  return FALSE;
}

/* "A03", or "*" for all; then perhaps a month. */
static gboolean
is_settings_code (const char *academy, const char *month)
{
  gboolean any = academy == NULL || strcmp (academy, "*") == 0;
  g_autofree char *session = month != NULL ? g_strconcat ("X/", month, NULL) : NULL;

  if (!any
      && (strlen (academy) < 2 || strlen (academy) > 20
          || strspn (academy, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")
                 != strlen (academy)))
    return FALSE;
  return session == NULL || mch_value_is_session (session);
}

static gboolean
begin_item (Reading *reading, MchRefKind kind, const char *of, const char *code, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%d %s %s", (int) kind, of != NULL ? of : "", code);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (reading->known, key));

  if (first > 0)
    return mch_reference_fail (error, reading->line,
                               _ ("the same group stands on line %u already."), first);
  if (++reading->n_items > MAX_ITEMS)
    return mch_reference_fail (error, reading->line, _ ("there are more than %d groups."),
                               MAX_ITEMS);
  g_hash_table_insert (reading->known, g_steal_pointer (&key), GUINT_TO_POINTER (reading->line));
  reading->item = mch_ref_item_new (kind, of, code, reading->line);
  g_ptr_array_add (reading->reference->items[kind], reading->item);
  return TRUE;
}

static gboolean
read_settings_group (Reading *reading, char **words, guint n, GError **error)
{
  const char *academy = n > 1 ? words[1] : NULL;
  const char *month = n > 2 ? words[2] : NULL;
  g_autofree char *code = NULL;

  if (n > 3 || !is_settings_code (academy, month))
    return mch_reference_fail (error, reading->line,
                               _ ("write [settings], [settings A03] or [settings A03 2027-06]."));
  if (academy == NULL || (month == NULL && strcmp (academy, "*") == 0))
    code = g_strdup ("");
  else
    code = month != NULL ? g_strdup_printf ("%s %s", academy, month) : g_strdup (academy);
  return begin_item (reading, MCH_REF_SETTINGS, NULL, code, error);
}

static gboolean
read_test_group (Reading *reading, char **words, guint n, GError **error)
{
  if (n != 3 || !mch_ref_code_is_valid (MCH_REF_TEST, words[2])
      || (strcmp (words[1], "*") != 0 && !mch_ref_code_is_valid (MCH_REF_SPECIALTY, words[1])))
    return mch_reference_fail (error, reading->line,
                               _ ("write [test SPECIALITY CODE], with * for every speciality."));
  return begin_item (reading, MCH_REF_TEST, words[1], words[2], error);
}

static gboolean
read_group (Reading *reading, char *text, GError **error)
{
  gsize length = strlen (text);
  g_auto (GStrv) words = NULL;
  guint n = 0;
  MchRefKind kind;

  if (text[length - 1] != ']')
    return mch_reference_fail (error, reading->line, _ ("“]” is missing at the end of the group."));
  text[length - 1] = '\0';
  words = g_strsplit (text + 1, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] == '\0')
      g_free (words[i]);
    else
      words[n++] = words[i];
  words[n] = NULL;

  kind = n > 0 ? mch_ref_kind_from_string (words[0]) : MCH_N_REF_KINDS;
  if (kind == MCH_N_REF_KINDS)
    return mch_reference_fail (error, reading->line, _ ("there is no group “%s”."),
                               n > 0 ? words[0] : "");
  if (kind == MCH_REF_SETTINGS)
    return read_settings_group (reading, words, n, error);
  if (kind == MCH_REF_TEST)
    return read_test_group (reading, words, n, error);
  if (kind == MCH_REF_EXAM ? n != 1 : n != 2 || !mch_ref_code_is_valid (kind, words[1]))
    return mch_reference_fail (
        error, reading->line,
        kind == MCH_REF_EXAM ? _ ("write [%s].")
                             : _ ("write [%s CODE]: one word of letters, digits and hyphens."),
        words[0]);
  return begin_item (reading, kind, NULL, n > 1 ? words[1] : "", error);
}

static gboolean
read_value (Reading *reading, char *text, GError **error)
{
  char *equals = strchr (text, '=');
  g_autofree char *key = NULL;
  g_autoptr (GString) value = g_string_new (NULL);

  if (equals == NULL)
    return mch_reference_fail (error, reading->line,
                               _ ("“%s” is neither a [group] nor KEY = VALUE."), text);
  key = g_strstrip (g_strndup (text, (gsize) (equals - text)));
  if (reading->item == NULL)
    return mch_reference_fail (error, reading->line, _ ("“%s” stands before the first [group]."),
                               key);
  if (strlen (equals + 1) > MAX_VALUE || !mch_text_append_clean (value, equals + 1))
    return mch_reference_fail (error, reading->line,
                               _ ("%s: the text is too long or holds damaged characters."), key);
  if (value->len == 0)
    return mch_reference_fail (error, reading->line, _ ("%s: nothing is written."), key);
  if (g_hash_table_contains (reading->item->values, key))
    return mch_reference_fail (error, reading->line, _ ("%s stands twice in this group."), key);
  if (!mch_reference_check_value (reading->item->kind, key, value->str, reading->line, error))
    return FALSE;
  g_hash_table_insert (reading->item->values, g_steal_pointer (&key), g_strdup (value->str));
  return TRUE;
}

static gboolean
read_line (Reading *reading, char *text, GError **error)
{
  g_strstrip (text);
  if (*text == '\0' || *text == '#')
    return TRUE;
  return *text == '[' ? read_group (reading, text, error) : read_value (reading, text, error);
}

static gboolean
read_lines (Reading *reading, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", MAX_LINES + 1);

  for (reading->line = 1; lines[reading->line - 1] != NULL; reading->line++)
    {
      if (reading->line > MAX_LINES)
        return mch_reference_fail (error, reading->line, _ ("there are more than %d lines."),
                                   MAX_LINES);
      if (!read_line (reading, lines[reading->line - 1], error))
        return FALSE;
    }
  return TRUE;
}

MchReference *
mch_reference_new (const char *text, gsize length, GError **error)
{
  g_autoptr (MchReference) reference = NULL;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *copy = NULL;
  Reading reading = { 0 };

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > MCH_REFERENCE_MAX_BYTES || length == 0 || !g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                   _ ("This is no reference file: it is empty, larger than %d MB, or not UTF-8."),
                   MCH_REFERENCE_MAX_BYTES / (1024 * 1024));
      return NULL;
    }
  copy = g_strndup (text, length);
  reference = mch_reference_new_empty ();
  reading.reference = reference;
  reading.known = known;
  /* A byte order mark is no part of the first line. */
  if (!read_lines (&reading, g_str_has_prefix (copy, "\357\273\277") ? copy + 3 : copy, error)
      || !mch_reference_check (reference, error))
    return NULL;
  mch_reference_build_index (reference);
  return g_steal_pointer (&reference);
}
