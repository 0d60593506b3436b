/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The start of every program that holds secrets, and the one source of randomness. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mch_vault_init:
 *
 * Readies the cryptographic library; ends the process when the system has no randomness to give.
 * Calling it is a courtesy to the start of a program: every function of vault that needs it
 * calls it, from any thread.
 */
void mch_vault_init (void);

/* An MchRandomFunc: @length bytes of the system's cryptographic generator. Thread-safe. */
void mch_vault_random (void *buffer, size_t length);

/**
 * mch_vault_harden_process:
 *
 * No core file, and no other process of the same user reads this one's memory. Call it first thing
 * in main(); children started afterwards inherit the limit.
 *
 * Returns: whether the system agreed to both.
 */
gboolean mch_vault_harden_process (void);

/* Compares without telling by its time where the first difference is. */
gboolean mch_vault_equal (const void *a, const void *b, gsize length);

/* Overwrites @length bytes; the compiler does not leave it out. NULL is allowed. */
void mch_vault_wipe (void *buffer, gsize length);

/* Overwrites a NUL-terminated text and frees it with g_free(). NULL is allowed. */
void mch_vault_free_text (char *text);

/* A char* that is overwritten when it goes out of scope: g_autoptr (MchSecretText) text = NULL; */
typedef char MchSecretText;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchSecretText, mch_vault_free_text)

/**
 * mch_vault_decode_base64:
 * @text: standard base64 with padding; nothing else is taken.
 * @size: how many bytes it must hold.
 * @ret_bytes: (out): @size bytes; unspecified on failure.
 *
 * Returns: FALSE with MCH_VAULT_ERROR_MALFORMED on any other text or size.
 */
gboolean mch_vault_decode_base64 (const char *text, guint8 *ret_bytes, gsize size, GError **error);

G_END_DECLS
