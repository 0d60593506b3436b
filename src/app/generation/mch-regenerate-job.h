/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's part of giving new provisional passwords: from ticked candidatures to persons, the
 * act, and who was refused and why, by name. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * MchRegenerated:
 * @n: how many got a new slip.
 * @edition: (nullable): of the new slips; NULL when there are none.
 * @refused: of char*: "AUBIN Antoine: why not".
 */
typedef struct
{
  guint n;
  char *edition;
  GPtrArray *refused;
} MchRegenerated;

void mch_regenerated_free (MchRegenerated *regenerated);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRegenerated, mch_regenerated_free)

/**
 * mch_regenerate_async:
 * @ids: of candidatures or persons, NULL-terminated.
 *
 * The password must have been given. Finish: (transfer full), or NULL with an error whose message
 * can be shown.
 */
void mch_regenerate_async (MchContext *context, const char *const *ids, const char *title,
                           GAsyncReadyCallback callback, gpointer user_data);
MchRegenerated *mch_regenerate_finish (GAsyncResult *result, GError **error);

G_END_DECLS
