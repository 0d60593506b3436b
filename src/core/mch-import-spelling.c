/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What only the whole file, or the records beside it, can show of one value: that a division is
 * written otherwise elsewhere ("1CAP EPC"), that a speciality's code lost its zero, that the two
 * names of a row stand in each other's place. */
#include "core/mch-import-private.h"

#include "core/mch-header.h"
#include "core/mch-text.h"

#include <string.h>

/* A file of whose rows so many put the family name in capitals shows that the others err. */
#define LEAST_SHOWN 4
#define SHARE_SHOWN 4 /* to one */

struct _MchSpellings
{
  GStringChunk *texts;
  guint slot_division;
  guint slot_specialty;
  GHashTable *divisions; /* (nullable): text → what others write; texts that are usual are absent */
  GHashTable *codes;     /* (nullable): the codes that exist, borrowed */
};

/* One way to write something, while they are counted. */
typedef struct
{
  const char *text;
  guint n_recorded;
  guint n_written;
  guint order;
} Spelling;

static void
count_spelling (MchSpellings *self, GHashTable *seen, GArray *spellings, const char *text,
                gboolean recorded)
{
  gpointer found = g_hash_table_lookup (seen, text);
  Spelling spelling = { NULL, 0, 0, spellings->len };
  Spelling *counted;

  if (found == NULL)
    {
      spelling.text = text = g_string_chunk_insert (self->texts, text);
      g_array_append_val (spellings, spelling);
      found = GUINT_TO_POINTER (spellings->len);
      g_hash_table_insert (seen, (gpointer) text, found);
    }
  counted = &g_array_index (spellings, Spelling, GPOINTER_TO_UINT (found) - 1);
  if (recorded)
    counted->n_recorded++;
  else
    counted->n_written++;
}

static gboolean
is_more_usual (const Spelling *a, const Spelling *b)
{
  if (a->n_recorded != b->n_recorded)
    return a->n_recorded > b->n_recorded;
  return a->n_written != b->n_written ? a->n_written > b->n_written : a->order < b->order;
}

/* Whether the field would keep the same of both. */
static gboolean
are_one_text (const char *a, const char *b)
{
  g_autoptr (GString) clean_a = g_string_new (NULL);
  g_autoptr (GString) clean_b = g_string_new (NULL);

  mch_text_append_clean (clean_a, a);
  mch_text_append_clean (clean_b, b);
  return g_string_equal (clean_a, clean_b);
}

/* Texts with the same letters and digits are one name; the most usual of them is what is meant. */
static void
compare_spellings (MchSpellings *self, GArray *spellings)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < spellings->len; i++)
    {
      const Spelling *spelling = &g_array_index (spellings, Spelling, i);
      char *key = mch_header_normalise (spelling->text);
      const Spelling *best = g_hash_table_lookup (by_key, key);

      if (best == NULL || is_more_usual (spelling, best))
        g_hash_table_insert (by_key, key, (gpointer) spelling);
      else
        g_free (key);
    }
  for (guint i = 0; i < spellings->len; i++)
    {
      const Spelling *spelling = &g_array_index (spellings, Spelling, i);
      g_autofree char *key = mch_header_normalise (spelling->text);
      const Spelling *best = g_hash_table_lookup (by_key, key);

      if (best != spelling && *key != '\0' && !are_one_text (spelling->text, best->text))
        g_hash_table_insert (self->divisions, (gpointer) spelling->text, (gpointer) best->text);
    }
}

enum
{
  CASE_NONE,
  CASE_CAPITALS, /* two letters at least, none of them small */
  CASE_SMALL,    /* a small letter */
};

static int
get_case (const char *name)
{
  guint capitals = 0;

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80 ? g_ascii_islower ((char) c) : g_unichar_islower (c))
        return CASE_SMALL;
      capitals += c < 0x80 ? g_ascii_isupper ((char) c) : g_unichar_isupper (c);
    }
  return capitals >= 2 ? CASE_CAPITALS : CASE_NONE;
}

gboolean
mch_names_are_swapped (const char *family_name, const char *given_name)
{
  return get_case (given_name) == CASE_CAPITALS && get_case (family_name) == CASE_SMALL;
}

/* How the two names of the rows are written. */
typedef struct
{
  guint n_usual; /* the family name alone in capitals */
  guint n_swapped;
} Capitals;

static void
count_capitals (Capitals *capitals, const MchReading *reading)
{
  const MchSlotColumn *slots = reading->plan->table->columns->slots;
  int family = slots[reading->plan->slot_family_name].column;
  int given = slots[reading->plan->slot_given_name].column;
  int of_family, of_given;

  if (reading->n_cells <= (guint) MAX (family, given))
    return;
  of_family = get_case (reading->cells[family]);
  of_given = get_case (reading->cells[given]);
  capitals->n_swapped += of_family == CASE_SMALL && of_given == CASE_CAPITALS;
  capitals->n_usual += of_family == CASE_CAPITALS && of_given == CASE_SMALL;
}

static gboolean
shows_swaps (const Capitals *capitals)
{
  if (capitals->n_swapped == 0)
    return FALSE;
  if (capitals->n_usual == 0)
    return capitals->n_swapped >= LEAST_SHOWN * SHARE_SHOWN;
  return capitals->n_usual >= LEAST_SHOWN && capitals->n_usual >= capitals->n_swapped * SHARE_SHOWN;
}

static void
count_recorded (MchSpellings *self, const MchImportPlan *plan, GHashTable *seen, GArray *spellings)
{
  for (gsize i = 0; i < plan->base.n_candidatures; i++)
    {
      const char *division = mch_record_get (plan->base.candidatures[i], "division");

      if (division != NULL && !plan->base.candidatures[i]->deleted)
        count_spelling (self, seen, spellings, division, TRUE);
    }
}

static void
count_written (MchSpellings *self, MchReading *reading, GHashTable *seen, GArray *spellings)
{
  const MchSlotColumn *slots = reading->plan->table->columns->slots;
  const char *text = mch_reading_get_cell (reading, slots[self->slot_division].column);

  if (*text != '\0')
    count_spelling (self, seen, spellings, text, FALSE);
}

/* One way through the file for all that is looked for. */
static void
look (MchSpellings *self, MchImportPlan *plan)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) spellings = g_array_new (FALSE, FALSE, sizeof (Spelling));
  g_auto (MchReading) reading = { 0 };
  Capitals capitals = { 0 };
  gboolean has_division = plan->table->columns->slots[self->slot_division].column != MCH_NO_COLUMN;

  mch_reading_init (&reading, plan);
  if (has_division)
    count_recorded (self, plan, seen, spellings);
  for (guint row = 0; row < plan->table->body->n_rows; row++)
    {
      mch_reading_load (&reading, row);
      if (has_division)
        count_written (self, &reading, seen, spellings);
      count_capitals (&capitals, &reading);
    }
  plan->swaps_names = shows_swaps (&capitals);
  self->divisions = g_hash_table_new (g_str_hash, g_str_equal);
  compare_spellings (self, spellings);
}

void
mch_spellings_reset (MchImportPlan *plan)
{
  MchSpellings *self;

  mch_spellings_free (plan->spellings);
  self = g_new0 (MchSpellings, 1);
  plan->spellings = self;
  self->texts = g_string_chunk_new (1024);
  self->slot_division = mch_import_slot ("division");
  self->slot_specialty = mch_import_slot ("specialty_code");
  look (self, plan);
  memset (plan->has_spellings, 0, sizeof plan->has_spellings);
  plan->has_spellings[self->slot_division] = g_hash_table_size (self->divisions) > 0;
  plan->has_spellings[self->slot_specialty] = plan->base.n_specialities > 0;
  if (plan->base.n_specialities == 0)
    return;
  self->codes = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize i = 0; i < plan->base.n_specialities; i++)
    g_hash_table_add (self->codes, (gpointer) plan->base.specialities[i].code);
}

void
mch_spellings_free (MchSpellings *spellings)
{
  if (spellings == NULL)
    return;
  g_string_chunk_free (spellings->texts);
  g_clear_pointer (&spellings->divisions, g_hash_table_unref);
  g_clear_pointer (&spellings->codes, g_hash_table_unref);
  g_free (spellings);
}

static const char *
find_code (const MchSpellings *spellings, const char *value)
{
  g_autofree char *with_zero = NULL;
  gpointer known;

  if (g_hash_table_contains (spellings->codes, value))
    return NULL;
  with_zero = g_strconcat ("0", value, NULL);
  return g_hash_table_lookup_extended (spellings->codes, with_zero, &known, NULL) ? known : NULL;
}

const char *
mch_spellings_find (const MchSpellings *spellings, guint slot, const char *value)
{
  if (slot == spellings->slot_division)
    return g_hash_table_lookup (spellings->divisions, value);
  if (slot == spellings->slot_specialty && spellings->codes != NULL)
    return find_code (spellings, value);
  return NULL;
}
