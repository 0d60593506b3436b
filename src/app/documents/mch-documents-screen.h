/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The documents of the establishment: confirmations, lists, the papers of the return. What is shown
 * is what comes out, on paper or in a file; works without the server. open() takes the id of an
 * entry (mch-document-entry.h). */
#pragma once

#include "app/window/mch-screen.h"

G_BEGIN_DECLS

#define MCH_TYPE_DOCUMENTS_SCREEN (mch_documents_screen_get_type ())
G_DECLARE_FINAL_TYPE (MchDocumentsScreen, mch_documents_screen, MCH, DOCUMENTS_SCREEN, MchScreen)

G_END_DECLS
