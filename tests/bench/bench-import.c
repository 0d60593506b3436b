/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Measures the reading and the plan of an import, against an empty base and against one that holds
 * all of the file: bench-import [ROWS | FILE [RUNS]]. One JSON value a line; bench-import.py puts
 * it beside its peers. Judges nothing. */
#include "core/mch-csv-reader.h"
#include "core/mch-import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

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

typedef struct
{
  GPtrArray *persons;
  GPtrArray *candidatures;
} Base;

/* No two alike; not random, so that runs are alike. */
static void
fill_ids (void *buffer, size_t length)
{
  static guint64 state;

  for (size_t i = 0; i < length; i += sizeof state)
    {
      guint64 mixed;

      state += G_GUINT64_CONSTANT (0x9E3779B97F4A7C15);
      mixed = (state ^ (state >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
      mixed ^= mixed >> 31;
      memcpy ((char *) buffer + i, &mixed, MIN (sizeof mixed, length - i));
    }
}

static gboolean
add_record (const MchImportChange *change, gpointer user_data)
{
  Base *records = user_data;
  MchRecord *record = mch_record_new (change->kind, change->id);

  for (guint i = 0; i < change->n; i++)
    mch_record_set (record, change->names[i], change->to[i]);
  g_ptr_array_add (change->kind == MCH_KIND_PERSON ? records->persons : records->candidatures,
                   record);
  return TRUE;
}

/* What an import of the plan leaves behind. */
static void
fill_base (Base *records, const MchImportPlan *plan)
{
  mch_import_plan_visit_changes (plan, 1000, fill_ids, add_record, records);
}

static double
milliseconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

static long
get_peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

static MchImportPlan *
make_plan (GBytes *file, const MchImportBase *base, double *ret_read_ms, double *ret_plan_ms)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchGrid) grid = NULL;
  g_autoptr (MchImportTable) table = NULL;
  MchImportPlan *plan = NULL;
  gint64 start = g_get_monotonic_time ();

  grid = mch_grid_new_from_csv (file, MCH_ENCODING_GUESSED, &error);
  if (grid != NULL)
    table = mch_import_table_new (grid, &error);
  *ret_read_ms = milliseconds_since (start);
  start = g_get_monotonic_time ();
  if (table != NULL)
    plan = mch_import_plan_new (table, base, &error);
  *ret_plan_ms = milliseconds_since (start);
  if (plan == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      exit (1);
    }
  return plan;
}

/* Reads and verifies the file against a base, @n times; the fastest counts. */
static void
verify (const char *name, GBytes *file, const Base *records, int n)
{
  MchImportBase base = { .session = "CAP/2027-06", .today = "2026-11-22" };
  double best_read = G_MAXDOUBLE, best_plan = G_MAXDOUBLE;
  guint counts[MCH_N_IMPORT_OUTCOMES] = { 0 };
  long first_peak = 0;

  base.persons = (MchRecord *const *) records->persons->pdata;
  base.n_persons = records->persons->len;
  base.candidatures = (MchRecord *const *) records->candidatures->pdata;
  base.n_candidatures = records->candidatures->len;
  for (int i = 0; i < n; i++)
    {
      double read_ms, plan_ms;
      g_autoptr (MchImportPlan) plan = make_plan (file, &base, &read_ms, &plan_ms);

      best_read = MIN (best_read, read_ms);
      best_plan = MIN (best_plan, plan_ms);
      for (int outcome = 0; outcome < MCH_N_IMPORT_OUTCOMES; outcome++)
        counts[outcome] = mch_import_plan_count (plan, outcome);
      if (i == 0)
        first_peak = get_peak_kib ();
    }
  printf ("{\"name\":\"%s\",\"base\":%u,\"read_ms\":%.1f,\"plan_ms\":%.1f,\"created\":%u,"
          "\"updated\":%u,\"unchanged\":%u,\"rejected\":%u,\"peak_kib\":%ld,\"grew_kib\":%ld}\n",
          name, records->persons->len, best_read, best_plan, counts[MCH_IMPORT_CREATED],
          counts[MCH_IMPORT_UPDATED], counts[MCH_IMPORT_UNCHANGED], counts[MCH_IMPORT_REJECTED],
          get_peak_kib (), get_peak_kib () - first_peak);
}

static GBytes *
get_file (const char *path_or_rows)
{
  g_autofree char *contents = NULL;
  gsize length;

  if (path_or_rows != NULL && g_file_get_contents (path_or_rows, &contents, &length, NULL))
    return g_bytes_new_take (g_steal_pointer (&contents), length);
  return make_file (path_or_rows != NULL ? (guint) atoi (path_or_rows) : 150000);
}

int
main (int argc, char **argv)
{
  g_autoptr (GBytes) file = get_file (argc > 1 ? argv[1] : NULL);
  int n = argc > 2 ? atoi (argv[2]) : 3;
  Base records = { g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref),
                   g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref) };
  double read_ms, plan_ms;

  verify ("empty base", file, &records, n);
  {
    const MchImportBase none = { .session = "CAP/2027-06", .today = "2026-11-22" };
    g_autoptr (MchImportPlan) plan = make_plan (file, &none, &read_ms, &plan_ms);

    fill_base (&records, plan);
  }
  verify ("same base", file, &records, n);
  g_ptr_array_unref (records.persons);
  g_ptr_array_unref (records.candidatures);
  return 0;
}
