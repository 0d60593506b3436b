/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole content of one database into another one, of either kind, row by row and unchanged:
 * places in scopes, versions, audit chains, epoch and realm stay what they were. */
#pragma once

#include "server/db/mch-db.h"

G_BEGIN_DECLS

/* One table of the balance. */
typedef struct
{
  const char *table; /* static */
  gint64 n_rows;
} MchDbTableCount;

/* Told as it goes: @n_rows of @table are there. May be called many times a table. */
typedef void (*MchDbCopyFunc) (const char *table, gint64 n_rows, gpointer data);

/**
 * mch_db_copy:
 * @from: of the present schema; nobody may write to it meanwhile.
 * @to: of the present schema and without an instance.
 * @progress: (nullable)
 * @ret_counts: (out) (transfer full) (element-type MchDbTableCount): in the order of copying.
 * @ret_digest: (out) (transfer full): of every value of every row, as mch_db_digest() computes it.
 *
 * One transaction of @to, which reads back what it has written and compares it: afterwards @to
 * holds everything or nothing. Who does which job is not copied. Errors:
 * MCH_DB_ERROR_CONSTRAINT (@to is not empty), MCH_DB_ERROR_CORRUPT (what was read back differs).
 */
gboolean mch_db_copy (MchDbPool *from, MchDbPool *to, MchDbCopyFunc progress, gpointer data,
                      GArray **ret_counts, char **ret_digest, GError **error);

/* (transfer full): a digest of the content that does not depend on the kind of database. */
char *mch_db_digest (MchDbPool *pool, GError **error);

G_END_DECLS
