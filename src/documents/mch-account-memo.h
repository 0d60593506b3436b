/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ACC-45: the memo sheet of candidates' accounts, from the registration to a forgotten password.
 * The window shows these very steps and the PDF prints them. Needs no server and no data. */
#pragma once

#include <gio/gio.h>

#include "print/mch-memo.h"

G_BEGIN_DECLS

#define MCH_ACCOUNT_MEMO_STEPS 7

/* @memo borrows @steps: it stays where it is. */
typedef struct
{
  MchMemo memo;
  MchMemoStep steps[MCH_ACCOUNT_MEMO_STEPS];
} MchAccountMemo;

/* Fills @memo in with translated texts. @context: (nullable): borrowed: "CAP – JUIN 2027 – ACADÉMIE
 * DE BESANÇON". */
void mch_account_memo_init (MchAccountMemo *memo, const char *context);

/**
 * mch_account_memo_write_pdf_file:
 * @context: (nullable)
 * @now_ms: ms since 1970, UTC.
 *
 * One A4 page. The file @path is replaced only when all is written. Fails with
 * %MCH_PRINT_ERROR_FONTS, %MCH_PRINT_ERROR_OUTPUT or %G_IO_ERROR_CANCELLED. Any thread.
 */
gboolean mch_account_memo_write_pdf_file (const char *context, gint64 now_ms, const char *path,
                                          GCancellable *cancellable, GError **error);

G_END_DECLS
