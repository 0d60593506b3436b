/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A secret store around another one that may go away while the program runs: what was read from it
 * or given to it stays in memory, is answered from there meanwhile, and is put back once it answers
 * again, be it another one than before. */
#pragma once

#include "sync/mch-secret-store.h"

G_BEGIN_DECLS

#define MCH_TYPE_SECRET_STORE_HELD (mch_secret_store_held_get_type ())
G_DECLARE_FINAL_TYPE (MchSecretStoreHeld, mch_secret_store_held, MCH, SECRET_STORE_HELD, GObject)

/* (transfer full). A secret that the next run needs to finish something is refused while it cannot
 * be kept; the token, the proxy's login and what the password opened are taken all the same. */
MchSecretStoreHeld *mch_secret_store_held_new (MchSecretStore *inner);

/* (nullable): the translated sentence of the last failure, NULL once all is kept again. Borrowed
 * until the next call. */
const char *mch_secret_store_held_get_trouble (MchSecretStoreHeld *self);

/* After a failure: tries whether the other one answers, and puts back what it misses. */
void mch_secret_store_held_try (MchSecretStoreHeld *self);

G_END_DECLS
