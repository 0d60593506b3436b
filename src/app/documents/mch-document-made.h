/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One document on its way to the screen, the printer or a file: what is asked for, and what the
 * worker made of it. */
#pragma once

#include "app/documents/mch-document-entry.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * MchDocumentRequest: strings are borrowed for the call only.
 * @state, @division: (nullable): as in MchDocumentOptions.
 * @only: (nullable): the id of one candidature; then the others do not count.
 */
typedef struct
{
  const MchDocumentEntry *entry;
  const char *state;
  const char *division;
  const char *only;
} MchDocumentRequest;

/**
 * MchDocumentMade:
 * @document: laid out. Used by one thread at a time: see mch_document_made_take().
 * @pdf: its first part, for the screen.
 * @size: "212 candidates, 9 pages".
 * @remark: (nullable): what is to be known before it is printed.
 * @n_shown: pages of @pdf.
 */
typedef struct
{
  const MchDocumentEntry *entry;
  MchDocument *document;
  GBytes *pdf;
  char *size;
  char *remark;
  guint n_pages;
  guint n_shown;
  gboolean taken;
} MchDocumentMade;

MchDocumentMade *mch_document_made_ref (MchDocumentMade *made);
void mch_document_made_unref (MchDocumentMade *made);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDocumentMade, mch_document_made_unref)

/* Main thread: FALSE while it is being printed or saved; until mch_document_made_give_back(). */
gboolean mch_document_made_take (MchDocumentMade *made);
void mch_document_made_give_back (MchDocumentMade *made);

/**
 * mch_document_make_async:
 *
 * Finish: (transfer full); NULL with MCH_SYNC_ERROR_REFUSED when the document is about nobody.
 */
void mch_document_make_async (MchContext *context, const MchDocumentRequest *request,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
MchDocumentMade *mch_document_make_finish (GObject *source, GAsyncResult *result, GError **error);

G_END_DECLS
