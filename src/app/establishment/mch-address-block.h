/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The establishment's block as the slips will carry it, black on white as on paper. */
#pragma once

#include <gtk/gtk.h>

#include "core/mch-record.h"

G_BEGIN_DECLS

GtkWidget *mch_address_block_new (void);

/* @establishment: as it stands or as it is being typed. @session: (nullable): "CAP/2027-06".
 * @academy: (nullable). */
void mch_address_block_show (GtkWidget *block, const MchRecord *establishment, const char *session,
                             const char *academy);

G_END_DECLS
