/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl accounts generate, regenerate. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "slips/mch-progress.h"
#include "store/mch-candidates.h"
#include "sync/mch-generation.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
show_progress (guint done, guint total, gpointer user_data)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\r%u / %u%s", done, total, done == total ? "\n" : "");
}

/* ACC-17: slips carry these details, so whoever generates some must have looked at them. */
static void
warn_contact (MchCtl *ctl, const char *scope, const char *session)
{
  g_autoptr (MchGenerationCount) count = mch_generation_count (ctl->desk, scope, session, NULL);
  g_autoptr (MchRecord) establishment = mch_store_dup_record (
      mch_desk_get_store (ctl->desk), scope, MCH_KIND_ESTABLISHMENT, scope + strlen ("etab:"));

  if (count != NULL && count->eligible->len > 0 && establishment != NULL
      && mch_record_get (establishment, "contact_confirmed") == NULL)
    g_printerr ("%s\n",
                _ ("You must check the contact details of your establishment before you generate "
                   "the Machaon accounts (activity “Set up my establishment”). These details will "
                   "be printed on the connection slips of your pupils."));
}

static void
print_generation (MchCtl *ctl, const MchGenerationReport *report)
{
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "created", report->created);
      json_object_set_int_member (object, "existing", report->existing);
      json_object_set_int_member (object, "ineligible", report->ineligible);
      mch_wire_set_text (object, "edition", report->edition);
      mch_output_object (object);
      return;
    }
  g_print (_ ("Accounts created: %u. Already had an account: %u. Not concerned: %u.\n"),
           report->created, report->existing, report->ineligible);
  if (report->edition != NULL)
    g_print (_ ("Edition: %s\nPrint it with: machaonctl papillons --edition %s --per-page 2 "
                "--output papillons.pdf\n"),
             report->edition, report->edition);
}

MchExit
mch_verb_accounts_generate (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *title = NULL;
  g_autofree char *scope = NULL;
  g_autoptr (MchRecord) service = NULL;
  g_autoptr (MchGenerationReport) report = NULL;
  MchExit status;
  const GOptionEntry options[] = {
    { "title", 0, 0, G_OPTION_ARG_STRING, &title, N_ ("The title of the edition"), "TITLE" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  status = mch_ctl_meet_server (ctl, error);
  if (status != MCH_EXIT_DONE)
    return status;
  service = mch_ctl_dup_service (ctl, scope, error);
  if (service == NULL)
    return MCH_EXIT_FAILED;
  warn_contact (ctl, scope, service->id);
  report =
      mch_generation_run (ctl->desk, scope, service->id, title, show_progress, NULL, NULL, error);
  if (report == NULL)
    return MCH_EXIT_FAILED;
  if (report->created == 0) /* ACC-31 */
    g_printerr ("%s\n", _ ("All your pupils have a Machaon account. The edition is not available"));
  print_generation (ctl, report);
  return MCH_EXIT_DONE;
}

/* ACC-38: the criteria are the state, which must be one of those with an account, and the INE. */
static GPtrArray *
select_persons (MchCtl *ctl, const char *scope, const char *session, const char *ine, char **ids,
                GError **error)
{
  const char *const ines[] = { ine, NULL };
  MchCandidateFilter filter = { .scope = scope,
                                .session = session,
                                .ines = ine != NULL ? ines : NULL,
                                .ids = ine == NULL ? (const char *const *) ids : NULL };
  g_autoptr (GPtrArray) persons = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rows = mch_store_query_candidates (mch_desk_get_store (ctl->desk), &filter,
                                                           0, G_MAXUINT, NULL, error);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];

      if (g_strcmp0 (mch_record_get (candidate->candidature, "state"), MCH_STATE_WITHDRAWN) != 0)
        g_ptr_array_add (persons, g_strdup (candidate->person->id));
    }
  if (persons->len > 0)
    return g_steal_pointer (&persons);
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                       _ ("No registered or pre-registered candidate of this session answers to "
                          "that. See “candidates list”."));
  return NULL;
}

/* Whose accounts nobody has signed in to: (transfer full), NULL with @error set. */
static char **
dup_asleep (MchCtl *ctl, const char *scope, const char *session, GError **error)
{
  MchCandidateFilter filter = { .scope = scope, .session = session };
  g_autoptr (GPtrArray) rows = mch_progress_list (mch_desk_get_store (ctl->desk), &filter, error);

  g_auto (GStrv) ids = rows != NULL ? mch_progress_dup_asleep (rows) : NULL;

  if (ids == NULL || *ids != NULL)
    return g_steal_pointer (&ids);
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                       _ ("Everybody has signed in already. Nothing was changed."));
  return NULL;
}

static void
add_refusal (JsonArray *refused, const MchRegenerationResult *result)
{
  const char *text = mch_sync_refusal_text (result->message_key);
  JsonObject *entry = json_object_new ();

  g_printerr ("%s\n", text);
  json_object_set_string_member (entry, "person", result->person);
  json_object_set_string_member (entry, "code", result->message_key);
  json_object_set_string_member (entry, "message", text);
  json_array_add_object_element (refused, entry);
}

static void
print_words (guint n_slips, guint n_links, const char *edition)
{
  if (edition != NULL)
    g_print (_ ("New provisional passwords: %u. The old slips no longer work.\nEdition: %s\n"),
             n_slips, edition);
  if (n_links > 0)
    g_print (_ ("Links to choose a new password, sent to verified e-mail addresses: %u. A password "
                "that was chosen works until the link is used.\n"),
             n_links);
}

/* Says why, for each that got none; returns how many got a password or a link. */
static guint
print_regeneration (MchCtl *ctl, GPtrArray *results, const char *edition)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *refused = json_array_new ();
  guint n_slips = 0, n_links = 0;

  for (guint i = 0; i < results->len; i++)
    {
      const MchRegenerationResult *result = results->pdata[i];

      if (result->message_key != NULL)
        add_refusal (refused, result);
      else if (result->mailed)
        n_links++;
      else
        n_slips++;
    }
  json_object_set_int_member (object, "regenerated", n_slips);
  json_object_set_int_member (object, "mailed", n_links);
  json_object_set_array_member (object, "refused", refused);
  mch_wire_set_text (object, "edition", edition);
  if (ctl->json)
    mch_output_object (json_object_ref (object));
  else
    print_words (n_slips, n_links, edition);
  return n_slips + n_links;
}

MchExit
mch_verb_accounts_regenerate (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *ine = NULL;
  g_autofree char *title = NULL;
  g_autofree char *scope = NULL;
  g_autofree char *edition = NULL;
  g_autoptr (MchRecord) service = NULL;
  g_autoptr (GPtrArray) persons = NULL;
  g_autoptr (GPtrArray) results = NULL;
  MchExit status;
  guint n;
  gboolean asleep = FALSE;
  gboolean print_anyway = FALSE;
  g_auto (GStrv) ids = NULL;
  const GOptionEntry options[] = {
    { "ine", 0, 0, G_OPTION_ARG_STRING, &ine, N_ ("The candidate with this INE"), "INE" },
    { "not-signed-in", 0, 0, G_OPTION_ARG_NONE, &asleep,
      N_ ("All whose account nobody has signed in to yet"), NULL },
    { "print-anyway", 0, 0, G_OPTION_ARG_NONE, &print_anyway,
      N_ ("A new slip also for those who would get a link at their verified e-mail address; it is "
          "logged, and they are told"),
      NULL },
    { "title", 0, 0, G_OPTION_ARG_STRING, &title, N_ ("The title of the edition"), "TITLE" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "[ID…]", error)
      || !mch_ctl_check_count (argc, ine != NULL || asleep ? 0 : 1,
                               ine != NULL || asleep ? 0 : G_MAXINT, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL || !mch_ctl_unlock (ctl, error))
    return MCH_EXIT_FAILED;
  status = mch_ctl_meet_server (ctl, error);
  if (status != MCH_EXIT_DONE)
    return status;
  service = mch_ctl_dup_service (ctl, scope, error);
  if (service != NULL && asleep)
    ids = dup_asleep (ctl, scope, service->id, error);
  persons = service != NULL && (!asleep || ids != NULL)
                ? select_persons (ctl, scope, service->id, ine, asleep ? ids : argv + 1, error)
                : NULL;
  if (persons == NULL)
    return MCH_EXIT_FAILED;
  results = mch_generation_regenerate (ctl->desk, scope, service->id, persons, title, print_anyway,
                                       &edition, NULL, error);
  if (results == NULL)
    return MCH_EXIT_FAILED;
  n = print_regeneration (ctl, results, edition);
  if (n == results->len)
    return MCH_EXIT_DONE;
  return n > 0 ? MCH_EXIT_REJECTED : MCH_EXIT_FAILED;
}
