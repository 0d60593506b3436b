/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the program's own files are: beside the sources' build tree while it runs from there,
 * else under the installation prefix. Nothing is compiled in, so a tree can be moved. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mch_paths_dup_data:
 * @name: a file or folder below data/, such as "fonts".
 *
 * Returns: (transfer full): an absolute path; it may not exist when the installation is broken.
 */
char *mch_paths_dup_data (const char *name);

/**
 * mch_paths_init_language:
 *
 * Sets the locale of the process and binds the message catalogue. A system without a locale of
 * its own ("C", "POSIX" or nothing) gets French. Call it once, first thing in main().
 */
void mch_paths_init_language (void);

G_END_DECLS
