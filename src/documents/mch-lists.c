/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The working lists: to sign, simple, detailed, and the recap that goes with the files. */
#include <glib/gi18n-lib.h>

#include "core/mch-label.h"
#include "core/mch-registration.h"
#include "documents/mch-document-source.h"

#define TEXT(title, weight, where)                                                                 \
  {                                                                                                \
    { title, weight, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE }, where                \
  }
#define NUMBER(title)                                                                              \
  {                                                                                                \
    { title, 0.5, MCH_ALIGN_RIGHT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE }, MCH_LISTING_PAPER      \
  }
#define NAME(title, weight)                                                                        \
  {                                                                                                \
    { title, weight, MCH_ALIGN_LEFT, MCH_FACE_BOLD, MCH_COLUMN_TEXT, FALSE }, MCH_LISTING_BOTH     \
  }
/* On paper what the person answers to; as CSV the names one by one. */
#define CALLED                                                                                     \
  { { N_ ("Family name"), 4, MCH_ALIGN_LEFT, MCH_FACE_BOLD, MCH_COLUMN_TEXT, FALSE },              \
    MCH_LISTING_PAPER },                                                                           \
      TEXT (N_ ("Family name"), 4, MCH_LISTING_DATA),                                              \
      TEXT (N_ ("Name in use"), 3, MCH_LISTING_DATA)

static GPtrArray *
row_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

/* A field as it is. */
static void
add (GPtrArray *row, const MchCandidate *candidate, const char *field)
{
  g_ptr_array_add (row, g_strdup (mch_candidate_get (candidate, field)));
}

static void
take (GPtrArray *row, char *text)
{
  g_ptr_array_add (row, text);
}

/* "DUPONT (usage name: MARTIN)": what the person answers to. (transfer full) */
static char *
dup_called (const MchCandidate *candidate)
{
  const char *usage = mch_candidate_get (candidate, "usage_name");
  g_autofree char *family = mch_document_dup_family (candidate);

  if (usage == NULL || g_strcmp0 (usage, mch_candidate_get (candidate, "family_name")) == 0)
    return g_steal_pointer (&family);
  return g_strdup_printf (_ ("%s (usage name: %s)"), family != NULL ? family : "", usage);
}

/* The cells of CALLED. */
static void
add_called (GPtrArray *row, const MchCandidate *candidate)
{
  take (row, dup_called (candidate));
  take (row, mch_document_dup_family (candidate));
  add (row, candidate, "usage_name");
}

/* On paper it goes from hand to hand: names, and nothing else that is anybody's business. As CSV it
 * stays with the staff, and tells homonyms apart. */
static const MchListingColumn signature_columns[] = {
  NUMBER (N_ ("No.")),
  TEXT (N_ ("Division"), 2, MCH_LISTING_DATA),
  TEXT (N_ ("Speciality code"), 2, MCH_LISTING_DATA),
  TEXT (N_ ("Speciality"), 3, MCH_LISTING_DATA),
  CALLED,
  TEXT (N_ ("Given name"), 3, MCH_LISTING_BOTH),
  TEXT (N_ ("Date of birth"), 2, MCH_LISTING_DATA),
  { { N_ ("Signature"), 7, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, TRUE },
    MCH_LISTING_BOTH },
};

static GPtrArray *
make_signature_row (const MchDocumentSource *source, const MchCandidate *candidate, guint number)
{
  GPtrArray *row = row_new ();

  take (row, g_strdup_printf ("%u", number));
  add (row, candidate, "division");
  add (row, candidate, "specialty_code");
  add (row, candidate, "specialty");
  add_called (row, candidate);
  add (row, candidate, "given_name");
  take (row, mch_sheet_dup_date (mch_candidate_get (candidate, "birth_date")));
  take (row, NULL);
  return row;
}

MchListing *
mch_document_list_signatures (const MchDocumentSource *source)
{
  static const MchListingStyle style = { { 11, 11.5, TRUE }, TRUE };
  MchListing *listing =
      mch_listing_new (signature_columns, G_N_ELEMENTS (signature_columns), &style);

  mch_document_fill (source, listing, make_signature_row,
                     _ ("Present: ………   Absent: ………   Name and signature of the person in charge: "
                        "……………………"));
  return listing;
}

static const MchListingColumn simple_columns[] = {
  NUMBER (N_ ("No.")),
  TEXT (N_ ("Division of class"), 2, MCH_LISTING_DATA),
  TEXT (N_ ("Candidate no."), 2, MCH_LISTING_BOTH),
  TEXT (N_ ("Registration no."), 2, MCH_LISTING_BOTH),
  TEXT (N_ ("Océan number"), 2, MCH_LISTING_BOTH),
  NAME (N_ ("Family name"), 4),
  TEXT (N_ ("Name in use"), 3, MCH_LISTING_BOTH),
  TEXT (N_ ("Given name(s)"), 4, MCH_LISTING_BOTH),
  TEXT (N_ ("Date of birth"), 2, MCH_LISTING_BOTH),
  TEXT (N_ ("INE"), 2, MCH_LISTING_BOTH),
  TEXT (N_ ("Candidate category"), 3, MCH_LISTING_BOTH),
  TEXT (N_ ("Speciality code"), 1.5, MCH_LISTING_BOTH),
  TEXT (N_ ("Speciality"), 4, MCH_LISTING_BOTH),
  TEXT (N_ ("State"), 2, MCH_LISTING_BOTH),
  TEXT (N_ ("Teachings"), 3, MCH_LISTING_BOTH),
};

static GPtrArray *
make_simple_row (const MchDocumentSource *source, const MchCandidate *candidate, guint number)
{
  GPtrArray *row = row_new ();

  take (row, g_strdup_printf ("%u", number));
  add (row, candidate, "division");
  add (row, candidate, "candidate_number");
  take (row, mch_registration_dup_number (candidate->candidature));
  add (row, candidate, "ocean_number");
  take (row, mch_document_dup_family (candidate));
  add (row, candidate, "usage_name");
  take (row, mch_document_dup_given (candidate));
  take (row, mch_sheet_dup_date (mch_candidate_get (candidate, "birth_date")));
  add (row, candidate, "ine");
  add (row, candidate, "category");
  add (row, candidate, "specialty_code");
  add (row, candidate, "specialty");
  take (row, g_strdup (mch_document_get_state (candidate)));
  add (row, candidate, "teachings");
  return row;
}

MchListing *
mch_document_list_simple (const MchDocumentSource *source)
{
  static const MchListingStyle style = { { 9, 0, FALSE }, FALSE };
  MchListing *listing = mch_listing_new (simple_columns, G_N_ELEMENTS (simple_columns), &style);

  mch_document_fill (source, listing, make_simple_row, NULL);
  return listing;
}

static const MchListingColumn recap_columns[] = {
  NUMBER (N_ ("No.")),
  TEXT (N_ ("Speciality code"), 2, MCH_LISTING_DATA),
  TEXT (N_ ("Speciality"), 4, MCH_LISTING_DATA),
  CALLED,
  TEXT (N_ ("Given name(s)"), 4, MCH_LISTING_BOTH),
  TEXT (N_ ("Date of birth"), 2, MCH_LISTING_BOTH),
  TEXT (N_ ("Division"), 2, MCH_LISTING_BOTH),
  TEXT (N_ ("Candidate no."), 2, MCH_LISTING_BOTH),
  TEXT (N_ ("Registration no."), 2, MCH_LISTING_BOTH),
};

static GPtrArray *
make_recap_row (const MchDocumentSource *source, const MchCandidate *candidate, guint number)
{
  GPtrArray *row = row_new ();

  take (row, g_strdup_printf ("%u", number));
  add (row, candidate, "specialty_code");
  add (row, candidate, "specialty");
  add_called (row, candidate);
  take (row, mch_document_dup_given (candidate));
  take (row, mch_sheet_dup_date (mch_candidate_get (candidate, "birth_date")));
  add (row, candidate, "division");
  add (row, candidate, "candidate_number");
  take (row, mch_registration_dup_number (candidate->candidature));
  return row;
}

MchListing *
mch_document_list_recap (const MchDocumentSource *source)
{
  static const MchListingStyle style = { { 9.5, 0, FALSE }, FALSE };
  MchListing *listing = mch_listing_new (recap_columns, G_N_ELEMENTS (recap_columns), &style);

  mch_document_fill (source, listing, make_recap_row, NULL);
  return listing;
}

/* On paper the fields of one matter share a cell; CSV has them one by one. */
static const MchListingColumn detailed_columns[] = {
  NUMBER (N_ ("No.")),
  { { N_ ("Candidate"), 4, MCH_ALIGN_LEFT, MCH_FACE_BOLD, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_PAPER },
  { { N_ ("Birth, INE"), 3, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_PAPER },
  { { N_ ("Contact"), 4, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_PAPER },
  { { N_ ("Registration"), 4, MCH_ALIGN_LEFT, MCH_FACE_SANS, MCH_COLUMN_TEXT, FALSE },
    MCH_LISTING_PAPER },
  TEXT (N_ ("Connection login"), 3, MCH_LISTING_PAPER),
};

static void
append_line (GString *text, const char *label, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? "\n" : "", label != NULL ? label : "",
                          label != NULL ? " " : "", value);
}

static char *
dup_person_cell (const MchCandidate *candidate)
{
  GString *text = g_string_new (NULL);
  g_autofree char *called = dup_called (candidate);
  g_autofree char *given = mch_document_dup_given (candidate);

  append_line (text, NULL, called);
  append_line (text, NULL, given);
  return g_string_free (text, FALSE);
}

static char *
dup_birth_cell (const MchCandidate *candidate)
{
  GString *text = g_string_new (NULL);
  g_autofree char *born = mch_sheet_dup_date (mch_candidate_get (candidate, "birth_date"));

  append_line (text, NULL, born);
  append_line (text, NULL, mch_candidate_get (candidate, "birth_commune"));
  append_line (text, _ ("INE"), mch_candidate_get (candidate, "ine"));
  return g_string_free (text, FALSE);
}

static char *
dup_contact_cell (const MchCandidate *candidate)
{
  static const char *const lines[] = { "address_1", "address_2", "address_3" };
  GString *text = g_string_new (NULL);
  const char *code = mch_candidate_get (candidate, "postal_code");
  const char *city = mch_candidate_get (candidate, "city");
  const char *phone = mch_candidate_get (candidate, "phone");
  g_autofree char *shown = phone != NULL ? mch_label_dup_phone (phone) : NULL;
  g_autofree char *town = g_strconcat (code != NULL ? code : "", code != NULL ? " " : "",
                                       city != NULL ? city : "", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    append_line (text, NULL, mch_candidate_get (candidate, lines[i]));
  append_line (text, NULL, town);
  append_line (text, NULL, shown);
  append_line (text, NULL, mch_candidate_get (candidate, "email"));
  return g_string_free (text, FALSE);
}

static char *
dup_registration_cell (const MchCandidate *candidate)
{
  GString *text = g_string_new (NULL);
  g_autofree char *specialty = mch_document_dup_specialty (candidate);
  g_autofree char *number = mch_registration_dup_number (candidate->candidature);

  append_line (text, NULL, mch_document_get_state (candidate));
  append_line (text, NULL, specialty);
  append_line (text, NULL, mch_candidate_get (candidate, "category"));
  append_line (text, _ ("Candidate no."), mch_candidate_get (candidate, "candidate_number"));
  append_line (text, _ ("Registration no."), number);
  return g_string_free (text, FALSE);
}

/* What has no place in a list that is read: the program's own links and notes, and what tells
 * something about health. */
static gboolean
is_listed (const MchField *field)
{
  static const char *const left_out[] = { "person", "to_correct", "other_person", NULL };

  return (field->kind == MCH_KIND_PERSON || field->kind == MCH_KIND_CANDIDATURE)
         && !mch_field_is_health (field) && !g_strv_contains (left_out, field->name);
}

static char *
dup_value (const MchCandidate *candidate, const MchField *field)
{
  const char *value = mch_candidate_get (candidate, field->name);

  if (field->type == MCH_FIELD_DATE)
    return mch_sheet_dup_date (value);
  if (field->type == MCH_FIELD_STATE)
    return g_strdup (mch_document_get_state (candidate));
  if (field->type == MCH_FIELD_PHONE && value != NULL)
    return mch_label_dup_phone (value);
  return g_strdup (value);
}

static GPtrArray *
make_detailed_row (const MchDocumentSource *source, const MchCandidate *candidate, guint number)
{
  GPtrArray *row = row_new ();
  guint n;
  const MchField *fields = mch_field_table (&n);

  take (row, g_strdup_printf ("%u", number));
  take (row, dup_person_cell (candidate));
  take (row, dup_birth_cell (candidate));
  take (row, dup_contact_cell (candidate));
  take (row, dup_registration_cell (candidate));
  take (row, mch_document_dup_login (candidate));
  for (guint i = 0; i < n; i++)
    if (is_listed (&fields[i]))
      take (row, dup_value (candidate, &fields[i]));
  take (row, mch_document_dup_login (candidate));
  return row;
}

MchListing *
mch_document_list_detailed (const MchDocumentSource *source)
{
  static const MchListingStyle style = { { 9, 0, FALSE }, FALSE };
  static const MchListingColumn data = TEXT ("", 1, MCH_LISTING_DATA);
  MchListing *listing = mch_listing_new (detailed_columns, G_N_ELEMENTS (detailed_columns), &style);
  guint n;
  const MchField *fields = mch_field_table (&n);

  for (guint i = 0; i < n; i++)
    if (is_listed (&fields[i]))
      mch_listing_add_column (listing, _ (fields[i].label), &data);
  mch_listing_add_column (listing, _ ("Connection login"), &data);
  mch_document_fill (source, listing, make_detailed_row, NULL);
  return listing;
}
