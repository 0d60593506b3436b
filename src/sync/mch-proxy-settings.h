/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The proxy that the desktop's settings name, without waiting long for them: whoever answers for
 * them (a session bus, the finder of an automatic configuration) may never answer, and no call of
 * theirs has an end of its own. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _MchProxySettings MchProxySettings;

#define MCH_PROXY_SETTINGS_WAIT_S 5

MchProxySettings *mch_proxy_settings_new (void); /* (transfer full) */
void mch_proxy_settings_free (MchProxySettings *self);

/**
 * mch_proxy_settings_lookup:
 *
 * Waits for at most MCH_PROXY_SETTINGS_WAIT_S seconds, and not at all while an earlier question has
 * no answer yet: then the last answer holds, or, as long as there was none, the direct way. Any
 * thread.
 *
 * Returns: (transfer full): addresses as of g_proxy_resolver_lookup(); NULL with @error when
 *   @cancellable was cancelled or the settings hold nonsense.
 */
char **mch_proxy_settings_lookup (MchProxySettings *self, const char *uri,
                                  GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchProxySettings, mch_proxy_settings_free)

G_END_DECLS
