/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl: finds the verb, runs it, shows its error and ends with its status. */
#include "core/mch-paths.h"
#include "ctl/mch-ctl.h"
#include "ctl/mch-output.h"
#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

static const MchVerb *
find_verb (int argc, char **argv, int *ret_words)
{
  for (const MchVerb *verb = mch_verbs; verb->name != NULL; verb++)
    {
      g_auto (GStrv) words = g_strsplit (verb->name, " ", 2);
      int n = (int) g_strv_length (words);

      if (argc > n && strcmp (argv[1], words[0]) == 0
          && (n == 1 || strcmp (argv[2], words[1]) == 0))
        {
          *ret_words = n;
          return verb;
        }
    }
  return NULL;
}

static char *
dup_verb_help (void)
{
  g_autoptr (GString) text = g_string_new (_ ("Verbs:"));

  for (const MchVerb *verb = mch_verbs; verb->name != NULL; verb++)
    g_string_append_printf (text, "\n  %-24s %s", verb->name, _ (verb->summary));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
parse_global (MchCtl *ctl, int *argc, char ***argv, gboolean *ret_version, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (_ ("VERB …"));
  g_autofree char *verbs = dup_verb_help ();
  const GOptionEntry options[] = {
    { "profile", 0, 0, G_OPTION_ARG_FILENAME, &ctl->profile, N_ ("The folder of the profile"),
      "DIR" },
    { "secrets-file", 0, 0, G_OPTION_ARG_FILENAME, &ctl->secrets_file,
      N_ ("Keep secrets in this private file instead of the keyring"), "FILE" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &ctl->password_file,
      N_ ("Read the password from the first line of this file"), "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, ret_version, N_ ("Print the version"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  g_option_context_set_description (context, verbs);
  g_option_context_set_strict_posix (context, TRUE);
  return g_option_context_parse (context, argc, argv, error);
}

static MchExit
run (MchCtl *ctl, int argc, char **argv, GError **error)
{
  gboolean version = FALSE;
  const MchVerb *verb;
  int words;

  if (!parse_global (ctl, &argc, &argv, &version, error))
    return MCH_EXIT_USAGE;
  if (version)
    {
      g_print ("machaonctl %s\n", MACHAON_VERSION);
      return MCH_EXIT_DONE;
    }
  verb = find_verb (argc, argv, &words);
  if (verb == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _ ("There is no verb “%s”; see --help."), argc > 1 ? argv[1] : "");
      return MCH_EXIT_USAGE;
    }
  return verb->run (ctl, argc - words, argv + words, error);
}

/* Seen before anything is parsed, since wrong usage is answered in JSON, too. */
static gboolean
wants_json (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], "--json") == 0)
      return TRUE;
  return FALSE;
}

int
main (int argc, char **argv)
{
  gboolean json = wants_json (argc, argv);
  g_auto (MchCtl) ctl = { 0 };
  g_autoptr (GError) error = NULL;
  MchExit status;

  mch_vault_harden_process ();
  mch_paths_init_language ();
  status = run (&ctl, argc, argv, &error);
  if (error != NULL)
    {
      g_printerr ("%s\n", error->message);
      /* A verb that failed says no more than that; its error knows better. */
      status = status == MCH_EXIT_FAILED ? mch_exit_of_error (error)
                                         : mch_exit_worse (status, mch_exit_of_error (error));
    }
  if (json && status != MCH_EXIT_DONE)
    mch_output_failure ((int) status, error != NULL ? error->message : NULL);
  return (int) status;
}
