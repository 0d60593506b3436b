/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl candidates show: a registration as its form has it, tab by tab. steps: the procedure
 * with the state of each step. */
#include "core/mch-registration-form.h"
#include "core/mch-registration.h"
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "store/mch-registrations.h"
#include "store/mch-store-reference.h"
#include "sync/mch-engine.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static JsonObject *
field_to_json (const MchFormField *field)
{
  JsonObject *object = json_object_new ();
  JsonArray *choices = json_array_new ();

  json_object_set_string_member (object, "name", field->field->name);
  json_object_set_string_member (object, "label", _ (field->field->label));
  mch_wire_set_text (object, "value", field->value);
  json_object_set_boolean_member (object, "needed", field->needed);
  json_object_set_boolean_member (object, "editable", field->editable);
  for (guint i = 0; field->choices != NULL && i < field->choices->len; i++)
    json_array_add_string_element (choices, ((MchChoice *) field->choices->pdata[i])->value);
  json_object_set_array_member (object, "choices", choices);
  return object;
}

static JsonObject *
tab_to_json (const MchFormTab *tab)
{
  JsonObject *object = json_object_new ();
  JsonArray *fields = json_array_new ();

  for (guint i = 0; i < tab->fields->len; i++)
    json_array_add_object_element (fields, field_to_json (tab->fields->pdata[i]));
  json_object_set_string_member (object, "tab", mch_form_tab_to_string (tab->id));
  json_object_set_string_member (object, "title", tab->title);
  mch_wire_set_text (object, "intro", tab->intro);
  json_object_set_boolean_member (object, "saves", tab->saves);
  json_object_set_int_member (object, "blockers", tab->n_blockers);
  json_object_set_array_member (object, "fields", fields);
  return object;
}

static JsonObject *
test_to_json (const MchTest *test)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", test->code);
  json_object_set_string_member (object, "label", test->label);
  json_object_set_string_member (object, "position", mch_test_position_to_string (test->position));
  mch_wire_set_text (object, "parent", test->parent);
  mch_wire_set_text (object, "option", test->option);
  mch_wire_set_text (object, "mode", test->mode);
  mch_wire_set_text (object, "mark", test->mark);
  json_object_set_boolean_member (object, "optional", test->optional);
  return object;
}

static JsonObject *
blocker_to_json (const MchFault *fault)
{
  JsonObject *object = json_object_new ();
  g_autofree char *message = mch_fault_dup_message (fault);

  json_object_set_string_member (object, "field", fault->field->name);
  json_object_set_string_member (object, "code", mch_fault_code_to_string (fault->code));
  json_object_set_string_member (object, "message", message);
  return object;
}

static void
print_form_json (const MchCandidate *candidate, const MchRegistrationForm *form)
{
  JsonObject *object = json_object_new ();
  JsonArray *tabs = json_array_new (), *tests = json_array_new (), *blockers = json_array_new ();
  JsonArray *documents = json_array_new ();

  for (guint i = 0; i < form->tabs->len; i++)
    json_array_add_object_element (tabs, tab_to_json (form->tabs->pdata[i]));
  for (guint i = 0; i < form->tests->len; i++)
    json_array_add_object_element (tests, test_to_json (form->tests->pdata[i]));
  for (guint i = 0; i < form->blockers->len; i++)
    json_array_add_object_element (blockers,
                                   blocker_to_json (&g_array_index (form->blockers, MchFault, i)));
  for (guint i = 0; i < form->documents->len; i++)
    json_array_add_string_element (documents,
                                   mch_ref_item_get (form->documents->pdata[i], "label"));
  json_object_set_string_member (object, "id", candidate->candidature->id);
  mch_wire_set_text (object, "state", mch_record_get (candidate->candidature, "state"));
  mch_wire_set_text (object, "candidate_number",
                     mch_record_get (candidate->person, "candidate_number"));
  mch_wire_set_text (object, "registration", form->number);
  json_object_set_array_member (object, "tabs", tabs);
  json_object_set_array_member (object, "tests", tests);
  json_object_set_array_member (object, "blockers", blockers);
  json_object_set_array_member (object, "documents", documents);
  mch_output_object (object);
}

static void
print_tests (const MchRegistrationForm *form)
{
  for (guint i = 0; i < form->tests->len; i++)
    {
      const MchTest *test = form->tests->pdata[i];
      g_autofree char *title = mch_test_dup_title (test);

      g_print ("  %s%s%s%s%s\n", title, _ (": "), mch_test_position_get_label (test->position),
               test->mode != NULL ? ", " : "", test->mode != NULL ? test->mode : "");
    }
}

static void
print_form (const MchRegistrationForm *form)
{
  for (guint i = 0; i < form->tabs->len; i++)
    {
      const MchFormTab *tab = form->tabs->pdata[i];

      g_print ("%s\n", tab->title);
      for (guint j = 0; j < tab->fields->len; j++)
        {
          const MchFormField *field = tab->fields->pdata[j];

          if (field->value != NULL || field->needed)
            g_print ("  %s%s%s\n", _ (field->field->label), _ (": "),
                     field->value != NULL ? field->value : "—");
        }
      if (tab->id == MCH_TAB_TESTS)
        print_tests (form);
    }
  for (guint i = 0; i < form->blockers->len; i++)
    {
      const MchFault *fault = &g_array_index (form->blockers, MchFault, i);
      g_autofree char *message = mch_fault_dup_message (fault);

      g_print (_ ("To finish: %s: %s\n"), mch_fault_get_label (fault), message);
    }
}

/* Who looks at what tells something about health is written down, now or with the next sync. */
static gboolean
note_look (MchCtl *ctl, const char *scope, const MchCandidate *candidate, GError **error)
{
  g_autofree char *op = mch_desk_new_id ();
  MchAct act = { mch_desk_get_store (ctl->desk), scope, op, mch_desk_now_ms () };
  MchClient *client = mch_desk_get_client (ctl->desk, NULL);

  if (!mch_candidate_tells_health (candidate))
    return TRUE;
  if (!mch_candidates_note_health (&act, candidate, error))
    return FALSE;
  if (client != NULL)
    {
      mch_client_set_patience (client, 0);
      mch_engine_sync (ctl->desk, NULL, NULL, NULL);
    }
  return TRUE;
}

MchExit
mch_verb_candidates_show (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autofree char *today = NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (MchCandidate) candidate = NULL;
  g_autoptr (MchRecord) service = NULL;
  g_autoptr (MchReference) reference = NULL;
  g_autoptr (MchRegistrationForm) form = NULL;
  MchStore *store;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "ID", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  candidate = scope != NULL ? mch_edit_find_candidate (ctl, scope, argv[1], error) : NULL;
  if (candidate == NULL || !note_look (ctl, scope, candidate, error))
    return MCH_EXIT_FAILED;
  store = mch_desk_get_store (ctl->desk);
  service = mch_store_dup_record (store, scope, MCH_KIND_SERVICE,
                                  mch_record_get (candidate->candidature, "session"));
  if (service == NULL)
    service = mch_record_new (MCH_KIND_SERVICE, mch_record_get (candidate->candidature, "session"));
  reference = mch_store_dup_reference (store, service);
  today = g_date_time_format (now, "%Y-%m-%d");
  form = mch_registration_form_new (reference, service, candidate->person, candidate->candidature,
                                    today);
  if (ctl->json)
    print_form_json (candidate, form);
  else
    print_form (form);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_steps (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = { "step", "state", "left", "until", "title", "detail", NULL };
  static const char *const labels[] = { N_ ("Step"),  N_ ("State"),  N_ ("Left"), N_ ("Until"),
                                        N_ ("Title"), N_ ("Detail"), NULL };
  g_autofree char *scope = NULL;
  g_autoptr (MchRecord) service = NULL;
  g_autoptr (MchRegistrations) registrations = NULL;
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (MchList) list = mch_list_new (names, labels, 6);
  MchHomeFacts facts;
  MchStore *store;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  service = scope != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;
  if (service == NULL)
    return MCH_EXIT_FAILED;
  store = mch_desk_get_store (ctl->desk);
  registrations = mch_registrations_new (store, scope, service, NULL, error);
  if (registrations == NULL
      || !mch_registrations_gather_home (registrations, store, mch_desk_now_ms (), &facts, error))
    return MCH_EXIT_FAILED;
  steps = mch_home_steps_new (&facts);
  for (guint i = 0; i < steps->len; i++)
    {
      const MchHomeStep *step = steps->pdata[i];
      g_autofree char *left = g_strdup_printf ("%u", step->n_left);

      mch_list_add (list, (const char *[]){ mch_home_step_to_string (step->id),
                                            mch_step_state_to_string (step->state), left,
                                            step->until, step->title, step->detail });
    }
  mch_list_print (list, ctl->json ? MCH_FORMAT_JSON : MCH_FORMAT_TABLE);
  return MCH_EXIT_DONE;
}
