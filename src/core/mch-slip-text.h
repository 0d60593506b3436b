/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The establishment's own text on its slips. It may hold tokens in braces, such as {prenom}, in
 * whose place each slip has its candidate's value; "{{" writes a brace. Tokens are French words of
 * the format, read whatever their case and accents; there is none for the password. Texts are valid
 * UTF-8. Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MCH_SLIP_TOKEN_GIVEN_NAME,
  MCH_SLIP_TOKEN_FAMILY_NAME,
  MCH_SLIP_TOKEN_DIVISION,
  MCH_SLIP_TOKEN_LOGIN,
  MCH_SLIP_TOKEN_EXAM,
  MCH_SLIP_TOKEN_SESSION,
  MCH_SLIP_TOKEN_ESTABLISHMENT,
  MCH_SLIP_TOKEN_PHONE,
  MCH_SLIP_TOKEN_PORTAL,
  MCH_SLIP_TOKEN_EXPIRY,
  MCH_N_SLIP_TOKENS
} MchSlipToken;

/* As it is written between the braces: "prenom". */
const char *mch_slip_token_get_name (MchSlipToken token);

/* What it stands for, translated: "First given name". */
const char *mch_slip_token_get_label (MchSlipToken token);

/* What it is on a specimen: "Camille"; translated. */
const char *mch_slip_token_get_specimen (MchSlipToken token);

/**
 * mch_slip_text_check:
 * @ret_wrong: (out) (optional) (transfer full): the piece that is no token, braces included, or
 *   that is never closed.
 */
gboolean mch_slip_text_check (const char *text, char **ret_wrong);

/* Whether @text differs from one candidate to the next. */
gboolean mch_slip_text_varies (const char *text);

/**
 * mch_slip_text_expand:
 * @values: what stands for each token; NULL for nothing.
 *
 * Returns: (transfer full): the text with its values; what is no token stays as it is written.
 */
char *mch_slip_text_expand (const char *text, const char *const values[MCH_N_SLIP_TOKENS]);

G_END_DECLS
