/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-office.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "protocol/mch-wire-json.h"
#include "sync/mch-engine.h"
#include "sync/mch-sync-error.h"

#define PINNED "pinned" /* UAIs, separated by blanks */
#define SCOPE_PREFIX "etab:"

gboolean
mch_office_is_agent (MchDesk *desk)
{
  g_return_val_if_fail (MCH_IS_DESK (desk), FALSE);

  return g_strcmp0 (mch_profile_get (mch_desk_get_profile (desk), MCH_PROFILE_ROLE),
                    MCH_ROLE_OFFICE)
         == 0;
}

const char *
mch_office_get_scope (MchDesk *desk)
{
  MchProfile *profile;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);

  profile = mch_desk_get_profile (desk);
  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *scope = mch_profile_get_scope (profile, i, NULL);

      if (g_str_has_prefix (scope, "acad:"))
        return scope;
    }
  return NULL;
}

static char **
dup_pinned (MchDesk *desk)
{
  const char *pinned = mch_profile_get (mch_desk_get_profile (desk), PINNED);

  return g_strsplit (pinned != NULL ? pinned : "", " ", -1);
}

gboolean
mch_office_is_pinned (MchDesk *desk, const char *uai)
{
  g_auto (GStrv) pinned = dup_pinned (desk);

  return g_strv_contains ((const char *const *) pinned, uai);
}

static void
set_pinned (MchDesk *desk, const char *uai, gboolean pin)
{
  g_auto (GStrv) pinned = dup_pinned (desk);
  g_autoptr (GString) text = g_string_new (pin ? uai : NULL);

  for (guint i = 0; pinned[i] != NULL; i++)
    if (*pinned[i] != '\0' && strcmp (pinned[i], uai) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", pinned[i]);
  mch_profile_set (mch_desk_get_profile (desk), PINNED, text->str);
}

/* Scopes with their names, in their order. */
typedef struct
{
  char *scope;
  char *name;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_free (kept->scope);
  g_free (kept->name);
  g_free (kept);
}

static GPtrArray *
list_scopes (MchProfile *profile, const char *without)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (kept_free);

  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *name;
      const char *scope = mch_profile_get_scope (profile, i, &name);
      Kept *kept;

      if (g_strcmp0 (scope, without) == 0)
        continue;
      kept = g_new0 (Kept, 1);
      kept->scope = g_strdup (scope);
      kept->name = g_strdup (name);
      g_ptr_array_add (list, kept);
    }
  return list;
}

static void
set_scopes (MchProfile *profile, GPtrArray *list)
{
  mch_profile_clear_scopes (profile);
  for (guint i = 0; i < list->len; i++)
    {
      const Kept *kept = list->pdata[i];

      mch_profile_add_scope (profile, kept->scope, kept->name);
    }
}

/* The one opened longest ago that nothing holds; NULL while there is room. */
static const char *
find_surplus (MchDesk *desk, GPtrArray *list)
{
  const char *oldest = NULL;
  guint n = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const char *scope = ((Kept *) list->pdata[i])->scope;

      if (!g_str_has_prefix (scope, SCOPE_PREFIX)
          || mch_office_is_pinned (desk, scope + strlen (SCOPE_PREFIX)))
        continue;
      oldest = oldest != NULL ? oldest : scope;
      n++;
    }
  return n > MCH_OFFICE_MAX_OPEN ? oldest : NULL;
}

static gboolean
drop_surplus (MchDesk *desk, GError **error)
{
  MchProfile *profile = mch_desk_get_profile (desk);

  for (;;)
    {
      g_autoptr (GPtrArray) list = list_scopes (profile, NULL);
      const char *surplus = find_surplus (desk, list);

      if (surplus == NULL)
        return TRUE;
      if (!mch_office_close (desk, surplus + strlen (SCOPE_PREFIX), error))
        return FALSE;
    }
}

/* (transfer full): its summary; NULL with USAGE when there is no such establishment. */
static MchRecord *
find_summary (MchDesk *desk, const char *uai, GError **error)
{
  const char *scope = mch_office_get_scope (desk);
  MchRecord *summary = scope != NULL ? mch_store_dup_record (mch_desk_get_store (desk), scope,
                                                             MCH_KIND_ESTABLISHMENT, uai)
                                     : NULL;

  if (summary == NULL)
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                 _ ("There is no establishment %s in your académie. See “establishments list”."),
                 uai);
  return summary;
}

gboolean
mch_office_open (MchDesk *desk, const char *uai, gboolean pin, GCancellable *cancellable,
                 GError **error)
{
  MchProfile *profile;
  g_autofree char *scope = NULL;
  g_autoptr (MchRecord) summary = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) others = NULL;
  const char *name;

  g_return_val_if_fail (MCH_IS_DESK (desk) && uai != NULL, FALSE);

  summary = find_summary (desk, uai, error);
  if (summary == NULL)
    return FALSE;
  profile = mch_desk_get_profile (desk);
  scope = g_strconcat (SCOPE_PREFIX, uai, NULL);
  before = list_scopes (profile, NULL);
  others = list_scopes (profile, scope);
  name = mch_record_get (summary, "name");
  /* The one opened last stands last. */
  set_scopes (profile, others);
  mch_profile_add_scope (profile, scope, name != NULL ? name : uai);
  if (!mch_store_get_cursor (mch_desk_get_store (desk), scope, NULL, NULL)
      && !mch_engine_pull (desk, cancellable, error))
    {
      set_scopes (profile, before);
      return FALSE;
    }
  if (pin)
    set_pinned (desk, uai, TRUE);
  return drop_surplus (desk, error) && mch_profile_save (profile, error);
}

gboolean
mch_office_unpin (MchDesk *desk, const char *uai, GError **error)
{
  g_return_val_if_fail (MCH_IS_DESK (desk) && uai != NULL, FALSE);

  set_pinned (desk, uai, FALSE);
  return drop_surplus (desk, error) && mch_profile_save (mch_desk_get_profile (desk), error);
}

gboolean
mch_office_close (MchDesk *desk, const char *uai, GError **error)
{
  MchProfile *profile;
  g_autofree char *scope = NULL;
  g_autoptr (GPtrArray) others = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && uai != NULL, FALSE);

  profile = mch_desk_get_profile (desk);
  scope = g_strconcat (SCOPE_PREFIX, uai, NULL);
  others = list_scopes (profile, scope);
  set_pinned (desk, uai, FALSE);
  set_scopes (profile, others);
  return mch_profile_save (profile, error)
         && mch_store_forget_scope (mch_desk_get_store (desk), scope, error);
}

MchClient *
mch_office_get_client (MchDesk *desk, const char *refusal, GError **error)
{
  MchClient *client = mch_desk_get_client (desk, error);

  if (client == NULL || mch_office_get_scope (desk) != NULL)
    return client;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE, refusal);
  return NULL;
}

static MchClient *
get_client (MchDesk *desk, GError **error)
{
  return mch_office_get_client (desk, _ ("Services and calendar are the exam office's to decide."),
                                error);
}

gboolean
mch_office_set_service (MchDesk *desk, const char *session, const char *uai, GHashTable *settings,
                        GCancellable *cancellable, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) body = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  JsonObject *values = json_object_new ();
  GHashTableIter iter;
  gpointer key, value;
  MchClient *client = get_client (desk, error);

  g_hash_table_iter_init (&iter, settings);
  while (g_hash_table_iter_next (&iter, &key, &value))
    json_object_set_string_member (values, key, value);
  json_object_set_object_member (body, "settings", values);
  if (client == NULL)
    return FALSE;
  json_object_set_string_member (body, "session", session);
  if (uai != NULL)
    json_object_set_string_member (body, "establishment", uai);
  path = g_strdup_printf ("/v1/scopes/%s/services", mch_office_get_scope (desk));
  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL && mch_engine_pull (desk, cancellable, error);
}

void
mch_office_exception_free (MchOfficeException *exception)
{
  if (exception == NULL)
    return;
  g_free (exception->uai);
  g_free (exception->key);
  g_free (exception->value);
  g_free (exception);
}

static gpointer
exception_from_json (JsonObject *row, GError **error)
{
  const char *uai = mch_wire_get_text (row, "establishment", 16, error);
  const char *key = uai != NULL ? mch_wire_get_text (row, "key", 64, error) : NULL;
  const char *value =
      key != NULL ? mch_wire_get_text (row, "value", MCH_WIRE_MAX_VALUE, error) : NULL;
  MchOfficeException *exception;

  if (value == NULL)
    return NULL;
  exception = g_new0 (MchOfficeException, 1);
  exception->uai = g_strdup (uai);
  exception->key = g_strdup (key);
  exception->value = g_strdup (value);
  return exception;
}

GPtrArray *
mch_office_list_exceptions (MchDesk *desk, const char *session, GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_office_exception_free);
  MchClient *client = get_client (desk, error);
  gboolean more = client != NULL;

  if (client == NULL)
    return NULL;
  while (more)
    {
      const MchOfficeException *last =
          list->len > 0 ? g_ptr_array_index (list, list->len - 1) : NULL;
      g_autofree char *path =
          g_strdup_printf ("/v1/scopes/%s/services?session=%s&after_establishment=%s&after_key=%s",
                           mch_office_get_scope (desk), session, last != NULL ? last->uai : "",
                           last != NULL ? last->key : "");
      g_autoptr (JsonObject) answer = mch_client_call (client, path, NULL, cancellable, error);
      GPtrArray *page = answer != NULL
                            ? mch_wire_get_list (answer, "rows", MCH_WIRE_MAX_ROWS,
                                                 (GDestroyNotify) mch_office_exception_free,
                                                 exception_from_json, error)
                            : NULL;

      if (page == NULL)
        return NULL;
      more = mch_wire_opt_bool (answer, "more", FALSE) && page->len > 0;
      g_ptr_array_extend_and_steal (list, page);
    }
  return g_steal_pointer (&list);
}
