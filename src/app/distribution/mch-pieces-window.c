/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-pieces-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/distribution/mch-session-question.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"
#include "core/mch-text.h"
#include "documents/mch-file.h"

#define WIDTH 720
#define HEIGHT 680
#define LIST_HEIGHT 200
#define PIECE "mch-piece"

/* A row: the file, and what is said of it. */
#define TYPE_FILE_ITEM (file_item_get_type ())
G_DECLARE_FINAL_TYPE (FileItem, file_item, FILE, ITEM, GObject)

struct _FileItem
{
  GObject parent_instance;

  MchFile *file;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FileItem, file_item, G_TYPE_OBJECT)

#define TYPE_PIECES_WINDOW (pieces_window_get_type ())
G_DECLARE_FINAL_TYPE (PiecesWindow, pieces_window, PIECES, WINDOW, AdwWindow)

struct _PiecesWindow
{
  AdwWindow parent_instance;

  MchContext *context;
  GCancellable *cancellable;
  GListStore *items;
  GtkSingleSelection *shown;
  GtkWidget *search;
  GtkFilter *filter;
  GtkLabel *count;
  GtkLabel *name;
  GtkBox *ticks;
};

G_DEFINE_FINAL_TYPE (PiecesWindow, pieces_window, ADW_TYPE_WINDOW)

static char *
dup_line (const MchFile *file)
{
  g_autofree char *lacking = mch_file_dup_lacking (file);
  g_autofree char *name = file->division != NULL
                              ? g_strdup_printf ("%s (%s)", file->name, file->division)
                              : g_strdup (file->name);

  if (*file->pieces == NULL)
    return g_strdup_printf (_ ("%s – nothing to join"), name);
  return lacking != NULL ? g_strdup_printf (_ ("%s – lacking: %s"), name, lacking)
                         : g_strdup_printf (_ ("%s – ✓ complete"), name);
}

static void
show_count (PiecesWindow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint lacking = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FileItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
      g_autofree char *what = mch_file_dup_lacking (item->file);

      lacking += what != NULL ? 1 : 0;
    }
  text =
      n == 0
          ? g_strdup (_ ("Nobody is registered yet: finish the registrations first."))
          : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u file still lacks a document",
                                          "%u of %u files still lack a document", n),
                             lacking, n);
  gtk_label_set_label (self->count, text);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PiecesWindow) self = PIECES_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *id = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (id == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      && gtk_widget_get_visible (GTK_WIDGET (self)))
    mch_message_show (GTK_WIDGET (self), _ ("Not noted"), error->message);
}

/* A tick builds on the record as it is now: a colleague may have noted something else meanwhile. */
static void
on_ticked (GtkCheckButton *tick, PiecesWindow *self)
{
  FileItem *item = gtk_single_selection_get_selected_item (self->shown);
  const char *piece = g_object_get_data (G_OBJECT (tick), PIECE);
  g_autoptr (MchRecord) record = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  MchChange *change;

  if (item == NULL)
    return;
  record = mch_store_dup_record (mch_context_get_store (self->context),
                                 mch_context_get_scope (self->context), MCH_KIND_CANDIDATURE,
                                 item->file->candidature);
  if (record != NULL)
    item->file->version = record->version;
  change = mch_file_set (item->file, piece, gtk_check_button_get_active (tick));
  if (change == NULL)
    return;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_ptr_array_add (changes, change);
  mch_context_send (self->context, changes, on_sent, g_object_ref (self));
  g_signal_emit (item, signals[SIGNAL_CHANGED], 0);
  show_count (self);
}

static void
clear_ticks (PiecesWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->ticks))) != NULL)
    gtk_box_remove (self->ticks, child);
}

static void
on_selected (PiecesWindow *self)
{
  FileItem *item = gtk_single_selection_get_selected_item (self->shown);

  clear_ticks (self);
  gtk_label_set_label (self->name, item != NULL ? item->file->name : "");
  for (guint i = 0; item != NULL && item->file->pieces[i] != NULL; i++)
    {
      const char *piece = item->file->pieces[i];
      GtkWidget *tick = gtk_check_button_new_with_label (piece);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), mch_file_has (item->file, piece));
      mch_a11y_set_label (tick, piece);
      mch_a11y_set_description (tick, item->file->name);
      g_object_set_data_full (G_OBJECT (tick), PIECE, g_strdup (piece), g_free);
      g_signal_connect_object (tick, "toggled", G_CALLBACK (on_ticked), self, 0);
      gtk_box_append (self->ticks, tick);
    }
}

static gpointer
read_files (MchWork *work, gpointer data, GError **error)
{
  const MchSessionQuestion *question = data;

  return mch_files_list (mch_work_get_store (work), question->scope, question->session,
                         g_get_real_time () / 1000, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PiecesWindow) self = PIECES_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (files == NULL)
    {
      gtk_label_set_label (self->count, error->message);
      return;
    }
  g_ptr_array_set_free_func (files, NULL); /* each goes to its row */
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (FileItem) item = g_object_new (TYPE_FILE_ITEM, NULL);

      item->file = files->pdata[i];
      g_list_store_append (self->items, item);
    }
  show_count (self);
}

static gboolean
matches (gpointer item, gpointer window)
{
  PiecesWindow *self = window;
  g_autofree char *line = dup_line (((FileItem *) item)->file);
  g_autofree char *folded = mch_text_fold (line);
  g_autofree char *wanted = mch_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  return strstr (folded, wanted) != NULL;
}

static void
on_searched (PiecesWindow *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  gtk_list_item_set_child (list_item, mch_text_new ("", FALSE));
}

static void
show_row (FileItem *item, GtkWidget *label)
{
  g_autofree char *line = dup_line (item->file);

  gtk_label_set_label (GTK_LABEL (label), line);
  mch_a11y_set_row_label (label, line);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  FileItem *item = gtk_list_item_get_item (list_item);
  GtkWidget *label = gtk_list_item_get_child (list_item);

  show_row (item, label);
  g_signal_connect_object (item, "changed", G_CALLBACK (show_row), label, 0);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), show_row,
                                        gtk_list_item_get_child (list_item));
}

static GtkWidget *
list_new (PiecesWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *found;
  GtkWidget *view;

  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->items)), self->filter);
  self->shown = gtk_single_selection_new (G_LIST_MODEL (found));
  g_signal_connect_object (self->shown, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (self->shown), factory);
  mch_a11y_set_label (view, _ ("Files and what they lack"));
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (view), TRUE);
  return mch_scroll_new_list (view, LIST_HEIGHT);
}

static GtkWidget *
page_new (PiecesWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->search =
      mch_search_entry_new (_ ("Search a name, a class or a document…"), _ ("Search a file"));
  self->count = GTK_LABEL (mch_text_new (_ ("One moment…"), FALSE));
  self->name = GTK_LABEL (mch_heading_new (""));
  self->ticks = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (on_searched), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), list_new (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->ticks));
  gtk_widget_set_vexpand (box, TRUE);
  gtk_widget_add_css_class (box, "page");
  return box;
}

static void
load (PiecesWindow *self)
{
  MchSessionQuestion *question = mch_session_question_new (self->context);

  mch_worker_run_async (mch_context_get_worker (self->context), "files", read_files, question,
                        mch_session_question_free, (GDestroyNotify) g_ptr_array_unref, NULL,
                        self->cancellable, on_read, g_object_ref (self));
}

void
mch_pieces_window_open (GtkWindow *parent, MchContext *context)
{
  PiecesWindow *self = g_object_new (TYPE_PIECES_WINDOW, "title", _ ("Documents received"), NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  mch_dialog_attach (GTK_WINDOW (self), parent);
  mch_dialog_set_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  mch_dialog_close_on_escape (GTK_WINDOW (self));
  self->context = g_object_ref (context);
  gtk_box_append (GTK_BOX (box), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (box), page_new (self));
  adw_window_set_content (ADW_WINDOW (self), box);
  load (self);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->search);
}

static void
pieces_window_dispose (GObject *object)
{
  PiecesWindow *self = PIECES_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (pieces_window_parent_class)->dispose (object);
}

static void
pieces_window_finalize (GObject *object)
{
  PiecesWindow *self = PIECES_WINDOW (object);

  g_clear_object (&self->context);
  g_object_unref (self->cancellable);
  g_object_unref (self->items);
  G_OBJECT_CLASS (pieces_window_parent_class)->finalize (object);
}

static void
pieces_window_class_init (PiecesWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pieces_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pieces_window_finalize;
}

static void
pieces_window_init (PiecesWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->items = g_list_store_new (TYPE_FILE_ITEM);
}

static void
file_item_finalize (GObject *object)
{
  mch_file_free (((FileItem *) object)->file);
  G_OBJECT_CLASS (file_item_parent_class)->finalize (object);
}

static void
file_item_class_init (FileItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = file_item_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", TYPE_FILE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
file_item_init (FileItem *self)
{
}
