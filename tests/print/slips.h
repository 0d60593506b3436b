/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fictional slips: ordinary ones made by number, and names that break layouts. */
#pragma once

#include <stdio.h>

#include "print/papillon/mch-papillon-job.h"

extern const MchSlipSheet test_sheet;

typedef struct
{
  guint next;
  guint n;
  gboolean hostile;
  gboolean mixed; /* the getter, too, gives each hostile name its turn among the ordinary ones */
  gboolean plain; /* the getter, too, gives divisions as the source does */
  FILE *list;     /* one line a slip: login and code; or NULL */
  GCancellable *cancellable;
  char login[128], code[20], division[20], handout[24];
} TestSlips;

/* An MchSlipSource over TestSlips. */
gboolean test_slips_next (gpointer user_data, MchSlip *slip, gboolean *ret_end, GError **error);

/* An MchSlipGetter over the same, whose ordinary slips are in classes. */
void test_slips_get (gpointer user_data, guint index, MchSlip *ret_slip);

/* The code by which a scanner knows the slip of @login. */
void test_slips_make_handout (const char *login, char ret_digits[24]);

guint test_hostile_count (void);
const char *test_hostile_name (guint i); /* the family name */
