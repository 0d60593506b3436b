/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/help/mch-memo-window.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-print-pages.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-boxed-list.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"
#include "documents/mch-account-memo.h"

#define WIDTH 720
#define HEIGHT 720

#define TYPE_MEMO_WINDOW (memo_window_get_type ())
G_DECLARE_FINAL_TYPE (MemoWindow, memo_window, MEMO, WINDOW, AdwWindow)

struct _MemoWindow
{
  AdwWindow parent_instance;

  MchContext *context;
  char *title; /* of the session; NULL while there is none */
  GtkWidget *toasts;
};

G_DEFINE_FINAL_TYPE (MemoWindow, memo_window, ADW_TYPE_WINDOW)

/* What is drawn for a printer or a file, apart from the window, which may close meanwhile. */
typedef struct
{
  char *title;
  char *path;
  MchFonts *fonts;
} Sheet;

static Sheet *
sheet_new (MemoWindow *self, char *path)
{
  Sheet *sheet = g_new0 (Sheet, 1);

  sheet->title = g_strdup (self->title);
  sheet->path = path;
  return sheet;
}

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  g_clear_pointer (&sheet->fonts, mch_fonts_unref);
  g_free (sheet->title);
  g_free (sheet->path);
  g_free (sheet);
}

static void
tell (MemoWindow *self, const char *text)
{
  if (self->toasts != NULL)
    mch_toast_show (self->toasts, text);
}

static gboolean
record (gpointer data, guint number, MchPage *page, GError **error)
{
  Sheet *sheet = data;
  MchAccountMemo memo;

  if (sheet->fonts == NULL)
    sheet->fonts = mch_fonts_new (NULL, error);
  if (sheet->fonts == NULL)
    return FALSE;
  mch_account_memo_init (&memo, sheet->title);
  mch_memo_record (&memo.memo, sheet->fonts, page);
  return TRUE;
}

static MchFonts *
get_fonts (gpointer data)
{
  return ((Sheet *) data)->fonts;
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MemoWindow) self = MEMO_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (mch_print_pages_finish (result, NULL, &error))
    tell (self, _ ("The memo sheet is printed."));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, error->message);
}

static void
on_print_clicked (MemoWindow *self)
{
  MchPrintPages pages = { .job_name = _ ("Memo sheet: candidates' accounts"),
                          .file_name = _ ("memo-candidates-accounts"),
                          .preview = _ ("This window shows what the sheet says. Nothing was "
                                        "printed."),
                          .n_pages = 1,
                          .record = record,
                          .fonts = get_fonts };

  mch_print_pages_async (GTK_WINDOW (self), &pages, sheet_new (self, NULL), sheet_free, NULL,
                         on_printed, g_object_ref (self));
}

static gpointer
write_file (MchWork *work, gpointer data, GError **error)
{
  const Sheet *sheet = data;

  return GINT_TO_POINTER (mch_account_memo_write_pdf_file (sheet->title, g_get_real_time () / 1000,
                                                           sheet->path,
                                                           mch_work_get_cancellable (work), error));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MemoWindow) self = MEMO_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) != NULL)
    tell (self, _ ("The memo sheet is saved."));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell (self, error->message);
}

static void
on_place_chosen (GtkFileChooserNative *chooser, int response, gpointer user_data)
{
  g_autoptr (MemoWindow) self = MEMO_WINDOW (user_data);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  char *path = response == GTK_RESPONSE_ACCEPT && file != NULL ? g_file_get_path (file) : NULL;

  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (chooser));
  g_object_unref (chooser);
  if (path != NULL && self->context != NULL)
    mch_worker_run_async (mch_context_get_worker (self->context), "save memo", write_file,
                          sheet_new (self, path), sheet_free, NULL, NULL, NULL, on_written,
                          g_object_ref (self));
}

static void
on_save_clicked (MemoWindow *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Save the memo sheet as PDF"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  g_autofree char *name = g_strconcat (_ ("memo-candidates-accounts"), ".pdf", NULL);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (on_place_chosen), g_object_ref (self));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static GtkWidget *
steps_new (const MchMemo *memo)
{
  GtkWidget *list = mch_boxed_list_new (memo->title);

  for (guint i = 0; i < memo->n_steps; i++)
    {
      g_autofree char *heading = g_strdup_printf ("%u. %s", i + 1, memo->steps[i].heading);
      GtkWidget *box, *words;
      GtkWidget *row = mch_boxed_row_new (heading, memo->steps[i].text, &box);

      words = gtk_widget_get_first_child (box);
      gtk_widget_add_css_class (gtk_widget_get_first_child (words), "heading");
      gtk_widget_remove_css_class (gtk_widget_get_last_child (words), "dim-label");
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  return list;
}

static GtkWidget *
page_new (MemoWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled;
  MchAccountMemo memo;

  mch_account_memo_init (&memo, self->title);
  gtk_widget_add_css_class (box, "page");
  if (self->title != NULL)
    gtk_box_append (GTK_BOX (box), mch_heading_new (self->title));
  gtk_box_append (GTK_BOX (box), mch_text_new (memo.memo.intro, FALSE));
  gtk_box_append (GTK_BOX (box), steps_new (&memo.memo));
  scrolled = mch_scroll_new (box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return scrolled;
}

static GtkWidget *
buttons_new (MemoWindow *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *save = mch_button_new (_ ("_Save the PDF…"), NULL);
  GtkWidget *print = mch_button_new (_ ("_Print…"), NULL);

  g_signal_connect_object (save, "clicked", G_CALLBACK (on_save_clicked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (print, "clicked", G_CALLBACK (on_print_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_widget_set_halign (bar, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (bar), save);
  gtk_box_append (GTK_BOX (bar), print);
  return bar;
}

static void
fill (MemoWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->toasts = adw_toast_overlay_new ();
  gtk_box_append (GTK_BOX (box), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (box), page_new (self));
  gtk_box_append (GTK_BOX (box), buttons_new (self));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), box);
  adw_window_set_content (ADW_WINDOW (self), self->toasts);
}

GtkWindow *
mch_memo_window_open (GtkWindow *parent, MchContext *context)
{
  MemoWindow *self =
      g_object_new (TYPE_MEMO_WINDOW, "title", _ ("Memo sheet: candidates' accounts"), NULL);

  mch_dialog_attach (GTK_WINDOW (self), parent);
  mch_dialog_set_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  mch_dialog_close_on_escape (GTK_WINDOW (self));
  self->context = g_object_ref (context);
  if (mch_context_get_session (context) != NULL)
    self->title = mch_context_dup_title (context);
  fill (self);
  gtk_window_present (GTK_WINDOW (self));
  return GTK_WINDOW (self);
}

static void
memo_window_dispose (GObject *object)
{
  MemoWindow *self = MEMO_WINDOW (object);

  self->toasts = NULL;
  G_OBJECT_CLASS (memo_window_parent_class)->dispose (object);
}

static void
memo_window_finalize (GObject *object)
{
  MemoWindow *self = MEMO_WINDOW (object);

  g_clear_object (&self->context);
  g_free (self->title);
  G_OBJECT_CLASS (memo_window_parent_class)->finalize (object);
}

static void
memo_window_class_init (MemoWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = memo_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = memo_window_finalize;
}

static void
memo_window_init (MemoWindow *self)
{
}
