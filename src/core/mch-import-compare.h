/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new file of the same pupils against what is registered: who came, who left, who changed class.
 * It only looks; nobody is ever removed because a file does not name him. */
#pragma once

#include "core/mch-import-table.h"
#include "core/mch-import.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_COMPARED_ARRIVED, /* in the file and not registered for the session */
  MCH_COMPARED_LEFT,    /* registered, and not in the file */
  MCH_COMPARED_MOVED,   /* in both, in another class */
} MchComparedKind;

/**
 * MchCompared: one pupil.
 * @line: of the file; 0 when it has none.
 * @candidature: (nullable): its id, of who is registered.
 * @division: (nullable): before; of who arrived: in the file.
 * @new_division: (nullable): of who moved.
 * @transfer_agreed_on: (nullable): YYYY-MM-DD: he may go to whoever asks for him.
 */
typedef struct
{
  MchComparedKind kind;
  guint line;
  char *candidature;
  char *family_name;
  char *given_name;
  char *birth_date;
  char *ine;
  char *division;
  char *new_division;
  char *transfer_agreed_on;
} MchCompared;

/**
 * mch_import_compare:
 * @plan: of the file, against @base.
 * @table: the same file, with the same choices.
 * @partial: the file holds a part of the pupils on purpose: nobody is said to have left.
 *
 * A row that the plan rejected still tells that its pupil is there.
 *
 * Returns: (transfer full) (element-type MchCompared): those who came, then those who left, then
 *   those who changed class.
 */
GPtrArray *mch_import_compare (const MchImportPlan *plan, const MchImportTable *table,
                               const MchImportBase *base, gboolean partial);

/* The line of @table that a creation among the plan's changes comes from: of the person, or of a
 * candidature of the known @person (nullable). 0 when none is found. */
guint mch_import_find_line (const MchImportPlan *plan, const MchImportTable *table,
                            const MchChange *change, const MchRecord *person);

G_END_DECLS
