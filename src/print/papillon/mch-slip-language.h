/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a slip explains, in the languages that families read: said a second time below the first,
 * where a page has room. These texts are of the slip, not of the program: they do not follow its
 * translations. All their letters are in the fonts that we ship. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MCH_SLIP_LANGUAGE_NONE,
  MCH_SLIP_LANGUAGE_EN,
  MCH_SLIP_LANGUAGE_ES,
  MCH_SLIP_LANGUAGE_PT,
  MCH_SLIP_LANGUAGE_AR,
  MCH_SLIP_LANGUAGE_UK,
  MCH_SLIP_LANGUAGE_TR,
  MCH_N_SLIP_LANGUAGES
} MchSlipLanguage;

/* Paragraphs: what to do, what the account is for, help, the footnote. */
#define MCH_SLIP_LANGUAGE_PARAGRAPHS 4

/* @code: of the language. @name: as who reads it calls it. @rtl: it is written from right to left.
 */
typedef struct
{
  const char *code;
  const char *name;
  gboolean rtl;
  const char *slip[MCH_SLIP_LANGUAGE_PARAGRAPHS];
  const char *reminder[MCH_SLIP_LANGUAGE_PARAGRAPHS];
} MchSlipWords;

/* Static; (nullable): NULL for none. */
const MchSlipWords *mch_slip_language_get_words (MchSlipLanguage language);

/* FALSE when @code is of none; "none" is. */
gboolean mch_slip_language_find (const char *code, MchSlipLanguage *ret_language);

G_END_DECLS
