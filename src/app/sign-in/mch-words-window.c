/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in/mch-words-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "app/widgets/mch-a11y.h"
#include "app/widgets/mch-dialog.h"
#include "sync/mch-membership.h"

static gpointer
make_words (MchWork *work, gpointer data, GError **error)
{
  return mch_membership_dup_own_words (mch_work_get_desk (work), data, error);
}

static void
on_words (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) label = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = mch_worker_run_finish (MCH_WORKER (source), result, &error);

  gtk_label_set_label (GTK_LABEL (label), words != NULL ? words : error->message);
  if (words == NULL)
    gtk_widget_remove_css_class (label, "words");
}

void
mch_words_window_open (GtkWindow *parent, MchContext *context)
{
  GtkWidget *dialog = mch_dialog_new_message (
      parent, _ ("Your six words"),
      _ ("Read them aloud to a colleague who sees the slips, by telephone or face to face, never "
         "by e-mail. The colleague presses “Allow” and writes them."));
  GtkWidget *label = gtk_label_new (_ ("One moment…"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "words");
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), label);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
  mch_worker_run_async (mch_context_get_worker (context), "words", make_words,
                        g_strdup (mch_context_get_scope (context)), g_free, g_free, NULL, NULL,
                        on_words, g_object_ref (label));
}
