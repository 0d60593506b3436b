/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-field.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const kind_names[] = {
  [MCH_KIND_ESTABLISHMENT] = "establishment",
  [MCH_KIND_SERVICE] = "service",
  [MCH_KIND_PERSON] = "person",
  [MCH_KIND_CANDIDATURE] = "candidature",
  [MCH_KIND_ACCOUNT] = "account",
  [MCH_KIND_EDITION] = "edition",
  [MCH_KIND_SLIP] = "slip",
  [MCH_KIND_MEMBER] = "member",
  [MCH_KIND_TRANSFER] = "transfer",
  [MCH_KIND_REVIEW] = "review",
};
G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == MCH_N_KINDS);

const char *
mch_kind_to_string (MchKind kind)
{
  g_return_val_if_fail (kind >= 0 && kind < MCH_N_KINDS, NULL);

  return kind_names[kind];
}

MchKind
mch_kind_from_string (const char *text)
{
  for (int i = 0; i < MCH_N_KINDS; i++)
    if (g_strcmp0 (text, kind_names[i]) == 0)
      return i;
  return MCH_KIND_INVALID;
}

#define PERSON MCH_KIND_PERSON
#define CANDIDATURE MCH_KIND_CANDIDATURE
#define ESTABLISHMENT MCH_KIND_ESTABLISHMENT
#define REVIEW MCH_KIND_REVIEW

static const MchField table[] = {
  { "ine", N_ ("INE"), PERSON, MCH_FIELD_INE, 11, TRUE, FALSE },
  { "family_name", N_ ("Family name"), PERSON, MCH_FIELD_NAME, 100, TRUE, TRUE },
  { "usage_name", N_ ("Name in use"), PERSON, MCH_FIELD_NAME, 100, TRUE, FALSE },
  { "given_name", N_ ("First given name"), PERSON, MCH_FIELD_NAME, 100, TRUE, TRUE },
  { "given_name_2", N_ ("Second given name"), PERSON, MCH_FIELD_NAME, 100, TRUE, FALSE },
  { "given_name_3", N_ ("Third given name"), PERSON, MCH_FIELD_NAME, 100, TRUE, FALSE },
  { "birth_date", N_ ("Date of birth"), PERSON, MCH_FIELD_DATE, 10, TRUE, TRUE },
  { "sex", N_ ("Sex"), PERSON, MCH_FIELD_SEX, 1, TRUE, FALSE },
  { "birth_commune", N_ ("Town of birth"), PERSON, MCH_FIELD_TEXT, 100, TRUE, FALSE },
  { "birth_commune_code", N_ ("Code of the town of birth"), PERSON, MCH_FIELD_COMMUNE, 5, TRUE,
    FALSE },
  { "birth_department", N_ ("Department of birth"), PERSON, MCH_FIELD_DEPARTMENT, 3, TRUE, FALSE },
  { "birth_country", N_ ("Country of birth"), PERSON, MCH_FIELD_COUNTRY, 5, TRUE, FALSE },
  { "nationality", N_ ("Nationality"), PERSON, MCH_FIELD_TEXT, 50, TRUE, FALSE },
  { "address_1", N_ ("Address"), PERSON, MCH_FIELD_TEXT, 120, TRUE, FALSE },
  { "address_2", N_ ("Address, second line"), PERSON, MCH_FIELD_TEXT, 120, TRUE, FALSE },
  { "address_3", N_ ("Address, third line"), PERSON, MCH_FIELD_TEXT, 120, TRUE, FALSE },
  { "postal_code", N_ ("Postal code"), PERSON, MCH_FIELD_POSTCODE, 10, TRUE, FALSE },
  { "city", N_ ("Town"), PERSON, MCH_FIELD_TEXT, 100, TRUE, FALSE },
  { "country", N_ ("Country"), PERSON, MCH_FIELD_TEXT, 60, TRUE, FALSE },
  { "phone", N_ ("Telephone"), PERSON, MCH_FIELD_PHONE, 20, TRUE, FALSE },
  { "email", N_ ("E-mail"), PERSON, MCH_FIELD_EMAIL, 254, TRUE, FALSE },
  { "candidate_number", N_ ("Candidate number"), PERSON, MCH_FIELD_CANDIDATE_NUMBER, 11, TRUE,
    FALSE },
  { "ocean_number", N_ ("Océan number"), PERSON, MCH_FIELD_CODE, 20, TRUE, FALSE },
  /* What a file held and no field could take, one "name=value" a line; it waits for a person. */
  { "to_correct", N_ ("To correct"), PERSON, MCH_FIELD_TEXT, 2000, TRUE, FALSE },
  /* "1" when a person said that this is somebody else than the one who looks the same. */
  { "other_person", N_ ("Another person"), PERSON, MCH_FIELD_CODE, 1, TRUE, FALSE },

  { "person", N_ ("Person"), CANDIDATURE, MCH_FIELD_REFERENCE, 36, FALSE, FALSE },
  { "session", N_ ("Session"), CANDIDATURE, MCH_FIELD_SESSION, 20, FALSE, FALSE },
  { "state", N_ ("State"), CANDIDATURE, MCH_FIELD_STATE, 20, FALSE, FALSE },
  { "division", N_ ("Division"), CANDIDATURE, MCH_FIELD_TEXT, 40, TRUE, FALSE },
  { "specialty_code", N_ ("Speciality code"), CANDIDATURE, MCH_FIELD_CODE, 12, TRUE, FALSE },
  { "specialty", N_ ("Speciality"), CANDIDATURE, MCH_FIELD_TEXT, 200, TRUE, FALSE },
  { "category", N_ ("Candidate category"), CANDIDATURE, MCH_FIELD_TEXT, 100, TRUE, FALSE },
  { "passage", N_ ("Form of the exam"), CANDIDATURE, MCH_FIELD_TEXT, 60, TRUE, FALSE },
  { "training_code", N_ ("Training code (MEF)"), CANDIDATURE, MCH_FIELD_CODE, 11, TRUE, FALSE },
  /* The server gives both when it takes a finalising: the candidate's how-manieth registration it
   * is, and the how-manieth version of it. */
  { "registration_number", N_ ("Registration number"), CANDIDATURE, MCH_FIELD_TEXT, 20, FALSE,
    FALSE },
  { "registration_version", N_ ("Version of the registration"), CANDIDATURE, MCH_FIELD_CODE, 6,
    FALSE, FALSE },
  { "teachings", N_ ("Teachings"), CANDIDATURE, MCH_FIELD_TEXT, 500, TRUE, FALSE },
  { "diploma", N_ ("Diploma held"), CANDIDATURE, MCH_FIELD_TEXT, 120, TRUE, FALSE },
  /* What the candidate brings from before: an entry of the reference, then its details. */
  { "acquis", N_ ("Earlier results"), CANDIDATURE, MCH_FIELD_TEXT, 60, TRUE, FALSE },
  { "acquis_diploma", N_ ("Exempting diploma"), CANDIDATURE, MCH_FIELD_TEXT, 120, TRUE, FALSE },
  { "acquis_year", N_ ("Year of the earlier results"), CANDIDATURE, MCH_FIELD_YEAR, 4, TRUE,
    FALSE },
  { "acquis_academy", N_ ("Académie of the earlier results"), CANDIDATURE, MCH_FIELD_TEXT, 60, TRUE,
    FALSE },
  { "acquis_marks", N_ ("Marks kept"), CANDIDATURE, MCH_FIELD_MARKS, 500, TRUE, FALSE },
  { "exempted_tests", N_ ("Tests exempted by experience"), CANDIDATURE, MCH_FIELD_TESTS, 500, TRUE,
    FALSE },
  { "retaken_tests", N_ ("Exempted tests taken again"), CANDIDATURE, MCH_FIELD_TESTS, 500, TRUE,
    FALSE },
  /* Only what was chosen: optional tests, options, and with "-" mandatory ones left for later. */
  { "tests", N_ ("Choices of tests"), CANDIDATURE, MCH_FIELD_TESTS, 1000, TRUE, FALSE },
  { "handicap", N_ ("Disability"), CANDIDATURE, MCH_FIELD_FLAG, 1, TRUE, FALSE },
  { "adjustment", N_ ("Adjustment of the tests asked for"), CANDIDATURE, MCH_FIELD_FLAG, 1, TRUE,
    FALSE },
  { "consent_press", N_ ("Results may go to the press"), CANDIDATURE, MCH_FIELD_FLAG, 1, TRUE,
    FALSE },
  { "consent_private", N_ ("Results may go to private bodies"), CANDIDATURE, MCH_FIELD_FLAG, 1,
    TRUE, FALSE },
  { "consent_authorities", N_ ("Results may go to local authorities"), CANDIDATURE, MCH_FIELD_FLAG,
    1, TRUE, FALSE },
  { "withdrawal_reason", N_ ("Reason of the withdrawal"), CANDIDATURE, MCH_FIELD_TEXT, 200, TRUE,
    FALSE },
  { "withdrawn_on", N_ ("Date of the withdrawal"), CANDIDATURE, MCH_FIELD_DATE, 10, TRUE, FALSE },
  /* The day when the school agreed to let him go: whoever asks for the transfer gets him. */
  { "transfer_agreed_on", N_ ("Transfer agreed on"), CANDIDATURE, MCH_FIELD_DATE, 10, TRUE, FALSE },
  /* What came back on paper: the day of the signed confirmation, and the pieces by name, "A | B".
   */
  { "confirmation_received_on", N_ ("Signed confirmation received on"), CANDIDATURE, MCH_FIELD_DATE,
    10, TRUE, FALSE },
  { "pieces_received", N_ ("Documents received"), CANDIDATURE, MCH_FIELD_TEXT, 1000, TRUE, FALSE },
  /* The day when a slip was handed out, and which: "2027-01-12 3". */
  { "slip_handed", N_ ("Slip handed out"), CANDIDATURE, MCH_FIELD_TEXT, 40, TRUE, FALSE },

  { "name", N_ ("Name of the establishment"), ESTABLISHMENT, MCH_FIELD_TEXT, 120, FALSE, FALSE },
  { "academy", N_ ("Académie"), ESTABLISHMENT, MCH_FIELD_CODE, 5, FALSE, FALSE },
  { "phone", N_ ("Telephone"), ESTABLISHMENT, MCH_FIELD_PHONE, 20, TRUE, FALSE },
  { "email", N_ ("E-mail"), ESTABLISHMENT, MCH_FIELD_EMAIL, 254, TRUE, FALSE },
  { "address", N_ ("Address"), ESTABLISHMENT, MCH_FIELD_TEXT, 200, TRUE, FALSE },
  { "postal_code", N_ ("Postal code"), ESTABLISHMENT, MCH_FIELD_POSTCODE, 10, TRUE, FALSE },
  { "city", N_ ("Town"), ESTABLISHMENT, MCH_FIELD_TEXT, 100, TRUE, FALSE },
  { "slip_text", N_ ("Own text on the slips"), ESTABLISHMENT, MCH_FIELD_SLIP_TEXT, 300, TRUE,
    FALSE },
  /* "1" while the contact details stand as a person confirmed them; any change clears it. */
  { "contact_confirmed", N_ ("Contact details confirmed"), ESTABLISHMENT, MCH_FIELD_CODE, 1, TRUE,
    FALSE },

  /* Of which edition's slip, what was found ("checked", "to_correct"; nothing: to check), in which
   * words, and the fingerprint of what the slip said then. */
  { "edition", N_ ("Edition"), REVIEW, MCH_FIELD_REFERENCE, 36, TRUE, FALSE },
  { "verdict", N_ ("Review of the exam office"), REVIEW, MCH_FIELD_TEXT, 20, TRUE, FALSE },
  { "note", N_ ("Note"), REVIEW, MCH_FIELD_TEXT, 500, TRUE, FALSE },
  { "seen", N_ ("What the slip said"), REVIEW, MCH_FIELD_TEXT, 128, TRUE, FALSE },
};

const MchField *
mch_field_table (guint *ret_n)
{
  g_return_val_if_fail (ret_n != NULL, NULL);

  *ret_n = G_N_ELEMENTS (table);
  return table;
}

const MchField *
mch_field_find (MchKind kind, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i].kind == kind && g_strcmp0 (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}

const MchField *
mch_field_find_for_candidate (const char *name)
{
  const MchField *field = mch_field_find (PERSON, name);

  return field != NULL ? field : mch_field_find (CANDIDATURE, name);
}

gboolean
mch_field_is_of_candidate (const MchField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  return field->kind == PERSON || field->kind == CANDIDATURE;
}

gboolean
mch_field_is_health (const MchField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  return strcmp (field->name, "handicap") == 0 || strcmp (field->name, "adjustment") == 0;
}
