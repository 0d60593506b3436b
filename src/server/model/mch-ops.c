/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Staging and committing. The result is stored in the transaction of its effect, so that a lost
 * answer is only asked for again. */
#include "server/model/mch-ops.h"

#include <glib/gi18n-lib.h>
#include <malloc.h>
#include <string.h>

#include "protocol/mch-wire-record.h"
#include "server/model/mch-imports-private.h"
#include "server/model/mch-late-private.h"
#include "server/model/mch-model.h"
#include "server/model/mch-ops-private.h"
#include "vault/mch-digest.h"

#define MAX_CHANGES 100000 /* of one operation: ten times the largest establishment */
#define MANY_CHANGES 200   /* from here on it is quicker to read the whole scope first */
#define LARGE_CHANGES 5000 /* some ten MB, which are given back afterwards */
#define MAX_STAGED 2000    /* parts of one login: 1 GB at most */

static const char *const kind_names[] = {
  [MCH_OP_EDIT] = "edit",
  [MCH_OP_IMPORT] = "import",
  [MCH_OP_AUDIT] = "audit",
};
G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == MCH_N_OP_KINDS);

const char *
mch_op_kind_to_string (MchOpKind kind)
{
  g_return_val_if_fail (kind >= 0 && kind < MCH_N_OP_KINDS, NULL);

  return kind_names[kind];
}

MchOpKind
mch_op_kind_from_string (const char *text)
{
  for (int i = 0; i < MCH_N_OP_KINDS; i++)
    if (g_strcmp0 (text, kind_names[i]) == 0)
      return i;
  return MCH_OP_INVALID;
}

gboolean
mch_ops_refuse_mismatch (GError **error)
{
  return mch_model_refuse (error, MCH_MODEL_ERROR_MISMATCH,
                           _ ("This id was used before for something else."));
}

typedef struct
{
  MchServer *server;
  const char *login;
  const char *op;
  int n;
  GBytes *body;
  const char *hash;
} Part;

/* What one login may leave lying here. */
static gboolean
check_room (MchDb *db, const Part *part, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT COUNT (*) FROM op_part WHERE staff = $1",
                         MCH_DB_TEXT (part->login));
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  if (mch_db_result_get_int (result, 0) < MAX_STAGED)
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_TOO_LARGE,
                           _ ("Too many parts wait for their commit."));
}

static gboolean
stage_part (MchDb *db, gpointer data, GError **error)
{
  const Part *part = data;
  gsize length;
  const void *body = g_bytes_get_data (part->body, &length);
  g_autoptr (MchDbResult) result = NULL;

  result =
      mch_db_query (db, error, "SELECT hash FROM op_part WHERE staff = $1 AND op = $2 AND n = $3",
                    MCH_DB_TEXT (part->login), MCH_DB_TEXT (part->op), MCH_DB_INT (part->n));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    return strcmp (mch_db_result_get_text (result, 0), part->hash) == 0
           || mch_ops_refuse_mismatch (error);
  if (!check_room (db, part, error))
    return FALSE;
  return mch_db_exec (db, error,
                      "INSERT INTO op_part (staff, op, n, hash, body, created_ms)"
                      " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (staff, op, n) DO NOTHING",
                      MCH_DB_TEXT (part->login), MCH_DB_TEXT (part->op), MCH_DB_INT (part->n),
                      MCH_DB_TEXT (part->hash), MCH_DB_BLOB (body, length),
                      MCH_DB_INT (mch_server_now (part->server)))
         >= 0;
}

gboolean
mch_ops_stage (MchServer *server, const char *login, const char *op, int n, GBytes *body,
               const char *hash, GError **error)
{
  Part part = { server, login, op, n, body, hash };
  gsize length;
  const void *data = g_bytes_get_data (body, &length);
  g_autofree char *real = mch_digest_hex (data, length);

  if (!mch_uuid_is_valid (op) || n < 0 || n >= MCH_WIRE_MAX_PARTS || length == 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("There is no such part of an operation."));
  if (length > MCH_WIRE_MAX_PART_BYTES)
    return mch_model_refuse (error, MCH_MODEL_ERROR_TOO_LARGE,
                             _ ("The part of the operation is too large."));
  if (g_strcmp0 (hash, real) != 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_MISMATCH,
                             _ ("The part arrived damaged; send it again."));
  return mch_model_write (server, stage_part, &part, error);
}

typedef struct
{
  MchServer *server;
  const MchOpRequest *request;
  char *hash;         /* of everything that the operation says */
  char *response;     /* the stored or the new answer */
  GPtrArray *bodies;  /* of GBytes: staged parts */
  GPtrArray *changes; /* of MchChange */
  gint64 seq;         /* where the scope stands with it; 0 when it was applied before */
  gboolean refused;
} Commit;

/* glibc keeps what a large import has used, all the weeks in which nothing like it comes again. */
static void
give_back (guint n_changes)
{
#ifdef __GLIBC__
  if (n_changes >= LARGE_CHANGES)
    malloc_trim (0);
#endif
}

static void
commit_clear (Commit *commit)
{
  guint n_changes = commit->changes->len;

  g_free (commit->hash);
  g_free (commit->response);
  g_ptr_array_unref (commit->bodies);
  g_ptr_array_unref (commit->changes);
  give_back (n_changes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Commit, commit_clear)

static int
compare_texts (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
append_meta (GString *text, GHashTable *meta)
{
  guint n = 0;
  g_autofree const char **names = NULL;

  if (meta == NULL)
    return;
  names = (const char **) g_hash_table_get_keys_as_array (meta, &n);
  qsort (names, n, sizeof *names, compare_texts);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s=%s\n", names[i],
                            (const char *) g_hash_table_lookup (meta, names[i]));
}

/* Equal contents hash alike, however they were written as JSON. */
static char *
dup_request_hash (const MchOpRequest *request)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s\n%" G_GINT64_FORMAT "\n", request->scope,
                          mch_op_kind_to_string (request->kind), request->made_ms);
  append_meta (text, request->meta);
  for (guint i = 0; request->parts != NULL && request->parts[i] != NULL; i++)
    g_string_append_printf (text, "part %s\n", request->parts[i]);
  if (request->changes != NULL)
    {
      gsize length;
      g_autofree char *changes =
          mch_wire_part_to_text (request->changes, 0, request->changes->len, &length);

      g_string_append_len (text, changes, (gssize) length);
    }
  return mch_digest_hex (text->str, text->len);
}

gboolean
mch_ops_find_response (MchDb *db, const MchOpRequest *request, const char *hash,
                       char **ret_response, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT body_hash, response FROM op_result WHERE staff = $1 AND op = $2",
                         MCH_DB_TEXT (request->login), MCH_DB_TEXT (request->op));
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result))
    return TRUE;
  if (!mch_late_check_same (db, request, hash, mch_db_result_get_text (result, 0), error))
    return FALSE;
  *ret_response = g_strdup (mch_db_result_get_text (result, 1));
  return TRUE;
}

gboolean
mch_ops_store_response (MchDb *db, const MchOpRequest *request, const char *hash,
                        const char *response, gint64 now_ms, GError **error)
{
  return mch_db_send (db, error, -1,
                      "INSERT INTO op_result (staff, op, scope, body_hash, response, created_ms)"
                      " VALUES ($1, $2, $3, $4, $5, $6)",
                      MCH_DB_TEXT (request->login), MCH_DB_TEXT (request->op),
                      MCH_DB_TEXT (request->scope), MCH_DB_TEXT (hash), MCH_DB_TEXT (response),
                      MCH_DB_INT (now_ms));
}

/* The stored answer, if this very operation was applied before. */
static gboolean
find_result (MchDb *db, Commit *commit, GError **error)
{
  g_clear_pointer (&commit->response, g_free);
  if (!mch_ops_find_response (db, commit->request, commit->hash, &commit->response, error))
    return FALSE;
  return commit->response != NULL
         || mch_late_find_response (db, commit->request, commit->hash, &commit->response, error);
}

static gboolean
read_parts (MchDb *db, gpointer data, GError **error)
{
  Commit *commit = data;
  const MchOpRequest *request = commit->request;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (commit->bodies, 0);
  if (!find_result (db, commit, error))
    return FALSE;
  if (commit->response != NULL || request->parts == NULL)
    return TRUE;
  result = mch_db_query (db, error,
                         "SELECT n, hash, body FROM op_part WHERE staff = $1 AND op = $2"
                         " ORDER BY n",
                         MCH_DB_TEXT (request->login), MCH_DB_TEXT (request->op));
  if (result == NULL)
    return FALSE;
  for (guint i = 0; request->parts[i] != NULL; i++)
    {
      if (!mch_db_result_next (result) || mch_db_result_get_int (result, 0) != (gint64) i)
        return mch_model_refuse (error, MCH_MODEL_ERROR_PARTS_MISSING,
                                 _ ("Part %u of the operation has not arrived."), i);
      if (strcmp (mch_db_result_get_text (result, 1), request->parts[i]) != 0)
        return mch_ops_refuse_mismatch (error);
      g_ptr_array_add (commit->bodies, mch_model_dup_blob (result, 2));
    }
  return TRUE;
}

static gboolean
parse_parts (Commit *commit, GError **error)
{
  g_autoptr (GError) local = NULL;

  for (guint i = 0; i < commit->bodies->len; i++)
    {
      gsize length;
      const char *text = g_bytes_get_data (commit->bodies->pdata[i], &length);
      JsonObject *message = mch_wire_parse (text, length, &local);
      g_autoptr (GPtrArray) changes = NULL;

      if (message != NULL)
        {
          changes = mch_wire_changes_from_json (message, MCH_WIRE_MAX_PART_CHANGES, &local);
          json_object_unref (message);
        }
      if (changes == NULL)
        return mch_model_refuse (error, MCH_MODEL_ERROR_MALFORMED, _ ("Part %u: %s"), i,
                                 local->message);
      if (commit->changes->len + changes->len > MAX_CHANGES)
        return mch_model_refuse (error, MCH_MODEL_ERROR_TOO_LARGE,
                                 _ ("An operation has at most %d changes."), MAX_CHANGES);
      g_ptr_array_extend_and_steal (commit->changes, g_steal_pointer (&changes));
    }
  /* A large import is not held twice while it is applied. */
  g_ptr_array_set_size (commit->bodies, 0);
  return TRUE;
}

static char *
dup_result (const MchOpRun *run)
{
  g_autoptr (JsonObject) object = mch_op_result_to_json (run->result);

  return mch_wire_to_text (object, NULL);
}

static gboolean
store_result (Commit *commit, MchOpRun *run, GError **error)
{
  const MchOpRequest *request = commit->request;

  commit->response = dup_result (run);
  /* What was refused has changed nothing and may be accepted another day. */
  if (run->result->refused && !run->result->held)
    return TRUE;
  return (run->result->held
          || mch_ops_store_response (run->db, request, commit->hash, commit->response, run->now_ms,
                                     error))
         && (request->parts == NULL
             || mch_db_send (run->db, error, -1, "DELETE FROM op_part WHERE staff = $1 AND op = $2",
                             MCH_DB_TEXT (request->login), MCH_DB_TEXT (request->op)));
}

static gboolean
load_if_many (MchOpRun *run, GPtrArray *changes, GError **error)
{
  return changes->len <= MANY_CHANGES || mch_op_run_load_scope (run, error);
}

static gboolean
apply_all (MchOpRun *run, GPtrArray *changes, GError **error)
{
  mch_op_run_note_wanted (run, changes);
  for (guint i = 0; i < changes->len; i++)
    if (!mch_op_run_apply (run, changes->pdata[i], error))
      return FALSE;
  return mch_op_run_finish (run, error)
         && (run->request->kind != MCH_OP_IMPORT || mch_imports_log (run, error));
}

static gboolean
apply_changes (Commit *commit, MchOpRun *run, GError **error)
{
  gboolean open, builds, held;

  if (!load_if_many (run, commit->changes, error)
      || !mch_op_run_check_window (run, commit->changes, &open, error)
      || !mch_late_builds_on_held (run, commit->changes, &builds, error))
    return FALSE;
  if ((open && !builds) || commit->request->of_office)
    return apply_all (run, commit->changes, error);
  if (!mch_late_hold (run, commit->changes, commit->hash, &held, error))
    return FALSE;
  if (!held)
    {
      run->result->refused = TRUE;
      run->result->message_key = g_strdup ("registration_closed");
    }
  return TRUE;
}

gboolean
mch_ops_apply_held (MchOpRun *run, GPtrArray *changes, const char *hash, char **ret_response,
                    GError **error)
{
  if (!load_if_many (run, changes, error) || !apply_all (run, changes, error)
      || !mch_scope_get (run->db, run->request->scope, &run->result->seq, NULL, NULL, error))
    return FALSE;
  *ret_response = dup_result (run);
  return mch_ops_store_response (run->db, run->request, hash, *ret_response, run->now_ms, error);
}

/* What the exam office did in an establishment is in its log, by numbers. */
static gboolean
append_office (Commit *commit, MchOpRun *run, GError **error)
{
  const MchChange *first = commit->changes->len > 0 ? commit->changes->pdata[0] : NULL;
  g_autofree char *detail = g_strdup_printf ("{\"applied\":%u,\"rejected\":%u}",
                                             run->result->applied, run->result->rejected->len);
  MchAuditEntry entry = {
    .chain = commit->request->scope,
    .at_ms = commit->request->made_ms,
    .received_ms = run->now_ms,
    .actor = commit->request->login,
    .action = first != NULL && first->kind == MCH_KIND_REVIEW ? "office.review" : "office.edit",
    .object = first != NULL ? first->id : NULL,
    .detail = detail,
  };

  return mch_audit_append (run->db, &entry, error) >= 0;
}

static gboolean
append_audit (Commit *commit, MchOpRun *run, GError **error)
{
  const MchOpRequest *request = commit->request;
  const char *action = g_hash_table_lookup (request->meta, "action");
  const char *at_ms = g_hash_table_lookup (request->meta, "at_ms");
  JsonObject *object = mch_wire_values_to_json (request->meta);
  g_autofree char *detail = mch_wire_to_text (object, NULL);
  MchAuditEntry entry = {
    .chain = request->scope,
    .at_ms = at_ms != NULL ? g_ascii_strtoll (at_ms, NULL, 10) : request->made_ms,
    .received_ms = run->now_ms,
    .actor = request->login,
    .action = action,
    .object = g_hash_table_lookup (request->meta, "edition"),
    .detail = detail,
  };

  json_object_unref (object);
  return mch_audit_append (run->db, &entry, error) >= 0;
}

/* Before a restore this desktop may have been told that we have what we have not any more, and what
 * it sends now may build on that: it pulls first, and sends that again. */
static gboolean
check_epoch (MchDb *db, const MchOpRequest *request, GError **error)
{
  g_autofree char *epoch = NULL;

  if (request->epoch == NULL)
    return TRUE;
  if (!mch_model_read_epoch (db, &epoch, error))
    return FALSE;
  return strcmp (request->epoch, epoch) == 0
         || mch_model_refuse (error, MCH_MODEL_ERROR_RESYNC_EPOCH,
                              _ ("The server was restored from a backup."));
}

static gboolean
apply_commit (MchDb *db, gpointer data, GError **error)
{
  Commit *commit = data;
  const char *scope = commit->request->scope;
  gboolean found;
  g_auto (MchOpRun) run = { 0 };

  commit->refused = FALSE;
  commit->seq = 0;
  if (!find_result (db, commit, error))
    return FALSE;
  if (commit->response != NULL)
    return TRUE;
  if (!check_epoch (db, commit->request, error)
      || !mch_scope_get (db, scope, NULL, NULL, &found, error))
    return FALSE;
  if (!found)
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND, _ ("There is no scope %s."), scope);
  if (!mch_op_run_init (&run, commit->server, db, commit->request, error))
    return FALSE;
  if (commit->request->kind != MCH_OP_AUDIT && !apply_changes (commit, &run, error))
    return FALSE;
  if (commit->request->kind == MCH_OP_AUDIT)
    run.result->applied = 1;
  if (!mch_scope_get (db, scope, &run.result->seq, NULL, NULL, error)
      || !store_result (commit, &run, error))
    return FALSE;
  commit->refused = run.result->refused && !run.result->held;
  commit->seq = run.result->seq;
  if (commit->request->kind == MCH_OP_AUDIT)
    return append_audit (commit, &run, error);
  return !commit->request->of_office || commit->refused || append_office (commit, &run, error);
}

static gboolean
check_audit (const MchOpRequest *request, GError **error)
{
  static const char *const actions[] = { "view", "print", "export", "health", NULL };
  const char *action = request->meta != NULL ? g_hash_table_lookup (request->meta, "action") : NULL;

  if (action != NULL && g_strv_contains (actions, action)
      && (request->changes == NULL || request->changes->len == 0) && request->parts == NULL)
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_MALFORMED,
                           _ ("An entry of the log names its action and changes nothing."));
}

char *
mch_ops_commit (MchServer *server, const MchOpRequest *request, GError **error)
{
  g_auto (Commit) commit = { server, request };

  g_return_val_if_fail (request->kind >= 0 && request->kind < MCH_N_OP_KINDS, NULL);

  commit.hash = dup_request_hash (request);
  commit.bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  commit.changes = request->changes != NULL
                       ? g_ptr_array_ref (request->changes)
                       : g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  if (!mch_uuid_is_valid (request->op))
    {
      mch_model_refuse (error, MCH_MODEL_ERROR_INVALID, _ ("An operation's id is a UUID."));
      return NULL;
    }
  if (request->kind == MCH_OP_AUDIT && !check_audit (request, error))
    return NULL;
  /* What came with the request is looked for where it is applied. */
  if (request->parts != NULL && !mch_model_read (server, read_parts, &commit, error))
    return NULL;
  if (commit.response != NULL)
    return g_steal_pointer (&commit.response);
  if (!parse_parts (&commit, error) || !mch_model_write (server, apply_commit, &commit, error))
    return NULL;
  if (commit.seq > 0 && !commit.refused)
    mch_server_hint_at (server, request->scope, commit.seq);
  return g_steal_pointer (&commit.response);
}

static gboolean
purge (MchDb *db, gpointer data, GError **error)
{
  gint64 now = mch_server_now (data);

  return mch_db_exec (db, error, "DELETE FROM op_part WHERE created_ms < $1",
                      MCH_DB_INT (now - MCH_OP_PART_LIFE_MS))
             >= 0
         && mch_db_exec (db, error, "DELETE FROM op_result WHERE created_ms < $1",
                         MCH_DB_INT (now - MCH_OP_RESULT_LIFE_MS))
                >= 0
         && mch_db_exec (db, error, "DELETE FROM late_op WHERE decided_ms < $1",
                         MCH_DB_INT (now - MCH_OP_RESULT_LIFE_MS))
                >= 0;
}

gboolean
mch_ops_purge (MchServer *server, GError **error)
{
  g_return_val_if_fail (server != NULL, FALSE);

  return mch_model_write (server, purge, server, error);
}
