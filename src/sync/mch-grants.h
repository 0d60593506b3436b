/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this person may see, as the server says it with every question for what is new: rights that
 * were given show up by themselves, and what belongs to a right that was taken leaves this
 * computer. */
#pragma once

#include "sync/mch-desk.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define MCH_GRANTS_REASON "forbidden" /* of operations that wait for a right */

/**
 * mch_grants_follow:
 * @heads: the answer of /v1/heads; one without "grants" changes nothing.
 *
 * Of staff of an establishment only: the exam office's scopes are its own choice.
 *
 * Returns: FALSE with an MCH_SYNC_ERROR or MCH_STORE_ERROR.
 */
gboolean mch_grants_follow (MchDesk *desk, JsonObject *heads, GError **error);

/**
 * MchLostScope: an establishment that this person may not see any more.
 * @n_waiting: operations that had not left; they stay in the outbox, refused for
 *   MCH_GRANTS_REASON, and leave by themselves should the right come back.
 */
typedef struct
{
  char *scope;
  char *name;
  gint64 at_ms;
  guint n_waiting;
} MchLostScope;

/* (transfer full) (element-type MchLostScope): those that nobody was told about yet, by scope. Any
 * thread. */
GPtrArray *mch_grants_list_lost (MchStore *store);

/* The person was told. */
gboolean mch_grants_forget_lost (MchStore *store, const char *scope, GError **error);

/* (transfer full): the sentence that tells it. */
char *mch_lost_scope_dup_text (const MchLostScope *lost);

G_END_DECLS
