/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sockets and addresses: what is listened on, who is at the other end. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  int fd;
  gboolean is_unix;
  char *path;    /* of the unix socket, to remove; else NULL */
  char *address; /* "https://127.0.0.1:8443" or "unix:PATH" */
} MchListen;

/* Opens @spec ("ADDR:PORT", "[ADDR]:PORT", "unix:PATH"); MCH_SERVER_ERROR_CONFIG when it is none of
 * these, _LISTEN when the system refuses. A unix socket that nobody listens on any more is
 * replaced. */
gboolean mch_listen_open (const char *spec, MchListen *ret_listen, GError **error);
void mch_listen_clear (MchListen *listen); /* closes and removes the unix socket */

/* Whether @spec has the form that mch_listen_open() takes. */
gboolean mch_listen_is_valid (const char *spec);

/* Raises the limit of open files to fit @connections; returns how many of them fit, and logs when
 * that is fewer. */
guint mch_listen_raise_files (guint connections);

/* The peer's address for limits: IPv4, or the /64 of IPv6; NULL on a unix socket. (transfer full)
 */
char *mch_listen_dup_peer (int fd);

/* The last hop of an X-Forwarded-For value, in the same form; NULL when it is no address.
 * (transfer full) */
char *mch_listen_dup_forwarded (const char *value);

/* Bytes that TCP socket @fd has received, or -1. */
gint64 mch_listen_get_received (int fd);

G_END_DECLS
