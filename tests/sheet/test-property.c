/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random files of every format, half of them damaged: rows = created + updated + unchanged +
 * rejected, before and after random edits, and again against what the first import made. */
#include "archive-fixture.h"

#include "core/mch-import-edit.h"
#include "core/mch-person.h"

#define TODAY "2026-11-22"
#define N_FILES 400
#define N_COLUMNS 9

static const char *const headings[N_COLUMNS] = {
  "INE",    "Nom de famille", "Prénom 1", "Date de naissance", "Sexe", "E-mail",
  "Classe", "Code postal",    "Examen",
};

/* What schools write, right and wrong. */
static const char *const values[N_COLUMNS][8] = {
  { "", "123456789AB", "987654321CD", "12345", "123 456 789 AB", "0123456789M", "", "'5" },
  { "AUBIN", "BEN YOUSSEF", "LÃ©vÃªque", "", "ÖZTÜRK", "D'ÂME", "=1+1", "aubin" },
  { "Léa", "Zoé", "JEAN", "Léa, Marie", "", "Noé", "L3a", "Lea" },
  { "22/02/2009", "2009-02-22", "39866", "05/22/2009", "31/02/2008", "22/02/09", "", "demain" },
  { "F", "M", "Mme", "X", "", "fille", "2", "féminin (F)" },
  { "", "a@exemple.invalid", "a b@exemple.invalid", "non", "", "", "", "" },
  { "1CAP-EPC", "1CAP EPC", "TCAP", "", "'TMA'", "1cap-epc", "-", "T" },
  { "25000", "1000", "", "20 000", "ABC", "25000 DOLE", "", "'01000" },
  { "", "CAP", "BTS", "Bac pro", "CAP/2027-06", "JUIN 2027", "?", "" },
};

typedef struct
{
  guint n_rows;
  char *cells[12][N_COLUMNS];
} Content;

static void
fill_content (Content *content, GRand *rand)
{
  content->n_rows = (guint) g_rand_int_range (rand, 0, 12);
  for (guint i = 0; i < content->n_rows; i++)
    for (guint j = 0; j < N_COLUMNS; j++)
      content->cells[i][j] = (char *) values[j][g_rand_int_range (rand, 0, 8)];
}

static GBytes *
take_text (GString *text)
{
  gsize length = text->len;

  return g_bytes_new_take (g_string_free (text, FALSE), length);
}

static GBytes *
write_csv (const Content *content)
{
  GString *text = g_string_new (NULL);

  for (guint j = 0; j < N_COLUMNS; j++)
    g_string_append_printf (text, "%s%s", headings[j], j + 1 < N_COLUMNS ? ";" : "\r\n");
  for (guint i = 0; i < content->n_rows; i++)
    for (guint j = 0; j < N_COLUMNS; j++)
      g_string_append_printf (text, "%s%s", content->cells[i][j], j + 1 < N_COLUMNS ? ";" : "\r\n");
  return take_text (text);
}

static GBytes *
write_ods (const Content *content)
{
  g_autoptr (GString) text = g_string_new ("<d xmlns:table='t' xmlns:text='x'><table:table>");

  for (guint i = 0; i <= content->n_rows; i++)
    {
      g_string_append (text, "<table:table-row>");
      for (guint j = 0; j < N_COLUMNS; j++)
        g_string_append_printf (text, "<table:table-cell><text:p>%s</text:p></table:table-cell>",
                                i == 0 ? headings[j] : content->cells[i - 1][j]);
      g_string_append (text, "</table:table-row>");
    }
  g_string_append (text, "</table:table></d>");
  return ods_new (text->str);
}

static GBytes *
write_xlsx (const Content *content)
{
  g_autoptr (GString) text = g_string_new ("<worksheet><sheetData>");

  for (guint i = 0; i <= content->n_rows; i++)
    {
      g_string_append (text, "<row>");
      for (guint j = 0; j < N_COLUMNS; j++)
        g_string_append_printf (text, "<c t='inlineStr'><is><t>%s</t></is></c>",
                                i == 0 ? headings[j] : content->cells[i - 1][j]);
      g_string_append (text, "</row>");
    }
  g_string_append (text, "</sheetData></worksheet>");
  return xlsx_new (text->str, NULL, NULL);
}

static GBytes *
write_siecle (const Content *content)
{
  GString *text = g_string_new ("<BEE_ELEVES><DONNEES><ELEVES>\n");

  for (guint i = 0; i < content->n_rows; i++)
    g_string_append_printf (text,
                            "<ELEVE ELEVE_ID='%u'><ID_NATIONAL>%s</ID_NATIONAL><NOM_DE_FAMILLE>%s"
                            "</NOM_DE_FAMILLE><PRENOM>%s</PRENOM><DATE_NAISS>%s</DATE_NAISS>"
                            "<CODE_SEXE>%s</CODE_SEXE></ELEVE>\n",
                            i, content->cells[i][0], content->cells[i][1], content->cells[i][2],
                            content->cells[i][3], content->cells[i][4]);
  g_string_append (text, "</ELEVES></DONNEES></BEE_ELEVES>");
  return take_text (text);
}

typedef GBytes *(*Writer) (const Content *content);

/* A few bytes changed, dropped or doubled. */
static GBytes *
damage (GBytes *file, GRand *rand)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, data, (guint) length);
  for (int i = g_rand_int_range (rand, 1, 6); i > 0 && bytes->len > 1; i--)
    {
      guint at = (guint) g_rand_int_range (rand, 0, (gint32) bytes->len - 1);
      guint8 byte = bytes->data[at];

      switch (g_rand_int_range (rand, 0, 3))
        {
        case 0:
          bytes->data[at] = (guint8) g_rand_int (rand);
          break;
        case 1:
          g_byte_array_remove_index (bytes, at);
          break;
        default:
          g_byte_array_append (bytes, &byte, 1);
        }
    }
  return g_byte_array_free_to_bytes (bytes);
}

static void
assert_adds_up (MchImportPlan *plan)
{
  guint sum = 0, n_rows, n_faults, n_blocked = 0;
  const MchImportRow *rows = mch_import_plan_get_rows (plan, &n_rows);

  for (int i = 0; i < MCH_N_IMPORT_OUTCOMES; i++)
    sum += mch_import_plan_count (plan, i);
  g_assert_cmpuint (sum, ==, mch_import_plan_get_n_rows (plan));
  g_assert_cmpuint (sum, ==, n_rows);
  /* A row is rejected exactly when a blocking fault says why. */
  for (guint row = 0; row < n_rows; row++)
    {
      const MchFault *faults = mch_import_plan_find_faults (plan, row, &n_faults);
      gboolean blocked = FALSE;

      for (guint i = 0; i < n_faults; i++)
        blocked = blocked || faults[i].blocking;
      g_assert_cmpint (blocked, ==, rows[row].outcome == MCH_IMPORT_REJECTED);
      g_assert_cmpint (blocked, ==, rows[row].session == NULL);
      n_blocked += blocked;
    }
  g_assert_cmpuint (n_blocked, ==, mch_import_plan_count (plan, MCH_IMPORT_REJECTED));
}

static void
edit (MchImportPlan *plan, GRand *rand)
{
  guint n_rows = mch_import_plan_get_n_rows (plan), n_groups, n_pairs;
  guint n_columns = mch_import_table_get_n_columns (mch_import_plan_get_table (plan));

  for (int i = 0; i < 4 && n_rows > 0; i++)
    {
      guint row = (guint) g_rand_int_range (rand, 0, (gint32) n_rows);
      guint column = (guint) g_rand_int_range (rand, 0, (gint32) n_columns);

      n_groups = mch_import_plan_get_n_groups (plan);
      mch_import_plan_get_pairs (plan, &n_pairs);
      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0:
          mch_import_plan_set_cell (plan, row, column,
                                    values[column % N_COLUMNS][g_rand_int_range (rand, 0, 8)]);
          break;
        case 1:
          if (n_groups > 0)
            mch_import_plan_apply_remedy (plan,
                                          (guint) g_rand_int_range (rand, 0, (gint32) n_groups));
          break;
        case 2:
          if (n_groups > 0)
            mch_import_plan_empty_group (plan,
                                         (guint) g_rand_int_range (rand, 0, (gint32) n_groups));
          break;
        case 3:
          if (n_pairs > 0)
            mch_import_plan_decide (plan, (guint) g_rand_int_range (rand, 0, (gint32) n_pairs),
                                    g_rand_int_range (rand, 0, 3));
          break;
        default:
          mch_import_plan_undo (plan);
        }
      assert_adds_up (plan);
    }
}

typedef struct
{
  GPtrArray *persons;
  GPtrArray *candidatures;
} World;

static void
count_up (void *buffer, size_t length)
{
  static guint32 counter;

  memset (buffer, 0, length);
  counter++;
  memcpy ((char *) buffer + length - sizeof counter, &counter, sizeof counter);
}

static MchRecord *
find (GPtrArray *records, const char *id)
{
  for (guint i = 0; i < records->len; i++)
    if (strcmp (((MchRecord *) records->pdata[i])->id, id) == 0)
      return records->pdata[i];
  return NULL;
}

static void
apply (World *world, const MchImportPlan *plan)
{
  g_autoptr (GPtrArray) changes = mch_import_plan_dup_changes (plan, 1000, count_up);
  MchValueContext context = { TODAY, NULL };

  for (guint i = 0; i < changes->len; i++)
    {
      MchChange *change = changes->pdata[i];
      GPtrArray *records = change->kind == MCH_KIND_PERSON ? world->persons : world->candidatures;
      MchRecord *record = find (records, change->id);
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

static MchImportBase
get_base (const World *world)
{
  static const char *const sessions[] = { "CAP/2027-06", "BTS/2027-06", NULL };

  return (MchImportBase){ .session = "CAP/2027-06",
                          .today = TODAY,
                          .persons = (MchRecord *const *) world->persons->pdata,
                          .n_persons = world->persons->len,
                          .candidatures = (MchRecord *const *) world->candidatures->pdata,
                          .n_candidatures = world->candidatures->len,
                          .open_sessions = sessions };
}

static void
try_file (GBytes *file, GRand *rand)
{
  World world = { g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref),
                  g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref) };
  MchImportBase base = get_base (&world);
  g_autoptr (MchGrid) grid = mch_sheet_read (file, NULL, NULL);
  g_autoptr (MchImportTable) table = grid != NULL ? mch_import_table_new (grid, NULL) : NULL;
  g_autoptr (MchImportPlan) plan = table != NULL ? mch_import_plan_new (table, &base, NULL) : NULL;

  if (plan != NULL)
    {
      g_autoptr (MchImportPlan) again = NULL;
      guint rejected;

      assert_adds_up (plan);
      edit (plan, rand);
      rejected = mch_import_plan_count (plan, MCH_IMPORT_REJECTED);
      apply (&world, plan);
      base = get_base (&world);
      /* The same edits on the same file: nothing is left to create. */
      again = mch_import_plan_renew (plan, &base, NULL);
      assert_adds_up (again);
      g_assert_cmpuint (mch_import_plan_count (again, MCH_IMPORT_CREATED), ==, 0);
      if (mch_import_plan_get_n_edits (plan) == 0)
        {
          g_assert_cmpuint (mch_import_plan_count (again, MCH_IMPORT_REJECTED), ==, rejected);
          g_assert_cmpuint (mch_import_plan_count (again, MCH_IMPORT_UPDATED), ==, 0);
        }
    }
  g_ptr_array_unref (world.persons);
  g_ptr_array_unref (world.candidatures);
}

static void
test_format (gconstpointer data)
{
  Writer writer = *(const Writer *) data;
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (int i = 0; i < N_FILES; i++)
    {
      Content content = { 0 };
      g_autoptr (GBytes) file = NULL;

      fill_content (&content, rand);
      file = writer (&content);
      try_file (file, rand);
      if (i % 2 == 0)
        {
          g_autoptr (GBytes) damaged = damage (file, rand);

          try_file (damaged, rand);
        }
    }
}

int
main (int argc, char **argv)
{
  static const Writer writers[] = { write_csv, write_ods, write_xlsx, write_siecle };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/sheet/property/csv", &writers[0], test_format);
  g_test_add_data_func ("/sheet/property/ods", &writers[1], test_format);
  g_test_add_data_func ("/sheet/property/xlsx", &writers[2], test_format);
  g_test_add_data_func ("/sheet/property/siecle", &writers[3], test_format);
  return g_test_run ();
}
