/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that appears whole or not at all: written 0600 beside its place, then renamed. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _MchOutput MchOutput;

/**
 * mch_output_open:
 * @path: where the file shall be. A device or a pipe there is written directly.
 *
 * Returns: (transfer full): NULL with %MCH_PRINT_ERROR_OUTPUT.
 */
MchOutput *mch_output_open (const char *path, GError **error);

/* Borrowed. */
GOutputStream *mch_output_get_stream (MchOutput *output);

/* Writes all of @length bytes. Fails with %MCH_PRINT_ERROR_OUTPUT. */
gboolean mch_output_write (MchOutput *output, const void *data, gsize length, GError **error);

/* Brings the bytes to the disk and gives the file its name. */
gboolean mch_output_commit (MchOutput *output, GError **error);

/* Without a commit before, nothing stays of the file. */
void mch_output_free (MchOutput *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchOutput, mch_output_free)

G_END_DECLS
