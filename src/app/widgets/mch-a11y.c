/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-a11y.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-toast.h"

#define WHY_NOT "mch-why-not"
#define CHOICE "mch-choice"
#define CHOICE_TEXT "mch-choice-text"
#define NARROW_CHARACTERS 60

static char *
dup_without_mnemonic (const char *label)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", 2);

  return g_strjoinv ("", parts);
}

/* @text is said as it is: a name or a file may hold an underscore. */
static void
set_name (GtkWidget *widget, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static gboolean
is_row (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  return role == GTK_ACCESSIBLE_ROLE_LIST_ITEM || role == GTK_ACCESSIBLE_ROLE_ROW
         || role == GTK_ACCESSIBLE_ROLE_OPTION;
}

void
mch_a11y_set_label (GtkWidget *widget, const char *label)
{
  g_autofree char *plain = dup_without_mnemonic (label);

  set_name (widget, plain);
}

void
mch_a11y_set_description (GtkWidget *widget, const char *description)
{
  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    description, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
mch_a11y_set_fault (GtkWidget *entry, GtkLabel *message)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (entry);

  mch_a11y_set_description (entry, message != NULL ? gtk_label_get_text (message) : NULL);
  if (message == NULL)
    {
      gtk_widget_remove_css_class (entry, "error");
      gtk_accessible_reset_state (accessible, GTK_ACCESSIBLE_STATE_INVALID);
      gtk_accessible_reset_relation (accessible, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE);
      return;
    }
  gtk_widget_add_css_class (entry, "error");
  gtk_accessible_update_state (accessible, GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, message, -1);
}

void
mch_a11y_label_by (GtkWidget *widget, GtkWidget *label)
{
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), widget);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
}

static void
hide_other_pages (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN, page != shown,
                                 -1);
}

GtkWidget *
mch_search_entry_new (const char *placeholder, const char *label)
{
  GtkWidget *entry = gtk_search_entry_new ();

  g_object_set (entry, "placeholder-text", placeholder, "hexpand", TRUE, NULL);
  mch_a11y_set_label (entry, label);
  return entry;
}

GtkWidget *
mch_stack_new (void)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkSelectionModel *pages = gtk_stack_get_pages (GTK_STACK (stack));

  g_signal_connect (stack, "notify::visible-child", G_CALLBACK (hide_other_pages), NULL);
  g_signal_connect_object (pages, "items-changed", G_CALLBACK (hide_other_pages), stack,
                           G_CONNECT_SWAPPED);
  /* The stack makes this list for as long as somebody holds it. */
  g_object_set_data_full (G_OBJECT (stack), "mch-pages", pages, g_object_unref);
  return stack;
}

GtkWidget *
mch_a11y_get_row (GtkWidget *widget)
{
  while (widget != NULL && !is_row (widget))
    widget = gtk_widget_get_parent (widget);
  return widget;
}

void
mch_a11y_set_row_label (GtkWidget *child, const char *name)
{
  GtkWidget *row = mch_a11y_get_row (child);

  if (row != NULL)
    set_name (row, name);
}

static void
name_choice (GtkDropDown *menu)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (menu));
  const char *label = g_object_get_data (G_OBJECT (menu), CHOICE);
  MchItemText get_text = (MchItemText) g_object_get_data (G_OBJECT (menu), CHOICE_TEXT);
  GObject *item = gtk_drop_down_get_selected_item (menu);
  const char *text = item == NULL       ? ""
                     : get_text != NULL ? get_text (item)
                                        : gtk_string_object_get_string (GTK_STRING_OBJECT (item));
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), label, text);

  set_name (button, name);
}

static void
on_string_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, mch_text_new ("", FALSE));
}

static void
on_string_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_label (GTK_LABEL (label), text);
  mch_a11y_set_row_label (label, text);
}

GtkListItemFactory *
mch_string_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_string_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_string_bind), NULL);
  return factory;
}

GtkWidget *
mch_drop_down_new (const char *label, MchItemText get_text)
{
  GtkWidget *menu = gtk_drop_down_new (NULL, NULL);

  g_object_set_data_full (G_OBJECT (menu), CHOICE, g_strdup (label), g_free);
  g_object_set_data (G_OBJECT (menu), CHOICE_TEXT, (gpointer) get_text);
  mch_a11y_set_label (menu, label);
  g_signal_connect (menu, "notify::selected-item", G_CALLBACK (name_choice), NULL);
  name_choice (GTK_DROP_DOWN (menu));
  return menu;
}

static void
on_narrow_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer listed)
{
  GtkWidget *label = mch_text_new ("", FALSE);

  if (listed)
    gtk_label_set_max_width_chars (GTK_LABEL (label), NARROW_CHARACTERS);
  else
    {
      gtk_label_set_wrap (GTK_LABEL (label), FALSE);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    }
  gtk_list_item_set_child (item, label);
}

static void
on_narrow_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer listed)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text =
      gtk_string_object_get_string (GTK_STRING_OBJECT (gtk_list_item_get_item (item)));

  gtk_label_set_label (GTK_LABEL (label), text);
  if (listed)
    mch_a11y_set_row_label (label, text);
  else
    gtk_widget_set_tooltip_text (label, text);
}

static GtkListItemFactory *
narrow_factory_new (gboolean listed)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_narrow_setup), GINT_TO_POINTER (listed));
  g_signal_connect (factory, "bind", G_CALLBACK (on_narrow_bind), GINT_TO_POINTER (listed));
  return factory;
}

void
mch_drop_down_set_narrow (GtkWidget *menu)
{
  g_autoptr (GtkListItemFactory) shown = narrow_factory_new (FALSE);
  g_autoptr (GtkListItemFactory) listed = narrow_factory_new (TRUE);

  gtk_drop_down_set_factory (GTK_DROP_DOWN (menu), shown);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (menu), listed);
}

void
mch_a11y_name_button (GtkButton *button)
{
  /* The label's own name is the one to read; GTK adds the raw text with its underscore. */
  gtk_accessible_reset_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  mch_a11y_set_label (GTK_WIDGET (button), gtk_button_get_label (button));
}

GtkWidget *
mch_button_new (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  mch_a11y_name_button (GTK_BUTTON (button));
  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

GtkWidget *
mch_icon_button_new (const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  mch_a11y_set_label (button, label);
  if (action != NULL)
    gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  return button;
}

void
mch_why_not_set (GtkWidget *button, const char *reason)
{
  g_object_set_data_full (G_OBJECT (button), WHY_NOT, g_strdup (reason), g_free);
  gtk_widget_set_tooltip_text (button, reason);
  mch_a11y_set_description (button, reason);
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_DISABLED,
                               reason != NULL, -1);
  if (reason != NULL)
    gtk_widget_add_css_class (button, "why-not");
  else
    gtk_widget_remove_css_class (button, "why-not");
}

const char *
mch_why_not_get (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), WHY_NOT);
}

gboolean
mch_why_not_stops (GtkWidget *button)
{
  const char *reason = mch_why_not_get (button);

  if (reason == NULL)
    return FALSE;
  mch_toast_show (button, reason);
  return TRUE;
}

double
mch_a11y_get_text_scale (GtkWidget *widget)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? dpi / (96.0 * 1024) : 1.0;
}

GtkWidget *
mch_heading_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

GtkWidget *
mch_text_new (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_WORD);
  if (dim)
    gtk_widget_add_css_class (label, "dim-label");
  return label;
}
