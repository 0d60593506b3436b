/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/mail/mch-mail-transport.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/mch-email.h"
#include "server/mail/mch-mail-smtp.h"
#include "vault/mch-vault-init.h"

struct _MchMailTransport
{
  char *folder; /* or NULL */
  char *url;
  gboolean tls;
  char *user;
  char *password;
  char *ca_file;
  char *from_name;
  char *from;
  char *domain;
  MchSmtp *smtp;
};

void
mch_mail_transport_free (MchMailTransport *transport)
{
  if (transport == NULL)
    return;
  if (transport->password != NULL)
    mch_vault_wipe (transport->password, strlen (transport->password));
  g_free (transport->password);
  g_free (transport->folder);
  g_free (transport->url);
  g_free (transport->user);
  g_free (transport->ca_file);
  g_free (transport->from_name);
  g_free (transport->from);
  g_free (transport->domain);
  mch_smtp_free (transport->smtp);
  g_free (transport);
}

static char *
dup_set (const MchConfig *config, MchConfigKey key)
{
  const char *text = mch_config_get_text (config, key);

  return *text != '\0' ? g_strdup (text) : NULL;
}

static char *
dup_path (const MchConfig *config, MchConfigKey key, const char *data)
{
  const char *text = mch_config_get_text (config, key);

  return *text != '\0' ? g_canonicalize_filename (text, data) : NULL;
}

static void
set_sender (MchMailTransport *transport, const MchConfig *config, const char *host)
{
  const char *from = mch_config_get_text (config, MCH_CONFIG_MAIL_FROM);
  g_autofree char *address =
      g_strconcat ("ne-pas-repondre@", host != NULL ? host : "machaon.invalid", NULL);

  if (*from == '\0' || !mch_mail_read_from (from, &transport->from_name, &transport->from))
    {
      transport->from_name = g_strdup ("Machaon");
      transport->from = mch_email_read (address);
    }
  /* A portal that has only a number for an address. */
  if (transport->from == NULL)
    transport->from = g_strdup ("ne-pas-repondre@machaon.invalid");
  transport->domain = g_strdup (strrchr (transport->from, '@') + 1);
}

static gboolean
read_password (MchMailTransport *transport, const char *path, GError **error)
{
  GStatBuf status;
  g_autoptr (GError) local = NULL;

  if (path == NULL)
    return TRUE;
  if (g_stat (path, &status) == 0 && (status.st_mode & 077) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   _ ("Others can read the file %s, which holds the password of the mail server: "
                      "chmod 600 it. No message leaves until then; none is lost."),
                   path);
      return FALSE;
    }
  if (!g_file_get_contents (path, &transport->password, NULL, &local))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("The password of the mail server cannot be read: %s"), local->message);
      return FALSE;
    }
  g_strchomp (transport->password);
  return TRUE;
}

MchMailTransport *
mch_mail_transport_new (const MchConfig *config, const char *data, const char *host, GError **error)
{
  g_autoptr (MchMailTransport) transport = g_new0 (MchMailTransport, 1);
  g_autofree char *password_file = dup_path (config, MCH_CONFIG_MAIL_PASSWORD_FILE, data);

  g_return_val_if_fail (config != NULL && data != NULL, NULL);

  transport->url = dup_set (config, MCH_CONFIG_MAIL_SERVER);
  set_sender (transport, config, host);
  if (transport->url == NULL)
    {
      transport->folder = dup_path (config, MCH_CONFIG_MAIL_OUTBOX, data);
      if (g_mkdir_with_parents (transport->folder, 0700) == 0)
        return g_steal_pointer (&transport);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("The folder %s for messages cannot be made."), transport->folder);
      return NULL;
    }
  transport->tls = strcmp (mch_config_get_text (config, MCH_CONFIG_MAIL_STARTTLS), "required") == 0;
  transport->user = dup_set (config, MCH_CONFIG_MAIL_USER);
  transport->ca_file = dup_path (config, MCH_CONFIG_MAIL_CA_FILE, data);
  transport->smtp = mch_smtp_new ();
  return read_password (transport, password_file, error) ? g_steal_pointer (&transport) : NULL;
}

const char *
mch_mail_transport_get_folder (const MchMailTransport *transport)
{
  g_return_val_if_fail (transport != NULL, NULL);

  return transport->folder;
}

/* The name is the message's: who writes it once more after a fall replaces it. */
static gboolean
write_file (MchMailTransport *transport, const MchMailMessage *message, GBytes *bytes,
            GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *name = g_strconcat (message->id, ".eml", NULL);
  g_autofree char *path = g_build_filename (transport->folder, name, NULL);

  return g_file_set_contents_full (path, data, (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

gboolean
mch_mail_transport_send (MchMailTransport *transport, MchMailMessage *message,
                         GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const MchSmtpServer server = { transport->url, transport->tls, transport->user,
                                 transport->password, transport->ca_file };

  message->from = transport->from;
  message->from_name = transport->from_name;
  message->domain = transport->domain;
  bytes = mch_mail_message_write (message);
  if (bytes == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("This is not an e-mail address."));
      return FALSE;
    }
  if (transport->folder != NULL)
    return write_file (transport, message, bytes, error);
  return mch_smtp_send (transport->smtp, &server, message->from, message->to, bytes, cancellable,
                        error);
}
