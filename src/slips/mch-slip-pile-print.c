/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a pile to its pages: what is printed of it, and how it lies on the sheets. */
#include "slips/mch-slip-pile.h"

/* Which slips of a pile a job is about. */
typedef struct
{
  const MchSlipPile *pile;
  GArray *picked; /* NULL for all */
} Picking;

static void
picking_free (Picking *picking)
{
  g_clear_pointer (&picking->picked, g_array_unref);
  g_free (picking);
}

static void
get_picked (gpointer user_data, guint index, MchSlip *ret_slip)
{
  const Picking *picking = user_data;

  if (picking->picked != NULL)
    index = g_array_index (picking->picked, guint, index);
  mch_slip_pile_get_slip (picking->pile, index, ret_slip);
}

MchPapillonJob *
mch_slip_pile_new_job (const MchSlipPile *pile, MchFonts *fonts, GArray *picked,
                       const MchPapillonOptions *options, GError **error)
{
  Picking *picking;

  g_return_val_if_fail (pile != NULL && options != NULL, NULL);

  picking = g_new0 (Picking, 1);
  picking->pile = pile;
  picking->picked = picked != NULL ? g_array_ref (picked) : NULL;
  return mch_papillon_job_new (fonts, mch_slip_pile_get_sheet (pile), options,
                               picked != NULL ? picked->len : mch_slip_pile_get_n (pile),
                               get_picked, picking, (GDestroyNotify) picking_free, error);
}
