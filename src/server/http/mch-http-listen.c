/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-http-listen.h"

#include "server/http/mch-request.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 1024
/* Database, logs, event descriptors, lingering connections. */
#define OTHER_FILES 1024

static gboolean
set_listen_error (GError **error, const char *spec, int number)
{
  g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_LISTEN, _ ("Cannot listen on %s: %s."),
               spec, g_strerror (number));
  return FALSE;
}

/* Splits "ADDR:PORT" or "[ADDR]:PORT" into an address of numbers. */
static GSocketAddress *
parse_tcp (const char *spec)
{
  const char *colon = strrchr (spec, ':');
  g_autofree char *host = NULL;
  guint64 port = 0;

  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    return NULL;
  if (spec[0] == '[' && colon > spec + 1 && colon[-1] == ']')
    host = g_strndup (spec + 1, (size_t) (colon - spec) - 2);
  else
    host = g_strndup (spec, (size_t) (colon - spec));
  if (strcmp (host, "localhost") == 0)
    return g_inet_socket_address_new_from_string ("127.0.0.1", (guint) port);
  if (strchr (host, ':') != NULL && spec[0] != '[')
    return NULL;
  return g_inet_socket_address_new_from_string (host, (guint) port);
}

gboolean
mch_listen_is_valid (const char *spec)
{
  g_autoptr (GSocketAddress) address = NULL;

  g_return_val_if_fail (spec != NULL, FALSE);

  if (g_str_has_prefix (spec, "unix:"))
    return strlen (spec) > 5 && strlen (spec) - 5 < sizeof ((struct sockaddr_un *) NULL)->sun_path;
  address = parse_tcp (spec);
  return address != NULL;
}

static gboolean
open_tcp (const char *spec, MchListen *listener, GError **error)
{
  g_autoptr (GSocketAddress) address = parse_tcp (spec);
  g_autofree char *host = NULL;
  struct sockaddr_storage native;
  socklen_t length = (socklen_t) g_socket_address_get_native_size (address);
  int one = 1;
  gboolean is_v6 = g_socket_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
  guint port = 0;

  g_socket_address_to_native (address, &native, sizeof native, NULL);
  listener->fd = socket (native.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener->fd < 0)
    return set_listen_error (error, spec, errno);
  setsockopt (listener->fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind (listener->fd, (struct sockaddr *) &native, length) != 0
      || listen (listener->fd, BACKLOG) != 0
      || getsockname (listener->fd, (struct sockaddr *) &native, &length) != 0)
    return set_listen_error (error, spec, errno);

  port = g_ntohs (is_v6 ? ((struct sockaddr_in6 *) (void *) &native)->sin6_port
                        : ((struct sockaddr_in *) (void *) &native)->sin_port);
  host = g_inet_address_to_string (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  listener->address = g_strdup_printf (is_v6 ? "https://[%s]:%u" : "https://%s:%u", host, port);
  return TRUE;
}

/* A socket file that a killed server left behind would refuse the next one. */
static void
remove_stale (const struct sockaddr_un *name)
{
  struct stat info;
  int fd = -1;

  if (lstat (name->sun_path, &info) != 0 || !S_ISSOCK (info.st_mode))
    return;
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (connect (fd, (const struct sockaddr *) name, sizeof *name) != 0 && errno == ECONNREFUSED)
    unlink (name->sun_path);
  close (fd);
}

static gboolean
open_unix (const char *spec, MchListen *listener, GError **error)
{
  struct sockaddr_un name = { .sun_family = AF_UNIX };

  g_strlcpy (name.sun_path, spec + 5, sizeof name.sun_path);
  remove_stale (&name);
  listener->is_unix = TRUE;
  listener->fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener->fd < 0 || bind (listener->fd, (struct sockaddr *) &name, sizeof name) != 0)
    return set_listen_error (error, spec, errno);
  listener->path = g_strdup (name.sun_path);
  /* The proxy is in our group; nobody else may claim to forward for others. */
  if (chmod (name.sun_path, 0660) != 0 || listen (listener->fd, BACKLOG) != 0)
    return set_listen_error (error, spec, errno);
  listener->address = g_strdup (spec);
  return TRUE;
}

gboolean
mch_listen_open (const char *spec, MchListen *ret_listen, GError **error)
{
  MchListen listener = { .fd = -1 };
  gboolean opened = FALSE;

  g_return_val_if_fail (spec != NULL, FALSE);
  g_return_val_if_fail (ret_listen != NULL, FALSE);

  if (!mch_listen_is_valid (spec))
    {
      g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_CONFIG,
                   _ ("“%s” is no address to listen on: write ADDRESS:PORT, for example "
                      "127.0.0.1:8443, or unix:PATH."),
                   spec);
      return FALSE;
    }

  if (g_str_has_prefix (spec, "unix:"))
    opened = open_unix (spec, &listener, error);
  else
    opened = open_tcp (spec, &listener, error);
  if (!opened)
    {
      mch_listen_clear (&listener);
      return FALSE;
    }
  *ret_listen = listener;
  return TRUE;
}

void
mch_listen_clear (MchListen *listen)
{
  g_return_if_fail (listen != NULL);

  if (listen->fd >= 0)
    close (listen->fd);
  if (listen->path != NULL)
    unlink (listen->path);
  listen->fd = -1;
  g_clear_pointer (&listen->path, g_free);
  g_clear_pointer (&listen->address, g_free);
}

guint
mch_listen_raise_files (guint connections)
{
  rlim_t wanted = (rlim_t) connections + OTHER_FILES;
  struct rlimit limit;
  guint fitting = connections;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
    return connections;
  /* Only root may raise the hard limit. */
  if (limit.rlim_max < wanted)
    {
      const struct rlimit both = { wanted, wanted };

      if (setrlimit (RLIMIT_NOFILE, &both) == 0)
        return connections;
    }
  limit.rlim_cur = MIN (wanted, limit.rlim_max);
  setrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur == wanted)
    return connections;

  if (limit.rlim_max >= 2 * OTHER_FILES)
    fitting = (guint) limit.rlim_max - OTHER_FILES;
  else
    fitting = (guint) limit.rlim_max / 2;
  g_printerr ("event=files hard_limit=%u connections=%u wanted=%u\n", (guint) limit.rlim_max,
              fitting, connections);
  return MIN (fitting, connections);
}

static char *
dup_address (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  guint8 network[16] = { 0 };
  g_autoptr (GInetAddress) cut = NULL;
  g_autofree char *text = NULL;

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (address);
  if (memcmp (bytes, mapped, sizeof mapped) == 0)
    return g_strdup_printf ("%u.%u.%u.%u", bytes[12], bytes[13], bytes[14], bytes[15]);

  /* A household or a school has a whole /64; one address of it says nothing. */
  memcpy (network, bytes, 8);
  cut = g_inet_address_new_from_bytes (network, G_SOCKET_FAMILY_IPV6);
  text = g_inet_address_to_string (cut);
  return g_strconcat (text, "/64", NULL);
}

char *
mch_listen_dup_peer (int fd)
{
  struct sockaddr_storage native;
  socklen_t length = sizeof native;
  g_autoptr (GSocketAddress) address = NULL;

  if (getpeername (fd, (struct sockaddr *) &native, &length) != 0)
    return NULL;
  if (native.ss_family != AF_INET && native.ss_family != AF_INET6)
    return NULL;
  address = g_socket_address_new_from_native (&native, length);
  return dup_address (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

char *
mch_listen_dup_forwarded (const char *value)
{
  const char *comma = NULL;
  g_autofree char *last = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (value == NULL)
    return NULL;
  comma = strrchr (value, ',');
  last = g_strstrip (g_strdup (comma != NULL ? comma + 1 : value));
  if (strlen (last) > 64)
    return NULL;
  address = g_inet_address_new_from_string (last);
  return address != NULL ? dup_address (address) : NULL;
}

gint64
mch_listen_get_received (int fd)
{
  struct tcp_info info;
  socklen_t length = sizeof info;

  if (getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0)
    return -1;
  if (length < G_STRUCT_OFFSET (struct tcp_info, tcpi_bytes_received) + sizeof (guint64))
    return -1;
  return (gint64) info.tcpi_bytes_received;
}
