/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a value that two people changed. */
#pragma once

#include <gtk/gtk.h>

#include "core/mch-word-diff.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

/* "Mme Martin": the name of who wrote the other value, or "somebody else". (transfer full) */
char *mch_conflict_dup_author (MchStore *store, const MchStoreConflict *conflict);

/* "14:32", with the day when it was not today. (transfer full) */
char *mch_conflict_dup_time (const MchStoreConflict *conflict);

/* "Keep that of Mme Martin (14:32)". (transfer full) */
char *mch_conflict_dup_keep_theirs (MchStore *store, const MchStoreConflict *conflict);

/* "Address", translated. Borrowed. */
const char *mch_conflict_get_label (const MchStoreConflict *conflict);

/* Both values as people read them. (transfer full) */
void mch_conflict_dup_values (const MchStoreConflict *conflict, char **ret_mine, char **ret_theirs);

/* "AUBIN Antoine": whom or what a record is about. (transfer full) */
char *
mch_conflict_dup_record_name (MchStore *store, const char *scope, MchKind kind, const char *id);

/* What differs stands out by its weight and a line below it, not by a colour. @spans:
 * (element-type MchWordSpan). (transfer full) */
PangoAttrList *mch_conflict_new_marks (const GArray *spans);

G_END_DECLS
