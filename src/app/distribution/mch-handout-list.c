/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/distribution/mch-handout-list.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-text.h"

#define ITEM "mch-item"
#define MIN_HEIGHT 220

typedef enum
{
  SHOW_WAITING,
  SHOW_NOT_ACTIVATED,
  SHOW_ALL,
} Show;

struct _MchHandoutList
{
  AdwBin parent_instance;

  MchHandoutModel *model;
  char *fold; /* what is searched; NULL for nothing */
  GtkCustomFilter *filter;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  GtkDropDown *show;
  GtkEditable *search;
  GtkStack *stack;
  GtkLabel *none;
  GtkWidget *view;
};

G_DEFINE_FINAL_TYPE (MchHandoutList, mch_handout_list, ADW_TYPE_BIN)

typedef struct
{
  GtkWidget *tick;
  GtkLabel *name;
  GtkLabel *detail;
  GtkLabel *words;
  gboolean binding;
} Row;

static void
set_handed (MchHandoutList *self, MchHandoutItem *item, gboolean handed)
{
  MchSlipStage stage = mch_handout_item_get_stage (item);

  if (stage == MCH_SLIP_STAGE_WAITING || stage == MCH_SLIP_STAGE_HANDED)
    mch_handout_model_set_handed (self->model, item, handed);
  else
    mch_toast_show (GTK_WIDGET (self), mch_handout_item_get_words (item));
}

static void
on_row_activated (GtkListView *view, guint position, MchHandoutList *self)
{
  g_autoptr (MchHandoutItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    set_handed (self, item, mch_handout_item_get_stage (item) != MCH_SLIP_STAGE_HANDED);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers,
        MchHandoutList *self)
{
  if (key != GDK_KEY_space || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  on_row_activated (GTK_LIST_VIEW (self->view), gtk_single_selection_get_selected (self->selection),
                    self);
  return TRUE;
}

static void
on_toggled (GtkCheckButton *tick, MchHandoutList *self)
{
  Row *row = g_object_get_data (G_OBJECT (tick), "mch-row");
  MchHandoutItem *item = g_object_get_data (G_OBJECT (tick), ITEM);

  if (!row->binding && item != NULL)
    set_handed (self, item, gtk_check_button_get_active (tick));
}

static GtkLabel *
label_new (GtkWidget *box, gboolean dim)
{
  GtkWidget *label = mch_text_new ("", dim);

  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item, MchHandoutList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Row *row = g_new0 (Row, 1);

  row->tick = gtk_check_button_new ();
  /* The row is what takes the keyboard. */
  gtk_widget_set_can_focus (row->tick, FALSE);
  gtk_widget_set_valign (row->tick, GTK_ALIGN_CENTER);
  mch_a11y_set_label (row->tick, _ ("Slip handed out"));
  g_object_set_data (G_OBJECT (row->tick), "mch-row", row);
  g_signal_connect_object (row->tick, "toggled", G_CALLBACK (on_toggled), self, 0);
  gtk_box_append (GTK_BOX (box), row->tick);
  row->name = label_new (lines, FALSE);
  row->detail = label_new (lines, TRUE);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  row->words = label_new (box, FALSE);
  gtk_label_set_natural_wrap_mode (row->words, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (row->words, 1);
  gtk_label_set_justify (row->words, GTK_JUSTIFY_RIGHT);
  gtk_list_item_set_child (list_item, box);
  g_object_set_data_full (G_OBJECT (list_item), "mch-row", row, g_free);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item, MchHandoutList *self)
{
  Row *row = g_object_get_data (G_OBJECT (list_item), "mch-row");
  MchHandoutItem *item = gtk_list_item_get_item (list_item);
  const MchCandidate *candidate = mch_handout_item_get (item);
  const char *division = mch_candidate_get (candidate, "division");
  const char *login = mch_candidate_get (candidate, "login");
  MchSlipStage stage = mch_handout_item_get_stage (item);
  g_autofree char *detail =
      g_strdup_printf ("%s · %s", division != NULL ? division : "–", login != NULL ? login : "–");
  g_autofree char *name =
      g_strdup_printf ("%s, %s, %s", mch_handout_item_get_name (item),
                       division != NULL ? division : "–", mch_handout_item_get_words (item));

  row->binding = TRUE;
  g_object_set_data_full (G_OBJECT (row->tick), ITEM, g_object_ref (item), g_object_unref);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (row->tick),
                               stage == MCH_SLIP_STAGE_HANDED || stage == MCH_SLIP_STAGE_ACTIVE);
  gtk_widget_set_sensitive (row->tick,
                            stage == MCH_SLIP_STAGE_WAITING || stage == MCH_SLIP_STAGE_HANDED);
  row->binding = FALSE;
  gtk_label_set_label (row->name, mch_handout_item_get_name (item));
  gtk_label_set_label (row->detail, detail);
  gtk_label_set_label (row->words, mch_handout_item_get_words (item));
  mch_a11y_set_row_label (row->tick, name);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *list_item, MchHandoutList *self)
{
  Row *row = g_object_get_data (G_OBJECT (list_item), "mch-row");

  g_object_set_data (G_OBJECT (row->tick), ITEM, NULL);
}

static gboolean
is_shown (gpointer object, gpointer user_data)
{
  MchHandoutList *self = user_data;
  Show show = gtk_drop_down_get_selected (self->show);
  MchSlipStage stage = mch_handout_item_get_stage (object);

  if (show == SHOW_WAITING && stage != MCH_SLIP_STAGE_WAITING)
    return FALSE;
  if (show == SHOW_NOT_ACTIVATED && stage >= MCH_SLIP_STAGE_ACTIVE)
    return FALSE;
  return self->fold == NULL || mch_handout_item_matches (object, self->fold);
}

static void
show_emptiness (MchHandoutList *self)
{
  gboolean everybody = g_list_model_get_n_items (mch_handout_model_get_items (self->model)) > 0;

  gtk_label_set_label (self->none, !everybody           ? _ ("There is no candidate yet.")
                                   : self->fold != NULL ? _ ("Nobody in this list has these words.")
                                   : gtk_drop_down_get_selected (self->show) == SHOW_WAITING
                                       ? _ ("✓ No slip waits to be handed out.")
                                       : _ ("✓ Every account is activated."));
  gtk_stack_set_visible_child_name (self->stack,
                                    mch_handout_list_get_n_shown (self) > 0 ? "list" : "none");
}

static void
filter_again (MchHandoutList *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_emptiness (self);
}

static void
on_search_changed (MchHandoutList *self)
{
  const char *text = gtk_editable_get_text (self->search);

  g_free (self->fold);
  self->fold = *text != '\0' ? mch_text_fold (text) : NULL;
  filter_again (self);
}

guint
mch_handout_list_get_n_shown (MchHandoutList *self)
{
  g_return_val_if_fail (MCH_IS_HANDOUT_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

static GtkWidget *
tools_new (MchHandoutList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *show = mch_drop_down_new (_ ("Who is listed"), NULL);
  GtkWidget *search =
      mch_search_entry_new (_ ("Search a name…"), _ ("Search a name, a division or a login"));
  g_autoptr (GtkStringList) choices = gtk_string_list_new (
      (const char *const[]){ _ ("Not handed out"), _ ("Not activated"), _ ("Everybody"), NULL });

  self->show = GTK_DROP_DOWN (show);
  self->search = GTK_EDITABLE (search);
  gtk_drop_down_set_model (self->show, G_LIST_MODEL (choices));
  gtk_widget_set_tooltip_text (show, _ ("Who is listed"));
  g_signal_connect_object (show, "notify::selected", G_CALLBACK (filter_again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (on_search_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), show);
  gtk_box_append (GTK_BOX (box), search);
  return box;
}

static GtkWidget *
view_new (MchHandoutList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (self->view), TRUE);
  mch_a11y_set_label (self->view, _ ("Slips to hand out"));
  g_signal_connect (self->view, "activate", G_CALLBACK (on_row_activated), self);
  /* Ahead of the list, which would take the space bar for itself. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (self->view, keys);
  return mch_scroll_new_list (self->view, MIN_HEIGHT);
}

GtkWidget *
mch_handout_list_new (MchHandoutModel *model)
{
  MchHandoutList *self = g_object_new (MCH_TYPE_HANDOUT_LIST, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->model = g_object_ref (model);
  gtk_box_append (GTK_BOX (box), tools_new (self));
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->filtered = gtk_filter_list_model_new (g_object_ref (mch_handout_model_get_items (model)),
                                              g_object_ref (GTK_FILTER (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->filtered)));
  self->stack = GTK_STACK (mch_stack_new ());
  self->none = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_widget_set_valign (GTK_WIDGET (self->none), GTK_ALIGN_START);
  gtk_stack_add_named (self->stack, view_new (self), "list");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->none), "none");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (show_emptiness), self,
                           G_CONNECT_SWAPPED);
  show_emptiness (self);
  return GTK_WIDGET (self);
}

static void
mch_handout_list_dispose (GObject *object)
{
  MchHandoutList *self = MCH_HANDOUT_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->filter);
  g_clear_object (&self->model);
  g_clear_pointer (&self->fold, g_free);
  G_OBJECT_CLASS (mch_handout_list_parent_class)->dispose (object);
}

static void
mch_handout_list_class_init (MchHandoutListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_handout_list_dispose;
}

static void
mch_handout_list_init (MchHandoutList *self)
{
}
