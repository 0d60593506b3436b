/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-page.h"

#include <math.h>
#include <string.h>

struct _MchPage
{
  grefcount ref_count;
  double origin_x, origin_y;
  GArray *ops;        /* MchOp */
  GArray *glyphs;     /* MchGlyph */
  GArray *segments;   /* MchSegment */
  GArray *placements; /* MchPlacement */
  GArray *marks;      /* MchMark */
  GArray *group_ops;  /* guint: how many placements came before each group */
  GString *text;
};

MchPage *
mch_page_new (void)
{
  MchPage *page = g_new0 (MchPage, 1);

  g_ref_count_init (&page->ref_count);
  page->ops = g_array_new (FALSE, FALSE, sizeof (MchOp));
  page->glyphs = g_array_new (FALSE, FALSE, sizeof (MchGlyph));
  page->segments = g_array_new (FALSE, FALSE, sizeof (MchSegment));
  page->placements = g_array_new (FALSE, FALSE, sizeof (MchPlacement));
  page->marks = g_array_new (FALSE, FALSE, sizeof (MchMark));
  page->group_ops = g_array_new (FALSE, FALSE, sizeof (guint));
  page->text = g_string_new (NULL);
  return page;
}

MchPage *
mch_page_ref (MchPage *page)
{
  g_return_val_if_fail (page != NULL, NULL);

  g_ref_count_inc (&page->ref_count);
  return page;
}

void
mch_page_clear (MchPage *page)
{
  g_return_if_fail (page != NULL);

  for (guint i = 0; i < page->ops->len; i++)
    g_clear_pointer (&g_array_index (page->ops, MchOp, i).group, mch_page_unref);
  for (guint i = 0; i < page->marks->len; i++)
    g_free (g_array_index (page->marks, MchMark, i).text);
  if (page->glyphs->len > 0)
    explicit_bzero (page->glyphs->data, page->glyphs->len * sizeof (MchGlyph));
  explicit_bzero (page->text->str, page->text->len);
  g_array_set_size (page->ops, 0);
  g_array_set_size (page->glyphs, 0);
  g_array_set_size (page->segments, 0);
  g_array_set_size (page->placements, 0);
  g_array_set_size (page->marks, 0);
  g_array_set_size (page->group_ops, 0);
  g_string_truncate (page->text, 0);
  page->origin_x = page->origin_y = 0;
}

void
mch_page_unref (MchPage *page)
{
  g_return_if_fail (page != NULL);

  if (!g_ref_count_dec (&page->ref_count))
    return;
  mch_page_clear (page);
  g_array_unref (page->ops);
  g_array_unref (page->glyphs);
  g_array_unref (page->segments);
  g_array_unref (page->placements);
  g_array_unref (page->marks);
  g_array_unref (page->group_ops);
  g_string_free (page->text, TRUE);
  g_free (page);
}

void
mch_page_set_origin (MchPage *page, double x, double y)
{
  g_return_if_fail (page != NULL);

  page->origin_x = x;
  page->origin_y = y;
}

static MchBox
get_run_ink (const MchRun *run, double x, double y, double size)
{
  double em = size * MCH_MM_PER_POINT;

  return (MchBox){ x + run->ink_x0 * em, y + run->ink_y0 * em, (run->ink_x1 - run->ink_x0) * em,
                   (run->ink_y1 - run->ink_y0) * em };
}

void
mch_page_add_run (MchPage *page, const MchRun *run, double x, double y, double size, double gray,
                  const char *role)
{
  MchOp op = { .kind = MCH_OP_TEXT, .size = size, .gray = gray };

  g_return_if_fail (page != NULL && run != NULL);

  op.x = page->origin_x + x;
  op.y = page->origin_y + y;
  op.first = page->glyphs->len;
  op.n = run->glyphs->len;
  op.text = (guint) page->text->len;
  g_array_append_vals (page->glyphs, run->glyphs->data, run->glyphs->len);
  g_string_append_len (page->text, run->text->str, (gssize) run->text->len);
  g_array_append_val (page->ops, op);
  if (role != NULL && run->ink_x1 > run->ink_x0)
    {
      MchPlacement placement = { role, get_run_ink (run, op.x, op.y, size), size };

      g_array_append_val (page->placements, placement);
    }
}

static void
add_segment (MchPage *page, const MchSegment *segment)
{
  MchSegment moved = *segment;
  guint n = segment->op == 'C' ? 6 : segment->op == 'Z' ? 0 : 2;

  for (guint i = 0; i < n; i += 2)
    {
      moved.v[i] += page->origin_x;
      moved.v[i + 1] += page->origin_y;
    }
  g_array_append_val (page->segments, moved);
}

static void
add_path (MchPage *page, const MchSegment *segments, guint n, double line_width, double gray,
          double dash)
{
  MchOp op = { .kind = MCH_OP_PATH, .gray = gray, .line_width = line_width, .dash = dash };

  op.first = page->segments->len;
  op.n = n;
  for (guint i = 0; i < n; i++)
    add_segment (page, &segments[i]);
  g_array_append_val (page->ops, op);
}

void
mch_page_add_path (MchPage *page, const MchSegment *segments, guint n, double line_width,
                   double gray)
{
  g_return_if_fail (page != NULL && segments != NULL);

  add_path (page, segments, n, line_width, gray, 0);
}

void
mch_page_add_line (MchPage *page, double x0, double y0, double x1, double y1, double width,
                   double gray, double dash)
{
  MchSegment segments[2] = { { 'M', { x0, y0 } }, { 'L', { x1, y1 } } };

  g_return_if_fail (page != NULL);

  add_path (page, segments, 2, width, gray, dash);
}

void
mch_page_add_frame (MchPage *page, const MchBox *box, double radius, double line_width, double gray)
{
  const double k = radius * 0.4477; /* 1 - 4/3 (√2 - 1): the handle of a quarter circle */
  double x0 = box->x, y0 = box->y, x1 = box->x + box->width, y1 = box->y + box->height;
  MchSegment segments[] = {
    { 'M', { x0 + radius, y0 } },
    { 'L', { x1 - radius, y0 } },
    { 'C', { x1 - k, y0, x1, y0 + k, x1, y0 + radius } },
    { 'L', { x1, y1 - radius } },
    { 'C', { x1, y1 - k, x1 - k, y1, x1 - radius, y1 } },
    { 'L', { x0 + radius, y1 } },
    { 'C', { x0 + k, y1, x0, y1 - k, x0, y1 - radius } },
    { 'L', { x0, y0 + radius } },
    { 'C', { x0, y0 + k, x0 + k, y0, x0 + radius, y0 } },
    { 'Z', { 0 } },
  };

  g_return_if_fail (page != NULL);

  add_path (page, segments, G_N_ELEMENTS (segments), line_width, gray, 0);
}

static cairo_path_t *
copy_outline (MchFonts *fonts, const MchRun *run)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  cairo_path_t *path;
  double pen = 0;

  /* A large size keeps the outlines' precision, which cairo holds in 1/256 of its unit. */
  cairo_set_font_size (cr, 1000);
  for (guint i = 0; i < run->glyphs->len; i++)
    {
      const MchGlyph *glyph = &g_array_index (run->glyphs, MchGlyph, i);
      cairo_glyph_t drawn = { glyph->glyph, (pen + glyph->dx) * 1000, glyph->dy * 1000 };

      cairo_set_font_face (cr, mch_fonts_get_cairo_face (fonts, glyph->face));
      cairo_set_font_size (cr, 1000);
      cairo_glyph_path (cr, &drawn, 1);
      pen += glyph->advance;
    }
  path = cairo_copy_path (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return path;
}

static char
get_segment_op (cairo_path_data_type_t type)
{
  switch (type)
    {
    case CAIRO_PATH_MOVE_TO:
      return 'M';
    case CAIRO_PATH_LINE_TO:
      return 'L';
    case CAIRO_PATH_CURVE_TO:
      return 'C';
    case CAIRO_PATH_CLOSE_PATH:
    default:
      return 'Z';
    }
}

void
mch_page_add_outline (MchPage *page, MchFonts *fonts, const MchRun *run, double x, double y,
                      double size, double angle, double line_width, double gray)
{
  g_autoptr (GArray) segments = NULL;
  cairo_path_t *path;
  cairo_matrix_t matrix;
  double scale = size * MCH_MM_PER_POINT / 1000;

  g_return_if_fail (page != NULL && fonts != NULL && run != NULL);

  cairo_matrix_init_translate (&matrix, x, y);
  cairo_matrix_rotate (&matrix, -angle * G_PI / 180);
  cairo_matrix_scale (&matrix, scale, scale);
  cairo_matrix_translate (&matrix, -500 * (run->ink_x0 + run->ink_x1),
                          -500 * (run->ink_y0 + run->ink_y1));
  segments = g_array_new (FALSE, TRUE, sizeof (MchSegment));
  path = copy_outline (fonts, run);
  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    {
      MchSegment segment = { get_segment_op (path->data[i].header.type), { 0 } };

      for (int j = 1; j < path->data[i].header.length; j++)
        {
          segment.v[j * 2 - 2] = path->data[i + j].point.x;
          segment.v[j * 2 - 1] = path->data[i + j].point.y;
          cairo_matrix_transform_point (&matrix, &segment.v[j * 2 - 2], &segment.v[j * 2 - 1]);
        }
      g_array_append_val (segments, segment);
    }
  cairo_path_destroy (path);
  add_path (page, (const MchSegment *) segments->data, segments->len, line_width, gray, 0);
}

static void
begin_mark (MchPage *page, MchMarkKind kind, const MchBox *box, const char *text)
{
  MchMark mark = { kind, *box, g_strdup (text) };
  MchOp op = { .kind = MCH_OP_MARK, .first = page->marks->len, .n = 1 };

  mark.box.x += page->origin_x;
  mark.box.y += page->origin_y;
  g_array_append_val (page->marks, mark);
  g_array_append_val (page->ops, op);
}

void
mch_page_begin_figure (MchPage *page, const MchBox *box, const char *text)
{
  g_return_if_fail (page != NULL && box != NULL && text != NULL);

  begin_mark (page, MCH_MARK_FIGURE, box, text);
}

void
mch_page_begin_link (MchPage *page, const MchBox *box, const char *uri)
{
  g_return_if_fail (page != NULL && box != NULL && uri != NULL);

  begin_mark (page, MCH_MARK_LINK, box, uri);
}

void
mch_page_begin_language (MchPage *page, const char *language)
{
  const MchBox nowhere = { 0 };

  g_return_if_fail (page != NULL && language != NULL);

  begin_mark (page, MCH_MARK_LANGUAGE, &nowhere, language);
}

void
mch_page_end_mark (MchPage *page)
{
  MchOp op = { .kind = MCH_OP_END_MARK };

  g_return_if_fail (page != NULL);

  g_array_append_val (page->ops, op);
}

void
mch_page_begin_section (MchPage *page)
{
  MchOp op = { .kind = MCH_OP_SECTION };

  g_return_if_fail (page != NULL);

  g_array_append_val (page->ops, op);
}

void
mch_page_add_group (MchPage *page, MchPage *group, double x, double y)
{
  MchOp op = { .kind = MCH_OP_GROUP };

  g_return_if_fail (page != NULL && group != NULL && group != page);
  g_return_if_fail (group->group_ops->len == 0);

  op.x = page->origin_x + x;
  op.y = page->origin_y + y;
  op.group = mch_page_ref (group);
  g_array_append_val (page->ops, op);
  g_array_append_val (page->group_ops, page->placements->len);
}

const MchOp *
mch_page_get_ops (const MchPage *page, guint *ret_n)
{
  g_return_val_if_fail (page != NULL && ret_n != NULL, NULL);

  *ret_n = page->ops->len;
  return (const MchOp *) page->ops->data;
}

const MchGlyph *
mch_page_get_glyphs (const MchPage *page)
{
  g_return_val_if_fail (page != NULL, NULL);

  return (const MchGlyph *) page->glyphs->data;
}

const MchSegment *
mch_page_get_segments (const MchPage *page)
{
  g_return_val_if_fail (page != NULL, NULL);

  return (const MchSegment *) page->segments->data;
}

const MchMark *
mch_page_get_marks (const MchPage *page)
{
  g_return_val_if_fail (page != NULL, NULL);

  return (const MchMark *) page->marks->data;
}

const char *
mch_page_get_text (const MchPage *page)
{
  g_return_val_if_fail (page != NULL, NULL);

  return page->text->str;
}

static void
append_placements (GArray *all, const MchPage *page, guint first, guint end, double x, double y)
{
  for (guint i = first; i < end; i++)
    {
      MchPlacement placement = g_array_index (page->placements, MchPlacement, i);

      placement.ink.x += x;
      placement.ink.y += y;
      g_array_append_val (all, placement);
    }
}

GArray *
mch_page_dup_placements (const MchPage *page)
{
  GArray *all;
  guint done = 0, group = 0;

  g_return_val_if_fail (page != NULL, NULL);

  all = g_array_new (FALSE, FALSE, sizeof (MchPlacement));
  for (guint i = 0; i < page->ops->len; i++)
    {
      const MchOp *op = &g_array_index (page->ops, MchOp, i);
      guint before;

      if (op->kind != MCH_OP_GROUP)
        continue;
      before = g_array_index (page->group_ops, guint, group++);
      append_placements (all, page, done, before, 0, 0);
      append_placements (all, op->group, 0, op->group->placements->len, op->x, op->y);
      done = before;
    }
  append_placements (all, page, done, page->placements->len, 0, 0);
  return all;
}

static void
draw_text (const MchPage *page, const MchOp *op, MchFonts *fonts, cairo_t *cr)
{
  const MchGlyph *glyphs = mch_page_get_glyphs (page) + op->first;
  double em = op->size * MCH_MM_PER_POINT;
  double pen = op->x;

  for (guint i = 0; i < op->n; i++)
    {
      cairo_glyph_t drawn = { glyphs[i].glyph, pen + glyphs[i].dx * em, op->y + glyphs[i].dy * em };

      cairo_set_font_face (cr, mch_fonts_get_cairo_face (fonts, glyphs[i].face));
      cairo_set_font_size (cr, em);
      cairo_show_glyphs (cr, &drawn, 1);
      pen += glyphs[i].advance * em;
    }
}

static void
trace_segments (const MchSegment *segments, guint n, cairo_t *cr)
{
  for (guint i = 0; i < n; i++)
    {
      const double *v = segments[i].v;

      switch (segments[i].op)
        {
        case 'M':
          cairo_move_to (cr, v[0], v[1]);
          break;
        case 'L':
          cairo_line_to (cr, v[0], v[1]);
          break;
        case 'C':
          cairo_curve_to (cr, v[0], v[1], v[2], v[3], v[4], v[5]);
          break;
        case 'R':
          cairo_rectangle (cr, v[0], v[1], v[2], v[3]);
          break;
        default:
          cairo_close_path (cr);
          break;
        }
    }
}

static void
draw_path (const MchPage *page, const MchOp *op, cairo_t *cr)
{
  cairo_new_path (cr);
  trace_segments (mch_page_get_segments (page) + op->first, op->n, cr);
  if (op->line_width > 0)
    {
      cairo_set_line_width (cr, op->line_width);
      cairo_set_dash (cr, &op->dash, op->dash > 0 ? 1 : 0, 0);
      cairo_stroke (cr);
    }
  else
    {
      cairo_fill (cr);
    }
}

static void
draw_ops (const MchPage *page, MchFonts *fonts, cairo_t *cr)
{
  for (guint i = 0; i < page->ops->len; i++)
    {
      const MchOp *op = &g_array_index (page->ops, MchOp, i);

      cairo_set_source_rgb (cr, op->gray, op->gray, op->gray);
      if (op->kind == MCH_OP_TEXT)
        {
          draw_text (page, op, fonts, cr);
        }
      else if (op->kind == MCH_OP_PATH)
        {
          draw_path (page, op, cr);
        }
      else if (op->kind == MCH_OP_GROUP)
        {
          cairo_save (cr);
          cairo_translate (cr, op->x, op->y);
          draw_ops (op->group, fonts, cr);
          cairo_restore (cr);
        }
    }
}

void
mch_page_draw (const MchPage *page, MchFonts *fonts, cairo_t *cr)
{
  cairo_font_options_t *options;

  g_return_if_fail (page != NULL && fonts != NULL && cr != NULL);

  options = cairo_font_options_create ();
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_save (cr);
  cairo_set_font_options (cr, options);
  cairo_scale (cr, 1 / MCH_MM_PER_POINT, 1 / MCH_MM_PER_POINT);
  draw_ops (page, fonts, cr);
  cairo_restore (cr);
  cairo_font_options_destroy (options);
}
