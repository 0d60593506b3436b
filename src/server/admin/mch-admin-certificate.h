/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the administration asks of the server's certificate, beside making it (mch-tls.h). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_CERTIFICATE_SOON_MS (30 * 24 * 3600 * (gint64) 1000)

/* Whether the first certificate of @path was signed by that of @authority. FALSE, too, when one of
 * them cannot be read. */
gboolean mch_certificate_is_signed_by (const char *path, const char *authority);

/* Whether it names @host, a name or an address; wildcards count. */
gboolean mch_certificate_covers (const char *path, const char *host);

/**
 * mch_certificate_renew_if_due:
 * @folder: DIR/tls.
 * @now_ms: the clock, UTC.
 * @ret_renewed: (out):
 *
 * Issues the server's certificate anew when our own authority had issued it and it ends within 30
 * days. A certificate from elsewhere is never touched.
 */
gboolean mch_certificate_renew_if_due (const char *folder, gint64 now_ms, gboolean *ret_renewed,
                                       GError **error);

G_END_DECLS
