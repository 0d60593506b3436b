/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who sees the slips of the establishment: members, and colleagues who ask. */
#pragma once

#include <gtk/gtk.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

GtkWidget *mch_members_page_new (void);
void mch_members_page_show (GtkWidget *page, MchContext *context);

G_END_DECLS
