/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server keeps of a provisional password. */
#include "vault/mch-verifier.h"

#include "vault-test.h"
#include "vault/mch-vault-init.h"

static MchVerifierJob
known_job (void)
{
  MchVerifierJob job = { .secret = "ABCDEFGHJKMN" };

  for (guint i = 0; i < sizeof job.salt; i++)
    job.salt[i] = (guint8) i;
  return job;
}

/* A derivation that changes would void every slip in every drawer. */
static void
test_known (void)
{
  MchVerifierJob job = known_job ();
  g_autoptr (MchSecret) pepper = known_key (0x80);
  guint8 stored[MCH_VERIFIER_SIZE];
  g_autofree char *v = NULL;
  g_autofree char *hex = NULL;

  g_assert_true (mch_verifier_compute (&job, NULL));
  v = to_hex (job.verifier, sizeof job.verifier);
  g_assert_cmpstr (v, ==, "8a10c6fa9066ac8027a525e82cc7fde87faba5d4bcb3b04aaf6063b1e20d3e34");
  mch_verifier_pepper (pepper, job.verifier, stored);
  hex = to_hex (stored, sizeof stored);
  g_assert_cmpstr (hex, ==, "c24eaf54bebd2990333827798fe4024ee49d291464abd89cc83443e0c9c5e82e");
  g_assert_true (mch_verifier_matches (pepper, job.verifier, stored));
}

static void
test_differences (void)
{
  MchVerifierJob job = known_job ();
  MchVerifierJob other = known_job ();
  g_autoptr (MchSecret) pepper = known_key (0x80);
  g_autoptr (MchSecret) other_pepper = known_key (0x81);
  guint8 stored[MCH_VERIFIER_SIZE];

  g_assert_true (mch_verifier_compute (&job, NULL));
  mch_verifier_pepper (pepper, job.verifier, stored);
  g_assert_false (mch_verifier_matches (other_pepper, job.verifier, stored));

  other.salt[15] ^= 1;
  g_assert_true (mch_verifier_compute (&other, NULL));
  g_assert_false (mch_verifier_matches (pepper, other.verifier, stored));

  other = known_job ();
  other.secret[11] = 'P';
  g_assert_true (mch_verifier_compute (&other, NULL));
  g_assert_false (mch_verifier_matches (pepper, other.verifier, stored));

  for (guint i = 0; i < sizeof stored * 8; i++)
    {
      stored[i / 8] ^= (guint8) (1u << i % 8);
      g_assert_false (mch_verifier_matches (pepper, job.verifier, stored));
      stored[i / 8] ^= (guint8) (1u << i % 8);
    }
}

typedef struct
{
  guint last;
  guint n_calls;
  GThread *thread;
  GCancellable *cancellable;
} Progress;

static void
on_progress (guint n_done, guint n_jobs, gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_true (g_thread_self () == progress->thread);
  g_assert_cmpuint (n_done, >=, progress->last);
  g_assert_cmpuint (n_done, <=, n_jobs);
  progress->last = n_done;
  progress->n_calls++;
  if (progress->cancellable != NULL)
    g_cancellable_cancel (progress->cancellable);
}

static void
test_batch (void)
{
  MchVerifierJob jobs[40];
  Progress progress = { .thread = g_thread_self () };

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      jobs[i] = known_job ();
      jobs[i].salt[0] = (guint8) i;
    }
  g_assert_true (
      mch_verifier_compute_all (jobs, G_N_ELEMENTS (jobs), on_progress, &progress, NULL, NULL));
  g_assert_cmpuint (progress.last, ==, G_N_ELEMENTS (jobs));
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      MchVerifierJob alone = jobs[i];

      memset (alone.verifier, 0, sizeof alone.verifier);
      g_assert_true (mch_verifier_compute (&alone, NULL));
      g_assert_cmpmem (alone.verifier, sizeof alone.verifier, jobs[i].verifier,
                       sizeof jobs[i].verifier);
    }
  g_assert_true (mch_verifier_compute_all (NULL, 0, NULL, NULL, NULL, NULL));
  g_assert_true (mch_verifier_compute_all (jobs, 1, NULL, NULL, NULL, NULL));
}

static void
test_cancel (void)
{
  g_autofree MchVerifierJob *jobs = g_new0 (MchVerifierJob, 3000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Progress progress = { .thread = g_thread_self (), .cancellable = cancellable };

  for (guint i = 0; i < 3000; i++)
    jobs[i] = known_job ();
  g_assert_false (
      mch_verifier_compute_all (jobs, 3000, on_progress, &progress, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (progress.last, <, 3000);

  g_clear_error (&error);
  g_assert_false (mch_verifier_compute_all (jobs, 3000, NULL, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verifier/known", test_known);
  g_test_add_func ("/verifier/differences", test_differences);
  g_test_add_func ("/verifier/batch", test_batch);
  g_test_add_func ("/verifier/cancel", test_cancel);
  return g_test_run ();
}
