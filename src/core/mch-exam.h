/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people write for an exam and its session: "Bac pro", "BTS 2027", "CAP – JUIN 2027",
 * "CAP/2027-06". Thread-safe. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MchExam:
 * @domains: (nullable) (array zero-terminated=1): the codes that the words may mean, the likeliest
 *   first; NULL when they name no exam that we know.
 * @words: the words that name the exam, folded, without blanks; "" when there are none.
 * @year: 0 when none is written.
 * @month: 1 to 12, 0 when none is written.
 */
typedef struct
{
  const char *const *domains;
  char *words;
  int year;
  int month;
} MchExam;

/* @text: valid UTF-8. */
void mch_exam_read (const char *text, MchExam *exam);
void mch_exam_clear (MchExam *exam);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MchExam, mch_exam_clear)

/* Whether @session (DOMAIN/YYYY-MM) may be what @exam says; what is not written fits all. */
gboolean mch_exam_fits (const MchExam *exam, const char *session);

G_END_DECLS
