/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/db/mch-person-email.h"

#include "core/mch-email.h"

gboolean
mch_person_email_note (MchDb *db, const char *scope, const MchRecord *record, gboolean deleted,
                       GError **error)
{
  g_autofree char *email = deleted ? NULL : mch_email_read (mch_record_get (record, "email"));

  if (email != NULL)
    return mch_db_exec (db, error,
                        "INSERT INTO person_email (scope, person, email) VALUES ($1, $2, $3)"
                        " ON CONFLICT (scope, person) DO UPDATE SET email = excluded.email"
                        " WHERE person_email.email <> excluded.email",
                        MCH_DB_TEXT (scope), MCH_DB_TEXT (record->id), MCH_DB_TEXT (email))
           >= 0;
  /* A record that is new has left nothing behind. */
  return record->version <= 1
         || mch_db_exec (db, error, "DELETE FROM person_email WHERE scope = $1 AND person = $2",
                         MCH_DB_TEXT (scope), MCH_DB_TEXT (record->id))
                >= 0;
}

gboolean
mch_person_email_find (MchDb *db, const char *email, const char *account, gboolean *ret_found,
                       GError **error)
{
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    "SELECT 1 FROM person_email e WHERE e.email = $1 AND NOT EXISTS"
                    " (SELECT 1 FROM account_person p WHERE p.scope = e.scope"
                    " AND p.person = e.person AND p.account = $2) LIMIT 1",
                    MCH_DB_TEXT (email), MCH_DB_TEXT (account));

  if (result == NULL)
    return FALSE;
  *ret_found = mch_db_result_next (result);
  return TRUE;
}
