/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The papers of the return: what goes into the parcel, and what each candidate has given back. */
#include <glib/gi18n-lib.h>

#include "core/mch-paper-code.h"
#include "documents/mch-document-source.h"

/* What only the CSV file has: one value a cell, and what tells homonyms apart. */
#define DATA(title)                                                                                \
  {                                                                                                \
    { title, 1, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE }, MCH_LISTING_DATA          \
  }

static GPtrArray *
row_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* "2/3", or NULL when nobody has said which pieces there are. (transfer full) */
static char *
dup_piece_count (const MchDocumentSource *source, const MchCandidate *candidate)
{
  guint n = 0, received = 0;

  for (guint i = 0; source->frame.pieces[i] != NULL; i++)
    if (mch_document_asks_piece (source, candidate, source->frame.pieces[i]))
      {
        n++;
        received += mch_document_has_piece (candidate, source->frame.pieces[i]) ? 1 : 0;
      }
  return n > 0 ? g_strdup_printf ("%u/%u", received, n) : NULL;
}

static char *
dup_code (const MchCandidate *candidate)
{
  g_autofree char *number = NULL;
  g_autofree char *version = NULL;

  mch_registration_split_number (candidate->candidature, &number, &version);
  return mch_paper_code_dup (MCH_PAPER_CONFIRMATION, candidate->candidature->id,
                             mch_registration_get_version (version));
}

/* "signed confirmation | Photocopie de la pièce d'identité"; NULL when nothing lacks. (transfer
 * full)
 */
static char *
dup_lacking (const MchDocumentSource *source, const MchCandidate *candidate, const char *between)
{
  g_autoptr (GPtrArray) lacking =
      mch_document_list_lacking (source, candidate, _ ("signed confirmation"));

  if (lacking->len == 0)
    return NULL;
  g_ptr_array_add (lacking, NULL);
  return g_strjoinv (between, (char **) lacking->pdata);
}

GPtrArray *
mch_document_dup_incomplete (const MchDocumentSource *source)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < source->candidates->len; i++)
    {
      const MchCandidate *candidate = source->candidates->pdata[i];
      g_autofree char *lacking = dup_lacking (source, candidate, ", ");
      g_autofree char *name = mch_document_dup_name (candidate);

      if (lacking != NULL)
        g_ptr_array_add (lines, g_strdup_printf (_ ("%s: %s"), name, lacking));
    }
  return lines;
}

static const MchListingColumn bordereau_columns[] = {
  { { N_ ("No."), 0.5, MCH_ALIGN_RIGHT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_PAPER },
  DATA (N_ ("Speciality code")),
  DATA (N_ ("Speciality")),
  { { N_ ("Family name"), 4, MCH_ALIGN_LEFT, MCH_FACE_BOLD, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_BOTH },
  { { N_ ("Given name(s)"), 3, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_BOTH },
  DATA (N_ ("Date of birth")),
  { { N_ ("Candidate no."), 2, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_BOTH },
  { { N_ ("Confirmation"), 1.5, MCH_ALIGN_CENTER, MCH_FACE_SANS, MCH_COLUMN_TEXT, TRUE },
    MCH_LISTING_BOTH },
  { { N_ ("Supporting documents"), 1.5, MCH_ALIGN_CENTER, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_BOTH },
  DATA (N_ ("Still lacking")),
  { { N_ ("Code"), 4, MCH_ALIGN_LEFT, MCH_FACE_MONO, MCH_COLUMN_CODE, TRUE }, MCH_LISTING_BOTH },
};

static GPtrArray *
make_bordereau_row (const MchDocumentSource *source, const MchCandidate *candidate, guint number)
{
  GPtrArray *row = row_new ();

  g_ptr_array_add (row, g_strdup_printf ("%u", number));
  g_ptr_array_add (row, g_strdup (mch_candidate_get (candidate, "specialty_code")));
  g_ptr_array_add (row, g_strdup (mch_candidate_get (candidate, "specialty")));
  g_ptr_array_add (row, mch_document_dup_family (candidate));
  g_ptr_array_add (row, mch_document_dup_given (candidate));
  g_ptr_array_add (row, mch_sheet_dup_date (mch_candidate_get (candidate, "birth_date")));
  g_ptr_array_add (row, g_strdup (mch_candidate_get (candidate, "candidate_number")));
  g_ptr_array_add (row, g_strdup (mch_document_has_confirmation (candidate) ? MCH_LISTING_TICK
                                                                            : MCH_LISTING_BOX));
  g_ptr_array_add (row, dup_piece_count (source, candidate));
  g_ptr_array_add (row, dup_lacking (source, candidate, " | "));
  g_ptr_array_add (row, dup_code (candidate));
  return row;
}

MchListing *
mch_document_list_bordereau (const MchDocumentSource *source)
{
  static const MchListingStyle style = { { 9.5, 0, FALSE }, FALSE };
  MchListing *listing =
      mch_listing_new (bordereau_columns, G_N_ELEMENTS (bordereau_columns), &style);

  mch_document_fill (source, listing, make_bordereau_row, NULL);
  return listing;
}

static const MchListingColumn grid_columns[] = {
  { { N_ ("No."), 0.5, MCH_ALIGN_RIGHT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_PAPER },
  DATA (N_ ("Division")),
  { { N_ ("Family name"), 4, MCH_ALIGN_LEFT, MCH_FACE_BOLD, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_BOTH },
  { { N_ ("Given name"), 3, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_BOTH },
  DATA (N_ ("Date of birth")),
  { { N_ ("Signed confirmation"), 2, MCH_ALIGN_CENTER, MCH_FACE_SANS, MCH_COLUMN_TEXT, TRUE },
    MCH_LISTING_BOTH },
};

static const char *
get_piece_mark (const MchDocumentSource *source, const MchCandidate *candidate, const char *piece)
{
  if (mch_document_has_piece (candidate, piece))
    return MCH_LISTING_TICK;
  return mch_document_asks_piece (source, candidate, piece) ? MCH_LISTING_BOX : "—";
}

static GPtrArray *
make_grid_row (const MchDocumentSource *source, const MchCandidate *candidate, guint number)
{
  GPtrArray *row = row_new ();
  g_autofree char *day =
      mch_sheet_dup_date (mch_candidate_get (candidate, "confirmation_received_on"));

  g_ptr_array_add (row, g_strdup_printf ("%u", number));
  g_ptr_array_add (row, g_strdup (mch_candidate_get (candidate, "division")));
  g_ptr_array_add (row, mch_document_dup_family (candidate));
  g_ptr_array_add (row, g_strdup (mch_candidate_get (candidate, "given_name")));
  g_ptr_array_add (row, mch_sheet_dup_date (mch_candidate_get (candidate, "birth_date")));
  g_ptr_array_add (row, day != NULL ? g_strdup_printf (_ ("received on %s"), day)
                                    : g_strdup (_ ("missing")));
  for (guint i = 0; source->frame.pieces[i] != NULL; i++)
    g_ptr_array_add (row, g_strdup (get_piece_mark (source, candidate, source->frame.pieces[i])));
  return row;
}

MchListing *
mch_document_list_grid (const MchDocumentSource *source)
{
  static const MchListingStyle style = { { 10, 7.5, TRUE }, FALSE };
  static const MchListingColumn piece = {
    { "", 2, MCH_ALIGN_CENTER, MCH_FACE_SANS, MCH_COLUMN_TEXT, TRUE }, MCH_LISTING_BOTH
  };
  MchListing *listing = mch_listing_new (grid_columns, G_N_ELEMENTS (grid_columns), &style);

  for (guint i = 0; source->frame.pieces[i] != NULL; i++)
    mch_listing_add_column (listing, source->frame.pieces[i], &piece);
  mch_document_fill (source, listing, make_grid_row, NULL);
  return listing;
}
