/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the server keeps of a provisional password. The workstation computes v when it makes the
 * slip, the server when the slip is typed; only BLAKE2b(pepper, v) is stored. */
#pragma once

#include <gio/gio.h>

#include "core/mch-slip-code.h"
#include "vault/mch-secret.h"

G_BEGIN_DECLS

#define MCH_VERIFIER_SALT_SIZE 16
#define MCH_VERIFIER_SIZE 32

/**
 * MchVerifierJob:
 * @secret: 12 symbols, NUL-terminated: what mch_slip_code_check() gives.
 * @verifier: (out): filled by mch_verifier_compute().
 */
typedef struct
{
  char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
  guint8 salt[MCH_VERIFIER_SALT_SIZE];
  guint8 verifier[MCH_VERIFIER_SIZE];
} MchVerifierJob;

/* Called in the thread that waits for the batch, from time to time and once at the end. */
typedef void (*MchVerifierProgress) (guint n_done, guint n_jobs, gpointer user_data);

/**
 * mch_verifier_compute:
 *
 * v = Argon2id (the 12 symbols, salt, t=1, 8 MiB), about 5 ms.
 *
 * Returns: FALSE with MCH_VAULT_ERROR_NO_MEMORY.
 */
gboolean mch_verifier_compute (MchVerifierJob *job, GError **error);

/**
 * mch_verifier_compute_all:
 * @progress: (nullable) (scope call):
 *
 * mch_verifier_compute() for @n_jobs jobs on all processors but one; blocks.
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED or MCH_VAULT_ERROR_NO_MEMORY; some verifiers may have
 * been filled.
 */
gboolean mch_verifier_compute_all (MchVerifierJob *jobs, guint n_jobs, MchVerifierProgress progress,
                                   gpointer user_data, GCancellable *cancellable, GError **error);

/* What the server stores: BLAKE2b-256 of @verifier keyed with @pepper (MCH_KEY_SIZE bytes). */
void mch_verifier_pepper (MchSecret *pepper, const guint8 verifier[MCH_VERIFIER_SIZE],
                          guint8 ret_stored[MCH_VERIFIER_SIZE]);

/* Whether @stored is what mch_verifier_pepper() gives for @verifier; in constant time. */
gboolean mch_verifier_matches (MchSecret *pepper, const guint8 verifier[MCH_VERIFIER_SIZE],
                               const guint8 stored[MCH_VERIFIER_SIZE]);

G_END_DECLS
