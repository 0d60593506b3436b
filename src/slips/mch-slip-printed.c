/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-slip-printed.h"

#define LOCAL_KIND "printed"
#define FORMAT "(ua{ss})" /* version, person → fingerprint */
#define VERSION 1

GHashTable *
mch_slip_printed_load (MchStore *store, const char *edition)
{
  GHashTable *printed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) raw = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariantIter) iter = NULL;
  char *person, *fingerprint;
  guint32 version;

  g_return_val_if_fail (store != NULL && edition != NULL, printed);

  bytes = mch_store_get_local (store, LOCAL_KIND, edition, NULL);
  if (bytes == NULL)
    return printed;
  raw = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  value = g_variant_get_normal_form (raw);
  g_variant_get (value, FORMAT, &version, &iter);
  while (version == VERSION && g_variant_iter_next (iter, "{ss}", &person, &fingerprint))
    g_hash_table_insert (printed, person, fingerprint);
  return printed;
}

static gboolean
save (MchStore *store, const char *edition, GHashTable *printed, GError **error)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{ss}"));
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GHashTableIter iter;
  gpointer person, fingerprint;

  g_hash_table_iter_init (&iter, printed);
  while (g_hash_table_iter_next (&iter, &person, &fingerprint))
    g_variant_builder_add (&builder, "{ss}", person, fingerprint);
  value = g_variant_ref_sink (g_variant_new (FORMAT, VERSION, &builder));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, LOCAL_KIND, edition, bytes, error);
}

gboolean
mch_slip_printed_add (MchStore *store, const char *edition, const MchSlipPile *pile,
                      const char *const *persons, GError **error)
{
  g_autoptr (GHashTable) printed = NULL;
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (store != NULL && edition != NULL, FALSE);
  g_return_val_if_fail (pile != NULL && persons != NULL, FALSE);

  printed = mch_slip_printed_load (store, edition);
  for (guint i = 0; persons[i] != NULL; i++)
    g_hash_table_add (wanted, (char *) persons[i]);
  for (guint i = 0; i < mch_slip_pile_get_n (pile); i++)
    {
      const char *person = mch_slip_pile_get_candidate (pile, i)->person->id;

      if (g_hash_table_contains (wanted, person))
        g_hash_table_replace (printed, g_strdup (person), mch_slip_pile_dup_fingerprint (pile, i));
    }
  return save (store, edition, printed, error);
}

gboolean
mch_slip_printed_is_stale (GHashTable *printed, const char *person, const char *fingerprint)
{
  const char *then;

  g_return_val_if_fail (printed != NULL && person != NULL, FALSE);

  then = g_hash_table_lookup (printed, person);
  return then != NULL && g_strcmp0 (then, fingerprint) != 0;
}
