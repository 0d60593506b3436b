/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl candidates list, fields, set, withdraw; finalise. */
#include "core/mch-person.h"
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "store/mch-candidates.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a list shows first, in this order; the other fields follow in JSON and CSV. */
static const char *const first_names[] = { "family_name", "given_name", "birth_date", "division",
                                           "state",       "login",      "ine",        NULL };
static const char *const own_names[] = { "id",      "person",  "session", "account_state",
                                         "edition", "pending", NULL };

static gboolean
is_listed (GPtrArray *names, const char *name)
{
  for (guint i = 0; i < names->len; i++)
    if (strcmp (names->pdata[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* Every column once: borrowed names, and labels for those that are fields. */
static void
collect_columns (GPtrArray *names, GPtrArray *labels)
{
  guint n;
  const MchField *fields = mch_field_table (&n);

  for (guint i = 0; first_names[i] != NULL; i++)
    {
      const MchField *field = mch_field_find_for_candidate (first_names[i]);

      g_ptr_array_add (names, (gpointer) first_names[i]);
      g_ptr_array_add (labels, (gpointer) (field != NULL ? field->label : N_ ("Login")));
    }
  for (guint i = 0; own_names[i] != NULL; i++)
    {
      g_ptr_array_add (names, (gpointer) own_names[i]);
      g_ptr_array_add (labels, (gpointer) own_names[i]);
    }
  for (guint i = 0; i < n; i++)
    if (fields[i].kind != MCH_KIND_ESTABLISHMENT && !is_listed (names, fields[i].name))
      {
        g_ptr_array_add (names, (gpointer) fields[i].name);
        g_ptr_array_add (labels, (gpointer) fields[i].label);
      }
  g_ptr_array_add (names, NULL);
  g_ptr_array_add (labels, NULL);
}

static const char *
value_of (const MchCandidate *candidate, const char *name)
{
  if (strcmp (name, "id") == 0)
    return candidate->candidature->id;
  if (strcmp (name, "person") == 0)
    return candidate->person->id;
  if (strcmp (name, "pending") == 0)
    return candidate->pending == MCH_PENDING_NONE
               ? NULL
               : (candidate->pending == MCH_PENDING_SENDING ? "sending" : "refused");
  return mch_candidate_get (candidate, name);
}

/* A state in the words of the procedure. */
static const char *
state_label (const char *state)
{
  if (g_strcmp0 (state, MCH_STATE_REGISTERED) == 0)
    return _ ("Registered");
  if (g_strcmp0 (state, MCH_STATE_PRE_REGISTERED) == 0)
    return _ ("Pre-registered");
  if (g_strcmp0 (state, MCH_STATE_WITHDRAWN) == 0)
    return _ ("Withdrawn");
  return state;
}

static void
print_candidates (GPtrArray *rows, MchFormat format)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (MchList) list = NULL;
  g_autofree const char **values = NULL;

  collect_columns (names, labels);
  list = mch_list_new ((const char *const *) names->pdata, (const char *const *) labels->pdata, 7);
  values = g_new0 (const char *, names->len);
  for (guint i = 0; i < rows->len; i++)
    {
      for (guint c = 0; c + 1 < names->len; c++)
        {
          values[c] = value_of (rows->pdata[i], names->pdata[c]);
          if (format == MCH_FORMAT_TABLE && strcmp (names->pdata[c], "state") == 0)
            values[c] = state_label (values[c]);
        }
      mch_list_add (list, values);
    }
  mch_list_print (list, format);
}

MchExit
mch_verb_candidates_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *state = NULL;
  g_autofree char *division = NULL;
  g_autofree char *search = NULL;
  g_autofree char *format_name = NULL;
  g_autofree char *scope = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const GOptionEntry options[] = {
    { "state", 0, 0, G_OPTION_ARG_STRING, &state, N_ ("Only those in this state"), "STATE" },
    { "division", 0, 0, G_OPTION_ARG_STRING, &division, N_ ("Only those of this division"),
      "DIVISION" },
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, N_ ("Only those with these words"), "WORDS" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("table, csv or json"), "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  MchCandidateFilter filter = { 0 };
  MchFormat format;

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  format = mch_format_from_string (ctl->json ? "json" : format_name, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  if (state != NULL && !mch_edit_read_state (state, &filter.state, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  filter.scope = scope;
  filter.session = ctl->session;
  filter.division = division;
  filter.search = search;
  rows = mch_store_query_candidates (mch_desk_get_store (ctl->desk), &filter, 0, G_MAXUINT, NULL,
                                     error);
  if (rows == NULL)
    return MCH_EXIT_FAILED;
  print_candidates (rows, format);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_candidates_fields (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = { "name", "label", "editable", "needed", NULL };
  static const char *const labels[] = { N_ ("Field"), N_ ("Meaning"), N_ ("Editable"),
                                        N_ ("Needed"), NULL };
  g_autoptr (MchList) list = mch_list_new (names, labels, 4);
  g_autofree char *format_name = NULL;
  const GOptionEntry options[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_name, N_ ("table, csv or json"), "FORMAT" },
    G_OPTION_ENTRY_NULL,
  };
  guint n;
  const MchField *fields = mch_field_table (&n);
  MchFormat format;

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  format = mch_format_from_string (ctl->json ? "json" : format_name, error);
  if (format == MCH_FORMAT_INVALID)
    return MCH_EXIT_USAGE;
  for (guint i = 0; i < n; i++)
    if (fields[i].kind != MCH_KIND_ESTABLISHMENT)
      mch_list_add (list, (const char *[]){ fields[i].name, _ (fields[i].label),
                                            fields[i].editable ? "1" : NULL,
                                            fields[i].needed ? "1" : NULL });
  mch_list_print (list, format);
  return MCH_EXIT_DONE;
}

/* One candidate by the id of the candidature or of the person. */
static MchCandidate *
find_candidate (MchCtl *ctl, const char *scope, const char *id, GError **error)
{
  const char *const ids[] = { id, NULL };
  MchCandidateFilter filter = { .scope = scope, .session = ctl->session, .ids = ids };
  g_autoptr (GPtrArray) rows = mch_store_query_candidates (mch_desk_get_store (ctl->desk), &filter,
                                                           0, G_MAXUINT, NULL, error);

  if (rows == NULL)
    return NULL;
  if (rows->len != 1)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   rows->len == 0 ? _ ("There is no candidate %s here; see “candidates list”.")
                                  : _ ("%s has several candidatures: say which with --session."),
                   id);
      return NULL;
    }
  return g_ptr_array_steal_index (rows, 0);
}

static void
add_change (GPtrArray *changes, MchChange *change)
{
  if (change != NULL)
    g_ptr_array_add (changes, change);
}

static MchExit
set_fields (MchCtl *ctl, const char *scope, const MchCandidate *candidate, char **assignments,
            GError **error)
{
  g_autoptr (MchRecord) person = mch_record_copy (candidate->person);
  g_autoptr (MchRecord) candidature = mch_record_copy (candidate->candidature);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);

  for (; *assignments != NULL; assignments++)
    {
      const char *equals = strchr (*assignments, '=');
      g_autofree char *name =
          equals != NULL ? g_strndup (*assignments, (gsize) (equals - *assignments)) : NULL;
      gboolean of_person = name != NULL && mch_field_find (MCH_KIND_PERSON, name) != NULL;

      if (name == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("“%s” is not FIELD=VALUE."),
                       *assignments);
          return MCH_EXIT_USAGE;
        }
      if (!mch_edit_read (of_person ? person : candidature, name, equals + 1, error))
        return MCH_EXIT_FAILED;
      mch_person_note_corrected (person, name);
    }
  add_change (changes, mch_change_new_diff (candidate->person, person));
  add_change (changes, mch_change_new_diff (candidate->candidature, candidature));
  return mch_edit_send (ctl, scope, "edit", NULL, changes, error);
}

static void
print_count (MchCtl *ctl, const char *name, guint n, const char *sentence)
{
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, name, n);
      mch_output_object (object);
    }
  else
    g_print ("%s\n", sentence);
}

MchExit
mch_verb_candidates_set (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autoptr (MchCandidate) candidate = NULL;
  MchExit status;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "ID FIELD=VALUE…", error)
      || !mch_ctl_check_count (argc, 2, G_MAXINT, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  candidate = scope != NULL ? find_candidate (ctl, scope, argv[1], error) : NULL;
  if (candidate == NULL)
    return MCH_EXIT_FAILED;
  status = set_fields (ctl, scope, candidate, argv + 2, error);
  if (*error == NULL)
    print_count (ctl, "changed", 1, _ ("Changed."));
  return status;
}

static MchChange *
new_state_change (const MchRecord *candidature, const char *state)
{
  MchChange *change =
      mch_change_new_update (MCH_KIND_CANDIDATURE, candidature->id, candidature->version);

  mch_change_set (change, "state", mch_record_get (candidature, "state"), state);
  return change;
}

MchExit
mch_verb_candidates_withdraw (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autofree char *sentence = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  MchExit status;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "ID…", error)
      || !mch_ctl_check_count (argc, 1, G_MAXINT, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (MchCandidate) candidate = find_candidate (ctl, scope, argv[i], error);

      if (candidate == NULL)
        return MCH_EXIT_FAILED;
      if (g_strcmp0 (mch_record_get (candidate->candidature, "state"), MCH_STATE_WITHDRAWN) != 0)
        g_ptr_array_add (changes, new_state_change (candidate->candidature, MCH_STATE_WITHDRAWN));
    }
  status = mch_edit_send (ctl, scope, "edit", NULL, changes, error);
  sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u candidate withdrawn.",
                                           "%u candidates withdrawn.", changes->len),
                              changes->len);
  if (*error == NULL)
    print_count (ctl, "withdrawn", changes->len, sentence);
  return status;
}

/* What stands against finalising @candidate, in words; NULL when nothing does. */
static char *
dup_blockers (const MchCandidate *candidate)
{
  g_autoptr (GArray) faults = mch_candidature_blockers (candidate->person, candidate->candidature);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < faults->len; i++)
    {
      const MchFault *fault = &g_array_index (faults, MchFault, i);
      g_autofree char *message = mch_fault_dup_message (fault);
      const char *label = mch_fault_get_label (fault);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? " " : "", label != NULL ? label : "",
                              label != NULL ? _ (": ") : "", message);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static JsonObject *
blocked_to_json (const MchCandidate *candidate, const char *blockers)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", candidate->candidature->id);
  json_object_set_string_member (object, "message", blockers);
  return object;
}

/* Sorts @rows into changes and the list of those that something stands against. */
static void
sort_out (MchCtl *ctl, GPtrArray *rows, GPtrArray *changes, JsonArray *blocked)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];
      g_autofree char *blockers = NULL;

      if (g_strcmp0 (mch_record_get (candidate->candidature, "state"), MCH_STATE_PRE_REGISTERED)
          != 0)
        continue;
      blockers = dup_blockers (candidate);
      if (blockers == NULL)
        g_ptr_array_add (changes, new_state_change (candidate->candidature, MCH_STATE_REGISTERED));
      else
        {
          json_array_add_object_element (blocked, blocked_to_json (candidate, blockers));
          if (!ctl->json)
            g_printerr ("%s %s%s%s\n", mch_candidate_get (candidate, "family_name"),
                        mch_candidate_get (candidate, "given_name"), _ (": "), blockers);
        }
    }
}

static void
print_finalised (MchCtl *ctl, guint n, JsonArray *blocked)
{
  g_autofree char *sentence = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u registration finalised.", "%u registrations finalised.", n),
      n);

  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "finalised", n);
      json_object_set_array_member (object, "blocked", json_array_ref (blocked));
      mch_output_object (object);
    }
  else
    g_print ("%s\n", sentence);
}

MchExit
mch_verb_finalise (MchCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean all_ready = FALSE;
  g_autofree char *scope = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (JsonArray) blocked = json_array_new ();
  MchCandidateFilter filter = { 0 };
  MchExit status;
  const GOptionEntry options[] = {
    { "all-ready", 0, 0, G_OPTION_ARG_NONE, &all_ready,
      N_ ("Everybody whom nothing stands against"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "[ID…]", error)
      || !mch_ctl_check_count (argc, all_ready ? 0 : 1, all_ready ? 0 : G_MAXINT, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  filter.scope = scope;
  filter.session = ctl->session;
  filter.ids = all_ready ? NULL : (const char *const *) argv + 1;
  rows = mch_store_query_candidates (mch_desk_get_store (ctl->desk), &filter, 0, G_MAXUINT, NULL,
                                     error);
  if (rows == NULL)
    return MCH_EXIT_FAILED;

  sort_out (ctl, rows, changes, blocked);
  status = mch_edit_send (ctl, scope, "edit", NULL, changes, error);
  if (*error == NULL)
    print_finalised (ctl, changes->len, blocked);
  if (json_array_get_length (blocked) > 0 && !all_ready)
    status = mch_exit_worse (status, MCH_EXIT_REJECTED);
  return status;
}
