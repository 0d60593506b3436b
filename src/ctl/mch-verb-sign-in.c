/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl sign-in, sign-out. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "sync/mch-membership.h"
#include "sync/mch-sign-in.h"
#include "vault/mch-vault-init.h"

#include <glib/gi18n-lib.h>

/* The establishments with the person's place in each. */
static void
print_desk (MchCtl *ctl)
{
  MchProfile *profile = mch_desk_get_profile (ctl->desk);
  JsonObject *object = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *name;
      const char *scope = mch_profile_get_scope (profile, i, &name);
      gboolean member = mch_membership_is_member (ctl->desk, scope);
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "scope", scope);
      json_object_set_string_member (entry, "name", name);
      json_object_set_boolean_member (entry, "member", member);
      json_array_add_object_element (list, entry);
    }
  json_object_set_string_member (object, "login", mch_profile_get (profile, MCH_PROFILE_LOGIN));
  mch_wire_set_text (object, "role", mch_profile_get (profile, MCH_PROFILE_ROLE));
  json_object_set_array_member (object, "scopes", list);
  mch_output_object (object);
}

/* A person who is not a member yet reads his words to a colleague. */
static void
tell_words (MchCtl *ctl)
{
  MchProfile *profile = mch_desk_get_profile (ctl->desk);

  for (guint i = 0; i < mch_profile_get_n_scopes (profile); i++)
    {
      const char *name;
      const char *scope = mch_profile_get_scope (profile, i, &name);
      g_autofree char *words = NULL;

      if (!g_str_has_prefix (scope, "etab:") || mch_membership_is_member (ctl->desk, scope))
        continue;
      words = mch_membership_dup_own_words (ctl->desk, scope, NULL);
      if (words != NULL)
        g_printerr (_ ("To see the slips of %s, read these six words aloud to a colleague who "
                       "sees them: %s\n"),
                    name, words);
    }
}

MchExit
mch_verb_sign_in (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *server = NULL;
  g_autofree char *ca_file = NULL;
  g_autofree char *user = NULL;
  g_autofree char *invitation = NULL;
  g_autofree char *ca = NULL;
  g_autoptr (MchSecretText) password = NULL;
  const GOptionEntry options[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, &server, N_ ("The server's address"), "URL" },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &ca_file, N_ ("The authority of its certificate"),
      "FILE" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, N_ ("Your login"), "LOGIN" },
    { "invitation", 0, 0, G_OPTION_ARG_STRING, &invitation,
      N_ ("The invitation code; you choose your password now"), "CODE" },
    G_OPTION_ENTRY_NULL,
  };
  MchSignIn what = { 0 };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (server == NULL || user == NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("--server and --user are needed."));
      return MCH_EXIT_USAGE;
    }
  if (ca_file != NULL && !g_file_get_contents (ca_file, &ca, NULL, error))
    return MCH_EXIT_FAILED;
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  password = mch_ctl_dup_password (
      ctl, invitation != NULL ? _ ("Choose your password:") : _ ("Your password:"), error);
  if (password == NULL)
    return MCH_EXIT_FAILED;

  what.server = server;
  what.ca_pem = ca;
  what.login = user;
  what.password = password;
  what.invitation = invitation;
  if (!mch_sign_in (ctl->desk, &what, NULL, error))
    return MCH_EXIT_FAILED;
  tell_words (ctl);
  if (ctl->json)
    print_desk (ctl);
  else
    g_print (_ ("Signed in as %s.\n"),
             mch_profile_get (mch_desk_get_profile (ctl->desk), MCH_PROFILE_LOGIN));
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_sign_out (MchCtl *ctl, int argc, char **argv, GError **error)
{
  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (!mch_ctl_open (ctl, error) || !mch_sign_out (ctl->desk, NULL, error))
    return MCH_EXIT_FAILED;
  if (ctl->json)
    mch_output_object (json_object_new ());
  else
    g_print (_ ("Signed out. What was typed here is kept.\n"));
  return MCH_EXIT_DONE;
}
