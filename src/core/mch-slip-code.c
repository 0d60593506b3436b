/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group's check is the weighted sum of its four symbols plus the group's number, modulo 29. The
 * weights are distinct, none is 0 and none is 28: 29 being prime, every wrong symbol, every swap of
 * two of the five and every group in another's place leaves a sum that does not fit. (28 is -1, the
 * weight of the check symbol itself.) They are part of the format: printed slips hold them. */
#include "core/mch-slip-code.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define N_SYMBOLS 29
#define N_GROUPS 3
#define GROUP_SIZE 5
#define CODE_SIZE (N_GROUPS * GROUP_SIZE)
#define MAX_TYPED_BYTES 256
#define MAX_PARTS 8
#define FOREIGN -1

static const char alphabet[] = MCH_SLIP_CODE_ALPHABET;
static const int weights[GROUP_SIZE - 1] = { 3, 10, 17, 24 };
G_STATIC_ASSERT (sizeof alphabet == N_SYMBOLS + 1);

/* What was typed, without its separators. */
typedef struct
{
  int symbols[MAX_TYPED_BYTES]; /* 0 to 28, or FOREIGN */
  guint n;
  guint n_foreign;
  guint part_starts[MAX_PARTS + 1]; /* parts are what separators stand between */
  guint n_parts;                    /* counted on beyond MAX_PARTS */
  gboolean has_lower;               /* the first character set aside */
  gboolean has_upper;
} Typed;

static int
check_of (const int *symbols, guint group)
{
  int sum = (int) group;

  for (int i = 0; i < GROUP_SIZE - 1; i++)
    sum += weights[i] * symbols[i];
  return sum % N_SYMBOLS;
}

/* Each byte gives one symbol or none: 232 is the greatest multiple of 29 that a byte holds, and
 * folding the rest as well would make some symbols likelier. */
static void
draw_symbols (MchRandomFunc random, int *ret_symbols, guint n)
{
  guint8 bytes[32];
  guint done = 0;

  while (done < n)
    {
      random (bytes, sizeof bytes);
      for (guint i = 0; i < sizeof bytes && done < n; i++)
        if (bytes[i] < N_SYMBOLS * (256 / N_SYMBOLS))
          ret_symbols[done++] = bytes[i] % N_SYMBOLS;
    }
  explicit_bzero (bytes, sizeof bytes);
}

char *
mch_slip_code_new (MchRandomFunc random)
{
  int symbols[MCH_SLIP_CODE_SECRET_LENGTH];
  char *code = NULL;
  char *end;

  g_return_val_if_fail (random != NULL, NULL);

  draw_symbols (random, symbols, G_N_ELEMENTS (symbols));
  code = end = g_malloc (MCH_SLIP_CODE_LENGTH + 1);
  for (guint group = 1; group <= N_GROUPS; group++)
    {
      const int *four = symbols + (group - 1) * (GROUP_SIZE - 1);

      for (int i = 0; i < GROUP_SIZE - 1; i++)
        *end++ = alphabet[four[i]];
      *end++ = alphabet[check_of (four, group)];
      *end++ = group < N_GROUPS ? '-' : '\0';
    }
  explicit_bzero (symbols, sizeof symbols);
  return code;
}

static gboolean
is_separator (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_DASH_PUNCTUATION || c == 0x2212
         || (c < 128 && strchr (".,:;/_", (int) c) != NULL);
}

static gboolean
is_dropped (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  return type == G_UNICODE_CONTROL || type == G_UNICODE_FORMAT || g_unichar_ismark (c);
}

static int
symbol_of (gunichar c)
{
  gunichar upper = g_unichar_toupper (c);
  const char *found = upper > 0 && upper < 128 ? strchr (alphabet, (int) upper) : NULL;

  return found != NULL ? (int) (found - alphabet) : FOREIGN;
}

static void
add_character (Typed *typed, gunichar c)
{
  int symbol = symbol_of (c);

  if (typed->n > 0)
    {
      typed->has_lower |= g_unichar_islower (c);
      typed->has_upper |= g_unichar_isupper (c);
    }
  typed->n_foreign += symbol == FOREIGN;
  typed->symbols[typed->n++] = symbol;
}

/* FALSE when it is too long to be looked at. */
static gboolean
read_typed (const char *text, Typed *ret_typed)
{
  g_autofree char *normal = NULL;
  gboolean between = TRUE;

  memset (ret_typed, 0, sizeof *ret_typed);
  /* g_utf8_normalize() reads past the end of a text that is not UTF-8. */
  if (text == NULL || strlen (text) > MAX_TYPED_BYTES || !g_utf8_validate (text, -1, NULL))
    return FALSE;

  normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFKC);
  for (const char *p = normal; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_separator (c))
        between = TRUE;
      else if (!is_dropped (c))
        {
          /* NFKC may write eighteen characters for one. */
          if (ret_typed->n == G_N_ELEMENTS (ret_typed->symbols))
            break;
          if (between && ret_typed->n_parts++ < MAX_PARTS)
            ret_typed->part_starts[ret_typed->n_parts - 1] = ret_typed->n;
          add_character (ret_typed, c);
          between = FALSE;
        }
    }
  if (ret_typed->n_parts <= MAX_PARTS)
    ret_typed->part_starts[ret_typed->n_parts] = ret_typed->n;
  explicit_bzero (normal, strlen (normal));
  return ret_typed->n < G_N_ELEMENTS (ret_typed->symbols);
}

/* Whether the characters from @start to before @end are, foreign ones left out, a whole group. */
static gboolean
group_holds (const Typed *typed, guint start, guint end, guint group)
{
  int symbols[GROUP_SIZE];
  guint n = 0;

  for (guint i = start; i < end; i++)
    {
      if (typed->symbols[i] == FOREIGN)
        continue;
      if (n == GROUP_SIZE)
        return FALSE;
      symbols[n++] = typed->symbols[i];
    }
  return n == GROUP_SIZE && check_of (symbols, group) == symbols[GROUP_SIZE - 1];
}

/* The set of failing groups of a cut, group g as bit g; @cuts holds four positions. */
static guint
failing_groups (const Typed *typed, const guint *cuts)
{
  guint failing = 0;

  for (guint group = 1; group <= N_GROUPS; group++)
    if (!group_holds (typed, cuts[group - 1], cuts[group], group))
      failing |= 1u << group;
  return failing;
}

static gboolean
is_single (guint set)
{
  return set != 0 && (set & (set - 1)) == 0;
}

static guint
first_group (guint set)
{
  return (guint) g_bit_nth_lsf (set, -1);
}

/* The groups blamed by the ways of joining the parts into three. */
static guint
blame_by_separators (const Typed *typed)
{
  guint blamed = 0;

  if (typed->n_parts < N_GROUPS || typed->n_parts > MAX_PARTS)
    return 0;

  for (guint i = 1; i + 1 < typed->n_parts; i++)
    for (guint j = i + 1; j < typed->n_parts; j++)
      {
        guint cuts[] = { 0, typed->part_starts[i], typed->part_starts[j], typed->n };
        guint failing = failing_groups (typed, cuts);

        if (is_single (failing))
          blamed |= failing;
      }
  return blamed;
}

/* The groups blamed by the ways of cutting that leave two groups of five. */
static guint
blame_by_position (const Typed *typed)
{
  guint odd = typed->n - (N_GROUPS - 1) * GROUP_SIZE;
  guint blamed = 0;

  for (guint group = 1; group <= N_GROUPS; group++)
    {
      guint cuts[N_GROUPS + 1] = { 0 };
      guint failing;

      for (guint i = 1; i <= N_GROUPS; i++)
        cuts[i] = cuts[i - 1] + (i == group ? odd : GROUP_SIZE);
      failing = failing_groups (typed, cuts);
      if (is_single (failing))
        blamed |= failing;
    }
  return blamed;
}

static MchSlipCodeStatus
too_few_or_too_many (const Typed *typed)
{
  return typed->n < CODE_SIZE ? MCH_SLIP_CODE_MISSING : MCH_SLIP_CODE_EXTRA;
}

static MchSlipCodeStatus
bad_group (guint set, guint *ret_group)
{
  *ret_group = first_group (set);
  return MCH_SLIP_CODE_BAD_GROUP;
}

/* The second rule: by the checks that hold. */
static MchSlipCodeStatus
judge_checks (const Typed *typed, guint *ret_group)
{
  guint by_separators;
  guint by_position;

  if (typed->n < CODE_SIZE - 2 || typed->n > CODE_SIZE + 2)
    return MCH_SLIP_CODE_NOT_A_CODE;

  by_separators = blame_by_separators (typed);
  if (is_single (by_separators))
    return bad_group (by_separators, ret_group);
  by_position = blame_by_position (typed);
  if (is_single (by_position))
    return bad_group (by_position, ret_group);
  if ((by_separators | by_position) == 0)
    return MCH_SLIP_CODE_NOT_A_CODE;
  return typed->n == CODE_SIZE ? bad_group (by_separators | by_position, ret_group)
                               : too_few_or_too_many (typed);
}

static gboolean
has_three_even_parts (const Typed *typed)
{
  if (typed->n_parts != N_GROUPS || typed->n_foreign > 2)
    return FALSE;

  for (guint i = 0; i < N_GROUPS; i++)
    {
      guint length = typed->part_starts[i + 1] - typed->part_starts[i];

      if (length < GROUP_SIZE - 1 || length > GROUP_SIZE + 1)
        return FALSE;
    }
  return TRUE;
}

/* The third rule: by the look of it. */
static MchSlipCodeStatus
judge_look (const Typed *typed, guint *ret_group)
{
  static const guint thirds[] = { 0, GROUP_SIZE, 2 * GROUP_SIZE, CODE_SIZE };

  if (typed->n < CODE_SIZE - 1 || typed->n > CODE_SIZE + 1)
    return MCH_SLIP_CODE_NOT_A_CODE;

  if (has_three_even_parts (typed))
    return bad_group (failing_groups (typed, typed->part_starts), ret_group);
  if (typed->n_parts == N_GROUPS || typed->n_foreign > 1 || (typed->has_lower && typed->has_upper))
    return MCH_SLIP_CODE_NOT_A_CODE;
  if (typed->n == CODE_SIZE)
    return bad_group (failing_groups (typed, thirds), ret_group);
  return too_few_or_too_many (typed);
}

/* The first rule: nothing but the symbols counts. */
static gboolean
take_secret (const Typed *typed, char *ret_secret)
{
  Typed kept = { .n = 0 };
  const guint thirds[] = { 0, GROUP_SIZE, 2 * GROUP_SIZE, CODE_SIZE };
  gboolean holds;

  for (guint i = 0; i < typed->n; i++)
    if (typed->symbols[i] != FOREIGN)
      kept.symbols[kept.n++] = typed->symbols[i];

  holds = kept.n == CODE_SIZE && failing_groups (&kept, thirds) == 0;
  for (guint i = 0; holds && i < MCH_SLIP_CODE_SECRET_LENGTH; i++)
    ret_secret[i] = alphabet[kept.symbols[i + i / (GROUP_SIZE - 1)]];
  ret_secret[holds ? MCH_SLIP_CODE_SECRET_LENGTH : 0] = '\0';
  explicit_bzero (&kept, sizeof kept);
  return holds;
}

MchSlipCodeStatus
mch_slip_code_check (const char *typed, char ret_secret[MCH_SLIP_CODE_SECRET_LENGTH + 1],
                     guint *ret_group)
{
  MchSlipCodeStatus status = MCH_SLIP_CODE_NOT_A_CODE;
  Typed read;
  guint group = 0;

  g_return_val_if_fail (ret_secret != NULL, MCH_SLIP_CODE_NOT_A_CODE);

  memset (ret_secret, 0, MCH_SLIP_CODE_SECRET_LENGTH + 1);
  if (read_typed (typed, &read))
    {
      if (take_secret (&read, ret_secret))
        status = MCH_SLIP_CODE_OK;
      if (status == MCH_SLIP_CODE_NOT_A_CODE)
        status = judge_checks (&read, &group);
      if (status == MCH_SLIP_CODE_NOT_A_CODE)
        status = judge_look (&read, &group);
    }
  explicit_bzero (&read, sizeof read);
  if (ret_group != NULL)
    *ret_group = group;
  return status;
}

gboolean
mch_slip_code_resembles (const char *password)
{
  char secret[MCH_SLIP_CODE_SECRET_LENGTH + 1];
  MchSlipCodeStatus status = mch_slip_code_check (password, secret, NULL);

  explicit_bzero (secret, sizeof secret);
  return status != MCH_SLIP_CODE_NOT_A_CODE;
}

char *
mch_slip_code_dup_message (MchSlipCodeStatus status, guint group)
{
  switch (status)
    {
    case MCH_SLIP_CODE_BAD_GROUP:
      if (group == 1)
        return g_strdup (_ ("The 1st group is copied wrongly. Compare it with your slip."));
      if (group == 2)
        return g_strdup (_ ("The 2nd group is copied wrongly. Compare it with your slip."));
      return g_strdup (_ ("The 3rd group is copied wrongly. Compare it with your slip."));
    case MCH_SLIP_CODE_MISSING:
      return g_strdup (_ ("A character is missing. There are three groups of five on your slip."));
    case MCH_SLIP_CODE_EXTRA:
      return g_strdup (
          _ ("There is a character too many. There are three groups of five on your slip."));
    case MCH_SLIP_CODE_OK:
    case MCH_SLIP_CODE_NOT_A_CODE:
    default:
      return NULL;
    }
}
