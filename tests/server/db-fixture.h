/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A database of its own for each test: a new SQLite file, or a new schema of the PostgreSQL cluster
 * that MACHAON_TEST_PG names (tests/server/with-postgres.sh). */
#pragma once

#include "server/db/mch-db-schema.h"

typedef struct
{
  char *folder;
  char *path; /* of the SQLite file, else NULL */
  char *uri;
  MchDbPool *pool;
} DbFixture;

gboolean db_fixture_is_postgres (void);

/* For g_test_add(): an open pool without tables, or with schema 1, scope etab:0250001A and
 * instance. */
void db_fixture_set_up_empty (DbFixture *fixture, gconstpointer data);
void db_fixture_set_up (DbFixture *fixture, gconstpointer data);
void db_fixture_tear_down (DbFixture *fixture, gconstpointer data);

MchDbPool *db_fixture_open_again (DbFixture *fixture);

/* One statement in its own transaction; it must succeed. */
void db_fixture_exec (MchDbPool *pool, const char *sql);

/* One integer of a query without parameters. */
gint64 db_fixture_ask (MchDbPool *pool, const char *sql);

/* Several statements with @INT@ and the like. */
void db_fixture_script (MchDbPool *pool, const char *sql);

#define SCOPE "etab:0250001A"
#define OTHER_SCOPE "acad:03"
