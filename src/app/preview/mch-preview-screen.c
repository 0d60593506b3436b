/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/preview/mch-preview-screen.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/preview/mch-calibration-window.h"
#include "app/preview/mch-layout-memory.h"
#include "app/preview/mch-preview-bar.h"
#include "app/preview/mch-preview-footer.h"
#include "app/preview/mch-preview-model.h"
#include "app/preview/mch-review-panel.h"
#include "app/preview/mch-show-window.h"
#include "app/preview/mch-slip-list.h"
#include "app/sign-in/mch-password-window.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-scroll.h"
#include "app/widgets/mch-toast.h"

#define FORGET_SECONDS (15 * 60) /* away from the screen: the slips are closed */

struct _MchPreviewScreen
{
  MchScreen parent_instance;

  MchPreviewModel *model;
  guint forget_id;
  gboolean asking;   /* the password's window is open */
  char *kept_person; /* who is read again once the pile is there in another shape */
  guint n_alive;     /* slips of the edition when it was loaded */

  GtkStack *stack;
  AdwStatusPage *status;
  GtkWidget *status_button;
  GtkWidget *masked;
  GtkLabel *masked_label;
  GtkWidget *stale;
  MchPreviewBar *bar;
  MchPageStrip *strip;
  MchSlipList *list;
  MchReviewPanel *panel;
  GtkWidget *show_button;
  MchPreviewFooter *footer;
};

G_DEFINE_FINAL_TYPE (MchPreviewScreen, mch_preview_screen, MCH_TYPE_SCREEN)

static MchContext *
context_of (MchPreviewScreen *self)
{
  return mch_screen_get_context (MCH_SCREEN (self));
}

static GtkWindow *
window_of (MchPreviewScreen *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
keep_place (MchPreviewScreen *self)
{
  MchSlipItem *item = mch_slip_list_get_selected (self->list);

  if (item == NULL)
    return;
  g_free (self->kept_person);
  self->kept_person = g_strdup (mch_slip_item_get_facts (item)->person);
}

static void
find_place (MchPreviewScreen *self)
{
  g_autofree char *person = g_steal_pointer (&self->kept_person);
  GListModel *items = mch_preview_model_get_items (self->model);

  for (guint i = 0; person != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (MchSlipItem) item = g_list_model_get_item (items, i);

      if (g_strcmp0 (mch_slip_item_get_facts (item)->person, person) == 0)
        {
          mch_slip_list_select (self->list, i);
          return;
        }
    }
}

static guint
count_alive (MchPreviewScreen *self)
{
  MchEditionItem *edition = mch_preview_bar_get_item (self->bar);

  return edition != NULL ? mch_edition_item_get_n_alive (edition) : 0;
}

static void
load (MchPreviewScreen *self, gboolean masked)
{
  const char *edition = mch_preview_bar_get_edition (self->bar);
  MchSlipRequest *request;

  if (edition == NULL)
    {
      mch_preview_model_clear (self->model);
      return;
    }
  request = mch_slip_request_new (mch_context_get_scope (context_of (self)), edition,
                                  mch_preview_bar_get_layout (self->bar), NULL);
  keep_place (self);
  self->n_alive = count_alive (self);
  gtk_widget_set_visible (self->stale, FALSE);
  /* An agent of the exam office looks at names and logins only. */
  if (mch_slip_request_is_reminder (request))
    {
      request->session = g_strdup (mch_context_get_session (context_of (self)));
      mch_preview_model_load (self->model, request);
      return;
    }
  request->masked = masked || mch_context_is_office (context_of (self));
  mch_preview_model_load (self->model, request);
}

static void
on_asked (MchPreviewScreen *self)
{
  const MchSlipRequest *shown = mch_preview_model_get_request (self->model);

  load (self, shown != NULL && shown->masked
                  && g_strcmp0 (shown->edition, mch_preview_bar_get_edition (self->bar)) == 0);
}

static const char *
get_profile_dir (MchPreviewScreen *self)
{
  return mch_worker_get_profile_dir (mch_context_get_worker (context_of (self)));
}

static void
on_laid_out (MchPreviewScreen *self)
{
  mch_layout_memory_save (mch_preview_bar_get_layout (self->bar), get_profile_dir (self),
                          mch_context_get_scope (context_of (self)));
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MchPreviewScreen) self = MCH_PREVIEW_SCREEN (user_data);
  g_autoptr (GError) error = NULL;
  gboolean open = mch_password_ensure_finish (result, &error);

  self->asking = FALSE;
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    load (self, !open);
}

static void
ask_password (MchPreviewScreen *self)
{
  if (self->asking || window_of (self) == NULL)
    return;
  self->asking = TRUE;
  mch_password_ensure_async (window_of (self), context_of (self), _ ("To show the slips."),
                             on_unlocked, g_object_ref (self));
}

/* What is hidden with the keyboard in it GTK (4.8) keeps until its next frame, and for ever when
 * the window is closed before that: the keyboard leaves first. */
static void
show_page (MchPreviewScreen *self, const char *name)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *shown = gtk_stack_get_visible_child (self->stack);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0)
    return;
  if (focus != NULL && shown != NULL && gtk_widget_is_ancestor (focus, shown))
    gtk_root_set_focus (root, NULL);
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
show_status (MchPreviewScreen *self, const char *title, const char *text, const char *button)
{
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, text);
  gtk_widget_set_visible (self->status_button, button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (GTK_BUTTON (self->status_button), button);
      mch_a11y_set_label (self->status_button, button);
    }
  show_page (self, "status");
}

static void
on_status_clicked (MchPreviewScreen *self)
{
  if (mch_preview_bar_get_edition (self->bar) == NULL)
    mch_screen_go (GTK_WIDGET (self), "generate", NULL);
  else if (mch_preview_model_get_status (self->model) == MCH_PREVIEW_PASSWORD)
    ask_password (self);
  else
    load (self, FALSE);
}

static void
on_selected (MchPreviewScreen *self)
{
  MchSlipItem *item = mch_slip_list_get_selected (self->list);
  const MchSlipFacts *facts;
  g_autofree char *label = NULL;

  mch_review_panel_set_item (self->panel, item);
  if (item == NULL)
    return;
  facts = mch_slip_item_get_facts (item);
  mch_page_strip_set_current (self->strip, mch_slip_item_get_facts (item)->place);
  label = g_strdup_printf (
      _ ("Slip %u of %u: %s, %s, login %s"), mch_slip_item_get_index (item) + 1,
      g_list_model_get_n_items (mch_preview_model_get_items (self->model)),
      mch_slip_item_get_name (item), facts->division != NULL ? facts->division : "–", facts->login);
  mch_a11y_set_label (GTK_WIDGET (self->strip), label);
}

static void
show_ready (MchPreviewScreen *self)
{
  const MchSlipRequest *request = mch_preview_model_get_request (self->model);
  const char *reason = mch_preview_model_get_reason (self->model);
  gboolean office = mch_context_is_office (context_of (self));

  gtk_label_set_label (self->masked_label,
                       reason != NULL ? reason
                       : office       ? _ ("The passwords are masked: the exam office never sees "
                                                 "them. What you say of a slip goes to the school.")
                                      : _ ("The passwords are masked."));
  gtk_widget_set_visible (gtk_widget_get_last_child (self->masked), !office);
  gtk_widget_set_visible (self->masked, request->masked);
  mch_why_not_set (self->show_button,
                   request->masked ? _ ("The passwords are masked: show them first.")
                   : mch_slip_request_is_reminder (request)
                       ? _ ("A reminder holds no password: there is nothing to show.")
                       : NULL);
  mch_page_strip_set_document (self->strip, mch_preview_model_get_document (self->model),
                               mch_papillon_layout_get_grid (request->layout.options.layout));
  show_page (self, "pages");
  find_place (self);
  on_selected (self);
  mch_slip_list_focus (self->list);
}

static void
on_model_changed (MchPreviewScreen *self)
{
  mch_preview_bar_show_size (self->bar, mch_preview_model_get_size (self->model),
                             mch_preview_model_get_left_out (self->model));
  switch (mch_preview_model_get_status (self->model))
    {
    case MCH_PREVIEW_READY:
      show_ready (self);
      break;
    case MCH_PREVIEW_LOADING:
      show_page (self, "loading");
      break;
    case MCH_PREVIEW_PASSWORD:
      show_status (self, _ ("Your password is needed"),
                   _ ("Slips hold provisional passwords. Give yours to see them; it is asked again "
                      "after a quarter of an hour."),
                   _ ("Give the _password…"));
      ask_password (self);
      break;
    case MCH_PREVIEW_FAILED:
      show_status (self, _ ("These slips cannot be shown"),
                   mch_preview_model_get_reason (self->model), _ ("_Try again"));
      break;
    case MCH_PREVIEW_EMPTY:
    default:
      mch_page_strip_set_document (self->strip, NULL, NULL);
      show_status (self, _ ("There are no slips yet"),
                   _ ("Generate the accounts of your pupils: their slips appear here."),
                   _ ("_Generate the accounts"));
    }
}

/* Marked as right, and on to the next slip that nobody has looked at. */
static void
check_and_go_on (MchPreviewScreen *self)
{
  mch_review_panel_mark (self->panel, MCH_REVIEW_CHECKED);
  if (!mch_slip_list_select_next_todo (self->list))
    mch_toast_show (GTK_WIDGET (self), _ ("Every slip of this list has been looked at."));
}

static gboolean
on_zoom_key (MchPreviewScreen *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
      return gtk_widget_activate_action (GTK_WIDGET (self->bar), "preview.zoom-in", NULL);
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      return gtk_widget_activate_action (GTK_WIDGET (self->bar), "preview.zoom-out", NULL);
    case GDK_KEY_0:
    case GDK_KEY_KP_0:
      return gtk_widget_activate_action (GTK_WIDGET (self->bar), "preview.zoom-fit", NULL);
    case GDK_KEY_f:
      mch_slip_list_focus_search (self->list);
      return TRUE;
    case GDK_KEY_p:
      mch_preview_footer_print (self->footer);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_move_key (MchPreviewScreen *self, guint key)
{
  switch (key)
    {
    case GDK_KEY_Down:
    case GDK_KEY_Right:
    case GDK_KEY_Page_Down:
      mch_slip_list_step (self->list, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_Left:
    case GDK_KEY_Page_Up:
      mch_slip_list_step (self->list, -1);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Ahead of the list, which would take the space bar for itself, and never while text is typed. */
static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType modifiers,
        MchPreviewScreen *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_pile = mch_slip_list_has_focus (self->list) || focus == GTK_WIDGET (self->strip);

  if (mch_preview_model_get_status (self->model) != MCH_PREVIEW_READY)
    return FALSE;
  if ((modifiers & GDK_CONTROL_MASK) != 0)
    return on_zoom_key (self, key);
  if ((modifiers & GDK_ALT_MASK) != 0 || focus == NULL || GTK_IS_EDITABLE (focus))
    return FALSE;
  switch (gdk_keyval_to_lower (key))
    {
    case GDK_KEY_v:
      mch_review_panel_mark (self->panel, MCH_REVIEW_CHECKED);
      return TRUE;
    case GDK_KEY_c:
      mch_review_panel_mark (self->panel, MCH_REVIEW_FAULTY);
      return TRUE;
    case GDK_KEY_space:
      if (in_pile)
        check_and_go_on (self);
      return in_pile;
    default:
      return in_pile && on_move_key (self, key);
    }
}

static GtkWidget *
loading_new (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *spinner = gtk_spinner_new ();

  gtk_spinner_set_spinning (GTK_SPINNER (spinner), TRUE);
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_box_append (GTK_BOX (box), spinner);
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Opening the slips…")));
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static GtkWidget *
status_new (MchPreviewScreen *self)
{
  GtkWidget *page = adw_status_page_new ();

  self->status = ADW_STATUS_PAGE (page);
  adw_status_page_set_icon_name (self->status, "x-office-document-symbolic");
  self->status_button = mch_button_new (_ ("_Try again"), NULL);
  gtk_widget_set_halign (self->status_button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->status_button, "pill");
  g_signal_connect_object (self->status_button, "clicked", G_CALLBACK (on_status_clicked), self,
                           G_CONNECT_SWAPPED);
  adw_status_page_set_child (self->status, self->status_button);
  return page;
}

static GtkWidget *
masked_new (MchPreviewScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = mch_text_new ("", FALSE);
  GtkWidget *button = mch_button_new (_ ("_Show the passwords…"), NULL);

  self->masked = box;
  self->masked_label = GTK_LABEL (label);
  gtk_widget_add_css_class (box, "notice");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (ask_password), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

/* A colleague's regeneration takes slips out of an edition: said, not done under one's eyes. */
static GtkWidget *
stale_new (MchPreviewScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = mch_text_new (_ ("Some slips of this edition were replaced or used since it "
                                      "was opened."),
                                   FALSE);
  GtkWidget *button = mch_button_new (_ ("_Reload"), NULL);

  self->stale = box;
  gtk_widget_add_css_class (box, "notice");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_asked), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_set_visible (box, FALSE);
  return box;
}

/* One slip for the eyes of its candidate, all else hidden. */
static void
on_show_clicked (MchPreviewScreen *self)
{
  const MchSlipRequest *shown = mch_preview_model_get_request (self->model);
  MchSlipItem *item = mch_slip_list_get_selected (self->list);
  const MchSlipLayout layout = { .options.layout = MCH_PAPILLON_TWO_PER_PAGE };
  MchSlipRequest *request;

  if (mch_why_not_stops (self->show_button) || item == NULL || window_of (self) == NULL)
    return;
  request =
      mch_slip_request_new (shown->scope, shown->edition, &layout,
                            (const char *const[]){ mch_slip_item_get_facts (item)->person, NULL });
  mch_show_window_open (window_of (self), context_of (self), request,
                        mch_slip_item_get_name (item));
}

static GtkWidget *
review_new (MchPreviewScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->show_button = mch_button_new (_ ("Show to the can_didate…"), NULL);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (self->show_button))), TRUE);
  gtk_widget_add_css_class (self->show_button, "review-act");
  g_signal_connect_object (self->show_button, "clicked", G_CALLBACK (on_show_clicked), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->panel));
  gtk_box_append (GTK_BOX (box), self->show_button);
  return mch_scroll_new (box);
}

static GtkWidget *
middle_new (MchPreviewScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_widget_set_size_request (GTK_WIDGET (self->list), 200, -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->strip));
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_widget_set_vexpand (scrolled, TRUE);
  /* So much that a slip can be read: where there is less room the sidebar folds. */
  gtk_widget_set_size_request (scrolled, 440, -1);
  gtk_widget_add_css_class (scrolled, "pages");
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (box), review_new (self));
  return box;
}

static GtkWidget *
pages_new (MchPreviewScreen *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), masked_new (self));
  gtk_box_append (GTK_BOX (box), stale_new (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), middle_new (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->footer));
  return box;
}

static void
on_picked (MchPreviewScreen *self, guint place)
{
  guint slip = mch_preview_model_find_place (self->model, place);

  if (slip != G_MAXUINT)
    mch_slip_list_select (self->list, slip);
}

static void
on_not_saved (MchPreviewScreen *self, const char *message)
{
  mch_message_show (GTK_WIDGET (self), _ ("The review is not kept"), message);
}

static void
fill (MchPreviewScreen *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->strip = MCH_PAGE_STRIP (mch_page_strip_new ());
  mch_page_strip_set_fit_width (self->strip);
  mch_a11y_set_label (GTK_WIDGET (self->strip), _ ("Pages"));
  self->bar = MCH_PREVIEW_BAR (mch_preview_bar_new (self->strip));
  self->list = MCH_SLIP_LIST (mch_slip_list_new (self->model));
  self->panel = MCH_REVIEW_PANEL (mch_review_panel_new (self->model));
  self->footer =
      MCH_PREVIEW_FOOTER (mch_preview_footer_new (context_of (self), self->model, self->list));
  self->stack = GTK_STACK (mch_stack_new ());
  gtk_stack_add_named (self->stack, status_new (self), "status");
  gtk_stack_add_named (self->stack, loading_new (), "loading");
  gtk_stack_add_named (self->stack, pages_new (self), "pages");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (self->bar, "asked", G_CALLBACK (on_asked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->bar, "laid-out", G_CALLBACK (on_laid_out), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->strip, "picked", G_CALLBACK (on_picked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->panel, "done", G_CALLBACK (mch_slip_list_focus), self->list,
                           G_CONNECT_SWAPPED);
}

static void
mch_preview_screen_switched (MchScreen *screen)
{
  MchPreviewScreen *self = MCH_PREVIEW_SCREEN (screen);
  MchSlipLayout layout;

  if (self->model == NULL)
    {
      self->model = mch_preview_model_new (context_of (self));
      g_signal_connect_object (self->model, "changed", G_CALLBACK (on_model_changed), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->model, "not-saved", G_CALLBACK (on_not_saved), self,
                               G_CONNECT_SWAPPED);
      fill (self);
    }
  mch_layout_memory_load (&layout, get_profile_dir (self),
                          mch_context_get_scope (context_of (self)));
  mch_preview_bar_set_layout (self->bar, &layout);
  mch_preview_model_clear (self->model);
}

static void
mch_preview_screen_refresh (MchScreen *screen)
{
  MchPreviewScreen *self = MCH_PREVIEW_SCREEN (screen);
  g_autofree char *before = g_strdup (mch_preview_bar_get_edition (self->bar));
  g_autoptr (GListStore) editions = mch_editions_new (context_of (self));

  mch_editions_add_reminders (editions, context_of (self));
  mch_preview_bar_set_editions (self->bar, G_LIST_MODEL (editions));
  /* What is being read stays on show while the store changes beside it. */
  if (g_strcmp0 (before, mch_preview_bar_get_edition (self->bar)) != 0
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self, FALSE);
  else if (mch_preview_model_get_status (self->model) == MCH_PREVIEW_READY)
    gtk_widget_set_visible (self->stale, count_alive (self) != self->n_alive);
}

static void
mch_preview_screen_open (MchScreen *screen, const char *argument)
{
  MchPreviewScreen *self = MCH_PREVIEW_SCREEN (screen);
  g_auto (GStrv) parts = g_strsplit (argument != NULL ? argument : "", "/", 3);

  mch_preview_screen_refresh (screen);
  if (parts[0] == NULL || *parts[0] == '\0')
    return;
  mch_preview_bar_choose (self->bar, parts[0],
                          g_strcmp0 (parts[1], "2") == 0 ? MCH_PAPILLON_TWO_PER_PAGE
                                                         : MCH_PAPILLON_ONE_PER_PAGE);
  if (parts[1] != NULL && parts[2] != NULL)
    {
      g_free (self->kept_person);
      self->kept_person = g_strdup (parts[2]);
      if (mch_preview_model_get_status (self->model) == MCH_PREVIEW_READY)
        find_place (self);
    }
}

static void
mch_preview_screen_shown (MchScreen *screen)
{
  MchPreviewScreen *self = MCH_PREVIEW_SCREEN (screen);

  if (mch_preview_model_get_status (self->model) == MCH_PREVIEW_EMPTY)
    load (self, FALSE);
  else if (mch_preview_model_get_status (self->model) == MCH_PREVIEW_READY)
    mch_slip_list_focus (self->list);
}

static gboolean
forget (gpointer user_data)
{
  MchPreviewScreen *self = user_data;

  self->forget_id = 0;
  mch_preview_model_clear (self->model);
  return G_SOURCE_REMOVE;
}

static void
on_map (MchPreviewScreen *self)
{
  g_clear_handle_id (&self->forget_id, g_source_remove);
}

static void
on_unmap (MchPreviewScreen *self)
{
  g_clear_handle_id (&self->forget_id, g_source_remove);
  if (self->model != NULL && mch_preview_model_get_status (self->model) == MCH_PREVIEW_READY)
    self->forget_id = g_timeout_add_seconds (FORGET_SECONDS, forget, self);
}

static void
mch_preview_screen_dispose (GObject *object)
{
  MchPreviewScreen *self = MCH_PREVIEW_SCREEN (object);

  g_clear_handle_id (&self->forget_id, g_source_remove);
  G_OBJECT_CLASS (mch_preview_screen_parent_class)->dispose (object);
}

static void
mch_preview_screen_finalize (GObject *object)
{
  g_clear_object (&MCH_PREVIEW_SCREEN (object)->model);
  g_free (MCH_PREVIEW_SCREEN (object)->kept_person);
  G_OBJECT_CLASS (mch_preview_screen_parent_class)->finalize (object);
}

static void
on_calibrate (GtkWidget *widget, const char *name, GVariant *parameter)
{
  mch_calibration_window_open (widget, mch_screen_get_context (MCH_SCREEN (widget)));
}

static void
mch_preview_screen_class_init (MchPreviewScreenClass *klass)
{
  MchScreenClass *screen_class = MCH_SCREEN_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mch_preview_screen_dispose;
  G_OBJECT_CLASS (klass)->finalize = mch_preview_screen_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "preview.calibrate", NULL,
                                   on_calibrate);
  screen_class->switched = mch_preview_screen_switched;
  screen_class->refresh = mch_preview_screen_refresh;
  screen_class->open = mch_preview_screen_open;
  screen_class->shown = mch_preview_screen_shown;
}

static void
mch_preview_screen_init (MchPreviewScreen *self)
{
  mch_screen_set_title (MCH_SCREEN (self), _ ("Preview and printing"));
  g_signal_connect (self, "map", G_CALLBACK (on_map), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (on_unmap), NULL);
}
