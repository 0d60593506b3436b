/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyring's own prompt may never be answered: "Try again" works meanwhile, and an answer that
 * comes after the window has gone is not listened to. */
#include "app/sign-in/mch-keyring-window.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-status-page.h"
#include "sync/mch-sync-error.h"

struct _MchKeyringWindow
{
  AdwWindow parent_instance;

  MchWorker *worker;
  AdwStatusPage *page;
  GtkWidget *unlock_button;
  GtkWidget *retry_button;
  GtkWidget *without_button;
  GtkLabel *news; /* how the last try ended */
  gboolean closed;
};

enum
{
  SIGNAL_ENDED,
  SIGNAL_GAVE_UP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchKeyringWindow, mch_keyring_window, ADW_TYPE_WINDOW)

static gboolean
is_locked (const GError *error)
{
  return g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING_LOCKED);
}

static gboolean
is_about_keyring (const GError *error)
{
  return is_locked (error) || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_KEYRING);
}

static void
set_busy (MchKeyringWindow *self, gboolean opening, gboolean unlocking)
{
  gtk_widget_set_sensitive (self->unlock_button, !opening && !unlocking);
  gtk_widget_set_sensitive (self->retry_button, !opening);
  gtk_widget_set_sensitive (self->without_button, !opening);
}

static void
say (MchKeyringWindow *self, const char *news)
{
  gtk_label_set_label (self->news, news);
  gtk_widget_set_visible (GTK_WIDGET (self->news), *news != '\0');
}

/* One that is locked can be unlocked here; one that does not answer can only be asked again. */
static void
show_state (MchKeyringWindow *self, gboolean locked)
{
  GtkWidget *next = locked ? self->unlock_button : self->retry_button;

  gtk_window_set_title (GTK_WINDOW (self),
                        locked ? _ ("The keyring is locked") : _ ("The keyring does not answer"));
  adw_status_page_set_title (self->page, gtk_window_get_title (GTK_WINDOW (self)));
  adw_status_page_set_description (
      self->page,
      locked ? _ ("What was typed on this computer is kept, and its key is in the session's "
                  "keyring. Unlock it, and Machaon opens as usual.")
             : _ ("What was typed on this computer is kept, and its key is in the session's "
                  "keyring. Try again once the keyring is there, and Machaon opens as usual."));
  gtk_widget_set_visible (self->unlock_button, locked);
  gtk_widget_add_css_class (next, "suggested-action");
  if (locked)
    gtk_widget_remove_css_class (self->retry_button, "suggested-action");
  gtk_widget_grab_focus (next);
}

static void
end (MchKeyringWindow *self, const GError *error)
{
  g_autoptr (MchKeyringWindow) kept = g_object_ref (self);

  self->closed = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
  g_signal_emit (self, signals[SIGNAL_ENDED], 0, error);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchKeyringWindow) self = data;
  g_autoptr (GError) error = NULL;

  mch_worker_open_finish (MCH_WORKER (source), result, &error);
  if (self->closed)
    return;
  if (!is_about_keyring (error))
    {
      end (self, error);
      return;
    }
  set_busy (self, FALSE, FALSE);
  show_state (self, is_locked (error));
  say (self, is_locked (error) ? _ ("It is still locked. Nothing was lost.")
                               : _ ("It does not answer yet. Nothing was lost."));
}

static void
try_again (MchKeyringWindow *self)
{
  set_busy (self, TRUE, FALSE);
  say (self, "");
  mch_worker_open_with_keyring_async (self->worker, on_opened, g_object_ref (self));
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchKeyringWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean unlocked = mch_worker_unlock_keyring_finish (MCH_WORKER (source), result, &error);

  /* "Try again" was quicker. */
  if (self->closed || !gtk_widget_get_sensitive (self->retry_button))
    return;
  if (unlocked)
    {
      try_again (self);
      return;
    }
  set_busy (self, FALSE, FALSE);
  show_state (self, is_locked (error));
  say (self, error->message);
}

static void
on_unlock (MchKeyringWindow *self)
{
  set_busy (self, FALSE, TRUE);
  gtk_widget_grab_focus (self->retry_button);
  say (self, _ ("The keyring asks for its password in a window of its own."));
  mch_worker_unlock_keyring_async (self->worker, on_unlocked, g_object_ref (self));
}

static void
on_without (MchKeyringWindow *self)
{
  set_busy (self, TRUE, FALSE);
  say (self, "");
  mch_worker_open_async (self->worker, on_opened, g_object_ref (self));
}

static gboolean
on_close (MchKeyringWindow *self)
{
  self->closed = TRUE;
  g_signal_emit (self, signals[SIGNAL_GAVE_UP], 0);
  return FALSE;
}

static GtkWidget *
add_button (MchKeyringWindow *self, GtkWidget *box, const char *label,
            void (*act) (MchKeyringWindow *))
{
  GtkWidget *button = mch_button_new (label, NULL);

  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (act), self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
build (MchKeyringWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->page = ADW_STATUS_PAGE (mch_status_page_new (NULL, "", NULL, NULL));
  self->news = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_label_set_justify (self->news, GTK_JUSTIFY_CENTER);
  gtk_label_set_xalign (self->news, 0.5);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->news));
  self->unlock_button = add_button (self, box, _ ("_Unlock the keyring"), on_unlock);
  self->retry_button = add_button (self, box, _ ("_Try again"), try_again);
  self->without_button = add_button (self, box, _ ("Work _without the keyring"), on_without);
  gtk_box_append (
      GTK_BOX (box),
      mch_text_new (_ ("Without it you sign in again and see what the server has. What this "
                       "computer has not sent yet stays here until the keyring is back."),
                    TRUE));
  adw_status_page_set_child (self->page, box);
  gtk_widget_set_vexpand (GTK_WIDGET (self->page), TRUE);
  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->page));
  adw_window_set_content (ADW_WINDOW (self), outer);
}

MchKeyringWindow *
mch_keyring_window_open (GtkWindow *parent, MchWorker *worker, const GError *error)
{
  MchKeyringWindow *self = g_object_new (MCH_TYPE_KEYRING_WINDOW, NULL);

  g_return_val_if_fail (MCH_IS_WORKER (worker) && is_about_keyring (error), NULL);

  self->worker = g_object_ref (worker);
  mch_dialog_attach (GTK_WINDOW (self), parent);
  mch_dialog_set_size (GTK_WINDOW (self), 600, 620);
  build (self);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close), NULL);
  mch_dialog_close_on_escape (GTK_WINDOW (self));
  say (self, "");
  show_state (self, is_locked (error));
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

static void
mch_keyring_window_dispose (GObject *object)
{
  MchKeyringWindow *self = MCH_KEYRING_WINDOW (object);

  self->closed = TRUE;
  g_clear_object (&self->worker);
  G_OBJECT_CLASS (mch_keyring_window_parent_class)->dispose (object);
}

static void
mch_keyring_window_class_init (MchKeyringWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_keyring_window_dispose;

  signals[SIGNAL_ENDED] = g_signal_new ("ended", MCH_TYPE_KEYRING_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_GAVE_UP] = g_signal_new ("gave-up", MCH_TYPE_KEYRING_WINDOW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_keyring_window_init (MchKeyringWindow *self)
{
}
