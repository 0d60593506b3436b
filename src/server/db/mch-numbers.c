/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/db/mch-numbers.h"

#include <string.h>

#define DRAWN_DIGITS 1000000
#define MANY_TRIES                                                                                 \
  40 /* with three quarters of a year's numbers given, one in 100 000 needs them                   \
      */

/* The digits of "A03"; of a code without two digits some that are always the same. */
static guint
academy_digits (const char *academy)
{
  gsize digits = strcspn (academy, "0123456789");
  gsize n = strspn (academy + digits, "0123456789");

  if (n == 2)
    return (guint) g_ascii_strtoull (academy + digits, NULL, 10);
  return g_str_hash (academy) % 100;
}

static guint
year_digits (gint64 now_ms)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (now_ms / 1000);

  return (guint) g_date_time_get_year (now) % 100;
}

/* @sql asks for numbers of the owner; (transfer full): the first, or NULL. */
static gboolean
find_number (MchDb *db, const char *sql, gsize n_values, const MchDbValue *values,
             char **ret_number, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query_array (db, error, sql, n_values, values);

  *ret_number = NULL;
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    *ret_number = g_strdup (mch_db_result_get_text (result, 0));
  return TRUE;
}

static gboolean
find_own (MchDb *db, const MchNumberOwner *owner, char **ret_number, GError **error)
{
  const MchDbValue by_identity[] = { MCH_DB_TEXT (owner->academy), MCH_DB_TEXT (owner->identity) };
  const MchDbValue by_person[] = { MCH_DB_TEXT (owner->person) };

  if (owner->identity != NULL
      && !find_number (db,
                       "SELECT number FROM candidate_number WHERE academy = $1 AND identity = $2",
                       G_N_ELEMENTS (by_identity), by_identity, ret_number, error))
    return FALSE;
  if (owner->identity != NULL && *ret_number != NULL)
    return TRUE;
  return find_number (db,
                      "SELECT number FROM candidate_number WHERE person = $1"
                      " ORDER BY given DESC, number LIMIT 1",
                      G_N_ELEMENTS (by_person), by_person, ret_number, error);
}

/* @ret_done: FALSE when the number is there already. */
static gboolean
insert_number (MchDb *db, const MchNumberOwner *owner, const char *number, gboolean given,
               gboolean *ret_done, GError **error)
{
  gint64 n = mch_db_exec (db, error,
                          "INSERT INTO candidate_number (number, academy, identity, person, given,"
                          " created_ms) VALUES ($1, $2, $3, $4, $5, $6)"
                          " ON CONFLICT (number) DO NOTHING",
                          MCH_DB_TEXT (number), MCH_DB_TEXT (owner->academy),
                          MCH_DB_TEXT (owner->identity), MCH_DB_TEXT (owner->person),
                          MCH_DB_INT (given), MCH_DB_INT (owner->now_ms));

  *ret_done = n > 0;
  return n >= 0;
}

static gboolean
draw (MchDb *db, const MchNumberOwner *owner, MchRandomFunc random, char **ret_number,
      GError **error)
{
  guint start = year_digits (owner->now_ms) * 100 + academy_digits (owner->academy);

  for (guint i = 0;; i++)
    {
      guint64 drawn;
      gboolean done;
      g_autofree char *number = NULL;

      random (&drawn, sizeof drawn);
      /* A year that is nearly full takes numbers of any académie and year. */
      number = i < MANY_TRIES ? g_strdup_printf ("0%04u%06u", start, (guint) (drawn % DRAWN_DIGITS))
                              : g_strdup_printf ("0%010u", (guint) (drawn % G_MAXUINT32));
      if (!insert_number (db, owner, number, TRUE, &done, error))
        return FALSE;
      if (done)
        {
          *ret_number = g_steal_pointer (&number);
          return TRUE;
        }
    }
}

gboolean
mch_number_allot (MchDb *db, const MchNumberOwner *owner, MchRandomFunc random, char **ret_number,
                  GError **error)
{
  g_autofree char *number = NULL;

  g_return_val_if_fail (owner != NULL && random != NULL && ret_number != NULL, FALSE);

  if (!find_own (db, owner, &number, error))
    return FALSE;
  if (number == NULL)
    return draw (db, owner, random, ret_number, error);
  if (mch_db_exec (db, error,
                   "UPDATE candidate_number SET person = $2, given = 1 WHERE number = $1",
                   MCH_DB_TEXT (number), MCH_DB_TEXT (owner->person))
      < 0)
    return FALSE;
  *ret_number = g_steal_pointer (&number);
  return TRUE;
}

gboolean
mch_number_claim (MchDb *db, const MchNumberOwner *owner, const char *number, gboolean *ret_taken,
                  GError **error)
{
  gboolean taken = FALSE, done;
  MchNumberOwner nameless = *owner;
  g_autoptr (MchDbResult) result = NULL;
  g_autofree char *other = NULL;

  g_return_val_if_fail (owner != NULL && number != NULL, FALSE);

  result =
      mch_db_query (db, error, "SELECT person, identity FROM candidate_number WHERE number = $1",
                    MCH_DB_TEXT (number));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    {
      taken = strcmp (mch_db_result_get_text (result, 0), owner->person) != 0
              && (owner->identity == NULL
                  || g_strcmp0 (mch_db_result_get_text (result, 1), owner->identity) != 0);
      if (ret_taken != NULL)
        *ret_taken = taken;
      return TRUE;
    }
  if (ret_taken != NULL)
    *ret_taken = FALSE;
  /* A human who has another number keeps that one as his own. */
  if (!find_own (db, owner, &other, error))
    return FALSE;
  if (other != NULL)
    nameless.identity = NULL;
  return insert_number (db, &nameless, number, FALSE, &done, error);
}

gboolean
mch_number_release (MchDb *db, const char *person, GError **error)
{
  g_return_val_if_fail (person != NULL, FALSE);

  return mch_db_exec (db, error,
                      "DELETE FROM candidate_number"
                      " WHERE person = $1 AND given = 0 AND last_rank = 0",
                      MCH_DB_TEXT (person))
         >= 0;
}

gboolean
mch_number_identify (MchDb *db, const MchNumberOwner *owner, GError **error)
{
  g_return_val_if_fail (owner != NULL, FALSE);

  if (owner->identity == NULL)
    return mch_db_exec (db, error, "UPDATE candidate_number SET identity = NULL WHERE person = $1",
                        MCH_DB_TEXT (owner->person))
           >= 0;
  return mch_db_exec (db, error,
                      "UPDATE candidate_number SET identity = $3"
                      " WHERE person = $1 AND academy = $2 AND number ="
                      " (SELECT n.number FROM candidate_number n WHERE n.person = $1"
                      " ORDER BY n.given DESC, n.number LIMIT 1)"
                      " AND NOT EXISTS (SELECT 1 FROM candidate_number o"
                      " WHERE o.academy = $2 AND o.identity = $3)",
                      MCH_DB_TEXT (owner->person), MCH_DB_TEXT (owner->academy),
                      MCH_DB_TEXT (owner->identity))
         >= 0;
}

gint64
mch_number_next_rank (MchDb *db, const char *number, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_return_val_if_fail (number != NULL, -1);

  result = mch_db_query (db, error,
                         "UPDATE candidate_number SET last_rank = last_rank + 1"
                         " WHERE number = $1 RETURNING last_rank",
                         MCH_DB_TEXT (number));
  return result != NULL && mch_db_result_next (result) ? mch_db_result_get_int (result, 0) : -1;
}
