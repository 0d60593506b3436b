/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-import-compare.h"

#include "core/mch-import-private.h"
#include "core/mch-text.h"

#include <string.h>

typedef struct
{
  guint ine, family_name, given_name, birth_date, division;
} Slots;

static Slots
get_slots (void)
{
  return (Slots){ mch_import_slot ("ine"), mch_import_slot ("family_name"),
                  mch_import_slot ("given_name"), mch_import_slot ("birth_date"),
                  mch_import_slot ("division") };
}

static MchImportDifference *
add (GArray *differences, const MchImportPlan *plan, const MchSubject *subject,
     MchImportDifferenceKind kind)
{
  const Slots slots = get_slots ();
  MchImportDifference one = {
    .kind = kind,
    .line = subject->first_line,
    .person = subject->person,
    .candidature = subject->candidature,
    .family_name = mch_subject_get (plan, subject, slots.family_name),
    .given_name = mch_subject_get (plan, subject, slots.given_name),
    .birth_date = mch_subject_get (plan, subject, slots.birth_date),
    .ine = mch_subject_get (plan, subject, slots.ine),
    .division = mch_subject_get (plan, subject, slots.division),
    .new_division = "",
  };

  g_array_append_val (differences, one);
  return &g_array_index (differences, MchImportDifference, differences->len - 1);
}

static gboolean
is_withdrawn (const MchSubject *subject)
{
  return g_strcmp0 (mch_record_get (subject->candidature, "state"), MCH_STATE_WITHDRAWN) == 0;
}

static char *
dup_names (const char *family_name, const char *given_name)
{
  g_autofree char *family = mch_text_fold (family_name);
  g_autofree char *given = mch_text_fold (given_name);

  return g_strjoin ("|", family, given, NULL);
}

/* A raw cell without the apostrophes that spreadsheets and lists put around it. */
static const char *
get_cell (const MchImportPlan *plan, const char *const *cells, guint slot)
{
  int column = plan->columns->slots[slot].column;
  const char *text = column != MCH_NO_COLUMN ? cells[column] : "";

  return *text == '\'' ? text + 1 : text;
}

/* (transfer full): the INEs and the names of the rows that were rejected. */
static GHashTable *
gather_rejected (const MchImportPlan *plan)
{
  const Slots slots = get_slots ();
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *cell = plan->rejected->str;
  g_autofree const char **cells = g_new0 (const char *, plan->columns->n_columns + 1);

  for (guint row = 0; row < plan->rejected_lines->len; row++)
    {
      for (guint i = 0; i < plan->columns->n_columns; i++, cell += strlen (cell) + 1)
        cells[i] = cell;
      if (*get_cell (plan, cells, slots.ine) != '\0')
        g_hash_table_add (known, g_ascii_strup (get_cell (plan, cells, slots.ine), -1));
      if (*get_cell (plan, cells, slots.family_name) != '\0')
        g_hash_table_add (known, dup_names (get_cell (plan, cells, slots.family_name),
                                            get_cell (plan, cells, slots.given_name)));
    }
  return known;
}

static gboolean
is_among (GHashTable *rejected, const MchImportPlan *plan, const MchSubject *subject)
{
  const Slots slots = get_slots ();
  g_autofree char *names = dup_names (mch_subject_get_recorded (subject, slots.family_name),
                                      mch_subject_get_recorded (subject, slots.given_name));

  return g_hash_table_contains (rejected, mch_subject_get_recorded (subject, slots.ine))
         || g_hash_table_contains (rejected, names);
}

static gboolean
has_left (GHashTable *rejected, const MchImportPlan *plan, const MchSubject *subject)
{
  return subject->first_line == 0 && subject->candidature != NULL && !is_withdrawn (subject)
         && !is_among (rejected, plan, subject);
}

/* The class that the file gives, when it is another than the one that is known. */
static const char *
get_new_division (const MchImportPlan *plan, const MchSubject *subject)
{
  const Slots slots = get_slots ();
  const char *now = mch_subject_get_recorded (subject, slots.division);
  const char *after = mch_subject_get (plan, subject, slots.division);

  return strcmp (now, after) != 0 ? after : NULL;
}

GArray *
mch_import_plan_compare (const MchImportPlan *plan, gboolean partial)
{
  GArray *differences = g_array_new (FALSE, FALSE, sizeof (MchImportDifference));
  g_autoptr (GHashTable) rejected = NULL;

  g_return_val_if_fail (plan != NULL, differences);

  rejected = gather_rejected (plan);
  for (guint i = 0; i < plan->subjects->len; i++)
    {
      const MchSubject *subject = &g_array_index (plan->subjects, MchSubject, i);

      if (subject->first_line > 0 && subject->candidature == NULL)
        add (differences, plan, subject, MCH_IMPORT_ARRIVED);
    }
  for (guint i = 0; i < plan->subjects->len && !partial; i++)
    if (has_left (rejected, plan, &g_array_index (plan->subjects, MchSubject, i)))
      add (differences, plan, &g_array_index (plan->subjects, MchSubject, i), MCH_IMPORT_LEFT);
  for (guint i = 0; i < plan->subjects->len; i++)
    {
      const MchSubject *subject = &g_array_index (plan->subjects, MchSubject, i);
      const char *division;
      MchImportDifference *one;

      if (subject->first_line == 0 || subject->candidature == NULL || is_withdrawn (subject))
        continue;
      division = get_new_division (plan, subject);
      if (division == NULL)
        continue;
      one = add (differences, plan, subject, MCH_IMPORT_MOVED);
      one->division = mch_subject_get_recorded (subject, get_slots ().division);
      one->new_division = division;
    }
  return differences;
}

static gboolean
comes_from (const MchImportPlan *plan, const MchSubject *subject, const MchChange *change)
{
  const Slots slots = get_slots ();
  const struct
  {
    guint slot;
    const char *name;
  } compared[] = { { slots.ine, "ine" },
                   { slots.family_name, "family_name" },
                   { slots.given_name, "given_name" },
                   { slots.birth_date, "birth_date" } };

  if (change->kind == MCH_KIND_CANDIDATURE)
    return subject->person != NULL
           && g_strcmp0 (g_hash_table_lookup (change->to, "person"), subject->person->id) == 0;
  if (subject->person != NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (compared); i++)
    {
      const char *value = g_hash_table_lookup (change->to, compared[i].name);

      if (strcmp (mch_subject_get (plan, subject, compared[i].slot), value != NULL ? value : "")
          != 0)
        return FALSE;
    }
  return TRUE;
}

guint
mch_import_plan_find_line (const MchImportPlan *plan, const MchChange *change)
{
  g_return_val_if_fail (plan != NULL && change != NULL, 0);

  for (guint i = 0; i < plan->subjects->len; i++)
    {
      const MchSubject *subject = &g_array_index (plan->subjects, MchSubject, i);

      if (subject->first_line > 0 && comes_from (plan, subject, change))
        return subject->first_line;
    }
  return 0;
}
