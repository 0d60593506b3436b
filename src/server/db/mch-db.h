/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The server's connection to its database, the same over SQLite and PostgreSQL. One SQL text
 * serves both (CONTRIBUTING.md, portable SQL; tests/lint/sql.py holds it): parameters are $1…$n,
 * booleans are 0/1, times are int64 milliseconds, JSON is text.
 *
 * Everything here blocks; call it from a worker thread. A pool may be used by every thread at
 * once; an MchDb and its results belong to the closure that they were handed to. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchDbError:
 * @MCH_DB_ERROR_UNAVAILABLE: the database cannot be opened or reached; nothing was written.
 * @MCH_DB_ERROR_BUSY: others kept it locked until the retries were used up; nothing was written
 *   and the same act may succeed later.
 * @MCH_DB_ERROR_IN_USE: another server already runs on this database (exclusive opening).
 * @MCH_DB_ERROR_UNKNOWN_OUTCOME: the connection broke while COMMIT was under way, so the
 *   transaction may or may not be there. Never retried here: repeat the whole operation, whose
 *   op_result row (or any other unique key that it writes) tells. A client is answered 503.
 * @MCH_DB_ERROR_UNIQUE: a row with this key is already there.
 * @MCH_DB_ERROR_CONSTRAINT: any other rule of the schema refused a value.
 * @MCH_DB_ERROR_SCHEMA_OLDER: the database waits for `machaond admin upgrade`.
 * @MCH_DB_ERROR_SCHEMA_NEWER: a later Machaon has written this database.
 * @MCH_DB_ERROR_CORRUPT: the file is damaged or not a database; restore a backup.
 * @MCH_DB_ERROR_FULL: no room left on the disk; nothing was written.
 * @MCH_DB_ERROR_UNSUPPORTED: this kind of database has another tool for that.
 * @MCH_DB_ERROR_FAILED: a statement that should not fail did; a defect of ours.
 */
typedef enum
{
  MCH_DB_ERROR_UNAVAILABLE,
  MCH_DB_ERROR_BUSY,
  MCH_DB_ERROR_IN_USE,
  MCH_DB_ERROR_UNKNOWN_OUTCOME,
  MCH_DB_ERROR_UNIQUE,
  MCH_DB_ERROR_CONSTRAINT,
  MCH_DB_ERROR_SCHEMA_OLDER,
  MCH_DB_ERROR_SCHEMA_NEWER,
  MCH_DB_ERROR_CORRUPT,
  MCH_DB_ERROR_FULL,
  MCH_DB_ERROR_UNSUPPORTED,
  MCH_DB_ERROR_FAILED,
} MchDbError;

#define MCH_DB_ERROR (mch_db_error_quark ())
GQuark mch_db_error_quark (void);

typedef struct _MchDbPool MchDbPool;
typedef struct _MchDb MchDb;
typedef struct _MchDbResult MchDbResult;

typedef enum
{
  MCH_DB_BACKEND_SQLITE,
  MCH_DB_BACKEND_POSTGRES,
} MchDbBackend;

/**
 * MchDbOpenFlags:
 * @MCH_DB_OPEN_CREATE: make the SQLite file (0600) when it is absent; else absence is an error.
 * @MCH_DB_OPEN_EXCLUSIVE: SQLite: be the only server on this file (PATH.lock), else
 *   MCH_DB_ERROR_IN_USE. Openings without this flag (`admin`) work beside it. Without effect
 *   on PostgreSQL, where several servers share one database on purpose.
 */
typedef enum
{
  MCH_DB_OPEN_NONE = 0,
  MCH_DB_OPEN_CREATE = 1 << 0,
  MCH_DB_OPEN_EXCLUSIVE = 1 << 1,
} MchDbOpenFlags;

/**
 * mch_db_pool_open:
 * @uri: "sqlite:PATH", or a libpq connection: "postgresql://…" or "host=… dbname=…". Tables are
 *   found by the connection's search_path.
 *
 * Returns: (transfer full): a pool whose first connection works, or NULL.
 */
MchDbPool *mch_db_pool_open (const char *uri, MchDbOpenFlags flags, GError **error);

/* Closes every connection; nobody may be inside a closure. */
void mch_db_pool_free (MchDbPool *pool);

MchDbBackend mch_db_pool_get_backend (MchDbPool *pool);

/**
 * MchDbFunc:
 *
 * The body of one transaction. It may be run several times (the transaction is rolled back and
 * tried again when the database asks for it), so it must change nothing outside the database but
 * results that it sets anew each time: clear them first. It must not open another transaction.
 * After a statement has failed every further one fails too, on both back ends: return FALSE.
 * To survive a key that exists, use ON CONFLICT.
 *
 * Returns: TRUE to commit; FALSE with @error set (of any domain) to undo everything.
 */
typedef gboolean (*MchDbFunc) (MchDb *db, gpointer data, GError **error);

/**
 * mch_db_pool_write:
 *
 * Runs @func in a write transaction: BEGIN IMMEDIATE on the one writing connection of SQLite,
 * REPEATABLE READ on PostgreSQL. Retried for about 20 s on a serialization failure, a deadlock or
 * a lock held by another process; then MCH_DB_ERROR_BUSY. When it returns TRUE the transaction is
 * on disk.
 *
 * Two transactions that change the same row never both commit from the same state; two that
 * only read what the other writes may, on PostgreSQL: guard such a rule by a unique key, or take
 * mch_scope_next() of the scope whose rows were read.
 */
gboolean mch_db_pool_write (MchDbPool *pool, MchDbFunc func, gpointer data, GError **error);

/* Runs @func on one snapshot that nobody's commits change meanwhile; writing in it fails. */
gboolean mch_db_pool_read (MchDbPool *pool, MchDbFunc func, gpointer data, GError **error);

/**
 * mch_db_pool_maintain:
 *
 * Once in a while and after secrets were deleted. SQLite: refreshes statistics, folds the
 * write-ahead log into the file and empties it, so that what was deleted is on no page any more
 * (unless a reader is still on an older snapshot: then later). PostgreSQL: nothing, autovacuum
 * does.
 */
gboolean mch_db_pool_maintain (MchDbPool *pool, GError **error);

typedef enum
{
  MCH_DB_TYPE_NULL,
  MCH_DB_TYPE_INT,
  MCH_DB_TYPE_TEXT,
  MCH_DB_TYPE_BLOB,
} MchDbType;

/* One parameter; it borrows what it points to for the call. */
typedef struct
{
  MchDbType type;
  gint64 integer;
  const void *data;
  gsize length;
} MchDbValue;

static inline MchDbValue
mch_db_value_int (gint64 integer)
{
  return (MchDbValue){ MCH_DB_TYPE_INT, integer, NULL, 0 };
}

static inline MchDbValue
mch_db_value_text (const char *text)
{
  return (MchDbValue){ text != NULL ? MCH_DB_TYPE_TEXT : MCH_DB_TYPE_NULL, 0, text, 0 };
}

static inline MchDbValue
mch_db_value_blob (const void *data, gsize length)
{
  return (MchDbValue){ data != NULL ? MCH_DB_TYPE_BLOB : MCH_DB_TYPE_NULL, 0, data, length };
}

static inline MchDbValue
mch_db_value_null (void)
{
  return (MchDbValue){ MCH_DB_TYPE_NULL, 0, NULL, 0 };
}

#define MCH_DB_INT(integer) mch_db_value_int (integer)
#define MCH_DB_TEXT(text) mch_db_value_text (text)                     /* NULL is SQL's NULL */
#define MCH_DB_BLOB(data, length) mch_db_value_blob ((data), (length)) /* so is a NULL blob */
#define MCH_DB_NULL mch_db_value_null ()

/**
 * mch_db_query:
 * @sql: one statement, in the portable subset; it may write (RETURNING).
 * @...: MCH_DB_INT, MCH_DB_TEXT, MCH_DB_BLOB, MCH_DB_NULL for $1, $2…, each used in @sql. Anything
 *   else does not compile. Text must be valid UTF-8.
 *
 *   result = mch_db_query (db, error, "SELECT seq FROM scope WHERE id = $1", MCH_DB_TEXT (scope));
 *   if (result == NULL)
 *     return FALSE;
 *   while (mch_db_result_next (result))
 *     seq = mch_db_result_get_int (result, 0);
 *
 * All rows are in memory when it returns: page long lists by key.
 *
 * Returns: (transfer full): the rows, perhaps none; NULL on error.
 */
#define mch_db_query(db, error, sql, ...)                                                          \
  mch_db_query_array ((db), (error), (sql), MCH_DB_VALUES_ (__VA_ARGS__))

/**
 * mch_db_exec:
 *
 * Like mch_db_query() for a statement whose rows are not wanted.
 *
 * Returns: the number of rows inserted, changed or deleted (0 when an ON CONFLICT … DO NOTHING or
 *   a WHERE kept it from doing anything); -1 on error.
 */
#define mch_db_exec(db, error, sql, ...)                                                           \
  mch_db_exec_array ((db), (error), (sql), MCH_DB_VALUES_ (__VA_ARGS__))

/* The first row is a place-holder, so that no parameters at all is still an array. */
#define MCH_DB_VALUES_(...)                                                                        \
  (sizeof ((const MchDbValue[]){ { MCH_DB_TYPE_NULL, 0, NULL, 0 }, __VA_ARGS__ })                  \
   / sizeof (MchDbValue))                                                                          \
      - 1,                                                                                         \
      (const MchDbValue[]){ { MCH_DB_TYPE_NULL, 0, NULL, 0 }, __VA_ARGS__ } + 1

/* The same with the parameters in an array, for a list made at run time. */
MchDbResult *mch_db_query_array (MchDb *db, GError **error, const char *sql, gsize n_values,
                                 const MchDbValue *values);
gint64 mch_db_exec_array (MchDb *db, GError **error, const char *sql, gsize n_values,
                          const MchDbValue *values);

/**
 * mch_db_send:
 * @wanted: how many rows it has to insert, change or delete; -1 for any number, which is cheaper.
 *
 * Like mch_db_exec() for a statement that needs no answer now: it runs in its turn, together with
 * the next one that is waited for or with the commit, and its failure is told there. Another number
 * of rows than @wanted is MCH_DB_ERROR_CONSTRAINT. Saves a way to the database and back for each.
 *
 * Returns: FALSE when it is known already that it fails.
 */
#define mch_db_send(db, error, wanted, sql, ...)                                                   \
  mch_db_send_array ((db), (error), (wanted), (sql), MCH_DB_VALUES_ (__VA_ARGS__))
gboolean mch_db_send_array (MchDb *db, GError **error, int wanted, const char *sql, gsize n_values,
                            const MchDbValue *values);

MchDbBackend mch_db_get_backend (MchDb *db);

void mch_db_result_free (MchDbResult *result);

/* Goes to the first, then to each next row. Returns FALSE after the last one. */
gboolean mch_db_result_next (MchDbResult *result);

gsize mch_db_result_get_n_rows (const MchDbResult *result);

/* Values of the current row by column, from 0; borrowed from the result. NULL gives NULL or 0.
 * Asking a column for a type that it does not have is a defect: it is logged and gives NULL or 0.
 */
gboolean mch_db_result_is_null (const MchDbResult *result, guint column);
gint64 mch_db_result_get_int (const MchDbResult *result, guint column);
const char *mch_db_result_get_text (const MchDbResult *result, guint column);
const guint8 *mch_db_result_get_blob (const MchDbResult *result, guint column, gsize *ret_length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDbPool, mch_db_pool_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchDbResult, mch_db_result_free)

G_END_DECLS
