/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which slips, in which order and how many on a page: what the preview shows, and what is printed
 * or saved. And the jobs that make it, for the worker's desk lane. */
#pragma once

#include "app/sync/mch-worker.h"
#include "slips/mch-slip-audit.h"
#include "slips/mch-slip-pile.h"

G_BEGIN_DECLS

/**
 * MchSlipRequest:
 * @persons: (nullable): ids, NULL-terminated; NULL for all of the edition.
 * @masked: without the passwords.
 */
typedef struct
{
  char *scope;
  char *edition;
  MchSlipOrder order;
  guint per_page;
  char **persons;
  gboolean masked;
} MchSlipRequest;

MchSlipRequest *mch_slip_request_new (const char *scope, const char *edition, MchSlipOrder order,
                                      guint per_page, const char *const *persons);
MchSlipRequest *mch_slip_request_copy (const MchSlipRequest *request);
void mch_slip_request_free (MchSlipRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSlipRequest, mch_slip_request_free)

/* A pile that was opened for a request. @picked: its slips, in the order of printing. */
typedef struct
{
  MchSlipPile *pile;
  GArray *picked; /* guint */
  GBytes *pdf;
  MchPapillonResult result;
} MchSlipMade;

void mch_slip_made_free (MchSlipMade *made);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSlipMade, mch_slip_made_free)

/**
 * mch_slip_request_make:
 *
 * In a job of the desk lane. Makes the PDF in memory, whatever it will be used for: its sum and
 * number of pages are what the log keeps.
 */
MchSlipMade *mch_slip_request_make (MchWork *work, const MchSlipRequest *request, GError **error);

/* Notes in the log what was done, in any job, and asks for a sync afterwards if the caller likes.
 */
gboolean mch_slip_request_note (MchWork *work, const MchSlipRequest *request, MchSlipAct act,
                                const MchPapillonResult *result, GError **error);

G_END_DECLS
