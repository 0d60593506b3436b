/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-preview-footer.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-slip-choice.h"
#include "app/preview/mch-slip-print.h"
#include "app/preview/mch-slip-save.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-toast.h"

struct _MchPreviewFooter
{
  AdwBin parent_instance;

  MchContext *context;
  MchPreviewModel *model;
  MchSlipList *list;
  GtkLabel *count;
  GtkWidget *warnings;
  GtkWidget *print_checked;
  GtkWidget *print;
  GtkWidget *save;
};

G_DEFINE_FINAL_TYPE (MchPreviewFooter, mch_preview_footer, ADW_TYPE_BIN)

static GtkWindow *
window_of (MchPreviewFooter *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* Printed here, and would say something else today. */
static guint
count_stale (GListModel *items)
{
  guint n_stale = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MchSlipItem) item = g_list_model_get_item (items, i);

      n_stale += mch_slip_item_get_facts (item)->stale ? 1 : 0;
    }
  return n_stale;
}

static void
show_counts (MchPreviewFooter *self)
{
  guint n = g_list_model_get_n_items (mch_preview_model_get_items (self->model));
  guint checked = mch_preview_model_count (self->model, MCH_REVIEW_CHECKED);
  guint faulty = mch_preview_model_count (self->model, MCH_REVIEW_FAULTY);
  guint stale = count_stale (mch_preview_model_get_items (self->model));
  gboolean masked = mch_preview_model_get_request (self->model) != NULL
                    && mch_preview_model_get_request (self->model)->masked;
  const char *reason =
      masked ? _ ("The passwords are masked: show them first, then print or save.") : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text,
                   g_dngettext (GETTEXT_PACKAGE, "%u of %u checked", "%u of %u checked", checked),
                   checked, n);
  if (faulty > 0)
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, " · %u to correct", " · %u to correct", faulty),
        faulty);
  if (stale > 0)
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, " · %u to print again", " · %u to print again", stale),
        stale);
  gtk_label_set_label (self->count, text->str);
  gtk_widget_set_visible (self->warnings, mch_preview_model_get_warnings (self->model) != NULL);
  gtk_widget_set_tooltip_text (self->warnings, mch_preview_model_get_warnings (self->model));
  mch_why_not_set (self->print, reason);
  mch_why_not_set (self->save, reason);
  mch_why_not_set (self->print_checked,
                   reason == NULL && checked == 0
                       ? _ ("No slip is checked yet: mark those that are right with the space bar.")
                       : reason);
}

static void
on_act_done (MchPreviewFooter *self, gboolean done, guint n, const char *path, const GError *error)
{
  g_autofree char *text = NULL;

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!done)
    {
      mch_message_show (GTK_WIDGET (self), _ ("Not done"), error->message);
      return;
    }
  text =
      path != NULL ? g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u slip saved in %s", "%u slips saved in %s", n), n, path)
                   : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u slip sent to the printer",
                                                   "%u slips sent to the printer", n),
                                      n);
  mch_toast_show (GTK_WIDGET (self), text);
  /* What was printed again need not be printed again. */
  if (count_stale (mch_preview_model_get_items (self->model)) > 0)
    mch_preview_model_load (self->model,
                            mch_slip_request_copy (mch_preview_model_get_request (self->model)));
}

static void
on_printed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchPreviewFooter) self = MCH_PREVIEW_FOOTER (user_data);
  g_autoptr (GError) error = NULL;
  guint n = 0;
  gboolean done = mch_slip_print_finish (result, &n, &error);

  on_act_done (self, done, n, NULL, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchPreviewFooter) self = MCH_PREVIEW_FOOTER (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  guint n = 0;
  gboolean done = mch_slip_save_finish (result, &n, &path, &error);

  on_act_done (self, done, n, path, error);
}

static void
on_print_chosen (MchPreviewFooter *self, const MchSlipRequest *request)
{
  mch_slip_print_async (window_of (self), self->context, mch_slip_request_copy (request), NULL,
                        on_printed, g_object_ref (self));
}

static void
on_save_chosen (MchPreviewFooter *self, const MchSlipRequest *request)
{
  mch_slip_save_async (window_of (self), self->context, mch_slip_request_copy (request), NULL,
                       on_saved, g_object_ref (self));
}

static void
open_choice (MchPreviewFooter *self, MchSlipChoiceAct act, GCallback chosen)
{
  MchSlipItem *item = mch_slip_list_get_selected (self->list);
  MchSlipChoice *choice = mch_slip_choice_new (
      window_of (self), self->model, item != NULL ? mch_slip_item_get_index (item) : 0, act);

  g_signal_connect_object (choice, "chosen", chosen, self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (choice));
}

static void
on_print_clicked (MchPreviewFooter *self)
{
  if (!mch_why_not_stops (self->print))
    open_choice (self, MCH_SLIP_CHOICE_PRINT, G_CALLBACK (on_print_chosen));
}

static void
on_save_clicked (MchPreviewFooter *self)
{
  if (!mch_why_not_stops (self->save))
    open_choice (self, MCH_SLIP_CHOICE_SAVE, G_CALLBACK (on_save_chosen));
}

static void
on_print_checked_clicked (MchPreviewFooter *self)
{
  const MchSlipRequest *shown = mch_preview_model_get_request (self->model);
  GListModel *items = mch_preview_model_get_items (self->model);
  g_autoptr (GPtrArray) persons = g_ptr_array_new ();
  g_autoptr (MchSlipRequest) request = NULL;

  if (mch_why_not_stops (self->print_checked))
    return;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MchSlipItem) item = g_list_model_get_item (items, i);

      if (mch_slip_item_get_state (item) == MCH_REVIEW_CHECKED)
        g_ptr_array_add (persons, mch_slip_item_get_facts (item)->person);
    }
  g_ptr_array_add (persons, NULL);
  request = mch_slip_request_new (shown->scope, shown->edition, &shown->layout,
                                  (const char *const *) persons->pdata);
  request->session = g_strdup (shown->session);
  on_print_chosen (self, request);
}

void
mch_preview_footer_print (MchPreviewFooter *self)
{
  g_return_if_fail (MCH_IS_PREVIEW_FOOTER (self));

  on_print_clicked (self);
}

static GtkWidget *
act_new (MchPreviewFooter *self, const char *label, GCallback clicked)
{
  GtkWidget *button = mch_button_new (label, NULL);
  GtkWidget *text = gtk_button_get_child (GTK_BUTTON (button));

  /* With large text, on two lines. */
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
box_new (MchPreviewFooter *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_add_css_class (box, "footer");
  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->count, 0);
  gtk_label_set_wrap (self->count, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  self->warnings = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  gtk_widget_add_css_class (self->warnings, "warning");
  mch_a11y_set_label (self->warnings, _ ("Some slips are not laid out as they should be"));
  gtk_box_append (GTK_BOX (box), self->warnings);
  self->save = act_new (self, _ ("_Save the PDF…"), G_CALLBACK (on_save_clicked));
  self->print = act_new (self, _ ("_Print…"), G_CALLBACK (on_print_clicked));
  self->print_checked =
      act_new (self, _ ("Print the _checked ones"), G_CALLBACK (on_print_checked_clicked));
  gtk_widget_add_css_class (self->print_checked, "suggested-action");
  gtk_box_append (GTK_BOX (box), self->save);
  gtk_box_append (GTK_BOX (box), self->print);
  gtk_box_append (GTK_BOX (box), self->print_checked);
  return box;
}

GtkWidget *
mch_preview_footer_new (MchContext *context, MchPreviewModel *model, MchSlipList *list)
{
  MchPreviewFooter *self = g_object_new (MCH_TYPE_PREVIEW_FOOTER, NULL);

  self->context = g_object_ref (context);
  self->model = g_object_ref (model);
  self->list = g_object_ref (list);
  adw_bin_set_child (ADW_BIN (self), box_new (self));
  g_signal_connect_object (model, "changed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "reviewed", G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  show_counts (self);
  return GTK_WIDGET (self);
}

static void
mch_preview_footer_dispose (GObject *object)
{
  MchPreviewFooter *self = MCH_PREVIEW_FOOTER (object);

  g_clear_object (&self->context);
  g_clear_object (&self->model);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (mch_preview_footer_parent_class)->dispose (object);
}

static void
mch_preview_footer_class_init (MchPreviewFooterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_preview_footer_dispose;
}

static void
mch_preview_footer_init (MchPreviewFooter *self)
{
}
