/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents of an establishment as its copy of the data and what waits to be sent say them
 * now: confirmations, lists, the papers of the return. Works without the server. */
#pragma once

#include <gio/gio.h>

#include "print/mch-page.h"
#include "store/mch-candidates.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_DOCUMENT_CONFIRMATIONS,   /* INS-16, REG-42 to REG-44: one sheet a candidate */
  MCH_DOCUMENT_SIGNATURE_SHEET, /* INS-18 */
  MCH_DOCUMENT_SIMPLE_LIST,     /* INS-19 */
  MCH_DOCUMENT_DETAILED_LIST,   /* ACC-33, ACC-34 */
  MCH_DOCUMENT_RECAP,           /* INS-25 */
  MCH_DOCUMENT_BORDEREAU,       /* INS-21, INS-23, INS-24 */
  MCH_DOCUMENT_GRID,            /* candidates and what each has returned */
  MCH_DOCUMENT_LETTERS,         /* to those who have not returned everything */
  MCH_DOCUMENT_STATISTICS,
  MCH_N_DOCUMENT_KINDS
} MchDocumentKind;

/* As machaonctl writes it: "signature-sheet". */
const char *mch_document_kind_to_string (MchDocumentKind kind);

/* The title of the document, translated. */
const char *mch_document_kind_get_title (MchDocumentKind kind);

/* Whether it can be written as CSV, too. */
gboolean mch_document_kind_has_csv (MchDocumentKind kind);

typedef enum
{
  MCH_DOCUMENT_GROUP_DEFAULT, /* what the kind asks for */
  MCH_DOCUMENT_GROUP_NONE,
  MCH_DOCUMENT_GROUP_DIVISION,
  MCH_DOCUMENT_GROUP_SPECIALTY,
} MchDocumentGroup;

/**
 * MchDocumentOptions: what it is about; strings are borrowed for the call only.
 * @session: "CAP/2027-06".
 * @state: (nullable): NULL for those whom the kind is about: the registered, or in working lists
 * all who have not withdrawn.
 * @everybody: with a NULL state, all who have not withdrawn, whatever the kind.
 * @division, @search: (nullable): as in MchCandidateFilter.
 * @ids: (nullable): NULL-terminated ids of candidatures or persons.
 * @title: (nullable): in the place of the kind's.
 * @now_ms: ms since 1970, UTC.
 */
typedef struct
{
  const char *session;
  const char *state;
  gboolean everybody;
  const char *division;
  const char *search;
  const char *const *ids;
  MchDocumentGroup group;
  const char *title;
  gint64 now_ms;
} MchDocumentOptions;

/* One document, with a copy of what it says. One thread at a time. */
typedef struct _MchDocument MchDocument;

/**
 * mch_document_new:
 *
 * Returns: (transfer full): NULL with MCH_SYNC_ERROR_SIGN_IN when this desktop knows nothing of the
 *   establishment or of the session, _REFUSED when nobody is meant by the options.
 */
MchDocument *mch_document_new (MchStore *store, const char *scope, MchDocumentKind kind,
                               const MchDocumentOptions *options, GError **error);
void mch_document_free (MchDocument *document);

/* How many candidates it is about. */
guint mch_document_get_n_candidates (const MchDocument *document);

/**
 * mch_document_lay_out:
 * @fonts: (nullable): NULL loads the program's own.
 *
 * Must come before what asks for pages. Fails with %MCH_PRINT_ERROR_FONTS.
 */
gboolean mch_document_lay_out (MchDocument *document, MchFonts *fonts, GError **error);

guint mch_document_get_n_pages (const MchDocument *document);

/* Pages of one print job, as of slips. */
#define MCH_DOCUMENT_MAX_JOB_PAGES 500

/* Parts of at most MCH_DOCUMENT_MAX_JOB_PAGES pages, cut between two candidates' sheets. */
guint mch_document_get_n_parts (const MchDocument *document);
void mch_document_get_part (const MchDocument *document, guint part, guint *ret_first_page,
                            guint *ret_n_pages);

/**
 * mch_document_dup_persons:
 *
 * Returns: (transfer full) (nullable): ids of the persons whose sheets are on these pages,
 *   NULL-terminated; NULL for a list, which is about everybody at once.
 */
char **mch_document_dup_persons (const MchDocument *document, guint first_page, guint n_pages);

/* "212 candidates, 9 pages", to be read before printing. (transfer full) */
char *mch_document_dup_size (const MchDocument *document);

/* (transfer full) (nullable): what is to be known before it is printed, in a sentence. Of
 * confirmations how many lie in their candidates' area in this version (INS-17; the server deposits
 * them itself, when it takes the registration); of the bordereau whose files lack what (INS-24). */
char *mch_document_dup_remark (const MchDocument *document);

/* Characters that no font of ours has, in what was drawn so far. */
guint mch_document_get_n_missing (const MchDocument *document);

/* Draws a page of the laid-out document into @page, which is cleared. For the screen and the
 * printer; its size is in @ret_width and @ret_height, in mm. */
void mch_document_record_page (MchDocument *document, guint number, MchPage *page,
                               double *ret_width, double *ret_height);

/* For drawing pages; borrowed. After mch_document_lay_out(). */
MchFonts *mch_document_get_fonts (MchDocument *document);

/**
 * mch_document_write_pdf:
 * @first_page, @n_pages: what to write; a part, or 0 and all. Of sheets both sides of one, or none.
 *
 * Fails with %MCH_PRINT_ERROR_OUTPUT or %G_IO_ERROR_CANCELLED.
 */
gboolean mch_document_write_pdf (MchDocument *document, guint first_page, guint n_pages,
                                 GOutputStream *stream, GCancellable *cancellable, GError **error);

/* The same into the file @path, 0600, which is replaced only when all is written. */
gboolean mch_document_write_pdf_file (MchDocument *document, guint first_page, guint n_pages,
                                      const char *path, GCancellable *cancellable, GError **error);

/**
 * mch_document_write_csv_file:
 * @text_cells: writes numbers with leading zeros as ="0123", which spreadsheets show whole and
 * other programs do not read; else as they are.
 *
 * UTF-8 with its mark, ";" between cells, lines ended by CR LF; what a spreadsheet would take for a
 * formula has an apostrophe before it.
 */
gboolean mch_document_write_csv_file (MchDocument *document, const char *path, gboolean text_cells,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDocument, mch_document_free)

G_END_DECLS
