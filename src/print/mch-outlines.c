/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-outlines.h"

#include <math.h>
#include <string.h>

/* TrueType's curves are quadratic: a cubic one becomes so many of them. At a thousand units to the
 * em they differ from it by less than one. */
#define QUADRATICS 4

#define ON_CURVE 1

typedef struct
{
  int x, y;
  guint8 flags;
} Point;

struct _MchOutlines
{
  hb_font_t *font; /* its unit is that of the face */
  guint units;
};

/* One glyph while it is drawn. */
typedef struct
{
  GArray *points; /* Point */
  GArray *ends;   /* guint: the last point of each contour */
} Drawing;

MchOutlines *
mch_outlines_new (hb_font_t *font)
{
  MchOutlines *outlines = g_new0 (MchOutlines, 1);
  hb_face_t *face = hb_font_get_face (font);
  guint n = 0;
  const int *coordinates = hb_font_get_var_coords_normalized (font, &n);

  outlines->units = hb_face_get_upem (face);
  outlines->font = hb_font_create (face);
  hb_font_set_scale (outlines->font, (int) outlines->units, (int) outlines->units);
  hb_font_set_var_coords_normalized (outlines->font, coordinates, n);
  return outlines;
}

void
mch_outlines_free (MchOutlines *outlines)
{
  g_return_if_fail (outlines != NULL);

  hb_font_destroy (outlines->font);
  g_free (outlines);
}

hb_font_t *
mch_outlines_get_font (MchOutlines *outlines)
{
  return outlines->font;
}

double
mch_outlines_get_advance (const MchOutlines *outlines, guint glyph)
{
  return (double) hb_font_get_glyph_h_advance (outlines->font, glyph) / outlines->units;
}

static int
to_thousandths (const MchOutlines *outlines, int value)
{
  return value * 1000 / (int) outlines->units;
}

void
mch_outlines_get_metrics (const MchOutlines *outlines, MchTrueTypeMetrics *ret_metrics)
{
  hb_font_extents_t extents = { 0 };

  hb_font_get_h_extents (outlines->font, &extents);
  *ret_metrics = (MchTrueTypeMetrics){ .ascent = to_thousandths (outlines, extents.ascender),
                                       .descent = to_thousandths (outlines, extents.descender),
                                       .cap_height = 700 };
  ret_metrics->box[0] = -1000;
  ret_metrics->box[1] = ret_metrics->descent;
  ret_metrics->box[2] = 2000;
  ret_metrics->box[3] = ret_metrics->ascent;
}

static void
add_point (Drawing *drawing, double x, double y, guint8 flags)
{
  Point point = { (int) lround (x), (int) lround (y), flags };

  g_array_append_val (drawing->points, point);
}

static void
move_to (hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x, float y,
         void *user_data)
{
  add_point (data, (double) x, (double) y, ON_CURVE);
}

static void
quadratic_to (hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float control_x,
              float control_y, float x, float y, void *user_data)
{
  add_point (data, (double) control_x, (double) control_y, 0);
  add_point (data, (double) x, (double) y, ON_CURVE);
}

/* Of the cubic curve through the four values, at @t: its value, and how fast it changes. */
static double
get_cubic (const double v[4], double t, double *ret_slope)
{
  double s = 1 - t;

  *ret_slope = 3 * (s * s * (v[1] - v[0]) + 2 * s * t * (v[2] - v[1]) + t * t * (v[3] - v[2]));
  return s * s * s * v[0] + 3 * s * s * t * v[1] + 3 * s * t * t * v[2] + t * t * t * v[3];
}

/* Each part's control point lies half-way between where its two ends lead to. */
static void
cubic_to (hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, float x1, float y1,
          float x2, float y2, float x3, float y3, void *user_data)
{
  const double x[4] = { (double) state->current_x, (double) x1, (double) x2, (double) x3 };
  const double y[4] = { (double) state->current_y, (double) y1, (double) y2, (double) y3 };
  const double half = 0.5 / QUADRATICS;

  for (int i = 0; i < QUADRATICS; i++)
    {
      double t = (double) i / QUADRATICS, end = (double) (i + 1) / QUADRATICS;
      double slope_x[2], slope_y[2];
      double from_x = get_cubic (x, t, &slope_x[0]), from_y = get_cubic (y, t, &slope_y[0]);
      double to_x = get_cubic (x, end, &slope_x[1]), to_y = get_cubic (y, end, &slope_y[1]);

      add_point (data, (from_x + slope_x[0] * half + to_x - slope_x[1] * half) / 2,
                 (from_y + slope_y[0] * half + to_y - slope_y[1] * half) / 2, 0);
      add_point (data, to_x, to_y, ON_CURVE);
    }
}

static void
close_path (hb_draw_funcs_t *functions, void *data, hb_draw_state_t *state, void *user_data)
{
  Drawing *drawing = data;
  guint start =
      drawing->ends->len > 0 ? g_array_index (drawing->ends, guint, drawing->ends->len - 1) + 1 : 0;
  guint last = drawing->points->len;

  /* A contour closes by itself. */
  if (last > start + 1)
    {
      const Point *one = &g_array_index (drawing->points, Point, start);
      const Point *two = &g_array_index (drawing->points, Point, last - 1);

      if (one->x == two->x && one->y == two->y && two->flags == ON_CURVE)
        g_array_set_size (drawing->points, --last);
    }
  if (last == start)
    return;
  last--;
  g_array_append_val (drawing->ends, last);
}

static hb_draw_funcs_t *
get_functions (void)
{
  static gsize functions;

  if (g_once_init_enter (&functions))
    {
      hb_draw_funcs_t *made = hb_draw_funcs_create ();

      hb_draw_funcs_set_move_to_func (made, move_to, NULL, NULL);
      /* A line ends as a move does, in a point on the curve. */
      hb_draw_funcs_set_line_to_func (made, move_to, NULL, NULL);
      hb_draw_funcs_set_quadratic_to_func (made, quadratic_to, NULL, NULL);
      hb_draw_funcs_set_cubic_to_func (made, cubic_to, NULL, NULL);
      hb_draw_funcs_set_close_path_func (made, close_path, NULL, NULL);
      hb_draw_funcs_make_immutable (made);
      g_once_init_leave (&functions, (gsize) made);
    }
  return (hb_draw_funcs_t *) functions;
}

static void
draw (const MchOutlines *outlines, guint glyph, Drawing *drawing)
{
  g_array_set_size (drawing->points, 0);
  g_array_set_size (drawing->ends, 0);
#if HB_VERSION_ATLEAST(7, 0, 0)
  hb_font_draw_glyph (outlines->font, glyph, get_functions (), drawing);
#else
  hb_font_get_glyph_shape (outlines->font, glyph, get_functions (), drawing);
#endif
}

static void
append16 (GByteArray *to, int value)
{
  guint8 bytes[2] = { (guint8) ((guint) value >> 8), (guint8) value };

  g_byte_array_append (to, bytes, sizeof bytes);
}

/* Appends the outline to @glyf, each coordinate in two bytes. Returns: its least x. */
static int
append_outline (const Drawing *drawing, GByteArray *glyf)
{
  int box[4] = { G_MAXINT16, G_MAXINT16, G_MININT16, G_MININT16 };
  Point before = { 0, 0, 0 };

  if (drawing->ends->len == 0)
    return 0;
  for (guint i = 0; i < drawing->points->len; i++)
    {
      const Point *point = &g_array_index (drawing->points, Point, i);

      box[0] = MIN (box[0], point->x);
      box[1] = MIN (box[1], point->y);
      box[2] = MAX (box[2], point->x);
      box[3] = MAX (box[3], point->y);
    }
  append16 (glyf, (int) drawing->ends->len);
  for (guint i = 0; i < 4; i++)
    append16 (glyf, box[i]);
  for (guint i = 0; i < drawing->ends->len; i++)
    append16 (glyf, (int) g_array_index (drawing->ends, guint, i));
  append16 (glyf, 0); /* no instructions */
  for (guint i = 0; i < drawing->points->len; i++)
    g_byte_array_append (glyf, &g_array_index (drawing->points, Point, i).flags, 1);
  for (guint axis = 0; axis < 2; axis++)
    for (guint i = 0; i < drawing->points->len; i++)
      {
        const Point *point = &g_array_index (drawing->points, Point, i);

        append16 (glyf, axis == 0 ? point->x - (i > 0 ? before.x : 0)
                                  : point->y - (i > 0 ? before.y : 0));
        before = *point;
      }
  while (glyf->len % 4 != 0)
    g_byte_array_append (glyf, (const guint8 *) "", 1);
  return box[0];
}

GByteArray *
mch_outlines_dup_subset (const MchOutlines *outlines, GArray *glyphs)
{
  g_autoptr (GByteArray) glyf = g_byte_array_new ();
  g_autoptr (GArray) starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GByteArray) hmtx = g_byte_array_new ();
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (Point));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (guint));
  Drawing drawing = { points, ends };
  MchTrueTypeParts parts;

  g_return_val_if_fail (outlines != NULL && glyphs != NULL, NULL);

  parts = (MchTrueTypeParts){
    .units = outlines->units, .n_glyphs = glyphs->len, .glyf = glyf, .starts = starts, .hmtx = hmtx
  };
  for (guint i = 0; i < glyphs->len; i++)
    {
      guint glyph = g_array_index (glyphs, guint16, i);
      int advance = hb_font_get_glyph_h_advance (outlines->font, glyph);

      g_array_append_val (starts, glyf->len);
      draw (outlines, glyph, &drawing);
      parts.max_points = MAX (parts.max_points, points->len);
      parts.max_contours = MAX (parts.max_contours, ends->len);
      append16 (hmtx, advance);
      append16 (hmtx, append_outline (&drawing, glyf));
    }
  g_array_append_val (starts, glyf->len);
  return mch_truetype_join (&parts);
}
