/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The review is kept, forgotten on request, and falls when the slip says something else. */
#include "slips/mch-slip-review.h"

#include <glib/gstdio.h>

#include "vault/mch-vault-init.h"

#define EDITION "01890000-0000-7000-8003-000000000001"
#define PERSON "01890000-0000-7000-8002-000000000001"

static gint64
now (void)
{
  return 1795000000000;
}

static MchStore *
store_new (void)
{
  g_autofree char *dir = g_dir_make_tmp ("machaon-review-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  MchStore *store = mch_store_open (dir, NULL, now, mch_vault_random, 0, &error);

  g_assert_no_error (error);
  g_rmdir (dir);
  return store;
}

static void
test_round (void)
{
  g_autoptr (MchStore) store = store_new ();
  g_auto (MchSlipReview) review = { 0 };

  mch_slip_review_load (store, EDITION, PERSON, "abc", &review);
  g_assert_cmpint (review.state, ==, MCH_REVIEW_TODO);
  g_assert_null (review.note);

  for (MchReviewState state = MCH_REVIEW_TODO; state < MCH_N_REVIEW_STATES; state++)
    {
      g_assert_true (mch_slip_review_save (store, EDITION, PERSON, "abc", state, "prénom ?", NULL));
      mch_slip_review_clear (&review);
      mch_slip_review_load (store, EDITION, PERSON, "abc", &review);
      g_assert_cmpint (review.state, ==, state);
      g_assert_false (review.changed);
      g_assert_cmpstr (review.note, ==, "prénom ?");
    }
}

static void
test_changed (void)
{
  g_autoptr (MchStore) store = store_new ();
  g_auto (MchSlipReview) review = { 0 };

  mch_slip_review_save (store, EDITION, PERSON, "abc", MCH_REVIEW_CHECKED, NULL, NULL);
  mch_slip_review_load (store, EDITION, PERSON, "abd", &review);
  g_assert_cmpint (review.state, ==, MCH_REVIEW_TODO);
  g_assert_true (review.changed);

  /* What was to be corrected stays so until a person has looked. */
  mch_slip_review_save (store, EDITION, PERSON, "abc", MCH_REVIEW_FAULTY, NULL, NULL);
  mch_slip_review_load (store, EDITION, PERSON, "abd", &review);
  g_assert_cmpint (review.state, ==, MCH_REVIEW_FAULTY);
  g_assert_false (review.changed);
}

static void
test_forgotten (void)
{
  g_autoptr (MchStore) store = store_new ();
  g_auto (GStrv) ids = NULL;

  mch_slip_review_save (store, EDITION, PERSON, "abc", MCH_REVIEW_CHECKED, NULL, NULL);
  mch_slip_review_save (store, EDITION, PERSON, "abc", MCH_REVIEW_TODO, "", NULL);
  ids = mch_store_list_local (store, "review");
  g_assert_cmpuint (g_strv_length (ids), ==, 0);
}

/* Bytes of another age or of nobody: the slip is looked at again. */
static void
test_strange (void)
{
  static const char *const strange[] = { "", "x", "\x02\0\0\0\1\0\0\3", "\x01\0\0\0\x09\0\0\3",
                                         "\xff\xff\xff\xff\xff\xff\xff\xff\xff" };
  static const gsize sizes[] = { 0, 1, 8, 8, 9 };

  for (gsize i = 0; i < G_N_ELEMENTS (strange); i++)
    {
      g_autoptr (MchStore) store = store_new ();
      g_autoptr (GBytes) bytes = g_bytes_new (strange[i], sizes[i]);
      g_auto (MchSlipReview) review = { 0 };

      g_assert_true (mch_store_put_local (store, "review", EDITION "/" PERSON, bytes, NULL));
      mch_slip_review_load (store, EDITION, PERSON, "abc", &review);
      g_assert_cmpint (review.state, ==, MCH_REVIEW_TODO);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_vault_init ();
  g_test_add_func ("/slips/review/round", test_round);
  g_test_add_func ("/slips/review/changed", test_changed);
  g_test_add_func ("/slips/review/forgotten", test_forgotten);
  g_test_add_func ("/slips/review/strange", test_strange);
  return g_test_run ();
}
