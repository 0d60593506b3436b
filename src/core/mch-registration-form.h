/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The form of one registration: which tabs there are, which fields stand on each, what they may be
 * and what is missing on it. It is computed from the reference, the session's settings and the
 * records, and is thrown away when one of them changes: desktop and machaonctl show the same one.
 * Thread-safe for records that nobody changes. */
#pragma once

#include "core/mch-fault.h"
#include "core/mch-record.h"
#include "core/mch-reference.h"
#include "core/mch-registration-choices.h"

G_BEGIN_DECLS

/* In the order in which they usually stand; each is a word of the setting "tabs". */
typedef enum
{
  MCH_TAB_IDENTIFICATION, /* REG-10, REG-11 */
  MCH_TAB_CANDIDATURE,    /* REG-13 to REG-16 */
  MCH_TAB_QUALIFICATION,  /* REG-19 */
  MCH_TAB_ACQUIS,         /* REG-20 to REG-29 */
  MCH_TAB_DIPLOMA,        /* REG-30 */
  MCH_TAB_TESTS,          /* REG-31 to REG-34 */
  MCH_TAB_SUMMARY,        /* REG-35, REG-36 */
  MCH_TAB_NUMBER,         /* REG-37 to REG-42 */
  MCH_N_TABS
} MchFormTabId;

const char *mch_form_tab_to_string (MchFormTabId tab); /* "identification" */
const char *mch_form_tab_get_title (MchFormTabId tab); /* translated */

/**
 * MchFormField: one field of a tab.
 * @field: borrowed from the table; field->kind says of which record.
 * @value: (nullable): borrowed from the record.
 * @choices: (nullable) (element-type MchChoice): NULL when it is typed.
 * @needed: registration is not finalised without it.
 * @editable: FALSE for what the server gives.
 */
typedef struct
{
  const MchField *field;
  const char *value;
  GPtrArray *choices;
  gboolean needed;
  gboolean editable;
} MchFormField;

/**
 * MchFormTab: one tab.
 * @intro: (nullable): what stands on top, from the reference; borrowed.
 * @note: (nullable): what stands above the exempted tests; borrowed.
 * @fields: (element-type MchFormField).
 * @n_blockers: how many of the registration's blockers are mended here.
 * @saves: the button that saves stands here (setting "save").
 */
typedef struct
{
  MchFormTabId id;
  const char *title;
  const char *intro;
  const char *note;
  GPtrArray *fields;
  guint n_blockers;
  gboolean saves;
} MchFormTab;

/**
 * MchRegistrationForm:
 * @tabs: (element-type MchFormTab): in their order.
 * @tests: (element-type MchTest): for the tabs of tests and the summary.
 * @blockers: (element-type MchFault): as mch_registration_blockers().
 * @documents: (element-type MchRefItem): to send back with the confirmation.
 * @number: (nullable): "001 Version 2".
 * @save_next: the button that saves is called "Suivant" (REG-63) instead of "Enregistrer".
 */
typedef struct
{
  GPtrArray *tabs;
  GPtrArray *tests;
  GArray *blockers;
  GPtrArray *documents;
  char *number;
  gboolean save_next;
} MchRegistrationForm;

/**
 * mch_registration_form_new:
 * @reference: (nullable): of the exam; without it fields are typed and there are no tests.
 * @service: of the session.
 * @today: YYYY-MM-DD.
 *
 * Returns: (transfer full): borrows from every argument.
 */
MchRegistrationForm *mch_registration_form_new (const MchReference *reference,
                                                const MchRecord *service, const MchRecord *person,
                                                const MchRecord *candidature, const char *today);
void mch_registration_form_free (MchRegistrationForm *form);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRegistrationForm, mch_registration_form_free)

/* The tab on which @field stands in @form; -1 when on none. */
int mch_registration_form_find_tab (const MchRegistrationForm *form, const MchField *field);

G_END_DECLS
