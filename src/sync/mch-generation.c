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
add_result (GPtrArray *results, const char *person, const char *message_key, gboolean mailed)
{
  MchRegenerationResult *result = g_new0 (MchRegenerationResult, 1);

  result->person = g_strdup (person);
  result->message_key = g_strdup (message_key);
  result->mailed = mailed;
  g_ptr_array_add (results, result);
}

gboolean
mch_generation_has_email (MchStore *store, const char *scope, const char *person)
{
  g_autoptr (MchRecord) account = mch_store_dup_record (store, scope, MCH_KIND_ACCOUNT, person);

  return account != NULL && mch_record_get (account, "email") != NULL;
}

/* One regeneration on its way: who gets paper and who a link; their ids are the caller's. */
typedef struct
{
  MchDesk *desk;
  const char *scope;
  const char *session;
  GPtrArray *slips;
  GPtrArray *links;
  GPtrArray *results;
  guint n_slips; /* that were made */
} Regeneration;

/* Sorts out those who have no account that could get a new password. */
static void
sort_persons (Regeneration *work, GPtrArray *persons, gboolean despite_email)
{
  for (guint i = 0; i < persons->len; i++)
    {
      g_autoptr (MchRecord) account = mch_store_dup_record (
          mch_desk_get_store (work->desk), work->scope, MCH_KIND_ACCOUNT, persons->pdata[i]);

      if (account == NULL) /* ACC-36 */
        add_result (work->results, persons->pdata[i], "account_missing", FALSE);
      else if (g_strcmp0 (mch_record_get (account, "owner"), "1") != 0)
        add_result (work->results, persons->pdata[i], "not_owner", FALSE);
      else if (mch_record_get (account, "email") != NULL && !despite_email)
        g_ptr_array_add (work->links, persons->pdata[i]);
      else
        g_ptr_array_add (work->slips, persons->pdata[i]);
    }
}

/* Whoever has verified an address since this desk last heard gets a link, too. */
static void
take_answer (Regeneration *work, const MchSlipResult *answer, const char *person)
{
  if (answer->outcome == MCH_SLIP_REGENERATED)
    {
      work->n_slips++;
      add_result (work->results, person, NULL, FALSE);
    }
  else if (g_strcmp0 (answer->message_key, "verified_email") == 0)
    g_ptr_array_add (work->links, (gpointer) person);
  else
    add_result (work->results, person,
                answer->message_key != NULL ? answer->message_key : "ineligible", FALSE);
}

static gboolean
send_slips (Regeneration *work, const char *title, gboolean despite_email, char **ret_edition,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (MchEditionWork) edition = mch_edition_begin (
      work->desk, work->scope, work->session, title != NULL ? title : _ ("Connection slip"),
      MCH_EDITION_REGENERATE, cancellable, error);

  if (edition == NULL)
    return FALSE;
  edition->despite_email = despite_email;
  for (guint first = 0; first < work->slips->len; first += CHUNK)
    {
      g_autoptr (GPtrArray) part =
          slice (work->slips, first, MIN (CHUNK, work->slips->len - first));
      g_autoptr (GPtrArray) answers =
          mch_edition_send (work->desk, edition, part, cancellable, error);

      if (answers == NULL)
        return FALSE;
      for (guint i = 0; i < MIN (answers->len, part->len); i++)
        take_answer (work, answers->pdata[i], part->pdata[i]);
    }
  mch_edition_finish (work->desk, edition);
  if (work->n_slips > 0)
    *ret_edition = g_strdup (edition->id);
  return TRUE;
}

static JsonObject *
links_body (Regeneration *work, const char *id, GPtrArray *persons)
{
  JsonObject *body = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < persons->len; i++)
    json_array_add_string_element (list, persons->pdata[i]);
  json_object_set_string_member (body, "id", id);
  json_object_set_string_member (body, "session", work->session);
  json_object_set_array_member (body, "candidates", list);
  return body;
}

static gboolean
send_links (Regeneration *work, GCancellable *cancellable, GError **error)
{
  MchClient *client = mch_desk_get_client (work->desk, error);
  g_autofree char *id = mch_desk_new_id ();
  g_autofree char *path = g_strdup_printf ("/v1/scopes/%s/resets", work->scope);

  for (guint first = 0; client != NULL && first < work->links->len; first += CHUNK)
    {
      g_autoptr (GPtrArray) part =
          slice (work->links, first, MIN (CHUNK, work->links->len - first));
      g_autoptr (JsonObject) body = links_body (work, id, part);
      g_autoptr (JsonObject) answer = mch_client_call (client, path, body, cancellable, error);
      g_autoptr (GPtrArray) results =
          answer != NULL ? mch_slip_results_from_json (answer, error) : NULL;

      if (results == NULL)
        return FALSE;
      for (guint i = 0; i < results->len; i++)
        {
          const MchSlipResult *one = results->pdata[i];
          gboolean mailed = one->outcome == MCH_SLIP_MAILED;

          add_result (work->results, one->candidate,
                      mailed ? NULL : (one->message_key != NULL ? one->message_key : "ineligible"),
                      mailed);
        }
    }
  return client != NULL;
}

GPtrArray *
mch_generation_regenerate (MchDesk *desk, const char *scope, const char *session,
                           GPtrArray *persons, const char *title, gboolean despite_email,
                           char **ret_edition, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (regeneration_result_free);
  g_autoptr (GPtrArray) slips = g_ptr_array_new ();
  g_autoptr (GPtrArray) links = g_ptr_array_new ();
  g_autoptr (MchKeyPair) member = NULL;
  Regeneration work = { desk, scope, session, slips, links, results, 0 };

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);
  g_return_val_if_fail (ret_edition != NULL, NULL);

  *ret_edition = NULL;
  member = mch_unlock_dup_member (desk, error);
  if (member == NULL || !mch_engine_sync (desk, NULL, cancellable, error)
      || !check_service (desk, scope, session, error))
    return NULL;
  sort_persons (&work, persons, despite_email);
  if (slips->len == 0 && links->len == 0)
    return g_steal_pointer (&results);
  if ((slips->len > 0 && !send_slips (&work, title, despite_email, ret_edition, cancellable, error))
      || (links->len > 0 && !send_links (&work, cancellable, error))
      || !mch_engine_pull (desk, cancellable, error))
    {
      g_clear_pointer (ret_edition, g_free);
      return NULL;
    }
  return g_steal_pointer (&results);
}
