/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The template follows the table of fields: a new field is a new column by itself, with the rule of
 * its type. */
#include "core/mch-date.h"
#include "core/mch-import-template.h"

#include "core/mch-import-private.h"
#include "core/mch-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *rule;
  const char *example;
} Rule;

static const Rule rules[] = {
  [MCH_FIELD_TEXT] = { N_ ("Text."), "" },
  [MCH_FIELD_NAME] = { N_ ("Letters, spaces, hyphens and apostrophes."), "LÉVÊQUE" },
  [MCH_FIELD_DATE] = { N_ ("Day, month, year."), "22/02/2009" },
  [MCH_FIELD_SEX] = { N_ ("F or M; Mme, M., fille and garçon are understood."), "F" },
  [MCH_FIELD_INE] = { N_ ("The 11 characters of the national pupil number; leave it empty when "
                          "there "
                          "is none."),
                      "123456789AB" },
  [MCH_FIELD_UAI] = { N_ ("7 digits and a letter."), "0951099D" },
  [MCH_FIELD_EMAIL] = { N_ ("One address."), "lea.leveque@exemple.invalid" },
  [MCH_FIELD_PHONE] = { N_ ("10 digits, or + and the country's number first. A lost zero is put "
                            "back."),
                        "0199000001" },
  [MCH_FIELD_POSTCODE] = { N_ ("5 digits. A lost zero is put back."), "25000" },
  [MCH_FIELD_COMMUNE] = { N_ ("The INSEE code of the town, 5 characters."), "25056" },
  [MCH_FIELD_DEPARTMENT] = { N_ ("Its number."), "25" },
  [MCH_FIELD_COUNTRY] = { N_ ("The INSEE code of the country, 5 digits; France is 99100."),
                          "99100" },
  [MCH_FIELD_CODE] = { N_ ("Letters and digits."), "" },
  [MCH_FIELD_CANDIDATE_NUMBER] = { N_ ("11 digits, when there is one already. A lost zero is put "
                                       "back."),
                                   "02012345678" },
  [MCH_FIELD_SESSION] = { N_ ("The exam, with its year and month when several sessions are open; "
                              "leave it empty for the session that you import into."),
                          "CAP/2027-06" },
  [MCH_FIELD_STATE] = { "", "" },
  [MCH_FIELD_REFERENCE] = { "", "" },
  [MCH_FIELD_FLAG] = { N_ ("O or N; oui and non are understood."), "O" },
  [MCH_FIELD_YEAR] = { N_ ("4 digits."), "2024" },
  [MCH_FIELD_TESTS] = { N_ ("Codes of tests between semicolons, with = before an option."),
                        "E2=Anglais; EF1" },
  [MCH_FIELD_MARKS] = { N_ ("Codes of tests with their marks between semicolons."),
                        "E4=12; E7=10,5" },
  [MCH_FIELD_SLIP_TEXT] = { "", "" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (rules) == MCH_FIELD_SLIP_TEXT + 1);

static const struct
{
  const char *field;
  const char *example;
} examples[] = {
  { "given_name", "Léa" },
  { "given_name_2", "Aïcha" },
  { "given_name_3", "Zoé" },
  { "usage_name", "" },
  { "birth_commune", "Besançon" },
  { "nationality", "" },
  { "address_1", "12 rue des Tilleuls" },
  { "city", "Besançon" },
  { "division", "1CAP-EPC" },
  { "specialty_code", "31224" },
  { "specialty", "Équipier polyvalent du commerce" },
  { "category", "SCOLAIRE CAP EN 2 ANS (122)" },
};

static const char *
get_example (const MchField *field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    if (strcmp (field->name, examples[i].field) == 0)
      return examples[i].example;
  return rules[field->type].example;
}

GArray *
mch_import_template_dup_help (void)
{
  GArray *help = g_array_new (FALSE, FALSE, sizeof (MchImportHelp));

  for (guint slot = 0; slot < mch_import_n_slots (); slot++)
    {
      const MchField *field = mch_import_slot_field (slot);
      MchImportHelp column = { field, _ (field->label), _ (rules[field->type].rule),
                               get_example (field) };

      if (mch_import_can_choose (field))
        g_array_append_val (help, column);
    }
  return help;
}

static void
append_cell (GString *row, const char *text)
{
  g_string_append_len (row, text != NULL ? text : "",
                       text != NULL ? (gssize) strlen (text) + 1 : 1);
}

/* Dates as people write them: a spreadsheet takes 2009-02-22 for a date of its own. */
static void
append_value (GString *row, const MchField *field, const MchRecord *person,
              const MchRecord *candidature)
{
  const char *value =
      mch_record_get (field->kind == MCH_KIND_PERSON ? person : candidature, field->name);
  g_autofree char *date = NULL;

  if (field->type == MCH_FIELD_DATE && value != NULL && mch_date_is_valid (value))
    date = mch_date_dup_french (value);
  append_cell (row, date != NULL ? date : value);
}

static gboolean
append_row (MchGrid *grid, GArray *help, guint line, const MchRecord *person,
            const MchRecord *candidature)
{
  g_autoptr (GString) row = g_string_new (NULL);

  for (guint i = 0; i < help->len; i++)
    {
      const MchImportHelp *column = &g_array_index (help, MchImportHelp, i);

      if (person == NULL)
        append_cell (row, column->heading);
      else
        append_value (row, column->field, person, candidature);
    }
  return mch_grid_append_row (grid, line, help->len, row->str, row->len, NULL);
}

static gboolean
is_wanted (const MchImportBase *base, const MchRecord *candidature)
{
  return !candidature->deleted
         && g_strcmp0 (mch_record_get (candidature, "session"), base->session) == 0
         && g_strcmp0 (mch_record_get (candidature, "state"), MCH_STATE_WITHDRAWN) != 0;
}

MchGrid *
mch_import_template_new (const MchImportBase *base)
{
  g_autoptr (GArray) help = mch_import_template_dup_help ();
  g_autoptr (GHashTable) persons = g_hash_table_new (g_str_hash, g_str_equal);
  MchGrid *grid = mch_grid_new (MCH_GRID_CSV);
  guint line = 1;

  g_return_val_if_fail (base != NULL && base->session != NULL, grid);

  for (gsize i = 0; i < base->n_persons; i++)
    if (!base->persons[i]->deleted)
      g_hash_table_insert (persons, base->persons[i]->id, base->persons[i]);
  append_row (grid, help, line, NULL, NULL);
  for (gsize i = 0; i < base->n_candidatures; i++)
    {
      const char *id = mch_record_get (base->candidatures[i], "person");
      const MchRecord *person = id != NULL ? g_hash_table_lookup (persons, id) : NULL;

      if (person != NULL && is_wanted (base, base->candidatures[i]))
        append_row (grid, help, ++line, person, base->candidatures[i]);
    }
  return grid;
}

char *
mch_import_template_dup_documentation (void)
{
  g_autoptr (GArray) help = mch_import_template_dup_help ();
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (
      text, "%s\n\n",
      _ ("A list of pupils is a CSV file, a spreadsheet (.ods, .xlsx), a SIECLE export (XML, "
         "zipped "
         "or not), a “simple list” or a FREGATA list. The program finds out which by itself. One "
         "line names the columns, in any order; each line below it is one pupil. Columns that "
         "nobody knows are listed and left alone; an empty cell erases nothing."));
  for (guint i = 0; i < help->len; i++)
    {
      const MchImportHelp *column = &g_array_index (help, MchImportHelp, i);

      g_string_append_printf (text, "%s%s\n    %s", column->heading,
                              column->field->needed ? _ (" (needed)") : "", column->rule);
      if (*column->example != '\0')
        g_string_append_printf (text, _ (" For example: %s."), column->example);
      g_string_append_c (text, '\n');
    }
  return g_strdup (text->str);
}
