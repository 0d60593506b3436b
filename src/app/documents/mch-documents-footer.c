/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/documents/mch-documents-footer.h"

#include <glib/gi18n-lib.h>

#include "app/documents/mch-document-output.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-toast.h"

struct _MchDocumentsFooter
{
  AdwBin parent_instance;

  MchContext *context;
  MchDocumentMade *made; /* NULL when nothing is on show */
  GtkLabel *size;
  GtkWidget *csv;
  GtkWidget *pdf;
  GtkWidget *print;
};

G_DEFINE_FINAL_TYPE (MchDocumentsFooter, mch_documents_footer, ADW_TYPE_BIN)

static GtkWindow *
window_of (MchDocumentsFooter *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
show_end (MchDocumentsFooter *self, const char *done, const GError *error)
{
  if (window_of (self) == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (done != NULL)
    mch_toast_show (GTK_WIDGET (self), done);
  else
    mch_message_show (GTK_WIDGET (self), _ ("Not done"), error->message);
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchDocumentsFooter) self = MCH_DOCUMENTS_FOOTER (user_data);
  g_autoptr (GError) error = NULL;

  show_end (self, mch_document_print_finish (result, &error) ? _ ("Sent to the printer") : NULL,
            error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchDocumentsFooter) self = MCH_DOCUMENTS_FOOTER (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (mch_document_save_finish (result, &path, &error))
    text = g_strdup_printf (_ ("Saved in %s"), path);
  show_end (self, text, error);
}

static void
on_print_clicked (MchDocumentsFooter *self)
{
  if (!mch_why_not_stops (self->print))
    mch_document_print_async (window_of (self), self->context, self->made, NULL, on_printed,
                              g_object_ref (self));
}

static void
on_pdf_clicked (MchDocumentsFooter *self)
{
  if (!mch_why_not_stops (self->pdf))
    mch_document_save_async (window_of (self), self->context, self->made, FALSE, NULL, on_saved,
                             g_object_ref (self));
}

static void
on_csv_clicked (MchDocumentsFooter *self)
{
  if (!mch_why_not_stops (self->csv))
    mch_document_save_async (window_of (self), self->context, self->made, TRUE, NULL, on_saved,
                             g_object_ref (self));
}

void
mch_documents_footer_print (MchDocumentsFooter *self)
{
  g_return_if_fail (MCH_IS_DOCUMENTS_FOOTER (self));

  on_print_clicked (self);
}

/* The size, what of it is not on the screen, and what is to be known of it. (transfer full) */
static char *
dup_size (const MchDocumentMade *made)
{
  g_autofree char *size = NULL;

  if (made->n_shown == made->n_pages)
    size = g_strdup (made->size);
  else
    size = g_strdup_printf (_ ("%s; the first %u are shown, and a printer gets at most as many at "
                               "a time"),
                            made->size, made->n_shown);
  return made->remark != NULL ? g_strdup_printf ("%s\n%s", size, made->remark)
                              : g_steal_pointer (&size);
}

void
mch_documents_footer_show (MchDocumentsFooter *self, MchDocumentMade *made, const char *reason)
{
  g_autofree char *size = NULL;

  g_return_if_fail (MCH_IS_DOCUMENTS_FOOTER (self));
  g_return_if_fail (made != NULL || reason != NULL);

  if (made != NULL)
    mch_document_made_ref (made);
  g_clear_pointer (&self->made, mch_document_made_unref);
  self->made = made;
  size = made != NULL ? dup_size (made) : g_strdup ("");
  gtk_label_set_label (self->size, size);
  mch_why_not_set (self->print, made != NULL ? NULL : reason);
  mch_why_not_set (self->pdf, made != NULL ? NULL : reason);
  mch_why_not_set (self->csv, made == NULL ? reason
                              : !mch_document_kind_has_csv (made->entry->kind)
                                  ? _ ("This document is made for paper: save it as PDF.")
                                  : NULL);
}

static GtkWidget *
act_new (MchDocumentsFooter *self, const char *label, GCallback clicked)
{
  GtkWidget *button = mch_button_new (label, NULL);
  GtkWidget *text = gtk_button_get_child (GTK_BUTTON (button));

  /* With large text, on two lines. */
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return button;
}

GtkWidget *
mch_documents_footer_new (MchContext *context)
{
  MchDocumentsFooter *self = g_object_new (MCH_TYPE_DOCUMENTS_FOOTER, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->context = g_object_ref (context);
  self->size = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->size), TRUE);
  self->csv = act_new (self, _ ("Save as _CSV…"), G_CALLBACK (on_csv_clicked));
  self->pdf = act_new (self, _ ("_Save the PDF…"), G_CALLBACK (on_pdf_clicked));
  self->print = act_new (self, _ ("_Print…"), G_CALLBACK (on_print_clicked));
  gtk_widget_add_css_class (self->print, "suggested-action");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->size));
  gtk_box_append (GTK_BOX (box), self->csv);
  gtk_box_append (GTK_BOX (box), self->pdf);
  gtk_box_append (GTK_BOX (box), self->print);
  gtk_widget_add_css_class (box, "footer");
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}

static void
mch_documents_footer_dispose (GObject *object)
{
  MchDocumentsFooter *self = MCH_DOCUMENTS_FOOTER (object);

  g_clear_pointer (&self->made, mch_document_made_unref);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_documents_footer_parent_class)->dispose (object);
}

static void
mch_documents_footer_class_init (MchDocumentsFooterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_documents_footer_dispose;
}

static void
mch_documents_footer_init (MchDocumentsFooter *self)
{
}
