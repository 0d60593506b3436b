/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which field stands where is said once, in a table; what a session leaves out moves to the tab
 * that comes before. */
#include "core/mch-registration-form.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-registration.h"

static const struct
{
  const char *name; /* as in the setting */
  const char *title;
} tab_names[] = {
  [MCH_TAB_IDENTIFICATION] = { "identification", N_ ("Identification") },
  [MCH_TAB_CANDIDATURE] = { "candidature", N_ ("Registration information") },
  [MCH_TAB_QUALIFICATION] = { "qualification", N_ ("Qualification presented") },
  [MCH_TAB_ACQUIS] = { "acquis", N_ ("Earlier results") },
  [MCH_TAB_DIPLOMA] = { "diploma", N_ ("Diploma held") },
  [MCH_TAB_TESTS] = { "tests", N_ ("Tests") },
  [MCH_TAB_SUMMARY] = { "summary", N_ ("Summary") },
  [MCH_TAB_NUMBER] = { "number", N_ ("Registration no.") },
};
G_STATIC_ASSERT (G_N_ELEMENTS (tab_names) == MCH_N_TABS);

/* Person's fields first; a field of the candidature that is named nowhere is on no tab. */
static const struct
{
  MchFormTabId tab;
  const char *name;
} places[] = {
  { MCH_TAB_IDENTIFICATION, "to_correct" },
  { MCH_TAB_IDENTIFICATION, "family_name" },
  { MCH_TAB_IDENTIFICATION, "usage_name" },
  { MCH_TAB_IDENTIFICATION, "given_name" },
  { MCH_TAB_IDENTIFICATION, "given_name_2" },
  { MCH_TAB_IDENTIFICATION, "given_name_3" },
  { MCH_TAB_IDENTIFICATION, "sex" },
  { MCH_TAB_IDENTIFICATION, "birth_date" },
  { MCH_TAB_IDENTIFICATION, "birth_country" },
  { MCH_TAB_IDENTIFICATION, "birth_department" },
  { MCH_TAB_IDENTIFICATION, "birth_commune" },
  { MCH_TAB_IDENTIFICATION, "birth_commune_code" },
  { MCH_TAB_IDENTIFICATION, "nationality" },
  { MCH_TAB_IDENTIFICATION, "ine" },
  { MCH_TAB_IDENTIFICATION, "address_1" },
  { MCH_TAB_IDENTIFICATION, "address_2" },
  { MCH_TAB_IDENTIFICATION, "address_3" },
  { MCH_TAB_IDENTIFICATION, "postal_code" },
  { MCH_TAB_IDENTIFICATION, "city" },
  { MCH_TAB_IDENTIFICATION, "country" },
  { MCH_TAB_IDENTIFICATION, "phone" },
  { MCH_TAB_IDENTIFICATION, "email" },
  { MCH_TAB_CANDIDATURE, "category" },
  { MCH_TAB_CANDIDATURE, "division" },
  { MCH_TAB_CANDIDATURE, "training_code" },
  { MCH_TAB_CANDIDATURE, "teachings" },
  { MCH_TAB_CANDIDATURE, "handicap" },
  { MCH_TAB_CANDIDATURE, "adjustment" },
  { MCH_TAB_CANDIDATURE, "consent_press" },
  { MCH_TAB_CANDIDATURE, "consent_private" },
  { MCH_TAB_CANDIDATURE, "consent_authorities" },
  { MCH_TAB_QUALIFICATION, "specialty_code" },
  { MCH_TAB_QUALIFICATION, "passage" },
  { MCH_TAB_ACQUIS, "acquis" },
  { MCH_TAB_ACQUIS, "acquis_diploma" },
  { MCH_TAB_ACQUIS, "acquis_year" },
  { MCH_TAB_ACQUIS, "acquis_academy" },
  { MCH_TAB_ACQUIS, "acquis_marks" },
  { MCH_TAB_ACQUIS, "exempted_tests" },
  { MCH_TAB_ACQUIS, "retaken_tests" },
  { MCH_TAB_DIPLOMA, "diploma" },
  { MCH_TAB_TESTS, "tests" },
  { MCH_TAB_NUMBER, "candidate_number" },
  { MCH_TAB_NUMBER, "registration_number" },
  { MCH_TAB_NUMBER, "registration_version" },
};

const char *
mch_form_tab_to_string (MchFormTabId tab)
{
  g_return_val_if_fail (tab < MCH_N_TABS, NULL);

  return tab_names[tab].name;
}

const char *
mch_form_tab_get_title (MchFormTabId tab)
{
  g_return_val_if_fail (tab < MCH_N_TABS, NULL);

  return _ (tab_names[tab].title);
}

static void
free_field (gpointer data)
{
  MchFormField *field = data;

  g_clear_pointer (&field->choices, g_ptr_array_unref);
  g_free (field);
}

static void
free_tab (gpointer data)
{
  MchFormTab *tab = data;

  g_ptr_array_unref (tab->fields);
  g_free (tab);
}

void
mch_registration_form_free (MchRegistrationForm *form)
{
  if (form == NULL)
    return;
  g_ptr_array_unref (form->tabs);
  g_ptr_array_unref (form->tests);
  g_array_unref (form->blockers);
  g_clear_pointer (&form->documents, g_ptr_array_unref);
  g_free (form->number);
  g_free (form);
}

static MchFormTab *
find_tab (const GPtrArray *tabs, MchFormTabId id)
{
  for (guint i = 0; i < tabs->len; i++)
    if (((MchFormTab *) tabs->pdata[i])->id == id)
      return tabs->pdata[i];
  return NULL;
}

/* What a session does without stands on the nearest tab before: nothing becomes unreachable. */
static MchFormTab *
find_place (const GPtrArray *tabs, MchFormTabId id)
{
  for (int one = (int) id; one >= 0; one--)
    {
      MchFormTab *tab = find_tab (tabs, (MchFormTabId) one);

      if (tab != NULL)
        return tab;
    }
  return tabs->pdata[0];
}

static void
add_tab (GPtrArray *tabs, MchFormTabId id, const MchReference *reference)
{
  MchFormTab *tab = g_new0 (MchFormTab, 1);
  const GPtrArray *exams = reference != NULL ? mch_reference_list (reference, MCH_REF_EXAM) : NULL;

  tab->id = id;
  tab->title = mch_form_tab_get_title (id);
  tab->fields = g_ptr_array_new_with_free_func (free_field);
  if (id == MCH_TAB_ACQUIS && exams != NULL)
    {
      tab->intro = mch_ref_item_get (exams->pdata[0], "acquis_intro");
      tab->note = mch_ref_item_get (exams->pdata[0], "acquis_exempted");
    }
  g_ptr_array_add (tabs, tab);
}

static GPtrArray *
new_tabs (const MchReference *reference, const MchRecord *service)
{
  GPtrArray *tabs = g_ptr_array_new_with_free_func (free_tab);
  const char *setting = mch_registration_get_setting (service, reference, "tabs");
  g_auto (GStrv) names = g_strsplit (setting != NULL ? setting : "", ",", -1);

  for (char **name = names; *name != NULL; name++)
    for (int id = 0; id < MCH_N_TABS; id++)
      if (strcmp (g_strstrip (*name), tab_names[id].name) == 0
          && find_tab (tabs, (MchFormTabId) id) == NULL)
        add_tab (tabs, (MchFormTabId) id, reference);
  for (int id = 0; tabs->len == 0 && id < MCH_N_TABS; id++)
    add_tab (tabs, (MchFormTabId) id, reference);
  return tabs;
}

/* The details of earlier results, and the kind of them that asks for each; NULL: all do. */
static const struct
{
  const char *name;
  const char *gives;
} acquis_details[] = {
  { "acquis_year", NULL },     { "acquis_academy", NULL },    { "acquis_diploma", "diploma" },
  { "acquis_marks", "marks" }, { "exempted_tests", "tests" }, { "retaken_tests", NULL },
};

/* Whether @name is such a detail, and asked for by the kind that was chosen. */
static gboolean
is_acquis_detail (const MchReference *reference, const MchRecord *candidature, const char *name,
                  gboolean *ret_asked)
{
  const MchRefItem *acquis = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (acquis_details); i++)
    if (strcmp (name, acquis_details[i].name) == 0)
      {
        if (reference != NULL)
          acquis = mch_registration_find (reference, candidature, MCH_REF_ACQUIS);
        *ret_asked =
            acquis != NULL
            && (acquis_details[i].gives == NULL
                || g_strcmp0 (mch_ref_item_get (acquis, "gives"), acquis_details[i].gives) == 0);
        return TRUE;
      }
  return FALSE;
}

/* Only what is asked for; once something is in, it is shown, too. */
static gboolean
is_shown (const MchReference *reference, const MchRecord *candidature, const char *name,
          const char *value)
{
  gboolean asked;

  if (value != NULL)
    return TRUE;
  if (strcmp (name, "to_correct") == 0)
    return FALSE;
  return !is_acquis_detail (reference, candidature, name, &asked) || asked || reference == NULL;
}

static gboolean
is_needed (const MchReference *reference, const MchRecord *candidature, const MchField *field)
{
  static const char *const always[] = { "sex", "specialty_code", NULL };
  gboolean asked;

  if (field->needed || g_strv_contains (always, field->name))
    return TRUE;
  if (reference == NULL)
    return FALSE;
  if (strcmp (field->name, "category") == 0)
    return mch_reference_list (reference, MCH_REF_CATEGORY)->len > 0;
  if (strcmp (field->name, "passage") == 0)
    return mch_reference_list (reference, MCH_REF_PASSAGE)->len > 0;
  if (strcmp (field->name, "diploma") == 0)
    return g_strcmp0 (
               mch_ref_item_get (mch_reference_list (reference, MCH_REF_EXAM)->pdata[0], "diploma"),
               "required")
           == 0;
  return strcmp (field->name, "retaken_tests") != 0
         && is_acquis_detail (reference, candidature, field->name, &asked) && asked;
}

static void
add_field (GPtrArray *tabs, MchFormTabId id, const char *name, const MchReference *reference,
           const MchRecord *person, const MchRecord *candidature)
{
  MchFormField *one;
  const MchField *field = mch_field_find_for_candidate (name);
  const char *value =
      mch_record_get (field->kind == MCH_KIND_PERSON ? person : candidature, field->name);

  if (!is_shown (reference, candidature, field->name, value))
    return;
  one = g_new0 (MchFormField, 1);
  one->field = field;
  one->value = value;
  one->choices = mch_registration_dup_choices (reference, field, candidature);
  one->needed = is_needed (reference, candidature, field);
  /* Once it is given, a candidate's number is the server's. */
  one->editable = field->editable
                  && !(field->type == MCH_FIELD_CANDIDATE_NUMBER
                       && mch_record_get (candidature, "registration_number") != NULL);
  g_ptr_array_add (find_place (tabs, id)->fields, one);
}

static void
mark_saving (MchRegistrationForm *form, const MchRecord *service, const MchReference *reference)
{
  const char *save = mch_registration_get_setting (service, reference, "save");
  guint last = form->tabs->len - 1;
  MchFormTab *tab = form->tabs->pdata[last];

  if (g_strcmp0 (save, "last-but-one") == 0 && last > 0)
    tab = form->tabs->pdata[last - 1];
  else if (g_strcmp0 (save, "next") == 0)
    {
      form->save_next = TRUE;
      tab = find_place (form->tabs, MCH_TAB_SUMMARY);
    }
  tab->saves = TRUE;
}

static void
count_blockers (MchRegistrationForm *form)
{
  for (guint i = 0; i < form->blockers->len; i++)
    {
      const MchFault *fault = &g_array_index (form->blockers, MchFault, i);
      int tab = mch_registration_form_find_tab (form, fault->field);

      if (tab >= 0)
        ((MchFormTab *) form->tabs->pdata[tab])->n_blockers++;
    }
}

MchRegistrationForm *
mch_registration_form_new (const MchReference *reference, const MchRecord *service,
                           const MchRecord *person, const MchRecord *candidature, const char *today)
{
  MchRegistrationForm *form;

  g_return_val_if_fail (service != NULL && person != NULL, NULL);
  g_return_val_if_fail (candidature != NULL && today != NULL, NULL);

  form = g_new0 (MchRegistrationForm, 1);
  form->tabs = new_tabs (reference, service);
  form->tests = mch_registration_dup_tests (reference, candidature);
  form->blockers = mch_registration_blockers (reference, person, candidature);
  form->number = mch_registration_dup_number (candidature);
  form->documents = reference != NULL
                        ? mch_registration_dup_documents (reference, person, candidature, today)
                        : g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    add_field (form->tabs, places[i].tab, places[i].name, reference, person, candidature);
  mark_saving (form, service, reference);
  count_blockers (form);
  return form;
}

int
mch_registration_form_find_tab (const MchRegistrationForm *form, const MchField *field)
{
  g_return_val_if_fail (form != NULL, -1);

  for (guint i = 0; i < form->tabs->len; i++)
    {
      const GPtrArray *fields = ((MchFormTab *) form->tabs->pdata[i])->fields;

      for (guint j = 0; j < fields->len; j++)
        if (((MchFormField *) fields->pdata[j])->field == field)
          return (int) i;
    }
  return -1;
}
