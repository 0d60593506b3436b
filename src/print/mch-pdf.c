/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf.h"

#include <string.h>

#include "print/mch-pdf-content.h"
#include "print/mch-pdf-file.h"
#include "print/mch-pdf-font.h"
#include "print/mch-pdf-lines.h"
#include "print/mch-pdf-tags.h"

/* The objects with fixed numbers; others are numbered as they come. */
enum
{
  OBJECT_CATALOG = 1,
  OBJECT_PAGES,
  OBJECT_INFO,
  OBJECT_RESOURCES,
  OBJECT_FONTS,
  OBJECT_STRUCTURE,
  N_FIXED_OBJECTS = OBJECT_STRUCTURE
};

/* Pages under one node of the page tree, which are also compressed together. */
#define NODE_PAGES 64

struct _MchPdf
{
  MchPdfFile *file;
  MchPdfTags *tags;
  MchPdfLines *lines;
  MchFonts *source;
  char *title, *author, *language;
  gint64 created_ms;
  double width, height;
  MchPdfFont *fonts[MCH_MAX_FACES];
  GHashTable *groups; /* owned MchPage* → object */
  GArray *forms;      /* guint: the objects of groups and of repeated lines */
  GArray *nodes;      /* guint: finished nodes of the page tree, then the one being filled */
  GArray *kids;       /* guint: pages of the node being filled */
  GArray *page_lines; /* guint: of the page being written, for each of its ops, the line's object */
  GArray *pieces;     /* MchPdfPiece: of that page */
  guint n_pages;
};

MchPdf *
mch_pdf_new (GOutputStream *stream, MchFonts *fonts, const MchPdfInfo *info)
{
  MchPdf *pdf;

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), NULL);
  g_return_val_if_fail (fonts != NULL && info != NULL, NULL);
  g_return_val_if_fail (info->title != NULL && info->language != NULL, NULL);

  pdf = g_new0 (MchPdf, 1);
  pdf->file = mch_pdf_file_new (stream, N_FIXED_OBJECTS);
  pdf->tags = mch_pdf_tags_new (pdf->file, info->height);
  pdf->lines = mch_pdf_lines_new ();
  pdf->source = mch_fonts_ref (fonts);
  pdf->title = g_strdup (info->title);
  pdf->author = g_strdup (info->author);
  pdf->language = g_strdup (info->language);
  pdf->created_ms = info->created_ms;
  pdf->width = info->width;
  pdf->height = info->height;
  pdf->groups = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) mch_page_unref, NULL);
  pdf->forms = g_array_new (FALSE, FALSE, sizeof (guint));
  pdf->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  pdf->kids = g_array_new (FALSE, FALSE, sizeof (guint));
  pdf->page_lines = g_array_new (FALSE, TRUE, sizeof (guint));
  pdf->pieces = g_array_new (FALSE, FALSE, sizeof (MchPdfPiece));
  return pdf;
}

void
mch_pdf_free (MchPdf *pdf)
{
  g_return_if_fail (pdf != NULL);

  mch_pdf_tags_free (pdf->tags);
  mch_pdf_file_free (pdf->file);
  mch_pdf_lines_free (pdf->lines);
  for (int face = 0; face < MCH_MAX_FACES; face++)
    g_clear_pointer (&pdf->fonts[face], mch_pdf_font_free);
  mch_fonts_unref (pdf->source);
  g_free (pdf->title);
  g_free (pdf->author);
  g_free (pdf->language);
  g_hash_table_unref (pdf->groups);
  g_array_unref (pdf->forms);
  g_array_unref (pdf->nodes);
  g_array_unref (pdf->kids);
  g_array_unref (pdf->page_lines);
  g_array_unref (pdf->pieces);
  g_free (pdf);
}

static MchPdfContent
begin_content (MchPdf *pdf, GString *to)
{
  return (MchPdfContent){ .to = to,
                          .height = pdf->height,
                          .source = pdf->source,
                          .fonts = pdf->fonts,
                          .groups = pdf->groups };
}

static void
append_points (GString *to, double mm)
{
  mch_pdf_append_number (to, mm / MCH_MM_PER_POINT, 3);
}

/* Begins what is drawn on many pages. Returns: its object. */
static guint
begin_form (MchPdf *pdf, MchPdfContent *ret_content)
{
  g_autoptr (GString) extra = g_string_new ("/Type/XObject/Subtype/Form/BBox[0 0 ");
  guint object = mch_pdf_file_reserve (pdf->file);

  append_points (extra, pdf->width);
  g_string_append_c (extra, ' ');
  append_points (extra, pdf->height);
  g_string_append_printf (extra, "]/Resources<</Font %d 0 R>>", OBJECT_FONTS);
  *ret_content = begin_content (pdf, mch_pdf_file_begin (pdf->file, object, extra->str));
  g_array_append_val (pdf->forms, object);
  return object;
}

static void
put_group (MchPdf *pdf, MchPage *group)
{
  MchPdfContent content;
  guint object = begin_form (pdf, &content);

  mch_pdf_content_append (&content, group);
  mch_pdf_file_end (pdf->file);
  g_hash_table_insert (pdf->groups, mch_page_ref (group), GUINT_TO_POINTER (object));
}

/* What draws the text @op of @page; 0 when the page has to do it. */
static guint
ensure_line (MchPdf *pdf, const MchPage *page, guint op)
{
  guint n, object = 0;
  const MchOp *ops = mch_page_get_ops (page, &n);
  MchPdfContent content;

  if (mch_pdf_lines_see (pdf->lines, page, &ops[op], &object) != MCH_PDF_LINE_REPEATED)
    return object;
  object = begin_form (pdf, &content);
  mch_pdf_content_append_op (&content, page, op);
  mch_pdf_file_end (pdf->file);
  mch_pdf_lines_set_object (pdf->lines, page, &ops[op], object);
  return object;
}

/* Writes what the page draws and no page before it has drawn. */
static void
put_new_forms (MchPdf *pdf, const MchPage *page)
{
  guint n;
  const MchOp *ops = mch_page_get_ops (page, &n);

  g_array_set_size (pdf->page_lines, n);
  for (guint i = 0; i < n; i++)
    {
      g_array_index (pdf->page_lines, guint, i) = ensure_line (pdf, page, i);
      if (ops[i].kind == MCH_OP_GROUP && !g_hash_table_contains (pdf->groups, ops[i].group))
        put_group (pdf, ops[i].group);
    }
}

static void
append_references (GString *to, const GArray *objects)
{
  for (guint i = 0; i < objects->len; i++)
    {
      mch_pdf_append_reference (to, g_array_index (objects, guint, i));
      g_string_append_c (to, ' ');
    }
}

/* Writes the node of the page tree that is being filled. */
static void
put_node (MchPdf *pdf)
{
  guint node = g_array_index (pdf->nodes, guint, pdf->nodes->len - 1);
  GString *to = mch_pdf_file_begin (pdf->file, node, NULL);

  g_string_append_printf (to, "<</Type/Pages/Parent %d 0 R/Count %u/Kids[", OBJECT_PAGES,
                          pdf->kids->len);
  append_references (to, pdf->kids);
  g_string_append (to, "]>>");
  mch_pdf_file_end (pdf->file);
  mch_pdf_tags_end_node (pdf->tags);
  g_array_set_size (pdf->kids, 0);
}

static guint
put_page (MchPdf *pdf, const MchPage *page)
{
  guint contents = mch_pdf_file_reserve (pdf->file), object = mch_pdf_file_reserve (pdf->file);
  MchPdfContent content = begin_content (pdf, mch_pdf_file_begin (pdf->file, contents, ""));
  GString *to;

  content.lines = (const guint *) pdf->page_lines->data;
  g_array_set_size (pdf->pieces, 0);
  mch_pdf_content_append_marked (&content, page, pdf->pieces);
  mch_pdf_file_end (pdf->file);
  to = mch_pdf_file_begin (pdf->file, object, NULL);
  g_string_append (to, "<</Type/Page/Parent ");
  mch_pdf_append_reference (to, g_array_index (pdf->nodes, guint, pdf->nodes->len - 1));
  g_string_append (to, "/Contents ");
  mch_pdf_append_reference (to, contents);
  mch_pdf_tags_append_entries (pdf->tags, pdf->pieces, to);
  g_string_append (to, ">>");
  mch_pdf_file_end (pdf->file);
  mch_pdf_tags_add_page (pdf->tags, object, pdf->pieces);
  return object;
}

gboolean
mch_pdf_add_page (MchPdf *pdf, const MchPage *page, GCancellable *cancellable, GError **error)
{
  guint object;

  g_return_val_if_fail (pdf != NULL && page != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  put_new_forms (pdf, page);
  if (pdf->kids->len == 0)
    {
      guint node = mch_pdf_file_reserve (pdf->file);

      g_array_append_val (pdf->nodes, node);
    }
  object = put_page (pdf, page);
  g_array_append_val (pdf->kids, object);
  pdf->n_pages++;
  if (pdf->kids->len < NODE_PAGES)
    return TRUE;
  put_node (pdf);
  return mch_pdf_file_pass (pdf->file, cancellable, error);
}

static void
append_entry (GString *to, const char *key, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append (to, key);
  mch_pdf_append_text_string (to, text);
}

static void
put_info (MchPdf *pdf)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (pdf->created_ms / 1000);
  g_autofree char *text = NULL;
  GString *to = mch_pdf_file_begin (pdf->file, OBJECT_INFO, NULL);

  if (date != NULL)
    text = g_date_time_format (date, "(D:%Y%m%d%H%M%SZ)");
  g_string_append (to, "<</Producer(Machaon " MACHAON_VERSION ")");
  append_entry (to, "/Title", pdf->title);
  append_entry (to, "/Author", pdf->author);
  if (text != NULL)
    g_string_append_printf (to, "/CreationDate%s/ModDate%s", text, text);
  g_string_append (to, ">>");
  mch_pdf_file_end (pdf->file);
}

static void
put_font_descriptor (MchPdf *pdf, const MchPdfFont *font, const char *name, guint object,
                     guint file)
{
  MchTrueTypeMetrics metrics;
  GString *to = mch_pdf_file_begin (pdf->file, object, NULL);

  mch_pdf_font_get_metrics (font, &metrics);
  g_string_append_printf (
      to,
      "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0"
      "/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %u 0 R>>",
      name, metrics.box[0], metrics.box[1], metrics.box[2], metrics.box[3], metrics.ascent,
      metrics.descent, metrics.cap_height, file);
  mch_pdf_file_end (pdf->file);
}

static guint
put_font_file (MchPdf *pdf, const MchPdfFont *font)
{
  guint object = mch_pdf_file_reserve (pdf->file);
  g_autoptr (GByteArray) subset = mch_pdf_font_dup_file (font);
  g_autofree char *extra = g_strdup_printf ("/Length1 %u", subset->len);
  GString *to = mch_pdf_file_begin (pdf->file, object, extra);

  g_string_append_len (to, (const char *) subset->data, subset->len);
  mch_pdf_file_end (pdf->file);
  return object;
}

static guint
put_cmap (MchPdf *pdf, const MchPdfFont *font)
{
  guint object = mch_pdf_file_reserve (pdf->file);

  mch_pdf_font_append_cmap (font, mch_pdf_file_begin (pdf->file, object, ""));
  mch_pdf_file_end (pdf->file);
  return object;
}

/* Returns: the font's object. */
static guint
put_font (MchPdf *pdf, const MchPdfFont *font)
{
  g_autofree char *name = mch_pdf_font_dup_subset_name (font);
  guint object = mch_pdf_file_reserve (pdf->file), child = mch_pdf_file_reserve (pdf->file);
  guint descriptor = mch_pdf_file_reserve (pdf->file);
  guint map = put_cmap (pdf, font);
  GString *to;

  put_font_descriptor (pdf, font, name, descriptor, put_font_file (pdf, font));
  to = mch_pdf_file_begin (pdf->file, child, NULL);
  g_string_append_printf (
      to,
      "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
      "/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %u 0 R/W",
      name, descriptor);
  mch_pdf_font_append_widths (font, to);
  g_string_append (to, ">>");
  mch_pdf_file_end (pdf->file);
  to = mch_pdf_file_begin (pdf->file, object, NULL);
  g_string_append_printf (
      to,
      "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%u 0 R]"
      "/ToUnicode %u 0 R>>",
      name, child, map);
  mch_pdf_file_end (pdf->file);
  return object;
}

static void
put_resources (MchPdf *pdf)
{
  guint objects[MCH_MAX_FACES] = { 0 };
  GString *to;

  for (int face = 0; face < MCH_MAX_FACES; face++)
    if (pdf->fonts[face] != NULL)
      objects[face] = put_font (pdf, pdf->fonts[face]);
  to = mch_pdf_file_begin (pdf->file, OBJECT_FONTS, NULL);
  g_string_append (to, "<<");
  for (int face = 0; face < MCH_MAX_FACES; face++)
    if (objects[face] != 0)
      g_string_append_printf (to, "/F%d %u 0 R", face, objects[face]);
  g_string_append (to, ">>");
  mch_pdf_file_end (pdf->file);
  to = mch_pdf_file_begin (pdf->file, OBJECT_RESOURCES, NULL);
  g_string_append_printf (to, "<</Font %d 0 R/XObject<<", OBJECT_FONTS);
  for (guint i = 0; i < pdf->forms->len; i++)
    {
      guint form = g_array_index (pdf->forms, guint, i);

      g_string_append_printf (to, "/X%u %u 0 R", form, form);
    }
  g_string_append (to, ">>>>");
  mch_pdf_file_end (pdf->file);
}

static void
put_catalog (MchPdf *pdf)
{
  GString *to = mch_pdf_file_begin (pdf->file, OBJECT_PAGES, NULL);

  g_string_append_printf (to, "<</Type/Pages/Count %u/MediaBox[0 0 ", pdf->n_pages);
  append_points (to, pdf->width);
  g_string_append_c (to, ' ');
  append_points (to, pdf->height);
  g_string_append_printf (to, "]/Resources %d 0 R/Kids[", OBJECT_RESOURCES);
  append_references (to, pdf->nodes);
  g_string_append (to, "]>>");
  mch_pdf_file_end (pdf->file);
  to = mch_pdf_file_begin (pdf->file, OBJECT_CATALOG, NULL);
  g_string_append_printf (
      to, "<</Type/Catalog/Pages %d 0 R/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R",
      OBJECT_PAGES, OBJECT_STRUCTURE);
  append_entry (to, "/Lang", pdf->language);
  /* Not shrunk by the printer: the cut line stays in the middle of the sheet. */
  g_string_append (to, "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>");
  mch_pdf_file_end (pdf->file);
}

gboolean
mch_pdf_finish (MchPdf *pdf, GCancellable *cancellable, char **ret_sha256, GError **error)
{
  g_return_val_if_fail (pdf != NULL && pdf->n_pages > 0, FALSE);

  if (pdf->kids->len > 0)
    put_node (pdf);
  put_resources (pdf);
  put_info (pdf);
  mch_pdf_tags_finish (pdf->tags, OBJECT_STRUCTURE);
  put_catalog (pdf);
  return mch_pdf_file_finish (pdf->file, OBJECT_CATALOG, OBJECT_INFO, cancellable, ret_sha256,
                              error);
}
