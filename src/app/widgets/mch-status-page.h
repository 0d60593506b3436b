/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page in place of a list that is empty or could not be read: what is so, and what to do next. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An AdwStatusPage. @icon: (nullable) @text: (nullable): translated, as markup. @button: (nullable)
 * (transfer full): the next act. */
GtkWidget *
mch_status_page_new (const char *icon, const char *title, const char *text, GtkWidget *button);

G_END_DECLS
