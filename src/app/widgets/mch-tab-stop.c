/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-tab-stop.h"

#include "app/widgets/mch-a11y.h"

struct _MchTabStop
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (MchTabStop, mch_tab_stop, ADW_TYPE_BIN)

/* (nullable): the row inside @self that has the focus, or holds what has it. */
static GtkWidget *
get_focused_row (GtkWidget *self)
{
  GtkRoot *root = gtk_widget_get_root (self);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? mch_a11y_get_row (focus) : NULL;

  return row != NULL && gtk_widget_is_ancestor (row, self) ? row : NULL;
}

static gboolean
mch_tab_stop_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (widget));
  GtkWidget *row = get_focused_row (widget);

  if (row != NULL && (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD))
    return gtk_widget_child_focus (row, direction);
  return child != NULL && gtk_widget_child_focus (child, direction);
}

GtkWidget *
mch_tab_stop_new (GtkWidget *child)
{
  return g_object_new (MCH_TYPE_TAB_STOP, "child", child, NULL);
}

static void
mch_tab_stop_class_init (MchTabStopClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = mch_tab_stop_focus;
}

static void
mch_tab_stop_init (MchTabStop *self)
{
}
