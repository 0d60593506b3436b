/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finding candidates in a whole académie, page by page. Blocks; any thread. */
#pragma once

#include "core/mch-record.h"
#include "protocol/mch-wire-search.h"
#include "server/model/mch-search-place.h"
#include "server/model/mch-server.h"
#include "server/model/mch-staff.h"

G_BEGIN_DECLS

/**
 * MchSearchQuery: everything is borrowed.
 * @academy: its code.
 * @after: (nullable): the place to go on from; NULL from the first.
 * @until: (nullable): the place to stop at, that row included.
 * @limit: 1 to MCH_SEARCH_MAX_ROWS.
 * @count: whether the total is wanted; it costs more than a page.
 */
typedef struct
{
  MchSearch search;
  const char *academy;
  const MchSearchPlace *after;
  const MchSearchPlace *until;
  int limit;
  gboolean count;
} MchSearchQuery;

/* (transfer full): the page. Whoever asks must have been found to be of the académie's office. */
MchFoundPage *mch_search_page (MchServer *server, const MchSearchQuery *query, GError **error);

/**
 * mch_search_log_export:
 * @staff: who takes the list away as a file.
 * @query: what he finds; its places, its limit and whether it counts are not looked at.
 * @at_most: how many rows he takes; 0 for all.
 *
 * Enters it in the log of the académie, before any row is given.
 *
 * Returns: how many rows it will be; -1 on error.
 */
gint64 mch_search_log_export (MchServer *server, const MchStaff *staff, const MchSearchQuery *query,
                              gint64 at_most, GError **error);

/**
 * mch_search_get:
 * @staff: who looks; entered in the log of the establishment when something is told of health.
 * @ret_person, @ret_candidature: (out) (transfer full): as they stand.
 *
 * Errors: NOT_FOUND: no such candidate in an establishment of the académie.
 */
gboolean mch_search_get (MchServer *server, const MchStaff *staff, const char *academy,
                         const char *uai, const char *id, MchRecord **ret_person,
                         MchRecord **ret_candidature, GError **error);

/* Makes the order of all lists anew when it is that of another version of ICU; else nothing. */
gboolean mch_search_sort (MchServer *server, GError **error);

G_END_DECLS
