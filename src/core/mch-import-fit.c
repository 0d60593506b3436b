/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How well a row fits somebody of the same names and date of birth, and which of several it is
 * about. A row that would change one of them though it may be another one's is nobody's: homonyms
 * are never told apart by chance. */
#include "core/mch-import-private.h"
#include "core/mch-text.h"

#include <string.h>

typedef struct
{
  guint ine, commune, commune_code, number;
} Slots;

static const Slots *
get_slots (void)
{
  static Slots slots;
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      slots =
          (Slots){ mch_import_slot ("ine"), mch_import_slot ("birth_commune"),
                   mch_import_slot ("birth_commune_code"), mch_import_slot ("candidate_number") };
      g_once_init_leave (&ready, 1);
    }
  return &slots;
}

/* -1: they differ; 0: one of them says nothing; 1: they are equal. */
static int
compare_texts (const char *known, const char *said)
{
  if (*known == '\0' || *said == '\0')
    return 0;
  return mch_text_folds_alike (known, said) ? 1 : -1;
}

static int
compare_slot (const MchImportPlan *plan, const MchSubject *subject, const MchRowValues *row,
              guint slot)
{
  return compare_texts (mch_subject_get (plan, subject, NULL, slot), row->value[slot]);
}

int
mch_import_fit (const MchImportPlan *plan, const MchSubject *subject, const MchRowValues *row)
{
  const Slots *slots = get_slots ();
  int place, number;

  if (subject->has_ine && *row->value[slots->ine] != '\0')
    return MCH_FIT_CONTRADICTS;
  number = compare_slot (plan, subject, row, slots->number);
  if (number != 0)
    return number > 0 ? MCH_FIT_NUMBER : MCH_FIT_CONTRADICTS;
  place = compare_slot (plan, subject, row, slots->commune_code);
  if (place == 0)
    place = compare_slot (plan, subject, row, slots->commune);
  return place < 0 ? MCH_FIT_CONTRADICTS : place > 0 ? MCH_FIT_PLACE : MCH_FIT_UNKNOWN;
}

/* What the row would do to one of those who fit alike. */
typedef struct
{
  guint subject;
  guint n_changes; /* values that it would replace or add */
  gboolean named;  /* an earlier row is about him, and a later one replaces nothing */
} Effect;

static void
count_effect (const MchReading *reading, guint session, Effect *effect)
{
  const MchImportPlan *plan = reading->plan;
  const MchSubject *subject = &g_array_index (plan->subjects, MchSubject, effect->subject);
  guint at = mch_subject_find_entry (plan, effect->subject, session);
  const MchEntry *entry = at != MCH_NO_ENTRY ? &g_array_index (plan->entries, MchEntry, at) : NULL;

  effect->named = entry != NULL && entry->first_row > 0;
  effect->n_changes = entry == NULL; /* a registration */
  for (guint slot = 0; slot < plan->n_slots; slot++)
    {
      const char *said = reading->values.value[slot];
      const char *known;

      if (*said == '\0' || plan->position[slot] < 0)
        continue;
      known = mch_subject_get (plan, subject, entry, slot);
      effect->n_changes += *known == '\0' || (!effect->named && compare_texts (known, said) < 0);
    }
}

/* Whom the row leaves most as he is; of equals one whom no row named yet, else the older one. */
static gboolean
is_better (const Effect *effect, const Effect *best)
{
  if (effect->n_changes != best->n_changes)
    return effect->n_changes < best->n_changes;
  return best->named && !effect->named;
}

guint
mch_import_choose_among (const MchReading *reading, guint session, const GArray *fitting,
                         gboolean *ret_certain)
{
  Effect best = { MCH_NO_SUBJECT, G_MAXUINT, TRUE };

  for (guint i = 0; i < fitting->len; i++)
    {
      Effect effect = { g_array_index (fitting, guint, i), 0, FALSE };

      count_effect (reading, session, &effect);
      if (is_better (&effect, &best))
        best = effect;
    }
  *ret_certain = best.n_changes == 0;
  return best.subject;
}
