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
has_fault (const MchFault *faults, guint n, const MchImportCause *cause)
{
  if (cause == NULL)
    return n > 0;
  for (guint i = 0; i < n; i++)
    if (faults[i].code == cause->code && faults[i].field == cause->field
        && faults[i].blocking == (cause->kind == MCH_CAUSE_BLOCKING))
      return TRUE;
  return FALSE;
}

static gboolean
has_repair (const MchImportRepair *repairs, guint n, const MchImportCause *cause)
{
  if (cause == NULL)
    return n > 0;
  for (guint i = 0; i < n; i++)
    if (repairs[i].field == cause->field)
      return TRUE;
  return FALSE;
}

static gboolean
is_wanted (const MchImportCheck *check, guint row, const MchImportCause *cause)
{
  guint n_faults, n_repairs;
  const MchFault *faults = mch_import_plan_find_faults (check->plan, row, &n_faults);
  const MchImportRepair *repairs = mch_import_plan_find_repairs (check->plan, row, &n_repairs);

  if (cause != NULL && cause->kind == MCH_CAUSE_REPAIRED)
    return has_repair (repairs, n_repairs, cause);
  return has_fault (faults, n_faults, cause)
         || (cause == NULL && has_repair (repairs, n_repairs, NULL));
}

void
mch_import_rows_show (MchImportRows *self, const MchImportCheck *check, gboolean only_problems,
                      const MchImportCause *cause)
{
  guint before, n = 0;

  g_return_if_fail (MCH_IS_IMPORT_ROWS (self));

  /* Emptied first: GTK 4.8 otherwise asks for every new row to find those that stayed. */
  before = self->shown->len;
  g_array_set_size (self->shown, 0);
  if (before > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  if (check != NULL)
    n = mch_import_plan_get_n_rows (check->plan);
  for (guint i = 0; i < n; i++)
    if ((!only_problems && cause == NULL) || is_wanted (check, i, cause))
      g_array_append_val (self->shown, i);
  if (self->shown->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->shown->len);
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
