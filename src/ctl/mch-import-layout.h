/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options by which the verbs of the import say what a file's columns and values mean, and the
 * reading of the file with them. */
#pragma once

#include "core/mch-import-table.h"
#include "ctl/mch-ctl.h"

G_BEGIN_DECLS

/* What was typed; all may be NULL. */
typedef struct
{
  char *preset;
  char *sheet;
  char **columns; /* HEADING=FIELD */
  char **ignored; /* HEADING */
  char **values;  /* FIELD:FROM=TO */
} MchImportLayout;

#define MCH_IMPORT_LAYOUT_OPTIONS(layout)                                                               \
  { "preset",                                                                                           \
    0,                                                                                                  \
    0,                                                                                                  \
    G_OPTION_ARG_STRING,                                                                                \
    &(layout)->preset,                                                                                  \
    N_ ("What was said of the columns under this name"),                                                \
    "NAME" },                                                                                           \
      { "sheet", 0, 0, G_OPTION_ARG_STRING, &(layout)->sheet, N_ ("The sheet of a workbook"), "NAME" }, \
      { "column",                                                                                       \
        0,                                                                                              \
        0,                                                                                              \
        G_OPTION_ARG_STRING_ARRAY,                                                                      \
        &(layout)->columns,                                                                             \
        N_ ("What a column gives; may be repeated"),                                                    \
        "HEADING=FIELD" },                                                                              \
      { "ignore",                                                                                       \
        0,                                                                                              \
        0,                                                                                              \
        G_OPTION_ARG_STRING_ARRAY,                                                                      \
        &(layout)->ignored,                                                                             \
        N_ ("Leave a column out; may be repeated"),                                                     \
        "HEADING" },                                                                                    \
  {                                                                                                     \
    "value", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(layout)->values,                                        \
        N_ ("What a value is read as; may be repeated"), "FIELD:FROM=TO"                                \
  }

void mch_import_layout_clear (MchImportLayout *layout);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchImportLayout, mch_import_layout_clear)

/* No more of the file than a list of candidates can have. (transfer full) */
GBytes *mch_import_read_file (const char *path, GError **error);

/* The column whose heading has these words, whatever their case and accents. Fails with
 * G_OPTION_ERROR. */
gboolean mch_import_layout_find_column (const MchImportTable *table, const char *words,
                                        guint *ret_column, GError **error);

/**
 * mch_import_layout_read:
 * @file: the bytes.
 *
 * Reads the file's table and says of it what the options, else the preset, else what was said the
 * last time say. The profile must be open.
 *
 * Returns: (transfer full): or NULL with a sentence; G_OPTION_ERROR for what was typed.
 */
MchImportTable *
mch_import_layout_read (const MchImportLayout *layout, MchCtl *ctl, GBytes *file, GError **error);

G_END_DECLS
