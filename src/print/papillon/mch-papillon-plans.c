/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where everything stands on the slips of each layout. */
#include "print/papillon/mch-papillon-private.h"

static const MchPapillonPlan plan_two = {
  .face = MCH_FACE_SANS,
  .bold = MCH_FACE_BOLD,
  .establishment = { { 15, 11, 122, 7 }, 13, 9 },
  .address = { { 15, 18.2, 122, 4.6 }, 9.5, 7 },
  .contact = { { 15, 23, 122, 4.6 }, 9.5, 7 },
  .kind = { { 140, 11, 55, 7 }, 10, 7 },
  .specimen = { { 140, 18.8, 55, 8 }, 15, 10 },
  .header_rule = 29.6,
  .exam = { { 15, 32, 180, 5 }, 10, 7 },
  .name = { { 15, 38, 132, 12 }, 19, 12 },
  .division = { { 150, 38, 45, 12 }, 13, 8 },
  .sentence = { { 15, 51.5, 180, 6 }, 11, 8 },
  .frame = { 15, 59.5, 180, 29 },
  .login_label = { { 20, 61, 100, 13 }, 11, 8 },
  .login = { { 20, 61, 171, 13 }, 19, 9 },
  .code_label = { { 20, 74, 100, 13 }, 11, 8 },
  .code = { { 20, 74, 171, 13 }, 19, 14 },
  .qr = { 15, 94.5, 29, 29 },
  .bars = { 158.17, 109, 36.83, 14 },
  .url = { { 50, 93.2, 145, 6.5 }, 13, 8 },
  .expiry = { { 50, 100.2, 145, 5.4 }, 10.5, 8 },
  .account = { { 50, 106.8, 104, 9 }, 9.5, 7 },
  .help = { { 50, 116.4, 104, 9 }, 9.5, 7 },
  .note_rule = 128.2,
  .note = { { 15, 129.8, 180, 9.7 }, 8.5, 6.5 },
  .watermark = { { 122, 72 }, 72 },
};

/* The same, drawn together so that the establishment's own words have room. */
static const MchPapillonPlan plan_two_with_text = {
  .face = MCH_FACE_SANS,
  .bold = MCH_FACE_BOLD,
  .establishment = { { 15, 10, 122, 7 }, 13, 9 },
  .address = { { 15, 17, 122, 4.6 }, 9.5, 7 },
  .contact = { { 15, 21.6, 122, 4.6 }, 9.5, 7 },
  .kind = { { 140, 10, 55, 7 }, 10, 7 },
  .specimen = { { 140, 17.4, 55, 8 }, 15, 10 },
  .header_rule = 27.4,
  .exam = { { 15, 29, 180, 5 }, 10, 7 },
  .name = { { 15, 34.5, 132, 11 }, 19, 12 },
  .division = { { 150, 34.5, 45, 11 }, 13, 8 },
  .sentence = { { 15, 46, 180, 5.6 }, 11, 8 },
  .frame = { 15, 52.6, 180, 27 },
  .login_label = { { 20, 53.6, 100, 12.5 }, 11, 8 },
  .login = { { 20, 53.6, 171, 12.5 }, 19, 9 },
  .code_label = { { 20, 66.1, 100, 12.5 }, 11, 8 },
  .code = { { 20, 66.1, 171, 12.5 }, 19, 14 },
  .qr = { 15, 84.5, 27, 27 },
  .bars = { 158.17, 97.5, 36.83, 14 },
  .url = { { 48, 83.2, 147, 6.2 }, 13, 8 },
  .expiry = { { 48, 89.6, 147, 5.2 }, 10.5, 8 },
  .account = { { 48, 95.4, 106, 8.8 }, 9.5, 7 },
  .help = { { 48, 104.4, 106, 8.8 }, 9.5, 7 },
  .text = { { 15, 115.4, 180, 12 }, 10, 7 },
  .note_rule = 128.8,
  .note = { { 15, 130.2, 180, 9.7 }, 8.5, 6.5 },
  .watermark = { { 122, 66 }, 72 },
};

static const MchPapillonPlan plan_one = {
  .face = MCH_FACE_SANS,
  .bold = MCH_FACE_BOLD,
  .establishment = { { 20, 22, 115, 8.5 }, 15, 10 },
  .address = { { 20, 31, 115, 5.4 }, 11, 8 },
  .contact = { { 20, 36.8, 115, 5.4 }, 11, 8 },
  .kind = { { 138, 22, 52, 8.5 }, 11, 8 },
  .specimen = { { 138, 32, 52, 9.5 }, 16, 10 },
  .header_rule = 46,
  .exam = { { 20, 50.5, 170, 6 }, 11.5, 8 },
  .name = { { 20, 70, 122, 19 }, 26, 15 },
  .division = { { 145, 70, 45, 19 }, 17, 9 },
  .sentence = { { 20, 94, 170, 8 }, 14, 10 },
  .frame = { 20, 108, 170, 46 },
  .login_label = { { 26, 110, 100, 21 }, 12, 8 },
  .login = { { 26, 110, 160, 21 }, 22, 9 },
  .code_label = { { 26, 131, 100, 21 }, 12, 8 },
  .code = { { 26, 131, 160, 21 }, 22, 14 },
  .qr = { 20, 169, 42, 42 },
  .bars = { 153.17, 274, 36.83, 13 },
  .url = { { 69, 167, 121, 9 }, 15, 8 },
  .expiry = { { 69, 177.5, 121, 6.5 }, 11.5, 8 },
  .account = { { 69, 188, 112, 11 }, 10, 7 },
  .help = { { 69, 200.5, 112, 11 }, 10, 7 },
  .text = { { 20, 219, 170, 28 }, 11.5, 8 },
  .note_rule = 252,
  .note = { { 20, 255.5, 170, 17 }, 10, 7 },
  .watermark = { { 112, 120 }, 84 },
};

/* The same, drawn together so that what it explains has room in a second language. */
static const MchPapillonPlan plan_one_second = {
  .face = MCH_FACE_SANS,
  .bold = MCH_FACE_BOLD,
  .establishment = { { 20, 16, 115, 8.5 }, 15, 10 },
  .address = { { 20, 25, 115, 5.4 }, 11, 8 },
  .contact = { { 20, 30.8, 115, 5.4 }, 11, 8 },
  .kind = { { 138, 16, 52, 8.5 }, 11, 8 },
  .specimen = { { 138, 26, 52, 9.5 }, 16, 10 },
  .header_rule = 39,
  .exam = { { 20, 42, 170, 6 }, 11.5, 8 },
  .name = { { 20, 51, 122, 17 }, 26, 15 },
  .division = { { 145, 51, 45, 17 }, 17, 9 },
  .sentence = { { 20, 70, 170, 8 }, 14, 10 },
  .frame = { 20, 80, 170, 40 },
  .login_label = { { 26, 81.5, 100, 18.5 }, 12, 8 },
  .login = { { 26, 81.5, 160, 18.5 }, 22, 9 },
  .code_label = { { 26, 100, 100, 18.5 }, 12, 8 },
  .code = { { 26, 100, 160, 18.5 }, 22, 14 },
  .qr = { 20, 127, 36, 36 },
  .url = { { 63, 125, 127, 9 }, 15, 8 },
  .expiry = { { 63, 134.5, 127, 6.5 }, 11.5, 8 },
  .account = { { 63, 142.5, 120, 10 }, 10, 7 },
  .help = { { 63, 153.5, 120, 10 }, 10, 7 },
  .text = { { 20, 168, 170, 22 }, 11.5, 8 },
  .note_rule = 193,
  .note = { { 20, 195, 170, 13 }, 10, 7 },
  .second = { { 20, 214, 170, 57 }, 11.5, 8 },
  .bars = { 153.17, 274, 36.83, 13 },
  .watermark = { { 112, 110 }, 84 },
};

static const MchPapillonPlan plan_large = {
  .face = MCH_FACE_CLEAR,
  .bold = MCH_FACE_CLEAR_BOLD,
  .stacked = TRUE,
  .establishment = { { 18, 14, 174, 9.5 }, 18, 16 },
  .address = { { 18, 24, 174, 8 }, 16, 12 },
  .contact = { { 18, 32, 174, 8 }, 16, 12 },
  .kind = { { 18, 46, 84, 8.5 }, 16, 12 },
  .specimen = { { 130, 45.5, 62, 9.5 }, 18, 14 },
  .header_rule = 43,
  .exam = { { 18, 54.5, 174, 8.5 }, 16, 12 },
  .name = { { 18, 65, 174, 14 }, 28, 16 },
  .division = { { 18, 79.5, 132, 9.5 }, 18, 16 },
  .sentence = { { 18, 92, 174, 8.5 }, 16, 14 },
  .frame = { 18, 102, 174, 51 },
  .login_label = { { 24, 104.5, 162, 8.5 }, 16, 14 },
  .login = { { 24, 113, 162, 13.5 }, 28, 14 },
  .code_label = { { 24, 128.5, 162, 8.5 }, 16, 14 },
  .code = { { 24, 137, 162, 13.5 }, 28, 20 },
  .qr = { 18, 160, 40, 40 },
  .bars = { 155.17, 79.5, 36.83, 10 },
  .url = { { 65, 159, 127, 17 }, 18, 16 },
  .expiry = { { 65, 179, 127, 19 }, 16, 16 },
  .account = { { 18, 204, 174, 16 }, 16, 14 },
  .help = { { 18, 221.5, 174, 16 }, 16, 14 },
  .text = { { 18, 239, 174, 23 }, 16, 12 },
  .note_rule = 263.5,
  .note = { { 18, 265.5, 174, 23 }, 16, 12 },
  .watermark = { { 126, 128 }, 84 },
};

/* A quarter of a sheet, upright. */
static const MchPapillonPlan plan_four = {
  .face = MCH_FACE_SANS,
  .bold = MCH_FACE_BOLD,
  .stacked = TRUE,
  .text_for_help = TRUE,
  .establishment = { { 0, 0, 89, 6 }, 12, 8 },
  .address = { { 0, 6.1, 89, 6.2 }, 8.5, 7.5 },
  .contact = { { 0, 12.4, 89, 6.2 }, 8.5, 7.5 },
  .header_rule = 19,
  .kind = { { 0, 19.8, 50, 4.2 }, 9, 7.5 },
  .specimen = { { 52, 20, 37, 5.6 }, 11, 8 },
  .exam = { { 0, 25.8, 89, 6.4 }, 9, 7.5 },
  .name = { { 0, 32.4, 89, 9.6 }, 18, 10 },
  .division = { { 0, 42, 89, 5.2 }, 12, 8 },
  .sentence = { { 0, 47.4, 89, 5.6 }, 9.5, 7.5 },
  .frame = { 0, 53.6, 89, 27 },
  .login_label = { { 3, 54.6, 83, 4.6 }, 9, 8 },
  .login = { { 3, 59.2, 83, 7.8 }, 20, 9 },
  .code_label = { { 3, 67.6, 83, 4.6 }, 9, 8 },
  .code = { { 3, 72.2, 83, 7.8 }, 20, 14 },
  .qr = { 1, 83.5, 22, 22 },
  .url = { { 27, 82, 62, 7.8 }, 10.5, 7.5 },
  .expiry = { { 27, 90, 62, 6.4 }, 8.5, 7.5 },
  .bars = { 52.17, 97.4, 36.83, 8.4 },
  .help = { { 0, 108, 89, 10.8 }, 8.5, 7.5 },
  .text = { { 0, 108, 89, 10.8 }, 8.5, 7 },
  .note_rule = 120,
  .note = { { 0, 121, 89, 10.8 }, 7.8, 7 },
  .watermark = { { 48, 62 }, 40 },
};

/* An eighth of a sheet. */
static const MchPapillonPlan plan_eight = {
  .face = MCH_FACE_SANS,
  .bold = MCH_FACE_BOLD,
  .brief = TRUE,
  .establishment = { { 0, 0, 71, 6.2 }, 10, 7.5 },
  .contact = { { 0, 6.2, 71, 6.2 }, 7.5, 7 },
  .exam = { { 0, 12.4, 71, 6.2 }, 8, 7.5 },
  .qr = { 73, 0.2, 17.6, 17.6 },
  .header_rule = 19,
  .name = { { 0, 19.4, 64, 6.4 }, 14, 8 },
  .division = { { 66, 19.4, 25, 6.4 }, 10, 7.5 },
  .specimen = { { 66, 39.2, 25, 4 }, 8, 7 },
  .sentence = { { 0, 0, 0, 0 }, 7.5, 7 },
  .frame = { 0, 26.2, 91, 12.8 },
  .login_label = { { 2, 26.4, 40, 6.2 }, 8, 7.5 },
  .login = { { 2, 26.4, 87.5, 6.2 }, 14, 7.5 },
  .code_label = { { 2, 32.6, 40, 6.2 }, 8, 7.5 },
  .code = { { 2, 32.6, 87.5, 6.2 }, 14, 12 },
  .url = { { 0, 39.3, 65, 4 }, 9, 7.5 },
  .expiry = { { 0, 43.6, 52, 6.4 }, 7.5, 7 },
  .bars = { 54.17, 43.8, 36.83, 6.2 },
  .note_rule = 50.5,
  .note = { { 0, 50.8, 91, 10.3 }, 7.5, 6.5 },
  .watermark = { { 36, 30 }, 32 },
};

/* A tenth: without bars. */
static const MchPapillonPlan plan_ten = {
  .face = MCH_FACE_SANS,
  .bold = MCH_FACE_BOLD,
  .brief = TRUE,
  .establishment = { { 0, 0, 74, 4.6 }, 9, 7.5 },
  .contact = { { 0, 4.6, 74, 3.8 }, 7.5, 6.5 },
  .exam = { { 0, 8.4, 74, 6.2 }, 7.5, 7 },
  .qr = { 76, 0.2, 14.4, 14.4 },
  .header_rule = 15.4,
  .name = { { 0, 15.7, 64, 5.6 }, 12, 7.5 },
  .division = { { 66, 15.7, 25, 5.6 }, 9, 7 },
  .sentence = { { 0, 0, 0, 0 }, 7.5, 6.5 },
  .frame = { 0, 21.6, 91, 12 },
  .login_label = { { 2, 21.8, 40, 5.8 }, 8, 7.5 },
  .login = { { 2, 21.8, 87.5, 5.8 }, 13, 7.5 },
  .code_label = { { 2, 27.6, 40, 5.8 }, 8, 7.5 },
  .code = { { 2, 27.6, 87.5, 5.8 }, 13, 11 },
  .url = { { 0, 33.8, 91, 3.9 }, 8.5, 7.5 },
  .expiry = { { 0, 37.4, 66, 3.4 }, 7.5, 6.5 },
  .specimen = { { 67, 37.5, 24, 3.6 }, 7.5, 6.5 },
  .note_rule = 41,
  .note = { { 0, 41.1, 91, 10.2 }, 7.5, 6 },
  .watermark = { { 36, 26 }, 28 },
};

/* For an envelope of 110 × 220 mm with a window of 35 or 45 × 100 mm, 20 mm from its right and
 * lower edges, as they are sold in France. The upper third shows: what the window may ever show,
 * wherever the sheet slides, holds the recipient alone. The first fold goes backwards, the second
 * forwards, so login and password lie between the two lower thirds, which face each other. */
static const MchPapillonPlan plan_envelope = {
  .face = MCH_FACE_SANS,
  .bold = MCH_FACE_BOLD,
  .establishment = { { 20, 12, 66, 11 }, 13, 8 },
  .address = { { 20, 23.4, 66, 9 }, 9.5, 7.5 },
  .contact = { { 20, 32.8, 66, 9 }, 9.5, 7.5 },
  .kind = { { 20, 47, 66, 5 }, 10, 7.5 },
  .exam = { { 20, 52.4, 66, 10 }, 9.5, 7.5 },
  .specimen = { { 20, 66, 60, 8 }, 15, 10 },
  .recipient = { { 106, 56, 82, 22 }, 11, 7.5 },
  .name = { { 20, 105, 122, 14 }, 24, 14 },
  .division = { { 145, 105, 45, 14 }, 16, 9 },
  .sentence = { { 20, 120.5, 170, 7 }, 13, 9 },
  .frame = { 20, 129.5, 170, 40 },
  .login_label = { { 26, 131, 100, 18.5 }, 12, 8 },
  .login = { { 26, 131, 160, 18.5 }, 22, 9 },
  .code_label = { { 26, 149.5, 100, 18.5 }, 12, 8 },
  .code = { { 26, 149.5, 160, 18.5 }, 22, 14 },
  .qr = { 20, 172.5, 21, 21 },
  .url = { { 47, 172, 143, 8 }, 15, 8 },
  .expiry = { { 47, 181, 143, 6 }, 11.5, 8 },
  .account = { { 20, 206, 170, 10 }, 10.5, 7.5 },
  .help = { { 20, 217, 170, 10 }, 10.5, 7.5 },
  .text = { { 20, 229, 170, 24 }, 11.5, 8 },
  .note_rule = 255,
  .note = { { 20, 257, 170, 14 }, 10, 7.5 },
  .bars = { 153.17, 274, 36.83, 13 },
  .watermark = { { 112, 148 }, 60 },
};

const MchPapillonPlan *
mch_papillon_get_plan (MchPapillonLayout layout, gboolean with_text, MchSlipLanguage language)
{
  switch (layout)
    {
    case MCH_PAPILLON_TWO_PER_PAGE:
      return with_text ? &plan_two_with_text : &plan_two;
    case MCH_PAPILLON_FOUR_PER_PAGE:
    case MCH_PAPILLON_LABELS_99_139:
      return &plan_four;
    case MCH_PAPILLON_EIGHT_PER_PAGE:
    case MCH_PAPILLON_LABELS_105_74:
    case MCH_PAPILLON_LABELS_99_68:
      return &plan_eight;
    case MCH_PAPILLON_LABELS_99_57:
      return &plan_ten;
    case MCH_PAPILLON_ENVELOPE:
      return &plan_envelope;
    case MCH_PAPILLON_LARGE_PRINT:
      return &plan_large;
    case MCH_PAPILLON_ONE_PER_PAGE:
    case MCH_N_PAPILLON_LAYOUTS:
    default:
      return language != MCH_SLIP_LANGUAGE_NONE ? &plan_one_second : &plan_one;
    }
}
