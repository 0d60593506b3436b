/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Would the portal open on a telephone? Looks at the address, at where the server listens and at
 * its certificate; asks no other machine. */
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/admin/mch-admin-certificate.h"
#include "server/admin/mch-doctor.h"
#include "server/http/mch-http-certificate.h"
#include "server/http/mch-tls.h"

/* Where serve listens: on a unix socket or for this machine alone, a proxy stands before it. */
static const char *
get_listen (MchDoctor *doctor)
{
  return mch_config_get_text (doctor->admin->config, MCH_CONFIG_LISTEN);
}

static gboolean
is_unix (const char *listen)
{
  return g_str_has_prefix (listen, "unix:");
}

static gboolean
is_loopback_name (const char *host)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (lower);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return strcmp (lower, "localhost") == 0 || g_str_has_suffix (lower, ".localhost");
}

static gboolean
is_loopback_listen (const char *listen)
{
  const char *colon = strrchr (listen, ':');
  g_autofree char *host = NULL;

  if (is_unix (listen) || colon == NULL)
    return FALSE;
  host = *listen == '[' ? g_strndup (listen + 1, (gsize) MAX (0, colon - listen - 2))
                        : g_strndup (listen, (gsize) (colon - listen));
  return is_loopback_name (host);
}

/* Says why no telephone finds @host; FALSE when one may. */
static gboolean
say_unreachable (MchDoctor *doctor, const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (mch_portal_url_is_public (doctor->portal_url))
    return FALSE;
  if (is_loopback_name (host))
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                    _ ("Portal: %s is this machine alone; a telephone would look for the portal on "
                       "itself. Give the name by which others reach this server."),
                    doctor->portal_url);
  else if (address != NULL)
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                    _ ("Portal: %s is a private address; it opens on its own network only, not on "
                       "a telephone at home. Give a public name."),
                    doctor->portal_url);
  else if (strchr (host, '.') == NULL)
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                    _ ("Portal: the name in %s has no dot; only a local network can know it. Give "
                       "the full public name."),
                    doctor->portal_url);
  else
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                    _ ("Portal: the name in %s belongs to local networks; a telephone elsewhere "
                       "does not find it. Give a public name."),
                    doctor->portal_url);
  return TRUE;
}

/* Portals have no port in their address, as a rule; something must then lead there. */
static void
say_path (MchDoctor *doctor, GUri *uri)
{
  const char *listen = get_listen (doctor);
  int wanted = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : 443;
  g_autofree char *port = g_strdup_printf ("%d", wanted);

  if (is_unix (listen))
    mch_doctor_say (doctor, MCH_FINDING_WELL,
                    _ ("Portal: %s can open on a telephone, through the proxy before %s."),
                    doctor->portal_url, listen);
  else if (is_loopback_listen (listen))
    mch_doctor_say (doctor, MCH_FINDING_WARNING,
                    _ ("Portal: machaond listens for this machine alone (%s); %s opens on a "
                       "telephone only if a proxy here leads to it. Else set listen."),
                    listen, doctor->portal_url);
  else if (strcmp (strrchr (listen, ':') + 1, port) != 0)
    mch_doctor_say (doctor, MCH_FINDING_WARNING,
                    _ ("Portal: %s asks for port %s, but machaond listens on %s; it opens on a "
                       "telephone only if a proxy or a redirection leads from one to the other."),
                    doctor->portal_url, port, listen);
  else
    mch_doctor_say (doctor, MCH_FINDING_WELL, _ ("Portal: %s can open on a telephone."),
                    doctor->portal_url);
}

void
mch_doctor_check_portal (MchDoctor *doctor)
{
  g_autoptr (GUri) uri = NULL;

  if (*doctor->portal_url == '\0')
    {
      mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                      _ ("Portal: no address is set, so no accounts can be generated. Set "
                         "portal-url in machaond.conf, such as https://examens.example."));
      return;
    }
  uri = g_uri_parse (doctor->portal_url, G_URI_FLAGS_NONE, NULL);
  if (say_unreachable (doctor, g_uri_get_host (uri)))
    return;
  if (strcmp (g_uri_get_scheme (uri), "https") != 0)
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                    _ ("Portal: %s is not https; passwords would cross networks readable by "
                       "others, and telephones refuse such pages more and more."),
                    doctor->portal_url);
  else
    say_path (doctor, uri);
}

/* Whether the names of the certificate fit the portal's address; whether strangers trust it. */
static void
check_names (MchDoctor *doctor, const char *path, const char *authority)
{
  g_autoptr (GUri) uri = g_uri_parse (doctor->portal_url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gboolean own = mch_certificate_is_signed_by (path, authority);

  if (host != NULL && !mch_certificate_covers (path, host))
    mch_doctor_say (doctor,
                    is_loopback_listen (get_listen (doctor)) ? MCH_FINDING_WARNING
                                                             : MCH_FINDING_PROBLEM,
                    _ ("Certificate: it does not name %s, so telephones and desktops refuse it "
                       "there, unless a proxy answers with its own. Run: certificate renew "
                       "--hostname %s"),
                    host, host);
  if (own)
    mch_doctor_say (doctor, MCH_FINDING_WARNING,
                    _ ("Certificate: it is from this server's own authority; a telephone that does "
                       "not know it shows a warning before the portal. Install %s on it, or use a "
                       "public certificate (server.pem and server-key.pem beside it) or a proxy "
                       "that has one."),
                    authority);
}

static void
check_expiry (MchDoctor *doctor, const char *path, const char *authority)
{
  gint64 expiry = mch_tls_get_expiry (path, NULL);
  gboolean own = mch_certificate_is_signed_by (path, authority);
  g_autoptr (GDateTime) end = g_date_time_new_from_unix_local (MAX (expiry, 0) / 1000);
  g_autofree char *date = g_date_time_format (end, "%Y-%m-%d");

  if (expiry > doctor->now_ms + MCH_CERTIFICATE_SOON_MS)
    mch_doctor_say (doctor, MCH_FINDING_WELL, _ ("Certificate: good until %s."), date);
  else if (own)
    mch_doctor_say (doctor, MCH_FINDING_WARNING,
                    _ ("Certificate: it ends on %s; serve renews it by itself, at its start and "
                       "once a day."),
                    date);
  else if (expiry > doctor->now_ms)
    mch_doctor_say (doctor, MCH_FINDING_WARNING,
                    _ ("Certificate: it ends on %s; put a new server.pem and server-key.pem in its "
                       "place before, then send SIGHUP."),
                    date);
  else
    mch_doctor_say (doctor, MCH_FINDING_PROBLEM,
                    _ ("Certificate: it ended on %s and nobody can connect; put a new server.pem "
                       "and server-key.pem in its place, then send SIGHUP."),
                    date);
}

void
mch_doctor_check_certificate (MchDoctor *doctor)
{
  g_autofree char *path = mch_admin_dup_tls_path (doctor->admin, "server.pem");
  g_autofree char *key = mch_admin_dup_tls_path (doctor->admin, "server-key.pem");
  g_autofree char *authority = mch_admin_dup_tls_path (doctor->admin, "ca.pem");
  g_autoptr (MchCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  if (is_unix (get_listen (doctor)))
    {
      mch_doctor_say (doctor, MCH_FINDING_WELL, _ ("Certificate: the proxy's; look at it there."));
      return;
    }
  certificate = mch_certificate_load (path, key, &error);
  if (certificate == NULL)
    {
      mch_doctor_say (doctor, MCH_FINDING_PROBLEM, _ ("Certificate: %s"), error->message);
      return;
    }
  check_expiry (doctor, path, authority);
  check_names (doctor, path, authority);
}
