/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page "Candidates of the académie" asks of the server, away from the main thread. The
 * callback's source is always the worker. */
#pragma once

#include "app/window/mch-context.h"
#include "sync/mch-office-search.h"

G_BEGIN_DECLS

#define MCH_SEARCH_PAGE 100 /* rows */

/* A page after @after and up to @until, both (nullable); with the total when it is the first. */
void mch_search_jobs_page_async (MchContext *context, const MchSearch *search, const char *after,
                                 const char *until, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer data);
MchFoundPage *mch_search_jobs_page_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* Finish: (transfer full) (element-type MchRecord): the person and his candidature. */
void mch_search_jobs_look_async (MchContext *context, const MchFound *found,
                                 GAsyncReadyCallback callback, gpointer data);
GPtrArray *mch_search_jobs_look_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/* As mch_office_search_export(). Finish: how many; -1. */
void mch_search_jobs_export_async (MchContext *context, const MchSearch *search, const char *path,
                                   MchWorkProgressFunc progress, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
gint64 mch_search_jobs_export_finish (MchWorker *worker, GAsyncResult *result, GError **error);

G_END_DECLS
