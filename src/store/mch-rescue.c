/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a new store of a damaged one. The mirror can be fetched again; what waits to be sent
 * exists nowhere else, so every row of it that still opens is carried over, and the damaged file
 * is kept. */
#include "store/mch-profile.h"
#include "store/mch-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define PART_FILE "store.db.part"

typedef struct
{
  MchSecret *key;
  MchSql *old;
  MchSql *new;
  guint kept;
  guint lost;
} Rescue;

/* How a table's rows are carried over: as they are, once their seal was found whole. */
typedef struct
{
  const char *ids;    /* the keys of all rows */
  const char *select; /* one row */
  const char *insert;
  int blob;
  char *(*context) (MchStatement *row);
} Table;

static char *
op_context (MchStatement *row)
{
  return mch_store_context_op (sqlite3_column_int64 (row, 0), mch_statement_text (row, 1),
                               mch_statement_text (row, 2), sqlite3_column_int64 (row, 6));
}

static char *
conflict_context (MchStatement *row)
{
  return mch_store_context_conflict (mch_statement_text (row, 1), mch_statement_text (row, 2),
                                     mch_statement_text (row, 3), mch_statement_text (row, 4));
}

static char *
local_context (MchStatement *row)
{
  return mch_store_context_local (mch_statement_text (row, 0), mch_statement_text (row, 1));
}

static const Table operations = {
  "SELECT ordinal FROM outbox ORDER BY ordinal",
  "SELECT ordinal, op_id, scope, state, reason, seq, made_ms, changes, blob FROM outbox "
  "WHERE ordinal = ?",
  "INSERT INTO outbox (ordinal, op_id, scope, state, reason, seq, made_ms, changes, blob) "
  "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  8, op_context
};
static const Table conflicts = {
  "SELECT ordinal FROM conflict ORDER BY ordinal",
  "SELECT ordinal, scope, kind, id, name, blob FROM conflict WHERE ordinal = ?",
  "INSERT INTO conflict (ordinal, scope, kind, id, name, blob) VALUES (?, ?, ?, ?, ?, ?)", 5,
  conflict_context
};

static gboolean
copy_row (Rescue *rescue, MchStatement *row, const char *insert, GError **error)
{
  g_autoptr (MchStatement) target = mch_sql_query (rescue->new, error, insert, "");

  if (target == NULL)
    return FALSE;
  for (int i = 0; i < sqlite3_column_count (row); i++)
    sqlite3_bind_value (target, i + 1, sqlite3_column_value (row, i));
  return mch_statement_step (target, error) == 0;
}

/* All the keys that can be read; a broken page ends the list early, which counts as one loss. */
static GArray *
list_keys (Rescue *rescue, const char *sql)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (MchStatement) row = mch_sql_query (rescue->old, NULL, sql, "");
  int step = -1;

  while (row != NULL && (step = mch_statement_step (row, NULL)) > 0)
    {
      gint64 key = sqlite3_column_int64 (row, 0);

      g_array_append_val (keys, key);
    }
  if (step < 0)
    rescue->lost++;
  return keys;
}

static gboolean
opens (Rescue *rescue, MchStatement *row, int blob, const char *context)
{
  g_autoptr (GBytes) content = mch_store_unseal (rescue->key, row, blob, context, NULL);

  return content != NULL;
}

/* The parts of one operation: all or none. */
static gboolean
copy_parts (Rescue *rescue, gint64 ordinal, gboolean *ret_whole, GError **error)
{
  g_autoptr (MchStatement) row = NULL;
  int step = -1;

  *ret_whole = FALSE;
  row =
      mch_sql_query (rescue->old, NULL,
                     "SELECT ordinal, part, blob FROM outbox_part WHERE ordinal = ?", "i", ordinal);
  while (row != NULL && (step = mch_statement_step (row, NULL)) > 0)
    {
      g_autofree char *context = mch_store_context_part (ordinal, sqlite3_column_int64 (row, 1));

      if (!opens (rescue, row, 2, context))
        return TRUE;
      if (!copy_row (rescue, row, "INSERT INTO outbox_part (ordinal, part, blob) VALUES (?, ?, ?)",
                     error))
        return FALSE;
    }
  *ret_whole = step == 0;
  return TRUE;
}

static gboolean
copy_keyed (Rescue *rescue, const Table *table, gint64 key, gboolean *ret_copied, GError **error)
{
  g_autoptr (MchStatement) row = mch_sql_query (rescue->old, NULL, table->select, "i", key);
  g_autofree char *context = NULL;

  *ret_copied = FALSE;
  if (row == NULL || mch_statement_step (row, NULL) <= 0)
    return TRUE;
  context = table->context (row);
  if (!opens (rescue, row, table->blob, context))
    return TRUE;
  *ret_copied = TRUE;
  return copy_row (rescue, row, table->insert, error);
}

static gboolean
copy_operations (Rescue *rescue, GError **error)
{
  g_autoptr (GArray) keys = list_keys (rescue, operations.ids);

  for (guint i = 0; i < keys->len; i++)
    {
      gint64 key = g_array_index (keys, gint64, i);
      gboolean copied, whole = FALSE;

      if (!copy_keyed (rescue, &operations, key, &copied, error)
          || (copied && !copy_parts (rescue, key, &whole, error)))
        return FALSE;
      rescue->kept += whole ? 1 : 0;
      rescue->lost += whole ? 0 : 1;
      if (copied && !whole
          && (!mch_sql_run (rescue->new, error, "DELETE FROM outbox WHERE ordinal = ?", "i", key)
              || !mch_sql_run (rescue->new, error, "DELETE FROM outbox_part WHERE ordinal = ?", "i",
                               key)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
copy_conflicts (Rescue *rescue, GError **error)
{
  g_autoptr (GArray) keys = list_keys (rescue, conflicts.ids);

  for (guint i = 0; i < keys->len; i++)
    {
      gboolean copied;

      if (!copy_keyed (rescue, &conflicts, g_array_index (keys, gint64, i), &copied, error))
        return FALSE;
      rescue->kept += copied ? 1 : 0;
      rescue->lost += copied ? 0 : 1;
    }
  return TRUE;
}

static gboolean
copy_local (Rescue *rescue, GError **error)
{
  g_autoptr (MchStatement) row =
      mch_sql_query (rescue->old, NULL, "SELECT kind, id, blob FROM local", "");
  int step = -1;

  while (row != NULL && (step = mch_statement_step (row, NULL)) > 0)
    {
      g_autofree char *context = local_context (row);
      gboolean whole = opens (rescue, row, 2, context);

      if (whole
          && !copy_row (rescue, row, "INSERT INTO local (kind, id, blob) VALUES (?, ?, ?)", error))
        return FALSE;
      rescue->kept += whole ? 1 : 0;
      rescue->lost += whole ? 0 : 1;
    }
  rescue->lost += step < 0 ? 1 : 0;
  return TRUE;
}

static gboolean
copy_file (const char *from, const char *to, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  if (!g_file_test (from, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
    {
      int fd = open (to, O_RDONLY | O_CLOEXEC);

      /* It must be on the disk before anything takes the place of what it is a copy of. */
      if (fd >= 0)
        {
          fsync (fd);
          close (fd);
        }
      return TRUE;
    }
  g_prefix_error (error,
                  _ ("The damaged local data could not be set aside, nothing was changed: "));
  return FALSE;
}

/* The damaged file with what its journal adds, under a name of its own. */
static gboolean
set_aside (const char *path, const char *aside, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *aside_wal = g_strconcat (aside, "-wal", NULL);

  return copy_file (path, aside, error) && copy_file (wal, aside_wal, error);
}

static gboolean
fill_new (Rescue *rescue, GError **error)
{
  g_autoptr (MchTransaction) transaction = mch_transaction_begin (rescue->new, error);

  return transaction != NULL
         && (rescue->old == NULL
             || (copy_operations (rescue, error) && copy_conflicts (rescue, error)
                 && copy_local (rescue, error)))
         && mch_transaction_commit (&transaction, error)
         && mch_sql_exec (rescue->new, "PRAGMA journal_mode = DELETE", error);
}

static gboolean
build_new (Rescue *rescue, const char *aside, const char *part, GError **error)
{
  gboolean built;

  g_unlink (part);
  rescue->new = mch_store_open_file (part, rescue->key, error);
  if (rescue->new == NULL)
    return FALSE;
  rescue->old = mch_sql_open (aside, SQLITE_OPEN_READWRITE, NULL);
  built = fill_new (rescue, error);
  g_clear_pointer (&rescue->old, mch_sql_close);
  g_clear_pointer (&rescue->new, mch_sql_close);
  return built;
}

static gboolean
rescue_files (Rescue *rescue, const char *profile_dir, const char *aside, GError **error)
{
  g_autofree char *path = g_build_filename (profile_dir, MCH_STORE_FILE, NULL);
  g_autofree char *part = g_build_filename (profile_dir, PART_FILE, NULL);
  g_autofree char *ready = g_build_filename (profile_dir, MCH_STORE_READY_FILE, NULL);

  if (!set_aside (path, aside, error) || !build_new (rescue, aside, part, error))
    return FALSE;
  /* From here on the next opening finishes the work, should this process end. */
  if (g_rename (part, ready) == 0)
    return TRUE;
  g_set_error (error, MCH_STORE_ERROR, MCH_STORE_ERROR_IO,
               _ ("The profile folder “%s” cannot be written: %s."), profile_dir,
               g_strerror (errno));
  return FALSE;
}

gboolean
mch_store_rescue (const char *profile_dir, GBytes *cache_key, MchStoreClock now,
                  MchRandomFunc random, guint *ret_kept, guint *ret_lost, char **ret_aside,
                  GError **error)
{
  g_autoptr (MchSecret) key = NULL;
  g_autoptr (MchStore) store = NULL;
  g_autofree char *name = NULL;
  g_autofree char *aside = NULL;
  Rescue rescue = { NULL, NULL, NULL, 0, 0 };
  gboolean done;
  int lock;

  g_return_val_if_fail (profile_dir != NULL && cache_key != NULL && now != NULL, FALSE);

  key = mch_store_make_key (cache_key, error);
  if (key == NULL)
    return FALSE;
  rescue.key = key;
  lock = mch_profile_lock (profile_dir, 0, error);
  if (lock < 0)
    return FALSE;
  name = g_strdup_printf ("store-damaged-%" G_GINT64_FORMAT ".db", now ());
  aside = g_build_filename (profile_dir, name, NULL);
  done = rescue_files (&rescue, profile_dir, aside, error);
  close (lock);
  if (!done)
    return FALSE;
  store = mch_store_open (profile_dir, cache_key, now, random, 0, error);
  if (store == NULL)
    return FALSE;
  *ret_kept = rescue.kept;
  *ret_lost = rescue.lost;
  *ret_aside = g_steal_pointer (&aside);
  return TRUE;
}

gboolean
mch_store_set_aside (const char *profile_dir, MchStoreClock now, char **ret_aside, GError **error)
{
  g_autofree char *path = g_build_filename (profile_dir, MCH_STORE_FILE, NULL);
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);
  g_autofree char *name = g_strdup_printf ("store-unread-%" G_GINT64_FORMAT ".db", now ());
  g_autofree char *aside = g_build_filename (profile_dir, name, NULL);
  gboolean done;
  int lock;

  g_return_val_if_fail (profile_dir != NULL && now != NULL && ret_aside != NULL, FALSE);

  lock = mch_profile_lock (profile_dir, 0, error);
  if (lock < 0)
    return FALSE;
  /* Copied first: cut in between, the profile is as it was. */
  done = set_aside (path, aside, error);
  if (done)
    {
      g_unlink (path);
      g_unlink (wal);
      g_unlink (shm);
      *ret_aside = g_steal_pointer (&aside);
    }
  close (lock);
  return done;
}
