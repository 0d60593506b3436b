/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed confirmations that come back: their codes are typed by a scanner one after the other, and
 * each is known again, or it is said why not. */
#pragma once

#include "core/mch-record.h"
#include "store/mch-candidates.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_RECEIPT_TAKEN,
  MCH_RECEIPT_ALREADY,       /* this one came back before, or was scanned twice */
  MCH_RECEIPT_WRONG_VERSION, /* an older sheet: the data have changed since it was printed */
  MCH_RECEIPT_UNKNOWN,       /* of nobody in this session of this establishment */
  MCH_RECEIPT_UNREADABLE,    /* no such number, or one that was misread */
  MCH_N_RECEIPTS
} MchReceiptOutcome;

/* snake_case, for JSON: "wrong_version". */
const char *mch_receipt_outcome_to_string (MchReceiptOutcome outcome);

/* The registered candidates of one session, and what has come back. One thread at a time. */
typedef struct _MchReceipt MchReceipt;

/**
 * mch_receipt_new:
 * @today: YYYY-MM-DD: the day that is noted.
 *
 * Returns: (transfer full): NULL with an MCH_STORE_ERROR.
 */
MchReceipt *mch_receipt_new (MchStore *store, const char *scope, const char *session,
                             const char *today, GError **error);
void mch_receipt_free (MchReceipt *receipt);

/**
 * mch_receipt_take:
 * @typed: what the scanner typed, or a person from below the code; valid UTF-8.
 * @ret_candidate: (out) (optional) (nullable): whose it is, borrowed; NULL when nobody's.
 */
MchReceiptOutcome
mch_receipt_take (MchReceipt *receipt, const char *typed, const MchCandidate **ret_candidate);

/* How often each outcome was so far. */
guint mch_receipt_count (const MchReceipt *receipt, MchReceiptOutcome outcome);

/* Those whose confirmation has not come back: (transfer container) (element-type MchCandidate), by
 * name; borrowed from @receipt. */
GPtrArray *mch_receipt_list_missing (const MchReceipt *receipt);

/* What was taken, as one act for the outbox: (transfer full) (element-type MchChange). */
GPtrArray *mch_receipt_dup_changes (const MchReceipt *receipt);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchReceipt, mch_receipt_free)

G_END_DECLS
