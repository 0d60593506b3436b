/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editions of a context, newest first, in the words of people: "Edition of 04/11/2026 (188
 * slips)". */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* One edition; never changes. */
#define MCH_TYPE_EDITION_ITEM (mch_edition_item_get_type ())
G_DECLARE_FINAL_TYPE (MchEditionItem, mch_edition_item, MCH, EDITION_ITEM, GObject)

const char *mch_edition_item_get_id (MchEditionItem *self);
/* What the person called it. */
const char *mch_edition_item_get_title (MchEditionItem *self);
/* "Edition of 04/11/2026 at 14:11 (188 slips)". Property "label". */
const char *mch_edition_item_get_label (MchEditionItem *self);
/* Slips that no candidate has replaced by a password of his own. */
guint mch_edition_item_get_n_alive (MchEditionItem *self);

/* (transfer full): of MchEditionItem. Editions without any slip alive are left out. */
GListStore *mch_editions_new (MchContext *context);

/* One more: reminders for those who have an account already, of id MCH_SLIP_REMINDERS; not when
 * nobody has one. */
void mch_editions_add_reminders (GListStore *editions, MchContext *context);

/* The edition of @id, or NULL: (transfer full). @ret_position: (out) (optional). */
MchEditionItem *mch_editions_find (GListModel *editions, const char *id, guint *ret_position);

G_END_DECLS
