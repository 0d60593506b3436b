/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl rescue: a damaged profile at work again, with all that waits to be sent. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "store/mch-store-types.h"
#include "sync/mch-desk-rescue.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>

static void
print_rescue (MchCtl *ctl, guint kept, guint lost, const char *aside)
{
  JsonObject *object;

  if (!ctl->json)
    {
      g_print (_ ("Carried over: %u. Could not be read: %u. The damaged file is kept as %s. Now "
                  "synchronise: machaonctl sync\n"),
               kept, lost, aside);
      return;
    }
  object = json_object_new ();
  json_object_set_int_member (object, "kept", kept);
  json_object_set_int_member (object, "lost", lost);
  json_object_set_string_member (object, "aside", aside);
  mch_output_object (object);
}

/* Whether the profile opens as it is: then there is nothing to mend. */
static gboolean
is_sound (MchCtl *ctl, gboolean *ret_sound, GError **error)
{
  g_autoptr (GError) cause = NULL;

  *ret_sound = mch_ctl_open (ctl, &cause);
  if (*ret_sound || g_error_matches (cause, MCH_STORE_ERROR, MCH_STORE_ERROR_DAMAGED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

MchExit
mch_verb_rescue (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (MchSecretStore) secrets = NULL;
  g_autofree char *aside = NULL;
  guint kept, lost;
  gboolean sound;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (!is_sound (ctl, &sound, error))
    return MCH_EXIT_FAILED;
  if (sound)
    {
      g_set_error_literal (
          error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
          _ ("The local data of this profile is sound: there is nothing to mend."));
      return MCH_EXIT_USAGE;
    }
  secrets = mch_ctl_dup_secrets (ctl, error);
  if (secrets == NULL || !mch_desk_rescue (ctl->profile, secrets, &kept, &lost, &aside, error))
    return MCH_EXIT_FAILED;
  print_rescue (ctl, kept, lost, aside);
  return lost > 0 ? MCH_EXIT_REJECTED : MCH_EXIT_DONE;
}
