/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-realm.h"

#include "protocol/mch-wire-json.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>

static gboolean
check_realm (MchProfile *profile, JsonObject *realm, const char *id, GError **error)
{
  const char *known = mch_profile_get (profile, MCH_PROFILE_REALM);

  if (mch_wire_opt_int (realm, "min_schema", 1) > MCH_WIRE_SCHEMA)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UPGRADE,
                           _ ("This version of Machaon is too old for the server. Install the new "
                              "version, then sign in."));
      return FALSE;
    }
  if (known != NULL && g_strcmp0 (known, id) != 0)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                           _ ("This profile belongs to another server. Use another profile; "
                              "nothing was changed."));
      return FALSE;
    }
  return TRUE;
}

gboolean
mch_realm_ask (MchDesk *desk, MchClient *client, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) realm = NULL;
  const char *id, *portal_url;
  gboolean is_first, is_same;
  MchProfile *profile;

  g_return_val_if_fail (MCH_IS_DESK (desk), FALSE);

  profile = mch_desk_get_profile (desk);
  realm = mch_client_call (client, "/v1/realm", NULL, cancellable, error);
  id = realm != NULL ? mch_wire_get_text (realm, "realm", 64, error) : NULL;
  if (id == NULL || !check_realm (profile, realm, id, error))
    return FALSE;

  portal_url = mch_wire_opt_text (realm, "portal_url", NULL);
  is_first = mch_profile_get (profile, MCH_PROFILE_REALM) == NULL;
  is_same = g_strcmp0 (mch_profile_get (profile, MCH_PROFILE_PORTAL_URL), portal_url) == 0;
  mch_profile_set (profile, MCH_PROFILE_REALM, id);
  mch_profile_set (profile, MCH_PROFILE_PORTAL_URL, portal_url);
  return is_first || is_same || mch_profile_save (profile, error);
}
