/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream of hints: every cut, both line ends, and bytes that are no stream. */
#include "protocol/mch-wire-events.h"

#include <string.h>

#define STREAM                                                                                     \
  "retry: 3000\n\n:\n\nevent: head\ndata: {\"scope\":\"etab:0250001A\",\"seq\":12}\n\n"            \
  "event:head\r\ndata:{\"scope\":\"acad:A03\",\"seq\":7}\r\n\r\n"

static void
note (const char *scope, gint64 seq, gpointer user_data)
{
  g_string_append_printf (user_data, "%s=%" G_GINT64_FORMAT " ", scope, seq);
}

static char *
read_all (const char *bytes, gsize length, gsize step, gboolean *ret_whole)
{
  g_autoptr (MchEventParser) parser = mch_event_parser_new ();
  g_autoptr (GString) hints = g_string_new (NULL);

  *ret_whole = TRUE;
  for (gsize at = 0; at < length && *ret_whole; at += step)
    {
      /* A copy that ends where its bytes end, for the sanitizer. */
      g_autofree char *piece = g_memdup2 (bytes + at, MIN (step, length - at));

      *ret_whole = mch_event_parser_feed (parser, piece, MIN (step, length - at), note, hints);
    }
  return g_string_free (g_steal_pointer (&hints), FALSE);
}

static void
test_cuts (void)
{
  for (gsize step = 1; step <= strlen (STREAM); step++)
    {
      gboolean whole;
      g_autofree char *hints = read_all (STREAM, strlen (STREAM), step, &whole);

      g_assert_true (whole);
      g_assert_cmpstr (hints, ==, "etab:0250001A=12 acad:A03=7 ");
    }
}

static const struct
{
  const char *bytes;
  const char *hints;
} cases[] = {
  { "", "" },
  { "event: head\ndata: {\"scope\":\"etab:X\",\"seq\":1}\n", "" }, /* not ended */
  { "data: {\"scope\":\"etab:X\",\"seq\":1}\n\n", "" },            /* of another kind */
  { "event: tail\ndata: {\"scope\":\"etab:X\",\"seq\":1}\n\n", "" },
  { "event: head\ndata: {\"scope\":\"etab:X\",\"seq\":-1}\n\n", "" },
  { "event: head\ndata: {\"scope\":\"etab:X\",\"seq\":1.5}\n\n", "" },
  { "event: head\ndata: {\"scope\":7,\"seq\":1}\n\n", "" },
  { "event: head\ndata: [[[[\n\n", "" },
  { "event: head\ndata: {\"scope\":\"etab:X\",\ndata: \"seq\":1}\n\n", "etab:X=1 " },
  { "event: head\rdata: {\"scope\":\"etab:X\",\"seq\":1}\r\r", "etab:X=1 " },
  { "event: head\n\ndata: {\"scope\":\"etab:X\",\"seq\":1}\n\n", "" },
  { "eventhead\nevents: head\ndatas: {}\n\n", "" },
  { "<html><body>Connectez-vous</body></html>\n\n", "" },
};

static void
test_senses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean whole;
      g_autofree char *hints = read_all (cases[i].bytes, strlen (cases[i].bytes), 3, &whole);

      g_assert_true (whole);
      g_assert_cmpstr (hints, ==, cases[i].hints);
    }
}

static void
test_nul (void)
{
  static const char bytes[] =
      "event: head\0\ndata: {\"scope\":\"etab:X\",\"seq\":1}\0}\n\nev\0ent: head\n\n";
  gboolean whole;
  g_autofree char *hints = read_all (bytes, sizeof bytes - 1, 5, &whole);

  g_assert_true (whole);
  g_assert_cmpstr (hints, ==, "etab:X=1 ");
}

static void
test_endless_line (void)
{
  g_autofree char *line = g_strnfill (MCH_WIRE_MAX_EVENT_LINE + 1, 'x');
  g_autoptr (GString) data = g_string_new ("event: head\n");
  gboolean whole;
  g_autofree char *hints = read_all (line, strlen (line), 1000, &whole);
  g_autofree char *more = NULL;

  g_assert_false (whole);
  g_assert_cmpstr (hints, ==, "");
  for (guint i = 0; i < 100000; i++)
    g_string_append (data, "data: 0123456789\n");
  g_string_append (data, "\n");
  more = read_all (data->str, data->len, 4096, &whole);
  g_assert_true (whole);
  g_assert_cmpstr (more, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/events/cuts", test_cuts);
  g_test_add_func ("/events/senses", test_senses);
  g_test_add_func ("/events/nul", test_nul);
  g_test_add_func ("/events/endless-line", test_endless_line);
  return g_test_run ();
}
