/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-progress.h"

#include <glib/gi18n-lib.h>

#include "slips/mch-handout.h"

static const struct
{
  const char *name;
  const char *label;
  const char *gap;
} milestones[MCH_N_MILESTONES] = {
  [MCH_MILESTONE_REGISTERED] = { "registered", N_ ("In the list"), N_ ("Withdrawn") },
  [MCH_MILESTONE_FINALISED] = { "finalised", N_ ("Registration finished"),
                                N_ ("Registration not finished") },
  [MCH_MILESTONE_ACCOUNT] = { "account", N_ ("Account opened"), N_ ("No account") },
  [MCH_MILESTONE_SLIP] = { "slip", N_ ("Slip made"), N_ ("No slip") },
  [MCH_MILESTONE_HANDED] = { "handed", N_ ("Slip handed out"), N_ ("Slip not handed out") },
  [MCH_MILESTONE_ACTIVATED] = { "activated", N_ ("Account activated"),
                                N_ ("Account not activated") },
  [MCH_MILESTONE_RETURNED] = { "returned", N_ ("Confirmation returned"),
                               N_ ("Confirmation not returned") },
};

const char *
mch_milestone_to_string (MchMilestone milestone)
{
  g_return_val_if_fail (milestone < MCH_N_MILESTONES, NULL);

  return milestones[milestone].name;
}

MchMilestone
mch_milestone_from_string (const char *text)
{
  guint milestone = 0;

  while (milestone < MCH_N_MILESTONES && g_strcmp0 (milestones[milestone].name, text) != 0)
    milestone++;
  return milestone;
}

const char *
mch_milestone_get_label (MchMilestone milestone)
{
  g_return_val_if_fail (milestone < MCH_N_MILESTONES, NULL);

  return _ (milestones[milestone].label);
}

const char *
mch_milestone_get_gap_label (MchMilestone milestone)
{
  g_return_val_if_fail (milestone < MCH_N_MILESTONES, NULL);

  return _ (milestones[milestone].gap);
}

gboolean
mch_milestone_is_reached (MchMilestone milestone, const MchCandidate *candidate)
{
  const MchSlipStage stage = mch_slip_stage_of (candidate);
  const char *state = mch_candidate_get (candidate, "state");

  switch (milestone)
    {
    case MCH_MILESTONE_REGISTERED:
      return g_strcmp0 (state, MCH_STATE_WITHDRAWN) != 0;
    case MCH_MILESTONE_FINALISED:
      return g_strcmp0 (state, MCH_STATE_REGISTERED) == 0;
    case MCH_MILESTONE_ACCOUNT:
      return stage != MCH_SLIP_STAGE_NO_ACCOUNT;
    case MCH_MILESTONE_SLIP:
      return stage >= MCH_SLIP_STAGE_WAITING;
    case MCH_MILESTONE_HANDED:
      return stage >= MCH_SLIP_STAGE_HANDED;
    case MCH_MILESTONE_ACTIVATED:
      return stage >= MCH_SLIP_STAGE_ACTIVE;
    case MCH_MILESTONE_RETURNED:
      return mch_candidate_get (candidate, "confirmation_received_on") != NULL;
    case MCH_N_MILESTONES:
    default:
      return FALSE;
    }
}

GPtrArray *
mch_progress_list (MchStore *store, const MchCandidateFilter *filter, GError **error)
{
  MchCandidateFilter wanted;
  GPtrArray *rows;
  guint n = 0;

  g_return_val_if_fail (store != NULL && filter != NULL, NULL);

  wanted = *filter;
  wanted.state = NULL;
  wanted.sort = MCH_CANDIDATE_SORT_DIVISION;
  wanted.descending = FALSE;
  rows = mch_store_query_candidates (store, &wanted, 0, G_MAXUINT, NULL, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (mch_milestone_is_reached (MCH_MILESTONE_REGISTERED, rows->pdata[i]))
      {
        gpointer kept = rows->pdata[i];

        rows->pdata[i] = rows->pdata[n];
        rows->pdata[n++] = kept;
      }
  if (rows != NULL)
    g_ptr_array_set_size (rows, (int) n);
  return rows;
}

void
mch_progress_count (GPtrArray *candidates, guint ret_counts[MCH_N_MILESTONES])
{
  g_return_if_fail (candidates != NULL && ret_counts != NULL);

  for (guint milestone = 0; milestone < MCH_N_MILESTONES; milestone++)
    {
      ret_counts[milestone] = 0;
      for (guint i = 0; i < candidates->len; i++)
        if (mch_milestone_is_reached (milestone, candidates->pdata[i]))
          ret_counts[milestone]++;
    }
}

char **
mch_progress_dup_missing (GPtrArray *candidates, MchMilestone milestone)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (candidates != NULL && milestone < MCH_N_MILESTONES, NULL);

  for (guint i = 0; i < candidates->len; i++)
    if (!mch_milestone_is_reached (milestone, candidates->pdata[i]))
      g_strv_builder_add (ids, ((MchCandidate *) candidates->pdata[i])->candidature->id);
  return g_strv_builder_end (ids);
}

char **
mch_progress_dup_asleep (GPtrArray *candidates)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  g_return_val_if_fail (candidates != NULL, NULL);

  for (guint i = 0; i < candidates->len; i++)
    if (mch_slip_stage_is_asleep (mch_slip_stage_of (candidates->pdata[i])))
      g_strv_builder_add (ids, ((MchCandidate *) candidates->pdata[i])->candidature->id);
  return g_strv_builder_end (ids);
}
