/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often something may be asked for from one network address. In memory: a restart forgets it,
 * and several servers count apart. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MchAddressLimit MchAddressLimit;

/* @burst: at once; then one more every @every_ms. */
MchAddressLimit *mch_address_limit_new (guint burst, gint64 every_ms);
void mch_address_limit_free (MchAddressLimit *limit);

/**
 * mch_address_limit_take:
 * @address: as text. An IPv6 network (/64) is one: whoever has an address has all of it. What is no
 *   address is one, too.
 *
 * Returns: 0: it may be done, and is counted; else whole seconds to wait, and nothing is counted.
 */
guint mch_address_limit_take (MchAddressLimit *limit, const char *address, gint64 now_ms);

/* How many addresses are remembered. */
guint mch_address_limit_get_size (MchAddressLimit *limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchAddressLimit, mch_address_limit_free)

G_END_DECLS
