/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-print-log.h"

#define LOCAL_KIND "print"
/* version 2, at_ms, act, who, edition, layout, printer, slips, pages, sha256, persons, scope,
 * document, desktop; version 1 ends before the scope */
#define FORMAT_1 "(uxyssssuusas)"
#define FORMAT_2 "(uxyssssuusassss)"

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

MchSlipAct
mch_slip_act_from_string (const char *text)
{
  int act = 0;

  while (act < MCH_N_SLIP_ACTS && g_strcmp0 (acts[act], text) != 0)
    act++;
  return act;
}

void
mch_print_log_entry_free (MchPrintLogEntry *entry)
{
  g_return_if_fail (entry != NULL);

  g_free (entry->who);
  g_free (entry->scope);
  g_free (entry->document);
  g_free (entry->filter);
  g_free (entry->desktop);
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
      "(uxyssssuus^assss)", 2, entry->at_ms, (guint8) entry->act, or_empty (entry->who),
      or_empty (entry->edition), or_empty (entry->layout), or_empty (entry->printer),
      entry->n_slips, entry->n_pages, or_empty (entry->sha256), persons, or_empty (entry->scope),
      or_empty (entry->document), or_empty (entry->desktop)));
  bytes = g_variant_get_data_as_bytes (value);
  return mch_store_put_local (store, LOCAL_KIND, id, bytes, error) && drop_oldest (store, error);
}

/* (nullable) (transfer full): @bytes as the version that they say they are. */
static GVariant *
read_value (GBytes *bytes)
{
  static const char *const formats[] = { FORMAT_1, FORMAT_2 };

  for (guint version = 1; version <= G_N_ELEMENTS (formats); version++)
    {
      g_autoptr (GVariant) value = g_variant_ref_sink (
          g_variant_new_from_bytes (G_VARIANT_TYPE (formats[version - 1]), bytes, FALSE));
      guint32 said;

      if (!g_variant_is_normal_form (value))
        continue;
      g_variant_get_child (value, 0, "u", &said);
      if (said == version)
        return g_steal_pointer (&value);
    }
  return NULL;
}

/* (nullable) (transfer full): the text at @index; NULL for none, and in a version without it. */
static char *
dup_text (GVariant *value, gsize index)
{
  const char *text = "";

  if (index < g_variant_n_children (value))
    g_variant_get_child (value, index, "&s", &text);
  return *text != '\0' ? g_strdup (text) : NULL;
}

/* (nullable) */
static MchPrintLogEntry *
read_entry (MchStore *store, const char *id)
{
  g_autoptr (GBytes) bytes = mch_store_get_local (store, LOCAL_KIND, id, NULL);
  g_autoptr (GVariant) value = bytes != NULL ? read_value (bytes) : NULL;
  g_autoptr (MchPrintLogEntry) entry = NULL;
  guint8 act;

  if (value == NULL)
    return NULL;
  entry = g_new0 (MchPrintLogEntry, 1);
  g_variant_get_child (value, 1, "x", &entry->at_ms);
  g_variant_get_child (value, 2, "y", &act);
  entry->who = dup_text (value, 3);
  entry->edition = dup_text (value, 4);
  entry->layout = dup_text (value, 5);
  entry->printer = dup_text (value, 6);
  g_variant_get_child (value, 7, "u", &entry->n_slips);
  g_variant_get_child (value, 8, "u", &entry->n_pages);
  entry->sha256 = dup_text (value, 9);
  g_variant_get_child (value, 10, "^as", &entry->persons);
  entry->scope = dup_text (value, 11);
  entry->document = dup_text (value, 12);
  entry->desktop = dup_text (value, 13);
  if (act >= MCH_N_SLIP_ACTS)
    return NULL;
  entry->act = act;
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
