/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-imports.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-fault.h"
#include "sync/mch-engine.h"

static char *
dup_path (const char *scope, const char *rest)
{
  g_autofree char *place = g_uri_escape_string (scope, NULL, FALSE);

  return g_strdup_printf ("/v1/scopes/%s/imports%s", place, rest);
}

GPtrArray *
mch_import_runs_fetch (MchDesk *desk, const char *scope, const MchImportRun *after,
                       GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autofree char *query = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) answer = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL, NULL);

  client = mch_desk_get_client (desk, error);
  if (client == NULL)
    return NULL;
  if (after != NULL)
    query =
        g_strdup_printf ("?before_ms=%" G_GINT64_FORMAT "&before_id=%s", after->at_ms, after->id);
  path = dup_path (scope, query != NULL ? query : "");
  answer = mch_client_call (client, path, NULL, cancellable, error);
  return answer != NULL ? mch_import_runs_from_json (answer, error) : NULL;
}

MchImportUndo *
mch_import_undo_ask (MchDesk *desk, const char *scope, const char *op, const char *import,
                     GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autofree char *id = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *path = NULL;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonObject) answer = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL, NULL);
  g_return_val_if_fail (op != NULL && import != NULL, NULL);

  client = mch_desk_get_client (desk, error);
  if (client == NULL || !mch_engine_push (desk, NULL, cancellable, error))
    return NULL;
  id = g_uri_escape_string (import, NULL, FALSE);
  rest = g_strdup_printf ("/%s/undo", id);
  path = dup_path (scope, rest);
  body = json_object_new ();
  json_object_set_int_member (body, "version", 1);
  json_object_set_string_member (body, "op", op);
  answer = mch_client_call (client, path, body, cancellable, error);
  return answer != NULL ? mch_import_undo_from_json (answer, error) : NULL;
}

static char *
dup_changed_since (char **fields)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (char **name = fields; *name != NULL; name++)
    {
      const MchField *field = mch_field_find_for_candidate (*name);

      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "",
                              field != NULL ? _ (field->label) : *name);
    }
  /* Translators: the fields of a pupil that somebody has changed after an import. */
  return g_strdup_printf (_ ("Changed since: %s."), names->str);
}

char *
mch_undo_pupil_dup_reason (const MchUndoPupil *pupil)
{
  static const struct
  {
    const char *reason;
    const char *sentence;
  } sentences[] = {
    { "account", N_ ("Has an account: what gives access to it stays.") },
    { "finalised", N_ ("The registration was finalised since.") },
    { "withdrawn", N_ ("Was withdrawn since.") },
  };
  MchFault fault = { 0 };

  g_return_val_if_fail (pupil != NULL, NULL);

  if (pupil->fields != NULL && *pupil->fields != NULL)
    return dup_changed_since (pupil->fields);
  for (gsize i = 0; pupil->reason != NULL && i < G_N_ELEMENTS (sentences); i++)
    if (strcmp (pupil->reason, sentences[i].reason) == 0)
      return g_strdup (_ (sentences[i].sentence));
  fault.code = pupil->reason != NULL ? mch_fault_code_from_string (pupil->reason) : MCH_FAULT_NONE;
  return fault.code != MCH_FAULT_NONE ? mch_fault_dup_message (&fault)
                                      : g_strdup (_ ("It cannot be taken back."));
}
