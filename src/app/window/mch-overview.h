/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of a context: what is done and what is left to do. Sidebar, home page and wizards
 * count by the same rules. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/**
 * MchOverview:
 * @n_candidates: candidatures that were not withdrawn.
 * @n_to_finish: pre-registered ones.
 * @n_registered: registered ones.
 * @n_with_account, @n_without_account: of @n_candidates (ACC-07).
 * @n_slips: slips that were generated in this session.
 * @n_transfers: requests of other establishments that are ours to decide; for an agent: of his
 *   académie.
 * @n_late: for an agent: what was typed before the closing, came after it and waits for him.
 * @n_conflicts: values of this establishment that somebody else changed, too.
 * @contact_missing: telephone or e-mail of the establishment is empty (INS-07).
 * @contact_confirmed: a person confirmed the contact details as they stand.
 * @no_establishment: an agent of the exam office has opened none.
 * @closes_ms: when registration closes, ms UTC; 0 when no date is known.
 * @service_reason: (nullable): ACC-10, see mch_context_dup_service_reason().
 * @member_reason: (nullable): see mch_context_dup_member_reason().
 */
typedef struct
{
  guint n_candidates;
  guint n_to_finish;
  guint n_registered;
  guint n_with_account;
  guint n_without_account;
  guint n_slips;
  guint n_transfers;
  guint n_late;
  guint n_conflicts;
  gboolean contact_missing;
  gboolean contact_confirmed;
  gboolean no_establishment;
  gint64 closes_ms;
  char *service_reason;
  char *member_reason;
} MchOverview;

/* (transfer full): from what this desktop holds. Main thread; milliseconds. */
MchOverview *mch_overview_new (MchContext *context);
void mch_overview_free (MchOverview *overview);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchOverview, mch_overview_free)

/* (transfer full) (nullable): why accounts cannot be generated now, ACC-31 among others; NULL when
 * they can. */
char *mch_overview_dup_generate_reason (const MchOverview *overview);

/* (transfer full) (nullable): why no password can be regenerated now (ACC-36). */
char *mch_overview_dup_regenerate_reason (const MchOverview *overview);

/* (transfer full) (nullable): why there are no slips to look at. */
char *mch_overview_dup_preview_reason (const MchOverview *overview);

G_END_DECLS
