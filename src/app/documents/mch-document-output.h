/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document on paper or in a file: the very pages that are on show. Its last act ends before the
 * next begins. Main thread. */
#pragma once

#include "app/documents/mch-document-made.h"

G_BEGIN_DECLS

/**
 * mch_document_print_async:
 * @export_path: (nullable): NULL opens the printer's window; else the pages go to this PDF file as
 *   a printer would get them.
 *
 * At most MCH_DOCUMENT_MAX_JOB_PAGES pages at a time; the next part when the person says so.
 * Finish: FALSE with G_IO_ERROR_CANCELLED when the person gave up, or an error that can be shown.
 */
void mch_document_print_async (GtkWindow *parent, MchContext *context, MchDocumentMade *made,
                               const char *export_path, GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean mch_document_print_finish (GAsyncResult *result, GError **error);

/**
 * mch_document_save_async:
 * @csv: whether as a table, else as PDF.
 * @path: (nullable): NULL asks for the place.
 *
 * The same. @ret_path: (out) (optional) (transfer full).
 */
void mch_document_save_async (GtkWindow *parent, MchContext *context, MchDocumentMade *made,
                              gboolean csv, const char *path, GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean mch_document_save_finish (GAsyncResult *result, char **ret_path, GError **error);

G_END_DECLS
