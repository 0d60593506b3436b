/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The versions of a registration, each with what it changed, from the histories of candidature and
 * person (REG-51). */
#pragma once

#include "protocol/mch-wire-history.h"
#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * MchRegistrationVersion: what was changed together.
 * @version: of the registration, from 1; 0 when the change made none: before it was finalised, or
 *   of something that the confirmation does not show.
 * @by: the login; "" for the server and for candidates.
 * @lines: (element-type MchHistoryLine): the values, without those that the server keeps by itself.
 */
typedef struct
{
  guint version;
  gint64 at_ms;
  char *by;
  GPtrArray *lines;
} MchRegistrationVersion;

/**
 * mch_registration_versions_new:
 * @candidature, @person: (element-type MchHistoryLine): histories, the newest first; not kept.
 *
 * Returns: (transfer full) (element-type MchRegistrationVersion): the newest first. Values that
 *   lost a conflict are in none.
 */
GPtrArray *mch_registration_versions_new (GPtrArray *candidature, GPtrArray *person);

/* The same, asked of the server. NULL with an MCH_SYNC_ERROR. Blocks. */
GPtrArray *
mch_registration_versions_fetch (MchDesk *desk, const char *scope, const char *candidature,
                                 const char *person, GCancellable *cancellable, GError **error);

G_END_DECLS
