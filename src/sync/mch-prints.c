/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-prints.h"

GPtrArray *
mch_print_lines_fetch (MchDesk *desk, const char *scope, gint64 before_n, GCancellable *cancellable,
                       GError **error)
{
  MchClient *client;
  g_autofree char *place = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) answer = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL, NULL);

  client = mch_desk_get_client (desk, error);
  if (client == NULL)
    return NULL;
  place = g_uri_escape_string (scope, NULL, FALSE);
  path = g_strdup_printf ("/v1/scopes/%s/prints?before_n=%" G_GINT64_FORMAT, place, before_n);
  answer = mch_client_call (client, path, NULL, cancellable, error);
  return answer != NULL ? mch_print_lines_from_json (answer, error) : NULL;
}
