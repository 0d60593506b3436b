/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The establishments of the académie as the exam office's list shows them: one summary each, which
 * the server counts, and which of them are open on this desktop. Main thread. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_OFFICE_ITEM (mch_office_item_get_type ())
G_DECLARE_FINAL_TYPE (MchOfficeItem, mch_office_item, MCH, OFFICE_ITEM, GObject)

/**
 * MchOfficeFacts: what is known of one establishment.
 * @n_left: registrations that are not finalised.
 * @open: mirrored on this desktop. @pinned: to stay.
 */
typedef struct
{
  char *uai;
  char *name;
  char *phone; /* (nullable) */
  guint n_left;
  guint n_registered;
  guint n_accounts;
  guint n_active;
  gboolean open;
  gboolean pinned;
} MchOfficeFacts;

const MchOfficeFacts *mch_office_item_get (MchOfficeItem *self);

/* "12 to finish", "Nobody registered yet", "✓ Finished". Borrowed. */
const char *mch_office_item_get_words (MchOfficeItem *self);

/* Whether something is left to do there: registrations to finish, or nobody is registered. */
gboolean mch_office_item_is_late (MchOfficeItem *self);

/* Whether every word of @fold (mch_text_fold()) begins a word of its name or its UAI. */
gboolean mch_office_item_matches (MchOfficeItem *self, const char *fold);

#define MCH_TYPE_OFFICE_MODEL (mch_office_model_get_type ())
G_DECLARE_FINAL_TYPE (MchOfficeModel, mch_office_model, MCH, OFFICE_MODEL, GObject)

MchOfficeModel *mch_office_model_new (MchContext *context);

/* Reads the summaries again, when something has changed since. */
void mch_office_model_load (MchOfficeModel *self);

/* What is counted from now on: one session, or NULL for all of them, as at first. */
void mch_office_model_set_session (MchOfficeModel *self, const char *session);

/* Of MchOfficeItem, by name; always the same list. */
GListModel *mch_office_model_get_items (MchOfficeModel *self);

/* The sums over all; uai and name are NULL. */
const MchOfficeFacts *mch_office_model_get_sums (MchOfficeModel *self);

/* How many of them have something left to do. */
guint mch_office_model_get_n_late (MchOfficeModel *self);

/* Signal "changed" (). */

G_END_DECLS
