/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The artwork of a slip: all that does not change from one candidate to the next. */
#pragma once

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

/* Where everything stands, in mm from the top left corner of the block. Label and value of a
 * line share their height; the value begins where the longer label ends. */
typedef struct
{
  double block_height;
  MchPlace establishment, address, contact, kind, specimen, exam, name, division, sentence;
  MchPlace login_label, login, code_label, code, url, expiry, account, help, note;
  MchBox frame, qr;
  double header_rule, note_rule;
  MchPlace watermark; /* its centre, clear of the QR code */
} MchPapillonPlan;

/* The artwork in the order in which a slip is read, with the candidate's own texts between. */
typedef enum
{
  MCH_ART_HEADER, /* then the name and the division */
  MCH_ART_LOGIN,  /* then the login */
  MCH_ART_CODE,   /* then the password */
  MCH_ART_REST,
  MCH_N_ARTS
} MchArt;

const MchPapillonPlan *mch_papillon_get_plan (guint per_page);

/* Records the artwork into @ret_arts, each (transfer full). @ret_value_x: where values begin. */
gboolean
mch_papillon_record_art (MchFonts *fonts, const MchPapillonPlan *plan, const MchSlipSheet *sheet,
                         MchPage *ret_arts[MCH_N_ARTS], double *ret_value_x, GError **error);

/* The dashed line across the middle of a sheet, with its scissors. (transfer full) */
MchPage *mch_papillon_record_cut_line (void);

/* "CAP – JUIN 2027", the parts that there are, with @third when not NULL. (transfer full) */
char *mch_papillon_dup_joined (const char *one, const char *two, const char *third);

G_END_DECLS
