/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each blob is bound to, so that none can be put in the place of another. */
#include "store/mch-store-private.h"

#include "vault/mch-blob.h"

#include <glib/gi18n-lib.h>

GBytes *
mch_store_seal (MchSecret *key, GBytes *content, const char *context)
{
  gsize size;
  const void *data = g_bytes_get_data (content, &size);

  return mch_blob_seal (key, data, size, context);
}

GBytes *
mch_store_unseal (MchSecret *key, MchStatement *statement, int column, const char *context,
                  GError **error)
{
  const void *blob = sqlite3_column_blob (statement, column);
  int size = sqlite3_column_bytes (statement, column);
  GBytes *content = NULL;

  if (blob != NULL && size > 0)
    content = mch_blob_open (key, blob, (gsize) size, context, NULL);
  if (content == NULL)
    g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_DAMAGED,
                         _ ("Part of the local data of this profile was altered and was left as "
                            "it is. “Repair the local data” saves what waits to be sent and "
                            "fetches the rest from the server again."));
  return content;
}

char *
mch_store_context_record (const char *scope, const char *kind, const char *id, gint64 seq,
                          gint64 version)
{
  return g_strdup_printf ("record\n%s\n%s\n%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT, scope,
                          kind, id, seq, version);
}

char *
mch_store_context_op (gint64 ordinal, const char *op_id, const char *scope, gint64 made_ms)
{
  return g_strdup_printf ("op\n%" G_GINT64_FORMAT "\n%s\n%s\n%" G_GINT64_FORMAT, ordinal, op_id,
                          scope, made_ms);
}

char *
mch_store_context_part (gint64 ordinal, gint64 part)
{
  return g_strdup_printf ("part\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT, ordinal, part);
}

char *
mch_store_context_conflict (const char *scope, const char *kind, const char *id, const char *name)
{
  return g_strdup_printf ("conflict\n%s\n%s\n%s\n%s", scope, kind, id, name);
}

char *
mch_store_context_local (const char *kind, const char *id)
{
  return g_strdup_printf ("local\n%s\n%s", kind, id);
}
