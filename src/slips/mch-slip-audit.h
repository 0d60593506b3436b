/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who saw, printed or saved slips or documents, and when, goes to the server's log: it waits in the
 * outbox until the server can take it. What was printed or saved is also in this desktop's own log.
 */
#pragma once

#include "print/papillon/mch-papillon-job.h"
#include "slips/mch-print-log.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

/**
 * MchSlipNote: one job, or one part of one. Everything is borrowed.
 * @edition: (nullable): NULL for reminders.
 * @who: (nullable): the login of the person signed in.
 * @printer: (nullable): its name; NULL when it went to a file.
 * @persons: (nullable): NULL-terminated ids of those whose slips were in it.
 */
typedef struct
{
  const char *edition;
  MchSlipAct act;
  MchPapillonLayout layout;
  const char *who;
  const char *printer;
  const char *const *persons;
} MchSlipNote;

/**
 * mch_slip_audit_note_job:
 * @result: of the PDF that was shown, printed or saved; the log keeps its size and its sum.
 *
 * Any thread. On disk when it returns TRUE.
 */
gboolean mch_slip_audit_note_job (MchStore *store, const char *scope, const MchSlipNote *note,
                                  const MchPapillonResult *result, GError **error);

/**
 * MchDocumentNote: a document that was printed or saved, or one part of it. Everything is borrowed.
 * @document: its kind or its name in the window, as "confirmations".
 * @who, @printer, @persons: (nullable): as in MchSlipNote; of lists there are no @persons.
 * @n_pages: 0 for a table in a file.
 */
typedef struct
{
  const char *document;
  MchSlipAct act;
  const char *who;
  const char *printer;
  const char *const *persons;
  guint n_candidates;
  guint n_pages;
} MchDocumentNote;

/* The same for a document. */
gboolean mch_slip_audit_note_document (MchStore *store, const char *scope,
                                       const MchDocumentNote *note, GError **error);

G_END_DECLS
