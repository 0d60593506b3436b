/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/mch-registration-sheet.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/mch-date.h"
#include "core/mch-label.h"
#include "core/mch-paper-code.h"
#include "core/mch-registration.h"
#include "print/mch-confirmation.h"

#define ADULT 18 /* years */

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

char *
mch_registration_dup_family (const MchRecord *person)
{
  const char *name = mch_record_get (person, "family_name");
  g_autofree char *valid = name != NULL ? g_utf8_make_valid (name, -1) : NULL;

  return valid != NULL ? g_utf8_strup (valid, -1) : NULL;
}

char *
mch_registration_dup_given (const MchRecord *person)
{
  static const char *const fields[] = { "given_name", "given_name_2", "given_name_3" };
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const char *name = mch_record_get (person, fields[i]);

      if (is_set (name))
        g_string_append_printf (joined, "%s%s", joined->len > 0 ? ", " : "", name);
    }
  return g_string_free (joined, joined->len == 0);
}

char *
mch_registration_dup_full_name (const MchRecord *person)
{
  g_autofree char *family = mch_registration_dup_family (person);
  const char *given = mch_record_get (person, "given_name");

  return g_strconcat (family != NULL ? family : "", family != NULL && given != NULL ? " " : "",
                      given != NULL ? given : "", NULL);
}

char *
mch_registration_dup_specialty (const MchRecord *candidature)
{
  const char *code = mch_record_get (candidature, "specialty_code");
  const char *label = mch_record_get (candidature, "specialty");

  if (!is_set (code))
    return g_strdup (label);
  return is_set (label) ? g_strconcat (code, " ", label, NULL) : g_strdup (code);
}

const char *
mch_registration_get_state_label (const MchRecord *candidature)
{
  const char *state = mch_record_get (candidature, "state");

  if (g_strcmp0 (state, MCH_STATE_REGISTERED) == 0)
    return _ ("Registered");
  if (g_strcmp0 (state, MCH_STATE_PRE_REGISTERED) == 0)
    return _ ("Pre-registered");
  if (g_strcmp0 (state, MCH_STATE_WITHDRAWN) == 0)
    return _ ("Withdrawn");
  return state;
}

void
mch_registration_split_number (const MchRecord *candidature, char **ret_number, char **ret_version)
{
  g_autofree char *number = mch_registration_dup_number (candidature);
  const char *version = number != NULL ? strstr (number, " Version ") : NULL;

  *ret_number = NULL;
  *ret_version = NULL;
  if (number == NULL)
    return;
  *ret_number =
      version != NULL ? g_strndup (number, (gsize) (version - number)) : g_strdup (number);
  if (version != NULL)
    *ret_version = g_strdup (version + strlen (" Version "));
}

gboolean
mch_registration_has_piece (const MchRecord *candidature, const char *piece)
{
  g_auto (GStrv) received =
      mch_sheet_split_pieces (mch_record_get (candidature, "pieces_received"));

  return g_strv_contains ((const char *const *) received, piece);
}

gboolean
mch_registration_asks_piece (const MchRegistrationSheet *sheet, const char *piece)
{
  g_autoptr (GPtrArray) asked = NULL;

  if (sheet->frame->pieces_of_all || sheet->reference == NULL)
    return TRUE;
  asked = mch_registration_dup_documents (sheet->reference, sheet->person, sheet->candidature,
                                          sheet->today);
  for (guint i = 0; i < asked->len; i++)
    if (g_strcmp0 (mch_ref_item_get (asked->pdata[i], "label"), piece) == 0)
      return TRUE;
  return FALSE;
}

guint
mch_registration_get_version (const char *version)
{
  long number = version != NULL ? strtol (version, NULL, 10) : 1;

  return number >= 1 && number <= 99 ? (guint) number : 1;
}

static gboolean
is_minor (const MchRegistrationSheet *sheet)
{
  const char *birth = mch_record_get (sheet->person, "birth_date");

  return birth != NULL && mch_date_is_valid (birth) && mch_date_age (birth, sheet->today) < ADULT;
}

/* Texts made for one sheet, freed together. */
typedef struct
{
  GPtrArray *owned;
  const MchRegistrationSheet *sheet;
} Words;

static const char *
keep (Words *words, char *text)
{
  g_ptr_array_add (words->owned, text);
  return text;
}

static const char *
get (const Words *words, const char *field)
{
  const char *value = mch_record_get (words->sheet->person, field);

  return value != NULL ? value : mch_record_get (words->sheet->candidature, field);
}

/* "Oui", "Non", or nothing while nobody answered. */
static const char *
get_answer (const Words *words, const char *field)
{
  const char *value = get (words, field);

  if (value == NULL)
    return NULL;
  return strcmp (value, "1") == 0 ? _ ("Yes") : _ ("No");
}

/* The sentence that was chosen, not its code. */
static const char *
keep_acquis (Words *words)
{
  const MchRegistrationSheet *sheet = words->sheet;
  const MchRefItem *acquis =
      sheet->reference != NULL
          ? mch_registration_find (sheet->reference, sheet->candidature, MCH_REF_ACQUIS)
          : NULL;

  return acquis != NULL ? keep (words, mch_ref_item_dup_name (acquis)) : get (words, "acquis");
}

/* "Besançon (25)" */
static const char *
keep_birth_place (Words *words)
{
  const char *town = get (words, "birth_commune");
  const char *department = get (words, "birth_department");

  if (town == NULL || department == NULL)
    return town != NULL ? town : department;
  return keep (words, g_strdup_printf ("%s (%s)", town, department));
}

static const char *
keep_address (Words *words)
{
  static const char *const fields[] = { "address_1", "address_2", "address_3" };
  GString *text = g_string_new (NULL);
  const char *code = get (words, "postal_code");
  const char *city = get (words, "city");

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (get (words, fields[i]) != NULL)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", get (words, fields[i]));
  if (code != NULL || city != NULL)
    g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? "\n" : "", code != NULL ? code : "",
                            code != NULL && city != NULL ? " " : "", city != NULL ? city : "");
  return keep (words, g_string_free (text, FALSE));
}

static const char *
keep_phone (Words *words)
{
  const char *phone = get (words, "phone");

  return phone != NULL ? keep (words, mch_label_dup_phone (phone)) : NULL;
}

static guint
record (Words *words, MchConfirmation *confirmation, MchFonts *fonts, MchPage *front, MchPage *back)
{
  const MchRegistrationSheet *sheet = words->sheet;
  const MchFact person[] = {
    { _ ("Family name"), keep (words, mch_registration_dup_family (sheet->person)) },
    { _ ("Given name(s)"), keep (words, mch_registration_dup_given (sheet->person)) },
    { _ ("Name in use"), get (words, "usage_name") },
    { _ ("Date of birth"), keep (words, mch_sheet_dup_date (get (words, "birth_date"))) },
    { _ ("Place of birth"), keep_birth_place (words) },
    { _ ("Sex"), get (words, "sex") },
    { _ ("Nationality"), get (words, "nationality") },
    { _ ("INE"), get (words, "ine") },
  };
  const MchFact contact[] = {
    { _ ("Address"), keep_address (words) },
    { _ ("Telephone"), keep_phone (words) },
    { _ ("Country"), get (words, "country") },
    { _ ("E-mail"), get (words, "email") },
  };
  const MchFact registration[] = {
    { _ ("State"), mch_registration_get_state_label (sheet->candidature) },
    { _ ("Division"), get (words, "division") },
    { _ ("Speciality"), keep (words, mch_registration_dup_specialty (sheet->candidature)) },
    { _ ("Candidate category"), get (words, "category") },
    { _ ("Form of the exam"), get (words, "passage") },
    { _ ("Diploma held"), get (words, "diploma") },
    { _ ("Earlier results"), keep_acquis (words) },
    { _ ("Training code (MEF)"), get (words, "training_code") },
    { _ ("Teachings"), get (words, "teachings") },
    { _ ("Results may go to the press"), get_answer (words, "consent_press") },
    { _ ("Results may go to private bodies"), get_answer (words, "consent_private") },
    { _ ("Results may go to local authorities"), get_answer (words, "consent_authorities") },
  };
  const MchFactSection sections[] = {
    { _ ("The candidate"), person, G_N_ELEMENTS (person) },
    { _ ("How to reach the candidate"), contact, G_N_ELEMENTS (contact) },
    { _ ("The registration"), registration, G_N_ELEMENTS (registration) },
  };

  confirmation->sections = sections;
  confirmation->n_sections = G_N_ELEMENTS (sections);
  return mch_confirmation_record (confirmation, fonts, front, back);
}

/* (transfer full): of MchConfirmationPiece; names borrowed from the frame. */
static GArray *
list_pieces (const MchRegistrationSheet *sheet)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (MchConfirmationPiece));
  char **names = sheet->frame->pieces;

  for (guint i = 0; names[i] != NULL; i++)
    {
      MchConfirmationPiece piece = { names[i],
                                     mch_registration_has_piece (sheet->candidature, names[i]) };

      if (mch_registration_asks_piece (sheet, names[i]))
        g_array_append_val (pieces, piece);
    }
  return pieces;
}

/* REG-34: every test with its form and position; parts stand in behind theirs. @ret_tests: of
 * MchTest, from which the result borrows. (transfer full) (element-type MchConfirmationTest) */
static GArray *
list_tests (Words *words, GPtrArray **ret_tests)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (MchConfirmationTest));
  GPtrArray *tests =
      mch_registration_dup_tests (words->sheet->reference, words->sheet->candidature);

  *ret_tests = tests;
  for (guint i = 0; i < tests->len; i++)
    {
      const MchTest *test = tests->pdata[i];
      g_autofree char *title = mch_test_dup_title (test);
      MchConfirmationTest line = {
        .name = keep (words, g_strconcat (test->parent != NULL ? "    " : "", title, NULL)),
        .form = test->mode,
        .state = mch_test_position_get_label (test->position),
      };

      /* Of what is optional only what was chosen counts. */
      if (!test->optional || test->position != MCH_TEST_NOT_REGISTERED)
        g_array_append_val (lines, line);
    }
  return lines;
}

/* Number, version and code. What the server has not taken yet has no version of its own: nobody
 * signs that. */
static void
fill_numbers (Words *words, MchConfirmation *confirmation)
{
  const MchRegistrationSheet *sheet = words->sheet;
  char *number = NULL;
  char *version = NULL;

  mch_registration_split_number (sheet->candidature, &number, &version);
  keep (words, number);
  keep (words, version);
  confirmation->candidate_number = mch_record_get (sheet->person, "candidate_number");
  if (sheet->final)
    confirmation->registration_number = number;
  if (mch_confirmation_is_provisional (confirmation))
    return;
  confirmation->version =
      keep (words, g_strdup_printf ("%02u", mch_registration_get_version (version)));
  confirmation->code =
      keep (words, mch_paper_code_dup (MCH_PAPER_CONFIRMATION, sheet->candidature->id,
                                       mch_registration_get_version (version)));
}

guint
mch_registration_sheet_record (const MchRegistrationSheet *sheet, MchFonts *fonts, MchPage *front,
                               MchPage *back)
{
  const MchSheetFrame *frame = sheet->frame;
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) pieces = list_pieces (sheet);
  Words words = { owned, sheet };
  g_autoptr (GPtrArray) tests = NULL;
  g_autoptr (GArray) lines = list_tests (&words, &tests);
  MchConfirmation confirmation = { .establishment = frame->school,
                                   .place = frame->place,
                                   .exam = frame->exam,
                                   .session = frame->month,
                                   .academy = frame->academy,
                                   .paper_only = frame->paper_only,
                                   .return_from = frame->return_from,
                                   .return_until = frame->return_until,
                                   .contact = mch_record_get (sheet->service, "contact"),
                                   .edited = sheet->edited };

  fill_numbers (&words, &confirmation);
  confirmation.name = keep (&words, mch_registration_dup_full_name (sheet->person));
  confirmation.pieces = (const MchConfirmationPiece *) pieces->data;
  confirmation.n_pieces = pieces->len;
  confirmation.tests = (const MchConfirmationTest *) lines->data;
  confirmation.n_tests = lines->len;
  confirmation.minor = is_minor (sheet);
  confirmation.return_to = keep (
      &words, g_strdup_printf (_ ("At the office of your establishment: %s."), frame->school));
  return record (&words, &confirmation, fonts, front, back);
}
