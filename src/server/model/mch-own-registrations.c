/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read from the records of the establishments where the account's person is registered, as they are
 * now: a closing that the exam office puts off counts at once. */
#include "server/model/mch-own-registrations.h"

#include <string.h>

#include "core/mch-label.h"
#include "core/mch-reference.h"
#include "core/mch-registration.h"
#include "print/mch-registration-sheet.h"
#include "server/model/mch-model.h"
#include "server/model/mch-references.h"

/* The records that one registration is told from; owned. */
typedef struct
{
  MchRecord *candidature;
  MchRecord *person;
  MchRecord *service;
  MchRecord *establishment;
  MchReference *reference;
} Sources;

static void
sources_clear (Sources *sources)
{
  g_clear_pointer (&sources->candidature, mch_record_unref);
  g_clear_pointer (&sources->person, mch_record_unref);
  g_clear_pointer (&sources->service, mch_record_unref);
  g_clear_pointer (&sources->establishment, mch_record_unref);
  g_clear_pointer (&sources->reference, mch_reference_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sources, sources_clear)

void
mch_own_registration_free (MchOwnRegistration *registration)
{
  if (registration == NULL)
    return;
  g_free (registration->id);
  g_free (registration->session);
  g_free (registration->context);
  g_free (registration->establishment);
  g_free (registration->state);
  g_free (registration->candidate_number);
  g_free (registration->number);
  g_free (registration->document);
  g_free (registration->return_until);
  g_free (registration);
}

/* One record; what is not there is FALSE without @error. */
static gboolean
get_record (MchDb *db, const char *scope, MchKind kind, const char *id, MchRecord **ret_record,
            GError **error)
{
  *ret_record = mch_records_get (db, scope, kind, id, error);
  return *ret_record != NULL;
}

/* FALSE without @error when a record that it needs is not there. */
static gboolean
read_sources (MchServer *server, MchDb *db, const char *scope, const char *id, Sources *sources,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *session;
  const char *person;

  if (!get_record (db, scope, MCH_KIND_CANDIDATURE, id, &sources->candidature, error))
    return FALSE;
  session = mch_record_get (sources->candidature, "session");
  person = mch_record_get (sources->candidature, "person");
  if (session == NULL || person == NULL
      || !get_record (db, scope, MCH_KIND_PERSON, person, &sources->person, error)
      || !get_record (db, scope, MCH_KIND_SERVICE, session, &sources->service, error)
      || !get_record (db, scope, MCH_KIND_ESTABLISHMENT, mch_model_scope_uai (scope),
                      &sources->establishment, error))
    return FALSE;
  sources->reference = mch_references_find (server, db, sources->service, &local);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static MchRecapTerms
tell_terms (const Sources *sources, gint64 now_ms)
{
  const char *to = mch_record_get (sources->service, "registration_to_ms");
  const char *after = mch_registration_get_setting (sources->service, sources->reference,
                                                    "confirmation_after_closing");
  MchRecapTerms terms = { .access = MCH_RECAP_OPEN,
                          .kept = g_strcmp0 (after, "gone") != 0,
                          .closes_ms = to != NULL ? g_ascii_strtoll (to, NULL, 10) : 0 };

  if (sources->candidature->deleted
      || g_strcmp0 (mch_record_get (sources->candidature, "state"), MCH_STATE_WITHDRAWN) == 0)
    terms.access = MCH_RECAP_WITHDRAWN;
  else if (!terms.kept && terms.closes_ms > 0 && terms.closes_ms <= now_ms)
    terms.access = MCH_RECAP_CLOSED;
  return terms;
}

static gboolean
find_document (MchDb *db, MchOwnRegistration *registration, const MchRecord *candidature,
               GError **error)
{
  g_autoptr (MchDbResult) result = NULL;
  const char *text = mch_record_get (candidature, "registration_version");
  gint64 version = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 1;

  result = mch_db_query (db, error,
                         "SELECT id FROM document WHERE candidature = $1"
                         " AND kind = 'confirmation' AND version = $2",
                         MCH_DB_TEXT (registration->id), MCH_DB_INT (version));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    registration->document = g_strdup (mch_db_result_get_text (result, 0));
  return TRUE;
}

/* INS-22, INS-26 */
static void
read_return (MchOwnRegistration *registration, const Sources *sources)
{
  g_auto (MchSheetFrame) frame = { 0 };

  mch_sheet_frame_init (&frame, sources->establishment, sources->service, sources->reference);
  registration->return_until = g_steal_pointer (&frame.return_until);
  registration->paper_only = frame.paper_only;
}

static MchOwnRegistration *
new_registration (const Sources *sources, gint64 now_ms)
{
  MchOwnRegistration *registration = g_new0 (MchOwnRegistration, 1);
  const MchRecord *candidature = sources->candidature;
  g_autofree char *today = mch_model_dup_paris_date (now_ms);
  const char *month;

  registration->id = g_strdup (candidature->id);
  registration->session = g_strdup (mch_record_get (candidature, "session"));
  registration->context = mch_label_dup_context (registration->session,
                                                 mch_record_get (sources->service, "academy_name"));
  registration->establishment = g_strdup (mch_record_get (sources->establishment, "name"));
  registration->state = g_strdup (mch_registration_get_state_label (candidature));
  registration->candidate_number = g_strdup (mch_record_get (sources->person, "candidate_number"));
  registration->number = mch_registration_dup_number (candidature);
  registration->registered =
      g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_REGISTERED) == 0;
  month = strchr (registration->session, '/');
  registration->over = month == NULL || strncmp (month + 1, today, strlen ("YYYY-MM")) < 0;
  registration->terms = tell_terms (sources, now_ms);
  read_return (registration, sources);
  return registration;
}

static gboolean
add_registration (MchServer *server, MchDb *db, const char *scope, const char *id, GPtrArray *list,
                  GError **error)
{
  g_auto (Sources) sources = { 0 };
  g_autoptr (GError) local = NULL;
  g_autoptr (MchOwnRegistration) registration = NULL;

  if (!read_sources (server, db, scope, id, &sources, &local))
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  registration = new_registration (&sources, mch_server_now (server));
  if (!find_document (db, registration, sources.candidature, error))
    return FALSE;
  g_ptr_array_add (list, g_steal_pointer (&registration));
  return TRUE;
}

GPtrArray *
mch_own_registrations_read (MchServer *server, MchDb *db, const char *account, GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_own_registration_free);
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT c.scope, c.id FROM account_person ap JOIN candidature c"
                         " ON c.scope = ap.scope AND c.person = ap.person WHERE ap.account = $1"
                         " ORDER BY c.session DESC, c.id",
                         MCH_DB_TEXT (account));
  if (result == NULL)
    return NULL;
  while (mch_db_result_next (result))
    if (!add_registration (server, db, mch_db_result_get_text (result, 0),
                           mch_db_result_get_text (result, 1), list, error))
      return NULL;
  return g_steal_pointer (&list);
}

typedef struct
{
  MchServer *server;
  const char *account;
  GPtrArray *list;
} Listing;

static gboolean
read_listing (MchDb *db, gpointer data, GError **error)
{
  Listing *listing = data;

  g_clear_pointer (&listing->list, g_ptr_array_unref);
  listing->list = mch_own_registrations_read (listing->server, db, listing->account, error);
  return listing->list != NULL;
}

GPtrArray *
mch_own_registrations_list (MchServer *server, const char *account, GError **error)
{
  Listing listing = { server, account, NULL };

  g_return_val_if_fail (server != NULL && account != NULL, NULL);

  if (mch_model_read (server, read_listing, &listing, error))
    return listing.list;
  g_clear_pointer (&listing.list, g_ptr_array_unref);
  return NULL;
}

MchRecapTerms
mch_own_registrations_get_terms (const GPtrArray *registrations, const char *id)
{
  MchRecapTerms gone = { .access = MCH_RECAP_WITHDRAWN };

  g_return_val_if_fail (registrations != NULL && id != NULL, gone);

  for (guint i = 0; i < registrations->len; i++)
    {
      const MchOwnRegistration *registration = registrations->pdata[i];

      if (strcmp (registration->id, id) == 0)
        return registration->terms;
    }
  return gone;
}
