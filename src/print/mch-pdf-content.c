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
      int move = (int) lround (state->move * 1000);

      close_string (state);
      mch_pdf_append_number (state->content->to, -move, 0);
      state->move -= move / 1000.0;
    }
  if (!state->in_string)
    g_string_append_c (state->content->to, '(');
  state->in_string = TRUE;
}

static MchPdfFont *
use_font (MchPdfContent *content, int face)
{
  if (content->fonts[face] == NULL)
    content->fonts[face] = mch_pdf_font_new (content->source, face);
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
      g_string_append (state->content->to, "/F");
      mch_pdf_append_unsigned (state->content->to, glyph->face);
      g_string_append_c (state->content->to, ' ');
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

/* Moves back to where the page itself is drawn. */
static void
end_move (MchPdfContent *content)
{
  if (content->moved)
    g_string_append (content->to, "Q\n");
  content->moved = FALSE;
  content->moved_x = content->moved_y = 0;
}

/* The symbols of a bar code stand one beside the other: each is told from the one before. */
static void
move_to (MchPdfContent *content, double x, double y)
{
  if (!content->moved)
    g_string_append (content->to, "q ");
  content->moved = TRUE;
  g_string_append (content->to, "1 0 0 1 ");
  append_length (content, x - content->moved_x);
  append_length (content, content->moved_y - y);
  g_string_append (content->to, "cm");
  content->moved_x = x;
  content->moved_y = y;
}

static void
append_form (MchPdfContent *content, guint object)
{
  g_string_append (content->to, "/X");
  mch_pdf_append_unsigned (content->to, object);
  g_string_append (content->to, " Do\n");
}

static void
append_group (MchPdfContent *content, const MchOp *op)
{
  guint object = GPOINTER_TO_UINT (g_hash_table_lookup (content->groups, op->group));
  gboolean at_origin = fabs (op->x) <= 0 && fabs (op->y) <= 0;

  if (at_origin)
    end_move (content);
  /* What a group draws first takes the colour of here: it begins in black. */
  set_gray (content, 0);
  if (!at_origin)
    move_to (content, op->x, op->y);
  append_form (content, object);
}

void
mch_pdf_content_append_op (MchPdfContent *content, const MchPage *page, guint index)
{
  guint n;
  const MchOp *op = &mch_page_get_ops (page, &n)[index];

  if (op->kind != MCH_OP_GROUP)
    end_move (content);
  if (content->lines != NULL && content->lines[index] != 0)
    {
      set_gray (content, 0);
      append_form (content, content->lines[index]);
    }
  else if (op->kind == MCH_OP_TEXT)
    append_text (content, page, op);
  else if (op->kind == MCH_OP_PATH)
    append_path (content, page, op);
  else if (op->kind == MCH_OP_GROUP)
    append_group (content, op);
}

void
mch_pdf_content_append (MchPdfContent *content, const MchPage *page)
{
  guint n;

  mch_page_get_ops (page, &n);
  for (guint i = 0; i < n; i++)
    mch_pdf_content_append_op (content, page, i);
  end_move (content);
}

static gboolean
has_sections (const MchOp *ops, guint n)
{
  for (guint i = 0; i < n; i++)
    if (ops[i].kind == MCH_OP_SECTION)
      return TRUE;
  return FALSE;
}

static const char *
get_tag (const MchMark *mark)
{
  if (mark == NULL)
    return "/Sect";
  if (mark->kind == MCH_MARK_LANGUAGE)
    return "/P";
  return mark->kind == MCH_MARK_LINK ? "/Link" : "/Figure";
}

static void
begin_piece (MchPdfContent *content, GArray *pieces, guint section, const MchMark *mark)
{
  MchPdfPiece piece = { .section = section, .mark = mark };

  g_string_append (content->to, get_tag (mark));
  g_string_append (content->to, "<</MCID ");
  mch_pdf_append_unsigned (content->to, pieces->len);
  g_string_append (content->to, ">>BDC\n");
  g_array_append_val (pieces, piece);
}

/* What of a page is marked while it is gone through. */
typedef struct
{
  guint n_sections; /* begun */
  gboolean open;    /* a piece is */
} Marking;

static void
append_marked_op (MchPdfContent *content, const MchPage *page, guint index, GArray *pieces,
                  Marking *marking)
{
  guint n;
  const MchOp *op = &mch_page_get_ops (page, &n)[index];
  gboolean draws = op->kind < MCH_OP_SECTION;

  if (!draws)
    end_move (content);
  if (!draws && marking->open)
    g_string_append (content->to, "EMC\n");
  if (!draws)
    marking->open = FALSE;
  if (op->kind == MCH_OP_SECTION)
    marking->n_sections++;
  if (op->kind == MCH_OP_MARK)
    begin_piece (content, pieces, MAX (marking->n_sections, 1) - 1,
                 mch_page_get_marks (page) + op->first);
  else if (op->kind == MCH_OP_SECTION || (draws && !marking->open && marking->n_sections > 0))
    begin_piece (content, pieces, marking->n_sections - 1, NULL);
  else if (draws && !marking->open)
    g_string_append (content->to, "/Artifact BMC\n");
  marking->open = marking->open || op->kind != MCH_OP_END_MARK;
  if (draws)
    mch_pdf_content_append_op (content, page, index);
}

void
mch_pdf_content_append_marked (MchPdfContent *content, const MchPage *page, GArray *pieces)
{
  guint n;
  const MchOp *ops = mch_page_get_ops (page, &n);
  /* A page without sections is one. */
  Marking marking = { has_sections (ops, n) ? 0 : 1, FALSE };

  for (guint i = 0; i < n; i++)
    append_marked_op (content, page, i, pieces, &marking);
  end_move (content);
  if (marking.open)
    g_string_append (content->to, "EMC\n");
  if (pieces->len > 0)
    return;
  begin_piece (content, pieces, 0, NULL);
  g_string_append (content->to, "EMC\n");
}
