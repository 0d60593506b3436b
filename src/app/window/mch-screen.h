/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One screen of the main window: home, the list of candidates, the establishment… The window makes
 * it when it is first shown, keeps it, and tells it when to look at its context again. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_SCREEN (mch_screen_get_type ())
G_DECLARE_DERIVABLE_TYPE (MchScreen, mch_screen, MCH, SCREEN, AdwBin)

/**
 * MchScreenClass: derivable because every screen is one; each function may be left unset.
 * @switched: another establishment or session: forget what is shown. @refresh follows.
 * @refresh: the contents of the context changed. Only called while the screen is on show, or just
 *   before it is.
 * @open: the person came here with a purpose: an id, or the name of a filter. Before @shown.
 * @shown: it is on show now; put the focus where the next act is.
 */
struct _MchScreenClass
{
  AdwBinClass parent_class;

  void (*switched) (MchScreen *self);
  void (*refresh) (MchScreen *self);
  void (*open) (MchScreen *self, const char *argument);
  void (*shown) (MchScreen *self);
};

/* Gives a new screen its context, once; ends with switched() and refresh(). */
void mch_screen_set_context (MchScreen *self, MchContext *context);
MchContext *mch_screen_get_context (MchScreen *self);

/* The store of the context, or NULL. */
MchStore *mch_screen_get_store (MchScreen *self);

/* What the window says above it. @title: translated. Signal "notify::title". */
void mch_screen_set_title (MchScreen *self, const char *title);
const char *mch_screen_get_title (MchScreen *self);

/* For the window. @argument: (nullable) */
void mch_screen_open (MchScreen *self, const char *argument);
void mch_screen_show (MchScreen *self);

/**
 * mch_screen_go:
 * @widget: any widget inside the main window, or inside a window that is transient for it.
 * @id: of an activity (window/mch-activity.h), or "candidate".
 * @argument: (nullable): for its open().
 */
void mch_screen_go (GtkWidget *widget, const char *id, const char *argument);

/* The same for a dialog that is done with: closes it, and all between it and the main window. */
void mch_screen_leave_for (GtkWindow *dialog, const char *id, const char *argument);

G_END_DECLS
