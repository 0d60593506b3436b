/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addresses of strangers, and what they become in the head of a message. */
#include "fuzz-init.h"

#include <string.h>

#include "core/mch-email.h"
#include "server/mail/mch-mail-message.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *typed = g_strndup ((const char *) data, size);
  g_autofree char *email = mch_email_read (typed);
  g_autofree char *again = mch_email_read (email);
  g_autofree char *mask = email != NULL ? mch_email_mask (email) : NULL;
  g_autofree char *name = NULL;
  g_autofree char *from = NULL;
  const MchMailMessage message = { .id = "id",
                                   .domain = "examens.example",
                                   .from_name = typed,
                                   .from = "machaon@examens.example",
                                   .to = email != NULL ? email : typed,
                                   .subject = typed,
                                   .text = typed,
                                   .language = "fr" };
  g_autoptr (GBytes) written = mch_mail_message_write (&message);

  g_assert_cmpstr (again, ==, email);
  g_assert_cmpint (written != NULL, ==, email != NULL);
  if (mch_mail_read_from (typed, &name, &from))
    g_assert_nonnull (from);
  if (email == NULL)
    return 0;
  g_assert_cmpuint (strlen (email), <=, MCH_EMAIL_MAX);
  for (const char *p = email; *p != '\0'; p++)
    g_assert_true (g_ascii_isgraph (*p) && !g_ascii_isupper (*p)
                   && strchr ("<>,;:\"\\()", *p) == NULL);
  g_assert_true (g_utf8_validate (mask, -1, NULL));
  return 0;
}
