/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The versions that reports of faults need. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Prints the program's version, then one line a library with the version that runs. */
void mch_versions_print (void);

G_END_DECLS
