/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exam office's review goes through the outbox, is of one edition, and tells when the slip has
 * changed since (ACC-39). */
#include "slips/mch-office-review.h"

#include <glib/gstdio.h>
#include <string.h>

#include "store/mch-outbox.h"
#include "vault/mch-vault-init.h"

#define SCOPE "etab:0250001A"
#define EDITION "01890000-0000-7000-8003-000000000001"
#define OTHER "01890000-0000-7000-8003-000000000002"
#define PERSON "01890000-0000-7000-8002-000000000001"

static gint64
now (void)
{
  return 1795000000000;
}

static MchStore *
store_new (void)
{
  g_autofree char *dir = g_dir_make_tmp ("machaon-office-XXXXXX", NULL);
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
  g_auto (MchOfficeReview) review = { 0 };

  mch_office_review_load (store, SCOPE, EDITION, PERSON, "abc", &review);
  g_assert_cmpint (review.state, ==, MCH_REVIEW_TODO);
  for (MchReviewState state = MCH_REVIEW_TODO; state < MCH_N_REVIEW_STATES; state++)
    {
      g_assert_true (mch_office_review_save (store, SCOPE, EDITION, PERSON, "abc", state,
                                             "prénom tronqué", NULL));
      mch_office_review_clear (&review);
      mch_office_review_load (store, SCOPE, EDITION, PERSON, "abc", &review);
      g_assert_cmpint (review.state, ==, state);
      g_assert_cmpstr (mch_review_state_to_string (state), !=, NULL);
      g_assert_cmpint (mch_review_state_from_string (mch_review_state_to_string (state)), ==,
                       state);
    }
  g_assert_cmpint (mch_review_state_from_string ("perhaps"), ==, MCH_N_REVIEW_STATES);
  g_assert_false (review.changed);
  g_assert_cmpuint (mch_store_count_pending (store), ==, 3);
}

/* Saying the same again sends nothing. */
static void
test_same (void)
{
  g_autoptr (MchStore) store = store_new ();

  for (int i = 0; i < 2; i++)
    g_assert_true (mch_office_review_save (store, SCOPE, EDITION, PERSON, "abc", MCH_REVIEW_CHECKED,
                                           NULL, NULL));
  g_assert_cmpuint (mch_store_count_pending (store), ==, 1);
}

static void
test_other (void)
{
  g_autoptr (MchStore) store = store_new ();
  g_auto (MchOfficeReview) changed = { 0 };
  g_auto (MchOfficeReview) newer = { 0 };

  mch_office_review_save (store, SCOPE, EDITION, PERSON, "abc", MCH_REVIEW_FAULTY, "x", NULL);
  mch_office_review_load (store, SCOPE, EDITION, PERSON, "abd", &changed);
  g_assert_cmpint (changed.state, ==, MCH_REVIEW_FAULTY);
  g_assert_true (changed.changed);
  mch_office_review_load (store, SCOPE, OTHER, PERSON, "abc", &newer);
  g_assert_cmpint (newer.state, ==, MCH_REVIEW_TODO);
  g_assert_null (newer.note);
}

static void
test_text (void)
{
  MchOfficeReview review = { .state = MCH_REVIEW_FAULTY, .note = (char *) "prénom tronqué" };
  g_autofree char *waiting = mch_office_review_dup_text (&review);
  g_autofree char *sent = NULL;
  g_autofree char *none = NULL;

  g_assert_true (g_str_has_suffix (waiting, "prénom tronqué"));
  review.by_name = (char *) "Mme Vidal";
  review.at_ms = now ();
  sent = mch_office_review_dup_text (&review);
  g_assert_nonnull (strstr (sent, "Mme Vidal"));
  g_assert_cmpstr (sent, !=, waiting);
  review.state = MCH_REVIEW_TODO;
  none = mch_office_review_dup_text (&review);
  g_assert_null (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_vault_init ();
  g_test_add_func ("/office-review/round", test_round);
  g_test_add_func ("/office-review/same", test_same);
  g_test_add_func ("/office-review/other", test_other);
  g_test_add_func ("/office-review/text", test_text);
  return g_test_run ();
}
