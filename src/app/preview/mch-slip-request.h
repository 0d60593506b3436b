/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which slips, in which layout: what the preview shows, and what is printed or saved. And the jobs
 * that make it, for the worker's desk lane. */
#pragma once

#include "app/sync/mch-worker.h"
#include "slips/mch-slip-audit.h"
#include "slips/mch-slip-layout.h"

G_BEGIN_DECLS

/* In the place of an edition's id: reminders for those who have an account already. */
#define MCH_SLIP_REMINDERS "reminders"

/* In the place of a part: all pages. */
#define MCH_SLIP_WHOLE G_MAXUINT

/**
 * MchSlipRequest:
 * @edition: its id, or MCH_SLIP_REMINDERS.
 * @session: (nullable): of reminders.
 * @persons: (nullable): ids, NULL-terminated; NULL for all of the edition.
 * @masked: without the passwords.
 * @part: which part of at most MCH_PAPILLON_MAX_JOB_PAGES pages, from 0, or MCH_SLIP_WHOLE.
 */
typedef struct
{
  char *scope;
  char *edition;
  char *session;
  MchSlipLayout layout;
  char **persons;
  gboolean masked;
  guint part;
} MchSlipRequest;

/* Of the whole. */
MchSlipRequest *mch_slip_request_new (const char *scope, const char *edition,
                                      const MchSlipLayout *layout, const char *const *persons);
MchSlipRequest *mch_slip_request_copy (const MchSlipRequest *request);
void mch_slip_request_free (MchSlipRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSlipRequest, mch_slip_request_free)

gboolean mch_slip_request_is_reminder (const MchSlipRequest *request);

/* Slips on a page. */
guint mch_slip_request_get_per_page (const MchSlipRequest *request);

/**
 * MchSlipMade: a pile that was opened for a request.
 * @picked: (element-type guint): its slips, in the order of the pile.
 * @places: (element-type guint): where each of @picked is on paper: page × slips on a page + place
 *   on it, all from 0; over all parts.
 * @size: of the whole.
 * @first_page, @n_pages: the part.
 * @next_pages: how many the part after it has; 0 for none.
 * @in_part: (element-type guint): which slips of the pile are in it.
 * @persons: ids of those whose slips are in the part, NULL-terminated.
 * @undrawable: (nullable): a sentence about the names that cannot be drawn on this machine.
 * @result: of the part's PDF.
 */
typedef struct
{
  MchSlipPile *pile;
  GArray *picked;
  GArray *places;
  MchPapillonSize size;
  guint first_page, n_pages, next_pages;
  GArray *in_part;
  char **persons;
  GBytes *pdf;
  char *undrawable;
  MchPapillonResult result;
} MchSlipMade;

void mch_slip_made_free (MchSlipMade *made);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSlipMade, mch_slip_made_free)

/**
 * mch_slip_request_make:
 * @path: (nullable): a file, 0600, which is replaced once all is written; NULL makes the PDF in
 *   memory, whatever it will be used for: its sum and number of pages are what the log keeps.
 *
 * In a job of the desk lane.
 */
MchSlipMade *mch_slip_request_make (MchWork *work, const MchSlipRequest *request, const char *path,
                                    GError **error);

/**
 * mch_slip_request_note:
 * @who: (nullable): the login of the person signed in.
 * @printer: (nullable): its name.
 *
 * Notes in the log what was done with @made, in any job; asks for no sync.
 */
gboolean
mch_slip_request_note (MchWork *work, const MchSlipRequest *request, const MchSlipMade *made,
                       MchSlipAct act, const char *who, const char *printer, GError **error);

G_END_DECLS
