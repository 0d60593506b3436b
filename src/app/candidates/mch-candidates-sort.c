/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidates-sort.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/widgets/mch-a11y.h"

static const struct
{
  const char *name;
  const char *label; /* msgid */
} orders[MCH_N_CANDIDATE_SORTS] = {
  [MCH_CANDIDATE_SORT_NAME] = { "name", N_ ("By _name") },
  [MCH_CANDIDATE_SORT_DIVISION] = { "division", N_ ("By _division") },
  [MCH_CANDIDATE_SORT_BIRTH_DATE] = { "birth-date", N_ ("By date of _birth") },
  [MCH_CANDIDATE_SORT_STATE] = { "state", N_ ("By _state") },
  [MCH_CANDIDATE_SORT_LOGIN] = { "login", N_ ("By _account") },
};

static GSimpleAction *
get_action (GtkColumnView *view, const char *name)
{
  GActionMap *actions = g_object_get_data (G_OBJECT (view), "mch-sort");

  return G_SIMPLE_ACTION (g_action_map_lookup_action (actions, name));
}

/* The headings were clicked, or the list was given an order: the menu says it too. */
static void
on_sorted (GtkColumnView *view)
{
  MchCandidateSort sort;
  gboolean descending;

  mch_candidate_cells_get_sort (view, &sort, &descending);
  g_simple_action_set_state (get_action (view, "order"), g_variant_new_string (orders[sort].name));
  g_simple_action_set_state (get_action (view, "reversed"), g_variant_new_boolean (descending));
}

static void
on_order_chosen (GSimpleAction *action, GVariant *value, gpointer view)
{
  const char *name = g_variant_get_string (value, NULL);

  for (MchCandidateSort sort = 0; sort < MCH_N_CANDIDATE_SORTS; sort++)
    if (g_str_equal (orders[sort].name, name))
      mch_candidate_cells_set_sort (view, sort, FALSE);
}

static void
on_reversed (GSimpleAction *action, GVariant *value, gpointer view)
{
  MchCandidateSort sort;
  gboolean descending;

  mch_candidate_cells_get_sort (view, &sort, &descending);
  mch_candidate_cells_set_sort (view, sort, g_variant_get_boolean (value));
}

static const GActionEntry entries[] = {
  { "order", NULL, "s", "'name'", on_order_chosen },
  { "reversed", NULL, NULL, "false", on_reversed },
};

GtkWidget *
mch_candidates_sort_new (GtkColumnView *view)
{
  GtkWidget *button = gtk_menu_button_new ();
  GSimpleActionGroup *actions = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) by = g_menu_new ();
  g_autoptr (GMenu) way = g_menu_new ();

  for (MchCandidateSort sort = 0; sort < MCH_N_CANDIDATE_SORTS; sort++)
    {
      g_autofree char *action = g_strdup_printf ("sort.order::%s", orders[sort].name);

      g_menu_append (by, _ (orders[sort].label), action);
    }
  g_menu_append (way, _ ("_Reversed"), "sort.reversed");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (by));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (way));
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), view);
  gtk_widget_insert_action_group (button, "sort", G_ACTION_GROUP (actions));
  g_object_set_data_full (G_OBJECT (view), "mch-sort", actions, g_object_unref);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-sort-descending-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("Order of the list"));
  mch_a11y_set_label (button, _ ("Order of the list"));
  g_signal_connect_object (gtk_column_view_get_sorter (view), "changed", G_CALLBACK (on_sorted),
                           view, G_CONNECT_SWAPPED);
  return button;
}
