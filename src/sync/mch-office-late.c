/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/mch-office-late.h"

#include <glib/gi18n-lib.h>

#include "sync/mch-engine.h"
#include "sync/mch-office.h"
#include "sync/mch-sync-error.h"

static MchClient *
get_client (MchDesk *desk, GError **error)
{
  return mch_office_get_client (desk, _ ("This is the exam office's to decide."), error);
}

/* The next page after what @list has. */
static char *
dup_list_path (MchDesk *desk, const GPtrArray *list)
{
  const MchLateOp *last = list->len > 0 ? list->pdata[list->len - 1] : NULL;
  GString *path = g_string_new (NULL);

  g_string_append_printf (path, "/v1/scopes/%s/late?state=waiting", mch_office_get_scope (desk));
  if (last != NULL)
    g_string_append_printf (path, "&after_ms=%" G_GINT64_FORMAT "&after_op=%s", last->received_ms,
                            last->op);
  return g_string_free (path, FALSE);
}

GPtrArray *
mch_office_late_list (MchDesk *desk, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_late_op_free);
  MchClient *client;
  gboolean more = TRUE;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);

  client = get_client (desk, error);
  if (client == NULL)
    return NULL;
  while (more)
    {
      g_autofree char *path = dup_list_path (desk, list);
      g_autoptr (JsonObject) answer = mch_client_call (client, path, NULL, cancellable, error);
      g_autoptr (GPtrArray) page =
          answer != NULL ? mch_late_list_from_json (answer, &more, error) : NULL;

      if (page == NULL)
        return NULL;
      more = more && page->len > 0;
      g_ptr_array_extend_and_steal (list, g_steal_pointer (&page));
    }
  return g_steal_pointer (&list);
}

static char *
dup_op_path (const char *scope, const char *op)
{
  g_autofree char *place = g_uri_escape_string (scope, NULL, FALSE);
  g_autofree char *name = g_uri_escape_string (op, NULL, FALSE);

  return g_strdup_printf ("/v1/scopes/%s/late/%s", place, name);
}

GPtrArray *
mch_office_late_list_items (MchDesk *desk, const char *scope, const char *op,
                            GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mch_late_item_free);
  g_autofree char *place = NULL;
  MchClient *client;
  gint64 from = 0;

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL && op != NULL, NULL);

  client = get_client (desk, error);
  if (client == NULL)
    return NULL;
  place = dup_op_path (scope, op);
  while (from >= 0)
    {
      g_autofree char *path = g_strdup_printf ("%s?from=%" G_GINT64_FORMAT, place, from);
      g_autoptr (JsonObject) answer = mch_client_call (client, path, NULL, cancellable, error);
      g_autoptr (GPtrArray) page =
          answer != NULL ? mch_late_items_from_json (answer, &from, error) : NULL;

      if (page == NULL)
        return NULL;
      if (page->len == 0)
        from = -1;
      g_ptr_array_extend_and_steal (items, g_steal_pointer (&page));
    }
  return g_steal_pointer (&items);
}

gboolean
mch_office_late_decide (MchDesk *desk, const char *scope, const char *op, gboolean accept,
                        const char *reason, GCancellable *cancellable, GError **error)
{
  MchClient *client;
  g_autoptr (JsonObject) body = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) later = NULL;
  g_autofree char *place = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (MCH_IS_DESK (desk) && scope != NULL && op != NULL, FALSE);

  client = get_client (desk, error);
  if (client == NULL)
    return FALSE;
  body = json_object_new ();
  json_object_set_int_member (body, "version", 1);
  json_object_set_boolean_member (body, "accept", accept);
  if (reason != NULL)
    json_object_set_string_member (body, "reason", reason);
  place = dup_op_path (scope, op);
  path = g_strconcat (place, "/decide", NULL);
  answer = mch_client_call (client, path, body, cancellable, error);
  if (answer == NULL)
    return FALSE;
  /* It is decided: a pull that fails comes again by itself. */
  mch_engine_pull (desk, cancellable, &later);
  return TRUE;
}
