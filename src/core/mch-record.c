/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mch-record.h"

#include <stdlib.h>
#include <string.h>

static GHashTable *
new_values (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

MchRecord *
mch_record_new (MchKind kind, const char *id)
{
  MchRecord *record;

  g_return_val_if_fail (kind >= 0 && kind < MCH_N_KINDS, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  record = g_new0 (MchRecord, 1);
  g_ref_count_init (&record->ref_count);
  record->kind = kind;
  record->id = g_strdup (id);
  record->values = new_values ();
  return record;
}

MchRecord *
mch_record_ref (MchRecord *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  g_ref_count_inc (&record->ref_count);
  return record;
}

void
mch_record_unref (MchRecord *record)
{
  g_return_if_fail (record != NULL);

  if (!g_ref_count_dec (&record->ref_count))
    return;
  g_free (record->id);
  g_hash_table_unref (record->values);
  g_free (record);
}

MchRecord *
mch_record_copy (const MchRecord *record)
{
  MchRecord *copy;
  GHashTableIter iter;
  gpointer name, value;

  g_return_val_if_fail (record != NULL, NULL);

  copy = mch_record_new (record->kind, record->id);
  copy->version = record->version;
  copy->seq = record->seq;
  copy->deleted = record->deleted;
  g_hash_table_iter_init (&iter, record->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_hash_table_insert (copy->values, g_strdup (name), g_strdup (value));
  return copy;
}

const char *
mch_record_get (const MchRecord *record, const char *name)
{
  g_return_val_if_fail (record != NULL, NULL);

  return g_hash_table_lookup (record->values, name);
}

gboolean
mch_record_set (MchRecord *record, const char *name, const char *value)
{
  g_return_val_if_fail (record != NULL, FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (value == NULL || *value == '\0')
    return g_hash_table_remove (record->values, name);
  if (g_strcmp0 (mch_record_get (record, name), value) == 0)
    return FALSE;
  g_hash_table_insert (record->values, g_strdup (name), g_strdup (value));
  return TRUE;
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

const char **
mch_record_dup_names (const MchRecord *record, guint *ret_n)
{
  guint n;
  const char **names;

  g_return_val_if_fail (record != NULL, NULL);

  names = (const char **) g_hash_table_get_keys_as_array (record->values, &n);
  qsort (names, n, sizeof *names, compare_names);
  if (ret_n != NULL)
    *ret_n = n;
  return names;
}

static MchChange *
new_change (MchKind kind, const char *id)
{
  MchChange *change = g_new0 (MchChange, 1);

  change->kind = kind;
  change->id = g_strdup (id);
  change->from = new_values ();
  change->to = new_values ();
  return change;
}

MchChange *
mch_change_new_create (const MchRecord *record)
{
  MchChange *change;
  GHashTableIter iter;
  gpointer name, value;

  g_return_val_if_fail (record != NULL, NULL);

  change = new_change (record->kind, record->id);
  change->create = TRUE;
  g_hash_table_iter_init (&iter, record->values);
  while (g_hash_table_iter_next (&iter, &name, &value))
    mch_change_set (change, name, NULL, value);
  return change;
}

MchChange *
mch_change_new_update (MchKind kind, const char *id, gint64 base_version)
{
  MchChange *change;

  g_return_val_if_fail (id != NULL, NULL);

  change = new_change (kind, id);
  change->base_version = base_version;
  return change;
}

MchChange *
mch_change_copy (const MchChange *change)
{
  MchChange *copy;
  GHashTableIter iter;
  gpointer name, to;

  g_return_val_if_fail (change != NULL, NULL);

  copy = mch_change_new_update (change->kind, change->id, change->base_version);
  copy->create = change->create;
  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, &name, &to))
    mch_change_set (copy, name, g_hash_table_lookup (change->from, name), to);
  return copy;
}

void
mch_change_free (MchChange *change)
{
  if (change == NULL)
    return;
  g_free (change->id);
  g_hash_table_unref (change->from);
  g_hash_table_unref (change->to);
  g_free (change);
}

void
mch_change_set (MchChange *change, const char *name, const char *from, const char *to)
{
  g_return_if_fail (change != NULL);
  g_return_if_fail (name != NULL);

  g_hash_table_insert (change->from, g_strdup (name), g_strdup (from != NULL ? from : ""));
  g_hash_table_insert (change->to, g_strdup (name), g_strdup (to != NULL ? to : ""));
}

static void
note_differences (MchChange *change, const MchRecord *names_of, const MchRecord *before,
                  const MchRecord *after)
{
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names_of->values);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (g_strcmp0 (mch_record_get (before, name), mch_record_get (after, name)) != 0)
      mch_change_set (change, name, mch_record_get (before, name), mch_record_get (after, name));
}

MchChange *
mch_change_new_inverse (const MchChange *change)
{
  MchChange *inverse;
  GHashTableIter iter;
  gpointer name, to;

  g_return_val_if_fail (change != NULL && !change->create, NULL);

  inverse = mch_change_new_update (change->kind, change->id, change->base_version);
  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, &name, &to))
    mch_change_set (inverse, name, to, g_hash_table_lookup (change->from, name));
  return inverse;
}

MchChange *
mch_change_new_diff (const MchRecord *before, const MchRecord *after)
{
  g_autoptr (MchChange) change = NULL;

  g_return_val_if_fail (before != NULL && after != NULL, NULL);
  g_return_val_if_fail (strcmp (before->id, after->id) == 0, NULL);

  change = mch_change_new_update (before->kind, before->id, before->version);
  note_differences (change, before, before, after);
  note_differences (change, after, before, after);
  return g_hash_table_size (change->to) > 0 ? g_steal_pointer (&change) : NULL;
}

void
mch_change_apply (const MchChange *change, MchRecord *record)
{
  GHashTableIter iter;
  gpointer name, value;

  g_return_if_fail (change != NULL && record != NULL);

  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, &name, &value))
    mch_record_set (record, name, value);
}

gboolean
mch_change_names_any (const MchChange *change, GHashTable *ids)
{
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (change != NULL && ids != NULL, FALSE);

  if (g_hash_table_contains (ids, change->id))
    return TRUE;
  g_hash_table_iter_init (&iter, change->to);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_hash_table_contains (ids, value))
      return TRUE;
  return FALSE;
}
