/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-tls.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <string.h>
#include <sys/stat.h>

#define DAY_S (24 * 60 * 60)
/* Clients' clocks are a little off. */
#define BEFORE_S (60 * 60)

G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_crt_t, gnutls_x509_crt_deinit, NULL)
G_DEFINE_AUTO_CLEANUP_FREE_FUNC (gnutls_x509_privkey_t, gnutls_x509_privkey_deinit, NULL)

static gboolean
check (int code, GError **error)
{
  if (code >= 0)
    return TRUE;
  g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS,
               _ ("The certificate could not be made: %s"), gnutls_strerror (code));
  return FALSE;
}

static gnutls_x509_privkey_t
generate_key (GError **error)
{
  g_auto (gnutls_x509_privkey_t) key = NULL;

  if (!check (gnutls_x509_privkey_init (&key), error)
      || !check (gnutls_x509_privkey_generate (
                     key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
                 error))
    return NULL;
  return g_steal_pointer (&key);
}

/* What authority and server certificates have alike. */
static gnutls_x509_crt_t
begin_certificate (gnutls_x509_privkey_t key, const char *name, int days, gint64 now_ms,
                   GError **error)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;
  guint8 serial[16];
  guint8 id[32];
  size_t id_size = sizeof id;
  time_t now = (time_t) (now_ms / 1000);

  if (!check (gnutls_rnd (GNUTLS_RND_NONCE, serial, sizeof serial), error))
    return NULL;
  /* Positive and of full length. */
  serial[0] = (guint8) ((serial[0] & 0x3f) | 0x40);
  if (!check (gnutls_x509_crt_init (&crt), error)
      || !check (gnutls_x509_crt_set_version (crt, 3), error)
      || !check (gnutls_x509_crt_set_serial (crt, serial, sizeof serial), error)
      || !check (gnutls_x509_crt_set_activation_time (crt, now - BEFORE_S), error)
      || !check (gnutls_x509_crt_set_expiration_time (crt, now + (time_t) days * DAY_S), error)
      || !check (gnutls_x509_crt_set_key (crt, key), error)
      || !check (gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                                (unsigned int) strlen (name)),
                 error)
      || !check (gnutls_x509_crt_get_key_id (crt, GNUTLS_KEYID_USE_SHA256, id, &id_size), error)
      || !check (gnutls_x509_crt_set_subject_key_id (crt, id, 20), error))
    return NULL;
  return g_steal_pointer (&crt);
}

static gnutls_x509_crt_t
make_authority (gnutls_x509_privkey_t key, gint64 now_ms, GError **error)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;
  g_autofree char *name = g_strdup_printf ("Machaon %08x", g_random_int ());

  /* The number in the name keeps the authorities of two installations apart in a trust store. */
  crt = begin_certificate (key, name, MCH_TLS_CA_DAYS, now_ms, error);
  if (crt == NULL || !check (gnutls_x509_crt_set_basic_constraints (crt, 1, 0), error)
      || !check (
          gnutls_x509_crt_set_key_usage (crt, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN),
          error)
      || !check (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0), error))
    return NULL;
  return g_steal_pointer (&crt);
}

static gboolean
is_dns_name (const char *name)
{
  size_t length = strlen (name);

  if (length == 0 || length > 253 || name[0] == '.' || name[0] == '-')
    return FALSE;
  for (const char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '.' && *c != '-')
      return FALSE;
  return strstr (name, "..") == NULL;
}

static gboolean
add_name (gnutls_x509_crt_t crt, const char *name, GError **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (name);
  g_autofree char *ascii = NULL;

  if (address != NULL)
    return check (gnutls_x509_crt_set_subject_alt_name (
                      crt, GNUTLS_SAN_IPADDRESS, g_inet_address_to_bytes (address),
                      (unsigned int) g_inet_address_get_native_size (address), GNUTLS_FSAN_APPEND),
                  error);

  ascii = g_hostname_to_ascii (name);
  if (ascii == NULL || !is_dns_name (ascii))
    {
      g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS,
                   _ ("“%s” is neither a host name nor an address."), name);
      return FALSE;
    }
  return check (gnutls_x509_crt_set_subject_alt_name (crt, GNUTLS_SAN_DNSNAME, ascii,
                                                      (unsigned int) strlen (ascii),
                                                      GNUTLS_FSAN_APPEND),
                error);
}

/* @hostnames and those that reach this machine itself, each once. */
static GPtrArray *
collect_names (const char *const *hostnames)
{
  static const char *const own[] = { "localhost", "127.0.0.1", "::1" };
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; hostnames != NULL && hostnames[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (names, hostnames[i], g_str_equal, NULL))
      g_ptr_array_add (names, (char *) hostnames[i]);
  for (guint i = 0; i < G_N_ELEMENTS (own); i++)
    if (!g_ptr_array_find_with_equal_func (names, own[i], g_str_equal, NULL))
      g_ptr_array_add (names, (char *) own[i]);
  return names;
}

static gnutls_x509_crt_t
make_server (gnutls_x509_privkey_t key, gnutls_x509_crt_t authority,
             gnutls_x509_privkey_t authority_key, const char *const *hostnames, gint64 now_ms,
             GError **error)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;
  g_autoptr (GPtrArray) names = collect_names (hostnames);
  guint8 id[64];
  size_t id_size = sizeof id;

  crt = begin_certificate (key, "machaond", MCH_TLS_SERVER_DAYS, now_ms, error);
  if (crt == NULL || !check (gnutls_x509_crt_set_basic_constraints (crt, 0, -1), error)
      || !check (gnutls_x509_crt_set_key_usage (crt, GNUTLS_KEY_DIGITAL_SIGNATURE), error)
      || !check (gnutls_x509_crt_set_key_purpose_oid (crt, GNUTLS_KP_TLS_WWW_SERVER, 0), error)
      || !check (gnutls_x509_crt_get_subject_key_id (authority, id, &id_size, NULL), error)
      || !check (gnutls_x509_crt_set_authority_key_id (crt, id, id_size), error))
    return NULL;
  for (guint i = 0; i < names->len; i++)
    if (!add_name (crt, g_ptr_array_index (names, i), error))
      return NULL;
  if (!check (gnutls_x509_crt_sign2 (crt, authority, authority_key, GNUTLS_DIG_SHA256, 0), error))
    return NULL;
  return g_steal_pointer (&crt);
}

static gboolean
set_file_error (GError **error, const char *path, const char *reason)
{
  g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS, _ ("%s cannot be used: %s"), path,
               reason);
  return FALSE;
}

static gboolean
write_pem (const char *folder, const char *name, const gnutls_datum_t *pem, int mode,
           GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) local = NULL;

  if (g_file_set_contents_full (path, (const char *) pem->data, (gssize) pem->size,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode,
                                &local))
    return TRUE;
  return set_file_error (error, path, local->message);
}

static gboolean
write_key (const char *folder, const char *name, gnutls_x509_privkey_t key, GError **error)
{
  gnutls_datum_t pem = { 0 };
  gboolean written = FALSE;

  if (!check (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_PEM, NULL, GNUTLS_PKCS_PLAIN,
                                                 &pem),
              error))
    return FALSE;
  written = write_pem (folder, name, &pem, 0600, error);
  gnutls_memset (pem.data, 0, pem.size);
  gnutls_free (pem.data);
  return written;
}

static gboolean
write_certificate (const char *folder, const char *name, gnutls_x509_crt_t crt, GError **error)
{
  gnutls_datum_t pem = { 0 };
  gboolean written = FALSE;

  if (!check (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_PEM, &pem), error))
    return FALSE;
  written = write_pem (folder, name, &pem, 0644, error);
  gnutls_free (pem.data);
  return written;
}

static gboolean
issue (const char *folder, gnutls_x509_crt_t authority, gnutls_x509_privkey_t authority_key,
       const char *const *hostnames, gint64 now_ms, GError **error)
{
  g_auto (gnutls_x509_privkey_t) key = generate_key (error);
  g_auto (gnutls_x509_crt_t) crt = NULL;

  if (key == NULL)
    return FALSE;
  crt = make_server (key, authority, authority_key, hostnames, now_ms, error);
  return crt != NULL && write_key (folder, "server-key.pem", key, error)
         && write_certificate (folder, "server.pem", crt, error);
}

gboolean
mch_tls_create (const char *folder, const char *const *hostnames, gint64 now_ms, GError **error)
{
  g_autofree char *known = NULL;
  g_auto (gnutls_x509_privkey_t) key = NULL;
  g_auto (gnutls_x509_crt_t) crt = NULL;

  g_return_val_if_fail (folder != NULL, FALSE);

  known = g_build_filename (folder, "ca-key.pem", NULL);
  if (g_file_test (known, G_FILE_TEST_EXISTS))
    return set_file_error (error, known, _ ("it exists already and is kept."));
  if (g_mkdir_with_parents (folder, 0700) != 0 || g_chmod (folder, 0700) != 0)
    return set_file_error (error, folder, g_strerror (errno));

  key = generate_key (error);
  if (key == NULL)
    return FALSE;
  crt = make_authority (key, now_ms, error);
  /* The authority's key is written last: until it is there, the call can be repeated. */
  return crt != NULL && issue (folder, crt, key, hostnames, now_ms, error)
         && write_certificate (folder, "ca.pem", crt, error)
         && write_key (folder, "ca-key.pem", key, error);
}

static gboolean
read_pem (const char *path, char **ret_text, gnutls_datum_t *ret_pem, GError **error)
{
  g_autoptr (GError) local = NULL;
  size_t length = 0;

  if (!g_file_get_contents (path, ret_text, &length, &local))
    return set_file_error (error, path, local->message);
  ret_pem->data = (unsigned char *) *ret_text;
  ret_pem->size = (unsigned int) length;
  return TRUE;
}

static gnutls_x509_crt_t
read_certificate (const char *path, GError **error)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;
  g_autofree char *text = NULL;
  gnutls_datum_t pem = { 0 };
  int code = 0;

  if (!read_pem (path, &text, &pem, error) || !check (gnutls_x509_crt_init (&crt), error))
    return NULL;
  code = gnutls_x509_crt_import (crt, &pem, GNUTLS_X509_FMT_PEM);
  if (code < 0)
    {
      set_file_error (error, path, gnutls_strerror (code));
      return NULL;
    }
  return g_steal_pointer (&crt);
}

static gnutls_x509_privkey_t
read_private_key (const char *path, GError **error)
{
  g_auto (gnutls_x509_privkey_t) key = NULL;
  g_autofree char *text = NULL;
  gnutls_datum_t pem = { 0 };
  int code = 0;

  if (!read_pem (path, &text, &pem, error) || !check (gnutls_x509_privkey_init (&key), error))
    return NULL;
  code = gnutls_x509_privkey_import (key, &pem, GNUTLS_X509_FMT_PEM);
  gnutls_memset (text, 0, pem.size);
  if (code < 0)
    {
      set_file_error (error, path, gnutls_strerror (code));
      return NULL;
    }
  return g_steal_pointer (&key);
}

gboolean
mch_tls_renew (const char *folder, const char *const *hostnames, gint64 now_ms, GError **error)
{
  g_autofree char *authority_path = NULL;
  g_autofree char *key_path = NULL;
  g_autofree char *server_path = NULL;
  g_auto (gnutls_x509_crt_t) authority = NULL;
  g_auto (gnutls_x509_privkey_t) key = NULL;
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (folder != NULL, FALSE);

  authority_path = g_build_filename (folder, "ca.pem", NULL);
  key_path = g_build_filename (folder, "ca-key.pem", NULL);
  server_path = g_build_filename (folder, "server.pem", NULL);
  authority = read_certificate (authority_path, error);
  key = authority != NULL ? read_private_key (key_path, error) : NULL;
  if (key == NULL)
    return FALSE;
  if (hostnames == NULL)
    {
      names = mch_tls_dup_names (server_path, error);
      if (names == NULL)
        return FALSE;
    }
  return issue (folder, authority, key, hostnames != NULL ? hostnames : (const char *const *) names,
                now_ms, error);
}

gint64
mch_tls_get_expiry (const char *path, GError **error)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;

  g_return_val_if_fail (path != NULL, -1);

  crt = read_certificate (path, error);
  return crt != NULL ? (gint64) gnutls_x509_crt_get_expiration_time (crt) * 1000 : -1;
}

static char *
name_to_text (int type, const char *name, size_t size)
{
  g_autoptr (GInetAddress) address = NULL;

  if (type == GNUTLS_SAN_DNSNAME)
    return g_strndup (name, size);
  if (type != GNUTLS_SAN_IPADDRESS || (size != 4 && size != 16))
    return NULL;
  address = g_inet_address_new_from_bytes ((const guint8 *) name,
                                           size == 4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);
  return g_inet_address_to_string (address);
}

char **
mch_tls_dup_names (const char *path, GError **error)
{
  g_auto (gnutls_x509_crt_t) crt = NULL;
  g_autoptr (GPtrArray) names = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  crt = read_certificate (path, error);
  if (crt == NULL)
    return NULL;
  names = g_ptr_array_new_with_free_func (g_free);
  for (unsigned int i = 0;; i++)
    {
      char name[256];
      size_t size = sizeof name;
      int type = gnutls_x509_crt_get_subject_alt_name (crt, i, name, &size, NULL);
      char *text = NULL;

      if (type < 0)
        break;
      text = name_to_text (type, name, size);
      if (text != NULL)
        g_ptr_array_add (names, text);
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
