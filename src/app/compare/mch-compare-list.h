/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pupils of one kind of difference, who may be ticked: Space ticks a row, Ctrl+A all. */
#pragma once

#include <adwaita.h>

#include "core/mch-import-compare.h"

G_BEGIN_DECLS

#define MCH_TYPE_COMPARE_LIST (mch_compare_list_get_type ())
G_DECLARE_FINAL_TYPE (MchCompareList, mch_compare_list, MCH, COMPARE_LIST, AdwBin)

/* @label: translated: its accessible name. Those who came cannot be ticked. */
GtkWidget *mch_compare_list_new (MchComparedKind kind, const char *label);

/* @all: (element-type MchCompared): kept; those of its kind are shown. Ticks stay with their
 * pupil; who is new in the list is ticked when he changed class. */
void mch_compare_list_show (MchCompareList *self, GPtrArray *all);

guint mch_compare_list_get_n (MchCompareList *self);

/* (transfer container) (element-type MchCompared): borrowed from what is shown. */
GPtrArray *mch_compare_list_dup_ticked (MchCompareList *self);
void mch_compare_list_tick_all (MchCompareList *self, gboolean tick);

/* Signal "ticked" (): other pupils are ticked. */

G_END_DECLS
