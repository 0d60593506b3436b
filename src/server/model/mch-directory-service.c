/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings of a service: what the administrator or the exam office wrote, checked, and the
 * record that desktops get of it. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-date.h"
#include "core/mch-uai.h"
#include "server/model/mch-directory-private.h"
#include "server/model/mch-model.h"
#include "server/model/mch-references.h"

#define KEY_MAX 40
#define VALUE_MAX 2000 /* characters */

static const char *const known_keys[] = { "papillons", "registration", "results", "note",
                                          "contact",   "return",       "pieces" };

/* What the record says of its own; a setting must not replace it. */
static const char *const reserved_keys[] = { "domain",
                                             "session",
                                             "academy",
                                             "academy_name",
                                             "registration_from_ms",
                                             "reference",
                                             "reference_version",
                                             "registration_to_ms",
                                             "results_on",
                                             "slip_expires_on" };

/* How many letters must be typed, dropped or exchanged to make @b of @a. */
static guint
typing_distance (const char *a, const char *b)
{
  guint row[KEY_MAX + 2];
  gsize length = strlen (b);

  for (guint j = 0; j <= length; j++)
    row[j] = j;
  for (guint i = 1; a[i - 1] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint j = 1; j <= length; j++)
        {
          guint above = row[j];

          row[j] = MIN (MIN (row[j], row[j - 1]) + 1, diagonal + (a[i - 1] != b[j - 1]));
          diagonal = above;
        }
    }
  return row[length];
}

static gboolean
check_key (const char *key, GError **error)
{
  gsize length = strlen (key);

  if (length == 0 || length > KEY_MAX || !g_ascii_islower (key[0])
      || strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789_") != length)
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("“%s” is no name of a setting: small letters, digits and _, up to "
                                "%d."),
                             key, KEY_MAX);
  for (gsize i = 0; i < G_N_ELEMENTS (reserved_keys); i++)
    if (strcmp (key, reserved_keys[i]) == 0)
      return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                               _ ("“%s” is computed; it cannot be set."), key);
  for (gsize i = 0; i < G_N_ELEMENTS (known_keys); i++)
    {
      guint distance = typing_distance (known_keys[i], key);

      if (distance > 0 && distance <= 2)
        return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                                 _ ("There is no setting “%s”. Did you mean “%s”?"), key,
                                 known_keys[i]);
    }
  return TRUE;
}

static gboolean
check_registration (const char *value, GError **error)
{
  gint64 from, to;
  g_auto (GStrv) ends = g_strsplit (value, "/", 3);

  if (g_strv_length (ends) == 2)
    {
      from = mch_model_paris_to_ms (ends[0]);
      to = mch_model_paris_to_ms (ends[1]);
      if (from >= 0 && to > from)
        return TRUE;
    }
  return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                           _ ("registration=%s: write FROM/TO in Paris time, FROM before TO, such "
                              "as registration=2026-10-01T08:00/2026-12-08T17:00."),
                           value);
}

/* What the exam office decides instead of the reference file. */
static gboolean
check_reference_setting (const char *key, const char *value, GError **error)
{
  g_autoptr (GError) local = NULL;

  return mch_reference_check_setting (key, value, &local)
         || mch_model_refuse (error, MCH_MODEL_ERROR_INVALID, "%s", local->message);
}

/* INS-26: a last day, or a first and a last one. */
static gboolean
check_return (const char *value, GError **error)
{
  g_auto (GStrv) days = g_strsplit (value, "/", 3);
  guint n = g_strv_length (days);

  if ((n == 1 && mch_date_is_valid (days[0]))
      || (n == 2 && mch_date_is_valid (days[0]) && mch_date_is_valid (days[1])
          && strcmp (days[0], days[1]) <= 0))
    return TRUE;
  return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                           _ ("return=%s: write the last day, or FIRST/LAST, such as "
                              "return=2026-12-01/2026-12-22."),
                           value);
}

static gboolean
check_value (const char *key, const char *value, GError **error)
{
  if (!g_utf8_validate (value, -1, NULL) || g_utf8_strlen (value, -1) > VALUE_MAX)
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("%s: the text is not UTF-8 or is longer than %d characters."), key,
                             VALUE_MAX);
  if (*value == '\0')
    return TRUE;
  if (strcmp (key, "papillons") == 0 && strcmp (value, "on") != 0 && strcmp (value, "off") != 0)
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("papillons=%s: write papillons=on or papillons=off."), value);
  if (strcmp (key, "results") == 0 && !mch_date_is_valid (value))
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                             _ ("results=%s: write a date, such as results=2027-07-06."), value);
  if (mch_reference_is_setting (key))
    return check_reference_setting (key, value, error);
  if (strcmp (key, "return") == 0)
    return check_return (value, error);
  return strcmp (key, "registration") != 0 || check_registration (value, error);
}

typedef struct
{
  MchServer *server;
  const char *login; /* "" for the administrator */
  const char *academy;
  const char *domain;
  const char *month;
  const char *uai; /* (nullable) */
  const char *const *settings;
  char **touched;
} ServiceAct;

static gboolean
write_setting (MchDb *db, const ServiceAct *act, const char *setting, GError **error)
{
  const char *value = strchr (setting, '=') + 1;
  g_autofree char *key = g_strndup (setting, (gsize) (value - 1 - setting));

  if (*value == '\0')
    return mch_db_exec (db, error,
                        "DELETE FROM service WHERE academy = $1 AND domain = $2 AND ym = $3"
                        " AND establishment = $4 AND key = $5",
                        MCH_DB_TEXT (act->academy), MCH_DB_TEXT (act->domain),
                        MCH_DB_TEXT (act->month), MCH_DB_TEXT (act->uai != NULL ? act->uai : ""),
                        MCH_DB_TEXT (key))
           >= 0;
  return mch_db_exec (db, error,
                      "INSERT INTO service (academy, domain, ym, establishment, key, value)"
                      " VALUES ($1, $2, $3, $4, $5, $6)"
                      " ON CONFLICT (academy, domain, ym, establishment, key)"
                      " DO UPDATE SET value = excluded.value",
                      MCH_DB_TEXT (act->academy), MCH_DB_TEXT (act->domain),
                      MCH_DB_TEXT (act->month), MCH_DB_TEXT (act->uai != NULL ? act->uai : ""),
                      MCH_DB_TEXT (key), MCH_DB_TEXT (value))
         >= 0;
}

static gboolean
require_session (MchDb *db, const ServiceAct *act, GError **error)
{
  g_autoptr (MchDbResult) session = NULL;
  g_autoptr (MchDbResult) establishment = NULL;

  session = mch_db_query (db, error,
                          "SELECT 1 FROM exam_session WHERE academy = $1 AND domain = $2"
                          " AND ym = $3",
                          MCH_DB_TEXT (act->academy), MCH_DB_TEXT (act->domain),
                          MCH_DB_TEXT (act->month));
  if (session == NULL)
    return FALSE;
  if (!mch_db_result_next (session))
    return mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                             _ ("There is no session %s %s in académie %s. Add it first: session "
                                "add %s %s --academy %s"),
                             act->domain, act->month, act->academy, act->domain, act->month,
                             act->academy);
  if (act->uai == NULL)
    return TRUE;
  establishment =
      mch_db_query (db, error, "SELECT 1 FROM establishment WHERE uai = $1 AND academy = $2",
                    MCH_DB_TEXT (act->uai), MCH_DB_TEXT (act->academy));
  if (establishment == NULL)
    return FALSE;
  return mch_db_result_next (establishment)
         || mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                              _ ("There is no establishment %s in académie %s."), act->uai,
                              act->academy);
}

static gboolean
set_service (MchDb *db, gpointer data, GError **error)
{
  ServiceAct *act = data;
  MchStamp stamp = { "", mch_server_now (act->server) };
  g_autofree char *session = g_strdup_printf ("%s/%s", act->domain, act->month);
  g_autofree char *chain = g_strconcat ("acad:", act->academy, NULL);
  g_autofree char *detail =
      act->uai != NULL ? g_strdup_printf ("{\"establishment\":\"%s\"}", act->uai) : NULL;
  g_autoptr (MchBatch) batch = mch_batch_new ();

  g_clear_pointer (&act->touched, g_strfreev);
  if (!require_session (db, act, error))
    return FALSE;
  for (guint i = 0; act->settings[i] != NULL; i++)
    if (!write_setting (db, act, act->settings[i], error))
      return FALSE;
  if (act->uai != NULL)
    {
      g_autofree char *scope = g_strconcat ("etab:", act->uai, NULL);
      const char *const one[] = { scope, NULL };

      act->touched = g_strdupv ((char **) one);
    }
  else
    act->touched = mch_directory_dup_scopes (db, act->academy, error);
  for (guint i = 0; act->touched != NULL && act->touched[i] != NULL; i++)
    if (!mch_directory_put_service (db, batch, act->touched[i], act->academy, act->domain,
                                    act->month, error))
      return FALSE;
  return act->touched != NULL && mch_batch_flush (batch, db, &stamp, error)
         && mch_model_audit (act->server, db, chain, act->login, "service.set", session, detail,
                             error);
}

gboolean
mch_directory_set_service (MchServer *server, const char *academy, const char *domain,
                           const char *month, const char *uai, const char *const *settings,
                           GError **error)
{
  return mch_directory_change_service (server, "", academy, domain, month, uai, settings, error);
}

gboolean
mch_directory_change_service (MchServer *server, const char *login, const char *academy,
                              const char *domain, const char *month, const char *uai,
                              const char *const *settings, GError **error)
{
  ServiceAct act = { server, login, academy, domain, month, NULL, settings, NULL };
  char canonical[MCH_UAI_LENGTH + 1];
  gboolean done, key_right;

  g_return_val_if_fail (academy != NULL && domain != NULL && month != NULL, FALSE);
  g_return_val_if_fail (settings != NULL, FALSE);

  if (uai != NULL && !mch_uai_read (uai, canonical, &key_right))
    return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID, _ ("“%s” is no UAI."), uai);
  act.uai = uai != NULL ? canonical : NULL;
  for (guint i = 0; settings[i] != NULL; i++)
    {
      const char *equals = strchr (settings[i], '=');
      g_autofree char *key = NULL;

      if (equals == NULL)
        return mch_model_refuse (error, MCH_MODEL_ERROR_INVALID,
                                 _ ("“%s”: write settings as KEY=VALUE."), settings[i]);
      key = g_strndup (settings[i], (gsize) (equals - settings[i]));
      if (!check_key (key, error) || !check_value (key, equals + 1, error))
        return FALSE;
    }
  done = mch_model_write (server, set_service, &act, error);
  if (done)
    mch_server_hint (server, (const char *const *) act.touched);
  g_strfreev (act.touched);
  return done;
}

static void
set_ms (MchRecord *record, const char *name, gint64 at_ms)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, at_ms);

  mch_record_set (record, name, text);
}

/* Writes one setting as desktops read it. */
static void
apply_setting (MchRecord *record, const char *key, const char *value)
{
  if (strcmp (key, "results") == 0)
    mch_record_set (record, "results_on", value);
  else
    mch_record_set (record, key, value);
  if (strcmp (key, "registration") == 0)
    {
      g_auto (GStrv) ends = g_strsplit (value, "/", 2);

      set_ms (record, "registration_from_ms", mch_model_paris_to_ms (ends[0]));
      set_ms (record, "registration_to_ms", mch_model_paris_to_ms (ends[1]));
    }
}

gboolean
mch_directory_put_service (MchDb *db, MchBatch *batch, const char *scope, const char *academy,
                           const char *domain, const char *month, GError **error)
{
  const char *uai = mch_model_scope_uai (scope);
  g_autofree char *id = g_strdup_printf ("%s/%s", domain, month);
  g_autofree char *expires = NULL;
  g_autoptr (MchRecord) record = mch_record_new (MCH_KIND_SERVICE, id);
  g_autoptr (MchDbResult) names = NULL;
  g_autoptr (MchDbResult) settings = NULL;

  names =
      mch_db_query (db, error, "SELECT name FROM academy WHERE code = $1", MCH_DB_TEXT (academy));
  /* The establishment's own settings come last and win. */
  settings = mch_db_query (db, error,
                           "SELECT key, value FROM service WHERE academy = $1 AND domain = $2"
                           " AND ym = $3 AND (establishment = '' OR establishment = $4)"
                           " ORDER BY CASE WHEN establishment = '' THEN 0 ELSE 1 END, key",
                           MCH_DB_TEXT (academy), MCH_DB_TEXT (domain), MCH_DB_TEXT (month),
                           MCH_DB_TEXT (uai != NULL ? uai : ""));
  if (names == NULL || settings == NULL)
    return FALSE;
  mch_record_set (record, "domain", domain);
  mch_record_set (record, "session", month);
  mch_record_set (record, "academy", academy);
  if (mch_db_result_next (names))
    mch_record_set (record, "academy_name", mch_db_result_get_text (names, 0));
  mch_record_set (record, "papillons", "off");
  while (mch_db_result_next (settings))
    apply_setting (record, mch_db_result_get_text (settings, 0),
                   mch_db_result_get_text (settings, 1));
  if (!mch_references_describe (db, domain, month, record, error))
    return FALSE;
  expires = mch_model_dup_slip_expiry (month, mch_record_get (record, "results_on"));
  mch_record_set (record, "slip_expires_on", expires);
  return mch_directory_put_changed (db, batch, scope, record, error);
}
