/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and reasons that screen readers say. GTK 4.8 names some controls wrongly by default (a
 * mnemonic is read with its underscore, an icon as "GtkImage"): make buttons here. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Sets the accessible name; @label is translated and may hold a mnemonic's underscore. */
void mch_a11y_set_label (GtkWidget *widget, const char *label);

/* Sets the accessible description; NULL clears it. */
void mch_a11y_set_description (GtkWidget *widget, const char *description);

/* What @entry holds is wrong: a style, the invalid state, and @message as its error and, because
 * GTK 4.8 tells screen readers of no error relation, as its description. NULL: nothing is wrong. */
void mch_a11y_set_fault (GtkWidget *entry, GtkLabel *message);

/* @widget is named by @label, a GtkLabel whose mnemonic leads to it. */
void mch_a11y_label_by (GtkWidget *widget, GtkWidget *label);

/* A stack whose screen readers meet only the page on show: GTK 4.8 tells them of every page. */
GtkWidget *mch_stack_new (void);

/* The row of a list or a table that @child stands in says @name; call it when the row is bound. GTK
 * 4.8 names no row. */
void mch_a11y_set_row_label (GtkWidget *child, const char *name);

/* For the list of a combo of strings: GTK 4.8 names none of its rows. (transfer full) */
GtkListItemFactory *mch_string_factory_new (void);

/* (nullable) (transfer none): the row that @widget is, or stands in. */
GtkWidget *mch_a11y_get_row (GtkWidget *widget);

/**
 * mch_drop_down_new:
 * @label: translated: what is chosen ("State"). With the choice it names the part that takes the
 *   focus: "State: Registered".
 * @get_text: (nullable): the text of an item, borrowed; NULL for a model of strings.
 */
typedef const char *(*MchItemText) (gpointer item);
GtkWidget *mch_drop_down_new (const char *label, MchItemText get_text);

/* For a menu of strings that may be long ones: the button cuts them, the list wraps them. */
void mch_drop_down_set_narrow (GtkWidget *menu);

/**
 * mch_button_new:
 * @label: translated, with a mnemonic ("_Save").
 * @action: (nullable): "win.save" or so.
 */
GtkWidget *mch_button_new (const char *label, const char *action);

/* The same for a button that somebody else made with a mnemonic (libadwaita's dialogs). */
void mch_a11y_name_button (GtkButton *button);

/* An icon alone; @label is its name and its tooltip. */
GtkWidget *mch_icon_button_new (const char *icon, const char *label, const char *action);

/**
 * mch_why_not_set:
 * @button: one of mch_button_new() or any other widget.
 * @reason: (nullable): a translated sentence: what keeps this from being done, and what to do.
 *   NULL: it can be done.
 *
 * A button that cannot act stays focusable and says why: dimmed, disabled for screen readers, the
 * reason as tooltip and description.
 */
void mch_why_not_set (GtkWidget *button, const char *reason);
const char *mch_why_not_get (GtkWidget *button);

/**
 * mch_why_not_stops:
 *
 * First line of a "clicked" handler: when there is a reason, shows it as a toast and returns TRUE.
 */
gboolean mch_why_not_stops (GtkWidget *button);

/* A search entry as wide as there is room; @placeholder and @label, its name, are translated. */
GtkWidget *mch_search_entry_new (const char *placeholder, const char *label);

/* How much larger letters are than usual: 1.0, 1.25, 2.0. */
double mch_a11y_get_text_scale (GtkWidget *widget);

/* A label for a heading ("heading" style), left-aligned. */
GtkWidget *mch_heading_new (const char *text);

/* A label for running text: wraps, left-aligned, selectable no. @dim: less important. */
GtkWidget *mch_text_new (const char *text, gboolean dim);

G_END_DECLS
