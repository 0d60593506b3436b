/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The summary row of each establishment in its académie's scope. Counted from time to time, apart
 * from what establishments do, so that their writes never wait for one another. */
#include <string.h>

#include "core/mch-session-counts.h"
#include "protocol/mch-wire-json.h"
#include "server/model/mch-directory-private.h"
#include "server/model/mch-model.h"

#define MAX_LINE 128    /* bytes of one session's counts */
#define COUNTED_HOW "2" /* another one is counted anew: 2 tells sessions apart */

typedef struct
{
  MchServer *server;
  char *uai;
  char *academy;
  gboolean changed;
} Summary;

static void
set_count (MchRecord *summary, const char *name, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);

  mch_record_set (summary, name, text);
}

/* From the lines of the search: one index gives those of an establishment, and nothing is parsed.
 * A withdrawn candidate's account is none of the session's any more. */
static MchDbResult *
count_sessions (MchDb *db, const char *uai, GError **error)
{
  return mch_db_query (
      db, error,
      "SELECT l.session, COUNT (CASE WHEN l.state = $2 THEN 1 END),"
      " COUNT (CASE WHEN l.state = $3 THEN 1 END), COUNT (CASE WHEN l.state = $4 THEN 1 END),"
      " COUNT (CASE WHEN l.state <> $4 THEN a.id END),"
      " COUNT (CASE WHEN l.state <> $4 AND a.state = 'active' THEN 1 END)"
      " FROM candidate_line l"
      " LEFT JOIN account_person p ON p.scope = 'etab:' || l.uai AND p.person = l.person"
      " LEFT JOIN account a ON a.id = p.account"
      " WHERE l.uai = $1 AND l.session <> '' GROUP BY l.session ORDER BY l.session",
      MCH_DB_TEXT (uai), MCH_DB_TEXT (MCH_STATE_PRE_REGISTERED), MCH_DB_TEXT (MCH_STATE_REGISTERED),
      MCH_DB_TEXT (MCH_STATE_WITHDRAWN));
}

/* Of each session, and of all of them for desktops that know no sessions here. */
static gboolean
count_states (MchDb *db, const char *uai, MchRecord *summary, GError **error)
{
  MchSessionCounts all = { 0 };
  g_autoptr (GString) sessions = g_string_new (NULL);
  g_autoptr (MchDbResult) result = count_sessions (db, uai, error);

  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      const MchSessionCounts one = {
        (guint) mch_db_result_get_int (result, 1), (guint) mch_db_result_get_int (result, 2),
        (guint) mch_db_result_get_int (result, 3), (guint) mch_db_result_get_int (result, 4),
        (guint) mch_db_result_get_int (result, 5),
      };

      all.n_left += one.n_left;
      all.n_registered += one.n_registered;
      all.n_withdrawn += one.n_withdrawn;
      if (sessions->len < MCH_WIRE_MAX_VALUE - MAX_LINE)
        mch_session_counts_append (sessions, mch_db_result_get_text (result, 0), &one);
    }
  set_count (summary, MCH_STATE_PRE_REGISTERED, all.n_left);
  set_count (summary, MCH_STATE_REGISTERED, all.n_registered);
  set_count (summary, MCH_STATE_WITHDRAWN, all.n_withdrawn);
  mch_record_set (summary, "sessions", sessions->str);
  mch_record_set (summary, "counted_how", COUNTED_HOW);
  return TRUE;
}

static gboolean
count_accounts (MchDb *db, const char *scope, MchRecord *summary, GError **error)
{
  g_autofree char *accounts = NULL;
  g_autofree char *active = NULL;
  g_autoptr (MchDbResult) result = NULL;

  result = mch_db_query (db, error,
                         "SELECT COUNT (*), COUNT (CASE WHEN state = 'active' THEN 1 END)"
                         " FROM account WHERE owner_scope = $1",
                         MCH_DB_TEXT (scope));
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  accounts = g_strdup_printf ("%" G_GINT64_FORMAT, mch_db_result_get_int (result, 0));
  active = g_strdup_printf ("%" G_GINT64_FORMAT, mch_db_result_get_int (result, 1));
  mch_record_set (summary, "accounts", accounts);
  mch_record_set (summary, "accounts_active", active);
  return TRUE;
}

/* Whether @summary was counted where the establishment stands now. */
static gboolean
is_counted (const MchRecord *summary, gint64 seq)
{
  const char *counted = mch_record_get (summary, "counted_at_seq");

  return counted != NULL && g_ascii_strtoll (counted, NULL, 10) == seq
         && g_strcmp0 (mch_record_get (summary, "counted_how"), COUNTED_HOW) == 0;
}

static gboolean
is_counted_json (const char *json, gint64 seq)
{
  g_autoptr (MchRecord) summary = mch_record_new (MCH_KIND_ESTABLISHMENT, "");

  return json != NULL && mch_records_values_from_json (summary, json, NULL)
         && is_counted (summary, seq);
}

static gboolean
write_summary (MchDb *db, gpointer data, GError **error)
{
  Summary *work = data;
  MchStamp stamp = { "", mch_server_now (work->server) };
  gint64 seq;
  g_autofree char *scope = g_strconcat ("etab:", work->uai, NULL);
  g_autofree char *academy_scope = g_strconcat ("acad:", work->academy, NULL);
  g_autofree char *seq_text = NULL;
  g_autoptr (MchBatch) batch = mch_batch_new ();
  g_autoptr (MchRecord) own = NULL;
  g_autoptr (MchRecord) summary = NULL;

  own = mch_records_get (db, scope, MCH_KIND_ESTABLISHMENT, work->uai, error);
  if (own == NULL || !mch_scope_get (db, scope, &seq, NULL, NULL, error))
    return FALSE;
  summary = mch_records_get (db, academy_scope, MCH_KIND_ESTABLISHMENT, work->uai, NULL);
  seq_text = g_strdup_printf ("%" G_GINT64_FORMAT, seq);
  if (summary != NULL && is_counted (summary, seq))
    return TRUE;
  if (summary == NULL)
    summary = mch_record_new (MCH_KIND_ESTABLISHMENT, work->uai);
  for (gsize i = 0; i < 5; i++)
    {
      static const char *const copied[] = { "name", "academy", "phone", "email", "late_waiting" };

      mch_record_set (summary, copied[i], mch_record_get (own, copied[i]));
    }
  mch_record_set (summary, "counted_at_seq", seq_text);
  if (!count_states (db, work->uai, summary, error) || !count_accounts (db, scope, summary, error))
    return FALSE;
  mch_batch_put (batch, academy_scope, summary);
  work->changed = TRUE;
  return mch_batch_flush (batch, db, &stamp, error);
}

static gboolean
list_establishments (MchDb *db, gpointer data, GError **error)
{
  GPtrArray *list = data;
  g_autoptr (MchDbResult) result = NULL;

  g_ptr_array_set_size (list, 0);
  result = mch_db_query (db, error,
                         "SELECT e.uai, e.academy, s.seq, r.data FROM establishment e"
                         " JOIN scope s ON s.id = 'etab:' || e.uai"
                         " LEFT JOIN record r ON r.scope = 'acad:' || e.academy"
                         " AND r.kind = 'establishment' AND r.id = e.uai ORDER BY e.uai");
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      if (is_counted_json (mch_db_result_get_text (result, 3), mch_db_result_get_int (result, 2)))
        continue;
      g_ptr_array_add (list, g_strdup (mch_db_result_get_text (result, 0)));
      g_ptr_array_add (list, g_strdup (mch_db_result_get_text (result, 1)));
    }
  return TRUE;
}

gboolean
mch_directory_refresh_summaries (MchServer *server, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree const char **scopes = NULL;

  if (!mch_model_read (server, list_establishments, list, error))
    return FALSE;
  for (guint i = 0; i + 1 < list->len; i += 2)
    {
      Summary work = { server, list->pdata[i], list->pdata[i + 1], FALSE };

      if (!mch_model_write (server, write_summary, &work, error))
        return FALSE;
      if (work.changed)
        g_hash_table_add (touched, g_strconcat ("acad:", work.academy, NULL));
    }
  scopes = (const char **) g_hash_table_get_keys_as_array (touched, NULL);
  mch_server_hint (server, scopes);
  return TRUE;
}
