/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-generation-roll.h"

#include "store/mch-candidates.h"

static void
entry_free (gpointer data)
{
  MchGenerationEntry *entry = data;

  g_free (entry->person);
  g_free (entry->family_name);
  g_free (entry->given_name);
  g_free (entry->division);
  g_free (entry->login);
  g_free (entry->state);
  g_free (entry->edition);
  g_free (entry);
}

static MchGenerationGroup
group_of (const MchCandidate *candidate)
{
  const char *state = mch_record_get (candidate->candidature, "state");

  if (g_strcmp0 (state, MCH_STATE_REGISTERED) != 0
      && g_strcmp0 (state, MCH_STATE_PRE_REGISTERED) != 0)
    return MCH_GENERATION_INELIGIBLE;
  return candidate->account != NULL ? MCH_GENERATION_EXISTING : MCH_GENERATION_ELIGIBLE;
}

static MchGenerationEntry *
entry_new (const MchCandidate *candidate)
{
  MchGenerationEntry *entry = g_new0 (MchGenerationEntry, 1);

  entry->person = g_strdup (candidate->person->id);
  entry->family_name = g_strdup (mch_candidate_get (candidate, "family_name"));
  entry->given_name = g_strdup (mch_candidate_get (candidate, "given_name"));
  entry->division = g_strdup (mch_candidate_get (candidate, "division"));
  entry->login = g_strdup (mch_candidate_get (candidate, "login"));
  entry->state = g_strdup (mch_candidate_get (candidate, "state"));
  entry->edition = g_strdup (mch_candidate_get (candidate, "edition"));
  entry->group = group_of (candidate);
  return entry;
}

GPtrArray *
mch_generation_roll (MchStore *store, const char *scope, const char *session, GError **error)
{
  MchCandidateFilter filter = { .scope = scope,
                                .session = session,
                                .sort = MCH_CANDIDATE_SORT_DIVISION };
  g_autoptr (GPtrArray) rows =
      mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *roll;

  if (rows == NULL)
    return NULL;
  roll = g_ptr_array_new_with_free_func (entry_free);
  for (guint i = 0; i < rows->len; i++)
    {
      const MchCandidate *candidate = rows->pdata[i];
      MchGenerationEntry *known = g_hash_table_lookup (seen, candidate->person->id);

      if (known == NULL)
        {
          known = entry_new (candidate);
          g_ptr_array_add (roll, known);
          g_hash_table_insert (seen, known->person, known);
        }
      else if (group_of (candidate) < known->group)
        {
          known->group = group_of (candidate);
          g_free (known->state);
          known->state = g_strdup (mch_candidate_get (candidate, "state"));
        }
    }
  return roll;
}
