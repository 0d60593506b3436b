/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The CSV reader cut at every place, its limits, and the encodings of whole files. */
#include "core/mch-csv-reader.h"
#include "core/mch-csv-writer.h"
#include "core/mch-encoding.h"
#include "core/mch-error.h"

#include <string.h>

static gboolean
print_row (const MchCsvRow *row, gpointer user_data, GError **error)
{
  GString *out = user_data;

  g_string_append_printf (out, "%u:", row->line);
  for (guint i = 0; i < row->n_cells; i++)
    g_string_append_printf (out, "[%u.%u %s]", row->cells[i].line, row->cells[i].column,
                            row->cells[i].text);
  g_string_append_c (out, '\n');
  return TRUE;
}

/* Reads @text in a first piece of @first bytes, then pieces of @size. */
static char *
read_in_pieces (const char *text, gsize length, gsize first, gsize size, GError **error)
{
  MchCsvDialect dialect = { ';', '"' };
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (MchCsvReader) reader = mch_csv_reader_new (&dialect, print_row, out);
  gsize done = MIN (first, length);

  if (!mch_csv_reader_feed (reader, text, done, error))
    return NULL;
  while (done < length)
    {
      /* A copy of its own, so that reading beyond a piece is seen. */
      g_autofree char *piece = g_memdup2 (text + done, MIN (size, length - done));

      if (!mch_csv_reader_feed (reader, piece, MIN (size, length - done), error))
        return NULL;
      done += MIN (size, length - done);
    }
  return mch_csv_reader_finish (reader, error) ? g_strdup (out->str) : NULL;
}

typedef struct
{
  const char *text;
  const char *rows;
} ReadCase;

static const ReadCase reads[] = {
  { "", "" },
  { "a", "1:[1.1 a]\n" },
  { "a;b\r\nc;d\r\n", "1:[1.1 a][1.3 b]\n2:[2.1 c][2.3 d]\n" },
  { "a;b\nc;d", "1:[1.1 a][1.3 b]\n2:[2.1 c][2.3 d]\n" },
  { "a;b\rc;d\r", "1:[1.1 a][1.3 b]\n2:[2.1 c][2.3 d]\n" },
  { "\r\n\r\na\r\n", "1:[1.1 ]\n2:[2.1 ]\n3:[3.1 a]\n" },
  { ";;\r\n", "1:[1.1 ][1.2 ][1.3 ]\n" },
  { ";", "1:[1.1 ][1.2 ]\n" },
  { "\"a;b\";c\n", "1:[1.1 a;b][1.7 c]\n" },
  { "\"a\"\"b\";\"\"\n", "1:[1.1 a\"b][1.8 ]\n" },
  { "\"a\r\nb\";c\r\nd\r\n", "1:[1.1 a\r\nb][2.4 c]\n3:[3.1 d]\n" },
  { "\"a\r\";c\nd\n", "1:[1.1 a\r][2.3 c]\n3:[3.1 d]\n" },
  { "\"a\r\"\nd\n", "1:[1.1 a\r]\n3:[3.1 d]\n" },
  { "\"a\n\nb\"\nd\n", "1:[1.1 a\n\nb]\n4:[4.1 d]\n" },
  { "\"\"\n", "1:[1.1 ]\n" },
  { "\"\"", "1:[1.1 ]\n" },
  { "a\"b\";c\n", "1:[1.1 a\"b\"][1.6 c]\n" },
  { "\"a\"b;c\n", "1:[1.1 ab][1.6 c]\n" },
  { "é;ễ;z\n", "1:[1.1 é][1.3 ễ][1.5 z]\n" },
  { "'1CAP';l'eau\n", "1:[1.1 '1CAP'][1.8 l'eau]\n" },
};

static void
test_every_split (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (reads); i++)
    {
      gsize length = strlen (reads[i].text);

      for (gsize first = 0; first <= length; first++)
        for (gsize size = 1; size <= length + 1; size++)
          {
            g_autoptr (GError) error = NULL;
            g_autofree char *rows = read_in_pieces (reads[i].text, length, first, size, &error);

            g_assert_no_error (error);
            g_assert_cmpstr (rows, ==, reads[i].rows);
          }
    }
}

static void
assert_unreadable (const char *text, gsize length, const char *part)
{
  for (gsize size = 1; size <= 4096; size *= 64)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *rows = read_in_pieces (text, length, 0, size, &error);

      g_assert_null (rows);
      g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
      g_test_message ("%s", error->message);
      if (part != NULL)
        g_assert_nonnull (strstr (error->message, part));
    }
}

static void
test_hostile (void)
{
  g_autofree char *long_cell = g_strnfill (MCH_CSV_MAX_CELL + 1, 'x');
  g_autofree char *fitting_cell = g_strnfill (MCH_CSV_MAX_CELL, 'x');
  g_autofree char *open_quote = g_strconcat ("a\nb;\"", long_cell, NULL);
  g_autofree char *many_columns = g_strnfill (MCH_CSV_MAX_COLUMNS, ';');
  g_autofree char *rows = read_in_pieces (fitting_cell, MCH_CSV_MAX_CELL, 0, 100, NULL);

  assert_unreadable ("a;b\n\"c", 6, "2");
  assert_unreadable ("a;b\n\"c\"\"", 8, "2");
  assert_unreadable ("a;b\nc\0d\n", 8, "2");
  assert_unreadable ("\"a\0b\"\n", 6, "1");
  assert_unreadable (long_cell, strlen (long_cell), "1");
  assert_unreadable (open_quote, strlen (open_quote), "2");
  assert_unreadable (many_columns, strlen (many_columns), "1");
  g_assert_nonnull (rows);
}

static void
test_too_many_rows (void)
{
  g_autofree char *text = g_strnfill ((MCH_CSV_MAX_ROWS + 1) * 2, '\n');
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; text[i] != '\0'; i += 2)
    text[i] = 'a';
  g_assert_null (read_in_pieces (text, strlen (text), 0, 65536, &error));
  g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
}

static void
test_dialects (void)
{
  static const struct
  {
    const char *text;
    char delimiter;
    char quote;
  } cases[] = {
    { "a;b;c\n1;2,5;3\n", ';', '"' },
    { "a,b,c\n1,2;5,3\n", ',', '"' },
    { "a\tb\tc\n1, 2\t5\t3\n", '\t', '"' },
    { "a|b|c\n1|2|3\n", '|', '"' },
    { "nom;adresse\n\"X\";\"1, rue, de\"\nY;2\n", ';', '"' },
    { "a\nb\n", ';', '"' },
    { "2026;;\nListes simples;;\nNom;x;y\n", ';', 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MchCsvDialect dialect = mch_csv_guess_dialect (cases[i].text, strlen (cases[i].text));

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (dialect.delimiter, ==, cases[i].delimiter);
      g_assert_cmpint (dialect.quote, ==, cases[i].quote);
    }
}

static void
test_written_cells (void)
{
  static const char *const cases[][2] = {
    { "a", "a" },
    { "", "" },
    { "a;b", "\"a;b\"" },
    { "a\"b", "\"a\"\"b\"" },
    { "=1+1", "\"'=1+1\"" },
    { "+33", "\"'+33\"" },
    { "@x", "\"'@x\"" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GString) out = g_string_new (NULL);

      mch_csv_append_cell (out, cases[i][0]);
      g_assert_cmpstr (out->str, ==, cases[i][1]);
    }
}

#define NAMES "NOM;PRÉNOM;VILLE\nLÉGER-PRÉVOST;Anaïs;L'Haÿ-les-Roses\nBENOÎT;François;Besançon\n"

static void
test_encodings (void)
{
  static const struct
  {
    const char *name;
    MchEncoding encoding;
    const char *mark;
  } cases[] = {
    { "UTF-8", MCH_ENCODING_UTF8, "" },
    { "UTF-8", MCH_ENCODING_UTF8, "\357\273\277" },
    { "UTF-16LE", MCH_ENCODING_UTF16LE, "\377\376" },
    { "UTF-16LE", MCH_ENCODING_UTF16LE, "" },
    { "UTF-16BE", MCH_ENCODING_UTF16BE, "\376\377" },
    { "UTF-16BE", MCH_ENCODING_UTF16BE, "" },
    { "WINDOWS-1252", MCH_ENCODING_WINDOWS_1252, "" },
    { "MACINTOSH", MCH_ENCODING_MACROMAN, "" },
    { "CP850", MCH_ENCODING_CP850, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) file = g_byte_array_new ();
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GBytes) text = NULL;
      g_autofree char *body = NULL;
      MchEncoding encoding;
      gsize length;

      body = g_convert (NAMES, -1, cases[i].name, "UTF-8", NULL, &length, NULL);
      g_test_message ("%s", cases[i].name);
      g_assert_nonnull (body);
      g_byte_array_append (file, (const guint8 *) cases[i].mark, (guint) strlen (cases[i].mark));
      g_byte_array_append (file, (const guint8 *) body, (guint) length);
      bytes = g_byte_array_free_to_bytes (g_steal_pointer (&file));
      text = mch_encoding_decode (bytes, &encoding, NULL);
      g_assert_nonnull (text);
      g_assert_cmpint (encoding, ==, cases[i].encoding);
      g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), NAMES,
                       strlen (NAMES));
    }
}

/* The letters that Latin-9 has and Windows-1252 writes with other bytes. */
static void
test_latin_9 (void)
{
  static const char text[] = "Nom;Ville\nC\275URRIER;Dole\n\274uvrard;Arbois\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GBytes) decoded = NULL;
  MchEncoding encoding;

  decoded = mch_encoding_decode (bytes, &encoding, NULL);
  g_assert_nonnull (decoded);
  g_assert_cmpint (encoding, ==, MCH_ENCODING_ISO_8859_15);
}

static void
test_no_text (void)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } cases[] = {
    { "", 0 },
    { "\357\273\277", 3 },
    { "PK\3\4abcdefgh", 12 },
    { "%PDF-1.5\n", 9 },
    { "<?xml version='1.0'?>", 21 },
    { "Nom;Pr\0nom\n", 11 },
    { "\177ELF\2\1\1\0\0", 9 },
    { "\377\376N\0o", 5 },          /* half a unit */
    { "\377\376\0\330N\0", 6 },     /* half a pair */
    { "\377\376N\0\0\0", 6 },       /* NUL in UTF-16 */
    { "\357\273\277Nom\xC3\n", 8 }, /* marked as UTF-8, and is not */
    { "Nom;Pr\xC3\xA9nom\nL\xC3\xA9\xC3;x\xC3\xA9\xC3\xA8\n", 23 }, /* UTF-8 with a broken byte */
    { "Nom\nL\303\251a\nZo\303", 13 },                              /* cut inside a character */
    { "\1\2\3\4\5\6\7\10\16\17", 10 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].bytes, cases[i].length);
      g_autoptr (GError) error = NULL;

      g_test_message ("case %zu", i);
      g_assert_null (mch_encoding_decode (bytes, NULL, &error));
      g_assert_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE);
      g_assert_cmpuint (strlen (error->message), >, 5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/every-split", test_every_split);
  g_test_add_func ("/csv/hostile", test_hostile);
  g_test_add_func ("/csv/too-many-rows", test_too_many_rows);
  g_test_add_func ("/csv/dialects", test_dialects);
  g_test_add_func ("/csv/written-cells", test_written_cells);
  g_test_add_func ("/encoding/known", test_encodings);
  g_test_add_func ("/encoding/latin-9", test_latin_9);
  g_test_add_func ("/encoding/no-text", test_no_text);
  return g_test_run ();
}
