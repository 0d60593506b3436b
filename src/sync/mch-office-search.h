/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Candidats de l'académie": what an agent searches on the server, since no desktop mirrors a whole
 * académie. Everything blocks and needs the server; thread of the desk. */
#pragma once

#include "core/mch-record.h"
#include "protocol/mch-wire-search.h"
#include "sync/mch-desk.h"

G_BEGIN_DECLS

/**
 * mch_office_search:
 * @after, @until: (nullable): places of earlier pages: what comes after the one, and up to the
 *   other, that row included.
 * @limit: 1 to MCH_SEARCH_MAX_ROWS.
 * @count: whether the total is wanted, too.
 *
 * Returns: (transfer full): a page; NULL with MCH_SYNC_ERROR_USAGE for who is no agent, or that of
 *   the call.
 */
MchFoundPage *
mch_office_search (MchDesk *desk, const MchSearch *search, const char *after, const char *until,
                   guint limit, gboolean count, GCancellable *cancellable, GError **error);

/**
 * mch_office_search_get:
 * @ret_person, @ret_candidature: (out) (transfer full): as they stand on the server, which writes
 *   down who looked when something is told of health.
 */
gboolean
mch_office_search_get (MchDesk *desk, const MchFound *found, MchRecord **ret_person,
                       MchRecord **ret_candidature, GCancellable *cancellable, GError **error);

/**
 * mch_office_search_note_export:
 * @at_most: how many rows are taken away as a file; 0 for all.
 *
 * Tells the server, which enters it in the print log of the académie. Before the rows are asked
 * for: what cannot be entered is not taken away.
 */
gboolean mch_office_search_note_export (MchDesk *desk, const MchSearch *search, guint at_most,
                                        GCancellable *cancellable, GError **error);

/* On the thread of the desk. */
typedef void (*MchOfficeSearchProgress) (guint done, guint total, gpointer user_data);

/**
 * mch_office_search_export:
 * @path: of the file, which is there only once it is whole; what was there stays when it fails.
 * @progress: (nullable)
 *
 * Writes everybody who is found as CSV, page by page as they come, after
 * mch_office_search_note_export().
 *
 * Returns: how many; -1 on error.
 */
gint64 mch_office_search_export (MchDesk *desk, const MchSearch *search, const char *path,
                                 MchOfficeSearchProgress progress, gpointer user_data,
                                 GCancellable *cancellable, GError **error);

/* The columns of lists: NULL-terminated names for mch_found_get(), and what they are called
 * (translated; transfer container: free with g_free()). */
extern const char *const mch_office_search_columns[];
const char **mch_office_search_dup_labels (void);

G_END_DECLS
