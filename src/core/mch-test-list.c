/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-test-list.h"

#include <string.h>

#define MAX_ENTRIES 100
#define CODE_LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

static void
free_entry (gpointer data)
{
  MchTestEntry *entry = data;

  g_free (entry->code);
  g_free (entry->value);
  g_free (entry);
}

gboolean
mch_test_code_is_valid (const char *code)
{
  gsize length;

  g_return_val_if_fail (code != NULL, FALSE);

  length = strlen (code);
  return length > 0 && length <= MCH_TEST_CODE_MAX && strspn (code, CODE_LETTERS "-.") == length
         && g_ascii_isalnum (code[0]) && g_ascii_isalnum (code[length - 1]);
}

/* "12,50" and "12.5" are one mark: (transfer full): "12.5", NULL when it is none. */
static char *
dup_mark (const char *text)
{
  gsize whole = strspn (text, "0123456789");
  const char *rest = text + whole;
  gsize decimals = 0;
  g_autoptr (GString) mark = NULL;
  guint64 number;

  if (whole == 0 || whole > 2 || (*rest != '\0' && *rest != '.' && *rest != ','))
    return NULL;
  if (*rest != '\0')
    decimals = strspn (rest + 1, "0123456789");
  if (*rest != '\0' && (decimals == 0 || decimals > 2 || rest[1 + decimals] != '\0'))
    return NULL;
  number = g_ascii_strtoull (text, NULL, 10);
  while (decimals > 0 && rest[decimals] == '0')
    decimals--;
  if (number > 20 || (number == 20 && decimals > 0))
    return NULL;
  mark = g_string_new (NULL);
  g_string_append_printf (mark, "%u", (guint) number);
  if (decimals > 0)
    {
      g_string_append_c (mark, '.');
      g_string_append_len (mark, rest + 1, (gssize) decimals);
    }
  return g_string_free (g_steal_pointer (&mark), FALSE);
}

static MchTestEntry *
read_entry (char *text, gboolean marks)
{
  MchTestEntry *entry;
  char *code = g_strstrip (text);
  char *equals = strchr (code, '=');
  gboolean left_out = *code == '-';
  g_autofree char *value = NULL;

  if (equals != NULL)
    {
      *equals = '\0';
      value = marks ? dup_mark (g_strstrip (equals + 1)) : g_strdup (g_strstrip (equals + 1));
      if (value == NULL || *value == '\0' || strchr (value, '=') != NULL)
        return NULL;
    }
  code = g_strstrip (left_out ? code + 1 : code);
  if (!mch_test_code_is_valid (code) || (left_out && (marks || value != NULL))
      || (marks && value == NULL))
    return NULL;
  entry = g_new0 (MchTestEntry, 1);
  entry->code = g_strdup (code);
  entry->value = g_steal_pointer (&value);
  entry->left_out = left_out;
  return entry;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  return strcmp ((*(MchTestEntry *const *) a)->code, (*(MchTestEntry *const *) b)->code);
}

/* NULL when @raw is no such list. */
static GPtrArray *
read_list (const char *raw, gboolean marks)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_entry);
  /* A mark may have a comma of its own. */
  g_auto (GStrv) parts = g_strsplit_set (raw, marks ? ";\n" : ";,\n", MAX_ENTRIES + 1);

  if (g_strv_length (parts) > MAX_ENTRIES)
    return NULL;
  for (char **part = parts; *part != NULL; part++)
    {
      MchTestEntry *entry;

      if (*g_strstrip (*part) == '\0')
        continue;
      entry = read_entry (*part, marks);
      if (entry == NULL)
        return NULL;
      g_ptr_array_add (list, entry);
    }
  g_ptr_array_sort (list, compare_entries);
  for (guint i = 1; i < list->len; i++)
    if (compare_entries (&list->pdata[i - 1], &list->pdata[i]) == 0)
      return NULL;
  return g_steal_pointer (&list);
}

gboolean
mch_test_list_append (const char *raw, gboolean marks, GString *out)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_val_if_fail (raw != NULL && out != NULL, FALSE);

  list = read_list (raw, marks);
  if (list == NULL || list->len == 0)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const MchTestEntry *entry = list->pdata[i];

      g_string_append_printf (out, "%s%s%s", i > 0 ? "; " : "", entry->left_out ? "-" : "",
                              entry->code);
      if (entry->value != NULL)
        g_string_append_printf (out, "=%s", entry->value);
    }
  return TRUE;
}

GPtrArray *
mch_test_list_parse (const char *text)
{
  GPtrArray *list = text != NULL ? read_list (text, FALSE) : NULL;

  return list != NULL ? list : g_ptr_array_new_with_free_func (free_entry);
}

const MchTestEntry *
mch_test_list_find (const GPtrArray *list, const char *code)
{
  g_return_val_if_fail (list != NULL && code != NULL, NULL);

  for (guint i = 0; i < list->len; i++)
    if (strcmp (((MchTestEntry *) list->pdata[i])->code, code) == 0)
      return list->pdata[i];
  return NULL;
}
