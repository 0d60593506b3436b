/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl reviews list, set: what the exam office found on an establishment's slips. */
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "slips/mch-office-review.h"
#include "sync/mch-office.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>

MchExit
mch_verb_reviews_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = { "family_name", "given_name", "verdict", "note",    "by_name",
                                       "by",          "at_ms",      "person",  "edition", NULL };
  static const char *const labels[] = { N_ ("Family name"),
                                        N_ ("First given name"),
                                        N_ ("Review of the exam office"),
                                        N_ ("Note"),
                                        N_ ("By"),
                                        "by",
                                        "at_ms",
                                        N_ ("Person"),
                                        N_ ("Edition"),
                                        NULL };
  g_autoptr (MchList) list = mch_list_new (names, labels, 5);
  g_autofree char *scope = NULL;
  g_autoptr (GPtrArray) reviews = NULL;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  reviews = mch_store_list_records (mch_desk_get_store (ctl->desk), scope, MCH_KIND_REVIEW);
  for (guint i = 0; i < reviews->len; i++)
    {
      const MchRecord *one = reviews->pdata[i];
      g_autoptr (MchRecord) person =
          mch_store_dup_record (mch_desk_get_store (ctl->desk), scope, MCH_KIND_PERSON, one->id);

      if (person != NULL)
        mch_list_add (
            list, (const char *[]){
                      mch_record_get (person, "family_name"), mch_record_get (person, "given_name"),
                      mch_record_get (one, "verdict"), mch_record_get (one, "note"),
                      mch_record_get (one, "by_name"), mch_record_get (one, "by"),
                      mch_record_get (one, "at_ms"), one->id, mch_record_get (one, "edition") });
    }
  mch_list_print (list, ctl->json ? MCH_FORMAT_JSON : MCH_FORMAT_TABLE);
  return MCH_EXIT_DONE;
}

/* The slip of @id, a person or a candidature, in the edition that it is of. */
static gboolean
review (MchCtl *ctl, const char *scope, const char *id, MchReviewState state, const char *note,
        GError **error)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  const char *const ids[] = { id, NULL };
  g_autoptr (MchRecord) candidature = mch_store_dup_record (store, scope, MCH_KIND_CANDIDATURE, id);
  const char *person = candidature != NULL ? mch_record_get (candidature, "person") : id;
  g_autoptr (MchRecord) account = mch_store_dup_record (store, scope, MCH_KIND_ACCOUNT, person);
  const char *edition = account != NULL ? mch_record_get (account, "edition") : NULL;
  g_autoptr (MchSlipPile) pile = NULL;
  g_autoptr (GArray) picked = NULL;
  g_autofree char *fingerprint = NULL;

  if (edition == NULL)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE, _ ("%s has no slip here."), id);
      return FALSE;
    }
  pile = mch_slip_pile_open (ctl->desk, scope, edition, MCH_SLIP_ORDER_NAME, TRUE, error);
  if (pile == NULL)
    return FALSE;
  picked = mch_slip_pile_pick (pile, ids, NULL);
  if (picked->len == 0)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE, _ ("%s has no slip here."), id);
      return FALSE;
    }
  fingerprint = mch_slip_pile_dup_fingerprint (pile, g_array_index (picked, guint, 0));
  return mch_office_review_save (store, scope, edition, person, fingerprint, state, note, error);
}

MchExit
mch_verb_reviews_set (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *note = NULL;
  g_autofree char *scope = NULL;
  MchReviewState state;
  MchExit status;
  const GOptionEntry options[] = {
    { "note", 0, 0, G_OPTION_ARG_STRING, &note, N_ ("What is wrong"), "TEXT" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "ID checked|to_correct|to_check", error)
      || !mch_ctl_check_count (argc, 2, 2, error))
    return MCH_EXIT_USAGE;
  state = mch_review_state_from_string (argv[2]);
  if (state == MCH_N_REVIEW_STATES)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _ ("“%s”: say checked, to_correct or to_check."), argv[2]);
      return MCH_EXIT_USAGE;
    }
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL)
    return MCH_EXIT_FAILED;
  if (!mch_office_is_agent (ctl->desk))
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                           _ ("This is for agents of the exam office. Sign in as one."));
      return MCH_EXIT_FAILED;
    }
  if (!review (ctl, scope, argv[1], state, note, error))
    return MCH_EXIT_FAILED;
  status = mch_ctl_send (ctl, error);
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", argv[1]);
      json_object_set_string_member (object, "verdict", mch_review_state_to_string (state));
      mch_output_object (object);
    }
  return status;
}
