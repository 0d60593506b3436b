/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-overview.h"

#include <glib/gi18n-lib.h>

#include "store/mch-outbox.h"
#include "sync/mch-transfers.h"

static guint
count (MchContext *context, const char *state, MchCandidateAccount account)
{
  MchCandidateFilter filter = mch_context_get_filter (context);

  filter.state = state;
  filter.account = account;
  return mch_store_count_candidates (mch_context_get_store (context), &filter);
}

static void
count_candidates (MchOverview *overview, MchContext *context)
{
  static const char *const states[] = { MCH_STATE_PRE_REGISTERED, MCH_STATE_REGISTERED };
  guint n[G_N_ELEMENTS (states)];

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      guint with = count (context, states[i], MCH_CANDIDATE_ACCOUNT_WITH);

      n[i] = count (context, states[i], MCH_CANDIDATE_ACCOUNT_ANY);
      overview->n_with_account += with;
      overview->n_without_account += n[i] - with;
    }
  overview->n_to_finish = n[0];
  overview->n_registered = n[1];
  overview->n_candidates = n[0] + n[1];
}

static void
count_slips (MchOverview *overview, MchContext *context)
{
  g_autoptr (GPtrArray) editions = mch_store_list_records (
      mch_context_get_store (context), mch_context_get_scope (context), MCH_KIND_EDITION);

  for (guint i = 0; i < editions->len; i++)
    {
      MchRecord *edition = editions->pdata[i];
      const char *slips = mch_record_get (edition, "slips");

      if (slips != NULL
          && g_strcmp0 (mch_record_get (edition, "session"), mch_context_get_session (context))
                 == 0)
        overview->n_slips += (guint) g_ascii_strtoull (slips, NULL, 10);
    }
}

/* An agent decides on those of his académie, whatever he has opened. */
static void
count_transfers (MchOverview *overview, MchContext *context)
{
  g_autofree char *scope = mch_context_is_office (context)
                               ? mch_context_dup_office_scope (context)
                               : g_strdup (mch_context_get_scope (context));
  g_autoptr (GPtrArray) transfers = NULL;

  if (scope == NULL)
    return;
  transfers = mch_store_list_records (mch_context_get_store (context), scope, MCH_KIND_TRANSFER);

  for (guint i = 0; i < transfers->len; i++)
    overview->n_transfers += mch_transfer_is_ours_to_decide (transfers->pdata[i]);
}

static void
count_late (MchOverview *overview, MchContext *context)
{
  g_autofree char *scope = mch_context_dup_office_scope (context);
  g_autoptr (GPtrArray) establishments = NULL;

  if (scope == NULL)
    return;
  establishments =
      mch_store_list_records (mch_context_get_store (context), scope, MCH_KIND_ESTABLISHMENT);
  for (guint i = 0; i < establishments->len; i++)
    {
      const char *n = mch_record_get (establishments->pdata[i], "late_waiting");

      overview->n_late += n != NULL ? (guint) g_ascii_strtoull (n, NULL, 10) : 0;
    }
}

static void
count_conflicts (MchOverview *overview, MchContext *context)
{
  const char *scope = mch_context_get_scope (context);

  if (scope != NULL)
    overview->n_conflicts = mch_store_count_conflicts (mch_context_get_store (context), scope);
}

static void
read_establishment (MchOverview *overview, MchContext *context)
{
  g_autoptr (MchRecord) record = mch_context_dup_establishment (context);

  overview->contact_missing = record == NULL || mch_record_get (record, "phone") == NULL
                              || mch_record_get (record, "email") == NULL;
  overview->contact_confirmed =
      record != NULL && mch_record_get (record, "contact_confirmed") != NULL;
}

MchOverview *
mch_overview_new (MchContext *context)
{
  MchOverview *overview = g_new0 (MchOverview, 1);
  g_autoptr (MchRecord) service = NULL;
  const char *closes;

  g_return_val_if_fail (MCH_IS_CONTEXT (context), NULL);

  if (mch_context_get_store (context) == NULL)
    return overview;
  overview->no_establishment =
      mch_context_is_office (context) && mch_context_get_scope (context) == NULL;
  count_candidates (overview, context);
  if (mch_context_get_scope (context) != NULL)
    count_slips (overview, context);
  count_transfers (overview, context);
  if (mch_context_is_office (context))
    count_late (overview, context);
  count_conflicts (overview, context);
  read_establishment (overview, context);
  service = mch_context_dup_service (context);
  closes = service != NULL ? mch_record_get (service, "registration_to_ms") : NULL;
  if (closes != NULL)
    overview->closes_ms = g_ascii_strtoll (closes, NULL, 10);
  overview->service_reason = mch_context_dup_service_reason (context);
  overview->member_reason = mch_context_dup_member_reason (context);
  return overview;
}

void
mch_overview_free (MchOverview *overview)
{
  g_free (overview->service_reason);
  g_free (overview->member_reason);
  g_free (overview);
}

char *
mch_overview_dup_generate_reason (const MchOverview *overview)
{
  g_return_val_if_fail (overview != NULL, NULL);

  if (overview->service_reason != NULL)
    return g_strdup (overview->service_reason);
  if (overview->n_candidates == 0)
    return g_strdup (_ ("There is no candidate yet: import your pupils' file first."));
  if (overview->n_without_account == 0)
    return g_strdup (_ ("All your pupils have a Machaon account. The edition is not available"));
  return NULL;
}

char *
mch_overview_dup_regenerate_reason (const MchOverview *overview)
{
  g_return_val_if_fail (overview != NULL, NULL);

  if (overview->service_reason != NULL)
    return g_strdup (overview->service_reason);
  if (overview->n_with_account == 0)
    return g_strdup (_ ("No pupil has an account yet: generate the accounts first."));
  return g_strdup (overview->member_reason);
}

char *
mch_overview_dup_preview_reason (const MchOverview *overview)
{
  g_return_val_if_fail (overview != NULL, NULL);

  if (overview->n_with_account == 0)
    return g_strdup (_ ("There are no slips yet: generate the accounts first."));
  return g_strdup (overview->member_reason);
}
