/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which proxy leads to a server: that of HTTPS_PROXY and its kin where one is set, else that of the
 * desktop's settings. What a proxy's address holds of a login is kept apart from it: libsoup offers
 * a wrong one in an address again and again, for ever. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MCH_TYPE_PROXIES (mch_proxies_get_type ())
G_DECLARE_FINAL_TYPE (MchProxies, mch_proxies, MCH, PROXIES, GObject)

/* A GProxyResolver; reads the environment now. HTTPS_PROXY, ALL_PROXY, HTTP_PROXY, in either case,
 * the first that is an address; NO_PROXY says for which hosts not. (transfer full) */
MchProxies *mch_proxies_new (void);

/**
 * mch_proxies_dup_login:
 * @ret_user, @ret_password: (out) (transfer full): of the last lookup's address.
 *
 * Returns: FALSE when it held none. One thread at a time, as the lookups.
 */
gboolean mch_proxies_dup_login (MchProxies *self, char **ret_user, char **ret_password);

/* (nullable): "host:port" of the proxy that the last lookup led to; NULL when it led to none.
 * Borrowed until the next lookup. */
const char *mch_proxies_get_last (MchProxies *self);

G_END_DECLS
