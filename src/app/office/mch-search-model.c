/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-search-model.h"

struct _MchSearchItem
{
  GObject parent_instance;

  MchSearchModel *model; /* weak */
  guint position;
};

static guint item_changed_signal;

G_DEFINE_FINAL_TYPE (MchSearchItem, mch_search_item, G_TYPE_OBJECT)

/* Every page but the last has MCH_SEARCH_PAGE rows. */
typedef struct
{
  guint n;
  char *place;     /* of its last row */
  GPtrArray *rows; /* of MchFound; NULL when it was let go */
} Page;

struct _MchSearchModel
{
  GObject parent_instance;

  MchContext *context;
  MchSearch *search; /* NULL before the first */
  GPtrArray *pages;
  GQueue recent; /* of indexes of pages + 1 that are held, the latest used first */
  gboolean more; /* after the last page */
  gint64 total;
  GError *error;
  GHashTable *items; /* position + 1 → MchSearchItem, borrowed while alive */
  GCancellable *cancellable;
  guint fetching; /* index of a page + 1; 0 for none */
  guint wanted;   /* likewise: asked for last */
};

static guint answered_signal;

static void list_model_init (GListModelInterface *iface);
static void fetch (MchSearchModel *self, guint index);

G_DEFINE_FINAL_TYPE_WITH_CODE (MchSearchModel, mch_search_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
page_free (gpointer data)
{
  Page *page = data;

  g_free (page->place);
  g_clear_pointer (&page->rows, g_ptr_array_unref);
  g_free (page);
}

static guint
count_items (MchSearchModel *self)
{
  const Page *last =
      self->pages->len > 0 ? g_ptr_array_index (self->pages, self->pages->len - 1) : NULL;

  return last != NULL ? (self->pages->len - 1) * MCH_SEARCH_PAGE + last->n : 0;
}

static GType
get_item_type (GListModel *list)
{
  return MCH_TYPE_SEARCH_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return count_items (MCH_SEARCH_MODEL (list));
}

static gpointer
get_item (GListModel *list, guint position)
{
  MchSearchModel *self = MCH_SEARCH_MODEL (list);
  MchSearchItem *item;

  if (position >= count_items (self))
    return NULL;
  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position + 1));
  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (MCH_TYPE_SEARCH_ITEM, NULL);
  g_set_weak_pointer (&item->model, self);
  item->position = position;
  g_hash_table_insert (self->items, GUINT_TO_POINTER (position + 1), item);
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
use_page (MchSearchModel *self, guint index)
{
  gpointer key = GUINT_TO_POINTER (index + 1);

  if (g_queue_peek_head (&self->recent) == key)
    return;
  g_queue_remove (&self->recent, key);
  g_queue_push_head (&self->recent, key);
  while (self->recent.length > MCH_SEARCH_MAX_HELD)
    {
      guint oldest = GPOINTER_TO_UINT (g_queue_pop_tail (&self->recent)) - 1;
      Page *page = g_ptr_array_index (self->pages, oldest);

      g_clear_pointer (&page->rows, g_ptr_array_unref);
    }
}

/* Rows in view ask for their page; those near the end for the next one. */
static const MchFound *
row_at (MchSearchModel *self, guint position)
{
  guint index = position / MCH_SEARCH_PAGE;
  Page *page = index < self->pages->len ? g_ptr_array_index (self->pages, index) : NULL;

  if (page == NULL)
    return NULL;
  if (self->more && position + MCH_SEARCH_PAGE / 2 >= count_items (self))
    fetch (self, self->pages->len);
  if (page->rows == NULL)
    {
      fetch (self, index);
      return NULL;
    }
  use_page (self, index);
  return position % MCH_SEARCH_PAGE < page->rows->len
             ? page->rows->pdata[position % MCH_SEARCH_PAGE]
             : NULL;
}

/* The rows of a page say something else now. */
static void
tell_page (MchSearchModel *self, guint index)
{
  for (guint i = 0; i < MCH_SEARCH_PAGE; i++)
    {
      gpointer key = GUINT_TO_POINTER (index * MCH_SEARCH_PAGE + i + 1);
      MchSearchItem *item = g_hash_table_lookup (self->items, key);

      if (item != NULL)
        {
          g_autoptr (MchSearchItem) held = g_object_ref (item);

          g_signal_emit (held, item_changed_signal, 0);
        }
    }
}

static void
take_page (MchSearchModel *self, guint index, MchFoundPage *found)
{
  Page *page;
  guint before = count_items (self);

  if (index < self->pages->len)
    {
      page = g_ptr_array_index (self->pages, index);
      g_clear_pointer (&page->rows, g_ptr_array_unref);
      page->rows = g_ptr_array_ref (found->rows);
      use_page (self, index);
      tell_page (self, index);
      return;
    }
  self->more = found->more;
  if (found->total >= 0)
    self->total = found->total;
  if (found->rows->len == 0)
    return;
  page = g_new0 (Page, 1);
  page->n = found->rows->len;
  page->place = g_strdup (found->place);
  page->rows = g_ptr_array_ref (found->rows);
  g_ptr_array_add (self->pages, page);
  use_page (self, index);
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, page->n);
}

/* A page on its way. */
typedef struct
{
  MchSearchModel *model;
  GCancellable *cancellable; /* of the search that it is of */
} Fetch;

static void
fetch_free (Fetch *fetching)
{
  g_object_unref (fetching->model);
  g_object_unref (fetching->cancellable);
  g_free (fetching);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Fetch) fetched = data;
  MchSearchModel *self = fetched->model;
  g_autoptr (GError) error = NULL;
  g_autoptr (MchFoundPage) page = mch_search_jobs_page_finish (MCH_WORKER (source), result, &error);
  guint index = self->fetching - 1;
  guint wanted = self->wanted;

  /* Another search has begun since, or nobody waits any more. */
  if (g_cancellable_is_cancelled (fetched->cancellable)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->fetching = 0;
  self->wanted = 0;
  if (page == NULL)
    {
      self->error = g_steal_pointer (&error);
      self->wanted = index + 1;
    }
  else
    take_page (self, index, page);
  g_signal_emit (self, answered_signal, 0);
  if (page != NULL && wanted != 0 && wanted != index + 1)
    fetch (self, wanted - 1);
}

static void
fetch (MchSearchModel *self, guint index)
{
  const Page *before;
  const Page *page;
  Fetch *fetching;

  if (self->fetching != 0 || self->error != NULL)
    {
      self->wanted = index + 1;
      return;
    }
  before = index > 0 ? g_ptr_array_index (self->pages, index - 1) : NULL;
  page = index < self->pages->len ? g_ptr_array_index (self->pages, index) : NULL;
  if (page != NULL && page->rows != NULL)
    return;
  self->fetching = index + 1;
  fetching = g_new0 (Fetch, 1);
  fetching->model = g_object_ref (self);
  fetching->cancellable = g_object_ref (self->cancellable);
  mch_search_jobs_page_async (self->context, self->search, before != NULL ? before->place : NULL,
                              page != NULL ? page->place : NULL, self->cancellable, on_page,
                              fetching);
}

static void
forget (MchSearchModel *self)
{
  guint n = count_items (self);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_ptr_array_set_size (self->pages, 0);
  g_queue_clear (&self->recent);
  g_clear_error (&self->error);
  self->more = FALSE;
  self->total = -1;
  self->fetching = 0;
  self->wanted = 0;
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}

void
mch_search_model_set (MchSearchModel *self, const MchSearch *search)
{
  g_autoptr (MchSearch) before = NULL;

  g_return_if_fail (MCH_IS_SEARCH_MODEL (self) && search != NULL);

  before = g_steal_pointer (&self->search);
  self->search = mch_search_copy (search);
  forget (self);
  fetch (self, 0);
}

void
mch_search_model_retry (MchSearchModel *self)
{
  guint index;

  g_return_if_fail (MCH_IS_SEARCH_MODEL (self) && self->search != NULL);

  index = self->wanted != 0 ? self->wanted - 1 : self->pages->len;

  g_clear_error (&self->error);
  self->wanted = 0;
  fetch (self, index);
}

const MchSearch *
mch_search_model_get_search (MchSearchModel *self)
{
  return self->search;
}

gint64
mch_search_model_get_total (MchSearchModel *self)
{
  return self->total;
}

const GError *
mch_search_model_get_error (MchSearchModel *self)
{
  return self->error;
}

guint
mch_search_model_get_n_held (MchSearchModel *self)
{
  return self->recent.length;
}

MchSearchModel *
mch_search_model_new (MchContext *context)
{
  MchSearchModel *self = g_object_new (MCH_TYPE_SEARCH_MODEL, NULL);

  self->context = g_object_ref (context);
  return self;
}

static void
mch_search_model_dispose (GObject *object)
{
  MchSearchModel *self = MCH_SEARCH_MODEL (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (mch_search_model_parent_class)->dispose (object);
}

static void
mch_search_model_finalize (GObject *object)
{
  MchSearchModel *self = MCH_SEARCH_MODEL (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->context);
  g_clear_pointer (&self->search, mch_search_free);
  g_clear_error (&self->error);
  g_queue_clear (&self->recent);
  g_ptr_array_unref (self->pages);
  g_hash_table_unref (self->items);
  G_OBJECT_CLASS (mch_search_model_parent_class)->finalize (object);
}

static void
mch_search_model_class_init (MchSearchModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_search_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_search_model_finalize;
  answered_signal = g_signal_new ("answered", MCH_TYPE_SEARCH_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_search_model_init (MchSearchModel *self)
{
  self->pages = g_ptr_array_new_with_free_func (page_free);
  self->items = g_hash_table_new (NULL, NULL);
  self->total = -1;
  g_queue_init (&self->recent);
}

const MchFound *
mch_search_item_get (MchSearchItem *self)
{
  g_return_val_if_fail (MCH_IS_SEARCH_ITEM (self), NULL);

  return self->model != NULL ? row_at (self->model, self->position) : NULL;
}

static void
mch_search_item_dispose (GObject *object)
{
  MchSearchItem *self = MCH_SEARCH_ITEM (object);

  if (self->model != NULL
      && g_hash_table_lookup (self->model->items, GUINT_TO_POINTER (self->position + 1)) == self)
    g_hash_table_remove (self->model->items, GUINT_TO_POINTER (self->position + 1));
  g_clear_weak_pointer (&self->model);
  G_OBJECT_CLASS (mch_search_item_parent_class)->dispose (object);
}

static void
mch_search_item_class_init (MchSearchItemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_search_item_dispose;
  item_changed_signal = g_signal_new ("changed", MCH_TYPE_SEARCH_ITEM, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_search_item_init (MchSearchItem *self)
{
}
