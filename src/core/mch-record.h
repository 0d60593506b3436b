/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record: an id, a version and named text values. Persons, candidatures, editions… all travel,
 * rest and merge as this one thing, so nothing has to be written twice for each of them. */
#pragma once

#include "core/mch-field.h"

G_BEGIN_DECLS

/**
 * MchRecord:
 * @version: 0 while only this desktop knows the record; else the server's count of its writes.
 * @seq: its place in its scope's sequence of changes; 0 when not from the server.
 * @deleted: a tombstone; its values are gone.
 *
 * Not thread-safe; a record belongs to one thread at a time.
 */
typedef struct
{
  grefcount ref_count;
  char *id;
  MchKind kind;
  gint64 version;
  gint64 seq;
  gboolean deleted;
  GHashTable *values; /* owned char* name → owned char* value; never an empty value */
} MchRecord;

MchRecord *mch_record_new (MchKind kind, const char *id);
MchRecord *mch_record_ref (MchRecord *record);
void mch_record_unref (MchRecord *record);
MchRecord *mch_record_copy (const MchRecord *record); /* (transfer full): a deep copy */

/* The value of @name, or NULL when it has none. Valid until the record changes. */
const char *mch_record_get (const MchRecord *record, const char *name);

/* Sets @name; NULL or "" removes it. Returns whether anything changed. */
gboolean mch_record_set (MchRecord *record, const char *name, const char *value);

/* The names that have a value, sorted: (transfer container), free with g_free(). NULL-terminated.
 */
const char **mch_record_dup_names (const MchRecord *record, guint *ret_n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchRecord, mch_record_unref)

/**
 * MchChange: what one operation does to one record.
 * @create: the record is new; else it is changed from @base_version.
 * @from: the values that the change was based on (absent = no value), for merging field by field.
 * @to: the new values; the empty string removes a value.
 *
 * @from and @to hold the same names.
 */
typedef struct
{
  MchKind kind;
  char *id;
  gboolean create;
  gint64 base_version;
  GHashTable *from; /* owned char* → owned char* */
  GHashTable *to;   /* owned char* → owned char* */
} MchChange;

MchChange *mch_change_new_create (const MchRecord *record);
MchChange *mch_change_new_update (MchKind kind, const char *id, gint64 base_version);
MchChange *mch_change_copy (const MchChange *change); /* (transfer full) */
void mch_change_free (MchChange *change);

/* (transfer full): what sets @change back, an update. */
MchChange *mch_change_new_inverse (const MchChange *change);

/* Notes that @name goes from @from to @to; NULL and "" both mean no value. */
void mch_change_set (MchChange *change, const char *name, const char *from, const char *to);

/* The differences between two records of the same id; NULL when there are none. (transfer full) */
MchChange *mch_change_new_diff (const MchRecord *before, const MchRecord *after);

/* Writes the change's new values into @record, whatever it held. */
void mch_change_apply (const MchChange *change, MchRecord *record);

/* Whether @change is of a record whose id is a key of @ids, or sets a value that is one: a
 * reference to it. */
gboolean mch_change_names_any (const MchChange *change, GHashTable *ids);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchChange, mch_change_free)

G_END_DECLS
