/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a back end implements, and what it may use of the common part. */
#pragma once

#include "server/db/mch-db-schema.h"

G_BEGIN_DECLS

/* Every function sets db->retry when its failure says that the whole transaction may be run
 * again, and db->broken when the connection is of no more use. */
typedef struct
{
  MchDbBackend backend;
  void (*free) (MchDb *db);
  gboolean (*begin) (MchDb *db, GError **error);
  gboolean (*commit) (MchDb *db, GError **error);
  void (*rollback) (MchDb *db);
  /* @result is NULL when the rows are not wanted. */
  gboolean (*run) (MchDb *db, const char *sql, gsize n_values, const MchDbValue *values,
                   MchDbResult *result, gint64 *ret_changed, GError **error);
  /* (nullable): as mch_db_send() says; without it the statement runs at once. */
  gboolean (*send) (MchDb *db, const char *sql, gsize n_values, const MchDbValue *values,
                    int wanted, GError **error);
  /* Several statements without parameters. */
  gboolean (*script) (MchDb *db, const char *sql, GError **error);
  /* Outside of any transaction. */
  gboolean (*maintain) (MchDb *db, GError **error);
} MchDbClass;

struct _MchDb
{
  const MchDbClass *klass;
  gboolean read_only;
  gboolean failed; /* a statement of this transaction has failed */
  gboolean retry;
  gboolean broken;
};

MchDb *mch_db_sqlite_open (const char *path, gboolean create, gboolean read_only, GError **error);
MchDb *mch_db_postgres_open (const char *conninfo, gboolean read_only, GError **error);

/* The database file, or NULL when it is not SQLite. */
const char *mch_db_pool_get_path (MchDbPool *pool);
gboolean mch_db_pool_is_exclusive (MchDbPool *pool);

/* Runs @func on the writing connection without a transaction and without retrying. */
gboolean mch_db_pool_run_bare (MchDbPool *pool, MchDbFunc func, gpointer data, GError **error);

/* (transfer full): a connection beside the pool's own; its klass->free() ends it. */
MchDb *mch_db_pool_open_connection (MchDbPool *pool, gboolean read_only, GError **error);

/* SQLite's own connection, for backups. */
struct sqlite3 *mch_db_sqlite_get_handle (MchDb *db);

/* Sets the error that an extended result code of SQLite means. @db may be NULL while opening. */
void mch_db_sqlite_set_error (MchDb *db, struct sqlite3 *handle, int code, GError **error);

/* Whether a statement changed as many rows as it had to; -1: any number. */
gboolean mch_db_check_changed (int wanted, gint64 changed, GError **error);

/* Runs statements in which @INT@, @TEXT@, @BLOB@ and @STRICT@ stand for the back end's words. */
gboolean mch_db_script (MchDb *db, const char *sql, GError **error);

/* Filling a result, cell by cell, row by row. */
MchDbResult *mch_db_result_new (void);
void mch_db_result_set_columns (MchDbResult *result, guint n_columns);
void mch_db_result_add_null (MchDbResult *result);
void mch_db_result_add_int (MchDbResult *result, gint64 integer);
void mch_db_result_add_bytes (MchDbResult *result, MchDbType type, const void *data, gsize length);

/* A value of the current row as a parameter of another statement; borrowed from the result. */
MchDbValue mch_db_result_get_value (const MchDbResult *result, guint column);

/* Makes @row, from 0, the current one. */
void mch_db_result_go_to (MchDbResult *result, gsize row);

/* One step: its statements, then in the same transaction what they cannot say (nullable). */
typedef struct
{
  const char *sql;
  gboolean (*fill) (MchDb *db, GError **error);
} MchDbMigration;

/* Migrations, by argument so that tests bring their own. versions are 1, 2, 3… */
typedef MchDbMigration (*MchDbMigrationFunc) (int version, gpointer data);
gboolean
mch_db_migrate_to (MchDbPool *pool, int target, MchDbMigrationFunc get_step, gpointer step_data,
                   MchDbBackupFunc backup, gpointer data, int *ret_from, GError **error);
gboolean mch_db_check_schema_is (MchDbPool *pool, int wanted, GError **error);

G_END_DECLS
