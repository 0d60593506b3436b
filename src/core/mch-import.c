/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan's life: from a table and the records that it meets to the judgement, and again after every
 * edit. */
#include "core/mch-import.h"

#include "core/mch-error.h"
#include "core/mch-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
decision_clear (gpointer data)
{
  MchDecision *decision = data;

  g_free (decision->person);
}

static GPtrArray *
list_sessions (const MchImportBase *base)
{
  GPtrArray *sessions = g_ptr_array_new_null_terminated (4, g_free, TRUE);

  g_ptr_array_add (sessions, g_strdup (base->session));
  for (guint i = 0; base->open_sessions != NULL && base->open_sessions[i] != NULL; i++)
    if (!g_ptr_array_find_with_equal_func (sessions, base->open_sessions[i], g_str_equal, NULL)
        && sessions->len < G_MAXUINT16)
      g_ptr_array_add (sessions, g_strdup (base->open_sessions[i]));
  return sessions;
}

static MchImportPlan *
plan_alloc (const MchImportTable *table, const MchImportBase *base)
{
  MchImportPlan *plan = g_new0 (MchImportPlan, 1);

  plan->table = mch_import_table_copy (table);
  plan->base = *base;
  plan->sessions = list_sessions (base);
  plan->session_counts = g_new0 (guint, plan->sessions->len);
  plan->cells = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  plan->decisions = g_array_new (FALSE, FALSE, sizeof (MchDecision));
  g_array_set_clear_func (plan->decisions, decision_clear);
  plan->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_edit_free);
  plan->strings = g_string_chunk_new (4096);
  plan->keys = g_string_chunk_new (65536);
  plan->rows = g_array_new (FALSE, FALSE, sizeof (MchImportRow));
  plan->row_subjects = g_array_new (FALSE, FALSE, sizeof (MchRowSubject));
  plan->faults = g_array_new (FALSE, FALSE, sizeof (MchFault));
  plan->repairs = g_array_new (FALSE, FALSE, sizeof (MchImportRepair));
  plan->found_pairs = g_array_new (FALSE, FALSE, sizeof (MchImportPair));
  plan->subjects = g_array_new (FALSE, FALSE, sizeof (MchSubject));
  plan->entries = g_array_new (FALSE, FALSE, sizeof (MchEntry));
  plan->values = g_string_new (NULL);
  plan->name_key = g_string_new (NULL);
  plan->swapped_key = g_string_new (NULL);
  plan->by_ine = g_hash_table_new (g_str_hash, g_str_equal);
  plan->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  plan->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  plan->fields = mch_import_slot_field (0);
  plan->n_slots = mch_import_n_slots ();
  plan->slot_family_name = mch_import_slot ("family_name");
  plan->slot_given_name = mch_import_slot ("given_name");
  return plan;
}

void
mch_import_plan_free (MchImportPlan *plan)
{
  if (plan == NULL)
    return;
  mch_import_groups_clear (plan);
  g_clear_pointer (&plan->pairs, g_array_unref);
  mch_spellings_free (plan->spellings);
  mch_session_choice_free (plan->session_choice);
  mch_import_table_free (plan->table);
  g_ptr_array_unref (plan->sessions);
  g_free (plan->session_counts);
  g_free (plan->uai);
  g_hash_table_unref (plan->cells);
  g_free (plan->edited);
  g_array_unref (plan->decisions);
  g_ptr_array_unref (plan->edits);
  g_string_chunk_free (plan->strings);
  g_string_chunk_free (plan->keys);
  g_array_unref (plan->rows);
  g_array_unref (plan->row_subjects);
  g_array_unref (plan->faults);
  g_array_unref (plan->repairs);
  g_array_unref (plan->found_pairs);
  g_array_unref (plan->subjects);
  g_array_unref (plan->entries);
  g_string_free (plan->values, TRUE);
  g_string_free (plan->name_key, TRUE);
  g_string_free (plan->swapped_key, TRUE);
  g_hash_table_unref (plan->by_ine);
  g_hash_table_unref (plan->by_name);
  g_hash_table_unref (plan->by_id);
  g_free (plan);
}

static gboolean
check_needed (const MchImportPlan *plan, GError **error)
{
  g_autofree char *missing = mch_import_columns_dup_missing (plan->table->columns);

  if (missing == NULL)
    return TRUE;
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_UNREADABLE,
               _ ("The file has no column for: %s. Add it, or correct its heading."), missing);
  return FALSE;
}

static gboolean
check_title (const MchImportPlan *plan, GError **error)
{
  const char *uai = plan->table->body->uai;

  if (uai == NULL || plan->base.uai == NULL || strcmp (uai, plan->base.uai) == 0)
    return TRUE;
  g_set_error (error, MCH_CORE_ERROR, MCH_CORE_ERROR_INVALID,
               _ ("The file is a list of the establishment %s, and this is %s. Nothing was "
                  "imported."),
               uai, plan->base.uai);
  return FALSE;
}

MchImportPlan *
mch_import_plan_new (const MchImportTable *table, const MchImportBase *base, GError **error)
{
  g_autoptr (MchImportPlan) plan = NULL;

  g_return_val_if_fail (table != NULL && base != NULL, NULL);
  g_return_val_if_fail (base->session != NULL && base->today != NULL, NULL);

  plan = plan_alloc (table, base);
  if (!check_needed (plan, error) || !check_title (plan, error))
    return NULL;
  mch_import_judge (plan);
  mch_habits_follow (plan);
  return g_steal_pointer (&plan);
}

static void
copy_edits (MchImportPlan *into, const MchImportPlan *plan)
{
  GHashTableIter iter;
  gpointer key, text;

  g_hash_table_iter_init (&iter, plan->cells);
  while (g_hash_table_iter_next (&iter, &key, &text))
    g_hash_table_insert (into->cells, key, g_strdup (text));
  if (plan->edited != NULL)
    into->edited = g_memdup2 (plan->edited, plan->table->body->n_rows);
  for (guint i = 0; i < plan->decisions->len; i++)
    {
      MchDecision decision = g_array_index (plan->decisions, MchDecision, i);

      decision.person = g_strdup (decision.person);
      g_array_append_val (into->decisions, decision);
    }
  for (guint i = 0; i < plan->edits->len; i++)
    g_ptr_array_add (into->edits, mch_edit_ref (plan->edits->pdata[i]));
}

MchImportPlan *
mch_import_plan_renew (const MchImportPlan *plan, const MchImportBase *base, GError **error)
{
  g_autoptr (MchImportPlan) renewed = NULL;

  g_return_val_if_fail (plan != NULL && base != NULL, NULL);

  renewed = plan_alloc (plan->table, base);
  if (!check_title (renewed, error))
    return NULL;
  copy_edits (renewed, plan);
  mch_import_judge (renewed);
  return g_steal_pointer (&renewed);
}

guint
mch_import_plan_get_n_rows (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return plan->rows->len;
}

guint
mch_import_plan_count (const MchImportPlan *plan, MchImportOutcome outcome)
{
  g_return_val_if_fail (plan != NULL && outcome < MCH_N_IMPORT_OUTCOMES, 0);

  return plan->counts[outcome];
}

const MchImportRow *
mch_import_plan_get_rows (const MchImportPlan *plan, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  *ret_n = plan->rows->len;
  return (const MchImportRow *) (gpointer) plan->rows->data;
}

const MchFault *
mch_import_plan_get_faults (const MchImportPlan *plan, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  *ret_n = plan->faults->len;
  return (const MchFault *) (gpointer) plan->faults->data;
}

const MchImportRepair *
mch_import_plan_get_repairs (const MchImportPlan *plan, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  *ret_n = plan->repairs->len;
  return (const MchImportRepair *) (gpointer) plan->repairs->data;
}

/* The elements whose row is @row, in a list in the order of rows. */
static gconstpointer
find_rows (const GArray *list, gsize size, gsize offset, guint row, guint *ret_n)
{
  guint low = 0, high = list->len, end;

#define ROW_AT(i) (*(const guint *) (gconstpointer) (list->data + (gsize) (i) *size + offset))
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (ROW_AT (middle) < row)
        low = middle + 1;
      else
        high = middle;
    }
  for (end = low; end < list->len && ROW_AT (end) == row; end++)
    ;
#undef ROW_AT
  *ret_n = end - low;
  return end > low ? list->data + (gsize) low * size : NULL;
}

const MchFault *
mch_import_plan_find_faults (const MchImportPlan *plan, guint row, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  return find_rows (plan->faults, sizeof (MchFault), G_STRUCT_OFFSET (MchFault, row), row, ret_n);
}

const MchImportRepair *
mch_import_plan_find_repairs (const MchImportPlan *plan, guint row, guint *ret_n)
{
  g_return_val_if_fail (plan != NULL && ret_n != NULL, NULL);

  return find_rows (plan->repairs, sizeof (MchImportRepair), G_STRUCT_OFFSET (MchImportRepair, row),
                    row, ret_n);
}

const char *const *
mch_import_plan_get_unmapped (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return (const char *const *) plan->table->columns->unmapped->pdata;
}

const char *const *
mch_import_plan_get_ignored (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return (const char *const *) plan->table->columns->ignored->pdata;
}

const char *const *
mch_import_plan_get_sessions (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return (const char *const *) plan->sessions->pdata;
}

guint
mch_import_plan_count_session (const MchImportPlan *plan, const char *session)
{
  guint at;

  g_return_val_if_fail (plan != NULL && session != NULL, 0);

  return g_ptr_array_find_with_equal_func (plan->sessions, session, g_str_equal, &at)
             ? plan->session_counts[at]
             : 0;
}

const MchImportTable *
mch_import_plan_get_table (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->table;
}

int
mch_import_plan_get_column (const MchImportPlan *plan, const MchField *field)
{
  g_return_val_if_fail (plan != NULL, MCH_NO_COLUMN);

  return mch_import_table_find_column (plan->table, field);
}

const char *
mch_import_plan_get_uai (const MchImportPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->uai;
}
