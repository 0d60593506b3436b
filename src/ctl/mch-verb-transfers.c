/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl transfers list, ask, accept, refuse. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "sync/mch-sync-error.h"
#include "sync/mch-transfers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

MchExit
mch_verb_transfers_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = {
    "id",         "side",       "state",         "family_name",
    "given_name", "birth_date", "establishment", "establishment_name",
    "from_name",  "session",    "person",        "reason",
    NULL
  };
  static const char *const labels[] = { N_ ("Transfer"),
                                        N_ ("Side"),
                                        N_ ("State"),
                                        N_ ("Family name"),
                                        N_ ("First given name"),
                                        N_ ("Date of birth"),
                                        N_ ("Asked by"),
                                        N_ ("Establishment"),
                                        N_ ("From"),
                                        N_ ("Session"),
                                        N_ ("Person"),
                                        N_ ("Why"),
                                        NULL };
  g_autoptr (MchList) list = mch_list_new (names, labels, 9);
  g_autoptr (GPtrArray) entries = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  entries = mch_transfer_list (mch_desk_get_store (ctl->desk), NULL, error);
  if (entries == NULL)
    return MCH_EXIT_FAILED;
  for (guint i = 0; i < entries->len; i++)
    {
      const MchTransferEntry *one = entries->pdata[i];

      mch_list_add (list,
                    (const char *[]){ one->id, mch_transfer_side_to_string (one->side), one->state,
                                      one->family_name, one->given_name, one->birth_date,
                                      one->establishment, one->establishment_name, one->from_name,
                                      one->session, one->person, one->reason });
    }
  mch_list_print (list, ctl->json ? MCH_FORMAT_JSON : MCH_FORMAT_TABLE);
  return MCH_EXIT_DONE;
}

/* After the act: what it came to, pulled. */
static MchExit
tell (MchCtl *ctl, const char *id, const char *state, const char *sentence, GError **error)
{
  MchExit status = mch_ctl_send (ctl, error);

  if (*error != NULL)
    return status;
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", id);
      json_object_set_string_member (object, "state", state);
      mch_output_object (object);
    }
  else
    g_print ("%s\n", sentence);
  /* What was refused before is why this was done. */
  return status == MCH_EXIT_FAILED ? MCH_EXIT_DONE : status;
}

static const MchTransferEntry *
find_possible (const GPtrArray *entries, const char *id)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const MchTransferEntry *one = entries->pdata[i];

      if (one->side == MCH_TRANSFER_POSSIBLE && strcmp (one->id, id) == 0)
        return one;
    }
  return NULL;
}

MchExit
mch_verb_transfers_ask (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autofree char *id = mch_desk_new_id ();
  g_autoptr (GPtrArray) entries = NULL;
  const MchTransferEntry *entry;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "ID", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  entries = scope != NULL ? mch_transfer_list (mch_desk_get_store (ctl->desk), scope, error) : NULL;
  if (entries == NULL)
    return MCH_EXIT_FAILED;
  entry = find_possible (entries, argv[1]);
  if (entry == NULL)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("No transfer can be asked for with %s; see “transfers list”."), argv[1]);
      return MCH_EXIT_FAILED;
    }
  if (!mch_transfer_ask (ctl->desk, scope, entry->session, entry->person, id, NULL, error))
    return MCH_EXIT_FAILED;
  return tell (ctl, id, "asked", _ ("The transfer was asked for."), error);
}

static MchExit
decide (MchCtl *ctl, const char *id, gboolean accept, const char *reason, GError **error)
{
  if (!mch_ctl_open (ctl, error)
      || !mch_transfer_decide (ctl->desk, id, accept, reason, NULL, error))
    return MCH_EXIT_FAILED;
  return tell (ctl, id, accept ? "accepted" : "refused",
               accept ? _ ("The pupil was transferred.") : _ ("The transfer was refused."), error);
}

MchExit
mch_verb_transfers_accept (MchCtl *ctl, int argc, char **argv, GError **error)
{
  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "ID", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  return decide (ctl, argv[1], TRUE, NULL, error);
}

MchExit
mch_verb_transfers_refuse (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *reason = NULL;
  const GOptionEntry options[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why"), "TEXT" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "ID", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  return decide (ctl, argv[1], FALSE, reason, error);
}
