/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-save-bar.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"

enum
{
  CANCELLED,
  PREVIOUS,
  NEXT,
  SAVED,
  SAVED_NEXT,
  N_BUTTONS
};

static const struct
{
  const char *signal;
  const char *label; /* msgid */
} buttons[N_BUTTONS] = {
  [CANCELLED] = { "cancelled", N_ ("_Cancel") },
  [PREVIOUS] = { "previous", N_ ("_Previous") },
  [NEXT] = { "next", N_ ("_Next") },
  [SAVED] = { "saved", N_ ("_Save") },
  [SAVED_NEXT] = { "saved-next", N_ ("Save and ne_xt one") },
};

struct _MchCandidateSaveBar
{
  GtkBox parent_instance;

  GtkLabel *edited;
  GtkWidget *buttons[N_BUTTONS];
};

static guint signals[N_BUTTONS];

G_DEFINE_FINAL_TYPE (MchCandidateSaveBar, mch_candidate_save_bar, GTK_TYPE_BOX)

static void
show_edited (MchCandidateSaveBar *self, const MchSavePlace *place)
{
  g_autofree char *text = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u field changed", "%u fields changed", place->n_edited),
      place->n_edited);

  gtk_label_set_label (self->edited, !place->new && place->n_edited > 0 ? text : "");
}

void
mch_candidate_save_bar_show (MchCandidateSaveBar *self, const MchSavePlace *place)
{
  gboolean saves = place->new ? place->tab == place->saving_tab : place->n_edited > 0;
  gboolean saves_as_next = place->new &&saves && place->save_is_next;
  gboolean more = place->tab < place->n_tabs - 1;

  g_return_if_fail (MCH_IS_CANDIDATE_SAVE_BAR (self));

  show_edited (self, place);
  gtk_button_set_label (GTK_BUTTON (self->buttons[SAVED]),
                        saves_as_next ? _ (buttons[NEXT].label) : _ (buttons[SAVED].label));
  mch_a11y_name_button (GTK_BUTTON (self->buttons[SAVED]));
  gtk_widget_set_visible (self->buttons[CANCELLED], place->new || place->n_edited > 0);
  mch_why_not_set (self->buttons[PREVIOUS], place->tab > 0 ? NULL : _ ("This is the first tab."));
  mch_why_not_set (self->buttons[NEXT], more ? NULL : _ ("This is the last tab."));
  gtk_widget_set_visible (self->buttons[NEXT], !saves_as_next);
  gtk_widget_set_visible (self->buttons[SAVED], saves);
  gtk_widget_set_visible (self->buttons[SAVED_NEXT], saves);
}

static void
on_clicked (GtkWidget *button, MchCandidateSaveBar *self)
{
  if (mch_why_not_stops (button))
    return;
  for (int i = 0; i < N_BUTTONS; i++)
    if (self->buttons[i] == button)
      {
        g_signal_emit (self, signals[i], 0);
        return;
      }
}

GtkWidget *
mch_candidate_save_bar_new (void)
{
  return g_object_new (MCH_TYPE_CANDIDATE_SAVE_BAR, "spacing", 8, NULL);
}

static void
mch_candidate_save_bar_class_init (MchCandidateSaveBarClass *klass)
{
  for (int i = 0; i < N_BUTTONS; i++)
    signals[i] = g_signal_new (buttons[i].signal, MCH_TYPE_CANDIDATE_SAVE_BAR, G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_candidate_save_bar_init (MchCandidateSaveBar *self)
{
  self->edited = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->edited, 0);
  gtk_label_set_wrap (self->edited, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->edited), TRUE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->edited));
  for (int i = 0; i < N_BUTTONS; i++)
    {
      self->buttons[i] = mch_button_new (_ (buttons[i].label), NULL);
      g_signal_connect (self->buttons[i], "clicked", G_CALLBACK (on_clicked), self);
      gtk_box_append (GTK_BOX (self), self->buttons[i]);
    }
  gtk_widget_add_css_class (self->buttons[SAVED], "suggested-action");
  gtk_widget_add_css_class (GTK_WIDGET (self), "footer");
}
