/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compare/mch-compare-list.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-record-form.h"
#include "app/widgets/mch-tab-stop.h"
#include "app/widgets/mch-text-column.h"
#include "app/widgets/mch-tick-column.h"

#define MCH_TYPE_COMPARE_ITEM (mch_compare_item_get_type ())
G_DECLARE_FINAL_TYPE (MchCompareItem, mch_compare_item, MCH, COMPARE_ITEM, GObject)

struct _MchCompareItem
{
  GObject parent_instance;

  const MchCompared *pupil; /* of what the list shows */
};

G_DEFINE_FINAL_TYPE (MchCompareItem, mch_compare_item, G_TYPE_OBJECT)

static void
mch_compare_item_class_init (MchCompareItemClass *klass)
{
}

static void
mch_compare_item_init (MchCompareItem *self)
{
}

struct _MchCompareList
{
  AdwBin parent_instance;

  MchComparedKind kind;
  GPtrArray *all; /* keeps the pupils of the items; NULL before the first */
  GListStore *items;
  GtkSelectionModel *selection;
  GtkColumnView *view;
};

static guint ticked_signal;

G_DEFINE_FINAL_TYPE (MchCompareList, mch_compare_list, ADW_TYPE_BIN)

typedef struct
{
  const char *title; /* msgid */
  char *(*dup_text) (const MchCompared *pupil);
  int width; /* pixels, with letters of the usual size; 0: what is left */
  guint kinds;
} Column;

#define KIND(kind) (1u << (kind))
#define ANY (~0u)

static char *
dup_family_name (const MchCompared *pupil)
{
  return g_strdup (pupil->family_name);
}

static char *
dup_given_name (const MchCompared *pupil)
{
  return g_strdup (pupil->given_name);
}

static char *
dup_birth_date (const MchCompared *pupil)
{
  return mch_record_form_dup_display (mch_field_find_for_candidate ("birth_date"),
                                      pupil->birth_date);
}

static char *
dup_division (const MchCompared *pupil)
{
  return g_strdup (pupil->division);
}

static char *
dup_new_division (const MchCompared *pupil)
{
  return g_strdup (pupil->new_division);
}

static char *
dup_agreed (const MchCompared *pupil)
{
  return mch_record_form_dup_display (mch_field_find_for_candidate ("transfer_agreed_on"),
                                      pupil->transfer_agreed_on);
}

static char *
dup_line (const MchCompared *pupil)
{
  return pupil->line > 0 ? g_strdup_printf ("%u", pupil->line) : NULL;
}

static const Column columns[] = {
  { N_ ("Family name"), dup_family_name, 0, ANY },
  { N_ ("Given name"), dup_given_name, 0, ANY },
  { N_ ("Born on"), dup_birth_date, 100, ANY },
  { N_ ("Division"), dup_division, 100, ANY },
  { N_ ("New division"), dup_new_division, 120, KIND (MCH_COMPARED_MOVED) },
  { N_ ("Transfer agreed on"), dup_agreed, 150, KIND (MCH_COMPARED_LEFT) },
  { N_ ("Line of the file"), dup_line, 120,
    KIND (MCH_COMPARED_ARRIVED) | KIND (MCH_COMPARED_MOVED) },
};

/* The row is read as one person and what is different, the same from every column. */
static void
name_row (GtkWidget *cell, const MchCompared *pupil)
{
  g_autofree char *who = g_strjoin (" ", pupil->family_name != NULL ? pupil->family_name : "",
                                    pupil->given_name, NULL);
  const char *division = pupil->division != NULL ? pupil->division : "—";
  g_autofree char *name = pupil->new_division != NULL
                              ? g_strdup_printf ("%s, %s → %s", who, division, pupil->new_division)
                              : g_strdup_printf ("%s, %s", who, division);

  mch_a11y_set_row_label (cell, name);
}

static void
show_cell (GObject *item, GtkLabel *label, gconstpointer data)
{
  const Column *column = data;
  const MchCompared *pupil = MCH_COMPARE_ITEM (item)->pupil;
  g_autofree char *text = column->dup_text (pupil);

  gtk_label_set_label (label, text != NULL ? text : "—");
  if (column == columns)
    name_row (GTK_WIDGET (label), pupil);
}

static void
add_id (GHashTable *ids, const MchCompared *pupil)
{
  if (pupil->candidature != NULL)
    g_hash_table_add (ids, g_strdup (pupil->candidature));
}

/* Ids of those of the list who are not ticked, and of those who are. */
static void
note_ticks (MchCompareList *self, GHashTable *unticked, GHashTable *ticked)
{
  for (guint i = 0; i < mch_compare_list_get_n (self); i++)
    {
      g_autoptr (MchCompareItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      add_id (gtk_selection_model_is_selected (self->selection, i) ? ticked : unticked,
              item->pupil);
    }
}

/* Who was in the list before stays as he was; a new class is meant to be given, nobody is meant to
 * have left. */
static gboolean
shall_tick (MchCompareList *self, const MchCompared *pupil, GHashTable *unticked,
            GHashTable *ticked)
{
  if (pupil->candidature == NULL)
    return FALSE;
  if (self->kind == MCH_COMPARED_MOVED)
    return !g_hash_table_contains (unticked, pupil->candidature);
  return g_hash_table_contains (ticked, pupil->candidature);
}

static void
fill (MchCompareList *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->all->len; i++)
    if (((MchCompared *) self->all->pdata[i])->kind == self->kind)
      {
        MchCompareItem *item = g_object_new (MCH_TYPE_COMPARE_ITEM, NULL);

        item->pupil = self->all->pdata[i];
        g_ptr_array_add (items, item);
      }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
}

void
mch_compare_list_show (MchCompareList *self, GPtrArray *all)
{
  g_autoptr (GHashTable) unticked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) ticked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) before = NULL;

  g_return_if_fail (MCH_IS_COMPARE_LIST (self));
  g_return_if_fail (all != NULL);

  note_ticks (self, unticked, ticked);
  before = self->all;
  self->all = g_ptr_array_ref (all);
  fill (self);
  for (guint i = 0; i < mch_compare_list_get_n (self); i++)
    {
      g_autoptr (MchCompareItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (shall_tick (self, item->pupil, unticked, ticked))
        gtk_selection_model_select_item (self->selection, i, FALSE);
    }
}

guint
mch_compare_list_get_n (MchCompareList *self)
{
  g_return_val_if_fail (MCH_IS_COMPARE_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

GPtrArray *
mch_compare_list_dup_ticked (MchCompareList *self)
{
  GPtrArray *ticked = g_ptr_array_new ();
  g_autoptr (GtkBitset) chosen = NULL;

  g_return_val_if_fail (MCH_IS_COMPARE_LIST (self), ticked);

  if (self->kind == MCH_COMPARED_ARRIVED)
    return ticked;
  chosen = gtk_selection_model_get_selection (self->selection);
  for (guint64 i = 0; i < gtk_bitset_get_size (chosen); i++)
    {
      g_autoptr (MchCompareItem) item = g_list_model_get_item (
          G_LIST_MODEL (self->items), gtk_bitset_get_nth (chosen, (guint) i));

      if (item != NULL)
        g_ptr_array_add (ticked, (gpointer) item->pupil);
    }
  return ticked;
}

void
mch_compare_list_tick_all (MchCompareList *self, gboolean tick)
{
  g_return_if_fail (MCH_IS_COMPARE_LIST (self));

  if (tick)
    gtk_selection_model_select_all (self->selection);
  else
    gtk_selection_model_unselect_all (self->selection);
}

static void
on_selection_changed (MchCompareList *self)
{
  g_signal_emit (self, ticked_signal, 0);
}

static void
add_columns (MchCompareList *self)
{
  if (self->kind != MCH_COMPARED_ARRIVED)
    mch_tick_column_append (self->view, self->selection);
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    if ((columns[i].kinds & KIND (self->kind)) != 0)
      mch_text_column_append (self->view, _ (columns[i].title), columns[i].width,
                              columns[i].width == 0, show_cell, &columns[i]);
}

static void
build (MchCompareList *self, const char *label)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GListModel *items = G_LIST_MODEL (g_object_ref (self->items));

  self->selection = self->kind == MCH_COMPARED_ARRIVED
                        ? GTK_SELECTION_MODEL (gtk_no_selection_new (items))
                        : GTK_SELECTION_MODEL (gtk_multi_selection_new (items));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selection_changed),
                           self, G_CONNECT_SWAPPED);
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (g_object_ref (self->selection)));
  add_columns (self);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  mch_a11y_set_label (GTK_WIDGET (self->view), label);
  mch_a11y_set_label (gtk_widget_get_last_child (GTK_WIDGET (self->view)), label);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), mch_tab_stop_new (scrolled));
}

GtkWidget *
mch_compare_list_new (MchComparedKind kind, const char *label)
{
  MchCompareList *self = g_object_new (MCH_TYPE_COMPARE_LIST, NULL);

  self->kind = kind;
  build (self, label);
  return GTK_WIDGET (self);
}

static void
mch_compare_list_dispose (GObject *object)
{
  MchCompareList *self = MCH_COMPARE_LIST (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->all, g_ptr_array_unref);
  G_OBJECT_CLASS (mch_compare_list_parent_class)->dispose (object);
}

static void
mch_compare_list_class_init (MchCompareListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_compare_list_dispose;
  ticked_signal = g_signal_new ("ticked", MCH_TYPE_COMPARE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
mch_compare_list_init (MchCompareList *self)
{
  self->items = g_list_store_new (MCH_TYPE_COMPARE_ITEM);
}
