/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf-lines.h"

#include <string.h>

/* Shorter ones are written again in fewer bytes than it takes to name them. */
#define LEAST_GLYPHS 24

/* How many lines are remembered, by the last digits of their hash: memory does not grow with the
 * number of pages. */
#define N_PLACES 256

/* Of one document; what comes after them is written out each time. */
#define MAX_OBJECTS 1000

typedef struct
{
  guint hash;
  guint object; /* 0 while it was seen once */
  double x, y, size, gray;
  gsize glyphs_length, text_length; /* bytes */
  char *bytes;                      /* the glyphs, then their text */
  gsize allocated;
} Line;

struct _MchPdfLines
{
  Line lines[N_PLACES];
  guint n_objects;
};

MchPdfLines *
mch_pdf_lines_new (void)
{
  return g_new0 (MchPdfLines, 1);
}

void
mch_pdf_lines_free (MchPdfLines *lines)
{
  g_return_if_fail (lines != NULL);

  for (guint i = 0; i < N_PLACES; i++)
    {
      if (lines->lines[i].bytes != NULL)
        explicit_bzero (lines->lines[i].bytes, lines->lines[i].allocated);
      g_free (lines->lines[i].bytes);
    }
  g_free (lines);
}

static guint
hash_op (const MchGlyph *glyphs, const MchOp *op)
{
  /* The same words stand twice on a page of two slips. */
  guint hash = 2166136261u ^ (guint) (op->y * 100);

  for (guint i = 0; i < op->n; i++)
    hash = (hash ^ glyphs[i].glyph ^ (guint) glyphs[i].face << 16) * 16777619u;
  return hash ^ hash >> 16;
}

/* How many bytes of text the glyphs of @op stand for. */
static gsize
get_text_length (const MchGlyph *glyphs, const MchOp *op)
{
  gsize length = 0;

  for (guint i = 0; i < op->n; i++)
    length = MAX (length, (gsize) glyphs[i].text_start + glyphs[i].text_length);
  return length;
}

static gboolean
is_equal (double a, double b)
{
  return memcmp (&a, &b, sizeof a) == 0;
}

static gboolean
is_same (const Line *line, const MchGlyph *glyphs, const char *text, const MchOp *op)
{
  return line->glyphs_length == op->n * sizeof *glyphs && is_equal (line->x, op->x)
         && is_equal (line->y, op->y) && is_equal (line->size, op->size)
         && is_equal (line->gray, op->gray)
         && memcmp (line->bytes, glyphs, line->glyphs_length) == 0
         && line->text_length == get_text_length (glyphs, op)
         && memcmp (line->bytes + line->glyphs_length, text, line->text_length) == 0;
}

static void
remember (Line *line, const MchGlyph *glyphs, const char *text, const MchOp *op, guint hash)
{
  gsize glyphs_length = op->n * sizeof *glyphs;
  gsize text_length = get_text_length (glyphs, op);

  if (line->allocated < glyphs_length + text_length)
    {
      if (line->bytes != NULL)
        explicit_bzero (line->bytes, line->allocated);
      g_free (line->bytes);
      line->allocated = MAX (glyphs_length + text_length, 2048);
      line->bytes = g_malloc0 (line->allocated);
    }
  memcpy (line->bytes, glyphs, glyphs_length);
  memcpy (line->bytes + glyphs_length, text, text_length);
  *line = (Line){ .hash = hash,
                  .x = op->x,
                  .y = op->y,
                  .size = op->size,
                  .gray = op->gray,
                  .glyphs_length = glyphs_length,
                  .text_length = text_length,
                  .bytes = line->bytes,
                  .allocated = line->allocated };
}

MchPdfLineState
mch_pdf_lines_see (MchPdfLines *lines, const MchPage *page, const MchOp *op, guint *ret_object)
{
  const MchGlyph *glyphs = mch_page_get_glyphs (page) + op->first;
  const char *text = mch_page_get_text (page) + op->text;
  guint hash;
  Line *line;

  if (op->kind != MCH_OP_TEXT || op->n < LEAST_GLYPHS || glyphs->face == MCH_FACE_MONO)
    return MCH_PDF_LINE_NEW;
  hash = hash_op (glyphs, op);
  line = &lines->lines[hash % N_PLACES];
  if (line->hash != hash || !is_same (line, glyphs, text, op))
    {
      remember (line, glyphs, text, op, hash);
      return MCH_PDF_LINE_NEW;
    }
  *ret_object = line->object;
  if (line->object != 0)
    return MCH_PDF_LINE_KNOWN;
  return lines->n_objects < MAX_OBJECTS ? MCH_PDF_LINE_REPEATED : MCH_PDF_LINE_NEW;
}

void
mch_pdf_lines_set_object (MchPdfLines *lines, const MchPage *page, const MchOp *op, guint object)
{
  guint hash = hash_op (mch_page_get_glyphs (page) + op->first, op);

  lines->lines[hash % N_PLACES].object = object;
  lines->n_objects++;
}
