/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window of the journal of impressions asks of the worker. Main thread. */
#pragma once

#include "app/prints/mch-print-item.h"
#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * MchPrintJournal:
 * @items: (element-type MchPrintItem): the newest first.
 * @offline: (nullable): why the other desktops' are not in it, in a sentence.
 */
typedef struct
{
  GPtrArray *items;
  char *offline;
} MchPrintJournal;

void mch_print_journal_free (MchPrintJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPrintJournal, mch_print_journal_free)

/* Of the context's establishment, and for the exam office of its académie. */
void mch_print_journal_async (MchContext *context, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data);
MchPrintJournal *mch_print_journal_finish (MchWorker *worker, GAsyncResult *result, GError **error);

/**
 * mch_print_journal_save_async:
 * @items: of MchPrintItem; kept.
 *
 * As a CSV file, 0600, that replaces what was there.
 */
void mch_print_journal_save_async (MchContext *context, GPtrArray *items, GFile *file,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_print_journal_save_finish (MchWorker *worker, GAsyncResult *result, GError **error);

G_END_DECLS
