/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents of one sheet a candidate: from a record to what a confirmation and a letter show. */
#include <glib/gi18n-lib.h>

#include "documents/mch-document-source.h"
#include "print/mch-letter.h"

static gboolean
is_final (const MchCandidate *candidate)
{
  return g_strcmp0 (mch_candidate_get (candidate, "state"), MCH_STATE_REGISTERED) == 0
         && candidate->pending != MCH_PENDING_SENDING;
}

MchRegistrationSheet
mch_document_get_sheet (const MchDocumentSource *source, const MchCandidate *candidate)
{
  return (MchRegistrationSheet){ .frame = &source->frame,
                                 .service = source->service,
                                 .reference = source->reference,
                                 .person = candidate->person,
                                 .candidature = candidate->candidature,
                                 .today = source->today,
                                 .edited = source->edited,
                                 .final = is_final (candidate) };
}

void
mch_document_record_confirmation (const MchDocumentSource *source, const MchCandidate *candidate,
                                  MchFonts *fonts, MchPage *front, MchPage *back,
                                  guint *ret_n_missing)
{
  MchRegistrationSheet sheet = mch_document_get_sheet (source, candidate);

  *ret_n_missing += mch_registration_sheet_record (&sheet, fonts, front, back);
}

/* "Besançon, le 27/11/2026" (transfer full) */
static char *
dup_letter_date (const MchDocumentSource *source)
{
  const char *city = mch_record_get (source->establishment, "city");
  g_autofree char *day = mch_sheet_dup_date (source->today);

  if (city == NULL)
    return g_strdup (day);
  /* Translators: the town and the day at the head of a letter. */
  return g_strdup_printf (_ ("%s, %s"), city, day);
}

static char *
dup_letter_end (const MchDocumentSource *source)
{
  if (source->frame.return_until == NULL)
    return g_strdup (_ ("Please give this to the office of your establishment without delay. "
                        "Without it your registration cannot be completed.\n\nIf you have given it "
                        "back in the meantime, tell the office."));
  return g_strdup_printf (_ ("Please give this to the office of your establishment by %s at the "
                             "latest. Without it your registration cannot be completed.\n\nIf you "
                             "have given it back in the meantime, tell the office."),
                          source->frame.return_until);
}

void
mch_document_record_letter (const MchDocumentSource *source, const MchCandidate *candidate,
                            MchFonts *fonts, MchPage *page, guint *ret_n_missing)
{
  g_autoptr (GPtrArray) items = mch_document_list_lacking (
      source, candidate, _ ("The signed confirmation of your registration"));
  g_autofree char *name = mch_document_dup_name (candidate);
  g_autofree char *date = dup_letter_date (source);
  g_autofree char *subject =
      g_strdup_printf (_ ("Subject: your registration for the exam %s"), source->context);
  g_autofree char *after = dup_letter_end (source);
  MchLetter letter = { .establishment = source->frame.school,
                       .place = source->frame.place,
                       .contact = source->contact,
                       .date = date,
                       .name = name,
                       .division = mch_candidate_get (candidate, "division"),
                       .subject = subject,
                       .after = after };

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
