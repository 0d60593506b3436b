/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small modal window with one question: a text, one field, one button. A wrong answer is told
 * under the field and can be mended there. */
#pragma once

#include "app/widgets/mch-field-entry.h"

G_BEGIN_DECLS

#define MCH_TYPE_ASK_WINDOW (mch_ask_window_get_type ())
G_DECLARE_FINAL_TYPE (MchAskWindow, mch_ask_window, MCH, ASK_WINDOW, AdwWindow)

/* Takes @entry. @button: with a mnemonic. Shows itself. */
MchAskWindow *mch_ask_window_open (GtkWindow *parent, const char *title, const char *text,
                                   MchFieldEntry *entry, const char *button);

/* An answer must have words: without any, @sentence stands under the field, and nobody else hears
 * of it. What is answered has no blanks around it. */
void mch_ask_window_insist (MchAskWindow *self, const char *sentence);

/* While the answer is looked at. */
void mch_ask_window_set_busy (MchAskWindow *self, gboolean busy);

/* The answer was wrong: @sentence stands under the field, which takes the focus. */
void mch_ask_window_set_fault (MchAskWindow *self, const char *sentence);

/* The answer was right: closes without "gave-up". */
void mch_ask_window_done (MchAskWindow *self);

/* Signals: "answered" (const char *): the button or Enter, with what was typed; not while busy.
 * "gave-up" (): the window was closed. */

G_END_DECLS
