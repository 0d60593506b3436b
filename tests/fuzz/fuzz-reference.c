/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference files from arbitrary bytes; what is understood is used as a registration uses it. */
#include "fuzz-init.h"

#include "core/mch-registration.h"

static void
use (const MchReference *reference)
{
  const GPtrArray *specialties = mch_reference_list (reference, MCH_REF_SPECIALTY);
  const GPtrArray *categories = mch_reference_list (reference, MCH_REF_CATEGORY);
  g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, "p");
  g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, "c");
  g_autoptr (GPtrArray) tests = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  g_autoptr (GArray) blockers = NULL;

  mch_record_set (person, "birth_date", "2009-03-01");
  mch_record_set (candidature, "specialty_code", ((MchRefItem *) specialties->pdata[0])->code);
  if (categories->len > 0)
    mch_record_set (candidature, "category", ((MchRefItem *) categories->pdata[0])->code);
  mch_record_set (candidature, "tests", "-E3; E2=Anglais; EF1");
  mch_record_set (candidature, "acquis", "a");
  mch_record_set (candidature, "acquis_diploma", "d");
  mch_record_set (candidature, "acquis_marks", "E4=12");
  tests = mch_registration_dup_tests (reference, candidature);
  documents = mch_registration_dup_documents (reference, person, candidature, "2026-11-22");
  blockers = mch_registration_blockers (reference, person, candidature);
  for (guint i = 0; i < tests->len; i++)
    g_free (mch_test_dup_title (tests->pdata[i]));
  for (guint i = 0; i < blockers->len; i++)
    g_free (mch_blocker_dup_group_sentence (&g_array_index (blockers, MchFault, i), 2));
  g_assert (mch_reference_get_setting (reference, "save", "A03", "2027-06") != NULL);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchReference) reference = mch_reference_new ((const char *) data, size, &error);

  g_assert ((reference == NULL) == (error != NULL));
  if (reference != NULL)
    use (reference);
  return 0;
}
