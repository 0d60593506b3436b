/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the two files of the .xlsx reader share: what the parts beside the sheets say. */
#pragma once

#include "sheet/mch-sheet-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *relation;
  gboolean shown;
} MchXlsxSheet;

/**
 * MchXlsx:
 * @texts: where each shared text begins in @text_bytes; they end with NUL.
 * @formats: how the cells of each style are shown.
 */
typedef struct
{
  const MchParts *parts;
  gboolean date1904;
  GArray *sheets;        /* MchXlsxSheet */
  GHashTable *relations; /* char* id → char* name of a part */
  GArray *texts;         /* guint32 */
  GString *text_bytes;
  GArray *formats;          /* MchNumberFormat */
  GHashTable *custom_codes; /* id → char* */
} MchXlsx;

/* Reads all rows of one sheet. (transfer full) */
MchGrid *mch_xlsx_read_sheet (const MchXlsx *xlsx, const char *part, GError **error);

G_END_DECLS
