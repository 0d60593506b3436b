/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/mch-import-records.h"

#include "store/mch-store-reference.h"

#include <string.h>

#define SCOPE_PREFIX "etab:"

struct _MchImportRecords
{
  guint64 serial;
  char *uai;
  char *session;
  char *today;
  GPtrArray *persons;
  GPtrArray *candidatures;
  char **open_sessions;
  GPtrArray *services;   /* MchRecord, whose contacts are below */
  GArray *contacts;      /* MchImportContact */
  GPtrArray *references; /* MchReference, whose specialities are below */
  GArray *specialities;  /* MchImportSpeciality */
  MchImportBase base;
};

static gboolean
has_passed (const MchRecord *service, const char *name, gint64 now_ms)
{
  const char *text = mch_record_get (service, name);

  return text == NULL || g_ascii_strtoll (text, NULL, 10) <= now_ms;
}

/* A window without an end stays open. */
static gboolean
is_open (const MchRecord *service, gint64 now_ms)
{
  return has_passed (service, "registration_from_ms", now_ms)
         && (mch_record_get (service, "registration_to_ms") == NULL
             || !has_passed (service, "registration_to_ms", now_ms));
}

static GArray *
list_contacts (const GPtrArray *services)
{
  GArray *contacts = g_array_new (FALSE, FALSE, sizeof (MchImportContact));

  for (guint i = 0; i < services->len; i++)
    {
      const MchRecord *service = services->pdata[i];
      MchImportContact contact = { service->id, mch_record_get (service, "contact") };

      if (contact.contact != NULL)
        g_array_append_val (contacts, contact);
    }
  return contacts;
}

/* Exams that have sessions for several months have one reference each; the same code means the same
 * exam in all of them. */
static void
add_specialities (MchImportRecords *records, const MchReference *reference)
{
  const GPtrArray *items = mch_reference_list (reference, MCH_REF_SPECIALTY);

  for (guint i = 0; i < items->len; i++)
    {
      const MchRefItem *item = items->pdata[i];
      MchImportSpeciality speciality = { item->code, mch_reference_get_domain (reference),
                                         mch_ref_item_get (item, "label") };

      g_array_append_val (records->specialities, speciality);
    }
}

static void
load_references (MchImportRecords *records, MchStore *store)
{
  records->references = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_reference_unref);
  records->specialities = g_array_new (FALSE, FALSE, sizeof (MchImportSpeciality));
  for (guint i = 0; i < records->services->len; i++)
    {
      MchReference *reference = mch_store_dup_reference (store, records->services->pdata[i]);

      if (reference == NULL)
        continue;
      g_ptr_array_add (records->references, reference);
      add_specialities (records, reference);
    }
}

static char **
list_open_sessions (const GPtrArray *services, gint64 now_ms)
{
  g_autoptr (GStrvBuilder) sessions = g_strv_builder_new ();

  for (guint i = 0; i < services->len; i++)
    {
      const MchRecord *service = services->pdata[i];

      if (is_open (service, now_ms))
        g_strv_builder_add (sessions, service->id);
    }
  return g_strv_builder_end (sessions);
}

MchImportRecords *
mch_import_records_new (MchStore *store, const char *scope, const char *session, const char *today,
                        gint64 now_ms)
{
  MchImportRecords *records;

  g_return_val_if_fail (store != NULL && g_str_has_prefix (scope, SCOPE_PREFIX), NULL);
  g_return_val_if_fail (session != NULL && today != NULL, NULL);

  records = g_new0 (MchImportRecords, 1);
  records->serial = mch_store_get_serial (store);
  records->uai = g_strdup (scope + strlen (SCOPE_PREFIX));
  records->session = g_strdup (session);
  records->today = g_strdup (today);
  records->persons = mch_store_list_records (store, scope, MCH_KIND_PERSON);
  records->candidatures = mch_store_list_records (store, scope, MCH_KIND_CANDIDATURE);
  records->services = mch_store_list_records (store, scope, MCH_KIND_SERVICE);
  records->open_sessions = list_open_sessions (records->services, now_ms);
  records->contacts = list_contacts (records->services);
  load_references (records, store);
  records->base = (MchImportBase){
    .uai = records->uai,
    .session = records->session,
    .today = records->today,
    .persons = (MchRecord *const *) records->persons->pdata,
    .n_persons = records->persons->len,
    .candidatures = (MchRecord *const *) records->candidatures->pdata,
    .n_candidatures = records->candidatures->len,
    .open_sessions = (const char *const *) records->open_sessions,
    .contacts = (const MchImportContact *) (gpointer) records->contacts->data,
    .n_contacts = records->contacts->len,
    .specialities = (const MchImportSpeciality *) (gpointer) records->specialities->data,
    .n_specialities = records->specialities->len,
  };
  return records;
}

void
mch_import_records_free (MchImportRecords *records)
{
  if (records == NULL)
    return;
  g_ptr_array_unref (records->persons);
  g_ptr_array_unref (records->candidatures);
  g_strfreev (records->open_sessions);
  g_array_unref (records->contacts);
  g_array_unref (records->specialities);
  g_ptr_array_unref (records->references);
  g_ptr_array_unref (records->services);
  g_free (records->uai);
  g_free (records->session);
  g_free (records->today);
  g_free (records);
}

const MchImportBase *
mch_import_records_get_base (const MchImportRecords *records)
{
  g_return_val_if_fail (records != NULL, NULL);

  return &records->base;
}

guint64
mch_import_records_get_serial (const MchImportRecords *records)
{
  g_return_val_if_fail (records != NULL, 0);

  return records->serial;
}
