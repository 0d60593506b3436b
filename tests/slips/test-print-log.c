/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was printed here is found again, the newest first, and not for ever. */
#include "slips/mch-print-log.h"

#include <glib/gstdio.h>

#include "vault/mch-vault-init.h"

#define EDITION "01890000-0000-7000-8003-000000000001"
#define OTHER "01890000-0000-7000-8003-000000000002"

static gint64
now (void)
{
  return 1795000000000;
}

static MchStore *
store_new (void)
{
  g_autofree char *dir = g_dir_make_tmp ("machaon-log-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  MchStore *store = mch_store_open (dir, NULL, now, mch_vault_random, 0, &error);

  g_assert_no_error (error);
  g_rmdir (dir);
  return store;
}

/* An id as old as its number is small. */
static char *
dup_id (guint number)
{
  return g_strdup_printf ("01890000-%04x-7000-8000-000000000000", number);
}

static void
add (MchStore *store, guint number, const char *edition, char **persons)
{
  g_autofree char *id = dup_id (number);
  MchPrintLogEntry entry = { .at_ms = number,
                             .act = MCH_SLIP_ACT_PRINT,
                             .who = (char *) "anne.martin",
                             .edition = (char *) edition,
                             .layout = (char *) "two",
                             .printer = number % 2 == 0 ? (char *) "Secrétariat" : NULL,
                             .n_slips = number,
                             .n_pages = (number + 1) / 2,
                             .persons = persons };

  g_assert_true (mch_print_log_add (store, id, &entry, NULL));
}

static void
test_round (void)
{
  g_autoptr (MchStore) store = store_new ();
  char *persons[] = { (char *) "one", (char *) "two", NULL };
  g_autoptr (GPtrArray) none = mch_print_log_list (store, NULL);
  g_autoptr (GPtrArray) all = NULL;
  const MchPrintLogEntry *entry;

  g_assert_cmpuint (none->len, ==, 0);
  add (store, 4, EDITION, persons);
  add (store, 9, NULL, NULL);
  all = mch_print_log_list (store, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  entry = all->pdata[1];
  g_assert_cmpint (entry->at_ms, ==, 4);
  g_assert_cmpint (entry->act, ==, MCH_SLIP_ACT_PRINT);
  g_assert_cmpstr (entry->who, ==, "anne.martin");
  g_assert_cmpstr (entry->edition, ==, EDITION);
  g_assert_cmpstr (entry->layout, ==, "two");
  g_assert_cmpstr (entry->printer, ==, "Secrétariat");
  g_assert_cmpuint (entry->n_slips, ==, 4);
  g_assert_cmpuint (entry->n_pages, ==, 2);
  g_assert_null (entry->sha256);
  g_assert_cmpstr (entry->persons[0], ==, "one");
  g_assert_cmpstr (entry->persons[1], ==, "two");
  g_assert_null (entry->persons[2]);
  entry = all->pdata[0];
  g_assert_null (entry->edition);
  g_assert_null (entry->printer);
  g_assert_null (entry->persons[0]);
}

static void
test_edition (void)
{
  g_autoptr (MchStore) store = store_new ();
  g_autoptr (GPtrArray) found = NULL;

  add (store, 1, EDITION, NULL);
  add (store, 2, OTHER, NULL);
  add (store, 3, EDITION, NULL);
  found = mch_print_log_list (store, EDITION);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpint (((MchPrintLogEntry *) found->pdata[0])->at_ms, ==, 3);
  g_assert_cmpint (((MchPrintLogEntry *) found->pdata[1])->at_ms, ==, 1);
}

static void
test_oldest_go (void)
{
  g_autoptr (MchStore) store = store_new ();
  g_autoptr (GPtrArray) all = NULL;

  for (guint i = 1; i <= MCH_PRINT_LOG_MAX + 3; i++)
    add (store, i, EDITION, NULL);
  all = mch_print_log_list (store, NULL);
  g_assert_cmpuint (all->len, ==, MCH_PRINT_LOG_MAX);
  g_assert_cmpint (((MchPrintLogEntry *) all->pdata[0])->at_ms, ==, MCH_PRINT_LOG_MAX + 3);
  g_assert_cmpint (((MchPrintLogEntry *) all->pdata[all->len - 1])->at_ms, ==, 4);
}

/* Bytes of another program or of a damaged disk are no entry, and stop nothing. */
static void
test_damaged (void)
{
  static const char junk[] = "\001\000\000\000\377\377\377\377\377\377\377\377\007abc";
  g_autoptr (MchStore) store = store_new ();
  g_autofree char *id = dup_id (5);
  g_autoptr (GPtrArray) all = NULL;

  for (gsize length = 0; length < sizeof junk; length++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (junk, length);
      g_autoptr (GPtrArray) found = NULL;

      g_assert_true (mch_store_put_local (store, "print", id, bytes, NULL));
      found = mch_print_log_list (store, NULL);
      g_assert_cmpuint (found->len, ==, 0);
    }
  add (store, 6, EDITION, NULL);
  all = mch_print_log_list (store, NULL);
  g_assert_cmpuint (all->len, ==, 1);
}

/* Documents are noted beside slips, with the computer and the establishment; what an older program
 * noted is still read. */
static void
test_documents (void)
{
  g_autoptr (MchStore) store = store_new ();
  const MchPrintLogEntry confirmations = { .at_ms = 8,
                                           .act = MCH_SLIP_ACT_EXPORT,
                                           .who = (char *) "anne.martin",
                                           .scope = (char *) "etab:0250001A",
                                           .document = (char *) "confirmations",
                                           .desktop = (char *) "secretariat",
                                           .n_slips = 2,
                                           .n_pages = 4 };
  g_autoptr (GVariant) old = g_variant_ref_sink (
      g_variant_new ("(uxyssssuus^as)", 1, (gint64) 5, (guint8) MCH_SLIP_ACT_PRINT, "anne.martin",
                     EDITION, "one", "", 1, 1, "", (const char *const[]){ "one", NULL }));
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (old);
  g_autofree char *first = dup_id (1);
  g_autofree char *second = dup_id (2);
  g_autoptr (GPtrArray) all = NULL;
  const MchPrintLogEntry *entry;

  g_assert_true (mch_store_put_local (store, "print", first, bytes, NULL));
  g_assert_true (mch_print_log_add (store, second, &confirmations, NULL));
  all = mch_print_log_list (store, NULL);
  g_assert_cmpuint (all->len, ==, 2);
  entry = all->pdata[0];
  g_assert_cmpstr (entry->document, ==, "confirmations");
  g_assert_cmpstr (entry->desktop, ==, "secretariat");
  g_assert_cmpstr (entry->scope, ==, "etab:0250001A");
  g_assert_null (entry->layout);
  g_assert_cmpuint (entry->n_pages, ==, 4);
  entry = all->pdata[1];
  g_assert_cmpstr (entry->edition, ==, EDITION);
  g_assert_cmpstr (entry->persons[0], ==, "one");
  g_assert_null (entry->document);
  g_assert_null (entry->scope);
}

static void
test_acts (void)
{
  for (int act = 0; act < MCH_N_SLIP_ACTS; act++)
    g_assert_cmpint (mch_slip_act_from_string (mch_slip_act_to_string (act)), ==, act);
  g_assert_cmpint (mch_slip_act_from_string ("sell"), ==, MCH_N_SLIP_ACTS);
  g_assert_cmpint (mch_slip_act_from_string (NULL), ==, MCH_N_SLIP_ACTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_vault_init ();
  g_test_add_func ("/print-log/round", test_round);
  g_test_add_func ("/print-log/edition", test_edition);
  g_test_add_func ("/print-log/oldest-go", test_oldest_go);
  g_test_add_func ("/print-log/damaged", test_damaged);
  g_test_add_func ("/print-log/documents", test_documents);
  g_test_add_func ("/print-log/acts", test_acts);
  return g_test_run ();
}
