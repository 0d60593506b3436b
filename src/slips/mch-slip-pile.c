/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owns the opened slips, the candidates in their order and the texts that all slips share. */
#include "slips/mch-slip-pile.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/mch-label.h"
#include "sync/mch-edition.h"
#include "sync/mch-sync-error.h"

struct _MchSlipPile
{
  GPtrArray *opened;     /* of MchOpenedSlip; NULL when masked */
  GHashTable *codes;     /* person's id → code, both borrowed from @opened */
  GPtrArray *candidates; /* of MchCandidate, in the order of printing */
  MchRecord *edition;
  MchRecord *establishment;
  MchRecord *service;
  char *exam;
  char *month;
  char *academy;
  char *address;
  char *phone;
  char *portal_url;
  MchSlipSheet sheet;
};

void
mch_slip_pile_free (MchSlipPile *pile)
{
  if (pile == NULL)
    return;
  g_clear_pointer (&pile->codes, g_hash_table_unref);
  g_clear_pointer (&pile->opened, g_ptr_array_unref);
  g_clear_pointer (&pile->candidates, g_ptr_array_unref);
  g_clear_pointer (&pile->edition, mch_record_unref);
  g_clear_pointer (&pile->establishment, mch_record_unref);
  g_clear_pointer (&pile->service, mch_record_unref);
  g_free (pile->exam);
  g_free (pile->month);
  g_free (pile->academy);
  g_free (pile->address);
  g_free (pile->phone);
  g_free (pile->portal_url);
  g_free (pile);
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
read_records (MchSlipPile *pile, MchStore *store, const char *scope, const char *edition,
              GError **error)
{
  pile->edition = mch_store_dup_record (store, scope, MCH_KIND_EDITION, edition);
  if (pile->edition == NULL)
    {
      g_set_error (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_USAGE,
                   _ ("There is no edition %s here. See “editions list”."), edition);
      return FALSE;
    }
  pile->establishment =
      mch_store_dup_record (store, scope, MCH_KIND_ESTABLISHMENT, scope + strlen ("etab:"));
  pile->service = mch_store_dup_record (store, scope, MCH_KIND_SERVICE,
                                        mch_record_get (pile->edition, "session"));
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
  const char *session = mch_record_get (pile->edition, "session");
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
  sheet->expiry_date = mch_record_get (pile->edition, "expires_on");
  sheet->note = mch_record_get (pile->service, "note");
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

static gboolean
is_wanted (const MchSlipPile *pile, const MchCandidate *candidate)
{
  if (pile->codes != NULL)
    return g_hash_table_contains (pile->codes, candidate->person->id);
  return candidate->account != NULL;
}

/* One row a person: someone with two candidatures has one account and one slip. */
static gboolean
list_candidates (MchSlipPile *pile, MchStore *store, const char *scope, MchSlipOrder order,
                 GError **error)
{
  MchCandidateFilter filter = {
    .scope = scope,
    .session = mch_record_get (pile->edition, "session"),
    .edition = pile->codes == NULL ? pile->edition->id : NULL,
    .sort = order == MCH_SLIP_ORDER_NAME ? MCH_CANDIDATE_SORT_NAME : MCH_CANDIDATE_SORT_DIVISION,
  };
  g_autoptr (GPtrArray) rows =
      mch_store_query_candidates (store, &filter, 0, G_MAXUINT, NULL, error);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (rows == NULL)
    return FALSE;
  pile->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) mch_candidate_free);
  g_ptr_array_set_free_func (rows, NULL); /* each goes to the pile or is freed below */
  for (guint i = 0; i < rows->len; i++)
    {
      MchCandidate *candidate = rows->pdata[i];

      if (is_wanted (pile, candidate) && g_hash_table_add (seen, candidate->person->id))
        g_ptr_array_add (pile->candidates, candidate);
      else
        mch_candidate_free (candidate);
    }
  if (pile->candidates->len > 0)
    return TRUE;
  g_set_error_literal (error, MCH_SYNC_ERROR, MCH_SYNC_ERROR_REFUSED,
                       _ ("No slip of this edition is left: every candidate has chosen a "
                          "password, got a newer slip, or the slips have expired."));
  return FALSE;
}

MchSlipPile *
mch_slip_pile_open (MchDesk *desk, const char *scope, const char *edition, MchSlipOrder order,
                    gboolean masked, GError **error)
{
  g_autoptr (MchSlipPile) pile = g_new0 (MchSlipPile, 1);
  MchStore *store;

  g_return_val_if_fail (MCH_IS_DESK (desk), NULL);
  g_return_val_if_fail (scope != NULL && edition != NULL, NULL);

  store = mch_desk_get_store (desk);
  if (!read_records (pile, store, scope, edition, error)
      || (!masked && !open_slips (pile, desk, scope, error))
      || !list_candidates (pile, store, scope, order, error))
    return NULL;
  fill_sheet (pile, mch_desk_get_profile (desk));
  return g_steal_pointer (&pile);
}

guint
mch_slip_pile_get_n (const MchSlipPile *pile)
{
  g_return_val_if_fail (pile != NULL, 0);

  return pile->candidates->len;
}

const MchCandidate *
mch_slip_pile_get_candidate (const MchSlipPile *pile, guint index)
{
  g_return_val_if_fail (pile != NULL && index < pile->candidates->len, NULL);

  return pile->candidates->pdata[index];
}

void
mch_slip_pile_get_slip (const MchSlipPile *pile, guint index, MchSlip *ret_slip)
{
  const MchCandidate *candidate = mch_slip_pile_get_candidate (pile, index);

  g_return_if_fail (candidate != NULL && ret_slip != NULL);

  ret_slip->family_name = mch_candidate_get (candidate, "family_name");
  ret_slip->given_name = mch_candidate_get (candidate, "given_name");
  ret_slip->usage_name = mch_candidate_get (candidate, "usage_name");
  ret_slip->division = mch_candidate_get (candidate, "division");
  ret_slip->login = mch_candidate_get (candidate, "login");
  ret_slip->code =
      pile->codes != NULL ? g_hash_table_lookup (pile->codes, candidate->person->id) : NULL;
}

const MchSlipSheet *
mch_slip_pile_get_sheet (const MchSlipPile *pile)
{
  g_return_val_if_fail (pile != NULL, NULL);

  return &pile->sheet;
}

gint64
mch_slip_pile_get_created_ms (const MchSlipPile *pile)
{
  const char *created;

  g_return_val_if_fail (pile != NULL, 0);

  created = mch_record_get (pile->edition, "created_ms");
  return created != NULL ? g_ascii_strtoll (created, NULL, 10) : 0;
}

static void
add_text (GChecksum *sum, const char *text)
{
  /* With its end, so that two neighbours cannot exchange letters. */
  if (text == NULL)
    text = "";
  g_checksum_update (sum, (const guchar *) text, (gssize) strlen (text) + 1);
}

char *
mch_slip_pile_dup_fingerprint (const MchSlipPile *pile, guint index)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const MchSlipSheet *sheet;
  MchSlip slip = { 0 };

  g_return_val_if_fail (pile != NULL, NULL);

  sheet = &pile->sheet;
  mch_slip_pile_get_slip (pile, index, &slip);
  add_text (sum, slip.family_name);
  add_text (sum, slip.given_name);
  add_text (sum, slip.usage_name);
  add_text (sum, slip.division);
  add_text (sum, slip.login);
  add_text (sum, sheet->establishment);
  add_text (sum, sheet->address);
  add_text (sum, sheet->phone);
  add_text (sum, sheet->email);
  add_text (sum, sheet->exam);
  add_text (sum, sheet->session);
  add_text (sum, sheet->academy);
  add_text (sum, sheet->portal_url);
  add_text (sum, sheet->expiry_date);
  add_text (sum, sheet->note);
  return g_strdup (g_checksum_get_string (sum));
}

/* Where the writing of a PDF stands in the pile. */
typedef struct
{
  const MchSlipPile *pile;
  GArray *picked;
  guint next;
} Cursor;

static gboolean
next_slip (gpointer user_data, MchSlip *slip, gboolean *ret_end, GError **error)
{
  Cursor *cursor = user_data;
  guint n = cursor->picked != NULL ? cursor->picked->len : cursor->pile->candidates->len;

  if (cursor->next == n)
    {
      *ret_end = TRUE;
      return TRUE;
    }
  mch_slip_pile_get_slip (
      cursor->pile,
      cursor->picked != NULL ? g_array_index (cursor->picked, guint, cursor->next) : cursor->next,
      slip);
  cursor->next++;
  return TRUE;
}

gboolean
mch_slip_pile_write_pdf (const MchSlipPile *pile, GArray *picked, guint per_page,
                         GOutputStream *stream, GCancellable *cancellable,
                         MchPapillonResult *ret_result, GError **error)
{
  Cursor cursor = { pile, picked, 0 };

  g_return_val_if_fail (pile != NULL, FALSE);

  return mch_papillon_write_pdf (&pile->sheet, NULL, per_page, next_slip, NULL, &cursor, stream,
                                 mch_slip_pile_get_created_ms (pile), cancellable, ret_result,
                                 error);
}

gboolean
mch_slip_pile_write_pdf_file (const MchSlipPile *pile, GArray *picked, guint per_page,
                              const char *path, GCancellable *cancellable,
                              MchPapillonResult *ret_result, GError **error)
{
  Cursor cursor = { pile, picked, 0 };

  g_return_val_if_fail (pile != NULL, FALSE);

  return mch_papillon_write_pdf_file (&pile->sheet, NULL, per_page, next_slip, NULL, &cursor, path,
                                      mch_slip_pile_get_created_ms (pile), cancellable, ret_result,
                                      error);
}
