/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema's version, its forward-only migrations (sql/NNN-*.sql), backups and the epoch that
 * tells every desktop that the server's past has changed. */
#pragma once

#include "server/db/mch-db.h"

G_BEGIN_DECLS

/* What this program reads and writes. */
#define MCH_DB_SCHEMA_VERSION 5

/* Called once before the first migration of a database that holds something. */
typedef gboolean (*MchDbBackupFunc) (MchDbPool *pool, int from_version, gpointer data,
                                     GError **error);

/**
 * mch_db_migrate:
 * @backup: (nullable): makes the backup; when it fails nothing is changed.
 * @ret_from: (out) (optional): the version found; 0 is an empty database.
 *
 * Brings the schema to MCH_DB_SCHEMA_VERSION, one transaction a step; an interrupted run is simply
 * repeated. Errors: MCH_DB_ERROR_SCHEMA_NEWER.
 */
gboolean mch_db_migrate (MchDbPool *pool, MchDbBackupFunc backup, gpointer data, int *ret_from,
                         GError **error);

/* What `serve` and `admin` ask first: MCH_DB_ERROR_SCHEMA_OLDER or MCH_DB_ERROR_SCHEMA_NEWER, each
 * with the sentence that says what to run. */
gboolean mch_db_check_schema (MchDbPool *pool, GError **error);

/**
 * mch_db_backup:
 * @path: a file that does not exist yet; it is made with mode 0600 and is a plain SQLite database.
 *
 * A consistent copy, taken while the server works. MCH_DB_ERROR_UNSUPPORTED on PostgreSQL, with a
 * sentence that names pg_dump.
 */
gboolean mch_db_backup (MchDbPool *pool, const char *path, GError **error);

/**
 * mch_db_restore:
 * @pool: opened with MCH_DB_OPEN_EXCLUSIVE, so that no server runs, and MCH_DB_OPEN_CREATE, so that
 *   a lost or damaged file that was moved away is no obstacle.
 * @path: what mch_db_backup() made. It is checked first; a bad one changes nothing.
 * @epoch: the new epoch, a fresh UUID: desktops that saw changes later than the backup then
 *   read everything anew and keep their outbox.
 *
 * Replaces the whole content in one transaction. An older schema is restored as it is: run
 * mch_db_migrate() after it.
 */
gboolean mch_db_restore (MchDbPool *pool, const char *path, const char *epoch, GError **error);

/* Sets the epoch, as after pg_restore. */
gboolean mch_db_set_epoch (MchDbPool *pool, const char *epoch, GError **error);

G_END_DECLS
