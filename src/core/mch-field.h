/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of fields: every value that a person can type, import, list or export has one row
 * here, and forms, import, lists, merges and the wire all read it. A value is canonical UTF-8
 * text (NFC); the empty value is never stored. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a record is. The names on the wire are those of mch_record_kind_to_string(). */
typedef enum
{
  MCH_KIND_INVALID = -1,
  MCH_KIND_ESTABLISHMENT, /* id: the UAI */
  MCH_KIND_SERVICE,       /* id: "DOMAIN/YYYY-MM"; what the exam office has opened here */
  MCH_KIND_PERSON,        /* a pupil, whatever the number of exams */
  MCH_KIND_CANDIDATURE,   /* one person's registration for one exam session */
  MCH_KIND_ACCOUNT,       /* id: the person's id */
  MCH_KIND_EDITION,       /* one generation of slips */
  MCH_KIND_SLIP,          /* id: the person's id; the sealed secret of one account */
  MCH_KIND_MEMBER,        /* id: the login of a member of staff */
  MCH_KIND_TRANSFER,      /* a pupil asked for by another establishment */
  MCH_KIND_REVIEW,        /* id: the person's id; what the exam office says of his slip */
  MCH_N_KINDS
} MchKind;

const char *mch_kind_to_string (MchKind kind);
MchKind mch_kind_from_string (const char *text); /* MCH_KIND_INVALID when unknown or NULL */

typedef enum
{
  MCH_FIELD_TEXT,
  MCH_FIELD_NAME, /* a person's name: letters, marks, spaces, hyphens, apostrophes */
  MCH_FIELD_DATE, /* YYYY-MM-DD */
  MCH_FIELD_SEX,  /* "F" or "M" */
  MCH_FIELD_INE,  /* 11 characters, upper case */
  MCH_FIELD_UAI,  /* 7 digits and a letter */
  MCH_FIELD_EMAIL,
  MCH_FIELD_PHONE,            /* digits, "+" first allowed */
  MCH_FIELD_POSTCODE,         /* 5 digits in France, else as written */
  MCH_FIELD_COMMUNE,          /* INSEE code, 5 characters */
  MCH_FIELD_DEPARTMENT,       /* 2 or 3 characters */
  MCH_FIELD_COUNTRY,          /* INSEE code, 5 digits; France is 99100 */
  MCH_FIELD_CODE,             /* letters and digits, kept as written */
  MCH_FIELD_CANDIDATE_NUMBER, /* 11 digits */
  MCH_FIELD_SESSION,          /* DOMAIN/YYYY-MM */
  MCH_FIELD_STATE,            /* pre_registered, registered, withdrawn */
  MCH_FIELD_REFERENCE,        /* the id of another record */
  MCH_FIELD_FLAG,             /* "1" yes, "0" no */
  MCH_FIELD_YEAR,             /* YYYY */
  MCH_FIELD_TESTS,            /* a list of tests, core/mch-test-list.h */
  MCH_FIELD_MARKS,            /* a list of tests and marks of 0 to 20, likewise */
  MCH_FIELD_SLIP_TEXT,        /* text with the tokens of core/mch-slip-text.h */
} MchFieldType;

typedef struct
{
  const char *name;  /* on the wire, in JSON and in SQL: snake_case English */
  const char *label; /* msgid of the words people read; translate with _() */
  MchKind kind;      /* the record that holds it */
  MchFieldType type;
  guint max_length;  /* in characters, inclusive */
  gboolean editable; /* by establishment staff */
  gboolean needed;   /* without it the row cannot be imported */
} MchField;

/**
 * mch_field_table:
 * @ret_n: (out): the number of rows.
 *
 * Returns: (transfer none): the table, ordered as forms and lists show it. Names are unique within
 * a kind.
 */
const MchField *mch_field_table (guint *ret_n);

/* The row of @name in records of @kind, or NULL. */
const MchField *mch_field_find (MchKind kind, const char *name);

/* The first row of that name among person and candidature, which share no name; or NULL. */
const MchField *mch_field_find_for_candidate (const char *name);

/* Whether it says something of a candidate: of the person or of the candidature. */
gboolean mch_field_is_of_candidate (const MchField *field);

/* Whether values of @field tell something about a person's health: only shown where that very
 * candidate is looked at, never in a list or an export that nobody asked it of, and such a look is
 * noted in the log. */
gboolean mch_field_is_health (const MchField *field);

/* States of a candidature, as stored. */
#define MCH_STATE_PRE_REGISTERED "pre_registered"
#define MCH_STATE_REGISTERED "registered"
#define MCH_STATE_WITHDRAWN "withdrawn"

G_END_DECLS
