/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/admin/mch-admin-invitation.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "core/mch-login.h"
#include "server/admin/mch-admin-certificate.h"
#include "server/http/mch-tls.h"
#include "vault/mch-vault-init.h"

static gboolean
is_server_url (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && strcmp (g_uri_get_scheme (uri), "https") == 0
         && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

/* "https://NAME:PORT" of the certificate's first own name, or NULL. */
static char *
dup_url_of_listen (MchAdmin *admin)
{
  const char *listen = mch_config_get_text (admin->config, MCH_CONFIG_LISTEN);
  const char *port = strrchr (listen, ':') + 1;
  g_autofree char *path = mch_admin_dup_tls_path (admin, "server.pem");
  g_auto (GStrv) names = NULL;

  if (g_str_has_prefix (listen, "unix:") || strcmp (port, "0") == 0)
    return NULL;
  names = mch_tls_dup_names (path, NULL);
  if (names == NULL || names[0] == NULL)
    return NULL;
  return g_strdup_printf (strchr (names[0], ':') != NULL ? "https://[%s]:%s" : "https://%s:%s",
                          names[0], port);
}

char *
mch_admin_dup_server_url (MchAdmin *admin, const char *given, GError **error)
{
  const char *portal;
  char *url;

  if (!mch_admin_open_config (admin, error))
    return NULL;
  portal = mch_config_get_text (admin->config, MCH_CONFIG_PORTAL_URL);
  if (given == NULL && is_server_url (portal))
    return g_strdup (portal);
  if (given == NULL)
    url = dup_url_of_listen (admin);
  else
    url = is_server_url (given) ? g_strdup (given) : NULL;
  if (url == NULL)
    mch_admin_misuse (error, _ ("Say where desktops find the server: --server https://NAME:PORT"));
  return url;
}

/* 0600 from its first byte, and nobody's file is overwritten. */
static gboolean
write_private (const char *path, const char *text, GError **error)
{
  gsize length = strlen (text);
  gboolean written;
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0)
    return mch_admin_refuse (error, _ ("The file %s cannot be written: %s."), path,
                             g_strerror (errno));
  written = write (fd, text, length) == (gssize) length && fsync (fd) == 0;
  if (close (fd) == 0 && written)
    return TRUE;
  mch_admin_refuse (error, _ ("The file %s cannot be written: %s."), path, g_strerror (errno));
  unlink (path);
  return FALSE;
}

gboolean
mch_admin_write_invitation (MchAdmin *admin, const char *path, const char *url, const char *login,
                            const char *code, GError **error)
{
  g_autofree char *authority = mch_admin_dup_tls_path (admin, "ca.pem");
  g_autofree char *certificate = mch_admin_dup_tls_path (admin, "server.pem");
  g_autofree char *ca = NULL;
  g_autofree char *folded = mch_login_fold (login);
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MchSecretText) text = NULL;

  g_key_file_set_integer (file, MCH_INVITATION_GROUP, "version", MCH_INVITATION_VERSION);
  g_key_file_set_string (file, MCH_INVITATION_GROUP, "server", url);
  g_key_file_set_string (file, MCH_INVITATION_GROUP, "login", folded);
  g_key_file_set_string (file, MCH_INVITATION_GROUP, "code", code);
  /* A name that our certificate lacks is a proxy's, which has a certificate of its own. */
  if (!g_str_has_prefix (mch_config_get_text (admin->config, MCH_CONFIG_LISTEN), "unix:")
      && mch_certificate_covers (certificate, g_uri_get_host (uri))
      && mch_certificate_is_signed_by (certificate, authority))
    {
      if (!g_file_get_contents (authority, &ca, NULL, error))
        return FALSE;
      g_key_file_set_string (file, MCH_INVITATION_GROUP, "ca", ca);
    }
  text = g_key_file_to_data (file, NULL, NULL);
  return write_private (path, text, error);
}
