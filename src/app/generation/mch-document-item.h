/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A document of the list: the slips of one edition, one or two on a page. It is made anew each time
 * it is asked for; its size is known once the password has been given. */
#pragma once

#include <gio/gio.h>

#include "app/preview/mch-editions.h"

G_BEGIN_DECLS

#define MCH_TYPE_DOCUMENT_ITEM (mch_document_item_get_type ())
G_DECLARE_FINAL_TYPE (MchDocumentItem, mch_document_item, MCH, DOCUMENT_ITEM, GObject)

MchDocumentItem *mch_document_item_new (MchEditionItem *edition, guint per_page);

const char *mch_document_item_get_edition (MchDocumentItem *self);
guint mch_document_item_get_per_page (MchDocumentItem *self);

/* "papillon de connexion 0250001A 041120261411 – one per page". */
const char *mch_document_item_get_name (MchDocumentItem *self);
/* "Edition of 04/11/2026 (188 slips)". */
const char *mch_document_item_get_detail (MchDocumentItem *self);

/* Bytes; 0 while it is not known. Signal "changed" () follows. */
void mch_document_item_set_size (MchDocumentItem *self, gsize size);
gsize mch_document_item_get_size (MchDocumentItem *self);

/* (transfer full): "13 361 bytes", or a dash. */
char *mch_document_item_dup_size (MchDocumentItem *self);

/* Makes @documents, of MchDocumentItem, those of the editions that the context has now, the newest
 * first; what shows the same slips as before keeps its size. @only: (nullable): one edition's id.
 * Returns whether anything is other than it was. */
gboolean mch_document_items_update (GListStore *documents, MchContext *context, const char *only);

G_END_DECLS
