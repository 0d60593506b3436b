/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-print-log.h"

#define LOCAL_KIND "print"
/* version 1, at_ms, act, who, edition, layout, printer, slips, pages, sha256, persons */
#define FORMAT "(uxyssssuusas)"
#define VERSION 1

static const char *const acts[MCH_N_SLIP_ACTS] = {
  [MCH_SLIP_ACT_VIEW] = "view",
  [MCH_SLIP_ACT_PRINT] = "print",
  [MCH_SLIP_ACT_EXPORT] = "export",
};

const char *
mch_slip_act_to_string (MchSlipAct act)
{
  g_return_val_if_fail (act < MCH_N_SLIP_ACTS, NULL);

  return acts[act];
}

void
mch_print_log_entry_free (MchPrintLogEntry *entry)
{
  g_return_if_fail (entry != NULL);

  g_free (entry->who);
  g_free (entry->edition);
  g_free (entry->layout);
  g_free (entry->printer);
  g_free (entry->sha256);
  g_strfreev (entry->persons);
  g_free (entry);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* Ids are ordered by time, and listed in their order. */
static gboolean
drop_oldest (MchStore *store, GError **error)
{
  g_auto (GStrv) ids = mch_store_list_local (store, LOCAL_KIND);
  guint n = g_strv_length (ids);

  for (guint i = 0; i + MCH_PRINT_LOG_MAX < n; i++)
    if (!mch_store_delete_local (store, LOCAL_KIND, ids[i], error))
      return FALSE;
  return TRUE;
}

gboolean
mch_print_log_add (MchStore *store, const char *id, const MchPrintLogEntry *entry, GError **error)
{
  static const char *const nobody[] = { NULL };
  const char *const *persons = nobody;
  g_autoptr (GVariant) value = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (store != NULL && id != NULL && entry != NULL, FALSE);
  g_return_val_if_fail (entry->act < MCH_N_SLIP_ACTS, FALSE);

  if (entry->persons != NULL)
    persons = (const char *const *) entry->persons;
  value = g_variant_ref_sink (g_variant_new (
      "(uxyssssuus^as)", VERSION, entry->at_ms, (guint8) entry->act, or_empty (entry->who),
      or_empty (entry->edition), or_empty (entry->layout), or_empty (entry->printer),
      entry->n_slips, entry->n_pages, or_empty (entry->sha256), persons));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, LOCAL_KIND, id, bytes, error) && drop_oldest (store, error);
}

static char *
dup_or_null (const char *text)
{
  return *text != '\0' ? g_strdup (text) : NULL;
}

/* (nullable) */
static MchPrintLogEntry *
read_entry (MchStore *store, const char *id)
{
  g_autoptr (GBytes) bytes = mch_store_get_local (store, LOCAL_KIND, id, NULL);
  g_autoptr (GVariant) value = NULL;
  g_autoptr (MchPrintLogEntry) entry = NULL;
  const char *who, *edition, *layout, *printer, *sha256;
  guint32 version;
  guint8 act;

  if (bytes == NULL)
    return NULL;
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (value))
    return NULL;
  entry = g_new0 (MchPrintLogEntry, 1);
  g_variant_get (value, "(uxy&s&s&s&suu&s^as)", &version, &entry->at_ms, &act, &who, &edition,
                 &layout, &printer, &entry->n_slips, &entry->n_pages, &sha256, &entry->persons);
  if (version != VERSION || act >= MCH_N_SLIP_ACTS)
    return NULL;
  entry->act = act;
  entry->who = g_strdup (who);
  entry->edition = dup_or_null (edition);
  entry->layout = dup_or_null (layout);
  entry->printer = dup_or_null (printer);
  entry->sha256 = dup_or_null (sha256);
  return g_steal_pointer (&entry);
}

GPtrArray *
mch_print_log_list (MchStore *store, const char *edition)
{
  g_auto (GStrv) ids = NULL;
  GPtrArray *entries;

  g_return_val_if_fail (store != NULL, NULL);

  ids = mch_store_list_local (store, LOCAL_KIND);
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_print_log_entry_free);
  for (guint i = g_strv_length (ids); i > 0; i--)
    {
      g_autoptr (MchPrintLogEntry) entry = read_entry (store, ids[i - 1]);

      if (entry != NULL && (edition == NULL || g_strcmp0 (entry->edition, edition) == 0))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
    }
  return entries;
}
