/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server's edge shares with the router: the refusals that need no handler. */
#pragma once

#include "server/http/mch-router.h"

G_BEGIN_DECLS

/* The answer for a @status that the server gives by itself (400, 404, 405, 413, 415, 500, 503): an
 * error body below /v1, one sentence of plain text elsewhere. (transfer full) */
MchResponse *mch_router_refuse (MchRequest *request, guint status);

/* 0, or the status that refuses a request of @length body bytes (-1: not told) for @route. */
guint mch_router_check_body (const MchRoute *route, const MchRequest *request, gint64 length);

G_END_DECLS
