/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom a page of the distribution asks the worker about: the establishment and the session that
 * were chosen when it asked. */
#pragma once

#include "app/window/mch-context.h"

G_BEGIN_DECLS

/* @today: "2027-06-15", on the clock of this computer. */
typedef struct
{
  char *scope;
  char *session;
  char *today;
} MchSessionQuestion;

/* What is chosen in @context now. (transfer full) */
MchSessionQuestion *mch_session_question_new (MchContext *context);

/* A GDestroyNotify. */
void mch_session_question_free (gpointer question);

G_END_DECLS
