/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/mch-output.h"

#include "protocol/mch-wire-json.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define MAX_WIDTH 40 /* columns of a terminal for one cell */

struct _MchList
{
  const char *const *names;
  const char *const *labels;
  guint n_columns;
  guint n_shown;
  GPtrArray *rows; /* of char **, n_columns long, with NULLs */
};

MchFormat
mch_format_from_string (const char *text, GError **error)
{
  if (text == NULL || strcmp (text, "table") == 0)
    return MCH_FORMAT_TABLE;
  if (strcmp (text, "csv") == 0)
    return MCH_FORMAT_CSV;
  if (strcmp (text, "json") == 0)
    return MCH_FORMAT_JSON;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is not a format: write table, csv or json."), text);
  return MCH_FORMAT_INVALID;
}

static gboolean is_answered; /* one run of the program prints one value */

static void
output_node (JsonNode *node)
{
  g_autofree char *text = json_to_string (node, FALSE);

  is_answered = TRUE;
  puts (text);
  fflush (stdout);
}

void
mch_output_object (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  output_node (node);
}

void
mch_output_array (JsonArray *array)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);

  json_node_take_array (node, array);
  output_node (node);
}

void
mch_output_failure (int status, const char *message)
{
  JsonObject *object;

  if (is_answered)
    return;
  object = json_object_new ();
  mch_wire_set_text (object, "error", message);
  json_object_set_int_member (object, "status", status);
  mch_output_object (object);
}

MchList *
mch_list_new (const char *const *names, const char *const *labels, guint n_shown)
{
  MchList *list = g_new0 (MchList, 1);

  list->names = names;
  list->labels = labels != NULL ? labels : names;
  list->n_columns = g_strv_length ((char **) names);
  list->n_shown = MIN (n_shown, list->n_columns);
  list->rows = g_ptr_array_new ();
  return list;
}

static void
free_row (char **row, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (row[i]);
  g_free (row);
}

void
mch_list_free (MchList *list)
{
  if (list == NULL)
    return;
  for (guint i = 0; i < list->rows->len; i++)
    free_row (list->rows->pdata[i], list->n_columns);
  g_ptr_array_unref (list->rows);
  g_free (list);
}

void
mch_list_add (MchList *list, const char *const *values)
{
  char **row = g_new0 (char *, list->n_columns);

  for (guint i = 0; i < list->n_columns; i++)
    row[i] = g_strdup (values[i]);
  g_ptr_array_add (list->rows, row);
}

static void
print_json (const MchList *list)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < list->rows->len; i++)
    {
      char **row = list->rows->pdata[i];
      JsonObject *object = json_object_new ();

      for (guint c = 0; c < list->n_columns; c++)
        if (row[c] != NULL)
          json_object_set_string_member (object, list->names[c], row[c]);
        else
          json_object_set_null_member (object, list->names[c]);
      json_array_add_object_element (array, object);
    }
  mch_output_array (array);
}

/* A spreadsheet runs a cell that begins like a formula: an apostrophe keeps it text. */
static void
append_csv (GString *line, const char *value)
{
  gboolean formula = value != NULL && *value != '\0' && strchr ("=+-@\t\r", *value) != NULL;
  gboolean quoted = formula || (value != NULL && strpbrk (value, ";\"\r\n") != NULL);

  if (quoted)
    g_string_append_c (line, '"');
  if (formula)
    g_string_append_c (line, '\'');
  for (const char *p = value != NULL ? value : ""; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *p);
    }
  if (quoted)
    g_string_append_c (line, '"');
}

static void
print_csv_row (const MchList *list, const char *const *cells)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint c = 0; c < list->n_columns; c++)
    {
      if (c > 0)
        g_string_append_c (line, ';');
      append_csv (line, cells[c]);
    }
  g_string_append (line, "\r\n");
  fputs (line->str, stdout);
}

/* With the mark and the separator that a French spreadsheet opens right. */
static void
print_csv (const MchList *list)
{
  fputs ("\xef\xbb\xbf", stdout);
  print_csv_row (list, list->names);
  for (guint i = 0; i < list->rows->len; i++)
    print_csv_row (list, list->rows->pdata[i]);
}

static guint
width_of (const char *text)
{
  return text != NULL ? MIN ((guint) g_utf8_strlen (text, -1), MAX_WIDTH) : 1;
}

static void
print_cell (const char *text, guint width, gboolean last)
{
  const char *shown = text != NULL ? text : "—";
  guint length = (guint) g_utf8_strlen (shown, -1);
  g_autofree char *cut = length > MAX_WIDTH ? g_utf8_substring (shown, 0, MAX_WIDTH - 1) : NULL;

  if (cut != NULL)
    printf ("%s…", cut);
  else
    fputs (shown, stdout);
  if (!last)
    printf ("%*s", (int) (width - MIN (length, MAX_WIDTH)) + 2, "");
}

static void
print_table (const MchList *list)
{
  g_autofree guint *widths = g_new0 (guint, list->n_columns);

  for (guint c = 0; c < list->n_shown; c++)
    {
      widths[c] = width_of (_ (list->labels[c]));
      for (guint i = 0; i < list->rows->len; i++)
        widths[c] = MAX (widths[c], width_of (((char **) list->rows->pdata[i])[c]));
    }
  for (guint c = 0; c < list->n_shown; c++)
    print_cell (_ (list->labels[c]), widths[c], c + 1 == list->n_shown);
  putchar ('\n');
  for (guint i = 0; i < list->rows->len; i++)
    {
      char **row = list->rows->pdata[i];

      for (guint c = 0; c < list->n_shown; c++)
        print_cell (row[c], widths[c], c + 1 == list->n_shown);
      putchar ('\n');
    }
}

void
mch_list_print (const MchList *list, MchFormat format)
{
  if (format == MCH_FORMAT_JSON)
    print_json (list);
  else if (format == MCH_FORMAT_CSV)
    print_csv (list);
  else
    print_table (list);
}

char *
mch_output_dup_part_path (const char *path, guint part, guint n_parts)
{
  const char *base = strrchr (path, G_DIR_SEPARATOR);
  const char *dot = strrchr (base != NULL ? base : path, '.');
  gsize length = dot != NULL ? (gsize) (dot - path) : strlen (path);
  int digits = n_parts > 99 ? 3 : n_parts > 9 ? 2 : 1;

  return g_strdup_printf ("%.*s-%0*u%s", (int) length, path, digits, part + 1,
                          dot != NULL ? dot : "");
}
