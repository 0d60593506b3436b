/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records at rest on a desktop. */
#include "vault/mch-blob.h"

#include "vault-test.h"

static void
assert_damaged (MchSecret *key, GBytes *blob, const char *context)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (
      mch_blob_open (key, g_bytes_get_data (blob, NULL), g_bytes_get_size (blob), context, &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_DAMAGED);
}

static void
test_blob (void)
{
  static const gsize sizes[] = { 0, 1, 15, 16, 17, 1000, 300000 };
  g_autoptr (MchSecret) key = known_key (20);
  g_autoptr (MchSecret) other = known_key (21);
  g_autofree guint8 *data = g_malloc (300000);

  for (gsize i = 0; i < 300000; i++)
    data[i] = (guint8) (i * 7);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) blob = mch_blob_seal (key, data, sizes[i], "person/1/7");
      g_autoptr (GBytes) opened = mch_blob_open (key, g_bytes_get_data (blob, NULL),
                                                 g_bytes_get_size (blob), "person/1/7", NULL);

      g_assert_cmpuint (g_bytes_get_size (blob), ==, sizes[i] + MCH_BLOB_OVERHEAD);
      g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), data, sizes[i]);
      assert_damaged (other, blob, "person/1/7");
      assert_damaged (key, blob, "person/1/8");
      assert_damaged (key, blob, "");
    }
}

static void
test_damage (void)
{
  g_autoptr (MchSecret) key = known_key (20);
  g_autoptr (GBytes) blob = mch_blob_seal (key, "twenty bytes of data", 20, "person/1/7");
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < g_bytes_get_size (blob); i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (blob, 0, i);

      assert_damaged (key, cut, "person/1/7");
      for (guint bit = 0; bit < 8; bit++)
        {
          g_autoptr (GBytes) turned = flipped (blob, i, bit);

          assert_damaged (key, turned, "person/1/7");
        }
    }
  g_assert_null (mch_blob_open (key, NULL, 0, "person/1/7", &error));
  g_assert_error (error, MCH_VAULT_ERROR, MCH_VAULT_ERROR_DAMAGED);
}

/* Sealed by a build of today: a profile must open after an update. */
static void
test_known (void)
{
  g_autoptr (MchSecret) key = known_key (20);
  g_autoptr (GBytes) blob =
      from_hex ("cf64ee209c960efbaa91b193d42fd6c23e219cda11d67a573cf889396a676f2f1e1c30d14a759d00f9"
                "c46d534ae0c5cdcfd344772dc008c763c6271f");
  g_autoptr (GBytes) opened = mch_blob_open (key, g_bytes_get_data (blob, NULL),
                                             g_bytes_get_size (blob), "person/1/7", NULL);

  g_assert_nonnull (opened);
  g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened),
                   "twenty bytes of data", 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blob/blob", test_blob);
  g_test_add_func ("/blob/damage", test_damage);
  g_test_add_func ("/blob/known", test_known);
  return g_test_run ();
}
