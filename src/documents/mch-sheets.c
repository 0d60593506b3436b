/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents of one sheet a candidate: from a record to what a confirmation and a letter show. */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/mch-date.h"
#include "core/mch-label.h"
#include "core/mch-paper-code.h"
#include "core/mch-registration.h"
#include "documents/mch-document-source.h"
#include "print/mch-confirmation.h"
#include "print/mch-letter.h"

#define ADULT 18 /* years */

guint
mch_document_get_version (const char *version)
{
  long number = version != NULL ? strtol (version, NULL, 10) : 1;

  return number >= 1 && number <= 99 ? (guint) number : 1;
}

static gboolean
is_minor (const MchDocumentSource *source, const MchCandidate *candidate)
{
  const char *birth = mch_candidate_get (candidate, "birth_date");

  return birth != NULL && mch_date_is_valid (birth) && mch_date_age (birth, source->today) < ADULT;
}

/* Texts made for one sheet, freed together. */
typedef struct
{
  GPtrArray *owned;
  const MchCandidate *candidate;
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
  return mch_candidate_get (words->candidate, field);
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
keep_acquis (const MchDocumentSource *source, Words *words)
{
  const MchRefItem *acquis =
      source->reference != NULL
          ? mch_registration_find (source->reference, words->candidate->candidature, MCH_REF_ACQUIS)
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

static void
record (const MchDocumentSource *source, Words *words, MchConfirmation *confirmation,
        MchFonts *fonts, MchPage *front, MchPage *back, guint *ret_n_missing)
{
  const MchFact person[] = {
    { _ ("Family name"), keep (words, mch_document_dup_family (words->candidate)) },
    { _ ("Given name(s)"), keep (words, mch_document_dup_given (words->candidate)) },
    { _ ("Name in use"), get (words, "usage_name") },
    { _ ("Date of birth"), keep (words, mch_document_dup_date (get (words, "birth_date"))) },
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
    { _ ("State"), mch_document_get_state (words->candidate) },
    { _ ("Division"), get (words, "division") },
    { _ ("Speciality"), keep (words, mch_document_dup_specialty (words->candidate)) },
    { _ ("Candidate category"), get (words, "category") },
    { _ ("Form of the exam"), get (words, "passage") },
    { _ ("Diploma held"), get (words, "diploma") },
    { _ ("Earlier results"), keep_acquis (source, words) },
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
  *ret_n_missing += mch_confirmation_record (confirmation, fonts, front, back);
}

/* (transfer full): of MchConfirmationPiece; names borrowed from @source. */
static GArray *
list_pieces (const MchDocumentSource *source, const MchCandidate *candidate)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (MchConfirmationPiece));

  for (guint i = 0; source->pieces[i] != NULL; i++)
    {
      MchConfirmationPiece piece = { source->pieces[i],
                                     mch_document_has_piece (candidate, source->pieces[i]) };

      if (mch_document_asks_piece (source, candidate, source->pieces[i]))
        g_array_append_val (pieces, piece);
    }
  return pieces;
}

static gboolean
is_final (const MchCandidate *candidate)
{
  return g_strcmp0 (mch_candidate_get (candidate, "state"), MCH_STATE_REGISTERED) == 0
         && candidate->pending != MCH_PENDING_SENDING;
}

/* REG-34: every test with its form and position; parts stand in behind theirs. @ret_tests: of
 * MchTest, from which the result borrows. (transfer full) (element-type MchConfirmationTest) */
static GArray *
list_tests (const MchDocumentSource *source, const MchCandidate *candidate, Words *words,
            GPtrArray **ret_tests)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (MchConfirmationTest));
  GPtrArray *tests = mch_registration_dup_tests (source->reference, candidate->candidature);

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

void
mch_document_record_confirmation (const MchDocumentSource *source, const MchCandidate *candidate,
                                  MchFonts *fonts, MchPage *front, MchPage *back,
                                  guint *ret_n_missing)
{
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) pieces = list_pieces (source, candidate);
  Words words = { owned, candidate };
  g_autoptr (GPtrArray) tests = NULL;
  g_autoptr (GArray) lines = list_tests (source, candidate, &words, &tests);
  g_autofree char *number = NULL;
  g_autofree char *version = NULL;
  g_autofree char *code = NULL;
  MchConfirmation confirmation = { .establishment = source->school,
                                   .place = source->place,
                                   .exam = source->exam,
                                   .session = source->month,
                                   .academy = source->academy,
                                   .return_from = source->return_from,
                                   .return_until = source->return_until,
                                   .contact = mch_record_get (source->service, "contact"),
                                   .edited = source->edited };

  mch_document_split_number (candidate, &number, &version);
  confirmation.name = keep (&words, mch_document_dup_name (candidate));
  confirmation.candidate_number = mch_candidate_get (candidate, "candidate_number");
  /* What the server has not taken yet has no version of its own: nobody signs that. */
  if (is_final (candidate))
    confirmation.registration_number = number;
  confirmation.pieces = (const MchConfirmationPiece *) pieces->data;
  confirmation.n_pieces = pieces->len;
  confirmation.tests = (const MchConfirmationTest *) lines->data;
  confirmation.n_tests = lines->len;
  confirmation.minor = is_minor (source, candidate);
  confirmation.return_to = keep (
      &words, g_strdup_printf (_ ("At the office of your establishment: %s."), source->school));
  if (!mch_confirmation_is_provisional (&confirmation))
    {
      confirmation.version =
          keep (&words, g_strdup_printf ("%02u", mch_document_get_version (version)));
      code = mch_paper_code_dup (MCH_PAPER_CONFIRMATION, candidate->candidature->id,
                                 mch_document_get_version (version));
      confirmation.code = code;
    }
  record (source, &words, &confirmation, fonts, front, back, ret_n_missing);
}

/* "Besançon, le 27/11/2026" (transfer full) */
static char *
dup_letter_date (const MchDocumentSource *source)
{
  const char *city = mch_record_get (source->establishment, "city");
  g_autofree char *day = mch_document_dup_date (source->today);

  if (city == NULL)
    return g_strdup (day);
  /* Translators: the town and the day at the head of a letter. */
  return g_strdup_printf (_ ("%s, %s"), city, day);
}

static char *
dup_letter_end (const MchDocumentSource *source)
{
  if (source->return_until == NULL)
    return g_strdup (_ ("Please give this to the office of your establishment without delay. "
                        "Without it your registration cannot be completed.\n\nIf you have given it "
                        "back in the meantime, tell the office."));
  return g_strdup_printf (_ ("Please give this to the office of your establishment by %s at the "
                             "latest. Without it your registration cannot be completed.\n\nIf you "
                             "have given it back in the meantime, tell the office."),
                          source->return_until);
}

void
mch_document_record_letter (const MchDocumentSource *source, const MchCandidate *candidate,
                            MchFonts *fonts, MchPage *page, guint *ret_n_missing)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  g_autofree char *name = mch_document_dup_name (candidate);
  g_autofree char *date = dup_letter_date (source);
  g_autofree char *subject =
      g_strdup_printf (_ ("Subject: your registration for the exam %s"), source->context);
  g_autofree char *after = dup_letter_end (source);
  MchLetter letter = { .establishment = source->school,
                       .place = source->place,
                       .contact = source->contact,
                       .date = date,
                       .name = name,
                       .division = mch_candidate_get (candidate, "division"),
                       .subject = subject,
                       .after = after };

  if (!mch_document_has_confirmation (candidate))
    g_ptr_array_add (items, (gpointer) _ ("The signed confirmation of your registration"));
  for (guint i = 0; source->pieces[i] != NULL; i++)
    if (!mch_document_has_piece (candidate, source->pieces[i])
        && mch_document_asks_piece (source, candidate, source->pieces[i]))
      g_ptr_array_add (items, source->pieces[i]);
  letter.before = g_dngettext (GETTEXT_PACKAGE,
                               "Hello,\n\nFor your registration the office of your establishment "
                               "still lacks this:",
                               "Hello,\n\nFor your registration the office of your establishment "
                               "still lacks these:",
                               items->len);
  g_ptr_array_add (items, NULL);
  letter.items = (const char *const *) items->pdata;
  letter.signature = _ ("The office of your establishment");
  *ret_n_missing += mch_letter_record (&letter, fonts, page);
}
