/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Taking an import back, pupil by pupil: whole or not at all where the import made him, value by
 * value where it changed him. It runs as an operation like others, so that every rule of a change
 * holds for what comes back. */
#include "server/model/mch-imports.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-person.h"
#include "core/mch-uuid.h"
#include "server/db/mch-numbers.h"
#include "server/model/mch-imports-undo-private.h"
#include "server/model/mch-model.h"
#include "vault/mch-digest.h"

#define MANY_PUPILS 200 /* from here on the whole scope is read first */

typedef struct
{
  MchServer *server;
  const MchOpRequest *request;
  const char *import;
  char *hash; /* of what is asked */
  char *response;
} UndoAct;

static gboolean
check_window (MchUndo *undo, GError **error)
{
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  gboolean open;

  for (guint i = 0; i < undo->pupils->len; i++)
    {
      const MchUndoSubject *pupil = undo->pupils->pdata[i];

      g_ptr_array_add (touched, mch_change_new_update (MCH_KIND_PERSON, pupil->person, 0));
      for (guint j = 0; j < pupil->made_for->len; j++)
        g_ptr_array_add (touched,
                         mch_change_new_update (MCH_KIND_CANDIDATURE,
                                                ((MchRecord *) pupil->made_for->pdata[j])->id, 0));
    }
  if (!mch_op_run_check_window (undo->run, touched, &open, error))
    return FALSE;
  return open
         || mch_model_refuse (error, MCH_MODEL_ERROR_REGISTRATION_CLOSED,
                              _ ("Registration is closed: the import stays as it is."));
}

static MchUndoPupil *
answer (MchUndo *undo, const MchUndoSubject *pupil, MchUndoGroup group)
{
  const char *candidature =
      pupil->made_for->len > 0 ? ((MchRecord *) pupil->made_for->pdata[0])->id : NULL;
  MchUndoPupil *one =
      mch_undo_pupil_new (pupil->person, candidature, pupil->made || pupil->made_for->len > 0);

  g_ptr_array_add (undo->answer->groups[group], one);
  return one;
}

static void
answer_kept (MchUndo *undo, const MchUndoSubject *pupil, GPtrArray *names)
{
  g_autoptr (GStrvBuilder) fields = g_strv_builder_new ();

  for (guint i = 0; i < names->len; i++)
    g_strv_builder_add (fields, names->pdata[i]);
  answer (undo, pupil, MCH_UNDO_KEPT)->fields = g_strv_builder_end (fields);
}

/* Why nothing of this pupil can be taken back; NULL when nothing stands against it. */
static gboolean
find_reason (MchUndo *undo, const MchUndoSubject *pupil, const char **ret_reason, GError **error)
{
  g_autoptr (GPtrArray) ids = NULL;

  *ret_reason = NULL;
  if (pupil->made && g_hash_table_contains (undo->accounts, pupil->person))
    *ret_reason = "account";
  for (guint i = 0; i < pupil->made_for->len && *ret_reason == NULL; i++)
    if (g_strcmp0 (mch_record_get (pupil->made_for->pdata[i], "state"), MCH_STATE_WITHDRAWN) == 0)
      *ret_reason = "withdrawn";
  if (*ret_reason != NULL)
    return TRUE;
  if (!mch_op_run_list_candidatures (undo->run, pupil->person, &ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (g_hash_table_contains (undo->finalised, ids->pdata[i]))
      *ret_reason = "finalised";
  return TRUE;
}

static void
add_edited (MchUndo *undo, MchKind kind, const char *id, GPtrArray *names)
{
  g_autofree char *key = g_strdup_printf ("%s %s", mch_kind_to_string (kind), id);
  const GPtrArray *edited = g_hash_table_lookup (undo->edited, key);

  for (guint i = 0; edited != NULL && i < edited->len; i++)
    g_ptr_array_add (names, edited->pdata[i]);
}

static gboolean
remove_candidature (MchOpRun *run, MchRecord *candidature, GError **error)
{
  const char *scope = run->request->scope;
  g_autofree char *of = g_strjoin (" ", mch_record_get (candidature, "session"),
                                   mch_record_get (candidature, "person"), NULL);

  g_hash_table_remove (run->of, of);
  mch_batch_delete (run->batch, scope, candidature);
  run->result->applied++;
  return mch_db_exec (run->db, error,
                      "DELETE FROM candidature WHERE scope = $1 AND session = $2 AND person = $3"
                      " AND id = $4",
                      MCH_DB_TEXT (scope), MCH_DB_TEXT (mch_record_get (candidature, "session")),
                      MCH_DB_TEXT (mch_record_get (candidature, "person")),
                      MCH_DB_TEXT (candidature->id))
         >= 0;
}

static gboolean
remove_person (MchOpRun *run, MchRecord *person, GError **error)
{
  const char *scope = run->request->scope;

  /* The key is free for others from here on. */
  g_hash_table_insert (run->keys, mch_person_key (person), NULL);
  mch_batch_delete (run->batch, scope, person);
  run->result->applied++;
  return mch_db_exec (run->db, error, "DELETE FROM person_key WHERE scope = $1 AND person = $2",
                      MCH_DB_TEXT (scope), MCH_DB_TEXT (person->id))
             >= 0
         && mch_number_release (run->db, person->id, error);
}

/* A person who has been registered for something else since stays for that. */
static gboolean
remove_pupil (MchUndo *undo, const MchUndoSubject *pupil, GError **error)
{
  MchOpRun *run = undo->run;
  g_autoptr (GPtrArray) ids = NULL;
  MchRecord *person;

  if (!mch_op_run_list_candidatures (run, pupil->person, &ids, error))
    return FALSE;
  for (guint i = 0; i < pupil->made_for->len; i++)
    if (!remove_candidature (run, pupil->made_for->pdata[i], error))
      return FALSE;
  if (!pupil->made || ids->len > pupil->made_for->len)
    return TRUE;
  person = mch_op_run_find (run, MCH_KIND_PERSON, pupil->person, error);
  return person != NULL && remove_person (run, person, error);
}

/* Puts values back; those that are another's by now are left, and named in @names. */
static gboolean
restore (MchUndo *undo, const MchUndoSubject *pupil, GPtrArray *names, const char **ret_reason,
         GError **error)
{
  MchOpResult *result = undo->run->result;
  guint n_conflicts = result->conflicts->len, n_rejected = result->rejected->len;

  for (guint i = 0; i < pupil->reversals->len; i++)
    if (!mch_op_run_apply (undo->run, pupil->reversals->pdata[i], error))
      return FALSE;
  for (; n_conflicts < result->conflicts->len; n_conflicts++)
    g_ptr_array_add (names, ((MchOpConflict *) result->conflicts->pdata[n_conflicts])->name);
  if (n_rejected < result->rejected->len)
    *ret_reason = ((MchOpRejected *) result->rejected->pdata[n_rejected])->code;
  return TRUE;
}

static gboolean
undo_pupil (MchUndo *undo, const MchUndoSubject *pupil, GError **error)
{
  const char *reason;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (!find_reason (undo, pupil, &reason, error))
    return FALSE;
  if (pupil->made)
    add_edited (undo, MCH_KIND_PERSON, pupil->person, names);
  for (guint i = 0; i < pupil->made_for->len; i++)
    add_edited (undo, MCH_KIND_CANDIDATURE, ((MchRecord *) pupil->made_for->pdata[i])->id, names);
  if (reason == NULL && names->len == 0
      && (!remove_pupil (undo, pupil, error) || !restore (undo, pupil, names, &reason, error)))
    return FALSE;
  if (reason != NULL)
    answer (undo, pupil, MCH_UNDO_IMPOSSIBLE)->reason = g_strdup (reason);
  else if (names->len > 0)
    answer_kept (undo, pupil, names);
  else
    answer (undo, pupil, MCH_UNDO_REMOVED);
  return TRUE;
}

static gboolean
store (MchUndo *undo, UndoAct *act, GError **error)
{
  MchOpRun *run = undo->run;
  const MchOpRequest *request = run->request;
  GPtrArray *const *groups = undo->answer->groups;
  JsonObject *object;
  g_autofree char *detail = g_strdup_printf (
      "{\"removed\":%u,\"kept\":%u,\"impossible\":%u}", groups[MCH_UNDO_REMOVED]->len,
      groups[MCH_UNDO_KEPT]->len, groups[MCH_UNDO_IMPOSSIBLE]->len);

  undo->answer->undone_ms = run->now_ms;
  object = mch_import_undo_to_json (undo->answer);
  act->response = mch_wire_to_text (object, NULL);
  json_object_unref (object);
  return mch_db_exec (run->db, error,
                      "UPDATE import_run SET undone_by = $3, undone_ms = $4"
                      " WHERE scope = $1 AND op = $2",
                      MCH_DB_TEXT (request->scope), MCH_DB_TEXT (act->import),
                      MCH_DB_TEXT (request->login), MCH_DB_INT (run->now_ms))
             >= 0
         && mch_ops_store_response (run->db, request, act->hash, act->response, run->now_ms, error)
         && mch_model_audit (act->server, run->db, request->scope, request->login, "import.undo",
                             act->import, detail, error);
}

static gboolean
require_import (MchDb *db, const UndoAct *act, gint64 *ret_pupils, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT created + updated FROM import_run WHERE scope = $1 AND op = $2",
                         MCH_DB_TEXT (act->request->scope), MCH_DB_TEXT (act->import));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no such import."));
  *ret_pupils = mch_db_result_get_int (result, 0);
  return TRUE;
}

static gboolean
undo_import (MchDb *db, gpointer data, GError **error)
{
  UndoAct *act = data;
  gint64 n_pupils = 0;
  g_auto (MchOpRun) run = { 0 };
  g_auto (MchUndo) undo = { 0 };

  mch_undo_init (&undo, &run, act->import);
  g_clear_pointer (&act->response, g_free);
  if (!mch_ops_find_response (db, act->request, act->hash, &act->response, error))
    return FALSE;
  if (act->response != NULL)
    return TRUE;
  if (!require_import (db, act, &n_pupils, error)
      || !mch_op_run_init (&run, act->server, db, act->request, error)
      || (n_pupils > MANY_PUPILS && !mch_op_run_load_scope (&run, error))
      || !mch_undo_gather (&undo, error) || !check_window (&undo, error))
    return FALSE;
  for (guint i = 0; i < undo.pupils->len; i++)
    if (!undo_pupil (&undo, undo.pupils->pdata[i], error))
      return FALSE;
  return mch_op_run_finish (&run, error) && store (&undo, act, error);
}

char *
mch_imports_undo (MchServer *server, const char *login, const char *op, const char *scope,
                  const char *id, GError **error)
{
  const char *const touched[] = { scope, NULL };
  MchOpRequest request = { .login = login,
                           .op = op,
                           .scope = scope,
                           .kind = MCH_OP_EDIT,
                           .made_ms = mch_server_now (server) };
  UndoAct act = { server, &request, id, NULL, NULL };
  g_autofree char *asked = g_strdup_printf ("undo\n%s\n%s", scope, id);
  g_autofree char *hash = mch_digest_hex (asked, strlen (asked));

  g_return_val_if_fail (login != NULL && scope != NULL && id != NULL, NULL);

  if (!mch_uuid_is_valid (op))
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_INVALID, _ ("An operation's id is a UUID."));
      return NULL;
    }
  act.hash = hash;
  if (!mch_model_write (server, undo_import, &act, error))
    {
      g_free (act.response);
      return NULL;
    }
  mch_server_hint (server, touched);
  return act.response;
}
