/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The national pupil number in its four shapes. It finds a pupil again but is no identity: it may
 * be missing, and one person can have had two. Numbers with a wrong key circulate, so a key never
 * refuses one. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MCH_INE_LENGTH 11

typedef enum
{
  MCH_INE_INVALID, /* none of the shapes */
  MCH_INE_RNIE,    /* 9 digits, 2 letters; its key is not public */
  MCH_INE_BEA,     /* 10 digits and a key letter */
  MCH_INE_NNE,     /* 10 in base 36 and a key digit */
  MCH_INE_INA,     /* apprentices: 4 digits, A, 5 digits, a letter; its key is not public */
} MchIneShape;

/**
 * mch_ine_read:
 * @raw: what was typed.
 * @ret_ine: room for 12 bytes; the canonical number, written unless the result is invalid.
 * @ret_key_right: (out): FALSE when the shape has a known key and it is wrong.
 */
MchIneShape mch_ine_read (const char *raw, char *ret_ine, gboolean *ret_key_right);

/* The letter for a number modulo 23, without I, O and Q: key of the BEA number and of the UAI. */
char mch_ine_key_letter (guint64 number);

G_END_DECLS
