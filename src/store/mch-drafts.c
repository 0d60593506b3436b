/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-drafts.h"

#include <string.h>

#define LOCAL_KIND "draft"
/* version 1, saved_ms, scope, session, new, tab, person, its values, candidature, its values */
#define FORMAT "(uxssbusa{ss}sa{ss})"
#define VERSION 1

MchDraft *
mch_draft_new (const char *id, const char *scope, const char *session, const MchRecord *person,
               const MchRecord *candidature, gboolean is_new)
{
  MchDraft *draft = g_new0 (MchDraft, 1);

  draft->id = g_strdup (id);
  draft->scope = g_strdup (scope);
  draft->session = g_strdup (session);
  draft->is_new = is_new;
  draft->person = mch_record_copy (person);
  draft->candidature = mch_record_copy (candidature);
  return draft;
}

void
mch_draft_free (MchDraft *draft)
{
  if (draft == NULL)
    return;
  g_free (draft->id);
  g_free (draft->scope);
  g_free (draft->session);
  g_clear_pointer (&draft->person, mch_record_unref);
  g_clear_pointer (&draft->candidature, mch_record_unref);
  g_free (draft);
}

static GVariant *
pack_values (const MchRecord *record)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer name, value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, record->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_variant_builder_add (&builder, "{ss}", name, value);
  return g_variant_builder_end (&builder);
}

gboolean
mch_draft_save (MchStore *store, const MchDraft *draft, GError **error)
{
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && draft != NULL, FALSE);

  value = g_variant_ref_sink (g_variant_new (
      "(uxssbus@a{ss}s@a{ss})", VERSION, draft->saved_ms, draft->scope, draft->session,
      draft->is_new, draft->tab, draft->person->id, pack_values (draft->person),
      draft->candidature->id, pack_values (draft->candidature)));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, LOCAL_KIND, draft->id, bytes, error);
}

gboolean
mch_draft_delete (MchStore *store, const char *id, GError **error)
{
  g_return_val_if_fail (store != NULL && id != NULL, FALSE);

  return mch_store_delete_local (store, LOCAL_KIND, id, error);
}

static MchRecord *
unpack_record (MchKind kind, const char *id, GVariantIter *values)
{
  MchRecord *record = mch_record_new (kind, id);
  const char *name, *value;

  while (g_variant_iter_next (values, "{&s&s}", &name, &value))
    mch_record_set (record, name, value);
  return record;
}

static MchDraft *
load (MchStore *store, const char *id)
{
  g_autoptr (GBytes) bytes = mch_store_get_local (store, LOCAL_KIND, id, NULL);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariantIter) of_person = NULL;
  g_autoptr (GVariantIter) of_candidature = NULL;
  const char *scope, *session, *person, *candidature;
  guint32 version, tab;
  gboolean is_new;
  gint64 saved_ms;
  MchDraft *draft;

  if (bytes == NULL)
    return NULL;
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (value))
    return NULL;
  g_variant_get (value, "(ux&s&sbu&sa{ss}&sa{ss})", &version, &saved_ms, &scope, &session, &is_new,
                 &tab, &person, &of_person, &candidature, &of_candidature);
  if (version != VERSION)
    return NULL;
  draft = g_new0 (MchDraft, 1);
  draft->id = g_strdup (id);
  draft->scope = g_strdup (scope);
  draft->session = g_strdup (session);
  draft->is_new = is_new;
  draft->tab = tab;
  draft->saved_ms = saved_ms;
  draft->person = unpack_record (MCH_KIND_PERSON, person, of_person);
  draft->candidature = unpack_record (MCH_KIND_CANDIDATURE, candidature, of_candidature);
  return draft;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const MchDraft *one = *(MchDraft *const *) a;
  const MchDraft *two = *(MchDraft *const *) b;

  if (one->saved_ms != two->saved_ms)
    return one->saved_ms > two->saved_ms ? -1 : 1;
  return strcmp (two->id, one->id);
}

GPtrArray *
mch_draft_list (MchStore *store, const char *scope, const char *session)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_draft_free);
  g_auto (GStrv) ids = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL && session != NULL, drafts);

  ids = mch_store_list_local (store, LOCAL_KIND);
  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (MchDraft) draft = load (store, *id);

      if (draft != NULL && strcmp (draft->scope, scope) == 0
          && strcmp (draft->session, session) == 0)
        g_ptr_array_add (drafts, g_steal_pointer (&draft));
    }
  g_ptr_array_sort (drafts, compare);
  return drafts;
}
