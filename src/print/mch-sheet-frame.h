/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all sheets of one establishment and one session share, in the words in which people read it.
 */
#pragma once

#include "core/mch-record.h"
#include "core/mch-reference.h"

G_BEGIN_DECLS

/**
 * MchSheetFrame:
 * @school: "Lycée Test (0250001A)".
 * @place: address, postal code and town on one line; "" when there is none.
 * @exam, @month: "CAP", "JUIN 2027". @academy: (nullable): "Académie de Besançon".
 * @pieces: NULL-terminated: what candidates have to join, as the exam office said, else all that
 *   the reference asks of some of them; empty when nobody has said.
 * @pieces_of_all: whether everybody has to join them all.
 * @paper_only: none of them may be sent on line.
 * @return_from, @return_until: (nullable): as people write dates; NULL while nobody has said.
 */
typedef struct
{
  char *school;
  char *place;
  char *exam;
  char *month;
  char *academy;
  char **pieces;
  gboolean pieces_of_all;
  gboolean paper_only;
  char *return_from;
  char *return_until;
} MchSheetFrame;

/* @reference: (nullable). */
void mch_sheet_frame_init (MchSheetFrame *frame, const MchRecord *establishment,
                           const MchRecord *service, const MchReference *reference);
void mch_sheet_frame_clear (MchSheetFrame *frame);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchSheetFrame, mch_sheet_frame_clear)

/* "A | B" holds "A" and "B": (transfer full), NULL-terminated. @text: (nullable). */
char **mch_sheet_split_pieces (const char *text);

/* 22/02/2009; what is no date stays as it is: (transfer full) (nullable). */
char *mch_sheet_dup_date (const char *date);

G_END_DECLS
