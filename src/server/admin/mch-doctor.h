/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What doctor found: sentences, each well, doubtful or in the way. */
#pragma once

#include "server/admin/mch-admin.h"

G_BEGIN_DECLS

typedef enum
{
  MCH_FINDING_WELL,
  MCH_FINDING_WARNING, /* works, but somebody should know */
  MCH_FINDING_PROBLEM, /* something will not work */
  MCH_N_FINDINGS
} MchFinding;

typedef struct
{
  MchAdmin *admin;
  const char *portal_url; /* "" when unset */
  gint64 now_ms;
  guint counts[MCH_N_FINDINGS];
} MchDoctor;

/* Prints one finding. @format: translated. */
void mch_doctor_say (MchDoctor *doctor, MchFinding finding, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

/* Whether a candidate's telephone would open the portal, and whether the certificate is good for
 * it. The configuration is open. */
void mch_doctor_check_portal (MchDoctor *doctor);
void mch_doctor_check_certificate (MchDoctor *doctor);

/* Whether messages to candidates leave. @database: it is open, and of this version. */
void mch_doctor_check_mail (MchDoctor *doctor, gboolean database);

G_END_DECLS
