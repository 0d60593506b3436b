/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-sidebar.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-tab-stop.h"

#define ACTIVITY "mch-activity"

struct _MchSidebar
{
  AdwBin parent_instance;

  MchContext *context;
  GtkListBox *list;
};

static guint activated_signal;

G_DEFINE_FINAL_TYPE (MchSidebar, mch_sidebar, ADW_TYPE_BIN)

static const MchActivity *
activity_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ACTIVITY);
}

static void
add_section (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *section = activity_of (row)->section;
  const char *above = before != NULL ? activity_of (before)->section : NULL;
  GtkWidget *label;

  if (section == NULL || g_strcmp0 (section, above) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  if (gtk_list_box_row_get_header (row) != NULL)
    return;
  label = gtk_label_new (_ (section));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "section");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
row_new (const MchActivity *activity)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ (activity->label));
  GtkWidget *mark = adw_bin_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (mark, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), ACTIVITY, (gpointer) activity);
  g_object_set_data (G_OBJECT (row), "mark", mark);
  mch_a11y_set_label (row, _ (activity->label));
  return row;
}

static GtkWidget *
mark_widget_new (const MchMark *mark)
{
  g_autofree char *number = NULL;
  GtkWidget *widget;

  switch (mark->kind)
    {
    case MCH_MARK_DONE:
      widget = gtk_image_new_from_icon_name ("object-select-symbolic");
      gtk_widget_add_css_class (widget, "success");
      break;
    case MCH_MARK_LOCK:
      widget = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
      gtk_widget_add_css_class (widget, "dim-label");
      break;
    case MCH_MARK_NUMBER:
      number = g_strdup_printf ("%u", mark->number);
      widget = gtk_label_new (number);
      gtk_widget_add_css_class (widget, "badge");
      gtk_widget_add_css_class (widget, "numeric");
      break;
    default:
      return NULL;
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  return widget;
}

static void
show_mark (GtkWidget *row, const MchMark *mark)
{
  AdwBin *bin = g_object_get_data (G_OBJECT (row), "mark");

  adw_bin_set_child (bin, mark_widget_new (mark));
  mch_why_not_set (row, mark->kind == MCH_MARK_LOCK ? mark->text : NULL);
  if (mark->kind != MCH_MARK_LOCK && mark->kind != MCH_MARK_NONE)
    {
      gtk_widget_set_tooltip_text (row, mark->text);
      mch_a11y_set_description (row, mark->text);
    }
}

static void
refresh (MchSidebar *self)
{
  g_autoptr (MchOverview) overview = mch_overview_new (self->context);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      g_auto (MchMark) mark = { 0 };

      gtk_widget_set_visible (
          GTK_WIDGET (row),
          mch_activity_is_for (activity_of (row), mch_context_is_office (self->context)));
      mch_activity_mark (activity_of (row), overview, &mark);
      show_mark (GTK_WIDGET (row), &mark);
    }
  gtk_list_box_invalidate_headers (self->list);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, MchSidebar *self)
{
  if (mch_why_not_stops (GTK_WIDGET (row)))
    return;
  g_signal_emit (self, activated_signal, 0, activity_of (row));
}

void
mch_sidebar_select (MchSidebar *self, const char *id)
{
  GtkListBoxRow *row;

  g_return_if_fail (MCH_IS_SIDEBAR (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (activity_of (row)->id, id) == 0)
      break;
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
  else
    gtk_list_box_unselect_all (self->list);
}

void
mch_sidebar_focus (MchSidebar *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (MCH_IS_SIDEBAR (self));

  row = gtk_list_box_get_selected_row (self->list);
  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

GtkWidget *
mch_sidebar_new (MchContext *context)
{
  MchSidebar *self = g_object_new (MCH_TYPE_SIDEBAR, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  refresh (self);
  return GTK_WIDGET (self);
}

static void
mch_sidebar_dispose (GObject *object)
{
  g_clear_object (&MCH_SIDEBAR (object)->context);
  G_OBJECT_CLASS (mch_sidebar_parent_class)->dispose (object);
}

static void
mch_sidebar_class_init (MchSidebarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_sidebar_dispose;

  activated_signal = g_signal_new ("activated", MCH_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mch_sidebar_init (MchSidebar *self)
{
  GtkWidget *scrolled;

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_list_box_set_header_func (self->list, add_section, NULL, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  mch_a11y_set_label (GTK_WIDGET (self->list), _ ("Activities"));
  for (const MchActivity *activity = mch_activities; activity->id != NULL; activity++)
    gtk_list_box_append (self->list, row_new (activity));
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  scrolled = mch_scroll_new (GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), mch_tab_stop_new (scrolled));
}
