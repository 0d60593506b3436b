/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last files that were imported from, kept sealed in the profile: their names can be names of
 * classes. */
#pragma once

#include "app/sync/mch-worker.h"

G_BEGIN_DECLS

#define MCH_IMPORT_N_RECENT 5

/* (transfer full): addresses, the latest first, NULL-terminated. Main thread. */
char **mch_import_recent_dup (MchWorker *worker);

/* Puts @uri on top, soon. Failing is harmless. */
void mch_import_recent_add (MchWorker *worker, const char *uri);

/* Takes a file away that is no more. */
void mch_import_recent_remove (MchWorker *worker, const char *uri);

G_END_DECLS
