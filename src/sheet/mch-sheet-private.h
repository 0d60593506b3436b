/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers share: parts of a file that are read piece by piece, XML that follows nothing, a
 * row that grows, and the choice between the tables of a workbook. */
#pragma once

#include "sheet/mch-sheet.h"

G_BEGIN_DECLS

gboolean mch_sheet_fail (GError **error, MchSheetError code, const char *message);

typedef gboolean (*MchPieceFunc) (const char *data, gsize length, gpointer user_data,
                                  GError **error);

/**
 * MchParts: the named parts of a file, as an archive has them.
 * @has: whether there is a part @name.
 * @read: gives all of the part to @func, in pieces; FALSE with an error from either side.
 */
typedef struct
{
  gboolean (*has) (gpointer self, const char *name);
  gboolean (*read) (gpointer self, const char *name, MchPieceFunc func, gpointer user_data,
                    GError **error);
  gpointer self;
} MchParts;

typedef struct _MchArchive MchArchive;

/* @file: kept. Errors: UNREADABLE, TOO_LARGE (entries), PROTECTED. */
MchArchive *mch_archive_open (GBytes *file, GError **error);
void mch_archive_close (MchArchive *archive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchArchive, mch_archive_close)

MchParts mch_archive_get_parts (MchArchive *archive);

/* The names of its parts that are files, in their order. (transfer none) */
const char *const *mch_archive_get_names (MchArchive *archive);

/* A whole part, at most @max bytes. (transfer full) */
GBytes *mch_archive_read_whole (MchArchive *archive, const char *name, gsize max, GError **error);

/**
 * MchXmlHandler: what is told of a document. Names come without their prefix.
 * @start: @attributes: name, value, name, value…, NULL.
 * @text: a piece of text, not ended by NUL.
 *
 * Each returns FALSE with an error to end the reading.
 */
typedef struct
{
  gboolean (*start) (gpointer user_data, const char *name, const char *const *attributes,
                     GError **error);
  gboolean (*end) (gpointer user_data, const char *name, GError **error);
  gboolean (*text) (gpointer user_data, const char *text, gsize length, GError **error);
} MchXmlHandler;

typedef struct _MchXml MchXml;

/* @handler: borrowed. */
MchXml *mch_xml_new (const MchXmlHandler *handler, gpointer user_data);

/* The same in an encoding (NULL: its own) whatever the document says. */
MchXml *mch_xml_new_in (const MchXmlHandler *handler, gpointer user_data, const char *encoding);

/* Whether reading ended at bytes that are none of its encoding. */
gboolean mch_xml_has_wrong_bytes (const MchXml *xml);
void mch_xml_free (MchXml *xml);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchXml, mch_xml_free)

/* A MchPieceFunc; user_data is the MchXml. Refuses a document type, and with it every entity. */
gboolean mch_xml_feed (const char *data, gsize length, gpointer xml, GError **error);
gboolean mch_xml_finish (MchXml *xml, GError **error);

/* The line that is being read, from 1. */
guint mch_xml_get_line (const MchXml *xml);

/* A whole part of a file. */
gboolean mch_xml_read_part (const MchParts *parts, const char *name, const MchXmlHandler *handler,
                            gpointer user_data, GError **error);

/* The value of @name, or NULL. */
const char *mch_xml_get (const char *const *attributes, const char *name);

/* A number that an attribute holds; @fallback when it is absent, G_MAXUINT when it is none or too
 * large. */
guint mch_xml_get_number (const char *const *attributes, const char *name, guint fallback);

/* The name of the first element of @file without its prefix. (transfer full): NULL with an error
 * when it cannot be read up to there. */
char *mch_xml_dup_root (GBytes *file, GError **error);

typedef struct
{
  MchGrid *grid;
  GString *cells; /* n_cells texts, each ended by NUL */
  guint n_cells;
  GString *text; /* of the cell being read */
} MchRowBuffer;

void mch_row_buffer_init (MchRowBuffer *row, MchGridFormat format);
void mch_row_buffer_clear (MchRowBuffer *row);

/* Text of the cell being read; FALSE when it is longer than a cell may be. */
gboolean
mch_row_buffer_add_text (MchRowBuffer *row, const char *text, gsize length, GError **error);

/**
 * mch_row_buffer_put:
 * @column: from 0; not before the cells that are there.
 * @line: for the error.
 *
 * Puts @text into the row's cell @column; nothing happens when it is blank.
 */
gboolean
mch_row_buffer_put (MchRowBuffer *row, guint column, guint line, const char *text, GError **error);

/* Ends the row, and begins another one. */
gboolean mch_row_buffer_end (MchRowBuffer *row, guint line, GError **error);

typedef struct
{
  const char *wanted;  /* (nullable): the one that a person asked for */
  GPtrArray *names;    /* char*: all of them */
  MchGrid *best;       /* (nullable) */
  guint best_known;    /* its known headings */
  gboolean best_shown; /* whether it is not hidden */
} MchTables;

void mch_tables_init (MchTables *tables, const char *wanted);
void mch_tables_clear (MchTables *tables);

/* @grid is taken. */
void mch_tables_take (MchTables *tables, MchGrid *grid, const char *name, gboolean shown);

/* (transfer full): the one to import, with a note when there are others. */
MchGrid *mch_tables_steal_best (MchTables *tables, GError **error);

MchGrid *mch_siecle_read (GBytes *file, GError **error);

/* The content of an OpenDocument spreadsheet, from @parts or, when that is NULL, from one flat
 * file. */
MchGrid *mch_ods_read (const MchParts *parts, GBytes *flat, const char *table, GError **error);

MchGrid *mch_xlsx_read (const MchParts *parts, const char *table, GError **error);

/**
 * MchNumberFormat: how a workbook shows a number.
 * @date: as a day.
 * @min_digits: zeros that stand before it: "00000" has 5.
 */
typedef struct
{
  gboolean date;
  guint min_digits;
} MchNumberFormat;

/* What the code of a number format says: "dd/mm/yyyy", "00000", "0# ## ## ## ##". */
MchNumberFormat mch_number_format_read (const char *code);

/* What one of the formats that every workbook has says. */
MchNumberFormat mch_number_format_get_builtin (guint id);

/* Appends the number that @raw holds as @format shows it: days as DD/MM/YYYY, others without a
 * fraction or an exponent where they have none. What is no number is appended as it is. */
void mch_number_append (GString *out, const char *raw, MchNumberFormat format, gboolean date1904);

G_END_DECLS
