/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message as it goes over the wire or into a file. Pure; any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchMailMessage: everything is borrowed.
 * @id: of the message; with @domain it makes the Message-ID, so that a message that went twice is
 *   known as one.
 * @from_name: (nullable)
 * @from, @to: addresses of mch_email_read(); nothing else is a header of ours.
 * @subject, @text: any text; what would break a header is taken out of @subject.
 * @language: of the text, "fr".
 */
typedef struct
{
  const char *id;
  const char *domain;
  const char *from_name;
  const char *from;
  const char *to;
  const char *subject;
  const char *text;
  const char *language;
  gint64 at_ms;
} MchMailMessage;

/* The whole message in RFC 5322's form with lines ended by CR LF: (transfer full) (nullable), NULL
 * when an address is none. */
GBytes *mch_mail_message_write (const MchMailMessage *message);

/**
 * mch_mail_read_from:
 * @text: "ADDRESS" or "Name <ADDRESS>".
 * @ret_name: (out) (optional) (nullable) (transfer full)
 * @ret_address: (out) (optional) (transfer full): in small letters.
 *
 * Returns: whether it is one.
 */
gboolean mch_mail_read_from (const char *text, char **ret_name, char **ret_address);

G_END_DECLS
