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
  g_assert_true (mch_last_file_note (store, SCOPE, "eleves.csv", "op-1", plan, 5, NULL));
  file = mch_last_file_load (store, SCOPE);
  g_assert_cmpstr (file->name, ==, "eleves.csv");
  g_assert_cmpuint (file->n_rows, ==, 4);
  g_assert_cmpuint (g_strv_length (file->left_out), ==, 2);
  g_assert_true (g_str_has_prefix (file->left_out[0], "Line 3: Benoît Zoé. "));
  g_assert_true (g_str_has_prefix (file->left_out[1], "Line 5: Sans nom. "));
  g_assert_null (mch_last_file_load (store, "etab:0250002B"));
}

static MchImportRun *
run_new (const char *id, const char *file, gint64 made_ms, const char *undone_by)
{
  MchImportRun *run = g_new0 (MchImportRun, 1);

  run->id = g_strdup (id);
  run->file = g_strdup (file);
  run->login = g_strdup ("b.colin");
  run->digest = g_strdup ("");
  run->rows = 7;
  run->rejected = 2;
  run->made_ms = made_ms;
  run->undone_by = g_strdup (undone_by);
  return run;
}

/* The file of a colleague is the last one when it is newer; what was taken back is none. */
static void
test_establishment (void)
{
  static const struct
  {
    const char *newest; /* id of the newest run */
    gint64 made_ms;
    const char *newest_undone;
    const char *own_undone;
    const char *name; /* that is shown; NULL for none */
  } cases[] = {
    { "op-2", 9, NULL, NULL, "theirs.csv" },      { "op-2", 3, NULL, NULL, "eleves.csv" },
    { "op-2", 9, "b.colin", NULL, "eleves.csv" }, { "op-2", 9, "b.colin", "b.colin", NULL },
    { "op-2", 3, NULL, "b.colin", "theirs.csv" },
  };
  g_autoptr (World) world = world_new ();
  g_autoptr (MchImportPlan) plan = plan_of (world, FILE_TEXT);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MchStore) store = store_new ();
      g_autoptr (GPtrArray) runs =
          g_ptr_array_new_with_free_func ((GDestroyNotify) mch_import_run_free);
      g_autoptr (MchLastFile) file = NULL;

      g_assert_true (mch_last_file_note (store, SCOPE, "eleves.csv", "op-1", plan, 5, NULL));
      g_ptr_array_add (
          runs, run_new (cases[i].newest, "theirs.csv", cases[i].made_ms, cases[i].newest_undone));
      g_ptr_array_add (runs, run_new ("op-1", "eleves.csv", 5, cases[i].own_undone));
      g_assert_true (mch_last_file_follow (store, SCOPE, runs, NULL));
      file = mch_last_file_load (store, SCOPE);
      g_assert_cmpstr (file != NULL ? file->name : NULL, ==, cases[i].name);
      if (g_strcmp0 (cases[i].name, "theirs.csv") == 0)
        {
          g_assert_cmpstr (file->who, ==, "b.colin");
          g_assert_cmpuint (file->n_rows, ==, 7);
          g_assert_cmpuint (file->n_left_out, ==, 2);
          g_assert_null (file->left_out[0]);
        }
      else if (file != NULL)
        {
          g_assert_null (file->who);
          g_assert_cmpuint (file->n_left_out, ==, 2);
        }
    }
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
  g_test_add_func ("/last-file/establishment", test_establishment);
  return g_test_run ();
}
