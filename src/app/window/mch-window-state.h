/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window remembers from one run to the next: a small versioned file in the profile, with
 * no name of a person in it. A missing, damaged or newer file gives the defaults and is no error.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchWindowState:
 * @width, @height: in application pixels.
 * @sidebar: whether the sidebar is unfolded.
 * @activity, @scope, @session: (nullable): what was open.
 */
typedef struct
{
  int width;
  int height;
  gboolean maximized;
  gboolean sidebar;
  char *activity;
  char *scope;
  char *session;
} MchWindowState;

void mch_window_state_load (MchWindowState *state, const char *profile_dir);

/* Replaces the file as a whole; what cannot be written is forgotten. */
void mch_window_state_save (const MchWindowState *state, const char *profile_dir);

void mch_window_state_clear (MchWindowState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchWindowState, mch_window_state_clear)

G_END_DECLS
