/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/finish/mch-finish-fix.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-field-entry.h"

#define MANY_CHOICES 15

struct _MchFinishFix
{
  AdwBin parent_instance;

  char *key; /* of the group that is shown; NULL for none */
  GPtrArray *choices;
  GtkLabel *heading;
  GtkLabel *hint;
  GtkBox *line;
  GtkWidget *answer; /* a drop-down, a MchFieldEntry, or NULL */
  GtkWidget *apply;
  GtkLabel *fault;
};

static guint applied_signal;

G_DEFINE_FINAL_TYPE (MchFinishFix, mch_finish_fix, ADW_TYPE_BIN)

/* Borrowed; NULL while there is no answer. */
static const char *
get_value (MchFinishFix *self)
{
  guint chosen;
  const char *text;

  if (self->choices != NULL)
    {
      chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->answer));
      return chosen > 0 && chosen <= self->choices->len
                 ? ((MchChoice *) self->choices->pdata[chosen - 1])->value
                 : NULL;
    }
  if (self->answer == NULL)
    return NULL;
  text = mch_field_entry_get_text (MCH_FIELD_ENTRY (self->answer));
  return *text != '\0' ? text : NULL;
}

static void
on_answered (MchFinishFix *self)
{
  mch_finish_fix_set_fault (self, NULL);
  mch_why_not_set (self->apply,
                   get_value (self) != NULL ? NULL : _ ("Say first what they shall all have."));
}

static void
apply (MchFinishFix *self)
{
  g_autofree char *value = NULL;

  if (mch_why_not_stops (self->apply))
    return;
  value = g_strdup (get_value (self));
  g_signal_emit (self, applied_signal, 0, self->key, value);
}

static const char *
name_answer (const MchBlockerGroup *group)
{
  return group->fix == MCH_BLOCKER_FIX_OPTION ? group->value : _ (group->field->label);
}

static GtkWidget *
choice_new (MchFinishFix *self, const MchBlockerGroup *group)
{
  GtkWidget *menu = mch_drop_down_new (name_answer (group), NULL);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("Choose…"));
  for (guint i = 0; i < self->choices->len; i++)
    gtk_string_list_append (labels, ((MchChoice *) self->choices->pdata[i])->label);
  gtk_drop_down_set_model (GTK_DROP_DOWN (menu), G_LIST_MODEL (labels));
  if (self->choices->len > MANY_CHOICES)
    {
      g_autoptr (GtkExpression) text =
          gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

      gtk_drop_down_set_expression (GTK_DROP_DOWN (menu), text);
      gtk_drop_down_set_enable_search (GTK_DROP_DOWN (menu), TRUE);
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (menu), self->choices->len == 1 ? 1 : 0);
  mch_drop_down_set_narrow (menu);
  gtk_widget_set_hexpand (menu, TRUE);
  g_signal_connect_swapped (menu, "notify::selected", G_CALLBACK (on_answered), self);
  return menu;
}

static GtkWidget *
entry_new (MchFinishFix *self, const MchBlockerGroup *group)
{
  MchFieldEntry *entry = mch_field_entry_new (name_answer (group));

  g_signal_connect_swapped (entry, "edited", G_CALLBACK (on_answered), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (apply), self);
  return GTK_WIDGET (entry);
}

static void
clear_answer (MchFinishFix *self)
{
  if (self->answer != NULL)
    gtk_box_remove (self->line, self->answer);
  self->answer = NULL;
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_clear_pointer (&self->key, g_free);
}

static void
set_answer (MchFinishFix *self, const MchRegistrations *registrations, const MchBlockerGroup *group)
{
  guint first = g_array_index (group->members, guint, 0);

  self->choices = mch_blocker_group_dup_choices (
      group, registrations->reference,
      ((MchCandidate *) registrations->candidates->pdata[first])->candidature);
  self->answer = self->choices != NULL ? choice_new (self, group) : entry_new (self, group);
  gtk_box_prepend (self->line, self->answer);
}

static const char *
get_hint (const MchRegistrations *registrations, const MchBlockerGroup *group)
{
  if (group != NULL)
    return group->fix != MCH_BLOCKER_FIX_NONE
               ? NULL
               : _ ("Each has his own answer: open them one after the other.");
  if (registrations->groups->len > 0)
    return _ ("Choose on the left what is missing: one answer may do for all whom it concerns.");
  return _ ("Nothing is missing. What is left is to finalise.");
}

static void
show_words (MchFinishFix *self, const MchRegistrations *registrations, const MchBlockerGroup *group)
{
  guint n = group != NULL ? group->members->len : 0;
  const char *hint = get_hint (registrations, group);
  g_autofree char *label =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "_Apply to the %u", "_Apply to the %u", n), n);

  gtk_label_set_label (self->heading, group != NULL ? group->sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->heading), group != NULL);
  gtk_label_set_label (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
  gtk_button_set_label (GTK_BUTTON (self->apply), label);
  mch_a11y_name_button (GTK_BUTTON (self->apply));
}

void
mch_finish_fix_show (MchFinishFix *self, const MchRegistrations *registrations,
                     const MchBlockerGroup *group)
{
  const char *key;

  g_return_if_fail (MCH_IS_FINISH_FIX (self));
  g_return_if_fail (registrations != NULL);

  key = group != NULL && group->fix != MCH_BLOCKER_FIX_NONE ? group->key : NULL;
  if (g_strcmp0 (key, self->key) != 0)
    {
      clear_answer (self);
      if (key != NULL)
        set_answer (self, registrations, group);
      self->key = g_strdup (key);
      on_answered (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->line), key != NULL);
  show_words (self, registrations, group);
}

gboolean
mch_finish_fix_focus (MchFinishFix *self)
{
  g_return_val_if_fail (MCH_IS_FINISH_FIX (self), FALSE);

  if (self->answer == NULL)
    return FALSE;
  if (MCH_IS_FIELD_ENTRY (self->answer))
    mch_field_entry_focus (MCH_FIELD_ENTRY (self->answer));
  else
    gtk_widget_child_focus (self->answer, GTK_DIR_TAB_FORWARD);
  return TRUE;
}

void
mch_finish_fix_set_fault (MchFinishFix *self, const char *sentence)
{
  g_return_if_fail (MCH_IS_FINISH_FIX (self));

  gtk_label_set_label (self->fault, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), sentence != NULL);
  if (self->answer == NULL)
    return;
  mch_a11y_set_fault (MCH_IS_FIELD_ENTRY (self->answer)
                          ? mch_field_entry_get_entry (MCH_FIELD_ENTRY (self->answer))
                          : self->answer,
                      sentence != NULL ? self->fault : NULL);
}

GtkWidget *
mch_finish_fix_new (void)
{
  return g_object_new (MCH_TYPE_FINISH_FIX, NULL);
}

static void
mch_finish_fix_finalize (GObject *object)
{
  MchFinishFix *self = MCH_FINISH_FIX (object);

  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self->key);
  G_OBJECT_CLASS (mch_finish_fix_parent_class)->finalize (object);
}

static void
mch_finish_fix_class_init (MchFinishFixClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_finish_fix_finalize;
  applied_signal = g_signal_new ("applied", MCH_TYPE_FINISH_FIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
mch_finish_fix_init (MchFinishFix *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->heading = GTK_LABEL (mch_heading_new (""));
  self->hint = GTK_LABEL (mch_text_new ("", TRUE));
  self->fault = GTK_LABEL (mch_text_new ("", FALSE));
  self->line = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8));
  self->apply = mch_button_new ("", NULL);
  gtk_widget_set_valign (self->apply, GTK_ALIGN_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->fault), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (apply), self);
  gtk_box_append (self->line, self->apply);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->hint));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->line));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->fault));
  gtk_widget_add_css_class (box, "finish-fix");
  adw_bin_set_child (ADW_BIN (self), box);
}
