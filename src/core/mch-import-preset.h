/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a person said of the columns and values of one layout, and what he let put right, kept for
 * the next file of it. Under
 * the layout's fingerprint it is found again by itself, under a name by whoever asks for it. */
#pragma once

#include "core/mch-import.h"

G_BEGIN_DECLS

/* Characters of a preset's name. */
#define MCH_IMPORT_MAX_PRESET_NAME 60

typedef struct _MchImportPreset MchImportPreset;

/**
 * mch_import_preset_new:
 * @table: what was said of its columns and values.
 * @plan: (nullable): made of @table; what was said of values while it was checked counts too.
 *
 * Returns: (transfer full):
 */
MchImportPreset *mch_import_preset_new (const MchImportTable *table, const MchImportPlan *plan);
void mch_import_preset_free (MchImportPreset *preset);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportPreset, mch_import_preset_free)

/* Whether it says nothing. */
gboolean mch_import_preset_is_empty (const MchImportPreset *preset);

/* How many columns and how many values it decides, and how many causes are put right by themselves
 * because a person let put them right before. */
guint mch_import_preset_get_n_columns (const MchImportPreset *preset);
guint mch_import_preset_get_n_values (const MchImportPreset *preset);
guint mch_import_preset_get_n_repairs (const MchImportPreset *preset);

/* Says of @table's columns what the preset says of theirs; columns that it does not have are
 * guessed. In place of what was said before. */
void mch_import_preset_apply (const MchImportPreset *preset, MchImportTable *table);

/* As text, and back. (transfer full); NULL with %MCH_CORE_ERROR_UNREADABLE. */
char *mch_import_preset_to_text (const MchImportPreset *preset);
MchImportPreset *mch_import_preset_new_from_text (const char *text, gsize length, GError **error);

/* The same for all files with the same headings in the same order, whatever their case, accents
 * and punctuation: 32 hexadecimal digits. Columns that our own report adds do not count.
 * (transfer full) */
char *mch_import_table_dup_fingerprint (const MchImportTable *table);

G_END_DECLS
