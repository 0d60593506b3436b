/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-pdf-content.h"

#include <math.h>

/* The state of one text object. Moves are in em; PDF's array takes thousandths, to the left. */
typedef struct
{
  MchPdfContent *content;
  const char *text;
  double size;
  int face;
  double rise;
  double move;
  gboolean in_array;
  gboolean in_string;
} TextState;

/* Smaller moves than this are kept for the next glyph; nobody sees them. */
#define LEAST_MOVE 0.0006

static void
append_point (MchPdfContent *content, double x, double y)
{
  mch_pdf_append_number (content->to, x / MCH_MM_PER_POINT, 2);
  g_string_append_c (content->to, ' ');
  mch_pdf_append_number (content->to, (content->height - y) / MCH_MM_PER_POINT, 2);
  g_string_append_c (content->to, ' ');
}

static void
append_length (MchPdfContent *content, double length)
{
  mch_pdf_append_number (content->to, length / MCH_MM_PER_POINT, 2);
  g_string_append_c (content->to, ' ');
}

static void
set_gray (MchPdfContent *content, double gray)
{
  if (fabs (gray - content->gray) < 0.001)
    return;
  content->gray = gray;
  mch_pdf_append_number (content->to, gray, 3);
  g_string_append (content->to, " g ");
  mch_pdf_append_number (content->to, gray, 3);
  g_string_append (content->to, " G\n");
}

static void
close_string (TextState *state)
{
  if (state->in_string)
    g_string_append_c (state->content->to, ')');
  state->in_string = FALSE;
}

static void
close_array (TextState *state)
{
  close_string (state);
  if (state->in_array)
    g_string_append (state->content->to, "]TJ\n");
  state->in_array = FALSE;
}

static void
open_string (TextState *state)
{
  if (!state->in_array)
    g_string_append_c (state->content->to, '[');
  state->in_array = TRUE;
  if (fabs (state->move) >= LEAST_MOVE)
    {
      close_string (state);
      mch_pdf_append_number (state->content->to, -state->move * 1000, 1);
      state->move = 0;
    }
  if (!state->in_string)
    g_string_append_c (state->content->to, '(');
  state->in_string = TRUE;
}

static MchPdfFont *
use_font (MchPdfContent *content, int face)
{
  if (content->fonts[face] == NULL)
    content->fonts[face] =
        mch_pdf_font_new (mch_fonts_get_file (content->source, face), mch_fonts_get_name (face));
  return content->fonts[face];
}

/* A string of bytes is half as long as one of hexadecimal digits, and packed in less time. */
static void
append_byte (GString *to, guint byte)
{
  if (byte == '(' || byte == ')' || byte == '\\')
    g_string_append_c (to, '\\');
  if (byte == '\r')
    g_string_append (to, "\\r"); /* a bare one is read as the end of a line */
  else
    g_string_append_c (to, (char) byte);
}

static void
append_glyph (TextState *state, const MchGlyph *glyph)
{
  MchPdfFont *font = use_font (state->content, glyph->face);
  guint number = mch_pdf_font_use (font, glyph->glyph);

  if (glyph->face != state->face)
    {
      close_array (state);
      g_string_append_printf (state->content->to, "/F%d ", glyph->face);
      mch_pdf_append_number (state->content->to, state->size, 2);
      g_string_append (state->content->to, " Tf\n");
      state->face = glyph->face;
    }
  if (fabs (glyph->dy + state->rise) > LEAST_MOVE)
    {
      close_array (state);
      state->rise = -glyph->dy;
      mch_pdf_append_number (state->content->to, state->rise * state->size, 2);
      g_string_append (state->content->to, " Ts\n");
    }
  state->move += glyph->dx;
  open_string (state);
  append_byte (state->content->to, number >> 8);
  append_byte (state->content->to, number & 255);
  state->move += glyph->advance - glyph->dx - g_array_index (font->advances, float, number);
}

/* A glyph that always stands for the same text needs no more than the font's own table. What
 * cannot be told so (marks on a letter, a missing character) carries its text with it. */
static gboolean
has_own_text (TextState *state, const MchGlyph *glyph)
{
  MchPdfFont *font = use_font (state->content, glyph->face);
  guint number;

  if (glyph->cluster != 1)
    return FALSE;
  number = mch_pdf_font_use (font, glyph->glyph);
  return mch_pdf_font_set_text (font, number, state->text + glyph->text_start, glyph->text_length);
}

static void
append_cluster (TextState *state, const MchGlyph *glyphs, guint n)
{
  gboolean plain = has_own_text (state, glyphs);

  if (!plain)
    {
      close_array (state);
      g_string_append (state->content->to, "/Span<</ActualText<FEFF");
      mch_pdf_append_utf16 (state->content->to, state->text + glyphs->text_start,
                            glyphs->text_length);
      g_string_append (state->content->to, ">>>BDC\n");
    }
  for (guint i = 0; i < n; i++)
    append_glyph (state, &glyphs[i]);
  if (!plain)
    {
      close_array (state);
      g_string_append (state->content->to, "EMC\n");
    }
}

static void
append_text (MchPdfContent *content, const MchPage *page, const MchOp *op)
{
  const MchGlyph *glyphs = mch_page_get_glyphs (page) + op->first;
  TextState state = {
    .content = content, .text = mch_page_get_text (page) + op->text, .size = op->size, .face = -1
  };

  if (op->n == 0)
    return;
  set_gray (content, op->gray);
  g_string_append (content->to, "BT ");
  append_point (content, op->x, op->y);
  g_string_append (content->to, "Td\n");
  for (guint i = 0, n; i < op->n; i += n)
    {
      n = MAX (glyphs[i].cluster, 1);
      append_cluster (&state, &glyphs[i], MIN (n, op->n - i));
    }
  close_array (&state);
  if (fabs (state.rise) > 0)
    g_string_append (content->to, "0 Ts\n");
  g_string_append (content->to, "ET\n");
}

static void
append_segment (MchPdfContent *content, const MchSegment *segment)
{
  const double *v = segment->v;

  switch (segment->op)
    {
    case 'M':
      append_point (content, v[0], v[1]);
      g_string_append (content->to, "m\n");
      break;
    case 'L':
      append_point (content, v[0], v[1]);
      g_string_append (content->to, "l\n");
      break;
    case 'C':
      append_point (content, v[0], v[1]);
      append_point (content, v[2], v[3]);
      append_point (content, v[4], v[5]);
      g_string_append (content->to, "c\n");
      break;
    case 'R':
      append_point (content, v[0], v[1] + v[3]);
      append_length (content, v[2]);
      append_length (content, v[3]);
      g_string_append (content->to, "re\n");
      break;
    default:
      g_string_append (content->to, "h\n");
      break;
    }
}

static void
append_path (MchPdfContent *content, const MchPage *page, const MchOp *op)
{
  const MchSegment *segments = mch_page_get_segments (page) + op->first;

  if (op->n == 0)
    return;
  set_gray (content, op->gray);
  if (op->line_width > 0)
    {
      append_length (content, op->line_width);
      g_string_append (content->to, "w\n");
    }
  if (op->dash > 0)
    {
      g_string_append_c (content->to, '[');
      append_length (content, op->dash);
      g_string_append (content->to, "]0 d\n");
    }
  for (guint i = 0; i < op->n; i++)
    append_segment (content, &segments[i]);
  g_string_append (content->to, op->line_width > 0 ? "S\n" : "f\n");
  if (op->dash > 0)
    g_string_append (content->to, "[]0 d\n");
}

static void
append_group (MchPdfContent *content, const MchOp *op)
{
  guint object = GPOINTER_TO_UINT (g_hash_table_lookup (content->groups, op->group));
  gboolean shifted = fabs (op->x) > 0 || fabs (op->y) > 0;

  /* What a group draws first takes the colour of here: it begins in black. */
  set_gray (content, 0);
  if (shifted)
    {
      g_string_append (content->to, "q 1 0 0 1 ");
      append_length (content, op->x);
      append_length (content, -op->y);
      g_string_append (content->to, "cm ");
    }
  g_string_append_printf (content->to, "/X%u Do%s\n", object, shifted ? " Q" : "");
}

static void
append_op (MchPdfContent *content, const MchPage *page, const MchOp *op)
{
  switch (op->kind)
    {
    case MCH_OP_TEXT:
      append_text (content, page, op);
      break;
    case MCH_OP_PATH:
      append_path (content, page, op);
      break;
    case MCH_OP_GROUP:
      append_group (content, op);
      break;
    case MCH_OP_SECTION:
    default:
      break;
    }
}

void
mch_pdf_content_append (MchPdfContent *content, const MchPage *page)
{
  guint n;
  const MchOp *ops = mch_page_get_ops (page, &n);

  for (guint i = 0; i < n; i++)
    append_op (content, page, &ops[i]);
}

static gboolean
has_sections (const MchOp *ops, guint n)
{
  for (guint i = 0; i < n; i++)
    if (ops[i].kind == MCH_OP_SECTION)
      return TRUE;
  return FALSE;
}

guint
mch_pdf_content_append_sections (MchPdfContent *content, const MchPage *page)
{
  guint n, n_sections = 0;
  const MchOp *ops = mch_page_get_ops (page, &n);
  gboolean open = FALSE;

  if (!has_sections (ops, n))
    {
      g_string_append (content->to, "/Sect<</MCID 0>>BDC\n");
      mch_pdf_content_append (content, page);
      g_string_append (content->to, "EMC\n");
      return 1;
    }
  for (guint i = 0; i < n; i++)
    {
      if (open && ops[i].kind == MCH_OP_SECTION)
        g_string_append (content->to, "EMC\n");
      if (ops[i].kind == MCH_OP_SECTION)
        g_string_append_printf (content->to, "/Sect<</MCID %u>>BDC\n", n_sections++);
      else if (!open)
        g_string_append (content->to, "/Artifact BMC\n");
      open = TRUE;
      append_op (content, page, &ops[i]);
    }
  g_string_append (content->to, "EMC\n");
  return n_sections;
}
