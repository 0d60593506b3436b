/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One field of a form: its label, an entry or a choice, and below it what is wrong or what to know,
 * in words. Screen readers get the label, the invalid state and the relation to the error. */
#pragma once

#include <adwaita.h>

#include "core/mch-registration-choices.h"

G_BEGIN_DECLS

#define MCH_TYPE_FIELD_ENTRY (mch_field_entry_get_type ())
G_DECLARE_FINAL_TYPE (MchFieldEntry, mch_field_entry, MCH, FIELD_ENTRY, GtkBox)

/* @label: translated, may hold a mnemonic. */
MchFieldEntry *mch_field_entry_new (const char *label);

/* The same for a password: hidden, with a button that shows it. */
MchFieldEntry *mch_field_entry_new_password (const char *label);

/* The same for what is chosen, not typed; the text is the value of the choice, "" for none. */
MchFieldEntry *mch_field_entry_new_choice (const char *label);

/* @choices: (element-type MchChoice): copied. What is chosen stays; a value that is not offered is
 * shown as it is. */
void mch_field_entry_set_choices (MchFieldEntry *self, const GPtrArray *choices);

const char *mch_field_entry_get_text (MchFieldEntry *self);
/* Does not emit "edited". */
void mch_field_entry_set_text (MchFieldEntry *self, const char *text);

/* NULL takes it away. A fault marks the entry invalid; a warning and a hint do not. */
void mch_field_entry_set_fault (MchFieldEntry *self, const char *sentence);
void mch_field_entry_set_warning (MchFieldEntry *self, const char *sentence);
/* Shown while there is neither fault nor warning. */
void mch_field_entry_set_hint (MchFieldEntry *self, const char *sentence);

gboolean mch_field_entry_has_fault (MchFieldEntry *self);

void mch_field_entry_set_editable (MchFieldEntry *self, gboolean editable);
void mch_field_entry_set_placeholder (MchFieldEntry *self, const char *text);
void mch_field_entry_focus (MchFieldEntry *self);

/* The GtkEntry, GtkPasswordEntry or GtkDropDown inside. */
GtkWidget *mch_field_entry_get_entry (MchFieldEntry *self);

/* Signals: "edited" (): a person typed. "left" (): the focus went elsewhere. "activate" (): Enter.
 */

G_END_DECLS
