/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One local record a slip, so that each press of a key writes a few bytes whatever the size of the
 * pile. */
#include "slips/mch-slip-review.h"

#include <glib/gi18n-lib.h>

#define LOCAL_KIND "review"
#define FORMAT "(uyss)" /* version 1, state, note, fingerprint */
#define VERSION 1

const char *
mch_review_state_label (MchReviewState state)
{
  static const char *const labels[] = { N_ ("To check"), N_ ("Checked"), N_ ("To correct") };

  g_return_val_if_fail (state < MCH_N_REVIEW_STATES, NULL);

  return _ (labels[state]);
}

void
mch_slip_review_clear (MchSlipReview *review)
{
  g_clear_pointer (&review->note, g_free);
  review->state = MCH_REVIEW_TODO;
  review->changed = FALSE;
}

static char *
dup_id (const char *edition, const char *person)
{
  return g_strconcat (edition, "/", person, NULL);
}

void
mch_slip_review_load (MchStore *store, const char *edition, const char *person,
                      const char *fingerprint, MchSlipReview *ret_review)
{
  g_autofree char *id = dup_id (edition, person);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) raw = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *note, *seen;
  guint32 version;
  guint8 state;

  g_return_if_fail (store != NULL && ret_review != NULL);

  *ret_review = (MchSlipReview){ 0 };
  bytes = mch_store_get_local (store, LOCAL_KIND, id, NULL);
  if (bytes == NULL)
    return;
  raw = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  value = g_variant_get_normal_form (raw);
  g_variant_get (value, "(uy&s&s)", &version, &state, &note, &seen);
  /* A newer program's review is nobody's review: the slip is looked at again. */
  if (version != VERSION || state >= MCH_N_REVIEW_STATES)
    return;
  ret_review->note = *note != '\0' ? g_strdup (note) : NULL;
  ret_review->changed = state == MCH_REVIEW_CHECKED && g_strcmp0 (seen, fingerprint) != 0;
  ret_review->state = ret_review->changed ? MCH_REVIEW_TODO : (MchReviewState) state;
}

gboolean
mch_slip_review_save (MchStore *store, const char *edition, const char *person,
                      const char *fingerprint, MchReviewState state, const char *note,
                      GError **error)
{
  g_autofree char *id = dup_id (edition, person);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && state < MCH_N_REVIEW_STATES, FALSE);

  if (state == MCH_REVIEW_TODO && (note == NULL || *note == '\0'))
    return mch_store_delete_local (store, LOCAL_KIND, id, error);
  value = g_variant_ref_sink (
      g_variant_new (FORMAT, VERSION, (guint8) state, note != NULL ? note : "", fingerprint));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, LOCAL_KIND, id, bytes, error);
}
