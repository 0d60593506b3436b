/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A new file against what is registered, and lists that are written and read back without a
 * change. */
#include "core/mch-csv-writer.h"
#include "core/mch-import-compare.h"

#include <string.h>

#define SESSION "CAP/2027-06"
#define TODAY "2026-11-22"
#define HEADINGS "INE;Nom de famille;Prénom 1;Date de naissance;Sexe;Division\n"

typedef struct
{
  GPtrArray *persons;
  GPtrArray *candidatures;
  MchImportBase base;
} World;

static void
add_pupil (World *world, guint n, const char *ine, const char *family, const char *given,
           const char *division, const char *state)
{
  g_autofree char *id = g_strdup_printf ("0192f0c0-0000-7000-8000-%012u", n);
  g_autofree char *candidature_id = g_strdup_printf ("0192f0c0-0000-7000-9000-%012u", n);
  MchRecord *person = mch_record_new (MCH_KIND_PERSON, id);
  MchRecord *candidature = mch_record_new (MCH_KIND_CANDIDATURE, candidature_id);

  mch_record_set (person, "ine", ine);
  mch_record_set (person, "family_name", family);
  mch_record_set (person, "given_name", given);
  mch_record_set (person, "birth_date", "2009-03-01");
  mch_record_set (candidature, "person", id);
  mch_record_set (candidature, "session", SESSION);
  mch_record_set (candidature, "state", state);
  mch_record_set (candidature, "division", division);
  g_ptr_array_add (world->persons, person);
  g_ptr_array_add (world->candidatures, candidature);
}

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);

  world->persons = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  world->candidatures = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  add_pupil (world, 1, "000000001AA", "Petit", "Léa", "1CAP", MCH_STATE_PRE_REGISTERED);
  add_pupil (world, 2, "000000002AA", "Roy", "Paul", "1CAP", MCH_STATE_REGISTERED);
  add_pupil (world, 3, NULL, "Aubin", "Zoé", "2CAP", MCH_STATE_PRE_REGISTERED);
  add_pupil (world, 4, "000000004AA", "Parti", "Ailleurs", "2CAP", MCH_STATE_WITHDRAWN);
  world->base.session = SESSION;
  world->base.today = TODAY;
  world->base.persons = (MchRecord *const *) world->persons->pdata;
  world->base.n_persons = world->persons->len;
  world->base.candidatures = (MchRecord *const *) world->candidatures->pdata;
  world->base.n_candidatures = world->candidatures->len;
  return world;
}

static void
world_free (World *world)
{
  g_ptr_array_unref (world->persons);
  g_ptr_array_unref (world->candidatures);
  g_free (world);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

/* A file as the verbs see it. */
typedef struct
{
  MchImportTable *table;
  MchImportPlan *plan;
} Reading;

static void
reading_clear (Reading *reading)
{
  mch_import_table_free (reading->table);
  mch_import_plan_free (reading->plan);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

static Reading
read_text (World *world, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (MchGrid) grid = NULL;
  g_autoptr (GError) error = NULL;
  Reading reading = { 0 };

  grid = mch_grid_new_from_csv (bytes, MCH_ENCODING_GUESSED, &error);
  g_assert_no_error (error);
  reading.table = mch_import_table_new (grid, &error);
  g_assert_no_error (error);
  reading.plan = mch_import_plan_new (reading.table, &world->base, &error);
  g_assert_no_error (error);
  return reading;
}

typedef struct
{
  const char *what;
  const char *rows;
  gboolean partial;
  const char *differences;
} CompareCase;

static const CompareCase cases[] = {
  { "everybody",
    "000000001AA;Petit;Léa;01/03/2009;F;1CAP\n000000002AA;Roy;Paul;01/03/2009;M;1CAP\n"
    ";AUBIN;ZOE;01/03/2009;F;2CAP\n",
    FALSE, "" },
  { "one came, one left, one moved",
    "000000001AA;Petit;Léa;01/03/2009;F;2CAP\n000000009AA;Neuf;Nina;01/03/2009;F;1CAP\n"
    ";AUBIN;ZOE;01/03/2009;F;2CAP\n",
    FALSE, "came 3 Neuf 1CAP|left 0 Roy 1CAP|moved 2 Petit 1CAP→2CAP|" },
  { "a part of the pupils", "000000001AA;Petit;Léa;01/03/2009;F;1CAP\n", TRUE, "" },
  { "a rejected row is not a departure",
    "000000001AA;Petit;Léa;01/03/2009;F;1CAP\n000000002aa;Roy;Paul;31/02/2009;M;1CAP\n"
    ";Aubin;Zoé;hier;F;2CAP\n",
    FALSE, "" },
  { "a name corrected by the INE",
    "000000001AA;Petite;Léa;01/03/2009;F;1CAP\n"
    "000000002AA;Roy;Paul;01/03/2009;M;1CAP\n"
    ";AUBIN;ZOE;01/03/2009;F;2CAP\n",
    FALSE, "" },
  { "an empty class says nothing",
    "000000001AA;Petit;Léa;01/03/2009;F;\n000000002AA;Roy;Paul;01/03/2009;M;1CAP\n"
    ";AUBIN;ZOE;01/03/2009;F;2CAP\n",
    FALSE, "" },
};

static void
test_compare (void)
{
  static const char *const kinds[] = { "came", "left", "moved" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (World) world = world_new ();
      g_autofree char *text = g_strconcat (HEADINGS, cases[i].rows, NULL);
      g_auto (Reading) reading = read_text (world, text);
      g_autoptr (GPtrArray) differences =
          mch_import_compare (reading.plan, reading.table, &world->base, cases[i].partial);
      g_autoptr (GString) seen = g_string_new (NULL);

      for (guint j = 0; j < differences->len; j++)
        {
          const MchCompared *one = differences->pdata[j];

          g_string_append_printf (seen, "%s %u %s %s%s%s|", kinds[one->kind], one->line,
                                  one->family_name, one->division,
                                  one->new_division != NULL ? "→" : "",
                                  one->new_division != NULL ? one->new_division : "");
        }
      g_test_message ("%s", cases[i].what);
      g_assert_cmpstr (seen->str, ==, cases[i].differences);
    }
}

static void
no_random (void *buffer, size_t length)
{
  memset (buffer, 0, length);
}

static void
test_lines (void)
{
  g_autoptr (World) world = world_new ();
  g_auto (Reading) reading =
      read_text (world, HEADINGS "000000001AA;Petit;Léa;01/03/2009;F;2CAP\n\n"
                                 "000000009AA;Neuf;Nina;01/03/2009;F;1CAP\n"
                                 ";Dix;Diane;02/03/2009;F;1CAP\n");
  g_autoptr (GPtrArray) changes = mch_import_plan_dup_changes (reading.plan, 1, no_random);
  guint lines[4] = { 0 }, n = 0;

  for (guint i = 0; i < changes->len; i++)
    {
      const MchChange *change = changes->pdata[i];

      if (change->create && change->kind == MCH_KIND_PERSON)
        lines[n++] = mch_import_find_line (reading.plan, reading.table, change, NULL);
    }
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (lines[0], ==, 4);
  g_assert_cmpuint (lines[1], ==, 5);
}

/* Whatever a value begins with: written, read by the import, it is the same. */
static void
test_round_trip (void)
{
  static const char *const values[] = {
    "=1+1",
    "+33199005500",
    "-x",
    "@SUM(A1)",
    "'s-Hertogenbosch",
    "'abc'",
    "'",
    "'0123",
    "0123",
    "'=x",
    "=x'",
    "''",
    "a;b",
    "a\"b",
    "'-'",
    "''a''",
    "=\"0\"",
    "TCAP",
    "1 ' a",
    "'=x'",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      const char *const heads[] = { "family_name", "given_name", "birth_date", "division" };
      const char *const row[] = { "Aubin", "Zoé", "2009-03-01", values[i] };
      g_autoptr (World) world = world_new ();
      g_autoptr (GString) text = g_string_new (MCH_CSV_MARK);
      g_auto (Reading) reading = { 0 };

      mch_record_set (world->candidatures->pdata[2], "division", values[i]);
      mch_csv_append_row (text, heads, G_N_ELEMENTS (heads));
      mch_csv_append_row (text, row, G_N_ELEMENTS (row));
      g_test_message ("%s", text->str);
      reading = read_text (world, text->str);
      g_assert_cmpuint (mch_import_plan_get_n_rows (reading.plan), ==, 1);
      g_assert_cmpuint (mch_import_plan_count (reading.plan, MCH_IMPORT_UNCHANGED), ==, 1);
    }
}

/* What a spreadsheet would run never stands at the beginning of a cell. */
static void
test_formulas (void)
{
  static const struct
  {
    const char *value;
    const char *cell;
  } rows[] = {
    { "=1+1", "\"'=1+1\"\r\n" },  { "+33", "\"'+33\"\r\n" },  { "-1", "\"'-1\"\r\n" },
    { "@a", "\"'@a\"\r\n" },      { "0199", "\"0199\"\r\n" }, { "1999", "1999\r\n" },
    { "a\"b", "\"a\"\"b\"\r\n" }, { NULL, "\r\n" },           { "'a", "\"''a'\"\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      mch_csv_append_row (text, &rows[i].value, 1);
      g_assert_cmpstr (text->str, ==, rows[i].cell);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compare/differences", test_compare);
  g_test_add_func ("/compare/lines", test_lines);
  g_test_add_func ("/compare/round-trip", test_round_trip);
  g_test_add_func ("/compare/formulas", test_formulas);
  return g_test_run ();
}
