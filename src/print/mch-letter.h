/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A letter of one page from an establishment to one pupil. */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

/**
 * MchLetter: everything is borrowed and may be NULL, but @establishment, @name and @subject.
 * @place, @contact: of the establishment, each on one line.
 * @date: "Besançon, le 27 novembre 2026".
 * @name, @division: whom it is for.
 * @before, @after: paragraphs above and below the list.
 * @items: NULL-terminated: what the letter lists, each with a box to tick.
 * @code: digits of core/mch-paper-code.h, for the return.
 */
typedef struct
{
  const char *establishment;
  const char *place;
  const char *contact;
  const char *date;
  const char *name;
  const char *division;
  const char *subject;
  const char *before;
  const char *const *items;
  const char *after;
  const char *signature;
  const char *code;
} MchLetter;

/* @page: cleared, then drawn. All becomes smaller together when there is much. Returns: how many
 * characters have no glyph in our fonts. */
guint mch_letter_record (const MchLetter *letter, MchFonts *fonts, MchPage *page);

G_END_DECLS
