/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compare/mch-compare-page.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-actions.h"
#include "app/compare/mch-compare-jobs.h"
#include "app/compare/mch-compare-list.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-status-page.h"
#include "app/wizard/mch-wizard.h"

#define N_KINDS (MCH_COMPARED_MOVED + 1)

/* One kind of difference. */
typedef struct
{
  GtkStackPage *page;
  GtkStack *stack; /* "list" or "none" */
  MchCompareList *list;
  GtkWidget *all;     /* ticks everybody; NULL where nobody can be ticked */
  GtkWidget *acts[2]; /* NULL where there is none */
} Part;

struct _MchComparePage
{
  MchWizardPage parent_instance;

  MchImportModel *model;
  GtkLabel *summary;
  GtkWidget *partial;
  GtkStack *stack;
  Part parts[N_KINDS];
  guint64 serial; /* of the store that is shown; 0 for nothing */
  gboolean loading;
  gboolean choose; /* the next comparison chooses which part is on show */
  gboolean acting;
};

G_DEFINE_FINAL_TYPE (MchComparePage, mch_compare_page, MCH_TYPE_WIZARD_PAGE)

static void compare (MchComparePage *self);

static const char *const names[N_KINDS] = { "arrived", "left", "moved" };

static char *
dup_title (MchComparedKind kind, guint n)
{
  switch (kind)
    {
    case MCH_COMPARED_ARRIVED:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u arrived", "%u arrived", n), n);
    case MCH_COMPARED_LEFT:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u left", "%u left", n), n);
    case MCH_COMPARED_MOVED:
    default:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u changed class", "%u changed class", n), n);
    }
}

static MchStore *
get_store (MchComparePage *self)
{
  return mch_context_get_store (mch_import_model_get_context (self->model));
}

static void
show_acts (Part *part)
{
  g_autoptr (GPtrArray) ticked = mch_compare_list_dup_ticked (part->list);
  const char *reason = ticked->len > 0 ? NULL : _ ("Tick the pupils first.");

  if (part->all == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (part->acts); i++)
    if (part->acts[i] != NULL)
      mch_why_not_set (part->acts[i], reason);
}

static void
on_ticked (MchCompareList *list, MchComparePage *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    if (self->parts[i].list == list)
      show_acts (&self->parts[i]);
}

static void
show_summary (MchComparePage *self, const GPtrArray *pupils)
{
  const MchImportCheck *check = mch_import_model_get_check (self->model);
  guint rejected = check != NULL ? mch_import_plan_count (check->plan, MCH_IMPORT_REJECTED) : 0;
  g_autofree char *same = g_strdup_printf (
      pupils->len == 0 ? _ ("%s says the same as what is registered: nobody came, left or changed "
                            "class.")
                       : _ ("%s was compared with what is registered. Nothing has been changed."),
      mch_import_model_get_name (self->model));
  g_autofree char *faulty =
      rejected > 0 ? g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u line has a fault; the import shows it.",
                       "%u lines have a fault; the import shows them.", rejected),
          rejected)
                   : NULL;
  g_autofree char *text = g_strjoin (" ", same, faulty, NULL);

  gtk_label_set_label (self->summary, text);
}

static void
show (MchComparePage *self, GPtrArray *pupils)
{
  int first = -1;

  for (guint i = 0; i < N_KINDS; i++)
    {
      Part *part = &self->parts[i];
      g_autofree char *title = NULL;
      guint n;

      mch_compare_list_show (part->list, pupils);
      n = mch_compare_list_get_n (part->list);
      title = dup_title (i, n);
      gtk_stack_page_set_title (part->page, title);
      gtk_stack_set_visible_child_name (part->stack, n > 0 ? "list" : "none");
      show_acts (part);
      if (n > 0 && first < 0)
        first = (int) i;
    }
  if (self->choose && first >= 0)
    gtk_stack_set_visible_child_name (self->stack, names[first]);
  self->choose = FALSE;
  show_summary (self, pupils);
}

static void
on_compared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchComparePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pupils = mch_compare_finish (MCH_WORKER (source), result, &error);
  MchStore *store = get_store (self);

  self->loading = FALSE;
  if (pupils != NULL)
    show (self, pupils);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_label (self->summary, error->message);
  if (pupils != NULL && store != NULL && self->serial != mch_store_get_serial (store))
    compare (self);
}

/* One at a time; what changed meanwhile is compared after it. */
static void
compare (MchComparePage *self)
{
  MchStore *store = get_store (self);

  if (self->loading || store == NULL || mch_import_model_get_table (self->model) == NULL)
    return;
  self->loading = TRUE;
  self->serial = mch_store_get_serial (store);
  mch_compare_async (self->model, gtk_check_button_get_active (GTK_CHECK_BUTTON (self->partial)),
                     on_compared, g_object_ref (self));
}

static void
on_partial_toggled (MchComparePage *self)
{
  self->serial = 0;
  compare (self);
}

/* An undo, a colleague, the server: what is on show follows. */
static void
on_context_changed (MchComparePage *self)
{
  MchStore *store = get_store (self);

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && store != NULL
      && self->serial != mch_store_get_serial (store))
    compare (self);
}

static char **
dup_ids (const GPtrArray *pupils)
{
  char **ids = g_new0 (char *, pupils->len + 1);

  for (guint i = 0; i < pupils->len; i++)
    ids[i] = g_strdup (((MchCompared *) pupils->pdata[i])->candidature);
  return ids;
}

/* What is done with those who left is what is done with any candidates. */
static void
act_on_left (MchComparePage *self, GtkWidget *button,
             void (*act) (GtkWidget *widget, MchContext *context, char **ids))
{
  g_autoptr (GPtrArray) ticked = NULL;
  g_auto (GStrv) ids = NULL;

  if (mch_why_not_stops (button))
    return;
  ticked = mch_compare_list_dup_ticked (self->parts[MCH_COMPARED_LEFT].list);
  ids = dup_ids (ticked);
  act (GTK_WIDGET (self), mch_import_model_get_context (self->model), ids);
}

static void
on_withdraw (GtkWidget *button, MchComparePage *self)
{
  act_on_left (self, button, mch_candidate_actions_withdraw);
}

static void
on_agree (GtkWidget *button, MchComparePage *self)
{
  act_on_left (self, button, mch_candidate_actions_agree);
}

static void
on_moved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchComparePage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchBulkDone) done = mch_bulk_run_finish (MCH_WORKER (source), result, &error);

  self->acting = FALSE;
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (done == NULL)
    mch_message_show (GTK_WIDGET (self), _ ("Nothing was changed"), error->message);
  else
    {
      g_autofree char *text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u candidate changed", "%u candidates changed", done->n),
          done->n);

      mch_bulk_tell (GTK_WIDGET (self), mch_import_model_get_context (self->model), text,
                     done->undo);
      compare (self);
    }
}

static void
on_move (GtkWidget *button, MchComparePage *self)
{
  g_autoptr (GPtrArray) ticked = NULL;

  if (mch_why_not_stops (button) || self->acting)
    return;
  ticked = mch_compare_list_dup_ticked (self->parts[MCH_COMPARED_MOVED].list);
  self->acting = TRUE;
  mch_compare_move_async (mch_import_model_get_context (self->model), ticked, on_moved,
                          g_object_ref (self));
}

/* Ticks everybody, and when everybody is ticked nobody. */
static void
on_all (GtkWidget *button, MchComparePage *self)
{
  Part *part = g_object_get_data (G_OBJECT (button), "part");
  g_autoptr (GPtrArray) ticked = mch_compare_list_dup_ticked (part->list);

  mch_compare_list_tick_all (part->list, ticked->len < mch_compare_list_get_n (part->list));
}

/* The file says more than who is in it: importing it takes over all of that. */
static void
on_import (GtkWidget *button, MchComparePage *self)
{
  MchWizard *wizard = MCH_WIZARD (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *uri = g_file_get_uri (mch_import_model_get_file (self->model));

  mch_wizard_finish (wizard, "import", uri);
}

static void
mch_compare_page_entered (MchWizardPage *page, gboolean forward)
{
  MchComparePage *self = MCH_COMPARE_PAGE (page);

  self->choose = forward;
  self->serial = 0;
  compare (self);
}

static void
mch_compare_page_shown (MchWizardPage *page)
{
  gtk_widget_child_focus (GTK_WIDGET (MCH_COMPARE_PAGE (page)->stack), GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
act_new (MchComparePage *self, const char *label, GCallback act)
{
  GtkWidget *button = mch_button_new (label, NULL);

  g_signal_connect (button, "clicked", act, self);
  return button;
}

static GtkWidget *
build_bar (MchComparePage *self, Part *part, gboolean tickable)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  if (tickable)
    {
      part->all = act_new (self, _ ("_Tick all or nobody"), G_CALLBACK (on_all));
      g_object_set_data (G_OBJECT (part->all), "part", part);
      gtk_widget_set_hexpand (part->all, TRUE);
      gtk_widget_set_halign (part->all, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (bar), part->all);
    }
  for (guint i = 0; i < G_N_ELEMENTS (part->acts); i++)
    if (part->acts[i] != NULL)
      gtk_box_append (GTK_BOX (bar), part->acts[i]);
  gtk_widget_set_halign (bar, tickable ? GTK_ALIGN_FILL : GTK_ALIGN_END);
  gtk_widget_add_css_class (bar, "compare-bar");
  return bar;
}

static void
build_part (MchComparePage *self, MchComparedKind kind, const char *label, const char *words,
            const char *none)
{
  Part *part = &self->parts[kind];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *text = mch_text_new (words, TRUE);
  g_autofree char *title = dup_title (kind, 0);

  part->list = MCH_COMPARE_LIST (mch_compare_list_new (kind, label));
  g_signal_connect (part->list, "ticked", G_CALLBACK (on_ticked), self);
  gtk_widget_add_css_class (text, "compare-words");
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (part->list));
  gtk_box_append (GTK_BOX (box), build_bar (self, part, kind != MCH_COMPARED_ARRIVED));
  part->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (part->stack, box, "list");
  gtk_stack_add_named (part->stack,
                       mch_status_page_new ("object-select-symbolic", none, NULL, NULL), "none");
  part->page = gtk_stack_add_titled (self->stack, GTK_WIDGET (part->stack), names[kind], title);
}

static void
build_parts (MchComparePage *self)
{
  Part *left = &self->parts[MCH_COMPARED_LEFT];

  self->parts[MCH_COMPARED_ARRIVED].acts[0] =
      act_new (self, _ ("_Import this file"), G_CALLBACK (on_import));
  left->acts[0] = act_new (self, _ ("_Agree to a transfer"), G_CALLBACK (on_agree));
  left->acts[1] = act_new (self, _ ("_Withdraw…"), G_CALLBACK (on_withdraw));
  self->parts[MCH_COMPARED_MOVED].acts[0] =
      act_new (self, _ ("_Give them the new class"), G_CALLBACK (on_move));
  build_part (self, MCH_COMPARED_ARRIVED, _ ("Pupils who came"),
              _ ("In the file and not registered here. “Import this file” registers them."),
              _ ("Nobody came"));
  build_part (self, MCH_COMPARED_LEFT, _ ("Pupils who left"),
              _ ("Registered here and not in the file. Who is not ticked stays registered. “Agree "
                 "to a transfer”: the establishment that asks for a pupil gets him at once, with "
                 "his number and his account."),
              _ ("Nobody left"));
  build_part (self, MCH_COMPARED_MOVED, _ ("Pupils who changed class"),
              _ ("The file gives them another class. Their slips are then listed under “To print "
                 "again”; login and password stay."),
              _ ("Nobody changed class"));
}

static void
build (MchComparePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *switcher = gtk_stack_switcher_new ();

  self->summary = GTK_LABEL (mch_text_new ("", FALSE));
  self->partial = gtk_check_button_new_with_mnemonic (
      _ ("This file holds only a _part of the pupils: nobody is said to have left"));
  mch_a11y_set_label (
      self->partial, _ ("This file holds only a _part of the pupils: nobody is said to have left"));
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), self->stack);
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  build_parts (self);
  g_signal_connect_swapped (self->partial, "toggled", G_CALLBACK (on_partial_toggled), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (box), self->partial);
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_add_css_class (box, "page");
  adw_bin_set_child (ADW_BIN (self), box);
}

MchWizardPage *
mch_compare_page_new (MchImportModel *model)
{
  MchComparePage *self = g_object_new (MCH_TYPE_COMPARE_PAGE, NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (mch_import_model_get_context (model), "changed",
                           G_CALLBACK (on_context_changed), self, G_CONNECT_SWAPPED);
  return MCH_WIZARD_PAGE (self);
}

static void
mch_compare_page_dispose (GObject *object)
{
  g_clear_object (&MCH_COMPARE_PAGE (object)->model);
  G_OBJECT_CLASS (mch_compare_page_parent_class)->dispose (object);
}

static void
mch_compare_page_class_init (MchComparePageClass *klass)
{
  MchWizardPageClass *page_class = MCH_WIZARD_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_compare_page_dispose;
  page_class->entered = mch_compare_page_entered;
  page_class->shown = mch_compare_page_shown;
}

static void
mch_compare_page_init (MchComparePage *self)
{
  mch_wizard_page_set_title (MCH_WIZARD_PAGE (self), C_ ("step", "Differences"));
  /* What was done here is done: there is nothing to cancel. */
  mch_wizard_page_set_final (MCH_WIZARD_PAGE (self), TRUE);
  mch_wizard_page_set_next_label (MCH_WIZARD_PAGE (self), _ ("_Close"));
  build (self);
}
