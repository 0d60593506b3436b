/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening accounts: provisional passwords are made and sealed here, and the server gives each
 * candidate without an account its login, verifier and slip in one step. Cut at any moment, the
 * next run finishes the same edition. */
#pragma once

#include "sync/mch-desk.h"
#include "sync/mch-generation-roll.h"

G_BEGIN_DECLS

/**
 * MchGenerationCount: the sizes before the act. A person counts once, whatever the number of
 * candidatures in the session.
 * @eligible: of char*, ids of persons in the order of the slips: division, then name.
 */
typedef struct
{
  GPtrArray *eligible;
  guint existing;
  guint ineligible;
} MchGenerationCount;

void mch_generation_count_free (MchGenerationCount *count);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchGenerationCount, mch_generation_count_free)

/* (transfer full): from what this desk holds, without the server. */
MchGenerationCount *
mch_generation_count (MchDesk *desk, const char *scope, const char *session, GError **error);

/**
 * MchGenerationReport:
 * @edition: NULL when nothing was created; then everybody who may has an account (ACC-31).
 */
typedef struct
{
  guint created;
  guint existing;
  guint ineligible;
  char *edition;
} MchGenerationReport;

void mch_generation_report_free (MchGenerationReport *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchGenerationReport, mch_generation_report_free)

/* Called in the thread of the work: @done of @total slips are at the server. */
typedef void (*MchGenerationProgress) (guint done, guint total, gpointer user_data);

/**
 * mch_generation_run:
 * @title: (nullable): of the edition; NULL for the one of mch_generation_dup_title().
 *
 * Sends the outbox, pulls, then generates for every eligible candidate of the session, and pulls
 * what came of it. Blocks: about 5 ms a candidate on one processor.
 *
 * Returns: (transfer full): NULL with an MCH_SYNC_ERROR: what was created until then stays created,
 *   with its slips, and the next run goes on with the same edition.
 */
MchGenerationReport *
mch_generation_run (MchDesk *desk, const char *scope, const char *session, const char *title,
                    MchGenerationProgress progress, gpointer user_data, GCancellable *cancellable,
                    GError **error);

/**
 * MchRegenerationResult:
 * @message_key: NULL when the candidate has a new slip or a link, else why not; see
 *   mch_sync_refusal_text().
 * @mailed: a link goes to the candidate's own address; there is no slip.
 */
typedef struct
{
  char *person;
  char *message_key;
  gboolean mailed;
} MchRegenerationResult;

/* Whether @person would get a link instead of a slip, as far as this desk knows. */
gboolean mch_generation_has_email (MchStore *store, const char *scope, const char *person);

/**
 * mch_generation_regenerate:
 * @persons: (element-type utf8): ids; each must have an account (ACC-36).
 * @despite_email: paper also for those who have verified an address: it is logged who wanted it,
 *   and they are told by mail.
 * @ret_edition: (out) (transfer full): the edition of the new slips; NULL when there are none.
 *
 * Gives new provisional passwords, or sends links to those who have an address; the old slips no
 * longer work. Needs the password.
 *
 * Returns: (transfer full): of MchRegenerationResult, one for each of @persons.
 */
GPtrArray *
mch_generation_regenerate (MchDesk *desk, const char *scope, const char *session,
                           GPtrArray *persons, const char *title, gboolean despite_email,
                           char **ret_edition, GCancellable *cancellable, GError **error);

/* ACC-14: (transfer full): "papillon de connexion UAI DDMMYYYYHHMM", in local time. */
char *mch_generation_dup_title (const char *scope);

G_END_DECLS
