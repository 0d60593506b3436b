/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeping a late operation, and what the exam office decides of it. */
#include "server/model/mch-late.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "protocol/mch-wire-record.h"
#include "server/model/mch-late-private.h"
#include "server/model/mch-model.h"

#define REASON_MAX 400   /* characters */
#define MAX_WAITING 5000 /* operations of one establishment */
#define MAX_ASKED 200    /* persons whose sessions are looked up */

static char *
dup_response (const char *op, MchLateState state, const char *reason, gint64 seq)
{
  g_autoptr (MchOpResult) result = mch_op_result_new (op);
  g_autoptr (JsonObject) object = NULL;

  result->refused = TRUE;
  result->held = state == MCH_LATE_WAITING;
  result->message_key = g_strdup (result->held ? "late_waiting" : "late_refused");
  result->reason = g_strdup (reason);
  result->seq = seq;
  object = mch_op_result_to_json (result);
  return mch_wire_to_text (object, NULL);
}

gboolean
mch_late_find_response (MchDb *db, const MchOpRequest *request, const char *hash,
                        char **ret_response, GError **error)
{
  gint64 seq = 0;
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error,
                    "SELECT staff, body_hash, state, reason FROM late_op"
                    " WHERE scope = $1 AND op = $2",
                    MCH_DB_TEXT (request->scope), MCH_DB_TEXT (request->op));

  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  if (strcmp (mch_db_result_get_text (result, 0), request->login) != 0)
    return mch_ops_refuse_mismatch (error);
  if (!mch_late_check_same (db, request, hash, mch_db_result_get_text (result, 1), error)
      || !mch_scope_get (db, request->scope, &seq, NULL, NULL, error))
    return FALSE;
  *ret_response =
      dup_response (request->op, mch_late_state_from_string (mch_db_result_get_text (result, 2)),
                    mch_db_result_get_text (result, 3), seq);
  return TRUE;
}

static gboolean
count_waiting (MchDb *db, const char *scope, gint64 *ret_n, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (
      db, error, "SELECT COUNT (*) FROM late_op WHERE scope = $1 AND state = 'waiting'",
      MCH_DB_TEXT (scope));

  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  *ret_n = mch_db_result_get_int (result, 0);
  return TRUE;
}

gboolean
mch_late_recount (MchOpRun *run, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  MchRecord *own;
  gint64 n;

  if (!count_waiting (run->db, run->request->scope, &n, error))
    return FALSE;
  own = mch_op_run_find (run, MCH_KIND_ESTABLISHMENT, mch_model_scope_uai (run->request->scope),
                         &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  text = n > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, n) : NULL;
  if (own != NULL && mch_record_set (own, "late_waiting", text))
    mch_op_run_put (run, own);
  return TRUE;
}

static void
add_session (GPtrArray *sessions, const char *session)
{
  if (session != NULL && !g_ptr_array_find_with_equal_func (sessions, session, g_str_equal, NULL))
    g_ptr_array_add (sessions, g_strdup (session));
}

static gboolean
add_sessions_of_person (MchOpRun *run, const char *person, GPtrArray *sessions, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (
      run->db, error, "SELECT session FROM candidature WHERE scope = $1 AND person = $2",
      MCH_DB_TEXT (run->request->scope), MCH_DB_TEXT (person));

  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    add_session (sessions, mch_db_result_get_text (result, 0));
  return TRUE;
}

/* For whom reads the list: what the operation is about. */
static char *
dup_sessions (MchOpRun *run, GPtrArray *changes, GError **error)
{
  guint asked = 0;
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < changes->len; i++)
    {
      const MchChange *change = changes->pdata[i];
      const MchRecord *known;

      if (change->kind == MCH_KIND_PERSON && !change->create && asked++ < MAX_ASKED
          && !add_sessions_of_person (run, change->id, sessions, error))
        return NULL;
      if (change->kind != MCH_KIND_CANDIDATURE)
        continue;
      known = change->create ? NULL : mch_op_run_find (run, change->kind, change->id, NULL);
      add_session (sessions, known != NULL ? mch_record_get (known, "session")
                                           : g_hash_table_lookup (change->to, "session"));
    }
  g_ptr_array_add (sessions, NULL);
  return g_strjoinv (" ", (char **) sessions->pdata);
}

static gboolean
insert_late (MchOpRun *run, GPtrArray *changes, const char *hash, GError **error)
{
  const MchOpRequest *request = run->request;
  GHashTable *meta = request->meta;
  g_autofree char *sessions = dup_sessions (run, changes, error);
  g_autofree char *body = mch_wire_part_to_text (changes, 0, changes->len, NULL);
  g_autofree char *meta_text = NULL;
  g_autoptr (JsonObject) object =
      meta != NULL ? mch_wire_values_to_json (meta) : json_object_new ();

  if (sessions == NULL)
    return FALSE;
  meta_text = mch_wire_to_text (object, NULL);
  return mch_db_exec (
             run->db, error,
             "INSERT INTO late_op (scope, op, staff, kind, sessions, file, meta, body, body_hash,"
             " changes, made_ms, received_ms, closed_ms, state)"
             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'waiting')",
             MCH_DB_TEXT (request->scope), MCH_DB_TEXT (request->op), MCH_DB_TEXT (request->login),
             MCH_DB_TEXT (mch_op_kind_to_string (request->kind)), MCH_DB_TEXT (sessions),
             MCH_DB_TEXT (meta != NULL ? g_hash_table_lookup (meta, "file") : NULL),
             MCH_DB_TEXT (meta_text), MCH_DB_TEXT (body), MCH_DB_TEXT (hash),
             MCH_DB_INT (changes->len), MCH_DB_INT (request->made_ms), MCH_DB_INT (run->now_ms),
             run->closed_ms > 0 ? MCH_DB_INT (run->closed_ms) : MCH_DB_NULL)
         >= 0;
}

/* Whether it was made when every registration that it touches was open. */
static gboolean
was_open (MchOpRun *run, GPtrArray *changes, gboolean *ret_open, GError **error)
{
  gboolean done;

  *ret_open = FALSE;
  if (run->request->made_ms >= run->now_ms)
    return TRUE;
  run->window_ms = run->request->made_ms;
  done = mch_op_run_check_window (run, changes, ret_open, error);
  run->window_ms = run->now_ms;
  return done;
}

gboolean
mch_late_hold (MchOpRun *run, GPtrArray *changes, const char *hash, gboolean *ret_held,
               GError **error)
{
  const MchOpRequest *request = run->request;
  gint64 n = 0;

  if (!was_open (run, changes, ret_held, error))
    return FALSE;
  if (!*ret_held)
    return TRUE;
  if (!count_waiting (run->db, request->scope, &n, error))
    return FALSE;
  *ret_held = n < MAX_WAITING;
  if (!*ret_held)
    return TRUE;
  run->result->refused = run->result->held = TRUE;
  run->result->message_key = g_strdup ("late_waiting");
  return insert_late (run, changes, hash, error) && mch_late_recount (run, error)
         && mch_op_run_finish (run, error)
         && mch_model_audit (run->server, run->db, request->scope, request->login, "late.hold",
                             request->op, NULL, error);
}

GPtrArray *
mch_late_parse_body (const char *body, GError **error)
{
  g_autoptr (JsonObject) message = mch_wire_parse (body, strlen (body), error);

  return message != NULL ? mch_wire_changes_from_json (message, G_MAXUINT, error) : NULL;
}

gboolean
mch_late_check_right (MchDb *db, const MchStaff *staff, const char *scope, gboolean to_decide,
                      GError **error)
{
  const char *uai = mch_model_scope_uai (scope);
  g_autoptr (MchDbResult) result = NULL;

  if (!to_decide && mch_staff_may (staff, scope))
    return TRUE;
  if (uai != NULL && staff->role == MCH_ROLE_EXAM_OFFICE)
    {
      result =
          mch_db_query (db, error, "SELECT 'acad:' || academy FROM establishment WHERE uai = $1",
                        MCH_DB_TEXT (uai));
      if (result == NULL)
        return FALSE;
      if (mch_db_result_next (result) && mch_staff_may (staff, mch_db_result_get_text (result, 0)))
        return TRUE;
    }
  return mch_model_refuse (error, MCH_MODEL_ERROR_FORBIDDEN,
                           _ ("The exam office of the académie decides on these operations."));
}

typedef struct
{
  MchServer *server;
  const MchStaff *staff;
  const char *scope;
  const char *op;
  MchLateState state; /* to be */
  const char *reason;
  char *result; /* RESULT of what was accepted */
  gboolean changed;
} Decision;

/* The operation as it was held, with what its request points to. */
typedef struct
{
  MchOpRequest request;
  char *login;
  char *hash;
  MchLateState state;
  GHashTable *meta;
  GPtrArray *changes;
} Held;

static void
held_clear (Held *held)
{
  g_free (held->login);
  g_free (held->hash);
  g_clear_pointer (&held->meta, g_hash_table_unref);
  g_clear_pointer (&held->changes, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Held, held_clear)

static gboolean
read_meta (Held *held, const char *text, GError **error)
{
  g_autoptr (JsonObject) object = mch_wire_parse (text, strlen (text), error);

  held->meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return object != NULL && mch_wire_values_from_json (object, held->meta, error);
}

static gboolean
read_held (MchDb *db, const Decision *decision, Held *held, GError **error)
{
  g_autoptr (MchDbResult) row =
      mch_db_query (db, error,
                    "SELECT staff, kind, meta, body, body_hash, made_ms, state FROM late_op"
                    " WHERE scope = $1 AND op = $2",
                    MCH_DB_TEXT (decision->scope), MCH_DB_TEXT (decision->op));

  if (row == NULL)
    return FALSE;
  if (!mch_db_result_next (row))
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                             _ ("There is no such late operation."));
  held->login = g_strdup (mch_db_result_get_text (row, 0));
  held->hash = g_strdup (mch_db_result_get_text (row, 4));
  held->state = mch_late_state_from_string (mch_db_result_get_text (row, 6));
  if (!read_meta (held, mch_db_result_get_text (row, 2), error))
    return FALSE;
  held->changes = mch_late_parse_body (mch_db_result_get_text (row, 3), error);
  if (held->changes == NULL)
    return FALSE;
  held->request = (MchOpRequest){
    .login = held->login,
    .op = decision->op,
    .scope = decision->scope,
    .kind = mch_op_kind_from_string (mch_db_result_get_text (row, 1)),
    .made_ms = mch_db_result_get_int (row, 5),
    .meta = held->meta,
    .changes = held->changes,
  };
  return TRUE;
}

static gboolean
write_decision (MchDb *db, const Decision *decision, GError **error)
{
  return mch_db_exec (db, error,
                      "UPDATE late_op SET state = $3, decided_by = $4, decided_ms = $5,"
                      " reason = $6 WHERE scope = $1 AND op = $2",
                      MCH_DB_TEXT (decision->scope), MCH_DB_TEXT (decision->op),
                      MCH_DB_TEXT (mch_late_state_to_string (decision->state)),
                      MCH_DB_TEXT (decision->staff->login),
                      MCH_DB_INT (mch_server_now (decision->server)),
                      MCH_DB_TEXT (decision->reason))
         >= 0;
}

static gboolean
log_decision (MchDb *db, const Decision *decision, const Held *held, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autofree char *detail = NULL;

  mch_wire_set_text (object, "by", held->login);
  if (decision->reason != NULL)
    mch_wire_set_text (object, "reason", decision->reason);
  detail = mch_wire_to_text (object, NULL);
  return mch_model_audit (decision->server, db, decision->scope, decision->staff->login,
                          decision->state == MCH_LATE_ACCEPTED ? "late.accept" : "late.refuse",
                          decision->op, detail, error);
}

static gboolean
apply_decision (MchDb *db, Decision *decision, Held *held, GError **error)
{
  gboolean accepted = decision->state == MCH_LATE_ACCEPTED;
  g_auto (MchOpRun) run = { 0 };

  /* What is refused was done by the office and by nobody else. */
  if (!accepted)
    held->request.login = decision->staff->login;
  decision->changed = TRUE;
  if (!mch_op_run_init (&run, decision->server, db, &held->request, error)
      || !write_decision (db, decision, error) || !mch_late_recount (&run, error))
    return FALSE;
  run.window_forced = TRUE;
  if (accepted
      && (!mch_late_order (&run, held->changes, error)
          || !mch_late_follow_merges (&run, held->changes, error)))
    return FALSE;
  return (accepted ? mch_ops_apply_held (&run, held->changes, held->hash, &decision->result, error)
                   : mch_op_run_finish (&run, error))
         && log_decision (db, decision, held, error);
}

static gboolean
decide (MchDb *db, gpointer data, GError **error)
{
  Decision *decision = data;
  g_auto (Held) held = { 0 };

  g_clear_pointer (&decision->result, g_free);
  decision->changed = FALSE;
  if (!mch_late_check_right (db, decision->staff, decision->scope, TRUE, error)
      || !read_held (db, decision, &held, error))
    return FALSE;
  if (held.state == MCH_LATE_WAITING)
    return apply_decision (db, decision, &held, error);
  if (held.state != decision->state)
    return mch_model_refuse (error, MCH_MODEL_ERROR_DECIDED,
                             _ ("This operation was decided otherwise already."));
  return held.state != MCH_LATE_ACCEPTED
         || mch_ops_find_response (db, &held.request, held.hash, &decision->result, error);
}

static char *
dup_answer (const Decision *decision)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *result = decision->result != NULL
                           ? mch_wire_parse (decision->result, strlen (decision->result), NULL)
                           : NULL;

  json_object_set_int_member (object, "version", 1);
  mch_wire_set_text (object, "op", decision->op);
  mch_wire_set_text (object, "state", mch_late_state_to_string (decision->state));
  if (result != NULL)
    json_object_set_object_member (object, "result", result);
  else
    json_object_set_null_member (object, "result");
  return mch_wire_to_text (object, NULL);
}

char *
mch_late_decide (MchServer *server, const MchStaff *staff, const char *scope, const char *op,
                 gboolean accept, const char *reason, GError **error)
{
  const char *const touched[] = { scope, NULL };
  Decision decision = { server, staff, scope, op, accept ? MCH_LATE_ACCEPTED : MCH_LATE_REFUSED,
                        reason, NULL,  FALSE };
  char *answer;

  g_return_val_if_fail (staff != NULL && scope != NULL && op != NULL, NULL);

  if (reason != NULL
      && (!g_utf8_validate (reason, -1, NULL) || g_utf8_strlen (reason, -1) > REASON_MAX))
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_INVALID, _ ("A reason has at most %d characters."),
                        REASON_MAX);
      return NULL;
    }
  if (!mch_model_write (server, decide, &decision, error))
    {
      g_free (decision.result);
      return NULL;
    }
  if (decision.changed)
    mch_server_hint (server, touched);
  answer = dup_answer (&decision);
  g_free (decision.result);
  return answer;
}
