/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/office/mch-office-screen.h"

#include <glib/gi18n-lib.h>

#include "app/office/mch-office-jobs.h"
#include "app/office/mch-office-model.h"
#include "app/office/mch-office-sessions.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"
#include "core/mch-label.h"
#include "core/mch-text.h"

#define MIN_HEIGHT 220

typedef enum
{
  SHOW_ALL,
  SHOW_LATE,
  SHOW_OPEN,
} Show;

typedef enum
{
  ORDER_NAME,
  ORDER_LATE,
} Order;

struct _MchOfficeScreen
{
  MchScreen parent_instance;

  MchOfficeModel *model; /* NULL until there is a context */
  char *fold;            /* what is searched; NULL for nothing */
  GtkFilter *filter;
  GtkSorter *sorter;
  GtkSingleSelection *selection;
  GtkLabel *sums;
  MchOfficeSessions *sessions;
  GtkDropDown *show;
  GtkDropDown *order;
  GtkEditable *search;
  GtkStack *stack;
  GtkLabel *none;
  GtkWidget *view;
  GtkWidget *open;
  GtkWidget *pin;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (MchOfficeScreen, mch_office_screen, MCH_TYPE_SCREEN)

typedef struct
{
  GtkLabel *name;
  GtkLabel *detail;
  GtkLabel *words;
  GtkLabel *held;
} Row;

static GtkLabel *
label_new (GtkWidget *box, gboolean dim)
{
  GtkWidget *label = mch_text_new ("", dim);

  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *state = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  Row *row = g_new0 (Row, 1);

  row->name = label_new (lines, FALSE);
  row->detail = label_new (lines, TRUE);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  row->words = label_new (state, FALSE);
  row->held = label_new (state, TRUE);
  gtk_label_set_xalign (row->words, 1);
  gtk_label_set_xalign (row->held, 1);
  gtk_label_set_natural_wrap_mode (row->words, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_natural_wrap_mode (row->held, GTK_NATURAL_WRAP_NONE);
  gtk_box_append (GTK_BOX (box), state);
  gtk_list_item_set_child (list_item, box);
  g_object_set_data_full (G_OBJECT (list_item), "mch-row", row, g_free);
}

static char *
dup_detail (const MchOfficeFacts *facts)
{
  /* Translators: UAI, then how many are registered, finalised, have an account, have activated it.
   */
  return g_strdup_printf (_ ("%s · %u registered, %u finalised, %u accounts, %u activated"),
                          facts->uai, facts->n_registered, facts->n_registered - facts->n_left,
                          facts->n_accounts, facts->n_active);
}

static const char *
get_held (const MchOfficeFacts *facts)
{
  return facts->pinned ? _ ("Pinned") : facts->open ? _ ("Open here") : "";
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  Row *row = g_object_get_data (G_OBJECT (list_item), "mch-row");
  MchOfficeItem *item = gtk_list_item_get_item (list_item);
  const MchOfficeFacts *facts = mch_office_item_get (item);
  g_autofree char *detail = dup_detail (facts);
  g_autofree char *name = g_strjoin (", ", facts->name, detail, mch_office_item_get_words (item),
                                     facts->open ? get_held (facts) : NULL, NULL);

  gtk_label_set_label (row->name, facts->name);
  gtk_label_set_label (row->detail, detail);
  gtk_label_set_label (row->words, mch_office_item_get_words (item));
  gtk_label_set_label (row->held, get_held (facts));
  mch_a11y_set_row_label (gtk_list_item_get_child (list_item), name);
}

static gboolean
is_shown (gpointer object, gpointer user_data)
{
  MchOfficeScreen *self = user_data;
  Show show = gtk_drop_down_get_selected (self->show);

  if (show == SHOW_LATE && !mch_office_item_is_late (object))
    return FALSE;
  if (show == SHOW_OPEN && !mch_office_item_get (object)->open)
    return FALSE;
  return self->fold == NULL || mch_office_item_matches (object, self->fold);
}

/* Most left to do first, nobody registered before all; what is equal stays by name. */
static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  MchOfficeScreen *self = user_data;
  const MchOfficeFacts *one = mch_office_item_get ((gpointer) a);
  const MchOfficeFacts *other = mch_office_item_get ((gpointer) b);
  guint left = one->n_registered == 0 ? G_MAXUINT : one->n_left;
  guint other_left = other->n_registered == 0 ? G_MAXUINT : other->n_left;

  if (gtk_drop_down_get_selected (self->order) == ORDER_NAME || left == other_left)
    return 0;
  return left > other_left ? -1 : 1;
}

/* (transfer full) (nullable) */
static MchOfficeItem *
dup_selected (MchOfficeScreen *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  return g_list_model_get_item (G_LIST_MODEL (self->selection), position);
}

static void
refresh_acts (MchOfficeScreen *self)
{
  g_autoptr (MchOfficeItem) item = dup_selected (self);
  const char *reason = item != NULL ? NULL : _ ("Choose an establishment in the list first.");
  gboolean pinned = item != NULL && mch_office_item_get (item)->pinned;

  mch_why_not_set (self->open, reason);
  mch_why_not_set (self->pin, reason);
  gtk_button_set_label (GTK_BUTTON (self->pin), pinned ? _ ("_Unpin") : _ ("_Pin"));
  mch_a11y_name_button (GTK_BUTTON (self->pin));
}

static void
show_emptiness (MchOfficeScreen *self)
{
  gboolean any = g_list_model_get_n_items (mch_office_model_get_items (self->model)) > 0;

  gtk_label_set_label (self->none,
                       !any ? _ ("The list of establishments comes with the first synchronisation.")
                       : self->fold != NULL ? _ ("No establishment of this list has these words.")
                       : gtk_drop_down_get_selected (self->show) == SHOW_OPEN
                           ? _ ("No establishment is open here. Choose “All” and open one.")
                           : _ ("✓ Nothing is left to finish anywhere."));
  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0 ? "list" : "none");
  refresh_acts (self);
}

static void
filter_again (MchOfficeScreen *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (self->sorter, GTK_SORTER_CHANGE_DIFFERENT);
  show_emptiness (self);
}

static void
on_search_changed (MchOfficeScreen *self)
{
  const char *text = gtk_editable_get_text (self->search);

  g_free (self->fold);
  self->fold = *text != '\0' ? mch_text_fold (text) : NULL;
  filter_again (self);
}

static char *
dup_sums (const MchOfficeFacts *sums)
{
  g_autofree char *registered = mch_label_dup_number (sums->n_registered);
  g_autofree char *finalised = mch_label_dup_number (sums->n_registered - sums->n_left);
  g_autofree char *accounts = mch_label_dup_number (sums->n_accounts);
  g_autofree char *active = mch_label_dup_number (sums->n_active);

  return g_strdup_printf (_ ("%s registered, %s finalised, %s accounts, %s activated"), registered,
                          finalised, accounts, active);
}

static void
on_changed (MchOfficeScreen *self)
{
  guint n = g_list_model_get_n_items (mch_office_model_get_items (self->model));
  guint late = mch_office_model_get_n_late (self->model);
  g_autofree char *n_all = mch_label_dup_number (n);
  g_autofree char *n_late = mch_label_dup_number (late);
  g_autofree char *all = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s establishment", "%s establishments", n), n_all);
  g_autofree char *left = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s not finished", "%s not finished", late), n_late);
  g_autofree char *counts = dup_sums (mch_office_model_get_sums (self->model));
  g_autofree char *text = g_strjoin (" · ", all, left, counts, NULL);

  gtk_label_set_label (self->sums, text);
  show_emptiness (self);
}

/* An act on its way. */
typedef struct
{
  MchOfficeScreen *screen; /* weak */
  MchContext *context;
  MchOfficeAct act;
  char *uai;
} Acting;

static void
acting_free (Acting *acting)
{
  g_clear_weak_pointer (&acting->screen);
  g_object_unref (acting->context);
  g_free (acting->uai);
  g_free (acting);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Acting, acting_free)

static void
on_acted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Acting) acting = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *scope = g_strconcat ("etab:", acting->uai, NULL);
  gboolean done = mch_office_act_finish (source, result, &error);

  if (acting->screen == NULL)
    return;
  acting->screen->busy = FALSE;
  if (!done)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        mch_message_show (GTK_WIDGET (acting->screen), _ ("The establishment was not opened"),
                          error->message);
      return;
    }
  if (acting->act == MCH_OFFICE_ACT_OPEN)
    {
      mch_context_set_scope (acting->context, scope);
      mch_screen_go (GTK_WIDGET (acting->screen), "candidates", "");
      return;
    }
  mch_office_model_load (acting->screen->model);
  mch_toast_show (GTK_WIDGET (acting->screen),
                  acting->act == MCH_OFFICE_ACT_PIN
                      ? _ ("Pinned: it stays on this computer and is kept up to date.")
                      : _ ("Unpinned: it goes when others are opened."));
}

static void
act (MchOfficeScreen *self, MchOfficeAct what)
{
  g_autoptr (MchOfficeItem) item = dup_selected (self);
  Acting *acting;

  if (item == NULL || self->busy)
    return;
  self->busy = TRUE;
  acting = g_new0 (Acting, 1);
  g_set_weak_pointer (&acting->screen, self);
  acting->context = g_object_ref (mch_screen_get_context (MCH_SCREEN (self)));
  acting->act = what;
  acting->uai = g_strdup (mch_office_item_get (item)->uai);
  mch_office_act_async (acting->context, what, acting->uai, on_acted, acting);
}

static void
on_open_clicked (MchOfficeScreen *self)
{
  if (!mch_why_not_stops (self->open))
    act (self, MCH_OFFICE_ACT_OPEN);
}

static void
on_pin_clicked (MchOfficeScreen *self)
{
  g_autoptr (MchOfficeItem) item = dup_selected (self);

  if (!mch_why_not_stops (self->pin))
    act (self, mch_office_item_get (item)->pinned ? MCH_OFFICE_ACT_UNPIN : MCH_OFFICE_ACT_PIN);
}

static void
on_row_activated (GtkListView *view, guint position, MchOfficeScreen *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  act (self, MCH_OFFICE_ACT_OPEN);
}

static GtkWidget *
menu_new (MchOfficeScreen *self, GtkDropDown **ret_menu, const char *label,
          const char *const *choices)
{
  GtkWidget *menu = mch_drop_down_new (label, NULL);
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

  *ret_menu = GTK_DROP_DOWN (menu);
  gtk_drop_down_set_model (*ret_menu, G_LIST_MODEL (list));
  gtk_widget_set_tooltip_text (menu, label);
  g_signal_connect_object (menu, "notify::selected", G_CALLBACK (filter_again), self,
                           G_CONNECT_SWAPPED);
  return menu;
}

static void
on_session_chosen (MchOfficeScreen *self)
{
  mch_office_model_set_session (self->model, mch_office_sessions_get (self->sessions));
}

static GtkWidget *
tools_new (MchOfficeScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *search = mch_search_entry_new (_ ("Search a name, a UAI…"),
                                            _ ("Search an establishment by name or UAI"));
  const char *const shows[] = { _ ("All"), _ ("Not finished"), _ ("Open here"), NULL };
  const char *const orders[] = { _ ("By name"), _ ("Most left first"), NULL };

  self->search = GTK_EDITABLE (search);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (on_search_changed), self,
                           G_CONNECT_SWAPPED);
  self->sessions = mch_office_sessions_new ();
  g_signal_connect_object (self->sessions, "chosen", G_CALLBACK (on_session_chosen), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sessions));
  gtk_box_append (GTK_BOX (box), menu_new (self, &self->show, _ ("Which are listed"), shows));
  gtk_box_append (GTK_BOX (box), menu_new (self, &self->order, _ ("Order"), orders));
  gtk_box_append (GTK_BOX (box), search);
  return box;
}

static GtkWidget *
view_new (MchOfficeScreen *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_show_separators (GTK_LIST_VIEW (self->view), TRUE);
  mch_a11y_set_label (self->view, _ ("Establishments"));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (on_row_activated), self, 0);
  return mch_scroll_new_list (self->view, MIN_HEIGHT);
}

static GtkWidget *
footer_new (MchOfficeScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->sums = GTK_LABEL (mch_text_new ("", FALSE));
  gtk_widget_set_hexpand (GTK_WIDGET (self->sums), TRUE);
  self->pin = mch_button_new (_ ("_Pin"), NULL);
  self->open = mch_button_new (_ ("_Open"), NULL);
  gtk_widget_add_css_class (self->open, "suggested-action");
  g_signal_connect_object (self->pin, "clicked", G_CALLBACK (on_pin_clicked), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->open, "clicked", G_CALLBACK (on_open_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sums));
  gtk_box_append (GTK_BOX (box), self->pin);
  gtk_box_append (GTK_BOX (box), self->open);
  gtk_widget_add_css_class (box, "footer");
  return box;
}

static void
build_models (MchOfficeScreen *self)
{
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;

  self->filter = GTK_FILTER (gtk_custom_filter_new (is_shown, self, NULL));
  self->sorter = GTK_SORTER (gtk_custom_sorter_new (compare, self, NULL));
  filtered = gtk_filter_list_model_new (g_object_ref (mch_office_model_get_items (self->model)),
                                        g_object_ref (self->filter));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), g_object_ref (self->sorter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (refresh_acts),
                           self, G_CONNECT_SWAPPED);
}

static void
fill (MchOfficeScreen *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *footer = footer_new (self);

  gtk_box_append (GTK_BOX (box), tools_new (self));
  build_models (self);
  self->stack = GTK_STACK (mch_stack_new ());
  self->none = GTK_LABEL (mch_text_new ("", TRUE));
  gtk_widget_set_valign (GTK_WIDGET (self->none), GTK_ALIGN_START);
  gtk_stack_add_named (self->stack, view_new (self), "list");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->none), "none");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_widget_add_css_class (box, "page");
  gtk_widget_set_vexpand (box, TRUE);
  gtk_box_append (GTK_BOX (outer), box);
  gtk_box_append (GTK_BOX (outer), footer);
  adw_bin_set_child (ADW_BIN (self), outer);
}

static void
mch_office_screen_refresh (MchScreen *screen)
{
  MchOfficeScreen *self = MCH_OFFICE_SCREEN (screen);

  if (self->model == NULL)
    {
      self->model = mch_office_model_new (mch_screen_get_context (screen));
      fill (self);
      g_signal_connect_object (self->model, "changed", G_CALLBACK (on_changed), self,
                               G_CONNECT_SWAPPED);
      on_changed (self);
    }
  mch_office_sessions_load (self->sessions, mch_screen_get_context (screen));
  mch_office_model_set_session (self->model, mch_office_sessions_get (self->sessions));
  mch_office_model_load (self->model);
}

static void
mch_office_screen_open (MchScreen *screen, const char *argument)
{
  MchOfficeScreen *self = MCH_OFFICE_SCREEN (screen);
  gboolean late = g_strcmp0 (argument, MCH_OFFICE_SHOW_LATE) == 0;

  mch_screen_set_title (screen, late ? _ ("Follow-up") : _ ("Establishments"));
  if (argument == NULL)
    return;
  gtk_editable_set_text (self->search, "");
  gtk_drop_down_set_selected (self->show, late ? SHOW_LATE : SHOW_ALL);
  gtk_drop_down_set_selected (self->order, late ? ORDER_LATE : ORDER_NAME);
}

static void
mch_office_screen_shown (MchScreen *screen)
{
  gtk_widget_grab_focus (GTK_WIDGET (MCH_OFFICE_SCREEN (screen)->search));
}

static void
mch_office_screen_dispose (GObject *object)
{
  MchOfficeScreen *self = MCH_OFFICE_SCREEN (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_object (&self->model);
  g_clear_pointer (&self->fold, g_free);
  G_OBJECT_CLASS (mch_office_screen_parent_class)->dispose (object);
}

static void
mch_office_screen_class_init (MchOfficeScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_office_screen_dispose;
  screen_class->refresh = mch_office_screen_refresh;
  screen_class->open = mch_office_screen_open;
  screen_class->shown = mch_office_screen_shown;
}

static void
mch_office_screen_init (MchOfficeScreen *self)
{
  mch_screen_set_title (MCH_SCREEN (self), _ ("Establishments"));
}
