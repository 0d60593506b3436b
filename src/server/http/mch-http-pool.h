/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Threads for the work that blocks: a fixed number, and a queue that is never longer than told. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MchWorkers MchWorkers;

/* Runs in a thread of the pool with what was pushed. */
typedef void (*MchWorkFunc) (gpointer work);

/* @name: for the threads, 15 characters at most. @queue: how many may wait beside those at work. */
MchWorkers *mch_workers_new (const char *name, MchWorkFunc func, guint threads, guint queue);

/* FALSE when as many wait as may; @work is then not taken. Thread-safe. */
gboolean mch_workers_push (MchWorkers *workers, gpointer work);

/* Waits for all work that was pushed. */
void mch_workers_free (MchWorkers *workers);

G_END_DECLS
