/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pages of a PDF are to a program that reads them aloud: sections, and in them figures
 * with their words and links with what a click opens. */
#pragma once

#include "print/mch-page.h"
#include "print/mch-pdf-content.h"
#include "print/mch-pdf-file.h"

G_BEGIN_DECLS

typedef struct _MchPdfTags MchPdfTags;

/* @file is borrowed. @height: of every page, in mm. */
MchPdfTags *mch_pdf_tags_new (MchPdfFile *file, double height);
void mch_pdf_tags_free (MchPdfTags *tags);

/* Appends what the dictionary of the next page says of its @pieces (of MchPdfPiece, one at least).
 */
void mch_pdf_tags_append_entries (MchPdfTags *tags, GArray *pieces, GString *to);

/* Writes what is told of that page, whose object is @object and which was given the same @pieces.
 */
void mch_pdf_tags_add_page (MchPdfTags *tags, guint object, GArray *pieces);

/* Ends a node of the tree from pages to what they hold: one for each node of the page tree. */
void mch_pdf_tags_end_node (MchPdfTags *tags);

/* Writes the root of all, @root, and the part that holds all sections. */
void mch_pdf_tags_finish (MchPdfTags *tags, guint root);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPdfTags, mch_pdf_tags_free)

G_END_DECLS
