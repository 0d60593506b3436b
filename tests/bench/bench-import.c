/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures the plan of an import: bench-import ROWS | FILE. Prints milliseconds, never fails on
 * them. */
#include "core/mch-csv-reader.h"
#include "core/mch-import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static GBytes *
make_file (guint n_rows)
{
  static const char *const names[] = { "MARTIN", "LEFÈVRE", "BEN YOUSSEF", "ÖZTÜRK-DUBOIS" };
  static const char *const given[] = { "Léa", "Jean-Baptiste", "Aïcha", "Maël", "Zoé" };
  GString *text = g_string_new (
      "INE;Nom de famille;Nom d'usage;Prénom 1;Prénom 2;Date de naissance;Sexe;Commune de "
      "naissance;"
      "Code commune naissance;Département de naissance;Pays de naissance;Adresse;Code postal;Ville;"
      "E-mail;Téléphone;Division;Code spécialité;Spécialité\r\n");
  gsize length;

  for (guint i = 0; i < n_rows; i++)
    g_string_append_printf (
        text,
        "%09uAB;%s-%c%c%c;;%s;;%02u/%02u/%u;%c;Besançon;25056;25;99100;%u rue de la "
        "République;25000;"
        "Besançon;eleve%u@exemple.invalid;06%08u;TCAP %u;31224;Équipier polyvalent du commerce\r\n",
        i, names[i % G_N_ELEMENTS (names)], 'A' + i % 26, 'A' + i / 26 % 26, 'A' + i / 676 % 26,
        given[i / 7 % G_N_ELEMENTS (given)], i % 28 + 1, i % 12 + 1, 2006 + i % 5,
        i % 2 == 0 ? 'M' : 'F', i % 200, i, i, i % 9);
  length = text->len;
  return g_bytes_new_take (g_string_free (text, FALSE), length);
}

static gboolean
ignore_row (const MchCsvRow *row, gpointer user_data, GError **error)
{
  return TRUE;
}

static gboolean
ignore_change (const MchImportChange *change, gpointer user_data)
{
  return TRUE;
}

static void
fill (void *buffer, size_t length)
{
  memset (buffer, 0x5A, length);
}

static void
measure_reader (GBytes *file)
{
  MchCsvDialect dialect = { ';', '"' };
  g_autoptr (MchCsvReader) reader = mch_csv_reader_new (&dialect, ignore_row, NULL);
  gint64 start = g_get_monotonic_time ();
  gsize length;
  const char *data = g_bytes_get_data (file, &length);

  if (!mch_csv_reader_feed (reader, data, length, NULL) || !mch_csv_reader_finish (reader, NULL))
    printf ("csv: refused\n");
  else
    printf ("csv: %.1f ms for %zu bytes\n", (double) (g_get_monotonic_time () - start) / 1000.0,
            length);
}

int
main (int argc, char **argv)
{
  MchImportBase base = { .session = "CAP/2027-06", .today = "2026-11-22" };
  g_autoptr (MchImportPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *contents = NULL;
  gsize length;
  gint64 start;

  if (argc > 1 && g_file_get_contents (argv[1], &contents, &length, NULL))
    file = g_bytes_new_take (g_steal_pointer (&contents), length);
  else
    file = make_file (argc > 1 ? (guint) atoi (argv[1]) : 150000);
  measure_reader (file);

  start = g_get_monotonic_time ();
  {
    g_autoptr (MchGrid) grid = mch_grid_new_from_csv (file, MCH_ENCODING_GUESSED, &error);
    g_autoptr (MchImportTable) table = mch_import_table_new (grid, &error);
    printf ("table: %.1f ms\n", (double) (g_get_monotonic_time () - start) / 1000.0);
    start = g_get_monotonic_time ();
    plan = mch_import_plan_new (table, &base, &error);
  }
  if (plan == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  printf ("plan: %.1f ms, %u rows\n", (double) (g_get_monotonic_time () - start) / 1000.0,
          mch_import_plan_get_n_rows (plan));
  for (int i = 0; i < MCH_N_IMPORT_OUTCOMES; i++)
    printf ("outcome %d: %u\n", i, mch_import_plan_count (plan, i));

  start = g_get_monotonic_time ();
  mch_import_plan_visit_changes (plan, 0, fill, ignore_change, NULL);
  printf ("changes: %.1f ms\n", (double) (g_get_monotonic_time () - start) / 1000.0);
  return 0;
}
