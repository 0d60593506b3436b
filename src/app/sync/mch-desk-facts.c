/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sync/mch-desk-facts.h"

#include <string.h>

#include "sync/mch-membership.h"
#include "sync/mch-office.h"

#define CLOCK_NEWS_MS 5000 /* answers are dated by the second, and take their time */
#define SCOPE_PREFIX "etab:"

static void
scope_facts_free (MchScopeFacts *scope)
{
  g_free (scope->scope);
  g_free (scope->name);
  g_free (scope);
}

static void
add_scopes (MchDeskFacts *facts, MchDesk *desk)
{
  MchProfile *profile = mch_desk_get_profile (desk);

  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *name;
      const char *scope = mch_profile_get_scope (profile, i, &name);
      MchScopeFacts *entry;

      if (!g_str_has_prefix (scope, SCOPE_PREFIX))
        continue;
      entry = g_new0 (MchScopeFacts, 1);
      entry->scope = g_strdup (scope);
      entry->uai = entry->scope + strlen (SCOPE_PREFIX);
      entry->name = g_strdup (name);
      entry->member = mch_membership_is_member (desk, scope);
      entry->pinned = mch_office_is_pinned (desk, entry->uai);
      g_ptr_array_add (facts->scopes, entry);
    }
}

MchDeskFacts *
mch_desk_facts_new (MchDesk *desk)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  MchDeskFacts *facts = g_new0 (MchDeskFacts, 1);
  MchClient *client = mch_desk_get_client (desk, NULL);

  g_atomic_ref_count_init (&facts->ref_count);
  facts->signed_in = client != NULL;
  facts->clock_offset = client != NULL ? mch_client_get_clock_offset (client) : 0;
  facts->persistent = mch_store_is_persistent (mch_desk_get_store (desk));
  facts->keyring_warning = g_strdup (mch_desk_get_keyring_warning (desk));
  facts->server = g_strdup (mch_profile_get (profile, MCH_PROFILE_SERVER));
  facts->login = g_strdup (mch_profile_get (profile, MCH_PROFILE_LOGIN));
  facts->name = g_strdup (mch_profile_get (profile, MCH_PROFILE_NAME));
  facts->role = g_strdup (mch_profile_get (profile, MCH_PROFILE_ROLE));
  facts->ca = g_strdup (mch_profile_get (profile, MCH_PROFILE_CA));
  facts->scopes = g_ptr_array_new_with_free_func ((GDestroyNotify) scope_facts_free);
  add_scopes (facts, desk);
  return facts;
}

MchDeskFacts *
mch_desk_facts_ref (MchDeskFacts *facts)
{
  g_atomic_ref_count_inc (&facts->ref_count);
  return facts;
}

void
mch_desk_facts_unref (MchDeskFacts *facts)
{
  if (!g_atomic_ref_count_dec (&facts->ref_count))
    return;
  g_free (facts->keyring_warning);
  g_free (facts->server);
  g_free (facts->login);
  g_free (facts->name);
  g_free (facts->role);
  g_free (facts->ca);
  g_ptr_array_unref (facts->scopes);
  g_free (facts);
}

const MchScopeFacts *
mch_desk_facts_find (const MchDeskFacts *facts, const char *scope)
{
  for (guint i = 0; i < facts->scopes->len; i++)
    {
      const MchScopeFacts *entry = facts->scopes->pdata[i];

      if (g_strcmp0 (entry->scope, scope) == 0)
        return entry;
    }
  return NULL;
}

static gboolean
scopes_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const MchScopeFacts *one = a->pdata[i];
      const MchScopeFacts *other = b->pdata[i];

      if (strcmp (one->scope, other->scope) != 0 || g_strcmp0 (one->name, other->name) != 0
          || one->member != other->member || one->pinned != other->pinned)
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_desk_facts_equal (const MchDeskFacts *a, const MchDeskFacts *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->signed_in == b->signed_in && a->persistent == b->persistent
         && g_strcmp0 (a->keyring_warning, b->keyring_warning) == 0
         && ABS (a->clock_offset - b->clock_offset) < CLOCK_NEWS_MS
         && g_strcmp0 (a->server, b->server) == 0 && g_strcmp0 (a->login, b->login) == 0
         && g_strcmp0 (a->name, b->name) == 0 && g_strcmp0 (a->role, b->role) == 0
         && g_strcmp0 (a->ca, b->ca) == 0 && scopes_equal (a->scopes, b->scopes);
}
