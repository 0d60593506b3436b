/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The local certification authority and the server's certificate in DIR/tls: ca.pem, ca-key.pem,
 * server.pem, server-key.pem. EC P-256 throughout; keys are 0600 in a folder that is 0700. */
#pragma once

#include "server/http/mch-request.h"

G_BEGIN_DECLS

#define MCH_TLS_CA_DAYS 3652
#define MCH_TLS_SERVER_DAYS 397

/**
 * mch_tls_create:
 * @folder: DIR/tls; created.
 * @hostnames: (nullable) (array zero-terminated=1): names or addresses for subjectAltName, beside
 *   localhost, 127.0.0.1 and ::1.
 * @now_ms: the clock, UTC.
 *
 * Makes authority and certificate. Nothing that exists is overwritten: an existing ca-key.pem is
 * MCH_SERVER_ERROR_TLS.
 */
gboolean
mch_tls_create (const char *folder, const char *const *hostnames, gint64 now_ms, GError **error);

/* A new key and certificate from the authority in @folder; @hostnames NULL keeps the names of the
 * present one. The files are replaced one after the other, key first; a running server keeps what
 * it has until SIGHUP. */
gboolean
mch_tls_renew (const char *folder, const char *const *hostnames, gint64 now_ms, GError **error);

/* When the first certificate of @path expires: ms since 1970, or -1 with @error. */
gint64 mch_tls_get_expiry (const char *path, GError **error);

/* The names and addresses of the first certificate of @path: (transfer full) (nullable). */
char **mch_tls_dup_names (const char *path, GError **error);

G_END_DECLS
