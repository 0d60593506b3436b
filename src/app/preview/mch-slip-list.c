/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-slip-list.h"

#include <glib/gi18n-lib.h>

#include "app/preview/mch-page-paintable.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-tab-stop.h"
#include "core/mch-text.h"

#define THUMBNAIL_WIDTH 64
#define STALE (MCH_N_REVIEW_STATES + 1) /* in the menu, after the states */

struct _MchSlipList
{
  AdwBin parent_instance;

  MchPreviewModel *model;
  char *fold; /* what is searched */
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  GtkEditable *search;
  GtkDropDown *state;
  GtkStack *stack;
  GtkWidget *view;
};

static guint selected_signal;

G_DEFINE_FINAL_TYPE (MchSlipList, mch_slip_list, ADW_TYPE_BIN)

static const char *
icon_of (MchReviewState state)
{
  switch (state)
    {
    case MCH_REVIEW_CHECKED:
      return "object-select-symbolic";
    case MCH_REVIEW_FAULTY:
      return "dialog-warning-symbolic";
    default:
      return "radio-symbolic";
    }
}

typedef struct
{
  MchPagePaintable *page;
  GtkLabel *family_name;
  GtkLabel *given_name;
  GtkLabel *division;
  GtkImage *state;
  MchSlipItem *item; /* while bound */
  gulong changed_id;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_clear_object (&row->page);
  g_free (row);
}

static void
show_state (Row *row)
{
  MchReviewState state = mch_slip_item_get_state (row->item);
  const MchSlipFacts *facts = mch_slip_item_get_facts (row->item);
  const char *label =
      facts->stale ? _ ("To print again: the name or the class has changed since it was printed")
                   : mch_review_state_label (state);
  g_autofree char *name =
      g_strdup_printf ("%s, %s, %s", mch_slip_item_get_name (row->item),
                       facts->division != NULL ? facts->division : facts->login, label);

  gtk_image_set_from_icon_name (row->state,
                                facts->stale ? "view-refresh-symbolic" : icon_of (state));
  gtk_widget_set_tooltip_text (GTK_WIDGET (row->state), label);
  mch_a11y_set_label (GTK_WIDGET (row->state), label);
  gtk_widget_set_css_classes (GTK_WIDGET (row->state),
                              (const char *[]){ state == MCH_REVIEW_CHECKED  ? "success"
                                                : state == MCH_REVIEW_FAULTY ? "warning"
                                                                             : "dim-label",
                                                NULL });
  mch_a11y_set_row_label (GTK_WIDGET (row->state), name);
}

static GtkLabel *
line_new (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, MchSlipList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *picture;
  Row *row = g_new0 (Row, 1);

  row->page = mch_page_paintable_new (THUMBNAIL_WIDTH);
  picture = gtk_picture_new_for_paintable (GDK_PAINTABLE (row->page));
  gtk_picture_set_can_shrink (GTK_PICTURE (picture), FALSE);
  gtk_widget_set_valign (picture, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (picture, "thumbnail");
  gtk_box_append (GTK_BOX (box), picture);

  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  row->family_name = line_new (lines, "heading");
  row->given_name = line_new (lines, "body");
  row->division = line_new (lines, "dim-label");
  gtk_box_append (GTK_BOX (box), lines);
  row->state = GTK_IMAGE (gtk_image_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->state));
  gtk_list_item_set_child (list_item, box);
  g_object_set_data_full (G_OBJECT (list_item), "mch-row", row, row_free);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, MchSlipList *self)
{
  Row *row = g_object_get_data (G_OBJECT (list_item), "mch-row");
  const MchSlipRequest *request = mch_preview_model_get_request (self->model);
  const MchPapillonLayout layout =
      request != NULL ? request->layout.options.layout : MCH_PAPILLON_ONE_PER_PAGE;
  guint per_page = mch_papillon_layout_get_per_page (layout);
  const MchSlipFacts *facts;

  row->item = gtk_list_item_get_item (list_item);
  facts = mch_slip_item_get_facts (row->item);
  row->changed_id = g_signal_connect_swapped (row->item, "changed", G_CALLBACK (show_state), row);
  gtk_label_set_label (row->family_name, facts->family_name != NULL ? facts->family_name : "");
  gtk_label_set_label (row->given_name, facts->given_name != NULL ? facts->given_name : "");
  gtk_label_set_label (row->division, facts->division != NULL ? facts->division : facts->login);
  mch_page_paintable_set_scale (row->page, gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  mch_page_paintable_set (row->page, mch_preview_model_get_document (self->model),
                          facts->place / per_page, mch_papillon_layout_get_grid (layout),
                          facts->place % per_page);
  show_state (row);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, MchSlipList *self)
{
  Row *row = g_object_get_data (G_OBJECT (list_item), "mch-row");

  g_clear_signal_handler (&row->changed_id, row->item);
  mch_page_paintable_set (row->page, NULL, 0, NULL, 0);
  row->item = NULL;
}

static gboolean
is_shown (gpointer object, gpointer user_data)
{
  MchSlipList *self = user_data;
  guint state = gtk_drop_down_get_selected (self->state);

  if (state == STALE)
    {
      if (!mch_slip_item_get_facts (object)->stale)
        return FALSE;
    }
  else if (state > 0 && mch_slip_item_get_state (object) != (MchReviewState) (state - 1))
    return FALSE;
  return self->fold == NULL || mch_slip_item_matches (object, self->fold);
}

static void
show_emptiness (MchSlipList *self)
{
  gboolean none = mch_slip_list_get_n_shown (self) == 0;

  gtk_stack_set_visible_child_name (self->stack, none ? "none" : "list");
}

static void
filter_again (MchSlipList *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_emptiness (self);
}

static void
on_search_changed (MchSlipList *self)
{
  g_free (self->fold);
  self->fold = mch_text_fold (gtk_editable_get_text (self->search));
  filter_again (self);
}

/* A slip that no longer belongs to the worklist leaves it; the next one takes its place. */
static void
on_reviewed (MchSlipList *self)
{
  if (gtk_drop_down_get_selected (self->state) > 0)
    filter_again (self);
}

static void
on_selected (MchSlipList *self)
{
  g_signal_emit (self, selected_signal, 0);
}

MchSlipItem *
mch_slip_list_get_selected (MchSlipList *self)
{
  g_return_val_if_fail (MCH_IS_SLIP_LIST (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

guint
mch_slip_list_get_n_shown (MchSlipList *self)
{
  g_return_val_if_fail (MCH_IS_SLIP_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

static void
select_position (MchSlipList *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", position);
}

static gboolean
find_index (MchSlipList *self, guint index, guint *ret_position)
{
  for (guint i = 0; i < mch_slip_list_get_n_shown (self); i++)
    {
      g_autoptr (MchSlipItem) item = g_list_model_get_item (G_LIST_MODEL (self->filtered), i);

      if (mch_slip_item_get_index (item) == index)
        {
          *ret_position = i;
          return TRUE;
        }
    }
  return FALSE;
}

void
mch_slip_list_select (MchSlipList *self, guint index)
{
  guint position;

  g_return_if_fail (MCH_IS_SLIP_LIST (self));

  if (!find_index (self, index, &position))
    {
      gtk_editable_set_text (self->search, "");
      gtk_drop_down_set_selected (self->state, 0);
      on_search_changed (self);
      if (!find_index (self, index, &position))
        return;
    }
  select_position (self, position);
}

gboolean
mch_slip_list_step (MchSlipList *self, int step)
{
  gint64 position;

  g_return_val_if_fail (MCH_IS_SLIP_LIST (self), FALSE);

  position = (gint64) gtk_single_selection_get_selected (self->selection) + step;
  if (position < 0 || position >= mch_slip_list_get_n_shown (self))
    return FALSE;
  select_position (self, (guint) position);
  return TRUE;
}

gboolean
mch_slip_list_select_next_todo (MchSlipList *self)
{
  guint n, from;

  g_return_val_if_fail (MCH_IS_SLIP_LIST (self), FALSE);

  n = mch_slip_list_get_n_shown (self);
  from = gtk_single_selection_get_selected (self->selection);
  for (guint i = 0; i < n; i++)
    {
      guint position = (from + i) % n;
      g_autoptr (MchSlipItem) item =
          g_list_model_get_item (G_LIST_MODEL (self->filtered), position);

      if (mch_slip_item_get_state (item) == MCH_REVIEW_TODO)
        {
          select_position (self, position);
          return TRUE;
        }
    }
  return FALSE;
}

void
mch_slip_list_focus (MchSlipList *self)
{
  g_return_if_fail (MCH_IS_SLIP_LIST (self));

  gtk_widget_grab_focus (self->view);
}

void
mch_slip_list_focus_search (MchSlipList *self)
{
  g_return_if_fail (MCH_IS_SLIP_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

gboolean
mch_slip_list_has_focus (MchSlipList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == self->view || gtk_widget_is_ancestor (focus, self->view));
}

static GtkWidget *
tools_new (MchSlipList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *search =
      mch_search_entry_new (_ ("Search a name…"), _ ("Search a name, a division or a login"));
  GtkWidget *state = mch_drop_down_new (_ ("Slips that are listed"), NULL);
  g_autoptr (GtkStringList) states =
      gtk_string_list_new ((const char *const[]){ _ ("All slips"), _ ("To check"), _ ("Checked"),
                                                  _ ("To correct"), _ ("To print again"), NULL });

  self->search = GTK_EDITABLE (search);
  self->state = GTK_DROP_DOWN (state);
  gtk_drop_down_set_model (GTK_DROP_DOWN (state), G_LIST_MODEL (states));
  g_signal_connect_object (search, "search-changed", G_CALLBACK (on_search_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (state, "notify::selected", G_CALLBACK (filter_again), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), state);
  gtk_widget_set_margin_start (box, 8);
  gtk_widget_set_margin_end (box, 8);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  return box;
}

static GtkWidget *
view_new (MchSlipList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  mch_a11y_set_label (self->view, _ ("Slips"));
  gtk_widget_add_css_class (self->view, "navigation-sidebar");
  scrolled = mch_scroll_new (self->view);
  gtk_widget_set_vexpand (scrolled, TRUE);
  return mch_tab_stop_new (scrolled);
}

GtkWidget *
mch_slip_list_new (MchPreviewModel *model)
{
  MchSlipList *self = g_object_new (MCH_TYPE_SLIP_LIST, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *stack = mch_stack_new ();
  GtkWidget *none = mch_text_new (_ ("No slip answers to this search."), TRUE);

  self->model = g_object_ref (model);
  self->stack = GTK_STACK (stack);
  gtk_box_append (GTK_BOX (box), tools_new (self));
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->filtered = gtk_filter_list_model_new (g_object_ref (mch_preview_model_get_items (model)),
                                              g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (show_emptiness), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "reviewed", G_CALLBACK (on_reviewed), self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, view_new (self), "list");
  gtk_widget_set_margin_start (none, 12);
  gtk_widget_set_margin_end (none, 12);
  gtk_widget_set_valign (none, GTK_ALIGN_START);
  gtk_stack_add_named (self->stack, none, "none");
  gtk_box_append (GTK_BOX (box), stack);
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}

static void
mch_slip_list_dispose (GObject *object)
{
  MchSlipList *self = MCH_SLIP_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->model);
  g_clear_pointer (&self->fold, g_free);
  G_OBJECT_CLASS (mch_slip_list_parent_class)->dispose (object);
}

static void
mch_slip_list_class_init (MchSlipListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_slip_list_dispose;

  selected_signal = g_signal_new ("selected", MCH_TYPE_SLIP_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
mch_slip_list_init (MchSlipList *self)
{
}
