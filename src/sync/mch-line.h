/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line to a server: its address, the authority that it is trusted under, the proxies on the
 * way, and in words what is wrong with the line when something else than the server answers. What
 * MchClient and MchEventStream share. */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _MchLine MchLine;

/**
 * mch_line_new:
 * @server, @ca_pem: as for mch_client_new(), with its errors.
 *
 * One thread at a time, which is that of its session; mch_line_copy() for another.
 */
MchLine *mch_line_new (const char *server, const char *ca_pem, GError **error);
void mch_line_free (MchLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchLine, mch_line_free)

/* The same line, with its proxy login. (transfer full): NULL when the process has no file left. */
MchLine *mch_line_copy (const MchLine *self, GError **error);

const char *mch_line_get_host (const MchLine *self);

/* What is told to a proxy that asks; NULL for nothing but what the settings say. */
void mch_line_set_proxy_login (MchLine *self, const char *user, const char *password);

/* (transfer full): not to be used after @self is freed. @timeout_s: without a byte. */
SoupSession *mch_line_new_session (MchLine *self, guint timeout_s);

/* A request to the server, @path below its address; @token: (nullable). (transfer full) */
SoupMessage *
mch_line_new_message (MchLine *self, const char *method, const char *path, const char *token);

/* Whether trying again cannot help: a person has to do something first. */
gboolean mch_line_is_hopeless (const GError *cause);

/**
 * mch_line_fail_unanswered:
 * @cause: what libsoup said.
 *
 * Sets MCH_SYNC_ERROR_OFFLINE, _UNTRUSTED, _PORTAL, or G_IO_ERROR_CANCELLED.
 *
 * Returns: FALSE.
 */
gboolean
mch_line_fail_unanswered (MchLine *self, SoupMessage *message, const GError *cause, GError **error);

/**
 * mch_line_check_answered:
 *
 * Whether it was the server that answered @message.
 *
 * Returns: FALSE with MCH_SYNC_ERROR_PROXY when a proxy asks for a login, _PORTAL when the network
 *   does, _OFFLINE when a proxy answered in place of a server that it does not reach or let one to.
 */
gboolean mch_line_check_answered (MchLine *self, SoupMessage *message, GError **error);

/* How far the server's clock is ahead of this computer's, ms; FALSE when it did not say. */
gboolean mch_line_get_clock_offset (SoupMessage *message, gint64 *ret_ms);

/* (transfer full) (nullable): the name that a person knows of "O=…,CN=…", on one line and not
 * longer than a sentence can bear; NULL when there is none. @name: (nullable): as GnuTLS writes it.
 */
char *mch_line_dup_common_name (const char *name);

G_END_DECLS
