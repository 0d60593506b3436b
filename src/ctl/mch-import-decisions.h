/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person says on the command line about the rows of a file before it is imported: what a
 * cell holds, which causes are put right, who is who. */
#pragma once

#include "core/mch-import-edit.h"

G_BEGIN_DECLS

/* What was typed; all may be NULL. */
typedef struct
{
  char **cells;   /* LINE:HEADING=TEXT */
  char **repairs; /* a fault's code, or "all" */
  char **same;    /* LINE, or LINE=OTHER: another line, or the id of a person */
  char **others;  /* the same */
} MchImportDecisions;

void mch_import_decisions_clear (MchImportDecisions *decisions);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchImportDecisions, mch_import_decisions_clear)

/* Whether what was typed can mean anything at all. Fails with G_OPTION_ERROR. */
gboolean mch_import_decisions_check (const MchImportDecisions *decisions, GError **error);

/* In this order: cells, causes, people. Fails with G_OPTION_ERROR and one sentence when the file
 * has no such line, column or pair. */
gboolean mch_import_decisions_apply (const MchImportDecisions *decisions, MchImportPlan *plan,
                                     GError **error);

G_END_DECLS
