/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records of one establishment, as a store would hold them, and plans of CSV text against them.
 */
#pragma once

#include "core/mch-import-edit.h"
#include "core/mch-person.h"

#include <string.h>

#define SESSION "CAP/2027-06"
#define TODAY "2026-11-22"

typedef struct
{
  GPtrArray *persons;
  GPtrArray *candidatures;
  MchImportBase base;
} World;

static inline World *
world_new (void)
{
  World *world = g_new0 (World, 1);

  world->persons = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  world->candidatures = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  world->base.session = SESSION;
  world->base.today = TODAY;
  return world;
}

static inline void
world_free (World *world)
{
  g_ptr_array_unref (world->persons);
  g_ptr_array_unref (world->candidatures);
  g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static inline const MchImportBase *
world_get_base (World *world)
{
  world->base.persons = (MchRecord *const *) world->persons->pdata;
  world->base.n_persons = world->persons->len;
  world->base.candidatures = (MchRecord *const *) world->candidatures->pdata;
  world->base.n_candidatures = world->candidatures->len;
  return &world->base;
}

static inline MchImportTable *
table_of (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (MchGrid) grid = mch_grid_new_from_csv (bytes, MCH_ENCODING_GUESSED, &error);
  MchImportTable *table;

  g_assert_no_error (error);
  table = mch_import_table_new (grid, &error);
  g_assert_no_error (error);
  return table;
}

static inline MchImportPlan *
plan_of (World *world, const char *text)
{
  g_autoptr (MchImportTable) table = table_of (text);
  g_autoptr (GError) error = NULL;
  MchImportPlan *plan = mch_import_plan_new (table, world_get_base (world), &error);

  g_assert_no_error (error);
  return plan;
}

static inline void
count_up (void *buffer, size_t length)
{
  static guint32 counter;

  memset (buffer, 0, length);
  counter++;
  g_assert_cmpuint (length, >=, sizeof counter);
  memcpy ((char *) buffer + length - sizeof counter, &counter, sizeof counter);
}

static inline MchRecord *
find_record (GPtrArray *records, const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (strcmp (((MchRecord *) records->pdata[i])->id, id) == 0)
      return records->pdata[i];
  return NULL;
}

/* Does what the store does, after the check that the server makes. */
static inline void
apply_plan (World *world, const MchImportPlan *plan)
{
  g_autoptr (GPtrArray) changes = mch_import_plan_dup_changes (plan, 1000, count_up);
  MchValueContext context = { TODAY, NULL };

  for (guint i = 0; i < changes->len; i++)
    {
      MchChange *change = changes->pdata[i];
      GPtrArray *records = change->kind == MCH_KIND_PERSON ? world->persons : world->candidatures;
      MchRecord *record = find_record (records, change->id);
      g_autoptr (GArray) faults = g_array_new (FALSE, FALSE, sizeof (MchFault));

      g_assert_cmpint (change->create, ==, record == NULL);
      g_assert_true (mch_validate_change (change, record, &context, faults));
      if (record == NULL)
        {
          record = mch_record_new (change->kind, change->id);
          g_ptr_array_add (records, record);
        }
      mch_change_apply (change, record);
    }
}

/* The group of @code about @field (NULL: any); -1 when there is none. */
static inline int
find_group (MchImportPlan *plan, MchFaultCode code, const char *field)
{
  for (guint i = 0; i < mch_import_plan_get_n_groups (plan); i++)
    {
      const MchImportGroup *group = mch_import_plan_get_group (plan, i);

      if (group->code == code
          && (field == NULL || (group->field != NULL && strcmp (group->field->name, field) == 0)))
        return (int) i;
    }
  return -1;
}

#define assert_counts(plan, created, updated, unchanged, rejected)                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_CREATED), ==, created);              \
    g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_UPDATED), ==, updated);              \
    g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_UNCHANGED), ==, unchanged);          \
    g_assert_cmpuint (mch_import_plan_count (plan, MCH_IMPORT_REJECTED), ==, rejected);            \
  }                                                                                                \
  G_STMT_END
