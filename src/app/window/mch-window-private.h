/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What mch-window.c and mch-window-actions.c share. */
#pragma once

#include "app/window/mch-screen.h"
#include "app/window/mch-window.h"

G_BEGIN_DECLS

struct _MchWindow
{
  AdwApplicationWindow parent_instance;

  MchContext *context;
  char *activity;      /* the row of the sidebar that is open */
  char *shown;         /* the same, or the detail above it */
  MchScreen *titled;   /* weak: whose title is followed */
  GFile *pending_file; /* opened before the profile was */
  gboolean begun;
  gboolean proxy_asked; /* for a login, since the network last let something through */

  AdwFlap *flap;
  GtkWidget *sidebar;
  GtkWidget *back_button;
  GtkWidget *add_button; /* of establishments: who registers */
  GtkLabel *heading;
  GtkStack *stack;
};

void mch_window_add_actions (MchWindow *self);
void mch_window_back (MchWindow *self);

G_END_DECLS
