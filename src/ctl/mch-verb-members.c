/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl members list, admit, remove. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "sync/mch-membership.h"

#include <glib/gi18n-lib.h>

static const char *const names[] = { "login", "name", "state", "words", NULL };
static const char *const labels[] = { N_ ("Login"), N_ ("Name"), N_ ("State"),
                                      N_ ("Words to read aloud"), NULL };

/* Only one's own words are shown: those of others have to be heard. */
static void
add_member (MchCtl *ctl, const char *scope, MchList *list, const MchRecord *member)
{
  const char *me = mch_profile_get (mch_desk_get_profile (ctl->desk), MCH_PROFILE_LOGIN);
  const char *state = mch_record_get (member, "state");
  g_autofree char *words = NULL;

  if (g_strcmp0 (member->id, me) == 0 && g_strcmp0 (state, "pending") == 0)
    words = mch_membership_dup_own_words (ctl->desk, scope, NULL);
  mch_list_add (list,
                (const char *[]){ member->id, mch_record_get (member, "name"), state, words });
}

MchExit
mch_verb_members_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autofree char *format_name = NULL;
  g_autoptr (GPtrArray) members = NULL;
  g_autoptr (MchList) list = mch_list_new (names, labels, 4);
  const GOptionEntry options[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("table, csv or json"), "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  MchFormat format;
  MchExit status;

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  format = mch_format_from_string (ctl->json ? "json" : format_name, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  status = mch_ctl_send (ctl, error);
  members = mch_store_list_records (mch_desk_get_store (ctl->desk), scope, MCH_KIND_MEMBER);
  for (guint i = 0; i < members->len; i++)
    add_member (ctl, scope, list, members->pdata[i]);
  mch_list_print (list, format);
  return status;
}

static MchExit
finish (MchCtl *ctl, const char *sentence, const char *login)
{
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "login", login);
      mch_output_object (object);
    }
  else
    g_print ("%s\n", sentence);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_members_admit (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  MchExit status;
  g_autofree char *words = NULL;
  const GOptionEntry options[] = {
    { "words", 0, 0, G_OPTION_ARG_STRING, &words,
      N_ ("The six words that the colleague reads aloud"), "WORDS" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "LOGIN", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  if (words == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("--words is needed: have the colleague read them aloud."));
      return MCH_EXIT_USAGE;
    }
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL || !mch_ctl_unlock (ctl, error))
    return MCH_EXIT_FAILED;
  status = mch_ctl_meet_server (ctl, error);
  if (status != MCH_EXIT_DONE)
    return status;
  if (!mch_membership_admit (ctl->desk, scope, argv[1], words, NULL, error))
    return MCH_EXIT_FAILED;
  return finish (ctl, _ ("Admitted: this colleague now sees the slips."), argv[1]);
}

MchExit
mch_verb_members_remove (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  MchExit status;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "LOGIN", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL || !mch_ctl_unlock (ctl, error))
    return MCH_EXIT_FAILED;
  status = mch_ctl_meet_server (ctl, error);
  if (status != MCH_EXIT_DONE)
    return status;
  if (!mch_membership_remove (ctl->desk, scope, argv[1], NULL, error))
    return MCH_EXIT_FAILED;
  return finish (
      ctl, _ ("Removed: the establishment has a new key that this person does not know."), argv[1]);
}
