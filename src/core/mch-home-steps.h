/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of the procedure as the exam office writes them to establishments, each with its
 * state: what is done, what is next, what is late and until when. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchHomeFacts: what the steps are computed from; strings are borrowed.
 * @contact_complete, @contact_confirmed: of the establishment (INS-07).
 * @accounts_open: the exam office has positioned the service (ACC-10).
 * @n_pre_registered, @n_registered: candidatures in that state; who withdrew is in neither.
 * @n_ready: of the pre-registered: those whom nothing stands against.
 * @n_without_account: of both.
 * @n_slips_to_correct: slips of which the exam office has said so, and nothing was corrected since.
 * @n_returned: of the registered: those whose signed confirmation has come back.
 * @registration_from_ms, @registration_to_ms: 0 when nobody said.
 * @return_from, @return_until: (nullable): begin with YYYY-MM-DD (INS-26).
 * @now_ms: ms since 1970, UTC.
 */
typedef struct
{
  gboolean contact_complete;
  gboolean contact_confirmed;
  gboolean accounts_open;
  guint n_pre_registered;
  guint n_ready;
  guint n_registered;
  guint n_without_account;
  guint n_returned;
  gint64 registration_from_ms;
  gint64 registration_to_ms;
  const char *return_from;
  const char *return_until;
  gint64 now_ms;
  guint n_slips_to_correct;
} MchHomeFacts;

/* In the order of the procedure (seed 4; INS-07 to INS-26). */
typedef enum
{
  MCH_STEP_ESTABLISHMENT, /* check the contact details */
  MCH_STEP_REGISTER,      /* import the pupils, or register them one by one */
  MCH_STEP_FINISH,        /* finalise every registration */
  MCH_STEP_CONFIRMATIONS, /* print the confirmations, have them checked and signed */
  MCH_STEP_ACCOUNTS,      /* generate the accounts, hand out the slips */
  MCH_STEP_LISTS,         /* tick off who is registered */
  MCH_STEP_RETURN,        /* send the signed confirmations and documents back */
  MCH_N_STEPS
} MchHomeStepId;

typedef enum
{
  MCH_STEP_DONE,
  MCH_STEP_NEXT,    /* the first that can be done now */
  MCH_STEP_TODO,    /* can be done now, after the next */
  MCH_STEP_LATE,    /* its last day is over and something is left */
  MCH_STEP_WAITING, /* its first day is still to come, or a step before it has nobody yet */
  MCH_STEP_LOCKED,  /* stands in the hands of the exam office; @detail says why */
  MCH_STEP_ANYTIME, /* nothing tells whether it was done */
} MchStepState;

/**
 * MchHomeStep:
 * @title: translated; borrowed.
 * @detail: one translated sentence: what is left, or why not.
 * @n_left: how many candidates are concerned.
 * @until: (nullable): the last day, YYYY-MM-DD, in Paris.
 */
typedef struct
{
  MchHomeStepId id;
  MchStepState state;
  const char *title;
  char *detail;
  guint n_left;
  char *until;
} MchHomeStep;

const char *mch_home_step_to_string (MchHomeStepId id);    /* "establishment" */
const char *mch_step_state_to_string (MchStepState state); /* "done" */

/* (transfer full) (element-type MchHomeStep): all of them, in order; at most one is NEXT. */
GPtrArray *mch_home_steps_new (const MchHomeFacts *facts);

G_END_DECLS
