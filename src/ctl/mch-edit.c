/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ctl/mch-edit.h"

#include "core/mch-value.h"
#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
fail_fault (const MchField *field, MchFaultCode code, const char *text, GError **error)
{
  MchFault fault = { .code = code, .field = field, .value = text, .blocking = TRUE };
  g_autofree char *message = mch_fault_dup_message (&fault);
  g_autofree char *hint = mch_fault_dup_hint (&fault);

  g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE, "%s %s", message,
               hint != NULL ? hint : "");
  return FALSE;
}

gboolean
mch_edit_read (MchRecord *record, const char *name, const char *text, GError **error)
{
  const MchField *field = mch_field_find (record->kind, name);
  g_autofree char *today = mch_ctl_dup_today ();
  MchValueContext context = { .today = today };
  g_autofree char *value = NULL;
  MchValueNote note = { 0 };

  if (field == NULL || !field->editable)
    return fail_fault (field, field == NULL ? MCH_FAULT_UNKNOWN_FIELD : MCH_FAULT_NOT_EDITABLE,
                       name, error);
  if (!mch_value_read (field, text, &context, &value, &note))
    return fail_fault (field, note.code, text, error);
  if (field->needed && *value == '\0')
    return fail_fault (field, MCH_FAULT_MISSING, text, error);
  mch_record_set (record, name, value);
  return TRUE;
}

gboolean
mch_edit_read_state (const char *text, const char **ret_state, GError **error)
{
  static const struct
  {
    const char *typed;
    const char *state;
  } words[] = {
    { "pre_registered", MCH_STATE_PRE_REGISTERED },
    { "pre-registered", MCH_STATE_PRE_REGISTERED },
    { "Pré-inscrit", MCH_STATE_PRE_REGISTERED },
    { "registered", MCH_STATE_REGISTERED },
    { "Inscrit", MCH_STATE_REGISTERED },
    { "withdrawn", MCH_STATE_WITHDRAWN },
    { "Désinscrit", MCH_STATE_WITHDRAWN },
  };
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *word = g_utf8_casefold (words[i].typed, -1);

      if (strcmp (folded, word) == 0)
        {
          *ret_state = words[i].state;
          return TRUE;
        }
    }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("“%s” is not a state: write pre_registered, registered or withdrawn."), text);
  return FALSE;
}

MchExit
mch_edit_send (MchCtl *ctl, const char *scope, const char *kind, GHashTable *meta,
               GPtrArray *changes, GError **error)
{
  g_autofree char *op = mch_desk_new_id ();

  if (changes->len > 0
      && !mch_store_enqueue (mch_desk_get_store (ctl->desk), op, scope, kind, meta, changes,
                             mch_desk_now_ms (), error))
    return MCH_EXIT_FAILED;
  return mch_ctl_send (ctl, error);
}

MchCandidate *
mch_edit_find_candidate (MchCtl *ctl, const char *scope, const char *id, GError **error)
{
  const char *const ids[] = { id, NULL };
  MchCandidateFilter filter = { .scope = scope, .session = ctl->session, .ids = ids };
  g_autoptr (GPtrArray) rows = mch_store_query_candidates (mch_desk_get_store (ctl->desk), &filter,
                                                           0, G_MAXUINT, NULL, error);

  if (rows == NULL)
    return NULL;
  if (rows->len != 1)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   rows->len == 0 ? _ ("There is no candidate %s here; see “candidates list”.")
                                  : _ ("%s has several candidatures: say which with --session."),
                   id);
      return NULL;
    }
  return g_ptr_array_steal_index (rows, 0);
}
