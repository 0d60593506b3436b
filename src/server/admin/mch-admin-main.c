/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the verb of the command line, runs it and shows its error. */
#include "server/admin/mch-admin-verbs.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const MchAdminVerb *const tables[] = {
  mch_admin_directory_verbs, mch_admin_reference_verbs,   mch_admin_staff_verbs,
  mch_admin_database_verbs,  mch_admin_certificate_verbs, mch_admin_doctor_verbs,
  mch_admin_join_verbs,      mch_admin_migrate_verbs,     mch_admin_mail_verbs,
};

/* argv[0] is the first word that may belong to the verb. */
static const MchAdminVerb *
find_verb (int argc, char **argv, int *ret_words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MchAdminVerb *verb = tables[i]; verb->name != NULL; verb++)
      {
        g_auto (GStrv) words = g_strsplit (verb->name, " ", 2);
        int n = (int) g_strv_length (words);

        if (argc >= n && strcmp (argv[0], words[0]) == 0
            && (n == 1 || strcmp (argv[1], words[1]) == 0))
          {
            *ret_words = n;
            return verb;
          }
      }
  return NULL;
}

static void
append_verb (GString *text, const char *prefix, const MchAdminVerb *verb)
{
  g_string_append_printf (text, "  %s%s %s\n      %s\n", prefix, verb->name, verb->arguments,
                          _ (verb->summary));
}

static char *
dup_admin_help (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Commands:"));

  g_string_append_c (text, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    for (const MchAdminVerb *verb = tables[i]; verb->name != NULL; verb++)
      append_verb (text, "", verb);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Options may stand before the verb, too: those that all verbs have. */
static gboolean
parse_before_verb (MchAdmin *admin, int *argc, char ***argv, GError **error)
{
  g_autofree char *help = dup_admin_help ();
  g_autofree char *data = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("COMMAND …"));
  const GOptionEntry options[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, N_ ("The folder of the server's data"), "DIR" },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  g_option_context_set_description (context, help);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (data != NULL)
    admin->data = g_canonicalize_filename (data, NULL);
  return TRUE;
}

/* argv[0] is the word "admin". */
static MchAdminExit
run_admin (MchAdmin *admin, int argc, char **argv, GError **error)
{
  const MchAdminVerb *verb;
  int words = 0;

  g_set_prgname ("machaond admin");
  if (!parse_before_verb (admin, &argc, &argv, error))
    return MCH_ADMIN_USAGE;
  if (argc < 2)
    {
      mch_admin_misuse (error, _ ("Say what to do; machaond admin --help lists it."));
      return MCH_ADMIN_USAGE;
    }
  verb = find_verb (argc - 1, argv + 1, &words);
  if (verb == NULL)
    {
      mch_admin_misuse (error, _ ("There is no command “%s”; machaond admin --help lists them."),
                        argv[1]);
      return MCH_ADMIN_USAGE;
    }
  return verb->run (admin, argc - words, argv + words, error);
}

static void
print_help (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Usage:"));

  g_string_append_c (text, '\n');
  append_verb (text, "machaond ", &mch_admin_init);
  append_verb (text, "machaond ", &mch_admin_serve);
  g_string_append_printf (text, "  machaond admin --data DIR …\n      %s\n  machaond --version\n",
                          _ ("Administer the server, also while it serves: machaond admin --help"));
  g_print ("%s", text->str);
}

static MchAdminExit
run (MchAdmin *admin, int argc, char **argv, GError **error)
{
  const char *word = argc > 1 ? argv[1] : "";

  g_set_prgname ("machaond");
  if (strcmp (word, "--version") == 0)
    {
      g_print ("machaond %s\n", MACHAON_VERSION);
      return MCH_ADMIN_DONE;
    }
  if (strcmp (word, "--help") == 0 || strcmp (word, "-h") == 0)
    {
      print_help ();
      return MCH_ADMIN_DONE;
    }
  if (strcmp (word, "init") == 0)
    return mch_admin_init.run (admin, argc - 1, argv + 1, error);
  if (strcmp (word, "serve") == 0)
    return mch_admin_serve.run (admin, argc - 1, argv + 1, error);
  if (strcmp (word, "admin") == 0)
    return run_admin (admin, argc - 1, argv + 1, error);
  mch_admin_misuse (error, _ ("Say init, serve or admin; machaond --help explains them."));
  return MCH_ADMIN_USAGE;
}

int
mch_admin_main (int argc, char **argv)
{
  g_auto (MchAdmin) admin = { 0 };
  g_autoptr (GError) error = NULL;
  MchAdminExit status = run (&admin, argc, argv, &error);

  if (error != NULL)
    {
      g_printerr ("%s\n", error->message);
      status = MAX (status, mch_admin_exit_of_error (error));
    }
  return (int) status;
}
