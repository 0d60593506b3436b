/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message as it goes over the wire: what stands in its head, and what nobody can put there. */
#include <string.h>

#include "server/mail/mch-mail-message.h"

static char *
dup_message (const char *to, const char *name, const char *subject, const char *text)
{
  const MchMailMessage message = { .id = "018f0000-0000-7000-8000-000000000001",
                                   .domain = "examens.example",
                                   .from_name = name,
                                   .from = "ne-pas-repondre@examens.example",
                                   .to = to,
                                   .subject = subject,
                                   .text = text,
                                   .language = "fr",
                                   .at_ms = G_GINT64_CONSTANT (1795341600000) };
  g_autoptr (GBytes) bytes = mch_mail_message_write (&message);

  return bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                       : NULL;
}

static gboolean
has_line (const char *message, const char *line)
{
  g_autofree char *whole = g_strconcat ("\r\n", line, "\r\n", NULL);
  g_autofree char *with_start = g_strconcat ("\r\n", message, NULL);

  return strstr (with_start, whole) != NULL;
}

static void
test_head (void)
{
  static const char *const lines[] = {
    "To: lea@foyer.example",
    "Date: Sun, 22 Nov 2026 10:00:00 +0000",
    "Message-Id: <018f0000-0000-7000-8000-000000000001@examens.example>",
    "Auto-Submitted: auto-generated",
    "Content-Language: fr",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: quoted-printable",
  };
  g_autofree char *message =
      dup_message ("lea@foyer.example", "Examens d'été", "[MACHAON] Vérifier mon adresse e-mail",
                   "Bonjour,\n\nÀ bientôt sur Machaon.\n.\nFin\n");

  g_assert_nonnull (message);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    if (!has_line (message, lines[i]))
      g_error ("no line “%s” in:\n%s", lines[i], message);
  for (const char *p = message; *p != '\0'; p++)
    {
      g_assert_cmpint ((guchar) *p, <, 0x80);
      g_assert_true (*p != '\n' || p[-1] == '\r');
    }
  g_assert_nonnull (strstr (message, "=C3=80 bient=C3=B4t"));
}

/* Every value that could bring a line of its own. */
static void
test_injection (void)
{
  static const char *const hostile[] = {
    "x\r\nBcc: autre@foyer.example",
    "x\nBcc: autre@foyer.example",
    "x\r\n\r\nBcc: autre@foyer.example",
    "x\rBcc: autre@foyer.example",
    "x\xe2\x80\xa8"
    "Bcc: autre@foyer.example",
    "x\x0b\x0c\x85"
    "Bcc: autre@foyer.example",
    "\xff\r\nBcc: autre@foyer.example\xfe",
    "=?utf-8?Q?x=0D=0ABcc:_autre@foyer.example?=",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autofree char *message =
          dup_message ("lea@foyer.example", hostile[i], hostile[i], "Bonjour");
      const char *end = strstr (message, "\r\n\r\n");

      g_assert_nonnull (end);
      g_assert_null (g_strstr_len (message, end - message, "\r\nBcc"));
      g_assert_null (dup_message (hostile[i], NULL, "x", "x"));
    }
  g_assert_null (dup_message ("Lea@foyer.example", NULL, "x", "x")); /* not as it is kept */
  g_assert_null (dup_message ("lea@foyer.example, autre@foyer.example", NULL, "x", "x"));
  g_assert_null (dup_message ("<lea@foyer.example>", NULL, "x", "x"));
  g_assert_null (dup_message ("", NULL, "x", "x"));
}

static void
test_from (void)
{
  static const struct
  {
    const char *text;
    const char *name;
    const char *address;
  } table[] = {
    { "a@b.example", NULL, "a@b.example" },
    { "Examens <A@B.example>", "Examens", "a@b.example" },
    { "Examens d'été <a@b.example>", "Examens d'été", "a@b.example" },
    { "<a@b.example>", NULL, "a@b.example" },
    { "", NULL, NULL },
    { "Examens", NULL, NULL },
    { "a@b.example>", NULL, NULL },
    { "x\r\nBcc: y <a@b.example>", NULL, NULL },
    { "\"x\" <a@b.example>", NULL, NULL },
    { "a@b.example <c>", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *address = NULL;

      g_assert_cmpint (mch_mail_read_from (table[i].text, &name, &address), ==,
                       table[i].address != NULL);
      g_assert_cmpstr (address, ==, table[i].address);
      if (table[i].address != NULL)
        g_assert_cmpstr (name, ==, table[i].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/mail-message/head", test_head);
  g_test_add_func ("/server/mail-message/injection", test_injection);
  g_test_add_func ("/server/mail-message/from", test_from);
  return g_test_run ();
}
