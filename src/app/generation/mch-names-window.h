/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names behind a number, searchable. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* @title: translated. @names: of GtkStringObject. */
void mch_names_window_open (GtkWindow *parent, const char *title, GListModel *names);

G_END_DECLS
