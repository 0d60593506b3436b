/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that sends messages while the server runs. */
#pragma once

#include "server/mail/mch-mail-transport.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

typedef struct _MchMailSender MchMailSender;

/* @server, @config and @data must outlive it. What keeps messages from leaving is told on stderr,
 * once, and looked at again; nothing is lost meanwhile. */
MchMailSender *mch_mail_sender_start (MchServer *server, const MchConfig *config, const char *data);

/* Breaks off what is being sent (it is sent again later) and waits for the thread. */
void mch_mail_sender_stop (MchMailSender *sender);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchMailSender, mch_mail_sender_stop)

G_END_DECLS
