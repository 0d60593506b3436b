/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages of our own on a printer that a person chooses: GTK gets them drawn as text and lines, so
 * that its ranges, its paper and the portal work. Main thread. */
#pragma once

#include <gtk/gtk.h>

#include "print/mch-page.h"

G_BEGIN_DECLS

/**
 * MchPrintPages: strings are copied.
 * @job_name: translated. The queue of a printer is seen by others: no person's name in it.
 * @file_name: what is proposed when the pages go to a file, without ".pdf".
 * @preview: why the preview of GTK's window is not another program: a translated sentence.
 * @offsets_dir: (nullable): the profile, whose correction for the printer that is chosen moves the
 *   pages; NULL for pages that nobody cuts or peels. Files are never moved.
 * @both_sides: the pages are fronts and backs of sheets.
 * @record: draws page @number, from 0, into @page.
 * @fonts: for drawing pages; asked after the first @record.
 */
typedef struct
{
  const char *job_name;
  const char *file_name;
  const char *preview;
  const char *offsets_dir;
  guint n_pages;
  gboolean landscape;
  gboolean both_sides;
  gboolean (*record) (gpointer data, guint number, MchPage *page, GError **error);
  MchFonts *(*fonts) (gpointer data);
} MchPrintPages;

/**
 * mch_print_pages_async:
 * @parent: (nullable)
 * @data: for the functions of @pages; freed with @free_data (nullable) once the run is over.
 * @export_path: (nullable): NULL opens the printer's window; else the pages go to this PDF file as
 *   a printer would get them.
 *
 * Finish: FALSE with G_IO_ERROR_CANCELLED when the person gave up; else an error whose message can
 * be shown. @ret_printer: (out) (optional) (transfer full) (nullable): the name of the one chosen,
 *   NULL for a file.
 */
void mch_print_pages_async (GtkWindow *parent, const MchPrintPages *pages, gpointer data,
                            GDestroyNotify free_data, const char *export_path,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean mch_print_pages_finish (GAsyncResult *result, char **ret_printer, GError **error);

/**
 * mch_print_ask_next:
 * @done: parts that have gone to the printer, of @n_parts.
 * @body: translated: what comes next.
 * @answered: of "response" with @data: MCH_PRINT_NEXT, or something else.
 *
 * A printer gets a part at a time, when the one before has come out well.
 */
#define MCH_PRINT_NEXT "print"
void mch_print_ask_next (GtkWindow *parent, guint done, guint n_parts, const char *body,
                         GCallback answered, gpointer data);

G_END_DECLS
