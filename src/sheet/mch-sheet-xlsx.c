/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Excel workbooks (.xlsx, .xlsm): which sheets there are, the texts that they share, how their
 * numbers are shown. Only parts of the same archive are ever followed. */
#include "sheet/mch-sheet-xlsx.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ROOT_RELATIONS "_rels/.rels"
#define USUAL_WORKBOOK "xl/workbook.xml"
#define DOCUMENT_TYPE "/officeDocument"
#define MAX_SHEETS 200
#define MAX_FORMATS 65536
#define MAX_TEXTS 2000000

static gboolean
refuse_large (GError **error)
{
  return mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE,
                         _ ("The workbook holds more than a list of candidates has. It was not "
                            "read."));
}

typedef struct
{
  MchXlsx *xlsx; /* (nullable) */
  char *folder;  /* that names are relative to: "" or "xl/" */
  char *document;
} Relations;

/* "worksheets/sheet1.xml", "../xl/a.xml", "/xl/a.xml" as the name of a part. NULL when it leads out
 * of the archive. */
static char *
resolve (const char *folder, const char *target)
{
  g_autofree char *whole =
      *target == '/' ? g_strdup (target + 1) : g_strconcat (folder, target, NULL);
  g_auto (GStrv) steps = g_strsplit (whole, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (char **step = steps; *step != NULL; step++)
    {
      if (**step == '\0' || strcmp (*step, ".") == 0)
        continue;
      if (strcmp (*step, "..") != 0)
        g_ptr_array_add (kept, *step);
      else if (kept->len > 0)
        g_ptr_array_set_size (kept, (int) kept->len - 1);
      else
        return NULL;
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

static gboolean
on_relation (gpointer data, const char *name, const char *const *attributes, GError **error)
{
  Relations *relations = data;
  const char *id = mch_xml_get (attributes, "Id");
  const char *type = mch_xml_get (attributes, "Type");
  const char *target = mch_xml_get (attributes, "Target");
  char *part;

  if (strcmp (name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL
      || g_strcmp0 (mch_xml_get (attributes, "TargetMode"), "External") == 0)
    return TRUE;
  part = resolve (relations->folder, target);
  if (part == NULL)
    return TRUE;
  if (g_str_has_suffix (type, DOCUMENT_TYPE) && relations->document == NULL)
    relations->document = g_strdup (part);
  if (relations->xlsx == NULL || g_hash_table_size (relations->xlsx->relations) > MAX_SHEETS * 4)
    {
      g_free (part);
      return TRUE;
    }
  g_hash_table_insert (relations->xlsx->relations, g_strdup (id), part);
  return TRUE;
}

static const MchXmlHandler relation_handler = { on_relation, NULL, NULL };

static char *
dup_folder (const char *part)
{
  const char *slash = strrchr (part, '/');

  return slash != NULL ? g_strndup (part, (gsize) (slash - part) + 1) : g_strdup ("");
}

/* The part that holds the workbook. */
static char *
find_workbook (const MchParts *parts, GError **error)
{
  char root[] = "";
  Relations relations = { NULL, root, NULL };
  g_autofree char *document = NULL;

  if (parts->has (parts->self, ROOT_RELATIONS)
      && !mch_xml_read_part (parts, ROOT_RELATIONS, &relation_handler, &relations, error))
    {
      g_free (relations.document);
      return NULL;
    }
  document = relations.document != NULL ? relations.document : g_strdup (USUAL_WORKBOOK);
  if (parts->has (parts->self, document))
    return g_steal_pointer (&document);
  mch_sheet_fail (
      error, MCH_SHEET_ERROR_UNREADABLE,
      _ ("The file is no workbook that can be read: its list of sheets is missing. Save "
         "it again as .xlsx, .ods or CSV."));
  return NULL;
}

static gboolean
read_relations (MchXlsx *xlsx, const char *workbook, GError **error)
{
  g_autofree char *folder = dup_folder (workbook);
  g_autofree char *part = g_strconcat (folder, "_rels/", workbook + strlen (folder), ".rels", NULL);
  Relations relations = { xlsx, folder, NULL };
  gboolean done;

  if (!xlsx->parts->has (xlsx->parts->self, part))
    return TRUE;
  done = mch_xml_read_part (xlsx->parts, part, &relation_handler, &relations, error);
  g_free (relations.document);
  return done;
}

static gboolean
on_workbook (gpointer data, const char *name, const char *const *attributes, GError **error)
{
  MchXlsx *xlsx = data;
  const char *state = mch_xml_get (attributes, "state");
  const char *sheet_name = mch_xml_get (attributes, "name");
  const char *date1904 = mch_xml_get (attributes, "date1904");
  MchXlsxSheet sheet = { NULL, NULL, state == NULL || strcmp (state, "visible") == 0 };

  if (strcmp (name, "workbookPr") == 0)
    xlsx->date1904 =
        date1904 != NULL && (strcmp (date1904, "1") == 0 || strcmp (date1904, "true") == 0);
  if (strcmp (name, "sheet") != 0 || sheet_name == NULL)
    return TRUE;
  if (xlsx->sheets->len == MAX_SHEETS)
    return refuse_large (error);
  sheet.name = g_strdup (sheet_name);
  sheet.relation = g_strdup (mch_xml_get (attributes, "id"));
  g_array_append_val (xlsx->sheets, sheet);
  return TRUE;
}

static const MchXmlHandler workbook_handler = { on_workbook, NULL, NULL };

typedef struct
{
  MchXlsx *xlsx;
  guint32 start;
  gboolean in_text;
  guint in_reading; /* how a text is pronounced: not part of it */
} Texts;

static gboolean
on_text_start (gpointer data, const char *name, const char *const *attributes, GError **error)
{
  Texts *texts = data;

  if (strcmp (name, "si") == 0)
    texts->start = (guint32) texts->xlsx->text_bytes->len;
  else if (strcmp (name, "rPh") == 0)
    texts->in_reading++;
  else if (strcmp (name, "t") == 0)
    texts->in_text = texts->in_reading == 0;
  return TRUE;
}

static gboolean
on_text_end (gpointer data, const char *name, GError **error)
{
  Texts *texts = data;
  MchXlsx *xlsx = texts->xlsx;

  if (strcmp (name, "t") == 0)
    texts->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0 && texts->in_reading > 0)
    texts->in_reading--;
  else if (strcmp (name, "si") == 0)
    {
      if (xlsx->texts->len == MAX_TEXTS)
        return refuse_large (error);
      g_string_append_c (xlsx->text_bytes, '\0');
      g_array_append_val (xlsx->texts, texts->start);
    }
  return TRUE;
}

static gboolean
on_text (gpointer data, const char *text, gsize length, GError **error)
{
  Texts *texts = data;
  GString *bytes = texts->xlsx->text_bytes;

  if (!texts->in_text)
    return TRUE;
  if (bytes->len + length - texts->start > MCH_CSV_MAX_CELL
      || length > MCH_GRID_MAX_BYTES - bytes->len)
    return refuse_large (error);
  g_string_append_len (bytes, text, (gssize) length);
  return TRUE;
}

static const MchXmlHandler text_handler = { on_text_start, on_text_end, on_text };

typedef struct
{
  MchXlsx *xlsx;
  gboolean in_cells; /* cellXfs: the styles that cells name */
} Styles;

static MchNumberFormat
find_format (const MchXlsx *xlsx, guint id)
{
  const char *code = g_hash_table_lookup (xlsx->custom_codes, GUINT_TO_POINTER (id));

  return code != NULL ? mch_number_format_read (code) : mch_number_format_get_builtin (id);
}

static gboolean
on_style (gpointer data, const char *name, const char *const *attributes, GError **error)
{
  Styles *styles = data;
  MchXlsx *xlsx = styles->xlsx;
  guint id = mch_xml_get_number (attributes, "numFmtId", 0);
  const char *code = mch_xml_get (attributes, "formatCode");
  MchNumberFormat format;

  if (strcmp (name, "cellXfs") == 0)
    styles->in_cells = TRUE;
  else if (strcmp (name, "numFmt") == 0 && code != NULL
           && g_hash_table_size (xlsx->custom_codes) < MAX_FORMATS)
    g_hash_table_insert (xlsx->custom_codes, GUINT_TO_POINTER (id), g_strdup (code));
  else if (strcmp (name, "xf") == 0 && styles->in_cells)
    {
      if (xlsx->formats->len == MAX_FORMATS)
        return refuse_large (error);
      format = find_format (xlsx, id);
      g_array_append_val (xlsx->formats, format);
    }
  return TRUE;
}

static gboolean
on_style_end (gpointer data, const char *name, GError **error)
{
  Styles *styles = data;

  if (strcmp (name, "cellXfs") == 0)
    styles->in_cells = FALSE;
  return TRUE;
}

static const MchXmlHandler style_handler = { on_style, on_style_end, NULL };

static void
sheet_clear (gpointer data)
{
  MchXlsxSheet *sheet = data;

  g_free (sheet->name);
  g_free (sheet->relation);
}

static void
xlsx_init (MchXlsx *xlsx, const MchParts *parts)
{
  memset (xlsx, 0, sizeof *xlsx);
  xlsx->parts = parts;
  xlsx->sheets = g_array_new (FALSE, FALSE, sizeof (MchXlsxSheet));
  g_array_set_clear_func (xlsx->sheets, sheet_clear);
  xlsx->relations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  xlsx->texts = g_array_new (FALSE, FALSE, sizeof (guint32));
  xlsx->text_bytes = g_string_new (NULL);
  xlsx->formats = g_array_new (FALSE, FALSE, sizeof (MchNumberFormat));
  xlsx->custom_codes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

static void
xlsx_clear (MchXlsx *xlsx)
{
  g_array_unref (xlsx->sheets);
  g_hash_table_unref (xlsx->relations);
  g_array_unref (xlsx->texts);
  g_string_free (xlsx->text_bytes, TRUE);
  g_array_unref (xlsx->formats);
  g_hash_table_unref (xlsx->custom_codes);
}

/* A part beside the workbook, which may be missing. */
static gboolean
read_beside (MchXlsx *xlsx, const char *folder, const char *name, const MchXmlHandler *handler,
             gpointer data, GError **error)
{
  g_autofree char *part = g_strconcat (folder, name, NULL);

  return !xlsx->parts->has (xlsx->parts->self, part)
         || mch_xml_read_part (xlsx->parts, part, handler, data, error);
}

static gboolean
read_tables (const MchXlsx *xlsx, MchTables *tables, GError **error)
{
  for (guint i = 0; i < xlsx->sheets->len; i++)
    {
      const MchXlsxSheet *sheet = &g_array_index (xlsx->sheets, MchXlsxSheet, i);
      const char *part =
          sheet->relation != NULL ? g_hash_table_lookup (xlsx->relations, sheet->relation) : NULL;
      MchGrid *grid;

      /* A diagram has a place among the sheets and is none. */
      if (part == NULL || !xlsx->parts->has (xlsx->parts->self, part)
          || strstr (part, "chartsheets/") != NULL || strstr (part, "dialogsheets/") != NULL)
        continue;
      grid = mch_xlsx_read_sheet (xlsx, part, error);
      if (grid == NULL)
        return FALSE;
      if (xlsx->date1904)
        mch_grid_set_date1904 (grid);
      mch_tables_take (tables, grid, sheet->name, sheet->shown);
    }
  return TRUE;
}

static MchGrid *
read_workbook (MchXlsx *xlsx, const char *table, GError **error)
{
  g_autofree char *workbook = find_workbook (xlsx->parts, error);
  g_autofree char *folder = NULL;
  Texts texts = { xlsx, 0, FALSE, 0 };
  Styles styles = { xlsx, FALSE };
  MchGrid *grid = NULL;
  MchTables tables;

  if (workbook == NULL)
    return NULL;
  folder = dup_folder (workbook);
  if (!read_relations (xlsx, workbook, error)
      || !mch_xml_read_part (xlsx->parts, workbook, &workbook_handler, xlsx, error)
      || !read_beside (xlsx, folder, "sharedStrings.xml", &text_handler, &texts, error)
      || !read_beside (xlsx, folder, "styles.xml", &style_handler, &styles, error))
    return NULL;
  mch_tables_init (&tables, table);
  if (read_tables (xlsx, &tables, error))
    grid = mch_tables_steal_best (&tables, error);
  mch_tables_clear (&tables);
  return grid;
}

MchGrid *
mch_xlsx_read (const MchParts *parts, const char *table, GError **error)
{
  MchXlsx xlsx;
  MchGrid *grid;

  xlsx_init (&xlsx, parts);
  grid = read_workbook (&xlsx, table, error);
  xlsx_clear (&xlsx);
  return grid;
}
