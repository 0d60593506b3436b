/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/mch-wire-slip.h"

#include <string.h>

static const char *const outcome_names[] = {
  [MCH_SLIP_CREATED] = "created",       [MCH_SLIP_EXISTING] = "existing",
  [MCH_SLIP_INELIGIBLE] = "ineligible", [MCH_SLIP_REGENERATED] = "regenerated",
  [MCH_SLIP_REFUSED] = "refused",       [MCH_SLIP_MAILED] = "mailed",
};

const char *
mch_slip_outcome_to_string (MchSlipOutcome outcome)
{
  g_return_val_if_fail (outcome >= 0 && outcome < (int) G_N_ELEMENTS (outcome_names), NULL);

  return outcome_names[outcome];
}

MchSlipOutcome
mch_slip_outcome_from_string (const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outcome_names); i++)
    if (g_strcmp0 (text, outcome_names[i]) == 0)
      return (MchSlipOutcome) i;
  return MCH_SLIP_INVALID;
}

void
mch_wire_slip_free (MchWireSlip *slip)
{
  if (slip == NULL)
    return;
  g_free (slip->candidate);
  g_clear_pointer (&slip->cipher, g_bytes_unref);
  g_free (slip);
}

void
mch_slip_result_free (MchSlipResult *result)
{
  if (result == NULL)
    return;
  g_free (result->candidate);
  g_free (result->login);
  g_free (result->message_key);
  g_free (result);
}

JsonObject *
mch_wire_slips_to_json (GPtrArray *slips)
{
  JsonObject *message = json_object_new ();
  JsonArray *list = json_array_sized_new (slips->len);

  for (guint i = 0; i < slips->len; i++)
    {
      const MchWireSlip *slip = slips->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "candidate", slip->candidate);
      mch_wire_set_bytes (object, "salt", slip->salt, sizeof slip->salt);
      mch_wire_set_bytes (object, "verifier", slip->verifier, sizeof slip->verifier);
      mch_wire_set_bytes (object, "cipher", g_bytes_get_data (slip->cipher, NULL),
                          g_bytes_get_size (slip->cipher));
      json_object_set_int_member (object, "secret_version", slip->secret_version);
      if (slip->despite_email)
        json_object_set_boolean_member (object, "despite_email", TRUE);
      json_array_add_object_element (list, object);
    }
  json_object_set_int_member (message, "version", 1);
  json_object_set_array_member (message, "slips", list);
  return message;
}

static gboolean
read_fixed (JsonObject *object, const char *name, guint8 *into, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = mch_wire_get_bytes (object, name, length, length, error);

  if (bytes == NULL)
    return FALSE;
  memcpy (into, g_bytes_get_data (bytes, NULL), length);
  return TRUE;
}

static MchWireSlip *
slip_from_json (JsonObject *object, GError **error)
{
  g_autoptr (MchWireSlip) slip = g_new0 (MchWireSlip, 1);

  slip->candidate = g_strdup (mch_wire_get_text (object, "candidate", 64, error));
  if (slip->candidate == NULL || !read_fixed (object, "salt", slip->salt, sizeof slip->salt, error)
      || !read_fixed (object, "verifier", slip->verifier, sizeof slip->verifier, error)
      || !mch_wire_get_int (object, "secret_version", 1, G_MAXINT32, &slip->secret_version, error))
    return NULL;
  slip->despite_email = mch_wire_opt_bool (object, "despite_email", FALSE);
  slip->cipher = mch_wire_get_bytes (object, "cipher", 1, MCH_SLIP_CIPHER_MAX, error);
  return slip->cipher != NULL ? g_steal_pointer (&slip) : NULL;
}

GPtrArray *
mch_wire_slips_from_json (JsonObject *message, GError **error)
{
  g_autoptr (GPtrArray) slips =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_wire_slip_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *list = mch_wire_get_array (message, "slips", MCH_WIRE_MAX_CHUNK_SLIPS, error);

  if (list == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *element = mch_wire_array_object (list, i, error);
      MchWireSlip *slip = element != NULL ? slip_from_json (element, error) : NULL;

      if (slip == NULL)
        return NULL;
      g_ptr_array_add (slips, slip);
      if (!g_hash_table_add (seen, slip->candidate))
        {
          g_set_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED,
                       "slips: a candidate stands twice");
          return NULL;
        }
    }
  if (slips->len == 0)
    {
      g_set_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "slips: none");
      return NULL;
    }
  return g_steal_pointer (&slips);
}

JsonObject *
mch_slip_results_to_json (GPtrArray *results)
{
  JsonObject *message = json_object_new ();
  JsonArray *list = json_array_sized_new (results->len);

  for (guint i = 0; i < results->len; i++)
    {
      const MchSlipResult *result = results->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "candidate", result->candidate);
      json_object_set_string_member (object, "outcome",
                                     mch_slip_outcome_to_string (result->outcome));
      mch_wire_set_text (object, "login", result->login);
      mch_wire_set_text (object, "message_key", result->message_key);
      json_array_add_object_element (list, object);
    }
  json_object_set_int_member (message, "version", 1);
  json_object_set_array_member (message, "results", list);
  return message;
}

static MchSlipResult *
result_from_json (JsonObject *object, GError **error)
{
  g_autoptr (MchSlipResult) result = g_new0 (MchSlipResult, 1);
  const char *outcome;

  result->candidate = g_strdup (mch_wire_get_text (object, "candidate", 64, error));
  outcome = result->candidate != NULL ? mch_wire_get_text (object, "outcome", 16, error) : NULL;
  if (outcome == NULL)
    return NULL;
  result->outcome = mch_slip_outcome_from_string (outcome);
  if (result->outcome == MCH_SLIP_INVALID)
    {
      g_set_error (error, MCH_WIRE_ERROR, MCH_WIRE_ERROR_MALFORMED, "outcome: not known");
      return NULL;
    }
  result->login = g_strdup (mch_wire_opt_text (object, "login", NULL));
  result->message_key = g_strdup (mch_wire_opt_text (object, "message_key", NULL));
  return g_steal_pointer (&result);
}

GPtrArray *
mch_slip_results_from_json (JsonObject *message, GError **error)
{
  g_autoptr (GPtrArray) results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_slip_result_free);
  JsonArray *list = mch_wire_get_array (message, "results", MCH_WIRE_MAX_CHUNK_SLIPS, error);

  if (list == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *element = mch_wire_array_object (list, i, error);
      MchSlipResult *result = element != NULL ? result_from_json (element, error) : NULL;

      if (result == NULL)
        return NULL;
      g_ptr_array_add (results, result);
    }
  return g_steal_pointer (&results);
}
