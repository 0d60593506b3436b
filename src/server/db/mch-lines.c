/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/db/mch-lines.h"

#include "core/mch-collate.h"
#include "core/mch-text.h"
#include "server/db/mch-records.h"

#include <string.h>

#define SCOPE_PREFIX "etab:"
#define PAGE 1000
#define MAX_WORD 64 /* bytes of a word that are kept */
#define MAX_WORDS 24

/* What a line shows of a person; the first ones are also searched. */
static const char *const person_names[] = { "family_name", "usage_name",       "given_name",
                                            "ine",         "candidate_number", "birth_date" };
#define N_SEARCHED 5

static const char *const candidature_names[] = { "session", "state", "division", "specialty_code",
                                                 "specialty" };

/* One establishment's lines being written. */
typedef struct
{
  MchDb *db;
  const char *scope;
  const char *uai;
  char *academy;
  GHashTable *persons; /* id → MchRecord, borrowed: those of the same batch */
} Lines;

GPtrArray *
mch_line_dup_words (const char *text)
{
  g_autofree char *folded = mch_text_fold (text);
  g_auto (GStrv) parts = g_strsplit (g_strdelimit (folded, "'.", ' '), " ", -1);
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; parts[i] != NULL && words->len < MAX_WORDS; i++)
    if (*parts[i] != '\0')
      g_ptr_array_add (words, g_bytes_new (parts[i], MIN (strlen (parts[i]), MAX_WORD)));
  return words;
}

static const char *
value_of (const MchRecord *record, const char *name)
{
  const char *value = record != NULL ? mch_record_get (record, name) : NULL;

  return value != NULL ? value : "";
}

/* (transfer full) (set): the words of @person. */
static GHashTable *
dup_words (const MchRecord *person)
{
  GHashTable *set =
      g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify) g_bytes_unref, NULL);

  for (gsize i = 0; i < N_SEARCHED; i++)
    {
      g_autoptr (GPtrArray) words = mch_line_dup_words (value_of (person, person_names[i]));

      for (guint j = 0; j < words->len && g_hash_table_size (set) < MAX_WORDS; j++)
        g_hash_table_add (set, g_bytes_ref (words->pdata[j]));
    }
  return set;
}

/* One statement for all of them. */
static gboolean
put_words (const Lines *lines, const char *id, const MchRecord *person, GError **error)
{
  g_autoptr (GHashTable) words = dup_words (person);
  g_autoptr (GString) sql = g_string_new (NULL);
  MchDbValue values[3 + MAX_WORDS] = { MCH_DB_TEXT (lines->uai), MCH_DB_TEXT (id),
                                       MCH_DB_TEXT (lines->academy) };
  gsize n = 3;
  GHashTableIter iter;
  gpointer word;

  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &word, NULL))
    {
      gsize length;
      const void *bytes = g_bytes_get_data (word, &length);

      values[n++] = MCH_DB_BLOB (bytes, length);
      g_string_append_printf (sql, "%s($1, $2, $3, $%u)", sql->len > 0 ? ", " : "", (guint) n);
    }
  if (sql->len == 0)
    return TRUE;
  g_string_prepend (sql, "INSERT INTO candidate_word (uai, id, academy, word) VALUES ");
  return mch_db_exec_array (lines->db, error, sql->str, n, values) >= 0;
}

static gboolean
drop_words (const Lines *lines, const char *id, GError **error)
{
  return mch_db_exec (lines->db, error, "DELETE FROM candidate_word WHERE uai = $1 AND id = $2",
                      MCH_DB_TEXT (lines->uai), MCH_DB_TEXT (id))
         >= 0;
}

static gboolean
drop_line (const Lines *lines, const char *id, GError **error)
{
  return drop_words (lines, id, error)
         && mch_db_exec (lines->db, error, "DELETE FROM candidate_line WHERE uai = $1 AND id = $2",
                         MCH_DB_TEXT (lines->uai), MCH_DB_TEXT (id))
                >= 0;
}

static GBytes *
dup_name_key (const MchRecord *person)
{
  g_autoptr (GBytes) key =
      mch_collate_dup_key (value_of (person, "family_name"), value_of (person, "given_name"));

  return g_bytes_new_from_bytes (key, 0, MIN (g_bytes_get_size (key), MCH_LINE_MAX_KEY));
}

static gboolean
put_line (const Lines *lines, const MchRecord *candidature, const MchRecord *person, GError **error)
{
  g_autoptr (GBytes) key = dup_name_key (person);
  gsize length;
  const void *bytes = g_bytes_get_data (key, &length);
  MchDbValue values[16] = { MCH_DB_TEXT (lines->uai), MCH_DB_TEXT (candidature->id),
                            MCH_DB_TEXT (lines->academy),
                            MCH_DB_TEXT (value_of (candidature, "person")),
                            MCH_DB_BLOB (bytes, length) };
  gsize n = 5;

  for (gsize i = 0; i < G_N_ELEMENTS (person_names); i++)
    values[n++] = MCH_DB_TEXT (value_of (person, person_names[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (candidature_names); i++)
    values[n++] = MCH_DB_TEXT (value_of (candidature, candidature_names[i]));
  g_assert (n == G_N_ELEMENTS (values));
  return mch_db_exec_array (
             lines->db, error,
             "INSERT INTO candidate_line (uai, id, academy, person, name_key, family_name,"
             " usage_name, given_name, ine, candidate_number, birth_date, session, state, division,"
             " specialty_code, specialty)"
             " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
             " ON CONFLICT (uai, id) DO UPDATE SET academy = excluded.academy,"
             " person = excluded.person, name_key = excluded.name_key,"
             " family_name = excluded.family_name, usage_name = excluded.usage_name,"
             " given_name = excluded.given_name, ine = excluded.ine,"
             " candidate_number = excluded.candidate_number, birth_date = excluded.birth_date,"
             " session = excluded.session, state = excluded.state, division = excluded.division,"
             " specialty_code = excluded.specialty_code, specialty = excluded.specialty",
             n, values)
         > 0;
}

/* The person of a candidature, of the same batch or as it stands; NULL when there is none.
 * (transfer full) */
static MchRecord *
find_person (const Lines *lines, const char *id, GError **error)
{
  MchRecord *person = g_hash_table_lookup (lines->persons, id);

  return person != NULL ? mch_record_ref (person)
                        : mch_records_get (lines->db, lines->scope, MCH_KIND_PERSON, id, error);
}

static gboolean
write_candidature (const Lines *lines, const MchRecord *candidature, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (MchRecord) person = NULL;

  if (candidature->deleted)
    return drop_line (lines, candidature->id, error);
  person = find_person (lines, value_of (candidature, "person"), &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return (candidature->version == 1 || drop_words (lines, candidature->id, error))
         && put_line (lines, candidature, person, error)
         && put_words (lines, candidature->id, person, error);
}

/* Whether a line of a person shows what he is now. */
static gboolean
is_same (const MchDbResult *row, const MchRecord *person)
{
  for (gsize i = 0; i < G_N_ELEMENTS (person_names); i++)
    if (strcmp (mch_db_result_get_text (row, (guint) i + 1), value_of (person, person_names[i]))
        != 0)
      return FALSE;
  return TRUE;
}

static gboolean
rename_line (const Lines *lines, const char *id, const MchRecord *person, GError **error)
{
  g_autoptr (GBytes) key = dup_name_key (person);
  gsize length;
  const void *bytes = g_bytes_get_data (key, &length);
  MchDbValue values[9] = { MCH_DB_TEXT (lines->uai), MCH_DB_TEXT (id),
                           MCH_DB_BLOB (bytes, length) };
  gsize n = 3;

  for (gsize i = 0; i < G_N_ELEMENTS (person_names); i++)
    values[n++] = MCH_DB_TEXT (value_of (person, person_names[i]));
  return mch_db_exec_array (lines->db, error,
                            "UPDATE candidate_line SET name_key = $3, family_name = $4,"
                            " usage_name = $5, given_name = $6, ine = $7, candidate_number = $8,"
                            " birth_date = $9 WHERE uai = $1 AND id = $2",
                            n, values)
             >= 0
         && drop_words (lines, id, error) && put_words (lines, id, person, error);
}

static gboolean
write_person (const Lines *lines, const MchRecord *person, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (
      lines->db, error,
      "SELECT id, family_name, usage_name, given_name, ine, candidate_number, birth_date"
      " FROM candidate_line WHERE uai = $1 AND person = $2",
      MCH_DB_TEXT (lines->uai), MCH_DB_TEXT (person->id));

  if (result == NULL)
    return FALSE;
  while (mch_db_result_next (result))
    if (!is_same (result, person)
        && !rename_line (lines, mch_db_result_get_text (result, 0), person, error))
      return FALSE;
  return TRUE;
}

static gboolean
find_academy (Lines *lines, GError **error)
{
  g_autoptr (MchDbResult) result =
      mch_db_query (lines->db, error, "SELECT academy FROM establishment WHERE uai = $1",
                    MCH_DB_TEXT (lines->uai));

  if (result == NULL)
    return FALSE;
  lines->academy =
      mch_db_result_next (result) ? g_strdup (mch_db_result_get_text (result, 0)) : NULL;
  return TRUE;
}

static gboolean
write_records (Lines *lines, GPtrArray *records, GError **error)
{
  for (guint i = 0; i < records->len; i++)
    {
      MchRecord *record = records->pdata[i];

      if (record->kind == MCH_KIND_PERSON && !write_person (lines, record, error))
        return FALSE;
      if (record->kind == MCH_KIND_CANDIDATURE && !write_candidature (lines, record, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mch_lines_write (MchDb *db, const char *scope, GPtrArray *records, GError **error)
{
  g_autoptr (GHashTable) persons = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *academy = NULL;
  Lines lines = { db, scope, scope + strlen (SCOPE_PREFIX), NULL, persons };
  gboolean shown = FALSE;

  g_return_val_if_fail (db != NULL && scope != NULL && records != NULL, FALSE);

  for (guint i = 0; i < records->len; i++)
    {
      MchRecord *record = records->pdata[i];

      if (record->kind == MCH_KIND_PERSON && !record->deleted)
        g_hash_table_insert (persons, record->id, record);
      shown = shown || record->kind == MCH_KIND_PERSON || record->kind == MCH_KIND_CANDIDATURE;
    }
  if (!shown || !g_str_has_prefix (scope, SCOPE_PREFIX))
    return TRUE;
  if (!find_academy (&lines, error))
    return FALSE;
  academy = lines.academy;
  return academy == NULL || write_records (&lines, records, error);
}

static gboolean
rebuild_scope (MchDb *db, const char *scope, GError **error)
{
  g_autofree char *after = NULL;

  for (guint n = PAGE; n == PAGE;)
    {
      g_autoptr (GPtrArray) page =
          mch_records_list (db, scope, MCH_KIND_CANDIDATURE, after, PAGE, error);

      if (page == NULL || !mch_lines_write (db, scope, page, error))
        return FALSE;
      n = page->len;
      g_free (after);
      after = n > 0 ? g_strdup (((MchRecord *) page->pdata[n - 1])->id) : NULL;
    }
  return TRUE;
}

gboolean
mch_lines_rebuild (MchDb *db, GError **error)
{
  g_autofree char *version = mch_collate_dup_version ();
  g_autoptr (MchDbResult) scopes =
      mch_db_query (db, error, "SELECT 'etab:' || uai FROM establishment ORDER BY uai");

  if (scopes == NULL || mch_db_exec (db, error, "DELETE FROM candidate_word") < 0
      || mch_db_exec (db, error, "DELETE FROM candidate_line") < 0)
    return FALSE;
  while (mch_db_result_next (scopes))
    if (!rebuild_scope (db, mch_db_result_get_text (scopes, 0), error))
      return FALSE;
  return mch_db_exec (db, error, "UPDATE instance SET collation_version = $1",
                      MCH_DB_TEXT (version))
         >= 0;
}

gboolean
mch_lines_are_current (MchDb *db, gboolean *ret_current, GError **error)
{
  g_autofree char *version = mch_collate_dup_version ();
  g_autoptr (MchDbResult) result =
      mch_db_query (db, error, "SELECT collation_version FROM instance");

  if (result == NULL)
    return FALSE;
  *ret_current =
      mch_db_result_next (result) && g_strcmp0 (mch_db_result_get_text (result, 0), version) == 0;
  return TRUE;
}
