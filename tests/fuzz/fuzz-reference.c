/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reference files from arbitrary bytes; what is understood is used as a registration uses it. */
#include "fuzz-init.h"

#include "core/mch-blocker-groups.h"
#include "core/mch-registration-form.h"
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

/* Whatever a choice is, taking it is understood; and what a group takes mends it. */
static void
choose (const MchReference *reference, MchRecord *candidature, const MchField *field)
{
  g_autoptr (GPtrArray) choices = mch_registration_dup_choices (reference, field, candidature);

  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      const MchChoice *choice = choices->pdata[i];

      g_assert (g_utf8_strlen (choice->value, -1) > 0);
      mch_registration_set (candidature, reference, field, choice->value);
    }
}

static void
fill_form (const MchReference *reference)
{
  g_autoptr (MchRecord) service = mch_record_new (MCH_KIND_SERVICE, "CAP/2027-06");
  g_autoptr (MchRecord) person = mch_record_new (MCH_KIND_PERSON, "p");
  g_autoptr (MchRecord) candidature = mch_record_new (MCH_KIND_CANDIDATURE, "c");
  g_autoptr (MchRegistrationForm) form = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  guint n;
  const MchField *fields = mch_field_table (&n);

  for (guint i = 0; i < n; i++)
    if (fields[i].kind == MCH_KIND_CANDIDATURE)
      choose (reference, candidature, &fields[i]);
  form = mch_registration_form_new (reference, service, person, candidature, "2026-11-22");
  g_assert (form->tabs->len > 0);
  groups = mch_blocker_groups_new (&form->blockers, 1);
  for (guint i = 0; i < groups->len; i++)
    {
      const MchBlockerGroup *group = groups->pdata[i];
      g_autoptr (MchRecord) after = mch_record_copy (candidature);
      g_autoptr (GPtrArray) choices = mch_blocker_group_dup_choices (group, reference, candidature);

      if (choices != NULL && choices->len > 0)
        mch_blocker_group_fix (group, reference, after, ((MchChoice *) choices->pdata[0])->value);
      mch_blocker_group_fix (group, reference, after, "x");
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MchReference) reference = mch_reference_new ((const char *) data, size, &error);

  g_assert ((reference == NULL) == (error != NULL));
  if (reference == NULL)
    return 0;
  use (reference);
  fill_form (reference);
  return 0;
}
