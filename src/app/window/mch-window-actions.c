/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main window's actions and their keys. */
#include <glib/gi18n-lib.h>

#include "app/candidates/mch-candidates-screen.h"
#include "app/help/mch-memo-window.h"
#include "app/sign-in/mch-sign-in-window.h"
#include "app/sync/mch-outbox-window.h"
#include "app/sync/mch-proxy-window.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-toast.h"
#include "app/window/mch-window-private.h"
#include "sync/mch-grants.h"
#include "sync/mch-sign-in.h"
#include "sync/mch-sync-error.h"

static void
on_show (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *id, *argument;

  g_variant_get (parameter, "(&s&s)", &id, &argument);
  mch_window_show (data, id, argument);
}

static void
on_back (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mch_window_back (data);
}

static void
on_find (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;
  GtkWidget *screen = gtk_stack_get_visible_child (self->stack);

  if (!MCH_IS_CANDIDATES_SCREEN (screen))
    {
      mch_window_show (self, "candidates", NULL);
      screen = gtk_stack_get_visible_child (self->stack);
    }
  mch_candidates_screen_focus_search (MCH_CANDIDATES_SCREEN (screen));
}

static void
on_register (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;

  if (mch_context_get_session (self->context) == NULL)
    {
      g_autofree char *reason = mch_context_dup_service_reason (self->context);

      mch_toast_show (GTK_WIDGET (self->stack), reason);
      return;
    }
  mch_window_show (self, "candidate", "");
}

/* Who asks for it does not want the pause any more. */
static void
on_sync (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;
  MchSyncState *sync = mch_context_get_sync (self->context);

  if (mch_sync_state_get_paused (sync))
    {
      mch_sync_state_set_paused (sync, FALSE);
      mch_toast_show (GTK_WIDGET (self->stack), _ ("Synchronisation goes on."));
    }
  else
    mch_sync_state_sync (sync);
}

static void
on_pause_sync (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchSyncState *sync = mch_context_get_sync (((MchWindow *) data)->context);

  mch_sync_state_set_paused (sync, !mch_sync_state_get_paused (sync));
}

static void
on_proxy_login (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;
  MchSyncState *sync = mch_context_get_sync (self->context);
  const char *detail = mch_sync_state_get_detail (sync);
  MchProxyWindow *window =
      mch_proxy_window_open (GTK_WINDOW (self), self->context, detail != NULL ? detail : "");

  g_signal_handlers_disconnect_by_func (window, mch_sync_state_sync, sync);
  g_signal_connect_object (window, "given", G_CALLBACK (mch_sync_state_sync), sync,
                           G_CONNECT_SWAPPED);
}

/* The person was told; what waited stays in the list of what waits. */
static void
on_lost_right (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;
  MchStore *store = mch_context_get_store (self->context);
  g_autoptr (GPtrArray) lost = store != NULL ? mch_grants_list_lost (store) : NULL;
  g_autoptr (GError) error = NULL;
  const MchLostScope *first = lost != NULL && lost->len > 0 ? lost->pdata[0] : NULL;

  if (first == NULL)
    return;
  if (!mch_grants_forget_lost (store, first->scope, &error))
    mch_toast_show (GTK_WIDGET (self->stack), error->message);
  else if (first->n_waiting > 0)
    mch_outbox_window_open (GTK_WINDOW (self), self->context);
  g_signal_emit_by_name (self->context, "changed");
}

static void
on_keyring_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchWindow) self = MCH_WINDOW (data);
  g_autoptr (GError) error = NULL;
  gboolean done = mch_worker_open_keyring_finish (MCH_WORKER (source), result, &error);

  if (self->stack != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    mch_toast_show (GTK_WIDGET (self->stack),
                    done ? _ ("The keyring is open, and everything is kept there again.")
                         : error->message);
}

static void
on_open_keyring (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;

  mch_worker_open_keyring_async (mch_context_get_worker (self->context), on_keyring_opened,
                                 g_object_ref (self));
}

/* The server's own address, but without TLS, so that the network can put its page in the place. */
static void
on_open_browser (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (self->context));
  g_autoptr (GUri) server = facts != NULL && facts->server != NULL
                                ? g_uri_parse (facts->server, G_URI_FLAGS_NONE, NULL)
                                : NULL;
  g_autofree char *address =
      server != NULL ? g_strdup_printf ("http://%s/", g_uri_get_host (server)) : NULL;

  if (address != NULL)
    gtk_show_uri (GTK_WINDOW (self), address, GDK_CURRENT_TIME);
}

static void
on_outbox (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mch_outbox_window_open (data, ((MchWindow *) data)->context);
}

static void
on_sign_in (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mch_sign_in_window_open (data, ((MchWindow *) data)->context, NULL);
}

static gpointer
sign_out (MchWork *work, gpointer data, GError **error)
{
  if (!mch_sign_out (mch_work_get_desk (work), mch_work_get_cancellable (work), error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}

static void
on_signed_out (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchWindow) self = MCH_WINDOW (data);
  g_autoptr (GError) error = NULL;
  gboolean done = mch_worker_run_finish (MCH_WORKER (source), result, &error) != NULL;

  if (self->stack != NULL)
    mch_toast_show (GTK_WIDGET (self->stack),
                    done ? _ ("Signed out. What was typed here is kept.") : error->message);
}

static void
on_sign_out (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;

  mch_toast_forget_acts (GTK_WIDGET (self->stack));
  mch_worker_run_async (mch_context_get_worker (self->context), "sign-out", sign_out, NULL, NULL,
                        NULL, NULL, NULL, on_signed_out, g_object_ref (self));
}

static void
on_toggle_sidebar (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

/* In a field the key takes back what was typed there. */
static void
on_undo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (GTK_IS_TEXT (focus) && gtk_widget_activate_action (focus, "text.undo", NULL))
    return;
  if (!mch_toast_undo (GTK_WIDGET (self->stack)))
    mch_toast_show (GTK_WIDGET (self->stack), _ ("There is nothing to take back."));
}

static void
on_memo (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  mch_memo_window_open (data, ((MchWindow *) data)->context);
}

static void
on_about (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (
      GTK_WINDOW (data), "application-name", "Machaon", "application-icon", "io.machaon.Machaon",
      "version", MACHAON_VERSION, "license-type", GTK_LICENSE_GPL_3_0, "comments",
      _ ("Register exam candidates, open their accounts and print their slips"), NULL);
}

static void
add_shortcut (GString *xml, const char *keys, const char *title)
{
  g_autofree char *markup = g_markup_printf_escaped (
      "<child><object class='GtkShortcutsShortcut'><property name='accelerator'>%s</property>"
      "<property name='title'>%s</property></object></child>",
      keys, title);

  g_string_append (xml, markup);
}

static void
on_shortcuts (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GString) xml =
      g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'><child><object "
                    "class='GtkShortcutsSection'><child><object class='GtkShortcutsGroup'>");
  g_autoptr (GtkBuilder) builder = NULL;
  GtkWindow *window;

  add_shortcut (xml, "<Control>f", _ ("Find a candidate"));
  add_shortcut (xml, "<Control>n", _ ("Register a candidate"));
  add_shortcut (xml, "<Control>s", _ ("Save what was changed"));
  add_shortcut (xml, "<Control>z", _ ("Take back what was just done"));
  add_shortcut (xml, "<Alt>Left", _ ("Back to the list"));
  add_shortcut (xml, "F1", _ ("Memo sheet: candidates' accounts"));
  add_shortcut (xml, "F5", _ ("Synchronise now"));
  add_shortcut (xml, "F8", _ ("The next incomplete registration"));
  add_shortcut (xml, "F9", _ ("Show or hide the activities"));
  add_shortcut (xml, "F6", _ ("From the activities to the page and back"));
  add_shortcut (xml, "F10", _ ("Main menu"));
  add_shortcut (xml, "<Control>question", _ ("Keyboard shortcuts"));
  g_string_append (xml, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, -1);
  window = GTK_WINDOW (gtk_builder_get_object (builder, "window"));
  mch_dialog_attach (window, GTK_WINDOW (data));
  gtk_window_present (window);
}

static void
on_other_pane (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  MchWindow *self = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, self->sidebar))
    gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
  else
    {
      adw_flap_set_reveal_flap (self->flap, TRUE);
      gtk_widget_child_focus (self->sidebar, GTK_DIR_TAB_FORWARD);
    }
}

static const GActionEntry entries[] = {
  { "show", on_show, "(ss)", NULL, NULL },
  { "back", on_back, NULL, NULL, NULL },
  { "find", on_find, NULL, NULL, NULL },
  { "register", on_register, NULL, NULL, NULL },
  { "sync", on_sync, NULL, NULL, NULL },
  { "outbox", on_outbox, NULL, NULL, NULL },
  { "pause-sync", on_pause_sync, NULL, "false", NULL },
  { "proxy-login", on_proxy_login, NULL, NULL, NULL },
  { "lost-right", on_lost_right, NULL, NULL, NULL },
  { "open-keyring", on_open_keyring, NULL, NULL, NULL },
  { "open-browser", on_open_browser, NULL, NULL, NULL },
  { "sign-in", on_sign_in, NULL, NULL, NULL },
  { "sign-out", on_sign_out, NULL, NULL, NULL },
  { "undo", on_undo, NULL, NULL, NULL },
  { "toggle-sidebar", on_toggle_sidebar, NULL, NULL, NULL },
  { "other-pane", on_other_pane, NULL, NULL, NULL },
  { "memo", on_memo, NULL, NULL, NULL },
  { "about", on_about, NULL, NULL, NULL },
  { "shortcuts", on_shortcuts, NULL, NULL, NULL },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
  { "win.back", { "<Alt>Left", NULL } },
  { "win.find", { "<Control>f", NULL } },
  { "win.register", { "<Control>n", NULL } },
  { "win.undo", { "<Control>z", NULL } },
  { "win.sync", { "F5", "<Control>r", NULL } },
  { "win.toggle-sidebar", { "F9", NULL } },
  { "win.other-pane", { "F6", NULL } },
  { "win.memo", { "F1", NULL } },
  { "win.shortcuts", { "<Control>question", NULL } },
  { "window.close", { "<Control>w", "<Control>q", NULL } },
};

/* Signing in or out makes sense only in one of the two states. */
static void
enable_actions (MchWindow *self)
{
  MchDeskFacts *facts;
  gboolean signed_in;

  if (self->context == NULL)
    return;
  facts = mch_worker_get_facts (mch_context_get_worker (self->context));
  signed_in = facts != NULL && facts->signed_in;
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "sign-out")), signed_in);
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "sign-in")),
      facts != NULL && !signed_in);
}

/* The pause shows in the menu. A proxy that asks for a login asks once by itself; then it is a
 * notice with a button, for a person who has something else to do first. */
static void
follow_sync (MchWindow *self)
{
  MchSyncState *sync = self->context != NULL ? mch_context_get_sync (self->context) : NULL;
  gboolean asks;

  if (sync == NULL)
    return;
  g_simple_action_set_state (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "pause-sync")),
      g_variant_new_boolean (mch_sync_state_get_paused (sync)));
  asks = mch_sync_state_failed_with (sync, MCH_SYNC_ERROR_PROXY);
  if (asks && !self->proxy_asked && gtk_window_is_active (GTK_WINDOW (self)))
    {
      self->proxy_asked = TRUE;
      g_action_group_activate_action (G_ACTION_GROUP (self), "proxy-login", NULL);
    }
  else if (mch_sync_state_get_status (sync) == MCH_SYNC_DONE)
    self->proxy_asked = FALSE;
}

void
mch_window_add_actions (MchWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; application != NULL && i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (application, accels[i].action,
                                           (const char *const *) accels[i].keys);
  g_signal_connect_object (self->context, "changed", G_CALLBACK (enable_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (mch_context_get_sync (self->context), "changed",
                           G_CALLBACK (follow_sync), self, G_CONNECT_SWAPPED);
  enable_actions (self);
}
