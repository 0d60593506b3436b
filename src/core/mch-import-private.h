/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the import share. A slot is the place of a field in the table of fields; the
 * values of a row lie behind each other in one buffer, in the order of the plan's used slots. */
#pragma once

#include "core/mch-csv-reader.h"
#include "core/mch-import.h"

G_BEGIN_DECLS

#define MCH_MAX_SLOTS 64
#define MCH_NO_COLUMN -1
#define MCH_NO_SUBJECT G_MAXUINT
#define MCH_NO_VALUES G_MAXSIZE

/* A value that the import takes away ("" means that the file says nothing). */
#define MCH_REMOVED "\001"

typedef struct
{
  int column; /* or MCH_NO_COLUMN */
  int spare;  /* a second column with the same heading, or MCH_NO_COLUMN */
  gboolean vague;
  gboolean chosen; /* by a person: no other column comes near */
} MchSlotColumn;

/* What the columns of the file mean. */
typedef struct
{
  guint header_row; /* which row of the file it is, from 0 */
  guint n_columns;
  char **headings;
  MchSlotColumn slots[MCH_MAX_SLOTS];
  gboolean *unlabelled; /* a column without heading that nobody has met a value in */
  int uai_column;
  GPtrArray *unmapped;
  GPtrArray *ignored;
} MchImportColumns;

/* Reads the titles and headings at the start of @text. NULL with an error when there is no line
 * of headings. Nothing has a meaning yet. @ret_uai: what the titles name, or NULL. */
MchImportColumns *
mch_import_columns_new (const char *text, gsize length, const MchCsvDialect *dialect,
                        char **ret_uai, GError **error);

/* Gives every column its meaning, in place of the one that it had. */
void
mch_import_columns_map (MchImportColumns *columns, const MchImportChoice *choices, gsize n_choices);

/* The needed fields that no column gives, as people read them: "Family name, Date of birth"; NULL
 * when none is missing. (transfer full) */
char *mch_import_columns_dup_missing (const MchImportColumns *columns);

/* Whether @row says the headings again: lists that were joined do. */
gboolean mch_import_columns_are_repeated (const MchImportColumns *columns, const MchCsvRow *row);

void mch_import_columns_free (MchImportColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportColumns, mch_import_columns_free)

/* Somebody whom the file or the base knows. */
typedef struct
{
  const MchRecord *person;      /* NULL: new */
  const MchRecord *candidature; /* of this session; NULL: none */
  gsize values;                 /* what the file says, or MCH_NO_VALUES */
  guint first_line;             /* of the file, 0 when not in it */
  guint next;                   /* the next one of the same names and date */
  gboolean has_ine;
} MchSubject;

typedef struct
{
  guint line;
  guint subject;
  gboolean first; /* the first row of its subject */
} MchRowSubject;

struct _MchImportPlan
{
  MchImportBase base;
  MchEncoding encoding;
  MchCsvDialect dialect;
  MchImportColumns *columns;
  char *uai;
  GStringChunk *strings;
  GArray *rows;         /* MchImportRow */
  GArray *row_subjects; /* MchRowSubject, beside rows */
  GArray *faults;
  GArray *repairs;
  guint counts[MCH_N_IMPORT_OUTCOMES];

  guint n_used;
  guint8 used[MCH_MAX_SLOTS];    /* position → slot */
  gint8 position[MCH_MAX_SLOTS]; /* slot → position, or -1 */
  GString *values;               /* rows of used values, each ended by NUL */
  GString *rejected;             /* cells of rejected rows, n_columns each, ended by NUL */
  GArray *rejected_lines;        /* guint */

  GArray *subjects;
  GHashTable *by_ine;  /* char* → subject + 1 */
  GHashTable *by_name; /* char* → first subject + 1 */
  GStringChunk *keys;
  GString *name_key; /* of the row that was matched last */
};

/* Reads every row behind the headings into the plan. */
gboolean mch_import_read_rows (MchImportPlan *plan, const char *text, gsize length, GError **error);

/* The slot of a field of persons or candidatures; it must exist. */
guint mch_import_slot (const char *name);
const MchField *mch_import_slot_field (guint slot);
guint mch_import_n_slots (void);

/* The values of one row while it is read; value[slot] is "" when the file says nothing. */
typedef struct
{
  const char *value[MCH_MAX_SLOTS];
} MchRowValues;

/* What is known of @subject: what the file says, else the record, else "". */
const char *mch_subject_get (const MchImportPlan *plan, const MchSubject *subject, guint slot);

/* What its record holds, or "". */
const char *mch_subject_get_recorded (const MchSubject *subject, guint slot);

/* Makes subjects of the records of the base. */
void mch_import_index_base (MchImportPlan *plan);

/**
 * mch_import_match:
 * @ret_fault: (out): %MCH_FAULT_NONE; %MCH_FAULT_HOMONYM when somebody else looks the same;
 *   %MCH_FAULT_INE_CONFLICT when the row must be refused.
 *
 * Returns: the subject that the row is about, or %MCH_NO_SUBJECT.
 */
guint mch_import_match (MchImportPlan *plan, const MchRowValues *row, MchFaultCode *ret_fault);

/* Puts a subject where mch_import_match() finds it by the INE and names of the row that this
 * function was last asked about, and found nobody for. */
void mch_import_index_matched (MchImportPlan *plan, guint subject, const MchRowValues *row);
void mch_import_index_ine (MchImportPlan *plan, guint subject, const char *ine);

G_END_DECLS
