/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/documents/mch-documents-filter.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"

struct _MchDocumentsFilter
{
  AdwBin parent_instance;

  GtkDropDown *division;
  GtkDropDown *state;
  GtkWidget *everybody; /* ends the choice of one candidate */
  char *only;           /* his id; NULL for all */
  GStrv divisions;      /* values in the order of the menu, after "all" */
  gboolean setting;
};

static const struct
{
  const char *value;
  const char *label;
} states[] = {
  { NULL, N_ ("Those whom it is for") },
  { MCH_STATE_PRE_REGISTERED, N_ ("Pre-registered") },
  { MCH_STATE_REGISTERED, N_ ("Registered") },
  { MCH_STATE_WITHDRAWN, N_ ("Withdrawn") },
};

static guint chosen_signal;

G_DEFINE_FINAL_TYPE (MchDocumentsFilter, mch_documents_filter, ADW_TYPE_BIN)

static void
tell (MchDocumentsFilter *self)
{
  if (!self->setting)
    g_signal_emit (self, chosen_signal, 0);
}

static guint
find_division (MchDocumentsFilter *self, const char *name)
{
  for (guint i = 0; name != NULL && self->divisions[i] != NULL; i++)
    if (g_str_equal (self->divisions[i], name))
      return i + 1;
  return 0;
}

void
mch_documents_filter_set_context (MchDocumentsFilter *self, MchContext *context)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autofree char *chosen = NULL;
  g_auto (GStrv) fresh = NULL;

  g_return_if_fail (MCH_IS_DOCUMENTS_FILTER (self));

  chosen = g_strdup (mch_documents_filter_get_division (self));
  fresh = mch_context_dup_divisions (context);
  if (self->divisions != NULL
      && g_strv_equal ((const char *const *) fresh, (const char *const *) self->divisions))
    return;
  g_strfreev (self->divisions);
  self->divisions = g_steal_pointer (&fresh);
  gtk_string_list_append (labels, _ ("All divisions"));
  for (guint i = 0; self->divisions[i] != NULL; i++)
    gtk_string_list_append (labels,
                            *self->divisions[i] != '\0' ? self->divisions[i] : _ ("No division"));
  self->setting = TRUE;
  gtk_drop_down_set_model (self->division, G_LIST_MODEL (labels));
  gtk_drop_down_set_selected (self->division, find_division (self, chosen));
  self->setting = FALSE;
}

const char *
mch_documents_filter_get_division (MchDocumentsFilter *self)
{
  guint at;

  g_return_val_if_fail (MCH_IS_DOCUMENTS_FILTER (self), NULL);

  at = gtk_drop_down_get_selected (self->division);
  if (self->divisions == NULL || at == 0 || at > g_strv_length (self->divisions))
    return NULL;
  return self->divisions[at - 1];
}

const char *
mch_documents_filter_get_state (MchDocumentsFilter *self)
{
  g_return_val_if_fail (MCH_IS_DOCUMENTS_FILTER (self), NULL);

  return states[MIN (gtk_drop_down_get_selected (self->state), G_N_ELEMENTS (states) - 1)].value;
}

void
mch_documents_filter_set_only (MchDocumentsFilter *self, const char *id, const char *name)
{
  g_autofree char *label = id != NULL ? g_strdup_printf (_ ("Only %s · show all"), name) : NULL;
  char *only = g_strdup (id);

  g_return_if_fail (MCH_IS_DOCUMENTS_FILTER (self));

  g_free (self->only);
  self->only = only;
  gtk_widget_set_visible (GTK_WIDGET (self->division), id == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->state), id == NULL);
  gtk_widget_set_visible (self->everybody, id != NULL);
  if (label != NULL)
    {
      gtk_button_set_label (GTK_BUTTON (self->everybody), label);
      mch_a11y_set_label (self->everybody, label);
    }
}

const char *
mch_documents_filter_get_only (MchDocumentsFilter *self)
{
  g_return_val_if_fail (MCH_IS_DOCUMENTS_FILTER (self), NULL);

  return self->only;
}

static void
on_everybody_clicked (MchDocumentsFilter *self)
{
  mch_documents_filter_set_only (self, NULL, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->division));
  tell (self);
}

static GtkDropDown *
menu_new (MchDocumentsFilter *self, const char *name)
{
  GtkWidget *menu = mch_drop_down_new (name, NULL);

  gtk_widget_set_tooltip_text (menu, name);
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (tell), self, G_CONNECT_SWAPPED);
  return GTK_DROP_DOWN (menu);
}

GtkWidget *
mch_documents_filter_new (void)
{
  return g_object_new (MCH_TYPE_DOCUMENTS_FILTER, NULL);
}

static void
mch_documents_filter_dispose (GObject *object)
{
  MchDocumentsFilter *self = MCH_DOCUMENTS_FILTER (object);

  self->setting = TRUE;
  g_clear_pointer (&self->divisions, g_strfreev);
  g_clear_pointer (&self->only, g_free);
  G_OBJECT_CLASS (mch_documents_filter_parent_class)->dispose (object);
}

static void
mch_documents_filter_class_init (MchDocumentsFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_documents_filter_dispose;
  chosen_signal = g_signal_new ("chosen", MCH_TYPE_DOCUMENTS_FILTER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_documents_filter_init (MchDocumentsFilter *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  self->setting = TRUE;
  self->division = menu_new (self, _ ("Division"));
  self->state = menu_new (self, _ ("State"));
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    gtk_string_list_append (labels, _ (states[i].label));
  gtk_drop_down_set_model (self->state, G_LIST_MODEL (labels));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->division));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  self->everybody = mch_button_new ("", NULL);
  gtk_widget_set_visible (self->everybody, FALSE);
  g_signal_connect_swapped (self->everybody, "clicked", G_CALLBACK (on_everybody_clicked), self);
  gtk_box_append (GTK_BOX (box), self->everybody);
  adw_bin_set_child (ADW_BIN (self), box);
  self->setting = FALSE;
}
