/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl sync, status. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *
state_of (const MchStoreOp *op)
{
  switch (op->state)
    {
    case MCH_OP_PENDING:
      return "pending";
    case MCH_OP_ACKNOWLEDGED:
      return "acknowledged";
    default:
      return mch_sync_refusal_is_late (op->reason) ? "late" : "refused";
    }
}

static JsonArray *
ops_to_json (GPtrArray *ops)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];
      JsonObject *object = json_object_new ();
      g_autofree char *key =
          op->reason != NULL ? g_strndup (op->reason, strcspn (op->reason, "\n")) : NULL;

      json_object_set_string_member (object, "id", op->op_id);
      json_object_set_string_member (object, "kind", op->kind);
      json_object_set_string_member (object, "scope", op->scope);
      json_object_set_string_member (object, "state", state_of (op));
      json_object_set_int_member (object, "changes", op->n_changes);
      json_object_set_int_member (object, "made_ms", op->made_ms);
      mch_wire_set_text (object, "reason", key);
      mch_wire_set_text (object, "words", mch_sync_refusal_get_words (op->reason));
      json_array_add_object_element (list, object);
    }
  return list;
}

static void
print_ops (GPtrArray *ops, guint pending)
{
  if (pending == 0)
    g_print ("%s\n", _ ("Everything is synchronised"));
  else
    g_print (g_dngettext (GETTEXT_PACKAGE, "%u change waits\n", "%u changes wait\n", pending),
             pending);
  for (guint i = 0; i < ops->len; i++)
    {
      const MchStoreOp *op = ops->pdata[i];

      g_autofree char *text =
          op->reason != NULL ? mch_sync_refusal_dup_text (op->reason) : g_strdup ("");

      if (op->state == MCH_OP_REFUSED)
        g_print ("  %s: %s\n", op->op_id, text);
    }
}

static gboolean
print_status (MchCtl *ctl, GError **error)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  MchProfile *profile = mch_desk_get_profile (ctl->desk);
  g_autoptr (GPtrArray) ops = mch_store_list_ops (store, error);
  g_autoptr (GPtrArray) conflicts = ops != NULL ? mch_store_list_conflicts (store, error) : NULL;
  guint pending = mch_store_count_pending (store);
  guint late = mch_store_count_refused_for (store, MCH_REFUSAL_LATE_WAITING);
  JsonObject *object;

  if (conflicts == NULL)
    return FALSE;
  if (!ctl->json)
    {
      print_ops (ops, pending);
      return TRUE;
    }
  object = json_object_new ();
  mch_wire_set_text (object, "login", mch_profile_get (profile, MCH_PROFILE_LOGIN));
  mch_wire_set_text (object, "server", mch_profile_get (profile, MCH_PROFILE_SERVER));
  json_object_set_int_member (object, "pending", pending);
  json_object_set_int_member (object, "refused", mch_store_count_refused (store) - late);
  json_object_set_int_member (object, "late", late);
  json_object_set_int_member (object, "conflicts", conflicts->len);
  json_object_set_boolean_member (object, "persistent", mch_store_is_persistent (store));
  json_object_set_array_member (object, "operations", ops_to_json (ops));
  mch_output_object (object);
  return TRUE;
}

MchExit
mch_verb_sync (MchCtl *ctl, int argc, char **argv, GError **error)
{
  MchExit status;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  status = mch_ctl_send (ctl, error);
  if (*error == NULL && !print_status (ctl, error))
    return MCH_EXIT_FAILED;
  return status;
}

MchExit
mch_verb_status (MchCtl *ctl, int argc, char **argv, GError **error)
{
  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (!mch_ctl_open (ctl, error) || !print_status (ctl, error))
    return MCH_EXIT_FAILED;
  return MCH_EXIT_DONE;
}
