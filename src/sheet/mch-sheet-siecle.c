/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pupils of SIECLE (BEE): ElevesSansAdresses.xml, ElevesAvecAdresses.xml. Pupils, addresses and
 * divisions stand apart and are joined by their numbers. Pupils who left the school are not taken,
 * and the person is told how many. */
#include "core/mch-uai.h"
#include "sheet/mch-sheet-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define INACTIVE "Inactifs"
#define MAX_PUPILS MCH_CSV_MAX_ROWS

/* What is taken: the elements of a pupil, then those of his address, then the division. The names
 * are the columns' headings, too. */
static const char *const of_pupil[] = {
  "ID_NATIONAL",
  "NOM_DE_FAMILLE",
  "NOM",
  "NOM_USAGE",
  "PRENOM",
  "PRENOM2",
  "PRENOM3",
  "DATE_NAISS",
  "CODE_SEXE",
  "CODE_PAYS",
  "CODE_DEPARTEMENT_NAISS",
  "CODE_COMMUNE_INSEE_NAISS",
  "VILLE_NAISS",
  "CODE_MEF",
  "CODE_STATUT",
  "MEL",
  "TEL_PORTABLE",
  "TEL_PERSONNEL",
};
static const char *const of_address[] = {
  "LIGNE1_ADRESSE", "LIGNE2_ADRESSE", "LIGNE3_ADRESSE", "LIGNE4_ADRESSE",
  "CODE_POSTAL",    "LIBELLE_POSTAL", "PAYS_ADRESSE",
};
#define N_OF_PUPIL G_N_ELEMENTS (of_pupil)
#define N_OF_ADDRESS G_N_ELEMENTS (of_address)

typedef struct
{
  guint line;
  char *address_id; /* (nullable) */
  char *values[N_OF_PUPIL];
  char *address[N_OF_ADDRESS];
  char *division;
  gboolean left;     /* he left the school */
  gboolean inactive; /* some structure of his is that of those who left */
} Pupil;

typedef struct
{
  MchXml *xml;
  GPtrArray *pupils;     /* Pupil */
  GHashTable *by_id;     /* ELEVE_ID → borrowed Pupil */
  GHashTable *addresses; /* ADRESSE_ID → char*[N_OF_ADDRESS] */
  char *uai;
  gsize bytes; /* kept so far */

  GString *text;
  GPtrArray *path; /* char*: the elements that are open */
  Pupil *pupil;    /* (nullable): being read; owned by the list */
  Pupil *of_structures;
  char **address; /* (nullable): being read; owned by the table */
  char *structure;
  gboolean is_division;
} Siecle;

static void
pupil_free (gpointer data)
{
  Pupil *pupil = data;

  for (gsize i = 0; i < N_OF_PUPIL; i++)
    g_free (pupil->values[i]);
  for (gsize i = 0; i < N_OF_ADDRESS; i++)
    g_free (pupil->address[i]);
  g_free (pupil->address_id);
  g_free (pupil->division);
  g_free (pupil);
}

static void
address_free (gpointer data)
{
  char **address = data;

  for (gsize i = 0; i < N_OF_ADDRESS; i++)
    g_free (address[i]);
  g_free (address);
}

static void
siecle_init (Siecle *siecle)
{
  memset (siecle, 0, sizeof *siecle);
  siecle->pupils = g_ptr_array_new_with_free_func (pupil_free);
  siecle->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  siecle->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, address_free);
  siecle->text = g_string_new (NULL);
  siecle->path = g_ptr_array_new_with_free_func (g_free);
}

static void
siecle_clear (Siecle *siecle)
{
  g_ptr_array_unref (siecle->pupils);
  g_hash_table_unref (siecle->by_id);
  g_hash_table_unref (siecle->addresses);
  g_ptr_array_unref (siecle->path);
  g_string_free (siecle->text, TRUE);
  g_free (siecle->uai);
  g_free (siecle->structure);
}

static gboolean
refuse_large (GError **error)
{
  return mch_sheet_fail (error, MCH_SHEET_ERROR_TOO_LARGE,
                         _ ("The file holds too much text to be a list of candidates. It was not "
                            "read."));
}

/* Whether the element that is @up levels above the one being read is called @name. */
static gboolean
is_inside (const Siecle *siecle, guint up, const char *name)
{
  return siecle->path->len > up
         && strcmp (siecle->path->pdata[siecle->path->len - 1 - up], name) == 0;
}

static gboolean
begin_pupil (Siecle *siecle, const char *const *attributes, GError **error)
{
  const char *id = mch_xml_get (attributes, "ELEVE_ID");

  if (siecle->pupils->len == MAX_PUPILS)
    return refuse_large (error);
  siecle->pupil = g_new0 (Pupil, 1);
  siecle->pupil->line = mch_xml_get_line (siecle->xml);
  siecle->bytes += sizeof (Pupil);
  g_ptr_array_add (siecle->pupils, siecle->pupil);
  if (id != NULL && !g_hash_table_contains (siecle->by_id, id))
    g_hash_table_insert (siecle->by_id, g_strdup (id), siecle->pupil);
  return TRUE;
}

static gboolean
begin_address (Siecle *siecle, const char *const *attributes, GError **error)
{
  const char *id = mch_xml_get (attributes, "ADRESSE_ID");

  if (siecle->pupil != NULL)
    {
      siecle->address = siecle->pupil->address;
      return TRUE;
    }
  if (id == NULL || g_hash_table_contains (siecle->addresses, id))
    return TRUE;
  if (g_hash_table_size (siecle->addresses) >= 2 * MAX_PUPILS)
    return refuse_large (error);
  siecle->address = g_new0 (char *, N_OF_ADDRESS);
  siecle->bytes += N_OF_ADDRESS * sizeof (char *);
  g_hash_table_insert (siecle->addresses, g_strdup (id), siecle->address);
  return TRUE;
}

static gboolean
on_start (gpointer data, const char *name, const char *const *attributes, GError **error)
{
  Siecle *siecle = data;
  const char *id;

  g_ptr_array_add (siecle->path, g_strdup (name));
  g_string_truncate (siecle->text, 0);
  if (strcmp (name, "ELEVE") == 0 && is_inside (siecle, 1, "ELEVES"))
    return begin_pupil (siecle, attributes, error);
  if (strcmp (name, "ADRESSE") == 0)
    return begin_address (siecle, attributes, error);
  if (strcmp (name, "STRUCTURES_ELEVE") == 0)
    {
      id = mch_xml_get (attributes, "ELEVE_ID");
      siecle->of_structures = id != NULL ? g_hash_table_lookup (siecle->by_id, id) : NULL;
    }
  else if (strcmp (name, "STRUCTURE") == 0)
    {
      g_clear_pointer (&siecle->structure, g_free);
      siecle->is_division = FALSE;
    }
  return TRUE;
}

static gboolean
on_text (gpointer data, const char *text, gsize length, GError **error)
{
  Siecle *siecle = data;

  if (length > MCH_CSV_MAX_CELL - MIN (siecle->text->len, MCH_CSV_MAX_CELL))
    return refuse_large (error);
  g_string_append_len (siecle->text, text, (gssize) length);
  return TRUE;
}

static gboolean
keep (Siecle *siecle, char **place, GError **error)
{
  if (*place != NULL)
    return TRUE;
  siecle->bytes += siecle->text->len + 1;
  if (siecle->bytes > MCH_GRID_MAX_BYTES)
    return refuse_large (error);
  *place = g_strdup (siecle->text->str);
  return TRUE;
}

static gboolean
keep_named (Siecle *siecle, const char *const *names, gsize n, char **values, const char *name,
            GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (names[i], name) == 0)
      return keep (siecle, &values[i], error);
  return TRUE;
}

static gboolean
end_in_pupil (Siecle *siecle, const char *name, GError **error)
{
  Pupil *pupil = siecle->pupil;

  if (strcmp (name, "ADRESSE_ID") == 0)
    return keep (siecle, &pupil->address_id, error);
  if (strcmp (name, "DATE_SORTIE") == 0)
    pupil->left = pupil->left || siecle->text->len > 0;
  return keep_named (siecle, of_pupil, N_OF_PUPIL, pupil->values, name, error);
}

static gboolean
end_in_address (Siecle *siecle, const char *name, GError **error)
{
  if (strcmp (name, "LL_PAYS") == 0)
    name = "PAYS_ADRESSE";
  else if (strcmp (name, "COMMUNE_ETRANGERE") == 0)
    name = "LIBELLE_POSTAL";
  return keep_named (siecle, of_address, N_OF_ADDRESS, siecle->address, name, error);
}

/* The division of a pupil; the one of those who left is none. */
static void
end_structure (Siecle *siecle)
{
  Pupil *pupil = siecle->of_structures;

  if (pupil == NULL || siecle->structure == NULL || !siecle->is_division)
    return;
  if (g_ascii_strcasecmp (siecle->structure, INACTIVE) == 0)
    pupil->inactive = TRUE;
  else if (pupil->division == NULL)
    pupil->division = g_steal_pointer (&siecle->structure);
}

static gboolean
end_in_structure (Siecle *siecle, const char *name, GError **error)
{
  if (strcmp (name, "TYPE_STRUCTURE") == 0)
    siecle->is_division = strcmp (siecle->text->str, "D") == 0;
  else if (strcmp (name, "CODE_STRUCTURE") == 0)
    return keep (siecle, &siecle->structure, error);
  return TRUE;
}

static gboolean
end_element (Siecle *siecle, const char *name, GError **error)
{
  if (strcmp (name, "ELEVE") == 0)
    siecle->pupil = NULL;
  else if (strcmp (name, "ADRESSE") == 0)
    siecle->address = NULL;
  else if (strcmp (name, "STRUCTURE") == 0)
    end_structure (siecle);
  else if (strcmp (name, "STRUCTURES_ELEVE") == 0)
    siecle->of_structures = NULL;
  else if (siecle->address != NULL && is_inside (siecle, 1, "ADRESSE"))
    return end_in_address (siecle, name, error);
  else if (siecle->pupil != NULL && is_inside (siecle, 1, "ELEVE"))
    return end_in_pupil (siecle, name, error);
  else if (is_inside (siecle, 1, "STRUCTURE"))
    return end_in_structure (siecle, name, error);
  else if (strcmp (name, "UAJ") == 0 && is_inside (siecle, 1, "PARAMETRES"))
    return keep (siecle, &siecle->uai, error);
  return TRUE;
}

static gboolean
on_end (gpointer data, const char *name, GError **error)
{
  Siecle *siecle = data;
  gboolean done;

  g_strstrip (siecle->text->str);
  siecle->text->len = strlen (siecle->text->str);
  done = end_element (siecle, name, error);
  g_ptr_array_set_size (siecle->path, (int) siecle->path->len - 1);
  g_string_truncate (siecle->text, 0);
  return done;
}

static void
join_address (const Siecle *siecle, Pupil *pupil)
{
  char **address =
      pupil->address_id != NULL ? g_hash_table_lookup (siecle->addresses, pupil->address_id) : NULL;

  for (gsize i = 0; address != NULL && i < N_OF_ADDRESS; i++)
    if (pupil->address[i] == NULL)
      pupil->address[i] = g_strdup (address[i]);
}

/* Which columns some pupil has something in. */
typedef struct
{
  gboolean of_pupil[N_OF_PUPIL];
  gboolean of_address[N_OF_ADDRESS];
} Columns;

static void
look_at_columns (const Siecle *siecle, Columns *columns)
{
  for (guint i = 0; i < siecle->pupils->len; i++)
    {
      Pupil *pupil = siecle->pupils->pdata[i];

      join_address (siecle, pupil);
      for (gsize j = 0; j < N_OF_PUPIL; j++)
        columns->of_pupil[j] = columns->of_pupil[j] || pupil->values[j] != NULL;
      for (gsize j = 0; j < N_OF_ADDRESS; j++)
        columns->of_address[j] = columns->of_address[j] || pupil->address[j] != NULL;
    }
}

static void
append_cell (GString *row, guint *n, const char *text)
{
  if (text != NULL)
    g_string_append (row, text);
  g_string_append_c (row, '\0');
  (*n)++;
}

static gboolean
append_row (MchGrid *grid, const Columns *columns, guint line, const char *const *values,
            const char *const *address, const char *division, GError **error)
{
  g_autoptr (GString) row = g_string_new (NULL);
  guint n = 0;

  for (gsize i = 0; i < N_OF_PUPIL; i++)
    if (columns->of_pupil[i])
      append_cell (row, &n, values[i]);
  for (gsize i = 0; i < N_OF_ADDRESS; i++)
    if (columns->of_address[i])
      append_cell (row, &n, address[i]);
  append_cell (row, &n, division);
  return mch_grid_append_row (grid, line, n, row->str, row->len, error);
}

/* An export may be one long line; then its pupils are counted. */
static gboolean
has_lines (const Siecle *siecle)
{
  for (guint i = 1; i < siecle->pupils->len; i++)
    if (((const Pupil *) siecle->pupils->pdata[i])->line
        == ((const Pupil *) siecle->pupils->pdata[i - 1])->line)
      return FALSE;
  return TRUE;
}

static MchGrid *
make_grid (const Siecle *siecle, GError **error)
{
  g_autoptr (MchGrid) grid = mch_grid_new (MCH_GRID_SIECLE);
  gboolean lines = has_lines (siecle), key_right;
  char uai[MCH_UAI_LENGTH + 1];
  Columns columns = { 0 };
  guint n_left = 0;

  look_at_columns (siecle, &columns);
  if (!append_row (grid, &columns, 1, of_pupil, of_address, "DIVISION", error))
    return NULL;
  for (guint i = 0; i < siecle->pupils->len; i++)
    {
      const Pupil *pupil = siecle->pupils->pdata[i];

      if (pupil->left || (pupil->inactive && pupil->division == NULL))
        n_left++;
      else if (!append_row (grid, &columns, lines ? pupil->line : i + 1,
                            (const char *const *) pupil->values,
                            (const char *const *) pupil->address, pupil->division, error))
        return NULL;
    }
  if (siecle->uai != NULL && mch_uai_read (siecle->uai, uai, &key_right))
    mch_grid_set_uai (grid, uai);
  if (n_left > 0)
    mch_grid_take_note (
        grid, g_strdup_printf (
                  g_dngettext (GETTEXT_PACKAGE, "%u pupil who left the school was not taken.",
                               "%u pupils who left the school were not taken.", n_left),
                  n_left));
  return g_steal_pointer (&grid);
}

static MchGrid *
read_as (GBytes *file, const char *encoding, gboolean *ret_wrong_bytes, GError **error)
{
  static const MchXmlHandler handler = { on_start, on_end, on_text };
  MchGrid *grid = NULL;
  Siecle siecle;
  gsize length;
  const char *data = g_bytes_get_data (file, &length);

  siecle_init (&siecle);
  siecle.xml = mch_xml_new_in (&handler, &siecle, encoding);
  if (mch_xml_feed (data, length, siecle.xml, error) && mch_xml_finish (siecle.xml, error))
    grid = make_grid (&siecle, error);
  *ret_wrong_bytes = mch_xml_has_wrong_bytes (siecle.xml);
  mch_xml_free (siecle.xml);
  siecle_clear (&siecle);
  return grid;
}

MchGrid *
mch_siecle_read (GBytes *file, GError **error)
{
  g_autoptr (GError) local = NULL;
  gboolean wrong_bytes;
  MchGrid *grid = read_as (file, NULL, &wrong_bytes, &local);

  if (grid != NULL)
    return grid;
  /* Some programs save in the encoding of Windows and leave UTF-8 in the first line. */
  if (wrong_bytes)
    grid = read_as (file, "windows-1252", &wrong_bytes, NULL);
  if (grid == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return grid;
}
