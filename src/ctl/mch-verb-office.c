/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl establishments list, open, close; services set: for agents of the exam office. */
#include "core/mch-session-counts.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "sync/mch-office.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
open_office (MchCtl *ctl, GError **error)
{
  if (!mch_ctl_open (ctl, error))
    return FALSE;
  if (mch_office_get_scope (ctl->desk) != NULL)
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                       _ ("This is for agents of the exam office. Sign in as one."));
  return FALSE;
}

static guint
read_count (const MchRecord *summary, const char *name)
{
  const char *text = mch_record_get (summary, name);

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : 0;
}

/* Of @session, or of all of them. A server that tells no sessions apart has one sum for all. */
static MchSessionCounts
get_counts (const MchRecord *summary, const char *session)
{
  const char *sessions = mch_record_get (summary, "sessions");
  MchSessionCounts counts;

  if (session != NULL && mch_record_get (summary, "counted_how") != NULL)
    {
      mch_session_counts_read (sessions, session, &counts);
      return counts;
    }
  return (MchSessionCounts){ read_count (summary, MCH_STATE_PRE_REGISTERED),
                             read_count (summary, MCH_STATE_REGISTERED),
                             read_count (summary, MCH_STATE_WITHDRAWN),
                             read_count (summary, "accounts"),
                             read_count (summary, "accounts_active") };
}

/* Whether something is left to do there. */
static gboolean
is_late (const MchSessionCounts *counts)
{
  return counts->n_left > 0 || counts->n_registered == 0;
}

static const char *
get_held (MchDesk *desk, const char *uai)
{
  g_autofree char *scope = g_strconcat ("etab:", uai, NULL);

  if (mch_office_is_pinned (desk, uai))
    return "pinned";
  return mch_store_get_cursor (mch_desk_get_store (desk), scope, NULL, NULL) ? "open" : NULL;
}

static void
add_establishment (MchList *list, MchDesk *desk, const MchRecord *one,
                   const MchSessionCounts *counts)
{
  const guint numbers[] = { counts->n_left, counts->n_registered, counts->n_accounts,
                            counts->n_active };
  char texts[G_N_ELEMENTS (numbers)][16];

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_snprintf (texts[i], sizeof texts[i], "%u", numbers[i]);
  mch_list_add (list, (const char *[]){ one->id, mch_record_get (one, "name"), texts[0], texts[1],
                                        texts[2], texts[3], get_held (desk, one->id) });
}

static gboolean
is_wanted (const MchRecord *summary, const char *search)
{
  const char *name = mch_record_get (summary, "name");
  g_autofree char *text = g_strdup_printf ("%s %s", name != NULL ? name : "", summary->id);

  return search == NULL || g_str_match_string (search, text, TRUE);
}

MchExit
mch_verb_establishments_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = { "uai",        "name",     "to_finish",
                                       "registered", "accounts", "accounts_active",
                                       "held",       NULL };
  static const char *const labels[] = { N_ ("UAI"),       N_ ("Name"),
                                        N_ ("To finish"), N_ ("Finalised"),
                                        N_ ("Accounts"),  N_ ("Activated"),
                                        N_ ("Here"),      NULL };
  g_autofree char *search = NULL;
  gboolean late = FALSE;
  g_autoptr (MchList) list = mch_list_new (names, labels, 7);
  g_autoptr (GPtrArray) summaries = NULL;
  const GOptionEntry options[] = {
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, N_ ("Words of the name or the UAI"), "TEXT" },
    { "late", 0, 0, G_OPTION_ARG_NONE, &late, N_ ("Only where something is left to do"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (!open_office (ctl, error))
    return MCH_EXIT_FAILED;
  summaries = mch_store_list_records (mch_desk_get_store (ctl->desk),
                                      mch_office_get_scope (ctl->desk), MCH_KIND_ESTABLISHMENT);
  for (guint i = 0; i < summaries->len; i++)
    {
      const MchRecord *one = summaries->pdata[i];

      const MchSessionCounts counts = get_counts (one, ctl->session);

      if (is_wanted (one, search) && (!late || is_late (&counts)))
        add_establishment (list, ctl->desk, one, &counts);
    }
  mch_list_print (list, ctl->json ? MCH_FORMAT_JSON : MCH_FORMAT_TABLE);
  return MCH_EXIT_DONE;
}

static void
tell (MchCtl *ctl, const char *uai, const char *held)
{
  JsonObject *object;

  if (!ctl->json)
    return;
  object = json_object_new ();
  json_object_set_string_member (object, "uai", uai);
  json_object_set_string_member (object, "held", held);
  mch_output_object (object);
}

MchExit
mch_verb_establishments_open (MchCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean pin = FALSE;
  const GOptionEntry options[] = {
    { "pin", 0, 0, G_OPTION_ARG_NONE, &pin, N_ ("Keep it when others are opened"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "UAI", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  if (!open_office (ctl, error) || !mch_office_open (ctl->desk, argv[1], pin, NULL, error))
    return MCH_EXIT_FAILED;
  tell (ctl, argv[1], get_held (ctl->desk, argv[1]));
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_establishments_close (MchCtl *ctl, int argc, char **argv, GError **error)
{
  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "UAI", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  if (!open_office (ctl, error) || !mch_office_close (ctl->desk, argv[1], error))
    return MCH_EXIT_FAILED;
  tell (ctl, argv[1], "closed");
  return MCH_EXIT_DONE;
}

static GHashTable *
read_settings (int argc, char **argv, GError **error)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (int i = 1; i < argc; i++)
    {
      const char *equals = strchr (argv[i], '=');

      if (equals == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                       _ ("“%s”: write settings as KEY=VALUE."), argv[i]);
          return NULL;
        }
      g_hash_table_insert (settings, g_strndup (argv[i], (gsize) (equals - argv[i])),
                           g_strdup (equals + 1));
    }
  return g_steal_pointer (&settings);
}

MchExit
mch_verb_services_set (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (GHashTable) settings = NULL;
  g_autoptr (MchRecord) service = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "KEY=VALUE …", error)
      || !mch_ctl_check_count (argc, 1, G_MAXINT, error))
    return MCH_EXIT_USAGE;
  settings = read_settings (argc, argv, error);
  if (settings == NULL)
    return MCH_EXIT_USAGE;
  if (!open_office (ctl, error))
    return MCH_EXIT_FAILED;
  service = mch_ctl_dup_service (ctl, mch_office_get_scope (ctl->desk), error);
  if (service == NULL
      || !mch_office_set_service (ctl->desk, service->id, ctl->establishment, settings, NULL,
                                  error))
    return MCH_EXIT_FAILED;
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "session", service->id);
      mch_output_object (object);
    }
  else
    g_print ("%s\n", _ ("Set, and told to the establishments."));
  return MCH_EXIT_DONE;
}
