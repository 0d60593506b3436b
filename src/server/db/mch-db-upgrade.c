/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/db/mch-db-upgrade.h"

#include "core/mch-person.h"
#include "server/db/mch-deposit.h"
#include "server/db/mch-numbers.h"
#include "server/db/mch-person-email.h"
#include "server/db/mch-records.h"
#include "vault/mch-vault-init.h"

#include <string.h>

#define PAGE 1000

/* One establishment being brought up. */
typedef struct
{
  MchDb *db;
  const char *scope;
  const char *academy;
  gint64 now_ms;
  GHashTable *persons; /* id → MchRecord */
  MchBatch *batch;
  MchRecord *establishment;
} Upgrade;

typedef gboolean (*EachRecord) (Upgrade *upgrade, MchRecord *record, GError **error);

static gboolean
for_each (Upgrade *upgrade, MchKind kind, EachRecord func, GError **error)
{
  g_autofree char *after = NULL;

  for (guint n = PAGE; n == PAGE;)
    {
      g_autoptr (GPtrArray) page =
          mch_records_list (upgrade->db, upgrade->scope, kind, after, PAGE, error);

      if (page == NULL)
        return FALSE;
      n = page->len;
      for (guint i = 0; i < n; i++)
        if (!func (upgrade, page->pdata[i], error))
          return FALSE;
      g_free (after);
      after = n > 0 ? g_strdup (((MchRecord *) page->pdata[n - 1])->id) : NULL;
    }
  return TRUE;
}

static gboolean
take_person (Upgrade *upgrade, MchRecord *person, GError **error)
{
  const char *number = mch_record_get (person, "candidate_number");
  g_autofree char *identity = mch_person_identity_key (person);
  MchNumberOwner owner = { upgrade->academy, identity, person->id, upgrade->now_ms };

  g_hash_table_insert (upgrade->persons, person->id, mch_record_ref (person));
  return number == NULL || mch_number_claim (upgrade->db, &owner, number, NULL, error);
}

static gboolean
enter_session (Upgrade *upgrade, const MchRecord *candidature, const char *session,
               const char *identity, GError **error)
{
  return mch_db_exec (upgrade->db, error,
                      "INSERT INTO session_identity (academy, session, identity, scope,"
                      " candidature) VALUES ($1, $2, $3, $4, $5)"
                      " ON CONFLICT (academy, session, identity) DO NOTHING",
                      MCH_DB_TEXT (upgrade->academy), MCH_DB_TEXT (session), MCH_DB_TEXT (identity),
                      MCH_DB_TEXT (upgrade->scope), MCH_DB_TEXT (candidature->id))
         >= 0;
}

/* What finalising gives today. */
static gboolean
number_registration (Upgrade *upgrade, MchRecord *person, MchRecord *candidature,
                     const char *identity, GError **error)
{
  MchNumberOwner owner = { upgrade->academy, identity, person->id, upgrade->now_ms };
  g_autofree char *number = g_strdup (mch_record_get (person, "candidate_number"));
  g_autofree char *rank_text = NULL;
  gint64 rank;

  if (number == NULL)
    {
      if (!mch_number_allot (upgrade->db, &owner, mch_vault_random, &number, error))
        return FALSE;
      mch_record_set (person, "candidate_number", number);
      mch_batch_put (upgrade->batch, upgrade->scope, person);
    }
  rank = mch_number_next_rank (upgrade->db, number, error);
  if (rank < 0)
    return FALSE;
  rank_text = g_strdup_printf ("%03u", (guint) rank);
  mch_record_set (candidature, "registration_number", rank_text);
  mch_record_set (candidature, "registration_version", "1");
  mch_batch_put (upgrade->batch, upgrade->scope, candidature);
  return TRUE;
}

static gboolean
take_candidature (Upgrade *upgrade, MchRecord *candidature, GError **error)
{
  const char *id = mch_record_get (candidature, "person");
  const char *session = mch_record_get (candidature, "session");
  const char *state = mch_record_get (candidature, "state");
  MchRecord *person = id != NULL ? g_hash_table_lookup (upgrade->persons, id) : NULL;
  g_autofree char *identity = NULL;

  if (person == NULL || session == NULL || g_strcmp0 (state, MCH_STATE_REGISTERED) != 0)
    return TRUE;
  identity = mch_person_identity_key (person);
  if (identity != NULL && !enter_session (upgrade, candidature, session, identity, error))
    return FALSE;
  return mch_record_get (candidature, "registration_number") != NULL
         || number_registration (upgrade, person, candidature, identity, error);
}

static gboolean
upgrade_scope (MchDb *db, const char *scope, const char *academy, gint64 now_ms, GError **error)
{
  MchStamp stamp = { "", now_ms };
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (GHashTable) persons =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) mch_record_unref);
  Upgrade upgrade = { db, scope, academy, now_ms, persons, batch, NULL };

  mch_batch_leave_derived (batch);
  return for_each (&upgrade, MCH_KIND_PERSON, take_person, error)
         && for_each (&upgrade, MCH_KIND_CANDIDATURE, take_candidature, error)
         && mch_batch_flush (batch, db, &stamp, error);
}

gboolean
mch_db_upgrade_2 (MchDb *db, GError **error)
{
  gint64 now_ms = g_get_real_time () / 1000;
  /* In the order in which scopes are locked. */
  g_autoptr (MchDbResult) scopes =
      mch_db_query (db, error, "SELECT 'etab:' || uai, academy FROM establishment ORDER BY uai");

  if (scopes == NULL)
    return FALSE;
  while (mch_db_result_next (scopes))
    if (!upgrade_scope (db, mch_db_result_get_text (scopes, 0), mch_db_result_get_text (scopes, 1),
                        now_ms, error))
      return FALSE;
  return TRUE;
}

static gboolean
keep_person (Upgrade *upgrade, MchRecord *person, GError **error)
{
  g_hash_table_insert (upgrade->persons, person->id, mch_record_ref (person));
  return TRUE;
}

/* What finalising deposits today, for the version that is in force. */
static gboolean
deposit_candidature (Upgrade *upgrade, MchRecord *candidature, GError **error)
{
  const char *id = mch_record_get (candidature, "person");
  const char *session = mch_record_get (candidature, "session");
  const MchRecord *person = id != NULL ? g_hash_table_lookup (upgrade->persons, id) : NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) service = NULL;
  MchDeposit deposit = { .scope = upgrade->scope,
                         .establishment = upgrade->establishment,
                         .person = person,
                         .candidature = candidature,
                         .now_ms = upgrade->now_ms,
                         .random = mch_vault_random };

  if (person == NULL || session == NULL
      || g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_REGISTERED) != 0)
    return TRUE;
  service = mch_records_get (upgrade->db, upgrade->scope, MCH_KIND_SERVICE, session, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  deposit.service = service;
  return service == NULL || mch_deposit_confirmation (upgrade->db, &deposit, error);
}

static gboolean
deposit_scope (MchDb *db, const char *scope, gint64 now_ms, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GHashTable) persons =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) mch_record_unref);
  g_autoptr (MchRecord) establishment =
      mch_records_get (db, scope, MCH_KIND_ESTABLISHMENT, scope + strlen ("etab:"), &local);
  Upgrade upgrade = {
    .db = db, .scope = scope, .now_ms = now_ms, .persons = persons, .establishment = establishment
  };

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return establishment == NULL
         || (for_each (&upgrade, MCH_KIND_PERSON, keep_person, error)
             && for_each (&upgrade, MCH_KIND_CANDIDATURE, deposit_candidature, error));
}

gboolean
mch_db_upgrade_4 (MchDb *db, GError **error)
{
  gint64 now_ms = g_get_real_time () / 1000;
  g_autoptr (MchDbResult) scopes =
      mch_db_query (db, error, "SELECT 'etab:' || uai FROM establishment ORDER BY uai");

  if (scopes == NULL)
    return FALSE;
  while (mch_db_result_next (scopes))
    if (!deposit_scope (db, mch_db_result_get_text (scopes, 0), now_ms, error))
      return FALSE;
  return TRUE;
}

static gboolean
note_email (Upgrade *upgrade, MchRecord *person, GError **error)
{
  return mch_person_email_note (upgrade->db, upgrade->scope, person, FALSE, error);
}

gboolean
mch_db_upgrade_5 (MchDb *db, GError **error)
{
  g_autoptr (MchDbResult) scopes =
      mch_db_query (db, error, "SELECT 'etab:' || uai FROM establishment ORDER BY uai");

  if (scopes == NULL)
    return FALSE;
  while (mch_db_result_next (scopes))
    {
      Upgrade upgrade = { .db = db, .scope = mch_db_result_get_text (scopes, 0) };

      if (!for_each (&upgrade, MCH_KIND_PERSON, note_email, error))
        return FALSE;
    }
  return TRUE;
}
