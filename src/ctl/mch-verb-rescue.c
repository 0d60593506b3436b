/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl rescue: a damaged profile at work again, with all that waits to be sent. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "store/mch-store.h"
#include "sync/mch-desk-rescue.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>

static MchExit
start_anew (MchCtl *ctl, GError **error)
{
  g_autofree char *aside = NULL;
  JsonObject *object;

  if (!mch_store_set_aside (ctl->profile, mch_desk_now_ms, &aside, error))
    return MCH_EXIT_FAILED;
  if (!ctl->json)
    {
      g_print (_ ("The local data that no key opens is kept as %s. Now sign in: machaonctl "
                  "sign-in\n"),
               aside);
      return MCH_EXIT_DONE;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "aside", aside);
  mch_output_object (object);
  return MCH_EXIT_DONE;
}

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

/* Whether the profile opens as it is: then there is nothing to mend. @anew: a key that is gone is
 * something to mend, too. */
static gboolean
is_sound (MchCtl *ctl, gboolean anew, gboolean *ret_sound, GError **error)
{
  g_autoptr (GError) cause = NULL;

  *ret_sound = mch_ctl_open (ctl, &cause);
  if (*ret_sound
      || g_error_matches (cause, MCH_STORE_ERROR,
                          anew ? MCH_STORE_ERROR_KEY : MCH_STORE_ERROR_DAMAGED))
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
  gboolean anew = FALSE;
  gboolean sound;
  const GOptionEntry options[] = {
    { "start-anew", 0, 0, G_OPTION_ARG_NONE, &anew,
      N_ ("Put data aside whose key is gone; what waits in it is not sent"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (!is_sound (ctl, anew, &sound, error))
    return MCH_EXIT_FAILED;
  if (sound)
    {
      g_set_error_literal (
          error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
          _ ("The local data of this profile is sound: there is nothing to mend."));
      return MCH_EXIT_USAGE;
    }
  if (anew)
    return start_anew (ctl, error);
  secrets = mch_ctl_dup_secrets (ctl, error);
  if (secrets == NULL || !mch_desk_rescue (ctl->profile, secrets, &kept, &lost, &aside, error))
    return MCH_EXIT_FAILED;
  print_rescue (ctl, kept, lost, aside);
  return lost > 0 ? MCH_EXIT_REJECTED : MCH_EXIT_DONE;
}
