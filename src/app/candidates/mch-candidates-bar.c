/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidates-bar.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-actions.h"
#include "app/candidates/mch-column-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/window/mch-screen.h"

#define N_ACTS 7
#define COUNT_CHARACTERS 14 /* fewer would make the bar many lines high */

struct _MchCandidatesBar
{
  GtkBox parent_instance;

  MchCandidateModel *model;
  MchContext *context;
  GtkLabel *count;
  GtkWidget *unselect;
  GtkWidget *more;
  GtkWidget *acts[N_ACTS];
};

G_DEFINE_FINAL_TYPE (MchCandidatesBar, mch_candidates_bar, GTK_TYPE_BOX)

static void
open_ticked (GtkWidget *widget, MchContext *context, char **ids)
{
  mch_screen_go (widget, "candidate", ids[0]);
}

typedef struct
{
  const char *label; /* msgid */
  void (*act) (GtkWidget *widget, MchContext *context, char **ids);
  gboolean one;  /* needs exactly one */
  gboolean more; /* below the three dots */
} Act;

static const Act acts[N_ACTS] = {
  { N_ ("_Finish the registration"), mch_candidate_actions_finalise, FALSE, FALSE },
  { N_ ("_Regenerate…"), mch_candidate_actions_regenerate, FALSE, FALSE },
  { N_ ("_Open"), open_ticked, TRUE, TRUE },
  { N_ ("_Show the slip"), mch_candidate_actions_show_slip, TRUE, TRUE },
  { N_ ("Change a _column…"), mch_column_window_open, FALSE, TRUE },
  { N_ ("_Agree to a transfer"), mch_candidate_actions_agree, FALSE, TRUE },
  { N_ ("_Withdraw…"), mch_candidate_actions_withdraw, FALSE, TRUE },
};

static const char *
get_reason (MchCandidatesBar *self, const Act *act)
{
  return act->act == mch_candidate_actions_regenerate && self->context != NULL
             ? mch_candidate_get_regenerate_reason (self->context)
             : NULL;
}

void
mch_candidates_bar_refresh (MchCandidatesBar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  guint ticked = mch_candidate_model_get_n_selected (self->model);
  g_autofree char *all =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u candidate", "%u candidates", n), n);
  g_autofree char *some =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u selected", "%u selected", ticked), ticked);
  g_autofree char *text = g_strjoin (" · ", all, ticked > 0 ? some : NULL, NULL);

  gtk_label_set_label (self->count, text);
  gtk_widget_set_visible (self->unselect, ticked > 0);
  for (guint i = 0; i < N_ACTS; i++)
    mch_why_not_set (self->acts[i], ticked == 0                  ? _ ("Tick the candidates first.")
                                    : acts[i].one && ticked != 1 ? _ ("Tick one candidate alone.")
                                                                 : get_reason (self, &acts[i]));
}

static void
on_act_clicked (GtkWidget *button, MchCandidatesBar *self)
{
  GtkWidget *popover = gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER);
  g_auto (GStrv) ids = NULL;

  if (self->context == NULL || mch_why_not_stops (button))
    return;
  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  ids = mch_candidate_model_dup_selected (self->model);
  for (guint i = 0; i < N_ACTS; i++)
    if (self->acts[i] == button && ids[0] != NULL)
      acts[i].act (GTK_WIDGET (self), self->context, ids);
}

void
mch_candidates_bar_set_context (MchCandidatesBar *self, MchContext *context)
{
  g_return_if_fail (MCH_IS_CANDIDATES_BAR (self));

  g_set_object (&self->context, context);
}

static GtkWidget *
more_new (MchCandidatesBar *self, GtkWidget *box)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (button), GTK_ARROW_UP);
  gtk_widget_set_tooltip_text (button, _ ("More to do with the ticked candidates"));
  mch_a11y_set_label (button, _ ("More to do with the ticked candidates"));
  return button;
}

static void
build (MchCandidatesBar *self)
{
  GtkWidget *below = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  self->count = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->count, 0);
  gtk_label_set_wrap (self->count, TRUE);
  gtk_label_set_width_chars (self->count, COUNT_CHARACTERS);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  self->unselect = mch_icon_button_new ("edit-clear-symbolic", _ ("Unselect"), NULL);
  g_signal_connect_object (self->unselect, "clicked", G_CALLBACK (mch_candidate_model_unselect_all),
                           self->model, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (self), self->unselect);
  for (guint i = 0; i < N_ACTS; i++)
    {
      self->acts[i] = mch_button_new (_ (acts[i].label), NULL);
      g_signal_connect_object (self->acts[i], "clicked", G_CALLBACK (on_act_clicked), self, 0);
      gtk_box_append (GTK_BOX (acts[i].more ? below : GTK_WIDGET (self)), self->acts[i]);
      if (acts[i].more)
        gtk_widget_add_css_class (self->acts[i], "flat");
    }
  self->more = more_new (self, below);
  gtk_box_append (GTK_BOX (self), self->more);
}

GtkWidget *
mch_candidates_bar_new (MchCandidateModel *model)
{
  MchCandidatesBar *self = g_object_new (MCH_TYPE_CANDIDATES_BAR, "spacing", 8, NULL);

  self->model = g_object_ref (model);
  gtk_widget_add_css_class (GTK_WIDGET (self), "footer");
  build (self);
  g_signal_connect_object (model, "selection-edited", G_CALLBACK (mch_candidates_bar_refresh), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
mch_candidates_bar_finalize (GObject *object)
{
  MchCandidatesBar *self = MCH_CANDIDATES_BAR (object);

  g_clear_object (&self->model);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mch_candidates_bar_parent_class)->finalize (object);
}

static void
mch_candidates_bar_class_init (MchCandidatesBarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_candidates_bar_finalize;
}

static void
mch_candidates_bar_init (MchCandidatesBar *self)
{
}
