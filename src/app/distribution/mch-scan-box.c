/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-scan-box.h"

#include "app/widgets/mch-a11y.h"

#define MAX_CODE 200

struct _MchScanBox
{
  GtkBox parent_instance;

  GtkWidget *entry;
  GtkImage *icon;
  GtkLabel *told;
};

static guint scanned_signal;

G_DEFINE_FINAL_TYPE (MchScanBox, mch_scan_box, GTK_TYPE_BOX)

/* A scanner ends each code with Enter. */
static void
on_activate (MchScanBox *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  g_strstrip (text);
  if (*text != '\0')
    g_signal_emit (self, scanned_signal, 0, text);
}

static const struct
{
  const char *icon;
  const char *css;
} results[] = {
  [MCH_SCAN_GOOD] = { "object-select-symbolic", "success" },
  [MCH_SCAN_NOTICE] = { "dialog-information-symbolic", "dim-label" },
  [MCH_SCAN_WRONG] = { "dialog-warning-symbolic", "warning" },
};

void
mch_scan_box_tell (MchScanBox *self, MchScanResult result, const char *text)
{
  g_return_if_fail (MCH_IS_SCAN_BOX (self));

  gtk_image_set_from_icon_name (self->icon, results[result].icon);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon),
                              (const char *[]){ results[result].css, NULL });
  gtk_label_set_label (self->told, text);
  /* The entry keeps the keyboard: its description is read where nothing else is. */
  mch_a11y_set_description (self->entry, text);
}

void
mch_scan_box_focus (MchScanBox *self)
{
  g_return_if_fail (MCH_IS_SCAN_BOX (self));

  gtk_widget_grab_focus (self->entry);
}

GtkWidget *
mch_scan_box_new (const char *label, const char *hint)
{
  MchScanBox *self = g_object_new (MCH_TYPE_SCAN_BOX, NULL);
  GtkWidget *title = gtk_label_new_with_mnemonic (label);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_mnemonic_widget (GTK_LABEL (title), self->entry);
  mch_a11y_set_label (self->entry, label);
  gtk_box_prepend (GTK_BOX (self), title);
  gtk_label_set_label (self->told, hint);
  return GTK_WIDGET (self);
}

static void
mch_scan_box_class_init (MchScanBoxClass *klass)
{
  scanned_signal = g_signal_new ("scanned", MCH_TYPE_SCAN_BOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mch_scan_box_init (MchScanBox *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), MAX_CODE);
  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY,
                                     "input-keyboard-symbolic");
  gtk_entry_set_icon_activatable (GTK_ENTRY (self->entry), GTK_ENTRY_ICON_PRIMARY, FALSE);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (on_activate), self,
                           G_CONNECT_SWAPPED);
  self->icon = GTK_IMAGE (gtk_image_new ());
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  self->told = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->told), TRUE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->told));
  gtk_box_append (GTK_BOX (self), self->entry);
  gtk_box_append (GTK_BOX (self), line);
}
