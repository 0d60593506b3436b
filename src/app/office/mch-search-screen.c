/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-search-screen.h"

#include <glib/gi18n-lib.h>

#include "app/office/mch-search-cells.h"
#include "app/office/mch-search-filter.h"
#include "app/office/mch-search-look.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-status-page.h"
#include "app/widgets/mch-tab-stop.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-label.h"

struct _MchSearchScreen
{
  MchScreen parent_instance;

  MchSearchModel *model; /* NULL until there is a context */
  MchSearchFilter *filter;
  GtkStack *stack; /* "wait", "list", "nobody" or "failed" */
  AdwStatusPage *failed;
  GtkColumnView *view;
  GtkLabel *count;
  GtkWidget *retry;
  GtkWidget *export;
  GtkWidget *stop;
  GCancellable *cancellable; /* of the export; NULL while none runs */
  char *name;                /* of its file; NULL when this list is in none */
};

G_DEFINE_FINAL_TYPE (MchSearchScreen, mch_search_screen, MCH_TYPE_SCREEN)

static void
show_count (MchSearchScreen *self)
{
  const GError *error = mch_search_model_get_error (self->model);
  gint64 total = mch_search_model_get_total (self->model);
  g_autofree char *number = NULL;
  g_autofree char *n = NULL;
  g_autofree char *text = NULL;

  if (total < 0)
    {
      gtk_label_set_label (self->count, "");
      return;
    }
  number = mch_label_dup_number ((guint64) total);
  n = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s candidate", "%s candidates", (gulong) total), number);
  if (error != NULL)
    text = g_strdup_printf (_ ("%s · The rows that follow did not come. %s"), n, error->message);
  else if (self->name != NULL && self->cancellable == NULL)
    text = g_strdup_printf (_ ("%s · written to %s"), n, self->name);
  else
    text = g_strdup (n);
  gtk_label_set_label (self->count, text);
}

static void
show (MchSearchScreen *self)
{
  const GError *error = mch_search_model_get_error (self->model);
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0;

  if (!any && error != NULL)
    adw_status_page_set_description (self->failed, error->message);
  gtk_stack_set_visible_child_name (self->stack, any             ? "list"
                                                 : error != NULL ? "failed"
                                                 : mch_search_model_get_total (self->model) < 0
                                                     ? "wait"
                                                     : "nobody");
  gtk_widget_set_visible (self->retry, any && error != NULL);
  mch_why_not_set (self->export, any ? NULL : _ ("There is nobody to write into a file."));
  show_count (self);
}

static void
query (MchSearchScreen *self)
{
  MchSearch search;

  if (self->model == NULL || mch_screen_get_store (MCH_SCREEN (self)) == NULL
      || !mch_search_filter_read (self->filter, &search))
    return;
  if (self->cancellable == NULL)
    g_clear_pointer (&self->name, g_free);
  mch_search_model_set (self->model, &search);
  show (self);
}

/* What is the same as before is not asked again: leaving a field, for one. */
static void
on_chosen (MchSearchScreen *self)
{
  const MchSearch *before = self->model != NULL ? mch_search_model_get_search (self->model) : NULL;
  MchSearch search;

  if (before != NULL && mch_search_filter_read (self->filter, &search)
      && mch_search_is_same (before, &search))
    return;
  query (self);
}

static void
on_retry (MchSearchScreen *self)
{
  if (mch_search_model_get_search (self->model) == NULL)
    query (self);
  else
    mch_search_model_retry (self->model);
  show (self);
}

static void
on_row_activated (GtkColumnView *view, guint position, MchSearchScreen *self)
{
  g_autoptr (MchSearchItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const MchFound *found = item != NULL ? mch_search_item_get (item) : NULL;

  if (found != NULL)
    mch_search_look_open (GTK_WIDGET (self), mch_screen_get_context (MCH_SCREEN (self)), found);
}

static void
on_progress (guint done, guint total, gpointer data)
{
  MchSearchScreen *self = data;
  g_autofree char *n_done = mch_label_dup_number (done);
  g_autofree char *n_total = mch_label_dup_number (total);
  g_autofree char *text = g_strdup_printf (_ ("%s of %s written…"), n_done, n_total);

  gtk_label_set_label (self->count, text);
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchSearchScreen) self = data;
  g_autoptr (GError) error = NULL;
  gint64 n = mch_search_jobs_export_finish (MCH_WORKER (source), result, &error);
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&self->cancellable);
  if (n < 0)
    g_clear_pointer (&self->name, g_free);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  gtk_widget_set_visible (self->stop, FALSE);
  gtk_widget_set_visible (self->export, TRUE);
  show (self);
  if (stopped)
    mch_toast_show (GTK_WIDGET (self), _ ("Stopped: no file was written."));
  else if (n < 0)
    mch_message_show (GTK_WIDGET (self), _ ("The file was not written"), error->message);
}

static void
on_file_chosen (GtkNativeDialog *dialog, int response, MchSearchScreen *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL && self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      g_free (self->name);
      self->name = g_file_get_basename (file);
      gtk_widget_set_visible (self->export, FALSE);
      gtk_widget_set_visible (self->stop, TRUE);
      mch_search_jobs_export_async (mch_screen_get_context (MCH_SCREEN (self)),
                                    mch_search_model_get_search (self->model), path, on_progress,
                                    self->cancellable, on_exported, g_object_ref (self));
    }
  g_object_unref (dialog);
}

static void
on_export_clicked (MchSearchScreen *self)
{
  GtkFileChooserNative *chooser;

  if (mch_why_not_stops (self->export) || self->cancellable != NULL)
    return;
  chooser = gtk_file_chooser_native_new (_ ("Save the candidates as CSV"),
                                         GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), _ ("candidates.csv"));
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_stop_clicked (MchSearchScreen *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static GtkWidget *
list_new (MchSearchScreen *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  mch_search_cells_add_columns (self->view);
  gtk_column_view_set_single_click_activate (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  mch_a11y_set_label (GTK_WIDGET (self->view), _ ("Candidates of the académie"));
  mch_a11y_set_label (gtk_widget_get_last_child (GTK_WIDGET (self->view)),
                      _ ("Candidates of the académie"));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_row_activated), self, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  return mch_tab_stop_new (scrolled);
}

static GtkWidget *
button_new (MchSearchScreen *self, const char *label, void (*clicked) (MchSearchScreen *self))
{
  GtkWidget *button = mch_button_new (label, NULL);

  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked), self, G_CONNECT_SWAPPED);
  return button;
}

static void
on_clear (MchSearchScreen *self)
{
  mch_search_filter_clear (self->filter);
}

static GtkWidget *
footer_new (MchSearchScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->count = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  self->retry = button_new (self, _ ("_Try again"), on_retry);
  self->stop = button_new (self, _ ("_Stop"), on_stop_clicked);
  self->export = button_new (self, _ ("_Export as CSV…"), on_export_clicked);
  gtk_widget_set_visible (self->retry, FALSE);
  gtk_widget_set_visible (self->stop, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), self->retry);
  gtk_box_append (GTK_BOX (box), self->stop);
  gtk_box_append (GTK_BOX (box), self->export);
  gtk_widget_add_css_class (box, "footer");
  return box;
}

static GtkWidget *
stack_new (MchSearchScreen *self)
{
  GtkWidget *failed = mch_status_page_new ("network-offline-symbolic",
                                           _ ("The académie's candidates are kept on the server"),
                                           NULL, button_new (self, _ ("_Try again"), on_retry));

  self->stack = GTK_STACK (mch_stack_new ());
  self->failed = ADW_STATUS_PAGE (failed);
  gtk_stack_add_named (self->stack, mch_text_new (_ ("Searching…"), TRUE), "wait");
  gtk_stack_add_named (self->stack, list_new (self), "list");
  gtk_stack_add_named (self->stack,
                       mch_status_page_new ("edit-find-symbolic", _ ("Nobody matches"),
                                            _ ("No candidate of the académie has these words and "
                                               "these choices."),
                                            button_new (self, _ ("_Show everybody"), on_clear)),
                       "nobody");
  gtk_stack_add_named (self->stack, failed, "failed");
  return GTK_WIDGET (self->stack);
}

static void
mch_search_screen_refresh (MchScreen *screen)
{
  MchSearchScreen *self = MCH_SEARCH_SCREEN (screen);
  MchContext *context = mch_screen_get_context (screen);

  mch_search_filter_set_context (self->filter, context);
  if (self->model != NULL)
    return;
  self->model = mch_search_model_new (context);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (gtk_single_selection_new (
                                             G_LIST_MODEL (g_object_ref (self->model)))));
  g_signal_connect_object (self->model, "answered", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
}

/* Each time it is shown, what is found is as of now. */
static void
mch_search_screen_shown (MchScreen *screen)
{
  MchSearchScreen *self = MCH_SEARCH_SCREEN (screen);

  query (self);
  mch_search_filter_focus (self->filter);
}

static void
mch_search_screen_dispose (GObject *object)
{
  MchSearchScreen *self = MCH_SEARCH_SCREEN (object);

  on_stop_clicked (self);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (mch_search_screen_parent_class)->dispose (object);
}

static void
mch_search_screen_finalize (GObject *object)
{
  g_free (MCH_SEARCH_SCREEN (object)->name);
  G_OBJECT_CLASS (mch_search_screen_parent_class)->finalize (object);
}

static void
mch_search_screen_class_init (MchSearchScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_search_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_search_screen_finalize;
  screen_class->refresh = mch_search_screen_refresh;
  screen_class->shown = mch_search_screen_shown;
}

static void
mch_search_screen_init (MchSearchScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *filter = mch_search_filter_new ();

  self->filter = MCH_SEARCH_FILTER (filter);
  gtk_widget_add_css_class (filter, "filter");
  g_signal_connect_object (filter, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), filter);
  gtk_box_append (GTK_BOX (box), stack_new (self));
  gtk_box_append (GTK_BOX (box), footer_new (self));
  adw_bin_set_child (ADW_BIN (self), box);
  mch_screen_set_title (MCH_SCREEN (self), _ ("Candidates of the académie"));
}
