/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl import: the plan is made here against what this computer holds, shown with every
 * fault, put in the outbox as one operation and sent. */
#include "ctl/mch-import-decisions.h"
#include "ctl/mch-import-layout.h"
#include "ctl/mch-import-output.h"
#include "ctl/mch-verbs.h"
#include "sheet/mch-sheet.h"
#include "slips/mch-last-file.h"
#include "store/mch-import-presets.h"
#include "store/mch-import-records.h"
#include "store/mch-outbox.h"
#include "sync/mch-engine.h"
#include "vault/mch-digest.h"
#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  MchImportLayout layout;
  MchImportDecisions decisions;
  gboolean dry_run;
  char *report;
} Options;

static void
options_clear (Options *options)
{
  mch_import_layout_clear (&options->layout);
  mch_import_decisions_clear (&options->decisions);
  g_free (options->report);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static GHashTable *
new_meta (const char *path, GBytes *file, const MchImportPlan *plan)
{
  GHashTable *meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gsize size;
  const char *data = g_bytes_get_data (file, &size);

  g_hash_table_insert (meta, g_strdup ("file"), g_path_get_basename (path));
  g_hash_table_insert (meta, g_strdup ("sha"), mch_digest_hex (data, size));
  g_hash_table_insert (meta, g_strdup ("rows"),
                       g_strdup_printf ("%u", mch_import_plan_get_n_rows (plan)));
  g_hash_table_insert (meta, g_strdup ("rejected"),
                       g_strdup_printf ("%u", mch_import_plan_count (plan, MCH_IMPORT_REJECTED)));
  return meta;
}

/* What was said of the file counts for the next one of its layout; failing is harmless. */
static void
remember (MchCtl *ctl, const char *scope, const char *path, const char *import,
          const MchImportPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_path_get_basename (path);

  if (!mch_last_file_note (mch_desk_get_store (ctl->desk), scope, name, import, plan,
                           mch_desk_now_ms (), &error)
      || !mch_import_presets_remember_plan (mch_desk_get_store (ctl->desk), plan, &error))
    g_printerr ("%s\n", error->message);
}

/* Puts the plan in the outbox. @ret_import: its id, NULL when nothing changes. */
static gboolean
keep_plan (MchCtl *ctl, const char *scope, const char *path, GBytes *file,
           const MchImportPlan *plan, char **ret_import, GError **error)
{
  g_autoptr (GPtrArray) changes =
      mch_import_plan_dup_changes (plan, mch_desk_now_ms (), mch_vault_random);
  g_autoptr (GHashTable) meta = new_meta (path, file, plan);

  if (changes->len > 0)
    *ret_import = mch_desk_new_id ();
  remember (ctl, scope, path, *ret_import, plan);
  if (changes->len == 0)
    return TRUE;
  if (!mch_store_enqueue (mch_desk_get_store (ctl->desk), *ret_import, scope, "import", meta,
                          changes, mch_desk_now_ms (), error))
    {
      g_clear_pointer (ret_import, g_free);
      return FALSE;
    }
  return TRUE;
}

/* What a large file came to is in the outbox by now, and is not held twice while it is sent. */
static MchExit
commit_plan (MchCtl *ctl, const char *scope, const char *path, GBytes *file,
             const MchImportPlan *plan, char **ret_import, GError **error)
{
  if (!keep_plan (ctl, scope, path, file, plan, ret_import, error))
    return MCH_EXIT_FAILED;
  return *ret_import != NULL ? mch_ctl_send (ctl, error) : MCH_EXIT_DONE;
}

/* As CSV, or as a workbook when the file is to be one. */
static GBytes *
make_report (const MchImportPlan *plan, const char *path, GError **error)
{
  char *text = mch_import_plan_dup_report (plan);
  g_autoptr (GBytes) csv = g_bytes_new_take (text, strlen (text));
  g_autoptr (MchGrid) grid = NULL;

  if (!g_str_has_suffix (path, ".ods"))
    return g_steal_pointer (&csv);
  grid = mch_grid_new_from_csv (csv, MCH_ENCODING_GUESSED, error);
  return grid != NULL ? mch_sheet_write_ods (grid, NULL, error) : NULL;
}

static gboolean
write_report (const MchImportPlan *plan, const char *path, GError **error)
{
  g_autoptr (GBytes) report = make_report (plan, path, error);

  return report != NULL
         && g_file_set_contents_full (path, g_bytes_get_data (report, NULL),
                                      (gssize) g_bytes_get_size (report),
                                      G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* Fetches what colleagues did, so that the plan meets it; without the server the mirror serves. */
static gboolean
refresh (MchCtl *ctl, GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (mch_engine_sync (ctl->desk, NULL, NULL, &cause)
      || mch_exit_of_error (cause) == MCH_EXIT_OFFLINE)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static MchImportRecords *
read_records (MchCtl *ctl, const char *scope, GError **error)
{
  g_autoptr (MchRecord) service = mch_ctl_dup_service (ctl, scope, error);
  g_autofree char *today = mch_ctl_dup_today ();

  return service != NULL ? mch_import_records_new (mch_desk_get_store (ctl->desk), scope,
                                                   service->id, today, mch_desk_now_ms ())
                         : NULL;
}

static MchExit
finish (MchCtl *ctl, const char *scope, const char *path, GBytes *file, MchImportPlan *plan,
        const Options *options, GError **error)
{
  g_autofree char *import = NULL;
  MchExit status = MCH_EXIT_DONE;

  if (options->report != NULL && !write_report (plan, options->report, error))
    return MCH_EXIT_FAILED;
  if (!options->dry_run)
    status = commit_plan (ctl, scope, path, file, plan, &import, error);
  if (ctl->json)
    mch_import_print_json (plan, import);
  else
    mch_import_print_balance (plan, options->dry_run);
  if (mch_import_plan_count (plan, MCH_IMPORT_REJECTED) > 0)
    status = mch_exit_worse (status, MCH_EXIT_REJECTED);
  return status;
}

/* Whatever stands against the whole file, there is somebody to ask: INS-13. */
static MchExit
fail_with_help (const MchImportBase *base, GError **error)
{
  g_autofree char *help = mch_import_base_dup_help (base, base->session);
  g_autofree char *message = NULL;

  if (help == NULL || error == NULL || *error == NULL || (*error)->domain == G_OPTION_ERROR)
    return MCH_EXIT_FAILED;
  message = g_steal_pointer (&(*error)->message);
  (*error)->message = g_strdup_printf ("%s %s", message, help);
  return MCH_EXIT_FAILED;
}

static MchExit
import_file (MchCtl *ctl, const char *path, const Options *options, GError **error)
{
  g_autofree char *scope = mch_ctl_open_scope (ctl, error);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (MchImportTable) table = NULL;
  g_autoptr (MchImportRecords) records = NULL;
  g_autoptr (MchImportPlan) plan = NULL;

  if (scope == NULL)
    return MCH_EXIT_FAILED;
  file = mch_import_read_file (path, error);
  if (file == NULL || !refresh (ctl, error))
    return MCH_EXIT_FAILED;
  records = read_records (ctl, scope, error);
  if (records == NULL)
    return MCH_EXIT_FAILED;
  table = mch_import_layout_read (&options->layout, ctl, file, error);
  if (table != NULL)
    plan = mch_import_plan_new (table, mch_import_records_get_base (records), error);
  if (plan == NULL)
    return fail_with_help (mch_import_records_get_base (records), error);
  if (!mch_import_decisions_apply (&options->decisions, plan, error))
    return MCH_EXIT_FAILED;
  return finish (ctl, scope, path, file, plan, options, error);
}

MchExit
mch_verb_import (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_ ("Only say what would be imported"),
      NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &options.report,
      N_ ("Write the rejected rows with their reasons"), "FILE.csv|FILE.ods" },
    { "repair", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.decisions.repairs,
      N_ ("Put right what is wrong by this cause, or “all”; may be repeated"), "CODE" },
    { "cell", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.decisions.cells,
      N_ ("What a cell holds instead; may be repeated"), "LINE:HEADING=TEXT" },
    { "same", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.decisions.same,
      N_ ("This line is the person whom it looks like; may be repeated"), "LINE[=OTHER]" },
    { "other", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.decisions.others,
      N_ ("This line is somebody else; may be repeated"), "LINE[=OTHER]" },
    MCH_IMPORT_LAYOUT_OPTIONS (&options.layout),
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, entries, "FILE", error)
      || !mch_ctl_check_count (argc, 1, 1, error)
      || !mch_import_decisions_check (&options.decisions, error))
    return MCH_EXIT_USAGE;
  return import_file (ctl, argv[1], &options, error);
}
