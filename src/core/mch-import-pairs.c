/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who may be one person. Those that the judging met come first; then those whom it would
 * create though somebody nearly the same is known. Two of family name, given name and date of birth
 * are equal and the third one is close: so all who come into question stand together once they are
 * sorted by two of the three, and nobody is compared with everybody. */
#include "core/mch-alike.h"
#include "core/mch-import-private.h"

#include <string.h>

#define MAX_COMPARED 30 /* in one heap of equals; a file made to be slow has larger ones */
#define MAX_PAIRS 10000 /* more than anybody looks at */

/* A subject under two of his three properties. */
typedef struct
{
  guint64 key;
  guint subject;
} Place;

typedef struct
{
  MchImportPlan *plan;
  guint slot_family, slot_given, slot_date, slot_sex, slot_ine;
  GHashTable *known; /* pairs that are listed: row and other subject */
} Search;

static int
compare_places (gconstpointer one, gconstpointer other)
{
  const Place *a = one, *b = other;

  if (a->key != b->key)
    return a->key < b->key ? -1 : 1;
  return a->subject < b->subject ? -1 : a->subject > b->subject;
}

/* What a subject is known by. */
static MchTraits
get_traits (const Search *search, const MchSubject *subject)
{
  const MchImportPlan *plan = search->plan;

  return (MchTraits){ mch_subject_get (plan, subject, NULL, search->slot_family),
                      mch_subject_get (plan, subject, NULL, search->slot_given),
                      mch_subject_get (plan, subject, NULL, search->slot_date),
                      mch_subject_get (plan, subject, NULL, search->slot_sex),
                      mch_subject_get (plan, subject, NULL, search->slot_ine) };
}

static gboolean
are_alike (const Search *search, const MchSubject *a, const MchSubject *b)
{
  MchTraits one = get_traits (search, a), other = get_traits (search, b);

  return mch_traits_resemble (&one, &other);
}

static guint64
mix (guint32 a, guint32 b)
{
  return ((guint64) a << 32) ^ ((guint64) b * 0x9E3779B1u);
}

static GArray *
sort_subjects (const Search *search, int which)
{
  const MchImportPlan *plan = search->plan;
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (Place), plan->subjects->len);

  for (guint i = 0; i < plan->subjects->len; i++)
    {
      const MchSubject *subject = &g_array_index (plan->subjects, MchSubject, i);
      guint32 date =
          which == 2 ? 0 : g_str_hash (mch_subject_get (plan, subject, NULL, search->slot_date));
      Place place = { which == 0   ? mix (subject->given_hash, date)
                      : which == 1 ? mix (subject->family_hash, date)
                                   : mix (subject->family_hash, subject->given_hash),
                      i };

      g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  return places;
}

static gpointer
pair_key (guint row, guint subject)
{
  return (gpointer) (guintptr) (((guint64) row << 32) | subject);
}

static void
add_pair (Search *search, MchImportPairKind kind, guint row, guint subject)
{
  const MchSubject *other = &g_array_index (search->plan->subjects, MchSubject, subject);
  MchImportPair pair = { kind, row, MCH_NO_ROW, other->person, MCH_VERDICT_NONE };

  if (search->plan->pairs->len >= MAX_PAIRS
      || !g_hash_table_add (search->known, pair_key (row, subject)))
    return;
  if (other->first_row > 0)
    pair.other_row = other->first_row - 1;
  g_array_append_val (search->plan->pairs, pair);
}

/* The later row of the two asks about the earlier one, or about the record. */
static void
compare_two (Search *search, guint one, guint other)
{
  const MchSubject *a = &g_array_index (search->plan->subjects, MchSubject, one);
  const MchSubject *b = &g_array_index (search->plan->subjects, MchSubject, other);

  if ((a->person != NULL && b->person != NULL) || !are_alike (search, a, b))
    return;
  if (a->person == NULL && (b->person != NULL || a->first_row > b->first_row))
    add_pair (search, MCH_PAIR_SIMILAR, a->first_row - 1, other);
  else
    add_pair (search, MCH_PAIR_SIMILAR, b->first_row - 1, one);
}

static void
compare_heap (Search *search, const Place *places, guint n)
{
  n = MIN (n, MAX_COMPARED);
  for (guint i = 0; i < n; i++)
    for (guint j = i + 1; j < n; j++)
      compare_two (search, places[i].subject, places[j].subject);
}

static void
find_similar (Search *search)
{
  for (int which = 0; which < 3; which++)
    {
      g_autoptr (GArray) places = sort_subjects (search, which);
      const Place *place = (const Place *) (gpointer) places->data;

      for (guint i = 0, end; i < places->len; i = end)
        {
          for (end = i + 1; end < places->len && place[end].key == place[i].key; end++)
            ;
          if (end > i + 1)
            compare_heap (search, place + i, end - i);
        }
    }
}

static int
compare_pairs (gconstpointer one, gconstpointer other)
{
  const MchImportPair *a = one, *b = other;

  if (a->row != b->row)
    return a->row < b->row ? -1 : 1;
  if (a->other_row != b->other_row)
    return a->other_row < b->other_row ? -1 : 1;
  return a->person != NULL && b->person != NULL ? strcmp (a->person->id, b->person->id) : 0;
}

static gboolean
is_about (const MchDecision *decision, const MchImportPair *pair)
{
  if (decision->row != pair->row)
    return FALSE;
  return decision->person != NULL
             ? pair->person != NULL && strcmp (pair->person->id, decision->person) == 0
             : pair->person == NULL && pair->other_row == decision->other_row;
}

/* What was said stays in the list, so that it can be said otherwise. */
static void
add_decision (MchImportPlan *plan, const MchDecision *decision)
{
  MchImportPair pair = { decision->kind, decision->row, decision->other_row, NULL,
                         decision->verdict };
  gpointer found;

  for (guint i = 0; i < plan->pairs->len; i++)
    {
      MchImportPair *known = &g_array_index (plan->pairs, MchImportPair, i);

      if (is_about (decision, known))
        {
          known->verdict = decision->verdict;
          return;
        }
    }
  if (decision->person != NULL)
    {
      found = g_hash_table_lookup (plan->by_id, decision->person);
      /* The record is gone: nothing is left to decide. */
      if (found == NULL)
        return;
      pair.person = g_array_index (plan->subjects, MchSubject, GPOINTER_TO_UINT (found) - 1).person;
    }
  g_array_append_val (plan->pairs, pair);
}

static void
add_found (Search *search)
{
  MchImportPlan *plan = search->plan;

  for (guint i = 0; i < plan->found_pairs->len; i++)
    {
      const MchImportPair *pair = &g_array_index (plan->found_pairs, MchImportPair, i);
      guint subject =
          pair->person != NULL
              ? GPOINTER_TO_UINT (g_hash_table_lookup (plan->by_id, pair->person->id)) - 1
              : g_array_index (plan->row_subjects, MchRowSubject, pair->other_row).subject;

      if (g_hash_table_add (search->known, pair_key (pair->row, subject)))
        g_array_append_val (plan->pairs, *pair);
    }
}

static void
make_pairs (MchImportPlan *plan)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  Search search = { plan,
                    mch_import_slot ("family_name"),
                    mch_import_slot ("given_name"),
                    mch_import_slot ("birth_date"),
                    mch_import_slot ("sex"),
                    mch_import_slot ("ine"),
                    known };

  plan->pairs = g_array_new (FALSE, FALSE, sizeof (MchImportPair));
  add_found (&search);
  if (plan->counts[MCH_IMPORT_CREATED] > 0)
    find_similar (&search);
  for (guint i = 0; i < plan->decisions->len; i++)
    add_decision (plan, &g_array_index (plan->decisions, MchDecision, i));
  g_array_sort (plan->pairs, compare_pairs);
}

const MchImportPair *
mch_import_plan_get_pairs (MchImportPlan *plan, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  if (plan->pairs == NULL)
    make_pairs (plan);
  *ret_n = plan->pairs->len;
  return (const MchImportPair *) (gpointer) plan->pairs->data;
}

/* His registration for the session of @row, else any; NULL when he has none. */
static const MchEntry *
find_shown_entry (const MchImportPlan *plan, guint subject, guint row)
{
  int session = g_array_index (plan->row_subjects, MchRowSubject, row).session;
  guint at = mch_subject_find_entry (plan, subject, (guint) MAX (session, 0));

  if (at == MCH_NO_ENTRY)
    at = g_array_index (plan->subjects, MchSubject, subject).entry;
  return at != MCH_NO_ENTRY ? &g_array_index (plan->entries, MchEntry, at) : NULL;
}

char *
mch_import_plan_dup_other_value (const MchImportPlan *plan, const MchImportPair *pair,
                                 const MchField *field)
{
  gpointer found;
  guint subject;

  g_return_val_if_fail (plan != NULL && pair != NULL && field != NULL, NULL);

  if (pair->person == NULL)
    return mch_import_plan_dup_value (plan, pair->other_row, field);
  found = g_hash_table_lookup (plan->by_id, pair->person->id);
  g_return_val_if_fail (found != NULL, NULL);
  subject = GPOINTER_TO_UINT (found) - 1;
  return g_strdup (mch_subject_get_recorded (&g_array_index (plan->subjects, MchSubject, subject),
                                             find_shown_entry (plan, subject, pair->row),
                                             mch_import_slot (field->name)));
}
