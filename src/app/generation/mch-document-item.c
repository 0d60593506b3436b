/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-document-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-label.h"

struct _MchDocumentItem
{
  GObject parent_instance;

  MchEditionItem *edition;
  guint per_page;
  char *name;
  gsize size;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (MchDocumentItem, mch_document_item, G_TYPE_OBJECT)

MchDocumentItem *
mch_document_item_new (MchEditionItem *edition, guint per_page)
{
  MchDocumentItem *self = g_object_new (MCH_TYPE_DOCUMENT_ITEM, NULL);

  self->edition = g_object_ref (edition);
  self->per_page = per_page;
  self->name = g_strdup_printf (per_page == 1 ? _ ("%s – one per page") : _ ("%s – two per page"),
                                mch_edition_item_get_title (edition));
  return self;
}

const char *
mch_document_item_get_edition (MchDocumentItem *self)
{
  g_return_val_if_fail (MCH_IS_DOCUMENT_ITEM (self), NULL);

  return mch_edition_item_get_id (self->edition);
}

guint
mch_document_item_get_per_page (MchDocumentItem *self)
{
  g_return_val_if_fail (MCH_IS_DOCUMENT_ITEM (self), 1);

  return self->per_page;
}

const char *
mch_document_item_get_name (MchDocumentItem *self)
{
  g_return_val_if_fail (MCH_IS_DOCUMENT_ITEM (self), NULL);

  return self->name;
}

const char *
mch_document_item_get_detail (MchDocumentItem *self)
{
  g_return_val_if_fail (MCH_IS_DOCUMENT_ITEM (self), NULL);

  return mch_edition_item_get_label (self->edition);
}

void
mch_document_item_set_size (MchDocumentItem *self, gsize size)
{
  g_return_if_fail (MCH_IS_DOCUMENT_ITEM (self));

  self->size = size;
  g_signal_emit (self, changed_signal, 0);
}

gsize
mch_document_item_get_size (MchDocumentItem *self)
{
  g_return_val_if_fail (MCH_IS_DOCUMENT_ITEM (self), 0);

  return self->size;
}

char *
mch_document_item_dup_size (MchDocumentItem *self)
{
  g_autofree char *size = NULL;

  g_return_val_if_fail (MCH_IS_DOCUMENT_ITEM (self), NULL);

  if (self->size == 0)
    return g_strdup ("–");
  size = mch_label_dup_number (self->size);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte", "%s bytes", (gulong) self->size),
                          size);
}

/* The one of @documents that shows the same slips; its size is known already. (transfer full)
 * (nullable) */
static MchDocumentItem *
find_same (GListModel *documents, const MchDocumentItem *wanted)
{
  for (guint i = 0; i < g_list_model_get_n_items (documents); i++)
    {
      g_autoptr (MchDocumentItem) item = g_list_model_get_item (documents, i);

      if (item->per_page == wanted->per_page && g_strcmp0 (item->name, wanted->name) == 0
          && g_strcmp0 (mch_edition_item_get_id (item->edition),
                        mch_edition_item_get_id (wanted->edition))
                 == 0
          && g_strcmp0 (mch_edition_item_get_label (item->edition),
                        mch_edition_item_get_label (wanted->edition))
                 == 0)
        return g_steal_pointer (&item);
    }
  return NULL;
}

static gboolean
is_at (GListStore *documents, guint position, gpointer wanted)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (documents), position);

  return (gpointer) item == wanted;
}

gboolean
mch_document_items_update (GListStore *documents, MchContext *context, const char *only)
{
  g_autoptr (GListStore) editions = mch_editions_new (context);
  g_autoptr (GPtrArray) now = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (documents));
  guint n_same = 0;
  guint tail = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (editions)); i++)
    {
      g_autoptr (MchEditionItem) edition = g_list_model_get_item (G_LIST_MODEL (editions), i);

      if (only != NULL && g_strcmp0 (mch_edition_item_get_id (edition), only) != 0)
        continue;
      for (guint per_page = 1; per_page <= 2; per_page++)
        {
          g_autoptr (MchDocumentItem) item = mch_document_item_new (edition, per_page);
          MchDocumentItem *same = find_same (G_LIST_MODEL (documents), item);

          n_same += same != NULL ? 1 : 0;
          g_ptr_array_add (now, same != NULL ? same : g_steal_pointer (&item));
        }
    }
  if (n_same == n_before && now->len == n_before)
    return FALSE;
  /* What stands below the new ones stays, and the keyboard in it. */
  while (tail < MIN (n_before, now->len)
         && is_at (documents, n_before - tail - 1, now->pdata[now->len - tail - 1]))
    tail++;
  g_list_store_splice (documents, 0, n_before - tail, now->pdata, now->len - tail);
  return TRUE;
}

static void
mch_document_item_finalize (GObject *object)
{
  MchDocumentItem *self = MCH_DOCUMENT_ITEM (object);

  g_clear_object (&self->edition);
  g_free (self->name);
  G_OBJECT_CLASS (mch_document_item_parent_class)->finalize (object);
}

static void
mch_document_item_class_init (MchDocumentItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_document_item_finalize;

  changed_signal = g_signal_new ("changed", MCH_TYPE_DOCUMENT_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_document_item_init (MchDocumentItem *self)
{
}
