/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vault/mch-vault-error.h"

G_DEFINE_QUARK (mch - vault - error - quark, mch_vault_error)
