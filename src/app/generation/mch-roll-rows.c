/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-roll-rows.h"

#include <glib/gi18n-lib.h>

#include "app/generation/mch-names-window.h"
#include "app/preview/mch-slip-request.h"
#include "app/widgets/mch-a11y.h"
#include "app/window/mch-screen.h"

#define LARGE 1.5 /* letters so large that buttons stand one below the other */

struct _MchRollRows
{
  AdwBin parent_instance;

  MchGenerationModel *model;
  gboolean done;
  GtkWidget *rows[MCH_N_ROLLS];
  GtkWidget *buttons[MCH_N_ROLLS];
  GtkWidget *acts; /* of those who have an account */
  GtkWidget *regenerate;
  GtkWidget *reminders;
};

G_DEFINE_FINAL_TYPE (MchRollRows, mch_roll_rows, ADW_TYPE_BIN)

static char *
dup_title (MchRollRows *self, MchRollGroup group, guint n)
{
  switch (group)
    {
    case MCH_ROLL_CREATED:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u account created", "%u accounts created", n), n);
    case MCH_ROLL_EXISTING:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u pupil has an account already",
                                           "%u pupils have an account already", n),
                              n);
    case MCH_ROLL_INELIGIBLE:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u is not concerned", "%u are not concerned", n), n);
    case MCH_ROLL_ELIGIBLE:
    default:
      return self->done
                 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u was left out by the server",
                                                 "%u were left out by the server", n),
                                    n)
                 : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u account will be created",
                                                 "%u accounts will be created", n),
                                    n);
    }
}

/* The size before the act: design's "188 papillons, 94 feuilles à deux par page". */
static char *
dup_size (guint n)
{
  guint sheets = (n + 1) / 2;
  g_autofree char *slips =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u slip", "%u slips", n), n);
  g_autofree char *paper =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u sheet at two per page",
                                    "%u sheets at two per page", sheets),
                       sheets);

  return g_strdup_printf ("%s, %s", slips, paper);
}

static char *
dup_subtitle (MchRollRows *self, MchRollGroup group, guint n)
{
  if (n == 0)
    return g_strdup ("");
  switch (group)
    {
    case MCH_ROLL_CREATED:
      return dup_size (n);
    case MCH_ROLL_EXISTING:
      return g_strdup (
          _ ("No new account and no slip: they use the account they have. Who has lost "
             "the slip gets a new password; who only forgot the login, a reminder."));
    case MCH_ROLL_INELIGIBLE:
      return g_strdup (_ ("They are neither registered nor pre-registered."));
    case MCH_ROLL_ELIGIBLE:
    default:
      return self->done
                 ? g_strdup (_ ("Generate once more: only those without an account get one."))
                 : dup_size (n);
    }
}

static gboolean
is_wanted (MchRollRows *self, MchRollGroup group, guint n)
{
  if (group == MCH_ROLL_CREATED)
    return self->done;
  return group != MCH_ROLL_ELIGIBLE || !self->done || n > 0;
}

static void
show (MchRollRows *self)
{
  for (MchRollGroup group = MCH_ROLL_ELIGIBLE; group < MCH_N_ROLLS; group++)
    {
      guint n = mch_generation_model_get_n (self->model, group);
      g_autofree char *title = dup_title (self, group, n);
      g_autofree char *subtitle = dup_subtitle (self, group, n);
      g_autofree char *name = g_strdup_printf (_ ("See the names: %s"), title);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[group]), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[group]), subtitle);
      gtk_widget_set_visible (self->rows[group], is_wanted (self, group, n));
      gtk_widget_set_visible (self->buttons[group], n > 0);
      mch_a11y_set_label (self->buttons[group], name);
    }
  gtk_widget_set_visible (self->regenerate,
                          gtk_widget_get_visible (self->buttons[MCH_ROLL_EXISTING]));
  gtk_widget_set_visible (self->reminders,
                          gtk_widget_get_visible (self->buttons[MCH_ROLL_EXISTING]));
}

/* For one of them, or for all who have not signed in: that window asks. */
static void
on_regenerate_clicked (MchRollRows *self)
{
  mch_screen_leave_for (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), "regenerate", NULL);
}

static void
on_reminders_clicked (MchRollRows *self)
{
  mch_screen_leave_for (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), "preview",
                        MCH_SLIP_REMINDERS);
}

static GtkWidget *
act_new (MchRollRows *self, GtkWidget *acts, const char *label, GCallback clicked)
{
  GtkWidget *button = mch_button_new (label, NULL);

  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (acts), button);
  return button;
}

static void
on_names_clicked (GtkWidget *button, MchRollRows *self)
{
  MchRollGroup group = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "mch-group"));
  g_autoptr (GListModel) names = mch_generation_model_dup_names (self->model, group);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  mch_names_window_open (GTK_WINDOW (root),
                         adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self->rows[group])),
                         names);
}

static void
add_row (MchRollRows *self, GtkWidget *list, MchRollGroup group)
{
  /* Three buttons of large letters side by side would leave no room for the words. */
  gboolean large = mch_a11y_get_text_scale (GTK_WIDGET (self)) >= LARGE;
  GtkWidget *acts = gtk_box_new (large ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = mch_button_new (_ ("See the names"), NULL);

  self->rows[group] = row;
  self->buttons[group] = button;
  g_object_set_data (G_OBJECT (button), "mch-group", GUINT_TO_POINTER (group));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_names_clicked), self, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_box_append (GTK_BOX (acts), button);
  if (group == MCH_ROLL_EXISTING)
    {
      self->reminders = act_new (self, acts, _ ("_Reminders…"), G_CALLBACK (on_reminders_clicked));
      self->regenerate =
          act_new (self, acts, _ ("Re_generate…"), G_CALLBACK (on_regenerate_clicked));
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), acts);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

GtkWidget *
mch_roll_rows_new (MchGenerationModel *model, gboolean done)
{
  static const MchRollGroup order[] = { MCH_ROLL_CREATED, MCH_ROLL_ELIGIBLE, MCH_ROLL_EXISTING,
                                        MCH_ROLL_INELIGIBLE };
  MchRollRows *self = g_object_new (MCH_TYPE_ROLL_ROWS, NULL);
  GtkWidget *list = gtk_list_box_new ();

  self->model = g_object_ref (model);
  self->done = done;
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  mch_a11y_set_label (list, done ? _ ("Report") : _ ("Who is concerned"));
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    add_row (self, list, order[i]);
  adw_bin_set_child (ADW_BIN (self), list);
  g_signal_connect_object (model, "counted", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}

static void
mch_roll_rows_finalize (GObject *object)
{
  g_clear_object (&MCH_ROLL_ROWS (object)->model);
  G_OBJECT_CLASS (mch_roll_rows_parent_class)->finalize (object);
}

static void
mch_roll_rows_class_init (MchRollRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_roll_rows_finalize;
}

static void
mch_roll_rows_init (MchRollRows *self)
{
}
