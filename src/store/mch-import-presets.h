/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where presets of imports are kept: among the profile's local records, sealed like them, since the
 * values of a school's files stand in them. One record each, so that two windows never overwrite
 * each other's. */
#pragma once

#include "core/mch-import-preset.h"
#include "store/mch-store.h"

G_BEGIN_DECLS

/* Whether @name can name a preset: 1 to MCH_IMPORT_MAX_PRESET_NAME characters on one line. */
gboolean mch_import_presets_check_name (const char *name, GError **error);

/* Keeps @preset under @name, in place of the one of the same name, whatever its case. */
gboolean mch_import_presets_save (MchStore *store, const char *name, const MchImportPreset *preset,
                                  GError **error);

/* (transfer full): NULL with MCH_STORE_ERROR_NOT_FOUND, or a reason why it cannot be read. */
MchImportPreset *mch_import_presets_load (MchStore *store, const char *name, GError **error);

/* Fails with MCH_STORE_ERROR_NOT_FOUND when there is none. */
gboolean mch_import_presets_delete (MchStore *store, const char *name, GError **error);

/* (transfer full): the names, in the order of the alphabet. NULL-terminated. */
char **mch_import_presets_list (MchStore *store);

/* What was said of the layout of @table before; NULL when nothing was. (transfer full) */
MchImportPreset *mch_import_presets_recall (MchStore *store, const MchImportTable *table);

/* Remembers @preset for the next file with the headings of @table; an empty one forgets. */
gboolean mch_import_presets_remember (MchStore *store, const MchImportTable *table,
                                      const MchImportPreset *preset, GError **error);

/* The same of all that was said of the file of @plan, unless nothing was: what was remembered stays
 * then. */
gboolean
mch_import_presets_remember_plan (MchStore *store, const MchImportPlan *plan, GError **error);

G_END_DECLS
