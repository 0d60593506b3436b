/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl returns receive: notes the signed confirmations whose codes a scanner or a person
 * types, one a line. */
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "documents/mch-receipt.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define MAX_LINE 256

/* Why a line did not become a receipt, in words; NULL for one that did. */
static const char *
describe (MchReceiptOutcome outcome)
{
  switch (outcome)
    {
    case MCH_RECEIPT_ALREADY:
      return _ ("already received");
    case MCH_RECEIPT_WRONG_VERSION:
      return _ ("an older version: print the confirmation again and have it signed");
    case MCH_RECEIPT_UNKNOWN:
      return _ ("of no registered candidate of this session");
    case MCH_RECEIPT_UNREADABLE:
      return _ ("not a code, or misread: scan it again");
    case MCH_RECEIPT_TAKEN:
    case MCH_N_RECEIPTS:
    default:
      return NULL;
    }
}

static void
set_names (JsonObject *object, const MchCandidate *candidate)
{
  const char *family = candidate != NULL ? mch_candidate_get (candidate, "family_name") : NULL;
  const char *given = candidate != NULL ? mch_candidate_get (candidate, "given_name") : NULL;

  json_object_set_string_member (object, "family_name", family != NULL ? family : "");
  json_object_set_string_member (object, "given_name", given != NULL ? given : "");
}

/* Lines that are to be looked at; what was simply taken is not repeated. */
static void
take_line (MchReceipt *receipt, const char *line, guint number, JsonArray *problems)
{
  g_autofree char *valid = g_utf8_make_valid (line, -1);
  const MchCandidate *candidate = NULL;
  MchReceiptOutcome outcome;
  JsonObject *problem;

  g_strstrip (valid);
  if (*valid == '\0')
    return;
  /* It will be shown, to a terminal among others. */
  for (char *p = valid; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = '?';
  outcome = mch_receipt_take (receipt, valid, &candidate);
  if (outcome == MCH_RECEIPT_TAKEN)
    return;
  problem = json_object_new ();
  json_object_set_int_member (problem, "line", number);
  json_object_set_string_member (problem, "code", valid);
  json_object_set_string_member (problem, "outcome", mch_receipt_outcome_to_string (outcome));
  set_names (problem, candidate);
  json_array_add_object_element (problems, problem);
  g_printerr (_ ("Line %u, %s: %s %s %s.\n"), number, valid,
              json_object_get_string_member (problem, "family_name"),
              json_object_get_string_member (problem, "given_name"), describe (outcome));
}

static gboolean
read_codes (MchReceipt *receipt, const char *path, JsonArray *problems, GError **error)
{
  FILE *file = path == NULL || strcmp (path, "-") == 0 ? stdin : fopen (path, "r");
  char line[MAX_LINE];

  if (file == NULL)
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                   _ ("%s cannot be read. Nothing was noted."), path);
      return FALSE;
    }
  for (guint number = 1; fgets (line, sizeof line, file) != NULL; number++)
    {
      gboolean cut = strchr (line, '\n') == NULL && !feof (file);

      take_line (receipt, line, number, problems);
      /* What is longer than any code is one wrong line. */
      for (int c = 0; cut && c != EOF && c != '\n';)
        c = fgetc (file);
    }
  if (file != stdin)
    fclose (file);
  return TRUE;
}

static JsonArray *
list_missing (GPtrArray *missing)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < missing->len; i++)
    {
      const MchCandidate *candidate = missing->pdata[i];
      JsonObject *one = json_object_new ();

      json_object_set_string_member (one, "id", candidate->candidature->id);
      set_names (one, candidate);
      json_array_add_object_element (array, one);
    }
  return array;
}

static void
tell (MchCtl *ctl, MchReceipt *receipt, JsonArray *problems)
{
  g_autoptr (GPtrArray) missing = mch_receipt_list_missing (receipt);
  JsonObject *object;

  if (!ctl->json)
    {
      guint taken = mch_receipt_count (receipt, MCH_RECEIPT_TAKEN);

      g_print (g_dngettext (GETTEXT_PACKAGE, "%u confirmation received.\n",
                            "%u confirmations received.\n", taken),
               taken);
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u is still missing.\n", "%u are still missing.\n",
                            missing->len),
               missing->len);
      return;
    }
  object = json_object_new ();
  for (int outcome = 0; outcome < MCH_N_RECEIPTS; outcome++)
    json_object_set_int_member (object, mch_receipt_outcome_to_string (outcome),
                                mch_receipt_count (receipt, outcome));
  json_object_set_array_member (object, "problems", json_array_ref (problems));
  json_object_set_array_member (object, "missing", list_missing (missing));
  mch_output_object (object);
}

static MchExit
receive (MchCtl *ctl, const char *path, GError **error)
{
  g_autofree char *scope = mch_ctl_open_scope (ctl, error);
  g_autoptr (MchRecord) service = scope != NULL ? mch_ctl_dup_service (ctl, scope, error) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");
  g_autoptr (JsonArray) problems = json_array_new ();
  g_autoptr (MchReceipt) receipt = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  MchExit status;

  if (service == NULL)
    return MCH_EXIT_FAILED;
  receipt = mch_receipt_new (mch_desk_get_store (ctl->desk), scope, service->id, today, error);
  if (receipt == NULL || !read_codes (receipt, path, problems, error))
    return MCH_EXIT_FAILED;
  changes = mch_receipt_dup_changes (receipt);
  status = mch_edit_send (ctl, scope, "edit", NULL, changes, error);
  if (error != NULL && *error != NULL)
    return status;
  tell (ctl, receipt, problems);
  return json_array_get_length (problems) > 0 ? mch_exit_worse (status, MCH_EXIT_REJECTED) : status;
}

MchExit
mch_verb_returns_receive (MchCtl *ctl, int argc, char **argv, GError **error)
{
  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, "[FILE]", error)
      || !mch_ctl_check_count (argc, 0, 1, error))
    return MCH_EXIT_USAGE;
  return receive (ctl, argc > 1 ? argv[1] : NULL, error);
}
