/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store-fixture.h"
#include "store/mch-profile.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#define PEM "-----BEGIN CERTIFICATE-----\nMIIB\n\tabc= ; #\\n\n-----END CERTIFICATE-----\n"

static char *
make_dir (void)
{
  return g_dir_make_tmp ("machaon-profile-XXXXXX", NULL);
}

static MchProfile *
load (const char *dir)
{
  g_autoptr (GError) error = NULL;
  MchProfile *profile = mch_profile_load (dir, &error);

  g_assert_no_error (error);
  return profile;
}

static void
test_round_trip (void)
{
  g_autofree char *dir = make_dir ();
  g_autofree char *deeper = g_build_filename (dir, "a", "b", NULL);
  g_autofree char *path = g_build_filename (deeper, "profile.conf", NULL);
  g_autoptr (MchProfile) profile = load (deeper);
  g_autoptr (MchProfile) back = NULL;
  const char *name;
  struct stat status;
  gint64 version = 0;

  g_assert_null (mch_profile_get (profile, MCH_PROFILE_SERVER));
  g_assert_cmpuint (mch_profile_get_n_scopes (profile), ==, 0);
  mch_profile_set (profile, MCH_PROFILE_SERVER, "https://localhost:8443");
  mch_profile_set (profile, MCH_PROFILE_CA, PEM);
  mch_profile_set (profile, MCH_PROFILE_LOGIN, "m.durand");
  mch_profile_add_scope (profile, "etab:0250001A", "Collège « Zélie » ; n° 3");
  mch_profile_add_scope (profile, "acad:03", "Besançon");
  mch_profile_pin_key (profile, "etab:0250001A", "a2V5PT0=", 4);
  g_assert_true (mch_profile_save (profile, NULL));

  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0600);
  back = load (deeper);
  g_assert_cmpstr (mch_profile_get (back, MCH_PROFILE_SERVER), ==, "https://localhost:8443");
  g_assert_cmpstr (mch_profile_get (back, MCH_PROFILE_CA), ==, PEM);
  g_assert_cmpuint (mch_profile_get_n_scopes (back), ==, 2);
  g_assert_cmpstr (mch_profile_get_scope (back, 0, &name), ==, "etab:0250001A");
  g_assert_cmpstr (name, ==, "Collège « Zélie » ; n° 3");
  g_assert_null (mch_profile_get_scope (back, 2, NULL));
  g_assert_cmpstr (mch_profile_get_pinned_key (back, "etab:0250001A", &version), ==, "a2V5PT0=");
  g_assert_cmpint (version, ==, 4);
  g_assert_null (mch_profile_get_pinned_key (back, "acad:03", NULL));

  mch_profile_set (back, MCH_PROFILE_CA, "");
  mch_profile_clear_scopes (back);
  g_assert_null (mch_profile_get (back, MCH_PROFILE_CA));
  g_assert_cmpuint (mch_profile_get_n_scopes (back), ==, 0);
  g_assert_true (mch_profile_save (back, NULL));
  /* Pinned keys outlive a change of scopes: a server must not make us forget them. */
  g_clear_pointer (&back, mch_profile_free);
  back = load (deeper);
  g_assert_cmpuint (mch_profile_get_n_scopes (back), ==, 0);
  g_assert_nonnull (mch_profile_get_pinned_key (back, "etab:0250001A", NULL));
  fixture_remove_tree (dir);
}

/* Files that are not ours are refused and stay as they are. */
static void
test_refused (void)
{
  static const struct
  {
    const char *content;
    int code;
  } cases[] = {
    { "", MCH_STORE_ERROR_DAMAGED },
    { "\x7f"
      "ELF\x01",
      MCH_STORE_ERROR_DAMAGED },
    { "[profile]\nserver=x\n", MCH_STORE_ERROR_DAMAGED },
    { "[other]\nversion=1\n", MCH_STORE_ERROR_DAMAGED },
    { "[profile]\nversion=2\n", MCH_STORE_ERROR_NEWER },
  };
  g_autofree char *dir = make_dir ();
  g_autofree char *path = g_build_filename (dir, "profile.conf", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *after = NULL;

      g_assert_true (g_file_set_contents (path, cases[i].content, -1, NULL));
      g_assert_null (mch_profile_load (dir, &error));
      g_assert_error (error, MCH_STORE_ERROR, cases[i].code);
      g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
      g_assert_cmpstr (after, ==, cases[i].content);
    }
  fixture_remove_tree (dir);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/profile/round-trip", test_round_trip);
  g_test_add_func ("/store/profile/refused", test_refused);
  return g_test_run ();
}
