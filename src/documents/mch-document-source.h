/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a document is made of: the records, the candidates in their order, and the words in which
 * people read their values. */
#pragma once

#include "core/mch-reference.h"
#include "documents/mch-document.h"
#include "documents/mch-listing.h"
#include "print/mch-registration-sheet.h"

G_BEGIN_DECLS

/**
 * MchDocumentSource:
 * @reference: (nullable): of the exam.
 * @candidates: (element-type MchCandidate): in the order of the document.
 * @today: YYYY-MM-DD.
 */
typedef struct
{
  MchDocumentKind kind;
  MchDocumentGroup group;
  MchRecord *establishment;
  MchRecord *service;
  MchReference *reference;
  GPtrArray *candidates;
  MchSheetFrame frame;
  char *title;
  char *contact;
  char *context;
  char *edited;
  char *today;
  gint64 now_ms;
} MchDocumentSource;

MchDocumentSource *
mch_document_source_new (MchStore *store, const char *scope, MchDocumentKind kind,
                         const MchDocumentOptions *options, GError **error);
void mch_document_source_free (MchDocumentSource *source);

/* All (transfer full), NULL when there is nothing to say. */
char *mch_document_dup_family (const MchCandidate *candidate); /* capitals */
char *mch_document_dup_given (const MchCandidate *candidate);  /* all given names */
char *mch_document_dup_name (const MchCandidate *candidate);   /* "AUBIN Antoine" */
char *mch_document_dup_specialty (const MchCandidate *candidate);
char *mch_document_dup_login (const MchCandidate *candidate); /* or ACC-34's words */
const char *mch_document_get_state (const MchCandidate *candidate);

/* The candidate's registration as a sheet shows it; borrowed from both. */
MchRegistrationSheet
mch_document_get_sheet (const MchDocumentSource *source, const MchCandidate *candidate);

/* Whether the signed confirmation, or a piece, has come back. */
gboolean mch_document_has_confirmation (const MchCandidate *candidate);
gboolean mch_document_has_piece (const MchCandidate *candidate, const char *piece);

/* Whether @candidate has to join @piece. */
gboolean mch_document_asks_piece (const MchDocumentSource *source, const MchCandidate *candidate,
                                  const char *piece);

/* INS-24: (transfer full): who lacks what, a line of text a candidate, in the order of the source.
 */
GPtrArray *mch_document_dup_incomplete (const MchDocumentSource *source);

/* What the candidate's file still lacks: (transfer container): borrowed texts, @confirmation among
 * them while the signed one has not come back. */
GPtrArray *mch_document_list_lacking (const MchDocumentSource *source,
                                      const MchCandidate *candidate, const char *confirmation);

/* Whether @a and @b are in one group. */
gboolean mch_document_same_group (const MchDocumentSource *source, const MchCandidate *a,
                                  const MchCandidate *b);

/* The name of the candidate's group. (transfer full) (nullable) */
char *mch_document_dup_group (const MchDocumentSource *source, const MchCandidate *candidate);

/* What makes each kind of list. */
MchListing *mch_document_list_signatures (const MchDocumentSource *source);
MchListing *mch_document_list_simple (const MchDocumentSource *source);
MchListing *mch_document_list_detailed (const MchDocumentSource *source);
MchListing *mch_document_list_recap (const MchDocumentSource *source);
MchListing *mch_document_list_bordereau (const MchDocumentSource *source);
MchListing *mch_document_list_grid (const MchDocumentSource *source);
MchListing *mch_document_list_statistics (const MchDocumentSource *source);

/* Calls @add for each candidate with its number in its group, from 1, and begins groups with
 * "NAME – 24 candidates". */
typedef GPtrArray *(*MchDocumentRow) (const MchDocumentSource *source,
                                      const MchCandidate *candidate, guint number);
void mch_document_fill (const MchDocumentSource *source, MchListing *listing, MchDocumentRow make,
                        const char *note);

/* Documents of one sheet a candidate: how many pages each has, and one candidate's. */
void mch_document_record_confirmation (const MchDocumentSource *source,
                                       const MchCandidate *candidate, MchFonts *fonts,
                                       MchPage *front, MchPage *back, guint *ret_n_missing);
void mch_document_record_letter (const MchDocumentSource *source, const MchCandidate *candidate,
                                 MchFonts *fonts, MchPage *page, guint *ret_n_missing);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDocumentSource, mch_document_source_free)

G_END_DECLS
