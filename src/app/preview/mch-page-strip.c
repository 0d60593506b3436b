/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-page-strip.h"

#define MARGIN 12.0 /* around each page, in application pixels */
#define PIXELS_PER_POINT (96.0 / 72.0)
#define FRAME 3.0

struct _MchPageStrip
{
  GtkWidget parent_instance;

  MchPageDocument *document;
  const MchSlipGrid *grid; /* NULL when a page is one thing */
  guint current;
  double zoom;
  gboolean fit_width;
  gboolean frameless;
  gboolean scroll_later; /* to the current slip, once there is a size */
  GtkAdjustment *adjustments[2];
  GtkScrollablePolicy policies[2];
};

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY
};

enum
{
  SIGNAL_PICKED,
  SIGNAL_ZOOMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (MchPageStrip, mch_page_strip, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static guint
n_pages (MchPageStrip *self)
{
  return self->document != NULL ? mch_page_document_get_n_pages (self->document) : 0;
}

static double
page_width (MchPageStrip *self)
{
  return mch_page_document_get_width (self->document) * PIXELS_PER_POINT * self->zoom;
}

static double
page_height (MchPageStrip *self)
{
  return mch_page_document_get_height (self->document) * PIXELS_PER_POINT * self->zoom;
}

static double
page_top (MchPageStrip *self, guint page)
{
  return MARGIN + page * (page_height (self) + MARGIN);
}

static double
page_left (MchPageStrip *self)
{
  double free_space = gtk_widget_get_width (GTK_WIDGET (self)) - page_width (self);

  return MAX (free_space / 2, MARGIN);
}

static double
value_of (GtkAdjustment *adjustment)
{
  return adjustment != NULL ? gtk_adjustment_get_value (adjustment) : 0;
}

static void
set_range (GtkAdjustment *adjustment, double whole, double visible)
{
  double value = value_of (adjustment);

  if (adjustment == NULL)
    return;
  whole = MAX (whole, visible);
  value = CLAMP (value, 0, whole - visible);
  gtk_adjustment_configure (adjustment, value, 0, whole, visible * 0.1, visible * 0.9, visible);
}

static void
update_ranges (MchPageStrip *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  guint n = n_pages (self);

  if (n > 0 && self->fit_width && width > 0)
    {
      double paper = mch_page_document_get_width (self->document) * PIXELS_PER_POINT;
      double zoom = CLAMP ((width - 2 * MARGIN) / paper, MCH_ZOOM_MIN, MCH_ZOOM_MAX);

      if (ABS (zoom - self->zoom) > 0.001)
        {
          self->zoom = zoom;
          g_signal_emit (self, signals[SIGNAL_ZOOMED], 0);
        }
    }
  set_range (self->adjustments[GTK_ORIENTATION_HORIZONTAL],
             n > 0 ? page_width (self) + 2 * MARGIN : 0, width);
  set_range (self->adjustments[GTK_ORIENTATION_VERTICAL], n > 0 ? page_top (self, n) : 0, height);
}

static guint
count_places (MchPageStrip *self)
{
  return self->grid != NULL ? self->grid->columns * self->grid->rows : 1;
}

/* Where @slot of a page is, in application pixels from the page's corner. */
static MchBox
get_place (MchPageStrip *self, guint slot)
{
  double zoom = page_width (self) / MCH_A4_WIDTH;
  MchBox place;

  if (self->grid == NULL)
    return (MchBox){ 0, 0, page_width (self), page_height (self) };
  place = mch_slip_grid_get_place (self->grid, slot);
  return (MchBox){ place.x * zoom, place.y * zoom, place.width * zoom, place.height * zoom };
}

/* The part of the strip that the current slip takes; its x counts from the page's left. */
static MchBox
get_current (MchPageStrip *self)
{
  guint n = count_places (self);
  MchBox place = get_place (self, self->current % n);

  place.y += page_top (self, self->current / n);
  return place;
}

static void
scroll_to_current (MchPageStrip *self)
{
  GtkAdjustment *vertical = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double top, bottom;
  MchBox place;

  self->scroll_later = n_pages (self) == 0 || gtk_widget_get_height (GTK_WIDGET (self)) == 0;
  if (self->scroll_later || vertical == NULL)
    return;
  place = get_current (self);
  top = place.y;
  /* What does not fit is read from its top. */
  bottom =
      MIN (top + place.height + MARGIN, top - MARGIN + gtk_adjustment_get_page_size (vertical));
  gtk_adjustment_clamp_page (vertical, top - MARGIN, bottom);
}

static void
snapshot_frame (MchPageStrip *self, GtkSnapshot *snapshot, double left, double top)
{
  GskRoundedRect outline;
  const float widths[4] = { FRAME, FRAME, FRAME, FRAME };
  GdkRGBA colors[4];
  GdkRGBA color = { 0.2f, 0.5f, 0.9f, 1 };
  const MchBox place = get_current (self);

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color",
                                  &color);
  for (int i = 0; i < 4; i++)
    colors[i] = color;
  gsk_rounded_rect_init_from_rect (
      &outline,
      &GRAPHENE_RECT_INIT ((float) (left + place.x - FRAME), (float) (place.y - top - FRAME),
                           (float) (place.width + 2 * FRAME), (float) (place.height + 2 * FRAME)),
      4);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static void
mch_page_strip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MchPageStrip *self = MCH_PAGE_STRIP (widget);
  double left, top, bottom, step;
  guint n = n_pages (self);

  if (n == 0)
    return;
  left = page_left (self) - value_of (self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
  top = value_of (self->adjustments[GTK_ORIENTATION_VERTICAL]);
  bottom = top + gtk_widget_get_height (widget);
  step = page_height (self) + MARGIN;
  for (guint page = (guint) (MAX (top - MARGIN, 0) / step); page < n; page++)
    {
      double y = page_top (self, page);

      if (y >= bottom)
        break;
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) left, (float) (y - top)));
      mch_page_document_snapshot (self->document, snapshot, page, page_width (self),
                                  gtk_widget_get_scale_factor (widget));
      gtk_snapshot_restore (snapshot);
    }
  if (!self->frameless)
    snapshot_frame (self, snapshot, left, top);
}

static void
mch_page_strip_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MchPageStrip *self = MCH_PAGE_STRIP (widget);

  update_ranges (self);
  if (self->scroll_later)
    scroll_to_current (self);
}

static void
mch_page_strip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 480;
}

/* The place of a page that is at @x, @y, or the nearest one. */
static guint
find_slot (MchPageStrip *self, double x, double y)
{
  guint nearest = 0;
  double least = G_MAXDOUBLE;

  for (guint slot = 0; slot < count_places (self); slot++)
    {
      MchBox place = get_place (self, slot);
      double far_x = ABS (x - place.x - place.width / 2) / place.width;
      double far_y = ABS (y - place.y - place.height / 2) / place.height;

      if (MAX (far_x, far_y) >= least)
        continue;
      least = MAX (far_x, far_y);
      nearest = slot;
    }
  return nearest;
}

static void
on_click (GtkGestureClick *gesture, int n_press, double x, double y, MchPageStrip *self)
{
  guint page;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (n_pages (self) == 0)
    return;
  x += value_of (self->adjustments[GTK_ORIENTATION_HORIZONTAL]) - page_left (self);
  y += value_of (self->adjustments[GTK_ORIENTATION_VERTICAL]) - MARGIN;
  page = (guint) (MAX (y, 0) / (page_height (self) + MARGIN));
  if (page >= n_pages (self))
    return;
  y -= page * (page_height (self) + MARGIN);
  g_signal_emit (self, signals[SIGNAL_PICKED], 0,
                 page * count_places (self) + find_slot (self, x, y));
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, MchPageStrip *self)
{
  GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0)
    return FALSE;
  mch_page_strip_set_zoom (self, self->zoom * (dy < 0 ? 1.1 : 1 / 1.1));
  return TRUE;
}

static void
on_opened (MchPageStrip *self)
{
  update_ranges (self);
  if (self->scroll_later)
    scroll_to_current (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mch_page_strip_set_document (MchPageStrip *self, MchPageDocument *document, const MchSlipGrid *grid)
{
  g_return_if_fail (MCH_IS_PAGE_STRIP (self));

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_set_object (&self->document, document);
  self->grid = grid;
  if (document != NULL)
    {
      g_signal_connect_object (document, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (document, "rendered", G_CALLBACK (gtk_widget_queue_draw), self,
                               G_CONNECT_SWAPPED);
    }
  on_opened (self);
}

void
mch_page_strip_set_current (MchPageStrip *self, guint place)
{
  g_return_if_fail (MCH_IS_PAGE_STRIP (self));

  self->current = place;
  scroll_to_current (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mch_page_strip_set_frameless (MchPageStrip *self)
{
  g_return_if_fail (MCH_IS_PAGE_STRIP (self));

  self->frameless = TRUE;
}

void
mch_page_strip_set_zoom (MchPageStrip *self, double zoom)
{
  g_return_if_fail (MCH_IS_PAGE_STRIP (self));

  self->fit_width = FALSE;
  self->zoom = CLAMP (zoom, MCH_ZOOM_MIN, MCH_ZOOM_MAX);
  update_ranges (self);
  scroll_to_current (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_ZOOMED], 0);
}

double
mch_page_strip_get_zoom (MchPageStrip *self)
{
  g_return_val_if_fail (MCH_IS_PAGE_STRIP (self), 1);

  return self->zoom;
}

void
mch_page_strip_set_fit_width (MchPageStrip *self)
{
  g_return_if_fail (MCH_IS_PAGE_STRIP (self));

  self->fit_width = TRUE;
  update_ranges (self);
  scroll_to_current (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_adjustment (MchPageStrip *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  if (self->adjustments[orientation] != NULL)
    g_signal_handlers_disconnect_by_data (self->adjustments[orientation], self);
  g_set_object (&self->adjustments[orientation], adjustment);
  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                             G_CONNECT_SWAPPED);
  update_ranges (self);
}

static void
mch_page_strip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  MchPageStrip *self = MCH_PAGE_STRIP (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
mch_page_strip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  MchPageStrip *self = MCH_PAGE_STRIP (object);

  switch (id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

GtkWidget *
mch_page_strip_new (void)
{
  return g_object_new (MCH_TYPE_PAGE_STRIP, NULL);
}

static void
mch_page_strip_dispose (GObject *object)
{
  MchPageStrip *self = MCH_PAGE_STRIP (object);

  g_clear_object (&self->document);
  g_clear_object (&self->adjustments[0]);
  g_clear_object (&self->adjustments[1]);
  G_OBJECT_CLASS (mch_page_strip_parent_class)->dispose (object);
}

static void
mch_page_strip_class_init (MchPageStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = mch_page_strip_dispose;
  object_class->set_property = mch_page_strip_set_property;
  object_class->get_property = mch_page_strip_get_property;
  widget_class->snapshot = mch_page_strip_snapshot;
  widget_class->measure = mch_page_strip_measure;
  widget_class->size_allocate = mch_page_strip_size_allocate;
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  gtk_widget_class_set_css_name (widget_class, "pagestrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);

  signals[SIGNAL_PICKED] = g_signal_new ("picked", MCH_TYPE_PAGE_STRIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[SIGNAL_ZOOMED] = g_signal_new ("zoomed", MCH_TYPE_PAGE_STRIP, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_page_strip_init (MchPageStrip *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  self->zoom = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_click), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (on_scroll), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
