/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl candidates list, fields, set, set-all, withdraw. */
#include "core/mch-person.h"
#include "core/mch-registration-choices.h"
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "store/mch-registrations.h"
#include "store/mch-store-reference.h"

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
    if (mch_field_is_of_candidate (&fields[i]) && !mch_field_is_health (&fields[i])
        && !is_listed (names, fields[i].name))
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
    if (mch_field_is_of_candidate (&fields[i]))
      mch_list_add (list, (const char *[]){ fields[i].name, _ (fields[i].label),
                                            fields[i].editable ? "1" : NULL,
                                            fields[i].needed ? "1" : NULL });
  mch_list_print (list, format);
  return MCH_EXIT_DONE;
}

static void
add_change (GPtrArray *changes, MchChange *change)
{
  if (change != NULL)
    g_ptr_array_add (changes, change);
}

/* What the reference knows is written as it calls it. */
static void
use_words_of_exam (MchRecord *candidature, const MchReference *reference, const char *name)
{
  g_autofree char *value = g_strdup (mch_record_get (candidature, name));

  mch_registration_set (candidature, reference, mch_field_find (MCH_KIND_CANDIDATURE, name), value);
}

static MchExit
set_fields (MchCtl *ctl, const char *scope, const MchCandidate *candidate, char **assignments,
            GError **error)
{
  g_autoptr (MchRecord) person = mch_record_copy (candidate->person);
  g_autoptr (MchRecord) candidature = mch_record_copy (candidate->candidature);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (MchRecord) service = NULL;
  g_autoptr (MchReference) reference = NULL;

  service = mch_store_dup_record (mch_desk_get_store (ctl->desk), scope, MCH_KIND_SERVICE,
                                  mch_record_get (candidate->candidature, "session"));
  if (service != NULL)
    reference = mch_store_dup_reference (mch_desk_get_store (ctl->desk), service);
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
      if (!of_person && mch_record_get (candidature, name) != NULL)
        use_words_of_exam (candidature, reference, name);
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
  candidate = scope != NULL ? mch_edit_find_candidate (ctl, scope, argv[1], error) : NULL;
  if (candidate == NULL)
    return MCH_EXIT_FAILED;
  status = set_fields (ctl, scope, candidate, argv + 2, error);
  if (*error == NULL)
    print_count (ctl, "changed", 1, _ ("Changed."));
  return status;
}

/* Those whom @argv names; NULL when one of them is not here. (transfer full) */
static GPtrArray *
find_all (MchCtl *ctl, const char *scope, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);

  for (int i = 1; i < argc; i++)
    {
      MchCandidate *candidate = mch_edit_find_candidate (ctl, scope, argv[i], error);

      if (candidate == NULL)
        return NULL;
      g_ptr_array_add (found, candidate);
    }
  return g_steal_pointer (&found);
}

static gboolean
check_date (const char *date, GError **error)
{
  g_autoptr (MchRecord) scratch = mch_record_new (MCH_KIND_CANDIDATURE, "");

  return date == NULL || mch_edit_read (scratch, "withdrawn_on", date, error);
}

MchExit
mch_verb_candidates_withdraw (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *date = NULL;
  g_autofree char *op = mch_desk_new_id ();
  g_autoptr (GPtrArray) candidates = NULL;
  guint n;
  MchAct act = { 0 };
  MchExit status;
  const GOptionEntry options[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why"), "TEXT" },
    { "date", 0, 0, G_OPTION_ARG_STRING, &date, N_ ("Since when"), "YYYY-MM-DD" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "ID…", error)
      || !mch_ctl_check_count (argc, 1, G_MAXINT, error) || !check_date (date, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  candidates = scope != NULL ? find_all (ctl, scope, argc, argv, error) : NULL;
  if (candidates == NULL)
    return MCH_EXIT_FAILED;
  act = (MchAct){ mch_desk_get_store (ctl->desk), scope, op, mch_desk_now_ms () };
  if (!mch_candidates_withdraw (&act, candidates, reason, date, &n, error))
    return MCH_EXIT_FAILED;
  status = mch_ctl_send (ctl, error);
  sentence = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u candidate withdrawn.", "%u candidates withdrawn.", n), n);
  if (*error == NULL)
    print_count (ctl, "withdrawn", n, sentence);
  return status;
}

/* "FIELD=VALUE" as a field and its canonical value. (transfer full) */
static char *
read_assignment (const char *text, const MchField **ret_field, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals != NULL ? g_strndup (text, (gsize) (equals - text)) : NULL;
  const MchField *field = name != NULL ? mch_field_find_for_candidate (name) : NULL;
  g_autoptr (MchRecord) scratch = NULL;
  const char *value;

  if (name == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("“%s” is not FIELD=VALUE."),
                   text);
      return NULL;
    }
  scratch = mch_record_new (field != NULL ? field->kind : MCH_KIND_CANDIDATURE, "");
  if (!mch_edit_read (scratch, name, equals + 1, error))
    return NULL;
  *ret_field = field;
  value = mch_record_get (scratch, name);
  return g_strdup (value != NULL ? value : "");
}

static MchExit
set_all (MchCtl *ctl, const char *scope, MchCandidateFilter *filter, const char *assignment,
         GError **error)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  const MchField *field = NULL;
  g_autofree char *value = read_assignment (assignment, &field, error);
  g_autofree char *op = mch_desk_new_id ();
  g_autofree char *sentence = NULL;
  g_autoptr (MchRecord) service = value != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;
  g_autoptr (MchReference) reference = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  MchAct act = { store, scope, op, mch_desk_now_ms () };
  MchExit status;
  guint n;

  if (service == NULL)
    return MCH_EXIT_FAILED;
  filter->scope = scope;
  filter->session = service->id;
  reference = mch_store_dup_reference (store, service);
  rows = mch_store_query_candidates (store, filter, 0, G_MAXUINT, NULL, error);
  if (rows == NULL || !mch_candidates_set_column (&act, reference, rows, field, value, &n, error))
    return MCH_EXIT_FAILED;
  status = mch_ctl_send (ctl, error);
  sentence = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u candidate changed.", "%u candidates changed.", n), n);
  if (*error == NULL)
    print_count (ctl, "changed", n, sentence);
  return status;
}

MchExit
mch_verb_candidates_set_all (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *state = NULL;
  g_autofree char *division = NULL;
  g_autofree char *search = NULL;
  g_autofree char *only = NULL;
  g_autofree char *scope = NULL;
  g_auto (GStrv) ids = NULL;
  MchCandidateFilter filter = { 0 };
  const GOptionEntry options[] = {
    { "state", 0, 0, G_OPTION_ARG_STRING, &state, N_ ("Only those in this state"), "STATE" },
    { "division", 0, 0, G_OPTION_ARG_STRING, &division, N_ ("Only those of this division"),
      "DIVISION" },
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, N_ ("Only those with these words"), "WORDS" },
    { "only", 0, 0, G_OPTION_ARG_STRING, &only, N_ ("Only these candidates"), "ID,…" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "FIELD=VALUE", error)
      || !mch_ctl_check_count (argc, 1, 1, error)
      || (state != NULL && !mch_edit_read_state (state, &filter.state, error)))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  ids = only != NULL ? g_strsplit (only, ",", -1) : NULL;
  filter.ids = (const char *const *) ids;
  filter.division = division;
  filter.search = search;
  return set_all (ctl, scope, &filter, argv[1], error);
}
