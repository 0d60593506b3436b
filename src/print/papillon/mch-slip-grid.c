/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/papillon/mch-slip-grid.h"

#include <string.h>

#define WHOLE                                                                                      \
  {                                                                                                \
    0, 0, MCH_A4_WIDTH, MCH_A4_HEIGHT                                                              \
  }

static const MchSlipGrid grids[MCH_N_PAPILLON_LAYOUTS] = {
  [MCH_PAPILLON_ONE_PER_PAGE] = { "one", 1, 1, WHOLE, .own_text = TRUE },
  [MCH_PAPILLON_TWO_PER_PAGE] = { "two",
                                  1,
                                  2,
                                  { 0, 0, MCH_A4_WIDTH, MCH_A4_HEIGHT / 2 },
                                  0,
                                  MCH_A4_HEIGHT / 2,
                                  .cut = TRUE,
                                  .own_text = TRUE },
  [MCH_PAPILLON_FOUR_PER_PAGE] = { "four",
                                   2,
                                   2,
                                   { 0, 0, MCH_A4_WIDTH / 2, MCH_A4_HEIGHT / 2 },
                                   MCH_A4_WIDTH / 2,
                                   MCH_A4_HEIGHT / 2,
                                   8,
                                   8,
                                   .cut = TRUE,
                                   .own_text = TRUE },
  [MCH_PAPILLON_EIGHT_PER_PAGE] = { "eight",
                                    2,
                                    4,
                                    { 0, 0, MCH_A4_WIDTH / 2, MCH_A4_HEIGHT / 4 },
                                    MCH_A4_WIDTH / 2,
                                    MCH_A4_HEIGHT / 4,
                                    7,
                                    6.6,
                                    .cut = TRUE },
  [MCH_PAPILLON_LARGE_PRINT] = { "large", 1, 1, WHOLE, .own_text = TRUE },
  [MCH_PAPILLON_LABELS_99_139] = { "labels-99.1x139",
                                   2,
                                   2,
                                   { 4.65, 9.5, 99.1, 139 },
                                   101.6,
                                   139,
                                   5.05,
                                   3.5,
                                   .labels = TRUE,
                                   .own_text = TRUE },
  [MCH_PAPILLON_LABELS_105_74] = { "labels-105x74",
                                   2,
                                   4,
                                   { 0, 0.5, 105, 74 },
                                   105,
                                   74,
                                   7,
                                   6.4,
                                   .labels = TRUE },
  [MCH_PAPILLON_LABELS_99_68] = { "labels-99.1x67.7",
                                  2,
                                  4,
                                  { 4.65, 13.1, 99.1, 67.7 },
                                  101.6,
                                  67.7,
                                  4.05,
                                  3.3,
                                  .labels = TRUE },
  [MCH_PAPILLON_LABELS_99_57] = { "labels-99.1x57",
                                  2,
                                  5,
                                  { 4.65, 6, 99.1, 57 },
                                  101.6,
                                  57,
                                  4.05,
                                  3,
                                  .labels = TRUE },
  [MCH_PAPILLON_ENVELOPE] = { "envelope", 1, 1, WHOLE, .folded = TRUE, .own_text = TRUE },
};

const MchSlipGrid *
mch_papillon_layout_get_grid (MchPapillonLayout layout)
{
  g_return_val_if_fail (layout < MCH_N_PAPILLON_LAYOUTS, &grids[0]);

  return &grids[layout];
}

gboolean
mch_papillon_layout_find (const char *word, MchPapillonLayout *ret_layout)
{
  g_return_val_if_fail (word != NULL && ret_layout != NULL, FALSE);

  for (int layout = 0; layout < MCH_N_PAPILLON_LAYOUTS; layout++)
    if (strcmp (grids[layout].word, word) == 0)
      {
        *ret_layout = layout;
        return TRUE;
      }
  return FALSE;
}

guint
mch_papillon_layout_get_per_page (MchPapillonLayout layout)
{
  const MchSlipGrid *grid = mch_papillon_layout_get_grid (layout);

  return grid->columns * grid->rows;
}

MchBox
mch_slip_grid_get_place (const MchSlipGrid *grid, guint slot)
{
  MchBox place = { 0 };

  g_return_val_if_fail (grid != NULL && slot < grid->columns * grid->rows, place);

  place = grid->first;
  place.x += slot % grid->columns * grid->step_x;
  place.y += slot / grid->columns * grid->step_y;
  return place;
}
