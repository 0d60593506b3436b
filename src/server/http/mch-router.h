/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which handler answers which path, and within what limits. Filled once before the server starts,
 * then only read, by any thread. */
#pragma once

#include "server/http/mch-request.h"
#include "server/http/mch-response.h"

G_BEGIN_DECLS

/**
 * MchHandler:
 * @request: (transfer none): keep a reference to use it longer.
 * @server: what was given to mch_http_new().
 *
 * Runs in a thread of its route's pool, several at once; it may block. Returning NULL is a fault
 * and answered 500.
 *
 * Returns: (transfer full)
 */
typedef MchResponse *(*MchHandler) (MchRequest *request, gpointer server);

/**
 * MchPool:
 * @MCH_POOL_INLINE: on the network thread itself: only for what neither waits nor computes (a style
 *   sheet, a constant).
 * @MCH_POOL_READ: reads of the database.
 * @MCH_POOL_WRITE: writes of the database.
 * @MCH_POOL_ARGON: password checks.
 * @MCH_POOL_PRINT: drawing PDFs.
 *
 * A full pool answers 503 with Retry-After.
 */
typedef enum
{
  MCH_POOL_INLINE,
  MCH_POOL_READ,
  MCH_POOL_WRITE,
  MCH_POOL_ARGON,
  MCH_POOL_PRINT,
  MCH_N_POOLS,
} MchPool;

#define MCH_TYPE_JSON "application/json"
#define MCH_TYPE_FORM "application/x-www-form-urlencoded"

/**
 * MchRoute:
 * @pattern: "/v1/scopes/:scope/changes": a part that begins with ":" takes any one segment that is
 *   not empty; literal parts win over these. A last part "*" takes everything that is left.
 * @body_limit: bytes of body; 0: none may come. More is answered 413 and the connection closed.
 * @content_type: (nullable): what a request with a body must be, parameters aside, else 415.
 */
typedef struct
{
  MchMethod method;
  const char *pattern;
  MchHandler handler;
  size_t body_limit;
  MchPool pool;
  const char *content_type;
} MchRoute;

typedef struct _MchRouter MchRouter;

MchRouter *mch_router_new (void);
void mch_router_free (MchRouter *router);

/* Adds @n_routes routes; @routes and its texts must live as long as @router (static tables). Two
 * routes of the same method and pattern are a programming error. */
void mch_router_add (MchRouter *router, const MchRoute *routes, size_t n_routes);

/**
 * mch_router_match:
 * @ret_allow: (out) (transfer full) (nullable): when the path is known but not for this method, the
 *   value of the Allow header (answer 405); NULL when the path is unknown (answer 404).
 *
 * Finds the route of @request and gives the request its params. HEAD finds GET.
 *
 * Returns: (transfer none) (nullable)
 */
const MchRoute *mch_router_match (const MchRouter *router, MchRequest *request, char **ret_allow);

/* Matches and runs in the calling thread, with the answers 404, 405, 413 and 415 of the server: for
 * tests of handlers. (transfer full) */
MchResponse *mch_router_dispatch (const MchRouter *router, MchRequest *request, gpointer server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRouter, mch_router_free)

G_END_DECLS
