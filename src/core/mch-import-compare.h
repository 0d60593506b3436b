/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new file of the same pupils against what is registered: who came, who left, who changed class.
 * It only looks; nobody is ever removed because a file does not name him. */
#pragma once

#include "core/mch-import.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_IMPORT_ARRIVED, /* in the file and not registered for the session */
  MCH_IMPORT_LEFT,    /* registered, and not in the file */
  MCH_IMPORT_MOVED,   /* in both, in another class */
} MchImportDifferenceKind;

/**
 * MchImportDifference: one pupil.
 * @line: of the file; 0 for who left.
 * @person, @candidature: (nullable): as they are registered.
 * @division: "" for none: before; of who arrived: in the file.
 * @new_division: "" unless he moved.
 *
 * Everything is borrowed from the plan and the records it was made against. Never NULL: names,
 * @birth_date and @ine are "" when unknown.
 */
typedef struct
{
  MchImportDifferenceKind kind;
  guint line;
  const MchRecord *person;
  const MchRecord *candidature;
  const char *family_name;
  const char *given_name;
  const char *birth_date;
  const char *ine;
  const char *division;
  const char *new_division;
} MchImportDifference;

/**
 * mch_import_plan_compare:
 * @partial: the file holds a part of the pupils on purpose: nobody is said to have left.
 *
 * Who has a row that the plan rejected is not said to have left, where the row tells who it is.
 *
 * Returns: (transfer full) (element-type MchImportDifference): those who came, then those who left,
 *   then those who changed class, each in the order of the file or of the records.
 */
GArray *mch_import_plan_compare (const MchImportPlan *plan, gboolean partial);

/**
 * mch_import_plan_find_line:
 * @change: a creation among the plan's changes.
 *
 * Returns: the line that it comes from; 0 when it comes from none.
 */
guint mch_import_plan_find_line (const MchImportPlan *plan, const MchChange *change);

G_END_DECLS
