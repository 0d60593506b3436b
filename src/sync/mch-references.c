/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-references.h"

#include <string.h>

#include "core/mch-error.h"
#include "protocol/mch-wire-json.h"
#include "store/mch-store-reference.h"
#include "sync/mch-sync-error.h"

#define DIGEST_LENGTH 64

/* What comes from a server becomes part of an address only when it looks as it must. */
static gboolean
is_digest (const char *text)
{
  return strlen (text) == DIGEST_LENGTH && strspn (text, "0123456789abcdef") == DIGEST_LENGTH;
}

/* A file that this version cannot read, or that is gone: the session works without it here. */
static gboolean
is_passing (const GError *cause)
{
  return cause->domain == MCH_CORE_ERROR
         || g_error_matches (cause, MCH_STORE_ERROR, MCH_STORE_ERROR_DAMAGED)
         || g_error_matches (cause, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED);
}

static gboolean
fetch_one (MchDesk *desk, MchClient *client, const char *digest, GCancellable *cancellable,
           GError **error)
{
  g_autofree char *path = g_strconcat ("/v1/references/", digest, NULL);
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonObject) answer = mch_client_call (client, path, NULL, cancellable, &cause);
  const char *text =
      answer != NULL ? mch_wire_get_text (answer, "text", MCH_REFERENCE_MAX_BYTES, &cause) : NULL;

  if (text != NULL && mch_store_put_reference (mch_desk_get_store (desk), digest, text, &cause))
    return TRUE;
  if (is_passing (cause))
    {
      g_info ("the reference %s is not kept: %s", digest, cause->message);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

gboolean
mch_references_fetch (MchDesk *desk, MchClient *client, GCancellable *cancellable, GError **error)
{
  MchStore *store;
  g_autoptr (GPtrArray) services = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && MCH_IS_CLIENT (client), FALSE);

  store = mch_desk_get_store (desk);
  services = mch_store_list_records (store, NULL, MCH_KIND_SERVICE);
  for (guint i = 0; i < services->len; i++)
    {
      const char *digest = mch_record_get (services->pdata[i], "reference");

      if (digest != NULL && is_digest (digest) && !mch_store_has_reference (store, digest)
          && !fetch_one (desk, client, digest, cancellable, error))
        return FALSE;
    }
  return mch_store_prune_references (store, error);
}
