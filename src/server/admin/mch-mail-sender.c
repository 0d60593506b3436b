/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin/mch-mail-sender.h"

#include <glib/gi18n-lib.h>

#include "server/model/mch-mail.h"
#include "vault/mch-vault-init.h"

#define LOOK_EVERY_US G_USEC_PER_SEC
#define REST_US (5 * G_USEC_PER_SEC) /* after what concerns every message */

struct _MchMailSender
{
  MchServer *server;
  const MchConfig *config;
  const char *data;
  char *holder; /* this process, among those that share the database */
  MchMailTransport *transport;
  GCancellable *cancellable;
  gboolean failing;
  GThread *thread;
  GMutex lock;
  GCond wake;
  gboolean stopping; /* under lock */
};

/* What goes wrong again and again is told once, and when it works again. */
static void
log_outcome (MchMailSender *sender, const GError *error)
{
  if ((error != NULL) == sender->failing)
    return;
  sender->failing = error != NULL;
  if (error != NULL)
    g_printerr ("event=mail outcome=failed error=\"%s\"\n", error->message);
  else
    g_printerr ("event=mail outcome=recovered\n");
}

/* (transfer full) (nullable) */
static char *
dup_portal_host (const MchServer *server)
{
  g_autoptr (GUri) uri =
      server->portal_url != NULL ? g_uri_parse (server->portal_url, G_URI_FLAGS_NONE, NULL) : NULL;

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

static gboolean
open_transport (MchMailSender *sender, GError **error)
{
  g_autofree char *host = NULL;

  if (sender->transport != NULL)
    return TRUE;
  host = dup_portal_host (sender->server);
  sender->transport = mch_mail_transport_new (sender->config, sender->data, host, error);
  return sender->transport != NULL;
}

/* Returns FALSE with @error when the next message would fare no better. */
static gboolean
send_mail (MchMailSender *sender, const MchMail *mail, GError **error)
{
  MchMailMessage message = { .id = mail->id,
                             .to = mail->to,
                             .subject = mail->subject,
                             .text = mail->text,
                             /* The language of the messages, as a header names it: "fr". */
                             .language = _ ("en"),
                             .at_ms = mail->made_ms };
  gboolean for_good;
  g_autoptr (GError) cause = NULL;

  if (mch_mail_transport_send (sender->transport, &message, sender->cancellable, &cause))
    return mch_mail_sent (sender->server, sender->holder, mail, error);
  for_good = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  if (!mch_mail_not_sent (sender->server, sender->holder, mail, cause->message, for_good, error))
    return FALSE;
  if (for_good)
    g_printerr ("event=mail outcome=refused id=%s\n", mail->id);
  if (for_good || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

/* Whether there may be more. */
static gboolean
send_next (MchMailSender *sender, GError **error)
{
  g_autoptr (MchMail) mail = NULL;

  return open_transport (sender, error)
         && mch_mail_take (sender->server, sender->holder, &mail, error) && mail != NULL
         && send_mail (sender, mail, error);
}

/* Waits, or until the end; returns whether to go on. */
static gboolean
rest (MchMailSender *sender, gint64 for_us)
{
  gint64 until = g_get_monotonic_time () + for_us;
  gboolean stopping;

  g_mutex_lock (&sender->lock);
  while (!sender->stopping && g_cond_wait_until (&sender->wake, &sender->lock, until))
    ;
  stopping = sender->stopping;
  g_mutex_unlock (&sender->lock);
  return !stopping;
}

static gpointer
run_thread (gpointer data)
{
  MchMailSender *sender = data;
  gint64 pause = 0;

  while (rest (sender, pause))
    {
      g_autoptr (GError) error = NULL;

      if (send_next (sender, &error))
        pause = 0;
      else
        pause = error != NULL ? REST_US : LOOK_EVERY_US;
      if (!g_cancellable_is_cancelled (sender->cancellable))
        log_outcome (sender, error);
      /* A password that was mended on disk is read anew. */
      if (error != NULL)
        g_clear_pointer (&sender->transport, mch_mail_transport_free);
    }
  return NULL;
}

MchMailSender *
mch_mail_sender_start (MchServer *server, const MchConfig *config, const char *data)
{
  MchMailSender *sender;

  g_return_val_if_fail (server != NULL && config != NULL && data != NULL, NULL);

  sender = g_new0 (MchMailSender, 1);
  sender->server = server;
  sender->config = config;
  sender->data = data;
  sender->holder = mch_uuid_new (mch_server_now (server), mch_vault_random);
  sender->cancellable = g_cancellable_new ();
  g_mutex_init (&sender->lock);
  g_cond_init (&sender->wake);
  sender->thread = g_thread_new ("mail", run_thread, sender);
  return sender;
}

void
mch_mail_sender_stop (MchMailSender *sender)
{
  if (sender == NULL)
    return;
  g_cancellable_cancel (sender->cancellable);
  g_mutex_lock (&sender->lock);
  sender->stopping = TRUE;
  g_cond_signal (&sender->wake);
  g_mutex_unlock (&sender->lock);
  g_thread_join (sender->thread);
  g_clear_pointer (&sender->transport, mch_mail_transport_free);
  g_object_unref (sender->cancellable);
  g_free (sender->holder);
  g_mutex_clear (&sender->lock);
  g_cond_clear (&sender->wake);
  g_free (sender);
}
