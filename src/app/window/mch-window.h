/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window: sidebar, working context, one screen at a time, notices above it and the state
 * of synchronisation below. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_WINDOW (mch_window_get_type ())
G_DECLARE_FINAL_TYPE (MchWindow, mch_window, MCH, WINDOW, AdwApplicationWindow)

/* Restores what the profile remembers of the last window. */
GtkWidget *mch_window_new (GtkApplication *application, MchContext *context);

/* The profile is open: shows the activity that was open, or asks to sign in. */
void mch_window_begin (MchWindow *self);

/* The same as the action "win.show": @argument may be NULL. Locked activities say why. */
void mch_window_show (MchWindow *self, const char *id, const char *argument);

/* What is on show: an activity's id, or "candidate". */
const char *mch_window_get_shown (MchWindow *self);

/* A file that was dropped, double-clicked or named on the command line. */
void mch_window_open_file (MchWindow *self, GFile *file);

G_END_DECLS
