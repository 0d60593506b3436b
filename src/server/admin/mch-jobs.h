/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server does by itself, on one thread: slips expire, what is over is dropped, summaries
 * and statistics are refreshed, the own certificate is renewed, and changes made by other programs
 * on the same database (machaond admin, another machaond) are told to the event streams. */
#pragma once

#include "server/http/mch-http.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

typedef struct _MchJobs MchJobs;

/**
 * mch_jobs_start:
 * @server, @http: must outlive the jobs.
 * @tls_folder: (nullable): where the server's certificate is; NULL on a unix socket.
 *
 * Every job runs once soon after the start.
 */
MchJobs *mch_jobs_start (MchServer *server, MchHttp *http, const char *tls_folder);

/* Waits for the job that is under way. */
void mch_jobs_stop (MchJobs *jobs);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchJobs, mch_jobs_stop)

G_END_DECLS
