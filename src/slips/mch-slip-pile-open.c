/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a pile comes from: the opened slips of an edition, the candidates who need a reminder, or
 * nobody, to see what slips will look like. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-label.h"
#include "slips/mch-handout.h"
#include "slips/mch-slip-pile-private.h"
#include "sync/mch-edition.h"
#include "sync/mch-sync-error.h"

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
read_edition (MchSlipPile *pile, MchStore *store, const char *scope, const char *edition,
              GError **error)
{
  const char *created;

  pile->edition = mch_store_dup_record (store, scope, MCH_KIND_EDITION, edition);
  if (pile->edition == NULL)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("There is no edition %s here. See “editions list”."), edition);
      return FALSE;
    }
  created = mch_record_get (pile->edition, "created_ms");
  pile->created_ms = created != NULL ? g_ascii_strtoll (created, NULL, 10) : 0;
  return TRUE;
}

static gboolean
read_records (MchSlipPile *pile, MchStore *store, const char *scope, const char *session,
              GError **error)
{
  pile->establishment =
      mch_store_dup_record (store, scope, MCH_KIND_ESTABLISHMENT, scope + strlen ("etab:"));
  pile->service = mch_store_dup_record (store, scope, MCH_KIND_SERVICE, session);
  if (pile->establishment != NULL && pile->service != NULL)
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_SIGN_IN,
                       _ ("This computer knows nothing of the establishment yet. Sign in, or run "
                          "“machaonctl sync”."));
  return FALSE;
}

static void
fill_sheet (MchSlipPile *pile, MchProfile *profile)
{
  const char *session = pile->service->id;
  const char *academy = mch_record_get (pile->service, "academy_name");
  const char *phone = mch_record_get (pile->establishment, "phone");
  MchSlipSheet *sheet = &pile->sheet;

  pile->exam = mch_label_dup_exam (session);
  pile->month = mch_label_dup_session (session);
  pile->academy = academy != NULL ? mch_label_dup_academy (academy) : NULL;
  pile->address = dup_address (pile->establishment);
  pile->phone = phone != NULL ? mch_label_dup_phone (phone) : NULL;
  pile->portal_url = g_strdup (mch_profile_get (profile, MCH_PROFILE_PORTAL_URL));

  sheet->establishment = mch_record_get (pile->establishment, "name");
  sheet->address = pile->address;
  sheet->phone = pile->phone;
  sheet->email = mch_record_get (pile->establishment, "email");
  sheet->exam = pile->exam;
  sheet->session = pile->month;
  sheet->academy = pile->academy;
  sheet->portal_url = pile->portal_url;
  sheet->note = mch_record_get (pile->service, "note");
  sheet->text = mch_record_get (pile->establishment, "slip_text");
  if (pile->edition == NULL)
    return;
  sheet->expiry_date = mch_record_get (pile->edition, "expires_on");
  sheet->demo = mch_record_get (pile->edition, "demo") != NULL;
}

static gboolean
open_slips (MchSlipPile *pile, MchDesk *desk, const char *scope, GError **error)
{
  pile->opened = mch_edition_open_slips (desk, scope, pile->edition->id, error);
  if (pile->opened == NULL)
    return FALSE;
  pile->codes = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < pile->opened->len; i++)
    {
      const MchOpenedSlip *slip = pile->opened->pdata[i];

      g_hash_table_insert (pile->codes, slip->person, slip->code);
    }
  return TRUE;
}

/* Whether the candidate's slip is in the pile. */
typedef gboolean (*Wanted) (const MchSlipPile *pile, const MchCandidate *candidate, gpointer data);

static gboolean
has_withdrawn (const MchCandidate *candidate)
{
  return g_strcmp0 (mch_candidate_get (candidate, "state"), MCH_STATE_WITHDRAWN) == 0;
}

static gboolean
holds_slip (const MchSlipPile *pile, const MchCandidate *candidate)
{
  if (pile->codes != NULL)
    return g_hash_table_contains (pile->codes, candidate->person->id);
  return candidate->account != NULL;
}

/* Paper for somebody who has left would lie about. */
static gboolean
has_slip (const MchSlipPile *pile, const MchCandidate *candidate, gpointer data)
{
  return !has_withdrawn (candidate) && holds_slip (pile, candidate);
}

/* Somebody whose login this establishment knows, and whom no slip waits for. @data: the persons
 * with a slip. */
static gboolean
needs_reminder (const MchSlipPile *pile, const MchCandidate *candidate, gpointer data)
{
  return mch_candidate_get (candidate, "login") != NULL && !has_withdrawn (candidate)
         && (data == NULL || !g_hash_table_contains (data, candidate->person->id));
}

static guint
count_missing (GHashTable *ids, GHashTable *among)
{
  GHashTableIter iter;
  gpointer id;
  guint n = 0;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    n += !g_hash_table_contains (among, id);
  return n;
}

/* One row a person: someone with two candidatures has one account and one slip. */
static gboolean
list_candidates (MchSlipPile *pile, MchStore *store, MchCandidateFilter *filter, MchSlipOrder order,
                 Wanted wanted, gpointer data, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) left = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) rows = NULL;

  filter->sort =
      order == MCH_SLIP_ORDER_NAME ? MCH_CANDIDATE_SORT_NAME : MCH_CANDIDATE_SORT_DIVISION;
  rows = mch_store_query_candidates (store, filter, 0, G_MAXUINT, NULL, error);
  if (rows == NULL)
    return FALSE;
  pile->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);
  g_ptr_array_set_free_func (rows, NULL); /* each goes to the pile or is freed below */
  for (guint i = 0; i < rows->len; i++)
    {
      MchCandidate *candidate = rows->pdata[i];

      if (has_withdrawn (candidate) && holds_slip (pile, candidate))
        g_hash_table_add (left, g_strdup (candidate->person->id));
      if (wanted (pile, candidate, data) && g_hash_table_add (seen, candidate->person->id))
        g_ptr_array_add (pile->candidates, candidate);
      else
        mch_candidate_free (candidate);
    }
  pile->n_withdrawn = count_missing (left, seen);
  return TRUE;
}

static void
make_handouts (MchSlipPile *pile)
{
  pile->handouts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < pile->candidates->len; i++)
    g_ptr_array_add (pile->handouts, mch_slip_dup_paper_code (pile->candidates->pdata[i]));
}

MchSlipPile *
mch_slip_pile_open (MchDesk *desk, const char *scope, const char *edition, MchSlipOrder order,
                    gboolean masked, GError **error)
{
  g_autoptr (MchSlipPile) pile = g_new0 (MchSlipPile, 1);
  MchCandidateFilter filter = { .scope = scope, .edition = masked ? edition : NULL };
  MchStore *store;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);
  g_return_val_if_fail (scope != NULL && edition != NULL, NULL);

  store = mch_desk_get_store (desk);
  if (!read_edition (pile, store, scope, edition, error))
    return NULL;
  filter.session = mch_record_get (pile->edition, "session");
  if (!read_records (pile, store, scope, filter.session, error)
      || (!masked && !open_slips (pile, desk, scope, error))
      || !list_candidates (pile, store, &filter, order, has_slip, NULL, error))
    return NULL;
  if (pile->candidates->len == 0)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                           _ ("No slip of this edition is left: every candidate has chosen a "
                              "password, got a newer slip, was withdrawn, or the slips have "
                              "expired."));
      return NULL;
    }
  fill_sheet (pile, mch_desk_get_profile (desk));
  make_handouts (pile);
  return g_steal_pointer (&pile);
}

/* The persons whom a slip waits for: (transfer full), ids borrowed from @slips. */
static GHashTable *
collect_persons (GPtrArray *slips)
{
  GHashTable *persons = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < slips->len; i++)
    g_hash_table_add (persons, ((MchRecord *) slips->pdata[i])->id);
  return persons;
}

MchSlipPile *
mch_slip_pile_open_reminders (MchDesk *desk, const char *scope, const char *session,
                              MchSlipOrder order, const char *const *ids, GError **error)
{
  g_autoptr (MchSlipPile) pile = g_new0 (MchSlipPile, 1);
  MchCandidateFilter filter = {
    .scope = scope, .session = session, .ids = ids, .account = MCH_CANDIDATE_ACCOUNT_WITH
  };
  g_autoptr (GPtrArray) slips = NULL;
  g_autoptr (GHashTable) with_slip = NULL;
  MchStore *store;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);
  g_return_val_if_fail (scope != NULL && session != NULL, NULL);

  store = mch_desk_get_store (desk);
  slips = mch_store_list_records (store, scope, MCH_KIND_SLIP);
  with_slip = collect_persons (slips);
  pile->created_ms = mch_desk_now_ms ();
  /* Who is named gets one in any case. */
  if (!read_records (pile, store, scope, session, error)
      || !list_candidates (pile, store, &filter, order, needs_reminder,
                           ids == NULL ? with_slip : NULL, error))
    return NULL;
  if (pile->candidates->len == 0)
    {
      g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                           _ ("Nobody needs a reminder: every candidate with an account has a slip "
                              "that waits to be used."));
      return NULL;
    }
  fill_sheet (pile, mch_desk_get_profile (desk));
  pile->sheet.reminder = TRUE;
  return g_steal_pointer (&pile);
}

/* Nobody: a short name, and one that needs all the room. */
static const struct
{
  const char *id;
  const char *family_name;
  const char *given_name;
  const char *division;
  const char *login;
} specimens[] = {
  { "specimen-1", "Exemple", "Camille", "1CAP-EPC", "camille.exemple" },
  { "specimen-2", "Exemple-Montmorency de la Tour", "Marie-Charlotte Éléonore", "TCAP-CUISINE",
    "marie-charlotte-eleonore.exemple-montmorency" },
};

/* In the form of a code, and of no account. */
#define SPECIMEN_CODE "ABCDE-FGHJK-MNPQR"

static MchCandidate *
new_specimen (guint i)
{
  MchCandidate *candidate = g_new0 (MchCandidate, 1);

  candidate->person = mch_record_new (MCH_KIND_PERSON, specimens[i].id);
  candidate->candidature = mch_record_new (MCH_KIND_CANDIDATURE, specimens[i].id);
  candidate->account = mch_record_new (MCH_KIND_ACCOUNT, specimens[i].id);
  mch_record_set (candidate->person, "family_name", specimens[i].family_name);
  mch_record_set (candidate->person, "given_name", specimens[i].given_name);
  mch_record_set (candidate->candidature, "division", specimens[i].division);
  mch_record_set (candidate->account, "login", specimens[i].login);
  return candidate;
}

MchSlipPile *
mch_slip_pile_open_specimen (MchDesk *desk, const char *scope, const char *session,
                             const char *text, gboolean reminder, GError **error)
{
  g_autoptr (MchSlipPile) pile = g_new0 (MchSlipPile, 1);

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);
  g_return_val_if_fail (scope != NULL && session != NULL, NULL);

  if (!read_records (pile, mch_desk_get_store (desk), scope, session, error))
    return NULL;
  pile->created_ms = mch_desk_now_ms ();
  pile->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);
  pile->codes = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < G_N_ELEMENTS (specimens); i++)
    {
      g_ptr_array_add (pile->candidates, new_specimen (i));
      g_hash_table_insert (pile->codes, (char *) specimens[i].id, (char *) SPECIMEN_CODE);
    }
  make_handouts (pile);
  fill_sheet (pile, mch_desk_get_profile (desk));
  if (text != NULL)
    {
      pile->text = g_strdup (text);
      pile->sheet.text = pile->text;
    }
  pile->sheet.expiry_date = mch_record_get (pile->service, "slip_expires_on");
  pile->sheet.reminder = reminder;
  pile->sheet.demo = TRUE;
  return g_steal_pointer (&pile);
}
