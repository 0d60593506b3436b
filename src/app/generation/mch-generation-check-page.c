/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-generation-check-page.h"

#include <glib/gi18n-lib.h>

#include "app/establishment/mch-address-block.h"
#include "app/generation/mch-documents-window.h"
#include "app/generation/mch-generation-heading.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-field-entry.h"
#include "app/window/mch-overview.h"
#include "app/wizard/mch-wizard.h"

struct _MchGenerationCheckPage
{
  MchWizardPage parent_instance;

  MchGenerationModel *model;
  GtkWidget *notice;
  GtkWidget *report_button;
  GtkWidget *block;
  GtkCheckButton *exact;
  MchFieldEntry *title;
};

G_DEFINE_FINAL_TYPE (MchGenerationCheckPage, mch_generation_check_page, MCH_TYPE_WIZARD_PAGE)

/* ACC-15 to ACC-19, in the words of the procedure. */
static const char *const warnings[] = {
  N_ ("Attention, you are about to generate a Machaon account for each of your pupils."),
  N_ ("Your pupils will then be obliged to use this account to reach the documents that Machaon "
      "makes available and the publication of their results."),
  N_ ("You must check the contact details of your establishment before you generate the Machaon "
      "accounts (activity “Set up my establishment”). These details will be printed on the "
      "connection slips of your pupils."),
  N_ ("Slips are going to be produced, to be printed and handed out to your pupils."),
  N_ ("If one of your pupils already has a Machaon account, no new account is generated and no "
      "slip is made. The pupil has to use the existing account to reach the documents of the "
      "current session."),
};

static MchContext *
context_of (MchGenerationCheckPage *self)
{
  return mch_generation_model_get_context (self->model);
}

/* What keeps anything from being generated: ACC-10, ACC-31. (transfer full) (nullable) */
static char *
dup_obstacle (MchGenerationCheckPage *self)
{
  g_autoptr (MchOverview) overview = mch_overview_new (context_of (self));

  /* A generation that was cut can be finished although everybody has an account. */
  if (mch_generation_model_is_unfinished (self->model) && overview->service_reason == NULL)
    return NULL;
  return mch_overview_dup_generate_reason (overview);
}

static const char *
get_why_not (MchGenerationCheckPage *self, const MchOverview *overview)
{
  if (overview->contact_missing)
    return _ ("The telephone or the e-mail of your establishment is missing: fill it in with "
              "“Correct them…”.");
  if (!gtk_check_button_get_active (self->exact))
    return _ ("Read the contact details and tick “These contact details are exact”.");
  if (*mch_field_entry_get_text (self->title) == '\0')
    return _ ("Give the edition a title.");
  return NULL;
}

static void
show_state (MchGenerationCheckPage *self)
{
  g_autoptr (MchOverview) overview = mch_overview_new (context_of (self));
  g_autofree char *obstacle = dup_obstacle (self);
  gboolean unfinished = mch_generation_model_is_unfinished (self->model);

  mch_generation_notice_set (
      self->notice,
      obstacle != NULL ? obstacle
      : unfinished ? _ ("The last generation was interrupted. It goes on where it stopped, in the "
                        "same edition and under its title.")
                   : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->title), obstacle == NULL && !unfinished);
  gtk_widget_set_sensitive (GTK_WIDGET (self->exact),
                            obstacle == NULL && !overview->contact_missing);
  gtk_widget_set_visible (self->report_button, overview->n_with_account > 0);
  mch_wizard_page_set_why_not (MCH_WIZARD_PAGE (self),
                               obstacle != NULL ? obstacle : get_why_not (self, overview));
}

static void
show_establishment (MchGenerationCheckPage *self)
{
  g_autoptr (MchRecord) establishment = mch_context_dup_establishment (context_of (self));
  g_autoptr (MchRecord) service = mch_context_dup_service (context_of (self));

  if (establishment != NULL)
    mch_address_block_show (self->block, establishment, mch_context_get_session (context_of (self)),
                            service != NULL ? mch_record_get (service, "academy_name") : NULL);
  if (establishment != NULL && mch_record_get (establishment, "contact_confirmed") != NULL)
    gtk_check_button_set_active (self->exact, TRUE);
}

static void
on_context_changed (MchGenerationCheckPage *self)
{
  show_establishment (self);
  show_state (self);
}

static void
on_title_edited (MchGenerationCheckPage *self)
{
  const char *title = mch_field_entry_get_text (self->title);

  mch_generation_model_set_title (self->model, title);
  mch_field_entry_set_fault (self->title, *title == '\0' ? _ ("Give the edition a title.") : NULL);
  show_state (self);
}

static void
on_correct_clicked (MchGenerationCheckPage *self)
{
  mch_wizard_finish (MCH_WIZARD (gtk_widget_get_root (GTK_WIDGET (self))), "establishment", NULL);
}

static void
on_report_clicked (MchGenerationCheckPage *self)
{
  mch_documents_window_open (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                             context_of (self), NULL);
}

static void
on_confirmed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchGenerationCheckPage) self = MCH_GENERATION_CHECK_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *op = mch_worker_enqueue_finish (MCH_WORKER (source), result, &error);

  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    mch_wizard_page_apply_done (MCH_WIZARD_PAGE (self), op != NULL ? NULL : error);
}

static void
mch_generation_check_page_apply (MchWizardPage *page, GCancellable *cancellable)
{
  MchGenerationCheckPage *self = MCH_GENERATION_CHECK_PAGE (page);
  g_autoptr (MchRecord) before = mch_context_dup_establishment (context_of (self));
  g_autoptr (MchRecord) after = before != NULL ? mch_record_copy (before) : NULL;
  g_autoptr (GPtrArray) changes = NULL;

  if (after == NULL || !mch_record_set (after, "contact_confirmed", "1"))
    {
      mch_wizard_page_apply_done (page, NULL);
      return;
    }
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_ptr_array_add (changes, mch_change_new_diff (before, after));
  mch_context_send (context_of (self), changes, on_confirmed, g_object_ref (self));
}

static void
mch_generation_check_page_entered (MchWizardPage *page, gboolean forward)
{
  on_context_changed (MCH_GENERATION_CHECK_PAGE (page));
}

static void
mch_generation_check_page_shown (MchWizardPage *page)
{
  MchGenerationCheckPage *self = MCH_GENERATION_CHECK_PAGE (page);

  if (gtk_widget_get_sensitive (GTK_WIDGET (self->exact)))
    gtk_widget_grab_focus (GTK_WIDGET (self->exact));
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
details_new (MchGenerationCheckPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *correct = mch_button_new (_ ("_Correct them…"), NULL);

  self->block = mch_address_block_new ();
  self->exact = GTK_CHECK_BUTTON (
      gtk_check_button_new_with_mnemonic (_ ("These contact details are e_xact")));
  mch_a11y_set_label (GTK_WIDGET (self->exact), _ ("These contact details are e_xact"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->exact), TRUE);
  g_signal_connect_object (self->exact, "toggled", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (correct, "clicked", G_CALLBACK (on_correct_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("What every slip will say of you")));
  gtk_box_append (GTK_BOX (box), self->block);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->exact));
  gtk_box_append (GTK_BOX (line), correct);
  gtk_box_append (GTK_BOX (box), line);
  return box;
}

static GtkWidget *
warnings_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), mch_heading_new (_ ("Before you generate")));
  for (gsize i = 0; i < G_N_ELEMENTS (warnings); i++)
    gtk_box_append (GTK_BOX (box), mch_text_new (_ (warnings[i]), FALSE));
  return box;
}

static GtkWidget *
title_new (MchGenerationCheckPage *self)
{
  self->title = mch_field_entry_new (_ ("_Title of the edition *"));
  mch_field_entry_set_text (self->title, mch_generation_model_get_title (self->model));
  g_signal_connect_object (self->title, "edited", G_CALLBACK (on_title_edited), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self->title);
}

MchWizardPage *
mch_generation_check_page_new (MchGenerationModel *model)
{
  MchGenerationCheckPage *self = g_object_new (MCH_TYPE_GENERATION_CHECK_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->model = g_object_ref (model);
  mch_wizard_page_set_title (MCH_WIZARD_PAGE (self), _ ("Verify"));
  self->notice = mch_generation_notice_new ();
  self->report_button = mch_button_new (_ ("_Show the report"), NULL);
  gtk_widget_set_halign (self->report_button, GTK_ALIGN_START);
  g_signal_connect_object (self->report_button, "clicked", G_CALLBACK (on_report_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (
      GTK_BOX (box),
      mch_generation_heading_new (
          mch_generation_model_get_context (model),
          _ ("In this activity you create the connection accounts of your pupils and make sure "
             "that "
             "every account is created. Each pupil gets a slip with a login and a provisional "
             "password. You can come back: only pupils without an account get one.")));
  gtk_box_append (GTK_BOX (box), self->notice);
  gtk_box_append (GTK_BOX (box), self->report_button);
  gtk_box_append (GTK_BOX (box), details_new (self));
  gtk_box_append (GTK_BOX (box), title_new (self));
  gtk_box_append (GTK_BOX (box), warnings_new ());
  adw_bin_set_child (ADW_BIN (self), mch_generation_page_new (box));
  g_signal_connect_object (mch_generation_model_get_context (model), "changed",
                           G_CALLBACK (on_context_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "counted", G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  on_context_changed (self);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_generation_check_page_finalize (GObject *object)
{
  g_clear_object (&MCH_GENERATION_CHECK_PAGE (object)->model);
  G_OBJECT_CLASS (mch_generation_check_page_parent_class)->finalize (object);
}

static void
mch_generation_check_page_class_init (MchGenerationCheckPageClass *klass)
{
  MchWizardPageClass *page_class = MCH_WIZARD_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_generation_check_page_finalize;
  page_class->entered = mch_generation_check_page_entered;
  page_class->shown = mch_generation_check_page_shown;
  page_class->apply = mch_generation_check_page_apply;
}

static void
mch_generation_check_page_init (MchGenerationCheckPage *self)
{
}
