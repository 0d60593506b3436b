/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fictional slips: ordinary ones made by number, and names that break layouts. */
#pragma once

#include <stdio.h>

#include "print/papillon/mch-papillon.h"

extern const MchSlipSheet test_sheet;

typedef struct
{
  guint next;
  guint n;
  gboolean hostile;
  FILE *list; /* one line a slip: login and code; or NULL */
  GCancellable *cancellable;
  char login[128], code[20];
} TestSlips;

/* An MchSlipSource over TestSlips. */
gboolean test_slips_next (gpointer user_data, MchSlip *slip, gboolean *ret_end, GError **error);

guint test_hostile_count (void);
const char *test_hostile_name (guint i); /* the family name */
