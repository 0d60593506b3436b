/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/finish/mch-finish-model.h"

struct _MchFinishItem
{
  GObject parent_instance;

  MchFinishPicture *picture;
  guint position;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (MchFinishItem, mch_finish_item, G_TYPE_OBJECT)

struct _MchFinishModel
{
  GObject parent_instance;

  MchFinishPicture *picture;
  GArray *positions; /* NULL: all */
  GPtrArray *items;  /* one a place; NULL until somebody asked for it */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MchFinishModel, mch_finish_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

const MchCandidate *
mch_finish_item_get_candidate (MchFinishItem *self)
{
  g_return_val_if_fail (MCH_IS_FINISH_ITEM (self), NULL);

  return self->picture->registrations->candidates->pdata[self->position];
}

const GArray *
mch_finish_item_get_blockers (MchFinishItem *self)
{
  g_return_val_if_fail (MCH_IS_FINISH_ITEM (self), NULL);

  return mch_registrations_get_blockers (self->picture->registrations, self->position);
}

static void
item_set (MchFinishItem *item, MchFinishPicture *picture, guint position)
{
  g_clear_pointer (&item->picture, mch_finish_picture_unref);
  item->picture = mch_finish_picture_ref (picture);
  item->position = position;
}

static guint
position_at (MchFinishModel *self, guint place)
{
  return self->positions != NULL ? g_array_index (self->positions, guint, place) : place;
}

static GType
get_item_type (GListModel *list)
{
  return MCH_TYPE_FINISH_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return MCH_FINISH_MODEL (list)->items->len;
}

static gpointer
get_item (GListModel *list, guint place)
{
  MchFinishModel *self = MCH_FINISH_MODEL (list);

  if (place >= self->items->len)
    return NULL;
  if (self->items->pdata[place] == NULL)
    {
      self->items->pdata[place] = g_object_new (MCH_TYPE_FINISH_ITEM, NULL);
      item_set (self->items->pdata[place], self->picture, position_at (self, place));
    }
  return g_object_ref (self->items->pdata[place]);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
unref_if_any (gpointer item)
{
  if (item != NULL)
    g_object_unref (item);
}

void
mch_finish_model_set (MchFinishModel *self, MchFinishPicture *picture, const GArray *positions)
{
  guint before, after;

  g_return_if_fail (MCH_IS_FINISH_MODEL (self));

  before = self->items->len;
  after = picture == NULL     ? 0
          : positions != NULL ? positions->len
                              : picture->registrations->candidates->len;
  if (picture != NULL)
    mch_finish_picture_ref (picture);
  g_clear_pointer (&self->picture, mch_finish_picture_unref);
  self->picture = picture;
  g_clear_pointer (&self->positions, g_array_unref);
  if (positions != NULL)
    self->positions = g_array_copy ((GArray *) positions);
  g_ptr_array_set_size (self->items, (int) after);
  for (guint i = 0; i < MIN (before, after); i++)
    if (self->items->pdata[i] != NULL)
      {
        item_set (self->items->pdata[i], picture, position_at (self, i));
        g_signal_emit (self->items->pdata[i], changed_signal, 0);
      }
  if (after != before)
    g_list_model_items_changed (G_LIST_MODEL (self), MIN (before, after),
                                before - MIN (before, after), after - MIN (before, after));
}

int
mch_finish_model_find_next (MchFinishModel *self, int place)
{
  int n;

  g_return_val_if_fail (MCH_IS_FINISH_MODEL (self), -1);

  n = (int) self->items->len;
  for (int step = 1; step <= n; step++)
    {
      int one = (place + step) % n;
      guint position = position_at (self, (guint) one);

      if (mch_registrations_get_blockers (self->picture->registrations, position)->len > 0)
        return one;
    }
  return -1;
}

MchFinishModel *
mch_finish_model_new (void)
{
  return g_object_new (MCH_TYPE_FINISH_MODEL, NULL);
}

static void
mch_finish_item_finalize (GObject *object)
{
  g_clear_pointer (&MCH_FINISH_ITEM (object)->picture, mch_finish_picture_unref);
  G_OBJECT_CLASS (mch_finish_item_parent_class)->finalize (object);
}

static void
mch_finish_item_class_init (MchFinishItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_finish_item_finalize;
  changed_signal = g_signal_new ("changed", MCH_TYPE_FINISH_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
mch_finish_item_init (MchFinishItem *self)
{
}

static void
mch_finish_model_finalize (GObject *object)
{
  MchFinishModel *self = MCH_FINISH_MODEL (object);

  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->positions, g_array_unref);
  g_clear_pointer (&self->picture, mch_finish_picture_unref);
  G_OBJECT_CLASS (mch_finish_model_parent_class)->finalize (object);
}

static void
mch_finish_model_class_init (MchFinishModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_finish_model_finalize;
}

static void
mch_finish_model_init (MchFinishModel *self)
{
  self->items = g_ptr_array_new_with_free_func (unref_if_any);
}
