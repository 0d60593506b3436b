/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/transfers/mch-transfers-screen.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/transfers/mch-transfer-row.h"
#include "app/transfers/mch-transfers-jobs.h"
#include "app/widgets/mch-ask-window.h"
#include "app/widgets/mch-dialog.h"
#include "app/widgets/mch-status-page.h"
#include "app/widgets/mch-toast.h"

struct _MchTransfersScreen
{
  MchListScreen parent_instance;

  GPtrArray *entries; /* of MchTransferEntry; NULL until they were read */
  gboolean loading;
  gboolean stale; /* asked for again while loading */
  gboolean busy;  /* an act is on its way */
};

G_DEFINE_FINAL_TYPE (MchTransfersScreen, mch_transfers_screen, MCH_TYPE_LIST_SCREEN)

/* An act, from the press of its button to the server's answer. */
typedef struct
{
  MchTransfersScreen *screen; /* weak */
  GPtrArray *entries;         /* keeps @entry */
  const MchTransferEntry *entry;
  MchAskWindow *window; /* weak: asks for the reason of a refusal */
  const char *failure;  /* heading, msgid */
  char *done;
} Act;

static Act *
act_new (MchTransfersScreen *self, const MchTransferEntry *entry)
{
  Act *act = g_new0 (Act, 1);

  g_set_weak_pointer (&act->screen, self);
  act->entries = g_ptr_array_ref (self->entries);
  act->entry = entry;
  return act;
}

static void
act_free (Act *act)
{
  g_clear_weak_pointer (&act->screen);
  g_clear_weak_pointer (&act->window);
  g_ptr_array_unref (act->entries);
  g_free (act->done);
  g_free (act);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Act, act_free)

static void
act_free_closure (gpointer act, GClosure *closure)
{
  act_free (act);
}

static void
on_acted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Act) act = data;
  g_autoptr (GError) error = NULL;
  MchTransfersScreen *self = act->screen;

  mch_transfers_act_finish (MCH_WORKER (source), result, &error);
  if (self == NULL)
    return;
  self->busy = FALSE;
  if (error != NULL)
    mch_message_show (GTK_WIDGET (self), _ (act->failure), error->message);
  else
    mch_toast_show (GTK_WIDGET (self), act->done);
  mch_list_screen_reload (MCH_LIST_SCREEN (self));
}

static void
ask (MchTransfersScreen *self, const MchTransferEntry *entry)
{
  Act *act = act_new (self, entry);
  g_autofree char *name = mch_transfer_dup_name (entry);

  act->failure = N_ ("The transfer was not asked for");
  act->done = g_strdup_printf (_ ("The transfer of %s was asked for."), name);
  self->busy = TRUE;
  mch_transfers_ask_async (mch_screen_get_context (MCH_SCREEN (self)), entry, on_acted, act);
}

static void
decide (Act *act, gboolean accept, const char *reason)
{
  MchTransfersScreen *self = act->screen;
  g_autofree char *name = mch_transfer_dup_name (act->entry);
  Act *sent = act_new (self, act->entry);

  sent->failure = N_ ("The transfer was not decided");
  sent->done = g_strdup_printf (
      accept ? _ ("%s has left for the other establishment.") : _ ("%s stays here."), name);
  self->busy = TRUE;
  mch_transfers_decide_async (mch_screen_get_context (MCH_SCREEN (self)), act->entry, accept,
                              reason, on_acted, sent);
}

static void
on_accept_answered (AdwMessageDialog *dialog, const char *response, Act *act)
{
  if (g_str_equal (response, "accept") && act->screen != NULL && !act->screen->busy)
    decide (act, TRUE, NULL);
}

static void
ask_to_accept (MchTransfersScreen *self, const MchTransferEntry *entry)
{
  g_autofree char *name = mch_transfer_dup_name (entry);
  g_autofree char *heading = g_strdup_printf (_ ("Let %s go?"), name);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (mch_dialog_new_message (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
      _ ("The registration, its number and the account go to the other establishment. A slip that "
         "was printed here opens nothing any more. This cannot be taken back from here.")));

  adw_message_dialog_add_responses (dialog, "keep", _ ("_Not now"), "accept",
                                    _ ("_Accept the transfer"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "accept", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (dialog, "keep");
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_accept_answered), act_new (self, entry),
                         act_free_closure, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_reason (MchAskWindow *window, const char *reason, Act *act)
{
  if (act->screen == NULL || act->screen->busy)
    return;
  decide (act, FALSE, reason);
  mch_ask_window_done (window);
}

static void
ask_to_refuse (MchTransfersScreen *self, const MchTransferEntry *entry)
{
  g_autofree char *name = mch_transfer_dup_name (entry);
  g_autofree char *title = g_strdup_printf (_ ("Refuse the transfer of %s"), name);
  MchAskWindow *window = mch_ask_window_open (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), title,
      _ ("The pupil stays registered here. The reason is told to the establishment that asks."),
      mch_field_entry_new (_ ("Rea_son")), _ ("_Refuse"));

  mch_ask_window_insist (
      window, _ ("Say why in a few words: the other establishment has to know what to do next."));
  g_signal_connect_data (window, "answered", G_CALLBACK (on_reason), act_new (self, entry),
                         act_free_closure, 0);
}

static void
on_act (const MchTransferEntry *entry, const char *act, gpointer data)
{
  MchTransfersScreen *self = data;

  if (self->busy)
    return;
  if (strcmp (act, "ask") == 0)
    ask (self, entry);
  else if (strcmp (act, "accept") == 0)
    ask_to_accept (self, entry);
  else
    ask_to_refuse (self, entry);
}

static GtkWidget *
row_new (MchListScreen *self, gpointer entry)
{
  return mch_transfer_row_new (entry, on_act, self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchTransfersScreen) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = mch_transfers_list_finish (MCH_WORKER (source), result, &error);

  self->loading = FALSE;
  if (self->stale)
    mch_list_screen_reload (MCH_LIST_SCREEN (self));
  else if (entries != NULL)
    {
      g_autoptr (GPtrArray) before = g_steal_pointer (&self->entries);

      self->entries = g_steal_pointer (&entries);
      mch_list_screen_show_rows (MCH_LIST_SCREEN (self), self->entries, row_new);
    }
  else
    mch_list_screen_show_error (MCH_LIST_SCREEN (self), error);
}

/* One reading at a time. */
static void
mch_transfers_screen_load (MchListScreen *screen)
{
  MchTransfersScreen *self = MCH_TRANSFERS_SCREEN (screen);
  MchContext *context = mch_screen_get_context (MCH_SCREEN (self));

  self->stale = self->loading;
  if (self->loading
      || (mch_context_get_scope (context) == NULL && !mch_context_is_office (context)))
    return;
  self->loading = TRUE;
  mch_transfers_list_async (context, on_loaded, g_object_ref (self));
}

static void
mch_transfers_screen_refresh (MchScreen *screen)
{
  mch_list_screen_reload (MCH_LIST_SCREEN (screen));
}

static void
mch_transfers_screen_finalize (GObject *object)
{
  g_clear_pointer (&MCH_TRANSFERS_SCREEN (object)->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (mch_transfers_screen_parent_class)->finalize (object);
}

static void
mch_transfers_screen_class_init (MchTransfersScreenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_transfers_screen_finalize;
  MCH_SCREEN_CLASS (klass)->refresh = mch_transfers_screen_refresh;
  MCH_LIST_SCREEN_CLASS (klass)->load = mch_transfers_screen_load;
}

static void
mch_transfers_screen_init (MchTransfersScreen *self)
{
  mch_list_screen_set_up (
      MCH_LIST_SCREEN (self), _ ("Transfer requests"),
      mch_status_page_new ("system-users-symbolic", _ ("No transfer"),
                           _ ("A pupil whom another establishment has registered is found when you "
                              "import or register him; his transfer is asked for here. When "
                              "others ask for a pupil of yours, you decide here."),
                           NULL),
      "dialog-error-symbolic", _ ("The transfers could not be read"));
}
