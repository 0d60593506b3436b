/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-model.h"

#define PAGE 128
#define MAX_PAGES 24

struct _MchCandidateItem
{
  GObject parent_instance;

  MchCandidateModel *model; /* weak */
  guint position;
};

static guint item_changed_signal;

G_DEFINE_FINAL_TYPE (MchCandidateItem, mch_candidate_item, G_TYPE_OBJECT)

struct _MchCandidateModel
{
  GObject parent_instance;

  MchStore *store;
  MchCandidateFilter filter; /* its strings are the ones below */
  char *scope, *session, *state, *division, *search, *edition;
  GStrv ids, ines;
  guint n;
  GHashTable *pages; /* page + 1 → GPtrArray of MchCandidate */
  GQueue recent;     /* page + 1, the latest used first */
  GHashTable *items; /* position + 1 → MchCandidateItem, borrowed while alive */
  guint n_fetched;
  GHashTable *chosen; /* owned ids; the exceptions when @all */
  gboolean all;
};

static guint selection_edited_signal;

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MchCandidateModel, mch_candidate_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_init))

static void
drop_pages (MchCandidateModel *self)
{
  g_hash_table_remove_all (self->pages);
  g_queue_clear (&self->recent);
}

static void
use_page (MchCandidateModel *self, gpointer key)
{
  if (g_queue_peek_head (&self->recent) == key)
    return;
  g_queue_remove (&self->recent, key);
  g_queue_push_head (&self->recent, key);
  while (self->recent.length > MAX_PAGES)
    g_hash_table_remove (self->pages, g_queue_pop_tail (&self->recent));
}

static const MchCandidate *
row_at (MchCandidateModel *self, guint position)
{
  gpointer key = GUINT_TO_POINTER (position / PAGE + 1);
  GPtrArray *rows;

  if (position >= self->n || self->store == NULL)
    return NULL;
  rows = g_hash_table_lookup (self->pages, key);
  if (rows == NULL)
    {
      rows = mch_store_query_candidates (self->store, &self->filter, position / PAGE * PAGE, PAGE,
                                         NULL, NULL);
      if (rows == NULL)
        rows = g_ptr_array_new ();
      self->n_fetched++;
      g_hash_table_insert (self->pages, key, rows);
    }
  use_page (self, key);
  return position % PAGE < rows->len ? rows->pdata[position % PAGE] : NULL;
}

static const char *
id_at (MchCandidateModel *self, guint position)
{
  const MchCandidate *candidate = row_at (self, position);

  return candidate != NULL ? candidate->candidature->id : NULL;
}

static GType
get_item_type (GListModel *list)
{
  return MCH_TYPE_CANDIDATE_ITEM;
}

static guint
get_n_items (GListModel *list)
{
  return MCH_CANDIDATE_MODEL (list)->n;
}

static gpointer
get_item (GListModel *list, guint position)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (list);
  MchCandidateItem *item;

  if (position >= self->n)
    return NULL;
  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position + 1));
  if (item != NULL)
    return g_object_ref (item);
  item = g_object_new (MCH_TYPE_CANDIDATE_ITEM, NULL);
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

static gboolean
is_chosen (MchCandidateModel *self, const char *id)
{
  return id != NULL && g_hash_table_contains (self->chosen, id) != self->all;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (model);

  /* Rows that were never looked at are as selected as everybody. */
  if (g_hash_table_size (self->chosen) == 0)
    return self->all;
  return is_chosen (self, id_at (self, position));
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (model);
  GtkBitset *set = gtk_bitset_new_empty ();

  if (self->all && g_hash_table_size (self->chosen) == 0)
    gtk_bitset_add_range (set, position, n);
  else if (self->all || g_hash_table_size (self->chosen) > 0)
    for (guint i = position; i < position + n && i < self->n; i++)
      if (is_selected (model, i))
        gtk_bitset_add (set, i);
  return set;
}

static void
tell_selection (MchCandidateModel *self)
{
  if (self->n > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, self->n);
  g_signal_emit (self, selection_edited_signal, 0);
}

static void
forget_selection (MchCandidateModel *self)
{
  g_hash_table_remove_all (self->chosen);
  self->all = FALSE;
}

static void
choose (MchCandidateModel *self, guint position, gboolean selected)
{
  const char *id = id_at (self, position);

  if (id == NULL)
    return;
  if (selected != self->all)
    g_hash_table_add (self->chosen, g_strdup (id));
  else
    g_hash_table_remove (self->chosen, id);
}

static gboolean
select_item (GtkSelectionModel *model, guint position, gboolean alone)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (model);

  /* The list asks for this whenever the arrows or the mouse pass over a row. */
  if (alone)
    return FALSE;
  choose (self, position, TRUE);
  tell_selection (self);
  return TRUE;
}

static gboolean
unselect_item (GtkSelectionModel *model, guint position)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (model);

  choose (self, position, FALSE);
  tell_selection (self);
  return TRUE;
}

static gboolean
select_range (GtkSelectionModel *model, guint position, guint n, gboolean alone)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (model);

  for (guint i = position; i < position + n && i < self->n; i++)
    choose (self, i, TRUE);
  tell_selection (self);
  return TRUE;
}

static gboolean
unselect_range (GtkSelectionModel *model, guint position, guint n)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (model);

  for (guint i = position; i < position + n && i < self->n; i++)
    choose (self, i, FALSE);
  tell_selection (self);
  return TRUE;
}

static gboolean
select_all (GtkSelectionModel *model)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (model);

  forget_selection (self);
  self->all = TRUE;
  tell_selection (self);
  return TRUE;
}

static gboolean
unselect_all (GtkSelectionModel *model)
{
  mch_candidate_model_unselect_all (MCH_CANDIDATE_MODEL (model));
  return TRUE;
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (model);
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, mask, &position);
       more && position < self->n; more = gtk_bitset_iter_next (&iter, &position))
    choose (self, position, gtk_bitset_contains (selected, position));
  tell_selection (self);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
  iface->set_selection = set_selection;
}

/* The places are the same, who stands there is not. */
static void
tell_items (MchCandidateModel *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_ptr_array_add (items, g_object_ref (item));
  for (guint i = 0; i < items->len; i++)
    g_signal_emit (items->pdata[i], item_changed_signal, 0);
}

void
mch_candidate_model_refresh (MchCandidateModel *self)
{
  guint before = self->n;
  guint now;

  g_return_if_fail (MCH_IS_CANDIDATE_MODEL (self));

  drop_pages (self);
  now = self->store != NULL ? mch_store_count_candidates (self->store, &self->filter) : 0;
  self->n = now;
  if (now < before)
    g_list_model_items_changed (G_LIST_MODEL (self), now, before - now, 0);
  else if (now > before)
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, now - before);
  tell_items (self);
  /* People may have gone that were ticked; without ticks every row would be asked for nothing. */
  if (self->all || g_hash_table_size (self->chosen) > 0)
    tell_selection (self);
}

static void
take_text (char **field, const char **borrowed, const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
  *borrowed = *field;
}

static void
take_list (GStrv *field, const char *const **borrowed, const char *const *list)
{
  g_strfreev (*field);
  *field = g_strdupv ((char **) list);
  *borrowed = (const char *const *) *field;
}

void
mch_candidate_model_set (MchCandidateModel *self, MchStore *store, const MchCandidateFilter *filter)
{
  g_return_if_fail (MCH_IS_CANDIDATE_MODEL (self));
  g_return_if_fail (filter != NULL);

  if (store != NULL)
    mch_store_ref (store);
  g_clear_pointer (&self->store, mch_store_unref);
  self->store = store;
  self->filter.account = filter->account;
  self->filter.sort = filter->sort;
  self->filter.descending = filter->descending;
  take_text (&self->scope, &self->filter.scope, filter->scope);
  take_text (&self->session, &self->filter.session, filter->session);
  take_text (&self->state, &self->filter.state, filter->state);
  take_text (&self->division, &self->filter.division, filter->division);
  take_text (&self->search, &self->filter.search, filter->search);
  take_text (&self->edition, &self->filter.edition, filter->edition);
  take_list (&self->ids, &self->filter.ids, filter->ids);
  take_list (&self->ines, &self->filter.ines, filter->ines);
  /* "Everybody" was said of another list. */
  if (self->all)
    mch_candidate_model_unselect_all (self);
  mch_candidate_model_refresh (self);
}

guint
mch_candidate_model_get_n_selected (MchCandidateModel *self)
{
  guint n;

  g_return_val_if_fail (MCH_IS_CANDIDATE_MODEL (self), 0);

  n = g_hash_table_size (self->chosen);
  return self->all ? self->n - MIN (n, self->n) : n;
}

char **
mch_candidate_model_dup_selected (MchCandidateModel *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GPtrArray) rows = NULL;
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (MCH_IS_CANDIDATE_MODEL (self), NULL);

  if (!self->all)
    {
      g_hash_table_iter_init (&iter, self->chosen);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        g_strv_builder_add (ids, id);
      return g_strv_builder_end (ids);
    }
  rows = mch_store_query_candidates (self->store, &self->filter, 0, G_MAXUINT, NULL, NULL);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (is_chosen (self, ((MchCandidate *) rows->pdata[i])->candidature->id))
      g_strv_builder_add (ids, ((MchCandidate *) rows->pdata[i])->candidature->id);
  return g_strv_builder_end (ids);
}

void
mch_candidate_model_unselect_all (MchCandidateModel *self)
{
  g_return_if_fail (MCH_IS_CANDIDATE_MODEL (self));

  forget_selection (self);
  tell_selection (self);
}

guint
mch_candidate_model_get_n_fetched (MchCandidateModel *self)
{
  return self->n_fetched;
}

MchCandidateModel *
mch_candidate_model_new (void)
{
  return g_object_new (MCH_TYPE_CANDIDATE_MODEL, NULL);
}

static void
mch_candidate_model_finalize (GObject *object)
{
  MchCandidateModel *self = MCH_CANDIDATE_MODEL (object);

  drop_pages (self);
  g_hash_table_unref (self->pages);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->chosen);
  g_clear_pointer (&self->store, mch_store_unref);
  g_free (self->scope);
  g_free (self->session);
  g_free (self->state);
  g_free (self->division);
  g_free (self->search);
  g_free (self->edition);
  g_strfreev (self->ids);
  g_strfreev (self->ines);
  G_OBJECT_CLASS (mch_candidate_model_parent_class)->finalize (object);
}

static void
mch_candidate_model_class_init (MchCandidateModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_candidate_model_finalize;
  selection_edited_signal = g_signal_new ("selection-edited", MCH_TYPE_CANDIDATE_MODEL,
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_candidate_model_init (MchCandidateModel *self)
{
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->items = g_hash_table_new (NULL, NULL);
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_queue_init (&self->recent);
}

const MchCandidate *
mch_candidate_item_get (MchCandidateItem *self)
{
  g_return_val_if_fail (MCH_IS_CANDIDATE_ITEM (self), NULL);

  return self->model != NULL ? row_at (self->model, self->position) : NULL;
}

guint
mch_candidate_item_get_position (MchCandidateItem *self)
{
  g_return_val_if_fail (MCH_IS_CANDIDATE_ITEM (self), 0);

  return self->position;
}

static void
mch_candidate_item_dispose (GObject *object)
{
  MchCandidateItem *self = MCH_CANDIDATE_ITEM (object);

  if (self->model != NULL)
    g_hash_table_remove (self->model->items, GUINT_TO_POINTER (self->position + 1));
  g_clear_weak_pointer (&self->model);
  G_OBJECT_CLASS (mch_candidate_item_parent_class)->dispose (object);
}

static void
mch_candidate_item_class_init (MchCandidateItemClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_candidate_item_dispose;
  item_changed_signal = g_signal_new ("changed", MCH_TYPE_CANDIDATE_ITEM, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_candidate_item_init (MchCandidateItem *self)
{
}
