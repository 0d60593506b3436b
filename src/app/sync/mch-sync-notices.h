/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What synchronisation has to tell above every page: a closing that comes while something has not
 * left, a network that asks for something first, a clock that is wrong. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* What the clocks may differ by before it is told. */
#define MCH_CLOCK_TOLERANCE_MS (2 * 60 * G_GINT64_CONSTANT (1000))

/**
 * MchSyncNotice:
 * @text: translated.
 * @button: translated, with a mnemonic.
 * @action: what the button does; NULL when it only hides the notice.
 */
typedef struct
{
  const char *icon;
  char *text;
  const char *button;
  const char *action;
} MchSyncNotice;

/* (transfer full) (element-type MchSyncNotice): the most pressing first. */
GPtrArray *mch_sync_notices_list (MchContext *context);

/* "3 h", "25 min": how long it is until something, as a person says it. (transfer full) */
char *mch_sync_notices_dup_left (gint64 left_ms);

G_END_DECLS
