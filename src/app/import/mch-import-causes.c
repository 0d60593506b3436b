/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-causes.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-tab-stop.h"

struct _MchImportCauses
{
  AdwBin parent_instance;

  const MchImportCheck *check;
  GtkListBox *list;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (MchImportCauses, mch_import_causes, ADW_TYPE_BIN)

static guint selected_signal;

/* What a row of the list leads to; a group is known by what it is about once the list is new. */
typedef struct
{
  MchImportLook look;
  guint group;
  MchImportGroupKind kind;
  MchFaultCode code;
  const MchField *field;
} Target;

static const Target *
get_target (GtkListBoxRow *row)
{
  return row != NULL ? g_object_get_data (G_OBJECT (row), "target") : NULL;
}

MchImportLook
mch_import_causes_get_look (MchImportCauses *self, guint *ret_group)
{
  const Target *target;

  g_return_val_if_fail (MCH_IS_IMPORT_CAUSES (self), MCH_IMPORT_LOOK_ROWS);

  target = get_target (gtk_list_box_get_selected_row (self->list));
  if (target == NULL)
    return MCH_IMPORT_LOOK_ROWS;
  if (ret_group != NULL)
    *ret_group = target->group;
  return target->look;
}

static void
on_selected (MchImportCauses *self)
{
  if (!self->showing)
    g_signal_emit (self, selected_signal, 0);
}

static GtkWidget *
row_new (const char *icon, const char *css, const char *title, const char *detail, guint n)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  g_autofree char *count = g_strdup_printf ("%u", n);
  g_autofree char *name = n > 0 ? g_strdup_printf ("%s, %s: %u", title, detail, n)
                                : g_strdup_printf ("%s, %s", title, detail);
  GtkWidget *number = gtk_label_new (count);

  if (css != NULL)
    gtk_widget_add_css_class (image, css);
  gtk_box_append (GTK_BOX (words), mch_text_new (title, FALSE));
  gtk_box_append (GTK_BOX (words), mch_text_new (detail, TRUE));
  gtk_widget_add_css_class (gtk_widget_get_last_child (words), "caption");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (number, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (number, n > 0);
  gtk_widget_add_css_class (number, "badge");
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), number);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_widget_set_margin_start (box, 10);
  gtk_widget_set_margin_end (box, 10);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  mch_a11y_set_label (row, name);
  return row;
}

static void
add_row (MchImportCauses *self, GtkWidget *row, Target target)
{
  g_object_set_data_full (G_OBJECT (row), "target", g_memdup2 (&target, sizeof target), g_free);
  gtk_list_box_append (self->list, row);
}

static void
add_group (MchImportCauses *self, guint index)
{
  const MchImportGroup *group = mch_import_plan_get_group (self->check->plan, index);
  g_autofree char *detail = g_strdup_printf ("%s · %s", mch_group_kind_to_word (group->kind),
                                             mch_group_get_words (group));

  add_row (self,
           row_new (mch_group_kind_to_icon (group->kind), mch_group_kind_to_style (group->kind),
                    mch_group_get_subject (group), detail, group->n),
           (Target){ MCH_IMPORT_LOOK_GROUP, index, group->kind, group->code, group->field });
}

static void
add_rows (MchImportCauses *self)
{
  MchImportPlan *plan = self->check->plan;
  guint n_groups = mch_import_plan_get_n_groups (plan);
  guint n_pairs;

  mch_import_plan_get_pairs (plan, &n_pairs);
  add_row (self,
           row_new ("view-list-symbolic", NULL, _ ("All rows"),
                    n_groups > 0 ? _ ("of the file") : _ ("without any problem"),
                    mch_import_plan_get_n_rows (plan)),
           (Target){ MCH_IMPORT_LOOK_ROWS, 0, 0, 0, NULL });
  for (guint i = 0; i < n_groups; i++)
    add_group (self, i);
  if (n_pairs > 0)
    add_row (self,
             row_new ("system-users-symbolic", NULL, _ ("One person or two?"),
                      _ ("Compare them side by side"), n_pairs),
             (Target){ MCH_IMPORT_LOOK_PAIRS, 0, 0, 0, NULL });
  add_row (self,
           row_new ("preferences-other-symbolic", NULL, _ ("Values of columns"),
                    _ ("Say how they are read"), 0),
           (Target){ MCH_IMPORT_LOOK_VALUES, 0, 0, 0, NULL });
}

static gboolean
is_same_target (const Target *a, const Target *b)
{
  return a != NULL && b != NULL && a->look == b->look
         && (a->look != MCH_IMPORT_LOOK_GROUP
             || (a->kind == b->kind && a->code == b->code && a->field == b->field));
}

/* What was selected; the cause that took its place when it was repaired; else all rows. */
static void
select_target (MchImportCauses *self, const Target *wanted, int before)
{
  GtkListBoxRow *row;
  const Target *target;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (is_same_target (get_target (row), wanted))
      {
        gtk_list_box_select_row (self->list, row);
        return;
      }
  row = before > 0 ? gtk_list_box_get_row_at_index (self->list, before) : NULL;
  target = get_target (row);
  if (target == NULL || target->look != MCH_IMPORT_LOOK_GROUP)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  gtk_list_box_select_row (self->list, row);
}

void
mch_import_causes_look_at_values (MchImportCauses *self)
{
  const Target values = { MCH_IMPORT_LOOK_VALUES, 0, 0, 0, NULL };

  g_return_if_fail (MCH_IS_IMPORT_CAUSES (self));

  select_target (self, &values, 0);
}

void
mch_import_causes_focus (MchImportCauses *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (MCH_IS_IMPORT_CAUSES (self));

  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
mch_import_causes_show (MchImportCauses *self, const MchImportCheck *check)
{
  g_autofree Target *before = NULL;
  GtkListBoxRow *selected;
  GtkWidget *row;
  int index;
  gboolean had_focus;

  g_return_if_fail (MCH_IS_IMPORT_CAUSES (self));

  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  selected = gtk_list_box_get_selected_row (self->list);
  index = selected != NULL ? gtk_list_box_row_get_index (selected) : 0;
  before = g_memdup2 (get_target (selected), sizeof *before);
  self->showing = TRUE;
  self->check = check;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  if (check != NULL)
    {
      add_rows (self);
      select_target (self, before, index);
    }
  self->showing = FALSE;
  if (had_focus)
    mch_import_causes_focus (self);
}

GtkWidget *
mch_import_causes_new (void)
{
  return g_object_new (MCH_TYPE_IMPORT_CAUSES, NULL);
}

static void
mch_import_causes_class_init (MchImportCausesClass *klass)
{
  selected_signal = g_signal_new ("selected", MCH_TYPE_IMPORT_CAUSES, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_import_causes_init (MchImportCauses *self)
{

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  mch_a11y_set_label (GTK_WIDGET (self->list), _ ("Causes"));
  g_signal_connect_object (self->list, "selected-rows-changed", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), mch_tab_stop_new (mch_scroll_new (GTK_WIDGET (self->list))));
}
