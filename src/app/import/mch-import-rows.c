/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/import/mch-import-rows.h"

struct _MchImportRowItem
{
  GObject parent_instance;

  guint index;
};

G_DEFINE_FINAL_TYPE (MchImportRowItem, mch_import_row_item, G_TYPE_OBJECT)

struct _MchImportRows
{
  GObject parent_instance;

  GArray *shown; /* guint: indices of rows */
};

static void mch_import_rows_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MchImportRows, mch_import_rows, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      mch_import_rows_model_init))

guint
mch_import_row_item_get_index (MchImportRowItem *self)
{
  g_return_val_if_fail (MCH_IS_IMPORT_ROW_ITEM (self), 0);

  return self->index;
}

static void
mch_import_row_item_class_init (MchImportRowItemClass *klass)
{
}

static void
mch_import_row_item_init (MchImportRowItem *self)
{
}

static gboolean
has_problem (const MchImportCheck *check, guint row)
{
  guint n_faults, n_repairs;

  mch_import_plan_find_faults (check->plan, row, &n_faults);
  mch_import_plan_find_repairs (check->plan, row, &n_repairs);
  return n_faults + n_repairs > 0;
}

void
mch_import_rows_show (MchImportRows *self, const MchImportCheck *check, gboolean only_problems,
                      const MchImportGroup *group)
{
  guint before, n = 0;

  g_return_if_fail (MCH_IS_IMPORT_ROWS (self));

  /* Emptied first: GTK 4.8 otherwise asks for every new row to find those that stayed. */
  before = self->shown->len;
  g_array_set_size (self->shown, 0);
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  if (group != NULL)
    g_array_append_vals (self->shown, group->rows, group->n_rows);
  else if (check != NULL)
    n = mch_import_plan_get_n_rows (check->plan);
  for (guint i = 0; i < n; i++)
    if (!only_problems || has_problem (check, i))
      g_array_append_val (self->shown, i);
  if (self->shown->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->shown->len);
}

guint
mch_import_rows_find (MchImportRows *self, guint index)
{
  guint at = 0;

  g_return_val_if_fail (MCH_IS_IMPORT_ROWS (self), 0);

  while (at < self->shown->len && g_array_index (self->shown, guint, at) < index)
    at++;
  return at;
}

static GType
mch_import_rows_get_item_type (GListModel *model)
{
  return MCH_TYPE_IMPORT_ROW_ITEM;
}

static guint
mch_import_rows_get_n_items (GListModel *model)
{
  return MCH_IMPORT_ROWS (model)->shown->len;
}

static gpointer
mch_import_rows_get_item (GListModel *model, guint position)
{
  MchImportRows *self = MCH_IMPORT_ROWS (model);
  MchImportRowItem *item;

  if (position >= self->shown->len)
    return NULL;
  item = g_object_new (MCH_TYPE_IMPORT_ROW_ITEM, NULL);
  item->index = g_array_index (self->shown, guint, position);
  return item;
}

static void
mch_import_rows_model_init (GListModelInterface *iface)
{
  iface->get_item_type = mch_import_rows_get_item_type;
  iface->get_n_items = mch_import_rows_get_n_items;
  iface->get_item = mch_import_rows_get_item;
}

MchImportRows *
mch_import_rows_new (void)
{
  return g_object_new (MCH_TYPE_IMPORT_ROWS, NULL);
}

static void
mch_import_rows_finalize (GObject *object)
{
  g_array_unref (MCH_IMPORT_ROWS (object)->shown);
  G_OBJECT_CLASS (mch_import_rows_parent_class)->finalize (object);
}

static void
mch_import_rows_class_init (MchImportRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_import_rows_finalize;
}

static void
mch_import_rows_init (MchImportRows *self)
{
  self->shown = g_array_new (FALSE, FALSE, sizeof (guint));
}
