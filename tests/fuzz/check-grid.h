/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold of every file that could be read, whatever its format. */
#pragma once

#include "core/mch-grid.h"

/* @grid: (transfer full) (nullable): NULL when the file was refused. @error: then set; freed. */
void check_grid (MchGrid *grid, GError *error);
