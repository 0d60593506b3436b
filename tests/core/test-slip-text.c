/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The establishment's own text on its slips: what its tokens become, and what is refused. */
#include "core/mch-slip-text.h"

#include <string.h>

#include "core/mch-fault.h"
#include "core/mch-value.h"

static const char *const values[MCH_N_SLIP_TOKENS] = {
  [MCH_SLIP_TOKEN_GIVEN_NAME] = "Zoé",       [MCH_SLIP_TOKEN_FAMILY_NAME] = "{prenom} LEFÈVRE",
  [MCH_SLIP_TOKEN_DIVISION] = "1CAP",        [MCH_SLIP_TOKEN_LOGIN] = "zoe.lefevre",
  [MCH_SLIP_TOKEN_PHONE] = "01 99 00 12 34",
};

static const struct
{
  const char *text;
  const char *wrong; /* NULL when it may be kept */
  gboolean varies;
  const char *expanded;
} table[] = {
  { "", NULL, FALSE, "" },
  { "Bienvenue au lycée.", NULL, FALSE, "Bienvenue au lycée." },
  { "Bonjour {prenom}.", NULL, TRUE, "Bonjour Zoé." },
  { "Bonjour {Prénom}, {CLASSE} !", NULL, TRUE, "Bonjour Zoé, 1CAP !" },
  { "{ prénom }", NULL, TRUE, "Zoé" },
  { "{téléphone}", NULL, FALSE, "01 99 00 12 34" },
  { "{session}.", NULL, FALSE, "." }, /* no value: nothing */
  /* A value that looks like a token is no token. */
  { "{nom}", NULL, TRUE, "{prenom} LEFÈVRE" },
  { "{{prenom}}", NULL, FALSE, "{prenom}" },
  { "{{{prenom}}}", NULL, TRUE, "{Zoé}" },
  { "a } b", NULL, FALSE, "a } b" },
  { "{prenon}", "{prenon}", FALSE, "{prenon}" },
  { "{mot de passe}", "{mot de passe}", FALSE, "{mot de passe}" },
  { "{}", "{}", FALSE, "{}" },
  { "Bonjour {prenom", "{prenom", FALSE, "Bonjour {prenom" },
  { "{nom{prenom}", "{nom", TRUE, "{nomZoé" },
  { "fin {", "{", FALSE, "fin {" },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *wrong = NULL;
      g_autofree char *expanded = mch_slip_text_expand (table[i].text, values);

      g_assert_cmpint (mch_slip_text_check (table[i].text, &wrong), ==, table[i].wrong == NULL);
      g_assert_cmpstr (wrong, ==, table[i].wrong);
      g_assert_cmpint (mch_slip_text_varies (table[i].text), ==, table[i].varies);
      g_assert_cmpstr (expanded, ==, table[i].expanded);
    }
}

/* Every prefix ends, and one without a brace comes out as it is. */
static void
test_prefixes (void)
{
  static const char text[] = "{{ {prenom} }} {nom}{classe} } {x} {";

  for (gsize length = 0; length < sizeof text; length++)
    {
      g_autofree char *prefix = g_strndup (text, length);
      g_autofree char *expanded = mch_slip_text_expand (prefix, values);

      g_assert_nonnull (expanded);
      if (strpbrk (prefix, "{}") == NULL)
        g_assert_cmpstr (expanded, ==, prefix);
    }
}

/* All tokens have a name that they are found by, a label and a specimen. */
static void
test_tokens (void)
{
  for (int token = 0; token < MCH_N_SLIP_TOKENS; token++)
    {
      g_autofree char *text = g_strdup_printf ("{%s}", mch_slip_token_get_name (token));
      const char *one[MCH_N_SLIP_TOKENS] = { NULL };
      g_autofree char *expanded = NULL;

      one[token] = "here";
      expanded = mch_slip_text_expand (text, one);
      g_assert_cmpstr (expanded, ==, "here");
      g_assert_cmpstr (mch_slip_token_get_label (token), !=, "");
      g_assert_cmpstr (mch_slip_token_get_specimen (token), !=, "");
    }
}

/* The field takes what the slip can print; the refusal names the piece and what to write. */
static void
test_field (void)
{
  const MchField *field = mch_field_find (MCH_KIND_ESTABLISHMENT, "slip_text");
  g_autofree char *value = NULL;
  g_autofree char *message = NULL;
  g_autofree char *hint = NULL;
  g_autofree char *long_text = g_strnfill (301, 'a');
  MchFault fault = { .code = MCH_FAULT_NOT_A_TOKEN, .field = field, .value = "Cher {prenon}" };
  MchValueNote note;

  g_assert_true (mch_value_read (field, " Cher {Prénom} ", NULL, &value, &note));
  g_assert_cmpstr (value, ==, "Cher {Prénom}");
  g_clear_pointer (&value, g_free);
  g_assert_false (mch_value_read (field, "Cher {prenon}", NULL, &value, &note));
  g_assert_cmpint (note.code, ==, MCH_FAULT_NOT_A_TOKEN);
  message = mch_fault_dup_message (&fault);
  g_assert_nonnull (strstr (message, "{prenon}"));
  g_assert_null (strstr (message, "Cher"));
  hint = mch_fault_dup_hint (&fault);
  g_assert_nonnull (strstr (hint, "{prenom}, {nom}, {classe}"));
  g_assert_false (mch_value_read (field, long_text, NULL, &value, &note));
  g_assert_cmpint (note.code, ==, MCH_FAULT_TOO_LONG);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slip-text/table", test_table);
  g_test_add_func ("/slip-text/prefixes", test_prefixes);
  g_test_add_func ("/slip-text/tokens", test_tokens);
  g_test_add_func ("/slip-text/field", test_field);
  return g_test_run ();
}
