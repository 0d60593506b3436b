/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl papillons to-reprint: the slips whose paper says something else than today. */
#include "core/mch-label.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "slips/mch-slip-manifest.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>

static const char *const names[] = { "family_name", "given_name", "division", "login", "printed",
                                     "edition",     "id",         "person",   NULL };
static const char *const labels[] = { N_ ("Family name"), N_ ("First given name"), N_ ("Division"),
                                      N_ ("Login"),       N_ ("Printed on"),       N_ ("Edition"),
                                      N_ ("Candidature"), N_ ("Person"),           NULL };

static void
add_reprints (MchList *list, MchStore *store, const char *edition, const MchSlipPile *pile)
{
  g_autoptr (GArray) reprints = mch_slip_manifest_list_reprints (store, edition, pile);

  for (guint i = 0; i < reprints->len; i++)
    {
      const MchSlipReprint *one = &g_array_index (reprints, MchSlipReprint, i);
      const MchCandidate *candidate = mch_slip_pile_get_candidate (pile, one->index);
      g_autofree char *printed = mch_label_dup_moment (one->printed_ms);

      mch_list_add (list,
                    (const char *[]){ mch_candidate_get (candidate, "family_name"),
                                      mch_candidate_get (candidate, "given_name"),
                                      mch_candidate_get (candidate, "division"),
                                      mch_candidate_get (candidate, "login"), printed, edition,
                                      candidate->candidature->id, candidate->person->id });
    }
}

/* Masked: nothing is opened, so no password is needed. */
static gboolean
add_edition (MchCtl *ctl, MchList *list, const char *scope, const char *edition, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (MchSlipPile) pile =
      mch_slip_pile_open (ctl->desk, scope, edition, MCH_SLIP_ORDER_DIVISION, TRUE, &cause);

  if (pile != NULL)
    add_reprints (list, mch_desk_get_store (ctl->desk), edition, pile);
  /* An edition whose slips are all spent has nothing to reprint. */
  else if (!g_error_matches (cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  return TRUE;
}

MchExit
mch_verb_papillons_to_reprint (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autofree char *edition = NULL;
  g_autoptr (GPtrArray) editions = NULL;
  g_autoptr (MchList) list = mch_list_new (names, labels, 6);
  const GOptionEntry options[] = {
    { "edition", 0, 0, G_OPTION_ARG_STRING, &edition, N_ ("The edition"), "ID" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  editions = mch_store_list_records (mch_desk_get_store (ctl->desk), scope, MCH_KIND_EDITION);
  for (guint i = 0; edition == NULL && i < editions->len; i++)
    if (!add_edition (ctl, list, scope, ((MchRecord *) editions->pdata[i])->id, error))
      return MCH_EXIT_FAILED;
  if (edition != NULL && !add_edition (ctl, list, scope, edition, error))
    return MCH_EXIT_FAILED;
  mch_list_print (list, ctl->json ? MCH_FORMAT_JSON : MCH_FORMAT_TABLE);
  return MCH_EXIT_DONE;
}
