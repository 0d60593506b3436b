/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the file of the present schema that a later one must open: run once, when a schema is
 * released, as "make-store-fixture DIR"; DIR/store.db goes to tests/data/store-vN.db. */
#include "store-fixture.h"

#include "vault/mch-vault-init.h"

int
main (int argc, char *argv[])
{
  g_autofree char *id = fixture_id ('p', 1);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GBytes) local = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) key = NULL;
  g_autoptr (MchStoreSettlement) settlement = mch_store_settlement_new ();
  g_autoptr (MchStore) store = NULL;
  guint8 bytes[32];

  if (argc != 2)
    return 2;
  for (guint8 i = 0; i < sizeof bytes; i++)
    bytes[i] = i;
  key = g_bytes_new (bytes, sizeof bytes);
  store = mch_store_open (argv[1], key, fixture_now, mch_vault_random, 0, NULL);
  g_assert_nonnull (store);
  fixture_apply (store, 3, fixture_person (1, "MARTIN", "Zoé", 1),
                 fixture_candidature (1, "3A", "registered", 2),
                 fixture_account (1, "zoe.martin", 3), NULL);
  first = fixture_edit (store, MCH_KIND_PERSON, id, "phone", NULL, "0384000000");
  second = fixture_edit (store, MCH_KIND_PERSON, id, "city", NULL, "DOLE");
  settlement->seq = 9;
  g_ptr_array_add (settlement->conflicts, mch_store_conflict_new (id, "phone", "0384000000",
                                                                  "0384111111", "M. Durand", 7));
  g_assert_true (mch_store_settle_op (store, first, settlement, NULL));
  g_assert_true (mch_store_put_local (store, "mapping", "a", local, NULL));
  return 0;
}
