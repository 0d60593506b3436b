/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be wrong with a value or a row: one code each, its name on the wire, and the sentences
 * that tell a person what is wrong and what to write. */
#pragma once

#include "core/mch-field.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_FAULT_NONE,
  MCH_FAULT_MISSING,
  MCH_FAULT_UNREADABLE_DATE,
  MCH_FAULT_IMPOSSIBLE_DATE,
  MCH_FAULT_FUTURE_DATE,
  MCH_FAULT_UNLIKELY_AGE, /* taken */
  MCH_FAULT_UNKNOWN_SEX,
  MCH_FAULT_NOT_AN_INE,
  MCH_FAULT_INE_KEY, /* taken */
  MCH_FAULT_NOT_A_UAI,
  MCH_FAULT_UAI_KEY, /* taken */
  MCH_FAULT_NOT_AN_EMAIL,
  MCH_FAULT_NOT_A_PHONE,
  MCH_FAULT_NOT_A_POSTCODE,
  MCH_FAULT_NOT_A_COMMUNE,
  MCH_FAULT_NOT_A_DEPARTMENT,
  MCH_FAULT_NOT_A_COUNTRY,
  MCH_FAULT_NOT_A_CODE,
  MCH_FAULT_NOT_A_CANDIDATE_NUMBER,
  MCH_FAULT_NOT_A_NAME,
  MCH_FAULT_FORBIDDEN_CHARACTERS,
  MCH_FAULT_TOO_LONG,
  MCH_FAULT_NOT_A_SESSION,
  MCH_FAULT_NOT_A_STATE,
  MCH_FAULT_NOT_A_REFERENCE,
  MCH_FAULT_TOO_MANY_CELLS,      /* of a row */
  MCH_FAULT_OTHER_ESTABLISHMENT, /* of a row */
  MCH_FAULT_SAME_CANDIDATE,      /* of a row: @other_line is about the same person */
  MCH_FAULT_HOMONYM,             /* of a row: taken as another person */
  MCH_FAULT_INE_CONFLICT,        /* of a row: the INE is somebody else's */
  MCH_FAULT_WITHDRAWN,           /* of a row: the person withdrew from this session */
  MCH_FAULT_TWO_VALUES,          /* the file gives two values for one field */
  MCH_FAULT_UNKNOWN_FIELD,
  MCH_FAULT_NOT_EDITABLE,
  MCH_FAULT_NOT_A_TOKEN, /* a text with a piece in braces that stands for nothing */
  MCH_FAULT_TO_CORRECT,  /* a refused value still waits */
  MCH_FAULT_NOT_A_FLAG,
  MCH_FAULT_NOT_A_YEAR,
  MCH_FAULT_NOT_TESTS,
  MCH_FAULT_NOT_MARKS,
  MCH_FAULT_NOT_IN_REFERENCE,     /* the reference file knows no such thing */
  MCH_FAULT_NOT_OFFERED,          /* it is known, but not to this candidate */
  MCH_FAULT_NOT_CHOSEN,           /* @value: the test whose option is to be chosen */
  MCH_FAULT_TOO_MANY_TESTS,       /* optional ones */
  MCH_FAULT_REGISTERED_ELSEWHERE, /* of a row: another establishment has the person */
  MCH_FAULT_NUMBER_TAKEN,         /* the candidate number is somebody else's */
  MCH_FAULT_GARBLED,              /* letters of a wrong encoding */
  MCH_FAULT_SWAPPED_NAMES,        /* taken: family and given name stand in each other's place */
  MCH_FAULT_NEAR_VALUE,           /* taken: others write it another way, @suggestion */
  MCH_FAULT_UNKNOWN_EXAM,         /* of a row: which session it is for cannot be read */
  MCH_FAULT_NO_OPEN_SESSION,      /* of a row: none is open for its exam */
  MCH_FAULT_SEVERAL_SESSIONS,     /* of a row: several are */
  MCH_FAULT_OTHER_EXAM,           /* taken: the speciality belongs to the exam @suggestion */
  MCH_FAULT_SEVERAL_PEOPLE,       /* of a row: two candidates or more may be meant */
  MCH_N_FAULTS
} MchFaultCode;

/* snake_case; unknown names give %MCH_FAULT_NONE. */
const char *mch_fault_code_to_string (MchFaultCode code);
MchFaultCode mch_fault_code_from_string (const char *text);

/**
 * MchFault:
 * @line: as a text editor, or a spreadsheet, counts; 0 when not from a file.
 * @row: of a file: the place of the row in its table, from 0.
 * @field: (nullable): NULL when the whole row is meant.
 * @column: (nullable): the heading of the file's column, as it stands there.
 * @value: (nullable): what was written.
 * @suggestion: (nullable): what is likely meant.
 * @other_line: for %MCH_FAULT_SAME_CANDIDATE.
 * @blocking: whether the row or the change was refused.
 *
 * All strings are borrowed from what made the fault and live as long as it.
 */
typedef struct
{
  guint line;
  guint row;
  MchFaultCode code;
  gboolean blocking;
  const MchField *field;
  const char *column;
  const char *value;
  const char *suggestion;
  guint other_line;
} MchFault;

/* What is wrong with many values at once, a few words without any of them: "not a date". */
const char *mch_fault_code_to_words (MchFaultCode code);

/* The field's label in the language of the person, or NULL for a fault of the row. */
const char *mch_fault_get_label (const MchFault *fault);

/* What is wrong, one sentence; and what to write instead, one sentence. (transfer full) */
char *mch_fault_dup_message (const MchFault *fault);
char *mch_fault_dup_hint (const MchFault *fault);

G_END_DECLS
