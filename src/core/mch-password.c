/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-password.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-login.h"
#include "core/mch-slip-code.h"

const MchPasswordRules mch_password_rules_candidate = {
  .min_length = 8, .max_length = 20, .lower = TRUE, .upper = TRUE, .special = TRUE
};
const MchPasswordRules mch_password_rules_staff = { .min_length = 12,
                                                    .max_length = 128,
                                                    .blocklist = TRUE };

/* Shorter logins would forbid ordinary syllables. */
#define MIN_LOGIN 3

/* What is guessed first in a French school, in folded letters. A password made of nothing else is
 * common, whatever digits and signs are around it. */
static const char *const common_words[] = {
  "abc",
  "abcd",
  "abcdef",
  "abcdefgh",
  "academie",
  "academique",
  "accueil",
  "acces",
  "admin",
  "administrateur",
  "administration",
  "agent",
  "aime",
  "amour",
  "annee",
  "azerty",
  "azertyuiop",
  "azertyuiopqsdfghjklm",
  "azer",
  "bac",
  "baccalaureat",
  "bienvenue",
  "bonjour",
  "bonjours",
  "bordeaux",
  "brevet",
  "bts",
  "bureau",
  "candidat",
  "candidats",
  "candidature",
  "cap",
  "changeme",
  "changemoi",
  "chef",
  "chouchou",
  "classe",
  "clg",
  "code",
  "college",
  "compte",
  "concours",
  "connexion",
  "cyclades",
  "de",
  "des",
  "direction",
  "directeur",
  "directrice",
  "doudou",
  "du",
  "ecole",
  "education",
  "eleve",
  "eleves",
  "enseignement",
  "equipe",
  "et",
  "etablissement",
  "examen",
  "examens",
  "football",
  "france",
  "garfield",
  "gestion",
  "gestionnaire",
  "inscription",
  "inscriptions",
  "je",
  "jetaime",
  "jour",
  "juin",
  "la",
  "le",
  "les",
  "licorne",
  "login",
  "loulou",
  "lycee",
  "lyon",
  "machaon",
  "marseille",
  "mdp",
  "merci",
  "mes",
  "mon",
  "monmotdepasse",
  "mot",
  "motdepasse",
  "motdepasses",
  "nationale",
  "nicolas",
  "notre",
  "papillon",
  "papillons",
  "paris",
  "pass",
  "passe",
  "password",
  "pedagogique",
  "poiuytreza",
  "principal",
  "principale",
  "prof",
  "professeur",
  "proviseur",
  "proviseure",
  "provisoire",
  "public",
  "qsdf",
  "qsdfgh",
  "qsdfghjklm",
  "qwert",
  "qwerty",
  "qwertyuiop",
  "qwertz",
  "rectorat",
  "rentree",
  "scolaire",
  "scolarite",
  "secret",
  "secretaire",
  "secretariat",
  "secrete",
  "securite",
  "session",
  "soleil",
  "sunshine",
  "temporaire",
  "test",
  "teste",
  "toto",
  "tous",
  "toulouse",
  "user",
  "utilisateur",
  "vacances",
  "vie",
  "viescolaire",
  "welcome",
  "wxcv",
  "wxcvbn",
  "letmein",
  "iloveyou",
  "dragon",
  "monkey",
  "asdf",
  "asdfgh",
  "asdfghjkl",
  "zxcvbn",
  "zxcvbnm",
  "xyz",
  "aaa",
  "coucou",
  "chocolat",
  "salut",
};

char *
mch_password_normalise (const char *typed)
{
  if (typed == NULL || !g_utf8_validate (typed, -1, NULL))
    return NULL;
  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return NULL;
  return g_utf8_normalize (typed, -1, G_NORMALIZE_NFKC);
}

static void
wipe_and_free (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/* The letters and digits of @text, folded as logins are. */
static char *
dup_key (const char *text)
{
  char *key = mch_login_fold (text);
  char *end = key;

  for (const char *p = key; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      *end++ = *p;
  *end = '\0';
  return key;
}

static gboolean
has_login (const char *key, const char *login)
{
  g_autofree char *needle = dup_key (login);

  return strlen (needle) >= MIN_LOGIN && strstr (key, needle) != NULL;
}

/* Whether up to three characters come again and again: "aaaa", "abcabc", "12121". */
static gboolean
repeats (const char *text)
{
  gsize length = strlen (text);

  for (gsize period = 1; period <= 3 && period < length; period++)
    if (memcmp (text, text + period, length - period) == 0)
      return TRUE;
  return FALSE;
}

/* Whether @text is a row of common words, but for at most two letters at its end. */
static gboolean
is_made_of_common_words (const char *text)
{
  gsize length = strlen (text);
  g_autofree gboolean *reached = g_new0 (gboolean, length + 1);
  gsize furthest = 0;

  reached[0] = TRUE;
  for (gsize at = 0; at < length; at++)
    {
      if (!reached[at])
        continue;
      for (gsize i = 0; i < G_N_ELEMENTS (common_words); i++)
        if (g_str_has_prefix (text + at, common_words[i]))
          {
            reached[at + strlen (common_words[i])] = TRUE;
            furthest = MAX (furthest, at + strlen (common_words[i]));
          }
    }
  return furthest > 0 && furthest + 2 >= length;
}

/* Writes the digits of @core as the letters they stand for in "m0tdepa55e", or drops them. */
static void
spell_digits (char *core, gboolean drop)
{
  static const char letters[] = "oizeasgtbg";
  char *end = core;

  for (const char *p = core; *p != '\0'; p++)
    {
      if (!g_ascii_isdigit (*p))
        *end++ = *p;
      else if (!drop)
        *end++ = letters[*p - '0'];
    }
  *end = '\0';
}

static gboolean
is_common (const char *password, const char *key)
{
  const char *start = key;
  const char *end = key + strlen (key);
  char *spelt = NULL;
  gboolean common;

  if (repeats (password))
    return TRUE;
  while (start < end && g_ascii_isdigit (*start))
    start++;
  while (end > start && g_ascii_isdigit (end[-1]))
    end--;
  if (start == end)
    return *key != '\0';

  spelt = g_strndup (start, (gsize) (end - start));
  spell_digits (spelt, FALSE);
  common = repeats (spelt) || is_made_of_common_words (spelt);
  wipe_and_free (spelt);
  if (common)
    return TRUE;
  spelt = g_strndup (start, (gsize) (end - start));
  spell_digits (spelt, TRUE);
  common = repeats (spelt) || is_made_of_common_words (spelt);
  wipe_and_free (spelt);
  return common;
}

static MchPasswordFaults
check_characters (const MchPasswordRules *rules, const char *password)
{
  MchPasswordFaults faults = MCH_PASSWORD_FAULT_NONE;
  glong length = g_utf8_strlen (password, -1);
  gboolean lower = FALSE;
  gboolean upper = FALSE;
  gboolean special = FALSE;

  for (const char *p = password; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      lower |= g_unichar_islower (c);
      upper |= g_unichar_isupper (c);
      special |= !g_unichar_isalnum (c) && !g_unichar_isspace (c) && !g_unichar_ismark (c);
    }

  if (length < (glong) rules->min_length)
    faults |= MCH_PASSWORD_FAULT_TOO_SHORT;
  if (length > (glong) rules->max_length)
    faults |= MCH_PASSWORD_FAULT_TOO_LONG;
  if (rules->lower && !lower)
    faults |= MCH_PASSWORD_FAULT_NO_LOWER;
  if (rules->upper && !upper)
    faults |= MCH_PASSWORD_FAULT_NO_UPPER;
  if (rules->special && !special)
    faults |= MCH_PASSWORD_FAULT_NO_SPECIAL;
  return faults;
}

MchPasswordFaults
mch_password_check (const MchPasswordRules *rules, const char *typed, const char *login)
{
  MchPasswordFaults faults;
  char *password = NULL;

  g_return_val_if_fail (rules != NULL, MCH_PASSWORD_FAULT_UNREADABLE);

  password = mch_password_normalise (typed);
  if (password == NULL)
    return MCH_PASSWORD_FAULT_UNREADABLE;

  faults = check_characters (rules, password);
  /* A text that is far too long is not looked at any further. */
  if (!(faults & MCH_PASSWORD_FAULT_TOO_LONG))
    {
      char *key = dup_key (password);

      if (has_login (key, login))
        faults |= MCH_PASSWORD_FAULT_HAS_LOGIN;
      if (mch_slip_code_resembles (password))
        faults |= MCH_PASSWORD_FAULT_LIKE_SLIP;
      if (rules->blocklist && *password != '\0' && is_common (password, key))
        faults |= MCH_PASSWORD_FAULT_COMMON;
      wipe_and_free (key);
    }
  wipe_and_free (password);
  return faults;
}

/* CPT-13 asks for these very words. */
char *
mch_password_rules_dup_sentence (const MchPasswordRules *rules)
{
  GString *text = NULL;

  g_return_val_if_fail (rules != NULL, NULL);

  if (rules->lower && rules->upper && rules->special)
    return g_strdup_printf (
        _ ("The password must have at least %u characters (%u characters at most), with a "
           "lower-case letter, an upper-case letter and a special character."),
        rules->min_length, rules->max_length);

  text = g_string_new (NULL);
  g_string_append_printf (
      text, _ ("The password must have at least %u characters (%u characters at most)."),
      rules->min_length, rules->max_length);
  if (rules->lower)
    g_string_append_printf (text, " %s", _ ("It must have a lower-case letter."));
  if (rules->upper)
    g_string_append_printf (text, " %s", _ ("It must have an upper-case letter."));
  if (rules->special)
    g_string_append_printf (text, " %s", _ ("It must have a special character."));
  return g_string_free (text, FALSE);
}

static char *
dup_sentence (const MchPasswordRules *rules, MchPasswordFaults fault)
{
  switch ((int) fault)
    {
    case MCH_PASSWORD_FAULT_UNREADABLE:
      return g_strdup (_ ("The password holds a character that cannot be used."));
    case MCH_PASSWORD_FAULT_TOO_SHORT:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "The password must have at least %u character.",
                       "The password must have at least %u characters.", rules->min_length),
          rules->min_length);
    case MCH_PASSWORD_FAULT_TOO_LONG:
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "The password must have at most %u character.",
                       "The password must have at most %u characters.", rules->max_length),
          rules->max_length);
    case MCH_PASSWORD_FAULT_NO_LOWER:
      return g_strdup (_ ("A lower-case letter is missing."));
    case MCH_PASSWORD_FAULT_NO_UPPER:
      return g_strdup (_ ("An upper-case letter is missing."));
    case MCH_PASSWORD_FAULT_NO_SPECIAL:
      return g_strdup (_ ("A special character is missing, such as ! or +."));
    case MCH_PASSWORD_FAULT_HAS_LOGIN:
      return g_strdup (_ ("The password must not contain the login."));
    case MCH_PASSWORD_FAULT_LIKE_SLIP:
      return g_strdup (_ ("This looks like the provisional password of a slip. Choose another."));
    default:
      g_assert (fault == MCH_PASSWORD_FAULT_COMMON);
      return g_strdup (_ ("This password is among the first that are guessed. Choose another."));
    }
}

char **
mch_password_faults_dup_sentences (const MchPasswordRules *rules, MchPasswordFaults faults)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();

  g_return_val_if_fail (rules != NULL, NULL);

  for (int fault = 1; fault <= MCH_PASSWORD_FAULT_COMMON; fault <<= 1)
    if ((int) faults & fault)
      {
        g_autofree char *sentence = dup_sentence (rules, (MchPasswordFaults) fault);

        g_strv_builder_add (sentences, sentence);
      }
  return g_strv_builder_end (sentences);
}
