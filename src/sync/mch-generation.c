/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-generation.h"

#include "protocol/mch-wire-slip.h"
#include "sync/mch-edition.h"
#include "sync/mch-engine.h"
#include "sync/mch-sync-error.h"
#include "sync/mch-unlock.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CHUNK 100 /* slips; half a second of work, so that progress is seen */

void
mch_generation_count_free (MchGenerationCount *count)
{
  if (count == NULL)
    return;
  g_ptr_array_unref (count->eligible);
  g_free (count);
}

void
mch_generation_report_free (MchGenerationReport *report)
{
  if (report == NULL)
    return;
  g_free (report->edition);
  g_free (report);
}

char *
mch_generation_dup_title (const char *scope)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%d%m%Y%H%M");

  return g_strdup_printf (_ ("connection slip %s %s"), scope + strlen ("etab:"), stamp);
}

MchGenerationCount *
mch_generation_count (MchDesk *desk, const char *scope, const char *session, GError **error)
{
  g_autoptr (GPtrArray) roll =
      mch_generation_roll (mch_desk_get_store (desk), scope, session, error);
  MchGenerationCount *count;

  if (roll == NULL)
    return NULL;
  count = g_new0 (MchGenerationCount, 1);
  count->eligible = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < roll->len; i++)
    {
      const MchGenerationEntry *entry = roll->pdata[i];

      if (entry->group == MCH_GENERATION_ELIGIBLE)
        g_ptr_array_add (count->eligible, g_strdup (entry->person));
      else if (entry->group == MCH_GENERATION_EXISTING)
        count->existing++;
      else
        count->ineligible++;
    }
  return count;
}

/* ACC-10, ACC-11: said before anything is made. */
static gboolean
check_service (MchDesk *desk, const char *scope, const char *session, GError **error)
{
  g_autoptr (MchRecord) service = mch_desk_dup_service (desk, scope, session, error);

  if (service == NULL)
    return FALSE;
  if (g_strcmp0 (mch_record_get (service, "papillons"), "on") == 0)
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                       mch_sync_refusal_text ("service_not_positioned"));
  return FALSE;
}

/* Persons [first, first + n) of @all; the texts stay those of @all. */
static GPtrArray *
slice (GPtrArray *all, guint first, guint n)
{
  GPtrArray *part = g_ptr_array_sized_new (n);

  for (guint i = first; i < first + n; i++)
    g_ptr_array_add (part, all->pdata[i]);
  return part;
}

static gboolean
send_all (MchDesk *desk, MchEditionWork *work, MchGenerationCount *count,
          MchGenerationProgress progress, gpointer user_data, GCancellable *cancellable,
          GError **error)
{
  GPtrArray *persons = count->eligible;

  for (guint first = 0; first < persons->len; first += CHUNK)
    {
      g_autoptr (GPtrArray) part = slice (persons, first, MIN (CHUNK, persons->len - first));
      g_autoptr (GPtrArray) results = mch_edition_send (desk, work, part, cancellable, error);

      if (results == NULL)
        return FALSE;
      for (guint i = 0; i < results->len; i++)
        {
          const MchSlipResult *result = results->pdata[i];

          if (result->outcome == MCH_SLIP_EXISTING)
            count->existing++;
          else if (result->outcome != MCH_SLIP_CREATED)
            count->ineligible++;
        }
      if (progress != NULL)
        progress (first + part->len, persons->len, user_data);
    }
  return TRUE;
}

/* How many accounts have their slip from @edition, whichever run made them. */
static guint
count_slips (MchDesk *desk, const char *scope, const char *edition)
{
  g_autoptr (GPtrArray) slips =
      mch_store_list_records (mch_desk_get_store (desk), scope, MCH_KIND_SLIP);
  guint n = 0;

  for (guint i = 0; i < slips->len; i++)
    if (g_strcmp0 (mch_record_get (slips->pdata[i], "edition"), edition) == 0)
      n++;
  return n;
}

static MchGenerationReport *
report_of (const MchGenerationCount *count, guint created, const char *edition)
{
  MchGenerationReport *report = g_new0 (MchGenerationReport, 1);

  report->created = created;
  report->existing = count->existing;
  report->ineligible = count->ineligible;
  report->edition = created > 0 ? g_strdup (edition) : NULL;
  return report;
}

MchGenerationReport *
mch_generation_run (MchDesk *desk, const char *scope, const char *session, const char *title,
                    MchGenerationProgress progress, gpointer user_data, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (MchGenerationCount) count = NULL;
  g_autoptr (MchEditionWork) work = NULL;
  g_autofree char *own_title = NULL;
  guint already, created;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);

  if (!mch_engine_sync (desk, NULL, cancellable, error)
      || !check_service (desk, scope, session, error))
    return NULL;
  count = mch_generation_count (desk, scope, session, error);
  if (count == NULL)
    return NULL;
  if (count->eligible->len == 0 && !mch_edition_is_unfinished (desk, scope, session))
    return report_of (count, 0, NULL);

  own_title = title != NULL ? g_strdup (title) : mch_generation_dup_title (scope);
  work =
      mch_edition_begin (desk, scope, session, own_title, MCH_EDITION_GENERATE, cancellable, error);
  if (work == NULL)
    return NULL;
  already = count_slips (desk, scope, work->id);
  if (!send_all (desk, work, count, progress, user_data, cancellable, error)
      || !mch_engine_pull (desk, cancellable, error))
    return NULL;
  created = count_slips (desk, scope, work->id);
  /* What an earlier, cut run of this edition had created is not "already there". */
  count->existing -= MIN (count->existing, already);
  mch_edition_finish (desk, work);
  return report_of (count, created, work->id);
}

static void
regeneration_result_free (gpointer data)
{
  MchRegenerationResult *result = data;

  g_free (result->person);
  g_free (result->message_key);
  g_free (result);
}

static void
add_result (GPtrArray *results, const char *person, const char *message_key)
{
  MchRegenerationResult *result = g_new0 (MchRegenerationResult, 1);

  result->person = g_strdup (person);
  result->message_key = g_strdup (message_key);
  g_ptr_array_add (results, result);
}

/* Sorts out those who have no account that could get a new password. */
static GPtrArray *
pick_owners (MchDesk *desk, const char *scope, GPtrArray *persons, GPtrArray *results)
{
  GPtrArray *picked = g_ptr_array_new ();

  for (guint i = 0; i < persons->len; i++)
    {
      g_autoptr (MchRecord) account = mch_store_dup_record (mch_desk_get_store (desk), scope,
                                                            MCH_KIND_ACCOUNT, persons->pdata[i]);

      if (account == NULL) /* ACC-36 */
        add_result (results, persons->pdata[i], "account_missing");
      else if (g_strcmp0 (mch_record_get (account, "owner"), "1") != 0)
        add_result (results, persons->pdata[i], "not_owner");
      else
        g_ptr_array_add (picked, persons->pdata[i]);
    }
  return picked;
}

static gboolean
send_again (MchDesk *desk, MchEditionWork *work, GPtrArray *persons, GPtrArray *results,
            guint *ret_done, GCancellable *cancellable, GError **error)
{
  for (guint first = 0; first < persons->len; first += CHUNK)
    {
      g_autoptr (GPtrArray) part = slice (persons, first, MIN (CHUNK, persons->len - first));
      g_autoptr (GPtrArray) answers = mch_edition_send (desk, work, part, cancellable, error);

      if (answers == NULL)
        return FALSE;
      for (guint i = 0; i < answers->len; i++)
        {
          const MchSlipResult *answer = answers->pdata[i];
          gboolean done = answer->outcome == MCH_SLIP_REGENERATED;

          *ret_done += done ? 1 : 0;
          add_result (results, answer->candidate,
                      done ? NULL
                           : (answer->message_key != NULL ? answer->message_key : "ineligible"));
        }
    }
  return TRUE;
}

GPtrArray *
mch_generation_regenerate (MchDesk *desk, const char *scope, const char *session,
                           GPtrArray *persons, const char *title, char **ret_edition,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (regeneration_result_free);
  g_autoptr (GPtrArray) picked = NULL;
  g_autoptr (MchKeyPair) member = NULL;
  g_autoptr (MchEditionWork) work = NULL;
  guint n_done = 0;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);
  g_return_val_if_fail (ret_edition != NULL, NULL);

  *ret_edition = NULL;
  member = mch_unlock_dup_member (desk, error);
  if (member == NULL || !mch_engine_sync (desk, NULL, cancellable, error)
      || !check_service (desk, scope, session, error))
    return NULL;
  picked = pick_owners (desk, scope, persons, results);
  if (picked->len == 0)
    return g_steal_pointer (&results);

  work = mch_edition_begin (desk, scope, session, title != NULL ? title : _ ("Connection slip"),
                            MCH_EDITION_REGENERATE, cancellable, error);
  if (work == NULL || !send_again (desk, work, picked, results, &n_done, cancellable, error)
      || !mch_engine_pull (desk, cancellable, error))
    return NULL;
  mch_edition_finish (desk, work);
  if (n_done > 0)
    *ret_edition = g_strdup (work->id);
  return g_steal_pointer (&results);
}
