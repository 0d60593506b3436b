/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reference of one exam: its specialities, tests, categories and everything else that a
 * registration is made of, read from the text file that the administrator loads (its form is in
 * data/reference/README). What is read is whole and consistent, and never changes afterwards:
 * any thread may use it. */
#pragma once

#include "core/mch-record.h"

G_BEGIN_DECLS

#define MCH_REFERENCE_FORMAT 1
#define MCH_REFERENCE_MAX_BYTES (2 * 1024 * 1024)

typedef struct _MchReference MchReference;

/* What an item is; its name in the file and in lists is that of mch_ref_kind_to_string(). */
typedef enum
{
  MCH_REF_EXAM,     /* the one [reference] of the file; code: the domain, "CAP" */
  MCH_REF_SETTINGS, /* code: "", "A03", "A03 2027-06" or "* 2027-06" */
  MCH_REF_SPECIALTY,
  MCH_REF_TEST, /* of: the speciality, or "*" for every one of them */
  MCH_REF_CATEGORY,
  MCH_REF_PASSAGE,
  MCH_REF_DIPLOMA, /* that exempts from tests, or gives access to the exam */
  MCH_REF_ACQUIS,  /* a kind of earlier results */
  MCH_REF_DOCUMENT,
  MCH_N_REF_KINDS
} MchRefKind;

const char *mch_ref_kind_to_string (MchRefKind kind);

/**
 * MchRefItem: one group of the file.
 * @of: (nullable): see MCH_REF_TEST.
 * @line: where it begins in the file, from 1.
 * @values: char* key → char* value, as written; a key for one case alone is "mode.122".
 */
typedef struct
{
  MchRefKind kind;
  char *code;
  char *of;
  guint line;
  GHashTable *values;
} MchRefItem;

/**
 * mch_reference_new:
 * @text: (array length=length): the file as it is; need not be terminated.
 *
 * Returns: (transfer full): NULL with %MCH_CORE_ERROR_UNREADABLE when it is no text, or
 *   %MCH_CORE_ERROR_INVALID with a sentence that names the line and the key.
 */
MchReference *mch_reference_new (const char *text, gsize length, GError **error);
MchReference *mch_reference_ref (MchReference *reference);
void mch_reference_unref (MchReference *reference);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchReference, mch_reference_unref)

/* What the file says of itself: "CAP", "Certificat d'aptitude professionnelle", "2027.1"; and the
 * month of the only session that it is for, or NULL. */
const char *mch_reference_get_domain (const MchReference *reference);
const char *mch_reference_get_label (const MchReference *reference);
const char *mch_reference_get_version (const MchReference *reference);
const char *mch_reference_get_month (const MchReference *reference);

/* The items of one kind, in the order of the file: never NULL. (transfer none)
 * (element-type MchRefItem) */
const GPtrArray *mch_reference_list (const MchReference *reference, MchRefKind kind);

/**
 * mch_reference_find:
 * @text: (nullable): as a candidature holds it: a code, a label whatever its case and accents, or
 *   both as in "SCOLAIRE CAP EN 2 ANS (122)". Not for tests and settings.
 *
 * Returns: (transfer none) (nullable): the item, or NULL when there is none.
 */
const MchRefItem *
mch_reference_find (const MchReference *reference, MchRefKind kind, const char *text);

/* (transfer none) (element-type MchRefItem): the tests of @specialty, sub-tests behind theirs; its
 * own ones stand for those that every speciality has under the same code. */
const GPtrArray *
mch_reference_list_tests (const MchReference *reference, const MchRefItem *specialty);

/* The value of @key, or NULL. */
const char *mch_ref_item_get (const MchRefItem *item, const char *key);

/* The value of "@key.@code" when there is one, else of @key. @code: (nullable). */
const char *mch_ref_item_get_for (const MchRefItem *item, const char *key, const char *code);

gboolean mch_ref_item_is (const MchRefItem *item, const char *key); /* "yes" */

/* (transfer full): the words of a list, "Anglais, Allemand", NULL-terminated; empty for none. */
char **mch_ref_item_dup_list (const MchRefItem *item, const char *key);
char **mch_ref_item_dup_list_for (const MchRefItem *item, const char *key, const char *code);

/* As people read it: "SCOLAIRE CAP EN 2 ANS (122)", "BACCALAURÉAT GÉNÉRAL - Bac général".
 * (transfer full) */
char *mch_ref_item_dup_name (const MchRefItem *item);

/**
 * mch_reference_get_setting:
 * @name: "tabs", "save", "upload", "withdrawal", "confirmation", "confirmation_after_closing",
 *   "foreign_centres" or "return".
 * @academy: (nullable): its code.
 * @month: (nullable): of the session, "2027-06".
 *
 * Returns: (transfer none): what the most particular group of settings says, else what is usual;
 *   NULL for "return" when nobody said it.
 */
const char *mch_reference_get_setting (const MchReference *reference, const char *name,
                                       const char *academy, const char *month);

/* Whether @name is such a setting; and whether @value is one of its values, with a sentence that
 * says what to write. */
gboolean mch_reference_is_setting (const char *name);
gboolean mch_reference_check_setting (const char *name, const char *value, GError **error);

/**
 * mch_registration_get_setting:
 * @reference: (nullable).
 *
 * The same for a session of an establishment: what the exam office set on its @service goes before
 * what the file says.
 */
const char *mch_registration_get_setting (const MchRecord *service, const MchReference *reference,
                                          const char *name);

/* INS-22: whether the exam office wants supporting documents on paper and forbids sending them on
 * line (upload=none). @reference: (nullable). */
gboolean mch_registration_is_paper_only (const MchRecord *service, const MchReference *reference);

G_END_DECLS
