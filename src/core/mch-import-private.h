/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the import share. A slot is the place of a field in the table of fields. The
 * values of a person, and those of a candidature, lie behind each other in one buffer, in the order
 * of the plan's used slots of that kind. */
#pragma once

#include "core/mch-import-edit.h"
#include "core/mch-import.h"

G_BEGIN_DECLS

#define MCH_MAX_SLOTS 64
#define MCH_NO_COLUMN -1
#define MCH_NO_SUBJECT G_MAXUINT
#define MCH_NO_ENTRY G_MAXUINT
#define MCH_NO_VALUES G_MAXSIZE

/* A value that the import takes away ("" means that the file says nothing). */
#define MCH_REMOVED "\001"

typedef struct
{
  int column; /* or MCH_NO_COLUMN */
  int spare;  /* a second column for the same field, or MCH_NO_COLUMN */
  gboolean vague;
  gboolean chosen; /* by a person: no other column comes near */
} MchSlotColumn;

/* The cells of a file, and what can be known of them before a column means anything. Never changes
 * once it is made; copies of a table share it. */
typedef struct
{
  gatomicrefcount ref_count;
  MchGrid *grid;
  MchImportFormat format;
  char *uai; /* what titles above the headings name, or the file itself */
  guint n_columns;
  char **headings;
  guint n_rows;
  guint *rows;     /* rows of the grid */
  guint *n_filled; /* one a column */
  guint *example;  /* the first row that has a value, one a column */
} MchImportBody;

/* NULL with an error when no line has headings. */
MchImportBody *mch_import_body_new (MchGrid *grid, GError **error);
MchImportBody *mch_import_body_ref (MchImportBody *body);
void mch_import_body_unref (MchImportBody *body);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchImportBody, mch_import_body_unref)

/* What the columns mean. */
typedef struct
{
  MchSlotColumn slots[MCH_MAX_SLOTS];
  int uai_column;
  GPtrArray *unmapped; /* char*, NULL-terminated */
  GPtrArray *ignored;
} MchImportColumns;

MchImportColumns *
mch_import_columns_new (const MchImportBody *body, const MchImportChoice *choices, gsize n_choices);
void mch_import_columns_free (MchImportColumns *columns);

/* The needed fields that no column gives, as people read them; NULL when none is missing.
 * (transfer full) */
char *mch_import_columns_dup_missing (const MchImportColumns *columns);

/* What the values of fields are read as: field by slot → "value" → text. */
typedef struct
{
  GHashTable *slots[MCH_MAX_SLOTS]; /* (nullable): owned char* key → owned char* */
} MchValueMap;

void mch_value_map_set (MchValueMap *map, guint slot, const char *from, const char *to);
const char *mch_value_map_get (const MchValueMap *map, guint slot, const char *from); /* or NULL */
void mch_value_map_copy (MchValueMap *into, const MchValueMap *map);
void mch_value_map_clear (MchValueMap *map);

/* A cause that a person let put right, and will be by itself: of @field, NULL for the whole file.
 */
typedef struct
{
  MchFaultCode code;
  const MchField *field;
} MchHabit;

void mch_habits_add (GArray *habits, MchFaultCode code, const MchField *field);
void mch_habits_remove (GArray *habits, MchFaultCode code, const MchField *field);

/* Applies to a plan what its table's habits say. */
void mch_habits_follow (MchImportPlan *plan);

struct _MchImportTable
{
  MchImportBody *body;
  GArray *choices; /* MchImportChoice */
  GArray *habits;  /* MchHabit */
  MchImportColumns *columns;
  MchValueMap values;
};

/* A person whom the file or the base knows. */
typedef struct
{
  const MchRecord *person; /* NULL: new */
  gsize values;            /* what the file says, or MCH_NO_VALUES */
  guint first_row;         /* of the file + 1, 0 when not in it */
  guint next;              /* the next one of the same names and date */
  guint entry;             /* his first entry, or MCH_NO_ENTRY */
  guint32 family_hash;     /* of the names as they are compared */
  guint32 given_hash;
  gboolean has_ine;
} MchSubject;

/* One person's registration for one session. */
typedef struct
{
  const MchRecord *candidature; /* NULL: new */
  gsize values;
  guint first_row; /* as above */
  guint next;      /* the same person's next one, or MCH_NO_ENTRY */
  guint16 session; /* in plan->sessions */
} MchEntry;

typedef struct
{
  guint subject; /* or MCH_NO_SUBJECT */
  guint entry;
  int session; /* in plan->sessions; -1 when nobody knows */
} MchRowSubject;

/* What a person said about a row and somebody else. */
typedef struct
{
  guint row;
  guint other_row;        /* or MCH_NO_ROW */
  char *person;           /* (nullable): the record's id */
  MchImportPairKind kind; /* why they were compared */
  MchImportVerdict verdict;
} MchDecision;

typedef struct _MchSpellings MchSpellings;
typedef struct _MchSessionChoice MchSessionChoice;

struct _MchImportPlan
{
  MchImportTable *table; /* the plan's own */
  MchImportBase base;
  GPtrArray *sessions; /* char*, NULL-terminated; the base's own first */
  char *uai;

  /* What a person did. */
  GHashTable *cells; /* row * MCH_CSV_MAX_COLUMNS + column → owned char* */
  guint8 *edited;    /* one a row, or NULL while there is no edit */
  GArray *decisions; /* MchDecision */
  GPtrArray *edits;  /* MchEdit */

  /* What follows from all that; made again by mch_import_judge(). */
  GStringChunk *strings;
  GArray *rows;         /* MchImportRow */
  GArray *row_subjects; /* MchRowSubject, beside rows */
  GArray *faults;
  GArray *repairs;
  GArray *found_pairs; /* MchImportPair: those that the judging met */
  guint counts[MCH_N_IMPORT_OUTCOMES];
  guint *session_counts; /* beside sessions */

  guint n_used[2]; /* by kind: 0 persons, 1 candidatures */
  guint8 used[2][MCH_MAX_SLOTS];
  gint8 position[MCH_MAX_SLOTS]; /* in the values of its kind, or -1 */
  GString *values;

  GArray *subjects;
  GArray *entries;
  GHashTable *by_ine;  /* char* → subject + 1 */
  GHashTable *by_name; /* char* → first subject + 1 */
  GHashTable *by_id;   /* record id → subject + 1, while there are decisions */
  GStringChunk *keys;
  GString *name_key;    /* of the row that was matched last: "family|given|date" */
  gsize name_key_given; /* where its parts begin */
  gsize name_key_date;
  GString *swapped_key;
  guint32 family_hash, given_hash;

  const MchField *fields; /* by slot */
  guint n_slots;
  MchSpellings *spellings;
  gboolean has_spellings[MCH_MAX_SLOTS]; /* where mch_spellings_find() may find something */
  MchSessionChoice *session_choice;
  guint slot_family_name, slot_given_name;
  gboolean swaps_names; /* whether this file shows which of the two names is which */

  /* Made when asked for. */
  GArray *groups; /* MchGroup */
  GArray *pairs;  /* MchImportPair */
};

/* Judges every row from the beginning. */
void mch_import_judge (MchImportPlan *plan);

/* The slot of a field of persons or candidatures; it must exist. */
guint mch_import_slot (const char *name);
const MchField *mch_import_slot_field (guint slot);
guint mch_import_n_slots (void);

static inline guint
mch_import_slot_kind (guint slot)
{
  return mch_import_slot_field (slot)->kind == MCH_KIND_PERSON ? 0 : 1;
}

/* The values of one row while it is read; value[slot] is "" when the file says nothing. */
typedef struct
{
  const char *value[MCH_MAX_SLOTS];
} MchRowValues;

/* What is known: what the file says, else the record, else "". @entry may be NULL. */
const char *mch_subject_get (const MchImportPlan *plan, const MchSubject *subject,
                             const MchEntry *entry, guint slot);

/* What the record holds, or "". */
const char *mch_subject_get_recorded (const MchSubject *subject, const MchEntry *entry, guint slot);

/* A value that was refused and waits in "to_correct". */
typedef struct
{
  guint slot;
  const char *raw;
} MchRefusal;

typedef struct
{
  MchImportPlan *plan;
  guint row;
  guint line;
  guint n_cells;
  const char *cells[MCH_CSV_MAX_COLUMNS]; /* as edited */
  gboolean blocked;
  gboolean quiet;   /* read for a look only: nothing is noted */
  MchFault unkept;  /* where a quiet reading writes its faults */
  GString *scratch; /* the values of the row, each ended by NUL */
  gsize offsets[MCH_MAX_SLOTS];
  gboolean faulty[MCH_MAX_SLOTS];
  MchRowValues values;
  guint n_refusals;
  MchRefusal refusals[MCH_MAX_SLOTS];
  GString *cell; /* a cell without the apostrophes around it */
} MchReading;

void mch_reading_init (MchReading *reading, MchImportPlan *plan);
void mch_reading_clear (MchReading *reading);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchReading, mch_reading_clear)

/* Takes the cells of row @row, then what they mean. */
void mch_reading_load (MchReading *reading, guint row);
void mch_reading_read_values (MchReading *reading);

/* @slot: or -1 for the whole row. Returns the fault, whose value is already copied. */
MchFault *mch_reading_add_fault (MchReading *reading, MchFaultCode code, gboolean blocking,
                                 int slot, const char *value);

/* The cell of a column without what the ministry's lists and spreadsheets write around it. */
const char *mch_reading_get_cell (MchReading *reading, int column);

/* Takes back a value that was read: it waits in "to_correct". */
void mch_reading_withdraw (MchReading *reading, guint slot, MchFaultCode code);

void mch_session_choice_reset (MchImportPlan *plan);
void mch_session_choice_free (MchSessionChoice *choice);

/* The place in plan->sessions; -1 when a blocking fault was noted. */
int mch_session_choose (MchReading *reading);

/* Makes subjects of the records of the base. */
void mch_import_index_base (MchImportPlan *plan);

/**
 * mch_import_match:
 * @session: of the row, in plan->sessions.
 * @ret_fault: (out): %MCH_FAULT_NONE; %MCH_FAULT_HOMONYM when somebody else looks the same;
 *   %MCH_FAULT_INE_CONFLICT when the row must be refused, %MCH_FAULT_SWAPPED_NAMES when it must
 *   because its names stand in each other's place, %MCH_FAULT_SEVERAL_PEOPLE when it may be about
 *   more than one, who are noted as pairs.
 * @ret_other: (out): the subject that the fault is about, or MCH_NO_SUBJECT.
 *
 * Returns: the subject that the row is about, or %MCH_NO_SUBJECT.
 */
guint
mch_import_match (MchReading *reading, guint session, MchFaultCode *ret_fault, guint *ret_other);

/* How well a row fits somebody of the same names and date of birth: the more the better. */
enum
{
  MCH_FIT_CONTRADICTS, /* another INE, candidate number or town: somebody else */
  MCH_FIT_UNKNOWN,
  MCH_FIT_PLACE,  /* the same town of birth */
  MCH_FIT_NUMBER, /* the same candidate number */
};
int mch_import_fit (const MchImportPlan *plan, const MchSubject *subject, const MchRowValues *row);

/**
 * mch_import_choose_among:
 * @fitting: (element-type guint): two subjects or more whom the row fits alike.
 * @ret_certain: (out): whether the row changes nothing of the one that is chosen, so that no other
 *   choice could be right and this one wrong.
 */
guint mch_import_choose_among (const MchReading *reading, guint session, const GArray *fitting,
                               gboolean *ret_certain);

/* Lists the row and @subject among those who may be one. */
void mch_import_note_pair (MchReading *reading, MchImportPairKind kind, guint subject);

/* Puts a subject where mch_import_match() finds it by the INE and names of the row that this
 * function was last asked about, and found nobody for. */
void mch_import_index_matched (MchImportPlan *plan, guint subject, const MchRowValues *row);
void mch_import_index_ine (MchImportPlan *plan, guint subject, const char *ine);

/* The entry of @subject for @session, or MCH_NO_ENTRY; and a new one. */
guint mch_subject_find_entry (const MchImportPlan *plan, guint subject, guint session);
guint mch_subject_add_entry (MchImportPlan *plan, guint subject, guint session,
                             const MchRecord *candidature);

/* Whether somebody said that @row is not @subject; and who he said that it is, or MCH_NO_SUBJECT.
 */
gboolean mch_decision_excludes (const MchImportPlan *plan, guint row, guint subject);
guint mch_decision_find (const MchImportPlan *plan, guint row);

void mch_spellings_reset (MchImportPlan *plan);
void mch_spellings_free (MchSpellings *spellings);

/* What others write for @value in @slot; NULL when it is as others write it. */
const char *mch_spellings_find (const MchSpellings *spellings, guint slot, const char *value);

/* Whether capitals show that the two names of a row stand in each other's place; it counts where
 * plan->swaps_names, which mch_spellings_reset() finds out. */
gboolean mch_names_are_swapped (const char *family_name, const char *given_name);

typedef struct
{
  guint row;
  guint column;
  char *text; /* what is to stand there; owned */
} MchCellEdit;

/* What one decision does. */
typedef struct
{
  GArray *cells;     /* MchCellEdit */
  guint slot;        /* of the values below */
  GPtrArray *values; /* (nullable): char*: from, to, from, to… */
} MchRemedy;

MchRemedy *mch_remedy_alloc (void);
void mch_remedy_take_cell (MchRemedy *remedy, guint row, guint column, char *text);
void mch_remedy_add_value (MchRemedy *remedy, const char *from, const char *to);
void mch_remedy_free (MchRemedy *remedy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRemedy, mch_remedy_free)

typedef struct
{
  MchImportGroup group;
  GArray *rows;   /* guint */
  GArray *faults; /* guint: places in plan->faults */
  char *sentence;
  char *remedy_sentence;
} MchGroup;

/* What would put a group right, and one sentence for it; NULL when nothing certain does.
 * @ret_sentence: (out) (transfer full) */
MchRemedy *mch_remedy_new (const MchImportPlan *plan, const MchGroup *group, char **ret_sentence);

void mch_import_groups_clear (MchImportPlan *plan);

typedef struct _MchEdit MchEdit;

MchEdit *mch_edit_ref (MchEdit *edit);
void mch_edit_free (MchEdit *edit);

/* Does all of @remedy (taken) and remembers it under @sentence (taken).
 * @cause: (nullable): what becomes a habit of the layout by it. */
void mch_edit_apply (MchImportPlan *plan, MchRemedy *remedy, char *sentence, const MchHabit *cause);

G_END_DECLS
