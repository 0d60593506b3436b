/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-context-menu.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "core/mch-label.h"

#define WIDTH_CHARACTERS 16 /* narrower, three lines would not do */

/* A menu button whose label wraps the two lines of a choice. */
static GtkWidget *
menu_button_new (GtkWidget *label, const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_lines (GTK_LABEL (label), 3);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (button, "flat");
  mch_a11y_set_label (button, name);
  return button;
}

static void
set_choice (GtkWidget *button, GtkLabel *label, const char *what, const char *text, GMenu *menu)
{
  g_autofree char *name = g_strdup_printf ("%s%s%s", what, _ (": "), text);

  gtk_label_set_label (label, text);
  /* A short one may not ask for more than it is wide. */
  gtk_label_set_width_chars (label, strchr (text, '\n') == NULL
                                            && g_utf8_strlen (text, -1) > WIDTH_CHARACTERS
                                        ? WIDTH_CHARACTERS
                                        : -1);
  gtk_widget_set_tooltip_text (button, text);
  mch_a11y_set_label (button, name);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
}

static void
append_choice (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static void
on_session (GSimpleAction *action, GVariant *value, gpointer data)
{
  mch_context_set_session (data, g_variant_get_string (value, NULL));
}

static void
refresh_session (GtkWidget *button)
{
  MchContext *context = g_object_get_data (G_OBJECT (button), "context");
  GtkWidget *label = gtk_menu_button_get_child (GTK_MENU_BUTTON (button));
  GSimpleAction *action = g_object_get_data (G_OBJECT (button), "choice");
  const char *chosen = mch_context_get_session (context);
  g_auto (GStrv) sessions = mch_context_dup_sessions (context);
  g_autofree char *title = mch_context_dup_title (context);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; sessions[i] != NULL; i++)
    {
      g_autofree char *text = mch_label_dup_context (sessions[i], NULL);

      append_choice (menu, text, "context.choose", sessions[i]);
    }
  set_choice (button, GTK_LABEL (label), _ ("Session"), title, menu);
  g_simple_action_set_state (action, g_variant_new_string (chosen != NULL ? chosen : ""));
}

static void
on_establishment (GSimpleAction *action, GVariant *value, gpointer data)
{
  mch_context_set_scope (data, g_variant_get_string (value, NULL));
}

static char *
dup_establishment_text (const MchScopeFacts *scope)
{
  return g_strdup_printf ("%s\n%s", scope->name, scope->uai);
}

static void
refresh_establishment (GtkWidget *button)
{
  MchContext *context = g_object_get_data (G_OBJECT (button), "context");
  GtkWidget *label = gtk_menu_button_get_child (GTK_MENU_BUTTON (button));
  GSimpleAction *action = g_object_get_data (G_OBJECT (button), "choice");
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (context));
  const char *chosen = mch_context_get_scope (context);
  const MchScopeFacts *found =
      facts != NULL && chosen != NULL ? mch_desk_facts_find (facts, chosen) : NULL;
  g_autofree char *title = found != NULL ? dup_establishment_text (found) : g_strdup ("Machaon");
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; facts != NULL && i < facts->scopes->len; i++)
    {
      const MchScopeFacts *scope = facts->scopes->pdata[i];
      g_autofree char *text = g_strdup_printf ("%s  %s", scope->name, scope->uai);

      append_choice (menu, text, "context.choose", scope->scope);
    }
  set_choice (button, GTK_LABEL (label), _ ("Establishment"), title, menu);
  g_simple_action_set_state (action, g_variant_new_string (chosen != NULL ? chosen : ""));
}

static GtkWidget *
choice_new (MchContext *context, const char *name, GCallback chosen, GCallback refresh)
{
  GtkWidget *button = menu_button_new (gtk_label_new (""), name);
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GSimpleAction *action =
      g_simple_action_new_stateful ("choose", G_VARIANT_TYPE_STRING, g_variant_new_string (""));

  g_object_set_data_full (G_OBJECT (button), "context", g_object_ref (context), g_object_unref);
  g_object_set_data_full (G_OBJECT (button), "choice", action, g_object_unref);
  g_signal_connect_object (action, "activate", chosen, context, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (button, "context", G_ACTION_GROUP (group));
  g_signal_connect_object (context, "changed", refresh, button, G_CONNECT_SWAPPED);
  return button;
}

GtkWidget *
mch_session_menu_new (MchContext *context)
{
  GtkWidget *button =
      choice_new (context, _ ("Session"), G_CALLBACK (on_session), G_CALLBACK (refresh_session));

  gtk_widget_add_css_class (gtk_menu_button_get_child (GTK_MENU_BUTTON (button)), "heading");
  refresh_session (button);
  return button;
}

GtkWidget *
mch_establishment_menu_new (MchContext *context)
{
  GtkWidget *button = choice_new (context, _ ("Establishment"), G_CALLBACK (on_establishment),
                                  G_CALLBACK (refresh_establishment));

  gtk_widget_add_css_class (gtk_menu_button_get_child (GTK_MENU_BUTTON (button)),
                            "caption-heading");
  refresh_establishment (button);
  return button;
}
