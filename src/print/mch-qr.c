/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-qr.h"

#include <glib/gi18n-lib.h>
#include <qrencode.h>
#include <string.h>

#include "print/mch-print-error.h"

#define MAX_BYTES 1000
#define MAX_DIGITS 40

/* Every horizontal run of dark modules is one rectangle, so that neighbours show no hairline. */
static GArray *
dup_modules (const QRcode *code, double x, double y, double module)
{
  GArray *segments = g_array_new (FALSE, TRUE, sizeof (MchSegment));

  for (int row = 0; row < code->width; row++)
    for (int column = 0, end; column < code->width; column = end)
      {
        const guchar *line = code->data + (gsize) row * (gsize) code->width;
        MchSegment segment = { 'R', { x + column * module, y + row * module, 0, module } };

        end = column + 1;
        if ((line[column] & 1) == 0)
          continue;
        while (end < code->width && (line[end] & 1) != 0)
          end++;
        segment.v[2] = (end - column) * module;
        g_array_append_val (segments, segment);
      }
  return segments;
}

static void
add_code (MchPage *page, const QRcode *code, double x, double y, double side)
{
  g_autoptr (GArray) segments = dup_modules (code, x, y, side / code->width);

  mch_page_add_path (page, (const MchSegment *) segments->data, segments->len, 0, 0);
}

gboolean
mch_qr_add (MchPage *page, const char *text, double x, double y, double side, GError **error)
{
  QRcode *code = NULL;

  g_return_val_if_fail (page != NULL && text != NULL, FALSE);

  if (*text != '\0' && strlen (text) <= MAX_BYTES)
    code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  if (code == NULL)
    {
      g_set_error (error, MCH_PRINT_ERROR, MCH_PRINT_ERROR_INVALID,
                   _ ("The address of the site is empty or too long for a QR code."));
      return FALSE;
    }
  add_code (page, code, x, y, side);
  QRcode_free (code);
  return TRUE;
}

void
mch_qr_add_digits (MchPage *page, const char *digits, double x, double y, double side)
{
  g_autofree char *words = NULL;
  QRcode *code;

  g_return_if_fail (page != NULL && digits != NULL);
  g_return_if_fail (*digits != '\0' && strlen (digits) <= MAX_DIGITS
                    && strspn (digits, "0123456789") == strlen (digits));

  code = QRcode_encodeString (digits, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  g_assert (code != NULL);
  words = g_strdup_printf (_ ("QR code %s"), digits);
  mch_page_begin_figure (page, &(MchBox){ x, y, side, side }, words);
  add_code (page, code, x, y, side);
  mch_page_end_mark (page);
  QRcode_free (code);
}
