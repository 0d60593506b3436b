/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-head.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-actions.h"
#include "app/candidates/mch-candidate-cells.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-record-form.h"

enum
{
  ACT_FINALISE,
  ACT_SLIP,
  ACT_REGENERATE,
  ACT_WITHDRAW,
  N_ACTS
};

static const struct
{
  const char *label; /* msgid */
  void (*act) (GtkWidget *widget, MchContext *context, char **ids);
} acts[N_ACTS] = {
  [ACT_FINALISE] = { N_ ("_Finish the registration"), mch_candidate_actions_finalise },
  [ACT_SLIP] = { N_ ("_Show the slip"), mch_candidate_actions_show_slip },
  [ACT_REGENERATE] = { N_ ("_Regenerate…"), mch_candidate_actions_regenerate },
  [ACT_WITHDRAW] = { N_ ("_Withdraw…"), mch_candidate_actions_withdraw },
};

struct _MchCandidateHead
{
  GtkBox parent_instance;

  MchContext *context;
  char *id;
  GtkLabel *state;
  GtkLabel *account;
  GtkLabel *blockers;
  GtkWidget *buttons;
  GtkWidget *acts[N_ACTS];
};

G_DEFINE_FINAL_TYPE (MchCandidateHead, mch_candidate_head, GTK_TYPE_BOX)

static void
show_new (MchCandidateHead *self)
{
  gtk_label_set_label (self->state, _ ("Names and date of birth are needed; the rest can wait."));
  gtk_widget_set_visible (GTK_WIDGET (self->account), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->blockers), FALSE);
  gtk_widget_set_visible (self->buttons, FALSE);
}

static void
show_words (MchCandidateHead *self, const MchCandidate *candidate, const char *finalise)
{
  const char *css;
  const char *state = mch_candidate_get (candidate, "state");
  const char *email = mch_candidate_get (candidate, "account_email");
  g_autofree char *verified =
      email != NULL ? g_strdup_printf (_ ("verified e-mail %s"), email) : NULL;
  g_autofree char *login =
      g_strjoin (" · ", mch_candidate_cells_account (candidate), verified, NULL);
  g_autofree char *account = g_strdup_printf (_ ("Account: %s"), login);
  const char *agreed = mch_candidate_get (candidate, "transfer_agreed_on");
  g_autofree char *day =
      mch_record_form_dup_display (mch_field_find_for_candidate ("transfer_agreed_on"), agreed);
  g_autofree char *transfer =
      agreed != NULL ? g_strdup_printf (_ ("Transfer agreed on %s"), day) : NULL;
  g_autofree char *words =
      g_strjoin (" · ", mch_candidate_cells_state (state, &css), transfer, NULL);

  gtk_label_set_label (self->state, words);
  gtk_label_set_label (self->account, account);
  gtk_widget_set_visible (GTK_WIDGET (self->account), TRUE);
  gtk_label_set_label (self->blockers, finalise != NULL ? finalise : "");
  gtk_widget_set_visible (GTK_WIDGET (self->blockers),
                          finalise != NULL && g_strcmp0 (state, MCH_STATE_PRE_REGISTERED) == 0);
}

/* @withdrawn: (nullable): that he was. */
static const char *
get_regenerate_reason (MchContext *context, const MchCandidate *candidate, const char *withdrawn)
{
  if (withdrawn != NULL)
    return withdrawn;
  if (candidate->account == NULL)
    return _ ("There is no account yet: generate the accounts first.");
  return mch_candidate_get_regenerate_reason (context);
}

void
mch_candidate_head_show (MchCandidateHead *self, MchContext *context, const MchCandidate *candidate,
                         gboolean edited)
{
  g_autofree char *finalise = NULL;
  g_autofree char *withdraw = NULL;
  g_autofree char *slip = NULL;

  g_return_if_fail (MCH_IS_CANDIDATE_HEAD (self));

  g_set_object (&self->context, context);
  g_free (self->id);
  self->id = candidate != NULL ? g_strdup (candidate->candidature->id) : NULL;
  if (candidate == NULL)
    {
      show_new (self);
      return;
    }
  finalise = mch_candidate_dup_finalise_reason (mch_context_get_reference (context), candidate);
  withdraw = mch_candidate_dup_withdraw_reason (candidate);
  slip = mch_candidate_dup_slip_reason (candidate);
  show_words (self, candidate, finalise);
  gtk_widget_set_visible (self->buttons, TRUE);
  if (finalise == NULL && edited)
    finalise = g_strdup (_ ("Save what was changed first."));
  mch_why_not_set (self->acts[ACT_FINALISE], finalise);
  mch_why_not_set (self->acts[ACT_WITHDRAW], withdraw);
  mch_why_not_set (self->acts[ACT_SLIP], slip);
  mch_why_not_set (self->acts[ACT_REGENERATE],
                   get_regenerate_reason (context, candidate, withdraw));
}

static void
on_clicked (GtkWidget *button, MchCandidateHead *self)
{
  char *ids[] = { self->id, NULL };

  if (self->id == NULL || mch_why_not_stops (button))
    return;
  for (int i = 0; i < N_ACTS; i++)
    if (self->acts[i] == button)
      acts[i].act (GTK_WIDGET (self), self->context, ids);
}

GtkWidget *
mch_candidate_head_new (void)
{
  return g_object_new (MCH_TYPE_CANDIDATE_HEAD, "orientation", GTK_ORIENTATION_VERTICAL, "spacing",
                       8, NULL);
}

static void
mch_candidate_head_finalize (GObject *object)
{
  MchCandidateHead *self = MCH_CANDIDATE_HEAD (object);

  g_clear_object (&self->context);
  g_free (self->id);
  G_OBJECT_CLASS (mch_candidate_head_parent_class)->finalize (object);
}

static void
mch_candidate_head_class_init (MchCandidateHeadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_candidate_head_finalize;
}

static void
mch_candidate_head_init (MchCandidateHead *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->state = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_label_set_wrap (self->state, FALSE);
  self->account = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_label_set_selectable (self->account, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->account), TRUE);
  self->blockers = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_add_css_class (GTK_WIDGET (self->blockers), "warning");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->account));
  gtk_box_append (GTK_BOX (self), line);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->blockers));
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  for (int i = 0; i < N_ACTS; i++)
    {
      self->acts[i] = mch_button_new (_ (acts[i].label), NULL);
      g_signal_connect (self->acts[i], "clicked", G_CALLBACK (on_clicked), self);
      gtk_box_append (GTK_BOX (self->buttons), self->acts[i]);
    }
  gtk_box_append (GTK_BOX (self), self->buttons);
}
