/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "print/mch-pdf-batch.h"
#include "print/mch-pdf-content.h"
#include "print/mch-pdf-font.h"
#include "print/mch-print-error.h"

/* The objects with fixed numbers; others are numbered as they come. */
enum
{
  OBJECT_CATALOG = 1,
  OBJECT_PAGES,
  OBJECT_INFO,
  OBJECT_RESOURCES,
  OBJECT_FONTS,
  OBJECT_STRUCTURE,
  OBJECT_DOCUMENT, /* the one part of the structure that holds all sections */
  FIRST_FREE_OBJECT
};

#define BUFFER_SIZE (64 * 1024)

/* Pages under one node of the page tree, which are also compressed together. */
#define NODE_PAGES 64

struct _MchPdf
{
  GOutputStream *stream;
  MchFonts *source;
  char *title, *author, *language;
  gint64 created_ms;
  double width, height;
  GByteArray *buffer;
  guint64 flushed;
  GChecksum *sum;
  GArray *offsets; /* guint64: object → its place */
  MchPdfPress *press;
  MchPdfBatch *batch; /* being filled */
  MchPdfFont *fonts[MCH_N_FACES];
  GHashTable *groups;    /* owned MchPage* → object */
  GHashTable *targets;   /* owned URI → object of the action that opens it */
  GArray *nodes;         /* guint: finished nodes of the page tree, then the one being filled */
  GArray *kids;          /* guint: pages of the node being filled */
  GArray *sections;      /* guint: what is read one after the other, of all pages */
  GArray *page_sections; /* guint: how many of them each page of @kids has */
  GArray *section_nodes; /* guint: finished nodes of the tree from pages to sections */
  guint n_pages;
};

static guint
reserve_object (MchPdf *pdf)
{
  guint64 unknown = 0;

  g_array_append_val (pdf->offsets, unknown);
  return pdf->offsets->len - 1;
}

MchPdf *
mch_pdf_new (GOutputStream *stream, MchFonts *fonts, const MchPdfInfo *info)
{
  static const char header[] = "%PDF-1.5\n%\342\343\317\323\n";
  MchPdf *pdf;

  g_return_val_if_fail (G_IS_OUTPUT_STREAM (stream), NULL);
  g_return_val_if_fail (fonts != NULL && info != NULL, NULL);
  g_return_val_if_fail (info->title != NULL && info->language != NULL, NULL);

  pdf = g_new0 (MchPdf, 1);
  pdf->stream = g_object_ref (stream);
  pdf->source = mch_fonts_ref (fonts);
  pdf->title = g_strdup (info->title);
  pdf->author = g_strdup (info->author);
  pdf->language = g_strdup (info->language);
  pdf->created_ms = info->created_ms;
  pdf->width = info->width;
  pdf->height = info->height;
  pdf->buffer = g_byte_array_sized_new (BUFFER_SIZE + 4096);
  pdf->sum = g_checksum_new (G_CHECKSUM_SHA256);
  pdf->offsets = g_array_new (FALSE, TRUE, sizeof (guint64));
  g_array_set_size (pdf->offsets, FIRST_FREE_OBJECT);
  pdf->press = mch_pdf_press_new ();
  pdf->batch = mch_pdf_batch_new ();
  pdf->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  pdf->groups = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) mch_page_unref, NULL);
  pdf->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  pdf->kids = g_array_new (FALSE, FALSE, sizeof (guint));
  pdf->sections = g_array_new (FALSE, FALSE, sizeof (guint));
  pdf->page_sections = g_array_new (FALSE, FALSE, sizeof (guint));
  pdf->section_nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_byte_array_append (pdf->buffer, (const guint8 *) header, sizeof header - 1);
  return pdf;
}

void
mch_pdf_free (MchPdf *pdf)
{
  g_return_if_fail (pdf != NULL);

  mch_pdf_press_free (pdf->press);
  mch_pdf_batch_free (pdf->batch);
  /* What was drawn may have been a secret. */
  if (pdf->buffer->len > 0)
    explicit_bzero (pdf->buffer->data, pdf->buffer->len);
  for (int face = 0; face < MCH_N_FACES; face++)
    g_clear_pointer (&pdf->fonts[face], mch_pdf_font_free);
  g_object_unref (pdf->stream);
  mch_fonts_unref (pdf->source);
  g_free (pdf->title);
  g_free (pdf->author);
  g_free (pdf->language);
  g_byte_array_unref (pdf->buffer);
  g_checksum_free (pdf->sum);
  g_array_unref (pdf->offsets);
  g_array_unref (pdf->nodes);
  g_array_unref (pdf->kids);
  g_array_unref (pdf->sections);
  g_array_unref (pdf->page_sections);
  g_array_unref (pdf->section_nodes);
  g_hash_table_unref (pdf->groups);
  g_hash_table_unref (pdf->targets);
  g_free (pdf);
}

static gboolean
flush (MchPdf *pdf, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;

  g_checksum_update (pdf->sum, pdf->buffer->data, pdf->buffer->len);
  if (!g_output_stream_write_all (pdf->stream, pdf->buffer->data, pdf->buffer->len, NULL,
                                  cancellable, &cause))
    {
      if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&cause));
      else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT,
                     _ ("The disk is full: the document was not written. Free some space and try "
                        "again."));
      else
        g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_OUTPUT,
                     _ ("The document cannot be written: %s."), cause->message);
      return FALSE;
    }
  pdf->flushed += pdf->buffer->len;
  g_byte_array_set_size (pdf->buffer, 0);
  return TRUE;
}

/* To the file, beyond which nothing waits any more. */
static void G_GNUC_PRINTF (2, 3) emitf (MchPdf *pdf, const char *format, ...)
{
  char text[512];
  va_list arguments;
  int length;

  va_start (arguments, format);
  length = g_vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  g_assert (length < (int) sizeof text);
  g_byte_array_append (pdf->buffer, (const guint8 *) text, (guint) length);
}

static void
emit (MchPdf *pdf, const void *data, gsize length)
{
  g_byte_array_append (pdf->buffer, data, (guint) length);
}

static void
emit_object (MchPdf *pdf, const MchPdfBatch *batch, const MchPdfObject *object)
{
  gsize packed = object->packed_end - object->packed_start;

  g_array_index (pdf->offsets, guint64, object->number) = pdf->flushed + pdf->buffer->len;
  emitf (pdf, "%u 0 obj\n", object->number);
  if (object->extra != NULL)
    {
      emit (pdf, "<<", 2);
      emit (pdf, object->extra, strlen (object->extra));
      emitf (pdf, "/Filter/FlateDecode/Length %" G_GSIZE_FORMAT ">>stream\n", packed);
      emit (pdf, batch->packed->data + object->packed_start, packed);
      emitf (pdf, "\nendstream");
    }
  else
    {
      emit (pdf, batch->text->str + object->start, object->end - object->start);
    }
  emitf (pdf, "\nendobj\n");
}

/* Hands over the batch that is being filled, and writes what must leave the press. */
static gboolean
end_batch (MchPdf *pdf, gboolean last, GCancellable *cancellable, GError **error)
{
  MchPdfBatch *ready;

  mch_pdf_press_push (pdf->press, g_steal_pointer (&pdf->batch));
  pdf->batch = mch_pdf_batch_new ();
  while ((ready = mch_pdf_press_pop (pdf->press, last)) != NULL)
    {
      g_autoptr (MchPdfBatch) batch = ready;

      for (guint i = 0; i < batch->objects->len; i++)
        emit_object (pdf, batch, &g_array_index (batch->objects, MchPdfObject, i));
      if (pdf->buffer->len >= BUFFER_SIZE && !flush (pdf, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static void
put (MchPdf *pdf, const char *text)
{
  g_string_append (pdf->batch->text, text);
}

static void G_GNUC_PRINTF (2, 3) putf (MchPdf *pdf, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (pdf->batch->text, format, arguments);
  va_end (arguments);
}

static void
begin_object (MchPdf *pdf, guint object)
{
  mch_pdf_batch_begin (pdf->batch, object, NULL);
}

/* @extra: more entries of the stream's dictionary. */
static void
begin_stream (MchPdf *pdf, guint object, const char *extra)
{
  mch_pdf_batch_begin (pdf->batch, object, extra);
}

static void
end_object (MchPdf *pdf)
{
  mch_pdf_batch_end (pdf->batch);
}

/* @value in points. */
static void
put_points (MchPdf *pdf, double mm)
{
  mch_pdf_append_number (pdf->batch->text, mm / MCH_MM_PER_POINT, 3);
}

static MchPdfContent
begin_content (MchPdf *pdf)
{
  return (MchPdfContent){ .to = pdf->batch->text,
                          .height = pdf->height,
                          .source = pdf->source,
                          .fonts = pdf->fonts,
                          .groups = pdf->groups };
}

static void
put_group (MchPdf *pdf, MchPage *group)
{
  g_autoptr (GString) extra = g_string_new ("/Type/XObject/Subtype/Form/BBox[0 0 ");
  guint object = reserve_object (pdf);
  MchPdfContent content = begin_content (pdf);

  mch_pdf_append_number (extra, pdf->width / MCH_MM_PER_POINT, 3);
  g_string_append_c (extra, ' ');
  mch_pdf_append_number (extra, pdf->height / MCH_MM_PER_POINT, 3);
  g_string_append_printf (extra, "]/Resources<</Font %d 0 R>>", OBJECT_FONTS);
  begin_stream (pdf, object, extra->str);
  mch_pdf_content_append (&content, group);
  end_object (pdf);
  g_hash_table_insert (pdf->groups, mch_page_ref (group), GUINT_TO_POINTER (object));
}

static void
put_new_groups (MchPdf *pdf, const MchPage *page)
{
  guint n;
  const MchOp *ops = mch_page_get_ops (page, &n);

  for (guint i = 0; i < n; i++)
    if (ops[i].kind == MCH_OP_GROUP && !g_hash_table_contains (pdf->groups, ops[i].group))
      put_group (pdf, ops[i].group);
}

static void
put_references (MchPdf *pdf, const GArray *objects, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    putf (pdf, "%u 0 R ", g_array_index (objects, guint, i));
}

/* From the pages of the node that is being filled to their sections. */
static void
put_section_node (MchPdf *pdf)
{
  guint object = reserve_object (pdf);
  guint page = pdf->n_pages - pdf->kids->len, at = pdf->sections->len;

  for (guint i = 0; i < pdf->page_sections->len; i++)
    at -= g_array_index (pdf->page_sections, guint, i);
  begin_object (pdf, object);
  putf (pdf, "<</Limits[%u %u]/Nums[", page, pdf->n_pages - 1);
  for (guint i = 0; i < pdf->page_sections->len; i++)
    {
      guint n = g_array_index (pdf->page_sections, guint, i);

      putf (pdf, "%u[", page + i);
      put_references (pdf, pdf->sections, at, n);
      put (pdf, "]");
      at += n;
    }
  put (pdf, "]>>");
  end_object (pdf);
  g_array_append_val (pdf->section_nodes, object);
  g_array_set_size (pdf->page_sections, 0);
}

/* What a page's sections are: each is one thing to read. */
static void
put_sections (MchPdf *pdf, guint page, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint object = reserve_object (pdf);

      begin_object (pdf, object);
      putf (pdf, "<</S/Sect/P %d 0 R/Pg %u 0 R/K %u>>", OBJECT_DOCUMENT, page, i);
      end_object (pdf);
      g_array_append_val (pdf->sections, object);
    }
  g_array_append_val (pdf->page_sections, n);
}

/* Writes the node of the page tree that is being filled. */
static void
put_node (MchPdf *pdf)
{
  guint node = g_array_index (pdf->nodes, guint, pdf->nodes->len - 1);

  begin_object (pdf, node);
  putf (pdf, "<</Type/Pages/Parent %d 0 R/Count %u/Kids[", OBJECT_PAGES, pdf->kids->len);
  put_references (pdf, pdf->kids, 0, pdf->kids->len);
  put (pdf, "]>>");
  end_object (pdf);
  put_section_node (pdf);
  g_array_set_size (pdf->kids, 0);
}

/* The object of the action that opens @uri. */
static guint
ensure_target (MchPdf *pdf, const char *uri)
{
  guint object = GPOINTER_TO_UINT (g_hash_table_lookup (pdf->targets, uri));
  g_autofree char *escaped = NULL;

  if (object != 0)
    return object;
  object = reserve_object (pdf);
  g_hash_table_insert (pdf->targets, g_strdup (uri), GUINT_TO_POINTER (object));
  escaped = g_uri_escape_string (uri, ":/?#[]@!$&'*+,;=%", FALSE);
  begin_object (pdf, object);
  put (pdf, "<</S/URI/URI(");
  put (pdf, escaped);
  put (pdf, ")>>");
  end_object (pdf);
  return object;
}

/* @targets: the object of each of @links. */
static void
put_links (MchPdf *pdf, GArray *links, GArray *targets)
{
  if (links->len == 0)
    return;
  put (pdf, "/Annots[");
  for (guint i = 0; i < links->len; i++)
    {
      const MchBox *box = &g_array_index (links, MchLink, i).box;

      put (pdf, "<</Type/Annot/Subtype/Link/Border[0 0 0]/Rect[");
      put_points (pdf, box->x);
      put (pdf, " ");
      put_points (pdf, pdf->height - box->y - box->height);
      put (pdf, " ");
      put_points (pdf, box->x + box->width);
      put (pdf, " ");
      put_points (pdf, pdf->height - box->y);
      putf (pdf, "]/A %u 0 R>>", g_array_index (targets, guint, i));
    }
  put (pdf, "]");
}

static guint
put_page (MchPdf *pdf, const MchPage *page)
{
  g_autoptr (GArray) links = mch_page_dup_links (page);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (guint));
  guint contents = reserve_object (pdf), object = reserve_object (pdf);
  MchPdfContent content = begin_content (pdf);
  guint n_sections;

  for (guint i = 0; i < links->len; i++)
    {
      guint target = ensure_target (pdf, g_array_index (links, MchLink, i).uri);

      g_array_append_val (targets, target);
    }
  begin_stream (pdf, contents, "");
  n_sections = mch_pdf_content_append_sections (&content, page);
  end_object (pdf);
  begin_object (pdf, object);
  putf (pdf, "<</Type/Page/Parent %u 0 R/Contents %u 0 R/StructParents %u/Tabs/S",
        g_array_index (pdf->nodes, guint, pdf->nodes->len - 1), contents, pdf->n_pages);
  put_links (pdf, links, targets);
  put (pdf, ">>");
  end_object (pdf);
  put_sections (pdf, object, n_sections);
  return object;
}

gboolean
mch_pdf_add_page (MchPdf *pdf, const MchPage *page, GCancellable *cancellable, GError **error)
{
  guint object;

  g_return_val_if_fail (pdf != NULL && page != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  put_new_groups (pdf, page);
  if (pdf->kids->len == 0)
    {
      guint node = reserve_object (pdf);

      g_array_append_val (pdf->nodes, node);
    }
  object = put_page (pdf, page);
  g_array_append_val (pdf->kids, object);
  pdf->n_pages++;
  if (pdf->kids->len < NODE_PAGES)
    return TRUE;
  put_node (pdf);
  return end_batch (pdf, FALSE, cancellable, error);
}

static void
put_text_string (MchPdf *pdf, const char *key, const char *text)
{
  g_autofree char *valid = NULL;
  g_autoptr (GString) string = NULL;

  if (text == NULL || *text == '\0')
    return;
  valid = g_utf8_make_valid (text, -1);
  string = g_string_new (NULL);
  mch_pdf_append_utf16 (string, valid, strlen (valid));
  put (pdf, key);
  put (pdf, "<FEFF");
  put (pdf, string->str);
  put (pdf, ">");
}

static void
put_info (MchPdf *pdf)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (pdf->created_ms / 1000);
  g_autofree char *text = NULL;

  if (date != NULL)
    text = g_date_time_format (date, "(D:%Y%m%d%H%M%SZ)");
  begin_object (pdf, OBJECT_INFO);
  put (pdf, "<</Producer(Machaon " MACHAON_VERSION ")");
  put_text_string (pdf, "/Title", pdf->title);
  put_text_string (pdf, "/Author", pdf->author);
  if (text != NULL)
    putf (pdf, "/CreationDate%s/ModDate%s", text, text);
  put (pdf, ">>");
  end_object (pdf);
}

static void
put_font_descriptor (MchPdf *pdf, const MchPdfFont *font, const char *name, guint object,
                     guint file)
{
  MchTrueTypeMetrics metrics;

  mch_truetype_get_metrics (font->file, &metrics);
  begin_object (pdf, object);
  putf (pdf,
        "<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0"
        "/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %u 0 R>>",
        name, metrics.box[0], metrics.box[1], metrics.box[2], metrics.box[3], metrics.ascent,
        metrics.descent, metrics.cap_height, file);
  end_object (pdf);
}

/* Returns: the font's object. */
static guint
put_font (MchPdf *pdf, const MchPdfFont *font)
{
  g_autofree char *name = mch_pdf_font_dup_subset_name (font);
  g_autofree char *extra = NULL;
  g_autoptr (GByteArray) subset = mch_truetype_dup_subset (font->file, font->glyphs);
  guint object = reserve_object (pdf), child = reserve_object (pdf);
  guint descriptor = reserve_object (pdf), file = reserve_object (pdf), map = reserve_object (pdf);

  extra = g_strdup_printf ("/Length1 %u", subset->len);
  begin_stream (pdf, file, extra);
  g_string_append_len (pdf->batch->text, (const char *) subset->data, subset->len);
  end_object (pdf);
  put_font_descriptor (pdf, font, name, descriptor, file);
  begin_stream (pdf, map, "");
  mch_pdf_font_append_cmap (font, pdf->batch->text);
  end_object (pdf);
  begin_object (pdf, child);
  putf (pdf,
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)"
        "/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/FontDescriptor %u 0 R/W",
        name, descriptor);
  mch_pdf_font_append_widths (font, pdf->batch->text);
  put (pdf, ">>");
  end_object (pdf);
  begin_object (pdf, object);
  putf (pdf,
        "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%u 0 R]"
        "/ToUnicode %u 0 R>>",
        name, child, map);
  end_object (pdf);
  return object;
}

static void
put_resources (MchPdf *pdf)
{
  guint objects[MCH_N_FACES] = { 0 };
  GHashTableIter iter;
  gpointer object;
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (guint));

  for (int face = 0; face < MCH_N_FACES; face++)
    if (pdf->fonts[face] != NULL)
      objects[face] = put_font (pdf, pdf->fonts[face]);
  begin_object (pdf, OBJECT_FONTS);
  put (pdf, "<<");
  for (int face = 0; face < MCH_N_FACES; face++)
    if (objects[face] != 0)
      putf (pdf, "/F%d %u 0 R", face, objects[face]);
  put (pdf, ">>");
  end_object (pdf);
  begin_object (pdf, OBJECT_RESOURCES);
  putf (pdf, "<</Font %d 0 R/XObject<<", OBJECT_FONTS);
  /* By number: a hash table's own order changes from one run to the next. */
  g_hash_table_iter_init (&iter, pdf->groups);
  while (g_hash_table_iter_next (&iter, NULL, &object))
    {
      guint number = GPOINTER_TO_UINT (object);
      guint at = 0;

      while (at < groups->len && g_array_index (groups, guint, at) < number)
        at++;
      g_array_insert_val (groups, at, number);
    }
  for (guint i = 0; i < groups->len; i++)
    putf (pdf, "/X%u %u 0 R", g_array_index (groups, guint, i), g_array_index (groups, guint, i));
  put (pdf, ">>>>");
  end_object (pdf);
}

/* The order in which the pages are read: section after section. */
static void
put_structure (MchPdf *pdf)
{
  begin_object (pdf, OBJECT_STRUCTURE);
  putf (pdf, "<</Type/StructTreeRoot/K %d 0 R/ParentTreeNextKey %u/ParentTree<</Kids[",
        OBJECT_DOCUMENT, pdf->n_pages);
  put_references (pdf, pdf->section_nodes, 0, pdf->section_nodes->len);
  put (pdf, "]>>>>");
  end_object (pdf);
  begin_object (pdf, OBJECT_DOCUMENT);
  putf (pdf, "<</S/Document/P %d 0 R/K[", OBJECT_STRUCTURE);
  put_references (pdf, pdf->sections, 0, pdf->sections->len);
  put (pdf, "]>>");
  end_object (pdf);
}

static void
put_catalog (MchPdf *pdf)
{
  begin_object (pdf, OBJECT_PAGES);
  putf (pdf, "<</Type/Pages/Count %u/MediaBox[0 0 ", pdf->n_pages);
  put_points (pdf, pdf->width);
  put (pdf, " ");
  put_points (pdf, pdf->height);
  putf (pdf, "]/Resources %d 0 R/Kids[", OBJECT_RESOURCES);
  put_references (pdf, pdf->nodes, 0, pdf->nodes->len);
  put (pdf, "]>>");
  end_object (pdf);
  begin_object (pdf, OBJECT_CATALOG);
  putf (pdf, "<</Type/Catalog/Pages %d 0 R/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R",
        OBJECT_PAGES, OBJECT_STRUCTURE);
  put_text_string (pdf, "/Lang", pdf->language);
  /* Not shrunk by the printer: the cut line stays in the middle of the sheet. */
  put (pdf, "/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>");
  end_object (pdf);
}

/* The file's identifier is made of what was written before it. */
static void
emit_trailer (MchPdf *pdf)
{
  g_autoptr (GChecksum) so_far = NULL;
  guint64 start = pdf->flushed + pdf->buffer->len;
  char id[33] = { 0 };

  emitf (pdf, "xref\n0 %u\n0000000000 65535 f \n", pdf->offsets->len);
  for (guint i = 1; i < pdf->offsets->len; i++)
    emitf (pdf, "%010" G_GUINT64_FORMAT " 00000 n \n", g_array_index (pdf->offsets, guint64, i));
  so_far = g_checksum_copy (pdf->sum);
  g_checksum_update (so_far, pdf->buffer->data, pdf->buffer->len);
  memcpy (id, g_checksum_get_string (so_far), 32);
  emitf (pdf,
         "trailer\n<</Size %u/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n"
         "%" G_GUINT64_FORMAT "\n%%%%EOF\n",
         pdf->offsets->len, OBJECT_CATALOG, OBJECT_INFO, id, id, start);
}

gboolean
mch_pdf_finish (MchPdf *pdf, GCancellable *cancellable, char **ret_sha256, GError **error)
{
  g_return_val_if_fail (pdf != NULL && pdf->n_pages > 0, FALSE);

  if (pdf->kids->len > 0)
    put_node (pdf);
  put_resources (pdf);
  put_info (pdf);
  put_structure (pdf);
  put_catalog (pdf);
  if (!end_batch (pdf, TRUE, cancellable, error))
    return FALSE;
  emit_trailer (pdf);
  if (!flush (pdf, cancellable, error))
    return FALSE;
  if (ret_sha256 != NULL)
    *ret_sha256 = g_strdup (g_checksum_get_string (pdf->sum));
  return TRUE;
}
