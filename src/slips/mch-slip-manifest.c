/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One local record an edition. */
#include "slips/mch-slip-manifest.h"

#define LOCAL_KIND "printed"
#define FORMAT "(ua(ssx))" /* version 1; person, fingerprint, at_ms */
#define VERSION 1

typedef struct
{
  char *fingerprint;
  gint64 at_ms;
} Printed;

static void
free_printed (gpointer data)
{
  Printed *printed = data;

  g_free (printed->fingerprint);
  g_free (printed);
}

static void
take_printed (GHashTable *manifest, const char *person, char *fingerprint, gint64 at_ms)
{
  Printed *printed = g_new (Printed, 1);

  printed->fingerprint = fingerprint;
  printed->at_ms = at_ms;
  g_hash_table_insert (manifest, g_strdup (person), printed);
}

/* Owned person → Printed; empty when nothing was noted, or by a newer program. */
static GHashTable *
load (MchStore *store, const char *edition)
{
  GHashTable *manifest = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_printed);
  g_autoptr (GBytes) bytes = mch_store_get_local (store, LOCAL_KIND, edition, NULL);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GVariantIter) iter = NULL;
  const char *person, *fingerprint;
  guint32 version;
  gint64 at_ms;

  if (bytes == NULL)
    return manifest;
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (value))
    return manifest;
  g_variant_get (value, "(ua(ssx))", &version, &iter);
  while (version == VERSION && g_variant_iter_next (iter, "(&s&sx)", &person, &fingerprint, &at_ms))
    take_printed (manifest, person, g_strdup (fingerprint), at_ms);
  return manifest;
}

static gboolean
save (MchStore *store, const char *edition, GHashTable *manifest, GError **error)
{
  GVariantBuilder list;
  GHashTableIter iter;
  gpointer person, printed;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(ssx)"));
  g_hash_table_iter_init (&iter, manifest);
  while (g_hash_table_iter_next (&iter, &person, &printed))
    g_variant_builder_add (&list, "(ssx)", person, ((Printed *) printed)->fingerprint,
                           ((Printed *) printed)->at_ms);
  value = g_variant_ref_sink (g_variant_new ("(ua(ssx))", VERSION, &list));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, LOCAL_KIND, edition, bytes, error);
}

gboolean
mch_slip_manifest_note (MchStore *store, const char *edition, const MchSlipPile *pile,
                        GArray *picked, gint64 at_ms, GError **error)
{
  g_autoptr (GHashTable) manifest = NULL;
  guint n;

  g_return_val_if_fail (store != NULL && edition != NULL && pile != NULL, FALSE);

  manifest = load (store, edition);
  n = picked != NULL ? picked->len : mch_slip_pile_get_n (pile);
  for (guint i = 0; i < n; i++)
    {
      guint index = picked != NULL ? g_array_index (picked, guint, i) : i;

      take_printed (manifest, mch_slip_pile_get_candidate (pile, index)->person->id,
                    mch_slip_pile_dup_fingerprint (pile, index), at_ms);
    }
  return save (store, edition, manifest, error);
}

GArray *
mch_slip_manifest_list_reprints (MchStore *store, const char *edition, const MchSlipPile *pile)
{
  GArray *reprints = g_array_new (FALSE, FALSE, sizeof (MchSlipReprint));
  g_autoptr (GHashTable) manifest = NULL;

  g_return_val_if_fail (store != NULL && edition != NULL && pile != NULL, reprints);

  manifest = load (store, edition);
  for (guint i = 0; i < mch_slip_pile_get_n (pile); i++)
    {
      const Printed *printed =
          g_hash_table_lookup (manifest, mch_slip_pile_get_candidate (pile, i)->person->id);
      g_autofree char *now = printed != NULL ? mch_slip_pile_dup_fingerprint (pile, i) : NULL;

      if (now != NULL && g_strcmp0 (now, printed->fingerprint) != 0)
        {
          MchSlipReprint reprint = { i, printed->at_ms };

          g_array_append_val (reprints, reprint);
        }
    }
  return reprints;
}
