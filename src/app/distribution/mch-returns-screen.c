/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-returns-screen.h"

#include <glib/gi18n-lib.h>

#include "app/distribution/mch-pieces-window.h"
#include "app/distribution/mch-returns-model.h"
#include "app/distribution/mch-scan-box.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"

#define LIST_HEIGHT 180

struct _MchReturnsScreen
{
  MchScreen parent_instance;

  MchReturnsModel *model; /* NULL until there is a context */
  MchScanBox *scan;
  GtkLabel *count;
  GtkWidget *paper_only;
  GtkStack *missing; /* "list" or "none" */
  GtkLabel *missing_none;
  GtkWidget *problems;
};

G_DEFINE_FINAL_TYPE (MchReturnsScreen, mch_returns_screen, MCH_TYPE_SCREEN)

/* INS-22 */
static gboolean
is_paper_only (MchReturnsScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));
  g_autoptr (MchRecord) service = mch_context_dup_service (context);

  return service != NULL
         && mch_registration_is_paper_only (service, mch_context_get_reference (context));
}

static void
on_changed (MchReturnsScreen *self)
{
  guint n = mch_returns_model_get_n (self->model);
  guint received = mch_returns_model_get_n_received (self->model);
  guint n_missing = g_list_model_get_n_items (mch_returns_model_get_missing (self->model));
  guint n_problems = g_list_model_get_n_items (mch_returns_model_get_problems (self->model));
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u of %u confirmation received · %u still missing",
                   "%u of %u confirmations received · %u still missing", n),
      received, n, n_missing);

  gtk_label_set_label (self->count, text);
  gtk_widget_set_visible (self->paper_only, is_paper_only (self));
  gtk_label_set_label (self->missing_none,
                       n == 0 ? _ ("Nobody is registered yet: finish the registrations first.")
                              : _ ("✓ Every confirmation is back."));
  gtk_stack_set_visible_child_name (self->missing, n_missing > 0 ? "list" : "none");
  gtk_widget_set_visible (self->problems, n_problems > 0);
}

static void
on_not_saved (MchReturnsScreen *self, const char *message)
{
  mch_message_show (GTK_WIDGET (self), _ ("Not noted"), message);
}

static void
on_scanned (MchReturnsScreen *self, const char *typed)
{
  g_autofree char *text = NULL;
  MchScanResult result = mch_returns_model_scan (self->model, typed, &text);

  mch_scan_box_tell (self->scan, result, text);
}

static void
on_label_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  gtk_list_item_set_child (list_item, mch_text_new ("", FALSE));
}

static void
on_label_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (list_item));

  gtk_label_set_label (GTK_LABEL (label), text);
  mch_a11y_set_row_label (label, text);
}

static GtkWidget *
list_new (GListModel *strings, const char *name)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection =
      GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (strings)));
  GtkWidget *view = gtk_list_view_new (selection, factory);

  g_signal_connect (factory, "setup", G_CALLBACK (on_label_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_label_bind), NULL);
  mch_a11y_set_label (view, name);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (view), TRUE);
  return mch_scroll_new_list (view, LIST_HEIGHT);
}

static GtkWidget *
missing_new (MchReturnsScreen *self)
{
  self->missing = GTK_STACK (mch_stack_new ());
  self->missing_none = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_widget_set_valign (GTK_WIDGET (self->missing_none), GTK_ALIGN_START);
  gtk_stack_add_named (
      self->missing,
      list_new (mch_returns_model_get_missing (self->model), _ ("Confirmations still missing")),
      "list");
  gtk_stack_add_named (self->missing, GTK_WIDGET (self->missing_none), "none");
  return GTK_WIDGET (self->missing);
}

static GtkWidget *
problems_new (MchReturnsScreen *self)
{
  self->problems = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->problems), mch_heading_new (_ ("To be looked at")));
  gtk_box_append (GTK_BOX (self->problems),
                  list_new (mch_returns_model_get_problems (self->model), _ ("To be looked at")));
  return self->problems;
}

static void
on_document_clicked (GtkWidget *button, gpointer id)
{
  mch_screen_go (button, "documents", id);
}

static void
on_pieces_clicked (MchReturnsScreen *self)
{
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));

  if (mch_context_get_session (context) != NULL)
    mch_pieces_window_open (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), context);
}

static void
add_document (GtkWidget *box, const char *label, const char *id)
{
  GtkWidget *button = mch_button_new (label, NULL);
  GtkWidget *text = gtk_button_get_child (GTK_BUTTON (button));

  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  g_signal_connect (button, "clicked", G_CALLBACK (on_document_clicked), (gpointer) id);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
footer_new (MchReturnsScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *pieces = mch_button_new (_ ("_Documents received…"), NULL);

  g_signal_connect_object (pieces, "clicked", G_CALLBACK (on_pieces_clicked), self,
                           G_CONNECT_SWAPPED);
  self->count = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), pieces);
  add_document (box, _ ("_Letters"), "letters");
  add_document (box, _ ("_Grid"), "grid");
  add_document (box, _ ("Slip of the _parcel"), "bordereau");
  gtk_widget_add_css_class (box, "footer");
  return box;
}

static void
fill (MchReturnsScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->scan = MCH_SCAN_BOX (mch_scan_box_new (
      _ ("S_can or type the code of each signed confirmation"),
      _ ("One after the other; the keyboard stays here. The 20 digits stand below the code.")));
  g_signal_connect_object (self->scan, "scanned", G_CALLBACK (on_scanned), self, G_CONNECT_SWAPPED);
  self->paper_only =
      mch_text_new (_ ("The exam office takes supporting documents on paper only: your pupils send "
                       "none on line, and the portal tells them so. They come back here with the "
                       "signed confirmations."),
                    FALSE);
  gtk_box_append (GTK_BOX (box), self->paper_only);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->scan));
  gtk_box_append (GTK_BOX (box), problems_new (self));
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("Confirmations still missing")));
  gtk_box_append (GTK_BOX (box), missing_new (self));
  adw_bin_set_child (ADW_BIN (self), mch_scroll_new_page (box, footer_new (self)));
}

static void
mch_returns_screen_switched (MchScreen *screen)
{
  MchReturnsScreen *self = MCH_RETURNS_SCREEN (screen);

  if (self->model == NULL)
    {
      self->model = mch_returns_model_new (mch_screen_get_context (screen));
      fill (self);
      g_signal_connect_object (self->model, "changed", G_CALLBACK (on_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->model, "not-saved", G_CALLBACK (on_not_saved), self,
                               G_CONNECT_SWAPPED);
    }
  mch_returns_model_clear (self->model);
  on_changed (self);
}

static void
mch_returns_screen_refresh (MchScreen *screen)
{
  mch_returns_model_load (MCH_RETURNS_SCREEN (screen)->model);
}

static void
mch_returns_screen_shown (MchScreen *screen)
{
  mch_scan_box_focus (MCH_RETURNS_SCREEN (screen)->scan);
}

static void
mch_returns_screen_dispose (GObject *object)
{
  g_clear_object (&MCH_RETURNS_SCREEN (object)->model);
  G_OBJECT_CLASS (mch_returns_screen_parent_class)->dispose (object);
}

static void
mch_returns_screen_class_init (MchReturnsScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_returns_screen_dispose;
  screen_class->switched = mch_returns_screen_switched;
  screen_class->refresh = mch_returns_screen_refresh;
  screen_class->shown = mch_returns_screen_shown;
}

static void
mch_returns_screen_init (MchReturnsScreen *self)
{
  mch_screen_set_title (MCH_SCREEN (self), _ ("Return of the files"));
}
