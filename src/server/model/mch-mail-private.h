/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Private to the files about mail. */
#pragma once

#include "server/db/mch-records.h"
#include "server/model/mch-mail.h"

G_BEGIN_DECLS

/* A message as it was asked for, inside the transaction that writes it out. */
typedef struct
{
  MchServer *server;
  MchDb *db;
  MchMailKind kind;
  const char *account; /* (nullable) */
  const char *typed;   /* "" when nothing was */
  gint64 now_ms;
  /* What came of it; NULL receiver: nobody is to be told anything. */
  char *to;
  char *subject;
  char *text;
} MchMailDraft;

/* Finds the receiver, makes the link and the words. */
gboolean mch_mail_write (MchMailDraft *draft, GError **error);

G_END_DECLS
