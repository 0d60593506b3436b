/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a scanner types: an entry that takes one code after the other and never loses the keyboard,
 * and below it what became of the last one, which screen readers say. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MCH_TYPE_SCAN_BOX (mch_scan_box_get_type ())
G_DECLARE_FINAL_TYPE (MchScanBox, mch_scan_box, MCH, SCAN_BOX, GtkBox)

/* @label, @hint: translated; the hint stands there until the first code. */
GtkWidget *mch_scan_box_new (const char *label, const char *hint);

typedef enum
{
  MCH_SCAN_GOOD,
  MCH_SCAN_NOTICE, /* nothing to do: known before */
  MCH_SCAN_WRONG,
} MchScanResult;

/* @text: a whole sentence. */
void mch_scan_box_tell (MchScanBox *self, MchScanResult result, const char *text);

void mch_scan_box_focus (MchScanBox *self);

/* Signal "scanned" (const char *): valid UTF-8, not empty. */

G_END_DECLS
