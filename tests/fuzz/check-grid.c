/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows add up before and after every edit, an edit that is taken back leaves nothing behind, every
 * change is one that the server would take, and the rejected rows are a file again. */
#include "check-grid.h"

#include "core/mch-import-edit.h"
#include "core/mch-import-preset.h"
#include "core/mch-person.h"

#include <string.h>

#define TODAY "2026-11-22"
#define MAX_REMEDIES 5

static const MchImportSpeciality specialities[] = {
  { "31224", "CAP", "Équipier polyvalent du commerce" },
  { "01234", "BTS", "Gestion" },
};

/* No two alike. */
static void
fill (void *buffer, size_t length)
{
  static guint64 state;

  for (size_t i = 0; i < length; i += sizeof state)
    {
      guint64 mixed;

      state += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
      mixed = (state ^ (state >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
      mixed ^= mixed >> 31;
      memcpy ((char *) buffer + i, &mixed, MIN (sizeof mixed, length - i));
    }
}

static void
check_balance (const MchImportPlan *plan)
{
  guint sum = 0;

  for (int i = 0; i < MCH_N_IMPORT_OUTCOMES; i++)
    sum += mch_import_plan_count (plan, i);
  g_assert (sum == mch_import_plan_get_n_rows (plan));
}

static void
check_changes (const MchImportPlan *plan)
{
  g_autoptr (GPtrArray) changes = mch_import_plan_dup_changes (plan, 0, fill);
  MchValueContext context = { TODAY, NULL };

  for (guint i = 0; i < changes->len; i++)
    {
      g_autoptr (GArray) faults = g_array_new (FALSE, FALSE, sizeof (MchFault));

      g_assert (mch_validate_change (changes->pdata[i], NULL, &context, faults));
    }
}

static GPtrArray *
records_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
}

/* What an import leaves behind. */
static void
apply_changes (const MchImportPlan *plan, GPtrArray *persons, GPtrArray *candidatures)
{
  g_autoptr (GPtrArray) changes = mch_import_plan_dup_changes (plan, 0, fill);

  for (guint i = 0; i < changes->len; i++)
    {
      const MchChange *change = changes->pdata[i];
      MchRecord *record = mch_record_new (change->kind, change->id);

      mch_change_apply (change, record);
      g_ptr_array_add (change->kind == MCH_KIND_PERSON ? persons : candidatures, record);
    }
}

/* The same file again changes nothing. Where people look alike a later row may tell apart those
 * whom an earlier one could not. */
static void
check_again (MchImportPlan *plan, MchImportBase base)
{
  g_autoptr (GPtrArray) persons = records_new ();
  g_autoptr (GPtrArray) candidatures = records_new ();
  g_autoptr (MchImportPlan) again = NULL;
  guint n_pairs;

  apply_changes (plan, persons, candidatures);
  base.persons = (MchRecord *const *) persons->pdata;
  base.n_persons = persons->len;
  base.candidatures = (MchRecord *const *) candidatures->pdata;
  base.n_candidatures = candidatures->len;
  again = mch_import_plan_renew (plan, &base, NULL);
  check_balance (again);
  mch_import_plan_get_pairs (plan, &n_pairs);
  if (n_pairs > 0)
    return;
  g_assert (mch_import_plan_count (again, MCH_IMPORT_CREATED) == 0);
  g_assert (mch_import_plan_count (again, MCH_IMPORT_UPDATED) == 0);
  g_assert (mch_import_plan_count (again, MCH_IMPORT_REJECTED)
            == mch_import_plan_count (plan, MCH_IMPORT_REJECTED));
}

static void
check_edits (MchImportPlan *plan)
{
  const MchImportPair *pairs;
  guint before[MCH_N_IMPORT_OUTCOMES], n_pairs;

  for (int i = 0; i < MCH_N_IMPORT_OUTCOMES; i++)
    before[i] = mch_import_plan_count (plan, i);
  for (guint i = 0; i < MIN (mch_import_plan_get_n_groups (plan), MAX_REMEDIES); i++)
    {
      g_assert (mch_import_plan_get_group (plan, i)->sentence != NULL);
      mch_import_plan_apply_remedy (plan, i);
      check_balance (plan);
    }
  pairs = mch_import_plan_get_pairs (plan, &n_pairs);
  if (n_pairs > 0)
    {
      g_autofree char *other = mch_import_plan_dup_other_value (
          plan, &pairs[n_pairs - 1], mch_field_find (MCH_KIND_PERSON, "family_name"));

      g_assert (other != NULL);
      mch_import_plan_decide (plan, n_pairs - 1, MCH_VERDICT_OTHER);
      check_balance (plan);
      check_changes (plan);
    }
  while (mch_import_plan_undo (plan))
    ;
  for (int i = 0; i < MCH_N_IMPORT_OUTCOMES; i++)
    g_assert (before[i] == mch_import_plan_count (plan, i));
}

/* The report is read again, and rejects what it holds for the same reasons. */
static void
check_report (const MchImportPlan *plan, const MchImportBase *base)
{
  g_autofree char *report = mch_import_plan_dup_report (plan);
  g_autoptr (GBytes) file = g_bytes_new (report, strlen (report));
  g_autoptr (MchGrid) grid = NULL;

  g_assert (g_utf8_validate (report, -1, NULL));
  grid = mch_grid_new_from_csv (file, MCH_ENCODING_GUESSED, NULL);
  if (grid != NULL)
    g_assert (mch_grid_get_n_rows (grid) >= 1);
}

static void
check_preset (MchImportTable *table, const MchImportPlan *plan)
{
  g_autoptr (MchImportPreset) preset = mch_import_preset_new (table, plan);
  g_autofree char *text = mch_import_preset_to_text (preset);
  g_autoptr (MchImportPreset) again = mch_import_preset_new_from_text (text, strlen (text), NULL);
  g_autofree char *fingerprint = mch_import_table_dup_fingerprint (table);

  g_assert (again != NULL && strlen (fingerprint) == 32);
  mch_import_preset_apply (again, table);
}

static void
check_rows (MchImportPlan *plan)
{
  guint n = MIN (mch_import_plan_get_n_rows (plan), 3);

  for (guint row = 0; row < n; row++)
    {
      g_autoptr (GArray) differences = mch_import_plan_dup_differences (plan, row);
      g_autofree char *name =
          mch_import_plan_dup_value (plan, row, mch_field_find (MCH_KIND_PERSON, "family_name"));

      g_assert (name != NULL);
    }
}

void
check_grid (MchGrid *given, GError *given_error)
{
  static const char *const sessions[] = { "CAP/2027-06", "BTS/2027-06", NULL };
  MchImportBase base = { .session = "CAP/2027-06",
                         .today = TODAY,
                         .open_sessions = sessions,
                         .specialities = specialities,
                         .n_specialities = G_N_ELEMENTS (specialities) };
  g_autoptr (MchGrid) grid = given;
  g_autoptr (GError) error = given_error;
  g_autoptr (MchImportTable) table = NULL;
  g_autoptr (MchImportPlan) plan = NULL;

  g_assert ((grid == NULL) == (error != NULL));
  if (grid == NULL)
    {
      g_assert (error->message != NULL && g_utf8_validate (error->message, -1, NULL));
      return;
    }
  table = mch_import_table_new (grid, NULL);
  plan = table != NULL ? mch_import_plan_new (table, &base, NULL) : NULL;
  if (plan == NULL)
    return;
  check_balance (plan);
  check_changes (plan);
  check_again (plan, base);
  check_report (plan, &base);
  check_edits (plan);
  check_rows (plan);
  check_preset (table, plan);
}
