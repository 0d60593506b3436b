/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of records on their way to the outbox: what stands there, what was typed, and the faults
 * of it by the core's own rules. One form may hold fields of several records (a person and his
 * candidature). */
#pragma once

#include "app/widgets/mch-field-entry.h"
#include "core/mch-record.h"

G_BEGIN_DECLS

#define MCH_TYPE_RECORD_FORM (mch_record_form_get_type ())
G_DECLARE_FINAL_TYPE (MchRecordForm, mch_record_form, MCH, RECORD_FORM, GObject)

MchRecordForm *mch_record_form_new (void);

/* The record whose fields of its kind are shown from now on; copied. A field that a person has
 * edited keeps what he typed, unless @forget. */
void mch_record_form_set_record (MchRecordForm *self, const MchRecord *record, gboolean forget);

/* A new entry for the field @name of records of @kind; its label is the field's. (transfer none,
 * floating) */
MchFieldEntry *mch_record_form_add (MchRecordForm *self, MchKind kind, const char *name);

/**
 * mch_record_form_add_field:
 * @choices: (nullable) (element-type MchChoice): NULL when it is typed.
 * @needed: gets a star.
 *
 * The same for any field. What a draft says of it is in it.
 */
MchFieldEntry *mch_record_form_add_field (MchRecordForm *self, const MchField *field,
                                          const GPtrArray *choices, gboolean needed);

/* The field is not asked for any more; what was typed there is forgotten. */
void mch_record_form_remove (MchRecordForm *self, MchFieldEntry *entry);

/* Sets a field that stands in no entry (a list of tests); counts as edited when it differs. */
void
mch_record_form_set_value (MchRecordForm *self, MchKind kind, const char *name, const char *value);

/* What a field's value looks like to a person: 22/02/2009 for a date. (transfer full) */
char *mch_record_form_dup_display (const MchField *field, const char *value);

/* How many fields were edited. */
guint mch_record_form_count_edited (MchRecordForm *self);

gboolean mch_record_form_is_edited (MchRecordForm *self, MchKind kind, const char *name);

/* Checks every field, shows the faults and puts the focus on the first. Returns whether there are
 * none. */
gboolean mch_record_form_check (MchRecordForm *self);

/* Checks and shows the faults in the same way, of the entries below @page (nullable: all); returns
 * the first entry that has one, or NULL. (transfer none) */
MchFieldEntry *mch_record_form_find_fault (MchRecordForm *self, GtkWidget *page);

/* What was typed and not saved, for a draft; and putting it back. (transfer full, floating):
 * "a{ss}" */
GVariant *mch_record_form_dup_typed (MchRecordForm *self);
void mch_record_form_set_typed (MchRecordForm *self, GVariant *typed);

/* (transfer full): the record of @kind with what was typed; mch_record_form_check() first. */
MchRecord *mch_record_form_dup_record (MchRecordForm *self, MchKind kind);

/* Back to what stands there. */
void mch_record_form_revert (MchRecordForm *self);

/* Signal "edited" (): a person typed, or something was set back. */

G_END_DECLS
