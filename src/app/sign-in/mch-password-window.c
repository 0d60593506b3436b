/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in/mch-password-window.h"

#include <glib/gi18n-lib.h>

#include "app/widgets/mch-ask-window.h"
#include "sync/mch-unlock.h"
#include "vault/mch-vault-init.h"

/* Lives with its task. */
typedef struct
{
  GtkWindow *parent; /* weak */
  MchContext *context;
  MchAskWindow *window; /* weak */
  char *purpose;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_clear_weak_pointer (&asking->parent);
  g_clear_weak_pointer (&asking->window);
  g_object_unref (asking->context);
  g_free (asking->purpose);
  g_free (asking);
}

static gpointer
unlock (MchWork *work, gpointer data, GError **error)
{
  return mch_unlock_with_password (mch_work_get_desk (work), data, error) ? GINT_TO_POINTER (TRUE)
                                                                          : NULL;
}

static void
free_password (gpointer password)
{
  mch_vault_free_text (password);
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *asking = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (mch_worker_run_finish (MCH_WORKER (source), result, &error) == NULL)
    {
      if (asking->window != NULL)
        mch_ask_window_set_fault (asking->window, error->message);
      return;
    }
  if (asking->window != NULL)
    mch_ask_window_done (asking->window);
  if (!g_task_get_completed (task))
    g_task_return_boolean (task, TRUE);
}

static void
on_answered (MchAskWindow *window, const char *password, GTask *task)
{
  Asking *asking = g_task_get_task_data (task);

  mch_ask_window_set_busy (window, TRUE);
  mch_worker_run_async (mch_context_get_worker (asking->context), "unlock", unlock,
                        g_strdup (password), free_password, NULL, NULL, NULL, on_unlocked,
                        g_object_ref (task));
}

static void
on_gave_up (MchAskWindow *window, GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                           "The person did not give the password");
}

static void
ask (GTask *task)
{
  Asking *asking = g_task_get_task_data (task);
  g_autofree char *text =
      g_strdup_printf (_ ("%s It is asked once in a quarter of an hour."), asking->purpose);
  MchAskWindow *window =
      mch_ask_window_open (asking->parent, _ ("Your password"), text,
                           mch_field_entry_new_password (_ ("_Password")), _ ("_Open"));

  g_set_weak_pointer (&asking->window, window);
  g_signal_connect_data (window, "answered", G_CALLBACK (on_answered), g_object_ref (task),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  g_signal_connect_data (window, "gave-up", G_CALLBACK (on_gave_up), g_object_ref (task),
                         (GClosureNotify) (void (*) (void)) g_object_unref, 0);
}

static gpointer
look (MchWork *work, gpointer data, GError **error)
{
  /* Not NULL either way: FALSE is an answer, not a failure. */
  return GINT_TO_POINTER (mch_unlock_is_open (mch_work_get_desk (work)) ? 2 : 1);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  int open = GPOINTER_TO_INT (mch_worker_run_finish (MCH_WORKER (source), result, &error));
  Asking *asking = g_task_get_task_data (task);

  if (open == 2)
    g_task_return_boolean (task, TRUE);
  else if (error != NULL || asking->parent == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The window is gone");
  else
    ask (task);
}

void
mch_password_ensure_async (GtkWindow *parent, MchContext *context, const char *purpose,
                           GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Asking *asking = g_new0 (Asking, 1);

  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (MCH_IS_CONTEXT (context));

  g_set_weak_pointer (&asking->parent, parent);
  asking->context = g_object_ref (context);
  asking->purpose = g_strdup (purpose);
  g_task_set_source_tag (task, mch_password_ensure_async);
  g_task_set_task_data (task, asking, asking_free);
  mch_worker_run_async (mch_context_get_worker (context), "look", look, NULL, NULL, NULL, NULL,
                        NULL, on_looked, task);
}

gboolean
mch_password_ensure_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
