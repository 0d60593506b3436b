/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slips/mch-slip-audit.h"

#include "store/mch-outbox.h"
#include "sync/mch-desk.h"

/* Ids in one value of an entry, which holds 8 192 bytes. */
#define IDS_IN_A_VALUE 200

static void
put (GHashTable *meta, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
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

/* What the server's log and this desktop's both say of @entry. (transfer full) */
static GHashTable *
describe (const MchPrintLogEntry *entry)
{
  GHashTable *meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  put (meta, "action", mch_slip_act_to_string (entry->act));
  put (meta, "edition", entry->edition);
  put (meta, "document", entry->document);
  put (meta, "layout", entry->layout);
  put (meta, "printer", entry->printer);
  put (meta, "desktop", entry->desktop);
  put (meta, "sha256", entry->sha256);
  put_number (meta, "candidates", entry->n_slips);
  put_number (meta, "pages", entry->n_pages);
  put_number (meta, "at_ms", entry->at_ms);
  put_persons (meta, (const char *const *) entry->persons);
  return meta;
}

/* Takes @meta over. */
static gboolean
note (MchStore *store, const char *scope, const MchPrintLogEntry *entry, GHashTable *meta,
      GError **error)
{
  g_autoptr (GHashTable) owned = meta;
  g_autofree char *op = mch_desk_new_id ();

  if (entry->act != MCH_SLIP_ACT_VIEW && !mch_print_log_add (store, op, entry, error))
    return FALSE;
  return mch_store_enqueue (store, op, scope, "audit", owned, NULL, entry->at_ms, error);
}

gboolean
mch_slip_audit_note_job (MchStore *store, const char *scope, const MchSlipNote *said,
                         const MchPapillonResult *result, GError **error)
{
  GHashTable *meta;
  MchPrintLogEntry entry = { .at_ms = mch_desk_now_ms () };

  g_return_val_if_fail (store != NULL && said != NULL && result != NULL, FALSE);
  g_return_val_if_fail (said->act < MCH_N_SLIP_ACTS, FALSE);
  g_return_val_if_fail (said->layout < MCH_N_PAPILLON_LAYOUTS, FALSE);

  entry.act = said->act;
  entry.who = (char *) said->who;
  entry.scope = (char *) scope;
  entry.edition = (char *) said->edition;
  entry.layout = (char *) mch_papillon_layout_get_grid (said->layout)->word;
  entry.printer = (char *) said->printer;
  entry.desktop = (char *) g_get_host_name ();
  entry.n_slips = result->n_slips;
  entry.n_pages = result->n_pages;
  entry.sha256 = (char *) result->sha256;
  entry.persons = (char **) said->persons;
  meta = describe (&entry);
  put_number (meta, "per_page", mch_papillon_layout_get_per_page (said->layout));
  return note (store, scope, &entry, meta, error);
}

gboolean
mch_slip_audit_note_document (MchStore *store, const char *scope, const MchDocumentNote *said,
                              GError **error)
{
  MchPrintLogEntry entry = { .at_ms = mch_desk_now_ms () };

  g_return_val_if_fail (store != NULL && said != NULL && said->document != NULL, FALSE);
  g_return_val_if_fail (said->act < MCH_N_SLIP_ACTS, FALSE);

  entry.act = said->act;
  entry.who = (char *) said->who;
  entry.scope = (char *) scope;
  entry.document = (char *) said->document;
  entry.printer = (char *) said->printer;
  entry.desktop = (char *) g_get_host_name ();
  entry.n_slips = said->n_candidates;
  entry.n_pages = said->n_pages;
  entry.persons = (char **) said->persons;
  return note (store, scope, &entry, describe (&entry), error);
}
