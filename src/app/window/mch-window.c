/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-window.h"

#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidate-screen.h"
#include "app/sign-in/mch-sign-in-window.h"
#include "app/sync/mch-leave-dialog.h"
#include "app/sync/mch-sync-bar.h"
#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-toast.h"
#include "app/window/mch-context-menu.h"
#include "app/window/mch-notices.h"
#include "app/window/mch-sidebar.h"
#include "app/window/mch-window-private.h"
#include "app/window/mch-window-state.h"

#define DETAIL "candidate"
#define SIDEBAR_WIDTH 270

G_DEFINE_FINAL_TYPE (MchWindow, mch_window, ADW_TYPE_APPLICATION_WINDOW)

static MchScreen *
get_screen (MchWindow *self, GType type)
{
  GtkWidget *screen = gtk_stack_get_child_by_name (self->stack, g_type_name (type));

  if (screen == NULL)
    {
      screen = g_object_new (type, NULL);
      gtk_stack_add_named (self->stack, screen, g_type_name (type));
      mch_screen_set_context (MCH_SCREEN (screen), self->context);
    }
  return MCH_SCREEN (screen);
}

static void
on_title_changed (MchWindow *self)
{
  MchScreen *screen = MCH_SCREEN (gtk_stack_get_visible_child (self->stack));
  const char *title = screen != NULL ? mch_screen_get_title (screen) : NULL;

  gtk_label_set_label (self->heading, title != NULL ? title : "");
  gtk_window_set_title (GTK_WINDOW (self), title != NULL && *title != '\0' ? title : "Machaon");
}

/* The folded sidebar makes room once something was chosen in it. */
static void
clear_the_way (MchWindow *self)
{
  /* Before the window has its size the flap seems folded. */
  if (self->begun && adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
}

static void
show_screen (MchWindow *self, const char *id, GType type, const char *argument)
{
  MchScreen *screen = get_screen (self, type);
  gboolean detail = g_str_equal (id, DETAIL);

  if (!detail)
    {
      g_free (self->activity);
      self->activity = g_strdup (id);
    }
  g_free (self->shown);
  self->shown = g_strdup (id);
  gtk_widget_set_visible (self->back_button, detail);
  mch_sidebar_select (MCH_SIDEBAR (self->sidebar), self->activity);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (screen));
  clear_the_way (self);
  mch_screen_open (screen, argument);
  mch_screen_show (screen);
  if (self->titled != NULL)
    g_signal_handlers_disconnect_by_func (self->titled, on_title_changed, self);
  g_set_weak_pointer (&self->titled, screen);
  g_signal_connect_object (screen, "notify::title", G_CALLBACK (on_title_changed), self,
                           G_CONNECT_SWAPPED);
  on_title_changed (self);
}

static gboolean
is_locked (MchWindow *self, const MchActivity *activity)
{
  g_autoptr (MchOverview) overview = mch_overview_new (self->context);
  g_auto (MchMark) mark = { 0 };

  mch_activity_mark (activity, overview, &mark);
  if (mark.kind != MCH_MARK_LOCK)
    return FALSE;
  mch_toast_show (GTK_WIDGET (self->stack), mark.text);
  return TRUE;
}

void
mch_window_show (MchWindow *self, const char *id, const char *argument)
{
  const MchActivity *activity = mch_activity_find (id);

  g_return_if_fail (MCH_IS_WINDOW (self));

  if (activity != NULL && !mch_activity_is_for (activity, mch_context_is_office (self->context)))
    {
      id = mch_activity_get_home (mch_context_is_office (self->context));
      activity = mch_activity_find (id);
    }
  if (g_strcmp0 (id, DETAIL) == 0)
    show_screen (self, DETAIL, mch_candidate_screen_get_type (), argument);
  else if (activity == NULL || is_locked (self, activity))
    return;
  else if (activity->run != NULL)
    {
      clear_the_way (self);
      activity->run (GTK_WINDOW (self), self->context, argument != NULL ? argument : "");
    }
  else
    show_screen (self, id, activity->screen (),
                 argument != NULL && *argument != '\0' ? argument : activity->argument);
}

const char *
mch_window_get_shown (MchWindow *self)
{
  g_return_val_if_fail (MCH_IS_WINDOW (self), NULL);

  return self->shown;
}

void
mch_window_back (MchWindow *self)
{
  if (g_strcmp0 (self->shown, DETAIL) == 0)
    {
      const MchActivity *activity = mch_activity_find (self->activity);

      /* Without an argument: the list is as it was left. */
      show_screen (self, activity->id, activity->screen (), NULL);
    }
}

/* Somebody of the other kind has signed in: his work is elsewhere. */
static void
on_context_changed (MchWindow *self)
{
  gboolean office = mch_context_is_office (self->context);
  const MchActivity *activity = self->activity != NULL ? mch_activity_find (self->activity) : NULL;

  gtk_widget_set_visible (self->add_button, !office);
  if (self->begun && activity != NULL && !mch_activity_is_for (activity, office))
    mch_window_show (self, mch_activity_get_home (office), NULL);
}

static void
on_activated (MchSidebar *sidebar, const MchActivity *activity, MchWindow *self)
{
  mch_window_show (self, activity->id, NULL);
  if (activity->screen == NULL)
    mch_sidebar_select (sidebar, self->activity);
}

void
mch_window_begin (MchWindow *self)
{
  MchDeskFacts *facts;
  const MchActivity *activity;
  gboolean office;
  g_auto (MchWindowState) state = { 0 };

  g_return_if_fail (MCH_IS_WINDOW (self));

  office = mch_context_is_office (self->context);
  facts = mch_worker_get_facts (mch_context_get_worker (self->context));
  mch_window_state_load (&state,
                         mch_worker_get_profile_dir (mch_context_get_worker (self->context)));
  if (state.scope != NULL && mch_desk_facts_find (facts, state.scope) != NULL)
    mch_context_set_scope (self->context, state.scope);
  if (state.session != NULL)
    mch_context_set_session (self->context, state.session);
  mch_window_show (self, mch_activity_get_home (office), NULL);
  activity = state.activity != NULL ? mch_activity_find (state.activity) : NULL;
  if (activity != NULL && facts->login != NULL && mch_activity_is_for (activity, office))
    mch_window_show (self, state.activity, NULL);
  /* Without a keyring nothing is known but who was here. */
  if (!facts->signed_in && self->pending_file == NULL)
    mch_sign_in_window_open (GTK_WINDOW (self), self->context, NULL);
  self->begun = TRUE;
  if (self->pending_file != NULL)
    {
      g_autoptr (GFile) file = g_steal_pointer (&self->pending_file);

      mch_window_open_file (self, file);
    }
}

void
mch_window_open_file (MchWindow *self, GFile *file)
{
  g_autofree char *name = NULL;
  g_autofree char *uri = NULL;

  g_return_if_fail (MCH_IS_WINDOW (self));

  if (!self->begun)
    {
      g_set_object (&self->pending_file, file);
      return;
    }
  name = g_file_get_basename (file);
  uri = g_file_get_uri (file);
  if (g_str_has_suffix (name, ".machaon"))
    mch_sign_in_window_open (GTK_WINDOW (self), self->context, file);
  else
    mch_window_show (self, "import", uri);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, MchWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL || files->next != NULL)
    {
      mch_toast_show (GTK_WIDGET (self->stack), _ ("Drop one file at a time."));
      return FALSE;
    }
  mch_window_open_file (self, files->data);
  return TRUE;
}

static gboolean
on_close_request (MchWindow *self)
{
  g_auto (MchWindowState) state = { 0 };

  gtk_window_get_default_size (GTK_WINDOW (self), &state.width, &state.height);
  state.maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  state.sidebar = adw_flap_get_folded (self->flap) || adw_flap_get_reveal_flap (self->flap);
  state.activity = g_strdup (self->activity);
  state.scope = g_strdup (mch_context_get_scope (self->context));
  state.session = g_strdup (mch_context_get_session (self->context));
  if (self->begun)
    mch_window_state_save (&state,
                           mch_worker_get_profile_dir (mch_context_get_worker (self->context)));
  return self->begun && mch_leave_dialog_ask (GTK_WINDOW (self), self->context);
}

static GtkWidget *
build_sidebar (MchWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   mch_establishment_menu_new (self->context));
  self->sidebar = mch_sidebar_new (self->context);
  g_signal_connect_object (self->sidebar, "activated", G_CALLBACK (on_activated), self, 0);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), self->sidebar);
  gtk_widget_set_size_request (box, SIDEBAR_WIDTH, -1);
  /* Folded, it lies over the page. */
  gtk_widget_add_css_class (box, "background");
  return box;
}

static GtkWidget *
main_menu_new (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) work = g_menu_new ();
  g_autoptr (GMenu) person = g_menu_new ();
  g_autoptr (GMenu) help = g_menu_new ();

  g_menu_append (work, _ ("_Synchronise now"), "win.sync");
  g_menu_append (work, _ ("Changes _waiting…"), "win.outbox");
  g_menu_append (work, _ ("_Pause synchronisation"), "win.pause-sync");
  g_menu_append (person, _ ("Sign _in…"), "win.sign-in");
  g_menu_append (person, _ ("Sign _out"), "win.sign-out");
  g_menu_append (help, _ ("_Memo sheet: candidates' accounts"), "win.memo");
  g_menu_append (help, _ ("_Keyboard shortcuts"), "win.shortcuts");
  g_menu_append (help, _ ("_About Machaon"), "win.about");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (work));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (person));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (help));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (button), TRUE);
  gtk_widget_set_tooltip_text (button, _ ("Main menu"));
  mch_a11y_set_label (button, _ ("Main menu"));
  return button;
}

static GtkWidget *
build_header (MchWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *sidebar = gtk_toggle_button_new ();
  GtkWidget *add = mch_button_new (_ ("_Register"), "win.register");

  self->add_button = add;
  gtk_widget_set_tooltip_text (add, _ ("Register a candidate"));
  mch_a11y_set_label (add, _ ("Register a candidate"));
  gtk_button_set_icon_name (GTK_BUTTON (sidebar), "sidebar-show-symbolic");
  gtk_widget_set_tooltip_text (sidebar, _ ("Activities (F9)"));
  mch_a11y_set_label (sidebar, _ ("Show activities"));
  g_object_bind_property (self->flap, "reveal-flap", sidebar, "active",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  self->back_button = mch_icon_button_new ("go-previous-symbolic", _ ("Back"), "win.back");
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), sidebar);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), self->back_button);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), mch_session_menu_new (self->context));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), main_menu_new ());
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), add);
  adw_header_bar_pack_end (
      ADW_HEADER_BAR (header),
      mch_icon_button_new ("system-search-symbolic", _ ("Find a candidate"), "win.find"));
  return header;
}

static GtkWidget *
build_content (MchWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->heading = GTK_LABEL (mch_heading_new (""));
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "screen-title");
  self->stack = GTK_STACK (mch_stack_new ());
  /* A large screen must not make the small ones large. */
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), build_header (self));
  gtk_box_append (GTK_BOX (box), mch_notices_new (self->context));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), mch_sync_bar_new (self->context));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static void
build (MchWindow *self)
{
  GtkWidget *overlay = adw_toast_overlay_new ();
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->flap = ADW_FLAP (adw_flap_new ());
  adw_flap_set_flap (self->flap, build_sidebar (self));
  adw_flap_set_separator (self->flap, gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  adw_flap_set_content (self->flap, build_content (self));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (self->flap));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), overlay);
  g_signal_connect (drop, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

GtkWidget *
mch_window_new (GtkApplication *application, MchContext *context)
{
  MchWindow *self = g_object_new (MCH_TYPE_WINDOW, "application", application, NULL);
  g_auto (MchWindowState) state = { 0 };

  self->context = g_object_ref (context);
  mch_window_state_load (&state, mch_worker_get_profile_dir (mch_context_get_worker (context)));
  gtk_window_set_default_size (GTK_WINDOW (self), state.width, state.height);
  if (state.maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  build (self);
  adw_flap_set_reveal_flap (self->flap, state.sidebar);
  mch_window_add_actions (self);
  g_signal_connect_object (context, "changed", G_CALLBACK (on_context_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self, "close-request", G_CALLBACK (on_close_request), NULL);
  return GTK_WIDGET (self);
}

static void
mch_window_dispose (GObject *object)
{
  MchWindow *self = MCH_WINDOW (object);

  g_clear_weak_pointer (&self->titled);
  g_clear_object (&self->pending_file);
  g_clear_object (&self->context);
  g_clear_pointer (&self->activity, g_free);
  g_clear_pointer (&self->shown, g_free);
  G_OBJECT_CLASS (mch_window_parent_class)->dispose (object);
}

static void
mch_window_class_init (MchWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mch_window_dispose;
}

static void
mch_window_init (MchWindow *self)
{
}
