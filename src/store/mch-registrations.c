/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-registrations.h"

#include <string.h>

#include "core/mch-person.h"
#include "core/mch-registration-choices.h"
#include "core/mch-registration.h"
#include "store/mch-outbox.h"
#include "store/mch-store-reference.h"

#define MAX_ALIKE 500 /* of one name that are looked at */

static void
look_at_each (MchRegistrations *registrations)
{
  for (guint i = 0; i < registrations->candidates->len; i++)
    {
      const MchCandidate *candidate = registrations->candidates->pdata[i];
      GArray *faults = mch_registration_blockers (registrations->reference, candidate->person,
                                                  candidate->candidature);

      registrations->n_ready += faults->len == 0;
      g_ptr_array_add (registrations->blockers, faults);
    }
  registrations->groups = mch_blocker_groups_new ((GArray *const *) registrations->blockers->pdata,
                                                  registrations->blockers->len);
}

MchRegistrations *
mch_registrations_new (MchStore *store, const char *scope, MchRecord *service,
                       const char *const *ids, GError **error)
{
  MchRegistrations *registrations;
  MchCandidateFilter filter = { .scope = scope, .state = MCH_STATE_PRE_REGISTERED };
  g_autoptr (GPtrArray) candidates = NULL;

  g_return_val_if_fail (store != NULL && scope != NULL && service != NULL, NULL);

  filter.session = service->id;
  filter.ids = ids;
  candidates = mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, error);
  if (candidates == NULL)
    return NULL;
  registrations = g_new0 (MchRegistrations, 1);
  registrations->scope = g_strdup (scope);
  registrations->service = mch_record_ref (service);
  registrations->reference = mch_store_dup_reference (store, service);
  registrations->candidates = g_steal_pointer (&candidates);
  registrations->blockers = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  look_at_each (registrations);
  return registrations;
}

void
mch_registrations_free (MchRegistrations *registrations)
{
  if (registrations == NULL)
    return;
  g_free (registrations->scope);
  mch_record_unref (registrations->service);
  g_clear_pointer (&registrations->groups, g_ptr_array_unref);
  g_ptr_array_unref (registrations->blockers);
  g_ptr_array_unref (registrations->candidates);
  g_clear_pointer (&registrations->reference, mch_reference_unref);
  g_free (registrations);
}

const GArray *
mch_registrations_get_blockers (const MchRegistrations *registrations, guint position)
{
  g_return_val_if_fail (registrations != NULL, NULL);
  g_return_val_if_fail (position < registrations->blockers->len, NULL);

  return registrations->blockers->pdata[position];
}

int
mch_registrations_find_next (const MchRegistrations *registrations, int position)
{
  int n;

  g_return_val_if_fail (registrations != NULL && position >= -1, -1);

  n = (int) registrations->blockers->len;
  for (int step = 1; step <= n; step++)
    {
      int one = (position + step) % n;

      if (((GArray *) registrations->blockers->pdata[one])->len > 0)
        return one;
    }
  return -1;
}

static GPtrArray *
new_changes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
}

static gboolean
write_act (const MchAct *act, GPtrArray *changes, GError **error)
{
  if (changes->len == 0)
    return TRUE;
  if (!mch_store_enqueue (act->store, act->op_id, act->scope, "edit", NULL, changes, act->now_ms,
                          error))
    return FALSE;
  for (guint i = 0; act->undo != NULL && i < changes->len; i++)
    g_ptr_array_add (act->undo, mch_change_new_inverse (changes->pdata[i]));
  return TRUE;
}

static gboolean
add_diff (GPtrArray *changes, const MchRecord *before, const MchRecord *after)
{
  MchChange *change = mch_change_new_diff (before, after);

  if (change == NULL)
    return FALSE;
  g_ptr_array_add (changes, change);
  return TRUE;
}

gboolean
mch_registrations_fix (const MchRegistrations *registrations, const MchAct *act,
                       const MchBlockerGroup *group, const char *value, guint *ret_n,
                       GError **error)
{
  g_autoptr (GPtrArray) changes = new_changes ();

  g_return_val_if_fail (registrations != NULL && act != NULL && group != NULL, FALSE);
  g_return_val_if_fail (value != NULL && ret_n != NULL, FALSE);

  for (guint i = 0; i < group->members->len; i++)
    {
      const MchCandidate *candidate =
          registrations->candidates->pdata[g_array_index (group->members, guint, i)];
      g_autoptr (MchRecord) after = mch_record_copy (candidate->candidature);

      if (mch_blocker_group_fix (group, registrations->reference, after, value))
        add_diff (changes, candidate->candidature, after);
    }
  if (!write_act (act, changes, error))
    return FALSE;
  *ret_n = changes->len;
  return TRUE;
}

static MchChange *
new_state_change (const MchRecord *candidature, const char *state)
{
  MchChange *change =
      mch_change_new_update (MCH_KIND_CANDIDATURE, candidature->id, candidature->version);

  mch_change_set (change, "state", mch_record_get (candidature, "state"), state);
  return change;
}

gboolean
mch_registrations_finalise_ready (const MchRegistrations *registrations, const MchAct *act,
                                  guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) changes = new_changes ();

  g_return_val_if_fail (registrations != NULL && act != NULL && ret_n != NULL, FALSE);

  for (guint i = 0; i < registrations->candidates->len; i++)
    if (((GArray *) registrations->blockers->pdata[i])->len == 0)
      g_ptr_array_add (
          changes,
          new_state_change (((MchCandidate *) registrations->candidates->pdata[i])->candidature,
                            MCH_STATE_REGISTERED));
  if (!write_act (act, changes, error))
    return FALSE;
  *ret_n = changes->len;
  return TRUE;
}

/* Adds what gives one candidate the value, and what that says of a correction. */
static gboolean
add_value (GPtrArray *changes, const MchCandidate *candidate, const MchReference *reference,
           const MchField *field, const char *value)
{
  const MchRecord *before =
      field->kind == MCH_KIND_PERSON ? candidate->person : candidate->candidature;
  g_autoptr (MchRecord) after = mch_record_copy (before);
  g_autoptr (MchRecord) person = NULL;

  if (!mch_registration_set (after, reference, field, value))
    return FALSE;
  if (field->kind == MCH_KIND_PERSON)
    mch_person_note_corrected (after, field->name);
  else
    {
      person = mch_record_copy (candidate->person);
      mch_person_note_corrected (person, field->name);
      add_diff (changes, candidate->person, person);
    }
  return add_diff (changes, before, after);
}

gboolean
mch_candidates_set_column (const MchAct *act, const MchReference *reference,
                           const GPtrArray *candidates, const MchField *field, const char *value,
                           guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) changes = new_changes ();
  g_autoptr (GHashTable) done = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  g_return_val_if_fail (act != NULL && candidates != NULL && field != NULL, FALSE);
  g_return_val_if_fail (value != NULL && ret_n != NULL, FALSE);

  for (guint i = 0; i < candidates->len; i++)
    {
      const MchCandidate *candidate = candidates->pdata[i];
      const MchRecord *record =
          field->kind == MCH_KIND_PERSON ? candidate->person : candidate->candidature;

      /* One human may be registered for several exams. */
      if (g_hash_table_add (done, record->id))
        n += add_value (changes, candidate, reference, field, value);
    }
  if (!write_act (act, changes, error))
    return FALSE;
  *ret_n = n;
  return TRUE;
}

gboolean
mch_candidates_move (const MchAct *act, const GPtrArray *candidates, GHashTable *divisions,
                     guint *ret_n, GError **error)
{
  const MchField *field = mch_field_find (MCH_KIND_CANDIDATURE, "division");
  g_autoptr (GPtrArray) changes = new_changes ();
  guint n = 0;

  g_return_val_if_fail (act != NULL && candidates != NULL && divisions != NULL, FALSE);
  g_return_val_if_fail (ret_n != NULL, FALSE);

  for (guint i = 0; i < candidates->len; i++)
    {
      const MchCandidate *candidate = candidates->pdata[i];
      const char *division = g_hash_table_lookup (divisions, candidate->candidature->id);

      if (division != NULL)
        n += add_value (changes, candidate, NULL, field, division);
    }
  if (!write_act (act, changes, error))
    return FALSE;
  *ret_n = n;
  return TRUE;
}

gboolean
mch_candidates_withdraw (const MchAct *act, const GPtrArray *candidates, const char *reason,
                         const char *date, guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) changes = new_changes ();

  g_return_val_if_fail (act != NULL && candidates != NULL && ret_n != NULL, FALSE);

  for (guint i = 0; i < candidates->len; i++)
    {
      const MchRecord *candidature = ((MchCandidate *) candidates->pdata[i])->candidature;
      g_autoptr (MchRecord) after = mch_record_copy (candidature);

      if (g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_WITHDRAWN) == 0)
        continue;
      mch_record_set (after, "state", MCH_STATE_WITHDRAWN);
      if (reason != NULL)
        mch_record_set (after, "withdrawal_reason", reason);
      if (date != NULL)
        mch_record_set (after, "withdrawn_on", date);
      add_diff (changes, candidature, after);
    }
  if (!write_act (act, changes, error))
    return FALSE;
  *ret_n = changes->len;
  return TRUE;
}

gboolean
mch_candidate_tells_health (const MchCandidate *candidate)
{
  GHashTableIter iter;
  gpointer name;

  g_return_val_if_fail (candidate != NULL, FALSE);

  g_hash_table_iter_init (&iter, candidate->candidature->values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      const MchField *field = mch_field_find (MCH_KIND_CANDIDATURE, name);

      if (field != NULL && mch_field_is_health (field))
        return TRUE;
    }
  return FALSE;
}

gboolean
mch_candidates_note_health (const MchAct *act, const MchCandidate *candidate, GError **error)
{
  g_autoptr (GHashTable) meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_return_val_if_fail (act != NULL && candidate != NULL, FALSE);

  g_hash_table_insert (meta, g_strdup ("action"), g_strdup ("health"));
  g_hash_table_insert (meta, g_strdup ("persons"), g_strdup (candidate->person->id));
  g_hash_table_insert (meta, g_strdup ("at_ms"),
                       g_strdup_printf ("%" G_GINT64_FORMAT, act->now_ms));
  return mch_store_enqueue (act->store, act->op_id, act->scope, "audit", meta, NULL, act->now_ms,
                            error);
}

static void
free_alike (gpointer data)
{
  MchAlikeCandidate *alike = data;

  mch_candidate_free (alike->candidate);
  g_free (alike);
}

static int
compare_alike (gconstpointer a, gconstpointer b)
{
  const MchAlikeCandidate *one = *(MchAlikeCandidate *const *) a;
  const MchAlikeCandidate *two = *(MchAlikeCandidate *const *) b;

  if (one->alike != two->alike)
    return one->alike > two->alike ? -1 : 1;
  return strcmp (one->candidate->candidature->id, two->candidate->candidature->id);
}

/* Adds those whom @filter finds and who are alike, each once. */
static gboolean
add_alike (MchStore *store, const MchCandidateFilter *filter, const MchRecord *typed,
           GHashTable *seen, GPtrArray *found, GError **error)
{
  g_autoptr (GPtrArray) rows =
      mch_store_query_candidates (store, filter, 0, MAX_ALIKE, NULL, error);

  if (rows == NULL)
    return FALSE;
  while (rows->len > 0)
    {
      g_autoptr (MchCandidate) candidate = g_ptr_array_steal_index_fast (rows, rows->len - 1);
      MchResemblance alike = mch_person_resembles (typed, candidate->person);
      MchAlikeCandidate *one;

      if (alike == MCH_RESEMBLES_NONE || strcmp (candidate->person->id, typed->id) == 0
          || !g_hash_table_add (seen, g_strdup (candidate->candidature->id)))
        continue;
      one = g_new (MchAlikeCandidate, 1);
      one->alike = alike;
      one->candidate = g_steal_pointer (&candidate);
      g_ptr_array_add (found, one);
    }
  return TRUE;
}

/* Who is one slip away has one of the names, or the INE, in common: the index finds him. */
GPtrArray *
mch_candidates_find_alike (MchStore *store, const char *scope, const MchRecord *typed, guint max,
                           GError **error)
{
  static const char *const names[] = { "family_name", "given_name" };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (free_alike);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *ines[] = { NULL, NULL };

  g_return_val_if_fail (store != NULL && scope != NULL && typed != NULL, NULL);

  ines[0] = mch_record_get (typed, "ine");
  if (ines[0] != NULL)
    {
      MchCandidateFilter filter = { .scope = scope, .ines = ines };

      if (!add_alike (store, &filter, typed, seen, found, error))
        return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      MchCandidateFilter filter = { .scope = scope, .search = mch_record_get (typed, names[i]) };

      if (filter.search != NULL && !add_alike (store, &filter, typed, seen, found, error))
        return NULL;
    }
  g_ptr_array_sort (found, compare_alike);
  if (found->len > max)
    g_ptr_array_set_size (found, (int) max);
  return g_steal_pointer (&found);
}

gboolean
mch_candidates_register (const MchAct *act, MchRecord *person, gboolean is_new,
                         MchRecord *candidature, const char *session, GError **error)
{
  g_autoptr (GPtrArray) changes = new_changes ();
  g_autoptr (MchRecord) before = NULL;

  g_return_val_if_fail (act != NULL && person != NULL && candidature != NULL, FALSE);
  g_return_val_if_fail (session != NULL, FALSE);

  mch_record_set (candidature, "person", person->id);
  mch_record_set (candidature, "session", session);
  mch_record_set (candidature, "state", MCH_STATE_PRE_REGISTERED);
  if (is_new)
    g_ptr_array_add (changes, mch_change_new_create (person));
  else
    before = mch_store_dup_record (act->store, act->scope, MCH_KIND_PERSON, person->id);
  if (before != NULL)
    add_diff (changes, before, person);
  g_ptr_array_add (changes, mch_change_new_create (candidature));
  return write_act (act, changes, error);
}

static gint64
read_ms (const MchRecord *service, const char *name)
{
  const char *text = mch_record_get (service, name);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

/* "FIRST/LAST", or the last day alone; its parts are found where they stand. */
static void
read_return (const MchRecord *service, MchHomeFacts *facts)
{
  const char *text = mch_record_get (service, "return");
  const char *slash = text != NULL ? strchr (text, '/') : NULL;

  facts->return_from = slash != NULL ? text : NULL;
  facts->return_until = slash != NULL ? slash + 1 : text;
}

static guint
count (MchStore *store, const MchRegistrations *registrations, const char *state,
       MchCandidateAccount account)
{
  MchCandidateFilter filter = { .scope = registrations->scope,
                                .session = registrations->service->id,
                                .state = state,
                                .account = account };

  return mch_store_count_candidates (store, &filter);
}

static gboolean
count_returned (MchStore *store, const MchRegistrations *registrations, guint *ret_n,
                GError **error)
{
  MchCandidateFilter filter = { .scope = registrations->scope,
                                .session = registrations->service->id,
                                .state = MCH_STATE_REGISTERED };
  g_autoptr (GPtrArray) rows =
      mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, error);

  if (rows == NULL)
    return FALSE;
  *ret_n = 0;
  for (guint i = 0; i < rows->len; i++)
    *ret_n += mch_candidate_get (rows->pdata[i], "confirmation_received_on") != NULL;
  return TRUE;
}

/* Whether what the slip is made of was touched after the exam office looked at it. */
static gboolean
is_corrected (MchStore *store, const char *scope, const MchRecord *review)
{
  g_autoptr (MchRecord) person = mch_store_dup_record (store, scope, MCH_KIND_PERSON, review->id);

  return person == NULL || person->seq > review->seq
         || mch_store_get_pending (store, scope, MCH_KIND_PERSON, review->id) != MCH_PENDING_NONE;
}

/* ACC-39: the slips that the exam office wants corrected. */
static guint
count_to_correct (MchStore *store, const MchRegistrations *registrations)
{
  const char *scope = registrations->scope;
  g_autoptr (GPtrArray) reviews = mch_store_list_records (store, scope, MCH_KIND_REVIEW);
  guint n = 0;

  for (guint i = 0; i < reviews->len; i++)
    {
      const MchRecord *review = reviews->pdata[i];
      g_autoptr (MchRecord) account = NULL;

      if (g_strcmp0 (mch_record_get (review, "verdict"), "to_correct") != 0)
        continue;
      account = mch_store_dup_record (store, scope, MCH_KIND_ACCOUNT, review->id);
      n += account != NULL
           && g_strcmp0 (mch_record_get (account, "edition"), mch_record_get (review, "edition"))
                  == 0
           && !is_corrected (store, scope, review);
    }
  return n;
}

gboolean
mch_registrations_gather_home (const MchRegistrations *registrations, MchStore *store,
                               gint64 now_ms, MchHomeFacts *ret_facts, GError **error)
{
  MchHomeFacts facts = { .now_ms = now_ms };
  const MchRecord *service;
  g_autoptr (MchRecord) establishment = NULL;

  g_return_val_if_fail (registrations != NULL && store != NULL && ret_facts != NULL, FALSE);

  service = registrations->service;
  establishment = mch_store_dup_record (store, registrations->scope, MCH_KIND_ESTABLISHMENT,
                                        registrations->scope + strlen ("etab:"));
  facts.contact_complete = establishment != NULL && mch_record_get (establishment, "phone") != NULL
                           && mch_record_get (establishment, "email") != NULL;
  facts.contact_confirmed =
      establishment != NULL && mch_record_get (establishment, "contact_confirmed") != NULL;
  facts.accounts_open = g_strcmp0 (mch_record_get (service, "papillons"), "on") == 0;
  facts.n_pre_registered = registrations->candidates->len;
  facts.n_ready = registrations->n_ready;
  facts.n_registered =
      count (store, registrations, MCH_STATE_REGISTERED, MCH_CANDIDATE_ACCOUNT_ANY);
  facts.n_without_account =
      count (store, registrations, MCH_STATE_REGISTERED, MCH_CANDIDATE_ACCOUNT_WITHOUT)
      + count (store, registrations, MCH_STATE_PRE_REGISTERED, MCH_CANDIDATE_ACCOUNT_WITHOUT);
  facts.n_slips_to_correct = count_to_correct (store, registrations);
  facts.registration_from_ms = read_ms (service, "registration_from_ms");
  facts.registration_to_ms = read_ms (service, "registration_to_ms");
  read_return (service, &facts);
  if (!count_returned (store, registrations, &facts.n_returned, error))
    return FALSE;
  *ret_facts = facts;
  return TRUE;
}
