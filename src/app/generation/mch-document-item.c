/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/generation/mch-document-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

/* Thousands apart by a narrow no-break space, in any locale. */
char *
mch_document_item_dup_size (MchDocumentItem *self)
{
  g_autofree char *digits = NULL;
  g_autoptr (GString) grouped = g_string_new (NULL);
  gsize n;

  g_return_val_if_fail (MCH_IS_DOCUMENT_ITEM (self), NULL);

  if (self->size == 0)
    return g_strdup ("–");
  digits = g_strdup_printf ("%" G_GSIZE_FORMAT, self->size);
  n = 0;
  for (const char *at = digits; *at != '\0'; at++, n++)
    {
      gsize left = strlen (at);

      if (n > 0 && left % 3 == 0)
        g_string_append (grouped, "\u202f");
      g_string_append_c (grouped, *at);
    }
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s byte", "%s bytes", (gulong) self->size),
                          grouped->str);
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
