/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-generation-report-page.h"

#include <glib/gi18n-lib.h>

#include "app/generation/mch-documents-window.h"
#include "app/generation/mch-generation-heading.h"
#include "app/generation/mch-roll-rows.h"
#include "app/widgets/mch-a11y.h"
#include "app/wizard/mch-wizard.h"

struct _MchGenerationReportPage
{
  MchWizardPage parent_instance;

  MchGenerationModel *model;
  GtkLabel *heading;
  GtkWidget *documents;
};

G_DEFINE_FINAL_TYPE (MchGenerationReportPage, mch_generation_report_page, MCH_TYPE_WIZARD_PAGE)

static void
show (MchGenerationReportPage *self)
{
  gboolean made = mch_generation_model_get_edition (self->model) != NULL;

  gtk_label_set_label (
      self->heading,
      made ? _ ("The accounts are created. Look at the slips, then print them and hand them out.")
           : _ ("All your pupils have a Machaon account. The edition is not available"));
  gtk_widget_set_visible (self->documents, made);
  mch_wizard_page_set_next_label (MCH_WIZARD_PAGE (self),
                                  made ? _ ("_Preview the slips") : _ ("_Close"));
}

static void
on_documents_clicked (MchGenerationReportPage *self)
{
  mch_documents_window_open (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                             mch_generation_model_get_context (self->model),
                             mch_generation_model_get_edition (self->model));
}

static void
mch_generation_report_page_entered (MchWizardPage *page, gboolean forward)
{
  show (MCH_GENERATION_REPORT_PAGE (page));
}

static void
mch_generation_report_page_shown (MchWizardPage *page)
{
  MchGenerationReportPage *self = MCH_GENERATION_REPORT_PAGE (page);

  if (gtk_widget_get_visible (self->documents))
    gtk_widget_grab_focus (self->documents);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
mch_generation_report_page_apply (MchWizardPage *page, GCancellable *cancellable)
{
  MchGenerationReportPage *self = MCH_GENERATION_REPORT_PAGE (page);
  const char *edition = mch_generation_model_get_edition (self->model);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (MCH_IS_WIZARD (root))
    mch_wizard_finish (MCH_WIZARD (root), edition != NULL ? "preview" : NULL, edition);
}

MchWizardPage *
mch_generation_report_page_new (MchGenerationModel *model)
{
  MchGenerationReportPage *self = g_object_new (MCH_TYPE_GENERATION_REPORT_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->model = g_object_ref (model);
  mch_wizard_page_set_title (MCH_WIZARD_PAGE (self), _ ("Report"));
  mch_wizard_page_set_final (MCH_WIZARD_PAGE (self), TRUE);
  mch_wizard_page_set_can_go_back (MCH_WIZARD_PAGE (self), FALSE);
  self->heading = GTK_LABEL (mch_heading_new (""));
  self->documents = mch_button_new (_ ("_Show the report"), NULL);
  gtk_widget_set_halign (self->documents, GTK_ALIGN_START);
  mch_a11y_set_description (self->documents, _ ("The list of the documents that were generated"));
  g_signal_connect_object (self->documents, "clicked", G_CALLBACK (on_documents_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (box), mch_roll_rows_new (model, TRUE));
  gtk_box_append (GTK_BOX (box), self->documents);
  adw_bin_set_child (ADW_BIN (self), mch_generation_page_new (box));
  g_signal_connect_object (model, "counted", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_generation_report_page_finalize (GObject *object)
{
  g_clear_object (&MCH_GENERATION_REPORT_PAGE (object)->model);
  G_OBJECT_CLASS (mch_generation_report_page_parent_class)->finalize (object);
}

static void
mch_generation_report_page_class_init (MchGenerationReportPageClass *klass)
{
  MchWizardPageClass *page_class = MCH_WIZARD_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_generation_report_page_finalize;
  page_class->entered = mch_generation_report_page_entered;
  page_class->shown = mch_generation_report_page_shown;
  page_class->apply = mch_generation_report_page_apply;
}

static void
mch_generation_report_page_init (MchGenerationReportPage *self)
{
}
