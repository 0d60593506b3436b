/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/documents/mch-documents-screen.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/documents/mch-documents-filter.h"
#include "app/documents/mch-documents-footer.h"
#include "app/preview/mch-page-strip.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-tab-stop.h"
#include "sync/mch-sync-error.h"

#define ENTRY "mch-entry"
#define LIST_WIDTH 250

struct _MchDocumentsScreen
{
  MchScreen parent_instance;

  const MchDocumentEntry *entry; /* what is on show, or being made */
  GCancellable *cancellable;     /* of what is being made */
  gboolean choosing;             /* the list is being set, not used */

  GtkStack *whole; /* "documents" or "nobody" */
  GtkListBox *list;
  MchDocumentsFilter *filter;
  GtkStack *stack; /* "pages", "loading" or "none" */
  AdwStatusPage *none;
  MchPageStrip *strip;
  MchDocumentsFooter *footer;
};

G_DEFINE_FINAL_TYPE (MchDocumentsScreen, mch_documents_screen, MCH_TYPE_SCREEN)

static MchContext *
context_of (MchDocumentsScreen *self)
{
  return mch_screen_get_context (MCH_SCREEN (self));
}

static void
show_made (MchDocumentsScreen *self, MchDocumentMade *made)
{
  g_autoptr (MchPageDocument) pages = mch_page_document_new (made->pdf);
  /* Translators: the title of a document and its size, "212 candidates, 9 pages". */
  g_autofree char *label = g_strdup_printf (_ ("Pages of “%s”: %s"),
                                            mch_document_entry_get_title (made->entry), made->size);

  mch_page_strip_set_document (self->strip, pages, NULL);
  mch_page_strip_set_current (self->strip, 0);
  mch_a11y_set_label (GTK_WIDGET (self->strip), label);
  mch_documents_footer_show (self->footer, made, NULL);
  gtk_stack_set_visible_child_name (self->stack, "pages");
}

static void
show_reason (MchDocumentsScreen *self, const GError *error)
{
  adw_status_page_set_title (self->none,
                             g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED)
                                 ? _ ("Nobody is in this document")
                                 : _ ("This document cannot be made"));
  adw_status_page_set_description (self->none, error->message);
  mch_documents_footer_show (self->footer, NULL, error->message);
  gtk_stack_set_visible_child_name (self->stack, "none");
}

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchDocumentsScreen) self = MCH_DOCUMENTS_SCREEN (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchDocumentMade) made = mch_document_make_finish (source, result, &error);

  /* A newer question is on its way, or the window is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
      || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (made != NULL)
    show_made (self, made);
  else
    show_reason (self, error);
}

static void
load (MchDocumentsScreen *self)
{
  const MchDocumentRequest request = {
    .entry = self->entry,
    .state = mch_documents_filter_get_state (self->filter),
    .division = mch_documents_filter_get_division (self->filter),
    .only = mch_documents_filter_get_only (self->filter),
  };

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (mch_context_get_session (context_of (self)) == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  mch_document_make_async (context_of (self), &request, self->cancellable, on_made,
                           g_object_ref (self));
}

static void
load_anew (MchDocumentsScreen *self)
{
  gtk_stack_set_visible_child_name (self->stack, "loading");
  mch_documents_footer_show (self->footer, NULL, _ ("The document is still being made."));
  load (self);
}

static void
on_row_selected (GtkListBox *list, GtkListBoxRow *row, MchDocumentsScreen *self)
{
  if (row == NULL || self->choosing)
    return;
  self->entry = g_object_get_data (G_OBJECT (row), ENTRY);
  load_anew (self);
}

static GtkListBoxRow *
find_row (MchDocumentsScreen *self, const MchDocumentEntry *entry)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_object_get_data (G_OBJECT (row), ENTRY) == entry)
      break;
  return row;
}

static void
on_import_clicked (GtkWidget *button)
{
  mch_screen_go (button, "import", NULL);
}

static GtkWidget *
nobody_new (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *import = mch_button_new (_ ("_Import a file of pupils"), NULL);

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "x-office-document-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("No candidate yet"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (page), _ ("Import your pupils' file: confirmations and lists are made of "
                                 "it."));
  gtk_widget_add_css_class (import, "suggested-action");
  gtk_widget_add_css_class (import, "pill");
  gtk_widget_set_halign (import, GTK_ALIGN_CENTER);
  g_signal_connect (import, "clicked", G_CALLBACK (on_import_clicked), NULL);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), import);
  return page;
}

static GtkWidget *
row_new (const MchDocumentEntry *entry)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *detail = mch_text_new (_ (entry->detail), TRUE);

  gtk_box_append (GTK_BOX (box), mch_text_new (mch_document_entry_get_title (entry), FALSE));
  gtk_widget_add_css_class (detail, "caption");
  gtk_box_append (GTK_BOX (box), detail);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data (G_OBJECT (row), ENTRY, (gpointer) entry);
  mch_a11y_set_label (row, mch_document_entry_get_title (entry));
  mch_a11y_set_description (row, _ (entry->detail));
  return row;
}

static GtkWidget *
list_new (MchDocumentsScreen *self)
{
  GtkWidget *scrolled;

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  mch_a11y_set_label (GTK_WIDGET (self->list), _ ("Documents"));
  for (const MchDocumentEntry *entry = mch_document_entries; entry->id != NULL; entry++)
    gtk_list_box_append (self->list, row_new (entry));
  g_signal_connect (self->list, "row-selected", G_CALLBACK (on_row_selected), self);
  scrolled = mch_scroll_new (GTK_WIDGET (self->list));
  gtk_widget_set_size_request (scrolled, LIST_WIDTH, -1);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return mch_tab_stop_new (scrolled);
}

static GtkWidget *
loading_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Making the document…")));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static GtkWidget *
pages_new (MchDocumentsScreen *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->strip = MCH_PAGE_STRIP (mch_page_strip_new ());
  mch_page_strip_set_fit_width (self->strip);
  mch_page_strip_set_frameless (self->strip);
  mch_a11y_set_label (GTK_WIDGET (self->strip), _ ("Pages"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->strip));
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_size_request (scrolled, 360, -1);
  gtk_widget_add_css_class (scrolled, "pages");
  return scrolled;
}

static GtkWidget *
right_new (MchDocumentsScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *none = adw_status_page_new ();

  self->filter = MCH_DOCUMENTS_FILTER (mch_documents_filter_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->filter), "toolbar");
  g_signal_connect_object (self->filter, "chosen", G_CALLBACK (load_anew), self, G_CONNECT_SWAPPED);
  self->none = ADW_STATUS_PAGE (none);
  adw_status_page_set_icon_name (self->none, "x-office-document-symbolic");
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (self->stack, loading_new (), "loading");
  gtk_stack_add_named (self->stack, pages_new (self), "pages");
  gtk_stack_add_named (self->stack, none, "none");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->filter));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
fill (MchDocumentsScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_box_append (GTK_BOX (middle), list_new (self));
  gtk_box_append (GTK_BOX (middle), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (middle), right_new (self));
  gtk_widget_set_vexpand (middle, TRUE);
  self->footer = MCH_DOCUMENTS_FOOTER (mch_documents_footer_new (context_of (self)));
  gtk_box_append (GTK_BOX (box), middle);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->footer));
  gtk_stack_add_named (self->whole, box, "documents");
  self->choosing = TRUE;
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  self->choosing = FALSE;
  mch_documents_footer_show (self->footer, NULL, _ ("The document is still being made."));
}

static void
mch_documents_screen_switched (MchScreen *screen)
{
  MchDocumentsScreen *self = MCH_DOCUMENTS_SCREEN (screen);

  if (self->footer == NULL)
    fill (self);
  mch_page_strip_set_document (self->strip, NULL, NULL);
  gtk_stack_set_visible_child_name (self->stack, "loading");
}

static void
mch_documents_screen_refresh (MchScreen *screen)
{
  MchDocumentsScreen *self = MCH_DOCUMENTS_SCREEN (screen);
  MchStore *store = mch_screen_get_store (screen);
  MchCandidateFilter filter = mch_context_get_filter (context_of (self));
  gboolean nobody = store == NULL || mch_store_count_candidates (store, &filter) == 0;

  gtk_stack_set_visible_child_name (self->whole, nobody ? "nobody" : "documents");
  mch_documents_filter_set_context (self->filter, context_of (self));
  if (!nobody)
    load (self);
}

/* Of one candidate alone: who was here for others may come for him. @id: (nullable) */
static void
show_only (MchDocumentsScreen *self, const char *id)
{
  const char *const ids[] = { id, NULL };
  MchCandidateFilter filter = mch_context_get_filter (context_of (self));
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *name = NULL;

  filter.ids = ids;
  if (id != NULL)
    rows = mch_store_query_candidates (mch_screen_get_store (MCH_SCREEN (self)), &filter, 0, 1,
                                       NULL, NULL);
  if (rows != NULL && rows->len > 0)
    name = mch_candidate_cells_dup_name (rows->pdata[0]);
  mch_documents_filter_set_only (self->filter, name != NULL ? id : NULL, name);
}

static void
mch_documents_screen_open (MchScreen *screen, const char *argument)
{
  MchDocumentsScreen *self = MCH_DOCUMENTS_SCREEN (screen);
  g_auto (GStrv) words = g_strsplit (argument != NULL ? argument : "", "/", 2);
  const MchDocumentEntry *entry = words[0] != NULL ? mch_document_entry_find (words[0]) : NULL;

  if (entry == NULL)
    return;
  show_only (self, words[1]);
  if (entry == self->entry)
    load_anew (self);
  else
    gtk_list_box_select_row (self->list, find_row (self, entry));
}

static void
mch_documents_screen_shown (MchScreen *screen)
{
  MchDocumentsScreen *self = MCH_DOCUMENTS_SCREEN (screen);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
on_print_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  mch_documents_footer_print (MCH_DOCUMENTS_SCREEN (widget)->footer);
  return TRUE;
}

static void
mch_documents_screen_dispose (GObject *object)
{
  MchDocumentsScreen *self = MCH_DOCUMENTS_SCREEN (object);

  self->choosing = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (mch_documents_screen_parent_class)->dispose (object);
}

static void
mch_documents_screen_class_init (MchDocumentsScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_documents_screen_dispose;
  screen_class->switched = mch_documents_screen_switched;
  screen_class->refresh = mch_documents_screen_refresh;
  screen_class->open = mch_documents_screen_open;
  screen_class->shown = mch_documents_screen_shown;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_p, GDK_CONTROL_MASK, on_print_key,
                                NULL);
}

static void
mch_documents_screen_init (MchDocumentsScreen *self)
{
  self->entry = mch_document_entries;
  self->whole = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (self->whole, nobody_new (), "nobody");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->whole));
  mch_screen_set_title (MCH_SCREEN (self), _ ("Documents to print"));
}
