/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream of hints from arbitrary bytes: the same hints however they are cut. */
#include "fuzz-init.h"
#include "protocol/mch-wire-events.h"

static void
note (const char *scope, gint64 seq, gpointer user_data)
{
  g_assert (seq >= 0 && g_utf8_validate (scope, -1, NULL));
  g_string_append_printf (user_data, "%s=%" G_GINT64_FORMAT "\n", scope, seq);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (MchEventParser) whole = mch_event_parser_new ();
  g_autoptr (MchEventParser) cut = mch_event_parser_new ();
  g_autoptr (GString) hints = g_string_new (NULL);
  g_autoptr (GString) again = g_string_new (NULL);
  gboolean ok = mch_event_parser_feed (whole, (const char *) data, size, note, hints);
  gboolean ok_again = TRUE;

  for (gsize i = 0; i < size; i++)
    ok_again = mch_event_parser_feed (cut, (const char *) data + i, 1, note, again);
  g_assert (size == 0 || ok == ok_again);
  g_assert (g_string_equal (hints, again));
  return 0;
}
