/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaond admin certificate renew, and what doctor and serve ask of certificates. */
#include "server/admin/mch-admin-certificate.h"

#include <glib/gi18n-lib.h>
#include <gnutls/x509.h>

#include "server/admin/mch-admin-verbs.h"
#include "server/http/mch-tls.h"

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)

/* The first certificate of a PEM file, or NULL. */
static gnutls_x509_crt_t
read_first (const char *path)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  gnutls_datum_t pem;

  if (!g_file_get_contents (path, &text, &length, NULL) || gnutls_x509_crt_init (&crt) < 0)
    return NULL;
  pem.data = (unsigned char *) text;
  pem.size = (unsigned int) length;
  if (gnutls_x509_crt_import (crt, &pem, GNUTLS_X509_FMT_PEM) < 0)
    return NULL;
  return g_steal_pointer (&crt);
}

gboolean
mch_certificate_is_signed_by (const char *path, const char *authority)
{
  g_auto (gnutls_x509_crt_t) crt = read_first (path);
  g_auto (gnutls_x509_crt_t) issuer = read_first (authority);
  unsigned int result = 0;

  return crt != NULL && issuer != NULL
         && gnutls_x509_crt_verify (crt, &issuer, 1, GNUTLS_VERIFY_DISABLE_TIME_CHECKS, &result)
                == 0
         && result == 0;
}

gboolean
mch_certificate_covers (const char *path, const char *host)
{
  g_auto (gnutls_x509_crt_t) crt = read_first (path);

  return crt != NULL && gnutls_x509_crt_check_hostname (crt, host) != 0;
}

gboolean
mch_certificate_renew_if_due (const char *folder, gint64 now_ms, gboolean *ret_renewed,
                              GError **error)
{
  g_autofree char *path = g_build_filename (folder, "server.pem", NULL);
  g_autofree char *authority = g_build_filename (folder, "ca.pem", NULL);
  gint64 expiry = mch_tls_get_expiry (path, error);

  *ret_renewed = FALSE;
  if (expiry < 0)
    return FALSE;
  if (expiry > now_ms + MCH_CERTIFICATE_SOON_MS || !mch_certificate_is_signed_by (path, authority))
    return TRUE;
  *ret_renewed = mch_tls_renew (folder, NULL, now_ms, error);
  return *ret_renewed;
}

static MchAdminExit run_renew (MchAdmin *admin, int argc, char **argv, GError **error);

const MchAdminVerb mch_admin_certificate_verbs[] = {
  { "certificate renew", "[--hostname NAME] …",
    N_ ("Issue the server's certificate anew from the local authority"), run_renew },
  { NULL, NULL, NULL, NULL },
};

static MchAdminExit
run_renew (MchAdmin *admin, int argc, char **argv, GError **error)
{
  g_auto (GStrv) names = NULL;
  g_autofree char *folder = NULL;
  const GOptionEntry options[] = {
    { "hostname", 0, 0, G_OPTION_ARG_STRING_ARRAY, &names,
      N_ ("A name or address of the server; without it the present ones stay"), "NAME" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_admin_parse (admin, &mch_admin_certificate_verbs[0], &argc, &argv, options, 0, 0, error))
    return MCH_ADMIN_USAGE;
  folder = mch_admin_dup_path (admin, MCH_ADMIN_TLS);
  if (!mch_admin_open_config (admin, error)
      || !mch_tls_renew (folder, (const char *const *) names, g_get_real_time () / 1000, error))
    return MCH_ADMIN_FAILED;
  g_print ("%s\n", _ ("The certificate is renewed. A running server takes it at SIGHUP."));
  return MCH_ADMIN_DONE;
}
