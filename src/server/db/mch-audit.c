/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/db/mch-audit.h"

#include "vault/mch-digest.h"

#include <string.h>

#define PAGE 500

/* Each value with its length, so that no two entries are written alike. */
static void
add_text (GString *text, const char *value)
{
  if (value == NULL)
    g_string_append (text, "-;");
  else
    g_string_append_printf (text, "%" G_GSIZE_FORMAT ":%s;", strlen (value), value);
}

static char *
dup_hash (const MchAuditEntry *entry, gint64 n, const char *prev)
{
  g_autoptr (GString) text = g_string_new ("machaon-audit-1;");

  add_text (text, prev);
  add_text (text, entry->chain);
  g_string_append_printf (text, "%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT ";",
                          n, entry->at_ms, entry->received_ms);
  add_text (text, entry->actor);
  add_text (text, entry->action);
  add_text (text, entry->object);
  add_text (text, entry->detail);
  return mch_digest_hex (text->str, text->len);
}

/* Takes the chain's next number; its hash is still that of the entry before. */
static MchDbResult *
lock_chain (MchDb *db, const char *chain, GError **error)
{
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    "INSERT INTO audit_chain (chain, n, hash) VALUES ($1, 1, '') "
                    "ON CONFLICT (chain) DO UPDATE SET n = audit_chain.n + 1 "
                    "RETURNING n, hash",
                    MCH_DB_TEXT (chain));

  if (result != NULL)
    mch_db_result_next (result);
  return g_steal_pointer (&result);
}

gint64
mch_audit_append (MchDb *db, const MchAuditEntry *entry, GError **error)
{
  g_autoptr (MchDbResult) end = NULL;
  g_autofree char *hash = NULL;
  const char *prev;
  gint64 n;

  g_return_val_if_fail (db != NULL && entry != NULL, -1);
  g_return_val_if_fail (entry->chain != NULL && entry->actor != NULL && entry->action != NULL, -1);

  end = lock_chain (db, entry->chain, error);
  if (end == NULL)
    return -1;
  n = mch_db_result_get_int (end, 0);
  prev = mch_db_result_get_text (end, 1);
  hash = dup_hash (entry, n, prev);

  if (mch_db_exec (db, error,
                   "INSERT INTO audit (chain, n, at_ms, received_ms, actor, action, object, detail,"
                   " prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                   MCH_DB_TEXT (entry->chain), MCH_DB_INT (n), MCH_DB_INT (entry->at_ms),
                   MCH_DB_INT (entry->received_ms), MCH_DB_TEXT (entry->actor),
                   MCH_DB_TEXT (entry->action), MCH_DB_TEXT (entry->object),
                   MCH_DB_TEXT (entry->detail), MCH_DB_TEXT (prev), MCH_DB_TEXT (hash))
          < 0
      || mch_db_exec (db, error, "UPDATE audit_chain SET hash = $2 WHERE chain = $1",
                      MCH_DB_TEXT (entry->chain), MCH_DB_TEXT (hash))
             < 0)
    return -1;
  return n;
}

/* Where a check of a chain has got to. */
typedef struct
{
  gint64 n;
  char *hash;
} Position;

static void
clear_position (Position *position)
{
  g_free (position->hash);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Position, clear_position)

static gboolean
check_row (const MchDbResult *row, const char *chain, Position *position)
{
  MchAuditEntry entry = {
    .chain = chain,
    .at_ms = mch_db_result_get_int (row, 1),
    .received_ms = mch_db_result_get_int (row, 2),
    .actor = mch_db_result_get_text (row, 3),
    .action = mch_db_result_get_text (row, 4),
    .object = mch_db_result_get_text (row, 5),
    .detail = mch_db_result_get_text (row, 6),
  };
  const char *prev = mch_db_result_get_text (row, 7);
  gint64 n = mch_db_result_get_int (row, 0);
  g_autofree char *hash = dup_hash (&entry, n, prev);

  if (n != position->n + 1 || strcmp (prev, position->hash) != 0
      || strcmp (hash, mch_db_result_get_text (row, 8)) != 0)
    return FALSE;
  position->n = n;
  g_free (position->hash);
  position->hash = g_steal_pointer (&hash);
  return TRUE;
}

/* One page of the chain. @ret_broken is set when the page holds the fault. */
static gboolean
check_page (MchDb *db, const char *chain, Position *position, gsize *ret_rows, gint64 *ret_broken,
            GError **error)
{
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    "SELECT n, at_ms, received_ms, actor, action, object, detail, prev, hash "
                    "FROM audit WHERE chain = $1 AND n > $2 ORDER BY n LIMIT $3",
                    MCH_DB_TEXT (chain), MCH_DB_INT (position->n), MCH_DB_INT (PAGE));

  if (result == NULL)
    return FALSE;
  *ret_rows = mch_db_result_get_n_rows (result);
  while (*ret_broken == 0 && mch_db_result_next (result))
    if (!check_row (result, chain, position))
      *ret_broken = position->n + 1;
  return TRUE;
}

gboolean
mch_audit_verify (MchDb *db, const char *chain, gint64 *ret_broken, gint64 *ret_n, GError **error)
{
  g_auto (Position) position = { 0, g_strdup ("") };
  g_autoptr (MchDbResult) end = NULL;
  gint64 broken = 0;
  gint64 n = 0;
  gsize rows;

  g_return_val_if_fail (db != NULL && chain != NULL && ret_broken != NULL, FALSE);

  end = mch_db_query (db, error, "SELECT n, hash FROM audit_chain WHERE chain = $1",
                      MCH_DB_TEXT (chain));
  if (end == NULL)
    return FALSE;
  if (mch_db_result_next (end))
    n = mch_db_result_get_int (end, 0);

  do
    if (!check_page (db, chain, &position, &rows, &broken, error))
      return FALSE;
  while (broken == 0 && rows == PAGE);

  /* The last entries may have been cut off, or some added behind the chain's end. */
  if (broken == 0 && position.n != n)
    broken = MIN (position.n, n) + 1;
  if (broken == 0 && n > 0 && strcmp (position.hash, mch_db_result_get_text (end, 1)) != 0)
    broken = n;
  *ret_broken = broken;
  if (ret_n != NULL)
    *ret_n = n;
  return TRUE;
}
