/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that sees GMime. */
#include "server/mail/mch-mail-message.h"

#include <gmime/gmime.h>
#include <string.h>

#include "core/mch-email.h"

#define NAME_MAX_BYTES 200

static void
init_once (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      g_mime_init ();
      g_once_init_leave (&done, 1);
    }
}

/* One line: whoever has got a line break in here would write headers of his own. */
static char *
dup_line (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *line = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (line, g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 ? ' ' : c);
    }
  return g_string_free (line, FALSE);
}

static gboolean
is_address (const char *text)
{
  g_autofree char *address = mch_email_read (text);

  return g_strcmp0 (address, text) == 0;
}

static void
set_head (GMimeMessage *mime, const MchMailMessage *message)
{
  g_autofree char *subject = dup_line (message->subject);
  g_autofree char *name = message->from_name != NULL ? dup_line (message->from_name) : NULL;
  g_autofree char *id = g_strconcat (message->id, "@", message->domain, NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (message->at_ms / 1000);

  g_mime_message_add_mailbox (mime, GMIME_ADDRESS_TYPE_FROM, name, message->from);
  internet_address_set_charset (
      internet_address_list_get_address (
          g_mime_message_get_addresses (mime, GMIME_ADDRESS_TYPE_FROM), 0),
      "utf-8");
  g_mime_message_add_mailbox (mime, GMIME_ADDRESS_TYPE_TO, NULL, message->to);
  g_mime_message_set_subject (mime, subject, "utf-8");
  g_mime_message_set_date (mime, date);
  g_mime_message_set_message_id (mime, id);
  /* RFC 3834: no "out of office" in return. */
  g_mime_object_set_header (GMIME_OBJECT (mime), "Auto-Submitted", "auto-generated", NULL);
  g_mime_object_set_header (GMIME_OBJECT (mime), "Content-Language", message->language, NULL);
}

/* Not as GMimeTextPart would do it, which prefers charsets of the last century. */
static GMimePart *
text_part_new (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GMimePart *part = g_mime_part_new_with_type ("text", "plain");
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer (valid, strlen (valid));
  GMimeDataWrapper *content =
      g_mime_data_wrapper_new_with_stream (stream, GMIME_CONTENT_ENCODING_DEFAULT);

  g_mime_object_set_content_type_parameter (GMIME_OBJECT (part), "charset", "utf-8");
  g_mime_part_set_content (part, content);
  g_mime_part_set_content_encoding (part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
  g_object_unref (content);
  g_object_unref (stream);
  return part;
}

static GBytes *
write_out (GMimeMessage *mime)
{
  GByteArray *bytes = g_byte_array_new ();
  GMimeStream *stream = g_mime_stream_mem_new_with_byte_array (bytes);
  GMimeFormatOptions *format = g_mime_format_options_new ();
  GBytes *written;

  g_mime_stream_mem_set_owner (GMIME_STREAM_MEM (stream), FALSE);
  g_mime_format_options_set_newline_format (format, GMIME_NEWLINE_FORMAT_DOS);
  g_mime_object_write_to_stream (GMIME_OBJECT (mime), format, stream);
  g_mime_format_options_free (format);
  g_object_unref (stream);
  written = g_byte_array_free_to_bytes (bytes);
  return written;
}

GBytes *
mch_mail_message_write (const MchMailMessage *message)
{
  GMimeMessage *mime;
  GMimePart *part;
  GBytes *written;

  g_return_val_if_fail (message != NULL && message->id != NULL && message->domain != NULL, NULL);

  if (!is_address (message->from) || !is_address (message->to))
    return NULL;
  init_once ();
  mime = g_mime_message_new (TRUE);
  part = text_part_new (message->text);
  set_head (mime, message);
  g_mime_message_set_mime_part (mime, GMIME_OBJECT (part));
  written = write_out (mime);
  g_object_unref (part);
  g_object_unref (mime);
  return written;
}

gboolean
mch_mail_read_from (const char *text, char **ret_name, char **ret_address)
{
  const char *open;
  g_autofree char *name = NULL;
  g_autofree char *inner = NULL;
  g_autofree char *address = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  open = strrchr (text, '<');
  if (open != NULL && g_str_has_suffix (text, ">"))
    {
      inner = g_strndup (open + 1, strlen (open) - 2);
      name = g_strstrip (g_strndup (text, open - text));
    }
  if (name != NULL && (strlen (name) > NAME_MAX_BYTES || strpbrk (name, "\r\n<>\"") != NULL))
    return FALSE;
  address = mch_email_read (inner != NULL ? inner : text);
  if (address == NULL)
    return FALSE;
  if (ret_name != NULL)
    *ret_name = name != NULL && *name != '\0' ? g_steal_pointer (&name) : NULL;
  if (ret_address != NULL)
    *ret_address = g_steal_pointer (&address);
  return TRUE;
}
