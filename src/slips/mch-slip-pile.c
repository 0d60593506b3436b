/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Owns the opened slips, the candidates in their order and the texts that all slips share. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "slips/mch-slip-pile-private.h"

void
mch_slip_pile_free (MchSlipPile *pile)
{
  if (pile == NULL)
    return;
  g_clear_pointer (&pile->codes, g_hash_table_unref);
  g_clear_pointer (&pile->opened, g_ptr_array_unref);
  g_clear_pointer (&pile->candidates, g_ptr_array_unref);
  g_clear_pointer (&pile->handouts, g_ptr_array_unref);
  g_clear_pointer (&pile->edition, mch_record_unref);
  g_clear_pointer (&pile->establishment, mch_record_unref);
  g_clear_pointer (&pile->service, mch_record_unref);
  g_free (pile->exam);
  g_free (pile->month);
  g_free (pile->academy);
  g_free (pile->address);
  g_free (pile->phone);
  g_free (pile->portal_url);
  g_free (pile->text);
  g_free (pile);
}

const char *
mch_slip_order_get_words (MchSlipOrder order)
{
  if (order == MCH_SLIP_ORDER_NAME)
    return _ ("FAMILY NAME, then given name; accents do not count");
  return _ ("Class, then FAMILY NAME, given name; accents do not count");
}

guint
mch_slip_pile_get_n (const MchSlipPile *pile)
{
  g_return_val_if_fail (pile != NULL, 0);

  return pile->candidates->len;
}

char *
mch_slip_pile_dup_left_out (const MchSlipPile *pile)
{
  g_return_val_if_fail (pile != NULL, NULL);

  if (pile->n_withdrawn == 0)
    return NULL;
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "The slip of %u withdrawn candidate is left out",
                   "The slips of %u withdrawn candidates are left out", pile->n_withdrawn),
      pile->n_withdrawn);
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
  ret_slip->address[0] = mch_candidate_get (candidate, "address_1");
  ret_slip->address[1] = mch_candidate_get (candidate, "address_2");
  ret_slip->address[2] = mch_candidate_get (candidate, "address_3");
  ret_slip->postal_code = mch_candidate_get (candidate, "postal_code");
  ret_slip->city = mch_candidate_get (candidate, "city");
  ret_slip->handout = pile->handouts != NULL ? pile->handouts->pdata[index] : NULL;
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
  g_return_val_if_fail (pile != NULL, 0);

  return pile->created_ms;
}

GArray *
mch_slip_pile_pick (const MchSlipPile *pile, const char *const *ids, char **ret_missing)
{
  g_autoptr (GArray) picked = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer left;

  g_return_val_if_fail (pile != NULL && ids != NULL, NULL);

  for (guint i = 0; ids[i] != NULL; i++)
    g_hash_table_add (wanted, (gpointer) ids[i]);
  for (guint i = 0; i < pile->candidates->len; i++)
    {
      const MchCandidate *candidate = pile->candidates->pdata[i];
      gboolean person = g_hash_table_remove (wanted, candidate->person->id);
      gboolean candidature = g_hash_table_remove (wanted, candidate->candidature->id);

      if (person || candidature)
        g_array_append_val (picked, i);
    }
  g_hash_table_iter_init (&iter, wanted);
  if (ret_missing != NULL && g_hash_table_iter_next (&iter, &left, NULL))
    *ret_missing = g_strdup (left);
  return g_steal_pointer (&picked);
}

char **
mch_slip_pile_dup_persons (const MchSlipPile *pile, GArray *picked)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  guint n;

  g_return_val_if_fail (pile != NULL, NULL);

  n = picked != NULL ? picked->len : pile->candidates->len;
  for (guint i = 0; i < n; i++)
    {
      guint at = picked != NULL ? g_array_index (picked, guint, i) : i;

      g_ptr_array_add (ids,
                       g_strdup (((const MchCandidate *) pile->candidates->pdata[at])->person->id));
    }
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
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
  /* Not when there is none, so that what was checked before there could be one stays checked. */
  if (sheet->text != NULL)
    add_text (sum, sheet->text);
  return g_strdup (g_checksum_get_string (sum));
}
