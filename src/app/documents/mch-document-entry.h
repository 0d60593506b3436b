/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents that the window offers, in the order of the procedure. */
#pragma once

#include "documents/mch-document.h"

G_BEGIN_DECLS

/**
 * MchDocumentEntry:
 * @id: for mch_screen_go(): "confirmations".
 * @title: (nullable): msgid, in the place of the kind's.
 * @detail: msgid: what it is for.
 * @slips: about those whom a slip waits for.
 */
typedef struct
{
  const char *id;
  MchDocumentKind kind;
  const char *title;
  const char *detail;
  gboolean slips;
} MchDocumentEntry;

/* Ended by a NULL id. */
extern const MchDocumentEntry mch_document_entries[];

/* Translated. */
const char *mch_document_entry_get_title (const MchDocumentEntry *entry);

/* NULL when there is none. */
const MchDocumentEntry *mch_document_entry_find (const char *id);

G_END_DECLS
