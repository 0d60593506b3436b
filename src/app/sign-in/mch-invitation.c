/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in/mch-invitation.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-error.h"
#include "vault/mch-vault-init.h"

#define GROUP "invitation"
#define VERSION 1

void
mch_invitation_free (MchInvitation *invitation)
{
  g_free (invitation->server);
  g_free (invitation->login);
  mch_vault_free_text (invitation->code);
  g_free (invitation->ca);
  g_free (invitation);
}

gboolean
mch_invitation_is_server (const char *text)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *path;

  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0
      || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return FALSE;
  path = g_uri_get_path (uri);
  return (*path == '\0' || strcmp (path, "/") == 0) && g_uri_get_query (uri) == NULL
         && g_uri_get_userinfo (uri) == NULL && g_uri_get_fragment (uri) == NULL;
}

static void
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE, sentence);
}

static const char *
skip_to_group (const char *text)
{
  return strstr (text, "[" GROUP "]");
}

/* Messages end with greetings, which are no lines of a key file. */
static char *
dup_key_lines (const char *text)
{
  g_autoptr (GString) kept = g_string_new ("[" GROUP "]\n");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (g_ascii_isalpha (*line) && strchr (line, '=') != NULL)
        g_string_append_printf (kept, "%s\n", line);
    }
  return g_string_free (g_steal_pointer (&kept), FALSE);
}

static MchInvitation *
read_keys (GKeyFile *file)
{
  MchInvitation *invitation = g_new0 (MchInvitation, 1);

  invitation->server = g_key_file_get_string (file, GROUP, "server", NULL);
  invitation->login = g_key_file_get_string (file, GROUP, "login", NULL);
  invitation->code = g_key_file_get_string (file, GROUP, "code", NULL);
  invitation->ca = g_key_file_get_string (file, GROUP, "ca", NULL);
  return invitation;
}

MchInvitation *
mch_invitation_read (const char *text, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MchInvitation) invitation = NULL;
  g_autoptr (MchSecretText) lines = NULL;
  const char *group;

  g_return_val_if_fail (text != NULL, NULL);

  group = strlen (text) <= MCH_INVITATION_MAX_BYTES && g_utf8_validate (text, -1, NULL)
              ? skip_to_group (text)
              : NULL;
  lines = group != NULL ? dup_key_lines (group) : NULL;
  if (lines == NULL || !g_key_file_load_from_data (file, lines, -1, G_KEY_FILE_NONE, NULL))
    {
      fail (error,
            _ ("This is not an invitation of Machaon. Ask for the file again, or fill in the "
               "four fields."));
      return NULL;
    }
  if (g_key_file_get_integer (file, GROUP, "version", NULL) > VERSION)
    {
      fail (error, _ ("This invitation is for a newer version of Machaon. Install it first."));
      return NULL;
    }
  invitation = read_keys (file);
  if (invitation->server == NULL || !mch_invitation_is_server (invitation->server)
      || invitation->login == NULL || invitation->code == NULL)
    {
      fail (error, _ ("This invitation lacks something; it was perhaps cut. Ask for it again."));
      return NULL;
    }
  return g_steal_pointer (&invitation);
}

MchInvitation *
mch_invitation_load (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  char buffer[MCH_INVITATION_MAX_BYTES + 1];
  gsize length = 0;
  MchInvitation *invitation;

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, sizeof buffer - 1, &length,
                                   NULL, error))
    return NULL;
  buffer[length] = '\0';
  if (strlen (buffer) != length)
    {
      fail (error,
            _ ("This is not an invitation of Machaon. Ask for the file again, or fill in the "
               "four fields."));
      return NULL;
    }
  invitation = mch_invitation_read (buffer, error);
  mch_vault_wipe (buffer, sizeof buffer);
  return invitation;
}
