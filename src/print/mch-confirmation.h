/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The confirmation of a registration: one sheet a candidature, the data on its front, what has to
 * be joined and returned on its back (REG-42 to REG-44). It shows what it is given, all of it text,
 * and knows nothing of where that comes from. */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

/* A line of the front: "Né(e) le" and "22/02/2009". Facts without a value are left out. */
typedef struct
{
  const char *label;
  const char *value;
} MchFact;

/* A block of facts with its title: "Le candidat". A block of which no fact has a value is left out.
 */
typedef struct
{
  const char *title;
  const MchFact *facts;
  guint n_facts;
} MchFactSection;

/**
 * MchConfirmationTest: one test of the registration.
 * @name: "EP1 – Production".
 * @form: (nullable): "Ponctuel", "CCF".
 * @state: (nullable): "Inscrit", "Dispensé".
 */
typedef struct
{
  const char *name;
  const char *form;
  const char *state;
} MchConfirmationTest;

/* @received: it is there already and is ticked. */
typedef struct
{
  const char *name;
  gboolean received;
} MchConfirmationPiece;

/**
 * MchConfirmation: everything is borrowed; all but @name, @establishment and @exam may be NULL.
 * @candidate_number, @registration_number, @version: at top right. While one of the first two is
 *   missing the sheet says PROVISOIRE across.
 * @code: digits of core/mch-paper-code.h, for the return.
 * @name: "AUBIN Antoine".
 * @place: of the establishment, on one line.
 * @exam, @session, @academy: "CAP", "JUIN 2027", "Académie de Besançon".
 * @paper_only: no document may be sent on line, and the back says so.
 * @return_from, @return_until: dates as people write them; the last is the one that counts.
 * @return_to: where the sheet goes: the school's office, or the exam office.
 * @contact: of the exam office.
 * @minor: a legal representative signs, too.
 * @edited: when it was made, in words.
 */
typedef struct
{
  const char *candidate_number;
  const char *registration_number;
  const char *version;
  const char *code;
  const char *name;
  const char *establishment;
  const char *place;
  const char *exam;
  const char *session;
  const char *academy;
  const MchFactSection *sections;
  guint n_sections;
  const MchConfirmationTest *tests;
  guint n_tests;
  const MchConfirmationPiece *pieces;
  guint n_pieces;
  gboolean paper_only;
  const char *return_from;
  const char *return_until;
  const char *return_to;
  const char *contact;
  const char *edited;
  gboolean minor;
} MchConfirmation;

/* Whether a number is still to come. */
gboolean mch_confirmation_is_provisional (const MchConfirmation *confirmation);

/**
 * mch_confirmation_record:
 * @front, @back: cleared, then drawn: the two sides of one A4 sheet.
 *
 * Whatever the texts are, they stay inside the margins: when there is much of them, all become
 * smaller together.
 *
 * Returns: how many characters have no glyph in our fonts.
 */
guint mch_confirmation_record (const MchConfirmation *confirmation, MchFonts *fonts, MchPage *front,
                               MchPage *back);

G_END_DECLS
