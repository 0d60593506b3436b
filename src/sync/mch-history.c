/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-history.h"

GPtrArray *
mch_history_fetch (MchDesk *desk, const char *scope, MchKind kind, const char *id,
                   GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autofree char *place = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) answer = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);
  g_return_val_if_fail (scope != NULL && id != NULL, NULL);

  client = mch_desk_get_client (desk, error);
  if (client == NULL)
    return NULL;
  place = g_uri_escape_string (scope, NULL, FALSE);
  path =
      g_strdup_printf ("/v1/scopes/%s/records/%s/%s/history", place, mch_kind_to_string (kind), id);
  answer = mch_client_call (client, path, NULL, cancellable, error);
  return answer != NULL ? mch_wire_history_from_json (answer, error) : NULL;
}
