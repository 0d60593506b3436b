/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-row-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"

#define N_WHO 4
#define MAX_CELL_CHARACTERS 40

struct _MchImportRowView
{
  GtkBox parent_instance;

  GtkLabel *line;
  GtkLabel *outcome;
  GtkFlowBox *cells;
  GtkBox *faults;
};

G_DEFINE_FINAL_TYPE (MchImportRowView, mch_import_row_view, GTK_TYPE_BOX)

/* Who a row is about, faulty or not. */
static const char *const who[N_WHO] = { "family_name", "given_name", "birth_date", "division" };

/* The row being shown. */
typedef struct
{
  MchImportRowView *view;
  const MchImportTable *table;
  const MchImportCheck *check;
  guint index;
  GHashTable *shown; /* column + 1 → the cell's label */
} Showing;

static const char *
outcome_to_word (MchImportOutcome outcome)
{
  switch (outcome)
    {
    case MCH_IMPORT_CREATED:
      return _ ("will be created");
    case MCH_IMPORT_UPDATED:
      return _ ("will be updated");
    case MCH_IMPORT_UNCHANGED:
      return _ ("will not change");
    case MCH_IMPORT_REJECTED:
    case MCH_N_IMPORT_OUTCOMES:
    default:
      return _ ("is rejected");
    }
}

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    if (GTK_IS_FLOW_BOX (box))
      gtk_flow_box_remove (GTK_FLOW_BOX (box), child);
    else
      gtk_box_remove (GTK_BOX (box), child);
}

static GtkWidget *
cell_new (const char *heading, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *above = gtk_label_new (heading);
  GtkWidget *label = gtk_label_new (*text != '\0' ? text : "—");

  gtk_label_set_xalign (GTK_LABEL (above), 0);
  gtk_label_set_ellipsize (GTK_LABEL (above), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (above, "caption");
  gtk_widget_add_css_class (above, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_CELL_CHARACTERS);
  gtk_widget_set_tooltip_text (label, strlen (text) > MAX_CELL_CHARACTERS ? text : NULL);
  gtk_widget_add_css_class (label, "import-cell");
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

/* The label of a cell, put on show when it was not yet; NULL for no column. */
static GtkWidget *
ensure_cell (Showing *showing, int column)
{
  GtkWidget *box, *child;

  if (column < 0)
    return NULL;
  child = g_hash_table_lookup (showing->shown, GINT_TO_POINTER (column + 1));
  if (child != NULL)
    return child;
  box = cell_new (mch_import_table_get_heading (showing->table, (guint) column),
                  mch_import_table_get_cell (showing->table, showing->index, (guint) column));
  gtk_flow_box_append (showing->view->cells, box);
  gtk_widget_set_focusable (gtk_widget_get_parent (box), FALSE);
  child = gtk_widget_get_last_child (box);
  g_hash_table_insert (showing->shown, GINT_TO_POINTER (column + 1), child);
  return child;
}

static GtkWidget *
sentence_new (MchCauseKind kind, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (mch_cause_kind_to_icon (kind));
  g_autofree char *whole = g_strdup_printf ("%s · %s", mch_cause_kind_to_word (kind), text);
  GtkWidget *label = mch_text_new (whole, FALSE);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (box, kind == MCH_CAUSE_BLOCKING  ? "import-blocking"
                                 : kind == MCH_CAUSE_WARNING ? "import-warning"
                                                             : "import-repaired");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
frame (GtkWidget *cell, GtkWidget *sentence, gboolean blocking)
{
  gtk_widget_remove_css_class (cell, "import-cell-warning");
  gtk_widget_add_css_class (cell, blocking ? "import-cell-blocking" : "import-cell-warning");
  gtk_accessible_update_state (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE,
                                  gtk_widget_get_last_child (sentence), -1);
}

/* The heading that a fault names, else where its field comes from. */
static int
find_column (const Showing *showing, const MchFault *fault)
{
  return mch_import_plan_get_column (showing->check->plan, fault->field);
}

static void
show_fault (Showing *showing, const MchFault *fault)
{
  MchCauseKind kind = fault->blocking ? MCH_CAUSE_BLOCKING : MCH_CAUSE_WARNING;
  g_autofree char *message = mch_fault_dup_message (fault);
  g_autofree char *hint = mch_fault_dup_hint (fault);
  g_autofree char *text = NULL;
  const char *label = mch_fault_get_label (fault);
  GtkWidget *sentence, *cell;

  if (label != NULL && fault->code != MCH_FAULT_MISSING)
    text = g_strdup_printf (_ ("%s: %s %s"), label, message, hint);
  else
    text = g_strdup_printf ("%s %s", message, hint);
  sentence = sentence_new (kind, text);
  gtk_box_append (showing->view->faults, sentence);
  cell = ensure_cell (showing, find_column (showing, fault));
  if (cell != NULL)
    frame (cell, sentence, fault->blocking);
}

static void
show_repair (Showing *showing, const MchImportRepair *repair)
{
  g_autofree char *text = g_strdup_printf (_ ("%s: “%s” is read as “%s”."),
                                           _ (repair->field->label), repair->from, repair->to);

  gtk_box_append (showing->view->faults, sentence_new (MCH_CAUSE_REPAIRED, text));
  ensure_cell (showing, mch_import_plan_get_column (showing->check->plan, repair->field));
}

void
mch_import_row_view_show (MchImportRowView *self, const MchImportTable *table,
                          const MchImportCheck *check, guint index)
{
  Showing showing = { self, table, check, index, NULL };
  g_autoptr (GHashTable) shown = g_hash_table_new (NULL, NULL);
  guint n_rows, n_faults, n_repairs;
  const MchImportRow *row = &mch_import_plan_get_rows (check->plan, &n_rows)[index];
  const MchFault *faults = mch_import_check_find_faults (check, row->line, &n_faults);
  const MchImportRepair *repairs = mch_import_check_find_repairs (check, row->line, &n_repairs);
  g_autofree char *line = g_strdup_printf (_ ("Line %u"), row->line);

  showing.shown = shown;
  clear (GTK_WIDGET (self->cells));
  clear (GTK_WIDGET (self->faults));
  gtk_label_set_label (self->line, line);
  gtk_label_set_label (self->outcome, outcome_to_word (row->outcome));
  for (int i = 0; i < N_WHO; i++)
    ensure_cell (&showing,
                 mch_import_plan_get_column (check->plan, mch_field_find_for_candidate (who[i])));
  for (guint i = 0; i < n_faults; i++)
    show_fault (&showing, &faults[i]);
  for (guint i = 0; i < n_repairs; i++)
    show_repair (&showing, &repairs[i]);
}

GtkWidget *
mch_import_row_view_new (void)
{
  return g_object_new (MCH_TYPE_IMPORT_ROW_VIEW, NULL);
}

static void
mch_import_row_view_class_init (MchImportRowViewClass *klass)
{
}

static void
mch_import_row_view_init (MchImportRowView *self)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "import-row");
  self->line = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->line), "heading");
  self->outcome = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->outcome), "dim-label");
  self->cells = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->cells, GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (self->cells, 12);
  gtk_flow_box_set_row_spacing (self->cells, 4);
  gtk_flow_box_set_min_children_per_line (self->cells, 2);
  gtk_flow_box_set_max_children_per_line (self->cells, 6);
  gtk_widget_set_can_focus (GTK_WIDGET (self->cells), FALSE);
  mch_a11y_set_label (GTK_WIDGET (self->cells), _ ("Cells of the row"));
  self->faults = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->line));
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->outcome));
  gtk_box_append (GTK_BOX (self), top);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->cells));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->faults));
}
