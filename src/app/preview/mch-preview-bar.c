/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-preview-bar.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-layout-bar.h"
#include "app/widgets/mch-a11y.h"

#define LARGE 1.5 /* letters so large that the tools take two lines */

struct _MchPreviewBar
{
  AdwBin parent_instance;

  MchPageStrip *strip;
  GListModel *editions;
  char *chosen;
  gboolean filling;
  GtkDropDown *edition;
  MchLayoutBar *layout;
  GtkLabel *zoom;
  GtkLabel *words;
};

static guint asked_signal, laid_out_signal;

G_DEFINE_FINAL_TYPE (MchPreviewBar, mch_preview_bar, ADW_TYPE_BIN)

static void
ask (MchPreviewBar *self)
{
  if (!self->filling)
    g_signal_emit (self, asked_signal, 0);
}

static void
on_layout_chosen (MchPreviewBar *self)
{
  g_signal_emit (self, laid_out_signal, 0);
  ask (self);
}

static void
on_edition_selected (MchPreviewBar *self)
{
  MchEditionItem *item = gtk_drop_down_get_selected_item (self->edition);

  if (self->filling || item == NULL
      || g_strcmp0 (mch_edition_item_get_id (item), self->chosen) == 0)
    return;
  g_free (self->chosen);
  self->chosen = g_strdup (mch_edition_item_get_id (item));
  ask (self);
}

static void
show_zoom (MchPreviewBar *self)
{
  g_autofree char *text =
      g_strdup_printf (_ ("%d %%"), (int) (mch_page_strip_get_zoom (self->strip) * 100 + 0.5));

  gtk_label_set_label (self->zoom, text);
}

static void
zoom_by (MchPreviewBar *self, double factor)
{
  mch_page_strip_set_zoom (self->strip, mch_page_strip_get_zoom (self->strip) * factor);
}

static void
on_zoom_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom_by (MCH_PREVIEW_BAR (widget), 1.25);
}

static void
on_zoom_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom_by (MCH_PREVIEW_BAR (widget), 0.8);
}

static void
on_zoom_fit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  mch_page_strip_set_fit_width (MCH_PREVIEW_BAR (widget)->strip);
}

void
mch_preview_bar_set_editions (MchPreviewBar *self, GListModel *editions)
{
  g_autoptr (MchEditionItem) item = NULL;
  guint position = 0;

  g_return_if_fail (MCH_IS_PREVIEW_BAR (self));

  self->filling = TRUE;
  g_set_object (&self->editions, editions);
  item = mch_editions_find (editions, self->chosen, &position);
  if (item == NULL)
    item = g_list_model_get_item (editions, 0);
  gtk_drop_down_set_model (self->edition, editions);
  gtk_drop_down_set_selected (self->edition, item != NULL ? position : GTK_INVALID_LIST_POSITION);
  g_free (self->chosen);
  self->chosen = item != NULL ? g_strdup (mch_edition_item_get_id (item)) : NULL;
  self->filling = FALSE;
}

void
mch_preview_bar_choose (MchPreviewBar *self, const char *edition, MchPapillonLayout sheet)
{
  MchSlipLayout layout;
  g_autoptr (MchEditionItem) item = NULL;
  guint position;

  g_return_if_fail (MCH_IS_PREVIEW_BAR (self));

  layout = *mch_layout_bar_get (self->layout);
  mch_slip_layout_set_sheet (&layout, sheet);
  mch_layout_bar_set (self->layout, &layout);
  self->filling = TRUE;
  item = self->editions != NULL ? mch_editions_find (self->editions, edition, &position) : NULL;
  if (item != NULL)
    {
      gtk_drop_down_set_selected (self->edition, position);
      g_free (self->chosen);
      self->chosen = g_strdup (edition);
    }
  self->filling = FALSE;
  ask (self);
}

const char *
mch_preview_bar_get_edition (MchPreviewBar *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_BAR (self), NULL);

  return self->chosen;
}

MchEditionItem *
mch_preview_bar_get_item (MchPreviewBar *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_BAR (self), NULL);

  return gtk_drop_down_get_selected_item (self->edition);
}

const MchSlipLayout *
mch_preview_bar_get_layout (MchPreviewBar *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_BAR (self), NULL);

  return mch_layout_bar_get (self->layout);
}

void
mch_preview_bar_set_layout (MchPreviewBar *self, const MchSlipLayout *layout)
{
  g_return_if_fail (MCH_IS_PREVIEW_BAR (self));

  mch_layout_bar_set (self->layout, layout);
}

void
mch_preview_bar_show_size (MchPreviewBar *self, const MchPapillonSize *size, const char *left_out)
{
  const MchSlipLayout *layout;
  g_autofree char *words = NULL;
  g_autofree char *sheets = NULL;
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;

  g_return_if_fail (MCH_IS_PREVIEW_BAR (self));

  layout = mch_layout_bar_get (self->layout);
  if (size != NULL)
    {
      words = mch_papillon_size_dup_words (size);
      sheets = mch_slip_layout_dup_words (layout);
      /* TRANSLATORS: the size, how the slips lie on the pages, and their order. */
      text = g_strdup_printf (_ ("%s · %s · Order: %s"), words, sheets,
                              mch_slip_order_get_words (layout->order));
    }
  if (text != NULL && left_out != NULL)
    whole = g_strdup_printf ("%s · %s", left_out, text);
  gtk_label_set_label (self->words, whole != NULL ? whole : text != NULL ? text : "");
}

static void
on_label_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_label_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  MchEditionItem *edition = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (label), mch_edition_item_get_label (edition));
  gtk_widget_set_tooltip_text (label, mch_edition_item_get_title (edition));
}

static const char *
get_edition_label (gpointer item)
{
  return mch_edition_item_get_label (item);
}

static GtkWidget *
edition_new (MchPreviewBar *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *drop = mch_drop_down_new (_ ("Edition"), get_edition_label);

  g_signal_connect (factory, "setup", G_CALLBACK (on_label_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_label_bind), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (drop), factory);
  g_object_unref (factory);
  gtk_widget_set_hexpand (drop, TRUE);
  gtk_widget_set_size_request (drop, 160, -1);
  self->edition = GTK_DROP_DOWN (drop);
  g_signal_connect_object (drop, "notify::selected", G_CALLBACK (on_edition_selected), self,
                           G_CONNECT_SWAPPED);
  return drop;
}

static GtkWidget *
zoom_new (MchPreviewBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->zoom = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_width_chars (self->zoom, 6);
  gtk_box_append (GTK_BOX (box),
                  mch_icon_button_new ("zoom-out-symbolic", _ ("Smaller"), "preview.zoom-out"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->zoom));
  gtk_box_append (GTK_BOX (box),
                  mch_icon_button_new ("zoom-in-symbolic", _ ("Larger"), "preview.zoom-in"));
  gtk_box_append (GTK_BOX (box),
                  mch_icon_button_new ("zoom-fit-best-symbolic", _ ("As wide as the window"),
                                       "preview.zoom-fit"));
  return box;
}

GtkWidget *
mch_preview_bar_new (MchPageStrip *strip)
{
  MchPreviewBar *self = g_object_new (MCH_TYPE_PREVIEW_BAR, NULL);
  gboolean large = mch_a11y_get_text_scale (GTK_WIDGET (self)) >= LARGE;
  GtkWidget *bar = gtk_box_new (large ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->strip = g_object_ref (strip);
  self->layout = MCH_LAYOUT_BAR (mch_layout_bar_new ());
  g_signal_connect_object (self->layout, "chosen", G_CALLBACK (on_layout_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_box_append (GTK_BOX (box), edition_new (self));
  gtk_box_append (GTK_BOX (large ? box : bar), large ? zoom_new (self) : box);
  gtk_box_append (GTK_BOX (bar), large ? box : GTK_WIDGET (self->layout));
  gtk_box_append (GTK_BOX (bar), large ? GTK_WIDGET (self->layout) : zoom_new (self));
  g_signal_connect_object (strip, "zoomed", G_CALLBACK (show_zoom), self, G_CONNECT_SWAPPED);
  show_zoom (self);
  self->words = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "outcome");
  gtk_box_append (GTK_BOX (outer), bar);
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->words));
  adw_bin_set_child (ADW_BIN (self), outer);
  return GTK_WIDGET (self);
}

static void
mch_preview_bar_dispose (GObject *object)
{
  MchPreviewBar *self = MCH_PREVIEW_BAR (object);

  self->filling = TRUE;
  g_clear_object (&self->strip);
  g_clear_object (&self->editions);
  g_clear_pointer (&self->chosen, g_free);
  G_OBJECT_CLASS (mch_preview_bar_parent_class)->dispose (object);
}

static void
mch_preview_bar_class_init (MchPreviewBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_preview_bar_dispose;
  gtk_widget_class_install_action (widget_class, "preview.zoom-in", NULL, on_zoom_in);
  gtk_widget_class_install_action (widget_class, "preview.zoom-out", NULL, on_zoom_out);
  gtk_widget_class_install_action (widget_class, "preview.zoom-fit", NULL, on_zoom_fit);

  asked_signal = g_signal_new ("asked", MCH_TYPE_PREVIEW_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  laid_out_signal = g_signal_new ("laid-out", MCH_TYPE_PREVIEW_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_preview_bar_init (MchPreviewBar *self)
{
}
