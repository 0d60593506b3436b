/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looks at plan, table and records from outside: what decides who a row is about stays in the
 * import. */
#include "core/mch-import-compare.h"

#include "core/mch-text.h"
#include "core/mch-value.h"

#include <string.h>

/* What one row says of who it is about, canonical; NULL where it says nothing that can be read. */
typedef struct
{
  guint line;
  char *ine;
  char *family_name;
  char *given_name;
  char *birth_date;
  char *names; /* folded */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->ine);
  g_free (row->family_name);
  g_free (row->given_name);
  g_free (row->birth_date);
  g_free (row->names);
  g_free (row);
}

static char *
dup_names (const char *family_name, const char *given_name)
{
  g_autofree char *family = mch_text_fold (family_name != NULL ? family_name : "");
  g_autofree char *given = mch_text_fold (given_name != NULL ? given_name : "");

  return g_strjoin ("|", family, given, NULL);
}

static char *
read_cell (const MchImportPlan *plan, const MchImportTable *table, guint row, const char *name)
{
  const MchField *field = mch_field_find_for_candidate (name);
  int column = mch_import_plan_get_column (plan, field);
  const char *text = column >= 0 ? mch_import_table_get_cell (table, row, (guint) column) : "";
  char *value = NULL;
  MchValueNote note;

  mch_value_read (field, *text == '\'' ? text + 1 : text, NULL, &value, &note);
  if (value != NULL && *value == '\0')
    g_clear_pointer (&value, g_free);
  return value;
}

static Row *
read_row (const MchImportPlan *plan, const MchImportTable *table, guint i)
{
  Row *row = g_new0 (Row, 1);
  char *comma;

  row->line = mch_import_table_get_line (table, i);
  row->ine = read_cell (plan, table, i, "ine");
  row->family_name = read_cell (plan, table, i, "family_name");
  row->given_name = read_cell (plan, table, i, "given_name");
  row->birth_date = read_cell (plan, table, i, "birth_date");
  comma = row->given_name != NULL ? strchr (row->given_name, ',') : NULL;
  if (comma != NULL)
    *comma = '\0';
  row->names = dup_names (row->family_name, row->given_name);
  return row;
}

/* The rows of the file, findable by INE and by names. */
typedef struct
{
  GPtrArray *rows;
  GHashTable *by_ine;   /* borrowed INE → Row */
  GHashTable *by_names; /* borrowed names → GPtrArray of Row, owned */
} File;

static void
file_clear (File *file)
{
  g_hash_table_unref (file->by_ine);
  g_hash_table_unref (file->by_names);
  g_ptr_array_unref (file->rows);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (File, file_clear)

static void
file_init (File *file, const MchImportPlan *plan, const MchImportTable *table)
{
  file->rows = g_ptr_array_new_with_free_func (row_free);
  file->by_ine = g_hash_table_new (g_str_hash, g_str_equal);
  file->by_names =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < mch_import_table_get_n_rows (table); i++)
    {
      Row *row = read_row (plan, table, i);
      GPtrArray *same = g_hash_table_lookup (file->by_names, row->names);

      g_ptr_array_add (file->rows, row);
      if (row->ine != NULL)
        g_hash_table_insert (file->by_ine, row->ine, row);
      if (same == NULL)
        {
          same = g_ptr_array_new ();
          g_hash_table_insert (file->by_names, row->names, same);
        }
      g_ptr_array_add (same, row);
    }
}

/* The row that may be about somebody of these names, or NULL: two INEs or two dates are two
 * persons, what is missing contradicts nothing. */
static const Row *
find_row (const File *file, const char *ine, const char *family_name, const char *given_name,
          const char *birth_date)
{
  g_autofree char *names = dup_names (family_name, given_name);
  const Row *row = ine != NULL ? g_hash_table_lookup (file->by_ine, ine) : NULL;
  const GPtrArray *same = g_hash_table_lookup (file->by_names, names);

  for (guint i = 0; row == NULL && same != NULL && i < same->len; i++)
    {
      const Row *one = same->pdata[i];

      if ((ine == NULL || one->ine == NULL)
          && (birth_date == NULL || one->birth_date == NULL
              || strcmp (birth_date, one->birth_date) == 0))
        row = one;
    }
  return row;
}

static const Row *
find_row_of (const File *file, const MchRecord *person)
{
  return find_row (file, mch_record_get (person, "ine"), mch_record_get (person, "family_name"),
                   mch_record_get (person, "given_name"), mch_record_get (person, "birth_date"));
}

static void
compared_free (gpointer data)
{
  MchCompared *one = data;

  g_free (one->candidature);
  g_free (one->family_name);
  g_free (one->given_name);
  g_free (one->birth_date);
  g_free (one->ine);
  g_free (one->division);
  g_free (one->new_division);
  g_free (one->transfer_agreed_on);
  g_free (one);
}

static MchCompared *
add_known (GPtrArray *list, MchComparedKind kind, const MchRecord *person,
           const MchRecord *candidature)
{
  MchCompared *one = g_new0 (MchCompared, 1);

  one->kind = kind;
  one->candidature = g_strdup (candidature->id);
  one->family_name = g_strdup (mch_record_get (person, "family_name"));
  one->given_name = g_strdup (mch_record_get (person, "given_name"));
  one->birth_date = g_strdup (mch_record_get (person, "birth_date"));
  one->ine = g_strdup (mch_record_get (person, "ine"));
  one->division = g_strdup (mch_record_get (candidature, "division"));
  one->transfer_agreed_on = g_strdup (mch_record_get (candidature, "transfer_agreed_on"));
  g_ptr_array_add (list, one);
  return one;
}

static void
add_arrived (GPtrArray *list, const MchImportPlan *plan, const MchImportTable *table,
             const File *file)
{
  guint n;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n);

  for (guint i = 0; i < MIN (n, file->rows->len); i++)
    if (rows[i].outcome == MCH_IMPORT_CREATED)
      {
        const Row *row = file->rows->pdata[i];
        MchCompared *one = g_new0 (MchCompared, 1);

        one->kind = MCH_COMPARED_ARRIVED;
        one->line = row->line;
        one->family_name = g_strdup (row->family_name);
        one->given_name = g_strdup (row->given_name);
        one->birth_date = g_strdup (row->birth_date);
        one->ine = g_strdup (row->ine);
        one->division = read_cell (plan, table, i, "division");
        g_ptr_array_add (list, one);
      }
}

/* The candidatures of the session that stand, each with its person. */
typedef void (*KnownFunc) (const MchRecord *person, const MchRecord *candidature, gpointer data);

static void
for_each_known (const MchImportBase *base, GHashTable *persons, KnownFunc func, gpointer data)
{
  for (gsize i = 0; i < base->n_candidatures; i++)
    {
      const MchRecord *candidature = base->candidatures[i];
      const char *id = mch_record_get (candidature, "person");
      const MchRecord *person = id != NULL ? g_hash_table_lookup (persons, id) : NULL;

      if (person != NULL && !candidature->deleted
          && g_strcmp0 (mch_record_get (candidature, "session"), base->session) == 0
          && g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_WITHDRAWN) != 0)
        func (person, candidature, data);
    }
}

typedef struct
{
  GPtrArray *list;
  const File *file;
  GHashTable *changes; /* id of a candidature or person → MchChange: an update */
} Comparison;

/* Who is updated by the plan is in the file, whatever name he has there. */
static void
add_left (const MchRecord *person, const MchRecord *candidature, gpointer data)
{
  Comparison *comparison = data;

  if (find_row_of (comparison->file, person) == NULL
      && !g_hash_table_contains (comparison->changes, person->id)
      && !g_hash_table_contains (comparison->changes, candidature->id))
    add_known (comparison->list, MCH_COMPARED_LEFT, person, candidature);
}

static void
add_moved (const MchRecord *person, const MchRecord *candidature, gpointer data)
{
  Comparison *comparison = data;
  const MchChange *change = g_hash_table_lookup (comparison->changes, candidature->id);
  const char *division = change != NULL ? g_hash_table_lookup (change->to, "division") : NULL;
  const Row *row;
  MchCompared *one;

  if (division == NULL || *division == '\0')
    return;
  row = find_row_of (comparison->file, person);
  one = add_known (comparison->list, MCH_COMPARED_MOVED, person, candidature);
  one->line = row != NULL ? row->line : 0;
  one->new_division = g_strdup (division);
}

static void
no_random (void *buffer, size_t length)
{
  memset (buffer, 0, length);
}

static GHashTable *
index_updates (GPtrArray *changes)
{
  GHashTable *updates = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < changes->len; i++)
    if (!((MchChange *) changes->pdata[i])->create)
      g_hash_table_insert (updates, ((MchChange *) changes->pdata[i])->id, changes->pdata[i]);
  return updates;
}

GPtrArray *
mch_import_compare (const MchImportPlan *plan, const MchImportTable *table,
                    const MchImportBase *base, gboolean partial)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (compared_free);
  /* Only what is known is looked at: ids of new records do not matter. */
  g_autoptr (GPtrArray) changes = mch_import_plan_dup_changes (plan, 0, no_random);
  g_autoptr (GHashTable) updates = index_updates (changes);
  g_autoptr (GHashTable) persons = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (File) file = { 0 };
  Comparison comparison = { list, &file, updates };

  file_init (&file, plan, table);
  for (gsize i = 0; i < base->n_persons; i++)
    if (!base->persons[i]->deleted)
      g_hash_table_insert (persons, base->persons[i]->id, base->persons[i]);
  add_arrived (list, plan, table, &file);
  if (!partial)
    for_each_known (base, persons, add_left, &comparison);
  for_each_known (base, persons, add_moved, &comparison);
  return list;
}

guint
mch_import_find_line (const MchImportPlan *plan, const MchImportTable *table,
                      const MchChange *change, const MchRecord *person)
{
  const Row *row;
  g_auto (File) file = { 0 };

  g_return_val_if_fail (change != NULL, 0);

  file_init (&file, plan, table);
  if (change->kind == MCH_KIND_PERSON)
    row = find_row (&file, g_hash_table_lookup (change->to, "ine"),
                    g_hash_table_lookup (change->to, "family_name"),
                    g_hash_table_lookup (change->to, "given_name"),
                    g_hash_table_lookup (change->to, "birth_date"));
  else
    row = person != NULL ? find_row_of (&file, person) : NULL;
  return row != NULL ? row->line : 0;
}
