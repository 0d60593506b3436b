/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether messages to candidates leave: where they go, what waits, and what did not leave last.
 * Nobody's address is looked at, and nothing is sent. */
#include "server/admin/mch-doctor.h"

#include <glib/gi18n-lib.h>

#include "server/mail/mch-mail-transport.h"
#include "server/model/mch-model.h"

#define LATE_MS (3600 * G_GINT64_CONSTANT (1000)) /* what waits longer is not only on its way */
#define MOMENT "%Y-%m-%d %H:%M"

typedef struct
{
  gint64 n_waiting;
  gint64 oldest_ms;
  gint64 failed_ms; /* of the message whose fault it is */
  char *fault;      /* NULL when all has left */
} Queue;

static gboolean
read_waiting (MchDb *db, Queue *queue, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (
      db, error,
      "SELECT COUNT (*), COALESCE (MIN (created_ms), 0) FROM mail WHERE done_ms IS NULL");

  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  queue->n_waiting = mch_db_result_get_int (result, 0);
  queue->oldest_ms = mch_db_result_get_int (result, 1);
  return TRUE;
}

static gboolean
read_queue (MchDb *db, gpointer data, GError **error)
{
  Queue *queue = data;
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (&queue->fault, g_free);
  if (!read_waiting (db, queue, error))
    return FALSE;
  result = mch_db_query (db, error,
                         "SELECT created_ms, fault FROM mail"
                         " WHERE fault IS NOT NULL AND state IN ('waiting', 'failed')"
                         " ORDER BY COALESCE (done_ms, due_ms) DESC, id DESC LIMIT 1");
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    {
      queue->failed_ms = mch_db_result_get_int (result, 0);
      queue->fault = g_strdup (mch_db_result_get_text (result, 1));
    }
  return TRUE;
}

/* TRUE when messages go to a mail server. A transport of the outbox would make its folder. */
static gboolean
check_settings (MchDoctor *doctor, const char *server)
{
  g_autoptr (MchMailTransport) transport = NULL;
  g_autoptr (GError) error = NULL;

  if (*server == '\0')
    {
      mch_doctor_say (
          doctor, MCH_FINDING_WARNING,
          _ ("Mail: no mail server is set: messages lie in the folder %s and go nowhere "
             "by themselves. Set “server” in [mail] of machaond.conf."),
          mch_config_get_text (doctor->admin->config, MCH_CONFIG_MAIL_OUTBOX));
      return FALSE;
    }
  transport = mch_mail_transport_new (doctor->admin->config, doctor->admin->data, NULL, &error);
  if (transport == NULL)
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM, _ ("Mail: %s"), error->message);
  return transport != NULL;
}

static void
say_queue (MchDoctor *doctor, const char *server, gboolean works, const Queue *queue)
{
  g_autofree char *oldest = mch_model_dup_paris_moment (queue->oldest_ms, MOMENT);
  gboolean late = queue->n_waiting > 0 && doctor->now_ms - queue->oldest_ms > LATE_MS;

  if (queue->n_waiting > 0)
    mch_doctor_say (doctor, late ? MCH_FINDING_WARNING : MCH_FINDING_WELL,
                    g_dngettext (GETTEXT_PACKAGE, "Mail: %u message waits, since %s.",
                                 "Mail: %u messages wait, the oldest since %s.",
                                 (gulong) queue->n_waiting),
                    (guint) queue->n_waiting, oldest);
  else if (works)
    mch_doctor_say (doctor, MCH_FINDING_WELL, _ ("Mail: goes to %s; no message waits."), server);
}

static void
say_fault (MchDoctor *doctor, const Queue *queue)
{
  g_autofree char *made = mch_model_dup_paris_moment (queue->failed_ms, MOMENT);

  if (queue->fault != NULL)
    mch_doctor_say (doctor, MCH_FINDING_WARNING,
                    _ ("Mail: the last message that did not leave is of %s: %s"), made,
                    queue->fault);
}

void
mch_doctor_check_mail (MchDoctor *doctor, gboolean database)
{
  const char *server = mch_config_get_text (doctor->admin->config, MCH_CONFIG_MAIL_SERVER);
  gboolean works = check_settings (doctor, server);
  Queue queue = { 0 };
  g_autoptr (GError) error = NULL;

  if (!database)
    return;
  if (mch_db_pool_read (doctor->admin->pool, read_queue, &queue, &error))
    {
      say_queue (doctor, server, works, &queue);
      say_fault (doctor, &queue);
    }
  else
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM, _ ("Mail: %s"), error->message);
  g_free (queue.fault);
}
