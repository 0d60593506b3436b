/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in/mch-sign-in-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/sign-in/mch-invitation.h"
#include "app/sign-in/mch-sign-in-place.h"
#include "app/sync/mch-proxy-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-field-entry.h"
#include "app/widgets/mch-scroll.h"
#include "core/mch-password.h"
#include "sync/mch-sign-in.h"
#include "sync/mch-sync-error.h"
#include "vault/mch-strength.h"
#include "vault/mch-vault-init.h"

#define WINDOW_DATA "mch-sign-in"

struct _MchSignInWindow
{
  AdwWindow parent_instance;

  MchContext *context;
  GCancellable *cancellable; /* while signing in */

  GtkWidget *choices; /* for those whom nothing is known of */
  MchSignInPlace *place;
  MchFieldEntry *password;
  MchFieldEntry *again;
  GtkLevelBar *strength;
  GtkLabel *strength_label;
  GtkLabel *error;
  GtkRevealer *error_revealer;
  GtkWidget *button;
  GtkSpinner *spinner;
  GtkWidget *fields;
};

G_DEFINE_FINAL_TYPE (MchSignInWindow, mch_sign_in_window, ADW_TYPE_WINDOW)

static void
show_error (MchSignInWindow *self, const char *message)
{
  gtk_label_set_label (self->error, message != NULL ? message : "");
  gtk_revealer_set_reveal_child (self->error_revealer, message != NULL);
}

static gboolean
has_invitation (MchSignInWindow *self)
{
  return mch_sign_in_place_get_code (self->place) != NULL;
}

static void
show_mode (MchSignInWindow *self)
{
  gboolean chosen_now = has_invitation (self);
  g_autofree char *rules = mch_password_rules_dup_sentence (&mch_password_rules_staff);

  gtk_widget_set_visible (GTK_WIDGET (self->again), chosen_now);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->strength)), chosen_now);
  mch_field_entry_set_hint (self->password, chosen_now ? rules : NULL);
  gtk_button_set_label (GTK_BUTTON (self->button),
                        chosen_now ? _ ("_Begin with Machaon") : _ ("_Sign in"));
  mch_a11y_set_label (self->button, chosen_now ? _ ("_Begin with Machaon") : _ ("_Sign in"));
}

static void
show_strength (MchSignInWindow *self)
{
  const char *text = mch_field_entry_get_text (self->password);
  const char *words[] = { mch_sign_in_place_get_login (self->place), NULL };
  MchStrength strength = mch_strength_estimate (text, words, NULL);
  g_autofree char *label = NULL;

  gtk_level_bar_set_value (self->strength, *text != '\0' ? strength + 1 : 0);
  label = *text != '\0' ? g_strdup_printf (_ ("Strength: %s"), mch_strength_to_label (strength))
                        : g_strdup ("");
  gtk_label_set_label (self->strength_label, label);
}

static void
add_fault (MchFieldEntry *entry, const char *sentence, MchFieldEntry **first)
{
  mch_field_entry_set_fault (entry, sentence);
  if (sentence != NULL && *first == NULL)
    *first = entry;
}

static char *
dup_password_fault (MchSignInWindow *self)
{
  const char *text = mch_field_entry_get_text (self->password);
  const char *words[] = { mch_sign_in_place_get_login (self->place), NULL };
  MchPasswordFaults faults;
  g_auto (GStrv) sentences = NULL;

  if (*text == '\0')
    return g_strdup (_ ("Type your password."));
  if (!has_invitation (self))
    return NULL;
  faults = mch_password_check (&mch_password_rules_staff, text, words[0]);
  sentences = mch_password_faults_dup_sentences (&mch_password_rules_staff, faults);
  if (faults != MCH_PASSWORD_FAULT_NONE)
    return g_strjoinv (" ", sentences);
  if (mch_strength_estimate (text, words, NULL) < MCH_STRENGTH_STAFF_MIN)
    return g_strdup (_ ("This password is too easy to guess. Several words without a link between "
                        "them are stronger."));
  return NULL;
}

/* Every fault at once, each under its field; the first takes the focus. */
static gboolean
check (MchSignInWindow *self)
{
  MchFieldEntry *first = mch_sign_in_place_check (self->place);
  g_autofree char *password = dup_password_fault (self);

  add_fault (self->password, password, &first);
  add_fault (self->again,
             !has_invitation (self)
                     || strcmp (mch_field_entry_get_text (self->password),
                                mch_field_entry_get_text (self->again))
                            == 0
                 ? NULL
                 : _ ("This is not the same password as above."),
             &first);
  if (first != NULL)
    mch_field_entry_focus (first);
  return first == NULL;
}

typedef struct
{
  char *server;
  char *ca;
  char *login;
  char *password;
  char *invitation;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->server);
  g_free (request->ca);
  g_free (request->login);
  mch_vault_free_text (request->password);
  mch_vault_free_text (request->invitation);
  g_free (request);
}

static gpointer
sign_in (MchWork *work, gpointer data, GError **error)
{
  Request *request = data;
  MchSignIn what = { .server = request->server,
                     .ca_pem = request->ca,
                     .login = request->login,
                     .password = request->password,
                     .invitation = request->invitation };

  return mch_sign_in (mch_work_get_desk (work), &what, mch_work_get_cancellable (work), error)
             ? GINT_TO_POINTER (TRUE)
             : NULL;
}

static void
show_busy (MchSignInWindow *self, gboolean busy)
{
  /* An entry that has the focus must lose it before it becomes insensitive. */
  if (busy)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (self->fields, !busy);
  gtk_widget_set_sensitive (self->button, !busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

/* Where a person can mend it, the sentence stands under that field. */
static void on_button (MchSignInWindow *self);

/* With the login the same form is sent again. */
static void
ask_proxy_login (MchSignInWindow *self, const char *message)
{
  MchProxyWindow *window = mch_proxy_window_open (GTK_WINDOW (self), self->context, message);

  show_error (self, message);
  g_signal_handlers_disconnect_by_func (window, on_button, self);
  g_signal_connect_object (window, "given", G_CALLBACK (on_button), self, G_CONNECT_SWAPPED);
}

static void
show_refusal (MchSignInWindow *self, const GError *error)
{
  if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PASSWORD)
      || (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN)
          && !has_invitation (self)))
    {
      mch_field_entry_set_fault (self->password, error->message);
      mch_field_entry_focus (self->password);
    }
  else if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN))
    mch_sign_in_place_blame_code (self->place, error->message);
  else if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE)
           || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY_STRANGE)
           || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PORTAL)
           || g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UNTRUSTED))
    mch_sign_in_place_blame_server (self->place, error->message);
  else if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY))
    ask_proxy_login (self, error->message);
  else
    show_error (self, error->message);
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchSignInWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean done = mch_worker_run_finish (MCH_WORKER (source), result, &error) != NULL;
  MchSyncState *sync = mch_context_get_sync (self->context);

  g_clear_object (&self->cancellable);
  if (done)
    mch_sync_state_note (sync, NULL);
  if (self->fields == NULL)
    return;
  show_busy (self, FALSE);
  if (done)
    {
      GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

      if (parent != NULL)
        gtk_widget_activate_action (GTK_WIDGET (parent), "win.show", "(ss)", "home", "");
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_refusal (self, error);
}

static void
on_button (MchSignInWindow *self)
{
  Request *request;

  show_error (self, NULL);
  if (self->cancellable != NULL || !check (self))
    return;
  request = g_new0 (Request, 1);
  request->server = g_strdup (mch_sign_in_place_get_server (self->place));
  request->ca = g_strdup (mch_sign_in_place_get_ca (self->place));
  request->login = g_strdup (mch_sign_in_place_get_login (self->place));
  request->password = g_strdup (mch_field_entry_get_text (self->password));
  request->invitation = g_strdup (mch_sign_in_place_get_code (self->place));
  self->cancellable = g_cancellable_new ();
  show_busy (self, TRUE);
  mch_worker_run_async (mch_context_get_worker (self->context), "sign-in", sign_in, request,
                        request_free, NULL, NULL, self->cancellable, on_signed_in,
                        g_object_ref (self));
}

static void
take_invitation (MchSignInWindow *self, MchInvitation *invitation, const GError *error)
{
  if (invitation == NULL)
    {
      show_error (self, error->message);
      return;
    }
  show_error (self, NULL);
  gtk_widget_set_visible (self->choices, FALSE);
  mch_sign_in_place_fill (self->place, invitation->server, invitation->login, invitation->code,
                          invitation->ca);
  mch_field_entry_focus (self->password);
}

static void
load_invitation (MchSignInWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchInvitation) invitation = NULL;

  if (path == NULL)
    {
      show_error (self, _ ("This file is not on this computer: save it first."));
      return;
    }
  invitation = mch_invitation_load (path, &error);
  take_invitation (self, invitation, error);
}

static void
on_file_chosen (GtkFileChooserNative *chooser, int response, MchSignInWindow *self)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL)
    load_invitation (self, file);
  g_object_unref (chooser);
}

static void
on_choose_file (MchSignInWindow *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Open an invitation"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Invitations (.machaon)"));
  gtk_file_filter_add_pattern (filter, "*.machaon");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
on_pasted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchSignInWindow) self = data;
  g_autoptr (MchSecretText) text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchInvitation) invitation = mch_invitation_read (text != NULL ? text : "", &error);

  if (self->fields != NULL)
    take_invitation (self, invitation, error);
}

static void
on_paste (MchSignInWindow *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, on_pasted,
                                 g_object_ref (self));
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, MchSignInWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files != NULL)
    load_invitation (self, files->data);
  return files != NULL;
}

static GtkWidget *
build_choices (MchSignInWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *file = mch_button_new (_ ("_Open the invitation file…"), NULL);
  GtkWidget *paste = mch_button_new (_ ("_Paste the invitation"), NULL);

  g_signal_connect_swapped (file, "clicked", G_CALLBACK (on_choose_file), self);
  g_signal_connect_swapped (paste, "clicked", G_CALLBACK (on_paste), self);
  gtk_box_append (GTK_BOX (buttons), file);
  gtk_box_append (GTK_BOX (buttons), paste);
  gtk_box_append (GTK_BOX (box),
                  mch_text_new (_ ("Open the file that you received, drop it here, or fill in the "
                                   "fields from your message."),
                                FALSE));
  gtk_box_append (GTK_BOX (box), buttons);
  self->choices = box;
  return box;
}

static GtkWidget *
build_strength (MchSignInWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->strength = GTK_LEVEL_BAR (gtk_level_bar_new_for_interval (0, MCH_STRENGTH_STRONG + 1));
  gtk_level_bar_set_mode (self->strength, GTK_LEVEL_BAR_MODE_DISCRETE);
  mch_a11y_set_label (GTK_WIDGET (self->strength), _ ("Strength of the password"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->strength), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->strength), GTK_ALIGN_CENTER);
  self->strength_label = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->strength_label), "caption");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->strength));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->strength_label));
  return box;
}

static GtkWidget *
build_fields (MchSignInWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->place = MCH_SIGN_IN_PLACE (mch_sign_in_place_new ());
  self->password = mch_field_entry_new_password (_ ("Pass_word"));
  self->again = mch_field_entry_new_password (_ ("The same pass_word again"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->place));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->password));
  gtk_box_append (GTK_BOX (box), build_strength (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->again));
  g_signal_connect_swapped (self->place, "edited", G_CALLBACK (show_mode), self);
  g_signal_connect_swapped (self->place, "activate", G_CALLBACK (on_button), self);
  g_signal_connect_swapped (self->place, "failed", G_CALLBACK (show_error), self);
  g_signal_connect_swapped (self->password, "edited", G_CALLBACK (show_strength), self);
  self->fields = box;
  return box;
}

static GtkWidget *
build_error (MchSignInWindow *self)
{
  self->error = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "wrap",
                              TRUE, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  self->error_revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->error_revealer, GTK_WIDGET (self->error));
  return GTK_WIDGET (self->error_revealer);
}

static GtkWidget *
build_footer (MchSignInWindow *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->button = mch_button_new (_ ("_Sign in"), NULL);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_set_hexpand (GTK_WIDGET (self->spinner), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->spinner), GTK_ALIGN_END);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_button), self);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (bar), self->button);
  gtk_widget_add_css_class (bar, "footer");
  return bar;
}

/* Enter in any field is the button. */
static void
activate_default (MchFieldEntry *entry)
{
  g_object_set (mch_field_entry_get_entry (entry), "activates-default", TRUE, NULL);
}

static void
build (MchSignInWindow *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled;
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_box_append (GTK_BOX (box), build_choices (self));
  gtk_box_append (GTK_BOX (box), build_error (self));
  gtk_box_append (GTK_BOX (box), build_fields (self));
  gtk_widget_add_css_class (box, "page");
  scrolled = mch_scroll_new (box);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (outer), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (outer), scrolled);
  gtk_box_append (GTK_BOX (outer), build_footer (self));
  adw_window_set_content (ADW_WINDOW (self), outer);
  gtk_window_set_default_size (GTK_WINDOW (self), 540, -1);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->button);
  activate_default (self->password);
  activate_default (self->again);
  g_signal_connect (drop, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

/* Somebody who signs in again finds what the profile knows. */
static void
fill_known (MchSignInWindow *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (self->context));

  if (facts != NULL && facts->login != NULL)
    {
      mch_sign_in_place_fill (self->place, facts->server, facts->login, NULL, facts->ca);
      gtk_widget_set_visible (self->choices, FALSE);
    }
  show_mode (self);
  if (!mch_sign_in_place_focus (self->place))
    mch_field_entry_focus (self->password);
}

void
mch_sign_in_window_open (GtkWindow *parent, MchContext *context, GFile *invitation)
{
  MchSignInWindow *self = g_object_get_data (G_OBJECT (parent), WINDOW_DATA);

  g_return_if_fail (MCH_IS_CONTEXT (context));

  if (self == NULL)
    {
      self = g_object_new (MCH_TYPE_SIGN_IN_WINDOW, "title", _ ("Sign in"), NULL);
      mch_dialog_attach (GTK_WINDOW (self), parent);
      self->context = g_object_ref (context);
      fill_known (self);
      g_object_set_data_full (G_OBJECT (parent), WINDOW_DATA, g_object_ref (self), g_object_unref);
    }
  gtk_window_present (GTK_WINDOW (self));
  if (invitation != NULL)
    load_invitation (self, invitation);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *args, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return TRUE;
}

static void
mch_sign_in_window_dispose (GObject *object)
{
  MchSignInWindow *self = MCH_SIGN_IN_WINDOW (object);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  self->fields = NULL;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (parent != NULL && g_object_get_data (G_OBJECT (parent), WINDOW_DATA) == self)
    g_object_set_data (G_OBJECT (parent), WINDOW_DATA, NULL);
  G_OBJECT_CLASS (mch_sign_in_window_parent_class)->dispose (object);
}

static void
mch_sign_in_window_finalize (GObject *object)
{
  MchSignInWindow *self = MCH_SIGN_IN_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_sign_in_window_parent_class)->finalize (object);
}

static void
mch_sign_in_window_class_init (MchSignInWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_sign_in_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_sign_in_window_finalize;
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, on_escape, NULL);
}

static void
mch_sign_in_window_init (MchSignInWindow *self)
{
  build (self);
}
