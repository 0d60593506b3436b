/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-directory.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-uai.h"
#include "core/mch-value.h"
#include "server/model/mch-directory-private.h"
#include "server/model/mch-model.h"

#define CODE_MAX 20
#define NAME_MAX_CHARS 120

typedef struct
{
  MchServer *server;
  const char *academy;
  const char *name;
  char uai[MCH_UAI_LENGTH + 1];
  const char *domain;
  const char *month;
  char **touched; /* scopes to hint */
} DirectoryAct;

static gboolean
check_name (const char *name, GError **error)
{
  if (name != NULL && *name != '\0' && g_utf8_validate (name, -1, NULL)
      && g_utf8_strlen (name, -1) <= NAME_MAX_CHARS)
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID, _ ("A name has 1 to %d characters."),
                           NAME_MAX_CHARS);
}

static gboolean
check_code (const char *code, GError **error)
{
  if (code != NULL && *code != '\0' && strlen (code) <= CODE_MAX
      && strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-")
             == strlen (code))
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                           _ ("“%s” is no code of an académie: use up to %d letters, digits and "
                              "hyphens."),
                           code != NULL ? code : "", CODE_MAX);
}

char **
mch_directory_dup_scopes (MchDb *db, const char *academy, GError **error)
{
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT uai FROM establishment WHERE academy = $1 ORDER BY uai",
                         MCH_DB_TEXT (academy));
  if (result == NULL)
    return NULL;
  g_ptr_array_add (scopes, g_strconcat ("acad:", academy, NULL));
  while (mch_db_result_next (result))
    g_ptr_array_add (scopes, g_strconcat ("etab:", mch_db_result_get_text (result, 0), NULL));
  g_ptr_array_add (scopes, NULL);
  g_ptr_array_set_free_func (scopes, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&scopes), FALSE);
}

/* Whether both hold the same values. */
static gboolean
same_values (const MchRecord *a, const MchRecord *b)
{
  GHashTableIter iter;
  gpointer name, value;

  if (g_hash_table_size (a->values) != g_hash_table_size (b->values))
    return FALSE;
  g_hash_table_iter_init (&iter, a->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_strcmp0 (mch_record_get (b, name), value) != 0)
      return FALSE;
  return TRUE;
}

gboolean
mch_directory_put_changed (MchDb *db, MchBatch *batch, const char *scope, MchRecord *record,
                           GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) known = NULL;

  known = mch_records_get (db, scope, record->kind, record->id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (known != NULL && !known->deleted && same_values (known, record))
    return TRUE;
  record->version = known != NULL ? known->version : 0;
  mch_batch_put (batch, scope, record);
  return TRUE;
}

/* Inserts the row or, when one is there, asks whether it is the same one: @select gives its text.
 */
static gboolean
expect_same (MchDbResult *result, const char *name, const char *what, GError **error)
{
  if (result == NULL)
    return FALSE;
  if (!mch_db_result_next (result) || strcmp (mch_db_result_get_text (result, 0), name) == 0)
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_EXISTS, _ ("%s exists already as “%s”."), what,
                           mch_db_result_get_text (result, 0));
}

static gboolean
add_academy (MchDb *db, gpointer data, GError **error)
{
  const DirectoryAct *act = data;
  g_autofree char *scope = g_strconcat ("acad:", act->academy, NULL);
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT name FROM academy WHERE code = $1",
                         MCH_DB_TEXT (act->academy));
  return expect_same (result, act->name, act->academy, error)
         && mch_db_exec (db, error,
                         "INSERT INTO academy (code, name) VALUES ($1, $2)"
                         " ON CONFLICT (code) DO NOTHING",
                         MCH_DB_TEXT (act->academy), MCH_DB_TEXT (act->name))
                >= 0
         && mch_scope_create (db, scope, error);
}

gboolean
mch_directory_add_academy (MchServer *server, const char *code, const char *name, GError **error)
{
  DirectoryAct act = { .server = server, .academy = code, .name = name };

  return check_code (code, error) && check_name (name, error)
         && mch_model_write (server, add_academy, &act, error);
}

static gboolean
require_academy (MchDb *db, const char *code, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error, "SELECT 1 FROM academy WHERE code = $1", MCH_DB_TEXT (code));
  if (result == NULL)
    return FALSE;
  if (mch_db_result_next (result))
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                           _ ("There is no académie %s here. Add it first: academy add %s NAME"),
                           code, code);
}

/* The new establishment's scope: who it is, and every service of its académie. */
static gboolean
fill_scope (MchDb *db, const DirectoryAct *act, MchBatch *batch, const char *scope, GError **error)
{
  g_autoptr (MchRecord) record = mch_record_new (MCH_KIND_ESTABLISHMENT, act->uai);
  g_autoptr (MchDbResult) result = NULL;

  mch_record_set (record, "name", act->name);
  mch_record_set (record, "academy", act->academy);
  mch_batch_put (batch, scope, record);
  result = mch_db_query (db, error, "SELECT domain, ym FROM exam_session WHERE academy = $1",
                         MCH_DB_TEXT (act->academy));
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    if (!mch_directory_put_service (db, batch, scope, act->academy,
                                    mch_db_result_get_text (result, 0),
                                    mch_db_result_get_text (result, 1), error))
      return FALSE;
  return TRUE;
}

static gboolean
add_establishment (MchDb *db, gpointer data, GError **error)
{
  DirectoryAct *act = data;
  MchStamp stamp = { "", mch_server_now (act->server) };
  gint64 n;
  g_autofree char *scope = g_strconcat ("etab:", act->uai, NULL);
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT name FROM establishment WHERE uai = $1 AND academy = $2"
                         " UNION ALL SELECT academy FROM establishment"
                         " WHERE uai = $1 AND academy <> $2",
                         MCH_DB_TEXT (act->uai), MCH_DB_TEXT (act->academy));
  if (!require_academy (db, act->academy, error)
      || !expect_same (result, act->name, act->uai, error))
    return FALSE;
  n = mch_db_exec (db, error,
                   "INSERT INTO establishment (uai, academy, name, created_ms)"
                   " VALUES ($1, $2, $3, $4) ON CONFLICT (uai) DO NOTHING",
                   MCH_DB_TEXT (act->uai), MCH_DB_TEXT (act->academy), MCH_DB_TEXT (act->name),
                   MCH_DB_INT (stamp.now_ms));
  if (n <= 0)
    return n == 0;
  return mch_scope_create (db, scope, error) && fill_scope (db, act, batch, scope, error)
         && mch_batch_flush (batch, db, &stamp, error);
}

gboolean
mch_directory_add_establishment (MchServer *server, const char *uai, const char *name,
                                 const char *academy, GError **error)
{
  DirectoryAct act = { .server = server, .academy = academy, .name = name };
  gboolean key_right;

  if (uai == NULL || !mch_uai_read (uai, act.uai, &key_right))
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("“%s” is no UAI: it has 7 digits and a letter, such as 0250001A."),
                             uai != NULL ? uai : "");
  return check_code (academy, error) && check_name (name, error)
         && mch_model_write (server, add_establishment, &act, error);
}

static gboolean
add_session (MchDb *db, gpointer data, GError **error)
{
  DirectoryAct *act = data;
  MchStamp stamp = { "", mch_server_now (act->server) };
  g_autoptr (MchBatch) batch = mch_batch_new ();

  g_clear_pointer (&act->touched, g_strfreev);
  if (!require_academy (db, act->academy, error)
      || mch_db_exec (db, error,
                      "INSERT INTO exam_session (academy, domain, ym, created_ms)"
                      " VALUES ($1, $2, $3, $4) ON CONFLICT (academy, domain, ym) DO NOTHING",
                      MCH_DB_TEXT (act->academy), MCH_DB_TEXT (act->domain),
                      MCH_DB_TEXT (act->month), MCH_DB_INT (stamp.now_ms))
             < 0)
    return FALSE;
  act->touched = mch_directory_dup_scopes (db, act->academy, error);
  if (act->touched == NULL)
    return FALSE;
  for (guint i = 0; act->touched[i] != NULL; i++)
    if (!mch_directory_put_service (db, batch, act->touched[i], act->academy, act->domain,
                                    act->month, error))
      return FALSE;
  return mch_batch_flush (batch, db, &stamp, error);
}

gboolean
mch_directory_add_session (MchServer *server, const char *domain, const char *month,
                           const char *academy, GError **error)
{
  DirectoryAct act = { .server = server, .academy = academy, .domain = domain, .month = month };
  gboolean done;
  g_autofree char *session = g_strdup_printf ("%s/%s", domain, month);

  g_return_val_if_fail (domain != NULL && month != NULL, FALSE);

  if (!mch_value_is_session (session))
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("“%s %s” is no session: write the exam and the month, such as CAP "
                                "2027-06."),
                             domain, month);
  if (!check_code (academy, error))
    return FALSE;
  done = mch_model_write (server, add_session, &act, error);
  if (done)
    mch_server_hint (server, (const char *const *) act.touched);
  g_strfreev (act.touched);
  return done;
}
