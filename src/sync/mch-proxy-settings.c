/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each question is asked on a thread of its own, one at a time: one that gets no answer costs one
 * thread that sleeps, and not one for every request. */
#include "sync/mch-proxy-settings.h"

#define SLICE (100 * G_TIME_SPAN_MILLISECOND) /* between two looks whether it was cancelled */

/* One question. Whoever asked may be gone before it is answered. */
typedef struct
{
  gatomicrefcount references;
  GMutex mutex;
  GCond answered;
  char *uri;
  gboolean done;
  char **found;
  GError *error;
} Question;

struct _MchProxySettings
{
  GMutex mutex;
  Question *open; /* (nullable): the one that was given up waiting for */
  char **known;   /* (nullable): the last answer */
};

static void
question_unref (Question *question)
{
  if (!g_atomic_ref_count_dec (&question->references))
    return;
  g_mutex_clear (&question->mutex);
  g_cond_clear (&question->answered);
  g_free (question->uri);
  g_strfreev (question->found);
  g_clear_error (&question->error);
  g_free (question);
}

static gpointer
answer (gpointer data)
{
  Question *question = data;
  g_autoptr (GError) error = NULL;
  char **found =
      g_proxy_resolver_lookup (g_proxy_resolver_get_default (), question->uri, NULL, &error);

  g_mutex_lock (&question->mutex);
  question->found = found;
  question->error = g_steal_pointer (&error);
  question->done = TRUE;
  g_cond_broadcast (&question->answered);
  g_mutex_unlock (&question->mutex);
  question_unref (question);
  return NULL;
}

static Question *
ask (const char *uri)
{
  Question *question = g_new0 (Question, 1);

  g_atomic_ref_count_init (&question->references);
  g_atomic_ref_count_inc (&question->references);
  g_mutex_init (&question->mutex);
  g_cond_init (&question->answered);
  question->uri = g_strdup (uri);
  g_thread_unref (g_thread_new ("machaon-proxy", answer, question));
  return question;
}

/* Whether @question has its answer, at once or within @seconds. */
static gboolean
wait_for (Question *question, guint seconds, GCancellable *cancellable)
{
  gint64 end = g_get_monotonic_time () + (gint64) seconds * G_TIME_SPAN_SECOND;
  gboolean done;

  g_mutex_lock (&question->mutex);
  while (!question->done && g_get_monotonic_time () < end
         && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&question->answered, &question->mutex,
                       MIN (end, g_get_monotonic_time () + SLICE));
  done = question->done;
  g_mutex_unlock (&question->mutex);
  return done;
}

static char **
dup_known (MchProxySettings *self)
{
  static const char *const direct[] = { "direct://", NULL };

  return g_strdupv (self->known != NULL ? self->known : (char **) direct);
}

static void
note_known (MchProxySettings *self, char **found)
{
  g_strfreev (self->known);
  self->known = g_strdupv (found);
}

/* The last answer while a question is open; NULL when one may be asked: there is none, or it has
 * its answer meanwhile, which came late and is still the last. (transfer full) (nullable) */
static char **
dup_while_open (MchProxySettings *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->open != NULL && !wait_for (self->open, 0, NULL))
    return dup_known (self);
  if (self->open != NULL && self->open->found != NULL)
    note_known (self, self->open->found);
  g_clear_pointer (&self->open, question_unref);
  return NULL;
}

/* Takes @question, which is without an answer. */
static char **
give_up (MchProxySettings *self, Question *question)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_clear_pointer (&self->open, question_unref);
  self->open = question;
  return dup_known (self);
}

/* Takes @question, which has its answer. */
static char **
take_answer (MchProxySettings *self, Question *question, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char **found = g_steal_pointer (&question->found);

  if (found != NULL)
    note_known (self, found);
  else
    g_propagate_error (error, g_steal_pointer (&question->error));
  question_unref (question);
  return found;
}

char **
mch_proxy_settings_lookup (MchProxySettings *self, const char *uri, GCancellable *cancellable,
                           GError **error)
{
  char **known;
  Question *question;

  g_return_val_if_fail (self != NULL && uri != NULL, NULL);

  known = dup_while_open (self);
  if (known != NULL)
    return known;
  question = ask (uri);
  if (wait_for (question, MCH_PROXY_SETTINGS_WAIT_S, cancellable))
    return take_answer (self, question, error);
  known = give_up (self, question);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    g_clear_pointer (&known, g_strfreev);
  else
    g_info ("the settings name no proxy after %d s", MCH_PROXY_SETTINGS_WAIT_S);
  return known;
}

MchProxySettings *
mch_proxy_settings_new (void)
{
  MchProxySettings *self = g_new0 (MchProxySettings, 1);

  g_mutex_init (&self->mutex);
  return self;
}

void
mch_proxy_settings_free (MchProxySettings *self)
{
  g_clear_pointer (&self->open, question_unref);
  g_strfreev (self->known);
  g_mutex_clear (&self->mutex);
  g_free (self);
}
