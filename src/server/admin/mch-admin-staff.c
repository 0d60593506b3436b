/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond admin staff: who works with the program, and the codes that let them in. */
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "core/mch-uai.h"
#include "server/admin/mch-admin-invitation.h"
#include "server/admin/mch-admin-verbs.h"
#include "server/model/mch-staff.h"
#include "vault/mch-vault-init.h"

static MchAdminExit run_add (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_list (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_disable (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_reinvite (MchAdmin *admin, int argc, char **argv, GError **error);
static MchAdminExit run_revoke (MchAdmin *admin, int argc, char **argv, GError **error);

enum
{
  ADD,
  LIST,
  DISABLE,
  REINVITE,
  REVOKE,
};

const MchAdminVerb mch_admin_staff_verbs[] = {
  [ADD] = { "staff add",
            "LOGIN --role establishment|exam-office (--establishment UAI … | --academy CODE) "
            "[--name NAME] [--write-invitation FILE.machaon [--server URL]]",
            N_ ("Add somebody; the last line is the one-time invitation code"), run_add },
  [LIST] = { "staff list", "[--json]", N_ ("List who works with the program"), run_list },
  [DISABLE] = { "staff disable", "LOGIN", N_ ("Sign somebody out everywhere and refuse the login"),
                run_disable },
  [REINVITE] = { "staff reinvite", "LOGIN [--write-invitation FILE.machaon [--server URL]]",
                 N_ ("Give a new invitation; the last line is its code"), run_reinvite },
  [REVOKE] = { "staff revoke", "LOGIN (--establishment UAI | --academy CODE)",
               N_ ("Take a right away; desktops forget what they hold of it"), run_revoke },
  { NULL, NULL, NULL, NULL },
};

/* The options of the verbs that invite. */
typedef struct
{
  char *role;
  char *name;
  char *academy;
  char **uais;
  char *file;
  char *server;
  char *url; /* of the server, when a file is wanted */
} Invite;

static void
invite_clear (Invite *invite)
{
  g_free (invite->role);
  g_free (invite->name);
  g_free (invite->academy);
  g_strfreev (invite->uais);
  g_free (invite->file);
  g_free (invite->server);
  g_free (invite->url);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Invite, invite_clear)

/* What can be found wrong before anything is changed. */
static gboolean
check_file (MchAdmin *admin, Invite *invite, GError **error)
{
  if (invite->file == NULL)
    return TRUE;
  if (g_file_test (invite->file, G_FILE_TEST_EXISTS))
    return mch_admin_refuse (error, _ ("The file %s exists already and is kept."), invite->file);
  invite->url = mch_admin_dup_server_url (admin, invite->server, error);
  return invite->url != NULL;
}

/* Without its file the code is still good: it is shown before that is known. */
static MchAdminExit
tell_code (MchAdmin *admin, const Invite *invite, const char *login, const char *code,
           GError **error)
{
  gboolean written = TRUE;

  if (invite->file != NULL)
    written = mch_admin_write_invitation (admin, invite->file, invite->url, login, code, error);
  g_print ("%s\n%s\n",
           _ ("The invitation works once, within 7 days. Give it in person or by telephone:"),
           code);
  return written ? MCH_ADMIN_DONE : MCH_ADMIN_FAILED;
}

/* (transfer full): the scopes that the options name. */
static char **
dup_scopes (const Invite *invite, GError **error)
{
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; invite->uais != NULL && invite->uais[i] != NULL; i++)
    {
      char uai[MCH_UAI_LENGTH + 1];
      gboolean key_right;

      if (!mch_uai_read (invite->uais[i], uai, &key_right))
        {
          mch_admin_refuse (error,
                            _ ("“%s” is no UAI: it has 7 digits and a letter, such as "
                               "0250001A."),
                            invite->uais[i]);
          return NULL;
        }
      g_ptr_array_add (scopes, g_strconcat ("etab:", uai, NULL));
    }
  if (invite->academy != NULL)
    g_ptr_array_add (scopes, g_strconcat ("acad:", invite->academy, NULL));
  g_ptr_array_add (scopes, NULL);
  g_ptr_array_set_free_func (scopes, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&scopes), FALSE);
}

static gboolean
check_role (const Invite *invite, MchRole *ret_role, GError **error)
{
  *ret_role = mch_role_from_string (invite->role);
  if (*ret_role == MCH_ROLE_INVALID)
    return mch_admin_misuse (error, _ ("Say --role establishment or --role exam-office."));
  if (*ret_role == MCH_ROLE_ESTABLISHMENT && (invite->uais == NULL || invite->academy != NULL))
    return mch_admin_misuse (error, _ ("Establishment staff need --establishment UAI, and no "
                                       "--academy."));
  if (*ret_role == MCH_ROLE_EXAM_OFFICE && (invite->uais != NULL || invite->academy == NULL))
    return mch_admin_misuse (error, _ ("Exam-office staff need --academy CODE, and no "
                                       "--establishment."));
  return TRUE;
}

static MchAdminExit
run_add (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_auto (Invite) invite = { 0 };
  g_auto (GStrv) scopes = NULL;
  g_autoptr (MchSecretText) code = NULL;
  MchRole role;
  const GOptionEntry options[] = {
    { "role", 0, 0, G_OPTION_ARG_STRING, &invite.role, N_ ("establishment or exam-office"),
      "ROLE" },
    { "establishment", 0, 0, G_OPTION_ARG_STRING_ARRAY, &invite.uais,
      N_ ("An establishment of this person; may be repeated"), "UAI" },
    { "academy", 0, 0, G_OPTION_ARG_STRING, &invite.academy, N_ ("The exam office's académie"),
      "CODE" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &invite.name, N_ ("The name that colleagues read"),
      "NAME" },
    { "write-invitation", 0, 0, G_OPTION_ARG_FILENAME, &invite.file,
      N_ ("Write a file that the application opens"), "FILE.machaon" },
    { "server", 0, 0, G_OPTION_ARG_STRING, &invite.server,
      N_ ("Where desktops find the server, for that file"), "URL" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_staff_verbs[ADD], &argc, &argv, options, 1, 1, error)
      || !check_role (&invite, &role, error))
    return MCH_ADMIN_USAGE;
  scopes = dup_scopes (&invite, error);
  if (scopes == NULL || !mch_admin_open_server (admin, NULL, error)
      || !check_file (admin, &invite, error))
    return MCH_ADMIN_FAILED;
  code = mch_staff_add (admin->server, argv[1], invite.name, role, (const char *const *) scopes,
                        error);
  return code != NULL ? tell_code (admin, &invite, argv[1], code, error) : MCH_ADMIN_FAILED;
}

static MchAdminExit
run_reinvite (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_auto (Invite) invite = { 0 };
  g_autoptr (MchSecretText) code = NULL;
  const GOptionEntry options[] = {
    { "write-invitation", 0, 0, G_OPTION_ARG_FILENAME, &invite.file,
      N_ ("Write a file that the application opens"), "FILE.machaon" },
    { "server", 0, 0, G_OPTION_ARG_STRING, &invite.server,
      N_ ("Where desktops find the server, for that file"), "URL" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_staff_verbs[REINVITE], &argc, &argv, options, 1, 1,
                        error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_server (admin, NULL, error) || !check_file (admin, &invite, error))
    return MCH_ADMIN_FAILED;
  code = mch_staff_reinvite (admin->server, argv[1], error);
  return code != NULL ? tell_code (admin, &invite, argv[1], code, error) : MCH_ADMIN_FAILED;
}

static MchAdminExit
run_disable (MchAdmin *admin, int argc, char **argv, GError **error)
{
  if (!mch_admin_parse (admin, &mch_admin_staff_verbs[DISABLE], &argc, &argv, NULL, 1, 1, error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_server (admin, NULL, error)
      || !mch_staff_disable (admin->server, argv[1], error))
    return MCH_ADMIN_FAILED;
  g_print (
      _ ("%s can no longer sign in. A colleague should also remove this login from the members "
         "of the establishment, which changes its key."),
      argv[1]);
  g_print ("\n");
  return MCH_ADMIN_DONE;
}

static MchAdminExit
run_revoke (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_auto (Invite) invite = { 0 };
  g_auto (GStrv) scopes = NULL;
  const GOptionEntry options[] = {
    { "establishment", 0, 0, G_OPTION_ARG_STRING_ARRAY, &invite.uais,
      N_ ("The establishment that this person leaves; may be repeated"), "UAI" },
    { "academy", 0, 0, G_OPTION_ARG_STRING, &invite.academy, N_ ("The exam office's académie"),
      "CODE" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_staff_verbs[REVOKE], &argc, &argv, options, 1, 1, error))
    return MCH_ADMIN_USAGE;
  if (invite.uais == NULL && invite.academy == NULL)
    {
      mch_admin_misuse (error, _ ("Say for which establishment or académie."));
      return MCH_ADMIN_USAGE;
    }
  scopes = dup_scopes (&invite, error);
  if (scopes == NULL || !mch_admin_open_server (admin, NULL, error))
    return MCH_ADMIN_FAILED;
  for (guint i = 0; scopes[i] != NULL; i++)
    if (!mch_staff_revoke (admin->server, argv[1], scopes[i], error))
      return MCH_ADMIN_FAILED;
  g_print (_ ("%s may no longer read it; desktops forget it with their next synchronisation. A "
              "colleague should also remove this login from the members of the establishment, "
              "which changes its key."),
           argv[1]);
  g_print ("\n");
  return MCH_ADMIN_DONE;
}

static const char *
get_state (const MchStaff *staff)
{
  if (staff->disabled)
    return "disabled";
  return staff->active ? "active" : "invited";
}

static void
print_json (GPtrArray *list)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      const MchStaff *staff = list->pdata[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "login");
      json_builder_add_string_value (builder, staff->login);
      json_builder_set_member_name (builder, "name");
      json_builder_add_string_value (builder, staff->name);
      json_builder_set_member_name (builder, "role");
      json_builder_add_string_value (builder, mch_role_to_string (staff->role));
      json_builder_set_member_name (builder, "state");
      json_builder_add_string_value (builder, get_state (staff));
      json_builder_set_member_name (builder, "scopes");
      json_builder_begin_array (builder);
      for (guint j = 0; j < staff->grants->len; j++)
        json_builder_add_string_value (builder, ((MchGrant *) staff->grants->pdata[j])->scope);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  g_print ("%s\n", text);
}

/* Pads @text to @width characters: printf() counts bytes. */
static void
print_padded (const char *text, glong width)
{
  glong length = g_utf8_strlen (text, -1);

  g_print ("%s%*s", text, (int) MAX (0, width - length) + 2, "");
}

static const char *
state_in_words (const MchStaff *staff)
{
  if (staff->disabled)
    return _ ("disabled");
  return staff->active ? _ ("active") : _ ("invited");
}

static void
print_table (GPtrArray *list)
{
  glong login_width = 0, name_width = 0;

  for (guint i = 0; i < list->len; i++)
    {
      const MchStaff *staff = list->pdata[i];

      login_width = MAX (login_width, g_utf8_strlen (staff->login, -1));
      name_width = MAX (name_width, g_utf8_strlen (staff->name, -1));
    }
  for (guint i = 0; i < list->len; i++)
    {
      const MchStaff *staff = list->pdata[i];

      print_padded (staff->login, login_width);
      print_padded (staff->name, name_width);
      print_padded (state_in_words (staff), 10);
      for (guint j = 0; j < staff->grants->len; j++)
        g_print ("%s%s", j > 0 ? ", " : "", ((MchGrant *) staff->grants->pdata[j])->name);
      g_print ("\n");
    }
}

static MchAdminExit
run_list (MchAdmin *admin, int argc, char **argv, GError **error)
{
  gboolean json = FALSE;
  g_autoptr (GPtrArray) list = NULL;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Answer with one JSON value"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_staff_verbs[LIST], &argc, &argv, options, 0, 0, error))
    return MCH_ADMIN_USAGE;
  if (!mch_admin_open_server (admin, NULL, error))
    return MCH_ADMIN_FAILED;
  list = mch_staff_list (admin->server, error);
  if (list == NULL)
    return MCH_ADMIN_FAILED;
  if (json)
    print_json (list);
  else
    print_table (list);
  return MCH_ADMIN_DONE;
}
