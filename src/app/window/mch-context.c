/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window/mch-context.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-label.h"
#include "store/mch-store-reference.h"
#include "sync/mch-office.h"
#include "sync/mch-sync-error.h"

struct _MchContext
{
  GObject parent_instance;

  MchWorker *worker;
  MchSyncState *sync;
  char *scope;
  char *session;
  char *digest; /* of the reference */
  MchReference *reference;
};

enum
{
  SIGNAL_SWITCHED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MchContext, mch_context, G_TYPE_OBJECT)

MchWorker *
mch_context_get_worker (MchContext *self)
{
  g_return_val_if_fail (MCH_IS_CONTEXT (self), NULL);

  return self->worker;
}

MchSyncState *
mch_context_get_sync (MchContext *self)
{
  g_return_val_if_fail (MCH_IS_CONTEXT (self), NULL);

  return self->sync;
}

MchStore *
mch_context_get_store (MchContext *self)
{
  g_return_val_if_fail (MCH_IS_CONTEXT (self), NULL);

  return mch_worker_get_store (self->worker);
}

const char *
mch_context_get_scope (MchContext *self)
{
  g_return_val_if_fail (MCH_IS_CONTEXT (self), NULL);

  return self->scope;
}

const char *
mch_context_get_uai (MchContext *self)
{
  g_return_val_if_fail (MCH_IS_CONTEXT (self), NULL);

  return self->scope != NULL ? self->scope + strlen ("etab:") : NULL;
}

const char *
mch_context_get_session (MchContext *self)
{
  g_return_val_if_fail (MCH_IS_CONTEXT (self), NULL);

  return self->session;
}

char **
mch_context_dup_sessions (MchContext *self)
{
  g_autoptr (GStrvBuilder) sessions = g_strv_builder_new ();
  g_autoptr (GPtrArray) services = NULL;
  MchStore *store = mch_context_get_store (self);

  if (store == NULL || self->scope == NULL)
    return g_strv_builder_end (sessions);
  services = mch_store_list_records (store, self->scope, MCH_KIND_SERVICE);
  for (guint i = 0; i < services->len; i++)
    g_strv_builder_add (sessions, ((MchRecord *) services->pdata[i])->id);
  return g_strv_builder_end (sessions);
}

/* The session in which there is most to do: the most candidates, else the first whose service is
 * positioned. (transfer full) (nullable) */
static char *
dup_usual_session (MchContext *self, char **sessions)
{
  const char *best = sessions[0];
  guint most = 0;

  for (guint i = 0; sessions[i] != NULL; i++)
    {
      MchCandidateFilter filter = { .scope = self->scope, .session = sessions[i] };
      g_autoptr (MchRecord) service = mch_store_dup_record (
          mch_context_get_store (self), self->scope, MCH_KIND_SERVICE, sessions[i]);
      guint n = 2 * mch_store_count_candidates (mch_context_get_store (self), &filter);

      if (service != NULL && g_strcmp0 (mch_record_get (service, "papillons"), "on") == 0)
        n++;
      if (n > most)
        {
          most = n;
          best = sessions[i];
        }
    }
  return g_strdup (best);
}

/* Keeps what was chosen while it exists, else takes the usual one. */
static gboolean
settle (MchContext *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (self->worker);
  g_autofree char *scope = g_strdup (self->scope);
  g_autofree char *session = g_strdup (self->session);
  g_auto (GStrv) sessions = NULL;

  if (facts != NULL && (scope == NULL || mch_desk_facts_find (facts, scope) == NULL))
    {
      g_clear_pointer (&self->scope, g_free);
      if (facts->scopes->len > 0)
        self->scope = g_strdup (((MchScopeFacts *) facts->scopes->pdata[0])->scope);
    }
  sessions = mch_context_dup_sessions (self);
  if (self->session == NULL || !g_strv_contains ((const char *const *) sessions, self->session))
    {
      g_clear_pointer (&self->session, g_free);
      self->session = dup_usual_session (self, sessions);
    }
  return g_strcmp0 (scope, self->scope) != 0 || g_strcmp0 (session, self->session) != 0;
}

static void
refresh (MchContext *self)
{
  if (settle (self))
    g_signal_emit (self, signals[SIGNAL_SWITCHED], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
mch_context_set_scope (MchContext *self, const char *scope)
{
  g_return_if_fail (MCH_IS_CONTEXT (self));

  if (g_strcmp0 (scope, self->scope) == 0)
    return;
  g_free (self->scope);
  self->scope = g_strdup (scope);
  settle (self);
  g_signal_emit (self, signals[SIGNAL_SWITCHED], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
mch_context_set_session (MchContext *self, const char *session)
{
  g_return_if_fail (MCH_IS_CONTEXT (self));

  if (g_strcmp0 (session, self->session) == 0)
    return;
  g_free (self->session);
  self->session = g_strdup (session);
  settle (self);
  g_signal_emit (self, signals[SIGNAL_SWITCHED], 0);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

MchRecord *
mch_context_dup_establishment (MchContext *self)
{
  MchStore *store = mch_context_get_store (self);

  if (store == NULL || self->scope == NULL)
    return NULL;
  return mch_store_dup_record (store, self->scope, MCH_KIND_ESTABLISHMENT,
                               mch_context_get_uai (self));
}

MchRecord *
mch_context_dup_service (MchContext *self)
{
  MchStore *store = mch_context_get_store (self);

  if (store == NULL || self->scope == NULL || self->session == NULL)
    return NULL;
  return mch_store_dup_record (store, self->scope, MCH_KIND_SERVICE, self->session);
}

const MchReference *
mch_context_get_reference (MchContext *self)
{
  g_autoptr (MchRecord) service = mch_context_dup_service (self);
  const char *digest = service != NULL ? mch_record_get (service, "reference") : NULL;

  if (self->reference != NULL && g_strcmp0 (digest, self->digest) == 0)
    return self->reference;
  g_clear_pointer (&self->reference, mch_reference_unref);
  g_free (self->digest);
  self->digest = g_strdup (digest);
  if (digest != NULL)
    self->reference = mch_store_dup_reference (mch_context_get_store (self), service);
  return self->reference;
}

char *
mch_context_dup_title (MchContext *self)
{
  g_autoptr (MchRecord) service = mch_context_dup_service (self);

  if (service == NULL)
    return g_strdup (_ ("No session opened yet"));
  return mch_label_dup_context (self->session, mch_record_get (service, "academy_name"));
}

MchCandidateFilter
mch_context_get_filter (MchContext *self)
{
  /* Without a scope nothing may match: the empty list of ids does that. */
  static const char *const nobody[] = { NULL };
  MchCandidateFilter filter = { .scope = self->scope, .session = self->session };

  if (self->scope == NULL)
    filter.ids = nobody;
  return filter;
}

void
mch_context_send (MchContext *self, GPtrArray *changes, GAsyncReadyCallback callback,
                  gpointer user_data)
{
  g_return_if_fail (MCH_IS_CONTEXT (self));
  g_return_if_fail (self->scope != NULL);

  mch_worker_enqueue_async (self->worker, self->scope, "edit", NULL, changes, callback, user_data);
}

char *
mch_context_dup_service_reason (MchContext *self)
{
  g_autoptr (MchRecord) service = mch_context_dup_service (self);
  const char *contact;

  if (service == NULL)
    return g_strdup (_ ("The exam office has opened no session for your establishment yet."));
  if (g_strcmp0 (mch_record_get (service, "papillons"), "on") == 0)
    return NULL;
  contact = mch_record_get (service, "contact");
  if (contact == NULL)
    return g_strdup (mch_sync_refusal_text ("service_not_positioned"));
  return g_strdup_printf (_ ("%s To ask for it: %s."),
                          mch_sync_refusal_text ("service_not_positioned"), contact);
}

gboolean
mch_context_is_office (MchContext *self)
{
  MchDeskFacts *facts;

  g_return_val_if_fail (MCH_IS_CONTEXT (self), FALSE);

  facts = mch_worker_get_facts (self->worker);
  return facts != NULL && g_strcmp0 (facts->role, MCH_ROLE_OFFICE) == 0;
}

char *
mch_context_dup_office_scope (MchContext *self)
{
  MchStore *store = mch_context_get_store (self);
  g_auto (GStrv) scopes = NULL;

  if (store == NULL || !mch_context_is_office (self))
    return NULL;
  scopes = mch_store_dup_scopes (store);
  for (char **scope = scopes; *scope != NULL; scope++)
    if (g_str_has_prefix (*scope, "acad:"))
      return g_strdup (*scope);
  return NULL;
}

char *
mch_context_dup_member_reason (MchContext *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (self->worker);
  const MchScopeFacts *scope =
      facts != NULL && self->scope != NULL ? mch_desk_facts_find (facts, self->scope) : NULL;

  /* An agent sees the slips without their passwords. */
  if (scope == NULL || scope->member || mch_context_is_office (self))
    return NULL;
  return g_strdup (_ ("A colleague who sees the slips has to admit you first: read your six words "
                      "to one of them."));
}

char **
mch_context_dup_divisions (MchContext *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  MchCandidateFilter filter = mch_context_get_filter (self);
  MchStore *store = mch_context_get_store (self);
  g_autoptr (GPtrArray) counts = NULL;

  if (store != NULL)
    counts = mch_store_count_candidates_by (store, &filter, MCH_CANDIDATE_BY_DIVISION, NULL);
  for (guint i = 0; counts != NULL && i < counts->len; i++)
    g_strv_builder_add (names, ((MchCandidateCount *) counts->pdata[i])->value);
  return g_strv_builder_end (names);
}

gint64
mch_context_get_clock_offset (MchContext *self)
{
  MchDeskFacts *facts = mch_worker_get_facts (self->worker);

  return facts != NULL ? facts->clock_offset : 0;
}

gint64
mch_context_get_now_ms (MchContext *self)
{
  return mch_desk_now_ms () + mch_context_get_clock_offset (self);
}

char *
mch_context_dup_today (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  return g_date_time_format (now, "%Y-%m-%d");
}

MchContext *
mch_context_new (MchWorker *worker, MchSyncState *sync)
{
  MchContext *self = g_object_new (MCH_TYPE_CONTEXT, NULL);

  self->worker = g_object_ref (worker);
  self->sync = g_object_ref (sync);
  g_signal_connect_object (worker, "store-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (worker, "facts-changed", G_CALLBACK (refresh), self, G_CONNECT_SWAPPED);
  settle (self);
  return self;
}

static void
mch_context_finalize (GObject *object)
{
  MchContext *self = MCH_CONTEXT (object);

  g_object_unref (self->sync);
  g_object_unref (self->worker);
  g_free (self->scope);
  g_free (self->session);
  g_free (self->digest);
  g_clear_pointer (&self->reference, mch_reference_unref);
  G_OBJECT_CLASS (mch_context_parent_class)->finalize (object);
}

static void
mch_context_class_init (MchContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mch_context_finalize;

  signals[SIGNAL_SWITCHED] = g_signal_new ("switched", MCH_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MCH_TYPE_CONTEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
mch_context_init (MchContext *self)
{
}
