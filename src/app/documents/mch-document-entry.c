/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/documents/mch-document-entry.h"

#include <glib/gi18n-lib.h>

/* clang-format off */
const MchDocumentEntry mch_document_entries[] = {
  { "confirmations", MCH_DOCUMENT_CONFIRMATIONS, NULL,
    N_ ("One sheet a candidate, to be checked, signed and returned"), FALSE },
  { "signature-sheet", MCH_DOCUMENT_SIGNATURE_SHEET, NULL,
    N_ ("Who is registered, by class, with room for a signature"), FALSE },
  { "slip-signatures", MCH_DOCUMENT_SIGNATURE_SHEET, N_ ("Slips: list for signature"),
    N_ ("Who gets a slip, by class, signed when it is handed out"), TRUE },
  { "simple-list", MCH_DOCUMENT_SIMPLE_LIST, NULL, N_ ("Names, classes and states"), FALSE },
  { "detailed-list", MCH_DOCUMENT_DETAILED_LIST, NULL,
    N_ ("All that is known, with the logins"), FALSE },
  { "recap", MCH_DOCUMENT_RECAP, NULL, N_ ("Goes with the files that are returned"), FALSE },
  { "bordereau", MCH_DOCUMENT_BORDEREAU, NULL, N_ ("What is in the parcel, with its code"), FALSE },
  { "grid", MCH_DOCUMENT_GRID, NULL, N_ ("What each candidate has returned, and what not"), FALSE },
  { "letters", MCH_DOCUMENT_LETTERS, NULL, N_ ("To those who have not returned everything"),
    FALSE },
  { "statistics", MCH_DOCUMENT_STATISTICS, NULL, N_ ("Numbers by class and speciality"), FALSE },
  { 0 },
};
/* clang-format on */

const char *
mch_document_entry_get_title (const MchDocumentEntry *entry)
{
  g_return_val_if_fail (entry != NULL, NULL);

  return entry->title != NULL ? _ (entry->title) : mch_document_kind_get_title (entry->kind);
}

const MchDocumentEntry *
mch_document_entry_find (const char *id)
{
  for (const MchDocumentEntry *entry = mch_document_entries; entry->id != NULL; entry++)
    if (g_strcmp0 (entry->id, id) == 0)
      return entry;
  return NULL;
}
