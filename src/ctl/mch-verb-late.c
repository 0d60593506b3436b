/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl late list, show, accept, refuse: what was typed before the closing and came after it.
 */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "sync/mch-office-late.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

MchExit
mch_verb_late_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = { "op",       "establishment", "establishment_name",
                                       "name",     "kind",          "file",
                                       "changes",  "made_ms",       "received_ms",
                                       "sessions", "login",         NULL };
  static const char *const labels[] = { N_ ("Operation"), N_ ("UAI"),   N_ ("Establishment"),
                                        N_ ("Typed by"),  N_ ("What"),  N_ ("File"),
                                        N_ ("Records"),   N_ ("Made"),  N_ ("Received"),
                                        N_ ("Sessions"),  N_ ("Login"), NULL };
  g_autoptr (MchList) list = mch_list_new (names, labels, 7);
  g_autoptr (GPtrArray) late = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  late = mch_ctl_open (ctl, error) ? mch_office_late_list (ctl->desk, NULL, error) : NULL;
  if (late == NULL)
    return MCH_EXIT_FAILED;
  for (guint i = 0; i < late->len; i++)
    {
      const MchLateOp *one = late->pdata[i];
      g_autofree char *changes = g_strdup_printf ("%" G_GINT64_FORMAT, one->changes);
      g_autofree char *made = g_strdup_printf ("%" G_GINT64_FORMAT, one->made_ms);
      g_autofree char *received = g_strdup_printf ("%" G_GINT64_FORMAT, one->received_ms);

      mch_list_add (list, (const char *[]){ one->op, one->establishment, one->establishment_name,
                                            one->name, one->kind, one->file, changes, made,
                                            received, one->sessions, one->login });
    }
  mch_list_print (list, ctl->json ? MCH_FORMAT_JSON : MCH_FORMAT_TABLE);
  return MCH_EXIT_DONE;
}

/* Whose it is: people name the operation alone. (transfer full) */
static char *
dup_scope (MchCtl *ctl, const char *op, GError **error)
{
  g_autoptr (GPtrArray) late = mch_office_late_list (ctl->desk, NULL, error);

  if (late == NULL)
    return NULL;
  for (guint i = 0; i < late->len; i++)
    if (strcmp (((MchLateOp *) late->pdata[i])->op, op) == 0)
      return g_strdup (((MchLateOp *) late->pdata[i])->scope);
  g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
               _ ("Nothing waits under %s; see “late list”."), op);
  return NULL;
}

MchExit
mch_verb_late_show (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = { "family_name", "given_name", "birth_date", "field", "from",
                                       "to",          "now",        "kind",       "id",    NULL };
  static const char *const labels[] = { N_ ("Family name"),   N_ ("First given name"),
                                        N_ ("Date of birth"), N_ ("Field"),
                                        N_ ("Before"),        N_ ("Typed"),
                                        N_ ("Now"),           N_ ("Kind"),
                                        N_ ("Record"),        NULL };
  g_autoptr (MchList) list = mch_list_new (names, labels, 7);
  g_autofree char *scope = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "OPERATION", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open (ctl, error) ? dup_scope (ctl, argv[1], error) : NULL;
  items =
      scope != NULL ? mch_office_late_list_items (ctl->desk, scope, argv[1], NULL, error) : NULL;
  if (items == NULL)
    return MCH_EXIT_FAILED;
  for (guint i = 0; i < items->len; i++)
    {
      const MchLateItem *item = items->pdata[i];

      for (guint j = 0; j < item->values->len; j++)
        {
          const MchLateValue *value = item->values->pdata[j];

          mch_list_add (list, (const char *[]){ item->family_name, item->given_name,
                                                item->birth_date, value->name, value->from,
                                                value->to, value->now, item->kind, item->id });
        }
    }
  mch_list_print (list, ctl->json ? MCH_FORMAT_JSON : MCH_FORMAT_TABLE);
  return MCH_EXIT_DONE;
}

static MchExit
decide (MchCtl *ctl, const char *op, gboolean accept, const char *reason, GError **error)
{
  g_autofree char *scope = mch_ctl_open (ctl, error) ? dup_scope (ctl, op, error) : NULL;

  if (scope == NULL || !mch_office_late_decide (ctl->desk, scope, op, accept, reason, NULL, error))
    return MCH_EXIT_FAILED;
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "op", op);
      json_object_set_string_member (object, "state", accept ? "accepted" : "refused");
      mch_output_object (object);
    }
  else
    g_print ("%s\n", accept ? _ ("What was typed is in force.") : _ ("It was refused."));
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_late_accept (MchCtl *ctl, int argc, char **argv, GError **error)
{
  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "OPERATION", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  return decide (ctl, argv[1], TRUE, NULL, error);
}

MchExit
mch_verb_late_refuse (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *reason = NULL;
  const GOptionEntry options[] = {
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_ ("Why"), "TEXT" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "OPERATION", error)
      || !mch_ctl_check_count (argc, 1, 1, error))
    return MCH_EXIT_USAGE;
  return decide (ctl, argv[1], FALSE, reason, error);
}
