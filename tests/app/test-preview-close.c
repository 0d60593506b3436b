/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A preview of a real edition that closes, in the middle of its work or not, leaves nothing behind.
 */
#include <string.h>

#include "app/preview/mch-layout-bar.h"
#include "app/preview/mch-preview-screen.h"
#include "app/preview/mch-slip-list.h"
#include "school-fixture.h"

static School school;

static GtkDropDown *
layout_drop (GtkWidget *bar, const char *name)
{
  GtkWidget *drop = app_fixture_find (bar, GTK_TYPE_DROP_DOWN, name);

  g_assert_nonnull (drop);
  return GTK_DROP_DOWN (drop);
}

static void
on_gone (gpointer alive, GObject *widget)
{
  g_hash_table_remove (alive, widget);
}

/* Notes every widget below @root, with its type, for as long as it lives. */
static void
watch (GHashTable *alive, GtkWidget *root)
{
  /* GTK keeps one for all windows. */
  if (strcmp (G_OBJECT_TYPE_NAME (root), "GtkTooltipWindow") == 0)
    return;
  if (g_hash_table_insert (alive, root, (gpointer) G_OBJECT_TYPE_NAME (root)))
    g_object_weak_ref (G_OBJECT (root), on_gone, alive);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch (alive, child);
}

static gboolean
is_empty (gpointer table)
{
  return g_hash_table_size (table) == 0;
}

/* @n changes of the layout, with the menu opened and pages read meanwhile. */
static void
lay_out (GHashTable *alive, GtkWidget *window, guint n)
{
  GtkWidget *bar = app_fixture_find (window, MCH_TYPE_LAYOUT_BAR, NULL);
  GtkWidget *more = app_fixture_find (bar, GTK_TYPE_MENU_BUTTON, NULL);

  for (guint i = 0; i < n; i++)
    {
      gtk_drop_down_set_selected (layout_drop (bar, "Papillons par page"), i % 3);
      gtk_menu_button_popup (GTK_MENU_BUTTON (more));
      app_fixture_settle ();
      gtk_drop_down_set_selected (layout_drop (bar, "Entre deux classes"), i / 3 % 3);
      gtk_menu_button_popdown (GTK_MENU_BUTTON (more));
      if (i % 2 == 0)
        app_fixture_settle ();
      watch (alive, window);
    }
}

/* Many layouts in one preview: at its close, pages being read or not, no widget is left behind. */
static void
test_closed (void)
{
  static const guint changes[] = { 2, 5, 17 };

  for (gsize round = 0; round < G_N_ELEMENTS (changes); round++)
    {
      g_autoptr (GHashTable) alive = g_hash_table_new (NULL, NULL);
      GtkWidget *window = gtk_window_new ();
      GtkWidget *overlay = adw_toast_overlay_new ();
      MchScreen *preview = g_object_new (MCH_TYPE_PREVIEW_SCREEN, NULL);
      GtkWidget *list;

      gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
      adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (preview));
      gtk_window_set_child (GTK_WINDOW (window), overlay);
      mch_screen_set_context (preview, school.context);
      mch_screen_open (preview, NULL);
      mch_screen_show (preview);
      gtk_window_present (GTK_WINDOW (window));
      list = app_fixture_find (window, MCH_TYPE_SLIP_LIST, NULL);
      school_wait (mch_slip_list_get_selected (MCH_SLIP_LIST (list)) != NULL);
      lay_out (alive, window, changes[round]);
      if (round % 2 == 0)
        school_wait (mch_slip_list_get_selected (MCH_SLIP_LIST (list)) != NULL);
      gtk_window_destroy (GTK_WINDOW (window));
      app_fixture_wait (is_empty, alive);
    }
}

int
main (int argc, char **argv)
{
  int status;

  app_fixture_init (&argc, &argv);
  school_open (&school);
  school_unlock (&school);
  g_test_add_func ("/app/preview-close/closed", test_closed);
  status = g_test_run ();
  school_close (&school);
  return status;
}
