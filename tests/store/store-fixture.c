/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"

#include "vault/mch-vault-init.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>

gint64
fixture_now (void)
{
  static gint64 now = G_GINT64_CONSTANT (1792000000000);

  return now++;
}

static void
open_store (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->store =
      mch_store_open (fixture->dir, fixture->key, fixture_now, mch_vault_random, 0, &error);
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  guint8 key[32];

  mch_vault_random (key, sizeof key);
  fixture->dir = g_dir_make_tmp ("machaon-store-XXXXXX", NULL);
  g_assert_nonnull (fixture->dir);
  fixture->key = g_bytes_new (key, sizeof key);
  open_store (fixture);
}

void
fixture_reopen (Fixture *fixture)
{
  g_clear_pointer (&fixture->store, mch_store_unref);
  open_store (fixture);
}

void
fixture_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      fixture_remove_tree (child);
    }
  g_remove (path);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->store, mch_store_unref);
  fixture_remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_bytes_unref (fixture->key);
}

char *
fixture_id (char sort, guint n)
{
  return g_strdup_printf ("01900000-0000-7000-8%03x-%012x", (guint) (guchar) sort, n);
}

static MchRecord *
new_record (MchKind kind, char *id, gint64 seq)
{
  g_autofree char *owned = id;
  MchRecord *record = mch_record_new (kind, owned);

  record->version = seq;
  record->seq = seq;
  return record;
}

MchRecord *
fixture_person (guint n, const char *family_name, const char *given_name, gint64 seq)
{
  MchRecord *record = new_record (MCH_KIND_PERSON, fixture_id ('p', n), seq);
  g_autofree char *ine = g_strdup_printf ("%09uAB", n);

  mch_record_set (record, "family_name", family_name);
  mch_record_set (record, "given_name", given_name);
  mch_record_set (record, "ine", ine);
  mch_record_set (record, "birth_date", "2009-03-14");
  return record;
}

MchRecord *
fixture_candidature (guint n, const char *division, const char *state, gint64 seq)
{
  MchRecord *record = new_record (MCH_KIND_CANDIDATURE, fixture_id ('c', n), seq);
  g_autofree char *person = fixture_id ('p', n);

  mch_record_set (record, "person", person);
  mch_record_set (record, "session", SESSION);
  mch_record_set (record, "division", division);
  mch_record_set (record, "state", state);
  return record;
}

MchRecord *
fixture_account (guint n, const char *login, gint64 seq)
{
  MchRecord *record = new_record (MCH_KIND_ACCOUNT, fixture_id ('p', n), seq);

  mch_record_set (record, "login", login);
  mch_record_set (record, "state", "provisional");
  mch_record_set (record, "owner", "1");
  mch_record_set (record, "edition", "ed-1");
  return record;
}

MchRecord *
fixture_tombstone (MchKind kind, const char *id, gint64 seq)
{
  MchRecord *record = new_record (kind, g_strdup (id), seq);

  record->deleted = TRUE;
  return record;
}

void
fixture_apply (MchStore *store, gint64 to_seq, ...)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_record_unref);
  g_autoptr (GError) error = NULL;
  MchRecord *record;
  va_list list;

  va_start (list, to_seq);
  while ((record = va_arg (list, MchRecord *)) != NULL)
    g_ptr_array_add (rows, record);
  va_end (list);
  mch_store_apply_rows (store, SCOPE, EPOCH, rows, to_seq, FALSE, &error);
  g_assert_no_error (error);
}

GPtrArray *
fixture_changes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
}

char *
fixture_edit (MchStore *store, MchKind kind, const char *id, const char *name, const char *from,
              const char *to)
{
  g_autoptr (GPtrArray) changes = fixture_changes ();
  g_autoptr (GError) error = NULL;
  char *op_id = mch_uuid_new (fixture_now (), mch_vault_random);
  MchChange *change = mch_change_new_update (kind, id, 1);

  mch_change_set (change, name, from, to);
  g_ptr_array_add (changes, change);
  mch_store_enqueue (store, op_id, SCOPE, "edit", NULL, changes, fixture_now (), &error);
  g_assert_no_error (error);
  return op_id;
}

char *
fixture_value (MchStore *store, MchKind kind, const char *id, const char *name)
{
  g_autoptr (MchRecord) record = mch_store_dup_record (store, SCOPE, kind, id);

  return record != NULL ? g_strdup (mch_record_get (record, name)) : NULL;
}

gboolean
fixture_dir_holds (const char *dir, const char *text)
{
  g_autoptr (GDir) open = g_dir_open (dir, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  g_assert_nonnull (open);
  while ((name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (g_file_get_contents (path, &content, &length, NULL))
        found |= memmem (content, length, text, strlen (text)) != NULL;
    }
  return found;
}
