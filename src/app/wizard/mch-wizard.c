/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/wizard/mch-wizard.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-toast.h"
#include "app/window/mch-screen.h"

#define WIDTH 960
#define HEIGHT 760

struct _MchWizard
{
  AdwWindow parent_instance;

  GPtrArray *pages; /* borrowed; the stack holds them */
  MchWizardPage *current;
  GCancellable *cancellable; /* while a page applies */
  char *loss;
  gboolean closing;

  GtkBox *steps;
  AdwWindowTitle *title;
  GtkRevealer *error_revealer;
  GtkLabel *error_label;
  GtkStack *stack;
  GtkWidget *cancel_button;
  GtkWidget *back_button;
  GtkWidget *skip_button;
  GtkWidget *next_button;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  GtkSpinner *spinner;
};

G_DEFINE_FINAL_TYPE (MchWizard, mch_wizard, ADW_TYPE_WINDOW)

static gboolean
is_on (MchWizardPage *page)
{
  return gtk_widget_get_visible (GTK_WIDGET (page));
}

/* The next page in a direction, or NULL at the end. */
static MchWizardPage *
neighbour (MchWizard *self, int step)
{
  guint at;

  if (self->current == NULL || !g_ptr_array_find (self->pages, self->current, &at))
    return NULL;
  for (int i = (int) at + step; i >= 0 && i < (int) self->pages->len; i += step)
    if (is_on (self->pages->pdata[i]))
      return self->pages->pdata[i];
  return NULL;
}

static void
show_steps (MchWizard *self)
{
  GtkWidget *child;
  guint n = 0, at = 0;
  g_autofree char *where = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_box_remove (self->steps, child);
  for (guint i = 0; i < self->pages->len; i++)
    {
      MchWizardPage *page = self->pages->pdata[i];
      g_autofree char *text = NULL;
      GtkWidget *label;

      if (!is_on (page))
        continue;
      n++;
      text = g_strdup_printf ("%u. %s", n, mch_wizard_page_get_title (page));
      label = gtk_label_new (text);
      gtk_widget_add_css_class (label, page == self->current ? "heading" : "dim-label");
      gtk_box_append (self->steps, label);
      if (page == self->current)
        at = n;
    }
  where = g_strdup_printf (_ ("Step %u of %u"), at, n);
  adw_window_title_set_subtitle (self->title, where);
}

static void
show_buttons (MchWizard *self)
{
  MchWizardPage *page = self->current;
  gboolean applying = mch_wizard_page_get_applying (page);
  gboolean final = mch_wizard_page_get_final (page);
  const char *label = mch_wizard_page_get_next_label (page);

  if (label == NULL)
    label = neighbour (self, 1) != NULL ? _ ("_Next") : _ ("_Close");
  gtk_button_set_label (GTK_BUTTON (self->next_button), label);
  mch_a11y_set_label (self->next_button, label);
  mch_why_not_set (self->next_button, mch_wizard_page_get_why_not (page));
  gtk_widget_set_sensitive (self->next_button, !applying);
  gtk_widget_set_visible (self->back_button, !final && neighbour (self, -1) != NULL
                                                 && mch_wizard_page_get_can_go_back (page));
  gtk_widget_set_sensitive (self->back_button, !applying);
  gtk_widget_set_visible (self->skip_button, mch_wizard_page_get_skippable (page) && !applying);
  gtk_widget_set_visible (self->cancel_button, !final);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), applying);
  gtk_spinner_set_spinning (self->spinner, applying);
  if (applying)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY, TRUE, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_BUSY);
}

static void
show_error (MchWizard *self, const char *message)
{
  gtk_label_set_label (self->error_label, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
  /* A selectable label takes the selection from what has the focus, and there must be one. */
  if (message != NULL && gtk_root_get_focus (GTK_ROOT (self)) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  if (message != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->error_label));
}

static void
go_to (MchWizard *self, MchWizardPage *page, gboolean forward)
{
  self->current = page;
  show_error (self, NULL);
  mch_wizard_page_enter (page, forward);
  gtk_stack_set_transition_type (self->stack, forward ? GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT
                                                      : GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  show_steps (self);
  show_buttons (self);
  mch_wizard_page_show (page);
}

void
mch_wizard_go (MchWizard *self, MchWizardPage *page)
{
  guint from, to;

  g_return_if_fail (MCH_IS_WIZARD (self));
  g_return_if_fail (g_ptr_array_find (self->pages, page, &to));

  g_ptr_array_find (self->pages, self->current, &from);
  gtk_widget_set_visible (GTK_WIDGET (page), TRUE);
  go_to (self, page, to >= from);
}

static void
go_on (MchWizard *self)
{
  MchWizardPage *next = neighbour (self, 1);

  if (next != NULL)
    go_to (self, next, TRUE);
  else
    mch_wizard_finish (self, NULL, NULL);
}

static void
on_page_applied (MchWizardPage *page, const GError *error, MchWizard *self)
{
  g_clear_object (&self->cancellable);
  if (page != self->current || self->closing)
    return;
  if (error == NULL)
    go_on (self);
  else
    show_error (self,
                g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : error->message);
}

static void
on_page_changed (MchWizardPage *page, MchWizard *self)
{
  if (page != self->current)
    return;
  show_steps (self);
  show_buttons (self);
}

static void
on_page_progress (MchWizardPage *page, const char *text, double fraction, MchWizard *self)
{
  if (page != self->current)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), text != NULL);
  gtk_label_set_label (self->progress_label, text != NULL ? text : "");
  if (text == NULL)
    return;
  if (fraction < 0)
    gtk_progress_bar_pulse (self->progress_bar);
  else
    gtk_progress_bar_set_fraction (self->progress_bar, MIN (fraction, 1));
}

void
mch_wizard_next (MchWizard *self)
{
  g_return_if_fail (MCH_IS_WIZARD (self));

  if (mch_wizard_page_get_applying (self->current) || mch_why_not_stops (self->next_button))
    return;
  show_error (self, NULL);
  self->cancellable = g_cancellable_new ();
  mch_wizard_page_apply (self->current, self->cancellable);
}

void
mch_wizard_back (MchWizard *self)
{
  MchWizardPage *page = neighbour (self, -1);

  g_return_if_fail (MCH_IS_WIZARD (self));

  if (page != NULL && mch_wizard_page_get_can_go_back (self->current)
      && !mch_wizard_page_get_applying (self->current))
    go_to (self, page, FALSE);
}

static void
on_skip_clicked (MchWizard *self)
{
  go_on (self);
}

void
mch_wizard_set_loss (MchWizard *self, const char *sentence)
{
  g_return_if_fail (MCH_IS_WIZARD (self));

  g_free (self->loss);
  self->loss = g_strdup (sentence);
}

void
mch_wizard_finish (MchWizard *self, const char *activity, const char *argument)
{
  g_return_if_fail (MCH_IS_WIZARD (self));

  self->closing = TRUE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (activity != NULL)
    mch_screen_leave_for (GTK_WINDOW (self), activity, argument);
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_leave_answered (AdwMessageDialog *dialog, const char *response, MchWizard *self)
{
  if (g_strcmp0 (response, "leave") == 0)
    mch_wizard_finish (self, NULL, NULL);
}

static void
on_stop_answered (AdwMessageDialog *dialog, const char *response, MchWizard *self)
{
  if (g_strcmp0 (response, "leave") == 0 && self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
ask (MchWizard *self, const char *heading, const char *body, const char *leave, GCallback answered)
{
  GtkWidget *dialog = mch_dialog_new_message (GTK_WINDOW (self), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _ ("_Continue"), "leave",
                                    leave, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "leave",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", answered, self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
mch_wizard_cancel (MchWizard *self)
{
  g_return_if_fail (MCH_IS_WIZARD (self));

  if (self->current != NULL && mch_wizard_page_get_applying (self->current))
    ask (self, _ ("Stop the work?"),
         _ ("What is done until now stays done; you can continue later."), _ ("_Stop"),
         G_CALLBACK (on_stop_answered));
  else if (self->loss != NULL && !mch_wizard_page_get_final (self->current))
    ask (self, _ ("Leave this window?"), self->loss, _ ("_Leave"), G_CALLBACK (on_leave_answered));
  else
    mch_wizard_finish (self, NULL, NULL);
}

static gboolean
on_close_request (MchWizard *self)
{
  if (self->closing)
    return FALSE;
  mch_wizard_cancel (self);
  return TRUE;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  mch_wizard_cancel (MCH_WIZARD (widget));
  return TRUE;
}

/* What the toast on show told; a page with an undo of its own has taken the key before. */
static gboolean
on_undo_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  return mch_toast_undo (GTK_WIDGET (MCH_WIZARD (widget)->stack));
}

static gboolean
on_alt_left (GtkWidget *widget, GVariant *args, gpointer data)
{
  mch_wizard_back (MCH_WIZARD (widget));
  return TRUE;
}

void
mch_wizard_add_page (MchWizard *self, MchWizardPage *page)
{
  g_return_if_fail (MCH_IS_WIZARD (self));
  g_return_if_fail (MCH_IS_WIZARD_PAGE (page));

  g_ptr_array_add (self->pages, page);
  gtk_stack_add_child (self->stack, GTK_WIDGET (page));
  g_signal_connect_object (page, "changed", G_CALLBACK (on_page_changed), self, 0);
  g_signal_connect_object (page, "applied", G_CALLBACK (on_page_applied), self, 0);
  g_signal_connect_object (page, "progress", G_CALLBACK (on_page_progress), self, 0);
}

void
mch_wizard_start (MchWizard *self)
{
  g_return_if_fail (MCH_IS_WIZARD (self));
  g_return_if_fail (self->pages->len > 0 && self->current == NULL);

  for (guint i = 0; i < self->pages->len && self->current == NULL; i++)
    if (is_on (self->pages->pdata[i]))
      self->current = self->pages->pdata[i];
  g_assert (self->current != NULL);
  gtk_window_present (GTK_WINDOW (self));
  go_to (self, self->current, TRUE);
}

MchWizardPage *
mch_wizard_get_current (MchWizard *self)
{
  g_return_val_if_fail (MCH_IS_WIZARD (self), NULL);

  return self->current;
}

MchWizard *
mch_wizard_new (GtkWindow *parent, const char *title)
{
  MchWizard *self = g_object_new (MCH_TYPE_WIZARD, "title", title, NULL);

  mch_dialog_attach (GTK_WINDOW (self), parent);
  mch_dialog_set_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  adw_window_title_set_title (self->title, title);
  return self;
}

static void
mch_wizard_dispose (GObject *object)
{
  MchWizard *self = MCH_WIZARD (object);

  self->closing = TRUE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (mch_wizard_parent_class)->dispose (object);
}

static void
mch_wizard_finalize (GObject *object)
{
  MchWizard *self = MCH_WIZARD (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->pages);
  g_free (self->loss);
  G_OBJECT_CLASS (mch_wizard_parent_class)->finalize (object);
}

static void
mch_wizard_class_init (MchWizardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_wizard_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_wizard_finalize;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, on_undo_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, GDK_ALT_MASK, on_alt_left, NULL);
}

static GtkWidget *
build_header (MchWizard *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->title = ADW_WINDOW_TITLE (adw_window_title_new ("", NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  return header;
}

static GtkWidget *
build_error (MchWizard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                   "wrap", TRUE, "xalign", 0.0, "selectable", TRUE, NULL);

  gtk_widget_add_css_class (box, "message");
  gtk_widget_add_css_class (box, "error");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  self->error_label = GTK_LABEL (label);
  self->error_revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->error_revealer, box);
  return GTK_WIDGET (self->error_revealer);
}

static GtkWidget *
build_footer (MchWizard *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *filler = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->cancel_button = mch_button_new (_ ("_Cancel"), NULL);
  self->back_button = mch_button_new (_ ("_Back"), NULL);
  self->skip_button = mch_button_new (_ ("_Skip"), NULL);
  self->next_button = mch_button_new (_ ("_Next"), NULL);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->progress_label = GTK_LABEL (gtk_label_new (""));
  self->progress_bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  mch_a11y_set_label (GTK_WIDGET (self->progress_bar), _ ("Progress"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self->progress_bar), GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (GTK_WIDGET (self->progress_bar), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->progress_label), "numeric");
  gtk_widget_add_css_class (self->next_button, "suggested-action");
  gtk_widget_add_css_class (bar, "footer");
  gtk_widget_set_hexpand (filler, TRUE);
  gtk_box_append (GTK_BOX (filler), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (filler), GTK_WIDGET (self->progress_bar));
  gtk_box_append (GTK_BOX (filler), GTK_WIDGET (self->progress_label));
  gtk_box_append (GTK_BOX (bar), self->cancel_button);
  gtk_box_append (GTK_BOX (bar), filler);
  gtk_box_append (GTK_BOX (bar), self->skip_button);
  gtk_box_append (GTK_BOX (bar), self->back_button);
  gtk_box_append (GTK_BOX (bar), self->next_button);
  g_signal_connect_swapped (self->cancel_button, "clicked", G_CALLBACK (mch_wizard_cancel), self);
  g_signal_connect_swapped (self->back_button, "clicked", G_CALLBACK (mch_wizard_back), self);
  g_signal_connect_swapped (self->skip_button, "clicked", G_CALLBACK (on_skip_clicked), self);
  g_signal_connect_swapped (self->next_button, "clicked", G_CALLBACK (mch_wizard_next), self);
  return bar;
}

static void
mch_wizard_init (MchWizard *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = adw_toast_overlay_new ();

  self->pages = g_ptr_array_new ();
  self->steps = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24));
  gtk_widget_set_halign (GTK_WIDGET (self->steps), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->steps), "steps");
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  gtk_box_append (GTK_BOX (box), build_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->steps));
  gtk_box_append (GTK_BOX (box), build_error (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), build_footer (self));
  adw_window_set_content (ADW_WINDOW (self), overlay);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->next_button);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close_request), NULL);
}
