/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-staff.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-login.h"
#include "server/model/mch-model.h"
#include "server/model/mch-staff-private.h"
#include "vault/mch-digest.h"

static const char *const role_names[] = {
  [MCH_ROLE_ESTABLISHMENT] = "establishment",
  [MCH_ROLE_EXAM_OFFICE] = "exam-office",
};
G_STATIC_ASSERT (G_N_ELEMENTS (role_names) == MCH_N_ROLES);

const char *
mch_role_to_string (MchRole role)
{
  g_return_val_if_fail (role >= 0 && role < MCH_N_ROLES, NULL);

  return role_names[role];
}

MchRole
mch_role_from_string (const char *text)
{
  for (int i = 0; i < MCH_N_ROLES; i++)
    if (g_strcmp0 (text, role_names[i]) == 0)
      return i;
  return MCH_ROLE_INVALID;
}

static void
grant_free (gpointer data)
{
  MchGrant *grant = data;

  g_free (grant->scope);
  g_free (grant->name);
  g_free (grant);
}

void
mch_staff_free (MchStaff *staff)
{
  if (staff == NULL)
    return;
  g_free (staff->login);
  g_free (staff->name);
  g_ptr_array_unref (staff->grants);
  g_free (staff->device);
  g_free (staff);
}

gboolean
mch_staff_may (const MchStaff *staff, const char *scope)
{
  for (guint i = 0; i < staff->grants->len; i++)
    if (strcmp (((MchGrant *) staff->grants->pdata[i])->scope, scope) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_grants (MchDb *db, MchStaff *staff, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT g.scope, COALESCE (e.name, a.name, g.scope) FROM staff_grant g"
                         " LEFT JOIN establishment e ON g.scope = 'etab:' || e.uai"
                         " LEFT JOIN academy a ON g.scope = 'acad:' || a.code"
                         " WHERE g.staff = $1 ORDER BY g.scope",
                         MCH_DB_TEXT (staff->login));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      MchGrant *grant = g_new0 (MchGrant, 1);

      grant->scope = g_strdup (mch_db_result_get_text (result, 0));
      grant->name = g_strdup (mch_db_result_get_text (result, 1));
      g_ptr_array_add (staff->grants, grant);
    }
  return TRUE;
}

/* The columns of every query that makes an MchStaff. */
#define STAFF_COLUMNS                                                                              \
  "login, name, role, CASE WHEN auth_hash IS NULL THEN 0 ELSE 1 END,"                              \
  " CASE WHEN disabled_ms IS NULL THEN 0 ELSE 1 END, created_ms"

static MchStaff *
staff_from_row (MchDb *db, MchDbResult *result, GError **error)
{
  g_autoptr (MchStaff) staff = g_new0 (MchStaff, 1);

  staff->grants = g_ptr_array_new_with_free_func (grant_free);
  staff->login = g_strdup (mch_db_result_get_text (result, 0));
  staff->name = g_strdup (mch_db_result_get_text (result, 1));
  staff->role = mch_role_from_string (mch_db_result_get_text (result, 2));
  staff->active = mch_db_result_get_int (result, 3) != 0;
  staff->disabled = mch_db_result_get_int (result, 4) != 0;
  staff->created_ms = mch_db_result_get_int (result, 5);
  return read_grants (db, staff, error) ? g_steal_pointer (&staff) : NULL;
}

MchStaff *
mch_staff_read (MchDb *db, const char *login, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT " STAFF_COLUMNS " FROM staff WHERE login = $1",
                         MCH_DB_TEXT (login));
  if (result == NULL || !mch_db_result_next (result))
    return NULL;
  return staff_from_row (db, result, error);
}

static gboolean
put_pending_in (MchDb *db, MchBatch *batch, const MchStaff *staff, const char *scope,
                const char *public_text, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) record = NULL;

  record = mch_records_get (db, scope, MCH_KIND_MEMBER, staff->login, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (record == NULL && public_text == NULL)
    return TRUE;
  if (record == NULL)
    record = mch_record_new (MCH_KIND_MEMBER, staff->login);
  if (!record->deleted && public_text != NULL
      && g_strcmp0 (mch_record_get (record, "public"), public_text) == 0)
    return TRUE;
  record->deleted = FALSE;
  mch_record_set (record, "name", staff->name);
  if (public_text != NULL)
    mch_record_set (record, "public", public_text);
  mch_record_set (record, "state", "pending");
  mch_record_set (record, "sealed_secret", NULL);
  mch_batch_put (batch, scope, record);
  return TRUE;
}

gboolean
mch_staff_put_pending (MchDb *db, MchBatch *batch, const MchStaff *staff,
                       const guint8 *member_public, GError **error)
{
  g_autofree char *public_text = NULL;

  if (member_public != NULL)
    public_text = g_base64_encode (member_public, MCH_KEY_SIZE);
  for (guint i = 0; i < staff->grants->len; i++)
    {
      const MchGrant *grant = staff->grants->pdata[i];

      if (mch_model_scope_uai (grant->scope) != NULL
          && !put_pending_in (db, batch, staff, grant->scope, public_text, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_staff_revoke_devices (MchServer *server, MchDb *db, const char *login, const char *keep,
                          GPtrArray *ret_ended, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (ret_ended, 0);
  result = mch_db_query (db, error,
                         "UPDATE device SET revoked_ms = $1 WHERE staff = $2 AND id <> $3"
                         " AND revoked_ms IS NULL RETURNING id",
                         MCH_DB_INT (mch_server_now (server)), MCH_DB_TEXT (login),
                         MCH_DB_TEXT (keep != NULL ? keep : ""));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    g_ptr_array_add (ret_ended, g_strdup (mch_db_result_get_text (result, 0)));
  return TRUE;
}

void
mch_staff_end_streams (MchServer *server, GPtrArray *devices)
{
  for (guint i = 0; server->end_streams != NULL && i < devices->len; i++)
    server->end_streams (devices->pdata[i], server->hints_data);
}

void
mch_staff_hint (MchServer *server, const MchStaff *staff)
{
  g_autofree const char **scopes = g_new0 (const char *, staff->grants->len + 1);

  for (guint i = 0; i < staff->grants->len; i++)
    scopes[i] = ((MchGrant *) staff->grants->pdata[i])->scope;
  mch_server_hint (server, scopes);
}

typedef struct
{
  MchServer *server;
  char *login;
  const char *name;
  MchRole role;
  const char *const *scopes;
  char *code;      /* the invitation */
  MchStaff *staff; /* as it stands afterwards */
  GPtrArray *ended;
} StaffAct;

static void
staff_act_clear (StaffAct *act)
{
  g_free (act->login);
  g_free (act->code);
  mch_staff_free (act->staff);
  g_ptr_array_unref (act->ended);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StaffAct, staff_act_clear)

/* One valid invitation a login: earlier ones that were not used end. */
static gboolean
insert_invitation (MchDb *db, StaffAct *act, GError **error)
{
  gint64 now = mch_server_now (act->server);
  g_autofree char *digest = NULL;

  g_free (act->code);
  act->code = mch_invitation_new ();
  digest = mch_model_digest (act->server, "invitation", act->code);
  return mch_db_exec (db, error, "DELETE FROM invitation WHERE staff = $1 AND used_ms IS NULL",
                      MCH_DB_TEXT (act->login))
             >= 0
         && mch_db_exec (db, error,
                         "INSERT INTO invitation (hash, staff, created_ms, expires_ms)"
                         " VALUES ($1, $2, $3, $4)",
                         MCH_DB_TEXT (digest), MCH_DB_TEXT (act->login), MCH_DB_INT (now),
                         MCH_DB_INT (now + MCH_INVITATION_LIFE_MS))
                >= 0;
}

static gboolean
grant_scopes (MchDb *db, StaffAct *act, GError **error)
{
  for (guint i = 0; act->scopes[i] != NULL; i++)
    {
      gboolean found = FALSE;

      if (!mch_scope_get (db, act->scopes[i], NULL, NULL, &found, error))
        return FALSE;
      if (!found)
        return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                                 _ ("There is no establishment or académie %s here yet; add it "
                                    "first."),
                                 act->scopes[i] + 5);
      if (mch_db_exec (db, error,
                       "INSERT INTO staff_grant (staff, scope, granted_ms) VALUES ($1, $2, $3)"
                       " ON CONFLICT (staff, scope) DO NOTHING",
                       MCH_DB_TEXT (act->login), MCH_DB_TEXT (act->scopes[i]),
                       MCH_DB_INT (mch_server_now (act->server)))
          < 0)
        return FALSE;
    }
  return TRUE;
}

/* A colleague who already has his key waits in the further establishments at once. */
static gboolean
put_pending_if_active (MchDb *db, StaffAct *act, GError **error)
{
  MchStamp stamp = { "", mch_server_now (act->server) };
  const guint8 *key = NULL;
  gsize length = 0;
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT member_public FROM staff WHERE login = $1",
                         MCH_DB_TEXT (act->login));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result) && !mch_db_result_is_null (result, 0))
    key = mch_db_result_get_blob (result, 0, &length);
  if (key == NULL || length != MCH_KEY_SIZE)
    return TRUE;
  return mch_staff_put_pending (db, batch, act->staff, key, error)
         && mch_batch_flush (batch, db, &stamp, error);
}

static gboolean
add_staff (MchDb *db, gpointer data, GError **error)
{
  StaffAct *act = data;
  g_autoptr (GError) local = NULL;
  g_autoptr (MchStaff) known = mch_staff_read (db, act->login, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (known != NULL && (known->role != act->role || known->disabled))
    return mch_model_refuse (error, MCH_MODEL_ERROR_EXISTS,
                             _ ("The login %s exists with another role or is disabled."),
                             act->login);
  if (known == NULL
      && mch_db_exec (db, error,
                      "INSERT INTO staff (login, role, name, created_ms) VALUES ($1, $2, $3, $4)",
                      MCH_DB_TEXT (act->login), MCH_DB_TEXT (mch_role_to_string (act->role)),
                      MCH_DB_TEXT (act->name != NULL ? act->name : act->login),
                      MCH_DB_INT (mch_server_now (act->server)))
             < 0)
    return FALSE;
  if (!grant_scopes (db, act, error) || !insert_invitation (db, act, error))
    return FALSE;
  g_clear_pointer (&act->staff, mch_staff_free);
  act->staff = mch_staff_read (db, act->login, error);
  return act->staff != NULL && put_pending_if_active (db, act, error)
         && mch_model_audit (act->server, db, MCH_AUDIT_SERVER, "", "staff.add", act->login, NULL,
                             error);
}

static gboolean
check_scopes (MchRole role, const char *const *scopes, GError **error)
{
  const char *prefix = role == MCH_ROLE_ESTABLISHMENT ? "etab:" : "acad:";

  if (scopes[0] == NULL)
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("Say for which establishment or académie."));
  for (guint i = 0; scopes[i] != NULL; i++)
    if (!g_str_has_prefix (scopes[i], prefix))
      return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                               _ ("Establishment staff belong to establishments, the exam office "
                                  "to an académie."));
  return TRUE;
}

char *
mch_staff_add (MchServer *server, const char *login, const char *name, MchRole role,
               const char *const *scopes, GError **error)
{
  g_auto (StaffAct) act = { server, mch_login_fold (login), name, role, scopes };

  g_return_val_if_fail (scopes != NULL, NULL);

  act.ended = g_ptr_array_new_with_free_func (g_free);
  if (strlen (act.login) < 2 || strlen (act.login) > MCH_LOGIN_MAX)
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                        _ ("“%s” is no login: use 2 to 64 letters, digits and . - _ @"), login);
      return NULL;
    }
  if (!check_scopes (role, scopes, error) || !mch_model_write (server, add_staff, &act, error))
    return NULL;
  mch_staff_hint (server, act.staff);
  return g_steal_pointer (&act.code);
}

static gboolean
read_known (MchDb *db, StaffAct *act, GError **error)
{
  g_autoptr (GError) local = NULL;

  g_clear_pointer (&act->staff, mch_staff_free);
  act->staff = mch_staff_read (db, act->login, &local);
  if (act->staff != NULL)
    return TRUE;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no login %s."), act->login);
  return FALSE;
}

static gboolean
reinvite_staff (MchDb *db, gpointer data, GError **error)
{
  StaffAct *act = data;

  return read_known (db, act, error)
         && mch_db_exec (db, error, "UPDATE staff SET disabled_ms = NULL WHERE login = $1",
                         MCH_DB_TEXT (act->login))
                >= 0
         && insert_invitation (db, act, error)
         && mch_model_audit (act->server, db, MCH_AUDIT_SERVER, "", "staff.reinvite", act->login,
                             NULL, error);
}

char *
mch_staff_reinvite (MchServer *server, const char *login, GError **error)
{
  g_auto (StaffAct) act = { server, mch_login_fold (login) };

  act.ended = g_ptr_array_new_with_free_func (g_free);
  return mch_model_write (server, reinvite_staff, &act, error) ? g_steal_pointer (&act.code) : NULL;
}

static gboolean
disable_staff (MchDb *db, gpointer data, GError **error)
{
  StaffAct *act = data;
  MchStamp stamp = { "", mch_server_now (act->server) };
  g_autoptr (MchBatch) batch = mch_batch_new ();

  /* An old password must not come back with a later invitation. */
  return read_known (db, act, error)
         && mch_db_exec (db, error,
                         "UPDATE staff SET disabled_ms = $1, auth_hash = NULL WHERE login = $2",
                         MCH_DB_INT (stamp.now_ms), MCH_DB_TEXT (act->login))
                >= 0
         && mch_db_exec (db, error, "DELETE FROM invitation WHERE staff = $1",
                         MCH_DB_TEXT (act->login))
                >= 0
         && mch_staff_revoke_devices (act->server, db, act->login, NULL, act->ended, error)
         && mch_staff_put_pending (db, batch, act->staff, NULL, error)
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (act->server, db, MCH_AUDIT_SERVER, "", "staff.disable", act->login,
                             NULL, error);
}

gboolean
mch_staff_disable (MchServer *server, const char *login, GError **error)
{
  g_auto (StaffAct) act = { server, mch_login_fold (login) };

  act.ended = g_ptr_array_new_with_free_func (g_free);
  if (!mch_model_write (server, disable_staff, &act, error))
    return FALSE;
  mch_staff_end_streams (server, act.ended);
  mch_staff_hint (server, act.staff);
  return TRUE;
}

static gboolean
revoke_scope (MchDb *db, gpointer data, GError **error)
{
  StaffAct *act = data;
  const char *scope = act->scopes[0];
  MchStamp stamp = { "", mch_server_now (act->server) };
  gint64 changed;
  g_autoptr (MchBatch) batch = mch_batch_new ();

  if (!read_known (db, act, error))
    return FALSE;
  changed = mch_db_exec (db, error, "DELETE FROM staff_grant WHERE staff = $1 AND scope = $2",
                         MCH_DB_TEXT (act->login), MCH_DB_TEXT (scope));
  if (changed < 0)
    return FALSE;
  if (changed == 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                             _ ("%s has no right to %s; nothing was changed."), act->login,
                             scope + 5);
  return mch_db_exec (db, error, "UPDATE staff SET grants_ms = $1 WHERE login = $2",
                      MCH_DB_INT (stamp.now_ms), MCH_DB_TEXT (act->login))
             >= 0
         && (mch_model_scope_uai (scope) == NULL
             || put_pending_in (db, batch, act->staff, scope, NULL, error))
         && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (act->server, db, scope, "", "staff.revoke", act->login, NULL, error);
}

gboolean
mch_staff_revoke (MchServer *server, const char *login, const char *scope, GError **error)
{
  const char *const scopes[] = { scope, NULL };
  g_auto (StaffAct) act = { server, mch_login_fold (login) };

  act.scopes = scopes;
  act.ended = g_ptr_array_new_with_free_func (g_free);
  if (!mch_model_write (server, revoke_scope, &act, error))
    return FALSE;
  mch_server_hint (server, scopes);
  return TRUE;
}

typedef struct
{
  gint64 since_ms;
  GPtrArray *ids;
} Ended;

static gboolean
list_ended (MchDb *db, gpointer data, GError **error)
{
  Ended *ended = data;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (ended->ids, 0);
  result = mch_db_query (db, error,
                         "SELECT id, revoked_ms FROM device WHERE revoked_ms >= $1"
                         " UNION ALL SELECT d.id, s.grants_ms FROM staff s"
                         " JOIN device d ON d.staff = s.login"
                         " WHERE s.grants_ms >= $1 AND d.revoked_ms IS NULL",
                         MCH_DB_INT (ended->since_ms));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      g_ptr_array_add (ended->ids, g_strdup (mch_db_result_get_text (result, 0)));
      g_ptr_array_add (ended->ids,
                       g_strdup_printf ("%" G_GINT64_FORMAT, mch_db_result_get_int (result, 1)));
    }
  return TRUE;
}

GPtrArray *
mch_staff_list_ended (MchServer *server, gint64 since_ms, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Ended ended = { since_ms, ids };

  return mch_model_read (server, list_ended, &ended, error) ? g_steal_pointer (&ids) : NULL;
}

static gboolean
list_staff (MchDb *db, gpointer data, GError **error)
{
  GPtrArray *list = data;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (list, 0);
  result = mch_db_query (db, error, "SELECT " STAFF_COLUMNS " FROM staff ORDER BY login");
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      MchStaff *staff = staff_from_row (db, result, error);

      if (staff == NULL)
        return FALSE;
      g_ptr_array_add (list, staff);
    }
  return TRUE;
}

GPtrArray *
mch_staff_list (MchServer *server, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_staff_free);

  return mch_model_read (server, list_staff, list, error) ? g_steal_pointer (&list) : NULL;
}
