/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "documents/mch-receipt.h"

#include "core/mch-paper-code.h"
#include "documents/mch-document-source.h"

#define FIELD "confirmation_received_on"

struct _MchReceipt
{
  GPtrArray *candidates; /* MchCandidate */
  GHashTable *keys;      /* owned key → MchCandidate, borrowed */
  GHashTable *taken;     /* MchCandidate, borrowed */
  char *today;
  guint counts[MCH_N_RECEIPTS];
};

static const char *const names[MCH_N_RECEIPTS] = {
  [MCH_RECEIPT_TAKEN] = "taken",
  [MCH_RECEIPT_ALREADY] = "already",
  [MCH_RECEIPT_WRONG_VERSION] = "wrong_version",
  [MCH_RECEIPT_UNKNOWN] = "unknown",
  [MCH_RECEIPT_UNREADABLE] = "unreadable",
};

const char *
mch_receipt_outcome_to_string (MchReceiptOutcome outcome)
{
  g_return_val_if_fail (outcome < MCH_N_RECEIPTS, NULL);

  return names[outcome];
}

MchReceipt *
mch_receipt_new (MchStore *store, const char *scope, const char *session, const char *today,
                 GError **error)
{
  MchCandidateFilter filter = { .scope = scope, .session = session, .state = MCH_STATE_REGISTERED };
  g_autoptr (MchReceipt) receipt = g_new0 (MchReceipt, 1);

  g_return_val_if_fail (store != NULL && session != NULL && today != NULL, NULL);

  receipt->candidates = mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, error);
  if (receipt->candidates == NULL)
    return NULL;
  receipt->today = g_strdup (today);
  receipt->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  receipt->taken = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < receipt->candidates->len; i++)
    {
      MchCandidate *candidate = receipt->candidates->pdata[i];
      char key[MCH_PAPER_KEY_LENGTH + 1];

      mch_paper_code_get_key (candidate->candidature->id, key);
      g_hash_table_insert (receipt->keys, g_strdup (key), candidate);
    }
  return g_steal_pointer (&receipt);
}

void
mch_receipt_free (MchReceipt *receipt)
{
  g_return_if_fail (receipt != NULL);

  g_clear_pointer (&receipt->keys, g_hash_table_unref);
  g_clear_pointer (&receipt->taken, g_hash_table_unref);
  g_clear_pointer (&receipt->candidates, g_ptr_array_unref);
  g_free (receipt->today);
  g_free (receipt);
}

static guint
get_version (const MchCandidate *candidate)
{
  g_autofree char *number = NULL;
  g_autofree char *version = NULL;

  mch_registration_split_number (candidate->candidature, &number, &version);
  return mch_registration_get_version (version);
}

static MchReceiptOutcome
judge (MchReceipt *receipt, const char *typed, const MchCandidate **ret_candidate)
{
  MchPaperCode code;
  const MchCandidate *candidate;

  if (!mch_paper_code_read (typed, &code))
    return MCH_RECEIPT_UNREADABLE;
  candidate =
      code.kind == MCH_PAPER_CONFIRMATION ? g_hash_table_lookup (receipt->keys, code.key) : NULL;
  *ret_candidate = candidate;
  if (candidate == NULL)
    return MCH_RECEIPT_UNKNOWN;
  if (code.version != get_version (candidate))
    return MCH_RECEIPT_WRONG_VERSION;
  if (mch_document_has_confirmation (candidate)
      || !g_hash_table_add (receipt->taken, (gpointer) candidate))
    return MCH_RECEIPT_ALREADY;
  return MCH_RECEIPT_TAKEN;
}

MchReceiptOutcome
mch_receipt_take (MchReceipt *receipt, const char *typed, const MchCandidate **ret_candidate)
{
  const MchCandidate *candidate = NULL;
  MchReceiptOutcome outcome;

  g_return_val_if_fail (receipt != NULL && typed != NULL, MCH_RECEIPT_UNREADABLE);

  outcome = judge (receipt, typed, &candidate);
  receipt->counts[outcome]++;
  if (ret_candidate != NULL)
    *ret_candidate = candidate;
  return outcome;
}

guint
mch_receipt_count (const MchReceipt *receipt, MchReceiptOutcome outcome)
{
  g_return_val_if_fail (receipt != NULL && outcome < MCH_N_RECEIPTS, 0);

  return receipt->counts[outcome];
}

GPtrArray *
mch_receipt_list_missing (const MchReceipt *receipt)
{
  GPtrArray *missing;

  g_return_val_if_fail (receipt != NULL, NULL);

  missing = g_ptr_array_new ();
  for (guint i = 0; i < receipt->candidates->len; i++)
    if (!mch_document_has_confirmation (receipt->candidates->pdata[i])
        && !g_hash_table_contains (receipt->taken, receipt->candidates->pdata[i]))
      g_ptr_array_add (missing, receipt->candidates->pdata[i]);
  return missing;
}

GPtrArray *
mch_receipt_dup_changes (const MchReceipt *receipt)
{
  GPtrArray *changes;

  g_return_val_if_fail (receipt != NULL, NULL);

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  for (guint i = 0; i < receipt->candidates->len; i++)
    {
      const MchCandidate *candidate = receipt->candidates->pdata[i];
      MchChange *change;

      if (!g_hash_table_contains (receipt->taken, candidate))
        continue;
      change = mch_change_new_update (MCH_KIND_CANDIDATURE, candidate->candidature->id,
                                      candidate->candidature->version);
      mch_change_set (change, FIELD, NULL, receipt->today);
      g_ptr_array_add (changes, change);
    }
  return changes;
}
