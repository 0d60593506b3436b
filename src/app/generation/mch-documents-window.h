/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ACC-40, ACC-41: "Liste des documents générés": the slips of each edition one per page and two per
 * page, their size, and what can be done with them. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_DOCUMENTS_WINDOW (mch_documents_window_get_type ())
G_DECLARE_FINAL_TYPE (MchDocumentsWindow, mch_documents_window, MCH, DOCUMENTS_WINDOW, AdwWindow)

/* @edition: (nullable): NULL for all those of the session. Shows itself. */
MchDocumentsWindow *
mch_documents_window_open (GtkWindow *parent, MchContext *context, const char *edition);

/* The paging line: for tests. */
const char *mch_documents_window_get_paging (MchDocumentsWindow *self);

G_END_DECLS
