/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which encoding a file is in, and its text as UTF-8. A byte order mark decides, then strict
 * UTF-8, then the eight-bit code page that makes French words of the bytes. Nothing is ever
 * replaced by U+FFFD: a file that fits none is refused. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MCH_ENCODING_UTF8,
  MCH_ENCODING_UTF16LE,
  MCH_ENCODING_UTF16BE,
  MCH_ENCODING_WINDOWS_1252,
  MCH_ENCODING_ISO_8859_15,
  MCH_ENCODING_MACROMAN,
  MCH_ENCODING_CP850,
  MCH_N_ENCODINGS
} MchEncoding;

/* A name that people may know ("Windows-1252"). */
const char *mch_encoding_to_string (MchEncoding encoding);

/**
 * mch_encoding_decode:
 * @bytes: a whole file.
 * @ret_encoding: (out) (optional): what it was.
 *
 * Returns: (transfer full): the text as UTF-8 without a byte order mark and without any NUL, or
 *   NULL with %MCH_CORE_ERROR_UNREADABLE when it is empty, no text, or in no encoding we know.
 */
GBytes *mch_encoding_decode (GBytes *bytes, MchEncoding *ret_encoding, GError **error);

/* Whether @encoding is one of the eight-bit code pages: a guess that a person may correct. */
gboolean mch_encoding_is_page (MchEncoding encoding);

/**
 * mch_encoding_decode_page:
 * @bytes: a whole file that mch_encoding_decode() took for a code page.
 * @page: the one that it is in, as a person said.
 *
 * Returns: (transfer full): as mch_encoding_decode().
 */
GBytes *mch_encoding_decode_page (GBytes *bytes, MchEncoding page, GError **error);

#define MCH_ENCODING_N_HIGH 128

/* What the bytes 0x80 to 0xFF mean in @page, 0 for those that mean nothing. Static. */
const gunichar *mch_encoding_get_high (MchEncoding page);

G_END_DECLS
