/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-row-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"

#define N_WHO 4
#define MAX_CELL_CHARACTERS 40 /* shown without scrolling */
#define MAX_TYPED_CHARACTERS 500

struct _MchImportRowView
{
  GtkBox parent_instance;

  guint index;
  gboolean showing;
  GtkLabel *line;
  GtkLabel *outcome;
  GtkLabel *who;
  GtkBox *problems;
};

G_DEFINE_FINAL_TYPE (MchImportRowView, mch_import_row_view, GTK_TYPE_BOX)

static guint edited_signal;

/* Who a row is about, faulty or not. */
static const char *const who[N_WHO] = { "family_name", "given_name", "birth_date", "division" };

/* The row being shown. */
typedef struct
{
  MchImportRowView *view;
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

  return column >= 0
             ? mch_import_plan_get_cell (showing->check->plan, showing->index, (guint) column)
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
sentence_new (MchImportGroupKind kind, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *icon = gtk_image_new_from_icon_name (mch_group_kind_to_icon (kind));
  g_autofree char *whole = g_strdup_printf ("%s · %s", mch_group_kind_to_word (kind), text);
  GtkWidget *label = mch_text_new (whole, FALSE);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (icon, mch_group_kind_to_style (kind));
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static guint
get_column (GtkWidget *cell)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "column"));
}

static void
commit (GtkWidget *cell, MchImportRowView *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (cell));

  if (self->showing || strcmp (text, g_object_get_data (G_OBJECT (cell), "before")) == 0)
    return;
  /* Told once: the same text is left again when Enter took the keyboard elsewhere. */
  g_object_set_data_full (G_OBJECT (cell), "before", g_strdup (text), g_free);
  g_signal_emit (self, edited_signal, 0, self->index, get_column (cell), text);
}

static void
on_left (GtkEventControllerFocus *focus, MchImportRowView *self)
{
  commit (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus)), self);
}

/* Escape: what stood there before. */
static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, gpointer data)
{
  GtkWidget *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));
  const char *before = g_object_get_data (G_OBJECT (cell), "before");

  if (key != GDK_KEY_Escape || strcmp (before, gtk_editable_get_text (GTK_EDITABLE (cell))) == 0)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (cell), before);
  return TRUE;
}

/* The faulty cell, below its heading, to be written anew. @ret_cell: (out) */
static GtkWidget *
cell_new (Showing *showing, guint column, const char *text, MchImportGroupKind kind,
          GtkWidget **ret_cell)
{
  const MchImportTable *table = mch_import_plan_get_table (showing->check->plan);
  const char *heading = mch_import_table_get_heading (table, column);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *above = mch_text_new (heading, TRUE);
  GtkWidget *cell = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_add_css_class (above, "caption");
  gtk_editable_set_text (GTK_EDITABLE (cell), text);
  gtk_editable_set_width_chars (
      GTK_EDITABLE (cell), (int) CLAMP (g_utf8_strlen (text, -1) + 2, 12, MAX_CELL_CHARACTERS));
  gtk_entry_set_placeholder_text (GTK_ENTRY (cell), _ ("(nothing)"));
  gtk_entry_set_max_length (GTK_ENTRY (cell), MAX_TYPED_CHARACTERS);
  gtk_widget_add_css_class (cell, mch_group_kind_to_style (kind));
  g_object_set_data (G_OBJECT (cell), "column", GUINT_TO_POINTER (column));
  g_object_set_data_full (G_OBJECT (cell), "before", g_strdup (text), g_free);
  mch_a11y_set_label (cell, *heading != '\0' ? heading : _ ("(nothing)"));
  g_signal_connect_object (cell, "activate", G_CALLBACK (commit), showing->view, 0);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_left), showing->view, 0);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), showing->view, 0);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (cell, focus);
  gtk_widget_add_controller (cell, keys);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), cell);
  *ret_cell = cell;
  return box;
}

/* A problem: the cell, if there is one, and beside it what is wrong and what to do. */
static void
add_problem (Showing *showing, MchImportGroupKind kind, const MchField *field, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *sentence = sentence_new (kind, text);
  int column = mch_import_plan_get_column (showing->check->plan, field);
  GtkWidget *cell;

  if (column >= 0)
    {
      gtk_box_append (GTK_BOX (box),
                      cell_new (showing, (guint) column, get_cell (showing, field), kind, &cell));
      if (kind != MCH_GROUP_REPAIRED)
        mch_a11y_set_fault (cell, GTK_LABEL (gtk_widget_get_last_child (sentence)));
    }
  gtk_box_append (GTK_BOX (box), sentence);
  gtk_box_append (showing->view->problems, box);
}

/* What an update writes in place of what: "Division: 1CAP → 2CAP". */
static void
show_differences (Showing *showing)
{
  g_autoptr (GArray) differences =
      mch_import_plan_dup_differences (showing->check->plan, showing->index);

  for (guint i = 0; i < differences->len; i++)
    {
      const MchImportDifference *one = &g_array_index (differences, MchImportDifference, i);
      g_autofree char *text = g_strdup_printf (_ ("%s: %s → %s"), _ (one->field->label),
                                               *one->from != '\0' ? one->from : _ ("(nothing)"),
                                               *one->to != '\0' ? one->to : _ ("(nothing)"));

      gtk_box_append (showing->view->problems, mch_text_new (text, FALSE));
    }
}

static void
show_fault (Showing *showing, const MchFault *fault)
{
  g_autofree char *message = mch_fault_dup_message (fault);
  g_autofree char *hint = mch_fault_dup_hint (fault);
  g_autofree char *text = g_strdup_printf ("%s %s", message, hint);

  add_problem (showing, fault->blocking ? MCH_GROUP_BLOCKING : MCH_GROUP_WARNING, fault->field,
               text);
}

static void
show_repair (Showing *showing, const MchImportRepair *repair)
{
  g_autofree char *text = g_strdup_printf (_ ("%s: “%s” is read as “%s”."),
                                           _ (repair->field->label), repair->from, repair->to);

  add_problem (showing, MCH_GROUP_REPAIRED, repair->field, text);
}

void
mch_import_row_view_show (MchImportRowView *self, const MchImportCheck *check, guint index)
{
  Showing showing = { self, check, index };
  guint n_rows, n_faults, n_repairs;
  const MchImportRow *row = &mch_import_plan_get_rows (check->plan, &n_rows)[index];
  const MchFault *faults = mch_import_plan_find_faults (check->plan, index, &n_faults);
  const MchImportRepair *repairs = mch_import_plan_find_repairs (check->plan, index, &n_repairs);
  g_autofree char *line = g_strdup_printf (_ ("Line %u"), row->line);
  g_autofree char *about = dup_who (&showing);
  g_autofree char *name =
      g_strdup_printf ("%s, %s, %s", line, about, outcome_to_word (row->outcome));
  GtkWidget *child;

  self->showing = TRUE;
  self->index = index;
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
  if (row->outcome == MCH_IMPORT_UPDATED)
    show_differences (&showing);
  self->showing = FALSE;
}

/* The cells of a row, one after the other; NULL after the last. */
static GtkWidget *
next_cell (MchImportRowView *self, GtkWidget *cell)
{
  GtkWidget *problem =
      cell != NULL
          ? gtk_widget_get_next_sibling (gtk_widget_get_parent (gtk_widget_get_parent (cell)))
          : gtk_widget_get_first_child (GTK_WIDGET (self->problems));

  for (; problem != NULL; problem = gtk_widget_get_next_sibling (problem))
    {
      GtkWidget *box = gtk_widget_get_first_child (problem);
      GtkWidget *last = box != NULL ? gtk_widget_get_last_child (box) : NULL;

      if (GTK_IS_ENTRY (last))
        return last;
    }
  return NULL;
}

guint
mch_import_row_view_get_index (MchImportRowView *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_ROW_VIEW (self), 0);

  return self->index;
}

gboolean
mch_import_row_view_get_focus (MchImportRowView *self, guint *ret_row, guint *ret_column)
{
  g_return_val_if_fail (MCH_IS_IMPORT_ROW_VIEW (self), FALSE);

  for (GtkWidget *cell = next_cell (self, NULL); cell != NULL; cell = next_cell (self, cell))
    if ((gtk_widget_get_state_flags (cell) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
      {
        *ret_row = self->index;
        *ret_column = get_column (cell);
        return TRUE;
      }
  return FALSE;
}

gboolean
mch_import_row_view_focus (MchImportRowView *self, guint column)
{
  GtkWidget *best = NULL;

  g_return_val_if_fail (MCH_IS_IMPORT_ROW_VIEW (self), FALSE);

  for (GtkWidget *cell = next_cell (self, NULL); cell != NULL; cell = next_cell (self, cell))
    if (best == NULL || (get_column (cell) == column && get_column (best) != column))
      best = cell;
  return best != NULL && gtk_widget_grab_focus (best);
}

GtkWidget *
mch_import_row_view_new (void)
{
  return g_object_new (MCH_TYPE_IMPORT_ROW_VIEW, NULL);
}

static void
mch_import_row_view_class_init (MchImportRowViewClass *klass)
{
  edited_signal =
      g_signal_new ("edited", MCH_TYPE_IMPORT_ROW_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 3, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_STRING);
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
