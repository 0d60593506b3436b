/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Objects of a PDF on their way to the file: written by one thread, compressed by any, and put into
 * the file in the order in which they were begun. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchPdfStream: one stream of a batch.
 * @number: its number in the file.
 * @extra: more entries of its dictionary.
 * @start, @end: its bytes in the batch's text.
 * @packed_start, @packed_end: once compressed, its bytes in the batch's packed ones.
 */
typedef struct
{
  guint number;
  char *extra;
  gsize start, end;
  gsize packed_start, packed_end;
} MchPdfStream;

/* An object that is no stream: where its bytes begin in the batch's plain ones. */
typedef struct
{
  guint number;
  gsize start;
} MchPdfPlain;

/**
 * MchPdfBatch:
 * @to: what the object that was begun says: append to it until mch_pdf_batch_end().
 * @plain: what all objects say that are no streams. They are compressed together, as one stream of
 * objects: most of them differ in a number or two.
 *
 * One thread at a time.
 */
typedef struct
{
  GString *to;
  GString *text;
  GString *plain;
  GByteArray *packed;
  GArray *streams; /* MchPdfStream */
  GArray *plains;  /* MchPdfPlain */
  gboolean is_packed;
} MchPdfBatch;

MchPdfBatch *mch_pdf_batch_new (void);
void mch_pdf_batch_free (MchPdfBatch *batch); /* overwrites what it held */

/* @extra: copied; NULL for an object that is no stream. Objects do not hold one another. */
void mch_pdf_batch_begin (MchPdfBatch *batch, guint number, const char *extra);
void mch_pdf_batch_end (MchPdfBatch *batch);

/* Appends the stream that holds the objects which are none, as the last of the batch, under
 * @number. There must be such objects. */
void mch_pdf_batch_close (MchPdfBatch *batch, guint number);

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
