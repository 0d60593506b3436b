/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl conflicts list, resolve: the values that two people changed, one by one or all at
 * once. */
#include "ctl/mch-edit.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "protocol/mch-wire-json.h"
#include "store/mch-outbox.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of whom the record is, as a person reads it; NULL when it is gone. */
static char *
dup_whom (MchStore *store, const MchStoreConflict *conflict)
{
  g_autoptr (MchRecord) record =
      mch_store_dup_record (store, conflict->scope, conflict->kind, conflict->id);
  const char *person = record != NULL ? mch_record_get (record, "person") : NULL;

  if (conflict->kind == MCH_KIND_CANDIDATURE && person != NULL)
    {
      g_autofree char *id = g_strdup (person);

      g_clear_pointer (&record, mch_record_unref);
      record = mch_store_dup_record (store, conflict->scope, MCH_KIND_PERSON, id);
    }
  if (record == NULL || mch_record_get (record, "family_name") == NULL)
    return NULL;
  return g_strdup_printf ("%s %s", mch_record_get (record, "family_name"),
                          mch_record_get (record, "given_name"));
}

static char *
dup_time (gint64 at_ms)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  if (at_ms == 0)
    return NULL;
  utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  local = g_date_time_to_local (utc);
  return g_date_time_format (local, "%Y-%m-%dT%H:%M:%S%:z");
}

MchExit
mch_verb_conflicts_list (MchCtl *ctl, int argc, char **argv, GError **error)
{
  static const char *const names[] = { "id", "name", "candidate", "mine",  "theirs",
                                       "by", "at",   "kind",      "scope", NULL };
  static const char *const labels[] = { N_ ("Id"),     N_ ("Field"), N_ ("Candidate"), N_ ("Mine"),
                                        N_ ("Theirs"), N_ ("By"),    N_ ("When"),      N_ ("Kind"),
                                        "scope",       NULL };
  g_autoptr (MchList) list = mch_list_new (names, labels, 7);
  g_autoptr (GPtrArray) conflicts = NULL;
  MchStore *store;

  if (!mch_ctl_parse (ctl, &argc, &argv, NULL, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  store = mch_desk_get_store (ctl->desk);
  conflicts = mch_store_list_conflicts (store, error);
  if (conflicts == NULL)
    return MCH_EXIT_FAILED;
  for (guint i = 0; i < conflicts->len; i++)
    {
      const MchStoreConflict *conflict = conflicts->pdata[i];
      g_autofree char *whom = dup_whom (store, conflict);
      g_autofree char *at = dup_time (conflict->at_ms);

      mch_list_add (list, (const char *[]){ conflict->id, conflict->name, whom, conflict->mine,
                                            conflict->theirs, conflict->by, at,
                                            mch_kind_to_string (conflict->kind), conflict->scope });
    }
  mch_list_print (list, ctl->json ? MCH_FORMAT_JSON : MCH_FORMAT_TABLE);
  return MCH_EXIT_DONE;
}

typedef struct
{
  char *keep;
  char *value;
  gboolean all_mine;
  gboolean all_theirs;
} Choice;

static void
choice_clear (Choice *choice)
{
  g_free (choice->keep);
  g_free (choice->value);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

/* Exactly one of the ways to say it. */
static gboolean
read_choice (const Choice *choice, int n_words, MchResolution *ret_resolution, GError **error)
{
  gboolean all = choice->all_mine || choice->all_theirs;
  int n = (choice->keep != NULL) + (choice->value != NULL) + choice->all_mine + choice->all_theirs;

  if (n != 1 || n_words != (all ? 0 : 2))
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("Say ID FIELD with --keep mine|theirs or --value TEXT, or --all-mine "
                              "or --all-theirs alone."));
      return FALSE;
    }
  if (choice->value != NULL)
    *ret_resolution = MCH_RESOLVE_VALUE;
  else if (choice->all_mine || g_strcmp0 (choice->keep, "mine") == 0)
    *ret_resolution = MCH_RESOLVE_MINE;
  else if (choice->all_theirs || g_strcmp0 (choice->keep, "theirs") == 0)
    *ret_resolution = MCH_RESOLVE_THEIRS;
  else
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _ ("--keep must be mine or theirs."));
      return FALSE;
    }
  return TRUE;
}

/* Leaves of @conflicts the one that is meant. */
static gboolean
find_one (GPtrArray *conflicts, const char *id, const char *name, GError **error)
{
  for (guint i = conflicts->len; i > 0; i--)
    {
      const MchStoreConflict *conflict = conflicts->pdata[i - 1];

      if (strcmp (conflict->id, id) != 0 || strcmp (conflict->name, name) != 0)
        g_ptr_array_remove_index (conflicts, i - 1);
    }
  if (conflicts->len > 0)
    return TRUE;
  g_set_error_literal (error, MCH_STORE_ERROR, MCH_STORE_ERROR_NOT_FOUND,
                       _ ("There is no such conflict; it may have been settled already."));
  return FALSE;
}

/* A third value is held to the rules of its field, as any that is typed. */
static gboolean
read_value (const MchStoreConflict *conflict, const char *text, char **ret_value, GError **error)
{
  g_autoptr (MchRecord) record = mch_record_new (conflict->kind, conflict->id);

  if (!mch_edit_read (record, conflict->name, text, error))
    return FALSE;
  *ret_value = g_strdup (mch_record_get (record, conflict->name));
  if (*ret_value == NULL)
    *ret_value = g_strdup ("");
  return TRUE;
}

static MchExit
print_settled (MchCtl *ctl, guint n, guint left, GError **error)
{
  MchExit status = mch_ctl_send (ctl, error);

  if (*error != NULL)
    return status;
  if (ctl->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_int_member (object, "settled", n);
      json_object_set_int_member (object, "left", left);
      mch_output_object (object);
    }
  else
    g_print (g_dngettext (GETTEXT_PACKAGE, "%u value settled.\n", "%u values settled.\n", n), n);
  if (left > 0)
    g_printerr (g_dngettext (GETTEXT_PACKAGE,
                             "%u record is no longer there, so your value cannot be put back; it "
                             "stays in the list.\n",
                             "%u records are no longer there, so your values cannot be put back; "
                             "they stay in the list.\n",
                             left),
                left);
  return left > 0 ? mch_exit_worse (status, MCH_EXIT_CONFLICT) : status;
}

static MchExit
resolve (MchCtl *ctl, const Choice *choice, MchResolution resolution, char **words, GError **error)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  g_autoptr (GPtrArray) conflicts = mch_store_list_conflicts (store, error);
  g_autofree char *value = NULL;
  guint total, n;

  if (conflicts == NULL || (words != NULL && !find_one (conflicts, words[0], words[1], error)))
    return MCH_EXIT_FAILED;
  if (resolution == MCH_RESOLVE_VALUE
      && !read_value (conflicts->pdata[0], choice->value, &value, error))
    return MCH_EXIT_USAGE;
  total = conflicts->len;
  if (!mch_store_resolve_conflicts (store, conflicts, resolution, value, &n, error))
    return MCH_EXIT_FAILED;
  return print_settled (ctl, n, total - n, error);
}

MchExit
mch_verb_conflicts_resolve (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_auto (Choice) choice = { 0 };
  MchResolution resolution;
  const GOptionEntry options[] = {
    { "keep", 0, 0, G_OPTION_ARG_STRING, &choice.keep, N_ ("Which value stays"), "mine|theirs" },
    { "value", 0, 0, G_OPTION_ARG_STRING, &choice.value, N_ ("Neither of the two, but this"),
      "TEXT" },
    { "all-mine", 0, 0, G_OPTION_ARG_NONE, &choice.all_mine,
      N_ ("Everything that was typed here stays"), NULL },
    { "all-theirs", 0, 0, G_OPTION_ARG_NONE, &choice.all_theirs,
      N_ ("Everything that the others typed stays"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, "[ID FIELD]", error)
      || !read_choice (&choice, argc - 1, &resolution, error))
    return MCH_EXIT_USAGE;
  if (!mch_ctl_open (ctl, error))
    return MCH_EXIT_FAILED;
  return resolve (ctl, &choice, resolution, argc > 1 ? argv + 1 : NULL, error);
}
