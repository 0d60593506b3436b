/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/candidates/mch-candidate-draft.h"

#define LOCAL_KIND "draft"
#define FORMAT 1
#define TYPE "(ua{ss})"

char *
mch_candidate_draft_dup_key (MchContext *context, const char *id)
{
  const char *session = mch_context_get_session (context);

  return id != NULL ? g_strdup (id)
                    : g_strdup_printf ("new %s %s", mch_context_get_scope (context),
                                       session != NULL ? session : "");
}

GVariant *
mch_candidate_draft_load (MchStore *store, const char *key)
{
  g_autoptr (GBytes) bytes = mch_store_get_local (store, LOCAL_KIND, key, NULL);
  g_autoptr (GVariant) content = NULL;
  g_autoptr (GVariant) typed = NULL;
  guint32 format;

  if (bytes == NULL)
    return NULL;
  content = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (TYPE), bytes, FALSE));
  if (!g_variant_is_normal_form (content))
    return NULL;
  g_variant_get (content, "(u@a{ss})", &format, &typed);
  return format == FORMAT ? g_steal_pointer (&typed) : NULL;
}

gboolean
mch_candidate_draft_save (MchStore *store, const char *key, GVariant *typed, GError **error)
{
  g_autoptr (GVariant) content = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (g_variant_n_children (typed) == 0)
    return mch_store_delete_local (store, LOCAL_KIND, key, error);
  content = g_variant_ref_sink (g_variant_new ("(u@a{ss})", (guint32) FORMAT, typed));
  bytes = g_variant_get_data_as_bytes (content);
  return mch_store_put_local (store, LOCAL_KIND, key, bytes, error);
}
