/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-generation-count-page.h"

#include <glib/gi18n-lib.h>

#include "app/generation/mch-generation-heading.h"
#include "app/generation/mch-roll-rows.h"
#include "app/widgets/mch-a11y.h"

struct _MchGenerationCountPage
{
  MchWizardPage parent_instance;

  MchGenerationModel *model;
  GtkWidget *notice;
  gboolean stopped;  /* the last run did not end well */
  guint done, total; /* how far it came, as the server said */
};

G_DEFINE_FINAL_TYPE (MchGenerationCountPage, mch_generation_count_page, MCH_TYPE_WIZARD_PAGE)

static void
show_button (MchGenerationCountPage *self)
{
  guint n = mch_generation_model_get_n (self->model, MCH_ROLL_ELIGIBLE);
  gboolean unfinished = mch_generation_model_is_unfinished (self->model);
  g_autofree char *label = NULL;

  if (self->stopped && n > 0)
    label = g_strdup (_ ("_Continue the generation"));
  else if (n > 0)
    label = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "_Generate %u account", "_Generate %u accounts", n), n);
  else
    label = g_strdup (_ ("_Finish the edition"));
  mch_wizard_page_set_next_label (MCH_WIZARD_PAGE (self), label);
  mch_wizard_page_set_why_not (
      MCH_WIZARD_PAGE (self),
      !mch_generation_model_is_counted (self->model) ? _ ("The pupils are being counted.")
      : n == 0 && !unfinished
          ? _ ("All your pupils have a Machaon account. The edition is not available")
          : NULL);
}

static void
show (MchGenerationCountPage *self)
{
  g_autofree char *text = NULL;

  show_button (self);
  if (self->stopped && self->done > 0)
    text = g_strdup_printf (
        g_dngettext (
            GETTEXT_PACKAGE,
            "The generation stopped before its end: %u account of %u is created and kept "
            "with its slip. Continue now, or come back later.",
            "The generation stopped before its end: %u accounts of %u are created and kept "
            "with their slips. Continue now, or come back later.",
            self->done),
        self->done, self->total);
  else if (self->stopped)
    text = g_strdup (_ ("The generation stopped before its end. What was created is kept with its "
                        "slips. Continue now, or come back later."));
  mch_generation_notice_set (self->notice, text);
}

static void
on_progress (guint done, guint total, gpointer user_data)
{
  MchGenerationCountPage *self = user_data;
  g_autofree char *text = NULL;

  self->done = done;
  self->total = total;
  if (!mch_wizard_page_get_applying (user_data))
    return;
  text = g_strdup_printf (_ ("%u of %u"), done, total);
  mch_wizard_page_set_progress (user_data, text, total > 0 ? (double) done / total : -1);
}

static void
on_run (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchGenerationCountPage) self = MCH_GENERATION_COUNT_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  gboolean done = mch_generation_model_run_finish (self->model, result, &error);

  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  self->stopped = !done;
  show (self);
  mch_wizard_page_apply_done (MCH_WIZARD_PAGE (self), error);
}

static void
mch_generation_count_page_apply (MchWizardPage *page, GCancellable *cancellable)
{
  MchGenerationCountPage *self = MCH_GENERATION_COUNT_PAGE (page);

  self->done = 0;
  self->total = 0;
  mch_wizard_page_set_progress (page, _ ("Preparing…"), -1);
  mch_generation_model_run_async (self->model, on_progress, cancellable, on_run,
                                  g_object_ref (self));
}

static void
mch_generation_count_page_entered (MchWizardPage *page, gboolean forward)
{
  MchGenerationCountPage *self = MCH_GENERATION_COUNT_PAGE (page);

  if (forward)
    mch_generation_model_count (self->model);
  show (self);
}

static void
on_context_changed (MchGenerationCountPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self))
      && !mch_wizard_page_get_applying (MCH_WIZARD_PAGE (self)))
    mch_generation_model_count (self->model);
}

MchWizardPage *
mch_generation_count_page_new (MchGenerationModel *model)
{
  MchGenerationCountPage *self = g_object_new (MCH_TYPE_GENERATION_COUNT_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->model = g_object_ref (model);
  mch_wizard_page_set_title (MCH_WIZARD_PAGE (self), _ ("Count"));
  self->notice = mch_generation_notice_new ();
  gtk_box_append (
      GTK_BOX (box),
      mch_generation_heading_new (
          mch_generation_model_get_context (model),
          _ ("A pupil counts once, whatever the number of exams. The passwords are made "
             "on this computer; the server never reads them. You may stop at any moment: "
             "what is created stays, and the rest is created the next time.")));
  gtk_box_append (GTK_BOX (box), self->notice);
  gtk_box_append (GTK_BOX (box), mch_roll_rows_new (model, FALSE));
  adw_bin_set_child (ADW_BIN (self), mch_generation_page_new (box));
  g_signal_connect_object (model, "counted", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mch_generation_model_get_context (model), "changed",
                           G_CALLBACK (on_context_changed), self, G_CONNECT_SWAPPED);
  show (self);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_generation_count_page_finalize (GObject *object)
{
  g_clear_object (&MCH_GENERATION_COUNT_PAGE (object)->model);
  G_OBJECT_CLASS (mch_generation_count_page_parent_class)->finalize (object);
}

static void
mch_generation_count_page_class_init (MchGenerationCountPageClass *klass)
{
  MchWizardPageClass *page_class = MCH_WIZARD_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_generation_count_page_finalize;
  page_class->entered = mch_generation_count_page_entered;
  page_class->apply = mch_generation_count_page_apply;
}

static void
mch_generation_count_page_init (MchGenerationCountPage *self)
{
}
