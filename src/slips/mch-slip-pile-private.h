/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "slips/mch-slip-pile.h"

G_BEGIN_DECLS

struct _MchSlipPile
{
  GPtrArray *opened;     /* of MchOpenedSlip; NULL when masked */
  GHashTable *codes;     /* person's id → code, both borrowed; NULL when masked */
  GPtrArray *candidates; /* of MchCandidate, in the order of printing */
  guint n_withdrawn;     /* whose slips are left out */
  GPtrArray *handouts;   /* of their codes for the hand-out; NULL for reminders */
  MchRecord *edition;    /* NULL for reminders */
  gint64 created_ms;
  MchRecord *establishment;
  MchRecord *service;
  char *exam;
  char *month;
  char *academy;
  char *address;
  char *phone;
  char *portal_url;
  char *text; /* of a specimen */
  MchSlipSheet sheet;
};

G_END_DECLS
