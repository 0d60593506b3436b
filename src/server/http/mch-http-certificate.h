/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificate that new connections get, exchangeable while the server runs. */
#pragma once

#include <glib.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

G_BEGIN_DECLS

/* TLS 1.2 and 1.3 with forward secrecy and authenticated encryption, nothing else. */
#define MCH_TLS_PRIORITIES                                                                         \
  "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-GCM:+AES-128-GCM:"              \
  "+CHACHA20-POLY1305:-KX-ALL:+ECDHE-ECDSA:+ECDHE-RSA:-SIGN-RSA-SHA1:-SIGN-ECDSA-SHA1:"            \
  "%SERVER_PRECEDENCE"

/* Thread-safe. */
typedef struct _MchCertificate MchCertificate;

/* PEM files; MCH_SERVER_ERROR_TLS when they cannot be read or do not belong together. */
MchCertificate *
mch_certificate_load (const char *certificate_file, const char *key_file, GError **error);
void mch_certificate_free (MchCertificate *certificate);

/* Reads the files again; on error the old one stays. */
gboolean mch_certificate_reload (MchCertificate *certificate, GError **error);

/* What GnuTLS asks for at a handshake: valid until mch_certificate_free(). */
void mch_certificate_get (MchCertificate *certificate, gnutls_pcert_st **ret_chain,
                          unsigned int *ret_length, gnutls_privkey_t *ret_key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchCertificate, mch_certificate_free)

G_END_DECLS
