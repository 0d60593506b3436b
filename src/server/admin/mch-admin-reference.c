/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond admin reference load, list: what the registrations for an exam are made of. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/admin/mch-admin-verbs.h"
#include "server/model/mch-references.h"

static MchAdminExit run_load (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_list (MchAdmin *admin, int argc, char **argv, GError **error);

enum
{
  LOAD,
  LIST,
};

const MchAdminVerb mch_admin_reference_verbs[] = {
  [LOAD] = { "reference load", "FILE",
             N_ ("Load the reference of an exam: specialities, tests, categories…"), run_load },
  [LIST] = { "reference list", "", N_ ("List the references in use"), run_list },
  { NULL, NULL, NULL, NULL },
};

/* "line 12: …" says where only together with the file's name. */
static gboolean
load (MchAdmin *admin, const char *path, MchReferenceLoad *ret_load, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, &local))
    return mch_admin_refuse (error, _ ("%s cannot be read: %s. Nothing was changed."), name,
                             local->message);
  if (mch_references_load (admin->server, text, length, ret_load, &local))
    return TRUE;
  return mch_admin_refuse (error, _ ("%s: %s Nothing was changed."), name, local->message);
}

static void
tell_loaded (const MchReferenceLoad *loaded)
{
  if (!loaded->changed)
    g_print (_ ("The reference %s (version %s) is in use already; nothing was changed."),
             loaded->domain, loaded->version);
  else
    {
      g_print (g_dngettext (GETTEXT_PACKAGE,
                            "The reference %s (version %s) is loaded: %u speciality.",
                            "The reference %s (version %s) is loaded: %u specialities.",
                            loaded->n_specialties),
               loaded->domain, loaded->version, loaded->n_specialties);
      g_print (" ");
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u session uses it.", "%u sessions use it.",
                            loaded->n_sessions),
               loaded->n_sessions);
    }
  g_print ("\n");
}

static MchAdminExit
run_load (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_auto (MchReferenceLoad) loaded = { 0 };

  if (!mch_admin_parse (admin, &mch_admin_reference_verbs[LOAD], &argc, &argv, NULL, 1, 1, error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_server (admin, NULL, error) || !load (admin, argv[1], &loaded, error))
    return MCH_ADMIN_FAILED;
  tell_loaded (&loaded);
  return MCH_ADMIN_DONE;
}

static gboolean
print_references (MchDb *db, gpointer data, GError **error)
{
  GString *text = data;
  g_autoptr (MchDbResult) result = NULL;

  g_string_truncate (text, 0);
  result = mch_db_query (db, error,
                         "SELECT c.domain, c.ym, f.version, f.digest FROM reference_current c"
                         " JOIN reference_file f ON f.digest = c.digest ORDER BY c.domain, c.ym");
  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    {
      const char *month = mch_db_result_get_text (result, 1);

      g_string_append_printf (text, "%s %s %s %.12s\n", mch_db_result_get_text (result, 0),
                              *month != '\0' ? month : "*", mch_db_result_get_text (result, 2),
                              mch_db_result_get_text (result, 3));
    }
  return TRUE;
}

static MchAdminExit
run_list (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!mch_admin_parse (admin, &mch_admin_reference_verbs[LIST], &argc, &argv, NULL, 0, 0, error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_server (admin, NULL, error)
      || !mch_db_pool_read (admin->pool, print_references, text, error))
    return MCH_ADMIN_FAILED;
  g_print ("%s", text->len > 0 ? text->str : _ ("No reference is loaded.\n"));
  return MCH_ADMIN_DONE;
}
