/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-preview-bar.h"

#include <glib/gi18n-lib.h>

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
  GtkDropDown *per_page;
  GtkDropDown *order;
  GtkLabel *zoom;
};

static guint asked_signal;

G_DEFINE_FINAL_TYPE (MchPreviewBar, mch_preview_bar, ADW_TYPE_BIN)

static void
ask (MchPreviewBar *self)
{
  if (!self->filling)
    g_signal_emit (self, asked_signal, 0);
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
mch_preview_bar_choose (MchPreviewBar *self, const char *edition, guint per_page)
{
  g_autoptr (MchEditionItem) item = NULL;
  guint position;

  g_return_if_fail (MCH_IS_PREVIEW_BAR (self));
  g_return_if_fail (per_page == 1 || per_page == 2);

  self->filling = TRUE;
  gtk_drop_down_set_selected (self->per_page, per_page - 1);
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

guint
mch_preview_bar_get_per_page (MchPreviewBar *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_BAR (self), 1);

  return gtk_drop_down_get_selected (self->per_page) + 1;
}

MchSlipOrder
mch_preview_bar_get_order (MchPreviewBar *self)
{
  g_return_val_if_fail (MCH_IS_PREVIEW_BAR (self), MCH_SLIP_ORDER_DIVISION);

  return gtk_drop_down_get_selected (self->order) == 1 ? MCH_SLIP_ORDER_NAME
                                                       : MCH_SLIP_ORDER_DIVISION;
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

static GtkDropDown *
drop_new (MchPreviewBar *self, const char *label, const char *first, const char *second)
{
  GtkWidget *drop = mch_drop_down_new (label, NULL);
  g_autoptr (GtkStringList) choices =
      gtk_string_list_new ((const char *const[]){ first, second, NULL });

  gtk_drop_down_set_model (GTK_DROP_DOWN (drop), G_LIST_MODEL (choices));
  gtk_widget_set_tooltip_text (drop, label);
  g_signal_connect_object (drop, "notify::selected", G_CALLBACK (ask), self, G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (drop);
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

  self->strip = g_object_ref (strip);
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_box_append (GTK_BOX (bar), edition_new (self));
  gtk_box_append (GTK_BOX (bar), box);
  self->per_page = drop_new (self, _ ("Slips on a page"), _ ("1 per page"), _ ("2 per page"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->per_page));
  self->order = drop_new (self, _ ("Order"), _ ("Class, then name"), _ ("Name"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->order));
  gtk_box_append (GTK_BOX (box), zoom_new (self));
  g_signal_connect_object (strip, "zoomed", G_CALLBACK (show_zoom), self, G_CONNECT_SWAPPED);
  show_zoom (self);
  adw_bin_set_child (ADW_BIN (self), bar);
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
}

static void
mch_preview_bar_init (MchPreviewBar *self)
{
}
