/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file to fill in, and what may stand in each of its columns. INS-09, INS-12 */
#pragma once

#include "core/mch-grid.h"
#include "core/mch-import.h"

G_BEGIN_DECLS

/* Headings that the import knows, and a row for each candidature of the base's session that is not
 * withdrawn. Imported again unchanged it changes nothing. (transfer full) */
MchGrid *mch_import_template_new (const MchImportBase *base);

/**
 * MchImportHelp: one column of the template.
 * @heading: what stands above it, translated.
 * @rule: what to write, one sentence, translated.
 * @example: a value.
 */
typedef struct
{
  const MchField *field;
  const char *heading;
  const char *rule;
  const char *example;
} MchImportHelp;

/* (transfer full) (element-type MchImportHelp): in the order of the template. */
GArray *mch_import_template_dup_help (void);

/* The same as a text for people: which files are taken, and every column. (transfer full) */
char *mch_import_template_dup_documentation (void);

G_END_DECLS
