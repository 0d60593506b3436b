/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl establishment show, set, confirm. */
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static MchRecord *
dup_establishment (MchCtl *ctl, const char *scope, GError **error)
{
  MchRecord *record = mch_store_dup_record (mch_desk_get_store (ctl->desk), scope,
                                            MCH_KIND_ESTABLISHMENT, scope + strlen ("etab:"));

  if (record == NULL)
    g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN,
                         _ ("This computer knows nothing of the establishment yet. Sign in, or run "
                            "“machaonctl sync”."));
  return record;
}

static void
print_establishment (MchCtl *ctl, const MchRecord *record)
{
  guint n;
  const MchField *fields = mch_field_table (&n);
  JsonObject *object = json_object_new ();
  gboolean confirmed = mch_record_get (record, "contact_confirmed") != NULL;

  json_object_set_string_member (object, "uai", record->id);
  for (guint i = 0; i < n; i++)
    {
      const char *value = mch_record_get (record, fields[i].name);

      if (fields[i].kind != MCH_KIND_ESTABLISHMENT
          || strcmp (fields[i].name, "contact_confirmed") == 0)
        continue;
      if (!ctl->json && value != NULL)
        g_print ("%s: %s\n", _ (fields[i].label), value);
      if (value != NULL)
        json_object_set_string_member (object, fields[i].name, value);
      else
        json_object_set_null_member (object, fields[i].name);
    }
  json_object_set_boolean_member (object, "contact_confirmed", confirmed);
  if (!ctl->json)
    g_print ("%s\n", confirmed ? _ ("These contact details are confirmed.")
                               : _ ("These contact details are not confirmed yet."));
  if (ctl->json)
    mch_output_object (object);
  else
    json_object_unref (object);
}

MchExit
mch_verb_establishment_show (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autoptr (MchRecord) record = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  record = scope != NULL ? dup_establishment (ctl, scope, error) : NULL;
  if (record == NULL)
    return MCH_EXIT_FAILED;
  print_establishment (ctl, record);
  return MCH_EXIT_DONE;
}

/* Sends what changed between the two and shows the result. */
static MchExit
send_and_show (MchCtl *ctl, const char *scope, const MchRecord *before, const MchRecord *after,
               GError **error)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_change_free);
  MchChange *change = mch_change_new_diff (before, after);
  MchExit status;

  if (change != NULL)
    g_ptr_array_add (changes, change);
  status = mch_edit_send (ctl, scope, "edit", NULL, changes, error);
  if (error == NULL || *error == NULL)
    print_establishment (ctl, after);
  return status;
}

MchExit
mch_verb_establishment_set (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *phone = NULL;
  g_autofree char *email = NULL;
  g_autofree char *address = NULL;
  g_autofree char *postal_code = NULL;
  g_autofree char *city = NULL;
  g_autofree char *slip_text = NULL;
  g_autofree char *scope = NULL;
  g_autoptr (MchRecord) before = NULL;
  g_autoptr (MchRecord) after = NULL;
  g_autoptr (MchChange) change = NULL;
  const GOptionEntry options[] = {
    { "phone", 0, 0, G_OPTION_ARG_STRING, &phone, N_ ("Telephone"), "NUMBER" },
    { "email", 0, 0, G_OPTION_ARG_STRING, &email, N_ ("E-mail"), "ADDRESS" },
    { "address", 0, 0, G_OPTION_ARG_STRING, &address, N_ ("Address"), "TEXT" },
    { "postal-code", 0, 0, G_OPTION_ARG_STRING, &postal_code, N_ ("Postal code"), "CODE" },
    { "city", 0, 0, G_OPTION_ARG_STRING, &city, N_ ("Town"), "TEXT" },
    { "slip-text", 0, 0, G_OPTION_ARG_STRING, &slip_text, N_ ("Own text on the slips"), "TEXT" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  before = scope != NULL ? dup_establishment (ctl, scope, error) : NULL;
  if (before == NULL)
    return MCH_EXIT_FAILED;
  after = mch_record_copy (before);
  if ((phone != NULL && !mch_edit_read (after, "phone", phone, error))
      || (email != NULL && !mch_edit_read (after, "email", email, error))
      || (address != NULL && !mch_edit_read (after, "address", address, error))
      || (postal_code != NULL && !mch_edit_read (after, "postal_code", postal_code, error))
      || (city != NULL && !mch_edit_read (after, "city", city, error)))
    return MCH_EXIT_FAILED;
  change = mch_change_new_diff (before, after);
  if (change != NULL)
    mch_record_set (after, "contact_confirmed", NULL);
  /* No part of the contact details, which stay confirmed. */
  if (slip_text != NULL && !mch_edit_read (after, "slip_text", slip_text, error))
    return MCH_EXIT_FAILED;
  return send_and_show (ctl, scope, before, after, error);
}

MchExit
mch_verb_establishment_confirm (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *scope = NULL;
  g_autoptr (MchRecord) before = NULL;
  g_autoptr (MchRecord) after = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  before = scope != NULL ? dup_establishment (ctl, scope, error) : NULL;
  if (before == NULL)
    return MCH_EXIT_FAILED;
  after = mch_record_copy (before);
  mch_record_set (after, "contact_confirmed", "1");
  return send_and_show (ctl, scope, before, after, error);
}
