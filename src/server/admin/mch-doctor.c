/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond admin doctor: looks at everything, changes nothing, and says what it sees in words. */
#include "server/admin/mch-doctor.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/statvfs.h>

#include "server/admin/mch-admin-verbs.h"
#include "server/db/mch-audit.h"
#include "server/db/mch-db-schema.h"

#define MARK_WIDTH 12 /* characters */
#define FREE_WARNING_BYTES (1024 * 1024 * (guint64) 1024)
#define FREE_PROBLEM_BYTES (64 * 1024 * (guint64) 1024)

static MchAdminExit run_doctor (MchAdmin *admin, int argc, char **argv, GError **error);

const MchAdminVerb mch_admin_doctor_verbs[] = {
  { "doctor", "[--portal-url URL]",
    N_ ("Look at files, rights, certificate and database, and say whether the portal would open on "
        "a telephone"),
    run_doctor },
  { NULL, NULL, NULL, NULL },
};

void
mch_doctor_say (MchDoctor *doctor, MchFinding finding, const char *format, ...)
{
  const char *const marks[MCH_N_FINDINGS] = { _ ("[well]"), _ ("[warning]"), _ ("[PROBLEM]") };
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_print ("%s%*s%s\n", marks[finding],
           (int) MAX (1, MARK_WIDTH - g_utf8_strlen (marks[finding], -1)), "", message);
  doctor->counts[finding]++;
}

/* Secrets that anybody else on this machine may read are none. */
static gboolean
check_mode (MchDoctor *doctor, const char *path, int wanted)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
    {
      mch_doctor_say (doctor, MCH_FINDING_PROBLEM, _ ("Files: %s cannot be read: %s."), path,
                      g_strerror (errno));
      return FALSE;
    }
  if ((status.st_mode & 077) == 0)
    return TRUE;
  mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                  _ ("Files: others on this machine may read %s. Run: chmod %o %s"), path,
                  (unsigned int) wanted, path);
  return FALSE;
}

static void
check_files (MchDoctor *doctor)
{
  static const char *const secrets[] = { MCH_ADMIN_CONFIG, MCH_ADMIN_TLS "/server-key.pem" };
  gboolean good = check_mode (doctor, doctor->admin->data, 0700);
  g_autofree char *database = mch_admin_dup_path (doctor->admin, MCH_ADMIN_DATABASE);
  g_autofree char *authority = mch_admin_dup_tls_path (doctor->admin, "ca-key.pem");

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_autofree char *path = mch_admin_dup_path (doctor->admin, secrets[i]);

      good = check_mode (doctor, path, 0600) && good;
    }
  /* These may well be elsewhere. */
  if (g_file_test (database, G_FILE_TEST_EXISTS))
    good = check_mode (doctor, database, 0600) && good;
  if (g_file_test (authority, G_FILE_TEST_EXISTS))
    good = check_mode (doctor, authority, 0600) && good;
  if (good)
    mch_doctor_say (doctor, MCH_FINDING_WELL, _ ("Files: %s can be read by its owner alone."),
                    doctor->admin->data);
}

static void
check_pepper (MchDoctor *doctor)
{
  g_autofree char *path = mch_admin_dup_path (doctor->admin, MCH_ADMIN_PEPPER);
  g_autoptr (GError) error = NULL;
  g_autoptr (MchSecret) pepper = mch_server_load_pepper (path, &error);

  if (pepper != NULL)
    mch_doctor_say (doctor, MCH_FINDING_WELL, _ ("Secret: %s is there. Keep a copy elsewhere."),
                    path);
  else
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM, _ ("Secret: %s"), error->message);
}

static void
check_space (MchDoctor *doctor)
{
  struct statvfs status;
  guint64 bytes;
  g_autofree char *text = NULL;

  if (statvfs (doctor->admin->data, &status) != 0)
    return;
  bytes = (guint64) status.f_bavail * status.f_frsize;
  text = g_format_size (bytes);
  if (bytes < FREE_PROBLEM_BYTES)
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                    _ ("Disk: %s are left for %s; writes will soon be refused."), text,
                    doctor->admin->data);
  else
    mch_doctor_say (doctor, bytes < FREE_WARNING_BYTES ? MCH_FINDING_WARNING : MCH_FINDING_WELL,
                    _ ("Disk: %s are left for %s."), text, doctor->admin->data);
}

static gboolean
list_chains (MchDb *db, gpointer data, GError **error)
{
  GPtrArray *chains = data;
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error, "SELECT chain FROM audit_chain ORDER BY chain");

  g_ptr_array_set_size (chains, 0);
  while (result != NULL && mch_db_result_next (result))
    g_ptr_array_add (chains, g_strdup (mch_db_result_get_text (result, 0)));
  return result != NULL;
}

typedef struct
{
  const char *chain;
  gint64 broken;
  gint64 n;
} Chain;

static gboolean
verify_chain (MchDb *db, gpointer data, GError **error)
{
  Chain *chain = data;

  return mch_audit_verify (db, chain->chain, &chain->broken, &chain->n, error);
}

static void
say_broken (MchDoctor *doctor, const Chain *chain)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, chain->broken);

  mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                  _ ("Audit log: entry %s of %s was changed or removed after it was written. Keep "
                     "this database and compare it with a backup."),
                  number, chain->chain);
}

static gboolean
check_audit (MchDoctor *doctor, GError **error)
{
  g_autoptr (GPtrArray) chains = g_ptr_array_new_with_free_func (g_free);
  guint broken = 0;
  gint64 n = 0;

  if (!mch_db_pool_read (doctor->admin->pool, list_chains, chains, error))
    return FALSE;
  for (guint i = 0; i < chains->len; i++)
    {
      Chain chain = { chains->pdata[i] };

      if (!mch_db_pool_read (doctor->admin->pool, verify_chain, &chain, error))
        return FALSE;
      n += chain.n;
      if (chain.broken == 0)
        continue;
      broken++;
      say_broken (doctor, &chain);
    }
  if (broken == 0)
    mch_doctor_say (doctor, MCH_FINDING_WELL,
                    g_dngettext (GETTEXT_PACKAGE, "Audit log: %u entry, unbroken.",
                                 "Audit log: %u entries, unbroken.", (gulong) n),
                    (guint) n);
  return TRUE;
}

/* Whether it can be read. */
static gboolean
check_database (MchDoctor *doctor)
{
  g_autoptr (GError) error = NULL;

  if (!mch_admin_open_database (doctor->admin, MCH_DB_OPEN_NONE, &error)
      || !mch_db_check_schema (doctor->admin->pool, &error))
    {
      mch_doctor_say (doctor, MCH_FINDING_PROBLEM, _ ("Database: %s"), error->message);
      return FALSE;
    }
  mch_doctor_say (doctor, MCH_FINDING_WELL, _ ("Database: %s, schema %d, as this version needs."),
                  mch_db_pool_get_backend (doctor->admin->pool) == MCH_DB_BACKEND_SQLITE
                      ? "SQLite"
                      : "PostgreSQL",
                  MCH_DB_SCHEMA_VERSION);
  if (!check_audit (doctor, &error))
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM, _ ("Audit log: %s"), error->message);
  return TRUE;
}

static MchAdminExit
conclude (MchDoctor *doctor)
{
  guint problems = doctor->counts[MCH_FINDING_PROBLEM];
  guint warnings = doctor->counts[MCH_FINDING_WARNING];

  if (problems > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE, "%u problem is to be solved.",
                          "%u problems are to be solved.", problems),
             problems);
  else if (warnings > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE, "Nothing is in the way; %u warning.",
                          "Nothing is in the way; %u warnings.", warnings),
             warnings);
  else
    g_print ("%s", _ ("All is well."));
  g_print ("\n");
  return problems > 0 ? MCH_ADMIN_FAILED : MCH_ADMIN_DONE;
}

static MchAdminExit
run_doctor (MchAdmin *admin, int argc, char **argv, GError **error)
{
  MchDoctor doctor = { .admin = admin, .now_ms = g_get_real_time () / 1000 };
  g_autofree char *portal_url = NULL;
  const GOptionEntry options[] = {
    { "portal-url", 0, 0, G_OPTION_ARG_STRING, &portal_url,
      N_ ("Judge this address of the portal instead of the one in machaond.conf"), "URL" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_doctor_verbs[0], &argc, &argv, options, 0, 0, error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_config (admin, error)
      || (portal_url != NULL
          && !mch_config_set (admin->config, MCH_CONFIG_PORTAL_URL, portal_url, error)))
    return MCH_ADMIN_FAILED;
  doctor.portal_url = mch_config_get_text (admin->config, MCH_CONFIG_PORTAL_URL);
  check_files (&doctor);
  check_pepper (&doctor);
  check_space (&doctor);
  mch_doctor_check_mail (&doctor, check_database (&doctor));
  mch_doctor_check_certificate (&doctor);
  mch_doctor_check_portal (&doctor);
  return conclude (&doctor);
}
