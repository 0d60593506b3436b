/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the last file had: its pupils are counted, and those who did not get into the list are named
 * with the reason (INS-20). */
#include "slips/mch-last-file.h"

#include <glib/gstdio.h>

#include "../core/import-fixture.h"
#include "vault/mch-vault-init.h"

#define SCOPE "etab:0250001A"
#define FILE_TEXT                                                                                  \
  "Nom de famille;Prénom 1;Date de naissance\n"                                                   \
  "Aubin;Antoine;22/02/2009\n"                                                                     \
  "Benoît;Zoé;31/02/2009\n"                                                                      \
  "Chapuis;Inès;01/03/2009\n"                                                                     \
  ";Sans nom;01/03/2009\n"

static gint64
now (void)
{
  return 1795000000000;
}

static MchStore *
store_new (void)
{
  g_autofree char *dir = g_dir_make_tmp ("machaon-file-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;
  MchStore *store = mch_store_open (dir, NULL, now, mch_vault_random, 0, &error);

  g_assert_no_error (error);
  g_rmdir (dir);
  return store;
}

static void
test_named (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_of (world, FILE_TEXT);
  g_autoptr (MchStore) store = store_new ();
  g_autoptr (MchLastFile) file = NULL;

  g_assert_null (mch_last_file_load (store, SCOPE));
  g_assert_true (mch_last_file_note (store, SCOPE, "eleves.csv", plan, 5, NULL));
  file = mch_last_file_load (store, SCOPE);
  g_assert_cmpstr (file->name, ==, "eleves.csv");
  g_assert_cmpuint (file->n_rows, ==, 4);
  g_assert_cmpuint (g_strv_length (file->left_out), ==, 2);
  g_assert_true (g_str_has_prefix (file->left_out[0], "Line 3: Benoît Zoé. "));
  g_assert_true (g_str_has_prefix (file->left_out[1], "Line 5: Sans nom. "));
  g_assert_null (mch_last_file_load (store, "etab:0250002B"));
}

/* What somebody else's program wrote there says nothing. */
static void
test_damaged (void)
{
  g_autoptr (MchStore) store = store_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\001\000\000\000eleves", 10);

  g_assert_true (mch_store_put_local (store, "last-file", SCOPE, bytes, NULL));
  g_assert_null (mch_last_file_load (store, SCOPE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mch_vault_init ();
  g_test_add_func ("/last-file/named", test_named);
  g_test_add_func ("/last-file/damaged", test_damaged);
  return g_test_run ();
}
