/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statements are put together from fixed pieces; what a person typed is always a parameter.
 *
 * Few candidates have a rare word, or several words at once: then these are looked up and sorted.
 * One frequent word is had by many, so the list is walked in its order and those that lack it are
 * passed over. */
#include "server/model/mch-search.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-field.h"
#include "server/db/mch-lines.h"
#include "server/model/mch-model.h"

#define MAX_WORDS 8
#define MAX_VALUES 64
#define FEW 4000 /* candidates: as many are sorted in some milliseconds */
#define MANY 40000

#define LINE_COLUMNS                                                                               \
  "l.id, l.person, l.uai, e.name, l.family_name, l.usage_name, l.given_name, l.birth_date, l.ine," \
  " l.candidate_number, l.session, l.state, l.division, l.specialty_code, l.specialty, l.name_key"

/* The members of MchFound as they stand in LINE_COLUMNS. */
static const char *const members[] = {
  "id",          "person",           "establishment", "establishment_name",
  "family_name", "usage_name",       "given_name",    "birth_date",
  "ine",         "candidate_number", "session",       "state",
  "division",    "specialty_code",   "specialty",
};
#define NAME_KEY G_N_ELEMENTS (members)

/* What an order goes by before names. */
static const char *const first_columns[MCH_N_SEARCH_ORDERS] = {
  [MCH_SEARCH_BY_NAME] = NULL,
  [MCH_SEARCH_BY_BIRTH_DATE] = "l.birth_date",
  [MCH_SEARCH_BY_ESTABLISHMENT] = "l.uai",
};

/* The beginning of words, as a range of bytes. */
typedef struct
{
  guint8 *from;
  guint8 *to;
  gsize length;
  gint64 n; /* how many words, MANY + 1 at most */
} Range;

typedef struct
{
  const MchSearchQuery *query;
  GArray *ranges;   /* of Range */
  gint64 fewest;    /* of the words of a range */
  gboolean look_up; /* who has the words, instead of walking the list */
  gboolean rare;    /* the state alone narrows, and leaves few */
  GString *sql;     /* being put together */
  MchDbValue values[MAX_VALUES];
  gsize n_values;
  char *exam; /* "CAP/" */
  MchFoundPage *page;
} Finding;

static void
range_clear (gpointer data)
{
  Range *range = data;

  g_free (range->from);
  g_free (range->to);
}

/* No folded word holds the byte 0xFF. */
static void
add_range (GArray *ranges, GBytes *word)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (word, &length);
  Range range = { g_memdup2 (bytes, length), g_malloc (length + 1), length, 0 };

  memcpy (range.to, bytes, length);
  range.to[length] = 0xFF;
  g_array_append_val (ranges, range);
}

static GArray *
dup_ranges (const char *words)
{
  g_autoptr (GPtrArray) list = mch_line_dup_words (words != NULL ? words : "");
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (Range));

  g_array_set_clear_func (ranges, range_clear);
  for (guint i = 0; i < list->len && i < MAX_WORDS; i++)
    add_range (ranges, list->pdata[i]);
  return ranges;
}

/* Appends the next parameter. */
static void
add_value (Finding *finding, MchDbValue value)
{
  g_assert (finding->n_values < MAX_VALUES);
  finding->values[finding->n_values++] = value;
  g_string_append_printf (finding->sql, "$%u", (guint) finding->n_values);
}

static void
add_equal (Finding *finding, const char *condition, const char *value)
{
  if (value == NULL)
    return;
  g_string_append (finding->sql, condition);
  add_value (finding, MCH_DB_TEXT (value));
}

/* "word >= FROM AND word < TO" */
static void
add_word (Finding *finding, const Range *range)
{
  g_string_append (finding->sql, "w.word >= ");
  add_value (finding, MCH_DB_BLOB (range->from, range->length));
  g_string_append (finding->sql, " AND w.word < ");
  add_value (finding, MCH_DB_BLOB (range->to, range->length + 1));
}

static void
add_keys (Finding *finding, const MchSearchPlace *place)
{
  gsize length;
  const void *key = g_bytes_get_data (place->name_key, &length);

  g_string_append_c (finding->sql, '(');
  if (first_columns[place->order] != NULL)
    {
      add_value (finding, MCH_DB_TEXT (place->first));
      g_string_append (finding->sql, ", ");
    }
  /* An empty array is no NULL. */
  add_value (finding, MCH_DB_BLOB (key != NULL ? key : "", length));
  g_string_append (finding->sql, ", ");
  add_value (finding, MCH_DB_TEXT (place->id));
  g_string_append_c (finding->sql, ')');
}

static void
add_columns (Finding *finding, const char *direction)
{
  const char *first = first_columns[finding->query->search.order];

  if (first != NULL)
    g_string_append_printf (finding->sql, "%s%s, ", first, direction);
  g_string_append_printf (finding->sql, "l.name_key%s, l.id%s", direction, direction);
}

static void
add_place (Finding *finding, const MchSearchPlace *place, const char *comparison)
{
  if (place == NULL)
    return;
  g_string_append (finding->sql, " AND (");
  add_columns (finding, "");
  g_string_append_printf (finding->sql, ") %s ", comparison);
  add_keys (finding, place);
}

/* Sessions are "CAP/2027-06". */
static void
add_exam (Finding *finding)
{
  if (finding->exam == NULL)
    return;
  g_string_append_printf (
      finding->sql, " AND substr (l.session, 1, %u) = ", (guint) g_utf8_strlen (finding->exam, -1));
  add_value (finding, MCH_DB_TEXT (finding->exam));
}

/* Whether those who have a word of @range are looked up. */
static gboolean
is_looked_up (const Finding *finding, const Range *range)
{
  return finding->look_up && range->n <= MANY;
}

/* Who has a word of each range, unless nearly everybody has: answered by one index alone. */
static void
add_owners (Finding *finding)
{
  gboolean first = TRUE;

  g_string_append (finding->sql, " FROM (");
  for (guint i = 0; i < finding->ranges->len; i++)
    {
      const Range *range = &g_array_index (finding->ranges, Range, i);

      if (!is_looked_up (finding, range))
        continue;
      g_string_append (finding->sql, first ? "SELECT DISTINCT" : " INTERSECT SELECT");
      g_string_append (finding->sql, " w.uai, w.id FROM candidate_word w WHERE w.academy = ");
      add_value (finding, MCH_DB_TEXT (finding->query->academy));
      g_string_append (finding->sql, " AND ");
      add_word (finding, range);
      first = FALSE;
    }
  g_string_append (finding->sql, ") r");
}

static void
add_filters (Finding *finding)
{
  const MchSearch *search = &finding->query->search;

  add_equal (finding, " AND l.session = ", search->session);
  add_equal (finding, " AND l.state = ", search->state);
  add_equal (finding, " AND l.uai = ", search->establishment);
  add_equal (finding, " AND l.specialty_code = ", search->specialty);
  add_exam (finding);
  for (guint i = 0; i < finding->ranges->len; i++)
    {
      const Range *range = &g_array_index (finding->ranges, Range, i);

      if (is_looked_up (finding, range))
        continue;
      g_string_append (finding->sql, " AND EXISTS (SELECT 1 FROM candidate_word w"
                                     " WHERE w.uai = l.uai AND w.id = l.id AND ");
      add_word (finding, range);
      g_string_append_c (finding->sql, ')');
    }
}

/* Whether the state alone narrows: its index begins with the session. */
static gboolean
is_by_state (const Finding *finding)
{
  const MchSearch *search = &finding->query->search;

  return search->state != NULL && search->session == NULL && search->establishment == NULL
         && search->specialty == NULL && finding->ranges->len == 0;
}

/* The sessions that there are, each found in the index behind the one before it: a handful. */
static void
add_sessions (Finding *finding)
{
  g_string_append (finding->sql, " FROM (WITH RECURSIVE s (session) AS ("
                                 "SELECT MIN (m.session) FROM candidate_line m WHERE m.academy = ");
  add_value (finding, MCH_DB_TEXT (finding->query->academy));
  g_string_append (finding->sql, " UNION ALL SELECT (SELECT MIN (n.session) FROM candidate_line n"
                                 " WHERE n.session > s.session AND n.academy = ");
  add_value (finding, MCH_DB_TEXT (finding->query->academy));
  g_string_append (finding->sql, ") FROM s WHERE s.session IS NOT NULL)"
                                 " SELECT session FROM s WHERE session IS NOT NULL) r"
                                 " CROSS JOIN candidate_line l"
                                 " WHERE l.session = r.session AND l.academy = ");
}

/* FROM and WHERE. */
static void
add_conditions (Finding *finding)
{
  if (finding->look_up)
    {
      add_owners (finding);
      g_string_append (finding->sql, " CROSS JOIN candidate_line l"
                                     " WHERE l.uai = r.uai AND l.id = r.id AND l.academy = ");
    }
  else if (finding->rare)
    add_sessions (finding);
  else
    g_string_append (finding->sql, " FROM candidate_line l WHERE l.academy = ");
  add_value (finding, MCH_DB_TEXT (finding->query->academy));
  add_filters (finding);
}

static void
begin (Finding *finding, const char *select)
{
  g_string_assign (finding->sql, select);
  finding->n_values = 0;
}

static MchDbResult *
run (Finding *finding, MchDb *db, GError **error)
{
  return mch_db_query_array (db, error, finding->sql->str, finding->n_values, finding->values);
}

/* How many words begin like that, MANY + 1 at most; -1 on error. */
static gint64
count_range (Finding *finding, MchDb *db, const Range *range, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  begin (finding, "SELECT COUNT (*) FROM (SELECT 1 FROM candidate_word w WHERE w.academy = ");
  add_value (finding, MCH_DB_TEXT (finding->query->academy));
  g_string_append (finding->sql, " AND ");
  add_word (finding, range);
  g_string_append (finding->sql, " LIMIT ");
  add_value (finding, MCH_DB_INT (MANY + 1));
  g_string_append (finding->sql, ") s");
  result = run (finding, db, error);
  return result != NULL && mch_db_result_next (result) ? mch_db_result_get_int (result, 0) : -1;
}

static gboolean
count_words (Finding *finding, MchDb *db, GError **error)
{
  finding->fewest = MANY + 1;
  for (guint i = 0; i < finding->ranges->len; i++)
    {
      Range *range = &g_array_index (finding->ranges, Range, i);

      range->n = count_range (finding, db, range, error);
      if (range->n < 0)
        return FALSE;
      finding->fewest = MIN (finding->fewest, range->n);
    }
  return TRUE;
}

static MchFound *
read_row (const MchDbResult *row)
{
  MchFound *found = g_new0 (MchFound, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    *mch_found_locate (found, members[i]) = g_strdup (mch_db_result_get_text (row, (guint) i));
  return found;
}

/* The place of the current row. (transfer full) */
static char *
dup_place (const Finding *finding, const MchDbResult *row, MchFound *found)
{
  static const char *const firsts[MCH_N_SEARCH_ORDERS] = {
    [MCH_SEARCH_BY_BIRTH_DATE] = "birth_date",
    [MCH_SEARCH_BY_ESTABLISHMENT] = "establishment",
  };
  MchSearchOrder order = finding->query->search.order;
  gsize length;
  const guint8 *key = mch_db_result_get_blob (row, NAME_KEY, &length);
  g_autoptr (GBytes) name_key = g_bytes_new (key, length);
  MchSearchPlace place = { order,
                           firsts[order] != NULL ? *mch_found_locate (found, firsts[order])
                                                 : (char *) "",
                           name_key, found->id };

  return mch_search_place_to_text (&place);
}

static void
read_page (Finding *finding, MchDbResult *result)
{
  MchFoundPage *page = finding->page;

  while (mch_db_result_next (result))
    {
      if (page->rows->len == (guint) finding->query->limit)
        {
          page->more = TRUE;
          return;
        }
      g_ptr_array_add (page->rows, read_row (result));
      if (page->rows->len == (guint) finding->query->limit
          || page->rows->len == mch_db_result_get_n_rows (result))
        page->place =
            dup_place (finding, result, g_ptr_array_index (page->rows, page->rows->len - 1));
    }
}

static gboolean
find_page (Finding *finding, MchDb *db, GError **error)
{
  gboolean down = finding->query->search.descending;
  g_autoptr (MchDbResult) result = NULL;

  finding->look_up =
      finding->fewest <= FEW || (finding->fewest <= MANY && finding->ranges->len > 1);
  /* The names of establishments are looked up for the rows of the page alone. */
  begin (finding, "SELECT " LINE_COLUMNS " FROM (SELECT l.*");
  add_conditions (finding);
  add_place (finding, finding->query->after, down ? "<" : ">");
  add_place (finding, finding->query->until, down ? ">=" : "<=");
  g_string_append (finding->sql, " ORDER BY ");
  add_columns (finding, down ? " DESC" : "");
  g_string_append (finding->sql, " LIMIT ");
  add_value (finding, MCH_DB_INT (finding->query->limit + 1));
  g_string_append (finding->sql, ") l JOIN establishment e ON e.uai = l.uai ORDER BY ");
  add_columns (finding, down ? " DESC" : "");
  result = run (finding, db, error);
  if (result == NULL)
    return FALSE;
  read_page (finding, result);
  return TRUE;
}

/* Of a state, FEW + 1 at most. Few are sorted; of many the next ones are near in the list. */
static gboolean
count_state (Finding *finding, MchDb *db, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  finding->rare = is_by_state (finding);
  if (!finding->rare)
    return TRUE;
  begin (finding, "SELECT COUNT (*) FROM (SELECT 1");
  add_conditions (finding);
  g_string_append (finding->sql, " LIMIT ");
  add_value (finding, MCH_DB_INT (FEW + 1));
  g_string_append (finding->sql, ") c");
  result = run (finding, db, error);
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  finding->rare = mch_db_result_get_int (result, 0) <= FEW;
  return TRUE;
}

/* Whether the words alone decide, and each is looked up. */
static gboolean
are_words_all (const Finding *finding)
{
  const MchSearch *search = &finding->query->search;

  for (guint i = 0; i < finding->ranges->len; i++)
    if (!is_looked_up (finding, &g_array_index (finding->ranges, Range, i)))
      return FALSE;
  return finding->look_up && search->session == NULL && search->state == NULL
         && search->establishment == NULL && search->specialty == NULL && search->exam == NULL;
}

static gboolean
count_all (Finding *finding, MchDb *db, GError **error)
{
  g_autoptr (MchDbResult) result = NULL;

  if (!finding->query->count)
    return TRUE;
  finding->look_up = finding->fewest <= MANY;
  finding->rare = is_by_state (finding);
  begin (finding, "SELECT COUNT (*)");
  if (are_words_all (finding))
    add_owners (finding);
  else
    add_conditions (finding);
  result = run (finding, db, error);
  if (result == NULL || !mch_db_result_next (result))
    return FALSE;
  finding->page->total = mch_db_result_get_int (result, 0);
  return TRUE;
}

static gboolean
find (MchDb *db, gpointer data, GError **error)
{
  Finding *finding = data;

  mch_found_page_free (finding->page);
  finding->page = mch_found_page_new ();
  finding->look_up = finding->rare = FALSE;
  return count_words (finding, db, error) && count_state (finding, db, error)
         && find_page (finding, db, error) && count_all (finding, db, error);
}

/* (transfer full): around @query. */
static Finding *
finding_new (const MchSearchQuery *query)
{
  const char *exam = query->search.exam;
  Finding *finding = g_new0 (Finding, 1);

  finding->query = query;
  finding->ranges = dup_ranges (query->search.words);
  finding->sql = g_string_new (NULL);
  finding->exam = exam != NULL ? g_strconcat (exam, "/", NULL) : NULL;
  return finding;
}

static void
finding_free (Finding *finding)
{
  g_array_unref (finding->ranges);
  g_string_free (finding->sql, TRUE);
  g_free (finding->exam);
  mch_found_page_free (finding->page);
  g_free (finding);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Finding, finding_free)

MchFoundPage *
mch_search_page (MchServer *server, const MchSearchQuery *query, GError **error)
{
  g_autoptr (Finding) finding = finding_new (query);

  g_return_val_if_fail (server != NULL && query->academy != NULL, NULL);
  g_return_val_if_fail (query->limit >= 1 && query->limit <= MCH_SEARCH_MAX_ROWS, NULL);

  return mch_model_read (server, find, finding, error) ? g_steal_pointer (&finding->page) : NULL;
}

typedef struct
{
  MchServer *server;
  const MchStaff *staff;
  Finding *finding;
  gint64 at_most;
  gint64 n;
} Export;

/* The meta of an entry of the print log, and what was searched. (transfer full) */
static char *
dup_export_detail (const Export *export)
{
  const MchSearch *search = &export->finding->query->search;
  const struct
  {
    const char *name;
    const char *value;
  } filters[] = {
    { "words", search->words },       { "exam", search->exam },
    { "session", search->session },   { "state", search->state },
    { "uai", search->establishment }, { "specialty", search->specialty },
  };
  g_autofree char *n = g_strdup_printf ("%" G_GINT64_FORMAT, export->n);
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "document", MCH_SEARCH_DOCUMENT);
  json_object_set_string_member (object, "candidates", n);
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    if (filters[i].value != NULL)
      json_object_set_string_member (object, filters[i].name, filters[i].value);
  return mch_wire_to_text (object, NULL);
}

static gboolean
log_export (MchDb *db, gpointer data, GError **error)
{
  Export *export = data;
  g_autofree char *chain = g_strconcat ("acad:", export->finding->query->academy, NULL);
  g_autofree char *detail = NULL;

  if (!find (db, export->finding, error))
    return FALSE;
  export->n = export->finding->page->total;
  if (export->at_most > 0)
    export->n = MIN (export->n, export->at_most);
  detail = dup_export_detail (export);
  return mch_model_audit (export->server, db, chain, export->staff->login, "export", NULL, detail,
                          error);
}

gint64
mch_search_log_export (MchServer *server, const MchStaff *staff, const MchSearchQuery *query,
                       gint64 at_most, GError **error)
{
  MchSearchQuery counting = {
    .search = query->search, .academy = query->academy, .limit = 1, .count = TRUE
  };
  g_autoptr (Finding) finding = finding_new (&counting);
  Export export = { server, staff, finding, at_most, -1 };

  g_return_val_if_fail (server != NULL && staff != NULL && query->academy != NULL, -1);

  return mch_model_write (server, log_export, &export, error) ? export.n : -1;
}

typedef struct
{
  MchServer *server;
  const MchStaff *staff;
  const char *academy;
  const char *uai;
  const char *id;
  MchRecord *person;
  MchRecord *candidature;
} Look;

static gboolean
is_of_academy (MchDb *db, const Look *look, GError **error)
{
  g_autoptr (MchDbResult) result = mch_db_query (
      db, error, "SELECT 1 FROM candidate_line WHERE uai = $1 AND id = $2 AND academy = $3",
      MCH_DB_TEXT (look->uai), MCH_DB_TEXT (look->id), MCH_DB_TEXT (look->academy));

  if (result == NULL)
    return FALSE;
  return mch_db_result_next (result)
         || mch_model_refuse (error, MCH_MODEL_ERROR_NOT_FOUND,
                              _ ("This candidate is in no establishment of your académie any "
                                 "more. Search again."));
}

static gboolean
tells_health (const MchRecord *record)
{
  g_autofree const char **names = mch_record_dup_names (record, NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      const MchField *field = mch_field_find (record->kind, names[i]);

      if (field != NULL && mch_field_is_health (field))
        return TRUE;
    }
  return FALSE;
}

static gboolean
look_at (MchDb *db, gpointer data, GError **error)
{
  Look *look = data;
  g_autofree char *scope = g_strconcat ("etab:", look->uai, NULL);
  const char *person;

  g_clear_pointer (&look->person, mch_record_unref);
  g_clear_pointer (&look->candidature, mch_record_unref);
  if (!is_of_academy (db, look, error))
    return FALSE;
  look->candidature = mch_records_get (db, scope, MCH_KIND_CANDIDATURE, look->id, error);
  if (look->candidature == NULL)
    return FALSE;
  person = mch_record_get (look->candidature, "person");
  look->person = mch_records_get (db, scope, MCH_KIND_PERSON, person != NULL ? person : "", error);
  if (look->person == NULL)
    return FALSE;
  return !tells_health (look->candidature)
         || mch_model_audit (look->server, db, scope, look->staff->login, "health", look->id, NULL,
                             error);
}

gboolean
mch_search_get (MchServer *server, const MchStaff *staff, const char *academy, const char *uai,
                const char *id, MchRecord **ret_person, MchRecord **ret_candidature, GError **error)
{
  Look look = { server, staff, academy, uai, id, NULL, NULL };

  g_return_val_if_fail (staff != NULL && academy != NULL && uai != NULL && id != NULL, FALSE);

  if (!mch_model_write (server, look_at, &look, error))
    {
      g_clear_pointer (&look.person, mch_record_unref);
      g_clear_pointer (&look.candidature, mch_record_unref);
      return FALSE;
    }
  *ret_person = look.person;
  *ret_candidature = look.candidature;
  return TRUE;
}

static gboolean
are_current (MchDb *db, gpointer current, GError **error)
{
  return mch_lines_are_current (db, current, error);
}

static gboolean
rebuild (MchDb *db, gpointer data, GError **error)
{
  return mch_lines_rebuild (db, error);
}

gboolean
mch_search_sort (MchServer *server, GError **error)
{
  gboolean current;

  g_return_val_if_fail (server != NULL, FALSE);

  return mch_model_read (server, are_current, &current, error)
         && (current || mch_model_write (server, rebuild, NULL, error));
}
