/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A screen that is one short list, read away from the main thread: it waits, shows the rows, says
 * that there are none, or why they could not be read. */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_LIST_SCREEN (mch_list_screen_get_type ())
G_DECLARE_DERIVABLE_TYPE (MchListScreen, mch_list_screen, MCH, LIST_SCREEN, MchScreen)

/**
 * MchListScreenClass: derivable because several screens are one.
 * @load: begin to read; there is a store. Ends with mch_list_screen_show_rows() or
 *   mch_list_screen_show_error().
 */
struct _MchListScreenClass
{
  MchScreenClass parent_class;

  void (*load) (MchListScreen *self);
};

/* Once, when it is made. @title: translated: of the screen and of its list. @empty: (transfer
 * full): in the place of no rows. @failed_icon, @failed_title: of what stands in the place of rows
 * that could not be read. */
void mch_list_screen_set_up (MchListScreen *self, const char *title, GtkWidget *empty,
                             const char *failed_icon, const char *failed_title);

/* Reads again, as when it is shown; nothing while there is no store. */
void mch_list_screen_reload (MchListScreen *self);

/* @row_new: makes the row of one of @items. Called before it returns. */
typedef GtkWidget *(*MchListScreenRow) (MchListScreen *self, gpointer item);
void
mch_list_screen_show_rows (MchListScreen *self, const GPtrArray *items, MchListScreenRow row_new);

/* Cancelled is no error. */
void mch_list_screen_show_error (MchListScreen *self, const GError *error);

G_END_DECLS
