/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turns a page program into the operators of a PDF content stream. */
#pragma once

#include "print/mch-page.h"
#include "print/mch-pdf-font.h"

G_BEGIN_DECLS

/**
 * MchPdfContent:
 * @to: the operators.
 * @height: of the page, in mm: PDF counts from the bottom.
 * @fonts: the fonts of the document; those still NULL are made when they are met.
 * @groups: MchPage* → number of its object, for all groups of the page.
 * @gray: the colour set last.
 */
typedef struct
{
  GString *to;
  double height;
  MchFonts *source;
  MchPdfFont **fonts;
  GHashTable *groups;
  double gray;
} MchPdfContent;

/* Appends @page as it stands in a page of the file: its sections are marked with numbers from 0.
 * Returns: how many there are, 1 at least. */
guint mch_pdf_content_append_sections (MchPdfContent *content, const MchPage *page);

/* Appends @page without marks. Fonts are named /F0, /F1… by face, groups /X and their object's
 * number. */
void mch_pdf_content_append (MchPdfContent *content, const MchPage *page);

G_END_DECLS
