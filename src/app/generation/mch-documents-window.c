/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-documents-window.h"

#include <glib/gi18n-lib.h>

#include "app/generation/mch-document-item.h"
#include "app/preview/mch-slip-print.h"
#include "app/preview/mch-slip-save.h"
#include "app/prints/mch-print-log-window.h"
#include "app/sign-in/mch-password-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-tab-stop.h"
#include "app/widgets/mch-toast.h"
#include "app/window/mch-screen.h"

#define PAGE_ROWS 10
#define ITEM "mch-item"
#define LARGE 1.5

struct _MchDocumentsWindow
{
  AdwWindow parent_instance;

  MchContext *context;
  GListStore *documents;
  GtkSliceListModel *page;
  GCancellable *cancellable;
  char *only; /* (nullable): the one edition that is listed */
  gboolean asking;
  gboolean weighed; /* the password was given for the sizes */
  GtkStack *stack;
  GtkLabel *paging;
  GtkWidget *previous;
  GtkWidget *next;
  GtkWidget *sizes;
};

G_DEFINE_FINAL_TYPE (MchDocumentsWindow, mch_documents_window, ADW_TYPE_WINDOW)

typedef struct
{
  GPtrArray *requests; /* of MchSlipRequest */
  GArray *sizes;       /* gsize, 0 when there is no slip left */
} Measure;

/* What a measure is for, on the main thread. */
typedef struct
{
  MchDocumentsWindow *window;
  GPtrArray *items; /* of MchDocumentItem, in the order of the requests */
} Measured;

static void
measure_free (gpointer data)
{
  Measure *measure = data;

  g_ptr_array_unref (measure->requests);
  g_array_unref (measure->sizes);
  g_free (measure);
}

/* The documents are made to be weighed and forgotten at once. */
static gpointer
measure_all (MchWork *work, gpointer data, GError **error)
{
  Measure *measure = data;

  for (guint i = 0; i < measure->requests->len; i++)
    {
      g_autoptr (GError) cause = NULL;
      g_autoptr (MchSlipMade) made =
          mch_slip_request_make (work, measure->requests->pdata[i], NULL, &cause);
      gsize size = made != NULL ? g_bytes_get_size (made->pdf) : 0;

      if (made == NULL && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return NULL;
        }
      g_array_append_val (measure->sizes, size);
    }
  return g_array_ref (measure->sizes);
}

static void
measured_free (Measured *measured)
{
  g_object_unref (measured->window);
  g_ptr_array_unref (measured->items);
  g_free (measured);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Measured, measured_free)

static void
on_measured (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Measured) measured = user_data;
  g_autoptr (GArray) sizes = mch_worker_run_finish (MCH_WORKER (source), result, NULL);

  for (guint i = 0; sizes != NULL && i < sizes->len; i++)
    {
      gsize size = g_array_index (sizes, gsize, i);

      mch_document_item_set_size (measured->items->pdata[i], size);
      if (size == 0) /* the quarter of an hour is over */
        gtk_widget_set_visible (measured->window->sizes, TRUE);
    }
}

static MchSlipRequest *
request_new (MchDocumentsWindow *self, MchDocumentItem *item)
{
  const MchSlipLayout layout = { .options.layout = mch_document_item_get_per_page (item) == 2
                                                       ? MCH_PAPILLON_TWO_PER_PAGE
                                                       : MCH_PAPILLON_ONE_PER_PAGE };

  return mch_slip_request_new (mch_context_get_scope (self->context),
                               mch_document_item_get_edition (item), &layout, NULL);
}

/* Those whose size is not known yet. */
static void
measure (MchDocumentsWindow *self)
{
  Measure *task = g_new0 (Measure, 1);
  Measured *measured = g_new0 (Measured, 1);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->documents));

  task->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_slip_request_free);
  task->sizes = g_array_new (FALSE, FALSE, sizeof (gsize));
  measured->window = g_object_ref (self);
  measured->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MchDocumentItem) item = g_list_model_get_item (G_LIST_MODEL (self->documents), i);

      if (mch_document_item_get_size (item) > 0)
        continue;
      g_ptr_array_add (task->requests, request_new (self, item));
      g_ptr_array_add (measured->items, g_steal_pointer (&item));
    }
  mch_worker_run_async (mch_context_get_worker (self->context), "weigh documents", measure_all,
                        task, measure_free, (GDestroyNotify) g_array_unref, NULL, self->cancellable,
                        on_measured, measured);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchDocumentsWindow) self = MCH_DOCUMENTS_WINDOW (user_data);
  gboolean open = mch_password_ensure_finish (result, NULL);

  self->asking = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->weighed = open;
  gtk_widget_set_visible (self->sizes, !open);
  if (open)
    measure (self);
}

static void
ask_sizes (MchDocumentsWindow *self)
{
  if (self->asking)
    return;
  self->asking = TRUE;
  mch_password_ensure_async (GTK_WINDOW (self), self->context,
                             _ ("To make the documents and tell their size."), on_unlocked,
                             g_object_ref (self));
}

static MchDocumentItem *
item_of (GtkWidget *button)
{
  return g_object_get_data (G_OBJECT (button), ITEM);
}

/* Back to the main window: what stands between it and this list is done with. */
static void
on_preview_clicked (GtkWidget *button, MchDocumentsWindow *self)
{
  MchDocumentItem *item = item_of (button);
  g_autofree char *argument = g_strdup_printf ("%s/%u", mch_document_item_get_edition (item),
                                               mch_document_item_get_per_page (item));

  mch_screen_leave_for (GTK_WINDOW (self), "preview", argument);
}

static void
show_end (MchDocumentsWindow *self, const char *done, const GError *error)
{
  if (g_cancellable_is_cancelled (self->cancellable)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (done != NULL)
    mch_toast_show (GTK_WIDGET (self->stack), done);
  else
    mch_message_show (GTK_WIDGET (self), _ ("Not done"), error->message);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchDocumentsWindow) self = MCH_DOCUMENTS_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  if (mch_slip_save_finish (result, NULL, &path, &error))
    text = g_strdup_printf (_ ("Saved in %s"), path);
  show_end (self, text, error);
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchDocumentsWindow) self = MCH_DOCUMENTS_WINDOW (user_data);
  g_autoptr (GError) error = NULL;

  show_end (self, mch_slip_print_finish (result, NULL, &error) ? _ ("Sent to the printer") : NULL,
            error);
}

static void
on_save_clicked (GtkWidget *button, MchDocumentsWindow *self)
{
  mch_slip_save_async (GTK_WINDOW (self), self->context, request_new (self, item_of (button)), NULL,
                       on_saved, g_object_ref (self));
}

static void
on_print_clicked (GtkWidget *button, MchDocumentsWindow *self)
{
  mch_slip_print_async (GTK_WINDOW (self), self->context, request_new (self, item_of (button)),
                        NULL, on_printed, g_object_ref (self));
}

static void
on_name_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (box), mch_text_new ("", FALSE));
  gtk_box_append (GTK_BOX (box), mch_text_new ("", TRUE));
  gtk_list_item_set_child (list_item, box);
}

static void
on_name_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  GtkWidget *box = gtk_list_item_get_child (list_item);
  MchDocumentItem *item = gtk_list_item_get_item (list_item);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)),
                       mch_document_item_get_name (item));
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)),
                       mch_document_item_get_detail (item));
  mch_a11y_set_row_label (box, mch_document_item_get_name (item));
}

static void
show_size (MchDocumentItem *item, GtkLabel *label)
{
  g_autofree char *size = mch_document_item_dup_size (item);

  gtk_label_set_label (label, size);
}

static void
on_size_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

static void
on_size_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  MchDocumentItem *item = gtk_list_item_get_item (list_item);

  g_signal_connect_object (item, "changed", G_CALLBACK (show_size), label, 0);
  show_size (item, GTK_LABEL (label));
}

static void
on_size_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show_size,
                                        gtk_list_item_get_child (list_item));
}

typedef struct
{
  const char *label;
  void (*clicked) (GtkWidget *button, MchDocumentsWindow *self);
} Act;

static const Act acts[] = {
  { N_ ("Pre_view"), on_preview_clicked },
  { N_ ("_Save the PDF…"), on_save_clicked },
  { N_ ("_Print…"), on_print_clicked },
};

static void
on_acts_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, MchDocumentsWindow *self)
{
  /* Three buttons of large letters side by side would leave the window. */
  gboolean large = mch_a11y_get_text_scale (GTK_WIDGET (self)) >= LARGE;
  GtkWidget *box = gtk_box_new (large ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, 6);

  for (gsize i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      GtkWidget *button = mch_button_new (_ (acts[i].label), NULL);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      g_signal_connect_object (button, "clicked", G_CALLBACK (acts[i].clicked), self, 0);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_list_item_set_child (list_item, box);
  gtk_list_item_set_activatable (list_item, FALSE);
}

/* A button is read with the document that it is for. */
static void
on_acts_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  MchDocumentItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *button = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));

  for (; button != NULL; button = gtk_widget_get_next_sibling (button))
    {
      g_object_set_data (G_OBJECT (button), ITEM, item);
      mch_a11y_set_description (button, mch_document_item_get_name (item));
    }
}

static void
add_column (GtkColumnView *view, const char *title, GtkListItemFactory *factory, gboolean expand)
{
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_append_column (view, column);
}

static GtkListItemFactory *
factory_new (GCallback setup, GCallback bind, gpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, data);
  g_signal_connect (factory, "bind", bind, data);
  return factory;
}

static GtkWidget *
table_new (MchDocumentsWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSelectionModel *model =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->page))));
  GtkWidget *view = gtk_column_view_new (model);
  GtkListItemFactory *sizes =
      factory_new (G_CALLBACK (on_size_setup), G_CALLBACK (on_size_bind), NULL);

  g_signal_connect (sizes, "unbind", G_CALLBACK (on_size_unbind), NULL);
  add_column (GTK_COLUMN_VIEW (view), _ ("Document"),
              factory_new (G_CALLBACK (on_name_setup), G_CALLBACK (on_name_bind), NULL), TRUE);
  add_column (GTK_COLUMN_VIEW (view), _ ("Size"), sizes, FALSE);
  add_column (GTK_COLUMN_VIEW (view), _ ("Acts"),
              factory_new (G_CALLBACK (on_acts_setup), G_CALLBACK (on_acts_bind), self), FALSE);
  mch_a11y_set_label (view, _ ("List of the generated documents"));
  mch_a11y_set_label (gtk_widget_get_last_child (view), _ ("List of the generated documents"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return mch_tab_stop_new (scrolled);
}

static void
show_paging (MchDocumentsWindow *self)
{
  guint total = g_list_model_get_n_items (G_LIST_MODEL (self->documents));
  guint first = gtk_slice_list_model_get_offset (self->page);
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->page));
  g_autofree char *text = g_strdup_printf (_ ("Showing element %u to %u of %u element(s)"),
                                           shown > 0 ? first + 1 : 0, first + shown, total);

  gtk_label_set_label (self->paging, text);
  gtk_widget_set_visible (self->previous, total > PAGE_ROWS);
  gtk_widget_set_visible (self->next, total > PAGE_ROWS);
  gtk_widget_set_sensitive (self->previous, first > 0);
  gtk_widget_set_sensitive (self->next, first + shown < total);
  gtk_stack_set_visible_child_name (self->stack, total > 0 ? "table" : "none");
}

static void
turn (MchDocumentsWindow *self, int step)
{
  gint64 offset = (gint64) gtk_slice_list_model_get_offset (self->page) + step * (gint64) PAGE_ROWS;

  gtk_slice_list_model_set_offset (self->page, (guint) MAX (offset, 0));
  show_paging (self);
}

static void
on_previous_clicked (MchDocumentsWindow *self)
{
  turn (self, -1);
}

static void
on_next_clicked (MchDocumentsWindow *self)
{
  turn (self, 1);
}

const char *
mch_documents_window_get_paging (MchDocumentsWindow *self)
{
  g_return_val_if_fail (MCH_IS_DOCUMENTS_WINDOW (self), NULL);

  return gtk_label_get_label (self->paging);
}

static void
on_log_clicked (MchDocumentsWindow *self)
{
  mch_print_log_window_open (GTK_WINDOW (self), self->context, NULL);
}

static GtkWidget *
footer_new (MchDocumentsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *log = mch_button_new (_ ("Print _log…"), NULL);

  self->paging = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->paging), TRUE);
  self->sizes = mch_button_new (_ ("Tell the si_zes…"), NULL);
  self->previous = mch_icon_button_new ("go-previous-symbolic", _ ("Previous page"), NULL);
  self->next = mch_icon_button_new ("go-next-symbolic", _ ("Next page"), NULL);
  g_signal_connect_object (self->sizes, "clicked", G_CALLBACK (ask_sizes), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->previous, "clicked", G_CALLBACK (on_previous_clicked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->next, "clicked", G_CALLBACK (on_next_clicked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (log, "clicked", G_CALLBACK (on_log_clicked), self, G_CONNECT_SWAPPED);
  gtk_widget_set_visible (self->sizes, FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->paging));
  gtk_box_append (GTK_BOX (box), log);
  gtk_box_append (GTK_BOX (box), self->sizes);
  gtk_box_append (GTK_BOX (box), self->previous);
  gtk_box_append (GTK_BOX (box), self->next);
  gtk_widget_add_css_class (box, "footer");
  return box;
}

static void
fill (MchDocumentsWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *none = adw_status_page_new ();

  self->stack = GTK_STACK (mch_stack_new ());
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _ ("No document yet"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (none),
      _ ("Documents appear here once accounts are generated, as long as a slip of theirs can be "
         "used."));
  gtk_stack_add_named (self->stack, table_new (self), "table");
  gtk_stack_add_named (self->stack, none, "none");
  gtk_box_append (GTK_BOX (box), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), footer_new (self));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  adw_window_set_content (ADW_WINDOW (self), overlay);
}

/* An edition arrives, or loses slips, while its list is read. */
static void
on_context_changed (MchDocumentsWindow *self)
{
  guint offset = gtk_slice_list_model_get_offset (self->page);
  guint total;

  if (!mch_document_items_update (self->documents, self->context, self->only))
    return;
  total = g_list_model_get_n_items (G_LIST_MODEL (self->documents));
  if (offset >= total)
    gtk_slice_list_model_set_offset (self->page,
                                     total > 0 ? (total - 1) / PAGE_ROWS * PAGE_ROWS : 0);
  show_paging (self);
  if (total == 0)
    gtk_widget_set_visible (self->sizes, FALSE);
  else if (self->weighed)
    measure (self);
  else if (!self->asking)
    gtk_widget_set_visible (self->sizes, TRUE);
}

MchDocumentsWindow *
mch_documents_window_open (GtkWindow *parent, MchContext *context, const char *edition)
{
  MchDocumentsWindow *self = g_object_new (MCH_TYPE_DOCUMENTS_WINDOW, "title",
                                           _ ("List of the generated documents"), NULL);

  mch_dialog_attach (GTK_WINDOW (self), parent);
  mch_dialog_set_size (GTK_WINDOW (self), 880, 560);
  self->context = g_object_ref (context);
  fill (self);
  self->only = g_strdup (edition);
  mch_document_items_update (self->documents, context, edition);
  show_paging (self);
  g_signal_connect_object (context, "changed", G_CALLBACK (on_context_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->documents)) > 0)
    ask_sizes (self);
  return self;
}

static void
mch_documents_window_dispose (GObject *object)
{
  MchDocumentsWindow *self = MCH_DOCUMENTS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (mch_documents_window_parent_class)->dispose (object);
}

static void
mch_documents_window_finalize (GObject *object)
{
  MchDocumentsWindow *self = MCH_DOCUMENTS_WINDOW (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->page);
  g_object_unref (self->documents);
  g_free (self->only);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_documents_window_parent_class)->finalize (object);
}

static void
mch_documents_window_class_init (MchDocumentsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_documents_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_documents_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
mch_documents_window_init (MchDocumentsWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->documents = g_list_store_new (MCH_TYPE_DOCUMENT_ITEM);
  self->page =
      gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->documents)), 0, PAGE_ROWS);
}
