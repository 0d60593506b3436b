/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-pairs-view.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-scroll.h"

/* A school's file has a handful; a list of every pupil twice is not read one by one. */
#define MAX_SHOWN 200

struct _MchImportPairsView
{
  AdwBin parent_instance;

  MchImportModel *model;
  GtkBox *list;
  GtkLabel *more;
};

G_DEFINE_FINAL_TYPE (MchImportPairsView, mch_import_pairs_view, ADW_TYPE_BIN)

/* What tells people apart. */
static const char *const compared[] = { "family_name", "given_name", "given_name_2",
                                        "birth_date",  "sex",        "birth_commune",
                                        "ine",         "division" };

static const char *
kind_to_sentence (MchImportPairKind kind)
{
  switch (kind)
    {
    case MCH_PAIR_SAME:
      return _ ("Taken as one person.");
    case MCH_PAIR_HOMONYM:
      return _ ("The same names and date of birth: taken as two persons.");
    case MCH_PAIR_CONFLICT:
      return _ ("Nobody can tell which of them is meant: the row is rejected.");
    case MCH_PAIR_SIMILAR:
    default:
      return _ ("Nearly the same: taken as two persons.");
    }
}

static char *
dup_other_title (const MchImportPlan *plan, const MchImportPair *pair)
{
  const MchImportTable *table = mch_import_plan_get_table (plan);

  if (pair->other_row == MCH_NO_ROW)
    return g_strdup (_ ("Registered already"));
  return g_strdup_printf (_ ("In the file, line %u"),
                          mch_import_table_get_line (table, pair->other_row));
}

static GtkWidget *
value_new (const MchField *field, const char *text, gboolean differs)
{
  g_autofree char *shown = mch_record_form_dup_display (field, text);
  GtkWidget *label = mch_text_new (*shown != '\0' ? shown : "–", FALSE);

  if (differs)
    gtk_widget_add_css_class (label, "heading");
  gtk_widget_set_hexpand (label, TRUE);
  return label;
}

static void
add_value (GtkGrid *grid, int *line, const MchImportPlan *plan, const MchImportPair *pair,
           const MchField *field)
{
  g_autofree char *one = mch_import_plan_dup_value (plan, pair->row, field);
  g_autofree char *other = mch_import_plan_dup_other_value (plan, pair, field);
  gboolean differs = strcmp (one, other) != 0;

  if (*one == '\0' && *other == '\0')
    return;
  gtk_grid_attach (grid, mch_text_new (_ (field->label), TRUE), 0, *line, 1, 1);
  gtk_grid_attach (grid, value_new (field, one, differs), 1, *line, 1, 1);
  gtk_grid_attach (grid, value_new (field, other, differs), 2, *line, 1, 1);
  (*line)++;
}

static void
on_verdict (GtkToggleButton *button, MchImportPairsView *self)
{
  MchImportVerdict verdict =
      (MchImportVerdict) GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "verdict"));
  guint pair = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "pair"));
  MchImportPlan *plan = mch_import_model_begin_edit (self->model);

  if (plan == NULL)
    return;
  mch_import_plan_decide (plan, pair,
                          gtk_toggle_button_get_active (button) ? verdict : MCH_VERDICT_NONE);
  mch_import_model_end_edit (self->model);
}

static GtkWidget *
verdict_new (MchImportPairsView *self, const char *label, MchImportVerdict verdict, guint index,
             const MchImportPair *pair)
{
  GtkWidget *button = gtk_toggle_button_new_with_mnemonic (label);

  mch_a11y_set_label (button, label);
  g_object_set_data (G_OBJECT (button), "verdict", GUINT_TO_POINTER (verdict));
  g_object_set_data (G_OBJECT (button), "pair", GUINT_TO_POINTER (index));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), pair->verdict == verdict);
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_verdict), self, 0);
  return button;
}

static GtkWidget *
pair_new (MchImportPairsView *self, const MchImportPlan *plan, guint index,
          const MchImportPair *pair)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *grid = gtk_grid_new ();
  GtkWidget *acts = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  guint number = mch_import_table_get_line (mch_import_plan_get_table (plan), pair->row);
  g_autofree char *here = g_strdup_printf (_ ("In the file, line %u"), number);
  g_autofree char *there = dup_other_title (plan, pair);
  int line = 1;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 16);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_grid_attach (GTK_GRID (grid), mch_heading_new (here), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), mch_heading_new (there), 2, 0, 1, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (compared); i++)
    add_value (GTK_GRID (grid), &line, plan, pair, mch_field_find_for_candidate (compared[i]));
  gtk_box_append (GTK_BOX (acts),
                  verdict_new (self, _ ("_One person"), MCH_VERDICT_SAME, index, pair));
  gtk_box_append (GTK_BOX (acts),
                  verdict_new (self, _ ("_Two persons"), MCH_VERDICT_OTHER, index, pair));
  gtk_box_append (GTK_BOX (box), mch_text_new (kind_to_sentence (pair->kind), FALSE));
  gtk_box_append (GTK_BOX (box), grid);
  gtk_box_append (GTK_BOX (box), acts);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "import-pair");
  return box;
}

/* The button of the same pair and verdict, for the keyboard to stay where it was. */
static GtkWidget *
find_button (MchImportPairsView *self, gpointer pair, gpointer verdict)
{
  for (GtkWidget *box = gtk_widget_get_first_child (GTK_WIDGET (self->list)); box != NULL;
       box = gtk_widget_get_next_sibling (box))
    {
      GtkWidget *button = gtk_widget_get_first_child (gtk_widget_get_last_child (box));

      for (; button != NULL; button = gtk_widget_get_next_sibling (button))
        if (g_object_get_data (G_OBJECT (button), "pair") == pair
            && g_object_get_data (G_OBJECT (button), "verdict") == verdict)
          return button;
    }
  return NULL;
}

void
mch_import_pairs_view_show (MchImportPairsView *self)
{
  const MchImportCheck *check;
  GtkRoot *root;
  GtkWidget *focus, *child;
  gpointer pair = NULL, verdict = NULL;
  guint n = 0;

  g_return_if_fail (MCH_IS_IMPORT_PAIRS_VIEW (self));

  check = mch_import_model_get_check (self->model);
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    {
      pair = g_object_get_data (G_OBJECT (focus), "pair");
      verdict = g_object_get_data (G_OBJECT (focus), "verdict");
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);
  if (check != NULL)
    {
      const MchImportPair *pairs = mch_import_plan_get_pairs (check->plan, &n);
      g_autofree char *text = g_strdup_printf (
          _ ("The first %u of %u are shown; the others stay two persons each."), MAX_SHOWN, n);

      for (guint i = 0; i < MIN (n, MAX_SHOWN); i++)
        gtk_box_append (self->list, pair_new (self, check->plan, i, &pairs[i]));
      gtk_label_set_label (self->more, text);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->more), n > MAX_SHOWN);
  if (verdict != NULL && (child = find_button (self, pair, verdict)) != NULL)
    gtk_widget_grab_focus (child);
}

GtkWidget *
mch_import_pairs_view_new (MchImportModel *model)
{
  MchImportPairsView *self = g_object_new (MCH_TYPE_IMPORT_PAIRS_VIEW, NULL);

  self->model = g_object_ref (model);
  return GTK_WIDGET (self);
}

static void
mch_import_pairs_view_dispose (GObject *object)
{
  g_clear_object (&MCH_IMPORT_PAIRS_VIEW (object)->model);
  G_OBJECT_CLASS (mch_import_pairs_view_parent_class)->dispose (object);
}

static void
mch_import_pairs_view_class_init (MchImportPairsViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_import_pairs_view_dispose;
}

static void
mch_import_pairs_view_init (MchImportPairsView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->more = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->more));
  gtk_widget_add_css_class (box, "import-pairs");
  adw_bin_set_child (ADW_BIN (self), mch_scroll_new (box));
}
