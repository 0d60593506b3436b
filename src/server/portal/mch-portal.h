/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The candidates' pages: signing in from the slip, choosing a password, the account. Every page
 * works without JavaScript and says what to do next. */
#pragma once

#include "server/http/mch-router.h"

G_BEGIN_DECLS

/* Adds every route outside /v1. The `server` that the router's user passes to handlers must be an
 * MchServer. */
void mch_portal_add_routes (MchRouter *router);

/* An MchErrorPage. @server: an MchServer. Any thread; does not block. (transfer full) */
MchResponse *mch_portal_error_page (MchRequest *request, guint status, gpointer server);

G_END_DECLS
