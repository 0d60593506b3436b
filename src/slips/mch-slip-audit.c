/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-slip-audit.h"

#include "store/mch-outbox.h"
#include "sync/mch-desk.h"

/* Ids in one value of an entry, which holds 8 192 bytes. */
#define IDS_IN_A_VALUE 200

static const char *const layouts[MCH_N_PAPILLON_LAYOUTS] = {
  [MCH_PAPILLON_ONE_PER_PAGE] = "one",
  [MCH_PAPILLON_TWO_PER_PAGE] = "two",
  [MCH_PAPILLON_LARGE_PRINT] = "large",
};

static void
put (GHashTable *meta, const char *name, const char *value)
{
  if (value != NULL)
    g_hash_table_insert (meta, g_strdup (name), g_strdup (value));
}

static void
put_number (GHashTable *meta, const char *name, gint64 value)
{
  g_hash_table_insert (meta, g_strdup (name), g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

/* "persons", "persons_2"…: each as many ids as a value holds. */
static void
put_persons (GHashTable *meta, const char *const *persons)
{
  guint n = persons != NULL ? g_strv_length ((char **) persons) : 0;

  for (guint start = 0; start < n; start += IDS_IN_A_VALUE)
    {
      g_autoptr (GString) ids = g_string_new (persons[start]);
      g_autofree char *name = start == 0
                                  ? g_strdup ("persons")
                                  : g_strdup_printf ("persons_%u", start / IDS_IN_A_VALUE + 1);

      for (guint i = start + 1; i < MIN (start + IDS_IN_A_VALUE, n); i++)
        g_string_append_printf (ids, ",%s", persons[i]);
      put (meta, name, ids->str);
    }
}

static gboolean
log_here (MchStore *store, const char *id, const MchSlipNote *note, gint64 now_ms,
          const MchPapillonResult *result, GError **error)
{
  MchPrintLogEntry entry = { .at_ms = now_ms,
                             .act = note->act,
                             .who = (char *) note->who,
                             .edition = (char *) note->edition,
                             .layout = (char *) layouts[note->layout],
                             .printer = (char *) note->printer,
                             .n_slips = result->n_slips,
                             .n_pages = result->n_pages,
                             .sha256 = result->sha256,
                             .persons = (char **) note->persons };

  return mch_print_log_add (store, id, &entry, error);
}

gboolean
mch_slip_audit_note_job (MchStore *store, const char *scope, const MchSlipNote *note,
                         const MchPapillonResult *result, GError **error)
{
  g_autoptr (GHashTable) meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *op = mch_desk_new_id ();
  gint64 now_ms = mch_desk_now_ms ();

  g_return_val_if_fail (store != NULL && note != NULL && result != NULL, FALSE);
  g_return_val_if_fail (note->act < MCH_N_SLIP_ACTS, FALSE);
  g_return_val_if_fail (note->layout < MCH_N_PAPILLON_LAYOUTS, FALSE);

  put (meta, "action", mch_slip_act_to_string (note->act));
  put (meta, "edition", note->edition);
  put (meta, "layout", layouts[note->layout]);
  put (meta, "printer", note->printer);
  put (meta, "sha256", result->sha256);
  put_number (meta, "candidates", result->n_slips);
  put_number (meta, "per_page", mch_papillon_layout_get_per_page (note->layout));
  put_number (meta, "pages", result->n_pages);
  put_number (meta, "at_ms", now_ms);
  put_persons (meta, note->persons);
  if (note->act != MCH_SLIP_ACT_VIEW && !log_here (store, op, note, now_ms, result, error))
    return FALSE;
  return mch_store_enqueue (store, op, scope, "audit", meta, NULL, now_ms, error);
}
