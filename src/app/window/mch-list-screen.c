/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-list-screen.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-boxed-list.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-status-page.h"

typedef struct
{
  GtkStack *stack; /* "wait", "list", "empty" or "failed" */
  GtkListBox *list;
  AdwStatusPage *failed;
} MchListScreenPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (MchListScreen, mch_list_screen, MCH_TYPE_SCREEN)

static MchListScreenPrivate *
get_private (MchListScreen *self)
{
  return mch_list_screen_get_instance_private (self);
}

void
mch_list_screen_reload (MchListScreen *self)
{
  g_return_if_fail (MCH_IS_LIST_SCREEN (self));

  if (mch_screen_get_store (MCH_SCREEN (self)) != NULL)
    MCH_LIST_SCREEN_GET_CLASS (self)->load (self);
}

void
mch_list_screen_set_up (MchListScreen *self, const char *title, GtkWidget *empty,
                        const char *failed_icon, const char *failed_title)
{
  MchListScreenPrivate *priv = get_private (self);
  GtkWidget *again = mch_button_new (_ ("_Try again"), NULL);

  g_return_if_fail (MCH_IS_LIST_SCREEN (self));

  g_signal_connect_swapped (again, "clicked", G_CALLBACK (mch_list_screen_reload), self);
  priv->list = GTK_LIST_BOX (mch_boxed_list_new (title));
  priv->failed = ADW_STATUS_PAGE (mch_status_page_new (failed_icon, failed_title, NULL, again));
  gtk_stack_add_named (priv->stack, mch_scroll_new (GTK_WIDGET (priv->list)), "list");
  gtk_stack_add_named (priv->stack, empty, "empty");
  gtk_stack_add_named (priv->stack, GTK_WIDGET (priv->failed), "failed");
  mch_screen_set_title (MCH_SCREEN (self), title);
}

void
mch_list_screen_show_rows (MchListScreen *self, const GPtrArray *items, MchListScreenRow row_new)
{
  MchListScreenPrivate *priv = get_private (self);
  gboolean had_focus;

  g_return_if_fail (MCH_IS_LIST_SCREEN (self));

  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (priv->list)) != NULL;
  mch_boxed_list_clear (priv->list);
  for (guint i = 0; i < items->len; i++)
    gtk_list_box_append (priv->list, row_new (self, items->pdata[i]));
  gtk_stack_set_visible_child_name (priv->stack, items->len > 0 ? "list" : "empty");
  if (had_focus)
    gtk_widget_child_focus (GTK_WIDGET (priv->stack), GTK_DIR_TAB_FORWARD);
}

void
mch_list_screen_show_error (MchListScreen *self, const GError *error)
{
  MchListScreenPrivate *priv = get_private (self);

  g_return_if_fail (MCH_IS_LIST_SCREEN (self));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  adw_status_page_set_description (priv->failed, error->message);
  gtk_stack_set_visible_child_name (priv->stack, "failed");
}

static void
mch_list_screen_switched (MchScreen *screen)
{
  gtk_stack_set_visible_child_name (get_private (MCH_LIST_SCREEN (screen))->stack, "wait");
}

static void
mch_list_screen_shown (MchScreen *screen)
{
  mch_list_screen_reload (MCH_LIST_SCREEN (screen));
  gtk_widget_child_focus (GTK_WIDGET (get_private (MCH_LIST_SCREEN (screen))->stack),
                          GTK_DIR_TAB_FORWARD);
}

static void
mch_list_screen_class_init (MchListScreenClass *klass)
{
  MCH_SCREEN_CLASS (klass)->switched = mch_list_screen_switched;
  MCH_SCREEN_CLASS (klass)->shown = mch_list_screen_shown;
}

static void
mch_list_screen_init (MchListScreen *self)
{
  MchListScreenPrivate *priv = get_private (self);

  priv->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (priv->stack, gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), "wait");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (priv->stack));
}
