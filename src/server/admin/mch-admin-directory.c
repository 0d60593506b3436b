/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond admin academy, establishment, session, service: the exam office's own facts, as the
 * administrator types them. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-uai.h"
#include "server/admin/mch-admin-verbs.h"
#include "server/model/mch-directory.h"

/* Asks whether a row is there already, so that a repeated command says so. */
typedef struct
{
  const char *sql;
  const char *keys[3]; /* of $1…; unused ones NULL */
  gboolean found;
} Known;

static gboolean
find_known (MchDb *db, gpointer data, GError **error)
{
  Known *known = data;
  MchDbValue values[G_N_ELEMENTS (known->keys)];
  gsize n = 0;
  g_autoptr (MchDbResult) result = NULL;

  while (n < G_N_ELEMENTS (known->keys) && known->keys[n] != NULL)
    {
      values[n] = MCH_DB_TEXT (known->keys[n]);
      n++;
    }
  result = mch_db_query_array (db, error, known->sql, n, values);
  known->found = result != NULL && mch_db_result_next (result);
  return result != NULL;
}

/* Opens the server and looks for the row. */
static gboolean
open_and_look (MchAdmin *admin, Known *known, GError **error)
{
  return mch_admin_open_server (admin, NULL, error)
         && (!g_utf8_validate (known->keys[0], -1, NULL)
             || mch_db_pool_read (admin->pool, find_known, known, error));
}

static MchAdminExit
tell_added (const Known *known, const char *what)
{
  if (known->found)
    g_print (_ ("%s is known already; nothing was changed."), what);
  else
    g_print (_ ("%s is added."), what);
  g_print ("\n");
  return MCH_ADMIN_DONE;
}

static MchAdminExit run_academy_add (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_establishment_add (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_session_add (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_service_set (MchAdmin *admin, int argc, char **argv, GError **error);

enum
{
  ACADEMY_ADD,
  ESTABLISHMENT_ADD,
  SESSION_ADD,
  SERVICE_SET,
};

const MchAdminVerb mch_admin_directory_verbs[] = {
  [ACADEMY_ADD] = { "academy add", "CODE NAME", N_ ("Add an académie"), run_academy_add },
  [ESTABLISHMENT_ADD] = { "establishment add", "UAI NAME --academy CODE",
                          N_ ("Add an establishment"), run_establishment_add },
  [SESSION_ADD] = { "session add", "DOMAIN YYYY-MM --academy CODE",
                    N_ ("Open a session of an exam"), run_session_add },
  [SERVICE_SET] = { "service set",
                    "--academy CODE --domain DOMAIN --session YYYY-MM [--establishment UAI] "
                    "KEY=VALUE …",
                    N_ ("Set what a session offers, to all establishments or to one: papillons=on, "
                        "registration=FROM/TO, results=DATE, note=TEXT…"),
                    run_service_set },
  { NULL, NULL, NULL, NULL },
};

static MchAdminExit
run_academy_add (MchAdmin *admin, int argc, char **argv, GError **error)
{
  Known known = { .sql = "SELECT 1 FROM academy WHERE code = $1" };

  if (!mch_admin_parse (admin, &mch_admin_directory_verbs[ACADEMY_ADD], &argc, &argv, NULL, 2, 2,
                        error))
    return MCH_ADMIN_USAGE;
  known.keys[0] = argv[1];
  if (!open_and_look (admin, &known, error)
      || !mch_directory_add_academy (admin->server, argv[1], argv[2], error))
    return MCH_ADMIN_FAILED;
  return tell_added (&known, argv[1]);
}

static gboolean
require_option (const char *value, const char *name, GError **error)
{
  return value != NULL || mch_admin_misuse (error, _ ("The option %s is missing."), name);
}

/* Codes with a wrong key circulate, and are in use: said, and taken. */
static void
warn_of_key (const char *uai)
{
  char canonical[MCH_UAI_LENGTH + 1];
  gboolean key_right = FALSE;

  if (mch_uai_read (uai, canonical, &key_right) && !key_right)
    {
      g_printerr (_ ("The last letter of %s is not the one that its digits ask for. The UAI is "
                     "accepted; please check it."),
                  canonical);
      g_printerr ("\n");
    }
}

static MchAdminExit
run_establishment_add (MchAdmin *admin, int argc, char **argv, GError **error)
{
  Known known = { .sql = "SELECT 1 FROM establishment WHERE uai = $1" };
  char uai[MCH_UAI_LENGTH + 1] = "";
  gboolean key_right = FALSE;
  g_autofree char *academy = NULL;
  const GOptionEntry options[] = {
    { "academy", 0, 0, G_OPTION_ARG_STRING, &academy, N_ ("The académie it belongs to"), "CODE" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_directory_verbs[ESTABLISHMENT_ADD], &argc, &argv, options,
                        2, 2, error)
      || !require_option (academy, "--academy", error))
    return MCH_ADMIN_USAGE;
  known.keys[0] = mch_uai_read (argv[1], uai, &key_right) ? uai : "";
  if (!open_and_look (admin, &known, error)
      || !mch_directory_add_establishment (admin->server, argv[1], argv[2], academy, error))
    return MCH_ADMIN_FAILED;
  warn_of_key (argv[1]);
  return tell_added (&known, uai);
}

static MchAdminExit
run_session_add (MchAdmin *admin, int argc, char **argv, GError **error)
{
  Known known = { .sql = "SELECT 1 FROM exam_session WHERE domain = $1 AND ym = $2"
                         " AND academy = $3" };
  g_autofree char *academy = NULL;
  g_autofree char *what = NULL;
  const GOptionEntry options[] = {
    { "academy", 0, 0, G_OPTION_ARG_STRING, &academy, N_ ("The académie that holds it"), "CODE" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_directory_verbs[SESSION_ADD], &argc, &argv, options, 2, 2,
                        error)
      || !require_option (academy, "--academy", error))
    return MCH_ADMIN_USAGE;
  known.keys[0] = argv[1];
  known.keys[1] = argv[2];
  known.keys[2] = academy;
  if (!open_and_look (admin, &known, error)
      || !mch_directory_add_session (admin->server, argv[1], argv[2], academy, error))
    return MCH_ADMIN_FAILED;
  what = g_strdup_printf ("%s %s (%s)", argv[1], argv[2], academy);
  return tell_added (&known, what);
}

static MchAdminExit
run_service_set (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_autofree char *academy = NULL;
  g_autofree char *domain = NULL;
  g_autofree char *session = NULL;
  g_autofree char *uai = NULL;
  const GOptionEntry options[] = {
    { "academy", 0, 0, G_OPTION_ARG_STRING, &academy, N_ ("The académie that holds it"), "CODE" },
    { "domain", 0, 0, G_OPTION_ARG_STRING, &domain, N_ ("The exam, such as CAP"), "DOMAIN" },
    { "session", 0, 0, G_OPTION_ARG_STRING, &session, N_ ("Its month, such as 2027-06"),
      "YYYY-MM" },
    { "establishment", 0, 0, G_OPTION_ARG_STRING, &uai, N_ ("For this establishment only"), "UAI" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_directory_verbs[SERVICE_SET], &argc, &argv, options, 1,
                        G_MAXINT, error)
      || !require_option (academy, "--academy", error)
      || !require_option (domain, "--domain", error)
      || !require_option (session, "--session", error))
    return MCH_ADMIN_USAGE;
  /* What is left of argv ends with NULL. */
  if (!mch_admin_open_server (admin, NULL, error)
      || !mch_directory_set_service (admin->server, academy, domain, session, uai,
                                     (const char *const *) argv + 1, error))
    return MCH_ADMIN_FAILED;
  g_print (_ ("The service %s %s is set."), domain, session);
  g_print ("\n");
  return MCH_ADMIN_DONE;
}
