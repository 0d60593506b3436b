/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-sync-words.h"

#include <glib/gi18n-lib.h>

#include "sync/mch-sync-error.h"

#define MINUTE_US (60 * G_USEC_PER_SEC)

static char *
dup_ago (gint64 then_us)
{
  gint64 minutes = (g_get_monotonic_time () - then_us) / MINUTE_US;

  if (minutes < 1)
    return g_strdup (_ ("just now"));
  if (minutes < 60)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u min ago", "%u min ago", (guint) minutes),
        (guint) minutes);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u h ago", "%u h ago", (guint) (minutes / 60)),
      (guint) (minutes / 60));
}

static char *
dup_waiting (guint n)
{
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u change waiting", "%u changes waiting", n), n);
}

char *
mch_sync_words_dup_time (gint64 then_us)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = g_date_time_add (now, then_us - g_get_monotonic_time ());

  /* Translators: a time of day, as in "Offline since 17:52". */
  return g_date_time_format (then, _ ("%H:%M"));
}

static char *
dup_since (gint64 then_us)
{
  g_autofree char *time = mch_sync_words_dup_time (then_us);

  return g_strdup_printf (_ ("Offline since %s"), time);
}

static const char *
get_block (const GError *error)
{
  if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY))
    return _ ("Offline: the network's proxy asks for a login");
  if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY_STRANGE))
    return _ ("Offline: the network's proxy asks for a Windows identification");
  if (g_error_matches (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PORTAL))
    return _ ("Offline: the network asks for a sign-in in the browser");
  return _ ("Offline: the network opens secure connections, so nothing is sent");
}

static char *
dup_attention (const MchSyncFacts *facts)
{
  if (facts->n_conflicts > 0)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u value changed by somebody else: choose which one to keep",
                     "%u values changed by somebody else: choose which ones to keep",
                     facts->n_conflicts),
        facts->n_conflicts);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u change refused by the server, kept here",
                   "%u changes refused by the server, kept here", facts->n_refused),
      facts->n_refused);
}

/* (transfer full) (nullable): NULL when what waits says it all. */
static char *
dup_first (const MchSyncFacts *facts)
{
  switch (facts->status)
    {
    case MCH_SYNC_IDLE:
      return g_strdup (_ ("Nobody is signed in yet"));
    case MCH_SYNC_DONE:
      return g_strdup (_ ("Everything is synchronised"));
    case MCH_SYNC_RUNNING:
      return g_strdup (_ ("Synchronising…"));
    case MCH_SYNC_WAITING:
      return facts->n_pending > 0 ? NULL : g_strdup (_ ("Synchronising…"));
    case MCH_SYNC_OFFLINE:
      return dup_since (facts->since_us);
    case MCH_SYNC_BLOCKED:
      return g_strdup (get_block (facts->error));
    case MCH_SYNC_PAUSED:
      return g_strdup (_ ("Synchronisation is paused"));
    case MCH_SYNC_SIGNED_OUT:
      return g_strdup (_ ("Sign in again to synchronise"));
    case MCH_SYNC_ATTENTION:
      return dup_attention (facts);
    case MCH_SYNC_FAILED:
      return g_strdup (_ ("Synchronisation stopped"));
    default:
      g_assert_not_reached ();
    }
}

char *
mch_sync_words_dup_text (const MchSyncFacts *facts)
{
  g_autofree char *first = dup_first (facts);
  g_autofree char *second = NULL;

  if (facts->status == MCH_SYNC_DONE && facts->n_late > 0)
    second = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change waits for a decision",
                                           "%u changes wait for a decision", facts->n_late),
                              facts->n_late);
  else if (facts->status == MCH_SYNC_DONE)
    second = dup_ago (facts->done_us);
  else if (facts->n_pending > 0)
    second = dup_waiting (facts->n_pending);
  if (first == NULL)
    return g_steal_pointer (&second);
  return g_strjoin (" · ", first, second, NULL);
}

char *
mch_sync_words_dup_last (gint64 done_us)
{
  g_autofree char *time = NULL;
  g_autofree char *ago = NULL;

  if (done_us == 0)
    return g_strdup (_ ("Not synchronised yet since Machaon was started"));
  time = mch_sync_words_dup_time (done_us);
  ago = dup_ago (done_us);
  return g_strdup_printf (_ ("Last synchronised at %s (%s)"), time, ago);
}
