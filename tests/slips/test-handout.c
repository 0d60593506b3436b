/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slips on their way to candidates: where each is, what a scan means, and what is missing by name
 * (ACC-25, INS-20). */
#include "slips/mch-handout.h"

#include <string.h>

#include "core/mch-paper-code.h"
#include "slips/mch-progress.h"

#define TODAY "2027-01-12"

static MchCandidate *
candidate_new (guint n, const char *login, const char *state, const char *edition)
{
  MchCandidate *candidate = g_new0 (MchCandidate, 1);
  g_autofree char *person = g_strdup_printf ("person-%u", n);
  g_autofree char *candidature = g_strdup_printf ("candidature-%u", n);
  g_autofree char *ine = g_strdup_printf ("%09uAA", n);

  candidate->person = mch_record_new (MCH_KIND_PERSON, person);
  candidate->candidature = mch_record_new (MCH_KIND_CANDIDATURE, candidature);
  candidate->candidature->version = 4;
  mch_record_set (candidate->person, "ine", ine);
  mch_record_set (candidate->candidature, "state", MCH_STATE_REGISTERED);
  if (state == NULL)
    return candidate;
  candidate->account = mch_record_new (MCH_KIND_ACCOUNT, person);
  mch_record_set (candidate->account, "login", login);
  mch_record_set (candidate->account, "state", state);
  mch_record_set (candidate->account, "edition", edition);
  mch_record_set (candidate->account, "secret_version", "2");
  return candidate;
}

/* Nobody's account, a slip that waits, one that ran out, an active account, and one elsewhere. */
static GPtrArray *
cohort (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);

  g_ptr_array_add (rows, candidate_new (0, NULL, NULL, NULL));
  g_ptr_array_add (rows, candidate_new (1, "zoe.abel", "provisional", "e1"));
  g_ptr_array_add (rows, candidate_new (2, "lea.brun", "expired", NULL));
  g_ptr_array_add (rows, candidate_new (3, "tom.cave", "active", NULL));
  g_ptr_array_add (rows, candidate_new (4, NULL, "active", NULL));
  return rows;
}

static void
test_stages (void)
{
  static const MchSlipStage stages[] = { MCH_SLIP_STAGE_NO_ACCOUNT, MCH_SLIP_STAGE_WAITING,
                                         MCH_SLIP_STAGE_EXPIRED, MCH_SLIP_STAGE_ACTIVE,
                                         MCH_SLIP_STAGE_ELSEWHERE };
  g_autoptr (GPtrArray) rows = cohort ();

  for (guint i = 0; i < rows->len; i++)
    g_assert_cmpint (mch_slip_stage_of (rows->pdata[i]), ==, stages[i]);
}

/* The note is about one slip: a newer secret waits anew. */
static void
test_note (void)
{
  g_autoptr (GPtrArray) rows = cohort ();
  MchCandidate *zoe = rows->pdata[1];
  MchChange *change = mch_slip_handed_change (zoe, TODAY);
  g_autofree char *day = NULL;

  g_assert_nonnull (change);
  g_assert_cmpint (change->base_version, ==, 4);
  mch_change_apply (change, zoe->candidature);
  mch_change_free (change);
  g_assert_cmpint (mch_slip_stage_of (zoe), ==, MCH_SLIP_STAGE_HANDED);
  day = mch_slip_handed_dup_day (zoe);
  g_assert_cmpstr (day, ==, TODAY);
  g_assert_null (mch_slip_handed_change (zoe, TODAY));
  mch_record_set (zoe->account, "secret_version", "3");
  g_assert_cmpint (mch_slip_stage_of (zoe), ==, MCH_SLIP_STAGE_WAITING);
  mch_record_set (zoe->account, "secret_version", "2");
  change = mch_slip_handed_change (zoe, NULL);
  mch_change_apply (change, zoe->candidature);
  mch_change_free (change);
  g_assert_cmpint (mch_slip_stage_of (zoe), ==, MCH_SLIP_STAGE_WAITING);
  /* Who has no slip that waits is given none. */
  g_assert_null (mch_slip_handed_change (rows->pdata[0], TODAY));
  g_assert_null (mch_slip_handed_change (rows->pdata[3], TODAY));
}

/* A value that somebody else wrote says nothing. */
static void
test_foreign_notes (void)
{
  static const char *const notes[] = { "",          "2027-01-12",   "2027-01-12 ", "2027-01-12 22",
                                       "yesterday", "2027-01-12\t2" };
  g_autoptr (GPtrArray) rows = cohort ();
  MchCandidate *zoe = rows->pdata[1];

  for (gsize i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      mch_record_set (zoe->candidature, "slip_handed", notes[i]);
      g_assert_null (mch_slip_handed_dup_day (zoe));
      g_assert_cmpint (mch_slip_stage_of (zoe), ==, MCH_SLIP_STAGE_WAITING);
    }
}

static MchHandoutOutcome
take (MchHandout *handout, const char *typed, const char *login)
{
  const MchCandidate *candidate = NULL;
  MchHandoutOutcome outcome = mch_handout_take (handout, typed, &candidate);

  g_assert_cmpstr (candidate != NULL ? mch_candidate_get (candidate, "login") : NULL, ==, login);
  return outcome;
}

static void
test_scan (void)
{
  g_autoptr (GPtrArray) rows = cohort ();
  g_autoptr (MchHandout) handout = mch_handout_new (rows);
  g_autofree char *code = mch_paper_code_dup (MCH_PAPER_CONFIRMATION, "candidature-1", 7);
  g_autofree char *slip = mch_slip_dup_paper_code (rows->pdata[1]);
  g_autofree char *old = mch_paper_code_dup (MCH_PAPER_SLIP, "person-1", 1);
  g_autofree char *active = mch_slip_dup_paper_code (rows->pdata[3]);
  g_autofree char *stranger = mch_paper_code_dup (MCH_PAPER_SLIP, "candidature-1", 2);
  g_autofree char *parcel = mch_paper_code_dup (MCH_PAPER_PARCEL, "candidature-1", 7);
  g_autofree char *key = g_strndup (code + 1, MCH_PAPER_KEY_LENGTH);
  g_autofree char *damaged = g_strdup (code);
  g_autofree char *long_text = g_strnfill (100000, 'z');

  damaged[3] = damaged[3] == '0' ? '1' : '0';
  g_assert_cmpint (take (handout, key, NULL), ==, MCH_HANDOUT_UNKNOWN);
  g_assert_cmpint (take (handout, damaged, NULL), ==, MCH_HANDOUT_UNKNOWN);
  g_assert_cmpint (take (handout, parcel, NULL), ==, MCH_HANDOUT_UNKNOWN);
  g_assert_cmpint (take (handout, long_text, NULL), ==, MCH_HANDOUT_UNKNOWN);
  g_assert_cmpint (take (handout, "", NULL), ==, MCH_HANDOUT_UNKNOWN);
  g_assert_null (mch_slip_dup_paper_code (rows->pdata[0]));
  g_assert_cmpint (take (handout, stranger, NULL), ==, MCH_HANDOUT_UNKNOWN);
  g_assert_cmpint (take (handout, old, "zoe.abel"), ==, MCH_HANDOUT_OLD);
  g_assert_cmpint (take (handout, slip, "zoe.abel"), ==, MCH_HANDOUT_TAKEN);
  g_assert_cmpint (take (handout, slip, "zoe.abel"), ==, MCH_HANDOUT_ALREADY);
  g_assert_cmpint (take (handout, active, "tom.cave"), ==, MCH_HANDOUT_ACTIVE);
  g_assert_cmpint (take (handout, code, "zoe.abel"), ==, MCH_HANDOUT_ALREADY);
  g_assert_cmpint (take (handout, " Zoe.Abel ", "zoe.abel"), ==, MCH_HANDOUT_ALREADY);
  g_assert_cmpint (take (handout, "000000001aa", "zoe.abel"), ==, MCH_HANDOUT_ALREADY);
  g_assert_cmpint (take (handout, "000000000AA", NULL), ==, MCH_HANDOUT_NO_SLIP);
  g_assert_cmpint (take (handout, "lea.brun", "lea.brun"), ==, MCH_HANDOUT_NO_SLIP);
  g_assert_cmpint (take (handout, "tom.cave", "tom.cave"), ==, MCH_HANDOUT_ACTIVE);
}

static void
test_progress (void)
{
  static const guint expected[MCH_N_MILESTONES] = { 5, 5, 4, 3, 2, 2, 0 };
  g_autoptr (GPtrArray) rows = cohort ();
  guint counts[MCH_N_MILESTONES];

  mch_progress_count (rows, counts);
  for (guint milestone = 0; milestone < MCH_N_MILESTONES; milestone++)
    {
      g_auto (GStrv) missing = mch_progress_dup_missing (rows, milestone);

      g_assert_cmpuint (counts[milestone], ==, expected[milestone]);
      g_assert_cmpuint (g_strv_length (missing), ==, rows->len - counts[milestone]);
      g_assert_cmpint (mch_milestone_from_string (mch_milestone_to_string (milestone)), ==,
                       milestone);
    }
  g_assert_cmpint (mch_milestone_from_string ("later"), ==, MCH_N_MILESTONES);
  g_assert_cmpint (mch_milestone_from_string (NULL), ==, MCH_N_MILESTONES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slips/handout/stages", test_stages);
  g_test_add_func ("/slips/handout/note", test_note);
  g_test_add_func ("/slips/handout/foreign-notes", test_foreign_notes);
  g_test_add_func ("/slips/handout/scan", test_scan);
  g_test_add_func ("/slips/handout/progress", test_progress);
  return g_test_run ();
}
