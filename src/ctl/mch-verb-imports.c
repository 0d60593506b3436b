/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl import history, undo, compare: what was imported, taking one back as a whole, and a
 * new file against what is registered. */
#include "ctl/mch-import-layout.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "slips/mch-last-file.h"
#include "store/mch-outbox.h"
#include "store/mch-store-compare.h"
#include "sync/mch-engine.h"
#include "sync/mch-imports.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "27/11/2026 10:41" by this computer's clock. (transfer full) (nullable) */
static char *
dup_time (gint64 at_ms)
{
  g_autoptr (GDateTime) at = at_ms > 0 ? g_date_time_new_from_unix_local (at_ms / 1000) : NULL;

  return at != NULL ? g_date_time_format (at, "%Y-%m-%d %H:%M") : NULL;
}

static char *
dup_count (gint64 n)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, n);
}

static void
add_run (MchList *list, const MchImportRun *run)
{
  g_autofree char *at = dup_time (run->at_ms);
  g_autofree char *undone = dup_time (run->undone_ms);
  g_autofree char *rows = dup_count (run->rows);
  g_autofree char *created = dup_count (run->created);
  g_autofree char *updated = dup_count (run->updated);
  g_autofree char *unchanged = dup_count (run->unchanged);
  g_autofree char *rejected = dup_count (run->rejected);

  mch_list_add (list, (const char *[]){ run->id, at, run->login, run->file, rows, created, updated,
                                        unchanged, rejected, run->undone_by, undone, run->digest });
}

MchExit
mch_verb_import_history (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = { "id",        "at",      "login",     "file",     "rows",
                                       "created",   "updated", "unchanged", "rejected", "undone_by",
                                       "undone_at", "digest",  NULL };
  static const char *const labels[] = { N_ ("Import"),
                                        N_ ("When"),
                                        N_ ("Who"),
                                        N_ ("File"),
                                        N_ ("Rows"),
                                        N_ ("Created"),
                                        N_ ("Updated"),
                                        N_ ("Unchanged"),
                                        N_ ("Rejected"),
                                        N_ ("Undone by"),
                                        N_ ("Undone on"),
                                        N_ ("Digest"),
                                        NULL };
  g_autofree char *scope = NULL;
  g_autofree char *format_name = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (MchList) list = mch_list_new (names, labels, 10);
  MchFormat format;
  const GOptionEntry options[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("table, csv or json"), "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  format = mch_format_from_string (ctl->json ? "json" : format_name, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  runs = scope != NULL ? mch_import_runs_fetch (ctl->desk, scope, NULL, NULL, error) : NULL;
  /* A colleague's file counts for "papillons progress" from now on. */
  if (runs == NULL || !mch_last_file_follow (mch_desk_get_store (ctl->desk), scope, runs, error))
    return MCH_EXIT_FAILED;
  for (guint i = 0; i < runs->len; i++)
    add_run (list, runs->pdata[i]);
  mch_list_print (list, format);
  return MCH_EXIT_DONE;
}

static char *
dup_name (MchStore *store, const char *scope, const char *person)
{
  g_autoptr (MchRecord) record = mch_store_dup_record (store, scope, MCH_KIND_PERSON, person);
  const char *family = record != NULL ? mch_record_get (record, "family_name") : NULL;
  const char *given = record != NULL ? mch_record_get (record, "given_name") : NULL;

  return g_strdup_printf ("%s %s", family != NULL ? family : person, given != NULL ? given : "");
}

static JsonArray *
group_to_json (MchStore *store, const char *scope, GPtrArray *pupils)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < pupils->len; i++)
    {
      const MchUndoPupil *pupil = pupils->pdata[i];
      JsonObject *object = json_object_new ();
      g_autofree char *name = dup_name (store, scope, pupil->person);

      json_object_set_string_member (object, "person", pupil->person);
      mch_wire_set_text (object, "candidature", pupil->candidature);
      json_object_set_string_member (object, "name", name);
      mch_wire_set_text (object, "reason", pupil->reason);
      if (pupil->fields != NULL || pupil->reason != NULL)
        {
          g_autofree char *message = mch_undo_pupil_dup_reason (pupil);

          json_object_set_string_member (object, "message", message);
        }
      json_array_add_object_element (list, object);
    }
  return list;
}

/* "Retiré / conservé car modifié depuis / impossible", names and why. */
static void
print_undo (MchCtl *ctl, const char *scope, const MchImportUndo *undo)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  JsonObject *object;

  if (!ctl->json)
    {
      g_print (_ ("Taken back: %u. Kept because changed since: %u. Impossible: %u.\n"),
               undo->groups[MCH_UNDO_REMOVED]->len, undo->groups[MCH_UNDO_KEPT]->len,
               undo->groups[MCH_UNDO_IMPOSSIBLE]->len);
      for (guint group = MCH_UNDO_KEPT; group < MCH_N_UNDO_GROUPS; group++)
        for (guint i = 0; i < undo->groups[group]->len; i++)
          {
            const MchUndoPupil *pupil = undo->groups[group]->pdata[i];
            g_autofree char *name = dup_name (store, scope, pupil->person);
            g_autofree char *reason = mch_undo_pupil_dup_reason (pupil);

            g_print ("  %s%s%s\n", name, _ (": "), reason);
          }
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "import", undo->import);
  for (guint group = 0; group < MCH_N_UNDO_GROUPS; group++)
    json_object_set_array_member (object, mch_undo_group_to_string (group),
                                  group_to_json (store, scope, undo->groups[group]));
  mch_output_object (object);
}

/* An import that never left this computer is simply not sent. */
static gboolean
drop_unsent (MchCtl *ctl, const char *import, gboolean *ret_dropped, GError **error)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  g_autoptr (MchStoreOp) op = mch_store_dup_op (store, import, NULL);

  *ret_dropped = op != NULL && op->state != MCH_OP_ACKNOWLEDGED && strcmp (op->kind, "import") == 0;
  return !*ret_dropped || mch_store_drop_op (store, import, error);
}

MchExit
mch_verb_import_undo (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autofree char *op = mch_desk_new_id ();
  g_autoptr (MchImportUndo) undo = NULL;
  g_autoptr (GError) cause = NULL;
  gboolean dropped = FALSE;
  MchExit status;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "ID", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  /* One try to send it, so that only what the server does not have is dropped here. */
  status = mch_ctl_send (ctl, error);
  if (*error != NULL)
    return status;
  if (status == MCH_EXIT_OFFLINE)
    {
      if (!drop_unsent (ctl, argv[1], &dropped, error))
        return MCH_EXIT_FAILED;
      undo = dropped ? mch_import_undo_new (argv[1]) : NULL;
      if (undo != NULL)
        print_undo (ctl, scope, undo);
      return dropped ? MCH_EXIT_DONE : MCH_EXIT_OFFLINE;
    }
  undo = mch_import_undo_ask (ctl->desk, scope, op, argv[1], NULL, error);
  if (undo == NULL)
    return MCH_EXIT_FAILED;
  print_undo (ctl, scope, undo);
  if (!mch_engine_pull (ctl->desk, NULL, &cause))
    g_printerr ("%s\n", cause->message);
  return undo->groups[MCH_UNDO_KEPT]->len + undo->groups[MCH_UNDO_IMPOSSIBLE]->len > 0
             ? MCH_EXIT_REJECTED
             : MCH_EXIT_DONE;
}

static const char *
kind_name (MchComparedKind kind)
{
  static const char *const names[] = {
    [MCH_COMPARED_ARRIVED] = "arrived",
    [MCH_COMPARED_LEFT] = "left",
    [MCH_COMPARED_MOVED] = "moved",
  };

  return names[kind];
}

static void
print_compared (const GPtrArray *pupils, MchFormat format)
{
  static const char *const names[] = { "kind",       "family_name", "given_name",
                                       "birth_date", "division",    "new_division",
                                       "line",       "candidature", "ine",
                                       NULL };
  static const char *const labels[] = { N_ ("What"),
                                        N_ ("Family name"),
                                        N_ ("First given name"),
                                        N_ ("Date of birth"),
                                        N_ ("Division"),
                                        N_ ("New division"),
                                        N_ ("Line"),
                                        N_ ("Candidature"),
                                        N_ ("INE"),
                                        NULL };
  g_autoptr (MchList) list = mch_list_new (names, labels, 6);

  for (guint i = 0; i < pupils->len; i++)
    {
      const MchCompared *pupil = pupils->pdata[i];
      g_autofree char *line = pupil->line > 0 ? g_strdup_printf ("%u", pupil->line) : NULL;

      mch_list_add (list,
                    (const char *[]){ kind_name (pupil->kind), pupil->family_name,
                                      pupil->given_name, pupil->birth_date, pupil->division,
                                      pupil->new_division, line, pupil->candidature, pupil->ine });
    }
  mch_list_print (list, format);
}

MchExit
mch_verb_import_compare (MchCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean partial = FALSE;
  g_autofree char *format_name = NULL;
  g_autofree char *scope = NULL;
  g_auto (MchImportLayout) layout = { 0 };
  g_autoptr (MchImportTable) table = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autoptr (MchRecord) service = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GPtrArray) pupils = NULL;
  MchFormat format;
  const GOptionEntry options[] = {
    MCH_IMPORT_LAYOUT_OPTIONS (&layout),
    { "partial", 0, 0, G_OPTION_ARG_NONE, &partial,
      N_ ("The file holds only a part of the pupils: nobody has left"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("table, csv or json"), "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "FILE", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  format = mch_format_from_string (ctl->json ? "json" : format_name, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  service = scope != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;
  file = service != NULL ? mch_import_read_file (argv[1], error) : NULL;
  table = file != NULL ? mch_import_layout_read (&layout, ctl, file, error) : NULL;
  if (table == NULL)
    return MCH_EXIT_FAILED;
  pupils = mch_store_compare (mch_desk_get_store (ctl->desk), scope, service->id, table, partial,
                              today, mch_desk_now_ms (), error);
  if (pupils == NULL)
    return MCH_EXIT_FAILED;
  print_compared (pupils, format);
  return MCH_EXIT_DONE;
}
