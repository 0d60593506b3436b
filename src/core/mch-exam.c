/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words first lose what says when, then what says nothing; the rest names the exam, in full or by
 * its first words: "CAP EPC" is a CAP. */
#include "core/mch-exam.h"

#include "core/mch-text.h"

#include <stdlib.h>
#include <string.h>

#define MAX_WORDS 32
#define MAX_CODES 4

typedef struct
{
  const char *codes[MAX_CODES]; /* NULL-terminated */
  const char *names;            /* between spaces */
} Domain;

static const Domain domains[] = {
  { { "CAP" }, "cap certificatdaptitudeprofessionnelle certificataptitudeprofessionnelle" },
  { { "BCP", "BAC", "BACPRO" },
    "bcp bacpro bacprofessionnel bacprof baccalaureatprofessionnel baccalaureatpro" },
  { { "BGT", "BAC" },
    "bgt bacgeneral bactechnologique bactechno baccalaureatgeneral baccalaureattechnologique "
    "baccalaureatgeneralettechnologique bacgt" },
  { { "BAC", "BGT", "BCP" }, "bac baccalaureat" },
  { { "BTS" }, "bts brevetdetechniciensuperieur brevettechniciensuperieur" },
  { { "DNB" }, "dnb brevet diplomenationaldubrevet brevetdescolleges" },
  { { "CFG" }, "cfg certificatdeformationgenerale" },
  { { "BP" }, "bp brevetprofessionnel" },
  { { "MC" }, "mc mentioncomplementaire" },
  { { "BMA" }, "bma brevetdesmetiersdart" },
  { { "EA" }, "ea epreuvesanticipees" },
};

static const char *const months[] = { "janvier",   "fevrier", "mars",     "avril",
                                      "mai",       "juin",    "juillet",  "aout",
                                      "septembre", "octobre", "novembre", "decembre" };

static const char *const fillers[] = {
  "session", "examen", "exam", "annee", "normale", "academie"
};

static gboolean
is_word_of (const char *list, const char *word, gsize length)
{
  for (const char *p = list; *p != '\0';)
    {
      gsize n = strcspn (p, " ");

      if (n == length && strncmp (p, word, length) == 0)
        return TRUE;
      p += n + strspn (p + n, " ");
    }
  return FALSE;
}

static const char *const *
find_domain (const char *words, gsize length)
{
  for (gsize i = 0; length > 0 && i < G_N_ELEMENTS (domains); i++)
    if (is_word_of (domains[i].names, words, length))
      return domains[i].codes;
  return NULL;
}

static gboolean
read_month_name (const char *word, int *ret_month)
{
  for (int i = 0; i < 12; i++)
    if (strcmp (word, months[i]) == 0)
      {
        *ret_month = i + 1;
        return TRUE;
      }
  return FALSE;
}

/* Takes @word when it says when: a year, a month's name, a month's number beside a year. */
static gboolean
take_time (MchExam *exam, const char *word, gboolean beside_year)
{
  gsize length = strlen (word);
  int number;

  if (read_month_name (word, &exam->month))
    return TRUE;
  if (strspn (word, "0123456789") != length)
    return FALSE;
  number = length <= 4 ? atoi (word) : 0;
  if (length == 4 && number >= 1900 && number < 2200)
    {
      exam->year = number;
      return TRUE;
    }
  if (beside_year && length <= 2 && number >= 1 && number <= 12)
    {
      exam->month = number;
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_year (const char *word)
{
  return word != NULL && strlen (word) == 4 && strspn (word, "0123456789") == 4;
}

static gboolean
is_filler (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fillers); i++)
    if (strcmp (word, fillers[i]) == 0)
      return TRUE;
  return FALSE;
}

static char **
split_words (const char *text)
{
  g_autofree char *folded = mch_text_fold (text);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autoptr (GString) word = g_string_new (NULL);
  guint n = 0;

  for (const char *p = folded; n < MAX_WORDS; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0 && g_unichar_isalnum (c))
        {
          g_string_append_unichar (word, c);
          continue;
        }
      if (word->len > 0)
        {
          g_strv_builder_add (words, word->str);
          g_string_truncate (word, 0);
          n++;
        }
      if (c == 0)
        break;
    }
  return g_strv_builder_end (words);
}

void
mch_exam_read (const char *text, MchExam *exam)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) name = g_string_new (NULL);

  g_return_if_fail (text != NULL && exam != NULL);

  memset (exam, 0, sizeof *exam);
  words = split_words (text);
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean beside = is_year (words[i + 1]) || (i > 0 && is_year (words[i - 1]));
      const char *const *found;

      if (take_time (exam, words[i], beside) || is_filler (words[i]))
        continue;
      g_string_append (name, words[i]);
      /* The longest beginning that names one counts: "bac" goes on to "bac pro". */
      found = find_domain (name->str, name->len);
      if (found != NULL)
        exam->domains = found;
    }
  exam->words = g_string_free (g_steal_pointer (&name), FALSE);
}

void
mch_exam_clear (MchExam *exam)
{
  g_clear_pointer (&exam->words, g_free);
}

static gboolean
fits_domain (const MchExam *exam, const char *domain, gsize length)
{
  g_autofree char *lower = NULL;

  if (*exam->words == '\0')
    return TRUE;
  for (guint i = 0; exam->domains != NULL && exam->domains[i] != NULL; i++)
    if (strlen (exam->domains[i]) == length && strncmp (exam->domains[i], domain, length) == 0)
      return TRUE;
  lower = g_ascii_strdown (domain, (gssize) length);
  return strcmp (exam->words, lower) == 0;
}

gboolean
mch_exam_fits (const MchExam *exam, const char *session)
{
  const char *slash;

  g_return_val_if_fail (exam != NULL && session != NULL, FALSE);

  slash = strchr (session, '/');
  if (slash == NULL || strlen (slash) != strlen ("/2027-06"))
    return FALSE;
  if (exam->year != 0 && atoi (slash + 1) != exam->year)
    return FALSE;
  if (exam->month != 0 && atoi (slash + 6) != exam->month)
    return FALSE;
  return fits_domain (exam, session, (gsize) (slash - session));
}
