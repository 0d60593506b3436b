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
  GtkLabel *who;
  GtkBox *problems;
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

/* What stands in the column of @field, "" when it has none. */
static const char *
get_cell (const Showing *showing, const MchField *field)
{
  int column = mch_import_plan_get_column (showing->check->plan, field);

  return column >= 0 ? mch_import_table_get_cell (showing->table, showing->index, (guint) column)
                     : "";
}

static char *
dup_who (const Showing *showing)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < N_WHO; i++)
    {
      const char *cell = get_cell (showing, mch_field_find_for_candidate (who[i]));

      if (*cell != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", cell);
    }
  return g_strdup (text->str);
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
  gtk_widget_add_css_class (icon, kind == MCH_CAUSE_BLOCKING  ? "import-blocking"
                                  : kind == MCH_CAUSE_WARNING ? "import-warning"
                                                              : "import-repaired");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

/* The faulty cell in a frame, below its heading. @ret_value: (out): the label in the frame. */
static GtkWidget *
cell_new (const char *heading, const char *text, MchCauseKind kind, GtkWidget **ret_value)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *above = mch_text_new (heading, TRUE);
  GtkWidget *value = gtk_label_new (*text != '\0' ? text : _ ("(nothing)"));

  gtk_widget_add_css_class (above, "caption");
  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (value), MAX_CELL_CHARACTERS);
  gtk_label_set_width_chars (GTK_LABEL (value),
                             (int) MIN (g_utf8_strlen (text, -1), MAX_CELL_CHARACTERS / 2));
  if (g_utf8_strlen (text, -1) > MAX_CELL_CHARACTERS / 2)
    gtk_widget_set_tooltip_text (value, text);
  gtk_widget_add_css_class (value, "import-cell");
  gtk_widget_add_css_class (value, kind == MCH_CAUSE_BLOCKING  ? "import-cell-blocking"
                                   : kind == MCH_CAUSE_WARNING ? "import-cell-warning"
                                                               : "import-cell-repaired");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), value);
  *ret_value = value;
  return box;
}

/* A problem: the cell in its frame, if there is one, and beside it what is wrong and what to do. */
static void
add_problem (Showing *showing, MchCauseKind kind, const MchField *field, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *sentence = sentence_new (kind, text);
  int column = mch_import_plan_get_column (showing->check->plan, field);
  GtkWidget *value;

  if (column >= 0)
    {
      gtk_box_append (GTK_BOX (box),
                      cell_new (mch_import_table_get_heading (showing->table, (guint) column),
                                get_cell (showing, field), kind, &value));
      if (kind != MCH_CAUSE_REPAIRED)
        {
          gtk_accessible_update_state (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_STATE_INVALID,
                                       GTK_ACCESSIBLE_INVALID_TRUE, -1);
          gtk_accessible_update_relation (GTK_ACCESSIBLE (value),
                                          GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE,
                                          gtk_widget_get_last_child (sentence), -1);
        }
    }
  gtk_box_append (GTK_BOX (box), sentence);
  gtk_box_append (showing->view->problems, box);
}

static void
show_fault (Showing *showing, const MchFault *fault)
{
  g_autofree char *message = mch_fault_dup_message (fault);
  g_autofree char *hint = mch_fault_dup_hint (fault);
  g_autofree char *text = g_strdup_printf ("%s %s", message, hint);

  add_problem (showing, fault->blocking ? MCH_CAUSE_BLOCKING : MCH_CAUSE_WARNING, fault->field,
               text);
}

static void
show_repair (Showing *showing, const MchImportRepair *repair)
{
  g_autofree char *text = g_strdup_printf (_ ("%s: “%s” is read as “%s”."),
                                           _ (repair->field->label), repair->from, repair->to);

  add_problem (showing, MCH_CAUSE_REPAIRED, repair->field, text);
}

void
mch_import_row_view_show (MchImportRowView *self, const MchImportTable *table,
                          const MchImportCheck *check, guint index)
{
  Showing showing = { self, table, check, index };
  guint n_rows, n_faults, n_repairs;
  const MchImportRow *row = &mch_import_plan_get_rows (check->plan, &n_rows)[index];
  const MchFault *faults = mch_import_plan_find_faults (check->plan, index, &n_faults);
  const MchImportRepair *repairs = mch_import_plan_find_repairs (check->plan, index, &n_repairs);
  g_autofree char *line = g_strdup_printf (_ ("Line %u"), row->line);
  g_autofree char *about = dup_who (&showing);
  g_autofree char *name =
      g_strdup_printf ("%s, %s, %s", line, about, outcome_to_word (row->outcome));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->problems))) != NULL)
    gtk_box_remove (self->problems, child);
  gtk_label_set_label (self->line, line);
  gtk_label_set_label (self->outcome, outcome_to_word (row->outcome));
  gtk_label_set_label (self->who, about);
  mch_a11y_set_row_label (GTK_WIDGET (self), name);
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
  gtk_widget_set_valign (GTK_WIDGET (self->line), GTK_ALIGN_START);
  self->who = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->who), TRUE);
  self->outcome = GTK_LABEL (gtk_label_new (""));
  gtk_widget_set_valign (GTK_WIDGET (self->outcome), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->outcome), "dim-label");
  self->problems = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->line));
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->who));
  gtk_box_append (GTK_BOX (top), GTK_WIDGET (self->outcome));
  gtk_box_append (GTK_BOX (self), top);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->problems));
}
