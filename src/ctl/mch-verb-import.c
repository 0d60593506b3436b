/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl import: the plan is made here against what this computer holds, shown with every
 * fault, put in the outbox as one operation and sent. */
#include "core/mch-csv-reader.h"
#include "core/mch-import.h"
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "store/mch-outbox.h"
#include "sync/mch-engine.h"
#include "vault/mch-digest.h"
#include "vault/mch-vault-init.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define SHOWN_FAULTS 50 /* on a terminal; --json and --report have them all */

static JsonArray *
faults_to_json (const MchImportPlan *plan)
{
  JsonArray *list = json_array_new ();
  guint n;
  const MchFault *faults = mch_import_plan_get_faults (plan, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *message = mch_fault_dup_message (&faults[i]);
      g_autofree char *hint = mch_fault_dup_hint (&faults[i]);
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "line", faults[i].line);
      mch_wire_set_text (object, "field", faults[i].field != NULL ? faults[i].field->name : NULL);
      mch_wire_set_text (object, "column", faults[i].column);
      mch_wire_set_text (object, "value", faults[i].value);
      json_object_set_string_member (object, "code", mch_fault_code_to_string (faults[i].code));
      json_object_set_boolean_member (object, "blocking", faults[i].blocking);
      mch_wire_set_text (object, "message", message);
      mch_wire_set_text (object, "hint", hint);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
repairs_to_json (const MchImportPlan *plan)
{
  JsonArray *list = json_array_new ();
  guint n;
  const MchImportRepair *repairs = mch_import_plan_get_repairs (plan, &n);

  for (guint i = 0; i < n; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "line", repairs[i].line);
      json_object_set_string_member (object, "field", repairs[i].field->name);
      json_object_set_string_member (object, "from", repairs[i].from);
      json_object_set_string_member (object, "to", repairs[i].to);
      json_array_add_object_element (list, object);
    }
  return list;
}

static JsonArray *
texts_to_json (const char *const *texts)
{
  JsonArray *list = json_array_new ();

  for (; texts != NULL && *texts != NULL; texts++)
    json_array_add_string_element (list, *texts);
  return list;
}

static void
print_json (const MchImportPlan *plan, const char *import)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "rows", mch_import_plan_get_n_rows (plan));
  json_object_set_int_member (object, "created", mch_import_plan_count (plan, MCH_IMPORT_CREATED));
  json_object_set_int_member (object, "updated", mch_import_plan_count (plan, MCH_IMPORT_UPDATED));
  json_object_set_int_member (object, "unchanged",
                              mch_import_plan_count (plan, MCH_IMPORT_UNCHANGED));
  json_object_set_int_member (object, "rejected",
                              mch_import_plan_count (plan, MCH_IMPORT_REJECTED));
  json_object_set_array_member (object, "repaired", repairs_to_json (plan));
  json_object_set_array_member (object, "faults", faults_to_json (plan));
  json_object_set_array_member (object, "unmapped",
                                texts_to_json (mch_import_plan_get_unmapped (plan)));
  json_object_set_array_member (object, "ignored",
                                texts_to_json (mch_import_plan_get_ignored (plan)));
  mch_wire_set_text (object, "uai", mch_import_plan_get_uai (plan));
  mch_wire_set_text (object, "import", import);
  mch_output_object (object);
}

static void
print_fault (const MchFault *fault)
{
  g_autofree char *message = mch_fault_dup_message (fault);
  g_autofree char *hint = mch_fault_dup_hint (fault);
  const char *column = fault->column != NULL ? fault->column : mch_fault_get_label (fault);

  g_print (fault->blocking ? _ ("  Line %u rejected") : _ ("  Line %u, to check"), fault->line);
  if (column != NULL)
    g_print (", %s", column);
  if (fault->value != NULL && *fault->value != '\0')
    g_print (_ (" “%s”"), fault->value);
  g_print (_ (": %s"), message);
  if (hint != NULL)
    g_print (" %s", hint);
  g_print ("\n");
}

/* "Bilan de l'import": the four numbers add up to the rows read. */
static void
print_balance (const MchImportPlan *plan, gboolean dry_run)
{
  guint n_faults, n_repairs;
  const MchFault *faults = mch_import_plan_get_faults (plan, &n_faults);
  guint rows = mch_import_plan_get_n_rows (plan);

  mch_import_plan_get_repairs (plan, &n_repairs);
  g_print ("%s\n",
           dry_run ? _ ("Import report (trial: nothing was imported)") : _ ("Import report"));
  g_print (g_dngettext (GETTEXT_PACKAGE,
                        "%u row read = %u created + %u updated + %u unchanged + %u rejected\n",
                        "%u rows read = %u created + %u updated + %u unchanged + %u rejected\n",
                        rows),
           rows, mch_import_plan_count (plan, MCH_IMPORT_CREATED),
           mch_import_plan_count (plan, MCH_IMPORT_UPDATED),
           mch_import_plan_count (plan, MCH_IMPORT_UNCHANGED),
           mch_import_plan_count (plan, MCH_IMPORT_REJECTED));
  if (n_repairs > 0)
    g_print (
        g_dngettext (GETTEXT_PACKAGE, "%u value repaired\n", "%u values repaired\n", n_repairs),
        n_repairs);
  for (guint i = 0; i < MIN (n_faults, SHOWN_FAULTS); i++)
    print_fault (&faults[i]);
  if (n_faults > SHOWN_FAULTS)
    g_print (g_dngettext (GETTEXT_PACKAGE,
                          "  … and %u other line; --report FILE.csv writes the rejected rows.\n",
                          "  … and %u other lines; --report FILE.csv writes the rejected rows.\n",
                          n_faults - SHOWN_FAULTS),
             n_faults - SHOWN_FAULTS);
}

static MchImportPlan *
make_plan (MchCtl *ctl, const char *scope, const MchRecord *service, GBytes *file,
           GPtrArray **ret_persons, GPtrArray **ret_candidatures, GError **error)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  MchImportBase base = { .uai = scope + strlen ("etab:"), .session = service->id, .today = today };

  *ret_persons = mch_store_list_records (store, scope, MCH_KIND_PERSON);
  *ret_candidatures = mch_store_list_records (store, scope, MCH_KIND_CANDIDATURE);
  base.persons = (MchRecord *const *) (*ret_persons)->pdata;
  base.n_persons = (*ret_persons)->len;
  base.candidatures = (MchRecord *const *) (*ret_candidatures)->pdata;
  base.n_candidatures = (*ret_candidatures)->len;
  return mch_import_plan_new (file, &base, error);
}

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

/* Puts the plan in the outbox and sends it. @ret_import: its id, NULL when nothing changes. */
static MchExit
commit_plan (MchCtl *ctl, const char *scope, const char *path, GBytes *file,
             const MchImportPlan *plan, char **ret_import, GError **error)
{
  g_autoptr (GPtrArray) changes =
      mch_import_plan_dup_changes (plan, mch_desk_now_ms (), mch_vault_random);
  g_autoptr (GHashTable) meta = new_meta (path, file, plan);

  if (changes->len == 0)
    return MCH_EXIT_DONE;
  *ret_import = mch_desk_new_id ();
  if (!mch_store_enqueue (mch_desk_get_store (ctl->desk), *ret_import, scope, "import", meta,
                          changes, mch_desk_now_ms (), error))
    {
      g_clear_pointer (ret_import, g_free);
      return MCH_EXIT_FAILED;
    }
  return mch_ctl_send (ctl, error);
}

static gboolean
write_report (const MchImportPlan *plan, const char *path, GError **error)
{
  g_autofree char *text = mch_import_plan_dup_report (plan);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/* No more of @fd than a list of candidates can have; -1 when reading fails. */
static gssize
read_all (int fd, GByteArray *bytes)
{
  guint8 buffer[65536];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0 && bytes->len <= MCH_CSV_MAX_BYTES)
    g_byte_array_append (bytes, buffer, (guint) n);
  return n;
}

static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || read_all (fd, bytes) < 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
                   _ ("The file %s cannot be read: %s. Nothing was imported."), path,
                   g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return NULL;
    }
  close (fd);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
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

static MchExit
import_file (MchCtl *ctl, const char *path, gboolean dry_run, const char *report, GError **error)
{
  g_autofree char *scope = mch_ctl_open_scope (ctl, error);
  g_autofree char *import = NULL;
  g_autoptr (MchRecord) service = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GPtrArray) persons = NULL;
  g_autoptr (GPtrArray) candidatures = NULL;
  g_autoptr (MchImportPlan) plan = NULL;
  MchExit status = MCH_EXIT_DONE;

  if (scope == NULL)
    return MCH_EXIT_FAILED;
  file = read_file (path, error);
  if (file == NULL || !refresh (ctl, error))
    return MCH_EXIT_FAILED;
  service = mch_ctl_dup_service (ctl, scope, error);
  if (service == NULL)
    return MCH_EXIT_FAILED;
  plan = make_plan (ctl, scope, service, file, &persons, &candidatures, error);
  if (plan == NULL || (report != NULL && !write_report (plan, report, error)))
    return MCH_EXIT_FAILED;
  if (!dry_run)
    status = commit_plan (ctl, scope, path, file, plan, &import, error);

  if (ctl->json)
    print_json (plan, import);
  else
    print_balance (plan, dry_run);
  if (mch_import_plan_count (plan, MCH_IMPORT_REJECTED) > 0)
    status = mch_exit_worse (status, MCH_EXIT_REJECTED);
  return status;
}

MchExit
mch_verb_import (MchCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean dry_run = FALSE;
  g_autofree char *report = NULL;
  const GOptionEntry options[] = {
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Only say what would be imported"), NULL },
    { "report", 0, 0, G_OPTION_ARG_FILENAME, &report,
      N_ ("Write the rejected rows with their reasons"), "FILE.csv" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "FILE", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  return import_file (ctl, argv[1], dry_run, report, error);
}
