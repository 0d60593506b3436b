/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where messages go: into files of a folder, or to a mail server; as machaond.conf says. */
#pragma once

#include <gio/gio.h>

#include "server/http/mch-config.h"
#include "server/mail/mch-mail-message.h"

G_BEGIN_DECLS

typedef struct _MchMailTransport MchMailTransport;

/**
 * mch_mail_transport_new:
 * @data: the server's folder, for relative paths.
 * @host: (nullable): of the portal: what messages come from when "from" is unset.
 *
 * Reads the file of the password; makes the folder (0700) when messages go there. One thread at a
 * time.
 *
 * Returns: (transfer full) (nullable): NULL with a G_IO_ERROR or G_FILE_ERROR whose message says
 *   what to do.
 */
MchMailTransport *mch_mail_transport_new (const MchConfig *config, const char *data,
                                          const char *host, GError **error);
void mch_mail_transport_free (MchMailTransport *transport);

/* The folder that messages go into; NULL when they go to a mail server. */
const char *mch_mail_transport_get_folder (const MchMailTransport *transport);

/**
 * mch_mail_transport_send:
 * @message: @from, @from_name, @domain are filled in.
 *
 * Blocks. Sending one twice writes the same file. Errors: INVALID_ARGUMENT: this message, never;
 * BUSY: this message, not now; any other: the next one would fare no better.
 */
gboolean mch_mail_transport_send (MchMailTransport *transport, MchMailMessage *message,
                                  GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchMailTransport, mch_mail_transport_free)

G_END_DECLS
