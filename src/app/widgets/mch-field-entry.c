/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-field-entry.h"

#include "app/widgets/mch-a11y.h"

struct _MchFieldEntry
{
  GtkBox parent_instance;

  GtkWidget *label;
  GtkWidget *entry;  /* GtkEntry, GtkPasswordEntry or GtkDropDown */
  GPtrArray *values; /* of a choice: char *, one a position of the menu; else NULL */
  GtkWidget *feedback;
  char *hint;
  gboolean fault;
  gboolean setting;
};

enum
{
  SIGNAL_EDITED,
  SIGNAL_LEFT,
  SIGNAL_ACTIVATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchFieldEntry, mch_field_entry, GTK_TYPE_BOX)

const char *
mch_field_entry_get_text (MchFieldEntry *self)
{
  guint chosen;

  g_return_val_if_fail (MCH_IS_FIELD_ENTRY (self), NULL);

  if (self->values == NULL)
    return gtk_editable_get_text (GTK_EDITABLE (self->entry));
  chosen = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->entry));
  return chosen < self->values->len ? self->values->pdata[chosen] : "";
}

static void
add_choice (MchFieldEntry *self, const char *value, const char *label)
{
  g_ptr_array_add (self->values, g_strdup (value));
  gtk_string_list_append (GTK_STRING_LIST (gtk_drop_down_get_model (GTK_DROP_DOWN (self->entry))),
                          label);
}

static void
choose (MchFieldEntry *self, const char *value)
{
  guint position;

  if (!g_ptr_array_find_with_equal_func (self->values, value, g_str_equal, &position))
    {
      position = self->values->len;
      add_choice (self, value, value);
    }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->entry), position);
}

/* A menu that is replaced while it is used loses its place. */
static gboolean
has_choices (MchFieldEntry *self, const GPtrArray *choices)
{
  GListModel *labels = gtk_drop_down_get_model (GTK_DROP_DOWN (self->entry));

  if (labels == NULL || self->values->len < choices->len + 1)
    return FALSE;
  for (guint i = 0; i < choices->len; i++)
    {
      const MchChoice *choice = choices->pdata[i];

      if (!g_str_equal (choice->value, self->values->pdata[i + 1])
          || !g_str_equal (choice->label,
                           gtk_string_list_get_string (GTK_STRING_LIST (labels), i + 1)))
        return FALSE;
    }
  return TRUE;
}

void
mch_field_entry_set_choices (MchFieldEntry *self, const GPtrArray *choices)
{
  g_autofree char *chosen = NULL;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_return_if_fail (MCH_IS_FIELD_ENTRY (self));
  g_return_if_fail (self->values != NULL);

  if (has_choices (self, choices))
    return;
  chosen = g_strdup (mch_field_entry_get_text (self));
  self->setting = TRUE;
  g_ptr_array_set_size (self->values, 0);
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->entry), G_LIST_MODEL (labels));
  add_choice (self, "", "—");
  for (guint i = 0; i < choices->len; i++)
    add_choice (self, ((MchChoice *) choices->pdata[i])->value,
                ((MchChoice *) choices->pdata[i])->label);
  choose (self, chosen);
  self->setting = FALSE;
}

void
mch_field_entry_set_text (MchFieldEntry *self, const char *text)
{
  g_return_if_fail (MCH_IS_FIELD_ENTRY (self));

  self->setting = TRUE;
  if (self->values != NULL)
    choose (self, text != NULL ? text : "");
  else
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  self->setting = FALSE;
}

/* The feedback is announced again only when it says something else. */
static void
say (MchFieldEntry *self, const char *sentence, const char *css)
{
  const char *text = sentence != NULL ? sentence : self->hint;

  gtk_label_set_label (GTK_LABEL (self->feedback), text != NULL ? text : "");
  gtk_widget_set_visible (self->feedback, text != NULL);
  gtk_widget_remove_css_class (self->feedback, "error");
  gtk_widget_remove_css_class (self->feedback, "warning");
  gtk_widget_remove_css_class (self->feedback, "dim-label");
  gtk_widget_add_css_class (self->feedback, sentence != NULL ? css : "dim-label");
  mch_a11y_set_description (self->entry, text);
}

void
mch_field_entry_set_fault (MchFieldEntry *self, const char *sentence)
{
  g_return_if_fail (MCH_IS_FIELD_ENTRY (self));

  self->fault = sentence != NULL;
  mch_a11y_set_fault (self->entry, NULL);
  say (self, sentence, "error");
  if (sentence != NULL)
    mch_a11y_set_fault (self->entry, GTK_LABEL (self->feedback));
}

void
mch_field_entry_set_warning (MchFieldEntry *self, const char *sentence)
{
  mch_field_entry_set_fault (self, NULL);
  say (self, sentence, "warning");
}

void
mch_field_entry_set_hint (MchFieldEntry *self, const char *sentence)
{
  g_return_if_fail (MCH_IS_FIELD_ENTRY (self));

  g_free (self->hint);
  self->hint = g_strdup (sentence);
  if (!self->fault)
    say (self, NULL, NULL);
}

gboolean
mch_field_entry_has_fault (MchFieldEntry *self)
{
  g_return_val_if_fail (MCH_IS_FIELD_ENTRY (self), FALSE);

  return self->fault;
}

void
mch_field_entry_set_editable (MchFieldEntry *self, gboolean editable)
{
  g_return_if_fail (MCH_IS_FIELD_ENTRY (self));

  if (self->values != NULL)
    {
      gtk_widget_set_sensitive (self->entry, editable);
      return;
    }
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), editable);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_READ_ONLY,
                                  !editable, -1);
}

void
mch_field_entry_set_placeholder (MchFieldEntry *self, const char *text)
{
  g_return_if_fail (MCH_IS_FIELD_ENTRY (self));

  g_object_set (self->entry, "placeholder-text", text, NULL);
}

void
mch_field_entry_focus (MchFieldEntry *self)
{
  g_return_if_fail (MCH_IS_FIELD_ENTRY (self));

  gtk_widget_grab_focus (self->entry);
}

GtkWidget *
mch_field_entry_get_entry (MchFieldEntry *self)
{
  g_return_val_if_fail (MCH_IS_FIELD_ENTRY (self), NULL);

  return self->entry;
}

static void
on_changed (MchFieldEntry *self)
{
  if (!self->setting)
    g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
on_leave (MchFieldEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

static gboolean
scroll_to_label (gpointer data)
{
  GtkWidget *self = data;
  GtkWidget *scrolled = gtk_widget_get_ancestor (self, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *height;
  double y;

  if (scrolled == NULL || !gtk_widget_translate_coordinates (self, scrolled, 0, 0, NULL, &y)
      || y >= 0)
    return G_SOURCE_REMOVE;
  height = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  gtk_adjustment_set_value (height, gtk_adjustment_get_value (height) + y);
  return G_SOURCE_REMOVE;
}

/* A viewport scrolls to the entry that gets the keyboard, and leaves its label out of sight; once
 * it has done so, the label follows. */
static void
on_enter (MchFieldEntry *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, scroll_to_label, g_object_ref (self), g_object_unref);
}

static void
on_activate (MchFieldEntry *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static MchFieldEntry *
new_with (const char *label, GtkWidget *entry, const char *changed)
{
  MchFieldEntry *self = g_object_new (MCH_TYPE_FIELD_ENTRY, "orientation", GTK_ORIENTATION_VERTICAL,
                                      "spacing", 4, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->label = gtk_label_new_with_mnemonic (label);
  self->entry = entry;
  self->feedback = mch_text_new ("", FALSE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_add_css_class (self->label, "caption-heading");
  gtk_widget_add_css_class (self->feedback, "caption");
  gtk_widget_set_visible (self->feedback, FALSE);
  mch_a11y_label_by (entry, self->label);
  gtk_box_append (GTK_BOX (self), self->label);
  gtk_box_append (GTK_BOX (self), entry);
  gtk_box_append (GTK_BOX (self), self->feedback);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (entry, changed, G_CALLBACK (on_changed), self);
  if (GTK_IS_EDITABLE (entry))
    g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_activate), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (on_enter), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (entry, focus);
  return self;
}

MchFieldEntry *
mch_field_entry_new (const char *label)
{
  return new_with (label, gtk_entry_new (), "changed");
}

MchFieldEntry *
mch_field_entry_new_password (const char *label)
{
  GtkWidget *entry = gtk_password_entry_new ();

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  return new_with (label, entry, "changed");
}

MchFieldEntry *
mch_field_entry_new_choice (const char *label)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  MchFieldEntry *self = new_with (label, mch_drop_down_new (label, NULL), "notify::selected");

  mch_drop_down_set_narrow (self->entry);
  self->values = g_ptr_array_new_with_free_func (g_free);
  mch_field_entry_set_choices (self, none);
  return self;
}

static void
mch_field_entry_finalize (GObject *object)
{
  g_clear_pointer (&MCH_FIELD_ENTRY (object)->values, g_ptr_array_unref);
  g_free (MCH_FIELD_ENTRY (object)->hint);
  G_OBJECT_CLASS (mch_field_entry_parent_class)->finalize (object);
}

static guint
signal_new (const char *name)
{
  return g_signal_new (name, MCH_TYPE_FIELD_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
mch_field_entry_class_init (MchFieldEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_field_entry_finalize;
  signals[SIGNAL_EDITED] = signal_new ("edited");
  signals[SIGNAL_LEFT] = signal_new ("left");
  signals[SIGNAL_ACTIVATE] = signal_new ("activate");
}

static void
mch_field_entry_init (MchFieldEntry *self)
{
}
