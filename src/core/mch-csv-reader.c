/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader copies the bytes of a row into one buffer, cell behind cell, and notes where each
 * starts; the cells get their addresses when the row is whole. Its state lives between two feeds,
 * so a chunk may end anywhere. */
#include "core/mch-csv-reader.h"

#include "core/mch-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SAMPLE_BYTES 65536
#define SAMPLE_ROWS 100

typedef enum
{
  AT_START,    /* before the first byte of a cell */
  IN_PLAIN,    /* in a cell without quotation marks */
  IN_QUOTED,   /* between quotation marks */
  AFTER_QUOTE, /* behind a quotation mark that may end the cell or double itself */
} State;

struct _MchCsvReader
{
  MchCsvDialect dialect;
  MchCsvRowFunc func;
  gpointer user_data;
  State state;
  gboolean after_cr; /* the last byte was CR: a LF now belongs to it */
  gboolean broken;
  gboolean row_started; /* something stands on this row, if only a quotation mark */
  guint line;
  guint column; /* of the next byte, in characters */
  guint row_line;
  guint n_rows;
  guint n_cells;
  gsize cell_start;
  gsize offsets[MCH_CSV_MAX_COLUMNS];
  MchCsvCell cells[MCH_CSV_MAX_COLUMNS];
  gboolean stops[256]; /* bytes that end a run of plain text */
  GString *buffer;
};

MchCsvReader *
mch_csv_reader_new (const MchCsvDialect *dialect, MchCsvRowFunc func, gpointer user_data)
{
  MchCsvReader *reader;

  g_return_val_if_fail (dialect != NULL && dialect->delimiter != '\0', NULL);
  g_return_val_if_fail (func != NULL, NULL);

  reader = g_new0 (MchCsvReader, 1);
  reader->dialect = *dialect;
  reader->func = func;
  reader->user_data = user_data;
  reader->line = 1;
  reader->column = 1;
  reader->row_line = 1;
  reader->buffer = g_string_sized_new (1024);
  reader->stops[(guint8) dialect->delimiter] = TRUE;
  reader->stops['\r'] = TRUE;
  reader->stops['\n'] = TRUE;
  reader->stops[0] = TRUE;
  return reader;
}

void
mch_csv_reader_free (MchCsvReader *reader)
{
  if (reader == NULL)
    return;
  g_string_free (reader->buffer, TRUE);
  g_free (reader);
}

static gboolean
refuse_cell (MchCsvReader *reader, GError **error)
{
  guint line = reader->cells[reader->n_cells].line;

  if (reader->state == IN_QUOTED || reader->state == AFTER_QUOTE)
    g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                 _ ("The text between quotation marks that starts on line %u is too long; a "
                    "quotation mark is probably missing there."),
                 line);
  else
    g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                 _ ("Line %u of the file is too long to be a list of candidates."), line);
  return FALSE;
}

static gboolean
append (MchCsvReader *reader, const char *data, gsize length, GError **error)
{
  if (reader->buffer->len + length - reader->cell_start > MCH_CSV_MAX_CELL)
    return refuse_cell (reader, error);
  g_string_append_len (reader->buffer, data, (gssize) length);
  return TRUE;
}

static void
begin_cell (MchCsvReader *reader)
{
  reader->cell_start = reader->buffer->len;
  reader->offsets[reader->n_cells] = reader->cell_start;
  reader->cells[reader->n_cells].line = reader->line;
  reader->cells[reader->n_cells].column = reader->column;
}

static gboolean
end_cell (MchCsvReader *reader, GError **error)
{
  if (reader->n_cells == 0 && !reader->row_started)
    begin_cell (reader);
  g_string_append_c (reader->buffer, '\0');
  reader->n_cells++;
  reader->state = AT_START;
  if (reader->n_cells < MCH_CSV_MAX_COLUMNS)
    return TRUE;
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
               _ ("Line %u of the file has more than %d columns; it is not a list of candidates."),
               reader->row_line, MCH_CSV_MAX_COLUMNS - 1);
  return FALSE;
}

static gboolean
end_row (MchCsvReader *reader, GError **error)
{
  MchCsvRow row;

  if (!end_cell (reader, error))
    return FALSE;
  for (guint i = 0; i < reader->n_cells; i++)
    reader->cells[i].text = reader->buffer->str + reader->offsets[i];
  row = (MchCsvRow){ reader->row_line, reader->n_cells, reader->cells };

  if (++reader->n_rows > MCH_CSV_MAX_ROWS)
    {
      g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                   _ ("The file has more than %d rows. Split it and import the parts."),
                   MCH_CSV_MAX_ROWS);
      return FALSE;
    }
  if (!reader->func (&row, reader->user_data, error))
    return FALSE;

  g_string_truncate (reader->buffer, 0);
  reader->n_cells = 0;
  reader->row_started = FALSE;
  return TRUE;
}

static void
count_line (MchCsvReader *reader)
{
  reader->line++;
  reader->column = 1;
}

/* A line end outside quotation marks. */
static gboolean
end_line (MchCsvReader *reader, GError **error)
{
  if (!end_row (reader, error))
    return FALSE;
  count_line (reader);
  reader->row_line = reader->line;
  return TRUE;
}

static gsize
count_characters (const char *data, gsize length)
{
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    n += ((guint8) data[i] & 0xC0) != 0x80;
  return n;
}

static gboolean
refuse_nul (MchCsvReader *reader, GError **error)
{
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
               _ ("Line %u of the file holds bytes that are no text."), reader->line);
  return FALSE;
}

/* Takes as much plain text as there is; returns how many bytes, or -1. */
static gssize
feed_plain (MchCsvReader *reader, const char *data, gsize length, GError **error)
{
  gsize n = 0;

  while (n < length && !reader->stops[(guint8) data[n]])
    n++;
  if (!append (reader, data, n, error))
    return -1;
  reader->column += (guint) count_characters (data, n);
  return (gssize) n;
}

/* Text between quotation marks, line ends included. */
static gssize
feed_quoted (MchCsvReader *reader, const char *data, gsize length, GError **error)
{
  gsize n = 0;

  while (n < length && data[n] != reader->dialect.quote && data[n] != '\n' && data[n] != '\r'
         && data[n] != '\0')
    n++;
  if (!append (reader, data, n, error))
    return -1;
  reader->column += (guint) count_characters (data, n);
  return (gssize) n;
}

/* One byte inside quotation marks that is more than text. */
static gboolean
step_quoted (MchCsvReader *reader, char c, GError **error)
{
  if (c == '\0')
    return refuse_nul (reader, error);
  if (c == reader->dialect.quote)
    {
      reader->state = AFTER_QUOTE;
      reader->after_cr = FALSE;
      reader->column++;
      return TRUE;
    }
  if (!(c == '\n' && reader->after_cr))
    count_line (reader);
  reader->after_cr = c == '\r';
  return append (reader, &c, 1, error);
}

/* One byte outside quotation marks that ends a cell or a row. */
static gboolean
step_plain (MchCsvReader *reader, char c, GError **error)
{
  if (c == '\0')
    return refuse_nul (reader, error);
  if (c == reader->dialect.delimiter)
    {
      if (!end_cell (reader, error))
        return FALSE;
      reader->row_started = TRUE;
      reader->column++;
      begin_cell (reader);
      return TRUE;
    }
  reader->after_cr = c == '\r';
  return end_line (reader, error);
}

static void
start_cell (MchCsvReader *reader, char c)
{
  if (reader->n_cells == 0)
    begin_cell (reader);
  reader->row_started = TRUE;
  reader->state = IN_PLAIN;
  if (c == reader->dialect.quote && c != '\0')
    reader->state = IN_QUOTED;
}

/* Handles data[0] and what goes with it; returns how many bytes were taken, or -1. */
static gssize
step (MchCsvReader *reader, const char *data, gsize length, GError **error)
{
  char c = *data;

  if (c == '\n' && reader->after_cr && reader->state != IN_QUOTED)
    {
      reader->after_cr = FALSE;
      return 1;
    }
  if (reader->state != IN_QUOTED)
    reader->after_cr = FALSE;

  if (reader->state == AFTER_QUOTE && c == reader->dialect.quote)
    {
      reader->state = IN_QUOTED;
      reader->column++;
      return append (reader, &c, 1, error) ? 1 : -1;
    }
  if (reader->state == IN_QUOTED)
    {
      gssize taken = feed_quoted (reader, data, length, error);

      if (taken != 0)
        {
          reader->after_cr = FALSE;
          return taken;
        }
      return step_quoted (reader, c, error) ? 1 : -1;
    }
  if (reader->stops[(guint8) c])
    return step_plain (reader, c, error) ? 1 : -1;
  if (reader->state == AT_START)
    {
      start_cell (reader, c);
      if (reader->state == IN_QUOTED)
        {
          reader->column++;
          return 1;
        }
    }
  reader->state = IN_PLAIN;
  return feed_plain (reader, data, length, error);
}

gboolean
mch_csv_reader_feed (MchCsvReader *reader, const char *data, gsize length, GError **error)
{
  g_return_val_if_fail (reader != NULL && !reader->broken, FALSE);
  g_return_val_if_fail (data != NULL || length == 0, FALSE);

  for (gsize i = 0; i < length;)
    {
      gssize taken = step (reader, data + i, length - i, error);

      if (taken < 0)
        {
          reader->broken = TRUE;
          return FALSE;
        }
      i += (gsize) taken;
    }
  return TRUE;
}

gboolean
mch_csv_reader_finish (MchCsvReader *reader, GError **error)
{
  g_return_val_if_fail (reader != NULL && !reader->broken, FALSE);

  reader->broken = TRUE;
  if (reader->state == IN_QUOTED)
    {
      g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
                   _ ("The file ends inside a text between quotation marks that starts on line %u; "
                      "it is cut off, or a quotation mark is missing there."),
                   reader->cells[reader->n_cells].line);
      return FALSE;
    }
  /* Behind the last line end there is no row. */
  return reader->row_started ? end_row (reader, error) : TRUE;
}

gboolean
mch_csv_row_is_blank (const MchCsvRow *row)
{
  g_return_val_if_fail (row != NULL, TRUE);

  for (guint i = 0; i < row->n_cells; i++)
    for (const char *p = row->cells[i].text; *p != '\0'; p = g_utf8_next_char (p))
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        return FALSE;
  return TRUE;
}

typedef struct
{
  guint n_rows;
  guint counts[MCH_CSV_MAX_COLUMNS + 1]; /* how many rows have so many cells */
} Regularity;

static gboolean
note_row (const MchCsvRow *row, gpointer user_data, GError **error)
{
  Regularity *regularity = user_data;

  if (mch_csv_row_is_blank (row))
    return TRUE;
  regularity->counts[row->n_cells]++;
  return ++regularity->n_rows < SAMPLE_ROWS;
}

/* The share of rows with the commonest number of cells, then that number. */
static guint
score_delimiter (const MchCsvDialect *dialect, const char *text, gsize length)
{
  g_autofree Regularity *regularity = g_new0 (Regularity, 1);
  g_autoptr (MchCsvReader) reader = mch_csv_reader_new (dialect, note_row, regularity);
  guint best = 1;

  if (mch_csv_reader_feed (reader, text, length, NULL))
    mch_csv_reader_finish (reader, NULL);
  for (guint i = 2; i <= MCH_CSV_MAX_COLUMNS; i++)
    if (regularity->counts[i] > regularity->counts[best] || best == 1)
      best = regularity->counts[i] > 0 ? i : best;
  if (best == 1)
    return 0;
  return regularity->counts[best] * 100 / regularity->n_rows * 1000 + best;
}

/* The lists of the ministry's application write quotation marks as letters, and its titles say
 * what they are. */
static gboolean
is_simple_list (const char *text, gsize length)
{
  return g_strstr_len (text, (gssize) MIN (length, 4096), "Listes simples") != NULL
         || g_strstr_len (text, (gssize) MIN (length, 4096), "Type d'\303\251dition") != NULL;
}

MchCsvDialect
mch_csv_guess_dialect (const char *text, gsize length)
{
  static const char delimiters[] = { ';', '\t', ',', '|' };
  MchCsvDialect dialect = { ';', '"' }, best;
  guint best_score = 0;

  g_return_val_if_fail (text != NULL || length == 0, dialect);

  if (is_simple_list (text, length))
    dialect.quote = 0;
  best = dialect;
  for (gsize i = 0; i < G_N_ELEMENTS (delimiters); i++)
    {
      guint score;

      dialect.delimiter = delimiters[i];
      score = score_delimiter (&dialect, text, MIN (length, SAMPLE_BYTES));
      if (score > best_score)
        {
          best = dialect;
          best_score = score;
        }
    }
  return best;
}
