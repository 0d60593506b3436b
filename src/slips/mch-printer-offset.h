/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far slips must be moved for each printer of this computer, so that they lie where labels and
 * cuts are: a small file of the profile. Thread-safe, but for two that write at once. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In mm, rounded to tenths, at most this much either way. */
#define MCH_PRINTER_OFFSET_MOST 10.0

/* All zero moves nothing. */
typedef struct
{
  double right, down;
} MchPrinterOffset;

/* Reads "1.5", "-0,5" or "+2 mm" into @ret_mm; else FALSE with %MCH_PAPILLON_ERROR_INVALID and a
 * sentence that says what to write. */
gboolean mch_printer_offset_parse (const char *text, double *ret_mm, GError **error);

/* @printer: (nullable): NULL is a file, which is never moved. What is missing or damaged moves
 * nothing. */
void mch_printer_offset_load (MchPrinterOffset *ret_offset, const char *profile_dir,
                              const char *printer);

/* One that moves nothing is forgotten. FALSE with a sentence when the file cannot be written. */
gboolean mch_printer_offset_save (const MchPrinterOffset *offset, const char *profile_dir,
                                  const char *printer, GError **error);

/* The printers that have one, in the order of their names: (transfer full), ended by NULL. */
char **mch_printer_offset_list (const char *profile_dir);

/* "1.5 mm to the right, 0.5 mm up"; "none"; translated. (transfer full) */
char *mch_printer_offset_dup_words (const MchPrinterOffset *offset);

G_END_DECLS
