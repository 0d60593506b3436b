/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the model: what its files share. */
#pragma once

#include "server/db/mch-audit.h"
#include "server/db/mch-records.h"
#include "server/model/mch-server.h"

G_BEGIN_DECLS

/* Sets @error to a refusal with a translated sentence and returns FALSE. */
gboolean
mch_model_refuse (GError **error, MchModelError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* mch_db_pool_write() that runs once more when two transactions wanted the same key: the second run
 * finds the row of the first. */
gboolean mch_model_write (MchServer *server, MchDbFunc func, gpointer data, GError **error);

/* mch_db_pool_read(). Both always set @error when they fail, also where @func found a row missing
 * that must be there. */
gboolean mch_model_read (MchServer *server, MchDbFunc func, gpointer data, GError **error);

/* One line of the log, as of now. Call it after every other write of the transaction. @object and
 * @detail (a JSON object): (nullable). */
gboolean
mch_model_audit (MchServer *server, MchDb *db, const char *chain, const char *actor,
                 const char *action, const char *object, const char *detail, GError **error);

/* What the database keeps of a token or code: 64 characters that tell nothing. (transfer full) */
char *mch_model_digest (MchServer *server, const char *purpose, const char *text);

/* The database's epoch, another one after every restore; the old @ret_epoch is freed. */
gboolean mch_model_read_epoch (MchDb *db, char **ret_epoch, GError **error);

char *mch_model_to_base64 (GBytes *bytes);                      /* (transfer full) */
GBytes *mch_model_dup_blob (MchDbResult *result, guint column); /* (transfer full); NULL for NULL */

/* Civil dates and Paris time. */
char *mch_model_dup_paris_date (gint64 at_ms); /* (transfer full): YYYY-MM-DD */
char *mch_model_dup_paris_moment (gint64 at_ms, const char *format); /* (transfer full) */
gint64 mch_model_paris_to_ms (const char *civil); /* YYYY-MM-DDTHH:MM or date; -1 */
gint64 mch_model_day_end_ms (const char *date);   /* the first instant after that day, in Paris */
char *mch_model_dup_date_after (const char *date, guint days);               /* (transfer full) */
char *mch_model_dup_slip_expiry (const char *month, const char *results_on); /* (transfer full) */

/* The UAI of "etab:UAI", the code of "acad:CODE", borrowed; NULL for the other kind. */
const char *mch_model_scope_uai (const char *scope);
const char *mch_model_scope_academy (const char *scope);

G_END_DECLS
