/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was printed and saved on this desktop: who, when, which slips or which document, on which
 * printer. Kept sealed beside the other local records; the server's log has the same from the
 * outbox. */
#pragma once

#include "store/mch-store.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_SLIP_ACT_VIEW,
  MCH_SLIP_ACT_PRINT,
  MCH_SLIP_ACT_EXPORT,
  MCH_N_SLIP_ACTS
} MchSlipAct;

/* "view", "print", "export": as the server's log has it. */
const char *mch_slip_act_to_string (MchSlipAct act);

/* MCH_N_SLIP_ACTS when it is none. */
MchSlipAct mch_slip_act_from_string (const char *text);

/**
 * MchPrintLogEntry: one job, or one part of a job.
 * @at_ms: ms since 1970, UTC.
 * @who: the login of the person signed in.
 * @scope: (nullable): the establishment; NULL in what an older program noted.
 * @edition: (nullable): NULL for documents, and for reminders, which are of no edition.
 * @document: (nullable): its kind, as machaonctl writes it; NULL for slips.
 * @layout: (nullable): of slips: the word of its grid, such as "two".
 * @printer: (nullable): its name; NULL for a file.
 * @desktop: (nullable): the name of the computer.
 * @n_slips: slips, or candidates whom the document is about.
 * @sha256: (nullable): of the PDF.
 * @persons: (nullable): NULL-terminated ids of those whose slips were in it, in their order.
 */
typedef struct
{
  gint64 at_ms;
  MchSlipAct act;
  char *who;
  char *scope;
  char *edition;
  char *document;
  char *filter; /* (nullable): of a list of the académie: what was searched, in words */
  char *layout;
  char *printer;
  char *desktop;
  guint n_slips;
  guint n_pages;
  char *sha256;
  char **persons;
} MchPrintLogEntry;

void mch_print_log_entry_free (MchPrintLogEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPrintLogEntry, mch_print_log_entry_free)

/* Entries kept; the oldest go. */
#define MCH_PRINT_LOG_MAX 1000

/**
 * mch_print_log_add:
 * @id: a new time-ordered id (mch_desk_new_id()).
 *
 * Any thread; on disk when it returns TRUE.
 */
gboolean
mch_print_log_add (MchStore *store, const char *id, const MchPrintLogEntry *entry, GError **error);

/* (transfer full): of MchPrintLogEntry, the newest first. @edition: (nullable): only its own. An
 * entry that this program cannot read is left out. */
GPtrArray *mch_print_log_list (MchStore *store, const char *edition);

G_END_DECLS
