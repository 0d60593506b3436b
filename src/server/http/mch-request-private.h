/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server's edge and the router do to requests, and handlers do not. */
#pragma once

#include "server/http/mch-request.h"

G_BEGIN_DECLS

/* Decodes %-escapes (and "+" as space when @plus) of @length bytes at @text into UTF-8 without NUL,
 * or NULL when that cannot be done. (transfer full) */
char *mch_percent_decode (const char *text, size_t length, gboolean plus);

/* The segments of the matched pattern, so that params can be found by name: (transfer none), lives
 * as long as the router. */
void mch_request_set_pattern (MchRequest *request, const char *const *pattern);

G_END_DECLS
