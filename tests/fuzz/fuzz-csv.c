/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV reader in pieces of changing size: every cut gives the same rows as none. */
#include "fuzz-init.h"

#include "core/mch-csv-reader.h"

#include <string.h>

static gboolean
note_row (const MchCsvRow *row, gpointer user_data, GError **error)
{
  GString *out = user_data;

  for (guint i = 0; i < row->n_cells; i++)
    {
      g_assert (row->cells[i].line >= row->line);
      g_string_append_printf (out, "%u.%u:", row->cells[i].line, row->cells[i].column);
      g_string_append_len (out, row->cells[i].text, (gssize) strlen (row->cells[i].text) + 1);
    }
  return TRUE;
}

static gboolean
read_all (const char *data, gsize size, gsize piece, GString *out)
{
  MchCsvDialect dialect = { ';', '"' };
  g_autoptr (MchCsvReader) reader = mch_csv_reader_new (&dialect, note_row, out);

  for (gsize done = 0; done < size; done += piece)
    if (!mch_csv_reader_feed (reader, data + done, MIN (piece, size - done), NULL))
      return FALSE;
  return mch_csv_reader_finish (reader, NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) cut = g_string_new (NULL);
  gboolean read_whole, read_cut;

  if (size == 0)
    return 0;
  mch_csv_guess_dialect ((const char *) data, size);
  read_whole = read_all ((const char *) data, size, size, whole);
  read_cut = read_all ((const char *) data, size, data[0] % 7 + 1u, cut);
  g_assert (read_whole == read_cut);
  g_assert (!read_whole || g_string_equal (whole, cut));
  return 0;
}
