/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/http/mch-http-certificate.h"

#include "server/http/mch-request.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CHAIN_MAX 8

typedef struct
{
  gnutls_pcert_st chain[CHAIN_MAX];
  unsigned int length;
  gnutls_privkey_t key;
} Pair;

struct _MchCertificate
{
  GMutex lock;
  char *certificate_file;
  char *key_file;
  /* The last is current. The others may still be in a handshake, and are few: one a renewal. */
  GPtrArray *pairs;
};

static void
free_pair (gpointer data)
{
  Pair *pair = data;

  for (unsigned int i = 0; i < pair->length; i++)
    gnutls_pcert_deinit (&pair->chain[i]);
  if (pair->key != NULL)
    gnutls_privkey_deinit (pair->key);
  g_free (pair);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, free_pair)

static gboolean
set_tls_error (GError **error, const char *file, int code)
{
  g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS, _ ("%s cannot be used: %s"), file,
               gnutls_strerror (code));
  return FALSE;
}

static gboolean
read_file (const char *file, char **ret_text, gnutls_datum_t *ret_datum, GError **error)
{
  g_autoptr (GError) local = NULL;
  size_t length = 0;

  if (!g_file_get_contents (file, ret_text, &length, &local))
    {
      g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS, _ ("%s cannot be used: %s"), file,
                   local->message);
      return FALSE;
    }
  ret_datum->data = (unsigned char *) *ret_text;
  ret_datum->size = (unsigned int) length;
  return TRUE;
}

static gboolean
read_chain (Pair *pair, const char *file, GError **error)
{
  g_autofree char *text = NULL;
  gnutls_datum_t datum = { 0 };
  unsigned int length = CHAIN_MAX;
  int code = 0;

  if (!read_file (file, &text, &datum, error))
    return FALSE;
  code = gnutls_pcert_list_import_x509_raw (pair->chain, &length, &datum, GNUTLS_X509_FMT_PEM,
                                            GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED);
  if (code < 0)
    return set_tls_error (error, file, code);
  pair->length = length;
  return TRUE;
}

static gboolean
read_key (Pair *pair, const char *file, GError **error)
{
  g_autofree char *text = NULL;
  gnutls_datum_t datum = { 0 };
  int code = 0;

  if (!read_file (file, &text, &datum, error))
    return FALSE;
  code = gnutls_privkey_init (&pair->key);
  if (code >= 0)
    code = gnutls_privkey_import_x509_raw (pair->key, &datum, GNUTLS_X509_FMT_PEM, NULL, 0);
  gnutls_memset (text, 0, datum.size);
  return code >= 0 ? TRUE : set_tls_error (error, file, code);
}

static gboolean
is_key_of (const Pair *pair)
{
  guint8 ids[2][32];
  size_t sizes[2] = { sizeof ids[0], sizeof ids[1] };
  gnutls_pubkey_t public = NULL;
  gboolean same = FALSE;

  if (gnutls_pubkey_init (&public) < 0)
    return FALSE;
  same = gnutls_pubkey_import_privkey (public, pair->key, 0, 0) >= 0
         && gnutls_pubkey_get_key_id (public, GNUTLS_KEYID_USE_SHA256, ids[0], &sizes[0]) >= 0
         && gnutls_pubkey_get_key_id (pair->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, ids[1],
                                      &sizes[1])
                >= 0
         && sizes[0] == sizes[1] && memcmp (ids[0], ids[1], sizes[0]) == 0;
  gnutls_pubkey_deinit (public);
  return same;
}

gboolean
mch_certificate_reload (MchCertificate *certificate, GError **error)
{
  g_autoptr (Pair) pair = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (certificate != NULL, FALSE);

  pair = g_new0 (Pair, 1);
  if (!read_chain (pair, certificate->certificate_file, error)
      || !read_key (pair, certificate->key_file, error))
    return FALSE;
  if (!is_key_of (pair))
    {
      g_set_error (error, MCH_SERVER_ERROR, MCH_SERVER_ERROR_TLS,
                   _ ("The key in %s does not belong to the certificate in %s."),
                   certificate->key_file, certificate->certificate_file);
      return FALSE;
    }

  locker = g_mutex_locker_new (&certificate->lock);
  g_ptr_array_add (certificate->pairs, g_steal_pointer (&pair));
  return TRUE;
}

MchCertificate *
mch_certificate_load (const char *certificate_file, const char *key_file, GError **error)
{
  g_autoptr (MchCertificate) certificate = NULL;

  g_return_val_if_fail (certificate_file != NULL, NULL);
  g_return_val_if_fail (key_file != NULL, NULL);

  certificate = g_new0 (MchCertificate, 1);
  g_mutex_init (&certificate->lock);
  certificate->certificate_file = g_strdup (certificate_file);
  certificate->key_file = g_strdup (key_file);
  certificate->pairs = g_ptr_array_new_with_free_func (free_pair);
  if (!mch_certificate_reload (certificate, error))
    return NULL;
  return g_steal_pointer (&certificate);
}

void
mch_certificate_free (MchCertificate *certificate)
{
  if (certificate == NULL)
    return;
  g_ptr_array_unref (certificate->pairs);
  g_free (certificate->certificate_file);
  g_free (certificate->key_file);
  g_mutex_clear (&certificate->lock);
  g_free (certificate);
}

void
mch_certificate_get (MchCertificate *certificate, gnutls_pcert_st **ret_chain,
                     unsigned int *ret_length, gnutls_privkey_t *ret_key)
{
  g_autoptr (GMutexLocker) locker = NULL;
  Pair *pair = NULL;

  g_return_if_fail (certificate != NULL);

  locker = g_mutex_locker_new (&certificate->lock);
  pair = g_ptr_array_index (certificate->pairs, certificate->pairs->len - 1);
  *ret_chain = pair->chain;
  *ret_length = pair->length;
  *ret_key = pair->key;
}
