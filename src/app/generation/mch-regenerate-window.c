/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-regenerate-window.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/generation/mch-documents-window.h"
#include "app/generation/mch-generation-heading.h"
#include "app/generation/mch-regenerate-job.h"
#include "app/sign-in/mch-password-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-tab-stop.h"
#include "app/widgets/mch-field-entry.h"
#include "app/window/mch-screen.h"
#include "slips/mch-progress.h"

struct _MchRegenerateWindow
{
  AdwWindow parent_instance;

  MchContext *context;
  char **only; /* ids that were asked for; NULL for everybody */
  MchCandidateModel *model;
  char *edition;            /* of the new slips */
  MchRegenerateSizes sizes; /* of the act that is asked about */
  gboolean despite_email;
  gboolean closed;

  MchFieldEntry *title;
  MchFieldEntry *ine;
  GtkCheckButton *registered;
  GtkCheckButton *pre_registered;
  GtkCheckButton *asleep;
  GtkLabel *count;
  GtkStack *stack;
  GtkLabel *fault;
  AdwStatusPage *result;
  GtkLabel *refused;
  GtkWidget *report;
  GtkWidget *preview;
  GtkWidget *generate;
};

G_DEFINE_FINAL_TYPE (MchRegenerateWindow, mch_regenerate_window, ADW_TYPE_WINDOW)

static void
show_count (MchRegenerateWindow *self)
{
  guint listed = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint n = mch_candidate_model_get_n_selected (self->model);
  g_autofree char *text = NULL;
  g_autofree char *label = NULL;

  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u pupil with an account · %u ticked",
                                       "%u pupils with an account · %u ticked", listed),
                          listed, n);
  label =
      n > 0 ? g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "_Generate %u password", "_Generate %u passwords", n), n)
            : g_strdup (_ ("_Generate"));
  gtk_label_set_label (self->count, text);
  gtk_button_set_label (GTK_BUTTON (self->generate), label);
  mch_a11y_set_label (self->generate, label);
  mch_why_not_set (self->generate,
                   n == 0 ? _ ("Tick the pupils who need a new password, or type an INE.")
                   : *mch_field_entry_get_text (self->title) == '\0'
                       ? _ ("Give the edition a title.")
                       : NULL);
}

/* The candidatures among those that @filter finds whose accounts nobody has signed in to: (transfer
 * full). */
static char **
dup_asleep (MchRegenerateWindow *self, const MchCandidateFilter *filter)
{
  g_autoptr (GPtrArray) rows =
      mch_progress_list (mch_context_get_store (self->context), filter, NULL);

  return rows != NULL ? mch_progress_dup_asleep (rows) : g_new0 (char *, 1);
}

/* ACC-38: the criteria. */
static void
search (MchRegenerateWindow *self)
{
  static const char *const nobody[] = { NULL };
  MchCandidateFilter filter = mch_context_get_filter (self->context);
  gboolean registered = gtk_check_button_get_active (self->registered);
  gboolean pre_registered = gtk_check_button_get_active (self->pre_registered);
  const char *ine = mch_field_entry_get_text (self->ine);
  g_auto (GStrv) asleep = NULL;

  filter.account = MCH_CANDIDATE_ACCOUNT_WITH;
  filter.search = *ine != '\0' ? ine : NULL;
  if (self->only != NULL)
    filter.ids = (const char *const *) self->only;
  if (!registered && !pre_registered)
    filter.ids = nobody;
  else if (registered != pre_registered)
    filter.state = registered ? MCH_STATE_REGISTERED : MCH_STATE_PRE_REGISTERED;
  if (gtk_check_button_get_active (self->asleep))
    {
      asleep = dup_asleep (self, &filter);
      filter.ids = (const char *const *) asleep;
    }
  mch_candidate_model_set (self->model, mch_context_get_store (self->context), &filter);
  show_count (self);
}

/* Whoever asks for all of these means each of them. */
static void
on_asleep_toggled (MchRegenerateWindow *self)
{
  search (self);
  if (gtk_check_button_get_active (self->asleep))
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->model));
  else
    mch_candidate_model_unselect_all (self->model);
  show_count (self);
}

/* Whoever types an INE means the one pupil that it finds. */
static void
on_ine_edited (MchRegenerateWindow *self)
{
  search (self);
  if (*mch_field_entry_get_text (self->ine) == '\0')
    {
      mch_field_entry_set_hint (self->ine, NULL);
      return;
    }
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 1)
    {
      mch_candidate_model_unselect_all (self->model);
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->model), 0, FALSE);
      mch_field_entry_set_hint (self->ine, NULL);
    }
  else
    mch_field_entry_set_hint (self->ine, g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0
                                             ? _ ("No pupil with an account answers to that.")
                                             : NULL);
}

static void
show_fault (MchRegenerateWindow *self, const char *message)
{
  gtk_stack_set_visible_child_name (self->stack, "choice");
  gtk_label_set_label (self->fault, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), message != NULL);
  if (message != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->fault));
  gtk_widget_set_visible (self->generate, TRUE);
}

/* Both groups, and nobody in two of them. */
static char *
dup_result_title (const MchRegenerated *done)
{
  g_autofree char *slips =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new provisional password",
                                    "%u new provisional passwords", done->n),
                       done->n);
  g_autofree char *links = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u link sent by e-mail",
                                                         "%u links sent by e-mail", done->n_links),
                                            done->n_links);

  if (done->n_links == 0)
    return g_steal_pointer (&slips);
  return done->n == 0 ? g_steal_pointer (&links) : g_strdup_printf ("%s · %s", slips, links);
}

static char *
dup_result_words (const MchRegenerated *done)
{
  const char *slips = done->n > 0 ? _ ("The old slips no longer work: print the new ones and hand "
                                       "them out.")
                                  : _ ("The slips that were handed out still work.");
  const char *links = _ ("Whoever gets a link chooses a new password with it within 48 hours; a "
                         "password that was chosen works until then, a slip does not.");

  if (done->n_links == 0)
    return g_strdup (slips);
  return done->n == 0 ? g_strdup (links) : g_strdup_printf ("%s\n%s", slips, links);
}

static void
show_result (MchRegenerateWindow *self, const MchRegenerated *done)
{
  g_autofree char *title = dup_result_title (done);
  g_autofree char *words = dup_result_words (done);
  g_autoptr (GString) refused = g_string_new (NULL);

  g_free (self->edition);
  self->edition = g_strdup (done->edition);
  adw_status_page_set_title (self->result, title);
  adw_status_page_set_description (self->result, words);
  for (guint i = 0; i < done->refused->len; i++)
    g_string_append_printf (refused, "%s%s", i > 0 ? "\n" : "",
                            (const char *) done->refused->pdata[i]);
  gtk_label_set_label (self->refused, refused->str);
  gtk_widget_set_visible (GTK_WIDGET (self->refused), refused->len > 0);
  gtk_widget_set_visible (self->preview, done->edition != NULL);
  gtk_stack_set_visible_child_name (self->stack, "result");
  gtk_widget_grab_focus (done->edition != NULL ? self->preview : self->report);
}

static void
on_regenerated (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchRegenerateWindow) self = MCH_REGENERATE_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchRegenerated) done = mch_regenerate_finish (result, &error);

  mch_sync_state_sync (mch_context_get_sync (self->context));
  if (self->closed)
    return;
  if (done == NULL)
    show_fault (self, error->message);
  else
    show_result (self, done);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchRegenerateWindow) self = MCH_REGENERATE_WINDOW (user_data);
  g_auto (GStrv) ids = NULL;

  if (!mch_password_ensure_finish (result, NULL) || self->closed)
    return;
  ids = mch_candidate_model_dup_selected (self->model);
  show_fault (self, NULL);
  gtk_widget_set_visible (self->generate, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "work");
  mch_regenerate_async (self->context, (const char *const *) ids,
                        mch_field_entry_get_text (self->title), self->despite_email, on_regenerated,
                        g_object_ref (self));
}

static void
on_warned (AdwMessageDialog *dialog, const char *response, MchRegenerateWindow *self)
{
  if (g_strcmp0 (response, "generate") == 0)
    mch_password_ensure_async (GTK_WINDOW (self), self->context,
                               _ ("To give new provisional passwords."), on_unlocked,
                               g_object_ref (self));
}

/* "12 get a link by e-mail, 3 a new slip." and what becomes of the old ones. */
static char *
dup_warning (const MchRegenerateWindow *self)
{
  guint n_links = self->despite_email ? 0 : self->sizes.n_links;
  guint n_slips = self->sizes.n_slips + self->sizes.n_links - n_links;
  g_autofree char *links =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u pupil gets a link by e-mail",
                                    "%u pupils get a link by e-mail", n_links),
                       n_links);
  g_autofree char *slips = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u a new slip", "%u a new slip", n_slips), n_slips);
  g_autofree char *told = NULL;
  const char *paper =
      g_dngettext (GETTEXT_PACKAGE,
                   "The slip that this pupil has will no longer work; if the pupil has chosen a "
                   "password, it will no longer work either. The login stays the same.",
                   "The slips that these pupils have will no longer work; if a pupil has chosen a "
                   "password, it will no longer work either. The logins stay the same.",
                   n_slips);
  const char *mail = _ ("A link goes to the address that the pupil has verified and works for 48 "
                        "hours. A password that was chosen works until then, a slip does not.");

  if (self->despite_email)
    told = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u pupil will be told by e-mail.",
                                         "%u pupils will be told by e-mail.", self->sizes.n_links),
                            self->sizes.n_links);
  if (n_links == 0)
    return g_strjoin ("\n\n", paper, told, NULL);
  if (n_slips == 0)
    return g_strdup_printf ("%s.\n\n%s", links, mail);
  return g_strdup_printf (
      "%s, %s.\n\n%s\n\n%s", links, slips,
      _ ("New slip: the old one no longer works, nor a password that the pupil has chosen."),
      _ ("Link: it goes to the verified address and works for 48 hours. A password that was chosen "
         "works until then, a slip does not. The logins stay the same."));
}

static void
on_paper_toggled (GtkCheckButton *check, MchRegenerateWindow *self)
{
  GtkRoot *dialog = gtk_widget_get_root (GTK_WIDGET (check));
  g_autofree char *words = NULL;

  self->despite_email = gtk_check_button_get_active (check);
  words = dup_warning (self);
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), words);
}

/* The stated act that a new slip needs where a link would go. */
static GtkWidget *
paper_new (MchRegenerateWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  const char *label = _ ("_Print a new slip all the same");
  GtkWidget *check = gtk_check_button_new_with_mnemonic (label);
  GtkWidget *words = mch_text_new (_ ("It is logged under your name, and the pupil is told by "
                                      "e-mail."),
                                   TRUE);

  mch_a11y_set_label (check, label);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  words, NULL, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_paper_toggled), self, 0);
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), words);
  return box;
}

static const char *
response_label (const MchRegenerateWindow *self)
{
  return self->sizes.n_links > 0 ? _ ("_Confirm")
                                 : gtk_button_get_label (GTK_BUTTON (self->generate));
}

static void
on_generate_clicked (MchRegenerateWindow *self)
{
  g_auto (GStrv) ids = NULL;
  g_autofree char *words = NULL;
  GtkWidget *dialog;

  if (mch_why_not_stops (self->generate))
    return;
  ids = mch_candidate_model_dup_selected (self->model);
  self->sizes = mch_regenerate_count (self->context, (const char *const *) ids);
  self->despite_email = FALSE;
  words = dup_warning (self);
  dialog = mch_dialog_new_message (GTK_WINDOW (self), _ ("Give new passwords?"), words);
  if (self->sizes.n_links > 0)
    adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), paper_new (self));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "generate", response_label (self), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "generate",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_warned), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_report_clicked (MchRegenerateWindow *self)
{
  mch_documents_window_open (GTK_WINDOW (self), self->context, NULL);
}

static void
on_preview_clicked (MchRegenerateWindow *self)
{
  mch_screen_leave_for (GTK_WINDOW (self), "preview", self->edition);
}

static GtkCheckButton *
state_new (MchRegenerateWindow *self, const char *label)
{
  GtkWidget *check = gtk_check_button_new_with_mnemonic (label);

  mch_a11y_set_label (check, label);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_signal_connect_object (check, "toggled", G_CALLBACK (search), self, G_CONNECT_SWAPPED);
  return GTK_CHECK_BUTTON (check);
}

static GtkWidget *
asleep_new (MchRegenerateWindow *self)
{
  const char *label = _ ("_All who have not signed in yet");
  GtkWidget *check = gtk_check_button_new_with_mnemonic (label);

  self->asleep = GTK_CHECK_BUTTON (check);
  mch_a11y_set_label (check, label);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_asleep_toggled), self,
                           G_CONNECT_SWAPPED);
  return check;
}

static GtkWidget *
criteria_new (MchRegenerateWindow *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *states = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *boxes = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->registered = state_new (self, _ ("_Registered"));
  self->pre_registered = state_new (self, _ ("_Pre-registered"));
  gtk_box_append (GTK_BOX (boxes), GTK_WIDGET (self->registered));
  gtk_box_append (GTK_BOX (boxes), GTK_WIDGET (self->pre_registered));
  gtk_box_append (GTK_BOX (states), mch_text_new (_ ("State"), FALSE));
  gtk_box_append (GTK_BOX (states), boxes);
  gtk_box_append (GTK_BOX (states), asleep_new (self));
  gtk_box_append (GTK_BOX (line), states);
  self->ine = mch_field_entry_new (_ ("_INE"));
  mch_field_entry_set_placeholder (self->ine, _ ("INE, or a name"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->ine), TRUE);
  g_signal_connect_object (self->ine, "edited", G_CALLBACK (on_ine_edited), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->ine));
  return line;
}

static GtkWidget *
table_new (MchRegenerateWindow *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->model)));

  mch_candidate_cells_add_columns (GTK_COLUMN_VIEW (view), self->model);
  gtk_widget_add_css_class (view, "data-table");
  mch_a11y_set_label (view, _ ("Pupils with an account"));
  mch_a11y_set_label (gtk_widget_get_last_child (view), _ ("Pupils with an account"));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_add_css_class (scrolled, "card");
  g_signal_connect_object (self->model, "selection-edited", G_CALLBACK (show_count), self,
                           G_CONNECT_SWAPPED);
  return mch_tab_stop_new (scrolled);
}

static GtkWidget *
choice_new (MchRegenerateWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_add_css_class (box, "page");
  gtk_box_append (GTK_BOX (box),
                  mch_generation_heading_new (
                      self->context,
                      _ ("A pupil who lost the slip, or forgot the password, gets a new slip here. "
                         "Nobody can read a password that a pupil has chosen. Whoever has verified "
                         "an e-mail address gets a link there instead. Slips that are "
                         "still valid need no new password: “Show the report” prints them "
                         "again.")));
  self->fault = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_add_css_class (GTK_WIDGET (self->fault), "error");
  gtk_label_set_selectable (self->fault, TRUE); /* so that the keyboard can go there */
  gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->fault));
  self->title = mch_field_entry_new (_ ("_Title of the edition"));
  mch_field_entry_set_text (self->title, _ ("Connection slip"));
  g_signal_connect_object (self->title, "edited", G_CALLBACK (show_count), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("Selection criteria")));
  gtk_box_append (GTK_BOX (box), criteria_new (self));
  gtk_box_append (GTK_BOX (box), table_new (self));
  self->count = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  return box;
}

static GtkWidget *
work_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Making the new passwords…")));
  return box;
}

static GtkWidget *
result_new (MchRegenerateWindow *self)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->result = ADW_STATUS_PAGE (page);
  adw_status_page_set_icon_name (self->result, "dialog-password-symbolic");
  self->refused = GTK_LABEL (mch_text_new ("", FALSE));
  self->preview = mch_button_new (_ ("Pre_view the slips"), NULL);
  gtk_widget_add_css_class (self->preview, "suggested-action");
  gtk_widget_add_css_class (self->preview, "pill");
  gtk_widget_set_halign (self->preview, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->preview, "clicked", G_CALLBACK (on_preview_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->refused));
  gtk_box_append (GTK_BOX (box), self->preview);
  adw_status_page_set_child (self->result, box);
  return page;
}

static GtkWidget *
footer_new (MchRegenerateWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *close = mch_button_new (_ ("_Close"), "window.close");
  GtkWidget *filler = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->report = mch_button_new (_ ("_Show the report"), NULL);
  self->generate = mch_button_new (_ ("_Generate"), NULL);
  gtk_widget_add_css_class (self->generate, "suggested-action");
  gtk_widget_set_hexpand (filler, TRUE);
  g_signal_connect_object (self->report, "clicked", G_CALLBACK (on_report_clicked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->generate, "clicked", G_CALLBACK (on_generate_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), close);
  gtk_box_append (GTK_BOX (box), filler);
  gtk_box_append (GTK_BOX (box), self->report);
  gtk_box_append (GTK_BOX (box), self->generate);
  gtk_widget_add_css_class (box, "footer");
  return box;
}

static void
fill (MchRegenerateWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkWidget *footer = footer_new (self);

  self->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (self->stack, choice_new (self), "choice");
  gtk_stack_add_named (self->stack, work_new (), "work");
  gtk_stack_add_named (self->stack, result_new (self), "result");
  gtk_box_append (GTK_BOX (box), mch_dialog_header_new (GTK_WINDOW (self)));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), footer);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), box);
  adw_window_set_content (ADW_WINDOW (self), overlay);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->generate);
}

static void
on_context_changed (MchRegenerateWindow *self)
{
  mch_candidate_model_refresh (self->model);
  show_count (self);
}

MchRegenerateWindow *
mch_regenerate_window_new (GtkWindow *parent, MchContext *context, const char *argument)
{
  MchRegenerateWindow *self =
      g_object_new (MCH_TYPE_REGENERATE_WINDOW, "title",
                    _ ("Regenerate the password of a pupil's account"), NULL);

  mch_dialog_attach (GTK_WINDOW (self), parent);
  mch_dialog_set_size (GTK_WINDOW (self), 880, 700);
  self->context = g_object_ref (context);
  if (argument != NULL && *argument != '\0')
    self->only = g_strsplit (argument, ",", -1);
  fill (self);
  search (self);
  if (self->only != NULL)
    gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->model));
  g_signal_connect_object (context, "changed", G_CALLBACK (on_context_changed), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
mch_regenerate_window_open (GtkWindow *parent, MchContext *context, const char *argument)
{
  MchRegenerateWindow *self = mch_regenerate_window_new (parent, context, argument);

  gtk_window_present (GTK_WINDOW (self));
  mch_field_entry_focus (self->ine);
}

static void
mch_regenerate_window_dispose (GObject *object)
{
  MCH_REGENERATE_WINDOW (object)->closed = TRUE;
  G_OBJECT_CLASS (mch_regenerate_window_parent_class)->dispose (object);
}

static void
mch_regenerate_window_finalize (GObject *object)
{
  MchRegenerateWindow *self = MCH_REGENERATE_WINDOW (object);

  g_object_unref (self->model);
  g_clear_object (&self->context);
  g_strfreev (self->only);
  g_free (self->edition);
  G_OBJECT_CLASS (mch_regenerate_window_parent_class)->finalize (object);
}

static void
mch_regenerate_window_class_init (MchRegenerateWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_regenerate_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_regenerate_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
mch_regenerate_window_init (MchRegenerateWindow *self)
{
  self->model = mch_candidate_model_new ();
}
