/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-twin.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-cells.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-record-form.h"
#include "store/mch-registrations.h"

struct _MchCandidateTwin
{
  GtkBox parent_instance;

  GtkLabel *words;
  char *id; /* of the candidature that is meant */
};

static guint opened_signal;

G_DEFINE_FINAL_TYPE (MchCandidateTwin, mch_candidate_twin, GTK_TYPE_BOX)

static char *
dup_words (const MchCandidate *candidate, MchResemblance how)
{
  const MchField *field = mch_field_find (MCH_KIND_PERSON, "birth_date");
  g_autofree char *name = mch_candidate_cells_dup_name (candidate);
  g_autofree char *born =
      mch_record_form_dup_display (field, mch_candidate_get (candidate, "birth_date"));
  const char *division = mch_candidate_get (candidate, "division");
  g_autofree char *who = g_strjoin (", ", name, born, division, NULL);

  if (how == MCH_RESEMBLES_HOMONYM)
    return g_strdup_printf (_ ("Somebody of the same names and birth, with another INE, is "
                               "registered: %s. These are two people: go on."),
                            who);
  if (how == MCH_RESEMBLES_SAME)
    return g_strdup_printf (_ ("This person is registered already: %s."), who);
  return g_strdup_printf (
      _ ("Somebody nearly the same is registered already: %s. If this is another person, go on."),
      who);
}

void
mch_candidate_twin_look (MchCandidateTwin *self, MchContext *context, const MchRecord *typed)
{
  MchStore *store = mch_context_get_store (context);
  const char *scope = mch_context_get_scope (context);
  g_autoptr (GPtrArray) alike = NULL;
  g_autofree char *words = NULL;
  const MchAlikeCandidate *first;

  g_return_if_fail (MCH_IS_CANDIDATE_TWIN (self));

  if (store != NULL && scope != NULL)
    alike = mch_candidates_find_alike (store, scope, typed, 1, NULL);
  g_clear_pointer (&self->id, g_free);
  gtk_widget_set_visible (GTK_WIDGET (self), alike != NULL && alike->len > 0);
  if (alike == NULL || alike->len == 0)
    return;
  first = alike->pdata[0];
  words = dup_words (first->candidate, first->alike);
  self->id = g_strdup (first->candidate->candidature->id);
  gtk_label_set_label (self->words, words);
}

static void
on_clicked (MchCandidateTwin *self)
{
  g_autofree char *id = g_strdup (self->id);

  if (id != NULL)
    g_signal_emit (self, opened_signal, 0, id);
}

GtkWidget *
mch_candidate_twin_new (void)
{
  return g_object_new (MCH_TYPE_CANDIDATE_TWIN, "spacing", 12, NULL);
}

static void
mch_candidate_twin_finalize (GObject *object)
{
  g_free (MCH_CANDIDATE_TWIN (object)->id);
  G_OBJECT_CLASS (mch_candidate_twin_parent_class)->finalize (object);
}

static void
mch_candidate_twin_class_init (MchCandidateTwinClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_candidate_twin_finalize;
  opened_signal = g_signal_new ("opened", MCH_TYPE_CANDIDATE_TWIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
mch_candidate_twin_init (MchCandidateTwin *self)
{
  GtkWidget *button = mch_button_new (_ ("_Open this candidate"), NULL);

  self->words = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "warning");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (self), button);
}
