/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/model/mch-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-date.h"
#include "server/model/mch-accounts.h"
#include "vault/mch-digest.h"

G_DEFINE_QUARK (mch - model - error - quark, mch_model_error)

gboolean
mch_model_refuse (GError **error, MchModelError code, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  if (error != NULL)
    *error = g_error_new_valist (MCH_MODEL_ERROR, code, format, args);
  va_end (args);
  return FALSE;
}

typedef struct
{
  MchDbFunc func;
  gpointer data;
} Guarded;

static gboolean
run_guarded (MchDb *db, gpointer data, GError **error)
{
  const Guarded *guarded = data;
  g_autoptr (GError) local = NULL;

  if (guarded->func (db, guarded->data, &local))
    return TRUE;
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, MCH_DB_ERROR, MCH_DB_ERROR_CORRUPT,
                 _ ("The database lacks a row that belongs to another one."));
  return FALSE;
}

gboolean
mch_model_write (MchServer *server, MchDbFunc func, gpointer data, GError **error)
{
  Guarded guarded = { func, data };
  g_autoptr (GError) local = NULL;

  if (mch_db_pool_write (server->pool, run_guarded, &guarded, &local))
    return TRUE;
  if (g_error_matches (local, MCH_DB_ERROR, MCH_DB_ERROR_UNIQUE))
    return mch_db_pool_write (server->pool, run_guarded, &guarded, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

gboolean
mch_model_read (MchServer *server, MchDbFunc func, gpointer data, GError **error)
{
  Guarded guarded = { func, data };

  return mch_db_pool_read (server->pool, run_guarded, &guarded, error);
}

gboolean
mch_model_audit (MchServer *server, MchDb *db, const char *chain, const char *actor,
                 const char *action, const char *object, const char *detail, GError **error)
{
  MchAuditEntry entry = {
    .chain = chain,
    .at_ms = mch_server_now (server),
    .received_ms = mch_server_now (server),
    .actor = actor,
    .action = action,
    .object = object,
    .detail = detail,
  };

  return mch_audit_append (db, &entry, error) >= 0;
}

char *
mch_model_digest (MchServer *server, const char *purpose, const char *text)
{
  g_autofree char *whole = g_strconcat (purpose, ":", text, NULL);

  return mch_token_digest (server->pepper, whole);
}

gboolean
mch_model_read_epoch (MchDb *db, char **ret_epoch, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  g_clear_pointer (ret_epoch, g_free);
  result = mch_db_query (db, error, "SELECT epoch FROM instance WHERE id = 1");
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  *ret_epoch = g_strdup (mch_db_result_get_text (result, 0));
  return TRUE;
}

char *
mch_model_to_base64 (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return g_base64_encode (data, length);
}

GBytes *
mch_model_dup_blob (MchDbResult *result, guint column)
{
  gsize length;
  const guint8 *data;

  if (mch_db_result_is_null (result, column))
    return NULL;
  data = mch_db_result_get_blob (result, column, &length);
  return g_bytes_new (data, length);
}

static GTimeZone *
paris_new (void)
{
  GTimeZone *zone = g_time_zone_new_identifier ("Europe/Paris");

  /* A system without time zone data still knows the rule of the Union. */
  return zone != NULL ? zone : g_time_zone_new_identifier ("CET-1CEST,M3.5.0,M10.5.0/3");
}

char *
mch_model_dup_paris_moment (gint64 at_ms, const char *format)
{
  g_autoptr (GTimeZone) zone = paris_new ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);

  return g_date_time_format (local, format);
}

char *
mch_model_dup_paris_date (gint64 at_ms)
{
  return mch_model_dup_paris_moment (at_ms, "%Y-%m-%d");
}

gint64
mch_model_paris_to_ms (const char *civil)
{
  g_autoptr (GTimeZone) zone = paris_new ();
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *date = g_strndup (civil, MCH_DATE_LENGTH);
  g_autofree char *whole = NULL;
  const char *rest = civil + strlen (date);

  if (!mch_date_is_valid (date))
    return -1;
  if (*rest != '\0' && !(strlen (rest) == 6 && *rest == 'T' && rest[3] == ':'))
    return -1;
  whole = g_strdup_printf ("%s%s:00", date, *rest != '\0' ? rest : "T00:00");
  local = g_date_time_new_from_iso8601 (whole, zone);
  return local != NULL ? g_date_time_to_unix (local) * 1000 : -1;
}

char *
mch_model_dup_date_after (const char *date, guint days)
{
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_dmy (&day, (GDateDay) atoi (date + 8), atoi (date + 5), (GDateYear) atoi (date));
  g_date_add_days (&day, days);
  return g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&day), g_date_get_month (&day),
                          g_date_get_day (&day));
}

gint64
mch_model_day_end_ms (const char *date)
{
  g_autofree char *next = mch_model_dup_date_after (date, 1);

  return mch_model_paris_to_ms (next);
}

char *
mch_model_dup_slip_expiry (const char *month, const char *results_on)
{
  g_autofree char *usual = NULL;

  if (results_on == NULL)
    {
      GDate day;

      /* Results come out in the weeks after the tests. */
      g_date_clear (&day, 1);
      g_date_set_dmy (&day, 16, atoi (month + 5), (GDateYear) atoi (month));
      g_date_add_months (&day, 1);
      usual = g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&day), g_date_get_month (&day),
                               g_date_get_day (&day));
      results_on = usual;
    }
  return mch_model_dup_date_after (results_on, MCH_SLIP_GRACE_DAYS);
}

const char *
mch_model_scope_uai (const char *scope)
{
  return g_str_has_prefix (scope, "etab:") ? scope + 5 : NULL;
}

const char *
mch_model_scope_academy (const char *scope)
{
  return g_str_has_prefix (scope, "acad:") ? scope + 5 : NULL;
}
