/* SPDX-License-Identifier: GPL-3.0-or-later */
/* machaonctl papillons: opens the slips of an edition and writes them as PDF, without the server.
 * Names, logins and divisions are those of today, so a corrected name reprints. */
#include "core/mch-label.h"
#include "ctl/mch-output.h"
#include "ctl/mch-verbs.h"
#include "print/papillon/mch-papillon.h"
#include "store/mch-candidates.h"
#include "store/mch-outbox.h"
#include "sync/mch-edition.h"
#include "sync/mch-engine.h"
#include "sync/mch-sync-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The slips in the order of their printing. */
typedef struct
{
  GPtrArray *candidates; /* of MchCandidate */
  GHashTable *codes;     /* person's id → code, both borrowed from the opened slips */
  guint next;
} Pile;

static gboolean
next_slip (gpointer user_data, MchSlip *slip, gboolean *ret_end, GError **error)
{
  Pile *pile = user_data;
  const MchCandidate *candidate;

  if (pile->next == pile->candidates->len)
    {
      *ret_end = TRUE;
      return TRUE;
    }
  candidate = pile->candidates->pdata[pile->next++];
  slip->family_name = mch_candidate_get (candidate, "family_name");
  slip->given_name = mch_candidate_get (candidate, "given_name");
  slip->usage_name = mch_candidate_get (candidate, "usage_name");
  slip->division = mch_candidate_get (candidate, "division");
  slip->login = mch_candidate_get (candidate, "login");
  slip->code = g_hash_table_lookup (pile->codes, candidate->person->id);
  return TRUE;
}

/* One row a person: someone with two candidatures has one account and one slip. */
static GPtrArray *
list_candidates (MchCtl *ctl, const char *scope, const MchRecord *edition, GHashTable *codes,
                 GError **error)
{
  MchCandidateFilter filter = { .scope = scope,
                                .session = mch_record_get (edition, "session"),
                                .sort = MCH_CANDIDATE_SORT_DIVISION };
  g_autoptr (GPtrArray) rows = mch_store_query_candidates (mch_desk_get_store (ctl->desk), &filter,
                                                           0, G_MAXUINT, NULL, error);
  GPtrArray *picked = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      MchCandidate *candidate = rows->pdata[i];

      if (g_hash_table_contains (codes, candidate->person->id)
          && g_hash_table_add (seen, candidate->person->id))
        {
          g_ptr_array_add (picked, candidate);
          rows->pdata[i] = NULL;
        }
    }
  if (rows != NULL)
    {
      /* What was picked is owned by @picked now. */
      g_ptr_array_set_free_func (rows, NULL);
      for (guint i = 0; i < rows->len; i++)
        if (rows->pdata[i] != NULL)
          mch_candidate_free (rows->pdata[i]);
    }
  return picked;
}

/* Address, postal code and town on one line. (transfer full) */
static char *
dup_address (const MchRecord *establishment)
{
  const char *address = mch_record_get (establishment, "address");
  const char *code = mch_record_get (establishment, "postal_code");
  const char *city = mch_record_get (establishment, "city");
  g_autofree char *town =
      g_strconcat (code != NULL ? code : "", code != NULL && city != NULL ? " " : "",
                   city != NULL ? city : "", NULL);

  if (*town == '\0')
    return g_strdup (address);
  return address != NULL ? g_strconcat (address, ", ", town, NULL) : g_steal_pointer (&town);
}

static gboolean
write_pdf (MchCtl *ctl, const char *scope, const MchRecord *edition, Pile *pile, guint per_page,
           const char *output, MchPapillonResult *result, GError **error)
{
  MchStore *store = mch_desk_get_store (ctl->desk);
  const char *session = mch_record_get (edition, "session");
  const char *created = mch_record_get (edition, "created_ms");
  g_autoptr (MchRecord) establishment =
      mch_store_dup_record (store, scope, MCH_KIND_ESTABLISHMENT, scope + strlen ("etab:"));
  g_autoptr (MchRecord) service = mch_store_dup_record (store, scope, MCH_KIND_SERVICE, session);
  g_autofree char *exam = mch_label_dup_exam (session);
  g_autofree char *month = mch_label_dup_session (session);
  g_autofree char *academy = NULL;
  g_autofree char *address = NULL;
  g_autofree char *phone = NULL;
  MchSlipSheet sheet = { 0 };

  if (establishment == NULL || service == NULL)
    {
      g_set_error_literal (
          error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN,
          _ ("This computer knows nothing of the establishment yet. Sign in, or run "
             "“machaonctl sync”."));
      return FALSE;
    }
  if (mch_record_get (service, "academy_name") != NULL)
    academy = mch_label_dup_academy (mch_record_get (service, "academy_name"));
  address = dup_address (establishment);
  if (mch_record_get (establishment, "phone") != NULL)
    phone = mch_label_dup_phone (mch_record_get (establishment, "phone"));

  sheet.establishment = mch_record_get (establishment, "name");
  sheet.address = address;
  sheet.phone = phone;
  sheet.email = mch_record_get (establishment, "email");
  sheet.exam = exam;
  sheet.session = month;
  sheet.academy = academy;
  sheet.portal_url = mch_profile_get (mch_desk_get_profile (ctl->desk), MCH_PROFILE_PORTAL_URL);
  sheet.expiry_date = mch_record_get (edition, "expires_on");
  sheet.note = mch_record_get (service, "note");
  sheet.demo = mch_record_get (edition, "demo") != NULL;
  return mch_papillon_write_pdf_file (&sheet, NULL, per_page, next_slip, NULL, pile, output,
                                      created != NULL ? g_ascii_strtoll (created, NULL, 10) : 0,
                                      NULL, result, error);
}

/* Who printed what and when goes to the server's log, now or with the next sync. */
static void
note_printing (MchCtl *ctl, const char *scope, const char *edition, guint per_page,
               const MchPapillonResult *result)
{
  g_autoptr (GHashTable) meta = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *op = mch_desk_new_id ();
  MchClient *client = mch_desk_get_client (ctl->desk, NULL);

  g_hash_table_insert (meta, g_strdup ("action"), g_strdup ("print"));
  g_hash_table_insert (meta, g_strdup ("edition"), g_strdup (edition));
  g_hash_table_insert (meta, g_strdup ("candidates"), g_strdup_printf ("%u", result->n_slips));
  g_hash_table_insert (meta, g_strdup ("per_page"), g_strdup_printf ("%u", per_page));
  g_hash_table_insert (meta, g_strdup ("pages"), g_strdup_printf ("%u", result->n_pages));
  g_hash_table_insert (meta, g_strdup ("sha256"), g_strdup (result->sha256));
  g_hash_table_insert (meta, g_strdup ("at_ms"),
                       g_strdup_printf ("%" G_GINT64_FORMAT, mch_desk_now_ms ()));
  if (!mch_store_enqueue (mch_desk_get_store (ctl->desk), op, scope, "audit", meta, NULL,
                          mch_desk_now_ms (), NULL)
      || client == NULL)
    return;
  mch_client_set_patience (client, 0);
  mch_engine_sync (ctl->desk, NULL, NULL, NULL);
}

static void
print_result (MchCtl *ctl, const MchPapillonResult *result, const char *output)
{
  JsonObject *object;

  for (guint i = 0; result->warnings != NULL && i < result->warnings->len; i++)
    g_printerr ("%s\n", (const char *) result->warnings->pdata[i]);
  if (!ctl->json)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u slip on ", "%u slips on ", result->n_slips),
               result->n_slips);
      g_print (g_dngettext (GETTEXT_PACKAGE, "%u page: %s\n", "%u pages: %s\n", result->n_pages),
               result->n_pages, output);
      return;
    }
  object = json_object_new ();
  json_object_set_int_member (object, "slips", result->n_slips);
  json_object_set_int_member (object, "pages", result->n_pages);
  json_object_set_string_member (object, "sha256", result->sha256);
  json_object_set_string_member (object, "output", output);
  mch_output_object (object);
}

static MchExit
print_edition (MchCtl *ctl, const char *scope, const char *edition_id, guint per_page,
               const char *output, GError **error)
{
  g_autoptr (MchRecord) edition = NULL;
  g_autoptr (GPtrArray) slips = mch_edition_open_slips (ctl->desk, scope, edition_id, error);
  g_autoptr (GHashTable) codes = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (MchPapillonResult) result = { 0 };
  Pile pile = { .codes = codes };
  gboolean written;

  if (slips == NULL)
    return MCH_EXIT_FAILED;
  for (guint i = 0; i < slips->len; i++)
    {
      const MchOpenedSlip *slip = slips->pdata[i];

      g_hash_table_insert (codes, slip->person, slip->code);
    }
  edition =
      mch_store_dup_record (mch_desk_get_store (ctl->desk), scope, MCH_KIND_EDITION, edition_id);
  pile.candidates = list_candidates (ctl, scope, edition, codes, error);
  if (*error == NULL && pile.candidates->len == 0)
    g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                         _ ("No slip of this edition is left: every candidate has chosen a "
                            "password, got a newer slip, or the slips have expired."));
  written =
      *error == NULL && write_pdf (ctl, scope, edition, &pile, per_page, output, &result, error);
  g_ptr_array_unref (pile.candidates);
  if (!written)
    return MCH_EXIT_FAILED;
  note_printing (ctl, scope, edition_id, per_page, &result);
  print_result (ctl, &result, output);
  return MCH_EXIT_DONE;
}

MchExit
mch_verb_papillons (MchCtl *ctl, int argc, char **argv, GError **error)
{
  g_autofree char *edition = NULL;
  g_autofree char *output = NULL;
  g_autofree char *scope = NULL;
  int per_page = 1;
  const GOptionEntry options[] = {
    { "edition", 0, 0, G_OPTION_ARG_STRING, &edition, N_ ("The edition"), "ID" },
    { "per-page", 0, 0, G_OPTION_ARG_INT, &per_page, N_ ("Slips on a page"), "1|2" },
    { "output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("The file to write"), "FILE.pdf" },
    G_OPTION_ENTRY_NULL,
  };

  if (!mch_ctl_parse (ctl, &argc, &argv, options, NULL, error)
      || !mch_ctl_check_count (argc, 0, 0, error))
    return MCH_EXIT_USAGE;
  if (edition == NULL || output == NULL || per_page < 1 || per_page > 2)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                           _ ("--edition, --output and --per-page 1 or 2 are needed."));
      return MCH_EXIT_USAGE;
    }
  scope = mch_ctl_open_scope (ctl, error);
  if (scope == NULL || !mch_ctl_unlock (ctl, error))
    return MCH_EXIT_FAILED;
  return print_edition (ctl, scope, edition, (guint) per_page, output, error);
}
