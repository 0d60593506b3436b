/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-leave-dialog.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/mch-dialog.h"

#define DIALOG_DATA "mch-leave"

static gboolean
is_leaving_now (MchSyncState *sync)
{
  MchSyncStatus status = mch_sync_state_get_status (sync);

  return status == MCH_SYNC_WAITING || status == MCH_SYNC_RUNNING || status == MCH_SYNC_ATTENTION;
}

/* (transfer none): what becomes of what waits. */
static const char *
get_fate (MchContext *context, MchSyncState *sync, guint n)
{
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (context));

  if (!facts->persistent)
    return g_dngettext (GETTEXT_PACKAGE,
                        "This computer has no keyring that is open, so it cannot be kept: closing "
                        "now loses it.",
                        "This computer has no keyring that is open, so they cannot be kept: "
                        "closing now loses them.",
                        n);
  if (is_leaving_now (sync))
    return g_dngettext (
        GETTEXT_PACKAGE,
        "It is leaving now, and the window closes by itself once it has left. If "
        "you close before, it is kept on this computer and leaves the next time "
        "Machaon is started.",
        "They are leaving now, and the window closes by itself once they have left. "
        "If you close before, they are kept on this computer and leave the next "
        "time Machaon is started.",
        n);
  return g_dngettext (
      GETTEXT_PACKAGE,
      "It is kept on this computer and leaves the next time Machaon is started and "
      "the server answers.",
      "They are kept on this computer and leave the next time Machaon is started and "
      "the server answers.",
      n);
}

static void
on_answered (AdwMessageDialog *dialog, const char *response, GtkWindow *window)
{
  g_object_set_data (G_OBJECT (window), DIALOG_DATA, NULL);
  if (g_strcmp0 (response, "close") == 0)
    gtk_window_destroy (window);
}

/* The last change has left, or the server has gone: then it is told otherwise. */
static void
on_changed (MchSyncState *sync, GtkWidget *dialog)
{
  MchContext *context = g_object_get_data (G_OBJECT (dialog), "context");
  guint n = mch_sync_state_get_n_pending (sync);

  if (n == 0)
    adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "close");
  else
    adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), get_fate (context, sync, n));
}

static GtkWidget *
dialog_new (GtkWindow *window, MchContext *context, guint n)
{
  MchSyncState *sync = mch_context_get_sync (context);
  gboolean kept = mch_worker_get_facts (mch_context_get_worker (context))->persistent;
  g_autofree char *heading =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change has not left this computer yet",
                                    "%u changes have not left this computer yet", n),
                       n);
  GtkWidget *dialog = mch_dialog_new_message (window, heading, get_fate (context, sync, n));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "back", _ ("_Go back"), "close",
                                    kept ? _ ("_Close") : _ ("_Close and lose it"), NULL);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "back");
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), kept ? "close" : "back");
  if (!kept)
    adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "close",
                                                ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "context", g_object_ref (context), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answered), window, 0);
  g_signal_connect_object (sync, "changed", G_CALLBACK (on_changed), dialog, 0);
  return dialog;
}

gboolean
mch_leave_dialog_ask (GtkWindow *window, MchContext *context)
{
  MchSyncState *sync = mch_context_get_sync (context);
  MchDeskFacts *facts = mch_worker_get_facts (mch_context_get_worker (context));
  guint n = mch_sync_state_get_n_pending (sync);
  GtkWidget *dialog = g_object_get_data (G_OBJECT (window), DIALOG_DATA);

  if (dialog != NULL)
    {
      gtk_window_present (GTK_WINDOW (dialog));
      return TRUE;
    }
  if (n == 0 || facts == NULL)
    return FALSE;
  dialog = dialog_new (window, context, n);
  g_object_set_data (G_OBJECT (window), DIALOG_DATA, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
  mch_sync_state_sync (sync);
  return TRUE;
}
