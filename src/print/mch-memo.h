/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A memo sheet of one page: numbered steps, each a heading and a few lines. */
#pragma once

#include "print/mch-page.h"

G_BEGIN_DECLS

typedef struct
{
  const char *heading;
  const char *text;
} MchMemoStep;

/**
 * MchMemo: everything is borrowed.
 * @context: (nullable): whose exam and session it is handed out for.
 * @footer: (nullable): the last line of the page.
 */
typedef struct
{
  const char *title;
  const char *context;
  const char *intro;
  const MchMemoStep *steps;
  guint n_steps;
  const char *footer;
} MchMemo;

/* @page: cleared, then drawn, A4. All becomes smaller together when there is much. Returns: how
 * many characters have no glyph in our fonts. */
guint mch_memo_record (const MchMemo *memo, MchFonts *fonts, MchPage *page);

G_END_DECLS
