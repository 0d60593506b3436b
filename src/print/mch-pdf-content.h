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
 * @lines: (nullable): of a page, for each of its ops the object that already draws it, or 0.
 * @gray: the colour set last.
 * @moved, @moved_x, @moved_y: whether the origin is moved for groups that follow one another, and
 * to where, in mm.
 */
typedef struct
{
  GString *to;
  double height;
  MchFonts *source;
  MchPdfFont **fonts;
  GHashTable *groups;
  const guint *lines;
  double gray;
  gboolean moved;
  double moved_x, moved_y;
} MchPdfContent;

/**
 * MchPdfPiece: one marked piece of a page, in the order of their numbers.
 * @section: which section of the page it belongs to, from 0.
 * @mark: (nullable): what it is, borrowed from the page; NULL for what is the section's own.
 * @annotation, @owner: for who writes the structure: objects.
 */
typedef struct
{
  guint section;
  const MchMark *mark;
  guint annotation;
  guint owner;
} MchPdfPiece;

/* Appends @page as it stands in a page of the file, and to @pieces what its parts are: one at
 * least. */
void mch_pdf_content_append_marked (MchPdfContent *content, const MchPage *page, GArray *pieces);

/* Appends @page without marks. Fonts are named /F0, /F1… by face, groups and lines /X and their
 * object's number. */
void mch_pdf_content_append (MchPdfContent *content, const MchPage *page);

/* One step of @page alone. */
void mch_pdf_content_append_op (MchPdfContent *content, const MchPage *page, guint op);

G_END_DECLS
