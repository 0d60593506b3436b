/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was typed on a registration and not saved, kept sealed on the disk until it is: closing the
 * window, or a power cut, loses nothing. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* Drafts are kept by candidature; that of a new one by its session. @id: (nullable): NULL for a new
 * one. (transfer full) */
char *mch_candidate_draft_dup_key (MchContext *context, const char *id);

/* (transfer full) (nullable): "a{ss}"; NULL when there is none. */
GVariant *mch_candidate_draft_load (MchStore *store, const char *key);

/* @typed: "a{ss}"; an empty one takes the draft away. Short: one record. */
gboolean
mch_candidate_draft_save (MchStore *store, const char *key, GVariant *typed, GError **error);

G_END_DECLS
