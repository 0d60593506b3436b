/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The endpoints of PROTOCOL.md as handlers: JSON in, an act of the model, JSON out. */
#pragma once

#include "server/http/mch-router.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

/* Adds every /v1 route. The `server` that the router's user passes to handlers must be an
 * MchServer. */
void mch_api_add_routes (MchRouter *router);

G_END_DECLS
