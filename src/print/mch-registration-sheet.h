/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the records of a registration to its confirmation: what the school prints and what is
 * deposited in the candidate's area are this one page program. */
#pragma once

#include "print/mch-page.h"
#include "print/mch-sheet-frame.h"

G_BEGIN_DECLS

/**
 * MchRegistrationSheet: everything is borrowed.
 * @reference: (nullable): of the exam.
 * @today: YYYY-MM-DD, of the candidate's age and of what has to be joined.
 * @edited: when it was made, in words.
 * @final: the numbers are the server's; else the sheet says PROVISOIRE.
 */
typedef struct
{
  const MchSheetFrame *frame;
  const MchRecord *service;
  const MchReference *reference;
  const MchRecord *person;
  const MchRecord *candidature;
  const char *today;
  const char *edited;
  gboolean final;
} MchRegistrationSheet;

/* Draws the two sides of the confirmation. Returns: how many characters have no glyph in our fonts.
 */
guint mch_registration_sheet_record (const MchRegistrationSheet *sheet, MchFonts *fonts,
                                     MchPage *front, MchPage *back);

/* All (transfer full), NULL when there is nothing to say. */
char *mch_registration_dup_family (const MchRecord *person);    /* capitals */
char *mch_registration_dup_given (const MchRecord *person);     /* all given names */
char *mch_registration_dup_full_name (const MchRecord *person); /* "AUBIN Antoine"; never NULL */
char *mch_registration_dup_specialty (const MchRecord *candidature); /* "38012 Cuisine" */

/* The words of a candidature's state; one that is not ours as it is. (nullable) */
const char *mch_registration_get_state_label (const MchRecord *candidature);

/* The two parts of a registration number, "002 Version 2". @ret_version: (nullable). */
void
mch_registration_split_number (const MchRecord *candidature, char **ret_number, char **ret_version);

/* The version that a document's code carries: 1 to 99. @version: (nullable). */
guint mch_registration_get_version (const char *version);

/* Whether @piece has come back; and whether this candidate has to join it. */
gboolean mch_registration_has_piece (const MchRecord *candidature, const char *piece);
gboolean mch_registration_asks_piece (const MchRegistrationSheet *sheet, const char *piece);

G_END_DECLS
