/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The objects of a PDF as they go into its file: numbers, places, compression, the table of all
 * places at its end. It knows nothing of what they say. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _MchPdfFile MchPdfFile;

/* @stream: borrowed; neither flushed nor closed. The objects 1 to @n_fixed are reserved. */
MchPdfFile *mch_pdf_file_new (GOutputStream *stream, guint n_fixed);
void mch_pdf_file_free (MchPdfFile *file);

/* The number of an object that comes later. */
guint mch_pdf_file_reserve (MchPdfFile *file);

/* What is said of an object, up to mch_pdf_file_end(), is appended to the result, which is
 * borrowed. @extra: (nullable): of a stream, more entries of its dictionary. */
GString *mch_pdf_file_begin (MchPdfFile *file, guint object, const char *extra);
void mch_pdf_file_end (MchPdfFile *file);

/* Hands over what came since the last time for compression, and writes what is compressed. Fails
 * with %MCH_PRINT_ERROR_OUTPUT or %G_IO_ERROR_CANCELLED. */
gboolean mch_pdf_file_pass (MchPdfFile *file, GCancellable *cancellable, GError **error);

/* Writes the rest. @ret_sha256: (out) (optional) (transfer full): of all bytes. */
gboolean mch_pdf_file_finish (MchPdfFile *file, guint catalog, guint info,
                              GCancellable *cancellable, char **ret_sha256, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPdfFile, mch_pdf_file_free)

G_END_DECLS
