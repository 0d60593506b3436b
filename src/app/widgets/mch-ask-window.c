/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/widgets/mch-ask-window.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"

struct _MchAskWindow
{
  AdwWindow parent_instance;

  MchFieldEntry *entry;
  GtkWidget *button;
  GtkSpinner *spinner;
  char *needed; /* what is said of no answer; NULL when there may be none */
  gboolean busy;
  gboolean done;
};

enum
{
  SIGNAL_ANSWERED,
  SIGNAL_GAVE_UP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchAskWindow, mch_ask_window, ADW_TYPE_WINDOW)

void
mch_ask_window_set_busy (MchAskWindow *self, gboolean busy)
{
  g_return_if_fail (MCH_IS_ASK_WINDOW (self));

  self->busy = busy;
  /* An entry that has the focus must lose it before it becomes insensitive. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), !busy);
  gtk_widget_set_sensitive (self->button, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

void
mch_ask_window_set_fault (MchAskWindow *self, const char *sentence)
{
  g_return_if_fail (MCH_IS_ASK_WINDOW (self));

  mch_ask_window_set_busy (self, FALSE);
  mch_field_entry_set_fault (self->entry, sentence);
  mch_field_entry_focus (self->entry);
}

static void
on_button (MchAskWindow *self)
{
  g_autofree char *text = NULL;

  if (self->busy)
    return;
  text = g_strdup (mch_field_entry_get_text (self->entry));
  if (self->needed != NULL && *g_strstrip (text) == '\0')
    mch_ask_window_set_fault (self, self->needed);
  else
    g_signal_emit (self, signals[SIGNAL_ANSWERED], 0, text);
}

void
mch_ask_window_insist (MchAskWindow *self, const char *sentence)
{
  g_return_if_fail (MCH_IS_ASK_WINDOW (self));

  g_free (self->needed);
  self->needed = g_strdup (sentence);
}

void
mch_ask_window_done (MchAskWindow *self)
{
  g_return_if_fail (MCH_IS_ASK_WINDOW (self));

  self->done = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
on_close_request (MchAskWindow *self)
{
  if (!self->done)
    g_signal_emit (self, signals[SIGNAL_GAVE_UP], 0);
  return FALSE;
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static GtkWidget *
build_footer (MchAskWindow *self, const char *label)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *cancel = mch_button_new (_ ("_Cancel"), "window.close");

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->button = mch_button_new (label, NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (self->spinner), TRUE);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (bar, "footer");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_button), self);
  gtk_box_append (GTK_BOX (bar), cancel);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (bar), self->button);
  return bar;
}

MchAskWindow *
mch_ask_window_open (GtkWindow *parent, const char *title, const char *text, MchFieldEntry *entry,
                     const char *button)
{
  MchAskWindow *self = g_object_new (MCH_TYPE_ASK_WINDOW, "title", title, NULL);
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  mch_dialog_attach (GTK_WINDOW (self), parent);
  self->entry = entry;
  gtk_box_append (GTK_BOX (box), mch_text_new (text, FALSE));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (entry));
  gtk_widget_add_css_class (box, "page");
  gtk_widget_set_vexpand (box, TRUE);
  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (outer), box);
  gtk_box_append (GTK_BOX (outer), build_footer (self, button));
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_size (GTK_WINDOW (self), 460, -1);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_button), self);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close_request), NULL);
  gtk_window_present (GTK_WINDOW (self));
  mch_field_entry_focus (entry);
  return self;
}

static void
mch_ask_window_finalize (GObject *object)
{
  g_free (MCH_ASK_WINDOW (object)->needed);
  G_OBJECT_CLASS (mch_ask_window_parent_class)->finalize (object);
}

static void
mch_ask_window_class_init (MchAskWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_ask_window_finalize;
  signals[SIGNAL_ANSWERED] = g_signal_new ("answered", MCH_TYPE_ASK_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_GAVE_UP] = g_signal_new ("gave-up", MCH_TYPE_ASK_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
mch_ask_window_init (MchAskWindow *self)
{
}
