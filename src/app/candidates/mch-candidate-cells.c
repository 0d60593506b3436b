/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-cells.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-text-column.h"
#include "app/widgets/mch-tick-column.h"

typedef struct
{
  const char *title; /* msgid */
  const char *value; /* of mch_candidate_get() */
  MchCandidateSort sort;
  int width; /* pixels, with letters of the usual size */
  gboolean sortable;
  gboolean expand;
} Column;

static const Column columns[] = {
  { N_ ("Family name"), "family_name", MCH_CANDIDATE_SORT_NAME, 150, TRUE, TRUE },
  { N_ ("Given name"), "given_name", MCH_CANDIDATE_SORT_NAME, 120, FALSE, TRUE },
  { N_ ("Born on"), "birth_date", MCH_CANDIDATE_SORT_BIRTH_DATE, 100, TRUE, FALSE },
  { N_ ("Division"), "division", MCH_CANDIDATE_SORT_DIVISION, 100, TRUE, FALSE },
  { N_ ("State"), "state", MCH_CANDIDATE_SORT_STATE, 130, TRUE, FALSE },
  { N_ ("Account"), "login", MCH_CANDIDATE_SORT_LOGIN, 150, TRUE, TRUE },
};

const char *
mch_candidate_cells_state (const char *state, const char **ret_css)
{
  if (g_strcmp0 (state, MCH_STATE_REGISTERED) == 0)
    {
      *ret_css = "success";
      return _ ("● Registered");
    }
  if (g_strcmp0 (state, MCH_STATE_WITHDRAWN) == 0)
    {
      *ret_css = "dim-label";
      return _ ("✕ Withdrawn");
    }
  *ret_css = "warning";
  return _ ("○ Pre-registered");
}

const char *
mch_candidate_cells_account (const MchCandidate *candidate)
{
  const char *login;

  if (candidate->account == NULL)
    return "—";
  login = mch_candidate_get (candidate, "login");
  return login != NULL ? login : _ ("account of another establishment");
}

char *
mch_candidate_cells_dup_name (const MchCandidate *candidate)
{
  const char *family = mch_candidate_get (candidate, "family_name");
  const char *given = mch_candidate_get (candidate, "given_name");

  return g_strjoin (" ", family != NULL ? family : "", given, NULL);
}

static char *
dup_cell (const Column *column, const MchCandidate *candidate)
{
  const char *value = mch_candidate_get (candidate, column->value);
  const MchField *field = mch_field_find_for_candidate (column->value);

  return field != NULL ? mch_record_form_dup_display (field, value) : g_strdup (value);
}

static void
show_state (GtkLabel *label, const MchCandidate *candidate)
{
  static const char *const all[] = { "success", "warning", "dim-label", NULL };
  const char *css;
  const char *word = mch_candidate_cells_state (mch_candidate_get (candidate, "state"), &css);
  g_autofree char *text = NULL;

  for (guint i = 0; all[i] != NULL; i++)
    if (all[i] != css && gtk_widget_has_css_class (GTK_WIDGET (label), all[i]))
      gtk_widget_remove_css_class (GTK_WIDGET (label), all[i]);
  gtk_widget_add_css_class (GTK_WIDGET (label), css);
  if (candidate->pending == MCH_PENDING_NONE)
    {
      gtk_label_set_label (label, word);
      /* Setting one costs a quarter of a row, even when it is none. */
      if (gtk_widget_get_has_tooltip (GTK_WIDGET (label)))
        gtk_widget_set_tooltip_text (GTK_WIDGET (label), NULL);
      return;
    }
  text = g_strdup_printf ("%s %s", word, candidate->pending == MCH_PENDING_REFUSED ? "⚠" : "↑");
  gtk_label_set_label (label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), candidate->pending == MCH_PENDING_REFUSED
                                                       ? _ ("Refused by the server, kept here")
                                                       : _ ("Not sent yet"));
}

/* The row is read as one person, the same from every column. */
static void
name_row (GtkWidget *cell, const MchCandidate *candidate)
{
  const char *css;
  const char *state = mch_candidate_cells_state (mch_candidate_get (candidate, "state"), &css);
  const char *division = mch_candidate_get (candidate, "division");
  g_autofree char *who = mch_candidate_cells_dup_name (candidate);
  g_autofree char *name = g_strdup_printf ("%s, %s, %s, %s", who, division != NULL ? division : "—",
                                           state, mch_candidate_cells_account (candidate));

  mch_a11y_set_row_label (cell, name);
}

static void
show_cell (GObject *item, GtkLabel *label, gconstpointer data)
{
  const Column *column = data;
  const MchCandidate *candidate = mch_candidate_item_get (MCH_CANDIDATE_ITEM (item));
  g_autofree char *text = NULL;

  if (candidate == NULL)
    {
      gtk_label_set_label (label, "");
      return;
    }
  if (column == columns)
    name_row (GTK_WIDGET (label), candidate);
  if (column->sort == MCH_CANDIDATE_SORT_BIRTH_DATE)
    gtk_widget_add_css_class (GTK_WIDGET (label), "numeric");
  if (column->sort == MCH_CANDIDATE_SORT_STATE)
    {
      show_state (label, candidate);
      return;
    }
  if (column->sort == MCH_CANDIDATE_SORT_LOGIN)
    text = g_strdup (mch_candidate_cells_account (candidate));
  else
    text = dup_cell (column, candidate);
  gtk_label_set_label (label, text != NULL ? text : "");
}

/* GTK 4.8 does not tell which column sorts: each sorter notes that it was asked, and what the view
 * makes of its answer tells the direction. */
static const Column *asked;

static int
note_asked (gconstpointer a, gconstpointer b, gpointer column)
{
  asked = column;
  return -1;
}

void
mch_candidate_cells_get_sort (GtkColumnView *view, MchCandidateSort *ret_sort,
                              gboolean *ret_descending)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (view);
  /* Two of them: an item is equal to itself without asking anybody. */
  g_autoptr (MchCandidateItem) one = g_object_new (MCH_TYPE_CANDIDATE_ITEM, NULL);
  g_autoptr (MchCandidateItem) other = g_object_new (MCH_TYPE_CANDIDATE_ITEM, NULL);
  GtkOrdering ordering;

  asked = NULL;
  ordering = gtk_sorter_compare (sorter, one, other);
  *ret_sort = asked != NULL ? asked->sort : MCH_CANDIDATE_SORT_NAME;
  *ret_descending = asked != NULL && ordering == GTK_ORDERING_LARGER;
}

void
mch_candidate_cells_set_sort (GtkColumnView *view, MchCandidateSort sort, gboolean descending)
{
  GListModel *list = gtk_column_view_get_columns (view);

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].sort == sort && columns[i].sortable)
      {
        /* The boxes to tick are the first column. */
        g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (list, i + 1);

        gtk_column_view_sort_by_column (view, column,
                                        descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
      }
}

void
mch_candidate_cells_add_columns (GtkColumnView *view, MchCandidateModel *model)
{
  mch_tick_column_append (view, GTK_SELECTION_MODEL (model));
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      GtkColumnViewColumn *column = mch_text_column_append (
          view, _ (columns[i].title), columns[i].width, columns[i].expand, show_cell, &columns[i]);
      g_autoptr (GtkSorter) sorter = NULL;

      if (!columns[i].sortable)
        continue;
      sorter = GTK_SORTER (gtk_custom_sorter_new (note_asked, (gpointer) &columns[i], NULL));
      gtk_column_view_column_set_sorter (column, sorter);
    }
}
