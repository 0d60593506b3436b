/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite with our errors: statements that are prepared once, bound by a short format, and
 * transactions that roll back unless they were committed. Private to the store. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct
{
  sqlite3 *handle;
  GHashTable *statements; /* owned SQL text → owned sqlite3_stmt */
} MchSql;

/* @flags: of sqlite3_open_v2(). */
MchSql *mch_sql_open (const char *path, int flags, GError **error);
void mch_sql_close (MchSql *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSql, mch_sql_close)

/* Several statements without parameters. */
gboolean mch_sql_exec (MchSql *db, const char *sql, GError **error);

/* A statement in use; leaving the scope makes it ready for its next use. The same SQL must not be
 * in use twice at once. */
typedef sqlite3_stmt MchStatement;
void mch_statement_done (MchStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchStatement, mch_statement_done)

/**
 * mch_sql_query:
 * @format: one letter a parameter: t (const char *, NULL is null), i (gint64), b (GBytes *, NULL is
 *   null). What is bound is borrowed until the statement is done.
 */
MchStatement *mch_sql_query (MchSql *db, GError **error, const char *sql, const char *format, ...);

/* 1: a row; 0: no more; -1: failed, @error set. */
int mch_statement_step (MchStatement *statement, GError **error);

/* A statement that gives no rows. */
gboolean mch_sql_run (MchSql *db, GError **error, const char *sql, const char *format, ...);

/* The first column of the first row, or @fallback when there is none or it fails. */
gint64 mch_sql_number (MchSql *db, gint64 fallback, const char *sql, const char *format, ...);

/* Borrowed until the statement steps. NULL for null. */
const char *mch_statement_text (MchStatement *statement, int column);

/* An open transaction; rolled back when it leaves the scope without a commit. */
typedef MchSql MchTransaction;
MchTransaction *mch_transaction_begin (MchSql *db, GError **error);
gboolean mch_transaction_commit (MchTransaction **transaction, GError **error);
void mch_transaction_end (MchTransaction *transaction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchTransaction, mch_transaction_end)

G_END_DECLS
