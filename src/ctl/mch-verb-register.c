/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl candidates add, history: one pupil registered by hand, and the versions of a
 * registration. */
#include "core/mch-person.h"
#include "core/mch-registration-choices.h"
#include "core/mch-label.h"
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "store/mch-registrations.h"
#include "store/mch-store-reference.h"
#include "sync/mch-registration-versions.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ALIKE 5

/* What is being registered. */
typedef struct
{
  MchCtl *ctl;
  const char *scope;
  const char *session;
  const MchReference *reference;
  MchRecord *person;
  MchRecord *candidature;
  gboolean is_new;
} Adding;

static gboolean
read_values (Adding *adding, char **assignments, GError **error)
{
  for (; *assignments != NULL; assignments++)
    {
      const char *equals = strchr (*assignments, '=');
      g_autofree char *name =
          equals != NULL ? g_strndup (*assignments, (gsize) (equals - *assignments)) : NULL;
      const MchField *field = name != NULL ? mch_field_find_for_candidate (name) : NULL;
      MchRecord *record =
          field != NULL && field->kind == MCH_KIND_PERSON ? adding->person : adding->candidature;
      const char *value;

      if (name == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _ ("“%s” is not FIELD=VALUE."),
                       *assignments);
          return FALSE;
        }
      if (!mch_edit_read (record, name, equals + 1, error))
        return FALSE;
      value = mch_record_get (record, name);
      if (value != NULL && field->kind == MCH_KIND_CANDIDATURE)
        {
          g_autofree char *typed = g_strdup (value);

          mch_registration_set (record, adding->reference, field, typed);
        }
    }
  return TRUE;
}

static gboolean
check_needed (const Adding *adding, GError **error)
{
  static const char *const needed[] = { "family_name", "given_name", "birth_date" };

  for (gsize i = 0; i < G_N_ELEMENTS (needed); i++)
    if (mch_record_get (adding->person, needed[i]) == NULL)
      {
        g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                     _ ("“%s” is needed to register somebody."),
                     _ (mch_field_find (MCH_KIND_PERSON, needed[i])->label));
        return FALSE;
      }
  return TRUE;
}

static gboolean
fail_known (const MchAlikeCandidate *known, GError **error)
{
  const MchCandidate *candidate = known->candidate;

  g_set_error (
      error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
      _ ("%s %s, born on %s, is registered here already (%s). Nothing was changed; if it is "
         "somebody else, add --other-person."),
      mch_candidate_get (candidate, "family_name"), mch_candidate_get (candidate, "given_name"),
      mch_candidate_get (candidate, "birth_date"), candidate->candidature->id);
  return FALSE;
}

/* Who is here for another exam stays the same person. */
static void
become_known (Adding *adding, const MchRecord *known)
{
  MchRecord *person = mch_record_copy (known);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, adding->person->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    mch_record_set (person, name, value);
  mch_record_unref (adding->person);
  adding->person = person;
  adding->is_new = FALSE;
}

static gboolean
look_around (Adding *adding, gboolean other_person, GError **error)
{
  g_autoptr (GPtrArray) found = mch_candidates_find_alike (
      mch_desk_get_store (adding->ctl->desk), adding->scope, adding->person, MAX_ALIKE, error);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      const MchAlikeCandidate *one = found->pdata[i];
      const MchRecord *candidature = one->candidate->candidature;
      gboolean here =
          g_strcmp0 (mch_record_get (candidature, "session"), adding->session) == 0
          && g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_WITHDRAWN) != 0;

      if (one->alike == MCH_RESEMBLES_SAME && !other_person)
        {
          if (here)
            return fail_known (one, error);
          become_known (adding, one->candidate->person);
          return TRUE;
        }
      /* Translators: a name, and the id of the registration. */
      g_printerr (_ ("Nearly the same is here: %s %s (%s).\n"),
                  mch_candidate_get (one->candidate, "family_name"),
                  mch_candidate_get (one->candidate, "given_name"), candidature->id);
    }
  if (other_person && found->len > 0)
    mch_record_set (adding->person, "other_person", "1");
  return TRUE;
}

static MchExit
add (MchCtl *ctl, const char *scope, const MchRecord *service, gboolean other_person,
     char **assignments, GError **error)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  g_autofree char *op = mch_desk_new_id ();
  g_autofree char *person_id = mch_desk_new_id ();
  g_autofree char *id = mch_desk_new_id ();
  g_autoptr (MchReference) reference = mch_store_dup_reference (store, service);
  g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, id);
  MchAct act = { store, scope, op, mch_desk_now_ms () };
  Adding adding = {
    ctl,         scope, service->id, reference, mch_record_new (MCH_KIND_PERSON, person_id),
    candidature, TRUE
  };
  gboolean done = read_values (&adding, assignments, error) && check_needed (&adding, error)
                  && look_around (&adding, other_person, error)
                  && mch_candidates_register (&act, adding.person, adding.is_new, candidature,
                                              service->id, error);
  MchExit status = done ? mch_ctl_send (ctl, error) : MCH_EXIT_FAILED;

  mch_record_unref (adding.person);
  if (*error != NULL)
    return status;
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", id);
      json_object_set_boolean_member (object, "new_person", adding.is_new);
      mch_output_object (object);
    }
  else
    g_print (_ ("Registered: %s\n"), id);
  return status;
}

MchExit
mch_verb_candidates_add (MchCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean other_person = FALSE;
  g_autofree char *scope = NULL;
  g_autoptr (MchRecord) service = NULL;
  const GOptionEntry options[] = {
    { "other-person", 0, 0, G_OPTION_ARG_NONE, &other_person,
      N_ ("It is somebody else than the one who looks the same"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "FIELD=VALUE…", error)
      || !mch_ctl_check_count (argc, 3, G_MAXINT, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  service = scope != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;
  return service != NULL ? add (ctl, scope, service, other_person, argv + 1, error)
                         : MCH_EXIT_FAILED;
}

static JsonObject *
version_to_json (const MchRegistrationVersion *version)
{
  JsonObject *object = json_object_new ();
  JsonArray *changes = json_array_new ();

  for (guint i = 0; i < version->lines->len; i++)
    {
      const MchHistoryLine *line = version->lines->pdata[i];
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "field", line->name);
      mch_wire_set_text (one, "before", line->before);
      mch_wire_set_text (one, "after", line->after);
      json_array_add_object_element (changes, one);
    }
  json_object_set_int_member (object, "version", version->version);
  json_object_set_int_member (object, "at_ms", version->at_ms);
  json_object_set_string_member (object, "by", version->by);
  json_object_set_array_member (object, "changes", changes);
  return object;
}

static void
print_version (const MchRegistrationVersion *version)
{
  g_autofree char *time = mch_label_dup_moment (version->at_ms);

  if (version->version > 0)
    g_print (_ ("%s, %s: version %u\n"), time, version->by, version->version);
  else
    g_print (_ ("%s, %s\n"), time, version->by);
  for (guint i = 0; i < version->lines->len; i++)
    {
      const MchHistoryLine *line = version->lines->pdata[i];
      const MchField *field = mch_field_find_for_candidate (line->name);

      g_print ("  %s%s%s → %s\n", field != NULL ? _ (field->label) : line->name, _ (": "),
               line->before != NULL ? line->before : "—", line->after != NULL ? line->after : "—");
    }
}

MchExit
mch_verb_candidates_history (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autoptr (MchCandidate) candidate = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  JsonArray *array;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "ID", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  candidate = scope != NULL ? mch_edit_find_candidate (ctl, scope, argv[1], error) : NULL;
  if (candidate == NULL)
    return MCH_EXIT_FAILED;
  versions = mch_registration_versions_fetch (ctl->desk, scope, candidate->candidature->id,
                                              candidate->person->id, NULL, error);
  if (versions == NULL)
    return MCH_EXIT_FAILED;
  array = json_array_new ();
  for (guint i = 0; i < versions->len; i++)
    if (ctl->json)
      json_array_add_object_element (array, version_to_json (versions->pdata[i]));
    else
      print_version (versions->pdata[i]);
  if (ctl->json)
    mch_output_array (array);
  else
    json_array_unref (array);
  return MCH_EXIT_DONE;
}
