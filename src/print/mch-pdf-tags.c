/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf-tags.h"

/* Words and addresses that many pages share are written once, if they are among the first. */
#define MAX_SHARED 64

struct _MchPdfTags
{
  MchPdfFile *file;
  double height; /* mm */
  guint document;
  guint next_key;        /* of the tree from pages and annotations to what holds them */
  guint node_key;        /* the first of the node being filled */
  GString *node;         /* its rows */
  GArray *nodes;         /* guint: finished ones */
  GArray *sections;      /* guint: what is read one after the other, of all pages */
  GHashTable *words;     /* owned text → object of the string */
  GHashTable *addresses; /* owned URI → object of the action that opens it */
};

MchPdfTags *
mch_pdf_tags_new (MchPdfFile *file, double height)
{
  MchPdfTags *tags = g_new0 (MchPdfTags, 1);

  tags->file = file;
  tags->height = height;
  tags->document = mch_pdf_file_reserve (file);
  tags->node = g_string_new (NULL);
  tags->nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  tags->sections = g_array_new (FALSE, FALSE, sizeof (guint));
  tags->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  tags->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return tags;
}

void
mch_pdf_tags_free (MchPdfTags *tags)
{
  g_return_if_fail (tags != NULL);

  g_string_free (tags->node, TRUE);
  g_array_unref (tags->nodes);
  g_array_unref (tags->sections);
  g_hash_table_unref (tags->words);
  g_hash_table_unref (tags->addresses);
  g_free (tags);
}

static void
append_references (GString *to, const GArray *objects)
{
  for (guint i = 0; i < objects->len; i++)
    {
      if (i > 0)
        g_string_append_c (to, ' ');
      mch_pdf_append_reference (to, g_array_index (objects, guint, i));
    }
}

static void
append_box (const MchPdfTags *tags, const MchBox *box, GString *to)
{
  const double numbers[] = { box->x, tags->height - box->y - box->height, box->x + box->width,
                             tags->height - box->y };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_string_append_c (to, i == 0 ? '[' : ' ');
      mch_pdf_append_number (to, numbers[i] / MCH_MM_PER_POINT, 2);
    }
  g_string_append_c (to, ']');
}

/* Writes @text as an object of its own, once. Returns: 0 when there are too many already. */
static guint
ensure_words (MchPdfTags *tags, const char *text)
{
  guint object = GPOINTER_TO_UINT (g_hash_table_lookup (tags->words, text));
  GString *to;

  if (object != 0 || g_hash_table_size (tags->words) >= MAX_SHARED)
    return object;
  object = mch_pdf_file_reserve (tags->file);
  g_hash_table_insert (tags->words, g_strdup (text), GUINT_TO_POINTER (object));
  to = mch_pdf_file_begin (tags->file, object, NULL);
  mch_pdf_append_text_string (to, text);
  mch_pdf_file_end (tags->file);
  return object;
}

/* @shared: from ensure_words(). */
static void
append_words (const char *key, const char *text, guint shared, GString *to)
{
  g_string_append (to, key);
  if (shared == 0)
    {
      mch_pdf_append_text_string (to, text);
      return;
    }
  g_string_append_c (to, ' ');
  mch_pdf_append_reference (to, shared);
}

/* The object of the action that opens @uri. */
static guint
ensure_address (MchPdfTags *tags, const char *uri)
{
  guint object = GPOINTER_TO_UINT (g_hash_table_lookup (tags->addresses, uri));
  g_autofree char *escaped = NULL;
  GString *to;

  if (object != 0)
    return object;
  object = mch_pdf_file_reserve (tags->file);
  g_hash_table_insert (tags->addresses, g_strdup (uri), GUINT_TO_POINTER (object));
  escaped = g_uri_escape_string (uri, ":/?#[]@!$&'*+,;=%", FALSE);
  to = mch_pdf_file_begin (tags->file, object, NULL);
  g_string_append (to, "<</S/URI/URI(");
  g_string_append (to, escaped);
  g_string_append (to, ")>>");
  mch_pdf_file_end (tags->file);
  return object;
}

void
mch_pdf_tags_append_entries (MchPdfTags *tags, GArray *pieces, GString *to)
{
  gboolean any = FALSE;

  g_string_append (to, "/Tabs/S/StructParents ");
  mch_pdf_append_unsigned (to, tags->next_key);
  for (guint i = 0; i < pieces->len; i++)
    {
      MchPdfPiece *piece = &g_array_index (pieces, MchPdfPiece, i);

      if (piece->mark == NULL || piece->mark->kind != MCH_MARK_LINK)
        continue;
      piece->annotation = mch_pdf_file_reserve (tags->file);
      g_string_append (to, any ? " " : "/Annots[");
      mch_pdf_append_reference (to, piece->annotation);
      any = TRUE;
    }
  if (any)
    g_string_append_c (to, ']');
}

/* A section's dictionary up to its parts: those of its own by their marks in the page, the others
 * by their objects. */
static void
put_section (MchPdfTags *tags, guint page, guint object, const GArray *pieces, guint section)
{
  GString *to = mch_pdf_file_begin (tags->file, object, NULL);
  gboolean any = FALSE;

  g_string_append (to, "<</S/Sect/P ");
  mch_pdf_append_reference (to, tags->document);
  g_string_append (to, "/Pg ");
  mch_pdf_append_reference (to, page);
  g_string_append (to, "/K[");
  for (guint i = 0; i < pieces->len; i++)
    {
      const MchPdfPiece *piece = &g_array_index (pieces, MchPdfPiece, i);

      if (piece->section != section)
        continue;
      if (any)
        g_string_append_c (to, ' ');
      any = TRUE;
      if (piece->mark == NULL)
        mch_pdf_append_unsigned (to, i);
      else
        mch_pdf_append_reference (to, piece->owner);
    }
  g_string_append (to, "]>>");
  mch_pdf_file_end (tags->file);
}

static void
put_annotation (MchPdfTags *tags, guint page, const MchPdfPiece *piece, guint key)
{
  const char *uri = piece->mark->text;
  guint address = ensure_address (tags, uri), words = ensure_words (tags, uri);
  GString *to = mch_pdf_file_begin (tags->file, piece->annotation, NULL);

  g_string_append (to, "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect");
  append_box (tags, &piece->mark->box, to);
  g_string_append (to, "/P ");
  mch_pdf_append_reference (to, page);
  g_string_append (to, "/StructParent ");
  mch_pdf_append_unsigned (to, key);
  g_string_append (to, "/A ");
  mch_pdf_append_reference (to, address);
  append_words ("/Contents", uri, words, to);
  g_string_append (to, ">>");
  mch_pdf_file_end (tags->file);
}

/* A paragraph in another language, which is part of the section @parent. */
static void
put_language (MchPdfTags *tags, guint page, guint parent, const MchPdfPiece *piece, guint number)
{
  GString *to = mch_pdf_file_begin (tags->file, piece->owner, NULL);

  g_string_append (to, "<</S/P/P ");
  mch_pdf_append_reference (to, parent);
  g_string_append (to, "/Pg ");
  mch_pdf_append_reference (to, page);
  g_string_append (to, "/K ");
  mch_pdf_append_unsigned (to, number);
  g_string_append (to, "/Lang");
  mch_pdf_append_text_string (to, piece->mark->text);
  g_string_append (to, ">>");
  mch_pdf_file_end (tags->file);
}

/* A figure or a link, which is part of the section @parent. */
static void
put_mark (MchPdfTags *tags, guint page, guint parent, const MchPdfPiece *piece, guint number)
{
  gboolean link = piece->mark->kind == MCH_MARK_LINK;
  guint words = ensure_words (tags, piece->mark->text);
  GString *to = mch_pdf_file_begin (tags->file, piece->owner, NULL);

  g_string_append (to, link ? "<</S/Link/P " : "<</S/Figure/P ");
  mch_pdf_append_reference (to, parent);
  g_string_append (to, "/Pg ");
  mch_pdf_append_reference (to, page);
  g_string_append (to, link ? "/K[" : "/K ");
  mch_pdf_append_unsigned (to, number);
  if (link)
    {
      g_string_append (to, "<</Type/OBJR/Obj ");
      mch_pdf_append_reference (to, piece->annotation);
      g_string_append (to, ">>]>>");
    }
  else
    {
      g_string_append (to, "/A<</O/Layout/Placement/Block/BBox");
      append_box (tags, &piece->mark->box, to);
      g_string_append (to, ">>");
      append_words ("/Alt", piece->mark->text, words, to);
      g_string_append (to, ">>");
    }
  mch_pdf_file_end (tags->file);
}

/* Says which part each piece of the page belongs to, and numbers these parts. Returns: the
 * sections' objects, which follow one another. */
static guint
number_parts (MchPdfTags *tags, GArray *pieces)
{
  guint first = 0, n = 0;

  for (guint i = 0; i < pieces->len; i++)
    for (; n <= g_array_index (pieces, MchPdfPiece, i).section; n++)
      {
        guint object = mch_pdf_file_reserve (tags->file);

        first = n == 0 ? object : first;
        g_array_append_val (tags->sections, object);
      }
  for (guint i = 0; i < pieces->len; i++)
    {
      MchPdfPiece *piece = &g_array_index (pieces, MchPdfPiece, i);

      piece->owner =
          piece->mark != NULL ? mch_pdf_file_reserve (tags->file) : first + piece->section;
    }
  return first;
}

/* The page's row of the tree, then one for each of its annotations. */
static void
append_rows (MchPdfTags *tags, const GArray *pieces)
{
  mch_pdf_append_unsigned (tags->node, tags->next_key++);
  for (guint i = 0; i < pieces->len; i++)
    {
      g_string_append_c (tags->node, i == 0 ? '[' : ' ');
      mch_pdf_append_reference (tags->node, g_array_index (pieces, MchPdfPiece, i).owner);
    }
  g_string_append (tags->node, "]\n");
}

void
mch_pdf_tags_add_page (MchPdfTags *tags, guint object, GArray *pieces)
{
  guint first = number_parts (tags, pieces);
  guint last = g_array_index (pieces, MchPdfPiece, pieces->len - 1).section;

  append_rows (tags, pieces);
  for (guint section = 0; section <= last; section++)
    put_section (tags, object, first + section, pieces, section);
  for (guint i = 0; i < pieces->len; i++)
    {
      const MchPdfPiece *piece = &g_array_index (pieces, MchPdfPiece, i);

      if (piece->mark == NULL)
        continue;
      if (piece->mark->kind == MCH_MARK_LANGUAGE)
        put_language (tags, object, first + piece->section, piece, i);
      else
        put_mark (tags, object, first + piece->section, piece, i);
      if (piece->mark->kind != MCH_MARK_LINK)
        continue;
      put_annotation (tags, object, piece, tags->next_key);
      mch_pdf_append_unsigned (tags->node, tags->next_key++);
      g_string_append_c (tags->node, ' ');
      mch_pdf_append_reference (tags->node, piece->owner);
      g_string_append_c (tags->node, '\n');
    }
}

void
mch_pdf_tags_end_node (MchPdfTags *tags)
{
  guint object = mch_pdf_file_reserve (tags->file);
  GString *to = mch_pdf_file_begin (tags->file, object, NULL);

  g_string_append (to, "<</Limits[");
  mch_pdf_append_unsigned (to, tags->node_key);
  g_string_append_c (to, ' ');
  mch_pdf_append_unsigned (to, tags->next_key - 1);
  g_string_append (to, "]/Nums[");
  g_string_append_len (to, tags->node->str, (gssize) tags->node->len);
  g_string_append (to, "]>>");
  mch_pdf_file_end (tags->file);
  g_array_append_val (tags->nodes, object);
  g_string_truncate (tags->node, 0);
  tags->node_key = tags->next_key;
}

void
mch_pdf_tags_finish (MchPdfTags *tags, guint root)
{
  GString *to = mch_pdf_file_begin (tags->file, root, NULL);

  g_string_append (to, "<</Type/StructTreeRoot/K ");
  mch_pdf_append_reference (to, tags->document);
  g_string_append (to, "/ParentTreeNextKey ");
  mch_pdf_append_unsigned (to, tags->next_key);
  g_string_append (to, "/ParentTree<</Kids[");
  append_references (to, tags->nodes);
  g_string_append (to, "]>>>>");
  mch_pdf_file_end (tags->file);
  to = mch_pdf_file_begin (tags->file, tags->document, NULL);
  g_string_append (to, "<</S/Document/P ");
  mch_pdf_append_reference (to, root);
  g_string_append (to, "/K[");
  append_references (to, tags->sections);
  g_string_append (to, "]>>");
  mch_pdf_file_end (tags->file);
}
