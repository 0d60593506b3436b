/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The note is a field of the candidature: "2027-01-12 3" is the day and the version of the secret
 * that the slip bears. */
#include "slips/mch-handout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-paper-code.h"

#define FIELD "slip_handed"
#define DAY_LENGTH 10
#define MAX_TYPED 200

struct _MchHandout
{
  GPtrArray *candidates; /* MchCandidate */
  GHashTable *keys;      /* owned text → MchCandidate, borrowed */
  GHashTable *slips;     /* owned key of a slip's code → MchCandidate, borrowed */
  GHashTable *taken;     /* MchCandidate, borrowed */
};

static const char *
get_version (const MchCandidate *candidate)
{
  const char *version =
      candidate->account != NULL ? mch_record_get (candidate->account, "secret_version") : NULL;

  return version != NULL ? version : "0";
}

static guint
get_paper_version (const MchCandidate *candidate)
{
  return (guint) (g_ascii_strtoull (get_version (candidate), NULL, 10) % 100);
}

char *
mch_slip_dup_paper_code (const MchCandidate *candidate)
{
  g_return_val_if_fail (candidate != NULL, NULL);

  if (candidate->account == NULL)
    return NULL;
  return mch_paper_code_dup (MCH_PAPER_SLIP, candidate->person->id, get_paper_version (candidate));
}

char *
mch_slip_handed_dup_day (const MchCandidate *candidate)
{
  const char *note;

  g_return_val_if_fail (candidate != NULL, NULL);

  note = mch_record_get (candidate->candidature, FIELD);
  if (note == NULL || strlen (note) <= DAY_LENGTH || note[DAY_LENGTH] != ' '
      || strcmp (note + DAY_LENGTH + 1, get_version (candidate)) != 0)
    return NULL;
  return g_strndup (note, DAY_LENGTH);
}

MchSlipStage
mch_slip_stage_of (const MchCandidate *candidate)
{
  g_autofree char *day = NULL;

  g_return_val_if_fail (candidate != NULL, MCH_SLIP_STAGE_NO_ACCOUNT);

  if (candidate->account == NULL)
    return MCH_SLIP_STAGE_NO_ACCOUNT;
  if (mch_record_get (candidate->account, "login") == NULL)
    return MCH_SLIP_STAGE_ELSEWHERE;
  if (g_strcmp0 (mch_record_get (candidate->account, "state"), "active") == 0)
    return MCH_SLIP_STAGE_ACTIVE;
  if (mch_record_get (candidate->account, "edition") == NULL)
    return MCH_SLIP_STAGE_EXPIRED;
  day = mch_slip_handed_dup_day (candidate);
  return day != NULL ? MCH_SLIP_STAGE_HANDED : MCH_SLIP_STAGE_WAITING;
}

gboolean
mch_slip_stage_is_asleep (MchSlipStage stage)
{
  return stage == MCH_SLIP_STAGE_EXPIRED || stage == MCH_SLIP_STAGE_WAITING
         || stage == MCH_SLIP_STAGE_HANDED;
}

const char *
mch_slip_stage_get_label (MchSlipStage stage)
{
  static const char *const labels[MCH_N_SLIP_STAGES] = {
    [MCH_SLIP_STAGE_NO_ACCOUNT] = N_ ("No account yet"),
    [MCH_SLIP_STAGE_EXPIRED] = N_ ("No slip that works"),
    [MCH_SLIP_STAGE_WAITING] = N_ ("To be handed out"),
    [MCH_SLIP_STAGE_HANDED] = N_ ("Handed out, not activated"),
    [MCH_SLIP_STAGE_ACTIVE] = N_ ("Activated"),
    [MCH_SLIP_STAGE_ELSEWHERE] = N_ ("Account of another establishment"),
  };

  g_return_val_if_fail (stage < MCH_N_SLIP_STAGES, NULL);

  return _ (labels[stage]);
}

MchChange *
mch_slip_handed_change (const MchCandidate *candidate, const char *today)
{
  MchSlipStage stage;
  g_autofree char *note = NULL;
  MchChange *change;

  g_return_val_if_fail (candidate != NULL, NULL);
  g_return_val_if_fail (today == NULL || strlen (today) == DAY_LENGTH, NULL);

  stage = mch_slip_stage_of (candidate);
  if (stage != (today != NULL ? MCH_SLIP_STAGE_WAITING : MCH_SLIP_STAGE_HANDED))
    return NULL;
  if (today != NULL)
    note = g_strdup_printf ("%s %s", today, get_version (candidate));
  change = mch_change_new_update (MCH_KIND_CANDIDATURE, candidate->candidature->id,
                                  candidate->candidature->version);
  mch_change_set (change, FIELD, mch_record_get (candidate->candidature, FIELD), note);
  return change;
}

/* Scanners and people differ in case and blanks. */
static char *
dup_key (const char *text)
{
  g_autofree char *short_text =
      g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), MAX_TYPED));
  g_autofree char *key = g_utf8_strdown (short_text, -1);

  return g_strdup (g_strstrip (key));
}

/* Somebody with two candidatures has one slip: the one that waits is noted. */
static void
add_slip (MchHandout *handout, MchCandidate *candidate)
{
  char key[MCH_PAPER_KEY_LENGTH + 1];
  const MchCandidate *other;

  mch_paper_code_get_key (candidate->person->id, key);
  other = g_hash_table_lookup (handout->slips, key);
  if (other == NULL || mch_slip_stage_of (other) != MCH_SLIP_STAGE_WAITING)
    g_hash_table_insert (handout->slips, g_strdup (key), candidate);
}

static void
add_key (MchHandout *handout, const char *text, MchCandidate *candidate)
{
  if (text != NULL && *text != '\0')
    g_hash_table_insert (handout->keys, dup_key (text), candidate);
}

MchHandout *
mch_handout_new (GPtrArray *candidates)
{
  MchHandout *handout = g_new0 (MchHandout, 1);

  g_return_val_if_fail (candidates != NULL, NULL);

  handout->candidates = g_ptr_array_ref (candidates);
  handout->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  handout->slips = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  handout->taken = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < candidates->len; i++)
    {
      MchCandidate *candidate = candidates->pdata[i];
      char key[MCH_PAPER_KEY_LENGTH + 1];

      mch_paper_code_get_key (candidate->candidature->id, key);
      add_key (handout, key, candidate);
      add_slip (handout, candidate);
      add_key (handout, mch_candidate_get (candidate, "ine"), candidate);
      add_key (handout, mch_candidate_get (candidate, "login"), candidate);
    }
  return handout;
}

void
mch_handout_free (MchHandout *handout)
{
  g_return_if_fail (handout != NULL);

  g_clear_pointer (&handout->keys, g_hash_table_unref);
  g_clear_pointer (&handout->slips, g_hash_table_unref);
  g_clear_pointer (&handout->taken, g_hash_table_unref);
  g_clear_pointer (&handout->candidates, g_ptr_array_unref);
  g_free (handout);
}

/* @ret_old: whether the paper is older than the slip that works now. */
static MchCandidate *
find (MchHandout *handout, const char *typed, gboolean *ret_old)
{
  MchPaperCode code;
  g_autofree char *key = NULL;

  /* The key alone, without what checks it, is no code: no login has its form. */
  if (mch_paper_code_read (typed, &code))
    {
      MchCandidate *candidate = NULL;

      if (code.kind == MCH_PAPER_CONFIRMATION)
        candidate = g_hash_table_lookup (handout->keys, code.key);
      else if (code.kind == MCH_PAPER_SLIP)
        candidate = g_hash_table_lookup (handout->slips, code.key);
      *ret_old = candidate != NULL && code.kind == MCH_PAPER_SLIP
                 && code.version != get_paper_version (candidate);
      return candidate;
    }
  key = dup_key (typed);
  if (strlen (key) == MCH_PAPER_KEY_LENGTH && strspn (key, "0123456789") == strlen (key))
    return NULL;
  return g_hash_table_lookup (handout->keys, key);
}

MchHandoutOutcome
mch_handout_take (MchHandout *handout, const char *typed, const MchCandidate **ret_candidate)
{
  MchCandidate *candidate;
  gboolean old = FALSE;

  g_return_val_if_fail (handout != NULL && typed != NULL && ret_candidate != NULL,
                        MCH_HANDOUT_UNKNOWN);

  candidate = find (handout, typed, &old);
  *ret_candidate = candidate;
  if (candidate == NULL)
    return MCH_HANDOUT_UNKNOWN;
  if (old)
    return MCH_HANDOUT_OLD;
  switch (mch_slip_stage_of (candidate))
    {
    case MCH_SLIP_STAGE_WAITING:
      return g_hash_table_add (handout->taken, candidate) ? MCH_HANDOUT_TAKEN : MCH_HANDOUT_ALREADY;
    case MCH_SLIP_STAGE_HANDED:
      return MCH_HANDOUT_ALREADY;
    case MCH_SLIP_STAGE_ACTIVE:
    case MCH_SLIP_STAGE_ELSEWHERE:
      return MCH_HANDOUT_ACTIVE;
    case MCH_SLIP_STAGE_NO_ACCOUNT:
    case MCH_SLIP_STAGE_EXPIRED:
    case MCH_N_SLIP_STAGES:
    default:
      return MCH_HANDOUT_NO_SLIP;
    }
}
