/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-line.h"

#include "core/mch-text.h"
#include "protocol/mch-wire-json.h"
#include "sync/mch-proxies.h"
#include "sync/mch-sync-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define MAX_NAME 60 /* characters of a certificate's name in a sentence */

struct _MchLine
{
  GUri *server;
  char *ca_pem;
  int ca_fd; /* the authority that sessions trust; -1 for those of the system */
  MchProxies *proxies;
  char *proxy_user; /* NULL: what the settings say */
  char *proxy_password;
  GMutex lock;           /* of what follows: calls and events have threads of their own */
  char *strange_schemes; /* how the proxy wants one to identify oneself; NULL: a login will do */
};

void
mch_line_free (MchLine *self)
{
  if (self->ca_fd >= 0)
    close (self->ca_fd);
  g_clear_pointer (&self->server, g_uri_unref);
  g_clear_object (&self->proxies);
  g_free (self->ca_pem);
  g_free (self->proxy_user);
  g_free (self->proxy_password);
  g_free (self->strange_schemes);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The authority as a file without a name: GTlsDatabase reads its file again at the first connection
 * and has no other way in, and a name would have to outlive us. -1 on error. */
static int
open_authority (const char *ca_pem)
{
  gsize length = strlen (ca_pem);
  int fd = memfd_create ("machaon-ca", MFD_CLOEXEC);

  if (fd >= 0 && write (fd, ca_pem, length) != (gssize) length)
    {
      close (fd);
      return -1;
    }
  return fd;
}

static GTlsDatabase *
new_database (MchLine *self, GError **error)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", self->ca_fd);

  return g_tls_file_database_new (path, error);
}

static gboolean
trust_authority (MchLine *self, const char *ca_pem, GError **error)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) cause = NULL;

  self->ca_pem = g_strdup (ca_pem);
  self->ca_fd = open_authority (ca_pem);
  if (self->ca_fd < 0)
    g_set_error_literal (&cause, G_FILE_ERROR, g_file_error_from_errno (errno), g_strerror (errno));
  else
    database = new_database (self, &cause);
  if (database != NULL)
    return TRUE;
  g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UNTRUSTED,
               _ ("The authority's certificate cannot be used: %s."), cause->message);
  return FALSE;
}

MchLine *
mch_line_new (const char *server, const char *ca_pem, GError **error)
{
  g_autoptr (MchLine) self = g_new0 (MchLine, 1);

  g_return_val_if_fail (server != NULL, NULL);

  g_mutex_init (&self->lock);
  self->ca_fd = -1;
  self->server = g_uri_parse (server, SOUP_HTTP_URI_FLAGS, NULL);
  if (self->server == NULL || g_strcmp0 (g_uri_get_scheme (self->server), "https") != 0
      || g_uri_get_host (self->server) == NULL || *g_uri_get_host (self->server) == '\0')
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("“%s” is not the address of a server. Write it as https://server.example."),
                   server);
      return NULL;
    }
  if (ca_pem != NULL && !trust_authority (self, ca_pem, error))
    return NULL;
  self->proxies = mch_proxies_new ();
  return g_steal_pointer (&self);
}

MchLine *
mch_line_copy (const MchLine *self, GError **error)
{
  g_autofree char *server = g_uri_to_string (self->server);
  MchLine *copy = mch_line_new (server, self->ca_pem, error);

  if (copy != NULL)
    mch_line_set_proxy_login (copy, self->proxy_user, self->proxy_password);
  return copy;
}

const char *
mch_line_get_host (const MchLine *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_uri_get_host (self->server);
}

void
mch_line_set_proxy_login (MchLine *self, const char *user, const char *password)
{
  g_return_if_fail (self != NULL);

  g_free (self->proxy_user);
  g_free (self->proxy_password);
  self->proxy_user = g_strdup (user);
  self->proxy_password = g_strdup (user != NULL ? password : NULL);
}

/* The first word of each challenge: "NTLM, Negotiate". NULL when one of them takes a login and a
 * password: Basic and Digest do. (transfer full) (nullable) */
static char *
dup_strange_schemes (SoupMessage *message)
{
  static const char *const usual[] = { "basic", "digest" };
  const char *challenges = soup_message_headers_get_list (
      soup_message_get_response_headers (message), "Proxy-Authenticate");
  g_auto (GStrv) items = challenges != NULL ? g_strsplit (challenges, ",", -1) : NULL;
  g_autoptr (GString) schemes = g_string_new (NULL);

  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    {
      const char *item = g_strstrip (items[i]);
      gsize length = strcspn (item, " =");
      g_autofree char *scheme = g_ascii_strdown (item, (gssize) length);

      for (gsize j = 0; j < G_N_ELEMENTS (usual); j++)
        if (strcmp (scheme, usual[j]) == 0)
          return NULL;
      /* What has a value is a parameter of the challenge before it. */
      if (length == 0 || item[length] == '=' || !g_utf8_validate (item, (gssize) length, NULL))
        continue;
      g_string_append_printf (schemes, "%s%.*s", schemes->len > 0 ? ", " : "", (int) length, item);
    }
  return schemes->len > 0 ? g_string_free (g_steal_pointer (&schemes), FALSE) : NULL;
}

/* The head of a proxy's answer to CONNECT, which the message of the caller never gets. */
static void
on_tunnel_head (SoupMessage *tunnel, MchLine *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_free (self->strange_schemes);
  self->strange_schemes = dup_strange_schemes (tunnel);
}

static void
on_queued (SoupSession *session, SoupMessage *message, MchLine *self)
{
  if (soup_message_get_method (message) == SOUP_METHOD_CONNECT)
    g_signal_connect (message, "got-headers", G_CALLBACK (on_tunnel_head), self);
}

SoupSession *
mch_line_new_session (MchLine *self, guint timeout_s)
{
  SoupSession *session = soup_session_new_with_options ("timeout", timeout_s, "idle-timeout", 30,
                                                        "user-agent", "Machaon/" MACHAON_VERSION,
                                                        "proxy-resolver", self->proxies, NULL);
  g_autoptr (GTlsDatabase) database = self->ca_fd >= 0 ? new_database (self, NULL) : NULL;

  soup_session_remove_feature_by_type (session, SOUP_TYPE_COOKIE_JAR);
  g_signal_connect (session, "request-queued", G_CALLBACK (on_queued), self);
  if (database != NULL)
    soup_session_set_tls_database (session, database);
  return session;
}

/* Once, and never to the server itself: it asks for no such login. */
static gboolean
on_authenticate (SoupMessage *message, SoupAuth *auth, gboolean again, MchLine *self)
{
  g_autofree char *user = g_strdup (self->proxy_user);
  g_autofree char *password = g_strdup (self->proxy_password);

  if (again || !soup_auth_is_for_proxy (auth)
      || (user == NULL && !mch_proxies_dup_login (self->proxies, &user, &password)))
    return FALSE;
  soup_auth_authenticate (auth, user, password != NULL ? password : "");
  return TRUE;
}

SoupMessage *
mch_line_new_message (MchLine *self, const char *method, const char *path, const char *token)
{
  g_autoptr (GUri) uri = g_uri_parse_relative (self->server, path, SOUP_HTTP_URI_FLAGS, NULL);
  SoupMessage *message = soup_message_new_from_uri (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  soup_message_headers_append (headers, "Machaon-Schema", G_STRINGIFY (MCH_WIRE_SCHEMA));
  if (token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", token, NULL);

      soup_message_headers_append (headers, "Authorization", bearer);
    }
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "authenticate", G_CALLBACK (on_authenticate), self);
  return message;
}

/* Other TLS errors are those of a connection that broke. */
static gboolean
is_untrusted (const GError *cause)
{
  return g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
}

gboolean
mch_line_is_hopeless (const GError *cause)
{
  return is_untrusted (cause) || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The value of @type in a name whose commas may be escaped. (transfer full) (nullable) */
static char *
dup_part (const char *name, const char *type)
{
  gsize length = strlen (type);
  gboolean at_start = TRUE;

  for (const char *at = name; *at != '\0'; at++)
    {
      if (at_start && strncmp (at, type, length) == 0 && at[length] == '=')
        {
          g_autoptr (GString) value = g_string_new (NULL);

          for (at += length + 1; *at != '\0' && *at != ',' && *at != '+'; at++)
            {
              if (*at == '\\' && at[1] != '\0')
                at++;
              g_string_append_c (value, *at);
            }
          return g_string_free (g_steal_pointer (&value), FALSE);
        }
      at_start =
          (*at == ',' || *at == '+' || (at_start && *at == ' ')) && (at == name || at[-1] != '\\');
    }
  return NULL;
}

char *
mch_line_dup_common_name (const char *name)
{
  g_autofree char *part = name != NULL ? dup_part (name, "CN") : NULL;
  g_autofree char *valid = NULL;
  g_autoptr (GString) clean = g_string_new (NULL);

  if (part == NULL && name != NULL)
    part = dup_part (name, "O");
  if (part == NULL)
    return NULL;
  valid = g_utf8_make_valid (part, -1);
  mch_text_append_clean (clean, valid);
  if (g_utf8_strlen (clean->str, -1) > MAX_NAME)
    {
      g_string_truncate (clean,
                         (gsize) (g_utf8_offset_to_pointer (clean->str, MAX_NAME) - clean->str));
      g_string_append (clean, "…");
    }
  return clean->len > 0 ? g_string_free (g_steal_pointer (&clean), FALSE) : NULL;
}

static void
set_portal (MchLine *self, const char *who, GError **error)
{
  if (who != NULL)
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PORTAL,
                 _ ("The network asks for a sign-in in the browser: it was “%s” that answered in "
                    "the place of %s. Nothing was sent, and what you did is kept. Open any page in "
                    "the browser, sign in there, then synchronise again."),
                 who, mch_line_get_host (self));
  else
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PORTAL,
                 _ ("The network asks for a sign-in in the browser: a page of its own came in the "
                    "place of %s. What you did is kept. Open any page in the browser, sign in "
                    "there, then synchronise again."),
                 mch_line_get_host (self));
}

/* A certificate that is no proof: whose it is tells what stands on the way. */
static void
set_untrusted (MchLine *self, SoupMessage *message, GError **error)
{
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);
  GTlsCertificateFlags faults = soup_message_get_tls_peer_certificate_errors (message);
  g_autofree char *issuer_name = NULL;
  g_autofree char *subject_name = NULL;
  g_autofree char *issuer = NULL;
  g_autofree char *subject = NULL;
  const char *host = mch_line_get_host (self);

  if (certificate != NULL)
    {
      issuer_name = g_tls_certificate_get_issuer_name (certificate);
      subject_name = g_tls_certificate_get_subject_name (certificate);
    }
  issuer = mch_line_dup_common_name (issuer_name);
  subject = mch_line_dup_common_name (subject_name);
  if (issuer == NULL)
    issuer = g_strdup (_ ("somebody without a name"));
  if ((faults & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    set_portal (self, subject != NULL ? subject : issuer, error);
  else if ((faults & G_TLS_CERTIFICATE_UNKNOWN_CA) == 0)
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UNTRUSTED,
                 _ ("The certificate of %s is not valid on the date of this computer. Nothing was "
                    "sent. Check the date and the time of this computer; if they are right, tell "
                    "the server's administrator."),
                 host);
  else if (self->ca_pem != NULL)
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UNTRUSTED,
                 _ ("Something on the network opens the secure connection to %s: the certificate "
                    "that came was issued by “%s”, which is not the server's authority. Nothing "
                    "was sent, and what you did is kept. Ask the network's administrator to let "
                    "connections to %s through without inspecting them."),
                 host, issuer, host);
  else
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_UNTRUSTED,
                 _ ("%s answered with a certificate issued by “%s”, which this computer does not "
                    "trust. Nothing was sent. Ask the server's administrator for its authority "
                    "file; if that name says nothing to him, the network inspects secure "
                    "connections: ask its administrator not to do so for %s."),
                 host, issuer, host);
}

gboolean
mch_line_fail_unanswered (MchLine *self, SoupMessage *message, const GError *cause, GError **error)
{
  if (is_untrusted (cause))
    set_untrusted (self, message, error);
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else
    g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE,
                 _ ("The server %s does not answer. What you did is kept on this computer and will "
                    "leave by itself."),
                 mch_line_get_host (self));
  return FALSE;
}

static gboolean
is_page (SoupMessage *message)
{
  const char *type =
      soup_message_headers_get_content_type (soup_message_get_response_headers (message), NULL);

  return type != NULL && g_ascii_strcasecmp (type, "text/html") == 0;
}

/* 511 is made for portals; others redirect, or answer with a page. */
static gboolean
is_portal (SoupMessage *message, gboolean of_proxy)
{
  guint status = soup_message_get_status (message);

  return status == 511 || SOUP_STATUS_IS_REDIRECTION (status)
         || (!of_proxy && SOUP_STATUS_IS_SUCCESSFUL (status) && is_page (message));
}

static void
set_proxy_login (MchLine *self, const char *proxy, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  const char *strange = self->strange_schemes;

  /* No login that could be typed helps, so none is asked for. */
  if (strange != NULL)
    g_set_error (
        error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY_STRANGE,
        _ ("The network's proxy (%s) asks for a Windows identification (%s), which Machaon "
           "cannot give. What you did is kept and will leave by itself. Ask your "
           "network's assistance to let this computer reach %s without it."),
        proxy, strange, mch_line_get_host (self));
  else
    g_set_error (
        error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_PROXY,
        self->proxy_user != NULL
            ? _ ("The network's proxy (%s) does not accept the login and the password that "
                 "it was told. What you did is kept. Give them again.")
            : _ ("The network's proxy (%s) asks for a login and a password. What you did "
                 "is kept and leaves once you have given them."),
        proxy);
}

gboolean
mch_line_check_answered (MchLine *self, SoupMessage *message, GError **error)
{
  guint status = soup_message_get_status (message);
  /* Before TLS there is only the proxy. */
  gboolean of_proxy = soup_message_get_tls_peer_certificate (message) == NULL;
  const char *proxy = mch_proxies_get_last (self->proxies);

  if (proxy == NULL)
    proxy = _ ("without a name");
  if (is_portal (message, of_proxy))
    set_portal (self, NULL, error);
  else if (of_proxy && status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    set_proxy_login (self, proxy, error);
  else if (of_proxy)
    g_set_error (
        error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_OFFLINE,
        _ ("The network's proxy (%s) does not let this computer reach %s (status %u). What "
           "you did is kept and will leave by itself. If it lasts, ask the network's "
           "administrator to allow this address."),
        proxy, mch_line_get_host (self), status);
  else if (is_page (message) && status >= 502 && status <= 504)
    return mch_line_fail_unanswered (self, message, NULL, error);
  else
    return TRUE;
  return FALSE;
}

gboolean
mch_line_get_clock_offset (SoupMessage *message, gint64 *ret_ms)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Date");
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  if (date == NULL)
    return FALSE;
  *ret_ms = g_date_time_to_unix (date) * 1000 - g_get_real_time () / 1000;
  return TRUE;
}
