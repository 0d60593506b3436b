/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where one signs in and as whom: server, its authority, login, invitation code. Known from an
 * invitation or from the profile it is one line; a person who has neither fills in the fields. */
#pragma once

#include "app/widgets/mch-field-entry.h"

G_BEGIN_DECLS

#define MCH_TYPE_SIGN_IN_PLACE (mch_sign_in_place_get_type ())
G_DECLARE_FINAL_TYPE (MchSignInPlace, mch_sign_in_place, MCH, SIGN_IN_PLACE, GtkBox)

GtkWidget *mch_sign_in_place_new (void);

/* @code, @ca: (nullable). Folds to one line. */
void mch_sign_in_place_fill (MchSignInPlace *self, const char *server, const char *login,
                             const char *code, const char *ca);

const char *mch_sign_in_place_get_server (MchSignInPlace *self);
const char *mch_sign_in_place_get_login (MchSignInPlace *self);

/* (nullable): NULL when there is none: the person has an account already. */
const char *mch_sign_in_place_get_code (MchSignInPlace *self);

/* (nullable): PEM; NULL for the authorities of the system. */
const char *mch_sign_in_place_get_ca (MchSignInPlace *self);

/* Tells every fault under its field. (transfer none) (nullable): the first one, unfolded. */
MchFieldEntry *mch_sign_in_place_check (MchSignInPlace *self);

/* The server's answer was about this: unfolds, shows @sentence there and takes the focus. */
void mch_sign_in_place_blame_server (MchSignInPlace *self, const char *sentence);
void mch_sign_in_place_blame_code (MchSignInPlace *self, const char *sentence);

/* FALSE when there is nothing to fill in here: it is known. */
gboolean mch_sign_in_place_focus (MchSignInPlace *self);

/* Signals: "edited" (): login or code may be others. "activate" (): Enter in a field. "failed"
 * (const char *): a file could not be read. */

G_END_DECLS
