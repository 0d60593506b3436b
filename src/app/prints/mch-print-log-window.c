/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/prints/mch-print-log-window.h"

#include <glib/gi18n-lib.h>

#include "app/generation/mch-names-window.h"
#include "app/prints/mch-print-jobs.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-status-page.h"
#include "app/widgets/mch-tab-stop.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-text.h"

#define TYPE_PRINT_LOG_WINDOW (print_log_window_get_type ())
G_DECLARE_FINAL_TYPE (PrintLogWindow, print_log_window, PRINT, LOG_WINDOW, AdwWindow)

struct _PrintLogWindow
{
  AdwWindow parent_instance;

  MchContext *context;
  GCancellable *cancellable;
  GListStore *items; /* of MchPrintItem */
  GtkFilterListModel *shown;
  GtkFilter *filter;
  char *folded;  /* what is searched */
  gboolean read; /* there is something to show, or nothing at all */
  GtkWidget *search;
  GtkCheckButton *views;
  GtkWidget *notice;
  GtkLabel *notice_label;
  GtkStack *stack;
  AdwStatusPage *failed;
  GtkLabel *count;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (PrintLogWindow, print_log_window, ADW_TYPE_WINDOW)

static void
show_count (PrintLogWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  guint total = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autofree char *lines = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u line of %u", "%u lines of %u", n), n, total);
  g_autofree char *text =
      g_strjoin (" · ", lines, n > 0 ? _ ("a double click or Enter names everybody") : NULL, NULL);

  gtk_label_set_label (self->count, text);
  mch_why_not_set (self->save, n == 0 ? _ ("There is no line to save.") : NULL);
  if (self->read)
    gtk_stack_set_visible_child_name (self->stack, n > 0                   ? "table"
                                                   : *self->folded == '\0' ? "none"
                                                                           : "nothing");
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  PrintLogWindow *self = user_data;

  if (mch_print_item_is_view (item) && !gtk_check_button_get_active (self->views))
    return FALSE;
  return mch_print_item_matches (item, self->folded);
}

static void
on_searched (PrintLogWindow *self)
{
  g_free (self->folded);
  self->folded = mch_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  show_count (self);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PrintLogWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchPrintJournal) journal =
      mch_print_journal_finish (MCH_WORKER (source), result, &error);
  guint before = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (journal == NULL)
    {
      adw_status_page_set_description (self->failed, error->message);
      self->read = FALSE;
      gtk_stack_set_visible_child_name (self->stack, "failed");
      return;
    }
  g_list_store_splice (self->items, 0, before, journal->items->pdata, journal->items->len);
  gtk_widget_set_visible (self->notice, journal->offline != NULL);
  if (journal->offline != NULL)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("Only what was printed on this computer is shown. %s"), journal->offline);

      gtk_label_set_label (self->notice_label, text);
    }
  self->read = TRUE;
  show_count (self);
}

static void
read_again (PrintLogWindow *self)
{
  mch_print_journal_async (self->context, self->cancellable, on_read, g_object_ref (self));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PrintLogWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = mch_print_journal_save_finish (MCH_WORKER (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (saved)
    mch_toast_show (GTK_WIDGET (self->stack), _ ("The journal is saved."));
  else
    mch_message_show (GTK_WIDGET (self), _ ("Not done"), error->message);
}

/* What is on show, in its order. */
static void
on_place_chosen (GtkNativeDialog *dialog, int response, PrintLogWindow *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; file != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->shown), i));
  if (file != NULL)
    mch_print_journal_save_async (self->context, items, file, on_saved, g_object_ref (self));
  g_object_unref (dialog);
}

static void
on_save_clicked (PrintLogWindow *self)
{
  GtkFileChooserNative *chooser;
  g_autofree char *name = NULL;

  if (mch_why_not_stops (self->save))
    return;
  chooser = gtk_file_chooser_native_new (_ ("Save the journal as CSV"), GTK_WINDOW (self),
                                         GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  name = g_strdup_printf (_ ("print log %s.csv"), mch_context_get_uai (self->context));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_place_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* The names behind a line. */
static void
on_activated (PrintLogWindow *self, guint position)
{
  g_autoptr (MchPrintItem) item = g_list_model_get_item (G_LIST_MODEL (self->shown), position);
  g_autoptr (GListModel) names = item != NULL ? mch_print_item_dup_list (item) : NULL;

  if (names != NULL && g_list_model_get_n_items (names) > 0)
    mch_names_window_open (GTK_WINDOW (self), mch_print_item_get_what (item), names);
  else
    mch_toast_show (GTK_WIDGET (self->stack), _ ("This line is about the whole list."));
}

typedef struct
{
  const char *title;
  const char *(*get) (MchPrintItem *item);
  const char *(*get_more) (MchPrintItem *item); /* a second line */
} Column;

static const Column columns[] = {
  { N_ ("When"), mch_print_item_get_when, NULL },
  { N_ ("By"), mch_print_item_get_who, NULL },
  { N_ ("What"), mch_print_item_get_what, mch_print_item_get_about },
  { N_ ("Pages"), mch_print_item_get_pages, NULL },
  { N_ ("Where"), mch_print_item_get_where, NULL },
  { N_ ("Computer"), mch_print_item_get_desktop, NULL },
};

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, const Column *column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), mch_text_new ("", FALSE));
  if (column->get_more != NULL)
    gtk_box_append (GTK_BOX (box), mch_text_new ("", TRUE));
  gtk_list_item_set_child (list_item, box);
}

/* The row is read as one sentence. */
static void
name_row (GtkWidget *box, MchPrintItem *item)
{
  g_autofree char *name =
      g_strjoin (", ", mch_print_item_get_when (item), mch_print_item_get_who (item),
                 mch_print_item_get_what (item), mch_print_item_get_about (item),
                 mch_print_item_get_where (item), NULL);

  mch_a11y_set_row_label (box, name);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, const Column *column)
{
  GtkWidget *box = gtk_list_item_get_child (list_item);
  MchPrintItem *item = gtk_list_item_get_item (list_item);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), column->get (item));
  if (column->get_more != NULL)
    gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), column->get_more (item));
  if (column == &columns[0])
    name_row (box, item);
}

static void
add_column (GtkColumnView *view, const Column *column)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) added = gtk_column_view_column_new (_ (column->title), factory);

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), (gpointer) column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) column);
  gtk_column_view_column_set_expand (added, column->get_more != NULL);
  gtk_column_view_column_set_resizable (added, TRUE);
  gtk_column_view_append_column (view, added);
}

static GtkWidget *
table_new (PrintLogWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSelectionModel *model =
      GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown))));
  GtkWidget *view = gtk_column_view_new (model);

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    add_column (GTK_COLUMN_VIEW (view), &columns[i]);
  gtk_widget_add_css_class (view, "data-table");
  mch_a11y_set_label (view, _ ("Print log"));
  mch_a11y_set_label (gtk_widget_get_last_child (view), _ ("Print log"));
  g_signal_connect_object (view, "activate", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return mch_tab_stop_new (scrolled);
}

static GtkWidget *
head_new (PrintLogWindow *self, const char *search)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  const char *label = _ ("Also what was only _shown on the screen");
  GtkWidget *views = gtk_check_button_new_with_mnemonic (label);

  self->search = mch_search_entry_new (_ ("A pupil, a colleague, a printer, a day…"),
                                       _ ("Search the print log"));
  self->views = GTK_CHECK_BUTTON (views);
  mch_a11y_set_label (views, label);
  if (search != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->search), search);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (on_searched), self,
                           G_CONNECT_SWAPPED);
  /* Escape would stay in the entry. */
  g_signal_connect_object (self->search, "stop-search", G_CALLBACK (gtk_window_close), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (views, "toggled", G_CALLBACK (on_searched), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), views);
  gtk_widget_add_css_class (box, "footer");
  return box;
}

static GtkWidget *
notice_new (PrintLogWindow *self)
{
  GtkWidget *button = mch_button_new (_ ("_Try again"), NULL);

  self->notice = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->notice_label = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->notice_label), TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (read_again), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->notice), GTK_WIDGET (self->notice_label));
  gtk_box_append (GTK_BOX (self->notice), button);
  gtk_widget_add_css_class (self->notice, "notice");
  gtk_widget_set_visible (self->notice, FALSE);
  return self->notice;
}

static GtkWidget *
footer_new (PrintLogWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->count = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  self->save = mch_button_new (_ ("Save as _CSV…"), NULL);
  g_signal_connect_object (self->save, "clicked", G_CALLBACK (on_save_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), self->save);
  gtk_box_append (GTK_BOX (box), mch_button_new (_ ("_Close"), "window.close"));
  gtk_widget_add_css_class (box, "footer");
  return box;
}

static GtkWidget *
waiting_new (void)
{
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  return spinner;
}

static void
fill (PrintLogWindow *self, const char *search)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *failed =
      mch_status_page_new ("dialog-warning-symbolic", _ ("The print log was not read"), NULL, NULL);

  self->failed = ADW_STATUS_PAGE (failed);
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (self->stack, waiting_new (), "waiting");
  gtk_stack_add_named (self->stack, table_new (self), "table");
  gtk_stack_add_named (
      self->stack,
      mch_status_page_new ("printer-symbolic", _ ("Nothing was printed yet"),
                           _ ("Every slip and every document that somebody of the establishment "
                              "prints or saves is noted here: who, when, which, where."),
                           NULL),
      "none");
  gtk_stack_add_named (self->stack,
                       mch_status_page_new ("edit-find-symbolic", _ ("No line says that"),
                                            _ ("Search something else, or tick what was only shown "
                                               "on the screen."),
                                            NULL),
                       "nothing");
  gtk_stack_add_named (self->stack, failed, "failed");
  gtk_box_append (GTK_BOX (box), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (box), head_new (self, search));
  gtk_box_append (GTK_BOX (box), notice_new (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), footer_new (self));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  adw_window_set_content (ADW_WINDOW (self), overlay);
}

void
mch_print_log_window_open (GtkWindow *parent, MchContext *context, const char *search)
{
  PrintLogWindow *self = g_object_new (TYPE_PRINT_LOG_WINDOW, "title", _ ("Print log"), NULL);

  mch_dialog_attach (GTK_WINDOW (self), parent);
  mch_dialog_set_size (GTK_WINDOW (self), 980, 600);
  mch_dialog_close_on_escape (GTK_WINDOW (self));
  self->context = g_object_ref (context);
  fill (self, search);
  on_searched (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->search);
  if (mch_context_get_scope (context) != NULL || mch_context_is_office (context))
    read_again (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
print_log_window_dispose (GObject *object)
{
  g_cancellable_cancel (PRINT_LOG_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (print_log_window_parent_class)->dispose (object);
}

static void
print_log_window_finalize (GObject *object)
{
  PrintLogWindow *self = PRINT_LOG_WINDOW (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->shown);
  g_object_unref (self->items);
  g_clear_object (&self->context);
  g_free (self->folded);
  G_OBJECT_CLASS (print_log_window_parent_class)->finalize (object);
}

static void
print_log_window_class_init (PrintLogWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = print_log_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = print_log_window_finalize;
}

static void
print_log_window_init (PrintLogWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->folded = g_strdup ("");
  self->items = g_list_store_new (MCH_TYPE_PRINT_ITEM);
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)), self->filter);
}
