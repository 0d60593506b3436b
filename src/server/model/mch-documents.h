/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in a candidate's area: which documents, and their PDFs. Blocks; any thread. */
#pragma once

#include "server/model/mch-own-registrations.h"

G_BEGIN_DECLS

/* One document of a candidate. */
typedef struct
{
  char *id;
  char *candidature;   /* the registration's id */
  char *session;       /* "CAP/2027-06" */
  char *establishment; /* its name as it was */
  gint64 version;
  gint64 made_ms;
  gboolean current; /* no later version lies there */
  MchRecapTerms terms;
} MchDeposited;

void mch_deposited_free (MchDeposited *deposited);

/**
 * mch_documents_list:
 * @account: whose.
 *
 * Returns: (transfer full) (element-type MchDeposited): of all his registrations, those of one
 *   registration together, the newest first; perhaps none. NULL on error.
 */
GPtrArray *mch_documents_list (MchServer *server, const char *account, GError **error);

/**
 * mch_documents_draw:
 * @account: whose it must be.
 * @id: of the document.
 * @ret_name: (out) (transfer full): for the file: "confirmation-CAP-2027-06-v2.pdf".
 * @ret_terms: (out): why it may not be had, when the error is REGISTRATION_CLOSED or GONE.
 *
 * Drawn when it is asked for and kept in memory for a while; the same record gives the same bytes.
 * That it was read is in the log of its establishment. Takes some ten milliseconds of a processor:
 * for MCH_POOL_PRINT. Errors: NOT_FOUND, alike for what is not there and what is another's;
 * REGISTRATION_CLOSED and GONE, what is his and may not be had any more.
 *
 * Returns: (transfer full) (nullable)
 */
GBytes *mch_documents_draw (MchServer *server, const char *account, const char *id, char **ret_name,
                            MchRecapTerms *ret_terms, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDeposited, mch_deposited_free)

G_END_DECLS
