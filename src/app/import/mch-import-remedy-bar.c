/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-remedy-bar.h"

#include <glib/gi18n-lib.h>

#include "app/import/mch-import-values-view.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-toast.h"

struct _MchImportRemedyBar
{
  AdwBin parent_instance;

  MchImportModel *model;
  guint group;
  GtkWidget *about; /* all that is about the group */
  GtkLabel *sentence;
  GtkLabel *remedy;
  GtkLabel *help;
  GtkWidget *apply;
  GtkWidget *read;
  GtkWidget *empty;
  GtkLabel *done;
  GtkWidget *edits; /* the last edit and the way back */
};

G_DEFINE_FINAL_TYPE (MchImportRemedyBar, mch_import_remedy_bar, ADW_TYPE_BIN)

static guint read_values_signal;

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static void
on_apply (GtkWidget *button, MchImportRemedyBar *self)
{
  MchImportPlan *plan;

  if (mch_why_not_stops (button))
    return;
  plan = mch_import_model_begin_edit (self->model);
  if (plan == NULL || !mch_import_plan_apply_remedy (plan, self->group))
    return;
  /* The cause that comes next is another one: nobody repairs it by a second Enter. */
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  mch_import_model_end_edit (self->model);
}

static void
on_empty (GtkWidget *button, MchImportRemedyBar *self)
{
  MchImportPlan *plan;

  if (mch_why_not_stops (button))
    return;
  plan = mch_import_model_begin_edit (self->model);
  if (plan == NULL)
    return;
  if (mch_import_plan_empty_group (plan, self->group))
    {
      gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
      mch_import_model_end_edit (self->model);
    }
  else
    mch_toast_show (GTK_WIDGET (self), _ ("These values cannot be missed: write them below."));
}

static void
on_read (MchImportRemedyBar *self)
{
  const MchImportCheck *check = mch_import_model_get_check (self->model);

  g_signal_emit (self, read_values_signal, 0,
                 mch_import_plan_get_group (check->plan, self->group)->field);
}

gboolean
mch_import_remedy_bar_undo (MchImportRemedyBar *self)
{
  MchImportPlan *plan;

  g_return_val_if_fail (MCH_IS_IMPORT_REMEDY_BAR (self), FALSE);

  plan = mch_import_model_begin_edit (self->model);
  if (plan == NULL || !mch_import_plan_undo (plan))
    return FALSE;
  mch_import_model_end_edit (self->model);
  return TRUE;
}

static void
on_undo (MchImportRemedyBar *self)
{
  mch_import_remedy_bar_undo (self);
}

static void
show_group (MchImportRemedyBar *self, MchImportPlan *plan)
{
  const MchImportGroup *group = mch_import_plan_get_group (plan, self->group);
  g_autofree char *help = group->kind == MCH_GROUP_BLOCKING && group->n_rows > 0
                              ? mch_import_plan_dup_help (plan, group->rows[0])
                              : NULL;
  gboolean can_empty =
      group->kind != MCH_GROUP_REPAIRED && group->field != NULL && !group->field->needed;

  set_text (self->sentence, group->sentence);
  set_text (self->remedy, group->remedy);
  set_text (self->help, help);
  gtk_widget_set_visible (self->apply, group->kind != MCH_GROUP_REPAIRED);
  mch_why_not_set (self->apply, group->remedy != NULL
                                    ? NULL
                                    : _ ("Nothing certain can be done for all of them: write each "
                                         "one below, or correct the file."));
  gtk_widget_set_visible (self->read, group->kind != MCH_GROUP_REPAIRED
                                          && mch_import_values_view_has (group->field));
  gtk_widget_set_visible (self->empty, can_empty);
}

void
mch_import_remedy_bar_show (MchImportRemedyBar *self, guint group)
{
  const MchImportCheck *check;
  guint n_edits;

  g_return_if_fail (MCH_IS_IMPORT_REMEDY_BAR (self));

  check = mch_import_model_get_check (self->model);
  self->group = group;
  gtk_widget_set_visible (self->about, check != NULL && group != MCH_IMPORT_NO_GROUP);
  if (check == NULL)
    return;
  if (group != MCH_IMPORT_NO_GROUP)
    show_group (self, check->plan);
  n_edits = mch_import_plan_get_n_edits (check->plan);
  set_text (self->done, n_edits > 0 ? mch_import_plan_get_edit (check->plan, n_edits - 1) : NULL);
  gtk_widget_set_visible (self->edits, n_edits > 0);
}

static GtkLabel *
add_label (GtkWidget *box, gboolean dim)
{
  GtkWidget *label = mch_text_new ("", dim);

  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
build_about (MchImportRemedyBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *acts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->sentence = add_label (box, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->sentence), "heading");
  self->remedy = add_label (box, FALSE);
  self->help = add_label (box, TRUE);
  self->apply = mch_button_new (_ ("_Put right"), NULL);
  gtk_widget_add_css_class (self->apply, "suggested-action");
  g_signal_connect_object (self->apply, "clicked", G_CALLBACK (on_apply), self, 0);
  self->read = mch_button_new (_ ("Say how to _read these values"), NULL);
  g_signal_connect_object (self->read, "clicked", G_CALLBACK (on_read), self, G_CONNECT_SWAPPED);
  self->empty = mch_button_new (_ ("Import _without these values"), NULL);
  g_signal_connect_object (self->empty, "clicked", G_CALLBACK (on_empty), self, 0);
  gtk_box_append (GTK_BOX (acts), self->apply);
  gtk_box_append (GTK_BOX (acts), self->read);
  gtk_box_append (GTK_BOX (acts), self->empty);
  gtk_widget_set_margin_top (acts, 4);
  gtk_box_append (GTK_BOX (box), acts);
  return box;
}

static GtkWidget *
build_edits (MchImportRemedyBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *undo = mch_button_new (_ ("_Take the correction back"), NULL);

  self->done = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->done), TRUE);
  gtk_widget_set_valign (undo, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (undo, _ ("Ctrl+Z"));
  g_signal_connect_object (undo, "clicked", G_CALLBACK (on_undo), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->done));
  gtk_box_append (GTK_BOX (box), undo);
  return box;
}

GtkWidget *
mch_import_remedy_bar_new (MchImportModel *model)
{
  MchImportRemedyBar *self = g_object_new (MCH_TYPE_IMPORT_REMEDY_BAR, NULL);

  self->model = g_object_ref (model);
  return GTK_WIDGET (self);
}

static void
mch_import_remedy_bar_dispose (GObject *object)
{
  g_clear_object (&MCH_IMPORT_REMEDY_BAR (object)->model);
  G_OBJECT_CLASS (mch_import_remedy_bar_parent_class)->dispose (object);
}

static void
mch_import_remedy_bar_class_init (MchImportRemedyBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_import_remedy_bar_dispose;

  read_values_signal = g_signal_new ("read-values", MCH_TYPE_IMPORT_REMEDY_BAR, G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mch_import_remedy_bar_init (MchImportRemedyBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->group = MCH_IMPORT_NO_GROUP;
  self->about = build_about (self);
  gtk_box_append (GTK_BOX (box), self->about);
  self->edits = build_edits (self);
  gtk_box_append (GTK_BOX (box), self->edits);
  gtk_widget_add_css_class (box, "import-remedy");
  adw_bin_set_child (ADW_BIN (self), box);
}
