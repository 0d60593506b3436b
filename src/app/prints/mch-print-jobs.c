/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/prints/mch-print-jobs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/candidates/mch-candidate-cells.h"
#include "core/mch-csv-writer.h"
#include "slips/mch-print-journal.h"

void
mch_print_journal_free (MchPrintJournal *journal)
{
  if (journal == NULL)
    return;
  g_ptr_array_unref (journal->items);
  g_free (journal->offline);
  g_free (journal);
}

/* Of everybody in the establishment, whatever the session: id → "AUBIN Antoine". (transfer full) */
static GHashTable *
list_names (MchStore *store, const char *scope)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  MchCandidateFilter filter = { .scope = scope };
  g_autoptr (GPtrArray) rows =
      scope != NULL ? mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, NULL) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];

      g_hash_table_replace (names, g_strdup (candidate->person->id),
                            mch_candidate_cells_dup_name (candidate));
    }
  return names;
}

static MchPrintItem *
item_new (MchStore *store, const char *scope, const MchPrintLogEntry *entry, GHashTable *names)
{
  g_autoptr (MchRecord) edition =
      entry->edition != NULL ? mch_store_dup_record (store, scope, MCH_KIND_EDITION, entry->edition)
                             : NULL;
  g_autoptr (GPtrArray) in_it = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; entry->persons != NULL && entry->persons[i] != NULL; i++)
    {
      const char *name = g_hash_table_lookup (names, entry->persons[i]);

      /* Whoever is gone from the establishment is named no more. */
      g_ptr_array_add (in_it, g_strdup (name != NULL ? name : _ ("(no longer in the list)")));
    }
  return mch_print_item_new (entry, edition != NULL ? mch_record_get (edition, "title") : NULL,
                             in_it);
}

/* Whose journal. */
typedef struct
{
  char *scope;   /* (nullable): of an establishment */
  char *academy; /* (nullable): of the agent's académie */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->scope);
  g_free (reading->academy);
  g_free (reading);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const MchPrintLogEntry *x = *(const MchPrintLogEntry *const *) a;
  const MchPrintLogEntry *y = *(const MchPrintLogEntry *const *) b;

  return x->at_ms < y->at_ms ? 1 : x->at_ms > y->at_ms ? -1 : 0;
}

/* (transfer full) (nullable): of both, the newest first. */
static GPtrArray *
read_entries (MchWork *work, const Reading *reading, GError **ret_offline, GError **error)
{
  MchDesk *desk = mch_work_get_desk (work);
  GCancellable *cancellable = mch_work_get_cancellable (work);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) lists = NULL;

  if (reading->scope != NULL)
    entries = mch_print_journal_read (desk, reading->scope, ret_offline, cancellable, error);
  else
    entries = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_print_log_entry_free);
  if (entries == NULL || reading->academy == NULL || *ret_offline != NULL)
    return g_steal_pointer (&entries);
  lists = mch_print_journal_read_academy (desk, reading->academy, cancellable, ret_offline);
  if (lists == NULL)
    return g_steal_pointer (&entries);
  g_ptr_array_extend_and_steal (entries, g_steal_pointer (&lists));
  g_ptr_array_sort (entries, compare_newest_first);
  return g_steal_pointer (&entries);
}

static gpointer
read_journal (MchWork *work, gpointer data, GError **error)
{
  const Reading *reading = data;
  MchStore *store = mch_work_get_store (work);
  g_autoptr (GError) offline = NULL;
  g_autoptr (GPtrArray) entries = read_entries (work, reading, &offline, error);
  g_autoptr (GHashTable) names = NULL;
  MchPrintJournal *journal;

  if (entries == NULL)
    return NULL;
  names = list_names (store, reading->scope);
  journal = g_new0 (MchPrintJournal, 1);
  journal->items = g_ptr_array_new_with_free_func (g_object_unref);
  journal->offline = offline != NULL ? g_strdup (offline->message) : NULL;
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (journal->items, item_new (store, reading->scope, entries->pdata[i], names));
  return journal;
}

static void
free_journal (gpointer journal)
{
  mch_print_journal_free (journal);
}

void
mch_print_journal_async (MchContext *context, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->scope = g_strdup (mch_context_get_scope (context));
  reading->academy = mch_context_dup_office_scope (context);
  mch_worker_run_async (mch_context_get_worker (context), "print journal", read_journal, reading,
                        reading_free, free_journal, NULL, cancellable, callback, user_data);
}

MchPrintJournal *
mch_print_journal_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error);
}

typedef struct
{
  GPtrArray *items;
  GFile *file;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_ptr_array_unref (saving->items);
  g_object_unref (saving->file);
  g_free (saving);
}

static char *
dup_csv (const GPtrArray *items)
{
  const char *const heads[] = { _ ("When"),  _ ("By"),    _ ("What"),     _ ("About"),
                                _ ("Pages"), _ ("Where"), _ ("Computer"), _ ("Names") };
  GString *csv = g_string_new (MCH_CSV_MARK);

  mch_csv_append_row (csv, heads, G_N_ELEMENTS (heads));
  for (guint i = 0; i < items->len; i++)
    {
      MchPrintItem *item = items->pdata[i];
      g_autofree char *names = mch_print_item_dup_names (item);
      const char *const cells[] = {
        mch_print_item_get_when (item),    mch_print_item_get_who (item),
        mch_print_item_get_what (item),    mch_print_item_get_about (item),
        mch_print_item_get_pages (item),   mch_print_item_get_where (item),
        mch_print_item_get_desktop (item), names,
      };

      mch_csv_append_row (csv, cells, G_N_ELEMENTS (cells));
    }
  return g_string_free (csv, FALSE);
}

static gpointer
save (MchWork *work, gpointer data, GError **error)
{
  const Saving *saving = data;
  g_autofree char *csv = dup_csv (saving->items);

  return GINT_TO_POINTER (
      g_file_replace_contents (saving->file, csv, strlen (csv), NULL, FALSE,
                               G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, NULL,
                               mch_work_get_cancellable (work), error));
}

void
mch_print_journal_save_async (MchContext *context, GPtrArray *items, GFile *file,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->items = g_ptr_array_ref (items);
  saving->file = g_object_ref (file);
  mch_worker_run_on_disk_async (mch_context_get_worker (context), "save print journal", save,
                                saving, saving_free, NULL, NULL, callback, user_data);
}

gboolean
mch_print_journal_save_finish (MchWorker *worker, GAsyncResult *result, GError **error)
{
  return mch_worker_run_finish (worker, result, error) != NULL;
}
