/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-result-page.h"

#include <glib/gi18n-lib.h>

#include "app/import/mch-import-save.h"
#include "app/transfers/mch-transfers-jobs.h"
#include "app/widgets/mch-a11y.h"
#include "app/window/mch-activity.h"
#include "app/wizard/mch-wizard.h"

struct _MchImportResultPage
{
  MchWizardPage parent_instance;

  MchImportModel *model;
  const char *next; /* the activity of the blue button */
  AdwStatusPage *status;
  GtkBox *numbers;
  GtkLabel *sum;
  GtkWidget *candidates_button;
  GtkWidget *save_button;
  GtkWidget *transfers_button;
};

G_DEFINE_FINAL_TYPE (MchImportResultPage, mch_import_result_page, MCH_TYPE_WIZARD_PAGE)

static void
add_number (MchImportResultPage *self, guint n, const char *word)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *text = g_strdup_printf ("%u", n);
  GtkWidget *number = gtk_label_new (text);

  gtk_widget_add_css_class (number, "number");
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), gtk_label_new (word));
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "import-number");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (self->numbers, box);
}

static void
show_balance (MchImportResultPage *self, const MchImportPlan *plan)
{
  guint n = mch_import_plan_get_n_rows (plan);
  guint created = mch_import_plan_count (plan, MCH_IMPORT_CREATED);
  guint updated = mch_import_plan_count (plan, MCH_IMPORT_UPDATED);
  guint unchanged = mch_import_plan_count (plan, MCH_IMPORT_UNCHANGED);
  guint rejected = mch_import_plan_count (plan, MCH_IMPORT_REJECTED);
  g_autofree char *sum =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row read = %u + %u + %u + %u",
                                    "%u rows read = %u + %u + %u + %u", n),
                       n, created, updated, unchanged, rejected);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->numbers))) != NULL)
    gtk_box_remove (self->numbers, child);
  add_number (self, created, g_dngettext (GETTEXT_PACKAGE, "created", "created", created));
  add_number (self, updated, g_dngettext (GETTEXT_PACKAGE, "updated", "updated", updated));
  add_number (self, unchanged, g_dngettext (GETTEXT_PACKAGE, "unchanged", "unchanged", unchanged));
  add_number (self, rejected, g_dngettext (GETTEXT_PACKAGE, "rejected", "rejected", rejected));
  gtk_label_set_label (self->sum, sum);
  gtk_widget_set_visible (self->save_button, rejected > 0);
}

static char *
dup_description (MchImportResultPage *self)
{
  const char *reason = mch_import_model_get_kept_reason (self->model);

  switch (mch_import_model_get_end (self->model))
    {
    case MCH_IMPORT_SENT:
      return g_strdup (_ ("The server has it: your colleagues see these candidates too."));
    case MCH_IMPORT_KEPT:
      return g_strdup_printf (_ ("%s The import is kept on this computer and leaves by itself as "
                                 "soon as the server answers; you can go on working."),
                              reason);
    case MCH_IMPORT_NOTHING_TO_DO:
    case MCH_IMPORT_NOT_DONE:
    default:
      return g_strdup (
          _ ("The file says nothing that was not known already. Nothing was changed."));
    }
}

static gboolean
can_generate (MchContext *context)
{
  const MchActivity *activity = mch_activity_find ("generate");
  g_autoptr (MchOverview) overview = mch_overview_new (context);
  g_auto (MchMark) mark = { 0 };

  if (activity == NULL)
    return FALSE;
  mch_activity_mark (activity, overview, &mark);
  return mark.kind != MCH_MARK_LOCK && overview->n_without_account > 0;
}

static void
choose_next (MchImportResultPage *self)
{
  gboolean generate = can_generate (mch_import_model_get_context (self->model));

  self->next = generate ? "generate" : "candidates";
  mch_wizard_page_set_next_label (MCH_WIZARD_PAGE (self), generate ? _ ("_Generate the accounts")
                                                                   : _ ("_See the candidates"));
  gtk_widget_set_visible (self->candidates_button, generate);
}

static void
finish (MchImportResultPage *self, const char *activity)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (MCH_IS_WIZARD (root))
    mch_wizard_finish (MCH_WIZARD (root), activity, NULL);
}

static void
on_candidates (MchImportResultPage *self)
{
  finish (self, "candidates");
}

/* Whom the server did not take because he is registered elsewhere can be asked for. */
static void
on_transfers_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchImportResultPage) self = data;
  g_autoptr (GPtrArray) entries = mch_transfers_list_finish (MCH_WORKER (source), result, NULL);
  g_autofree char *label = NULL;
  g_autofree char *words = NULL;
  guint n = 0;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    n += ((MchTransferEntry *) entries->pdata[i])->side == MCH_TRANSFER_POSSIBLE;
  gtk_widget_set_visible (self->transfers_button, n > 0);
  if (n == 0)
    return;
  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                        "%u is registered _elsewhere: ask for the transfer",
                                        "%u are registered _elsewhere: ask for the transfers", n),
                           n);
  words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "The server has it, but did not take %u pupil who is registered in another "
                   "establishment. His row is kept here until his transfer is decided.",
                   "The server has it, but did not take %u pupils who are registered in another "
                   "establishment. Their rows are kept here until their transfers are decided.",
                   n),
      n);
  adw_status_page_set_description (self->status, words);
  adw_status_page_set_icon_name (self->status, "dialog-warning-symbolic");
  gtk_button_set_label (GTK_BUTTON (self->transfers_button), label);
  mch_a11y_name_button (GTK_BUTTON (self->transfers_button));
}

static void
on_transfers (MchImportResultPage *self)
{
  finish (self, "transfers");
}

static void
on_save (MchImportResultPage *self)
{
  mch_import_save_rejected (GTK_WIDGET (self), self->model);
}

static void
mch_import_result_page_apply (MchWizardPage *page, GCancellable *cancellable)
{
  finish (MCH_IMPORT_RESULT_PAGE (page), MCH_IMPORT_RESULT_PAGE (page)->next);
}

static void
mch_import_result_page_entered (MchWizardPage *page, gboolean forward)
{
  MchImportResultPage *self = MCH_IMPORT_RESULT_PAGE (page);
  const MchImportCheck *check = mch_import_model_get_check (self->model);
  MchImportEnd end = mch_import_model_get_end (self->model);
  g_autofree char *text = dup_description (self);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  g_return_if_fail (check != NULL);

  adw_status_page_set_icon_name (self->status, end == MCH_IMPORT_KEPT ? "document-save-symbolic"
                                                                      : "emblem-ok-symbolic");
  adw_status_page_set_title (self->status, end == MCH_IMPORT_NOTHING_TO_DO ? _ ("Nothing to import")
                                                                           : _ ("Import report"));
  adw_status_page_set_description (self->status, markup);
  show_balance (self, check->plan);
  choose_next (self);
  gtk_widget_set_visible (self->transfers_button, FALSE);
  mch_transfers_list_async (mch_import_model_get_context (self->model), on_transfers_listed,
                            g_object_ref (self));
}

static GtkWidget *
build_acts (MchImportResultPage *self)
{
  GtkWidget *acts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->save_button = mch_button_new (_ ("_Save the rejected rows…"), NULL);
  self->candidates_button = mch_button_new (_ ("See the _candidates"), NULL);
  self->transfers_button = mch_button_new ("", NULL);
  g_signal_connect_object (self->save_button, "clicked", G_CALLBACK (on_save), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->candidates_button, "clicked", G_CALLBACK (on_candidates), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transfers_button, "clicked", G_CALLBACK (on_transfers), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_halign (acts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (acts), self->save_button);
  gtk_box_append (GTK_BOX (acts), self->candidates_button);
  gtk_box_append (GTK_BOX (acts), self->transfers_button);
  return acts;
}

static void
build (MchImportResultPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *clamp = adw_clamp_new ();

  self->status = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "compact");
  self->numbers = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12));
  gtk_box_set_homogeneous (self->numbers, TRUE);
  self->sum = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->sum, TRUE);
  gtk_label_set_justify (self->sum, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->sum), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->sum), "numeric");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->numbers));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sum));
  gtk_box_append (GTK_BOX (box), build_acts (self));
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  adw_status_page_set_child (self->status, clamp);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->status));
}

MchWizardPage *
mch_import_result_page_new (MchImportModel *model)
{
  MchImportResultPage *self = g_object_new (MCH_TYPE_IMPORT_RESULT_PAGE, NULL);

  self->model = g_object_ref (model);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_import_result_page_finalize (GObject *object)
{
  g_clear_object (&MCH_IMPORT_RESULT_PAGE (object)->model);
  G_OBJECT_CLASS (mch_import_result_page_parent_class)->finalize (object);
}

static void
mch_import_result_page_class_init (MchImportResultPageClass *klass)
{
  MchWizardPageClass *page_class = MCH_WIZARD_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mch_import_result_page_finalize;
  page_class->entered = mch_import_result_page_entered;
  page_class->apply = mch_import_result_page_apply;
}

static void
mch_import_result_page_init (MchImportResultPage *self)
{
  MchWizardPage *page = MCH_WIZARD_PAGE (self);

  self->next = "candidates";
  mch_wizard_page_set_title (page, C_ ("step", "Import"));
  mch_wizard_page_set_can_go_back (page, FALSE);
  mch_wizard_page_set_final (page, TRUE);
  build (self);
}
