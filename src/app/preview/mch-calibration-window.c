/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-calibration-window.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-print-pages.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-field-entry.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"
#include "print/mch-calibration.h"
#include "slips/mch-printer-offset.h"

struct _MchCalibrationWindow
{
  AdwWindow parent_instance;

  GtkWidget *from; /* weak */
  MchContext *context;
  GPtrArray *printers; /* of char *: those to choose from */
  MchFieldEntry *printer;
  MchFieldEntry *right;
  MchFieldEntry *down;
};

G_DEFINE_FINAL_TYPE (MchCalibrationWindow, mch_calibration_window, ADW_TYPE_WINDOW)

static const char *
get_profile_dir (MchCalibrationWindow *self)
{
  return mch_worker_get_profile_dir (mch_context_get_worker (self->context));
}

static gboolean
record_page (gpointer data, guint number, MchPage *page, GError **error)
{
  MchFonts **fonts = data;

  if (*fonts == NULL)
    *fonts = mch_fonts_new (NULL, error);
  if (*fonts == NULL)
    return FALSE;
  mch_calibration_record (*fonts, page);
  return TRUE;
}

static MchFonts *
get_fonts (gpointer data)
{
  return *(MchFonts **) data;
}

static void
free_fonts (gpointer data)
{
  g_clear_pointer ((MchFonts **) data, mch_fonts_unref);
  g_free (data);
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchCalibrationWindow) self = MCH_CALIBRATION_WINDOW (user_data);
  g_autofree char *printer = NULL;
  g_autoptr (GError) error = NULL;

  if (mch_print_pages_finish (result, &printer, &error))
    {
      if (printer != NULL)
        mch_calibration_window_choose (self, printer);
      mch_field_entry_focus (self->right);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    mch_message_show (GTK_WIDGET (self), _ ("The page could not be printed"), error->message);
}

static void
on_print (MchCalibrationWindow *self)
{
  const MchPrintPages what = {
    .job_name = _ ("Calibration page"),
    .file_name = _ ("calibration"),
    .preview = _ ("The calibration page only tells something on paper. Nothing was printed."),
    .n_pages = 1,
    .record = record_page,
    .fonts = get_fonts,
  };

  mch_print_pages_async (GTK_WINDOW (self), &what, g_new0 (MchFonts *, 1), free_fonts, NULL,
                         on_printed, g_object_ref (self));
}

static void
show_number (MchFieldEntry *entry, double value)
{
  g_autofree char *text = g_strdup_printf ("%.1f", value);

  mch_field_entry_set_text (entry, text);
  mch_field_entry_set_fault (entry, NULL);
}

static void
show_offset (MchCalibrationWindow *self)
{
  MchPrinterOffset offset;

  mch_printer_offset_load (&offset, get_profile_dir (self),
                           mch_field_entry_get_text (self->printer));
  show_number (self->right, offset.right);
  show_number (self->down, offset.down);
  mch_field_entry_set_fault (self->printer, NULL);
}

static void
show_printers (MchCalibrationWindow *self)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->printers->len; i++)
    {
      MchChoice *choice = g_new0 (MchChoice, 1);

      choice->value = choice->label = self->printers->pdata[i];
      g_ptr_array_add (choices, choice);
    }
  mch_field_entry_set_choices (self->printer, choices);
}

void
mch_calibration_window_choose (MchCalibrationWindow *self, const char *printer)
{
  g_return_if_fail (MCH_IS_CALIBRATION_WINDOW (self) && printer != NULL);

  if (!g_ptr_array_find_with_equal_func (self->printers, printer, g_str_equal, NULL))
    {
      g_ptr_array_add (self->printers, g_strdup (printer));
      show_printers (self);
    }
  mch_field_entry_set_text (self->printer, printer);
  show_offset (self);
}

static gboolean
read_number (MchFieldEntry *entry, double *ret_mm)
{
  g_autoptr (GError) error = NULL;

  if (mch_printer_offset_parse (mch_field_entry_get_text (entry), ret_mm, &error))
    return TRUE;
  mch_field_entry_set_fault (entry, error->message);
  mch_field_entry_focus (entry);
  return FALSE;
}

static void
on_keep (MchCalibrationWindow *self)
{
  const char *printer = mch_field_entry_get_text (self->printer);
  MchPrinterOffset offset = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  g_autofree char *told = NULL;

  if (*printer == '\0')
    {
      mch_field_entry_set_fault (self->printer,
                                 _ ("No printer is chosen: print the calibration page, "
                                    "and its printer stands here."));
      mch_field_entry_focus (self->printer);
      return;
    }
  if (!read_number (self->right, &offset.right) || !read_number (self->down, &offset.down))
    return;
  if (!mch_printer_offset_save (&offset, get_profile_dir (self), printer, &error))
    {
      mch_field_entry_set_fault (self->printer, error->message);
      return;
    }
  words = mch_printer_offset_dup_words (&offset);
  told = g_strdup_printf (_ ("Slips for %s are moved: %s."), printer, words);
  if (self->from != NULL)
    mch_toast_show (self->from, told);
  gtk_window_destroy (GTK_WINDOW (self));
}

static MchFieldEntry *
number_new (MchCalibrationWindow *self, const char *label)
{
  MchFieldEntry *entry = mch_field_entry_new (label);

  show_number (entry, 0);
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_keep), self, G_CONNECT_SWAPPED);
  return entry;
}

static GtkWidget *
footer_new (MchCalibrationWindow *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *cancel = mch_button_new (_ ("_Cancel"), "window.close");
  GtkWidget *keep = mch_button_new (_ ("_Keep"), NULL);

  gtk_widget_set_hexpand (cancel, TRUE);
  gtk_widget_set_halign (cancel, GTK_ALIGN_START);
  gtk_widget_add_css_class (keep, "suggested-action");
  gtk_widget_add_css_class (bar, "footer");
  g_signal_connect_swapped (keep, "clicked", G_CALLBACK (on_keep), self);
  gtk_box_append (GTK_BOX (bar), cancel);
  gtk_box_append (GTK_BOX (bar), keep);
  return bar;
}

static GtkWidget *
form_new (MchCalibrationWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *print = mch_button_new (_ ("_Print the calibration page…"), NULL);

  self->printer = mch_field_entry_new_choice (_ ("Prin_ter"));
  self->right = number_new (self, _ ("To the _right (mm)"));
  self->down = number_new (self, _ ("_Downwards (mm)"));
  mch_field_entry_set_hint (self->printer, _ ("The printer of the calibration page stands here."));
  gtk_widget_set_halign (print, GTK_ALIGN_START);
  g_signal_connect_swapped (print, "clicked", G_CALLBACK (on_print), self);
  g_signal_connect_object (self->printer, "edited", G_CALLBACK (show_offset), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (
      GTK_BOX (box),
      mch_text_new (
          _ ("Labels and cuts need slips to lie exactly. Print the calibration page, fold "
             "it as it says, and type the two numbers that the folds cross. They are kept "
             "for this printer, on this computer; PDF files are not moved."),
          FALSE));
  gtk_box_append (GTK_BOX (box), print);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->printer));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->right));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->down));
  gtk_widget_add_css_class (box, "page");
  return box;
}

MchCalibrationWindow *
mch_calibration_window_open (GtkWidget *from, MchContext *context)
{
  MchCalibrationWindow *self =
      g_object_new (MCH_TYPE_CALIBRATION_WINDOW, "title", _ ("Calibrate a printer"), NULL);
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = mch_scroll_new (form_new (self));
  g_auto (GStrv) known = NULL;

  g_set_weak_pointer (&self->from, from);
  self->context = g_object_ref (context);
  mch_dialog_attach (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (from)));
  mch_dialog_close_on_escape (GTK_WINDOW (self));
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (outer), scrolled);
  gtk_box_append (GTK_BOX (outer), footer_new (self));
  adw_window_set_content (ADW_WINDOW (self), outer);
  mch_dialog_set_size (GTK_WINDOW (self), 480, 560);
  known = mch_printer_offset_list (get_profile_dir (self));
  for (guint i = 0; known[i] != NULL; i++)
    g_ptr_array_add (self->printers, g_strdup (known[i]));
  show_printers (self);
  if (known[0] != NULL)
    mch_calibration_window_choose (self, known[0]);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

static void
mch_calibration_window_finalize (GObject *object)
{
  MchCalibrationWindow *self = MCH_CALIBRATION_WINDOW (object);

  g_clear_weak_pointer (&self->from);
  g_clear_object (&self->context);
  g_ptr_array_unref (self->printers);
  G_OBJECT_CLASS (mch_calibration_window_parent_class)->finalize (object);
}

static void
mch_calibration_window_class_init (MchCalibrationWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_calibration_window_finalize;
}

static void
mch_calibration_window_init (MchCalibrationWindow *self)
{
  self->printers = g_ptr_array_new_with_free_func (g_free);
}
