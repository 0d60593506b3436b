/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The error domain of vault. No message names a secret, a password or a person. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchVaultError:
 * @MCH_VAULT_ERROR_WRONG_PASSWORD: the key was not unwrapped: another password, or another login.
 * @MCH_VAULT_ERROR_DAMAGED: a sealed thing was altered, cut, or belongs to another record.
 * @MCH_VAULT_ERROR_NOT_OURS: a box that was sealed to another key than the one at hand.
 * @MCH_VAULT_ERROR_KEY_CHANGED: a secret key that does not belong to the expected public key.
 * @MCH_VAULT_ERROR_MALFORMED: text or bytes without the shape asked for (base64, invitation…).
 * @MCH_VAULT_ERROR_NO_MEMORY: too little memory for the derivation; try again later.
 */
typedef enum
{
  MCH_VAULT_ERROR_WRONG_PASSWORD,
  MCH_VAULT_ERROR_DAMAGED,
  MCH_VAULT_ERROR_NOT_OURS,
  MCH_VAULT_ERROR_KEY_CHANGED,
  MCH_VAULT_ERROR_MALFORMED,
  MCH_VAULT_ERROR_NO_MEMORY,
} MchVaultError;

#define MCH_VAULT_ERROR (mch_vault_error_quark ())
GQuark mch_vault_error_quark (void);

G_END_DECLS
