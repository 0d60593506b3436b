/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A column of one line of text a row: shortened where it is narrow, wider with larger letters, and
 * written anew when its item says "changed". */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Writes what @item says in the column of @data. */
typedef void (*MchTextColumnFunc) (GObject *item, GtkLabel *label, gconstpointer data);

/**
 * mch_text_column_append:
 * @title: translated.
 * @width: pixels, with letters of the usual size; 0: what is left.
 * @show: an item that has a signal "changed" () is shown again after it.
 * @data: (nullable): for @show; it outlives @view.
 *
 * Returns: (transfer none): it can be resized.
 */
GtkColumnViewColumn *
mch_text_column_append (GtkColumnView *view, const char *title, int width, gboolean expand,
                        MchTextColumnFunc show, gconstpointer data);

G_END_DECLS
