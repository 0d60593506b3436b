/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small parts that the windows of this folder share: the working context with a help button, a calm
 * notice, a number whose names are one click away. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* ACC-12, ACC-13: "CAP – JUIN 2027 – ACADÉMIE DE BESANÇON" a button with @help,
 * translated, and one (key F1) for the memo sheet. */
GtkWidget *mch_generation_heading_new (MchContext *context, const char *help);

/* A line with an icon in a frame. mch_generation_notice_set() with NULL hides it. */
GtkWidget *mch_generation_notice_new (void);
void mch_generation_notice_set (GtkWidget *notice, const char *text);

/* A margin and a clamp around the content of a page, scrolled when it is too high. */
GtkWidget *mch_generation_page_new (GtkWidget *content);

G_END_DECLS
