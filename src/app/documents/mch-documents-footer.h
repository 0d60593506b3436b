/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with the document on show: save it as PDF or as CSV, print it; its size in words
 * stands beside. */
#pragma once

#include <adwaita.h>

#include "app/documents/mch-document-made.h"

G_BEGIN_DECLS

#define MCH_TYPE_DOCUMENTS_FOOTER (mch_documents_footer_get_type ())
G_DECLARE_FINAL_TYPE (MchDocumentsFooter, mch_documents_footer, MCH, DOCUMENTS_FOOTER, AdwBin)

GtkWidget *mch_documents_footer_new (MchContext *context);

/**
 * mch_documents_footer_show:
 * @made: (nullable): what is on show; a reference is kept.
 * @reason: (nullable): why there is nothing to print or to save.
 */
void
mch_documents_footer_show (MchDocumentsFooter *self, MchDocumentMade *made, const char *reason);

/* The same as a click on "Print…". */
void mch_documents_footer_print (MchDocumentsFooter *self);

G_END_DECLS
