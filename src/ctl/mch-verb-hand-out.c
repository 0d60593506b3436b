/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl papillons hand-out: notes the slips whose bars a scanner types, one a line. machaonctl
 * papillons progress: how many candidates are how far, and by name who is not. */
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "slips/mch-handout.h"
#include "slips/mch-last-file.h"
#include "slips/mch-progress.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_BYTES (1024 * 1024)

static const char *const outcomes[MCH_N_HANDOUTS] = {
  [MCH_HANDOUT_TAKEN] = "taken",     [MCH_HANDOUT_ALREADY] = "already",
  [MCH_HANDOUT_ACTIVE] = "active",   [MCH_HANDOUT_NO_SLIP] = "no_slip",
  [MCH_HANDOUT_OLD] = "old_version", [MCH_HANDOUT_UNKNOWN] = "unknown",
};

typedef struct
{
  guint counts[MCH_N_HANDOUTS];
  GPtrArray *changes; /* of MchChange */
  JsonArray *problems;
} Noting;

/* Why a line is to be looked at, in words. */
static const char *
describe (MchHandoutOutcome outcome)
{
  switch (outcome)
    {
    case MCH_HANDOUT_ALREADY:
      return _ ("noted as handed out before");
    case MCH_HANDOUT_ACTIVE:
      return _ ("has an account in use: no slip is needed");
    case MCH_HANDOUT_NO_SLIP:
      return _ ("has no slip that works: generate or regenerate it first");
    case MCH_HANDOUT_OLD:
      return _ ("an older slip, whose password was replaced");
    case MCH_HANDOUT_TAKEN:
    case MCH_HANDOUT_UNKNOWN:
    case MCH_N_HANDOUTS:
    default:
      return _ ("of nobody in this session, or misread: scan it again");
    }
}

static const char *
get_text (const MchCandidate *candidate, const char *field)
{
  const char *value = candidate != NULL ? mch_candidate_get (candidate, field) : NULL;

  return value != NULL ? value : "";
}

static void
note_problem (Noting *noting, guint number, const char *typed, MchHandoutOutcome outcome,
              const MchCandidate *candidate)
{
  JsonObject *problem = json_object_new ();

  json_object_set_int_member (problem, "line", number);
  json_object_set_string_member (problem, "code", typed);
  json_object_set_string_member (problem, "outcome", outcomes[outcome]);
  json_object_set_string_member (problem, "family_name", get_text (candidate, "family_name"));
  json_object_set_string_member (problem, "given_name", get_text (candidate, "given_name"));
  json_array_add_object_element (noting->problems, problem);
  g_printerr (_ ("Line %u, %s: %s %s %s.\n"), number, typed, get_text (candidate, "family_name"),
              get_text (candidate, "given_name"), describe (outcome));
}

static void
take_line (MchHandout *handout, char *line, guint number, const char *today, Noting *noting)
{
  const MchCandidate *candidate = NULL;
  MchHandoutOutcome outcome;

  g_strstrip (line);
  if (*line == '\0')
    return;
  /* It will be shown, to a terminal among others. */
  for (char *p = line; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = '?';
  outcome = mch_handout_take (handout, line, &candidate);
  noting->counts[outcome]++;
  if (outcome == MCH_HANDOUT_TAKEN)
    g_ptr_array_add (noting->changes, mch_slip_handed_change (candidate, today));
  else
    note_problem (noting, number, line, outcome, candidate);
}

/* (transfer full) (nullable) */
static char *
read_lines (const char *path, GError **error)
{
  gboolean from_stdin = path == NULL || strcmp (path, "-") == 0;
  g_autoptr (GFile) file = g_file_new_for_path (from_stdin ? "/dev/stdin" : path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  g_autofree char *bytes = g_malloc (MAX_BYTES + 1);
  gsize length = 0;

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, MAX_BYTES, &length, NULL, NULL)
      || length == MAX_BYTES)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                   _ ("%s cannot be read. Nothing was noted."), path != NULL ? path : "-");
      return NULL;
    }
  bytes[length] = '\0';
  return g_utf8_make_valid (bytes, (gssize) strlen (bytes));
}

static void
tell_noted (MchCtl *ctl, const Noting *noting)
{
  JsonObject *object;

  if (!ctl->json)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u slip noted as handed out.\n",
                            "%u slips noted as handed out.\n", noting->counts[MCH_HANDOUT_TAKEN]),
               noting->counts[MCH_HANDOUT_TAKEN]);
      return;
    }
  object = json_object_new ();
  for (int outcome = 0; outcome < MCH_N_HANDOUTS; outcome++)
    json_object_set_int_member (object, outcomes[outcome], noting->counts[outcome]);
  json_object_set_array_member (object, "problems", json_array_ref (noting->problems));
  mch_output_object (object);
}

/* The candidates of the one session; @ret_scope: (out) (transfer full). */
static GPtrArray *
list_candidates (MchCtl *ctl, char **ret_scope, GError **error)
{
  g_autofree char *scope = mch_ctl_open_scope (ctl, error);
  g_autoptr (MchRecord) service = scope != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;
  MchCandidateFilter filter = { .scope = scope };

  if (service == NULL)
    return NULL;
  filter.session = service->id;
  *ret_scope = g_steal_pointer (&scope);
  return mch_progress_list (mch_desk_get_store (ctl->desk), &filter, error);
}

static MchExit
note (MchCtl *ctl, const char *path, GError **error)
{
  g_autofree char *scope = NULL;
  g_autoptr (GPtrArray) rows = list_candidates (ctl, &scope, error);
  g_autoptr (MchHandout) handout = rows != NULL ? mch_handout_new (rows) : NULL;
  g_autofree char *text = handout != NULL ? read_lines (path, error) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_auto (GStrv) lines = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (JsonArray) problems = json_array_new ();
  Noting noting = { .changes = changes, .problems = problems };
  MchExit status;

  if (text == NULL)
    return MCH_EXIT_FAILED;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    take_line (handout, lines[i], i + 1, today, &noting);
  status = mch_edit_send (ctl, scope, "edit", NULL, changes, error);
  if (error != NULL && *error != NULL)
    return status;
  tell_noted (ctl, &noting);
  return json_array_get_length (problems) > 0 ? mch_exit_worse (status, MCH_EXIT_REJECTED) : status;
}

MchExit
mch_verb_papillons_hand_out (MchCtl *ctl, int argc, char **argv, GError **error)
{
  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "[FILE]", error)
      || !mch_ctl_check_count (argc, 0, 1, error))
    return MCH_EXIT_USAGE;
  return note (ctl, argc > 1 ? argv[1] : NULL, error);
}

static const char *const count_names[] = { "step", "label", "reached", "missing", NULL };
static const char *const count_labels[] = { N_ ("Step"), N_ ("What it is"), N_ ("Reached"),
                                            N_ ("Missing"), NULL };
static const char *const gap_names[] = { "family_name", "given_name", "division", "login",
                                         "stage",       "id",         NULL };
static const char *const gap_labels[] = { N_ ("Family name"),
                                          N_ ("First given name"),
                                          N_ ("Division"),
                                          N_ ("Login"),
                                          N_ ("Slip"),
                                          N_ ("Candidature"),
                                          NULL };

/* Before the steps of candidates: those of the file who became none. */
#define STEP_FILE "file"

static void
add_file (MchList *list, const MchLastFile *file)
{
  guint n = file->n_left_out;
  g_autofree char *reached = g_strdup_printf ("%u", file->n_rows - MIN (n, file->n_rows));
  g_autofree char *missing = g_strdup_printf ("%u", n);

  mch_list_add (list, (const char *[]){ STEP_FILE, _ ("In the last file"), reached, missing });
}

static void
print_counts (GPtrArray *rows, const MchLastFile *file, MchFormat format)
{
  g_autoptr (MchList) list = mch_list_new (count_names, count_labels, 4);
  guint counts[MCH_N_MILESTONES];

  if (file != NULL)
    add_file (list, file);
  mch_progress_count (rows, counts);
  for (guint i = 0; i < MCH_N_MILESTONES; i++)
    {
      g_autofree char *reached = g_strdup_printf ("%u", counts[i]);
      g_autofree char *missing = g_strdup_printf ("%u", rows->len - counts[i]);

      mch_list_add (list, (const char *[]){ mch_milestone_to_string (i),
                                            mch_milestone_get_label (i), reached, missing });
    }
  mch_list_print (list, format);
}

static void
print_left_out (const MchLastFile *file, MchFormat format)
{
  static const char *const names[] = { "row", NULL };
  g_autoptr (MchList) list = mch_list_new (names, NULL, 1);

  for (guint i = 0; file != NULL && file->left_out[i] != NULL; i++)
    mch_list_add (list, (const char *[]){ file->left_out[i] });
  if (file != NULL && file->who != NULL && file->n_left_out > 0)
    g_printerr (_ ("%s was imported by %s, whose computer names the rejected rows.\n"), file->name,
                file->who);
  mch_list_print (list, format);
}

static void
print_gap (GPtrArray *rows, MchMilestone milestone, MchFormat format)
{
  g_autoptr (MchList) list = mch_list_new (gap_names, gap_labels, 5);

  for (guint i = 0; i < rows->len; i++)
    {
      const MchCandidate *one = rows->pdata[i];

      if (mch_milestone_is_reached (milestone, one))
        continue;
      mch_list_add (
          list, (const char *[]){
                    mch_candidate_get (one, "family_name"), mch_candidate_get (one, "given_name"),
                    mch_candidate_get (one, "division"), mch_candidate_get (one, "login"),
                    mch_slip_stage_get_label (mch_slip_stage_of (one)), one->candidature->id });
    }
  mch_list_print (list, format);
}

MchExit
mch_verb_papillons_progress (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *step = NULL;
  g_autofree char *format_name = NULL;
  g_autofree char *scope = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (MchLastFile) file = NULL;
  const GOptionEntry options[] = {
    { "missing", 0, 0, G_OPTION_ARG_STRING, &step, N_ ("List who has not reached this step"),
      "STEP" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("table, csv or json"), "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  MchMilestone milestone;
  MchFormat format;

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  milestone = mch_milestone_from_string (step);
  if (step != NULL && milestone == MCH_N_MILESTONES && strcmp (step, STEP_FILE) != 0)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("There is no step “%s”. “papillons progress” lists them."), step);
      return MCH_EXIT_USAGE;
    }
  format = mch_format_from_string (ctl->json ? "json" : format_name, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  rows = list_candidates (ctl, &scope, error);
  if (rows == NULL)
    return MCH_EXIT_FAILED;
  file = mch_last_file_load (mch_desk_get_store (ctl->desk), scope);
  if (step == NULL)
    print_counts (rows, file, format);
  else if (milestone == MCH_N_MILESTONES)
    print_left_out (file, format);
  else
    print_gap (rows, milestone, format);
  return MCH_EXIT_DONE;
}
