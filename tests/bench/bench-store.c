/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the desktop's store takes to open, search, sort and change with many candidates:
 * "bench-store [ROWS]", 150 000 by default. Prints one line a figure, in milliseconds. */
#include "store/mch-candidates.h"
#include "store/mch-outbox.h"
#include "vault/mch-vault-init.h"

#include <glib/gstdio.h>
#include <stdlib.h>

#define SCOPE "etab:0250001A"
#define SESSION "CAP/2027-06"
#define PAGE_ROWS 500

static const char *const family_names[] = {
  "MARTIN",  "BERNARD",  "DUBOIS",   "THOMAS", "ROBERT",   "RICHARD",    "PETIT",
  "DURAND",  "LEROY",    "MOREAU",   "SIMON",  "LAURENT",  "LEFÈVRE",    "MICHEL",
  "GARCIA",  "DAVID",    "BERTRAND", "ROUX",   "D’ANGELO", "DE LA TOUR", "ÉVRARD",
  "ŒUVRARD", "FOURNIER", "MOREL",    "GIRARD", "ANDRÉ",
};
static const char *const given_names[] = {
  "Emma",  "Jade",  "Louise", "Alice",   "Chloé",         "Lina",    "Léa",
  "Anaïs", "Zoé",   "Inès",   "Gabriel", "Léo",           "Raphaël", "Arthur",
  "Louis", "Jules", "Adam",   "Maël",    "Jean-Baptiste", "Noé",
};

static gint64
now_ms (void)
{
  return g_get_real_time () / 1000;
}

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static MchRecord *
new_record (MchKind kind, const char *id, gint64 seq)
{
  MchRecord *record = mch_record_new (kind, id);

  record->seq = record->version = seq;
  return record;
}

static void
set_number (MchRecord *record, const char *name, const char *before, guint n)
{
  g_autofree char *text = g_strdup_printf ("%s%u", before, n);

  mch_record_set (record, name, text);
}

/* Person, candidature and account of number @n, as full as a school's file makes them. */
static void
add_candidate (GPtrArray *rows, guint n, gint64 *seq)
{
  g_autofree char *person_id = g_strdup_printf ("01900000-0000-7000-8000-%012x", n);
  g_autofree char *candidature_id = g_strdup_printf ("01900000-0000-7000-9000-%012x", n);
  g_autofree char *ine = g_strdup_printf ("%09uAB", n);
  MchRecord *person = new_record (MCH_KIND_PERSON, person_id, ++*seq);
  MchRecord *candidature = new_record (MCH_KIND_CANDIDATURE, candidature_id, ++*seq);
  MchRecord *account = new_record (MCH_KIND_ACCOUNT, person_id, ++*seq);
  const char *family_name = family_names[(n * 7) % G_N_ELEMENTS (family_names)];

  mch_record_set (person, "family_name", family_name);
  mch_record_set (person, "given_name", given_names[(n * 11) % G_N_ELEMENTS (given_names)]);
  set_number (person, "given_name_2", "Prénom", n % 977);
  mch_record_set (person, "ine", ine);
  mch_record_set (person, "birth_date", "2009-03-14");
  mch_record_set (person, "sex", n % 2 ? "F" : "M");
  mch_record_set (person, "birth_commune", "BESANÇON");
  mch_record_set (person, "birth_commune_code", "25056");
  mch_record_set (person, "birth_department", "025");
  mch_record_set (person, "birth_country", "99100");
  set_number (person, "address_1", "rue des Tilleuls ", n % 200);
  mch_record_set (person, "postal_code", "25000");
  mch_record_set (person, "city", "BESANÇON");
  mch_record_set (candidature, "person", person_id);
  mch_record_set (candidature, "session", SESSION);
  mch_record_set (candidature, "state", n % 5 ? "registered" : "pre_registered");
  set_number (candidature, "division", "", n % 40);
  mch_record_set (candidature, "specialty", "CUISINE");
  mch_record_set (candidature, "training_code", "24033403131");
  set_number (account, "login", "prenom.nom", n);
  mch_record_set (account, "state", "active");
  mch_record_set (account, "owner", "1");
  g_ptr_array_add (rows, person);
  g_ptr_array_add (rows, candidature);
  g_ptr_array_add (rows, account);
}

static void
fill (MchStore *store, guint n_candidates)
{
  gint64 seq = 0;

  for (guint n = 0; n < n_candidates; n += PAGE_ROWS)
    {
      g_autoptr (GPtrArray) rows =
          g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
      g_autoptr (GError) error = NULL;
      guint end = MIN (n + PAGE_ROWS, n_candidates);

      for (guint i = n; i < end; i++)
        add_candidate (rows, i, &seq);
      if (!mch_store_apply_rows (store, SCOPE, "e", rows, seq, end < n_candidates, &error))
        g_error ("%s", error->message);
    }
}

static void
measure_query (MchStore *store, const char *label, const MchCandidateFilter *filter)
{
  gint64 start = g_get_monotonic_time ();
  guint total;
  g_autoptr (GPtrArray) rows = mch_store_query_candidates (store, filter, 0, 100, &total, NULL);

  g_print ("%-44s %8.1f ms  (%u rows)\n", label, since (start), total);
}

/* What a person types, letter by letter: each is a new query. */
static void
measure_typing (MchStore *store, MchCandidateSort sort)
{
  static const char *const typed[] = { "m",        "ma",        "mar",    "mart",         "marti",
                                       "martin z", "martin zo", "000012", "prenom.nom77", "zzz" };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      const MchCandidateFilter filter = { .session = SESSION, .search = typed[i], .sort = sort };
      g_autofree char *label = g_strdup_printf ("search “%s”, sort %d", typed[i], (int) sort);

      measure_query (store, label, &filter);
    }
}

static void
measure_edit (MchStore *store)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  MchChange *change =
      mch_change_new_update (MCH_KIND_PERSON, "01900000-0000-7000-8000-000000000007", 1);
  gint64 start = g_get_monotonic_time ();

  mch_change_set (change, "family_name", "X", "ZOLA");
  g_ptr_array_add (changes, change);
  mch_store_enqueue (store, "op", SCOPE, "edit", NULL, changes, 1, NULL);
  g_print ("%-44s %8.1f ms\n", "commit one edit", since (start));
}

/* An import of pupils whom the mirror does not know, and the server's answer to it. */
static void
measure_import (MchStore *store, guint n_candidates)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (MchStoreOp) op = NULL;
  gint64 seq = 0, start;

  for (guint n = 0; n < n_candidates; n++)
    add_candidate (rows, 1000000 + n, &seq);
  for (guint i = 0; i < rows->len; i++)
    if (i % 3 != 2)
      g_ptr_array_add (changes, mch_change_new_create (g_ptr_array_index (rows, i)));
  start = g_get_monotonic_time ();
  mch_store_enqueue (store, "import", SCOPE, "import", NULL, changes, 1, NULL);
  g_print ("commit an import of %-24u %8.1f ms\n", n_candidates, since (start));
  start = g_get_monotonic_time ();
  op = mch_store_dup_op (store, "import", NULL);
  g_print ("%-44s %8.1f ms\n", "load it to send it", since (start));
  settlement->seq = G_MAXINT32;
  start = g_get_monotonic_time ();
  mch_store_settle_op (store, "import", settlement, NULL);
  g_print ("%-44s %8.1f ms\n", "settle it", since (start));
}

static void
measure_all (MchStore *store)
{
  const MchCandidateFilter all = { 0 };
  const MchCandidateFilter division = { .sort = MCH_CANDIDATE_SORT_DIVISION };
  const MchCandidateFilter birth = { .sort = MCH_CANDIDATE_SORT_BIRTH_DATE };
  const MchCandidateFilter login = { .sort = MCH_CANDIDATE_SORT_LOGIN, .descending = TRUE };
  gint64 start;

  measure_query (store, "first page by name", &all);
  measure_query (store, "the same again", &all);
  measure_query (store, "sort by division", &division);
  measure_query (store, "sort by birth date", &birth);
  measure_query (store, "sort by login, descending", &login);
  measure_typing (store, MCH_CANDIDATE_SORT_NAME);
  measure_typing (store, MCH_CANDIDATE_SORT_DIVISION);
  start = g_get_monotonic_time ();
  g_ptr_array_unref (mch_store_count_candidates_by (store, &all, MCH_CANDIDATE_BY_DIVISION, NULL));
  g_print ("%-44s %8.1f ms\n", "counts by division", since (start));
  start = g_get_monotonic_time ();
  g_ptr_array_unref (mch_store_list_persons (store, SCOPE, SESSION));
  g_print ("%-44s %8.1f ms\n", "list persons of the session", since (start));
  start = g_get_monotonic_time ();
  g_ptr_array_unref (mch_store_list_candidatures (store, SCOPE, SESSION));
  g_print ("%-44s %8.1f ms\n", "list candidatures of the session", since (start));
  measure_edit (store);
  measure_query (store, "first page by name, after an edit", &all);
}

static void
remove_dir (const char *dir)
{
  static const char *const names[] = { "store.db", "store.db-wal", "store.db-shm", "lock" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (dir, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (dir);
}

int
main (int argc, char *argv[])
{
  guint n = argc > 1 ? (guint) strtoul (argv[1], NULL, 10) : 150000;
  g_autofree char *dir = g_dir_make_tmp ("machaon-bench-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) key = NULL;
  guint8 bytes[32];
  MchStore *store;
  gint64 start;

  mch_vault_random (bytes, sizeof bytes);
  key = g_bytes_new (bytes, sizeof bytes);
  store = mch_store_open (dir, key, now_ms, mch_vault_random, 0, &error);
  if (store == NULL)
    g_error ("%s", error->message);
  start = g_get_monotonic_time ();
  fill (store, n);
  g_print ("%-44s %8.1f ms\n", "first pull (without the network)", since (start));
  mch_store_unref (store);
  start = g_get_monotonic_time ();
  store = mch_store_open (dir, key, now_ms, mch_vault_random, 0, &error);
  g_print ("%-44s %8.1f ms\n", "open", since (start));
  measure_all (store);
  measure_import (store, MAX (n / 15, 1));
  mch_store_unref (store);
  remove_dir (dir);
  return 0;
}
