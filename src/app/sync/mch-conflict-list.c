/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-conflict-list.h"

#include <glib/gi18n-lib.h>

#include "app/sync/mch-conflict-words.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "store/mch-outbox.h"

#define WIDTH 240

/* A row: the conflict is borrowed from the list's array; its name is read when it is first seen,
 * for there may be thousands. */
#define MCH_TYPE_CONFLICT_ITEM (mch_conflict_item_get_type ())
G_DECLARE_FINAL_TYPE (MchConflictItem, mch_conflict_item, MCH, CONFLICT_ITEM, GObject)

struct _MchConflictItem
{
  GObject parent_instance;

  const MchStoreConflict *conflict;
  char *name; /* NULL until then */
};

G_DEFINE_FINAL_TYPE (MchConflictItem, mch_conflict_item, G_TYPE_OBJECT)

static void
mch_conflict_item_finalize (GObject *object)
{
  g_free (MCH_CONFLICT_ITEM (object)->name);
  G_OBJECT_CLASS (mch_conflict_item_parent_class)->finalize (object);
}

static void
mch_conflict_item_class_init (MchConflictItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_conflict_item_finalize;
}

static void
mch_conflict_item_init (MchConflictItem *self)
{
}

struct _MchConflictList
{
  AdwBin parent_instance;

  MchContext *context;
  GPtrArray *conflicts; /* all of them */
  guint64 serial_seen;  /* of the store, when they were read */
  char *scope_seen;     /* NULL before that */
  GPtrArray *labels;    /* of char: fields that the menu offers; the first is NULL, for all */
  GArray *counts;       /* of guint: how many conflicts each of them has */
  gboolean filling;
  GListStore *items;
  GtkSingleSelection *selection;
  GtkDropDown *fields;
  GtkWidget *view;
};

static guint selected_signal;

G_DEFINE_FINAL_TYPE (MchConflictList, mch_conflict_list, ADW_TYPE_BIN)

static const char *
get_wanted (MchConflictList *self)
{
  guint chosen = gtk_drop_down_get_selected (self->fields);

  return chosen < self->labels->len ? self->labels->pdata[chosen] : NULL;
}

static void
fill_items (MchConflictList *self)
{
  const char *wanted = get_wanted (self);
  guint position = gtk_single_selection_get_selected (self->selection);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->conflicts->len; i++)
    {
      const MchStoreConflict *conflict = self->conflicts->pdata[i];
      MchConflictItem *item;

      if (wanted != NULL && g_strcmp0 (mch_conflict_get_label (conflict), wanted) != 0)
        continue;
      item = g_object_new (MCH_TYPE_CONFLICT_ITEM, NULL);
      item->conflict = conflict;
      g_ptr_array_add (items, item);
    }
  self->filling = TRUE;
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  if (position == GTK_INVALID_LIST_POSITION)
    position = 0;
  if (items->len > 0)
    gtk_single_selection_set_selected (self->selection, MIN (position, items->len - 1));
  self->filling = FALSE;
  g_signal_emit (self, selected_signal, 0);
}

static char *
dup_field_name (MchConflictList *self, guint i)
{
  return g_strdup_printf ("%s (%u)", (char *) self->labels->pdata[i],
                          g_array_index (self->counts, guint, i));
}

/* (transfer full): how many there are of each field, in the order in which they come. */
static GtkStringList *
count_fields (MchConflictList *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_set_size (self->labels, 0);
  g_ptr_array_add (self->labels, NULL);
  g_array_set_size (self->counts, 0);
  g_array_append_val (self->counts, self->conflicts->len);
  gtk_string_list_append (names, _ ("All fields"));
  for (guint i = 0; i < self->conflicts->len; i++)
    {
      const char *label = mch_conflict_get_label (self->conflicts->pdata[i]);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, label));

      if (n == 0)
        g_ptr_array_add (self->labels, g_strdup (label));
      g_hash_table_replace (counts, (gpointer) label, GUINT_TO_POINTER (n + 1));
    }
  for (guint i = 1; i < self->labels->len; i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, self->labels->pdata[i]));
      g_autofree char *name = NULL;

      g_array_append_val (self->counts, n);
      name = dup_field_name (self, i);
      gtk_string_list_append (names, name);
    }
  return names;
}

static void
fill_fields (MchConflictList *self)
{
  g_autofree char *wanted = g_strdup (get_wanted (self));
  g_autoptr (GtkStringList) names = count_fields (self);
  guint chosen = 0;

  for (guint i = 1; i < self->labels->len; i++)
    if (g_strcmp0 (self->labels->pdata[i], wanted) == 0)
      chosen = i;
  self->filling = TRUE;
  gtk_drop_down_set_model (self->fields, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->fields, chosen);
  gtk_widget_set_visible (GTK_WIDGET (self->fields), self->labels->len > 2);
  self->filling = FALSE;
}

static gboolean
is_same (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const MchStoreConflict *one = a->pdata[i];
      const MchStoreConflict *other = b->pdata[i];

      if (g_strcmp0 (one->id, other->id) != 0 || g_strcmp0 (one->name, other->name) != 0
          || g_strcmp0 (one->mine, other->mine) != 0 || g_strcmp0 (one->theirs, other->theirs) != 0)
        return FALSE;
    }
  return TRUE;
}

/* Those of the establishment in view. */
static GPtrArray *
list_conflicts (MchContext *context)
{
  MchStore *store = mch_context_get_store (context);
  const char *scope = mch_context_get_scope (context);
  GPtrArray *conflicts =
      store != NULL && scope != NULL ? mch_store_list_conflicts_of (store, scope, NULL) : NULL;

  if (conflicts == NULL)
    conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_conflict_free);
  return conflicts;
}

/* Whether the store may list others than at the last look: most commits touch none. */
static gboolean
is_news (MchConflictList *self, MchContext *context)
{
  MchStore *store = mch_context_get_store (context);
  guint64 serial = store != NULL ? mch_store_get_conflicts_serial (store) : 0;
  const char *scope = mch_context_get_scope (context);

  if (self->scope_seen != NULL && self->serial_seen == serial
      && g_strcmp0 (self->scope_seen, scope) == 0)
    return FALSE;
  self->serial_seen = serial;
  g_free (self->scope_seen);
  self->scope_seen = g_strdup (scope);
  return TRUE;
}

void
mch_conflict_list_refresh (MchConflictList *self, MchContext *context)
{
  g_autoptr (GPtrArray) conflicts = NULL;

  g_return_if_fail (MCH_IS_CONFLICT_LIST (self));

  g_set_object (&self->context, context);
  if (!is_news (self, context))
    return;
  conflicts = list_conflicts (context);
  if (is_same (conflicts, self->conflicts))
    return;
  /* Rows borrow from the old array until they are gone. */
  {
    g_autoptr (GPtrArray) old = g_steal_pointer (&self->conflicts);
    gboolean focused = gtk_widget_get_focus_child (self->view) != NULL;

    self->conflicts = g_steal_pointer (&conflicts);
    fill_fields (self);
    fill_items (self);
    if (focused)
      mch_conflict_list_focus (self);
  }
}

/* One less of its field; the menu changes in one entry, unless that goes. */
static void
count_down (MchConflictList *self, const char *label)
{
  GtkStringList *names = GTK_STRING_LIST (gtk_drop_down_get_model (self->fields));

  g_array_index (self->counts, guint, 0)--;
  for (guint i = 1; i < self->labels->len; i++)
    {
      guint chosen = gtk_drop_down_get_selected (self->fields);
      g_autofree char *name = NULL;

      if (g_strcmp0 (self->labels->pdata[i], label) != 0)
        continue;
      if (--g_array_index (self->counts, guint, i) == 0)
        {
          fill_fields (self);
          return;
        }
      name = dup_field_name (self, i);
      self->filling = TRUE;
      gtk_string_list_splice (names, i, 1, (const char *[]){ name, NULL });
      gtk_drop_down_set_selected (self->fields, chosen);
      self->filling = FALSE;
      return;
    }
}

static guint
find_item (MchConflictList *self, const MchStoreConflict *conflict)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint selected = gtk_single_selection_get_selected (self->selection);

  for (guint i = 0; i < n; i++)
    {
      guint at = (selected != GTK_INVALID_LIST_POSITION ? selected + i : i) % n;
      g_autoptr (MchConflictItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), at);

      if (item->conflict == conflict)
        return at;
    }
  return GTK_INVALID_LIST_POSITION;
}

void
mch_conflict_list_take (MchConflictList *self, const MchStoreConflict *conflict)
{
  MchStore *store;
  guint position, at, n;

  g_return_if_fail (MCH_IS_CONFLICT_LIST (self) && conflict != NULL);

  store = self->context != NULL ? mch_context_get_store (self->context) : NULL;
  if (store == NULL || mch_store_get_conflicts_serial (store) != self->serial_seen + 1
      || !g_ptr_array_find (self->conflicts, conflict, &at)
      || (position = find_item (self, conflict)) == GTK_INVALID_LIST_POSITION)
    return;
  self->serial_seen++;
  /* The row borrows from it until it is gone. */
  g_ptr_array_steal_index (self->conflicts, at);
  self->filling = TRUE;
  g_list_store_remove (self->items, position);
  self->filling = FALSE;
  count_down (self, mch_conflict_get_label (conflict));
  n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  if (n == 0)
    fill_items (self);
  else
    g_signal_emit (self, selected_signal, 0);
  mch_store_conflict_free ((MchStoreConflict *) conflict);
}

guint
mch_conflict_list_get_n_shown (MchConflictList *self)
{
  g_return_val_if_fail (MCH_IS_CONFLICT_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

guint
mch_conflict_list_get_n_all (MchConflictList *self)
{
  g_return_val_if_fail (MCH_IS_CONFLICT_LIST (self), 0);

  return self->conflicts->len;
}

GPtrArray *
mch_conflict_list_dup_shown (MchConflictList *self)
{
  GPtrArray *shown = g_ptr_array_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MchConflictItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      g_ptr_array_add (shown, (gpointer) item->conflict);
    }
  return shown;
}

const MchStoreConflict *
mch_conflict_list_get_selected (MchConflictList *self, guint *ret_position)
{
  MchConflictItem *item;

  g_return_val_if_fail (MCH_IS_CONFLICT_LIST (self), NULL);

  item = gtk_single_selection_get_selected_item (self->selection);
  if (ret_position != NULL)
    *ret_position = gtk_single_selection_get_selected (self->selection);
  return item != NULL ? item->conflict : NULL;
}

void
mch_conflict_list_focus (MchConflictList *self)
{
  g_return_if_fail (MCH_IS_CONFLICT_LIST (self));

  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u",
                              gtk_single_selection_get_selected (self->selection));
  gtk_widget_grab_focus (self->view);
}

static void
on_selected (MchConflictList *self)
{
  if (!self->filling)
    g_signal_emit (self, selected_signal, 0);
}

static void
on_field_chosen (MchConflictList *self)
{
  if (!self->filling && self->context != NULL)
    fill_items (self);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (lines), mch_text_new ("", FALSE));
  gtk_box_append (GTK_BOX (lines), mch_text_new ("", TRUE));
  gtk_widget_add_css_class (lines, "milestone");
  gtk_list_item_set_child (list_item, lines);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, MchConflictList *self)
{
  GtkWidget *lines = gtk_list_item_get_child (list_item);
  MchConflictItem *item = gtk_list_item_get_item (list_item);
  const MchStoreConflict *conflict = item->conflict;
  const char *label = mch_conflict_get_label (conflict);
  g_autofree char *name = NULL;

  if (item->name == NULL)
    item->name = mch_conflict_dup_record_name (mch_context_get_store (self->context),
                                               conflict->scope, conflict->kind, conflict->id);
  name = g_strdup_printf ("%s, %s", item->name, label);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (lines)), item->name);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (lines)), label);
  mch_a11y_set_row_label (lines, name);
}

static GtkWidget *
view_new (MchConflictList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (self->view), TRUE);
  mch_a11y_set_label (self->view, _ ("Values to decide on"));
  return mch_scroll_new_list (self->view, -1);
}

GtkWidget *
mch_conflict_list_new (void)
{
  return g_object_new (MCH_TYPE_CONFLICT_LIST, NULL);
}

static void
mch_conflict_list_dispose (GObject *object)
{
  MchConflictList *self = MCH_CONFLICT_LIST (object);

  self->filling = TRUE;
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->context);
  g_clear_pointer (&self->conflicts, g_ptr_array_unref);
  g_clear_pointer (&self->labels, g_ptr_array_unref);
  g_clear_pointer (&self->counts, g_array_unref);
  g_clear_pointer (&self->scope_seen, g_free);
  G_OBJECT_CLASS (mch_conflict_list_parent_class)->dispose (object);
}

static void
mch_conflict_list_class_init (MchConflictListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_conflict_list_dispose;

  selected_signal = g_signal_new ("selected", MCH_TYPE_CONFLICT_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_conflict_list_init (MchConflictList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *fields = mch_drop_down_new (_ ("Which field"), NULL);

  self->conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_store_conflict_free);
  self->labels = g_ptr_array_new_with_free_func (g_free);
  self->counts = g_array_new (FALSE, FALSE, sizeof (guint));
  self->items = g_list_store_new (MCH_TYPE_CONFLICT_ITEM);
  self->selection = g_object_new (GTK_TYPE_SINGLE_SELECTION, "model", self->items, NULL);
  self->fields = GTK_DROP_DOWN (fields);
  mch_drop_down_set_narrow (fields);
  gtk_box_append (GTK_BOX (box), fields);
  gtk_box_append (GTK_BOX (box), view_new (self));
  gtk_widget_set_size_request (box, WIDTH, -1);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (fields, "notify::selected", G_CALLBACK (on_field_chosen), self,
                           G_CONNECT_SWAPPED);
}
