/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-proxy-window.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-field-entry.h"
#include "vault/mch-vault-init.h"

#define WINDOW_DATA "mch-proxy"

struct _MchProxyWindow
{
  AdwWindow parent_instance;

  MchContext *context;
  GtkLabel *text;
  MchFieldEntry *user;
  MchFieldEntry *password;
  GtkWidget *button;
  gboolean busy;
  gboolean closed;
};

static guint given_signal;

G_DEFINE_FINAL_TYPE (MchProxyWindow, mch_proxy_window, ADW_TYPE_WINDOW)

typedef struct
{
  char *user;
  char *password;
} Login;

static void
login_free (gpointer data)
{
  Login *login = data;

  g_free (login->user);
  mch_vault_free_text (login->password);
  g_free (login);
}

/* A window that is closing is not the one that is open; GTK disposes of it later. */
static gboolean
leave (MchProxyWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  self->closed = TRUE;
  if (parent != NULL && g_object_get_data (G_OBJECT (parent), WINDOW_DATA) == self)
    g_object_set_data (G_OBJECT (parent), WINDOW_DATA, NULL);
  return FALSE;
}

/* A keyring that does not keep it is told elsewhere; the login counts until the program ends. */
static gpointer
set_login (MchWork *work, gpointer data, GError **error)
{
  const Login *login = data;

  mch_desk_set_proxy_login (mch_work_get_desk (work), login->user, login->password, NULL);
  return GINT_TO_POINTER (TRUE);
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchProxyWindow) self = data;

  if (mch_worker_run_finish (MCH_WORKER (source), result, NULL) == NULL || self->closed)
    return;
  leave (self);
  g_signal_emit (self, given_signal, 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_button (MchProxyWindow *self)
{
  const char *user = mch_field_entry_get_text (self->user);
  gboolean empty = *user == '\0';
  Login *login;

  mch_field_entry_set_fault (self->user,
                             empty ? _ ("Type the login that the network gave you.") : NULL);
  if (empty)
    mch_field_entry_focus (self->user);
  if (empty || self->busy)
    return;
  self->busy = TRUE;
  gtk_widget_set_sensitive (self->button, FALSE);
  login = g_new0 (Login, 1);
  login->user = g_strdup (user);
  login->password = g_strdup (mch_field_entry_get_text (self->password));
  mch_worker_run_async (mch_context_get_worker (self->context), "proxy", set_login, login,
                        login_free, NULL, NULL, NULL, on_set, g_object_ref (self));
}

static GtkWidget *
build_footer (MchProxyWindow *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *cancel = mch_button_new (_ ("_Later"), "window.close");

  self->button = mch_button_new (_ ("_Connect"), NULL);
  gtk_widget_set_hexpand (self->button, TRUE);
  gtk_widget_set_halign (self->button, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (bar, "footer");
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_button), self);
  gtk_box_append (GTK_BOX (bar), cancel);
  gtk_box_append (GTK_BOX (bar), self->button);
  return bar;
}

static void
build (MchProxyWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->text = GTK_LABEL (mch_text_new ("", FALSE));
  self->user = mch_field_entry_new (_ ("_Login for the network"));
  self->password = mch_field_entry_new_password (_ ("_Password for the network"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->user));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->password));
  gtk_box_append (GTK_BOX (box),
                  mch_text_new (_ ("They are those of your network, not of Machaon; they are kept "
                                   "in this session's keyring."),
                                TRUE));
  gtk_widget_add_css_class (box, "page");
  gtk_widget_set_vexpand (box, TRUE);
  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (outer), box);
  gtk_box_append (GTK_BOX (outer), build_footer (self));
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_size (GTK_WINDOW (self), 500, -1);
  g_signal_connect_swapped (self->user, "activate", G_CALLBACK (on_button), self);
  g_signal_connect_swapped (self->password, "activate", G_CALLBACK (on_button), self);
}

MchProxyWindow *
mch_proxy_window_open (GtkWindow *parent, MchContext *context, const char *text)
{
  MchProxyWindow *self = g_object_get_data (G_OBJECT (parent), WINDOW_DATA);

  g_return_val_if_fail (MCH_IS_CONTEXT (context), NULL);

  if (self == NULL)
    {
      self =
          g_object_new (MCH_TYPE_PROXY_WINDOW, "title", _ ("The network asks for a login"), NULL);
      self->context = g_object_ref (context);
      mch_dialog_attach (GTK_WINDOW (self), parent);
      build (self);
      mch_dialog_close_on_escape (GTK_WINDOW (self));
      g_object_set_data (G_OBJECT (parent), WINDOW_DATA, self);
      g_signal_connect (self, "close-request", G_CALLBACK (leave), NULL);
    }
  gtk_label_set_label (self->text, text);
  gtk_window_present (GTK_WINDOW (self));
  mch_field_entry_focus (self->user);
  return self;
}

static void
mch_proxy_window_dispose (GObject *object)
{
  MchProxyWindow *self = MCH_PROXY_WINDOW (object);

  leave (self);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_proxy_window_parent_class)->dispose (object);
}

static void
mch_proxy_window_class_init (MchProxyWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_proxy_window_dispose;

  given_signal = g_signal_new ("given", MCH_TYPE_PROXY_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
}

static void
mch_proxy_window_init (MchProxyWindow *self)
{
}
