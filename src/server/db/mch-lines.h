/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines by which an agent finds candidates in his whole académie (tables candidate_line and
 * candidate_word): what follows from the records of establishments, kept in the transaction that
 * writes them. Blocks; inside a write transaction. */
#pragma once

#include "core/mch-record.h"
#include "server/db/mch-db.h"

G_BEGIN_DECLS

#define MCH_LINE_MAX_KEY 1000 /* bytes: what orders two names has long differed by then */

/**
 * mch_lines_write:
 * @records: (element-type MchRecord): of @scope, just written, tombstones among them. Kinds that no
 *   line shows are passed over.
 *
 * Nothing for a scope that is no establishment's.
 */
gboolean mch_lines_write (MchDb *db, const char *scope, GPtrArray *records, GError **error);

/* All lines anew from the records, with the keys of the collation that runs here. */
gboolean mch_lines_rebuild (MchDb *db, GError **error);

/* FALSE when the keys are of another collation than the one that runs here. */
gboolean mch_lines_are_current (MchDb *db, gboolean *ret_current, GError **error);

/**
 * mch_line_dup_words:
 * @text: a name, a number, or what is searched.
 *
 * Returns: (transfer full) (element-type GBytes): its words as lines keep them, folded.
 */
GPtrArray *mch_line_dup_words (const char *text);

G_END_DECLS
