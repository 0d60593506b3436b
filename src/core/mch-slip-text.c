/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-slip-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-text.h"

typedef struct
{
  const char *name;
  const char *label;
  const char *specimen;
  gboolean varies;
} Token;

static const Token tokens[MCH_N_SLIP_TOKENS] = {
  [MCH_SLIP_TOKEN_GIVEN_NAME] = { "prenom", N_ ("First given name"), "Camille", TRUE },
  [MCH_SLIP_TOKEN_FAMILY_NAME] = { "nom", N_ ("Family name"), "EXEMPLE", TRUE },
  [MCH_SLIP_TOKEN_DIVISION] = { "classe", N_ ("Division"), "1CAP-EPC", TRUE },
  [MCH_SLIP_TOKEN_LOGIN] = { "identifiant", N_ ("Login"), "camille.exemple", TRUE },
  [MCH_SLIP_TOKEN_EXAM] = { "examen", N_ ("Exam"), "CAP", FALSE },
  [MCH_SLIP_TOKEN_SESSION] = { "session", N_ ("Session"), N_ ("JUNE 2027"), FALSE },
  [MCH_SLIP_TOKEN_ESTABLISHMENT] = { "etablissement", N_ ("Name of the establishment"),
                                     N_ ("Example school"), FALSE },
  [MCH_SLIP_TOKEN_PHONE] = { "telephone", N_ ("Telephone"), "01 99 00 12 34", FALSE },
  [MCH_SLIP_TOKEN_PORTAL] = { "site", N_ ("Address of the site"), "https://candidat.example",
                              FALSE },
  [MCH_SLIP_TOKEN_EXPIRY] = { "expiration", N_ ("Last day of the provisional password"),
                              "15/08/2027", FALSE },
};

const char *
mch_slip_token_get_name (MchSlipToken token)
{
  g_return_val_if_fail (token < MCH_N_SLIP_TOKENS, NULL);

  return tokens[token].name;
}

const char *
mch_slip_token_get_label (MchSlipToken token)
{
  g_return_val_if_fail (token < MCH_N_SLIP_TOKENS, NULL);

  return _ (tokens[token].label);
}

const char *
mch_slip_token_get_specimen (MchSlipToken token)
{
  g_return_val_if_fail (token < MCH_N_SLIP_TOKENS, NULL);

  return _ (tokens[token].specimen);
}

/* MCH_N_SLIP_TOKENS when @name is none. */
static MchSlipToken
find_token (const char *name, gsize length)
{
  g_autofree char *copy = g_strndup (name, length);
  g_autofree char *folded = mch_text_fold (g_strstrip (copy));
  int token = 0;

  while (token < MCH_N_SLIP_TOKENS && strcmp (tokens[token].name, folded) != 0)
    token++;
  return token;
}

/* A piece of the text: plain, a token, or what should be one. */
typedef struct
{
  const char *start;
  gsize length;       /* of the whole piece, braces included */
  gboolean is_token;  /* it begins with one brace */
  MchSlipToken token; /* MCH_N_SLIP_TOKENS when it is unknown or never closed */
} Piece;

static Piece
read_piece (const char *text)
{
  Piece piece = { text, 0, FALSE, MCH_N_SLIP_TOKENS };
  const char *end;

  if (g_str_has_prefix (text, "{{") || g_str_has_prefix (text, "}}"))
    piece.length = 2;
  else if (*text != '{')
    piece.length = 1 + strcspn (text + 1, "{}");
  else
    {
      piece.is_token = TRUE;
      end = text + 1 + strcspn (text + 1, "{}");
      piece.length = (gsize) (end - text);
      if (*end == '}')
        {
          piece.token = find_token (text + 1, piece.length - 1);
          piece.length++;
        }
    }
  return piece;
}

gboolean
mch_slip_text_check (const char *text, char **ret_wrong)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *p = text; *p != '\0';)
    {
      Piece piece = read_piece (p);

      if (piece.is_token && piece.token == MCH_N_SLIP_TOKENS)
        {
          if (ret_wrong != NULL)
            *ret_wrong = g_strndup (piece.start, piece.length);
          return FALSE;
        }
      p += piece.length;
    }
  return TRUE;
}

gboolean
mch_slip_text_varies (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *p = text; *p != '\0';)
    {
      Piece piece = read_piece (p);

      if (piece.token != MCH_N_SLIP_TOKENS && tokens[piece.token].varies)
        return TRUE;
      p += piece.length;
    }
  return FALSE;
}

char *
mch_slip_text_expand (const char *text, const char *const values[MCH_N_SLIP_TOKENS])
{
  GString *out;

  g_return_val_if_fail (text != NULL && values != NULL, NULL);

  out = g_string_new (NULL);
  for (const char *p = text; *p != '\0';)
    {
      Piece piece = read_piece (p);

      if (piece.token != MCH_N_SLIP_TOKENS)
        g_string_append (out, values[piece.token] != NULL ? values[piece.token] : "");
      else if (!piece.is_token && piece.length == 2 && (*p == '{' || *p == '}'))
        g_string_append_c (out, *p);
      else
        g_string_append_len (out, piece.start, (gssize) piece.length);
      p += piece.length;
    }
  return g_string_free (out, FALSE);
}
