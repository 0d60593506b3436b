/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signed confirmations that come back: each code that is read is noted at once, on disk, or it is
 * said why not. What is missing and what was wrong is kept by name. Main thread. */
#pragma once

#include "app/distribution/mch-scan-box.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_RETURNS_MODEL (mch_returns_model_get_type ())
G_DECLARE_FINAL_TYPE (MchReturnsModel, mch_returns_model, MCH, RETURNS_MODEL, GObject)

MchReturnsModel *mch_returns_model_new (MchContext *context);

/* Reads everything again. Signal "changed" () follows. */
void mch_returns_model_load (MchReturnsModel *self);

/* Another context: forgets what was read, and what was wrong. */
void mch_returns_model_clear (MchReturnsModel *self);

/* FALSE until the first load has ended. */
gboolean mch_returns_model_is_loaded (MchReturnsModel *self);

/* Notes the confirmation whose code this is. @ret_text: (out) (transfer full): what became of it.
 */
MchScanResult mch_returns_model_scan (MchReturnsModel *self, const char *typed, char **ret_text);

/* Strings: "AUBIN Antoine (1CAP-EPC)" of those whose confirmation has not come
 * back; and the sentences about codes that were wrong, the newest first. Always the same lists. */
GListModel *mch_returns_model_get_missing (MchReturnsModel *self);
GListModel *mch_returns_model_get_problems (MchReturnsModel *self);

/* Registered candidates, and how many of them have returned it. */
guint mch_returns_model_get_n (MchReturnsModel *self);
guint mch_returns_model_get_n_received (MchReturnsModel *self);

/* Signals: "changed" (). "not-saved" (const char *): the sentence about an act that is not on disk,
 * or about a list that cannot be read. */

G_END_DECLS
