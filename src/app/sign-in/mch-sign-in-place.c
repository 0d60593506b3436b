/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in/mch-sign-in-place.h"

#include <glib/gi18n-lib.h>

#include "app/sign-in/mch-invitation.h"
#include "app/widgets/mch-a11y.h"
#include "vault/mch-digest.h"

struct _MchSignInPlace
{
  GtkBox parent_instance;

  char *ca;
  GtkWidget *line; /* when it is known */
  GtkLabel *summary;
  GtkWidget *fields;
  MchFieldEntry *server;
  MchFieldEntry *login;
  MchFieldEntry *code;
  GtkLabel *ca_label;
};

enum
{
  SIGNAL_EDITED,
  SIGNAL_ACTIVATE,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchSignInPlace, mch_sign_in_place, GTK_TYPE_BOX)

const char *
mch_sign_in_place_get_server (MchSignInPlace *self)
{
  g_return_val_if_fail (MCH_IS_SIGN_IN_PLACE (self), NULL);

  return mch_field_entry_get_text (self->server);
}

const char *
mch_sign_in_place_get_login (MchSignInPlace *self)
{
  g_return_val_if_fail (MCH_IS_SIGN_IN_PLACE (self), NULL);

  return mch_field_entry_get_text (self->login);
}

const char *
mch_sign_in_place_get_code (MchSignInPlace *self)
{
  const char *code;

  g_return_val_if_fail (MCH_IS_SIGN_IN_PLACE (self), NULL);

  code = mch_field_entry_get_text (self->code);
  return *code != '\0' ? code : NULL;
}

const char *
mch_sign_in_place_get_ca (MchSignInPlace *self)
{
  g_return_val_if_fail (MCH_IS_SIGN_IN_PLACE (self), NULL);

  return self->ca;
}

static void
fold (MchSignInPlace *self, gboolean folded)
{
  gtk_widget_set_visible (self->line, folded);
  gtk_widget_set_visible (self->fields, !folded);
}

static void
show_ca (MchSignInPlace *self)
{
  gtk_label_set_label (self->ca_label, self->ca != NULL
                                           ? _ ("The server's own authority is trusted.")
                                           : _ ("The authorities of this system are trusted."));
}

void
mch_sign_in_place_fill (MchSignInPlace *self, const char *server, const char *login,
                        const char *code, const char *ca)
{
  g_autofree char *text = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *host;

  g_return_if_fail (MCH_IS_SIGN_IN_PLACE (self));

  uri = g_uri_parse (server, G_URI_FLAGS_NONE, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : server;
  mch_field_entry_set_text (self->server, server);
  mch_field_entry_set_text (self->login, login);
  mch_field_entry_set_text (self->code, code != NULL ? code : "");
  g_free (self->ca);
  self->ca = g_strdup (ca);
  text = g_strdup_printf (code != NULL ? _ ("Invitation for %s, on the server %s")
                                       : _ ("%s, on the server %s"),
                          login, host);
  gtk_label_set_label (self->summary, text);
  show_ca (self);
  fold (self, TRUE);
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

MchFieldEntry *
mch_sign_in_place_check (MchSignInPlace *self)
{
  gboolean server_fits, login_fits;
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;

  g_return_val_if_fail (MCH_IS_SIGN_IN_PLACE (self), NULL);

  if (mch_sign_in_place_get_code (self) != NULL)
    code = mch_invitation_parse (mch_sign_in_place_get_code (self), &error);

  server_fits = mch_invitation_is_server (mch_field_entry_get_text (self->server));
  login_fits = *mch_field_entry_get_text (self->login) != '\0';
  mch_field_entry_set_fault (self->server, server_fits ? NULL
                                                       : _ ("Write the address as https://name or "
                                                            "https://name:port."));
  mch_field_entry_set_fault (self->login, login_fits ? NULL : _ ("Type your login."));
  mch_field_entry_set_fault (self->code, error != NULL ? error->message : NULL);
  if (server_fits && login_fits && error == NULL)
    return NULL;
  fold (self, FALSE);
  return !server_fits ? self->server : !login_fits ? self->login : self->code;
}

static void
blame (MchSignInPlace *self, MchFieldEntry *entry, const char *sentence)
{
  fold (self, FALSE);
  mch_field_entry_set_fault (entry, sentence);
  mch_field_entry_focus (entry);
}

void
mch_sign_in_place_blame_server (MchSignInPlace *self, const char *sentence)
{
  g_return_if_fail (MCH_IS_SIGN_IN_PLACE (self));

  blame (self, self->server, sentence);
}

void
mch_sign_in_place_blame_code (MchSignInPlace *self, const char *sentence)
{
  g_return_if_fail (MCH_IS_SIGN_IN_PLACE (self));

  blame (self, self->code, sentence);
}

gboolean
mch_sign_in_place_focus (MchSignInPlace *self)
{
  g_return_val_if_fail (MCH_IS_SIGN_IN_PLACE (self), FALSE);

  if (!gtk_widget_get_visible (self->fields))
    return FALSE;
  mch_field_entry_focus (self->server);
  return TRUE;
}

static void
on_authority_chosen (GtkFileChooserNative *chooser, int response, MchSignInPlace *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  char *pem = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL && !g_file_load_contents (file, NULL, &pem, NULL, NULL, &error))
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, error->message);
  else if (file != NULL)
    {
      g_free (self->ca);
      self->ca = pem;
      show_ca (self);
    }
  g_object_unref (chooser);
}

static void
on_choose_authority (MchSignInPlace *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("The authority of the server's certificate"),
                                   GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_authority_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_edited (MchSignInPlace *self)
{
  g_signal_emit (self, signals[SIGNAL_EDITED], 0);
}

static void
on_activate (MchSignInPlace *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATE], 0);
}

static void
on_change (MchSignInPlace *self)
{
  fold (self, FALSE);
  mch_field_entry_focus (self->server);
}

static GtkWidget *
build_line (MchSignInPlace *self)
{
  GtkWidget *change = mch_button_new (_ ("_Change…"), NULL);

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->summary = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->summary), TRUE);
  gtk_widget_set_valign (change, GTK_ALIGN_CENTER);
  g_signal_connect_object (change, "clicked", G_CALLBACK (on_change), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->line), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (self->line), change);
  gtk_widget_add_css_class (self->line, "notice");
  return self->line;
}

static GtkWidget *
build_authority (MchSignInPlace *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *button = mch_button_new (_ ("_Authority…"), NULL);

  self->ca_label = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_widget_add_css_class (GTK_WIDGET (self->ca_label), "caption");
  gtk_widget_set_hexpand (GTK_WIDGET (self->ca_label), TRUE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_choose_authority), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->ca_label));
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

static MchFieldEntry *
add_field (MchSignInPlace *self, const char *label)
{
  MchFieldEntry *entry = mch_field_entry_new (label);

  g_signal_connect_object (entry, "edited", G_CALLBACK (on_edited), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_activate), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->fields), GTK_WIDGET (entry));
  return entry;
}

static void
mch_sign_in_place_init (MchSignInPlace *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->fields = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->server = add_field (self, _ ("S_erver"));
  gtk_box_append (GTK_BOX (self->fields), build_authority (self));
  self->login = add_field (self, _ ("_Login"));
  self->code = add_field (self, _ ("_Invitation code"));
  mch_field_entry_set_placeholder (self->server, "https://");
  mch_field_entry_set_hint (self->code, _ ("Only the first time; leave it empty afterwards."));
  gtk_box_append (GTK_BOX (self), build_line (self));
  gtk_box_append (GTK_BOX (self), self->fields);
  show_ca (self);
  fold (self, FALSE);
}

GtkWidget *
mch_sign_in_place_new (void)
{
  return g_object_new (MCH_TYPE_SIGN_IN_PLACE, NULL);
}

static void
mch_sign_in_place_finalize (GObject *object)
{
  g_free (MCH_SIGN_IN_PLACE (object)->ca);
  G_OBJECT_CLASS (mch_sign_in_place_parent_class)->finalize (object);
}

static void
mch_sign_in_place_class_init (MchSignInPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_sign_in_place_finalize;
  signals[SIGNAL_EDITED] = g_signal_new ("edited", MCH_TYPE_SIGN_IN_PLACE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ACTIVATE] = g_signal_new ("activate", MCH_TYPE_SIGN_IN_PLACE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", MCH_TYPE_SIGN_IN_PLACE, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}
