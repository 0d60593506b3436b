/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in/mch-members-window.h"

#include <glib/gi18n-lib.h>

#include "app/sign-in/mch-password-window.h"
#include "app/widgets/mch-ask-window.h"
#include "app/widgets/mch-dialog.h"
#include "sync/mch-membership.h"

typedef struct
{
  GtkWindow *parent; /* weak */
  MchContext *context;
  char *login;
  char *name;
} Admission;

static void
admission_free (gpointer data)
{
  Admission *admission = data;

  g_clear_weak_pointer (&admission->parent);
  g_object_unref (admission->context);
  g_free (admission->login);
  g_free (admission->name);
  g_free (admission);
}

typedef struct
{
  char *scope;
  char *login;
  char *words;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->scope);
  g_free (request->login);
  g_free (request->words);
  g_free (request);
}

static gpointer
admit (MchWork *work, gpointer data, GError **error)
{
  Request *request = data;

  return mch_membership_admit (mch_work_get_desk (work), request->scope, request->login,
                               request->words, mch_work_get_cancellable (work), error)
             ? GINT_TO_POINTER (TRUE)
             : NULL;
}

static void
on_admitted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (MchAskWindow) window = data;
  g_autoptr (GError) error = NULL;
  Admission *admission = g_object_get_data (G_OBJECT (window), "admission");
  gboolean done = mch_worker_run_finish (MCH_WORKER (source), result, &error) != NULL;
  g_autofree char *text = NULL;

  if (!gtk_widget_get_visible (GTK_WIDGET (window)))
    return;
  if (!done)
    {
      mch_ask_window_set_fault (window, error->message);
      return;
    }
  text = g_strdup_printf (_ ("%s sees the slips from now on."), admission->name);
  if (admission->parent != NULL)
    mch_message_show (GTK_WIDGET (admission->parent), text, NULL);
  mch_ask_window_done (window);
}

static void
on_answered (MchAskWindow *window, const char *words, Admission *admission)
{
  Request *request = g_new0 (Request, 1);

  request->scope = g_strdup (mch_context_get_scope (admission->context));
  request->login = g_strdup (admission->login);
  request->words = g_strdup (words);
  mch_ask_window_set_busy (window, TRUE);
  mch_worker_run_async (mch_context_get_worker (admission->context), "admit", admit, request,
                        request_free, NULL, NULL, NULL, on_admitted, g_object_ref (window));
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  Admission *admission = data;
  g_autofree char *text = NULL;
  g_autofree char *title = NULL;
  MchAskWindow *window;

  if (!mch_password_ensure_finish (result, NULL) || admission->parent == NULL)
    {
      admission_free (admission);
      return;
    }
  title = g_strdup_printf (_ ("Allow %s"), admission->name);
  text = g_strdup_printf (
      _ ("Call %s, or go and see them. On their screen stand six words: have them read aloud, and "
         "write them here. If they differ, somebody else may be in their place."),
      admission->name);
  window = mch_ask_window_open (admission->parent, title, text,
                                mch_field_entry_new (_ ("_Six words")), _ ("_Allow"));
  g_object_set_data_full (G_OBJECT (window), "admission", admission, admission_free);
  g_signal_connect (window, "answered", G_CALLBACK (on_answered), admission);
}

void
mch_members_window_admit (GtkWindow *parent, MchContext *context, const char *login,
                          const char *name)
{
  Admission *admission = g_new0 (Admission, 1);

  g_set_weak_pointer (&admission->parent, parent);
  admission->context = g_object_ref (context);
  admission->login = g_strdup (login);
  admission->name = g_strdup (name);
  mch_password_ensure_async (parent, context, _ ("To admit a colleague, your password is needed."),
                             on_unlocked, admission);
}
