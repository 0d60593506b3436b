/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a document is about: a division and a state, or one candidate alone. */
#pragma once

#include <adwaita.h>

#include "app/window/mch-context.h"

G_BEGIN_DECLS

#define MCH_TYPE_DOCUMENTS_FILTER (mch_documents_filter_get_type ())
G_DECLARE_FINAL_TYPE (MchDocumentsFilter, mch_documents_filter, MCH, DOCUMENTS_FILTER, AdwBin)

GtkWidget *mch_documents_filter_new (void);

/* Lists the divisions that there are; keeps the one that is chosen. No signal follows. */
void mch_documents_filter_set_context (MchDocumentsFilter *self, MchContext *context);

/* (nullable): borrowed until the next choice; as in MchDocumentOptions. */
const char *mch_documents_filter_get_division (MchDocumentsFilter *self);
const char *mch_documents_filter_get_state (MchDocumentsFilter *self);

/* One candidate alone, by the id of his candidature, until a person asks for the others again.
 * NULL: all of them. @name: as people read it. No signal follows. */
void mch_documents_filter_set_only (MchDocumentsFilter *self, const char *id, const char *name);
const char *mch_documents_filter_get_only (MchDocumentsFilter *self); /* (nullable) */

/* Signal "chosen" (). */

G_END_DECLS
