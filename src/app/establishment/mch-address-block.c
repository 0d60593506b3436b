/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/establishment/mch-address-block.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "core/mch-label.h"

GtkWidget *
mch_address_block_new (void)
{
  GtkWidget *block = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *left = mch_text_new ("", FALSE);
  GtkWidget *right = mch_text_new ("", FALSE);

  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_set_valign (right, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (right), 1);
  gtk_label_set_wrap (GTK_LABEL (right), FALSE);
  gtk_label_set_justify (GTK_LABEL (right), GTK_JUSTIFY_RIGHT);
  gtk_box_append (GTK_BOX (block), left);
  gtk_box_append (GTK_BOX (block), right);
  gtk_widget_add_css_class (block, "slip-block");
  return block;
}

/* The lines of the slip, those that are empty left out. */
static char *
dup_lines (const MchRecord *record)
{
  const char *name = mch_record_get (record, "name");
  const char *address = mch_record_get (record, "address");
  const char *number = mch_record_get (record, "phone");
  const char *email = mch_record_get (record, "email");
  const char *code = mch_record_get (record, "postal_code");
  const char *city = mch_record_get (record, "city");
  g_autofree char *phone = number != NULL ? mch_label_dup_phone (number) : NULL;
  g_autofree char *loud = name != NULL ? g_utf8_strup (name, -1) : g_strdup (record->id);
  g_autofree char *bold = g_markup_printf_escaped ("<b>%s</b>", loud);
  g_autofree char *town = g_strjoin (code != NULL && city != NULL ? " " : "",
                                     code != NULL ? code : "", city != NULL ? city : "", NULL);
  g_autofree char *first = g_strjoin (address != NULL && *town != '\0' ? ", " : "",
                                      address != NULL ? address : "", town, NULL);
  g_autofree char *second =
      g_strjoin (phone != NULL && email != NULL ? " · " : "", phone != NULL ? phone : "",
                 email != NULL ? email : "", NULL);
  g_autofree char *rest = g_markup_printf_escaped ("%s\n%s", first, second);

  return g_strjoin ("\n", bold, rest, NULL);
}

void
mch_address_block_show (GtkWidget *block, const MchRecord *establishment, const char *session,
                        const char *academy)
{
  GtkWidget *left = gtk_widget_get_first_child (block);
  g_autofree char *lines = dup_lines (establishment);
  g_autofree char *exam = session != NULL ? mch_label_dup_context (session, NULL) : g_strdup ("");
  g_autofree char *name = academy != NULL ? mch_label_dup_academy (academy) : g_strdup ("");
  g_autofree char *right = g_strjoin ("\n", exam, name, NULL);

  gtk_label_set_markup (GTK_LABEL (left), lines);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (block)), right);
}
