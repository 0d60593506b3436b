/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl finalise; blockers list, fix: what stands against finalising, one answer for many, and
 * the finalising of those who are ready. */
#include "core/mch-registration.h"
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "store/mch-registrations.h"
#include "store/mch-store-reference.h"
#include "sync/mch-engine.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What stands against finalising, in words; NULL when nothing does. */
static char *
dup_blockers (const GArray *faults)
{
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

static MchChange *
new_finalising (const MchRecord *candidature)
{
  MchChange *change =
      mch_change_new_update (MCH_KIND_CANDIDATURE, candidature->id, candidature->version);

  mch_change_set (change, "state", mch_record_get (candidature, "state"), MCH_STATE_REGISTERED);
  return change;
}

/* The reference of each session, read once. (transfer none) (nullable) */
static const MchReference *
find_reference (MchStore *store, GHashTable *references, const MchCandidate *candidate)
{
  const char *session = mch_record_get (candidate->candidature, "session");
  g_autoptr (MchRecord) service = NULL;
  MchReference *reference;

  if (session == NULL
      || g_hash_table_lookup_extended (references, session, NULL, (gpointer *) &reference))
    return session != NULL ? reference : NULL;
  service = mch_store_dup_record (store, candidate->scope, MCH_KIND_SERVICE, session);
  reference = service != NULL ? mch_store_dup_reference (store, service) : NULL;
  g_hash_table_insert (references, g_strdup (session), reference);
  return reference;
}

static void
unref_if_any (gpointer reference)
{
  if (reference != NULL)
    mch_reference_unref (reference);
}

/* Sorts @rows into changes and the list of those that something stands against. */
static void
sort_out (MchCtl *ctl, GPtrArray *rows, GPtrArray *changes, JsonArray *blocked)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  g_autoptr (GHashTable) references =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_if_any);

  for (guint i = 0; i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];
      g_autoptr (GArray) faults = NULL;
      g_autofree char *blockers = NULL;

      if (g_strcmp0 (mch_record_get (candidate->candidature, "state"), MCH_STATE_PRE_REGISTERED)
          != 0)
        continue;
      faults = mch_registration_blockers (find_reference (store, references, candidate),
                                          candidate->person, candidate->candidature);
      blockers = dup_blockers (faults);
      if (blockers == NULL)
        {
          g_ptr_array_add (changes, new_finalising (candidate->candidature));
          continue;
        }
      json_array_add_object_element (blocked, blocked_to_json (candidate, blockers));
      if (!ctl->json)
        g_printerr ("%s %s%s%s\n", mch_candidate_get (candidate, "family_name"),
                    mch_candidate_get (candidate, "given_name"), _ (": "), blockers);
    }
}

/* Those whom the server has taken, or will be asked about. */
static guint
count_finalised (MchCtl *ctl, const char *scope, GPtrArray *changes)
{
  guint n = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      const MchChange *change = changes->pdata[i];
      g_autoptr (MchRecord) candidature = mch_store_dup_record (
          mch_desk_get_store (ctl->desk), scope, MCH_KIND_CANDIDATURE, change->id);

      n += candidature != NULL
           && g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_REGISTERED) == 0;
    }
  return n;
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
    print_finalised (ctl, count_finalised (ctl, scope, changes), blocked);
  if (json_array_get_length (blocked) > 0 && !all_ready)
    status = mch_exit_worse (status, MCH_EXIT_REJECTED);
  return status;
}

/* "Anglais, Allemand…": what the fix of a group may be; NULL when it is typed. (transfer full) */
static char *
dup_choices (const MchRegistrations *registrations, const MchBlockerGroup *group)
{
  guint first = g_array_index (group->members, guint, 0);
  g_autoptr (GPtrArray) choices = mch_blocker_group_dup_choices (
      group, registrations->reference,
      ((MchCandidate *) registrations->candidates->pdata[first])->candidature);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; choices != NULL && i < choices->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ((MchChoice *) choices->pdata[i])->label);
  return choices != NULL ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static JsonObject *
group_to_json (const MchRegistrations *registrations, const MchBlockerGroup *group)
{
  static const char *const fixes[] = {
    [MCH_BLOCKER_FIX_NONE] = "none",
    [MCH_BLOCKER_FIX_VALUE] = "value",
    [MCH_BLOCKER_FIX_OPTION] = "option",
  };
  JsonObject *object = json_object_new ();
  JsonArray *ids = json_array_new ();
  JsonArray *list = json_array_new ();
  guint first = g_array_index (group->members, guint, 0);
  g_autoptr (GPtrArray) choices = mch_blocker_group_dup_choices (
      group, registrations->reference,
      ((MchCandidate *) registrations->candidates->pdata[first])->candidature);

  for (guint i = 0; i < group->members->len; i++)
    json_array_add_string_element (ids, ((MchCandidate *) registrations->candidates
                                             ->pdata[g_array_index (group->members, guint, i)])
                                            ->candidature->id);
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    json_array_add_string_element (list, ((MchChoice *) choices->pdata[i])->value);
  json_object_set_string_member (object, "key", group->key);
  json_object_set_string_member (object, "sentence", group->sentence);
  json_object_set_int_member (object, "count", group->members->len);
  json_object_set_string_member (object, "field", group->field->name);
  json_object_set_string_member (object, "fix", fixes[group->fix]);
  json_object_set_array_member (object, "choices", list);
  json_object_set_array_member (object, "ids", ids);
  return object;
}

static void
print_groups (MchCtl *ctl, const MchRegistrations *registrations)
{
  JsonObject *object;
  JsonArray *groups;

  if (!ctl->json)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u registration ready to be finalised.\n",
                            "%u registrations ready to be finalised.\n", registrations->n_ready),
               registrations->n_ready);
      for (guint i = 0; i < registrations->groups->len; i++)
        {
          const MchBlockerGroup *group = registrations->groups->pdata[i];
          g_autofree char *choices = dup_choices (registrations, group);

          g_print ("%s\n    %s\n", group->sentence, group->key);
          if (choices != NULL)
            g_print ("    %s\n", choices);
        }
      return;
    }
  object = json_object_new ();
  groups = json_array_new ();
  for (guint i = 0; i < registrations->groups->len; i++)
    json_array_add_object_element (groups,
                                   group_to_json (registrations, registrations->groups->pdata[i]));
  json_object_set_int_member (object, "pre_registered", registrations->candidates->len);
  json_object_set_int_member (object, "ready", registrations->n_ready);
  json_object_set_array_member (object, "groups", groups);
  mch_output_object (object);
}

static MchRegistrations *
open_registrations (MchCtl *ctl, GError **error)
{
  g_autofree char *scope = mch_ctl_open_scope (ctl, error);
  g_autoptr (MchRecord) service = scope != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;

  return service != NULL
             ? mch_registrations_new (mch_desk_get_store (ctl->desk), scope, service, NULL, error)
             : NULL;
}

MchExit
mch_verb_blockers_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (MchRegistrations) registrations = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  registrations = open_registrations (ctl, error);
  if (registrations == NULL)
    return MCH_EXIT_FAILED;
  print_groups (ctl, registrations);
  return MCH_EXIT_DONE;
}

static MchExit
fail_useless (const MchRegistrations *registrations, const MchBlockerGroup *group,
              const char *value, GError **error)
{
  g_autofree char *choices = dup_choices (registrations, group);

  if (choices != NULL)
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                 _ ("“%s” mends nobody of this group. Write one of: %s."), value, choices);
  else
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                 _ ("“%s” mends nobody of this group: it is no answer here, or each has his own."),
                 value);
  return MCH_EXIT_FAILED;
}

static MchExit
fix (MchCtl *ctl, const MchRegistrations *registrations, const char *key, const char *value,
     GError **error)
{
  const MchBlockerGroup *group = mch_blocker_groups_find (registrations->groups, key);
  g_autofree char *op = mch_desk_new_id ();
  MchAct act = { mch_desk_get_store (ctl->desk), registrations->scope, op, mch_desk_now_ms () };
  guint n;
  MchExit status;

  if (group == NULL)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("There is no group “%s”; see “blockers list”."), key);
      return MCH_EXIT_FAILED;
    }
  if (!mch_registrations_fix (registrations, &act, group, value, &n, error))
    return MCH_EXIT_FAILED;
  if (n == 0)
    return fail_useless (registrations, group, value, error);
  status = mch_ctl_send (ctl, error);
  if (*error != NULL)
    return status;
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "fixed", n);
      json_object_set_int_member (object, "left", group->members->len - n);
      mch_output_object (object);
    }
  else
    g_print (
        g_dngettext (GETTEXT_PACKAGE, "%u candidate changed.\n", "%u candidates changed.\n", n), n);
  return n < group->members->len ? mch_exit_worse (status, MCH_EXIT_REJECTED) : status;
}

MchExit
mch_verb_blockers_fix (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (MchRegistrations) registrations = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "KEY VALUE", error)
      || !mch_ctl_check_count (argc, 2, 2, error))
    return MCH_EXIT_USAGE;
  registrations = open_registrations (ctl, error);
  return registrations != NULL ? fix (ctl, registrations, argv[1], argv[2], error)
                               : MCH_EXIT_FAILED;
}
