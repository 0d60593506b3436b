/* SPDX-License-Identifier: GPL-3.0-or-later */
/* REG-51: what was changed together is one version, with its number when it has one. */
#include "sync/mch-registration-versions.h"

#include <string.h>

static void
add (GPtrArray *lines, const char *name, const char *before, const char *after, gboolean kept,
     const char *by, gint64 at_ms)
{
  g_ptr_array_add (lines, mch_history_line_new (name, before, after, kept, by, at_ms));
}

static GPtrArray *
new_lines (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) mch_history_line_free);
}

static char *
describe (GPtrArray *versions)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < versions->len; i++)
    {
      const MchRegistrationVersion *version = versions->pdata[i];

      g_string_append_printf (text, "%sv%u %s:", i > 0 ? " | " : "", version->version, version->by);
      for (guint j = 0; j < version->lines->len; j++)
        {
          const MchHistoryLine *line = version->lines->pdata[j];

          g_string_append_printf (text, " %s=%s>%s", line->name,
                                  line->before != NULL ? line->before : "",
                                  line->after != NULL ? line->after : "");
        }
    }
  return g_string_free (text, FALSE);
}

static void
test_versions (void)
{
  g_autoptr (GPtrArray) candidature = new_lines ();
  g_autoptr (GPtrArray) person = new_lines ();
  g_autoptr (GPtrArray) versions = NULL;
  g_autofree char *text = NULL;

  add (candidature, "division", "1CAP", "2CAP", TRUE, "anna", 40);
  add (candidature, "registration_version", "1", "2", TRUE, "anna", 40);
  add (candidature, "division", "2CAP", "9CAP", FALSE, "bela", 35); /* lost */
  add (candidature, "state", "pre_registered", "registered", TRUE, "anna", 30);
  add (candidature, "registration_number", NULL, "001", TRUE, "anna", 30);
  add (candidature, "registration_version", NULL, "1", TRUE, "anna", 30);
  add (candidature, "category", NULL, "122", TRUE, "bela", 20);
  add (person, "city", NULL, "Dole", TRUE, "anna", 40);
  add (person, "candidate_number", NULL, "02612345678", TRUE, "anna", 30);
  add (person, "ocean_number", NULL, "7", TRUE, "bela", 30); /* the same moment, another hand */
  versions = mch_registration_versions_new (candidature, person);
  text = describe (versions);
  g_assert_cmpstr (text, ==,
                   "v2 anna: division=1CAP>2CAP city=>Dole"
                   " | v1 anna: state=pre_registered>registered candidate_number=>02612345678"
                   " | v0 bela: ocean_number=>7 | v0 bela: category=>122");
}

static void
test_odd (void)
{
  g_autoptr (GPtrArray) candidature = new_lines ();
  g_autoptr (GPtrArray) person = new_lines ();
  g_autoptr (GPtrArray) nothing = mch_registration_versions_new (candidature, person);
  g_autoptr (GPtrArray) odd = NULL;

  g_assert_cmpuint (nothing->len, ==, 0);
  add (candidature, "registration_version", "1", "beaucoup", TRUE, "", 1);
  add (candidature, "registration_version", "1", NULL, TRUE, "", 1);
  add (candidature, "registration_version", "1", "99999999999999999999", TRUE, "", 1);
  odd = mch_registration_versions_new (candidature, person);
  g_assert_cmpuint (odd->len, ==, 1);
  g_assert_cmpuint (((MchRegistrationVersion *) odd->pdata[0])->version, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/versions/together", test_versions);
  g_test_add_func ("/versions/odd", test_odd);
  return g_test_run ();
}
