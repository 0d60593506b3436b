/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's part of giving new provisional passwords: from ticked candidatures to persons, the
 * act, and who was refused and why, by name. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * MchRegenerated:
 * @n: how many got a new slip.
 * @n_links: how many get a link at their own address.
 * @edition: (nullable): of the new slips; NULL when there are none.
 * @refused: of char*: "AUBIN Antoine: why not".
 */
typedef struct
{
  guint n;
  guint n_links;
  char *edition;
  GPtrArray *refused;
} MchRegenerated;

void mch_regenerated_free (MchRegenerated *regenerated);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRegenerated, mch_regenerated_free)

/* What regenerating would give, as far as this desk knows: each person once. */
typedef struct
{
  guint n_links; /* verified addresses: a link, unless paper is wanted all the same */
  guint n_slips;
} MchRegenerateSizes;

MchRegenerateSizes mch_regenerate_count (MchContext *context, const char *const *ids);

/**
 * mch_regenerate_async:
 * @ids: of candidatures or persons, NULL-terminated.
 * @despite_email: paper for everybody; logged, and told to those who have a verified address.
 *
 * The password must have been given. Finish: (transfer full), or NULL with an error whose message
 * can be shown.
 */
void
mch_regenerate_async (MchContext *context, const char *const *ids, const char *title,
                      gboolean despite_email, GAsyncReadyCallback callback, gpointer user_data);
MchRegenerated *mch_regenerate_finish (GAsyncResult *result, GError **error);

G_END_DECLS
