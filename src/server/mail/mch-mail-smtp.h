/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Handing one message to a mail server. Private to src/server/mail. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Everything is borrowed. @user, @password, @ca_file: (nullable). @tls: STARTTLS is required on
 * smtp://; FALSE takes the connection as it is. */
typedef struct
{
  const char *url; /* smtp://HOST[:PORT] or smtps://HOST[:PORT] */
  gboolean tls;
  const char *user;
  const char *password;
  const char *ca_file;
} MchSmtpServer;

typedef struct _MchSmtp MchSmtp;

/* Keeps its connection from one message to the next. One thread at a time. */
MchSmtp *mch_smtp_new (void);
void mch_smtp_free (MchSmtp *smtp);

/**
 * mch_smtp_send:
 *
 * Blocks for at most a minute and a half, or until @cancellable.
 * Errors: G_IO_ERROR_INVALID_ARGUMENT: the server does not take this message, ever;
 * G_IO_ERROR_BUSY: not now; any other: the next message would fare no better.
 */
gboolean mch_smtp_send (MchSmtp *smtp, const MchSmtpServer *server, const char *from,
                        const char *to, GBytes *message, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSmtp, mch_smtp_free)

G_END_DECLS
