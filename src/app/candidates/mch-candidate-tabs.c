/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-tabs.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-tab-stop.h"

#define LIST_WIDTH 190

struct _MchCandidateTabs
{
  GtkBox parent_instance;

  MchRecordForm *form;
  GtkListBox *list;
  GtkStack *stack;
  GtkWidget *last;
  char *title;
  GArray *ids; /* MchFormTabId of the pages, in their order */
};

static guint turned_signal;

G_DEFINE_FINAL_TYPE (MchCandidateTabs, mch_candidate_tabs, GTK_TYPE_BOX)

static GtkWidget *
row_new (const char *title)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = mch_text_new (title, FALSE);
  GtkWidget *badge = gtk_label_new ("");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (badge, "badge");
  gtk_widget_add_css_class (badge, "numeric");
  gtk_widget_add_css_class (badge, "warning");
  gtk_accessible_update_state (GTK_ACCESSIBLE (badge), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), badge);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), "badge", badge);
  mch_a11y_set_label (row, title);
  return row;
}

static void
show_badge (GtkWidget *row, const MchFormTab *tab)
{
  GtkWidget *badge = g_object_get_data (G_OBJECT (row), "badge");
  g_autofree char *number = g_strdup_printf ("%u", tab->n_blockers);
  g_autofree char *words =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thing is missing here",
                                    "%u things are missing here", tab->n_blockers),
                       tab->n_blockers);

  gtk_label_set_label (GTK_LABEL (badge), number);
  gtk_widget_set_visible (badge, tab->n_blockers > 0);
  gtk_widget_set_tooltip_text (row, tab->n_blockers > 0 ? words : NULL);
  mch_a11y_set_description (row, tab->n_blockers > 0 ? words : NULL);
}

static gboolean
has_same_tabs (MchCandidateTabs *self, const GPtrArray *tabs)
{
  if (self->ids->len != tabs->len)
    return FALSE;
  for (guint i = 0; i < tabs->len; i++)
    if (g_array_index (self->ids, MchFormTabId, i) != ((MchFormTab *) tabs->pdata[i])->id)
      return FALSE;
  return TRUE;
}

static GtkWidget *
page_at (MchCandidateTabs *self, guint tab)
{
  g_autofree char *name = g_strdup_printf ("%u", tab);

  return gtk_stack_get_child_by_name (self->stack, name);
}

static void
rebuild (MchCandidateTabs *self, const GPtrArray *tabs)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->ids->len; i++)
    gtk_stack_remove (self->stack, page_at (self, i));
  g_array_set_size (self->ids, 0);
  for (guint i = 0; i < tabs->len; i++)
    {
      const MchFormTab *tab = tabs->pdata[i];
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *title = g_strdup_printf ("%u - %s", i + 1, tab->title);

      gtk_stack_add_named (self->stack, mch_candidate_page_new (self->form, tab->id), name);
      gtk_list_box_append (self->list, row_new (title));
      g_array_append_val (self->ids, tab->id);
    }
  gtk_list_box_append (self->list, row_new (self->title));
  gtk_widget_set_visible (
      g_object_get_data (G_OBJECT (gtk_widget_get_last_child (GTK_WIDGET (self->list))), "badge"),
      FALSE);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

void
mch_candidate_tabs_show (MchCandidateTabs *self, const MchCandidateShape *shape)
{
  const GPtrArray *tabs;

  g_return_if_fail (MCH_IS_CANDIDATE_TABS (self));

  tabs = shape->form->tabs;
  if (!has_same_tabs (self, tabs))
    rebuild (self, tabs);
  for (guint i = 0; i < tabs->len; i++)
    {
      mch_candidate_page_show (MCH_CANDIDATE_PAGE (page_at (self, i)), tabs->pdata[i], shape);
      show_badge (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i)), tabs->pdata[i]);
    }
}

void
mch_candidate_tabs_set_last_visible (MchCandidateTabs *self, gboolean visible)
{
  g_return_if_fail (MCH_IS_CANDIDATE_TABS (self));

  gtk_widget_set_visible (gtk_widget_get_last_child (GTK_WIDGET (self->list)), visible);
}

int
mch_candidate_tabs_get_current (MchCandidateTabs *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (MCH_IS_CANDIDATE_TABS (self), 0);

  row = gtk_list_box_get_selected_row (self->list);
  return row != NULL ? gtk_list_box_row_get_index (row) : 0;
}

int
mch_candidate_tabs_get_n (MchCandidateTabs *self)
{
  g_return_val_if_fail (MCH_IS_CANDIDATE_TABS (self), 0);

  return (int) self->ids->len;
}

GtkWidget *
mch_candidate_tabs_get_page (MchCandidateTabs *self)
{
  g_return_val_if_fail (MCH_IS_CANDIDATE_TABS (self), NULL);

  return gtk_stack_get_visible_child (self->stack);
}

void
mch_candidate_tabs_turn (MchCandidateTabs *self, int tab)
{
  GtkListBoxRow *row;
  GtkWidget *page;

  g_return_if_fail (MCH_IS_CANDIDATE_TABS (self));

  row = gtk_list_box_get_row_at_index (self->list, tab);
  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  page = mch_candidate_tabs_get_page (self);
  if (MCH_IS_CANDIDATE_PAGE (page))
    mch_candidate_page_focus (MCH_CANDIDATE_PAGE (page));
  else
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
mch_candidate_tabs_turn_to (MchCandidateTabs *self, GtkWidget *widget)
{
  g_return_if_fail (MCH_IS_CANDIDATE_TABS (self));

  for (guint i = 0; i < self->ids->len; i++)
    if (gtk_widget_is_ancestor (widget, page_at (self, i)))
      gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) i));
}

static void
on_selected (MchCandidateTabs *self)
{
  int tab = mch_candidate_tabs_get_current (self);
  GtkWidget *page = tab < (int) self->ids->len ? page_at (self, (guint) tab) : self->last;

  if (gtk_list_box_get_selected_row (self->list) == NULL || page == NULL)
    return;
  gtk_stack_set_visible_child (self->stack, page);
  g_signal_emit (self, turned_signal, 0);
}

GtkWidget *
mch_candidate_tabs_new (MchRecordForm *form, GtkWidget *last, const char *title)
{
  MchCandidateTabs *self = g_object_new (MCH_TYPE_CANDIDATE_TABS, NULL);
  GtkWidget *scrolled;

  self->form = g_object_ref (form);
  self->last = last;
  self->title = g_strdup (title);
  scrolled = mch_scroll_new (last);
  self->last = scrolled;
  mch_a11y_set_label (scrolled, title);
  gtk_stack_add_named (self->stack, scrolled, "last");
  return GTK_WIDGET (self);
}

static void
mch_candidate_tabs_finalize (GObject *object)
{
  MchCandidateTabs *self = MCH_CANDIDATE_TABS (object);

  g_array_unref (self->ids);
  g_object_unref (self->form);
  g_free (self->title);
  G_OBJECT_CLASS (mch_candidate_tabs_parent_class)->finalize (object);
}

static void
mch_candidate_tabs_class_init (MchCandidateTabsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_candidate_tabs_finalize;
  turned_signal = g_signal_new ("turned", MCH_TYPE_CANDIDATE_TABS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
mch_candidate_tabs_init (MchCandidateTabs *self)
{
  GtkWidget *scrolled;

  self->ids = g_array_new (FALSE, FALSE, sizeof (MchFormTabId));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  mch_a11y_set_label (GTK_WIDGET (self->list), _ ("Tabs"));
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (on_selected), self);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->stack), TRUE);
  scrolled = mch_scroll_new (GTK_WIDGET (self->list));
  gtk_widget_set_size_request (scrolled, LIST_WIDTH, -1);
  gtk_box_append (GTK_BOX (self), mch_tab_stop_new (scrolled));
  gtk_box_append (GTK_BOX (self), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->stack));
}
