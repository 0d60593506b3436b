/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-home-steps.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DATE_LENGTH 10 /* YYYY-MM-DD */

static const struct
{
  const char *name;
  const char *title;
} steps[] = {
  [MCH_STEP_ESTABLISHMENT] = { "establishment", N_ ("Set up my establishment") },
  [MCH_STEP_REGISTER] = { "register", N_ ("Import or register my pupils") },
  [MCH_STEP_FINISH] = { "finish", N_ ("Finish the registrations") },
  [MCH_STEP_CONFIRMATIONS] = { "confirmations", N_ ("Have the confirmations checked and signed") },
  [MCH_STEP_ACCOUNTS] = { "accounts", N_ ("Generate the accounts and hand out the slips") },
  [MCH_STEP_LISTS] = { "lists", N_ ("Tick off the registered pupils") },
  [MCH_STEP_RETURN] = { "return", N_ ("Send the signed confirmations and documents back") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (steps) == MCH_N_STEPS);

static const char *const state_names[] = {
  [MCH_STEP_DONE] = "done",       [MCH_STEP_NEXT] = "next",       [MCH_STEP_TODO] = "todo",
  [MCH_STEP_LATE] = "late",       [MCH_STEP_WAITING] = "waiting", [MCH_STEP_LOCKED] = "locked",
  [MCH_STEP_ANYTIME] = "anytime",
};

const char *
mch_home_step_to_string (MchHomeStepId id)
{
  g_return_val_if_fail (id < MCH_N_STEPS, NULL);

  return steps[id].name;
}

const char *
mch_step_state_to_string (MchStepState state)
{
  g_return_val_if_fail (state < G_N_ELEMENTS (state_names), NULL);

  return state_names[state];
}

static void
free_step (gpointer data)
{
  MchHomeStep *step = data;

  g_free (step->detail);
  g_free (step->until);
  g_free (step);
}

/* (transfer full) (nullable): the day in Paris. */
static char *
dup_day (gint64 at_ms)
{
  g_autoptr (GTimeZone) paris = NULL;
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) there = NULL;

  if (at_ms <= 0)
    return NULL;
  paris = g_time_zone_new_identifier ("Europe/Paris");
  utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  if (utc == NULL)
    return NULL;
  there = paris != NULL ? g_date_time_to_timezone (utc, paris) : g_date_time_ref (utc);
  return g_date_time_format (there, "%Y-%m-%d");
}

static guint
count_candidates (const MchHomeFacts *facts)
{
  return facts->n_pre_registered + facts->n_registered;
}

static gboolean
is_closed (const MchHomeFacts *facts)
{
  return facts->registration_to_ms > 0 && facts->now_ms >= facts->registration_to_ms;
}

static gboolean
is_to_open (const MchHomeFacts *facts)
{
  return facts->now_ms < facts->registration_from_ms;
}

static void
do_establishment (MchHomeStep *step, const MchHomeFacts *facts)
{
  step->state = facts->contact_complete && facts->contact_confirmed ? MCH_STEP_DONE : MCH_STEP_TODO;
  if (step->state == MCH_STEP_DONE)
    step->detail = g_strdup (_ ("The contact details are confirmed."));
  else if (!facts->contact_complete)
    step->detail = g_strdup (_ ("The telephone or the e-mail address is missing."));
  else
    step->detail = g_strdup (_ ("Check the contact details: they will stand on the slips."));
}

/* Until the last day it is to do, from then on it is late; before the first it waits. */
static MchStepState
of_window (const MchHomeFacts *facts)
{
  if (is_to_open (facts))
    return MCH_STEP_WAITING;
  return is_closed (facts) ? MCH_STEP_LATE : MCH_STEP_TODO;
}

static void
do_register (MchHomeStep *step, const MchHomeFacts *facts)
{
  guint n = count_candidates (facts);

  step->until = dup_day (facts->registration_to_ms);
  step->n_left = n;
  step->state = n > 0 ? MCH_STEP_DONE : of_window (facts);
  if (n == 0)
    step->detail = g_strdup (_ ("Import your pupils' file, or register them one by one."));
  else
    step->detail =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u candidate.", "%u candidates.", n), n);
}

static void
do_finish (MchHomeStep *step, const MchHomeFacts *facts)
{
  guint n = facts->n_pre_registered, n_ready = facts->n_ready;

  step->until = dup_day (facts->registration_to_ms);
  step->n_left = n;
  if (count_candidates (facts) == 0)
    step->state = MCH_STEP_WAITING;
  else
    step->state = n == 0 ? MCH_STEP_DONE : of_window (facts);
  if (n == 0)
    step->detail = g_strdup (_ ("No pre-registered candidate is left."));
  else if (n_ready == n)
    step->detail =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u registration is ready to be finalised.",
                                      "%u registrations are ready to be finalised.", n),
                         n);
  else
    step->detail =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u registration is left, %u of them ready.",
                                      "%u registrations are left, %u of them ready.", n),
                         n, n_ready);
}

static void
say_returned (MchHomeStep *step, const MchHomeFacts *facts)
{
  step->n_left = facts->n_registered - facts->n_returned;
  step->detail = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u signed confirmation of %u has come back.",
                   "%u signed confirmations of %u have come back.", facts->n_returned),
      facts->n_returned, facts->n_registered);
}

static void
do_confirmations (MchHomeStep *step, const MchHomeFacts *facts)
{
  if (facts->n_registered == 0)
    {
      step->state = MCH_STEP_WAITING;
      step->detail = g_strdup (_ ("Nobody is registered yet."));
      return;
    }
  step->until = g_strndup (facts->return_until, DATE_LENGTH);
  step->state = facts->n_returned < facts->n_registered ? MCH_STEP_TODO : MCH_STEP_DONE;
  say_returned (step, facts);
}

static void
do_accounts (MchHomeStep *step, const MchHomeFacts *facts)
{
  guint n = facts->n_without_account;

  step->n_left = n;
  if (count_candidates (facts) == 0)
    step->state = MCH_STEP_WAITING;
  else if (n == 0)
    step->state = facts->n_slips_to_correct > 0 ? MCH_STEP_TODO : MCH_STEP_DONE;
  else
    step->state = facts->accounts_open ? MCH_STEP_TODO : MCH_STEP_LOCKED;
  if (facts->n_slips_to_correct > 0)
    {
      step->n_left = facts->n_slips_to_correct;
      step->detail = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "The exam office asks you to correct %u slip.",
                       "The exam office asks you to correct %u slips.", step->n_left),
          step->n_left);
    }
  else if (step->state == MCH_STEP_LOCKED)
    step->detail = g_strdup (_ ("The exam office has not positioned the service yet."));
  else if (n > 0)
    step->detail = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u pupil has no account yet.",
                                                 "%u pupils have no account yet.", n),
                                    n);
  else if (step->state == MCH_STEP_DONE)
    step->detail = g_strdup (_ ("Every pupil has an account."));
  else
    step->detail = g_strdup (_ ("There is nobody yet to open an account for."));
}

static void
do_lists (MchHomeStep *step, const MchHomeFacts *facts)
{
  step->state = facts->n_registered > 0 ? MCH_STEP_ANYTIME : MCH_STEP_WAITING;
  step->n_left = facts->n_registered;
  if (facts->n_registered == 0)
    step->detail = g_strdup (_ ("Nobody is registered yet."));
  else
    step->detail = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Make sure that the %u registered pupil is on the list.",
                     "Make sure that the %u registered pupils are on the lists.",
                     facts->n_registered),
        facts->n_registered);
}

static void
do_return (MchHomeStep *step, const MchHomeFacts *facts)
{
  g_autofree char *today = dup_day (facts->now_ms);

  step->until = g_strndup (facts->return_until, DATE_LENGTH);
  if (facts->n_registered == 0)
    {
      step->state = MCH_STEP_WAITING;
      step->detail = g_strdup (_ ("Nobody is registered yet."));
      return;
    }
  say_returned (step, facts);
  if (facts->n_returned == facts->n_registered)
    step->state = MCH_STEP_DONE;
  else if (facts->return_from != NULL && strncmp (today, facts->return_from, DATE_LENGTH) < 0)
    step->state = MCH_STEP_WAITING;
  else if (facts->return_until != NULL && strncmp (today, facts->return_until, DATE_LENGTH) > 0)
    step->state = MCH_STEP_LATE;
  else
    step->state = MCH_STEP_TODO;
}

/* What is late stays late; of the rest the first that can be done is next. */
static void
mark_next (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      MchHomeStep *step = list->pdata[i];

      if (step->state == MCH_STEP_TODO)
        {
          step->state = MCH_STEP_NEXT;
          return;
        }
    }
}

GPtrArray *
mch_home_steps_new (const MchHomeFacts *facts)
{
  static void (*const fill[]) (MchHomeStep *, const MchHomeFacts *) = {
    [MCH_STEP_ESTABLISHMENT] = do_establishment,
    [MCH_STEP_REGISTER] = do_register,
    [MCH_STEP_FINISH] = do_finish,
    [MCH_STEP_CONFIRMATIONS] = do_confirmations,
    [MCH_STEP_ACCOUNTS] = do_accounts,
    [MCH_STEP_LISTS] = do_lists,
    [MCH_STEP_RETURN] = do_return,
  };
  GPtrArray *list = g_ptr_array_new_with_free_func (free_step);

  g_return_val_if_fail (facts != NULL, list);

  for (guint id = 0; id < MCH_N_STEPS; id++)
    {
      MchHomeStep *step = g_new0 (MchHomeStep, 1);

      step->id = (MchHomeStepId) id;
      step->title = _ (steps[id].title);
      fill[id](step, facts);
      g_ptr_array_add (list, step);
    }
  mark_next (list);
  return list;
}
