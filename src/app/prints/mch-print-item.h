/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of the journal of impressions in the words of people. Never changes; made in any thread.
 */
#pragma once

#include <gio/gio.h>

#include "slips/mch-print-log.h"

G_BEGIN_DECLS

#define MCH_TYPE_PRINT_ITEM (mch_print_item_get_type ())
G_DECLARE_FINAL_TYPE (MchPrintItem, mch_print_item, MCH, PRINT_ITEM, GObject)

/**
 * mch_print_item_new:
 * @title: (nullable): of the edition.
 * @names: (element-type utf8): of those whose slips or sheets were in it, in order; kept.
 */
MchPrintItem *
mch_print_item_new (const MchPrintLogEntry *entry, const char *title, GPtrArray *names);

/* Something was only shown, not put on paper or in a file. */
gboolean mch_print_item_is_view (MchPrintItem *self);

const char *mch_print_item_get_when (MchPrintItem *self);    /* "04/11/2026 at 17:52" */
const char *mch_print_item_get_who (MchPrintItem *self);     /* login */
const char *mch_print_item_get_what (MchPrintItem *self);    /* "Connection slips, two per page" */
const char *mch_print_item_get_about (MchPrintItem *self);   /* "2 slips: AUBIN Antoine, …" */
const char *mch_print_item_get_pages (MchPrintItem *self);   /* "94"; a dash for a table */
const char *mch_print_item_get_where (MchPrintItem *self);   /* "Printer Bureau", "PDF file" */
const char *mch_print_item_get_desktop (MchPrintItem *self); /* "" when it is not known */

/* "AUBIN Antoine, BENOÎT Zoé"; all of them. (transfer full) */
char *mch_print_item_dup_names (MchPrintItem *self);

/* All names, one an item: (transfer full): of GtkStringObject. */
GListModel *mch_print_item_dup_list (MchPrintItem *self);

/* Whether everything that it says, the names too, holds @folded (mch_text_fold()). */
gboolean mch_print_item_matches (MchPrintItem *self, const char *folded);

G_END_DECLS
