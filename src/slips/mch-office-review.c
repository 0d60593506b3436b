/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-office-review.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "store/mch-outbox.h"
#include "sync/mch-desk.h"

static const char *const names[MCH_N_REVIEW_STATES] = {
  [MCH_REVIEW_TODO] = "to_check",
  [MCH_REVIEW_CHECKED] = "checked",
  [MCH_REVIEW_FAULTY] = "to_correct",
};

const char *
mch_review_state_to_string (MchReviewState state)
{
  g_return_val_if_fail (state < MCH_N_REVIEW_STATES, NULL);

  return names[state];
}

MchReviewState
mch_review_state_from_string (const char *text)
{
  MchReviewState state = MCH_REVIEW_TODO;

  while (state < MCH_N_REVIEW_STATES && g_strcmp0 (names[state], text) != 0)
    state++;
  return state;
}

void
mch_office_review_clear (MchOfficeReview *review)
{
  g_clear_pointer (&review->note, g_free);
  g_clear_pointer (&review->by_name, g_free);
  *review = (MchOfficeReview){ 0 };
}

void
mch_office_review_load (MchStore *store, const char *scope, const char *edition, const char *person,
                        const char *fingerprint, MchOfficeReview *ret_review)
{
  g_autoptr (MchRecord) record = NULL;
  const char *verdict, *at_ms;

  g_return_if_fail (store != NULL && scope != NULL && person != NULL && ret_review != NULL);

  *ret_review = (MchOfficeReview){ 0 };
  record = mch_store_dup_record (store, scope, MCH_KIND_REVIEW, person);
  verdict = record != NULL ? mch_record_get (record, "verdict") : NULL;
  if (verdict == NULL || g_strcmp0 (mch_record_get (record, "edition"), edition) != 0)
    return;
  ret_review->state = mch_review_state_from_string (verdict);
  /* A newer program's word is none of ours. */
  if (ret_review->state == MCH_N_REVIEW_STATES)
    ret_review->state = MCH_REVIEW_TODO;
  at_ms = mch_record_get (record, "at_ms");
  ret_review->changed = g_strcmp0 (mch_record_get (record, "seen"), fingerprint) != 0;
  ret_review->note = g_strdup (mch_record_get (record, "note"));
  ret_review->by_name = g_strdup (mch_record_get (record, "by_name"));
  ret_review->at_ms = at_ms != NULL ? g_ascii_strtoll (at_ms, NULL, 10) : 0;
}

/* The record as it shall be: (transfer full). */
static MchRecord *
make_record (const char *edition, const char *person, const char *fingerprint, MchReviewState state,
             const char *note)
{
  MchRecord *record = mch_record_new (MCH_KIND_REVIEW, person);

  mch_record_set (record, "edition", edition);
  mch_record_set (record, "verdict", state != MCH_REVIEW_TODO ? names[state] : NULL);
  mch_record_set (record, "note", note);
  mch_record_set (record, "seen", fingerprint);
  return record;
}

static void
keep_signature (const MchRecord *known, MchRecord *record)
{
  static const char *const signature[] = { "by", "by_name", "at_ms" };

  for (gsize i = 0; i < G_N_ELEMENTS (signature); i++)
    mch_record_set (record, signature[i], mch_record_get (known, signature[i]));
}

gboolean
mch_office_review_save (MchStore *store, const char *scope, const char *edition, const char *person,
                        const char *fingerprint, MchReviewState state, const char *note,
                        GError **error)
{
  g_autoptr (MchRecord) record = make_record (edition, person, fingerprint, state, note);
  g_autoptr (MchRecord) known = mch_store_dup_record (store, scope, MCH_KIND_REVIEW, person);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autofree char *op = mch_desk_new_id ();
  MchChange *change;

  g_return_val_if_fail (state < MCH_N_REVIEW_STATES, FALSE);

  if (known != NULL)
    keep_signature (known, record);
  change = known != NULL ? mch_change_new_diff (known, record) : mch_change_new_create (record);
  if (change == NULL)
    return TRUE;
  g_ptr_array_add (changes, change);
  return mch_store_enqueue (store, op, scope, "edit", NULL, changes, mch_desk_now_ms (), error);
}

static char *
dup_when (gint64 at_ms)
{
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (at_ms / 1000);
  g_autofree char *day = g_date_time_format (at, "%d/%m/%Y");
  g_autofree char *hour = g_date_time_format (at, "%H:%M");

  /* Translators: day and time of day. */
  return g_strdup_printf (_ ("%s at %s"), day, hour);
}

/* "Mme Vidal, 27/11/2026 at 14:32", or that it has not left yet. */
static char *
dup_signature (const MchOfficeReview *review)
{
  g_autofree char *when = NULL;

  if (review->at_ms == 0)
    return g_strdup (_ ("not sent yet"));
  when = dup_when (review->at_ms);
  return review->by_name != NULL ? g_strdup_printf ("%s, %s", review->by_name, when)
                                 : g_steal_pointer (&when);
}

char *
mch_office_review_dup_text (const MchOfficeReview *review)
{
  g_autofree char *signature = NULL;
  g_autofree char *head = NULL;

  g_return_val_if_fail (review != NULL, NULL);

  if (review->state == MCH_REVIEW_TODO)
    return NULL;
  signature = dup_signature (review);
  /* Translators: state, who and when: "To correct – exam office (Mme Vidal, 27/11/2026)". */
  head = g_strdup_printf (_ ("%s – exam office (%s)"), mch_review_state_label (review->state),
                          signature);
  if (review->note == NULL)
    return g_steal_pointer (&head);
  /* Translators: what was found, and in which words. */
  return g_strdup_printf (_ ("%s: %s"), head, review->note);
}
