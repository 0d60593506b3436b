/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-progress-board.h"

#include <glib/gi18n-lib.h>

#include "app/generation/mch-names-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/window/mch-screen.h"
#include "core/mch-label.h"

#define MILESTONE "mch-milestone"
#define LARGE 1.5 /* letters so large that fewer cards stand side by side */

struct _MchProgressBoard
{
  AdwBin parent_instance;

  GtkLabel *numbers[MCH_N_MILESTONES];
  GtkWidget *gaps[MCH_N_MILESTONES];
  GtkWidget *file; /* the card of the last file */
  GtkLabel *n_rows;
  GtkWidget *left_out;
  GtkStringList *names; /* of those who were left out of the list */
};

G_DEFINE_FINAL_TYPE (MchProgressBoard, mch_progress_board, ADW_TYPE_BIN)

static void
show_gap (MchProgressBoard *self, MchMilestone milestone, guint n)
{
  GtkWidget *gap = self->gaps[milestone];
  g_autofree char *label = NULL;
  g_autofree char *name = NULL;

  if (n == 0)
    label = g_strdup (_ ("✓ all"));
  else
    label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u missing", "%u missing", n), n);
  name = g_strdup_printf (_ ("%s: %s"), mch_milestone_get_gap_label (milestone), label);
  gtk_button_set_label (GTK_BUTTON (gap), label);
  mch_why_not_set (gap, n == 0 ? _ ("Everybody is there.") : NULL);
  mch_a11y_set_label (gap, name);
}

void
mch_progress_board_show (MchProgressBoard *self, const guint counts[MCH_N_MILESTONES])
{
  g_return_if_fail (MCH_IS_PROGRESS_BOARD (self));

  for (guint milestone = 0; milestone < MCH_N_MILESTONES; milestone++)
    {
      g_autofree char *number = g_strdup_printf ("%u", counts[milestone]);

      gtk_label_set_label (self->numbers[milestone], number);
      if (self->gaps[milestone] != NULL)
        show_gap (self, milestone, counts[MCH_MILESTONE_REGISTERED] - counts[milestone]);
    }
}

/* "eleves.csv, 04/11/2026 17:52, a.martin": which file it is, for the mouse and for screen readers.
 */
static void
show_name (MchProgressBoard *self, const MchLastFile *file)
{
  g_autofree char *when = mch_label_dup_moment (file->at_ms);
  g_autofree char *text = g_strjoin (", ", file->name, when != NULL ? when : "?", file->who, NULL);

  gtk_widget_set_tooltip_text (self->file, text);
  mch_a11y_set_description (self->left_out, text);
}

void
mch_progress_board_show_file (MchProgressBoard *self, const MchLastFile *file)
{
  g_autofree char *number = NULL;
  g_autofree char *label = NULL;
  g_autofree char *name = NULL;
  g_autofree char *reason = NULL;
  guint n;

  g_return_if_fail (MCH_IS_PROGRESS_BOARD (self));

  gtk_widget_set_visible (self->file, file != NULL);
  if (file == NULL)
    return;
  n = file->n_left_out;
  number = g_strdup_printf ("%u", file->n_rows);
  gtk_label_set_label (self->n_rows, number);
  show_name (self, file);
  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)),
                          (const char *const *) file->left_out);
  label = n == 0
              ? g_strdup (_ ("✓ all"))
              : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u left out", "%u left out", n), n);
  name = g_strdup_printf (_ ("Rejected rows of the file: %s"), label);
  gtk_button_set_label (GTK_BUTTON (self->left_out), label);
  if (n > 0 && file->who != NULL)
    reason = g_strdup_printf (_ ("%s imported this file: the rejected rows are named on that "
                                 "computer."),
                              file->who);
  else if (n == 0)
    reason = g_strdup (_ ("Everybody is there."));
  mch_why_not_set (self->left_out, reason);
  mch_a11y_set_label (self->left_out, name);
}

static void
on_left_out_clicked (MchProgressBoard *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!mch_why_not_stops (self->left_out) && GTK_IS_WINDOW (root))
    mch_names_window_open (GTK_WINDOW (root), _ ("Rejected rows of the file"),
                           G_LIST_MODEL (self->names));
}

static void
on_gap_clicked (GtkWidget *gap)
{
  MchMilestone milestone = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (gap), MILESTONE));
  g_autofree char *argument = g_strdup_printf ("gap=%s", mch_milestone_to_string (milestone));

  if (!mch_why_not_stops (gap))
    mch_screen_go (gap, "candidates", argument);
}

/* A number and what it is of. */
static GtkWidget *
card_new (const char *text, GtkLabel **ret_number)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = mch_text_new (text, FALSE);

  *ret_number = GTK_LABEL (gtk_label_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (*ret_number), "title-2");
  gtk_widget_add_css_class (GTK_WIDGET (*ret_number), "numeric");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (*ret_number));
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (line), label);
  gtk_widget_set_vexpand (line, TRUE);
  gtk_box_append (GTK_BOX (card), line);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (card, "milestone");
  return card;
}

static GtkWidget *
milestone_new (MchProgressBoard *self, MchMilestone milestone)
{
  GtkWidget *card = card_new (mch_milestone_get_label (milestone), &self->numbers[milestone]);

  if (milestone != MCH_MILESTONE_REGISTERED)
    {
      self->gaps[milestone] = mch_button_new ("", NULL);
      g_object_set_data (G_OBJECT (self->gaps[milestone]), MILESTONE, GUINT_TO_POINTER (milestone));
      g_signal_connect (self->gaps[milestone], "clicked", G_CALLBACK (on_gap_clicked), NULL);
      gtk_widget_add_css_class (self->gaps[milestone], "caption");
      gtk_box_append (GTK_BOX (card), self->gaps[milestone]);
    }
  return card;
}

static GtkWidget *
file_new (MchProgressBoard *self)
{
  self->file = card_new (_ ("In the last file"), &self->n_rows);
  self->names = gtk_string_list_new (NULL);
  self->left_out = mch_button_new ("", NULL);
  g_signal_connect_object (self->left_out, "clicked", G_CALLBACK (on_left_out_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_css_class (self->left_out, "caption");
  gtk_box_append (GTK_BOX (self->file), self->left_out);
  gtk_widget_set_visible (self->file, FALSE);
  return self->file;
}

GtkWidget *
mch_progress_board_new (void)
{
  return g_object_new (MCH_TYPE_PROGRESS_BOARD, NULL);
}

static void
mch_progress_board_dispose (GObject *object)
{
  g_clear_object (&MCH_PROGRESS_BOARD (object)->names);
  G_OBJECT_CLASS (mch_progress_board_parent_class)->dispose (object);
}

static void
mch_progress_board_class_init (MchProgressBoardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_progress_board_dispose;
}

static void
mch_progress_board_init (MchProgressBoard *self)
{
  gboolean large = mch_a11y_get_text_scale (GTK_WIDGET (self)) >= LARGE;
  int columns = large ? 3 : 4;
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  mch_a11y_set_label (grid, _ ("Completeness"));
  /* The file's card stands before the others; without it they leave its place empty. */
  gtk_grid_attach (GTK_GRID (grid), file_new (self), 0, 0, 1, 1);
  for (int milestone = 0; milestone < MCH_N_MILESTONES; milestone++)
    gtk_grid_attach (GTK_GRID (grid), milestone_new (self, (MchMilestone) milestone),
                     (milestone + 1) % columns, (milestone + 1) / columns, 1, 1);
  adw_bin_set_child (ADW_BIN (self), grid);
  /* As high as its cards, whose labels are as high as the highest. */
  gtk_widget_set_vexpand (GTK_WIDGET (self), FALSE);
}
