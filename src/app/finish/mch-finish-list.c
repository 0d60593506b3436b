/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/finish/mch-finish-list.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/finish/mch-finish-model.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-tab-stop.h"
#include "app/widgets/mch-text-column.h"

struct _MchFinishList
{
  AdwBin parent_instance;

  MchFinishModel *model;
  GtkSingleSelection *selection;
  GtkColumnView *view;
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (MchFinishList, mch_finish_list, ADW_TYPE_BIN)

typedef struct
{
  const char *title; /* msgid */
  const char *value; /* of mch_candidate_get(); NULL: what is missing */
  int width;         /* pixels, with letters of the usual size; 0: what is left */
  gboolean expand;
} Column;

static const Column columns[] = {
  { N_ ("Family name"), "family_name", 105, FALSE }, { N_ ("Given name"), "given_name", 85, FALSE },
  { N_ ("Division"), "division", 75, FALSE },        { N_ ("Speciality"), "specialty", 100, FALSE },
  { N_ ("What is missing"), NULL, 0, TRUE },
};

static void
add_missing (GString *text, const MchFault *fault)
{
  const char *label = mch_fault_get_label (fault);

  if (text->len > 0)
    g_string_append (text, " · ");
  if (fault->code == MCH_FAULT_NOT_CHOSEN)
    g_string_append (text, fault->value);
  else if (fault->code == MCH_FAULT_MISSING)
    g_string_append (text, label);
  else
    g_string_append_printf (text, _ ("%s: %s"), label, mch_fault_code_to_words (fault->code));
}

char *
mch_finish_dup_missing (const GArray *blockers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < blockers->len; i++)
    add_missing (text, &g_array_index (blockers, MchFault, i));
  if (text->len == 0)
    g_string_append (text, _ ("✓ Ready"));
  return g_string_free (text, FALSE);
}

/* The row is read as one person and what he lacks, the same from every column. */
static void
name_row (GtkWidget *cell, MchFinishItem *item)
{
  const MchCandidate *candidate = mch_finish_item_get_candidate (item);
  const char *division = mch_candidate_get (candidate, "division");
  g_autofree char *who = mch_candidate_cells_dup_name (candidate);
  g_autofree char *missing = mch_finish_dup_missing (mch_finish_item_get_blockers (item));
  g_autofree char *name =
      g_strdup_printf ("%s, %s, %s", who, division != NULL ? division : "—", missing);

  mch_a11y_set_row_label (cell, name);
}

static void
show_missing (GtkWidget *label, MchFinishItem *item)
{
  const GArray *blockers = mch_finish_item_get_blockers (item);
  g_autofree char *text = mch_finish_dup_missing (blockers);

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_remove_css_class (label, blockers->len > 0 ? "success" : "warning");
  gtk_widget_add_css_class (label, blockers->len > 0 ? "warning" : "success");
}

static void
show_cell (GObject *object, GtkLabel *label, gconstpointer data)
{
  const Column *column = data;
  MchFinishItem *item = MCH_FINISH_ITEM (object);
  const char *value;

  if (column == columns)
    name_row (GTK_WIDGET (label), item);
  if (column->value == NULL)
    {
      show_missing (GTK_WIDGET (label), item);
      return;
    }
  value = mch_candidate_get (mch_finish_item_get_candidate (item), column->value);
  gtk_label_set_label (label, value != NULL ? value : "—");
}

void
mch_finish_list_show (MchFinishList *self, MchFinishPicture *picture, const GArray *positions)
{
  g_return_if_fail (MCH_IS_FINISH_LIST (self));

  mch_finish_model_set (self->model, picture, positions);
}

/* GTK 4.8 takes the place that was scrolled to as the one that gets the keyboard. */
static void
focus_place (MchFinishList *self, guint place)
{
  GtkWidget *list = gtk_widget_get_last_child (GTK_WIDGET (self->view));
  GtkRoot *root = gtk_widget_get_root (list);

  gtk_single_selection_set_selected (self->selection, place);
  gtk_root_set_focus (root, NULL);
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", place);
  gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
}

void
mch_finish_list_focus (MchFinishList *self)
{
  guint selected;

  g_return_if_fail (MCH_IS_FINISH_LIST (self));

  selected = gtk_single_selection_get_selected (self->selection);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) > 0)
    focus_place (self, selected != GTK_INVALID_LIST_POSITION ? selected : 0);
}

gboolean
mch_finish_list_go_next (MchFinishList *self)
{
  guint selected;
  int next;

  g_return_val_if_fail (MCH_IS_FINISH_LIST (self), FALSE);

  selected = gtk_single_selection_get_selected (self->selection);
  next = mch_finish_model_find_next (self->model,
                                     selected != GTK_INVALID_LIST_POSITION ? (int) selected : -1);
  if (next < 0)
    return FALSE;
  focus_place (self, (guint) next);
  return TRUE;
}

static void
on_activated (GtkColumnView *view, guint place, MchFinishList *self)
{
  g_autoptr (MchFinishItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), place);

  if (item != NULL)
    g_signal_emit (self, opened_signal, 0, mch_finish_item_get_candidate (item)->candidature->id);
}

static void
add_columns (GtkColumnView *view)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    mch_text_column_append (view, _ (columns[i].title), columns[i].width, columns[i].expand,
                            show_cell, &columns[i]);
}

GtkWidget *
mch_finish_list_new (void)
{
  return g_object_new (MCH_TYPE_FINISH_LIST, NULL);
}

static void
mch_finish_list_dispose (GObject *object)
{
  MchFinishList *self = MCH_FINISH_LIST (object);

  g_clear_object (&self->model);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (mch_finish_list_parent_class)->dispose (object);
}

static void
mch_finish_list_class_init (MchFinishListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_finish_list_dispose;
  opened_signal = g_signal_new ("opened", MCH_TYPE_FINISH_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mch_finish_list_init (MchFinishList *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->model = mch_finish_model_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->view =
      GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection))));
  add_columns (self->view);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  mch_a11y_set_label (GTK_WIDGET (self->view), _ ("Registrations to finish"));
  mch_a11y_set_label (gtk_widget_get_last_child (GTK_WIDGET (self->view)),
                      _ ("Registrations to finish"));
  g_signal_connect (self->view, "activate", G_CALLBACK (on_activated), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), mch_tab_stop_new (scrolled));
}
