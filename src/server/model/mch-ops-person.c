/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which persons are one person, who is registered for what, and which registrations are open:
 * the tables beside the feed that make two colleagues' imports one cohort. */
#include <string.h>

#include "core/mch-person.h"
#include "core/mch-text.h"
#include "server/model/mch-model.h"
#include "server/model/mch-ops-private.h"

#define ALIKE_BYTES 3 /* of folded given names */

static gboolean
begin_alike (const char *a, const char *b)
{
  g_autofree char *folded_a = mch_text_fold (a != NULL ? a : "");
  g_autofree char *folded_b = mch_text_fold (b != NULL ? b : "");
  gsize shorter = MIN (strlen (folded_a), strlen (folded_b));

  return strncmp (folded_a, folded_b, MIN (shorter, ALIKE_BYTES)) == 0;
}

gboolean
mch_op_is_somebody_else (const MchRecord *a, const MchRecord *b)
{
  /* Twins share all but the given name. */
  if (!begin_alike (mch_record_get (a, "given_name"), mch_record_get (b, "given_name")))
    return TRUE;
  if (g_strcmp0 (mch_record_get (a, "birth_date"), mch_record_get (b, "birth_date")) == 0)
    return FALSE;
  return !mch_text_folds_alike (mch_record_get (a, "family_name"),
                                mch_record_get (b, "family_name"))
         || !mch_text_folds_alike (mch_record_get (a, "given_name"),
                                   mch_record_get (b, "given_name"));
}

static gboolean
find_key (MchOpRun *run, const char *key, const char **ret_person, GError **error)
{
  gpointer value;
  g_autoptr (MchDbResult) result = NULL;

  *ret_person = NULL;
  if (!g_hash_table_lookup_extended (run->keys, key, NULL, &value) && !run->complete)
    {
      result = mch_db_query (run->db, error,
                             "SELECT person FROM person_key"
                             " WHERE scope = $1 AND session = '' AND key = $2",
                             MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (key));
      if (result == NULL)
        return FALSE;
      if (mch_db_result_next (result))
        g_hash_table_insert (run->keys, g_strdup (key),
                             g_strdup (mch_db_result_get_text (result, 0)));
    }
  *ret_person = g_hash_table_lookup (run->keys, key);
  return TRUE;
}

gboolean
mch_op_run_find_same_person (MchOpRun *run, const MchRecord *person, const char **ret_other,
                             GError **error)
{
  g_autofree char *key = mch_person_key (person);
  const char *other;
  MchRecord *record;

  *ret_other = NULL;
  if (!find_key (run, key, &other, error))
    return FALSE;
  if (other == NULL || strcmp (other, person->id) == 0)
    return TRUE;
  record = mch_op_run_find (run, MCH_KIND_PERSON, other, error);
  if (record != NULL)
    *ret_other = other;
  return record != NULL || error == NULL || *error == NULL;
}

static char *
dup_of (const char *session, const char *person)
{
  return g_strconcat (session, " ", person, NULL);
}

gboolean
mch_op_run_find_candidature (MchOpRun *run, const char *session, const char *person,
                             const char **ret_id, GError **error)
{
  g_autofree char *key = dup_of (session, person);
  g_autoptr (MchDbResult) result = NULL;

  if (!g_hash_table_contains (run->of, key) && !run->complete)
    {
      result = mch_db_query (run->db, error,
                             "SELECT id FROM candidature"
                             " WHERE scope = $1 AND session = $2 AND person = $3",
                             MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (session),
                             MCH_DB_TEXT (person));
      if (result == NULL)
        return FALSE;
      if (mch_db_result_next (result))
        g_hash_table_insert (run->of, g_strdup (key),
                             g_strdup (mch_db_result_get_text (result, 0)));
    }
  *ret_id = g_hash_table_lookup (run->of, key);
  return TRUE;
}

void
mch_op_run_note_person (MchOpRun *run, const MchRecord *person)
{
  g_hash_table_insert (run->keys, mch_person_key (person), g_strdup (person->id));
  g_hash_table_add (run->renamed, g_strdup (person->id));
}

void
mch_op_run_note_candidature (MchOpRun *run, const MchRecord *candidature)
{
  g_hash_table_insert (
      run->of,
      dup_of (mch_record_get (candidature, "session"), mch_record_get (candidature, "person")),
      g_strdup (candidature->id));
  g_hash_table_add (run->fresh, g_strdup (candidature->id));
  mch_op_run_index_candidature (run, candidature);
}

/* The account of a person whose name, date or INE was corrected answers to the new identity; one
 * that is somebody else's already stays where it is. */
static gboolean
write_identity (MchOpRun *run, const MchRecord *person, GError **error)
{
  g_autofree char *identity = mch_person_identity_key (person);
  g_autofree char *account = NULL;
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (run->db, error,
                         "SELECT a.id FROM account_person p JOIN account a ON a.id = p.account"
                         " AND a.owner_scope = p.scope WHERE p.scope = $1 AND p.person = $2",
                         MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (person->id));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  account = g_strdup (mch_db_result_get_text (result, 0));
  if (mch_db_exec (run->db, error, "DELETE FROM person_identity WHERE account = $1",
                   MCH_DB_TEXT (account))
      < 0)
    return FALSE;
  return identity == NULL
         || mch_db_exec (run->db, error,
                         "INSERT INTO person_identity (academy, identity, account)"
                         " SELECT academy, $2, id FROM account WHERE id = $1"
                         " ON CONFLICT (academy, identity) DO NOTHING",
                         MCH_DB_TEXT (account), MCH_DB_TEXT (identity))
                >= 0;
}

static gboolean
write_person_key (MchOpRun *run, const MchRecord *person, GError **error)
{
  g_autofree char *key = mch_person_key (person);

  if (!mch_db_send (run->db, error, -1,
                    "INSERT INTO person_key (scope, session, key, person) VALUES ($1, '', $2, $3)",
                    MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (key), MCH_DB_TEXT (person->id)))
    return FALSE;
  return person->version == 0 || write_identity (run, person, error);
}

static gboolean
write_candidature (MchOpRun *run, const MchRecord *candidature, GError **error)
{
  return mch_db_send (
      run->db, error, 1,
      "INSERT INTO candidature (scope, session, person, id)"
      " VALUES ($1, $2, $3, $4)"
      " ON CONFLICT (scope, session, person) DO UPDATE SET id = excluded.id",
      MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (mch_record_get (candidature, "session")),
      MCH_DB_TEXT (mch_record_get (candidature, "person")), MCH_DB_TEXT (candidature->id));
}

gboolean
mch_op_run_write_keys (MchOpRun *run, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  /* Keys that move from one person to another are all freed before any is taken. */
  g_hash_table_iter_init (&iter, run->renamed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (((MchRecord *) mch_op_run_find (run, MCH_KIND_PERSON, id, NULL))->version > 0
        && !mch_db_send (run->db, error, -1,
                         "DELETE FROM person_key WHERE scope = $1 AND person = $2",
                         MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (id)))
      return FALSE;
  g_hash_table_iter_init (&iter, run->renamed);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!write_person_key (run, mch_op_run_find (run, MCH_KIND_PERSON, id, NULL), error))
      return FALSE;
  g_hash_table_iter_init (&iter, run->fresh);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!write_candidature (run, mch_op_run_find (run, MCH_KIND_CANDIDATURE, id, NULL), error))
      return FALSE;
  return TRUE;
}

gboolean
mch_op_run_session_is_open (MchOpRun *run, const char *session, gboolean *ret_open, GError **error)
{
  g_autoptr (GError) local = NULL;
  const MchRecord *service;
  const char *from, *to;
  gint64 to_ms;

  /* A session that is not there is refused change by change, by name. */
  *ret_open = TRUE;
  if (run->window_forced)
    return TRUE;
  service = mch_op_run_find (run, MCH_KIND_SERVICE, session, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (service == NULL)
    return TRUE;
  from = mch_record_get (service, "registration_from_ms");
  to = mch_record_get (service, "registration_to_ms");
  to_ms = to != NULL ? g_ascii_strtoll (to, NULL, 10) : G_MAXINT64;
  *ret_open = (from == NULL || g_ascii_strtoll (from, NULL, 10) <= run->window_ms)
              && run->window_ms < to_ms;
  if (to_ms <= run->now_ms)
    run->closed_ms = MAX (run->closed_ms, to_ms);
  return TRUE;
}

/* A person may be corrected while one of his registrations is open, or when he has none. */
static gboolean
person_is_open (MchOpRun *run, const char *person, gboolean *ret_open, GError **error)
{
  gboolean any = FALSE;
  g_autoptr (MchDbResult) result = NULL;

  /* The id is asked for so that SQLite does not walk through the whole establishment in an index
   * that has the rest of the answer. */
  result = mch_db_query (run->db, error,
                         "SELECT session, id FROM candidature WHERE scope = $1 AND person = $2",
                         MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (person));
  if (result == NULL)
    return FALSE;
  *ret_open = FALSE;
  while (!*ret_open && mch_db_result_next (result))
    {
      any = TRUE;
      if (!mch_op_run_session_is_open (run, mch_db_result_get_text (result, 0), ret_open, error))
        return FALSE;
    }
  *ret_open = *ret_open || !any;
  return TRUE;
}

/* What comes back on paper comes back after the registrations are closed, and slips are handed out
 * then. */
static gboolean
is_of_return (const MchChange *change)
{
  static const char *const fields[] = { "confirmation_received_on", "pieces_received",
                                        "slip_handed", NULL };
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_strv_contains (fields, name))
      return FALSE;
  return !change->create;
}

static gboolean
change_is_open (MchOpRun *run, const MchChange *change, gboolean *ret_open, GError **error)
{
  g_autoptr (GError) local = NULL;
  const MchRecord *known;
  const char *session = NULL;

  *ret_open = TRUE;
  if (change->kind == MCH_KIND_PERSON && !change->create)
    return person_is_open (run, change->id, ret_open, error);
  if (change->kind != MCH_KIND_CANDIDATURE || is_of_return (change))
    return TRUE;
  known = mch_op_run_find (run, MCH_KIND_CANDIDATURE, change->id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  session = known != NULL ? mch_record_get (known, "session")
                          : g_hash_table_lookup (change->to, "session");
  return session == NULL || mch_op_run_session_is_open (run, session, ret_open, error);
}

gboolean
mch_op_run_check_window (MchOpRun *run, GPtrArray *changes, gboolean *ret_open, GError **error)
{
  *ret_open = TRUE;
  for (guint i = 0; i < changes->len && *ret_open; i++)
    if (!change_is_open (run, changes->pdata[i], ret_open, error))
      return FALSE;
  return TRUE;
}
