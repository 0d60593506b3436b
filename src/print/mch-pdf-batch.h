/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects of a PDF on their way to the file: written by one thread, compressed by any, and put into
 * the file in the order in which they were begun. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchPdfObject: one object of a batch.
 * @number: its number in the file.
 * @extra: (nullable): of a stream, more entries of its dictionary; NULL for any other object.
 * @start, @end: its bytes in the batch's text.
 * @packed_start, @packed_end: of a stream, once compressed, its bytes in the batch's packed ones.
 */
typedef struct
{
  guint number;
  char *extra;
  gsize start, end;
  gsize packed_start, packed_end;
} MchPdfObject;

/**
 * MchPdfBatch:
 * @text: what the objects say; append to it between mch_pdf_batch_begin() and _end().
 *
 * One thread at a time.
 */
typedef struct
{
  GString *text;
  GByteArray *packed;
  GArray *objects; /* MchPdfObject */
  gboolean is_packed;
} MchPdfBatch;

MchPdfBatch *mch_pdf_batch_new (void);
void mch_pdf_batch_free (MchPdfBatch *batch); /* overwrites what it held */

/* @extra: copied; NULL for an object that is no stream. */
void mch_pdf_batch_begin (MchPdfBatch *batch, guint number, const char *extra);
void mch_pdf_batch_end (MchPdfBatch *batch);

/* Compresses the streams. */
void mch_pdf_batch_pack (MchPdfBatch *batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPdfBatch, mch_pdf_batch_free)

/* Compresses batches beside the thread that makes them and gives them back in their order. It has
 * no thread until its second batch: a document of a few pages needs none. */
typedef struct _MchPdfPress MchPdfPress;

MchPdfPress *mch_pdf_press_new (void);
void mch_pdf_press_free (MchPdfPress *press); /* waits for what is being compressed */

/* Takes @batch over. */
void mch_pdf_press_push (MchPdfPress *press, MchPdfBatch *batch);

/**
 * mch_pdf_press_pop:
 * @all: FALSE leaves as many as keep every processor busy.
 *
 * Returns: (transfer full) (nullable): the oldest batch, packed, for which it waits; NULL when none
 *   has to leave.
 */
MchPdfBatch *mch_pdf_press_pop (MchPdfPress *press, gboolean all);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MchPdfPress, mch_pdf_press_free)

G_END_DECLS
