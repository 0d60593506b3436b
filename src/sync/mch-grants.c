/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-grants.h"

#include "protocol/mch-wire-json.h"
#include "store/mch-outbox.h"
#include "sync/mch-edition.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SCOPES 10000
#define LOCAL_KIND "lost-scope"
/* version 1, name, at_ms, n_waiting */
#define FORMAT "(usxu)"
#define VERSION 1
static void
free_lost (gpointer data)
{
  MchLostScope *lost = data;

  g_free (lost->scope);
  g_free (lost->name);
  g_free (lost);
}

static gboolean
note_lost (MchStore *store, const char *scope, const char *name, guint n_waiting, GError **error)
{
  g_autoptr (GVariant) value =
      g_variant_ref_sink (g_variant_new (FORMAT, VERSION, name, mch_desk_now_ms (), n_waiting));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);

  return mch_store_put_local (store, LOCAL_KIND, scope, bytes, error);
}

static MchLostScope *
load_lost (MchStore *store, const char *scope)
{
  g_autoptr (GBytes) bytes = mch_store_get_local (store, LOCAL_KIND, scope, NULL);
  g_autoptr (GVariant) value = NULL;
  MchLostScope *lost;
  guint32 version, n_waiting;
  const char *name;
  gint64 at_ms;

  if (bytes == NULL)
    return NULL;
  value = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  g_variant_get (value, "(u&sxu)", &version, &name, &at_ms, &n_waiting);
  if (version != VERSION)
    return NULL;
  lost = g_new0 (MchLostScope, 1);
  lost->scope = g_strdup (scope);
  lost->name = g_strdup (name);
  lost->at_ms = at_ms;
  lost->n_waiting = n_waiting;
  return lost;
}

GPtrArray *
mch_grants_list_lost (MchStore *store)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (free_lost);
  g_auto (GStrv) scopes = NULL;

  g_return_val_if_fail (store != NULL, NULL);

  scopes = mch_store_list_local (store, LOCAL_KIND);
  for (char **scope = scopes; *scope != NULL; scope++)
    {
      MchLostScope *lost = load_lost (store, *scope);

      if (lost != NULL)
        g_ptr_array_add (list, lost);
    }
  return g_steal_pointer (&list);
}

gboolean
mch_grants_forget_lost (MchStore *store, const char *scope, GError **error)
{
  return mch_store_delete_local (store, LOCAL_KIND, scope, error);
}

char *
mch_lost_scope_dup_text (const MchLostScope *lost)
{
  g_autofree char *kept = NULL;

  g_return_val_if_fail (lost != NULL, NULL);

  if (lost->n_waiting == 0)
    return g_strdup_printf (
        _ ("You no longer have access to %s: its data was removed from this computer."),
        lost->name);
  kept = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u change of yours had not left; it is kept here.",
                   "%u changes of yours had not left; they are kept here.", lost->n_waiting),
      lost->n_waiting);
  return g_strdup_printf (
      _ ("You no longer have access to %s: its data was removed from this computer. %s"),
      lost->name, kept);
}

/* Operations that wait for the server, or for this right already. */
static gboolean
count_waiting (MchStore *store, const char *scope, guint *ret_n, GError **error)
{
  g_autoptr (GPtrArray) ops = mch_store_list_ops (store, error);

  *ret_n = 0;
  for (guint i = 0; ops != NULL && i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      if (strcmp (op->scope, scope) == 0
          && (op->state == MCH_OP_PENDING || g_strcmp0 (op->reason, MCH_GRANTS_REASON) == 0))
        (*ret_n)++;
    }
  return ops != NULL;
}

/* Whether rows of @scope are here; operations alone are no copy of anything. */
static gboolean
holds_rows (MchStore *store, const char *scope)
{
  g_autofree char *epoch = NULL;

  return mch_store_get_cursor (store, scope, &epoch, NULL) || epoch != NULL;
}

static gboolean
lose (MchDesk *desk, const char *scope, const char *name, GError **error)
{
  MchStore *store = mch_desk_get_store (desk);
  guint n_waiting;

  if (!holds_rows (store, scope))
    return TRUE;
  /* Noted first: a process that ends in between does the rest the next time. */
  return count_waiting (store, scope, &n_waiting, error)
         && note_lost (store, scope, name, n_waiting, error)
         && mch_edition_forget_scope (desk, scope, error)
         && mch_store_withdraw_scope (store, scope, MCH_GRANTS_REASON, error);
}

static gboolean
gain (MchStore *store, const char *scope, GError **error)
{
  return mch_grants_forget_lost (store, scope, error)
         && mch_store_resume_ops (store, scope, MCH_GRANTS_REASON, error);
}

static const char *
find_name (MchProfile *profile, const char *scope)
{
  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *name;

      if (strcmp (mch_profile_get_scope (profile, i, &name), scope) == 0)
        return name;
    }
  return NULL;
}

/* scope → name; NULL on error. */
static GHashTable *
read_grants (JsonObject *heads, GError **error)
{
  JsonArray *list = mch_wire_get_array (heads, "grants", MAX_SCOPES, error);
  g_autoptr (GHashTable) grants = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (list == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *grant = mch_wire_array_object (list, i, error);
      const char *scope = grant != NULL ? mch_wire_get_text (grant, "scope", 64, error) : NULL;

      if (scope == NULL)
        return NULL;
      g_hash_table_insert (grants, g_strdup (scope),
                           g_strdup (mch_wire_opt_text (grant, "name", scope)));
    }
  return g_steal_pointer (&grants);
}

/* What is on the disk counts, and not what the profile says: a sign-in may have come in between. */
static gboolean
lose_all (MchDesk *desk, GHashTable *grants, GError **error)
{
  MchStore *store = mch_desk_get_store (desk);
  g_auto (GStrv) held = mch_store_dup_scopes (store);

  for (char **scope = held; *scope != NULL; scope++)
    {
      const char *name = find_name (mch_desk_get_profile (desk), *scope);

      if (!g_hash_table_contains (grants, *scope)
          && !lose (desk, *scope, name != NULL ? name : strchr (*scope, ':') + 1, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_same (MchProfile *profile, GHashTable *grants)
{
  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    if (!g_hash_table_contains (grants, mch_profile_get_scope (profile, i, NULL)))
      return FALSE;
  return mch_profile_get_n_scopes (profile) == g_hash_table_size (grants);
}

static gboolean
take_over (MchDesk *desk, GHashTable *grants, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);
  g_autofree const char **scopes = (const char **) g_hash_table_get_keys_as_array (grants, NULL);

  for (guint i = 0; i < g_hash_table_size (grants); i++)
    if (find_name (profile, scopes[i]) == NULL
        && !gain (mch_desk_get_store (desk), scopes[i], error))
      return FALSE;
  mch_profile_clear_scopes (profile);
  for (guint i = 0; i < g_hash_table_size (grants); i++)
    mch_profile_add_scope (profile, scopes[i], g_hash_table_lookup (grants, scopes[i]));
  return mch_profile_save (profile, error);
}

gboolean
mch_grants_follow (MchDesk *desk, JsonObject *heads, GError **error)
{
  g_autoptr (GHashTable) grants = NULL;
  MchProfile *profile;

  g_return_val_if_fail (MCH_IS_DESK (desk) && heads != NULL, FALSE);

  profile = mch_desk_get_profile (desk);
  if (g_strcmp0 (mch_profile_get (profile, MCH_PROFILE_ROLE), "establishment") != 0
      || !json_object_has_member (heads, "grants"))
    return TRUE;
  grants = read_grants (heads, error);
  if (grants == NULL || !lose_all (desk, grants, error))
    return FALSE;
  return is_same (profile, grants) || take_over (desk, grants, error);
}
