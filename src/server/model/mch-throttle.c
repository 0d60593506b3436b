/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-throttle.h"

#include <string.h>

static guint
seconds_until (gint64 until_ms, gint64 now_ms)
{
  return (guint) MAX (1, (until_ms - now_ms + 999) / 1000);
}

/* The wait that the @failures-th wrong try leads to. */
static gint64
wait_after (guint failures)
{
  gint64 wait = MCH_THROTTLE_FIRST_MS;

  if (failures < MCH_THROTTLE_FREE)
    return 0;
  for (guint i = MCH_THROTTLE_FREE; i < failures && wait < MCH_THROTTLE_MOST_MS; i++)
    wait *= 2;
  return MIN (wait, MCH_THROTTLE_MOST_MS);
}

gboolean
mch_throttle_look (MchDb *db, const char *subject, const char *place, gint64 now_ms,
                   guint *ret_wait, guint *ret_failures, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  *ret_wait = *ret_failures = 0;
  result = mch_db_query (db, error,
                         "SELECT failures, until_ms, last_ms FROM throttle"
                         " WHERE subject = $1 AND address = $2",
                         MCH_DB_TEXT (subject), MCH_DB_TEXT (place));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result)
      || mch_db_result_get_int (result, 2) <= now_ms - MCH_THROTTLE_MEMORY_MS)
    return TRUE;
  *ret_failures = (guint) mch_db_result_get_int (result, 0);
  if (mch_db_result_get_int (result, 1) > now_ms)
    *ret_wait = seconds_until (mch_db_result_get_int (result, 1), now_ms);
  return TRUE;
}

gboolean
mch_throttle_count (MchDb *db, const char *subject, const char *place, guint failures,
                    gint64 now_ms, GError **error)
{
  return mch_db_exec (db, error,
                      "INSERT INTO throttle (subject, address, failures, until_ms, last_ms)"
                      " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (subject, address) DO UPDATE SET"
                      " failures = excluded.failures, until_ms = excluded.until_ms,"
                      " last_ms = excluded.last_ms",
                      MCH_DB_TEXT (subject), MCH_DB_TEXT (place), MCH_DB_INT (failures + 1),
                      MCH_DB_INT (now_ms + wait_after (failures + 1)), MCH_DB_INT (now_ms))
         >= 0;
}

gboolean
mch_throttle_clear (MchDb *db, const char *subject, const char *place, GError **error)
{
  return mch_db_exec (db, error, "DELETE FROM throttle WHERE subject = $1 AND address = $2",
                      MCH_DB_TEXT (subject), MCH_DB_TEXT (place))
         >= 0;
}

gboolean
mch_throttle_take_slot (MchDb *db, const char *subject, guint failures, gint64 now_ms,
                        guint *ret_wait, GError **error)
{
  gint64 patience = (gint64) MIN (failures, MCH_THROTTLE_FREE) * MCH_THROTTLE_SLOT_MS;
  gint64 n;
  g_autoptr (MchDbResult) result = NULL;

  *ret_wait = 0;
  n = mch_db_exec (db, error,
                   "INSERT INTO account_check (subject, next_ms) VALUES ($1, $2)"
                   " ON CONFLICT (subject) DO UPDATE SET next_ms = excluded.next_ms"
                   " WHERE account_check.next_ms <= $3",
                   MCH_DB_TEXT (subject), MCH_DB_INT (now_ms + MCH_THROTTLE_SLOT_MS),
                   MCH_DB_INT (now_ms - patience));
  if (n != 0)
    return n > 0;
  result = mch_db_query (db, error, "SELECT next_ms FROM account_check WHERE subject = $1",
                         MCH_DB_TEXT (subject));
  if (result == NULL)
    return FALSE;
  *ret_wait = mch_db_result_next (result)
                  ? seconds_until (mch_db_result_get_int (result, 0) + patience, now_ms)
                  : 1;
  return TRUE;
}

gboolean
mch_throttle_purge (MchDb *db, gint64 now_ms, GError **error)
{
  return mch_db_exec (db, error, "DELETE FROM throttle WHERE last_ms < $1",
                      MCH_DB_INT (now_ms - MCH_THROTTLE_MEMORY_MS))
             >= 0
         && mch_db_exec (db, error, "DELETE FROM account_check WHERE next_ms < $1",
                         MCH_DB_INT (now_ms - 60 * MCH_THROTTLE_SLOT_MS))
                >= 0;
}
