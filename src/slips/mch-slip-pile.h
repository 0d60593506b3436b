/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The slips of one edition as they are printed today: what is sealed in them, and the names, logins
 * and divisions of the current records, so that a corrected name reprints. Works without the
 * server. */
#pragma once

#include "print/papillon/mch-papillon-job.h"
#include "store/mch-candidates.h"
#include "sync/mch-desk.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_SLIP_ORDER_DIVISION, /* by class, then by name: as they are handed out */
  MCH_SLIP_ORDER_NAME,
} MchSlipOrder;

/* The order in words, as the preview states it; translated. */
const char *mch_slip_order_get_words (MchSlipOrder order);

/* One thread at a time; another one may take it over. What is secret in it is overwritten when it
 * is freed. */
typedef struct _MchSlipPile MchSlipPile;

/**
 * mch_slip_pile_open:
 * @edition: its id.
 * @masked: TRUE opens no slip and needs no password: dots are printed in place of the codes.
 *
 * Only slips that are still alive are in it: a candidate who chose a password has none any more.
 * Who was withdrawn from the session gets no paper, either.
 *
 * Returns: (transfer full): NULL with MCH_SYNC_ERROR_PASSWORD or _PENDING when the slips cannot be
 *   opened now, _USAGE for an unknown edition, _REFUSED when no slip of it is left, _SIGN_IN when
 *   this desk knows nothing of the establishment yet.
 */
MchSlipPile *mch_slip_pile_open (MchDesk *desk, const char *scope, const char *edition,
                                 MchSlipOrder order, gboolean masked, GError **error);

/**
 * mch_slip_pile_open_reminders:
 * @ids: (nullable): NULL-terminated ids of candidatures or persons; NULL for everybody of the
 * session who has an account, and no slip that waits to be used.
 *
 * Reminders: the login and how to get back in, without any password, so none is needed here.
 *
 * Returns: (transfer full): NULL with MCH_SYNC_ERROR_REFUSED when nobody needs one, or _SIGN_IN.
 */
MchSlipPile *
mch_slip_pile_open_reminders (MchDesk *desk, const char *scope, const char *session,
                              MchSlipOrder order, const char *const *ids, GError **error);

/**
 * mch_slip_pile_open_specimen:
 * @text: (nullable): to try in the place of the establishment's own text.
 *
 * Slips of nobody, marked SPÉCIMEN, as the session's will look. No password is needed.
 *
 * Returns: (transfer full): NULL with MCH_SYNC_ERROR_SIGN_IN. A wrong token in the text is told
 * when the pile is laid out.
 */
MchSlipPile *mch_slip_pile_open_specimen (MchDesk *desk, const char *scope, const char *session,
                                          const char *text, gboolean reminder, GError **error);
void mch_slip_pile_free (MchSlipPile *pile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSlipPile, mch_slip_pile_free)

/* At least 1. */
guint mch_slip_pile_get_n (const MchSlipPile *pile);

/* (transfer full) (nullable): says that slips of candidates who were withdrawn are left out;
 * translated. */
char *mch_slip_pile_dup_left_out (const MchSlipPile *pile);

/* Who the slip at @index is for. Borrowed. */
const MchCandidate *mch_slip_pile_get_candidate (const MchSlipPile *pile, guint index);

/* What the slip at @index says; its strings are borrowed from @pile. */
void mch_slip_pile_get_slip (const MchSlipPile *pile, guint index, MchSlip *ret_slip);

/* What all of them share; borrowed. */
const MchSlipSheet *mch_slip_pile_get_sheet (const MchSlipPile *pile);

/**
 * mch_slip_pile_pick:
 * @ids: NULL-terminated ids of candidatures or persons.
 * @ret_missing: (out) (optional): (transfer full): one of them that has no slip here; untouched
 * when all have.
 *
 * Returns: (transfer full) (element-type guint): where their slips are, in the order of the pile.
 */
GArray *mch_slip_pile_pick (const MchSlipPile *pile, const char *const *ids, char **ret_missing);

/* The ids of those whose slips are @picked, NULL for all: (transfer full), NULL-terminated. */
char **mch_slip_pile_dup_persons (const MchSlipPile *pile, GArray *picked);

/**
 * mch_slip_pile_new_job:
 * @fonts: (nullable): NULL loads the program's own.
 * @picked: (nullable) (element-type guint): which slips, in this order; NULL for all. A reference
 *   is kept, and @pile must outlive the job.
 *
 * How the slips lie on their pages, for the preview, the printer and PDF: see
 * print/papillon/mch-papillon-job.h.
 *
 * Returns: (transfer full): as mch_papillon_job_new().
 */
MchPapillonJob *mch_slip_pile_new_job (const MchSlipPile *pile, MchFonts *fonts, GArray *picked,
                                       const MchPapillonOptions *options, GError **error);

/* The date of the edition, ms since 1970, UTC: the date of its PDF, so that the same slips give the
 * same bytes. */
gint64 mch_slip_pile_get_created_ms (const MchSlipPile *pile);

/* (transfer full): a fingerprint of all that the slip shows but its code. It changes when a name,
 * a division or the establishment's details do. */
char *mch_slip_pile_dup_fingerprint (const MchSlipPile *pile, guint index);

G_END_DECLS
