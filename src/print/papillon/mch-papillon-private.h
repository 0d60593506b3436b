/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The artwork of a slip: all that does not change from one candidate to the next. */
#pragma once

#include "print/mch-pdf.h"
#include "print/mch-text-box.h"
#include "print/papillon/mch-papillon.h"

G_BEGIN_DECLS

/* Half of what a line of text has above its middle beyond what it has below, in em: it brings
 * texts of different sizes that stand in the middle of one height to one baseline. */
#define MCH_BASELINE_SHIFT 0.27

/* A text's place in the block and its sizes in points. */
typedef struct
{
  MchBox box;
  double size;
  double min_size;
} MchPlace;

/* Where everything stands, in mm from the inset of the slip's place. Label and value of a line
 * share their height; the value begins where the longer label ends. What has no width is left
 * out. */
typedef struct
{
  MchFace face, bold;
  gboolean stacked;       /* values stand below their labels, the division below the name */
  gboolean brief;         /* labels of a word or two */
  gboolean text_for_help; /* the establishment's own words, if any, have the place of the help */
  MchPlace establishment, address, contact, kind, specimen, exam, name, division, sentence;
  MchPlace login_label, login, code_label, code, url, expiry, account, help, text, note;
  MchBox frame, qr, bars;        /* the bars' width is that of their code */
  double header_rule, note_rule; /* 0 for none */
  MchPlace recipient;            /* whom an envelope is for */
  MchPlace second;               /* the second language */
  MchPlace watermark;            /* its centre, clear of the QR code */
} MchPapillonPlan;

/* The artwork in the order in which a slip is read, with the candidate's own texts between. */
typedef enum
{
  MCH_ART_HEADER, /* then the name and the division */
  MCH_ART_LOGIN,  /* then the login */
  MCH_ART_CODE,   /* then the password */
  MCH_ART_URL,
  MCH_ART_REST, /* then the establishment's own text */
  MCH_ART_NOTE,
  MCH_ART_SECOND,
  MCH_ART_QR, /* then the bars */
  MCH_N_ARTS
} MchArt;

/* @with_text: there is a text of the establishment. @language: the second one. */
const MchPapillonPlan *
mch_papillon_get_plan (MchPapillonLayout layout, gboolean with_text, MchSlipLanguage language);

/* Records the artwork into @ret_arts, each (transfer full). @ret_value_x: where values begin. */
gboolean
mch_papillon_record_art (MchFonts *fonts, const MchPapillonPlan *plan, const MchSlipSheet *sheet,
                         MchPage *ret_arts[MCH_N_ARTS], double *ret_value_x, GError **error);

/* The last day of the provisional passwords as people write it. @ret_date: (out) (nullable)
 * (transfer full). */
gboolean mch_papillon_read_expiry (const MchSlipSheet *sheet, char **ret_date, GError **error);

/* A separator for one class, in @place. */
void mch_papillon_record_separator (MchFonts *fonts, MchPage *page, const MchPapillonPlan *plan,
                                    const MchBox *place, const char *division, guint n_slips,
                                    guint number, guint n_classes);

/* Who the slip is for, when no font here has all letters of the name or the division: (transfer
 * full) (nullable) */
char *mch_papillon_dup_undrawable (MchPapillon *papillon, const MchSlip *slip);

/* Where a sheet is cut, a dashed line with its scissors; where it is folded, marks with a word.
 * (transfer full) */
MchPage *mch_papillon_record_marks (MchFonts *fonts, const MchSlipGrid *grid);

/* "CAP – JUIN 2027", the parts that there are, with @third when not NULL. (transfer full) */
char *mch_papillon_dup_joined (const char *one, const char *two, const char *third);

/* The writer of a PDF of slips. (transfer full) */
MchPdf *mch_papillon_new_pdf (MchFonts *fonts, const MchSlipSheet *sheet, GOutputStream *stream,
                              gint64 created_ms);

/* Takes @warning over, which may be NULL. */
void mch_papillon_result_take_warning (MchPapillonResult *result, char *warning);

G_END_DECLS
